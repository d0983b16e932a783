"""Opens the archives of newspapers, whichever store they are in."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.settings import BaseSettings

from newscrawler.store.archive import Archive, ArchiveError, NoArchiveError
from newscrawler.store.lock import RunLock
from newscrawler.store.places import SITE, archive_path, database_url, find_archives
from newscrawler.store.sqlite import SqliteArchive
from newscrawler.translation import N_

if TYPE_CHECKING:
    from types import ModuleType


def open_archive(settings: BaseSettings, site: str, server: str = "", holder: str = "") -> Archive:
    """Opens and locks the archive for the run that writes; creates a missing one, migrates a file of an older version.

    In files, one run of the newspaper is at work at a time. In PostgreSQL also one of ``server``, the host and port
    that requests go to (``Site.server``), on whichever machine. ``holder`` says which process has the lock since when.
    Raises LockedError; ArchiveError if the archive cannot be used or belongs to another newspaper, or if ARCHIVE_URL is
    of an unknown kind; OSError from the data folder.
    """
    lock = lock_run(settings, site, holder)
    try:
        if (url := database_url(settings)) is not None:
            archive: Archive = _postgres().PostgresArchive(url, site, server=server or site, holder=holder, lock=lock)
            return archive
        return SqliteArchive(archive_path(settings, site), site, lock=lock)
    except BaseException:
        lock.release()
        raise


def read_archive(settings: BaseSettings, site: str) -> Archive:
    """Opens the archive for reading: nothing in it is changed, and a run may write at the same time.

    Raises NoArchiveError if there is none, and ArchiveError as open_archive() does.
    """
    if (url := database_url(settings)) is not None:
        archive: Archive = _postgres().PostgresArchive(url, site)
        return archive
    path = archive_path(settings, site)
    if not path.is_file():
        raise NoArchiveError(N_(f"there is no archive of {site!r} at {path}"))
    return SqliteArchive(path, site, read_only=True)


def archived_sites(settings: BaseSettings) -> list[str]:
    """The short names of the newspapers that have an archive, sorted.

    Raises ArchiveError for an ARCHIVE_URL of an unknown kind, and for a database that cannot be used.
    """
    if (url := database_url(settings)) is not None:
        sites: list[str] = _postgres().archived_sites(url)
        return sites
    return sorted(find_archives(settings))


def archive_file(settings: BaseSettings, site: str) -> Path | None:
    """The file of a newspaper's archive, None if archives are in a database; raises as archive_path() does."""
    return archive_path(settings, site) if database_url(settings) is None else None


def require_own_archives(settings: BaseSettings, sites: Iterable[str]) -> None:
    """Raises ArchiveError if ARCHIVE_URL gives several newspapers one archive, because it lacks ``{site}``."""
    several = sorted(set(sites)) if database_url(settings) is None else []
    if len(several) > 1 and len({archive_path(settings, site) for site in several}) == 1:
        raise ArchiveError(N_(f"ARCHIVE_URL names one archive for {len(several)} newspapers: put {SITE} into its path"))


def lock_run(settings: BaseSettings, site: str, holder: str) -> RunLock:
    """Locks a newspaper for one run on this machine: in its data folder, and next to its file if that is elsewhere.

    ``holder`` says which process has held it since when. Raises LockedError, ArchiveError for an ARCHIVE_URL of an
    unknown kind, and OSError.
    """
    elsewhere = _elsewhere(settings, site)
    return RunLock([Path(settings["DATA_DIR"]) / site / ".lock", *elsewhere], holder)


def lock_file(settings: BaseSettings, site: str, holder: str) -> RunLock | None:
    """Locks the file of an archive alone, for who has locked the data folder; None if the file is in it."""
    elsewhere = _elsewhere(settings, site)
    return RunLock(elsewhere, holder) if elsewhere else None


def _elsewhere(settings: BaseSettings, site: str) -> list[Path]:
    """The lock next to the file of an archive, if that is not in the data folder."""
    folder, archive = Path(settings["DATA_DIR"]) / site, archive_file(settings, site)
    if archive is None or archive.parent.resolve() == folder.resolve():
        return []
    return [archive.with_name(f".{archive.name}.lock")]


def _postgres() -> ModuleType:
    """The store in PostgreSQL, whose packages only those need who keep their archives there."""
    try:
        from newscrawler.store import postgres  # noqa: PLC0415 - see above
    except ImportError as error:  # also psycopg without the C library it needs
        raise ArchiveError(
            N_("an ARCHIVE_URL of PostgreSQL needs packages of the extra cluster: pip install 'psycopg[binary]'")
        ) from error
    return postgres
