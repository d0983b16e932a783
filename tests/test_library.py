"""`newscrawler.read` and `newscrawler.articles`: what programs get without a crawl."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from scrapy.settings import BaseSettings
from support.papers import FIXTURES
from support.records import article

import newscrawler
from newscrawler.items import Article, Rejected
from newscrawler.store.archive import NoArchiveError
from newscrawler.store.archives import open_archive

PAPERS = ("modern", "oldskin", "nd_boxes", "nd_tables")
ARTICLES = [
    (paper, file, page)
    for paper in PAPERS
    for file, page in json.loads((FIXTURES / paper / "expected.json").read_text("utf-8"))["pages"].items()
    if page["kind"] == "article"
]


# ---- one page ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("paper", "file", "page"), ARTICLES, ids=[f"{one[0]}/{one[1]}" for one in ARTICLES])
def test_a_page_of_either_family_is_read_from_its_bytes(paper: str, file: str, page: dict[str, Any]) -> None:
    found = newscrawler.read((FIXTURES / paper / file).read_bytes(), page["url"])
    assert isinstance(found, Article), found
    assert (found.title, found.found_via) == (page["article"]["title"], "start")
    assert found.extraction == ("ndsoft" if paper.startswith("nd_") else "mediaon")


URL = "https://www.any.test/news/article.html?no=7"
PAGE = "<html><head><title>제목</title></head><body><p>삭제된 기사입니다.</p></body></html>"


@pytest.mark.parametrize(
    ("html", "url", "reason", "detail"),
    [
        (PAGE, URL, "missing", "삭제된 기사입니다."),
        ("", URL, "no_page", "empty"),
        (b"\x80\x81\xff" * 400, URL, "undecodable", "text in neither UTF-8 nor CP949"),
        ("<div>" * 100_000, URL, "too_deep", None),
    ],
    ids=["deleted", "empty", "bytes", "deep"],
)
def test_a_page_that_is_not_an_article_is_rejected_with_the_reason(
    html: str | bytes, url: str, reason: str, detail: str | None
) -> None:
    found = newscrawler.read(html, url, site="any")
    assert isinstance(found, Rejected)
    assert (found.site, found.url, found.reason) == ("any", url, reason)
    assert detail is None or found.detail == detail


def test_an_address_that_is_no_article_s_is_said() -> None:
    page = (FIXTURES / "modern/article_6001.html").read_bytes()
    found = newscrawler.read(page, "https://www.any.test/about")
    assert isinstance(found, Rejected)
    assert (found.reason, found.detail) == ("unexpected", "the address is not that of an article")
    for url, family in (("ftp://a.test/", None), (URL, "zeroboard")):
        with pytest.raises(ValueError, match=r"not an http or https address|family must be one of mediaon, ndsoft"):
            newscrawler.read(page, url, family=family)


# ---- the archives -----------------------------------------------------------------------------------------
@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """Two newspapers; the article 2 of the first was changed in a second run."""
    settings = BaseSettings({"DATA_DIR": str(tmp_path)})
    runs = {
        "demo": [[article(1), article(2)], [article(2, body="고친 본문", published_at="2026-03-05T09:00:00+09:00")]]
    }
    for site, runs_of in {**runs, "other": [[article(9)]]}.items():
        for number, records in enumerate(runs_of, 1):
            (tmp_path / site).mkdir(exist_ok=True)
            with closing(open_archive(settings, site)) as archive:
                archive.begin_run(f"2026030{number}T060000", f"2026-03-0{number}T06:00:00+09:00", lambda run_id: True)
                for record in records:
                    record.revision = number
                    archive.add(record)
                archive.commit()
    return tmp_path


def test_the_newest_revision_of_each_article_comes_by_newspaper_and_time(data_dir: Path) -> None:
    found = [(one.id, one.body, one.revision) for one in newscrawler.articles(data_dir)]
    assert found == [("demo:1", "본문", 1), ("demo:2", "고친 본문", 2), ("demo:9", "본문", 1)]
    assert [one.id for one in newscrawler.articles(data_dir, site="demo", since=date(2026, 3, 3))] == ["demo:2"]
    assert [one.id for one in newscrawler.articles(data_dir, until=date(2026, 3, 2))] == ["demo:1", "demo:9"]
    with pytest.raises(NoArchiveError):
        next(newscrawler.articles(data_dir, site="nobody"))


def test_the_package_has_nothing_else_by_that_way() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'crawl'"):
        newscrawler.crawl  # noqa: B018
