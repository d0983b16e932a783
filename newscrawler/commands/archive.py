"""`scrapy archive`: checks what is kept of newspapers, backs archives up, and makes lost ones again."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import msgspec
from scrapy.commands import ScrapyCommand

from newscrawler.commands import one_site, refuse, storage_errors
from newscrawler.commands.streams import complain, prepare_streams, program, say
from newscrawler.korean.dates import iso, now_kst
from newscrawler.korean.text import clean
from newscrawler.newspapers import SitesError, server_of
from newscrawler.run.exits import LOCKED, NOT_STORED
from newscrawler.run.folders import damages, replay
from newscrawler.run.recording import warc_folder
from newscrawler.run.soundness import Badness, Finding, folders, inspect
from newscrawler.spiders.past import UnknownNewspaperError, site_settings, spider_of
from newscrawler.store.archive import ArchiveError, ArchiveExistsError, NoArchiveError
from newscrawler.store.archives import archived_sites, read_archive
from newscrawler.store.feeds import open_feeds, published_sites
from newscrawler.store.lock import LockedError
from newscrawler.store.published import PublishedRuns
from newscrawler.store.renewal import new_archive
from newscrawler.translation import N_

_USE = N_("use: scrapy archive check [site ...] | rebuild SITE | backup SITE -o FILE | restore SITE FILE")


class Command(ScrapyCommand):
    """Works on the archives of newspapers; only ``rebuild`` and ``restore`` write one, and never over another."""

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "check [site ...] | rebuild SITE | backup SITE -o FILE | restore SITE FILE"

    def short_desc(self) -> str:
        return "Check, back up, restore archives, or rebuild one from its run folders"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("-o", "--output", metavar="FILE", help="backup: the file to write")
        parser.add_argument(
            "--skip-damaged",
            action="store_true",
            help="rebuild, restore: leave out the runs whose folders are damaged instead of stopping",
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        prepare_streams(self.settings)
        action, *rest = args or [""]
        actions: dict[str, Callable[[list[str], argparse.Namespace], None]] = {
            "check": self._check,
            "rebuild": self._rebuild,
            "backup": self._backup,
            "restore": self._restore,
        }
        if action not in actions:
            refuse("archive", _USE)
        with storage_errors(self, f"archive {action}"):
            actions[action](rest, opts)

    # ---- check -------------------------------------------------------------------------------
    def _check(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        known = sorted({*archived_sites(self.settings), *published_sites(self.settings)})
        for site in args:
            if site not in known:
                refuse("archive check", N_(f"there is neither an archive nor a published run of {site!r}"))
        found = {site: sorted(self._findings(site)) for site in args or known}
        if not found:
            refuse("archive check", N_(f"no archives found in {self.settings['DATA_DIR']}: crawl a newspaper first"))
        for site in sorted(found, key=lambda site: (found[site][:1] or [Finding(Badness.NOTE, "~")], site)):
            if not any(finding.badness < Badness.NOTE for finding in found[site]):
                say(f"{site}: " + N_("sound"))
            else:
                self.exitcode = NOT_STORED
            for finding in found[site]:
                mark = "" if finding.badness == Badness.NOTE else "! "
                say(f"{mark}{site}: {clean(finding.sentence)}")

    def _findings(self, site: str) -> list[Finding]:
        assert self.settings is not None
        feeds, warcs = open_feeds(self.settings, site), warc_folder(site_settings(self.settings, site), site)
        try:
            with closing(read_archive(self.settings, site)) as archive:
                return list(inspect(archive, feeds, warcs))
        except NoArchiveError:
            lost = N_(f"there is no archive, but {len(feeds.run_ids())} published runs: scrapy archive rebuild {site}")
            return [Finding(Badness.STORE, lost), *folders(feeds, site, warcs)]
        except ArchiveError as error:
            return [Finding(Badness.STORE, str(error)), *folders(feeds, site, warcs)]

    # ---- backup ------------------------------------------------------------------------------
    def _backup(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        site = one_site("archive backup", args)
        if not opts.output:
            refuse("archive backup", N_(f"name the file to write: scrapy archive backup {site} -o {site}.sqlite"))
        with closing(read_archive(self.settings, site)) as archive:
            archive.backup(Path(opts.output))
        say(opts.output)

    # ---- rebuild and restore -----------------------------------------------------------------
    def _rebuild(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        site = one_site("archive rebuild", args)
        if not open_feeds(self.settings, site).run_ids():
            refuse("archive rebuild", N_(f"{site!r} has no published runs in {self.settings['DATA_DIR']}"))
        self._make(site, None, skip=opts.skip_damaged)

    def _restore(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 2:
            refuse(
                "archive restore", N_("give a newspaper and a backup of its archive: scrapy archive restore SITE FILE")
            )
        site, backup = args[0], Path(args[1])
        if not backup.is_file():
            refuse("archive restore", N_(f"there is no file {backup}"))
        self._make(site, backup, skip=opts.skip_damaged)

    def _make(self, site: str, backup: Path | None, *, skip: bool) -> None:
        """Makes an archive of a backup, if there is one, and the published runs that are not in it."""
        assert self.settings is not None
        name = "restore" if backup is not None else "rebuild"
        feeds = open_feeds(self.settings, site)
        holder = f"scrapy archive {name}, since {iso(now_kst())}"
        try:
            with new_archive(self.settings, site, server_of(self.settings, site), holder, backup) as archive:
                missing = [run_id for run_id in feeds.run_ids() if archive.run_number(run_id) is None]
                if (sound := self._sound(site, feeds, missing, skip=skip)) is None:
                    raise ArchiveError(N_("nothing was written; --skip-damaged leaves these runs out"))
                if sound:
                    replay(archive, feeds, sound, self._article_at(feeds, sound))
        except (ArchiveExistsError, SitesError) as error:
            refuse(f"archive {name}", str(error))
        except LockedError as error:
            complain(f"{program()} archive {name}: {error}")
            self.exitcode = LOCKED
            return
        except msgspec.MsgspecError as error:
            raise ArchiveError(N_(f"a published record is damaged: {error}")) from error
        say(f"{site}: " + N_(f"{len(sound)} runs read from their folders"))
        if left_out := len(missing) - len(sound) + len(feeds.incomplete()):
            complain(N_(f"! {site}: {left_out} damaged runs were left out"))

    def _sound(self, site: str, feeds: PublishedRuns, run_ids: list[str], *, skip: bool) -> list[str] | None:
        """The runs whose folders are as their manifests say; names the others. None if they must not be left out."""
        found = {run_id: damages(feeds, site, run_id) for run_id in run_ids}
        sentences = [sentence for several in found.values() for sentence in several]
        sentences += [f"{run_id}: " + N_("the folder has no run.json") for run_id in feeds.incomplete()]
        for sentence in sentences:
            complain(f"! {site}: {clean(sentence)}")
        if sentences and not skip:
            return None
        return [run_id for run_id, several in found.items() if not several]

    def _article_at(self, feeds: PublishedRuns, run_ids: list[str]) -> Callable[[str], tuple[str, str] | None]:
        """Tells which article is at an address; none if the newspaper is not in the table any more."""
        assert self.settings is not None
        try:
            return spider_of(feeds.manifest(run_ids[-1]), self.settings)._article_at
        except UnknownNewspaperError as error:
            complain(N_(f"! {error}; articles that were not read will not be asked for first"))
            return lambda url: None
