"""Recognises the CMS of a page: families that can be read by their signs, other Korean systems by their addresses."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from newscrawler.cms.dom import attribute
from newscrawler.cms.families import FAMILIES
from newscrawler.cms.family import PROOF, Family
from newscrawler.cms.links import SiteUrls
from newscrawler.cms.page import Page

# Marks of other systems. A system whose maker is not certain is named by its addresses.
_OTHERS = (
    ("sub_read.html?uid= 꼴의 CMS(브레이크뉴스 등)", re.compile(r"\bsub_read\.html\?uid=")),
    ("index_view_page.php 꼴의 CMS", re.compile(r"/default/index_view_page\.php\?")),
    ("워드프레스(WordPress)", re.compile(r"/wp-(?:content|includes)/")),
    ("그누보드", re.compile(r"/bbs/board\.php\?bo_table=")),
    ("XE·라이믹스(Rhymix)", re.compile(r"name=[\"']generator[\"'][^>]{0,60}(?:XpressEngine|Rhymix)", re.I)),
)
_SHAPES_SHOWN = 5


@dataclass(slots=True)
class Cms:
    """The signs of a CMS on the pages read so far.

    ``family`` is its name for people, None while nothing is recognised; ``signs`` are those of the family with the
    most of them. ``shapes`` counts the forms of the front page's own links, the most frequent first.
    """

    family: str | None = None
    skin: str | None = None
    signs: list[str] = field(default_factory=list)
    generator: str | None = None
    shapes: dict[str, int] = field(default_factory=dict)
    _by_family: dict[str, list[str]] = field(default_factory=dict)  # name -> signs

    def add(self, page: Page) -> None:
        """Adds the signs of another page."""
        for family in FAMILIES.values():
            known = self._by_family.setdefault(family.name, [])
            own = page if family is page.urls.family else Page(page.html, page.url, SiteUrls(page.urls.home, family))
            known += [sign for sign in family.signs(own) if sign not in known]
        best = max(FAMILIES.values(), key=lambda family: len(self._by_family[family.name]))
        self.signs = self._by_family[best.name]
        self.skin = self.skin or best.skin(page.html)
        self.generator = self.generator or page.meta("generator") or None
        self.shapes = self.shapes or _link_shapes(page)
        if len(self.signs) >= PROOF:
            self.family = best.title
        elif self.family is None:
            self.family = next((name for name, pattern in _OTHERS if pattern.search(page.html)), None)

    @property
    def readable(self) -> Family | None:
        """The family, if it is one that can be read."""
        return next((family for family in FAMILIES.values() if family.title == self.family), None)

    @property
    def likely(self) -> Family | None:
        """The family that can be read, else the only one with a sign, unless another system has left its marks."""
        if self.family is not None:
            return self.readable
        signed = [family for family in FAMILIES.values() if self._by_family.get(family.name)]
        return signed[0] if len(signed) == 1 else None

    @property
    def is_readable(self) -> bool:
        """Whether the CMS is one that can be read."""
        return self.readable is not None


def _link_shapes(page: Page) -> dict[str, int]:
    """The forms of the page's links to its own host (``/news/view.php?no=``) and the number of each."""
    shapes = Counter[str]()
    for node in page.tree.css("a[href]"):
        url = page.own(attribute(node, "href"))
        if url:
            parts = urlsplit(url)
            path = re.sub(r"\d+", "N", parts.path)
            names = "&".join(f"{name}=" for name, _ in parse_qsl(parts.query, keep_blank_values=True))
            shapes[f"{path}?{names}" if names else path] += 1
    return dict(shapes.most_common(_SHAPES_SHOWN))
