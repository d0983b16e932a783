"""Archives made by hand: articles and runs as a crawl would have stored them."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec

from newscrawler.items import Article
from newscrawler.store.manifest import Counts, Manifest
from newscrawler.store.sqlite import SqliteArchive

TIME = "2026-03-02T06:00:00+09:00"


def article(site: str, number: int, **fields: Any) -> Article:
    """An article of a newspaper; ``fields`` are those that matter to the test."""
    url = f"http://{site}.test/news/article.html?no={number}"
    values: dict[str, Any] = {"title": "제목", "found_on": f"http://{site}.test/", "published_at": TIME}
    values |= {"content_hash": f"sha256:{'0' * 64}", "fetched_at": TIME, "found_via": "list"}
    return Article(id=f"{site}:{number}", site=site, url=url, **(values | fields))


def manifest(site: str, run_id: str, **fields: Any) -> Manifest:
    """A run's manifest; it took one minute unless ``fields`` say otherwise."""
    started = f"{run_id[:4]}-{run_id[4:6]}-{run_id[6:8]}T{run_id[9:11]}:{run_id[11:13]}"
    values: dict[str, Any] = {"started_at": f"{started}:00+09:00", "finished_at": f"{started}:59+09:00"}
    values |= {"arguments": {}, "finish_reason": "finished", "complete": True, "exit_code": 0, "counts": Counts()}
    values |= {"sections": [], "coverage": {}, "files": [], "alarms": []}
    values |= {"newscrawler": "0.1.0", "scrapy": "2.19.0", "python": "3.11.7"}
    return Manifest(run_id=run_id, site=site, spider=site, **(values | fields))


def store(data_dir: Path, site: str, articles: Iterable[Article] = (), runs: Iterable[Manifest] = ()) -> None:
    """Stores runs, the articles in a first run of their own that died before its end."""
    folder = data_dir / site
    with closing(SqliteArchive(folder / "archive.sqlite", site)) as archive:
        kept = list(articles)
        if kept:
            archive.begin_run("20260301T000000", "2026-03-01T00:00:00+09:00", lambda run_id: False)
            for one in kept:
                archive.add(one)
            archive.commit()
        for run in runs:
            archive.begin_run(run.run_id, run.started_at, lambda run_id: False)
            archive.end_run(run.finished_at, run.complete, msgspec.json.encode(run))
