"""The end of a command that crawled: its run's exit status, a summary, and one sentence for each problem."""

from __future__ import annotations

from datetime import datetime

from scrapy.commands import BaseRunSpiderCommand
from scrapy.crawler import Crawler
from scrapy.extensions.feedexport import FeedExporter

from newscrawler.commands.streams import complain, printing
from newscrawler.korean.text import clean
from newscrawler.run.exits import INCOMPLETE, INTERRUPTED, NOT_STORED
from newscrawler.run.outcome import Outcome
from newscrawler.run.run import Run, run_of
from newscrawler.spiders.site import SiteSpider
from newscrawler.store.manifest import Manifest
from newscrawler.translation import N_, worded


def conclude(command: BaseRunSpiderCommand, crawler: Crawler) -> None:
    """Sets the exit status of a command whose crawl has ended, and prints what came of it.

    Only a run that was judged gives status 0. A spider that is not a newspaper's keeps Scrapy's own status.
    """
    assert command.crawler_process
    run = run_of(crawler)
    if command.crawler_process.bootstrap_failed:
        command.exitcode = INCOMPLETE
    elif run.outcome is not None:
        command.exitcode = run.outcome.exit_code
        with printing():
            _print_summary(run, run.outcome)
        if _lacks_feeds(crawler):
            complain("! " + N_("not every feed that -o, -O or FEEDS asks for was written; the run itself is stored"))
            command.exitcode = NOT_STORED
    elif isinstance(crawler.spider, SiteSpider):
        reason = crawler.stats.get_value("finish_reason") if crawler.stats else None
        if reason == "shutdown" or (run.has_begun and reason is None):
            command.exitcode = INTERRUPTED  # by a signal, or by a second one before the run was closed
            return
        not_judged = N_("the run was not judged: nothing was published")
        complain("! " + (not_judged if run.has_begun else N_("the run did not begin: nothing was published")))
        command.exitcode = NOT_STORED


def _lacks_feeds(crawler: Crawler) -> bool:
    """Whether Scrapy failed to write one of its own feeds, which it only logs."""
    exporter = crawler.get_extension(FeedExporter)
    stats = crawler.stats.get_stats() if crawler.stats else {}
    if exporter is None or not stats:
        return False
    written = sum(number for name, number in stats.items() if name.startswith("feedexport/success_count/"))
    failed = any(name.startswith("feedexport/failed_count/") for name in stats)
    return failed or written < sum(bool(options["store_empty"]) for options in exporter.feeds.values())


def _print_summary(run: Run, outcome: Outcome) -> None:
    """Prints the run as a small table, then one sentence for each problem."""
    from rich.console import Console  # noqa: PLC0415 - rich is loaded only where it prints
    from rich.table import Table  # noqa: PLC0415 - rich is loaded only where it prints

    console = Console(markup=False, emoji=False, highlight=False, soft_wrap=True)
    manifest = run.manifest
    if manifest is not None:
        records = {file.name: str(file.records) for file in manifest.files}
        columns = N_("articles new"), N_("readings"), N_("widgets"), N_("rejected"), N_("seconds")
        table = Table(*map(worded, columns), title=manifest.site)
        feeds = (records[name] for name in ("weather.jsonl", "sidebar.jsonl", "rejected.jsonl"))
        table.add_row(str(manifest.counts.new), *feeds, str(_seconds(manifest)))
        console.print(table)
        console.print(run.place)
    for sentence in outcome.alarms:
        console.print(f"! {worded(clean(sentence))}")


def _seconds(manifest: Manifest) -> int:
    took = datetime.fromisoformat(manifest.finished_at) - datetime.fromisoformat(manifest.started_at)
    return int(took.total_seconds())
