"""Opens the archives of newspapers, whichever store they are in."""

from __future__ import annotations

from collections.abc import Iterable

from scrapy.settings import BaseSettings

from newscrawler.store.archive import Archive, ArchiveError, NoArchiveError
from newscrawler.store.places import SITE, archive_path, find_archives
from newscrawler.store.sqlite import SqliteArchive


def open_archive(settings: BaseSettings, site: str) -> Archive:
    """The archive for the run that writes: made where there is none, of an older version brought up to date.

    Raises ArchiveError where it cannot be used, belongs to another newspaper, or ARCHIVE_URL is of an unknown kind.
    """
    return SqliteArchive(archive_path(settings, site), site)


def read_archive(settings: BaseSettings, site: str) -> Archive:
    """The archive for reading: nothing in it is changed, and a run may write meanwhile.

    Raises NoArchiveError where there is none, else ArchiveError as open_archive().
    """
    path = archive_path(settings, site)
    if not path.is_file():
        raise NoArchiveError(f"there is no archive of {site!r} at {path}")
    return SqliteArchive(path, site, read_only=True)


def archived_sites(settings: BaseSettings) -> list[str]:
    """The short names of the newspapers that have an archive, sorted.

    Raises ArchiveError for an ARCHIVE_URL of an unknown kind.
    """
    return sorted(find_archives(settings))


def require_own_archives(settings: BaseSettings, sites: Iterable[str]) -> None:
    """Raises ArchiveError where ARCHIVE_URL gives several newspapers one archive: it lacks ``{site}``."""
    several = sorted(set(sites))
    if len(several) > 1 and len({archive_path(settings, site) for site in several}) == 1:
        raise ArchiveError(f"ARCHIVE_URL names one archive for {len(several)} newspapers: put {SITE} into its path")
