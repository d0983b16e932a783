"""The pipelines one by one: each takes its kind, checks it, drops repeats or tracks revisions; the last one stores."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy.exceptions import DropItem
from scrapy.http import HtmlResponse
from support.crawlers import prepare, stub
from twisted.internet.defer import Deferred
from twisted.internet.task import Clock
from twisted.python.failure import Failure

from newscrawler.items import (
    Article,
    Author,
    Image,
    Rejected,
    RelatedArticle,
    SidebarWidget,
    WeatherReading,
    WidgetEntry,
)
from newscrawler.korean.text import content_hash
from newscrawler.pipelines import (
    ArticlePipeline,
    RejectedPipeline,
    SidebarPipeline,
    StorePipeline,
    WeatherPipeline,
)
from newscrawler.run.outcome import Outcome
from newscrawler.run.reasons import InterruptedRequest
from newscrawler.run.run import run_of
from newscrawler.store.archive import ArchiveError
from newscrawler.store.archives import read_archive

TIME = "2025-12-19T06:00:00+09:00"
HOME = "http://demo.test/"
ARTICLE = Article(
    id="demo:1",
    site="demo",
    url=f"{HOME}news/article.html?no=1",
    title="제목",
    body="본문",
    found_via="list",
    found_on=HOME,
    content_hash=f"sha256:{'0' * 64}",
    fetched_at=TIME,
)
READING = WeatherReading(
    site="demo",
    date="2025-12-19",
    station="대구",
    condition="맑음",
    temperature_c=-4.8,
    provider="기상청",
    page_url=HOME,
    fetched_at=TIME,
)
WIDGET = SidebarWidget(
    site="demo",
    page_url=HOME,
    page_kind="home",
    heading="많이 본 기사",
    heading_url=None,
    more_url=None,
    entries=[WidgetEntry(1, "제목", f"{HOME}news/article.html?no=1")],
    fetched_at=TIME,
)
REJECTED = Rejected(site="demo", url=HOME, reason="timeout", fetched_at=TIME)


KINDS = (ArticlePipeline, WeatherPipeline, SidebarPipeline, RejectedPipeline)


def checked(item: Any) -> Any:
    """An item that has been through the pipelines of all kinds."""
    crawler = stub()
    for pipeline in KINDS:
        item = pipeline.from_crawler(crawler).process_item(item)
    return item


# ---- checks -------------------------------------------------------------------------------------------
@pytest.mark.parametrize("item", [ARTICLE, READING, WIDGET, REJECTED, {"any": "thing"}], ids=lambda i: type(i).__name__)
def test_items_that_keep_the_contract_pass(item: Any) -> None:
    assert checked(item) is item


@pytest.mark.parametrize(
    "content",
    [
        {"images": [Image(f"{HOME}a.jpg")]},
        {"embeds": ["https://player.test/1"]},
        {"tables": [[["가", "나"]]]},
    ],
    ids=lambda content: next(iter(content)),
)
def test_an_article_of_pictures_players_or_tables_needs_no_text(content: dict[str, Any]) -> None:
    item = replace(ARTICLE, body="", **content)
    assert checked(item) is item


def test_an_article_without_title_or_content_is_rejected() -> None:
    untitled, empty = checked(replace(ARTICLE, title="")), checked(replace(ARTICLE, body=""))
    assert isinstance(untitled, Rejected)
    assert (untitled.reason, untitled.detail, untitled.url) == ("no_title", None, ARTICLE.url)
    assert (empty.reason, empty.detail, empty.url) == ("no_body", "제목", ARTICLE.url)


def test_the_beginning_of_a_locked_article_is_not_an_article() -> None:
    notice = "이 기사는 유료회원만 볼 수 있습니다."
    locked = checked(replace(ARTICLE, body=f"시청 옆에 도서관이 문을 열었다.\n\n{notice}"))
    assert isinstance(locked, Rejected)
    assert (locked.reason, locked.detail, locked.url) == ("truncated", notice, ARTICLE.url)
    about = replace(ARTICLE, body=f"{notice}\n\n이런 문구가 붙은 기사가 늘었다.")
    assert checked(about) is about


@pytest.mark.parametrize(
    ("item", "place"),
    [
        (replace(ARTICLE, published_at="2025-12-19 06:00"), "published_at"),
        (replace(ARTICLE, published_at="2025-12-19T06:00:00Z"), "published_at"),
        (replace(ARTICLE, url="/news/article.html?no=1"), "url"),
        (replace(ARTICLE, content_hash="sha256:0"), "content_hash"),
        (replace(ARTICLE, revision=0), "revision"),
        (replace(ARTICLE, found_via="luck"), "found_via"),
        (replace(ARTICLE, title=7), "title"),
        (replace(ARTICLE, tags=[""]), "tags"),
        (replace(ARTICLE, authors=[Author("")]), "authors"),
        (replace(ARTICLE, images=[Image("a.jpg")]), "images"),
        (replace(ARTICLE, related=[RelatedArticle("제목", "javascript:")]), "related"),
        (replace(ARTICLE, section=""), "section"),
        (replace(READING, temperature_c=99.0), "temperature_c"),
        (replace(READING, temperature_c="추움"), "temperature_c"),
        (replace(READING, date="2025.12.19"), "date"),
        (replace(READING, station=""), "station"),
        (replace(WIDGET, page_kind="other"), "page_kind"),
        (replace(WIDGET, entries=[WidgetEntry(0, "제목", HOME)]), "entries"),
        (replace(REJECTED, reason="Time out"), "reason"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_item_that_breaks_the_contract_is_rejected_and_says_where(item: Any, place: str) -> None:
    rejected = checked(item)
    assert isinstance(rejected, Rejected)
    assert (rejected.reason, rejected.site) == ("invalid", "demo")
    assert rejected.url == getattr(item, "page_url", getattr(item, "url", None))
    assert place in (rejected.detail or "")


@pytest.mark.parametrize("pipeline", KINDS)
def test_a_pipeline_leaves_other_kinds_alone(pipeline: Any) -> None:
    made = pipeline.from_crawler(stub())
    for item in (replace(ARTICLE, title=""), replace(READING, station=""), replace(WIDGET, entries=[]), REJECTED, {}):
        if not isinstance(item, made.kind):
            assert made.process_item(item) is item


# ---- repeats ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("pipeline", "item", "name"),
    [(WeatherPipeline, READING, "weather"), (SidebarPipeline, WIDGET, "sidebar")],
    ids=["reading", "widget"],
)
def test_what_stands_on_every_page_passes_once_a_run(pipeline: Any, item: Any, name: str) -> None:
    crawler = stub()
    made = pipeline.from_crawler(crawler)
    assert made.process_item(item) is item
    with pytest.raises(DropItem):
        made.process_item(replace(item, page_url=f"{HOME}other", fetched_at="2025-12-19T07:00:00+09:00"))
    assert crawler.stats == {f"newscrawler/{name}/repeated": 1}
    assert pipeline.from_crawler(stub()).process_item(item) is item


@pytest.mark.parametrize(
    "other",
    [
        replace(READING, date="2025-12-20"),
        replace(READING, station="부산"),
        replace(READING, condition=None),
        replace(READING, temperature_c=None),
        replace(WIDGET, heading=None),
        replace(WIDGET, more_url=HOME),
        replace(WIDGET, entries=[]),
        replace(WIDGET, entries=[WidgetEntry(1, "다른 제목", f"{HOME}news/article.html?no=1")]),
        replace(WIDGET, entries=[WidgetEntry(1, "제목", f"{HOME}news/article.html?no=2")]),
    ],
)
def test_different_content_is_not_a_repeat(other: Any) -> None:
    pipelines = WeatherPipeline(stub()), SidebarPipeline(stub())
    for pipeline in pipelines:
        pipeline.process_item(READING)
        pipeline.process_item(WIDGET)
        assert pipeline.process_item(other) is other


def test_articles_and_rejections_are_never_repeats() -> None:
    articles, rejected = ArticlePipeline(stub()), RejectedPipeline(stub())
    for item in (ARTICLE, ARTICLE, REJECTED, REJECTED):
        assert rejected.process_item(articles.process_item(item)) is item


# ---- revisions ----------------------------------------------------------------------------------------
def at_work(data_dir: Path) -> Any:
    """A crawler whose run has stored ARTICLE."""
    crawler = stub({"DATA_DIR": str(data_dir)})
    prepare(run_of(crawler)).begin()
    StorePipeline.from_crawler(crawler).process_item(ARTICLE)
    return crawler


def gone(reason: str = "http_404", number: int = 1) -> Rejected:
    return Rejected(site="demo", url=f"{HOME}news/article.html?no={number}", reason=reason, fetched_at=TIME)


def test_a_known_article_is_unchanged_modified_or_removed(tmp_path: Path) -> None:
    crawler = at_work(tmp_path)
    articles, rejections, store = (kind(crawler) for kind in (ArticlePipeline, RejectedPipeline, StorePipeline))
    with pytest.raises(DropItem):
        articles.process_item(replace(ARTICLE, found_via="widget"))
    assert run_of(crawler).journal.unchanged == crawler.stats["newscrawler/article/unchanged"] == 1
    mended = replace(ARTICLE, body="고친 본문", content_hash=f"sha256:{'1' * 64}", found_via="widget")
    changed = store.process_item(articles.process_item(mended))
    assert (changed.revision, changed.status, changed.found_via) == (2, "modified", "list")
    store.process_item(replace(mended, revision=2, status="removed"))
    with pytest.raises(DropItem):  # removed before
        rejections.process_item(gone("missing"))
    assert run_of(crawler).journal.unchanged == 2
    back = articles.process_item(replace(mended))
    assert (back.revision, back.status) == (3, "modified")


def test_a_mended_caption_or_table_is_a_revision_and_an_older_form_of_the_hash_is_not(tmp_path: Path) -> None:
    crawler = at_work(tmp_path)
    articles, store = ArticlePipeline(crawler), StorePipeline.from_crawler(crawler)

    def read(caption: str, table: str, number: int = 2) -> Article:
        images, tables = [Image("https://cdn.test/a.jpg", caption)], [[[table]]]
        digest = content_hash(ARTICLE.title, None, "글", [caption], tables)
        url = f"{HOME}news/article.html?no={number}"
        return replace(ARTICLE, id=f"demo:{number}", url=url, subtitle=None, body="글", images=images, tables=tables,
                       content_hash=digest)  # fmt: skip

    first = read("전경", "1")
    store.process_item(replace(first, content_hash=content_hash(first.title, None, "글")))  # as it was made before
    with pytest.raises(DropItem):
        articles.process_item(read("전경", "1"))
    mended = store.process_item(articles.process_item(read("옛 전경", "1")))
    assert (mended.revision, mended.status) == (2, "modified")
    assert articles.process_item(read("옛 전경", "2")).revision == 3
    with pytest.raises(DropItem):
        articles.process_item(read("옛 전경", "1"))


def test_only_what_is_gone_is_kept_back_and_only_of_a_known_article(tmp_path: Path) -> None:
    rejections = RejectedPipeline(at_work(tmp_path))
    with pytest.raises(DropItem):
        rejections.process_item(gone())
    for item in (gone("timeout"), gone("no_body"), gone(number=2), REJECTED):
        assert rejections.process_item(item) is item


# ---- the last one -------------------------------------------------------------------------------------
def test_accepted_records_are_stored_and_counted_and_other_items_pass(tmp_path: Path) -> None:
    crawler = at_work(tmp_path)
    store = StorePipeline.from_crawler(crawler)
    for item in (READING, WIDGET, REJECTED, {"title": "x"}):
        assert store.process_item(item) is item
    kinds = ("article", "weather", "sidebar", "rejected")
    assert crawler.stats == {f"newscrawler/{kind}/stored": 1 for kind in kinds}


def test_what_was_stored_is_committed_by_the_clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run killed in a quiet minute has lost nothing older than that."""
    crawler = stub({"DATA_DIR": str(tmp_path)})
    run = prepare(run_of(crawler))
    run.begin()
    clock = Clock()
    monkeypatch.setattr("newscrawler.store.sqlite.time.monotonic", clock.seconds)
    store = StorePipeline.from_crawler(crawler)
    store.commits.clock = clock
    store.spider_opened()
    store.process_item(ARTICLE)
    with closing(read_archive(crawler.settings, "demo")) as reader:
        clock.advance(0.5)
        assert reader.is_empty()
        clock.advance(0.5)
        clock.advance(0.5)
        assert not reader.is_empty()
    asyncio.run(store.spider_closed("finished"))
    assert not store.commits.running
    assert clock.getDelayedCalls() == []


class Engine:
    """An engine that only notes why it was told to close, with two requests that wait for their turn."""

    def __init__(self) -> None:
        self.reasons: list[str] = []
        self.waiting: deque[tuple[None, Deferred[None]]] = deque((None, Deferred()) for _ in range(2))
        for _, answer in self.waiting:
            answer.addErrback(lambda failure: failure.trap(InterruptedRequest))
        self.downloader = SimpleNamespace(slots={"demo.test": SimpleNamespace(queue=self.waiting)})

    async def close_spider_async(self, reason: str) -> None:
        self.reasons.append(reason)


def test_a_commit_that_fails_stops_the_crawl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    crawler = stub({"DATA_DIR": str(tmp_path)}, engine=Engine())
    run = prepare(run_of(crawler))
    run.begin()
    store = StorePipeline.from_crawler(crawler)

    def full() -> None:
        raise ArchiveError("the disk is full")

    async def work() -> None:
        assert run.archive is not None
        monkeypatch.setattr(run.archive, "commit_due", full)
        store.commit_due()
        store.commit_due()  # one failure is enough
        await asyncio.sleep(0)
        await store.spider_closed("not_stored")

    asyncio.run(work())
    assert crawler.engine.reasons == ["not_stored"]
    assert not crawler.engine.waiting
    assert run.outcome is not None
    assert (run.outcome.exit_code, run.outcome.alarms[0]) == (4, "the disk is full")


def test_a_lock_that_is_lost_stops_the_crawl_also_where_nothing_is_stored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crawler = stub({"DATA_DIR": str(tmp_path)}, engine=Engine())
    run = prepare(run_of(crawler))
    run.begin()
    store = StorePipeline.from_crawler(crawler)

    def lost() -> None:
        raise ArchiveError("the session is lost")

    async def work() -> None:
        store.commit_due()
        assert crawler.engine.reasons == []
        monkeypatch.setattr(run.archive, "ping", lost)
        store.commit_due()
        await asyncio.sleep(0)
        await store.spider_closed("not_stored")

    asyncio.run(work())
    assert crawler.engine.reasons == ["not_stored"]
    assert run.outcome is not None
    assert (run.outcome.exit_code, run.outcome.alarms[0]) == (4, "the session is lost")


@pytest.mark.parametrize("place", ["spider_error", "item_error"])
def test_an_archive_that_cannot_be_asked_is_not_the_page_s_fault(tmp_path: Path, place: str) -> None:
    """Pages are compared with the archive while they are read; a full disk fails there as well as in a commit."""
    crawler = stub({"DATA_DIR": str(tmp_path)}, engine=Engine())
    run = prepare(run_of(crawler))
    run.begin()
    store = StorePipeline.from_crawler(crawler)
    failure = Failure(ArchiveError("the disk is full"))

    async def work() -> None:
        for _ in range(2):  # one failure is enough
            if place == "spider_error":
                store.spider_error(failure, HtmlResponse(HOME))
            else:
                store.item_error(ARTICLE, failure)
        await asyncio.sleep(0)
        await store.spider_closed("not_stored")

    asyncio.run(work())
    assert crawler.engine.reasons == ["not_stored"]
    assert run.outcome == Outcome(4, ["the disk is full"])


def test_an_error_of_ours_is_a_rejected_record_and_exit_1(tmp_path: Path) -> None:
    crawler = at_work(tmp_path)
    store, run = StorePipeline.from_crawler(crawler), run_of(crawler)
    page = f"{HOME}page"
    store.spider_error(Failure(ValueError("bad date")), HtmlResponse(page))
    store.item_error(REJECTED, Failure(KeyError("body")))
    asyncio.run(store.spider_closed("finished"))
    records = [json.loads(line) for line in (Path(run.place) / "rejected.jsonl").read_text("utf-8").splitlines()]
    assert [(record["url"], record["reason"], record["detail"]) for record in records] == [
        (page, "parser_error", "ValueError: bad date"),
        (HOME, "invalid", "KeyError: 'body'"),
    ]
    assert run.outcome == Outcome(1, [f"{page}: ValueError: bad date", f"{HOME}: KeyError: 'body'"])
    assert crawler.stats["newscrawler/run/exit_code"] == 1


def test_a_crawl_that_is_not_a_run_ends_without_a_judgement(tmp_path: Path) -> None:
    crawler = stub({"DATA_DIR": str(tmp_path)})
    store = StorePipeline.from_crawler(crawler)
    store.process_item(ARTICLE)
    asyncio.run(store.spider_closed("finished"))
    assert (crawler.stats, run_of(crawler).outcome, list(tmp_path.iterdir())) == ({}, None, [])
