"""Spider arguments (``scrapy crawl … -a name=value``), parsed once before the first request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from newscrawler.korean.dates import now_kst, parse_day_argument
from newscrawler.suggestions import suggestion
from newscrawler.translation import N_


class ArgumentError(ValueError):
    """A spider argument is invalid; the message is one sentence for the user."""


@dataclass(frozen=True, slots=True)
class Arguments:
    """The limits of a run; an absent limit is None or empty.

    ``since`` and ``until`` are days in Korean time, both inclusive; ``max_pages`` counts list pages
    per section; ``sections`` holds names or numbers.
    """

    sections: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    max_articles: int | None = None
    max_pages: int | None = None
    refresh: bool = False

    NAMES = ("sections", "since", "until", "max_articles", "max_pages", "refresh")

    @classmethod
    def read(cls, given: Mapping[str, str], known_sections: Mapping[str, int | str] | None = None) -> Arguments:
        """Parses the arguments in ``given``; raises ArgumentError for an invalid value.

        ``known_sections`` maps the newspaper's section names to numbers, if they are known before its front page
        is read.
        """
        sections = tuple(part.strip() for part in given.get("sections", "").split(",") if part.strip())
        if "sections" in given and not sections:
            raise ArgumentError(N_("sections must not be empty: give names or numbers, for example sections=행정,31"))
        if known_sections:
            for section in sections:
                if section not in known_sections and section not in map(str, known_sections.values()):
                    raise ArgumentError(unknown_section(section, known_sections))
        since, until = _day(given, "since"), _day(given, "until")
        if since and until and since > until:
            raise ArgumentError(N_(f"since={since} must not be later than until={until}"))
        limits = count(given, "max_articles"), count(given, "max_pages")
        return cls(sections, since, until, *limits, refresh=switch(given, "refresh"))

    @property
    def first_day(self) -> str | None:
        """``since`` as ``YYYY-MM-DD``; None for all days."""
        return self.since.isoformat() if self.since else None

    def as_json(self) -> dict[str, object]:
        """The limits that were given, for run.json."""
        values = {name: getattr(self, name) for name in self.NAMES}
        values["sections"] = list(self.sections)
        return {k: v.isoformat() if isinstance(v, date) else v for k, v in values.items() if v}


def reject_unknown(given: Mapping[str, str], allowed: tuple[str, ...]) -> None:
    """Raises ArgumentError for an unknown argument; names that begin with ``_`` are reserved for Scrapyd."""
    for name in given:
        if name not in allowed and not name.startswith("_"):
            meant = suggestion(name, allowed)
            raise ArgumentError(N_(f"unknown argument {name!r}{meant}; the arguments are {', '.join(allowed)}"))


def unknown_section(section: str, known: Mapping[str, int | str] | Mapping[str, str]) -> str:
    """The error message for a section that the newspaper does not have."""
    if not known:
        return N_(f"unknown section {section!r}; the newspaper has no section")
    names, meant = ", ".join(known), suggestion(section, known)
    return N_(f"unknown section {section!r}{meant}; the newspaper's sections: {names}")


def count(given: Mapping[str, str], name: str, default: int | None = None) -> int | None:
    """Parses a whole number of at least 1; returns ``default`` if the argument is absent, else raises ArgumentError."""
    if name not in given:
        return default
    value = str(given[name]).strip()
    if not (value.isascii() and value.isdigit() and 1 <= len(value) <= 9 and int(value) > 0):
        raise ArgumentError(N_(f"{name} must be a whole number of at least 1, not {str(given[name])!r}"))
    return int(value)


def switch(given: Mapping[str, str], name: str) -> bool:
    """Parses an argument that is on or off; it is off if absent. Raises ArgumentError for anything else."""
    value = str(given.get(name, "0")).lower()
    if value not in ("0", "1", "true", "false", "yes", "no"):
        raise ArgumentError(N_(f"{name} must be 1 or 0, not {str(given[name])!r}"))
    return value in ("1", "true", "yes")


def _day(given: Mapping[str, str], name: str) -> date | None:
    if name not in given:
        return None
    try:
        return parse_day_argument(given[name], now_kst().date())
    except ValueError as error:
        raise ArgumentError(f"{name}: {error}") from None
