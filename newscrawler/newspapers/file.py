"""Reads newspapers.toml, the user's own part of the table of newspapers; the keys are the fields of Site.

    [narunews]
    title = "나루신문"
    home = "https://www.narunews.example/"

An entry with the name of an existing newspaper overrides the keys it contains and leaves the others unchanged.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
from scrapy.settings import BaseSettings

from newscrawler.newspapers.address import RESERVED, parse_address
from newscrawler.newspapers.table import Site, SitesError
from newscrawler.rules import KNOWN, loses_pages, not_for_one, wrong_type, wrong_value
from newscrawler.suggestions import suggestion
from newscrawler.translation import N_

_KEYS = tuple(field.name for field in fields(Site) if field.name != "name")
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_last: tuple[object, dict[str, Site]] = (None, {})  # what was read, and from what


def read(path: Path, known: Mapping[str, Site], settings: BaseSettings) -> dict[str, Site]:
    """Returns the newspapers in the file by name; ``known`` are those it may override. Raises SitesError.

    The last file that was read is remembered with its text: a command reads the table several times, and each fork of
    a batch again, at 0.1 s for a thousand newspapers.
    """
    global _last
    try:
        text = path.read_bytes().decode("utf-8-sig")
        own = {name: type(settings[name]) for name in settings if name not in KNOWN}
        read_from = (path, text, dict(known), own)  # all that decides how the text is understood
        if read_from == _last[0]:
            return dict(_last[1])
        tables = tomllib.loads(text)
    except FileNotFoundError:
        raise SitesError(N_(f"the file {path} does not exist; check the setting NEWSPAPERS")) from None
    except OSError as error:
        raise SitesError(N_(f"{path} cannot be read: {error.strerror}")) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise SitesError(N_(f"{path}:{line}: not valid UTF-8; save the file as UTF-8")) from None
    except tomllib.TOMLDecodeError as error:
        line = _line_of_syntax_error(str(error), text)
        raise SitesError(N_(f"{path}:{line}: not valid TOML: {error}")) from None
    file = _File(path, text)
    sites = {name: _site(file, name, table, known.get(name), settings) for name, table in tables.items()}
    _check_homes(file, sites, known)
    _last = read_from, sites
    return dict(sites)


class _File:
    """The text of the file, used to locate errors."""

    def __init__(self, path: Path, text: str) -> None:
        self.path, self.lines = path, text.splitlines()

    def error(self, sentence: str, name: str, *keys: str) -> SitesError:
        """Returns the error for an entry or for a key in it, with the line number."""
        subject = f"[{name}] {'.'.join(keys)}".strip()
        return SitesError(f"{self.path}:{self._line(name, *keys)}: {subject}: {sentence}")

    def _line(self, name: str, *keys: str) -> int:
        """Finds the line of a key, which tomllib does not report: its first mention after that of its parent."""
        found = 0
        mentions = [rf"\s*\[?\s*[\"']?{re.escape(name)}[\"']?\s*[\].=]"]
        mentions += [rf"(?!\s*#)(.*[\s\[{{,.])?[\"']?{re.escape(key)}[\"']?\s*[\].=]" for key in keys]
        for mention in mentions:
            found = next((at for at in range(found, len(self.lines)) if re.match(mention, self.lines[at])), found)
        return found + 1


def _site(file: _File, name: str, table: Any, known: Site | None, settings: BaseSettings) -> Site:
    """Validates one entry and returns its newspaper."""
    if not isinstance(table, dict):
        raise file.error(N_(f"this key is outside any newspaper; put it below a line such as [{_example(name)}]"), name)
    if not _NAME.fullmatch(name):
        raise file.error(N_("a newspaper's name is also its folder name: use only a-z, 0-9, _ and -"), name)
    if name in RESERVED:
        raise file.error(N_("this name is reserved; choose another one"), name)
    for key in table.keys() - _KEYS:
        raise file.error(N_(f"unknown key{suggestion(key, _KEYS)}; the keys are {', '.join(_KEYS)}"), name, key)
    if table.get("family") == "demo":  # how the bundled newspaper used to be named
        table = {**{key: value for key, value in table.items() if key != "family"}, "demo": True}
    table = {**(asdict(known) if known else {}), **_defaults(name, table), **table, "name": name}
    for key in ("title", "home"):
        if not table.get(key):
            raise file.error(N_(f"the key {key} is missing"), name)
    _check_settings(file, name, table.get("settings"), settings)
    families = ("mediaon", "ndsoft", *settings.getdict("CMS_FAMILIES"))
    if (family := table.get("family")) is not None and family not in families:
        raise file.error(N_(f"must be one of {', '.join(families)}, not {family!r}"), name, "family")
    if isinstance(arguments := table.get("arguments"), dict):
        table["arguments"] = {key: _as_text(value) for key, value in arguments.items()}
    try:
        site = msgspec.convert(table, Site)
    except msgspec.ValidationError as error:
        sentence, _, place = str(error).partition(" - at ")
        keys = re.findall(r"\w+", place)
        raise file.error(sentence[0].lower() + sentence[1:].replace("`", ""), name, *keys[:1]) from None
    try:
        parse_address(site.home)
    except ValueError as error:
        raise file.error(N_(f"this is {error}"), name, "home") from None
    return site


def _check_homes(file: _File, sites: Mapping[str, Site], known: Mapping[str, Site]) -> None:
    """Rejects two entries with the same front page: a batch would crawl that newspaper twice."""
    homes: dict[str, str] = {}
    for site in {**known, **sites}.values():
        if site.enabled and not site.demo:
            address = parse_address(site.home)
            home = site.server + address.home.removeprefix(address.origin)
            if home in homes:
                other, mine = sorted((homes[home], site.name), key=lambda name: name in sites)
                raise file.error(
                    N_(f"this is the same newspaper as [{other}]; remove one or set enabled = false"), mine, "home"
                )
            homes[home] = site.name


def _defaults(name: str, table: dict[str, Any]) -> dict[str, Any]:
    """Default values of the keys that an entry for the bundled newspaper may omit."""
    return {"title": name, "home": "http://demo.test/"} if table.get("demo") else {}


def _as_text(value: Any) -> Any:
    """Converts a TOML number, date or boolean to the text that the command line would pass as a spider argument."""
    return str(value) if isinstance(value, int | date) else value


def _check_settings(file: _File, name: str, given: Any, settings: BaseSettings) -> None:
    """Rejects unknown settings, those that must be the same for all newspapers, and values that make no sense.

    Scrapy would silently ignore a misspelt DOWNLOAD_DELAY.
    """
    for key, value in given.items() if isinstance(given, dict) else ():
        if key not in settings:
            raise file.error(N_(f"unknown setting{suggestion(key, settings)}"), name, "settings", key)
        wrong = not_for_one(key) or wrong_type(key, value, settings[key])
        if wrong := wrong or wrong_value(key, value) or loses_pages(key, value):
            raise file.error(wrong, name, "settings", key)


def _example(name: str) -> str:
    return name if _NAME.fullmatch(name) and name not in _KEYS else "narunews"


def _line_of_syntax_error(message: str, text: str) -> int:
    """The line number in a message of tomllib: "... (at line 3, column 5)" or "(at end of document)"."""
    found = re.search(r"at line (\d+)", message)
    return int(found[1]) if found else text.count("\n") + 1
