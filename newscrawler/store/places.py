"""Where the archives of the newspapers are: the setting ARCHIVE_URL, or DATA_DIR."""

from __future__ import annotations

import glob
import re
from pathlib import Path

from scrapy.settings import BaseSettings

from newscrawler.newspapers.address import quotable
from newscrawler.store.archive import ArchiveError, NoArchiveError
from newscrawler.store.sqlite import read_owner
from newscrawler.translation import N_

SITE = "{site}"
"""The placeholder for the short name of a newspaper in ARCHIVE_URL."""
_SCHEME = "sqlite:///"
_DATABASES = ("postgresql://", "postgres://")  # as libpq takes them


def database_url(settings: BaseSettings) -> str | None:
    """The address of the database that holds all archives; None if they are in files."""
    url = settings.get("ARCHIVE_URL")
    return url if url and url.startswith(_DATABASES) else None


def archive_path(settings: BaseSettings, site: str) -> Path:
    """The path of a newspaper's archive: ARCHIVE_URL with ``{site}`` filled in, else in its data folder.

    Raises ArchiveError for an address of another form than ``sqlite:///path``, NoArchiveError for a name that
    leads elsewhere (``../x``).
    """
    template = _template(settings)
    if not site or site.startswith(".") or "/" in site or "\0" in site:
        raise NoArchiveError(N_(f"there is no archive of {quotable(site)!r}: a newspaper cannot have this name"))
    return Path(template.replace(SITE, site))


def find_archives(settings: BaseSettings) -> set[str]:
    """The short names of the newspapers with an archive; raises ArchiveError as archive_path() does."""
    template = _template(settings)
    if SITE not in template:
        owner = read_owner(Path(template)) if Path(template).is_file() else None
        return {owner} if owner else set()
    before, *after = template.split(SITE)
    name = re.compile(re.escape(before) + "([^/]+)" + r"\1".join(map(re.escape, after)))
    places = glob.iglob("*".join(map(glob.escape, (before, *after))))  # noqa: PTH207 - Path.glob takes no absolute pattern
    return {found[1] for place in places if (found := name.fullmatch(place)) and Path(place).is_file()}


def _template(settings: BaseSettings) -> str:
    """The path of all archives, with SITE in place of a newspaper's name."""
    url = settings.get("ARCHIVE_URL")
    if not url:
        return str(Path(settings["DATA_DIR"]) / SITE / "archive.sqlite")
    if not url.startswith(_SCHEME):  # it may hold a password, and is not repeated
        raise ArchiveError(
            N_(f"ARCHIVE_URL is neither of the form {_SCHEME}path/{SITE}.sqlite nor {_DATABASES[0]}user@host/database")
        )
    return str(Path(url.removeprefix(_SCHEME)))
