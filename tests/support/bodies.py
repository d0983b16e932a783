"""The body of an article, read from its inner markup."""

from __future__ import annotations

from newscrawler.cms.article import ArticlePage
from newscrawler.cms.links import SiteUrls
from newscrawler.cms.markup.body import Body

URLS = SiteUrls("https://www.news-a.test/")
BEFORE, AFTER = "가온시가 새벽버스를 늘린다.", "첫차는 40분 이르다."


def body(html: str) -> Body:
    """What is read from this markup as the whole body."""
    page = f'<body><h2>제목</h2><div class="cnt_view"><div id="news_body_area">{html}</div></div></body>'
    return ArticlePage(page, "https://www.news-a.test/news/article.html?no=1001", URLS).body


def between(html: str) -> list[str]:
    """The paragraphs read from this markup between two others, which must be read themselves."""
    first, *found, last = body(f"<p>{BEFORE}</p>{html}<p>{AFTER}</p>").paragraphs
    assert (first, last) == (BEFORE, AFTER)
    return found
