"""The marks that mediaOn leaves on its pages, on every skin (docs/mediaon.md §1, §4)."""

from __future__ import annotations

import re

from newscrawler.cms.signs import Signs

_SKIN = re.compile(r"/data/skin/layout/\d{1,3}/([\w-]{1,40})/")
SIGNS = Signs(
    links=(
        ("/news/article.html?no=", lambda link: link.kind == "article"),
        ("/news/…_list_all.html", lambda link: link.kind == "list"),
        ("/news/section.html?sec_no=", lambda link: link.kind == "landing" and "section.html?sec_no=" in link.url),
    ),
    source=(
        ("/data/skin/layout/…", _SKIN),
        ("ajaxGetSkinContent()", re.compile(r"\bajaxGetSkinContent\b")),
        ("<!-- MAKE FILE -->", re.compile(r"<!--\s*MAKE FILE \(")),
        ("/data/rss/news.xml", re.compile(r"/data/rss/news\.xml")),
        ("/news/banner_click.php", re.compile(r"/news/banner_click\.php")),
    ),
    tree=("#news_body_area", ".art_list_all", ".btn_art_more", ".weather_box"),
)


def skin(html: str) -> str | None:
    """The folder that the skin's files come from: ``m16`` of ``/data/skin/layout/1/m16/``."""
    match = _SKIN.search(html)
    return match[1] if match else None
