"""A crawl publishes the same feeds whichever store has its archive, also on its second day."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from support.crawling import Run, crawl

SECRET = "gEhEiM"
FILES = ("articles", "weather", "sidebar", "rejected")


# Which page an entry was met on first depends on how two processes share a machine.
MET = dict.fromkeys(("fetched_at", "page_url", "page_kind", "found_on", "found_via"))


def day(data_dir: Path, url: str | None) -> Run:
    own = () if url is None else ("-s", f"ARCHIVE_URL={url}", "-s", "LOG_LEVEL=DEBUG")
    return crawl("demo", "-a", "articles=12", *own, data_dir=data_dir)


def feeds(run: Run) -> dict[str, list[str]]:
    """All records, without where and when they were met."""
    assert run.folder is not None
    lines = {name: (run.folder / f"{name}.jsonl").read_text("utf-8").splitlines() for name in FILES}
    return {name: sorted(str({**json.loads(line), **MET}) for line in found) for name, found in lines.items()}


def facts(run: Run) -> dict[str, Any]:
    """What the manifest says of the run as a whole and of each list."""
    own = ("site", "finish_reason", "complete", "exit_code", "counts", "coverage", "audit", "alarms", "family")
    lists = {one["url"]: (one["pages"], one["articles"], one["stopped"]) for one in run.manifest["sections"]}
    return {**{name: run.manifest[name] for name in own}, "lists": lists}


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
