"""The examples of docs/corpus.md, run on exported files: full ones, and those of a newspaper without any record."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import duckdb
import pytest
from support.archived import article, reading
from support.exported import hold, run_export

from newscrawler.items import Author

PAGE = (Path(__file__).parents[2] / "docs" / "corpus.md").read_text("utf-8")
SECTIONS = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", PAGE, re.M | re.S))
COMMANDS = re.findall(r"^scrapy (export .+?)(?:\s+#.*)?$", PAGE, re.M)
DAYS = ("2025-12-31", "2026-03-02")


def blocks(section: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", SECTIONS[section], re.M | re.S)


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data_dir = tmp_path_factory.mktemp("documented")
    for site in ("gndnews", "naru"):
        items = [article(site, number, day, f"제목 {number}") for number, day in enumerate(DAYS, 1)]
        items[0].authors, items[0].tables = [Author("홍길동", "기자"), Author("임꺽정")], [[["창원", "3"]]]
        items[1].published_at = None if site == "naru" else items[1].published_at
        hold(data_dir, [("2026-03-03", [*items, reading(site, "창원", 3.5, "2026-03-03")])], site)
    return data_dir


def corpus(data_dir: Path) -> Path:
    """Exports all newspapers; the folder in which corpus/ is."""
    folder = data_dir / "out"
    folder.mkdir()
    assert run_export(data_dir, "--all", "--latest", "-o", f"{folder}/corpus/") == 0
    return folder


@pytest.fixture(scope="module")
def full(data_dir: Path) -> Path:
    return corpus(data_dir)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of a run without a record."""
    data_dir = tmp_path_factory.mktemp("empty")
    hold(data_dir, [("2026-03-03", [])], "gndnews")
    return corpus(data_dir)


def run(source: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """The names that an example defines when it is run in this folder."""
    monkeypatch.chdir(folder)
    names: dict[str, object] = {}
    exec(source, names)
    return names


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_writes_what_it_says(command: str, data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = data_dir / "commands"
    folder.mkdir(exist_ok=True)
    monkeypatch.chdir(folder)
    words = shlex.split(command)[1:]
    assert run_export(data_dir, *words) == 0
    written = folder / words[words.index("-o") + 1]
    assert written.is_dir() or written.stat().st_size > 0


@pytest.mark.parametrize("section", ["pandas", "Polars", "DuckDB"])
@pytest.mark.parametrize("which", ["full", "empty"])
def test_python_examples_read_full_and_empty_files(
    section: str,
    which: str,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    sources = blocks(section, "python")
    assert sources
    for source in sources:
        run(source, request.getfixturevalue(which), monkeypatch)
    shown = capsys.readouterr().out
    if section == "DuckDB":
        assert shown == ("4\n" if which == "full" else "0\n")
    else:
        assert ("홍길동" in shown) == (which == "full")


@pytest.mark.parametrize("which", ["full", "empty"])
def test_sql_examples_read_full_and_empty_files(
    which: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(request.getfixturevalue(which))
    (source,) = blocks("DuckDB", "sql")
    with duckdb.connect() as database:
        results = [database.execute(each.query).fetchall() for each in database.extract_statements(source)]
    days, authors, found, tables = results[2:]
    if which == "empty":
        assert (days, authors, found, tables) == ([], [], [], [])
        return
    assert [(site, str(day), number) for site, day, number in days] == [
        ("gndnews", "2025-12-31", 1),
        ("gndnews", "2026-03-02", 1),
        ("naru", "2025-12-31", 1),
        ("naru", "None", 1),
    ]
    assert sorted(authors) == [("임꺽정", 2), ("홍길동", 2)]
    assert tables == [("gndnews:1", '[["창원","3"]]'), ("naru:1", '[["창원","3"]]')]


def test_datasets_read_json_lines_with_the_types_of_the_card(
    data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first file of each newspaper has authors and tables, the second has not."""
    import datasets  # noqa: PLC0415 - two seconds

    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", tmp_path / "cache")
    assert run_export(data_dir, "--all", "--latest", "--format", "jsonl", "-o", f"{tmp_path}/corpus/") == 0
    articles = datasets.load_dataset(f"{tmp_path}/corpus", "articles", split="train")
    assert len(articles) == 4
    assert sorted(articles["tables"]) == [[], [], [[["창원", "3"]]], [[["창원", "3"]]]]
    assert set(articles["kicker"]) == {None}


def test_datasets_read_the_kinds_that_the_card_names(
    full: Path, empty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import datasets  # noqa: PLC0415 - two seconds

    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", tmp_path)
    monkeypatch.setattr(datasets.config, "HF_HUB_OFFLINE", True)
    (source,) = blocks("Hugging Face datasets", "python")
    run(source, full, monkeypatch)
    assert sorted(capsys.readouterr().out.splitlines()[1:]) == ["제목 1 2"] * 2 + ["제목 2 2"] * 2
    assert datasets.get_dataset_config_names("corpus") == ["articles", "weather"]
    with pytest.raises(ValueError):
        run(source, empty, monkeypatch)
