"""The entry of newspapers.toml for a newspaper that was probed."""

from __future__ import annotations

import json
import re
from collections.abc import Collection

from newscrawler.cms.links import SiteUrls
from newscrawler.korean.text import clean
from newscrawler.network.politeness import PoliteRobots
from newscrawler.probe.findings import Findings, verdict

_LONGEST_NAME = 60
# Second levels under which a country's names are given out (www.example.co.kr belongs to example).
_SECOND_LEVELS = frozenset(("co", "or", "ne", "pe", "go", "re", "ac", "kg", "com", "net", "org"))


def site_name(host: str, taken: Collection[str] = ()) -> str:
    """A short name for a newspaper's host, of ``a-z``, ``0-9`` and ``-``, that is none of ``taken``."""
    labels = re.sub(r"[^a-z0-9.-]", "", host.lower().removeprefix("www.").partition(":")[0]).strip(".-").split(".")
    whole = "-".join(filter(None, labels))[:_LONGEST_NAME] or "newspaper"
    if len(labels) > 2 and labels[-2] in _SECOND_LEVELS and not labels[-1].isdigit():
        labels.pop()
    if len(labels) > 1 and not labels[-1].isdigit():
        labels.pop()
    short = "-".join(filter(None, labels))[:_LONGEST_NAME] or whole
    names = [short, whole, *(f"{whole}-{number}" for number in range(2, 1000))]
    return next(name for name in names if name not in taken)


def toml_entry(findings: Findings, taken: Collection[str] = ()) -> str | None:
    """The entry to paste into newspapers.toml; None for what cannot be crawled."""
    if findings.home is None or verdict(findings) in ("unreachable", "not_mediaon"):
        return None
    host = SiteUrls(findings.home).name
    warning = ["# scrapy probe가 기사를 온전히 읽지 못한 신문입니다."] if verdict(findings) == "incomplete" else []
    lines = [
        *warning,
        f"[{site_name(host, taken)}]",
        f"title = {_toml_string(clean(findings.title or host) or host)}",
        f"home = {_toml_string(findings.home)}",
    ]
    settings = []
    if findings.robots.crawl_delay and findings.robots.crawl_delay > findings.delay:
        settings.append(f"DOWNLOAD_DELAY = {min(float(findings.robots.crawl_delay), PoliteRobots.LONGEST)}")
    if findings.unverified:
        settings.append("DOWNLOAD_VERIFY_CERTIFICATES = false")
    if settings:
        lines.append(f"settings = {{ {', '.join(settings)} }}")
    return "\n".join(lines) + "\n"


def _toml_string(text: str) -> str:
    """A basic string of TOML, whose escapes are JSON's; what a screen would not show is escaped too."""
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(char if char.isprintable() else f"\\U{ord(char):08X}" for char in quoted)
