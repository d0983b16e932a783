"""Opens the archives of newspapers, whichever store they are in."""

from __future__ import annotations

from collections.abc import Iterable

from scrapy.settings import BaseSettings

from newscrawler.store.archive import Archive, ArchiveError, NoArchiveError
from newscrawler.store.places import SITE, archive_path, find_archives
from newscrawler.store.sqlite import SqliteArchive


def open_archive(settings: BaseSettings, site: str) -> Archive:
    """Opens the archive for the run that writes: creates a missing one, and migrates one of an older version.

    Raises ArchiveError if it cannot be used or belongs to another newspaper, or if ARCHIVE_URL is of an unknown kind.
    """
    return SqliteArchive(archive_path(settings, site), site)


def read_archive(settings: BaseSettings, site: str) -> Archive:
    """Opens the archive for reading: nothing in it is changed, and a run may write at the same time.

    Raises NoArchiveError if there is none, and ArchiveError as open_archive() does.
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
    """Raises ArchiveError if ARCHIVE_URL gives several newspapers one archive, because it lacks ``{site}``."""
    several = sorted(set(sites))
    if len(several) > 1 and len({archive_path(settings, site) for site in several}) == 1:
        raise ArchiveError(f"ARCHIVE_URL names one archive for {len(several)} newspapers: put {SITE} into its path")
