"""A crawl publishes the same feeds whichever store has its archive, also on its second day."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from support.crawling import Run, crawl

SECRET = "gEhEiM"
FILES = ("articles", "weather", "sidebar", "rejected")


def day(data_dir: Path, url: str | None) -> Run:
    """One request at a time: the order of pages is then the same."""
    own = () if url is None else ("-s", f"ARCHIVE_URL={url}", "-s", "LOG_LEVEL=DEBUG")
    pace = ("-s", "DOWNLOAD_DELAY=0", "-s", "CONCURRENT_REQUESTS=1")
    return crawl("demo", "-a", "articles=12", *pace, *own, data_dir=data_dir)


def feeds(run: Run) -> dict[str, list[dict[str, Any]]]:
    """All records in their order, without the times they were fetched."""
    assert run.folder is not None
    records = {
        name: [json.loads(line) for line in (run.folder / f"{name}.jsonl").read_text("utf-8").splitlines()]
        for name in FILES
    }
    return {name: [{**one, "fetched_at": None} for one in found] for name, found in records.items()}


def facts(run: Run) -> dict[str, Any]:
    """What the manifest says, but times, sizes and hashes."""
    own = ("run_id", "started_at", "finished_at", "files")
    return {name: value for name, value in run.manifest.items() if name not in own}


def test_the_feeds_of_both_stores_are_equal_and_no_log_has_the_password(database: str, tmp_path: Path) -> None:
    url = database.replace("@", f":{SECRET}@")  # the server asks nobody for one
    for number in (1, 2):
        file, table = day(tmp_path / "file", None), day(tmp_path / "table", url)
        assert (file.exit_code, table.exit_code) == (0, 0), table.stderr
        assert feeds(file) == feeds(table)
        assert facts(file) == facts(table)
        assert (len(file.articles) > 0) == (number == 1)
        assert SECRET not in table.stdout + table.stderr + json.dumps(table.manifest)
    assert [path.name for path in (tmp_path / "table").rglob("archive.sqlite")] == []
