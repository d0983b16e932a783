"""`scrapy prune`: removes old run folders and batches; the archives keep all records."""

from __future__ import annotations

import argparse
import re
import shutil
from datetime import timedelta
from pathlib import Path

import msgspec
from scrapy.commands import ScrapyCommand

from newscrawler.batch.batch import FOLDER
from newscrawler.commands import refuse, storage_errors
from newscrawler.commands.streams import prepare_streams, program, say
from newscrawler.korean.dates import now_kst
from newscrawler.store.feeds import open_feeds, published_sites
from newscrawler.store.places import database_url
from newscrawler.store.published import MANIFEST, RUN_ID
from newscrawler.translation import N_

_DOOMED = ".pruned"
_LEFT_BEHIND = re.compile(rf"\.{RUN_ID.pattern}{_DOOMED}")


class _Run(msgspec.Struct):
    """The fields of a manifest, in any version, that identify a run folder."""

    run_id: str
    site: str


class Command(ScrapyCommand):
    """Removes what is older than ``--keep`` days; never an archive, the newest run or batch, or an unknown file."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "--keep DAYS [options] [site ...]"

    def short_desc(self) -> str:
        return "Remove old run folders and batches; the archives keep all records"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--keep", metavar="DAYS", type=int, help="keep everything that is at most this many days old"
        )
        parser.add_argument("--dry-run", action="store_true", help="only print what would be removed")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        prepare_streams(self.settings)
        if not 1 <= (opts.keep or 0) <= 36_500:
            refuse(
                "prune",
                N_(f"give the number of days to keep, 1 to 36500, for example: {program()} prune --keep 90"),
            )
        data_dir = Path(self.settings["DATA_DIR"])
        folders = {path.name: path for path in sorted(data_dir.glob("*")) if path.is_dir()}
        published: list[str] = []
        with storage_errors(self, "prune"):
            published = published_sites(self.settings) if self.settings.get("RUNS_URL") else []
        if self.exitcode:
            return
        for name in args:
            if (name not in folders and name not in published) or name == FOLDER:
                refuse("prune", N_(f"there is no newspaper {name!r} in {data_dir}"))
        # ids are KST times in a fixed format: they sort as text
        oldest = f"{now_kst() - timedelta(days=opts.keep):%Y%m%dT%H%M%S}"
        for folder in (folders[name] for name in args or folders if name in folders):
            known = batches(folder) if folder.name == FOLDER else runs(folder)
            self._remove(folder, [paths for name, paths in sorted(known.items())[:-1] if name < oldest], opts.dry_run)
        for site in (name for name in args or published if name in published):
            self._remove_objects(site, oldest, opts.dry_run)
        if not args and (url := database_url(self.settings)) is not None:
            self._forget(url, (now_kst() - timedelta(days=opts.keep)).date().isoformat(), opts.dry_run)

    def _remove(self, folder: Path, found: list[list[Path]], dry_run: bool) -> None:
        """Removes what was found in a folder and prints one line about it."""
        with storage_errors(self, "prune"):
            for path in (path for paths in found for path in paths):
                if dry_run:
                    say(str(path))
                else:
                    _remove(path)
            if not dry_run:
                _clear(folder)
        if not found:
            return
        _tell(folder.name, len(found), N_("batches") if folder.name == FOLDER else N_("run folders"), dry_run)

    def _remove_objects(self, site: str, oldest: str, dry_run: bool) -> None:
        """Removes old runs of a newspaper from the bucket, but for the newest, and prints one line about it."""
        assert self.settings is not None
        with storage_errors(self, "prune"):
            from newscrawler.store.bucket import BucketFeeds  # noqa: PLC0415 - only buckets have its package

            feeds = open_feeds(self.settings, site)
            assert isinstance(feeds, BucketFeeds)
            old = [run_id for run_id in feeds.run_ids()[:-1] if run_id < oldest]
            for run_id in old:
                if dry_run:
                    say(feeds.place(run_id))
                else:
                    feeds.remove(run_id)
            if old:
                _tell(site, len(old), N_("run folders"), dry_run)

    def _forget(self, url: str, before: str, dry_run: bool) -> None:
        """Removes old batches of a cluster from its database and prints one line about it."""
        from newscrawler.cluster.reports import forget_old  # noqa: PLC0415 - only clusters have its packages

        with storage_errors(self, "prune"):
            old = forget_old(url, before, dry_run)
            for batch in old if dry_run else ():
                say(N_(f"batch {batch} in the database"))
            if old:
                _tell(N_("the database"), len(old), N_("batches"), dry_run)


def _tell(place: str, number: int, kind: str, dry_run: bool) -> None:
    """Prints how many of a kind were removed at a place, or would be."""
    say(N_(f"{place}: {number} {kind} would be removed") if dry_run else N_(f"{place}: {number} {kind} removed"))


def runs(folder: Path) -> dict[str, list[Path]]:
    """The published run folders of a newspaper by id, recognized by their run.json."""
    return {path.name: [path] for path in _of_id(folder) if _is_run(path)}


def batches(folder: Path) -> dict[str, list[Path]]:
    """The files and the log folders of the batches, by id."""
    found: dict[str, list[Path]] = {}
    for path in _of_id(folder):
        is_logs = (
            path.is_dir()
            and path.name == path.stem
            and all(log.suffix == ".log" and log.is_file() for log in path.iterdir())
        )
        if is_logs or (path.suffix == ".json" and path.is_file()):
            found.setdefault(path.stem, []).append(path)
    return found


def _of_id(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*") if RUN_ID.fullmatch(path.stem) and not path.is_symlink())


def _is_run(path: Path) -> bool:
    try:
        told = msgspec.json.decode((path / MANIFEST).read_bytes(), type=_Run)
    except (OSError, msgspec.MsgspecError):
        return False
    return (told.run_id, told.site) == (path.name, path.parent.name)


def _remove(path: Path) -> None:
    """Removes a file or folder; readers never see a half-removed folder, even if the process is killed."""
    if path.is_dir():
        path = path.rename(path.with_name(f".{path.name}{_DOOMED}"))
        shutil.rmtree(path)
    else:
        path.unlink()


def _clear(folder: Path) -> None:
    """Finishes removals that a killed process left unfinished."""
    for path in folder.glob(f".*{_DOOMED}"):
        if _LEFT_BEHIND.fullmatch(path.name):
            shutil.rmtree(path)
