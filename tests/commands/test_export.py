"""`scrapy export` makes the feeds again from the archive, byte for byte."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pytest
from support import archived
from support.crawling import Run, scrapy
from support.durable import both, demo, folders
from support.exported import run_export, stored

from newscrawler.corpus.columns import choose_columns
from newscrawler.exporters import EXPORTERS
from newscrawler.korean.dates import KST
from newscrawler.schemas.columns import Column, is_table
from newscrawler.store.sqlite import SqliteArchive

FEEDS = ("articles.jsonl", "weather.jsonl", "sidebar.jsonl", "rejected.jsonl")


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two runs of two days."""
    data_dir = tmp_path_factory.mktemp("exported")
    for day in (0, 1):
        assert demo(data_dir, 60, "-a", f"day={day}").exit_code == 0
    return data_dir


def export(data_dir: Path, *arguments: str, env: dict[str, str] | None = None) -> Run:
    return scrapy("export", *arguments, "-s", f"DATA_DIR={data_dir}", data_dir=data_dir, env=env)


def feeds(folder: Path) -> bytes:
    return b"".join((folder / name).read_bytes() for name in FEEDS)


def test_the_records_of_a_run_are_the_lines_it_published(data_dir: Path) -> None:
    first, last = folders(data_dir)
    given, default, written = both(
        lambda arguments: export(data_dir, "demo", *arguments),
        [("--run", first.name), (), ("--run", first.name, "-o", str(data_dir / "out.jsonl"))],
    )
    assert [run.exit_code for run in (given, default, written)] == [0, 0, 0]
    assert given.stdout.encode() == feeds(first)
    assert default.stdout.encode() == feeds(last)
    assert written.stdout == ""
    assert (data_dir / "out.jsonl").read_bytes() == feeds(first)
    assert not list(data_dir.glob(".*"))


def test_the_articles_of_some_days_are_their_last_revisions(data_dir: Path) -> None:
    last: dict[str, str] = {}
    for folder in folders(data_dir):
        last.update({json.loads(line)["url"]: line for line in (folder / "articles.jsonl").read_text().splitlines()})
    cases = [("2026-03-02", None), (None, "2026-03-01"), ("2026-03-02", "2026-03-02"), ("2026-03-09", None)]

    def run(case: tuple[str | None, str | None]) -> Run:
        options = zip(("--since", "--until"), case, strict=True)
        return export(data_dir, "demo", *(part for name, day in options if day for part in (name, day)))

    for (since, until), exported in zip(cases, both(run, cases), strict=True):
        wanted = [
            line
            for line in last.values()
            if (since or "") <= json.loads(line)["published_at"][:10] <= (until or "9999")
        ]
        assert exported.exit_code == 0
        assert sorted(exported.stdout.splitlines()) == sorted(wanted)
        times = [json.loads(line)["published_at"] for line in exported.stdout.splitlines()]
        assert times == sorted(times)


WRONG = {
    (): "give the name of one newspaper",
    ("demo", "other"): "there is no archive of 'other'",
    ("nowhere",): "there is no archive of 'nowhere'",
    ("demo", "--run", "20200101T000000"): "the archive has no run '20200101T000000'",
    ("demo", "--run", "x", "--since", "2026-03-01"): "--run cannot be combined with",
    ("demo", "--since", "yesterday-ish"): "yesterday-ish",
}


def test_what_cannot_be_exported_is_one_sentence_and_exit_2(data_dir: Path) -> None:
    before = sorted(data_dir.rglob("*"))
    for sentence, run in zip(WRONG.values(), both(lambda a: export(data_dir, *a), WRONG), strict=True):
        assert (run.exit_code, run.stdout) == (2, "")
        assert run.stderr.startswith("scrapy export: ")
        assert sentence in run.stderr
        assert len(run.stderr.splitlines()) == 1
    assert sorted(data_dir.rglob("*")) == before  # asking for nowhere makes no archive there


def test_a_damaged_archive_or_a_file_that_cannot_be_written_is_exit_4(data_dir: Path, tmp_path: Path) -> None:
    broken = Path(shutil.copytree(data_dir, tmp_path / "broken"))
    (broken / "demo" / "archive.sqlite").write_bytes(b"garbage " * 2000)
    output = tmp_path / "out.jsonl"
    output.write_text("former\n")
    runs = both(
        lambda arguments: export(*arguments),  # type: ignore[arg-type]
        [(broken, "demo", "-o", str(output)), (data_dir, "demo", "-o", str(tmp_path / "nowhere" / "out.jsonl"))],
    )
    for run in runs:
        assert (run.exit_code, run.stdout) == (4, "")
        assert run.stderr.startswith("scrapy export: ")
        assert len(run.stderr.splitlines()) == 1
    assert output.read_text() == "former\n"
    assert not list(tmp_path.glob(".*.part"))


def test_an_archive_elsewhere_is_exported_from_there(data_dir: Path, tmp_path: Path) -> None:
    shutil.copy(data_dir / "demo" / "archive.sqlite", tmp_path / "moved-demo.sqlite")
    run = export(tmp_path, "demo", "-s", f"ARCHIVE_URL=sqlite:///{tmp_path}/moved-{{site}}.sqlite")
    assert run.exit_code == 0
    assert run.stdout.encode() == feeds(folders(data_dir)[-1])


# ---- what leaves the archive is looked at ---------------------------------------------------------
def damage(archive: Path, statement: str) -> None:
    with closing(sqlite3.connect(archive)) as db, db:
        db.execute(statement)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """An archive of one run with three articles."""
    articles = [archived.article("nuri", number, "2026-03-02") for number in (1, 2, 3)]
    archived.store(tmp_path, "nuri", "2026-03-02", articles)
    return tmp_path


@pytest.mark.parametrize("options", [(), ("--since", "2026-03-01")])
@pytest.mark.parametrize(
    "change",
    [
        "substr(record, 1, 100)",  # cut off
        "replace(record, '\"title\"', '\"titel\"')",  # a field is missing
        'replace(record, \'"published_at":"2026\', \'"published_at":"26\')',
    ],
)
def test_a_damaged_record_is_named_and_no_file_is_written(change: str, options: tuple[str, ...], small: Path) -> None:
    for table in ("article", "revision"):
        damage(small / "nuri" / "archive.sqlite", f"UPDATE {table} SET record={change} WHERE id='nuri:2'")
    output = small / "out.jsonl"
    run = export(small, "nuri", *options, "-o", str(output))
    assert (run.exit_code, run.stdout, len(run.stderr.splitlines())) == (4, "", 1)
    assert run.stderr.startswith("scrapy export: record 2 that was read from the archive of nuri is damaged (")
    assert '"id":"nuri:2"' in run.stderr
    assert [path.name for path in small.iterdir()] == ["nuri"]


def test_an_empty_archive_beside_published_runs_is_not_nothing(small: Path) -> None:
    for file in (small / "nuri").glob("archive.sqlite*"):
        file.unlink()
    SqliteArchive(small / "nuri" / "archive.sqlite", "nuri").close()
    run = export(small, "nuri")
    assert (run.exit_code, run.stdout) == (4, "")
    assert run.stderr == (
        f"scrapy export: the archive of nuri has no run, but {small}/nuri has 1 published runs: "
        "the archive was lost or is in another place\n"
    )


def test_exporting_changes_nothing_in_the_archive(small: Path) -> None:
    archive = small / "nuri" / "archive.sqlite"
    damage(archive, "PRAGMA user_version=3")
    before = archive.read_bytes()
    assert export(small, "nuri").exit_code == 0
    assert archive.read_bytes() == before


# ---- the way out and back -------------------------------------------------------------------------
def as_stored(row: dict[str, Any], types: dict[str, Column]) -> dict[str, Any]:
    """A row of Parquet as the record that it was made of."""
    record = {name: row[name] for name in types}
    for name, column in types.items():
        if column == "time" and record[name] is not None:
            record[name] = record[name].astimezone(KST).isoformat()
        elif column == "date" and record[name] is not None:
            record[name] = record[name].isoformat()
        elif is_table(column):
            record[name] = json.loads(record[name])
    return record


def test_a_crawl_comes_back_from_parquet_record_by_record(
    data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import datasets  # noqa: PLC0415 - two seconds

    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", tmp_path)
    assert run_export(data_dir, "--all", "-o", f"{tmp_path}/corpus/") == 0
    chosen = choose_columns(EXPORTERS)
    for kind, exporter in EXPORTERS.items():
        name = exporter.file_name.partition(".")[0]
        records = sorted(stored(data_dir, kind, "demo"), key=str)
        assert records
        found = duckdb.sql(f"SELECT * FROM '{tmp_path}/corpus/{name}/**/*.parquet'")
        rows = [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]
        loaded = datasets.load_dataset(f"{tmp_path}/corpus", name, split="train")
        assert sorted((as_stored(row, chosen[kind].types) for row in rows), key=str) == records
        assert sorted((as_stored(row, chosen[kind].types) for row in loaded), key=str) == records
