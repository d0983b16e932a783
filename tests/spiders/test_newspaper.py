"""The newspaper at an address that a person gives."""

# ruff: noqa: E501 - markup as the CMS prints it

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from scrapy.settings import Settings
from support.crawling import HOME, Recorder, crawl_paper

from newscrawler.cms.families import FAMILIES
from newscrawler.demo import DemoServer, Reply
from newscrawler.loader import NewspaperLoader
from newscrawler.run.arguments import ArgumentError
from newscrawler.spiders.newspaper import MediaonSpider, NewspaperSpider, site_urls


@pytest.mark.parametrize("url", ["https://www.news-a.test/", "http://127.0.0.1:8080/"])
def test_address_of_a_newspaper(url: str) -> None:
    assert site_urls(url).home == url


@pytest.mark.parametrize("url", [None, ""])
def test_address_not_given(url: str | None) -> None:
    with pytest.raises(ArgumentError) as caught:
        site_urls(url)
    assert str(caught.value) == "url is required, for example -a url=https://www.example.kr/"


@pytest.mark.parametrize("url", ["news-a.test", "ftp://news-a.test/", "https://", "https://[bad/", "https://a:x/"])
def test_address_that_is_none(url: str) -> None:
    with pytest.raises(ArgumentError) as caught:
        site_urls(url)
    assert str(caught.value) == f"url={url} is not an http or https address with a host"


@pytest.mark.parametrize(
    "url", ["http://desk:s3cret@news-a.test/", "desk:s3cret@news-a.test", "http://desk:s3cret@[bad/", "ftp://s3cret@a/"]
)
def test_a_password_is_refused_without_being_repeated(url: str) -> None:
    with pytest.raises(ArgumentError) as caught:
        site_urls(url)
    assert str(caught.value).startswith("url=(address not shown) is an address with a user name or password")
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize("name", ["newspaper", "mediaon"])
def test_a_name_of_the_table_is_not_taken_by_an_address(name: str, tmp_path: Path) -> None:
    papers = tmp_path / "papers.toml"
    papers.write_text('[naru]\ntitle = "나루"\nhome = "https://naru.test/"\n', "utf-8")
    settings = Settings()
    settings.setmodule("newscrawler.settings", "project")
    settings.set("NEWSPAPERS", str(papers), "cmdline")
    spider = NewspaperLoader(settings).load(name)
    assert issubclass(spider, NewspaperSpider)
    for url in ("http://naru/", "http://www.NARU:80/"):
        with pytest.raises(ArgumentError) as caught:
            spider.check_arguments({"url": url})
        assert str(caught.value) == "url leads to the folder of the newspaper naru: use scrapy crawl naru"
    spider.check_arguments({"url": "http://naru:8080/"})
    assert NewspaperSpider.taken == frozenset()


@pytest.mark.parametrize("spider", [NewspaperSpider, MediaonSpider])
def test_a_family_may_be_named_and_is_else_recognised(spider: type[NewspaperSpider]) -> None:
    assert spider.chosen_family({"family": "ndsoft"}) is FAMILIES["ndsoft"]
    assert spider(url="https://www.news-n.test/", family="ndsoft").urls.family is FAMILIES["ndsoft"]
    assert spider.chosen_family({}) is None
    with pytest.raises(ArgumentError) as caught:
        spider.check_arguments({"url": "https://www.news-n.test/", "family": "naver"})
    assert str(caught.value) == "family must be one of mediaon, ndsoft, not 'naver'"


# ---- a newspaper of each family --------------------------------------------------------------------------
ROW = """<li class="altlist-webzine-item"><H2 class="altlist-subject"><a href="/news/articleView.html?idxno={no}">기사 {no}</a>
    </H2><div class="altlist-info"><div class="altlist-info-item">가람 기자</div><div class="altlist-info-item">11-07 09:0{no}</div></div></li>"""
FRAME = """<html><head><title>{title}</title><meta property="og:site_name" content="여울신문">
    <script>var ___currentTime = 1762507802;</script></head><body>
    <ul id="user-menu" class="gl-menu"><li><a href="/news/articleList.html?sc_section_code=S1N1&view_type=sm">군정</a></li>
    <li><a href="/bbs/list.html?table=bbs_1">독자마당</a></li></ul><main id="user-container">{content}</main></body></html>"""
BOX = """<article class="box-skin"><header class="header"><strong>많이 본 뉴스</strong></header><section class="content">
    <div id="skin-1" class="auto-article"><div class="item"><a href="/news/articleView.html?idxno=2">기사 2</a></div></div>
    </section></article>"""
VIEW = """<header class="article-view-header"><H1 class="heading">기사 {no}</H1><ul class="breadcrumbs">
    <li class="info-name">가람 기자</li><li>입력 2025.11.07 09:0{no}</li></ul></header>
    <article id="article-view-content-div"><p>{no}번 기사의 글이다.</p></article>"""
BUTTON = """<button class="list-btn-more" data-page="1">더보기</button><script>params['page'] = "1";
    params['sc_section_code'] = "S1N1"; params['total'] = "5"; params['list_per_page'] = "3";</script>"""


class Yeoul(Recorder):
    """An ND소프트 newspaper of five articles; its AJAX endpoint refuses requests that do not name the page."""

    def reply(self, method: str, url: str, body: bytes = b"") -> Reply:
        self.asked.append((method, url, body))
        parts = urlsplit(url)
        query = dict(parse_qsl(parts.query))
        page = int(query.get("page", "1"))
        match parts.path:
            case "/":
                return _html(FRAME.format(title="여울신문", content=BOX))
            case "/news/articleList.html":
                numbers = {1: (5, 4, 3), 2: (2, 1)}.get(page, ())
                rows = "".join(ROW.format(no=number) for number in numbers)
                listed = f'<div id="sections" class="altlist"><ul class="altlist-webzine">{rows}</ul>{BUTTON if page == 1 else ""}</div>'
                return _html(FRAME.format(title="군정 < 기사목록 - 여울신문", content=listed))
            case "/news/ajaxArticlePaging.php":
                data = [{"idxno": str(no), "title": f"기사 {no}", "pub_date": "2025-11-07"} for no in (2, 1)]
                return _html(json.dumps({"result": "success", "data": data}))
            case "/news/articleView.html":
                no = query["idxno"]
                return _html(FRAME.format(title=f"기사 {no} < 군정 < 기사본문 - 여울신문", content=VIEW.format(no=no)))
        return Reply(404, {"Content-Type": "text/plain"}, b"")


def _html(text: str) -> Reply:
    return Reply(200, {"Content-Type": "text/html; charset=utf-8"}, text.encode())


def test_a_newspaper_of_the_other_family_is_recognised_and_read(tmp_path: Path) -> None:
    with DemoServer(Yeoul()) as server:
        run = crawl_paper(server, data_dir=tmp_path)
    assert run.exit_code == 0, run.stderr
    assert f"{HOME} is made with ND소프트: " in run.stderr
    assert (run.manifest["family"], run.manifest["complete"]) == ("ndsoft", True)
    assert sorted((one["id"], one["title"], one["section"], one["extraction"]) for one in run.articles) == [
        (f"demo.test:{no}", f"기사 {no}", "군정", "ndsoft") for no in range(1, 6)
    ]
    assert {one["published_at"] for one in run.articles if one["id"].endswith(":3")} == {"2025-11-07T09:03:00+09:00"}
    assert [record["heading"] for record in run.sidebar] == ["많이 본 뉴스"]
    section = run.sections["/news/articleList.html?sc_section_code=S1N1&view_type=sm"]
    assert (section["name"], section["articles"], section["stopped"]) == ("군정", 5, "end")


@pytest.mark.parametrize("wanted", ["S1N1", "군정"])
def test_a_section_is_chosen_by_its_code_or_name(wanted: str, tmp_path: Path) -> None:
    with DemoServer(Yeoul()) as server:
        run = crawl_paper(server, "-a", f"sections={wanted}", data_dir=tmp_path)
    assert (run.exit_code, len(run.articles), len(run.sections)) == (0, 5, 1)


def test_a_family_that_is_named_is_not_looked_for(tmp_path: Path) -> None:
    """The articles of an ND소프트 newspaper are nothing to mediaOn: it is read as asked, and comes out empty."""
    with DemoServer(Yeoul()) as server:
        run = crawl_paper(server, "-a", "family=mediaon", data_dir=tmp_path)
    assert run.exit_code != 0
    assert (run.manifest["family"], run.articles) == ("mediaon", [])


def test_another_run_of_the_other_family_reads_only_what_is_new(tmp_path: Path) -> None:
    with DemoServer(Yeoul()) as server:
        crawl_paper(server, data_dir=tmp_path)
        server.log.clear()
        run = crawl_paper(server, "-s", "REVISIT_DAYS=0", data_dir=tmp_path)
    assert (run.exit_code, run.articles) == (0, [])
    assert not [url for _, _, url in server.log if "articleView" in url]
