"""Stored pages read again: which page belongs to which record, and what is said of the difference."""

from __future__ import annotations

import gzip
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from scrapy.settings import Settings
from support import archived
from support.hostile import HTML, article, page

from newscrawler import settings as project_settings
from newscrawler.cms.article import ArticlePage
from newscrawler.items import Article, Item, Rejected
from newscrawler.reread.compare import READ, Change, Reading, Rereader
from newscrawler.reread.pages import NoWarcError, StoredPages
from newscrawler.reread.printing import Report
from newscrawler.spiders.past import UnknownNewspaperError, spider_of
from newscrawler.store.exchange import Exchange
from newscrawler.store.sqlite import SqliteArchive
from newscrawler.store.warc import WarcFile

DAY, KILLED = "2026-03-01", "20260228T063000"
RUN = "20260301T063000"
HOME = "http://demo.test/"
BEGAN = datetime(2026, 2, 28, 21, 30, tzinfo=UTC)  # 06:30 in Korea
SETTINGS = Settings()
SETTINGS.setmodule(project_settings, priority="project")


def url_of(number: int) -> str:
    return f"{HOME}news/article.html?no={number}"


def answer(url: str, html: str | bytes, *, after: int = 0, status: int = 200, **headers: str) -> Exchange:
    """An answer that came ``after`` so many seconds."""
    lines = [*HTML.items(), *((name.replace("_", "-"), value) for name, value in headers.items())]
    body = html.encode() if isinstance(html, str) else html
    return Exchange(url, "GET", [], b"", BEGAN + timedelta(seconds=after), status, lines, body)


def record(number: int, html: str, after: int = 1) -> Article:
    """The record that the readers make of a page today, fetched ``after`` so many seconds."""
    manifest = archived.manifest("demo", DAY)
    spider = spider_of(replace(manifest, family="mediaon"), SETTINGS)
    fetched = f"2026-03-01T06:30:{after:02}+09:00"
    found = ArticlePage(html, url_of(number), spider.urls).item("demo", spider.title, "list", HOME, fetched)
    assert found is not None
    return found


def readings(
    folder: Path, items: list[Item], *exchanges: Exchange, run_id: str = RUN, killed: bool = False
) -> list[Reading]:
    """What is said of a run that stored these records, and whose pages are these."""
    manifest = replace(archived.store(folder, "demo", DAY, items), family="mediaon")
    warcs = folder / "warc"
    file = WarcFile(warcs, run_id, {})
    if killed:
        whole = WarcFile(warcs, RUN, {})
        whole.close()
        whole.publish()
    for one in exchanges:
        file.add(one)
    if killed:
        file.keep()
    else:
        file.close()
        file.publish()
    spider = spider_of(manifest, SETTINGS)
    with closing(SqliteArchive(folder / "demo/archive.sqlite", "demo", read_only=True)) as archive:
        return list(Rereader(archive, RUN, StoredPages(warcs, RUN, spider), spider).readings())


def only(found: list[Reading]) -> Reading:
    (reading,) = found
    return reading


# ---- the records --------------------------------------------------------------------------------------
def test_a_page_that_reads_as_before_is_the_same(tmp_path: Path) -> None:
    html = article()
    reading = only(readings(tmp_path, [record(1, html)], answer(url_of(1), html)))
    assert (reading.outcome, reading.changes, reading.url) == ("same", {}, url_of(1))
    assert reading.warc is not None
    assert (reading.warc.filename, reading.warc.url) == (f"{RUN}.warc.gz", url_of(1))


@pytest.mark.parametrize(
    ("name", "old"),
    [
        ("title", "다르게 읽은 제목"),
        ("authors", []),
        ("published_at", None),
        ("images", [{"url": "http://demo.test/a.jpg", "caption": None}]),
    ],
)
def test_a_field_that_reads_differently_is_named_with_both_values(tmp_path: Path, name: str, old: object) -> None:
    now = record(1, article())
    then = msgspec.convert({**msgspec.to_builtins(now), name: old}, Article)
    reading = only(readings(tmp_path, [then], answer(url_of(1), article())))
    assert reading.outcome == "changed"
    assert reading.changes == {name: Change(getattr(then, name), getattr(now, name))}


def test_every_field_that_a_page_has_is_compared() -> None:
    of_the_run = {"type", "id", "site", "found_via", "found_on", "revision", "status", "content_hash", "fetched_at"}
    assert {*READ, *of_the_run} == {*Article.__dataclass_fields__}


def test_a_page_that_is_not_accepted_any_more_says_why(tmp_path: Path) -> None:
    empty = article(title="")
    reading = only(readings(tmp_path, [record(1, article())], answer(url_of(1), empty)))
    assert reading.outcome == "rejected"
    assert reading.reason in ("no_title", "unexpected")


def test_a_page_that_breaks_a_reader_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    then = record(1, article())

    def fail(*_: object) -> None:
        raise KeyError("no")

    monkeypatch.setattr(ArticlePage, "item", fail)
    reading = only(readings(tmp_path, [then], answer(url_of(1), article())))
    assert (reading.outcome, reading.reason) == ("rejected", "parser_error")


@pytest.mark.parametrize(
    ("reason", "html", "outcome"),
    [
        ("no_title", article(), "accepted"),
        ("parser_error", article(), "accepted"),
        ("no_title", article(title=""), "same"),
        ("missing", page("<p>삭제된 기사입니다.</p>"), "same"),
        ("unexpected", article().removesuffix("</html>"), "same"),  # it was cut
    ],
)
def test_a_rejected_page_may_be_accepted_today(tmp_path: Path, reason: str, html: str, outcome: str) -> None:
    then = Rejected(site="demo", url=url_of(1), reason=reason, fetched_at="2026-03-01T06:30:01+09:00")
    reading = only(readings(tmp_path, [then], answer(url_of(1), html)))
    assert (reading.outcome, reading.reason) == (outcome, reason)


def test_failures_of_the_network_and_lists_are_left_out(tmp_path: Path) -> None:
    late = Rejected(site="demo", url=url_of(1), reason="timeout", fetched_at="2026-03-01T06:30:01+09:00")
    lists = replace(late, url=f"{HOME}news/article_list_all.html", reason="unexpected")
    gone = replace(record(2, article()), status="removed")
    assert [one.outcome for one in readings(tmp_path, [late, lists, gone], answer(url_of(1), article()))] == ["same"]


# ---- the pages ----------------------------------------------------------------------------------------
def test_the_last_page_that_came_before_the_record_is_the_one(tmp_path: Path) -> None:
    first, second, later = (article(title=f"{word} 제목입니다") for word in ("앞의", "가운데", "뒤의"))
    pages = (answer(url_of(1), html, after=seconds) for html, seconds in ((first, 0), (second, 2), (later, 9)))
    assert only(readings(tmp_path, [record(1, second, after=3)], *pages)).outcome == "same"


def test_a_record_without_a_stored_page_is_told(tmp_path: Path) -> None:
    assert only(readings(tmp_path, [record(1, article())], answer(url_of(2), article()))).outcome == "no_page"
    refused = answer(url_of(1), article(), status=503)
    assert only(readings(tmp_path / "503", [record(1, article())], refused)).outcome == "no_page"


def test_what_a_killed_run_read_is_found_in_its_own_file(tmp_path: Path) -> None:
    reading = only(readings(tmp_path, [record(1, article())], answer(url_of(1), article()), run_id=KILLED, killed=True))
    assert reading.outcome == "same"
    assert reading.warc is not None
    assert reading.warc.filename == f"{KILLED}.unpublished.warc.gz"


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (gzip.compress(article().encode()), {"Content_Encoding": "gzip"}),
        (gzip.compress(gzip.compress(article().encode())), {"Content_Encoding": "gzip, GZIP"}),
        (article().encode("cp949"), {"Content_Type": "text/html; charset=utf-8"}),
    ],
)
def test_a_page_is_unpacked_and_decoded_as_in_a_crawl(tmp_path: Path, body: bytes, headers: dict[str, str]) -> None:
    assert only(readings(tmp_path, [record(1, article())], answer(url_of(1), body, **headers))).outcome == "same"


@pytest.mark.parametrize(
    ("body", "outcome", "words"),
    [
        (gzip.compress(article().encode())[:-9], "rejected", "truncated"),
        (b"no gzip at all", "damaged", "cannot be unpacked"),
    ],
)
def test_a_page_that_cannot_be_unpacked_says_so(tmp_path: Path, body: bytes, outcome: str, words: str) -> None:
    reading = only(readings(tmp_path, [record(1, article())], answer(url_of(1), body, Content_Encoding="gzip")))
    assert reading.outcome == outcome
    assert reading.reason is not None
    assert words in reading.reason


def test_the_newspaper_s_name_and_address_are_those_of_the_front_page(tmp_path: Path) -> None:
    """As in the crawl: it follows the redirect of the front page, and takes its name where the table has none."""
    file = WarcFile(tmp_path, RUN, {})
    head = '<title>물레일보</title><meta property="og:site_name" content="물레일보">'
    file.add(answer("http://www.news-a.test/", "", status=301, Location="/main/"))
    file.add(answer("http://www.news-a.test/main/", page('<a href="/news/article.html?no=1">1</a>', head)))
    file.close()
    file.publish()
    arguments = {"url": "http://www.news-a.test/"}
    manifest = replace(archived.manifest("news-a.test", DAY), spider="newspaper", arguments=arguments, family="mediaon")
    pages = StoredPages(tmp_path, RUN, spider_of(manifest, SETTINGS))
    assert (pages.title, pages.urls.home) == ("물레일보", "http://www.news-a.test/main/")


def test_a_run_whose_pages_were_not_stored_is_refused(tmp_path: Path) -> None:
    spider = spider_of(archived.manifest("demo", DAY), SETTINGS)
    with pytest.raises(NoWarcError, match=f"run {RUN} has no WARC file in"):
        StoredPages(tmp_path, RUN, spider)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"spider": "naru"}, f"the spider 'naru' of run {RUN} is not in the table of newspapers"),
        ({"arguments": {"skin": "x"}}, f"the arguments of run {RUN} are not valid any more: skin must be"),
    ],
)
def test_a_newspaper_that_is_not_in_the_table_any_more_is_refused(facts: dict[str, object], sentence: str) -> None:
    with pytest.raises(UnknownNewspaperError, match=sentence):
        spider_of(replace(archived.manifest("demo", DAY), **facts), SETTINGS)  # type: ignore[arg-type]


# ---- the report ---------------------------------------------------------------------------------------
def reading(outcome: str, reason: str | None = None, **changes: Change) -> Reading:
    return Reading("demo", RUN, url_of(1), outcome, reason, changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        (Change("앞\n\n같음", "뒤\n\n같음"), ["- 앞", "+ 뒤"]),
        (Change(None, "제목"), ["- null", "+ 제목"]),
        (Change("", "글\x1b[2J"), ["+ 글[2J"]),
        (Change(["가", "나"], ["나"]), ['- "가"']),
    ],
)
def test_a_change_is_shown_line_by_line(change: Change, shown: list[str]) -> None:
    report = Report(5)
    report.add(reading("changed", body=change))
    lines = list(report.lines())
    found = lines[lines.index("  body") + 1 :]
    assert [line.strip() for line in found if line.strip() not in ("-", "+")] == shown


def test_the_report_counts_fields_and_outcomes_and_shows_the_first() -> None:
    report = Report(2)
    report.runs = 1
    report.add(reading("same"))
    for _ in range(3):
        report.add(reading("changed", title=Change("a", "b"), body=Change("a", "b")))
    report.add(reading("changed", body=Change("a", "b")))
    for outcome in ("rejected", "accepted", "no_page", "damaged"):
        report.add(reading(outcome, "no_title"))
    lines = list(report.lines())
    assert lines[:10] == [
        "1 runs, 8 pages read again, 1 the same",
        "accepted: 1 would be accepted that were rejected",
        "changed: 4 would have other values",
        "damaged: 1 have a stored page that is damaged",
        "no_page: 1 have no stored page",
        "rejected: 1 would not be accepted any more",
        "",
        "articles by field:",
        "  title  3",
        "  body   4",
    ]
    assert lines[-1] == "and 6 more; --json FILE writes all of them"
    assert lines.count(f"demo {RUN}  {url_of(1)}") == 2


def test_a_rejected_page_is_shown_with_the_reason() -> None:
    report = Report(1)
    report.add(reading("rejected", "no_title"))
    assert list(report.lines())[-2:] == [f"demo {RUN}  {url_of(1)}", "  rejected: no_title"]
