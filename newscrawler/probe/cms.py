"""Which CMS a page was made by: the marks mediaOn leaves on every skin, and those of other Korean systems.

Pure functions of one page; what the marks are is told in docs/mediaon.md.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from newscrawler.cms.markup.dom import attribute
from newscrawler.cms.page import Page

MEDIAON = "mediaOn"
_ENOUGH = 2  # one mark may be chance or a quoted address; two are not
_SKIN = re.compile(r"/data/skin/layout/\d{1,3}/([\w-]{1,40})/")
# What stands in the text of a page, on any skin: sign, pattern.
_IN_TEXT = (
    ("ajaxGetSkinContent()", re.compile(r"\bajaxGetSkinContent\b")),
    ("<!-- MAKE FILE -->", re.compile(r"<!--\s*MAKE FILE \(")),
    ("/data/rss/news.xml", re.compile(r"/data/rss/news\.xml")),
    ("/news/banner_click.php", re.compile(r"/news/banner_click\.php")),
)
_IN_TREE = (
    ("#news_body_area", "#news_body_area"),
    (".art_list_all", ".art_list_all"),
    (".btn_art_more", ".btn_art_more"),
    (".weather_box", ".weather_box"),
)
# Where others leave their marks. A system whose maker is not known for sure is named by its addresses.
_OTHERS = (
    ("ND소프트(엔디소프트)", re.compile(r"/articleView\.html\?idxno=|/articleList\.html\b|article-view-content-div")),
    ("sub_read.html?uid= 꼴의 CMS(브레이크뉴스 등)", re.compile(r"\bsub_read\.html\?uid=")),
    ("index_view_page.php 꼴의 CMS", re.compile(r"/default/index_view_page\.php\?")),
    ("워드프레스(WordPress)", re.compile(r"/wp-(?:content|includes)/")),
    ("그누보드", re.compile(r"/bbs/board\.php\?bo_table=")),
    ("XE·라이믹스(Rhymix)", re.compile(r"name=[\"']generator[\"'][^>]{0,60}(?:XpressEngine|Rhymix)", re.I)),
)
_SHAPES_SHOWN = 5


@dataclass(slots=True)
class Cms:
    """What the pages read so far say about the CMS; ``family`` is None while nothing is recognised.

    ``shapes`` are the forms of the front page's own links with their number, the most frequent first.
    """

    family: str | None = None
    skin: str | None = None
    signs: list[str] = field(default_factory=list)
    generator: str | None = None
    shapes: dict[str, int] = field(default_factory=dict)

    def add(self, page: Page) -> None:
        """Takes the marks of one more page into account."""
        self.signs += [sign for sign in _signs(page) if sign not in self.signs]
        skin = _SKIN.search(page.html)
        self.skin = self.skin or (skin[1] if skin else None)
        self.generator = self.generator or page.meta("generator") or None
        self.shapes = self.shapes or _link_shapes(page)
        if len(self.signs) >= _ENOUGH:
            self.family = MEDIAON
        elif self.family is None:
            self.family = next((name for name, pattern in _OTHERS if pattern.search(page.html)), None)

    @property
    def is_mediaon(self) -> bool:
        """Whether the marks are those of mediaOn."""
        return self.family == MEDIAON


def _signs(page: Page) -> list[str]:
    """The marks of mediaOn on a page, each once; links count only where they stay on the newspaper."""
    found = []
    links = [page.urls.link(attribute(node, "href"), page.url) for node in page.tree.css("a[href]")]
    kinds = {link.kind for link in links if link is not None}
    if "article" in kinds:
        found.append("/news/article.html?no=")
    if "list" in kinds:
        found.append("/news/…_list_all.html")
    if any(link is not None and link.kind == "landing" and "section.html?sec_no=" in link.url for link in links):
        found.append("/news/section.html?sec_no=")
    if _SKIN.search(page.html):
        found.append("/data/skin/layout/…")
    found += [sign for sign, pattern in _IN_TEXT if pattern.search(page.html)]
    return found + [sign for sign, css in _IN_TREE if page.tree.css_first(css) is not None]


def _link_shapes(page: Page) -> dict[str, int]:
    """The forms of the page's links to its own host, ``/news/view.php?no=``, with how many there are."""
    shapes = Counter[str]()
    for node in page.tree.css("a[href]"):
        url = page.urls.own(attribute(node, "href"), page.url)
        if url:
            parts = urlsplit(url)
            path = re.sub(r"\d+", "N", parts.path)
            names = "&".join(f"{name}=" for name, _ in parse_qsl(parts.query, keep_blank_values=True))
            shapes[f"{path}?{names}" if names else path] += 1
    return dict(shapes.most_common(_SHAPES_SHOWN))
