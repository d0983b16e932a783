"""An archive made of run folders: each record once, what is gone and what failed asked for again, damage named."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from support import archived

from newscrawler.exporters import EXPORTERS
from newscrawler.items import Item, Rejected
from newscrawler.run.folders import damages, replay
from newscrawler.store.feeds import Feeds
from newscrawler.store.sqlite import SqliteArchive

DAYS = ("2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05", "2026-03-06")
IDS = [f"{day.replace('-', '')}T063000" for day in DAYS]
ONE, TWO = (archived.article("demo", number, DAYS[0]) for number in (1, 2))


def refused(number: int, reason: str) -> Rejected:
    url = f"http://demo.test/news/article.html?no={number}"
    return Rejected(site="demo", url=url, reason=reason, fetched_at=f"{DAYS[0]}T06:31:00+09:00")


def article_at(url: str) -> tuple[str, str] | None:
    return (f"demo:{url.partition('no=')[2]}", url) if "no=" in url else None


def rebuilt(data_dir: Path, folder: Path) -> SqliteArchive:
    archive = SqliteArchive(folder / "rebuilt.sqlite", "demo")
    feeds = Feeds(data_dir / "demo")
    replay(archive, feeds, feeds.run_ids(), article_at)
    return archive


def stored(data_dir: Path, *runs: list[Item]) -> SqliteArchive:
    """The archive of these runs, one on each day."""
    for day, items in zip(DAYS, runs, strict=False):
        archived.store(data_dir, "demo", day, items)
    return SqliteArchive(data_dir / "demo/archive.sqlite", "demo", read_only=True)


def test_each_record_is_stored_once_with_its_run(tmp_path: Path) -> None:
    station = archived.reading("demo", "김해시", 5.5, DAYS[0])
    box = archived.widget("demo", "많이 본 기사", [(1, "제목")], DAYS[0])
    modified = replace(ONE, title="고친 제목", status="modified", revision=2)
    removed = replace(TWO, status="removed")
    runs: list[list[Item]] = [[ONE, TWO, station, box, refused(9, "missing")], [modified, removed]]
    with closing(stored(tmp_path, *runs)) as lost, closing(rebuilt(tmp_path, tmp_path)) as archive:
        for run_id in IDS[:2]:
            number = archive.run_number(run_id)
            assert number == lost.run_number(run_id)
            for kind in EXPORTERS:
                assert list(archive.records(kind, number)) == list(lost.records(kind, number))
        assert archive.manifests() == lost.manifests()
        assert list(archive.articles_between(None, None)) == list(lost.articles_between(None, None))
        assert archive.extent() == lost.extent()
        assert archive.unfinished() == []
        assert archive.sections() == {}


def test_what_was_not_read_is_asked_for_as_often_as_before(tmp_path: Path) -> None:
    runs: list[list[Item]] = [
        [refused(1, "timeout"), refused(2, "timeout"), refused(3, "timeout"), refused(4, "missing")],
        [refused(2, "timeout"), ONE, refused(3, "http_404")],
        [Rejected(site="demo", url="http://demo.test/list", reason="timeout", fetched_at=ONE.fetched_at)],
    ]
    stored(tmp_path, *runs).close()
    with closing(rebuilt(tmp_path, tmp_path)) as archive:
        found = {failure.url.partition("no=")[2]: (failure.reason, failure.tries) for failure in archive.failures()}
    assert found == {"2": ("timeout", 2), "3": ("http_404", 1), "4": ("missing", 1)}


@pytest.mark.parametrize(("later", "tries"), [(0, 1), (2, 3), (4, 4)])
def test_a_removed_article_is_asked_for_in_three_more_runs(tmp_path: Path, later: int, tries: int) -> None:
    stored(tmp_path, [ONE, TWO], [replace(ONE, status="removed")], *([] for _ in range(later))).close()
    with closing(rebuilt(tmp_path, tmp_path)) as archive:
        ((url, reason, count),) = ((one.url, one.reason, one.tries) for one in archive.failures())
    assert (url, reason, count) == (ONE.url, "missing", tries)


def test_a_removed_article_that_came_back_is_not_asked_for(tmp_path: Path) -> None:
    back = replace(ONE, status="modified", revision=2)
    stored(tmp_path, [ONE], [replace(ONE, status="removed")], [back]).close()
    with closing(rebuilt(tmp_path, tmp_path)) as archive:
        assert archive.failures() == []


# ---- damage -----------------------------------------------------------------------------------------
def no_manifest(folder: Path) -> None:
    (folder / "run.json").write_text("{")


def of_another(folder: Path) -> None:
    text = (folder / "run.json").read_text()
    (folder / "run.json").write_text(text.replace('"site": "demo"', '"site": "other"'))


def unnamed(folder: Path) -> None:
    text = (folder / "run.json").read_text()
    (folder / "run.json").write_text(text.replace("weather.jsonl", "clouds.jsonl"))


def lost(folder: Path) -> None:
    (folder / "sidebar.jsonl").unlink()


def shorter(folder: Path) -> None:
    (folder / "articles.jsonl").write_bytes(b"")


def edited(folder: Path) -> None:
    path = folder / "articles.jsonl"
    path.write_bytes(path.read_bytes().replace("본문".encode(), "본분".encode()))


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (no_manifest, "run.json cannot be read: Input data was truncated"),
        (of_another, f"run.json is that of run {IDS[0]} of other"),
        (unnamed, "run.json does not name weather.jsonl"),
        (lost, "sidebar.jsonl cannot be read: No such file or directory"),
        (shorter, "articles.jsonl holds 0 records, run.json says 1"),
        (edited, "articles.jsonl was changed: its sha256 is not the one in run.json"),
    ],
)
def test_damage_of_a_folder_is_named(tmp_path: Path, spoil: Callable[[Path], None], sentence: str) -> None:
    stored(tmp_path, [ONE]).close()
    feeds = Feeds(tmp_path / "demo")
    assert damages(feeds, "demo", IDS[0]) == []
    spoil(feeds.path / IDS[0])
    assert damages(feeds, "demo", IDS[0]) == [f"{IDS[0]}: {sentence}"]


def test_an_error_of_a_bucket_is_told_in_its_own_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stored(tmp_path, [ONE]).close()
    feeds = Feeds(tmp_path / "demo")

    def refuse(run_id: str, name: str) -> None:
        raise PermissionError("Access Denied")  # as s3fs raises it: without a number of the system

    monkeypatch.setattr(feeds, "facts", refuse)
    assert f"{IDS[0]}: weather.jsonl cannot be read: Access Denied" in damages(feeds, "demo", IDS[0])
