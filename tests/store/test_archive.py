"""What every store has to do, one suite for all of them: store, adopt from dead runs, remember."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from support.records import NOON, SITE, address, article, reading, rejected, widget
from support.stores import STORES, Store, kill

from newscrawler.exporters import encode
from newscrawler.items import Article, WidgetEntry
from newscrawler.store.archive import Archive, ArchiveError, Failure, Ground, Known, NoArchiveError, checked
from newscrawler.store.archives import archived_sites, open_archive, read_archive
from newscrawler.store.lock import LockedError
from newscrawler.store.manifest import Counts, Manifest


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    made: Store = request.param(tmp_path, request.getfixturevalue)
    return made


@pytest.fixture
def archive(store: Store) -> Iterator[Archive]:
    """An archive in which the first run began."""
    opened = store.begin("first")
    yield opened
    kill(opened)


def publish(store: Store, archive: Archive, run_id: str, said: bool = True) -> None:
    """Ends a run with its folder in place, whether or not the archive came to say so."""
    archive.end_run(NOON, True, b"{}")
    folder = store.feeds().path / run_id
    folder.mkdir(parents=True)
    (folder / "run.json").write_text("{}")
    if said:
        archive.set_published()
    archive.close()


def lines(archive: Archive, kind: str) -> list[bytes]:
    return list(archive.records(kind))


# ---- records --------------------------------------------------------------------------------------
def test_an_article_is_stored_with_what_is_known_of_it(archive: Archive) -> None:
    item = article(7, body="첫 글")
    assert archive.known([item.id]) == {}
    assert list(archive.last_records([item.id])) == []
    assert archive.add(item)
    assert archive.known([item.id]) == {item.id: Known(1, "new", item.content_hash, archive.run)}
    assert list(archive.last_records([item.id])) == [item]
    assert archive.count("article") == 1
    assert b"\xec\xb2\xab \xea\xb8\x80" in lines(archive, "article")[0]  # Hangul as itself


def test_a_later_run_stores_a_revision_and_leaves_the_former_record_alone(archive: Archive, store: Store) -> None:
    archive.add(article(body="첫 글"))
    publish(store, archive, "first")
    later = store.begin("second")
    second = article(body="고친 글", revision=2, status="modified")
    later.add(second)
    assert later.known(["demo:1"]) == {"demo:1": Known(2, "modified", second.content_hash, 1)}
    assert ["첫 글" in record.decode() for record in later.records("article", 1)] == [True]
    assert ["고친 글" in record.decode() for record in later.records("article")] == [True]
    later.close()


def test_records_come_in_the_order_they_were_stored(archive: Archive) -> None:
    for no in (3, 1, 2):
        archive.add(article(no))
    assert [record.split(b'"')[7] for record in lines(archive, "article")] == [b"demo:3", b"demo:1", b"demo:2"]


@pytest.mark.parametrize("missing", ["date", "condition", "temperature_c"])
def test_a_reading_is_stored_once_in_a_run_also_where_values_are_absent(missing: str, archive: Archive) -> None:
    assert archive.add(reading())
    assert not archive.add(replace(reading(), page_url=address(1)))
    assert archive.add(reading(**{missing: None}))
    assert not archive.add(reading(**{missing: None}))
    assert archive.add(reading(station="동두천"))
    assert archive.count("weather") == 3


def test_a_widget_is_stored_once_in_a_run_whatever_its_thumbnails(archive: Archive) -> None:
    assert archive.add(widget())
    assert not archive.add(widget(entries=[WidgetEntry(1, "제목", address(1), "줄거리", "http://demo.test/a.jpg")]))
    assert archive.add(widget(entries=[]))
    assert archive.add(widget(heading=None))
    assert archive.add(widget(more_url="http://demo.test/more"))
    assert archive.count("sidebar") == 4


def test_a_rejection_is_stored_once_for_each_reason(archive: Archive) -> None:
    assert archive.add(rejected())
    assert not archive.add(rejected())
    assert archive.add(rejected(reason="http_503"))
    assert archive.count("rejected") == 2


def test_the_next_run_stores_the_same_readings_again(archive: Archive, store: Store) -> None:
    archive.add(reading())
    publish(store, archive, "first")
    later = store.begin("second")
    assert later.add(reading())
    later.close()


# ---- dead runs ------------------------------------------------------------------------------------
def store_one_of_each(archive: Archive) -> None:
    for item in (article(), reading(), widget(), rejected(2)):
        archive.add(item)


KINDS = ("article", "weather", "sidebar", "rejected")


def test_what_a_dead_run_stored_becomes_the_next_ones(archive: Archive, store: Store) -> None:
    store_one_of_each(archive)
    stored = [lines(archive, kind) for kind in KINDS]
    archive.close()
    later = store.begin("second")
    assert [lines(later, kind) for kind in KINDS] == stored
    assert [list(later.records(kind, 1)) for kind in KINDS] == [[]] * 4
    later.close()


def test_what_two_dead_runs_stored_is_adopted_once(archive: Archive, store: Store) -> None:
    store_one_of_each(archive)
    archive.close()
    second = store.begin("second")
    second.add(article(2))
    store_one_of_each(second)
    second.close()
    third = store.begin("third")
    assert [third.count(kind) for kind in KINDS] == [2, 1, 1, 1]
    publish(store, third, "third")
    fourth = store.begin("fourth")
    assert [fourth.count(kind) for kind in KINDS] == [0] * 4
    fourth.close()


def test_what_was_never_committed_is_gone_without_a_trace(archive: Archive, store: Store) -> None:
    archive.add(article())
    kill(archive)
    later = store.begin("second")
    assert (later.is_empty(), later.count("article")) == (True, 0)
    later.close()


def test_a_run_whose_folder_stands_was_published_whatever_its_row_says(archive: Archive, store: Store) -> None:
    store_one_of_each(archive)
    publish(store, archive, "first", said=False)
    later = store.begin("second")
    assert [later.count(kind) for kind in KINDS] == [0] * 4
    assert [len(list(later.records(kind, 1))) for kind in KINDS] == [1] * 4
    later.close()


def test_a_folder_without_its_manifest_was_not_published(archive: Archive, store: Store) -> None:
    archive.add(article())
    archive.end_run(NOON, True, b"{}")
    (store.feeds().path / "first").mkdir()
    archive.close()
    later = store.begin("second")
    assert later.count("article") == 1
    later.close()


def first_runs(archive: Archive) -> dict[str, int]:
    """The runs that stored the articles known so far."""
    return {name: known.first_run for name, known in archive.known(f"demo:{number}" for number in range(10)).items()}


def test_articles_are_known_once_their_run_is_over_also_one_that_died(archive: Archive, store: Store) -> None:
    archive.add(article(1))
    archive.close()
    second = store.begin("second")
    second.add(article(2))
    assert first_runs(second) == {"demo:1": 1, "demo:2": 2}
    publish(store, second, "second")
    third = store.begin("third")
    assert first_runs(third) == {"demo:1": 1, "demo:2": 2}
    third.close()


def test_an_article_that_cannot_be_looked_up_is_an_error_and_not_taken_for_new(archive: Archive) -> None:
    archive.close()
    with pytest.raises(ArchiveError, match="cannot be used"):
        archive.known(["demo:1"])


def test_a_new_revision_does_not_change_the_first_run_of_an_article(archive: Archive, store: Store) -> None:
    archive.add(article())
    publish(store, archive, "first")
    later = store.begin("second")
    later.add(article(body="고친 글", revision=2, status="modified"))
    assert first_runs(later) == {"demo:1": 1}
    later.close()


# ---- runs -----------------------------------------------------------------------------------------
def test_runs_are_numbered_and_found_by_their_id(archive: Archive, store: Store) -> None:
    publish(store, archive, "first")
    later = store.begin("second")
    assert [later.run_number(name) for name in ("first", "second", "third", None)] == [1, 2, None, 2]
    with pytest.raises(ArchiveError, match=r"(?i)unique"):
        later.begin_run("first", NOON, store.feeds().is_published)
    assert later.run_number(None) == 2
    later.close()


def manifest(run_id: str) -> Manifest:
    """The manifest of an uneventful run that began when its id says."""
    moment = f"{run_id[:4]}-{run_id[4:6]}-{run_id[6:8]}T{run_id[9:11]}:{run_id[11:13]}:{run_id[13:15]}+09:00"
    return Manifest(
        run_id=run_id,
        site=SITE,
        spider=SITE,
        arguments={},
        started_at=moment,
        finished_at=moment,
        finish_reason="finished",
        complete=True,
        exit_code=0,
        counts=Counts(new=3),
        sections=[],
        coverage={"body": 1.0},
        files=[],
        alarms=[],
        newscrawler="0",
        scrapy="0",
        python="0",
    )


def test_the_manifests_of_ended_runs_come_oldest_first(store: Store) -> None:
    wanted = [manifest(run_id) for run_id in ("20260301T060000", "20260302T060000", "20260303T060000")]
    for one in wanted:
        archive = open_archive(store.settings, SITE)
        archive.begin_run(one.run_id, one.started_at, store.feeds().is_published)
        archive.end_run(NOON, True, encode(one))
        archive.close()
    archive = open_archive(store.settings, SITE)
    archive.begin_run("20260304T060000", "2026-03-04T06:00:00+09:00", store.feeds().is_published)  # at work, or dead
    assert archive.manifests() == wanted
    assert archive.manifests("2026-03-02T06:00:00+09:00") == wanted[1:]
    assert archive.manifests(last=2) == wanted[1:]
    archive.close()


def test_an_archive_without_runs_has_no_last_one(store: Store) -> None:
    empty = open_archive(store.settings, SITE)
    assert (empty.run_number(None), empty.newest("9"), empty.sections(), empty.failures()) == (None, None, {}, [])
    empty.close()


# ---- the lock -------------------------------------------------------------------------------------
def test_one_run_of_a_newspaper_is_at_work(store: Store) -> None:
    first = open_archive(store.settings, SITE, "demo.test", "process 1, since noon")
    with pytest.raises(LockedError, match=r"is at work: .*process 1, since noon"):
        open_archive(store.settings, SITE, "demo.test", "process 2")
    open_archive(store.settings, "other", "other.test").close()
    first.ping()
    first.close()
    second = open_archive(store.settings, SITE, "demo.test", "process 3")
    kill(second)  # a lock dies with its process
    open_archive(store.settings, SITE, "demo.test").close()


def test_an_archive_that_cannot_be_opened_gives_its_locks_back(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    open_archive(store.settings, SITE, "demo.test").close()
    with monkeypatch.context() as patch:
        patch.setattr("newscrawler.store.sqlite.VERSION", 0)
        patch.setattr("newscrawler.store.postgres_schema.VERSION", 0)
        with pytest.raises(ArchiveError, match="of a newer newscrawler; this one knows 0"):
            open_archive(store.settings, SITE, "demo.test")
    open_archive(store.settings, SITE, "demo.test").close()


# ---- failures -------------------------------------------------------------------------------------
def test_failed_articles_are_remembered_those_tried_least_first(archive: Archive, store: Store) -> None:
    later = archive
    for run_id, failing in (("second", (1, 3)), ("third", (1, 2, 3)), ("fourth", (1,))):
        for no in failing:
            later.fail(f"demo:{no}", address(no), "http_503")
        later.close()
        later = store.begin(run_id)
    assert later.failures() == [Failure(address(no), "http_503", tries) for no, tries in ((2, 1), (3, 2), (1, 3))]
    later.close()


def test_a_run_is_one_try_however_often_it_asked(archive: Archive, store: Store) -> None:
    for _ in range(3):
        archive.fail("demo:2", address(2), "timeout")
    archive.close()
    second = store.begin("second")
    second.fail("demo:3", address(3), "timeout")
    second.close()
    third = store.begin("third")
    third.fail("demo:3", address(3), "timeout")
    assert [(failure.url, failure.tries) for failure in third.failures()] == [(address(2), 1), (address(3), 2)]
    third.close()


def test_a_failure_is_healed_by_an_answer_or_by_the_article_itself(archive: Archive) -> None:
    for no in (1, 2, 3):
        archive.fail(f"demo:{no}", address(no), "timeout")
    archive.heal(address(1))
    archive.add(article(2))
    archive.heal(address(9))
    assert archive.failures() == [Failure(address(3), "timeout", 1)]


def test_many_articles_are_asked_for_at_once_and_come_in_the_order_of_the_question(archive: Archive) -> None:
    stored = [article(number) for number in range(1200)]
    for one in stored:
        archive.add(one)
    names = [one.id for one in reversed(stored)]
    assert len(archive.known(["demo:x", *names, *names])) == 1200
    assert list(archive.last_records(["demo:x", *names])) == stored[::-1]
    assert (archive.known([]), list(archive.last_records([]))) == ({}, [])


def test_an_article_is_removed_by_its_last_record(archive: Archive) -> None:
    archive.add(article(1))
    archive.add(article(2, status="removed"))
    archive.add(article(3, status="removed"))
    archive.add(article(3, status="modified", revision=2))
    known = archive.known(f"demo:{no}" for no in (1, 2, 3, 9))
    assert {name: one.status for name, one in known.items()} == {
        "demo:1": "new",
        "demo:2": "removed",
        "demo:3": "modified",
    }


# ---- sections -------------------------------------------------------------------------------------
def test_a_list_is_settled_by_the_last_run_that_read_it(archive: Archive, store: Store) -> None:
    archive.set_sections({"list": "2026-02-01", "other": "", "gone": ""})
    assert archive.sections() == {"list": Ground("2026-02-01", 1), "other": Ground("", 1), "gone": Ground("", 1)}
    publish(store, archive, "first")
    later = store.begin("second")
    later.set_sections({"list": "", "gone": None, "never": None})
    assert later.sections() == {"list": Ground("", 2), "other": Ground("", 1)}
    later.close()


# ---- days -----------------------------------------------------------------------------------------
MOMENTS = {
    1: "2026-03-01T23:59:59+09:00",
    2: "2026-03-02T00:00:00+09:00",
    3: "2026-03-02T23:59:59+09:00",
    4: "2026-03-03T00:00:00+09:00",
    5: None,
}


@pytest.mark.parametrize(
    ("since", "until", "numbers"),
    [
        ("2026-03-02", "2026-03-02", [2, 3]),
        ("2026-03-02", None, [2, 3, 4]),
        (None, "2026-03-02", [1, 2, 3]),
        (None, "2026-02-28", []),
        ("2026-03-03", None, [4]),
        (None, None, [1, 2, 3, 4]),
    ],
)
def test_days_begin_and_end_at_midnight_in_korea(
    since: str | None, until: str | None, numbers: list[int], archive: Archive
) -> None:
    for no in reversed(MOMENTS):
        archive.add(article(no, published_at=MOMENTS[no]))
    found = [record.split(b'"')[7].decode() for record in archive.articles_between(since, until)]
    assert found == [f"demo:{no}" for no in numbers]


def test_only_the_last_revision_of_an_article_is_of_its_day(archive: Archive, store: Store) -> None:
    archive.add(article(body="첫 글"))
    publish(store, archive, "first")
    later = store.begin("second")
    later.add(article(body="고친 글", revision=2, status="modified"))
    assert ["고친 글" in record.decode() for record in later.articles_between("2026-03-02", None)] == [True]
    later.close()


def test_removed_and_undated_articles_are_not_looked_at_again(archive: Archive) -> None:
    for no, moment in MOMENTS.items():
        archive.add(article(no, published_at=moment))
    archive.add(replace(article(3, published_at=MOMENTS[3]), status="removed"))
    assert archive.newest("9") == MOMENTS[4]
    assert archive.newest(MOMENTS[4]) == MOMENTS[4]
    assert archive.newest(MOMENTS[3]) == MOMENTS[3]
    assert archive.newest("2026") is None
    assert archive.published_since("2026-03-02T00:00:00+09:00") == [address(2), address(4)]


# ---- groups ---------------------------------------------------------------------------------------
def test_what_is_committed_is_seen_by_readers_while_a_run_writes(archive: Archive, store: Store) -> None:
    archive.add(article())
    with store.reading() as reader:
        assert reader.is_empty()
        archive.commit()
        assert not reader.is_empty()


@pytest.mark.parametrize("write", ["reading", "widget", "rejected", "article", "fail", "heal", "sections", "timer"])
def test_a_group_older_than_a_second_is_committed_whatever_comes(
    write: str, archive: Archive, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.commit()
    now = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    archive.add(article(1))
    now[0] += 0.9
    archive.add(article(2))
    archive.commit_due()
    with store.reading() as reader:
        assert reader.is_empty()
        now[0] += 0.1
        if write == "fail":
            archive.fail("demo:3", address(3), "timeout")
        elif write == "heal":
            archive.heal(address(3))
        elif write == "sections":
            archive.set_sections({"list": ""})
        elif write == "timer":
            archive.commit_due()
        else:
            archive.add({"reading": reading, "widget": widget, "rejected": rejected, "article": article}[write]())
        assert not reader.is_empty()


def test_a_timer_commits_nothing_when_nothing_was_stored(archive: Archive) -> None:
    archive.commit()
    archive.commit_due()
    assert archive.count("article") == 0


# ---- readers --------------------------------------------------------------------------------------
def test_an_archive_belongs_to_its_newspaper(archive: Archive, store: Store) -> None:
    archive.close()
    assert archived_sites(store.settings) == [SITE]
    with store.reading() as reader:
        assert (reader.site, reader.run_number(None)) == (SITE, 1)


@pytest.mark.parametrize("site", ["nowhere", "", ".", "..", "../demo", "demo/../demo", "/demo", "x\0y"])
def test_a_newspaper_without_an_archive_gets_none_by_being_asked_for(site: str, store: Store, tmp_path: Path) -> None:
    with pytest.raises(NoArchiveError, match="there is no archive of"):
        read_archive(store.settings, site)
    assert list(tmp_path.iterdir()) == []
    assert archived_sites(store.settings) == []


def test_a_reader_writes_nothing(archive: Archive, store: Store) -> None:
    archive.commit()
    with store.reading() as reader, pytest.raises(ArchiveError, match="cannot be used"):
        reader.add(article())


def test_a_damaged_record_is_named(archive: Archive) -> None:
    records = [encode(article(1)), b"{" + encode(article(2))]
    found = checked(records, msgspec.json.Decoder(Article).decode, archive)
    assert next(found) == (records[0], article(1))
    with pytest.raises(ArchiveError, match=r"record 2 that was read from the archive of demo is damaged \(.*demo:2"):
        next(found)
