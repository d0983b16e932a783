"""Pages without the CMS's markup are read by the general extractor or rejected; the CMS's own never are."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from support.crawling import ROOT
from support.hostile import ORIGIN, Paper, article, attack, outcome, page, path_of, reasons
from support.shown import Shown

from newscrawler.cms import article as article_module
from newscrawler.cms.article import ArticlePage
from newscrawler.cms.fallback import extract
from newscrawler.cms.links import SiteUrls
from newscrawler.demo import Newspaper
from newscrawler.items import Article, Rejected
from newscrawler.korean.encoding import detect
from newscrawler.pipelines.base import problem_of, rejected_for

TITLE = "백 년 된 돌다리를 손보는 사람들"
STORY = [
    "물레동 주민들은 봄마다 개울가에 모여 돌다리를 손본다고 한다. 올해도 스무 명 넘는 이웃이 아침에 모여 돌을 날랐다.",
    "마을 어른인 한마루 씨는 다리가 놓인 지 백 년이 넘었다며 앞으로도 해마다 손보겠다고 말했다. 아이들도 뒤를 따랐다.",
    "군청은 내년에 다리 옆에 쉼터를 짓기로 했다. 공사는 가을걷이가 끝난 뒤에 시작해 이듬해 봄에 마칠 것이라고 밝혔다.",
    "다리 이름은 아직 정해지지 않았다. 주민들은 다음 달 마을 잔치에서 이름을 함께 고르기로 뜻을 모았다고 전했다.",
]
PARAGRAPHS = "".join(f"<p>{text}</p>" for text in STORY)
MENU = "".join(f'<li><a href="/{name}">{name}</a></li>' for name in "소식 마을 사람 생각 자료".split())

BLOG = f"""<!DOCTYPE html><html lang="ko-KR"><head><meta charset="UTF-8"><title>{TITLE} - 물레일보</title>
<meta property="og:type" content="article"><meta property="og:title" content="{TITLE}">
<meta property="article:published_time" content="2026-03-02T10:11:12+09:00"></head>
<body class="post-template"><header class="site-header"><nav><ul>{MENU}</ul></nav></header>
<main id="primary"><article class="post hentry"><h1 class="entry-title">{TITLE}</h1>
<div class="entry-content">{PARAGRAPHS}</div></article></main><footer>저작권 물레일보</footer></body></html>"""

STORE = f"""<!DOCTYPE html><html lang="ko"><head><title>{TITLE}</title><meta name="date" content="2026-03-02">
</head><body><div id="app"><ul class="menu">{MENU}</ul><div class="viewer"><h1>{TITLE}</h1>
<span class="when">입력 2026.03.02</span><div class="story">{PARAGRAPHS}</div></div>
<div class="foot">물레일보 | 대표 전화 000-0000</div></div></body></html>"""

TABLE = f"""<html><head><title>{TITLE}</title><meta name="date" content="2026-03-02"></head><body bgcolor=white>
<table width=600><tr><td><font size=5><b>{TITLE}</b></font></td></tr>
<tr><td>{"<br><br>".join(STORY)}</td></tr></table></body></html>"""

MAKES = {
    "blog": (BLOG, "2026-03-02T10:11:12+09:00"),
    "store": (STORE, "2026-03-02T00:00:00+09:00"),
    "table": (TABLE, "2026-03-02T00:00:00+09:00"),
}
NO_ARTICLES = {
    "menu": page(f"<ul>{MENU}</ul>", f"<title>{TITLE}</title>"),
    "log-in": page("<h1>로그인</h1><form>아이디 <input> 비밀번호 <input></form><p>회원만 볼 수 있습니다.</p>"),
    "no date": BLOG.replace('<meta property="article:published_time" content="2026-03-02T10:11:12+09:00">', ""),
    "short": BLOG.replace(PARAGRAPHS, "<p>준비 중입니다.</p>"),
    "nothing": "<html></html>",
}
REASONS = {"menu": "unexpected", "log-in": "unexpected", "nothing": "unexpected"}
SHOWN = [
    *((None, (f"an article of another system ({make})", "read, marked `fallback`", "-")) for make in MAKES),
    *((None, (f"another system's page: {make}", f"`{REASONS.get(make, 'no_body')}`", "-")) for make in NO_ARTICLES),
]
URLS = SiteUrls(ORIGIN + "/")


def read(html: str, number: int = 1) -> Article:
    url = ORIGIN + path_of(number)
    found = ArticlePage(html, url, URLS).item("demo.test", "물레일보", "list", url, "2026-03-03T00:00:00+09:00")
    assert found is not None
    return found


def checked(item: Article) -> Any:
    problem = problem_of(item)
    return item if problem is None else rejected_for(item, *problem)


@pytest.mark.parametrize("make", MAKES)
def test_a_foreign_page_is_read_by_the_general_extractor(make: str) -> None:
    html, published = MAKES[make]
    found = checked(read(html))
    assert isinstance(found, Article)
    assert (found.extraction, found.title, found.published_at) == ("fallback", TITLE, published)
    assert found.body.split("\n\n") == STORY


@pytest.mark.parametrize("make", NO_ARTICLES)
def test_a_foreign_page_without_an_article_is_rejected(make: str) -> None:
    instead = ArticlePage(NO_ARTICLES[make], ORIGIN + path_of(1), URLS).not_article
    found = checked(read(NO_ARTICLES[make]))
    assert isinstance(found, Rejected)
    assert (instead.reason if instead else found.reason) == REASONS.get(make, "no_body")


@pytest.mark.shows("an article of another system, without the general extractor", "`no_body`", None)
@pytest.mark.parametrize("make", MAKES)
def test_without_the_extractor_a_foreign_page_is_rejected(
    make: str, shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    assert extract(MAKES[make][0], ORIGIN + path_of(1), MAKES[make][1]) is None
    found = checked(read(MAKES[make][0]))
    assert isinstance(found, Rejected)
    shown.holds(f"`{found.reason}`")


def test_pages_of_the_cms_never_use_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even those that are missing, or whose body holds nothing but a picture."""

    def refuse(html: str, url: str, published_at: str | None) -> None:
        raise AssertionError(f"the general extractor was asked for {url}")

    monkeypatch.setattr(article_module, "extract", refuse)
    count = 0
    for skin in ("m1x", "m01"):
        paper = Newspaper(articles=40, skin=skin)  # type: ignore[arg-type]
        urls = SiteUrls(paper.origin + "/")
        for url in [*paper.truth_articles(), *paper.truth_missing()]:
            html = paper.reply("GET", url).body.decode()
            item = ArticlePage(html, url, urls).item("x", None, "list", url, "2026-03-03T00:00:00+09:00")
            assert item is not None
            assert item.extraction == "mediaon"
            count += 1
    for file in sorted((ROOT / "tests/fixtures").glob("*/article_*.html")):
        body = file.read_bytes()
        read(body.decode(detect(body) or "utf-8", "replace"))
        count += 1
    assert read(article(body='<img src="/a.jpg">')).extraction == "mediaon"
    assert read(article(body="")).extraction == "mediaon"
    assert count > 90


def test_a_crawl_marks_what_it_read_so(tmp_path: Path) -> None:
    sent = {path_of(n): html for n, (html, _) in enumerate(MAKES.values(), start=1)}
    sent |= {path_of(n): html for n, html in enumerate(NO_ARTICLES.values(), start=11)}
    paper = Paper([1, 2, 3, 4, *range(11, 11 + len(NO_ARTICLES))], sent)
    run, _ = attack(paper, data_dir=tmp_path)
    assert {record["id"].partition(":")[2]: record["extraction"] for record in run.articles} == {
        **dict.fromkeys(("1", "2", "3"), "fallback"),
        "4": "mediaon",
    }
    expected = [REASONS.get(make, "no_body") for make in NO_ARTICLES]
    assert reasons(run) == {path_of(number): reason for number, reason in enumerate(expected, start=11)}
    assert outcome(run) == (1, False, 1)
