"""`scrapy find`: what it prints and writes."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

import pytest
from scrapy.settings import Settings
from support.archives import article, store
from support.crawling import scrapy

from newscrawler.commands.indexed import newspaper_titles, progress
from newscrawler.items import Author


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Two newspapers, one article removed."""
    by = [Author("이새봄", "기자")]
    nuri = [
        article("nuri", 1, title="=창원특례시의 봄", body="본문", published_at="2026-03-02T09:00:00+09:00", authors=by),
        article("nuri", 2, title="거제 소식", body="창원에서 온 배", published_at="2026-03-03T09:00:00+09:00"),
    ]
    store(tmp_path, "nuri", nuri)
    gone = article(
        "bada", 1, title="창원 바다", body="본문", published_at="2026-03-01T09:00:00+09:00", status="removed"
    )
    store(tmp_path, "bada", [gone])
    return tmp_path


def find(data: Path, *arguments: str) -> tuple[int, str, str]:
    run = scrapy("find", *arguments, "-s", f"DATA_DIR={data}", data_dir=data)
    return run.exit_code, run.stdout, run.stderr


def test_a_table_shows_the_newest_first(data: Path) -> None:
    status, out, error = find(data, "창원", "-s", "LANGUAGE=ko")
    assert (status, error) == (0, "")
    heading, *rows = out.splitlines()
    assert heading.split() == ["시각", "신문", "제목", "기자", "주소"]
    assert [row.split()[:2] for row in rows] == [
        ["2026-03-03", "09:00"],
        ["2026-03-02", "09:00"],
        ["2026-03-01", "09:00"],
    ]
    assert "=창원특례시의 봄" in rows[1] and "이새봄 기자" in rows[1]
    assert rows[1].endswith("http://nuri.test/news/article.html?no=1")
    assert "창원 바다 (지워짐)" in rows[2]
    status, out, _ = find(data, "창원", "--limit", "1", "-s", "LANGUAGE=ko")
    assert out.splitlines()[-1] == "가장 새 1건입니다. 더 보려면 --limit 을 늘리거나 -o 파일.csv 를 쓰세요."
    assert find(data, "없는말", "-s", "LANGUAGE=ko") == (0, "찾지 못했습니다.\n", "")


def test_json_lines_and_csv_hold_the_same_articles(data: Path) -> None:
    status, out, _ = find(data, "창원", "--json", "--site", "nuri")
    assert status == 0
    records = [json.loads(line) for line in out.splitlines()]
    assert records[1] == {
        "published_at": "2026-03-02T09:00:00+09:00", "newspaper": "nuri", "site": "nuri", "title": "=창원특례시의 봄",
        "reporters": "이새봄 기자", "url": "http://nuri.test/news/article.html?no=1", "removed": False, "id": "nuri:1",
    }  # fmt: skip
    assert records[0]["id"] == "nuri:2"
    assert find(data, "창원", "--since", "2026-03-02", "-o", str(data / "x.csv")) == (0, "", "")
    written = (data / "x.csv").read_text("utf-8")
    assert written.startswith("\ufeffpublished_at,")
    rows = list(csv.DictReader(written.removeprefix("\ufeff").splitlines()))
    assert [row["id"] for row in rows] == ["nuri:2", "nuri:1"]
    assert [row["title"] for row in rows] == ["거제 소식", "'=창원특례시의 봄"]
    assert find(data, "창원", "-o", str(data / "x.jsonl"), "--limit", "1") == (0, "", "")
    assert json.loads((data / "x.jsonl").read_text("utf-8"))["id"] == "nuri:2"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "give the words to look for, for example: scrapy find 창원 --since 7d"),
        (("창원", "--limit", "0"), "--limit must be a number from 1, not 0"),
        (("창원", "-o", "x.xlsx"), "the file must end in .csv or .jsonl, not 'x.xlsx'"),
        (("창원", "--site", "none"), "there is no archive of 'none' at {data}/none/archive.sqlite"),
    ],
)
def test_wrong_use_is_one_sentence(data: Path, arguments: tuple[str, ...], sentence: str) -> None:
    assert find(data, *arguments) == (2, "", f"scrapy find: {sentence.format(data=data)}\n")
    assert not (data / "index.sqlite").exists()


def test_long_work_is_shown_on_a_terminal_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with progress() as show:
        show("nuri 색인: 1,000건")
    assert capsys.readouterr() == ("", "")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with progress() as show:
        show("nuri 색인: [b]1,000건")
    assert capsys.readouterr().out == ""


def test_titles_of_newspapers_come_from_the_table(tmp_path: Path) -> None:
    (tmp_path / "newspapers.toml").write_text('[nuri]\ntitle = "누리신문"\nhome = "https://nuri.example/"\n', "utf-8")
    assert newspaper_titles(Settings({"NEWSPAPERS": str(tmp_path / "newspapers.toml")}))["nuri"] == "누리신문"
    (tmp_path / "newspapers.toml").write_text("[nuri", "utf-8")
    assert newspaper_titles(Settings({"NEWSPAPERS": str(tmp_path / "newspapers.toml")})) == {}
