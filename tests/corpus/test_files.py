"""Files and folders of an export: what is in them, and how much of it waits in memory."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet as pq
import pytest
from support.archived import article, reading, widget
from support.exported import hold, stored
from support.exported import reading as opened

from newscrawler.corpus import files
from newscrawler.corpus.card import Summary
from newscrawler.corpus.columns import Columns, choose_columns
from newscrawler.corpus.files import NO_YEAR, Format, write_file, write_folder
from newscrawler.corpus.selection import NoRunError, Selection
from newscrawler.exporters import EXPORTERS
from newscrawler.items import Article
from newscrawler.schemas.arrow import arrow_schema
from newscrawler.schemas.columns import columns
from newscrawler.store.archive import Archive
from newscrawler.store.manifest import FileFacts


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """Two runs: three articles of three years and one without a time; then one modified and one removed."""
    days = ["2024-05-01", "2025-06-01", "2026-03-01", "2026-03-02"]
    first = [article("nuri", number, day) for number, day in enumerate(days, 1)]
    first[3].published_at = None
    second = [replace(first[0], status="modified", revision=2, body="=고친 글"), replace(first[1], status="removed")]
    strip = [
        reading("nuri", "창원", -4.8, "2026-03-02"),
        replace(reading("nuri", "진주", None, "2026-03-02"), date=None),
    ]
    hold(
        tmp_path,
        [
            ("2026-03-02", [*first, *strip]),
            ("2026-03-03", [*second, widget("nuri", "많이 본", [(1, "제목")], "2026-03-03")]),
        ],
    )
    return tmp_path


def every(*without: str) -> dict[str, Columns]:
    return choose_columns(EXPORTERS, without)


def written(
    data_dir: Path, format: Format, selection: Selection | None = None, *kinds: str, without: str = ""
) -> bytes:
    """The content of a file."""
    chosen = choose_columns(kinds or ("article",), [without] if without else [])
    file = io.BytesIO()
    with opened(data_dir) as archive:
        write_file(file, format, chosen, [archive], selection or Selection())
        return file.getvalue()


def folder(
    data_dir: Path, name: str, format: Format, selection: Selection | None = None
) -> tuple[Path, list[Summary], list[FileFacts]]:
    path = data_dir / name
    path.mkdir()
    with opened(data_dir) as archive:
        return path, *write_folder(path, format, every(), [archive], selection or Selection())


def ids(content: bytes) -> list[str]:
    return [f"{record['id']} {record['status']}" for record in map(json.loads, content.splitlines())]


# ---- what is chosen --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (Selection(), ["1 new", "2 new", "3 new", "4 new", "1 modified", "2 removed"]),
        (Selection(latest=True), ["4 new", "1 modified", "2 removed", "3 new"]),
        (Selection(latest=True, drop_removed=True), ["4 new", "1 modified", "3 new"]),
        (Selection(latest=True, since="2025-01-01", until="2026-03-01"), ["2 removed", "3 new"]),
        (Selection(latest=True, runs_until="2026-03-02"), ["4 new", "1 new", "2 new", "3 new"]),
        (Selection(runs_since="2026-03-03"), ["1 modified", "2 removed"]),
        (Selection(runs_since="2026-03-04"), []),
        (Selection(run_id="20260302T063000"), ["1 new", "2 new", "3 new", "4 new"]),
    ],
)
def test_the_selection_says_which_records(selection: Selection, expected: list[str], data_dir: Path) -> None:
    assert ids(written(data_dir, Format("jsonl"), selection)) == [f"nuri:{each}" for each in expected]


def test_a_run_that_is_not_there_is_said(data_dir: Path) -> None:
    with pytest.raises(NoRunError, match="the archive has no run '20200101T000000'"):
        written(data_dir, Format("jsonl"), Selection(run_id="20200101T000000"))


# ---- formats ---------------------------------------------------------------------------------------
def test_json_lines_are_the_stored_records_with_their_runs(data_dir: Path) -> None:
    lines = written(data_dir, Format("jsonl"), None, "article", "weather").splitlines()
    assert [json.loads(line) for line in lines] == stored(data_dir, "article") + stored(data_dir, "weather")
    assert {json.loads(line)["run_id"] for line in lines} == {"20260302T063000", "20260303T063000"}


def test_gzip_holds_the_same_and_is_the_same_every_time(data_dir: Path) -> None:
    plain, packed = (written(data_dir, Format("jsonl", gzip=each)) for each in (False, True))
    assert gzip.decompress(packed) == plain
    assert written(data_dir, Format("jsonl", gzip=True)) == packed
    assert gzip.decompress(written(data_dir, Format("csv", gzip=True))) == written(data_dir, Format("csv"))


def test_csv_has_a_line_of_names_and_harmless_cells(data_dir: Path) -> None:
    content = written(data_dir, Format("csv"))
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))
    assert list(rows[0]) == [*columns(Article), "run_id"]
    assert [row["body"] for row in rows] == ["본문"] * 4 + ["'=고친 글", "본문"]
    assert rows[3]["published_at"] == ""
    weather = written(data_dir, Format("csv"), None, "weather").decode().splitlines()
    assert weather[1].split(",")[5] == "-4.8"  # a number, not a formula


def test_csv_begins_with_a_mark_for_excel_if_asked_for(data_dir: Path) -> None:
    plain, marked = (written(data_dir, Format("csv", bom=each)) for each in (False, True))
    assert marked == b"\xef\xbb\xbf" + plain
    assert plain.startswith(b"type,id,")


def test_an_empty_selection_still_has_its_columns(data_dir: Path) -> None:
    nothing = Selection(runs_since="2026-03-09")
    assert written(data_dir, Format("csv"), nothing).decode().split(",")[0] == "type"
    table = pq.read_table(pyarrow.BufferReader(written(data_dir, Format("parquet"), nothing)))
    assert (table.num_rows, table.schema) == (0, arrow_schema(every()["article"].types))
    assert written(data_dir, Format("jsonl"), nothing) == b""


def test_parquet_has_the_types_of_the_record_whatever_it_holds(data_dir: Path) -> None:
    table = pq.read_table(pyarrow.BufferReader(written(data_dir, Format("parquet"), without="authors.email")))
    types = dict(zip(table.schema.names, map(str, table.schema.types), strict=True))
    assert types["subtitle"] == types["tables"] == types["run_id"] == "string"  # no record has a subtitle
    assert types["published_at"] == types["fetched_at"] == "timestamp[us, tz=Asia/Seoul]"
    assert types["authors"] == "list<element: struct<name: string, role: string>>"
    assert types["revision"] == "int64"
    weather = pq.read_table(pyarrow.BufferReader(written(data_dir, Format("parquet"), None, "weather")))
    assert weather.column("temperature_c").to_pylist() == [-4.8, None]
    assert [str(day) for day in weather.column("date").to_pylist()] == ["2026-03-02", "None"]


@pytest.mark.parametrize("kind", EXPORTERS)
def test_no_column_of_parquet_is_an_array_of_arrays(kind: str) -> None:
    """BigQuery has none."""

    def inner(type: Any) -> Iterator[Any]:
        yield type
        for number in range(type.num_fields):
            yield from inner(type.field(number).type)

    for type in arrow_schema(every()[kind].types).types:
        for each in inner(type):
            assert not (pyarrow.types.is_list(each) and pyarrow.types.is_list(each.value_type))


def test_rows_that_wait_are_limited_in_sum(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "HELD", 1000)  # two records
    path, *_ = folder(data_dir, "corpus", Format("parquet"))
    groups = {each.parent.name: pq.ParquetFile(each).num_row_groups for each in path.glob("articles/*/*/*")}
    assert groups["year=2024"] == 2  # the second revision came after a group was written
    rows = [
        row["id"]
        for each in sorted(path.glob("articles/*/*/*"))
        for row in pq.read_table(each, partitioning=None).to_pylist()
    ]
    assert sorted(rows) == sorted(record["id"] for record in stored(data_dir, "article"))
    content = written(data_dir, Format("parquet"))
    assert pq.ParquetFile(pyarrow.BufferReader(content)).num_row_groups == 3


# ---- folders ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("format", ["parquet", "csv", "jsonl"])
def test_a_folder_has_a_file_for_each_newspaper_and_year(format: str, data_dir: Path) -> None:
    path, (summary,), facts = folder(data_dir, "corpus", Format(format))
    names = [f"articles/site=nuri/year={year}" for year in (2024, 2025, 2026, NO_YEAR)]
    names += [f"weather/site=nuri/year={year}" for year in (2026, NO_YEAR)]
    names += ["sidebar/site=nuri/year=2026", f"rejected/site=nuri/year={NO_YEAR}"]
    assert {each.name: each.records for each in facts} == {
        f"{name}/part-0.{format}": number for name, number in zip(names, [2, 2, 1, 1, 1, 1, 1, 0], strict=True)
    }
    assert sorted(str(each.relative_to(path)) for each in path.rglob("*.*") if each.is_file()) == sorted(
        each.name for each in facts
    )
    assert summary.counts == {"article": 6, "weather": 2, "sidebar": 1}
    assert summary.statuses == {"new": 4, "modified": 1, "removed": 1}
    assert (summary.revised, summary.days, len(summary.runs)) == (1, ["2024-05-01", "2026-03-01"], 2)


def test_a_failure_leaves_no_open_file(data_dir: Path) -> None:
    def archives() -> Iterator[Archive]:
        with opened(data_dir) as archive:
            yield archive
        raise OSError("the second archive is gone")

    for format in ("parquet", "csv", "jsonl"):
        path = data_dir / format
        path.mkdir()
        with pytest.raises(OSError, match="gone"):
            write_folder(path, Format(format), every(), archives(), Selection())
        with pytest.raises(OSError, match="gone"):
            write_file(io.BytesIO(), Format(format), choose_columns(["article"]), archives(), Selection())
