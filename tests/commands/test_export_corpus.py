"""`scrapy export` of many records: what it takes, what it refuses, what it leaves."""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from support import archived
from support.exported import hold, run_export, stored

from newscrawler.commands import export
from newscrawler.corpus import files
from newscrawler.store.sqlite import SqliteArchive


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """Two newspapers of an article and a reading each; the first has a second revision."""
    for site in ("nuri", "bada"):
        article = archived.article(site, 1, "2026-03-01", title="제목")
        hold(tmp_path, [("2026-03-02", [article, archived.reading(site, "창원", 3.5, "2026-03-02")])], site)
    hold(tmp_path, [("2026-03-03", [archived.article("nuri", 1, "2026-03-01", "고친 제목", "modified")])])
    return tmp_path


def read(path: Path) -> list[tuple[str, str, str]]:
    """Newspaper, kind and status of each line."""
    records = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [(record["site"], record["type"], record.get("status", "")) for record in records]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--all",), [("bada", "article", "new"), ("nuri", "article", "new"), ("nuri", "article", "modified")]),
        (("nuri", "bada", "nuri", "--latest"), [("nuri", "article", "modified"), ("bada", "article", "new")]),
        (("nuri", "--kind", "weather"), [("nuri", "weather", "")]),
        (
            ("nuri", "--kind", "articles, weather", "--latest"),
            [("nuri", "article", "modified"), ("nuri", "weather", "")],
        ),
        (("nuri", "--kind", "weather", "--kind", "rejected"), [("nuri", "weather", "")]),
        (("--all", "--runs-since", "2026-03-03"), [("nuri", "article", "modified")]),
        (("nuri", "--kind", "articles", "--run", "20260302T063000"), [("nuri", "article", "new")]),
    ],
)
def test_options_choose_newspapers_kinds_and_runs(
    arguments: tuple[str, ...], expected: list[tuple[str, str, str]], data_dir: Path
) -> None:
    output = data_dir / "out.jsonl"
    assert run_export(data_dir, *arguments, "-o", str(output)) == 0
    assert read(output) == expected


def test_one_newspaper_and_nothing_else_is_the_feed_of_its_last_run(data_dir: Path) -> None:
    feed = (data_dir / "nuri" / "20260303T063000" / "articles.jsonl").read_bytes()
    for name in ("out.jsonl", "out"):  # a name without an ending was always JSON Lines
        assert run_export(data_dir, "nuri", "-o", str(data_dir / name)) == 0
        assert (data_dir / name).read_bytes() == feed
    assert b"run_id" not in feed


@pytest.mark.parametrize("name", ["a.jsonl", "a.NDJSON", "a.jsonl.gz", "a.csv", "a.csv.gz", "a.parquet"])
def test_the_ending_names_the_format(name: str, data_dir: Path) -> None:
    assert run_export(data_dir, "--all", "-o", str(data_dir / name)) == 0
    content = (data_dir / name).read_bytes()
    content = gzip.decompress(content) if name.endswith(".gz") else content
    begins = b"PAR1" if "parquet" in name else b"type,id" if "csv" in name else b'{"type":"article"'
    assert content.startswith(begins)


def test_a_told_format_goes_with_an_ending_that_names_none(
    data_dir: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run_export(data_dir, "nuri", "--format", "csv", "-o", str(data_dir / "a.txt")) == 0
    assert (data_dir / "a.txt").read_bytes().startswith(b"type,id")
    assert run_export(data_dir, "nuri", "--format", "csv", "--kind", "weather") == 0
    assert capfdbinary.readouterr().out.splitlines()[1].startswith(b"weather,nuri,2026-03-02")


REFUSED = {
    ("-o", "a.jsonl"): "give the name of one newspaper",
    ("--latest",): "give the names of newspapers, or --all",
    ("nuri", "--all"): "give the names of newspapers, or --all",
    ("nowhere", "--latest"): "there is no archive of 'nowhere'",
    ("nuri", "-o", "a.xlsx"): "a.xlsx: the ending is not one of .jsonl, .ndjson, .jl, .csv, .parquet, .jsonl.gz,",
    ("nuri", "-o", "a.json"): "the ending is not one of .jsonl",
    ("nuri", "-o", "a.parquet.gz"): "the ending is not one of .jsonl",
    ("nuri", "-o", "a.csv", "--format", "parquet"): "--format parquet does not fit a.csv",
    ("nuri", "--format", "parquet"): "Parquet needs a file: -o articles.parquet",
    ("nuri", "-o", "a.jsonl", "--bom"): "--bom is for CSV only",
    ("nuri", "--kind", "news"): "unknown kind 'news'; the kinds are articles, weather, sidebar, rejected",
    ("nuri", "--kind", "articles,weather", "-o", "a.csv"): "a table holds one kind of record",
    ("nuri", "--kind", "weather", "--since", "2026-03-01"): "only articles have",
    ("nuri", "--drop-removed"): "--drop-removed goes with --latest",
    ("nuri", "--without", "authors.mail"): "--without authors.mail: there is no such field; the fields are authors,",
    ("nuri", "--run", "20200101T000000", "--latest"): "the archive has no run '20200101T000000'",
    (
        "nuri",
        "--run",
        "x",
        "--runs-since",
        "2026-03-01",
    ): "--run cannot be combined with --since, --until, --runs-since",
    ("nuri", "--runs-since", "2026-03-02", "--runs-until", "2026-03-01"): "--runs-since 2026-03-02 must not be later",
    ("nuri", "--runs-since", "someday"): "someday",
}


@pytest.mark.parametrize("arguments", REFUSED)
def test_what_cannot_be_exported_is_one_sentence_and_exit_2(
    arguments: tuple[str, ...], data_dir: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(data_dir)
    before = sorted(data_dir.iterdir())
    assert run_export(data_dir, *arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert REFUSED[arguments] in said.err
    assert len(said.err.splitlines()) == 1
    assert sorted(data_dir.iterdir()) == before


def test_without_pyarrow_one_sentence_says_what_to_install(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(export, "find_spec", lambda name: None)
    assert run_export(data_dir, "nuri", "-o", str(data_dir / "a.parquet")) == 2
    assert capsys.readouterr().err.endswith("export: Parquet is written by pyarrow: pip install pyarrow\n")
    assert run_export(data_dir, "nuri", "--latest", "-o", str(data_dir / "a.csv")) == 0


def test_pyarrow_is_loaded_for_parquet_only(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "pyarrow"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [SimpleNamespace(find_spec=_no_pyarrow), *sys.meta_path])
    assert run_export(data_dir, "nuri", "--latest", "-o", str(data_dir / "a.csv")) == 0
    assert run_export(data_dir, "nuri", "--latest", "--format", "jsonl", "-o", f"{data_dir}/corpus/") == 0


def _no_pyarrow(name: str, *_: object) -> None:
    assert name.partition(".")[0] != "pyarrow"


def test_no_archive_at_all_is_wrong_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_export(tmp_path, "--all") == 2
    assert f"no archives found in {tmp_path}: crawl a newspaper first" in capsys.readouterr().err


def test_a_closed_standard_output_is_an_error(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    assert run_export(data_dir, "--all") == 4


# ---- whole or not at all -------------------------------------------------------------------------------
def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_folder_is_replaced_by_a_new_export_only(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    corpus = data_dir / "corpus"
    assert run_export(data_dir, "--all", "-o", f"{corpus}/") == 0
    assert sorted(each.name for each in corpus.iterdir()) == ["README.md", "articles", "rejected", "sidebar", "weather"]
    first = contents(corpus)
    card = first["README.md"].decode()
    assert "누리" not in card
    assert "`export --all`" in card
    assert run_export(data_dir, "nuri", "--since", "2026-03-01", "--without", "body", "-o", str(corpus)) == 0
    assert sorted(each.name for each in corpus.iterdir()) == ["README.md", "articles"]
    assert "`export nuri --without body --since 2026-03-01`" in (corpus / "README.md").read_text("utf-8")
    assert list((corpus / "articles").iterdir()) == [corpus / "articles" / "site=nuri"]

    mine = data_dir / "mine"
    mine.mkdir()
    (mine / "README.md").write_text("# 내 글")
    assert run_export(data_dir, "--all", "-o", f"{mine}/") == 2
    assert f"{mine} is not a folder of an earlier export, which a new one may replace" in capsys.readouterr().err
    (mine / "README.md").unlink()
    (mine / "notes.txt").write_text("글")
    assert run_export(data_dir, "--all", "-o", str(mine)) == 2
    assert run_export(data_dir, "--all", "-o", f"{mine}/notes.txt/") == 2
    assert contents(mine) == {"notes.txt": "글".encode()}


@pytest.mark.parametrize("name", ["corpus/", "all.parquet", "all.csv", "all.jsonl"])
def test_an_export_that_fails_leaves_what_was_there(
    name: str, data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = data_dir / "out"
    output.mkdir()
    assert run_export(data_dir, "--all", "-o", f"{output}/{name}") == 0
    before = contents(output)
    with SqliteArchive(data_dir / "nuri" / "archive.sqlite", "nuri")._db as database:  # the second of two newspapers
        database.execute("UPDATE revision SET record=substr(record, 1, 100) WHERE revision=2")
    assert run_export(data_dir, "--all", "-o", f"{output}/{name}") == 4
    assert "record 2 that was read from the archive of nuri is damaged" in capsys.readouterr().err
    assert contents(output) == before
    assert [each.name for each in output.iterdir()] == [name.strip("/")]


def test_a_full_disk_leaves_what_was_there(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    output = data_dir / "out"
    output.mkdir()
    assert run_export(data_dir, "--all", "-o", f"{output}/corpus/") == 0
    before = contents(output)

    def full(file: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "sync_file", full)
    assert run_export(data_dir, "nuri", "-o", f"{output}/corpus/") == 4
    assert contents(output) == before
    assert [each.name for each in output.iterdir()] == ["corpus"]


def test_an_empty_archive_beside_published_runs_is_not_nothing(
    data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for file in (data_dir / "nuri").glob("archive.sqlite*"):
        file.unlink()
    SqliteArchive(data_dir / "nuri" / "archive.sqlite", "nuri").close()
    assert run_export(data_dir, "--all", "-o", str(data_dir / "a.csv")) == 4
    assert "the archive of nuri has no run, but" in capsys.readouterr().err
    assert not (data_dir / "a.csv").exists()


def test_the_archives_are_as_they_were(data_dir: Path) -> None:
    before = (data_dir / "nuri" / "archive.sqlite").read_bytes()
    assert run_export(data_dir, "--all", "--latest", "-o", f"{data_dir}/corpus/") == 0
    assert (data_dir / "nuri" / "archive.sqlite").read_bytes() == before
    assert len(stored(data_dir, "article")) == 2
