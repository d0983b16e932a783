"""The marks that mediaOn leaves on its pages, on every skin (docs/mediaon.md §1, §4)."""

from __future__ import annotations

import re

from newscrawler.cms.family import PageSource

_SKIN = re.compile(r"/data/skin/layout/\d{1,3}/([\w-]{1,40})/")
# Signs in the source of a page: sign, pattern.
_IN_SOURCE = (
    ("/data/skin/layout/…", _SKIN),
    ("ajaxGetSkinContent()", re.compile(r"\bajaxGetSkinContent\b")),
    ("<!-- MAKE FILE -->", re.compile(r"<!--\s*MAKE FILE \(")),
    ("/data/rss/news.xml", re.compile(r"/data/rss/news\.xml")),
    ("/news/banner_click.php", re.compile(r"/news/banner_click\.php")),
)
_IN_TREE = ("#news_body_area", ".art_list_all", ".btn_art_more", ".weather_box")


def found(page: PageSource) -> list[str]:
    """The marks on a page, each once; links count only if they stay on the newspaper's host."""
    links = [link for node in page.tree.css("a[href]") if (link := page.link_of(node)) is not None]
    signs = []
    if any(link.kind == "article" for link in links):
        signs.append("/news/article.html?no=")
    if any(link.kind == "list" for link in links):
        signs.append("/news/…_list_all.html")
    if any(link.kind == "landing" and "section.html?sec_no=" in link.url for link in links):
        signs.append("/news/section.html?sec_no=")
    signs += [sign for sign, pattern in _IN_SOURCE if pattern.search(page.html)]
    return signs + [css for css in _IN_TREE if page.tree.css_first(css) is not None]


def skin(html: str) -> str | None:
    """The folder that the skin's files come from: ``m16`` of ``/data/skin/layout/1/m16/``."""
    match = _SKIN.search(html)
    return match[1] if match else None
