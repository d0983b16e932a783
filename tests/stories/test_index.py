"""The index keeps up with the archives, and finds by parts of words exactly what LIKE finds."""

from __future__ import annotations

import sqlite3
import unicodedata
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scrapy.settings import Settings
from support.archives import article, manifest, store

import newscrawler.stories.index as index_module
from newscrawler.items import Author
from newscrawler.store.archive import ArchiveError
from newscrawler.store.sqlite import SqliteArchive
from newscrawler.stories.index import Index, Printed, open_index
from newscrawler.stories.terms import WINDOW, folded, kept, pairs, query, windows

# ---- searches ------------------------------------------------------------------------------------------
TEXTS = [
    "대한민국 창원특례시의 봄",
    "창원 특례시, 100만 시민",
    "그는 “민국이 형!” 하고 불렀다",
    'She said "R&D AND NOT 시" (a*b)',
    "이 밤 1,240명 시",
    "한들시가 전통시장 7곳에서\n\n배달을",
    "\U0001f600 이모지와 𠀀 한자",
    "",
]


@pytest.fixture(scope="module")
def searched() -> Index:
    index = Index(None)
    index.add(_printed(number, text) for number, text in enumerate(TEXTS))
    return index


def _printed(number: int, body: str, title: str = "제목") -> Printed:
    return Printed(f"a:{number}", "a", f"http://a.test/{number}", title, f"2026-03-0{number + 1}T09:00:00+09:00", body)


def _found(index: Index, *words: str) -> set[int]:
    match = query(words)
    assert match is not None
    return {int(one.id[2:]) for one in index.search(match, None, None, (), None)}


def _like(*words: str) -> set[int]:
    """LIKE '%words%' over the folded texts, the truth."""
    texts = enumerate(map(folded, TEXTS))
    return {number for number, text in texts if all(folded(word) in text or folded(word) in "제목" for word in words)}


@pytest.mark.parametrize(
    ("word", "numbers"),
    [
        ("민국", {0, 2}), ("창원", {0, 1}), ("특례시", {0, 1}), ("시", {0, 1, 3, 4, 5}), ("r&d", {3}), ("AND", {3}),
        ("and not", {3}), ('"R', {3}), ("a*b", {3}), ("*", {3}), ("240명", {4}), ("밤 1", {4}), ("이 밤", {4}),
        ("원 특", {1}), ("원특", {0}), ("7곳에서 배달", {5}), ("목", {0, 1, 2, 3, 4, 5, 6, 7}), ("제목", set(range(8))),
        ("title:민국", set()), ("없다", set()), ("😀", {6}), ("𠀀", {6}), ("NEAR(민국)", set()), ("-민국", set()),
    ],
)  # fmt: skip
def test_a_word_is_found_wherever_it_stands(searched: Index, word: str, numbers: set[int]) -> None:
    assert _found(searched, word) == numbers == _like(word)


def test_all_words_must_occur_in_title_or_body(searched: Index) -> None:
    assert _found(searched, "창원", "100만") == {1}
    assert _found(searched, "창원", "제목") == {0, 1}
    assert query(["", " \n"]) is None


_pieces = st.sampled_from([text[at : at + size] for text in TEXTS for size in (1, 2, 3, 5) for at in range(len(text))])


@settings(deadline=None, max_examples=300)
@given(st.one_of(_pieces, st.text("대한민국창원 시\"'*()^:-+{}&aR1,.", max_size=5)))
@example("\x00")
@example("ᄒ")
def test_searches_find_what_like_finds(searched: Index, word: str) -> None:
    if query([word]) is not None:
        assert _found(searched, word) == _like(word)


def test_the_newest_come_first_of_these_days_and_newspapers() -> None:
    with closing(Index(None)) as index:
        index.add(replace(_printed(number, "같은 말"), site="ab"[number % 2]) for number in range(4))
        index.add([replace(_printed(8, "같은 말"), published_at=None)])

        def found(*arguments: object) -> list[str]:
            return [one.id for one in index.search(query(["같은"]) or "", *arguments)]  # type: ignore[arg-type]

        assert found(None, None, (), None) == ["a:3", "a:2", "a:1", "a:0", "a:8"]
        assert found(None, None, (), 2) == ["a:3", "a:2"]
        assert found("2026-03-02", "2026-03-03", (), None) == ["a:2", "a:1"]
        assert found(None, None, ["b"], None) == ["a:3", "a:1"]


def test_a_decomposed_word_is_the_composed_one() -> None:
    with closing(Index(None)) as index:
        index.add([_printed(0, unicodedata.normalize("NFD", "대한민국"))])
        assert _found(index, "민국") == {0}


# ---- windows -------------------------------------------------------------------------------------------
def test_a_passage_of_nineteen_letters_has_a_window_in_common_wherever_it_stands() -> None:
    passage = "달샘저수지를한바퀴도는둘레길삼점사킬로미터를"[:19]
    for before in range(12):
        one = "가나다라마바사아자차카타"[:before] + passage + "하루종일비가내렸다"
        assert set(windows(one)) & set(windows("전혀다른말로시작하여" + passage)), before
    assert (windows("일곱글자뿐이다"), len(windows("가나다라마바사아"))) == ([], 1)
    assert all(0 <= place <= 40 - WINDOW for place, _ in kept("가나다라마바사아자차" * 4))


def test_pairs_hold_the_last_character_of_each_word_alone() -> None:
    assert pairs("가나 다") == "ac00b098 b098 b2e4"


# ---- keeping up ----------------------------------------------------------------------------------------
def _settings(data: Path) -> Settings:
    return Settings({"DATA_DIR": str(data)})


def _caught_up(data: Path, word: str = "본문") -> list[tuple[str, bool]]:
    with closing(open_index(_settings(data))) as index:
        assert index.catch_up(_settings(data)) == []
        return sorted((one.id, one.removed) for one in index.search(query([word]) or "", None, None, (), None))


def _run(data: Path, site: str, run_id: str, *items: object, ended: bool = True) -> None:
    with closing(SqliteArchive(data / site / "archive.sqlite", site)) as archive:
        made = manifest(site, run_id)
        archive.begin_run(run_id, made.started_at, lambda run_id: False)
        for item in items:
            archive.add(item)  # type: ignore[arg-type]
        if ended:
            archive.end_run(made.finished_at, True, msgspec.json.encode(made))


def test_runs_are_read_once_and_what_changed_since(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _run(tmp_path, "nuri", "20260302T060000", article("nuri", 1, body="본문 하나"), article("nuri", 2, body="본문 둘"))
    assert _caught_up(tmp_path) == [("nuri:1", False), ("nuri:2", False)]
    changed = article("nuri", 1, body="바뀐 글", content_hash=f"sha256:{'1' * 64}", revision=2, status="modified")
    gone = article("nuri", 2, body="본문 둘", revision=2, status="removed")
    _run(tmp_path, "nuri", "20260303T060000", changed, gone)
    read: list[int] = []
    records = SqliteArchive.records
    monkeypatch.setattr(SqliteArchive, "records", lambda self, kind, run: read.append(run) or records(self, kind, run))
    assert _caught_up(tmp_path) == [("nuri:2", True)]
    assert _caught_up(tmp_path, "바뀐") == [("nuri:1", False)]
    assert read == [2]


def test_what_a_run_still_adds_and_what_a_dead_run_leaves_is_read(tmp_path: Path) -> None:
    _run(tmp_path, "nuri", "20260302T060000", article("nuri", 1, body="본문"), ended=False)
    assert _caught_up(tmp_path) == [("nuri:1", False)]
    _run(tmp_path, "nuri", "20260303T060000", article("nuri", 2, body="본문"))  # takes over what the dead run stored
    assert _caught_up(tmp_path) == [("nuri:1", False), ("nuri:2", False)]


def test_an_archive_that_is_gone_or_another_one_is_forgotten(tmp_path: Path) -> None:
    _run(tmp_path, "nuri", "20260302T060000", article("nuri", 1, body="본문"))
    _run(tmp_path, "bada", "20260302T060000", article("bada", 1, body="본문"))
    assert len(_caught_up(tmp_path)) == 2
    (tmp_path / "bada/archive.sqlite").unlink()
    (tmp_path / "nuri/archive.sqlite").unlink()
    _run(tmp_path, "nuri", "20260304T060000", article("nuri", 7, body="본문"))
    assert _caught_up(tmp_path) == [("nuri:7", False)]


@pytest.mark.parametrize("content", [b"not a database, but as long as one" * 100, None], ids=["damaged", "version"])
def test_an_index_that_is_damaged_or_of_another_version_is_made_anew(tmp_path: Path, content: bytes | None) -> None:
    _run(tmp_path, "nuri", "20260302T060000", article("nuri", 1, body="본문"))
    assert _caught_up(tmp_path) == [("nuri:1", False)]
    path = tmp_path / "index.sqlite"
    if content is not None:
        path.write_bytes(content)
    else:
        with closing(sqlite3.connect(path)) as db:
            db.execute("PRAGMA user_version=99")
            db.execute("DROP TABLE body")
    assert _caught_up(tmp_path) == [("nuri:1", False)]


def test_a_database_of_another_program_stays(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "index.sqlite")) as db:
        db.execute("CREATE TABLE mine (x)")
    with pytest.raises(ArchiveError, match="is not an index of newscrawler"):
        open_index(_settings(tmp_path))


def test_a_build_that_was_interrupted_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_module, "_GROUP", 2)
    store(tmp_path, "nuri", [article("nuri", number, body="본문") for number in range(1, 6)])

    def interrupt(site: str, number: int) -> None:
        if number == 4:
            raise KeyboardInterrupt

    with closing(open_index(_settings(tmp_path))) as index, pytest.raises(KeyboardInterrupt):
        index.catch_up(_settings(tmp_path), interrupt)
    assert len(_caught_up(tmp_path)) == 5


def test_one_unreadable_archive_does_not_hide_the_others(tmp_path: Path) -> None:
    store(tmp_path, "nuri", [article("nuri", 1, body="본문")])
    store(tmp_path, "bada", [article("bada", 1, body="본문")])
    (tmp_path / "bada/archive.sqlite").write_bytes(b"no database, but as long as one" * 100)
    with closing(open_index(_settings(tmp_path))) as index:
        (sentence,) = index.catch_up(_settings(tmp_path))
        assert "bada/archive.sqlite cannot be used" in sentence
        assert [one.id for one in index.search(query(["본문"]) or "", None, None, (), None)] == ["nuri:1"]


def test_where_nothing_may_be_written_the_index_is_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store(tmp_path, "nuri", [article("nuri", 1, body="본문")])
    monkeypatch.setattr("os.access", lambda path, mode: False)
    assert _caught_up(tmp_path) == [("nuri:1", False)]
    assert not (tmp_path / "index.sqlite").exists()


def test_a_damaged_page_of_the_index_is_one_sentence(tmp_path: Path) -> None:
    with closing(open_index(_settings(tmp_path))) as index:
        index._db.execute("DROP TABLE body")
        with pytest.raises(
            ArchiveError, match=r"index.sqlite cannot be used \(no such table: body\): it may be deleted"
        ):
            index.body(1)


def test_a_transaction_that_cannot_begin_is_one_sentence(tmp_path: Path) -> None:
    index = open_index(_settings(tmp_path))
    index.close()
    with pytest.raises(ArchiveError, match=r"index.sqlite cannot be used"), index.writing():
        raise AssertionError


def test_reporters_are_as_printed() -> None:
    two = [Author("이새봄", "기자"), Author("홍이든")]
    assert replace(_printed(1, ""), authors=two).reporters == "이새봄 기자, 홍이든"
    assert replace(_printed(1, ""), publisher="온누리일보").reporters == "온누리일보"
    assert _printed(1, "").reporters == ""


def test_a_deleted_article_has_no_text() -> None:
    with closing(Index(None)) as index:
        index.add([_printed(0, "본문")])
        index.add([replace(_printed(0, "다른 글"), content_hash="2")])
        assert (index.article(1), index.body(1), index.body(2)) == (None, "", "다른 글")
        assert index.weeks([1, 2]) == {2: date(2026, 3, 1).toordinal() // 7}
