"""Reports of the cluster's batches for `scrapy report`, and their end by `scrapy prune`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from newscrawler.cluster import batches, schema
from newscrawler.store.manifest import BatchReport
from newscrawler.store.postgres_session import connect, errors_of, place_of


def read_reports(url: str, since: str, folder: Path) -> list[BatchReport]:
    """The reports of the batches that ended at ``since`` (a day or a time, KST) or later, the oldest first.

    None where the database has no tables of batches. ``folder`` is where the logs of those watched here are. Raises
    ArchiveError.
    """
    with errors_of(place_of(url)), connect(url, application="scrapy report", read_only=True) as db:
        if not schema.has_tables(db):
            return []
        return [with_logs_in(folder, report) for report in batches.read_reports(db, since)]


def with_logs_in(folder: Path, report: BatchReport) -> BatchReport:
    """The report with the logs that were copied to this machine, whatever their paths where newspapers were crawled."""
    sites = [
        replace(one, log=str(folder / report.batch_id / f"{one.site}.log") if one.log else "") for one in report.sites
    ]
    return replace(report, sites=sites)


def forget_old(url: str, before: str, dry_run: bool) -> list[str]:
    """Removes the batches that ended before a day but not the newest one; returns their ids. Raises ArchiveError."""
    with errors_of(place_of(url)), connect(url, application="scrapy prune") as db:
        if not schema.has_tables(db):
            return []
        old = batches.old(db, before)
        if not dry_run:
            batches.forget(db, old)
        return old
