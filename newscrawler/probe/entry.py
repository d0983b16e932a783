"""The entry of newspapers.toml for a newspaper that was probed."""

from __future__ import annotations

import json
import re
from collections.abc import Collection

from tldextract import TLDExtract

from newscrawler.cms.links import SiteUrls
from newscrawler.korean.text import clean
from newscrawler.probe.findings import Findings, verdict

_LONGEST_NAME = 60
suffixes = TLDExtract(suffix_list_urls=(), cache_dir=None)
"""The Public Suffix List bundled with the package: nothing is downloaded or cached on the disk."""


def site_name(host: str, taken: Collection[str] = ()) -> str:
    """A short name for a newspaper's host that is not in ``taken``: 1 to 60 of ``a-z``, ``0-9`` and ``-``.

    It is the label in front of the public suffix (``naru`` of ``news.naru.co.kr``), else the whole host.
    """
    host = re.sub(r"[^a-z0-9.-]", "", host.lower().partition(":")[0]).removeprefix("www.")
    whole = _hyphenated(host) or "newspaper"
    short = _hyphenated(_registered_label(host)) or whole
    names = [short, whole, *(f"{whole}-{number}" for number in range(2, 1000))]
    return next(name for name in names if name not in taken)


def _registered_label(host: str) -> str:
    """The registered label; empty for an IP address and for a bare public suffix.

    For a top-level domain that is not in the list, the list's default rule ``*`` applies: it is the suffix.
    """
    parts = suffixes(host)
    if parts.ipv4:
        return ""
    return parts.domain if parts.suffix else parts.subdomain.rpartition(".")[2] or parts.domain


def _hyphenated(host: str) -> str:
    labels = (label.strip("-") for label in host.split("."))
    return "-".join(filter(None, labels))[:_LONGEST_NAME].rstrip("-")


def toml_entry(findings: Findings, taken: Collection[str] = ()) -> str | None:
    """The entry to paste into newspapers.toml, with a name not in ``taken``; None if a crawl is not possible."""
    if findings.home is None or verdict(findings) in ("unreachable", "unsupported"):
        return None
    host = SiteUrls(findings.home).domain
    warning = ["# scrapy probe가 기사를 온전히 읽지 못한 신문입니다."] if verdict(findings) == "incomplete" else []
    lines = [
        *warning,
        f"[{site_name(host, taken)}]",
        f"title = {_toml_string(clean(findings.title or host) or host)}",
        f"home = {_toml_string(findings.home)}",
    ]
    family = findings.cms.readable
    if family is not None:  # may be left out; then each run recognises it from the front page
        lines.append(f"family = {_toml_string(family.name)}")
    settings = []
    if (delay := findings.robots.respected_delay) > findings.delay:
        settings.append(f"DOWNLOAD_DELAY = {delay}")
    if findings.unverified:
        settings.append("DOWNLOAD_VERIFY_CERTIFICATES = false")
    if settings:
        lines.append(f"settings = {{ {', '.join(settings)} }}")
    return "\n".join(lines) + "\n"


def _toml_string(text: str) -> str:
    """A basic string of TOML, with JSON's escapes; invisible characters are escaped, too."""
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(char if char.isprintable() else f"\\U{ord(char):08X}" for char in quoted)
