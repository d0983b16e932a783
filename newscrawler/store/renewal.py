"""A new archive in place of a lost one, in either store: whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from scrapy.settings import BaseSettings

from newscrawler.store.archive import Archive, ArchiveError, ArchiveExistsError
from newscrawler.store.archives import archive_file, lock_run, open_archive
from newscrawler.store.files import replace_durably
from newscrawler.store.sqlite import SqliteArchive
from newscrawler.translation import N_

_LOGS = ("-wal", "-shm", "-journal")


@contextmanager
def new_archive(
    settings: BaseSettings, site: str, server: str, holder: str, backup: Path | None = None
) -> Iterator[Archive]:
    """An archive to be filled, from ``backup`` if one is given; it appears at the end of the block or not at all.

    It is a file until then, also where archives are in a database. The newspaper and its ``server`` are locked
    meanwhile, as by a crawl; ``holder`` says by what since when. Raises LockedError if a run is at work,
    ArchiveExistsError if the newspaper has an archive, ArchiveError for a backup that is damaged or another
    newspaper's, and what the block raises.
    """
    path = archive_file(settings, site)
    if path is not None and path.exists():
        raise ArchiveExistsError(N_(f"{site!r} has an archive, {path}: move it away first"))
    place = path or Path(settings["DATA_DIR"]) / site / "archive.sqlite"
    temporary = place.with_name(f".{place.name}.new")
    with ExitStack() as stack:
        target = None
        if path is None:
            target = stack.enter_context(closing(open_archive(settings, site, server, holder)))
            if target.run_number(None) is not None:
                raise ArchiveExistsError(N_(f"the database has an archive of {site!r}: nothing was written"))
        else:
            stack.callback(lock_run(settings, site, holder).release)
        stack.callback(_remove, temporary)
        place.parent.mkdir(parents=True, exist_ok=True)
        _remove(temporary)
        if backup is not None:
            with closing(SqliteArchive(backup, site, read_only=True)) as source:
                if damages := source.integrity():
                    raise ArchiveError(N_(f"the backup {backup} is damaged: {damages[0]}"))
                source.backup(temporary)
        with closing(SqliteArchive(temporary, site)) as archive:
            yield archive
        if path is None:
            from newscrawler.store.transfer import copy  # noqa: PLC0415 - its packages are an extra

            with closing(SqliteArchive(temporary, site)) as source:
                copy(source, target)  # type: ignore[arg-type]  # it is the one in the database
        else:
            for log in _LOGS:  # of a lost file: SQLite would play them into this one
                path.with_name(f"{path.name}{log}").unlink(missing_ok=True)
            replace_durably(temporary, path)


def _remove(path: Path) -> None:
    for log in ("", *_LOGS):
        path.with_name(f"{path.name}{log}").unlink(missing_ok=True)
