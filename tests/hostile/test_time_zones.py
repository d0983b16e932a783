"""The machine's time zone changes nothing: the same records, and the same moments."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from support.crawling import Run, crawl

ZONES = ("UTC", "America/New_York")
ORDER = ("fetched_at", "found_via", "found_on", "page_url", "page_kind")  # follow from which page came first


def content(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    kept = [{name: value for name, value in record.items() if name not in ORDER} for record in records]
    return sorted(kept, key=str)


def moments(run: Run) -> list[datetime]:
    """Every time at which something was fetched, begun or ended."""
    records = [*run.articles, *run.weather, *run.sidebar, *run.rejected]
    texts = [record["fetched_at"] for record in records]
    texts += [run.manifest["started_at"], run.manifest["finished_at"]]
    assert all(text.endswith("+09:00") and len(text) == 25 for text in texts)
    return [datetime.fromisoformat(text) for text in texts]


def test_records_are_the_same_in_every_time_zone(tmp_path: Path) -> None:
    runs = {}
    before = datetime.now(UTC) - timedelta(seconds=2)
    for zone in ZONES:
        runs[zone] = crawl("demo", "-a", "articles=40", data_dir=tmp_path / zone[:3], env={"TZ": zone})
        after = datetime.now(UTC) + timedelta(seconds=2)
        assert runs[zone].exit_code == 0
        assert all(before <= moment <= after for moment in moments(runs[zone]))
    first, *others = runs.values()
    assert len(first.articles) == 40
    for other in others:
        for name in ("articles", "weather", "sidebar", "rejected"):
            assert content(getattr(other, name)) == content(getattr(first, name))
    for run in runs.values():
        assert run.folder is not None
        named = datetime.strptime(f"{run.folder.name}+0900", "%Y%m%dT%H%M%S%z")
        assert before <= named <= after
        assert run.manifest["started_at"] == named.isoformat()
