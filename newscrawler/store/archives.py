"""Opens the archives of newspapers, whichever store they are in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from scrapy.settings import BaseSettings

from newscrawler.store.archive import Archive, ArchiveError, ArchiveExistsError, NoArchiveError
from newscrawler.store.files import replace_durably
from newscrawler.store.lock import lock_run
from newscrawler.store.places import SITE, archive_path, find_archives
from newscrawler.store.sqlite import SqliteArchive
from newscrawler.translation import N_


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


@contextmanager
def new_archive(settings: BaseSettings, site: str, holder: str, backup: Path | None = None) -> Iterator[Archive]:
    """An archive to be filled, from ``backup`` if one is given; it appears at the end of the block or not at all.

    The newspaper is locked meanwhile; ``holder`` says by what since when. Raises LockedError if a run is at work,
    ArchiveExistsError if the newspaper has an archive, ArchiveError for a backup that is damaged or another
    newspaper's, and what the block raises.
    """
    path = archive_path(settings, site)
    if path.exists():
        raise ArchiveExistsError(N_(f"{site!r} has an archive, {path}: move it away first"))
    temporary = path.with_name(f".{path.name}.new")
    lock = lock_run(settings, site, holder)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.unlink(missing_ok=True)
        if backup is not None:
            with closing(SqliteArchive(backup, site, read_only=True)) as source:
                if damages := source.integrity():
                    raise ArchiveError(N_(f"the backup {backup} is damaged: {damages[0]}"))
                source.backup(temporary)
        with closing(SqliteArchive(temporary, site)) as archive:
            yield archive
        for log in ("-wal", "-shm", "-journal"):  # of a lost file: SQLite would play them into this one
            path.with_name(f"{path.name}{log}").unlink(missing_ok=True)
        replace_durably(temporary, path)
    finally:
        for suffix in ("", "-wal", "-shm"):
            temporary.with_name(f"{temporary.name}{suffix}").unlink(missing_ok=True)
        lock.release()


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
