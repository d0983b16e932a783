"""Archives made by hand for tests of code that reads many runs: no crawl, every time and number is given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from newscrawler.exporters import EXPORTERS
from newscrawler.items import Article, Item, SidebarWidget, WeatherReading, WidgetEntry
from newscrawler.run.outcome import COVERED
from newscrawler.store.feeds import Feeds
from newscrawler.store.manifest import BatchReport, Counts, Manifest, SectionReport, SiteOutcome
from newscrawler.store.sqlite import SqliteArchive

encode = msgspec.json.encode


def article(site: str, number: int, day: str, title: str = "제목", status: str = "new") -> Article:
    """An article published that day (``YYYY-MM-DD``)."""
    return Article(
        id=f"{site}:{number}",
        site=site,
        url=f"http://{site}.test/news/article.html?no={number}",
        title=title,
        published_at=f"{day}T05:00:00+09:00",
        body="본문",
        status=status,  # type: ignore[arg-type]
        revision=1 if status == "new" else 2,
        found_via="list",
        found_on=f"http://{site}.test/",
        content_hash="sha256:" + "0" * 64,
        fetched_at=f"{day}T06:31:00+09:00",
    )


def reading(site: str, station: str, celsius: float | None, day: str, clock: str = "06:31:00") -> WeatherReading:
    """What a station's strip said that day."""
    return WeatherReading(
        site=site,
        date=day,
        station=station,
        condition="맑음",
        temperature_c=celsius,
        provider="기상청",
        page_url=f"http://{site}.test/",
        fetched_at=f"{day}T{clock}+09:00",
    )


def widget(site: str, heading: str, entries: Sequence[tuple[int, str]], day: str) -> SidebarWidget:
    """A box with these articles, by number and title as printed."""
    return SidebarWidget(
        site=site,
        page_url=f"http://{site}.test/",
        page_kind="home",
        heading=heading,
        heading_url=None,
        more_url=None,
        entries=[
            WidgetEntry(rank, title, f"http://{site}.test/news/article.html?no={number}")
            for rank, (number, title) in enumerate(entries, 1)
        ],
        fetched_at=f"{day}T06:31:00+09:00",
    )


def manifest(
    site: str,
    day: str,
    counts: Counts | None = None,
    *,
    clock: str = "06:30:00",
    exit_code: int = 0,
    alarms: Iterable[str] = (),
    sections: Iterable[SectionReport] = (),
    coverage: dict[str, float | None] | None = None,
) -> Manifest:
    """The manifest of a run that began that day at that time."""
    return Manifest(
        run_id=f"{day}T{clock}".replace("-", "").replace(":", ""),
        site=site,
        spider=site,
        arguments={},
        started_at=f"{day}T{clock}+09:00",
        finished_at=f"{day}T23:00:00+09:00",
        finish_reason="shutdown" if exit_code == 5 else "finished",
        complete=exit_code in (0, 3),
        exit_code=exit_code,
        counts=counts or Counts(),
        sections=list(sections),
        coverage=dict.fromkeys(COVERED, 1.0) if coverage is None else coverage,
        files=[],
        alarms=list(alarms),
        newscrawler="0",
        scrapy="0",
        python="0",
    )


def store(data_dir: Path, site: str, day: str, items: Iterable[Item] = (), **facts: object) -> Manifest:
    """Stores and publishes a run as a crawl does; its counts are those of the items."""
    items = list(items)
    statuses = [item.status for item in items if isinstance(item, Article)]
    counts = Counts(**{status: statuses.count(status) for status in ("new", "modified", "removed")})
    made = manifest(site, day, counts, **facts)  # type: ignore[arg-type]
    archive = SqliteArchive(data_dir / site / "archive.sqlite", site)
    archive.begin_run(made.run_id, made.started_at, Feeds(data_dir / site).is_published)
    folder = Feeds(data_dir / site).begin(made.run_id)
    exporters = {kind: exporter(folder.open(exporter.file_name)) for kind, exporter in EXPORTERS.items()}
    for item in items:
        archive.add(item)
        exporters[item.type].export_item(item)
    made.files = folder.close()
    archive.end_run(made.finished_at, made.complete, encode(made))
    folder.publish(made)
    archive.set_published()
    archive.close()
    return made


def begin(data_dir: Path, site: str, day: str, clock: str = "06:30:00") -> None:
    """A run that began and never ended."""
    made = manifest(site, day, clock=clock)
    archive = SqliteArchive(data_dir / site / "archive.sqlite", site)
    archive.begin_run(made.run_id, made.started_at, Feeds(data_dir / site).is_published)
    archive.close()


def outcome(site: str, title: str, day: str, run: Manifest | None = None, **facts: object) -> SiteOutcome:
    """What a batch says of one newspaper; without a run nothing was published."""
    said = {
        "started_at": run.started_at if run else f"{day}T06:30:00+09:00",
        "state": "finished",
        "exit_code": run.exit_code if run else 0,
        "alarms": run.alarms if run else [],
        "log": f"logs/{site}.log",
        **facts,
    }
    return SiteOutcome(
        site=site,
        title=title,
        finished_at=f"{day}T23:00:00+09:00",
        run_id=run.run_id if run else None,
        counts=run.counts if run else None,
        **said,  # type: ignore[arg-type]
    )


def batch(data_dir: Path, day: str, *outcomes: SiteOutcome) -> Path:
    """Writes the file of a batch."""
    report = BatchReport(
        batch_id=f"{day.replace('-', '')}T063000",
        started_at=f"{day}T06:30:00+09:00",
        finished_at=f"{day}T23:10:00+09:00",
        exit_code=max(each.exit_code for each in outcomes),
        sites=list(outcomes),
        newscrawler="0",
    )
    path = data_dir / "batches" / f"{report.batch_id}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(encode(report))
    return path
