"""Picks articles for widgets and turns them into the entries that a widget family prints."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from newscrawler.demo.archive import Archive
from newscrawler.demo.article import Article
from newscrawler.demo.cms import MEDIAON, Cms
from newscrawler.demo.widgets import Entry, More, Widget

CUT = 24
"""Characters of a title an old skin prints where it cuts."""
BOARD = (
    (31, "독자위원회 위원을 모십니다"),
    (28, "구독료 자동이체 안내"),
    (24, "누리집 점검 알림(3월 7일 새벽)"),
)
"""Posts of the notice board: number, title."""


@dataclass(frozen=True, slots=True)
class Prints:
    """What a family prints of an entry in addition to its title; ``lead_only``: teaser and picture of the first."""

    teaser: int = 0
    picture: str = ""
    lead_only: bool = False
    cut: bool = False


TITLES = Prints()
FAMILIES = {
    "hdl_018": Prints(300, "678x382"),
    "hdl_003": Prints(150, "90x60"),
    "arl_007": Prints(150, "90x60"),
    "arl_022": Prints(120, "90x60"),
    "arl_051": Prints(200, "78x78"),
    "arl_054": Prints(180, "258x171"),
    "arl_004": Prints(0, "153x102"),
    "hdl_006": Prints(0, "300x200"),
    "hdl_023": Prints(0, "330x220"),
    "hdl_007": Prints(160, "678x452"),
    "hdl_010": Prints(0, "220x146"),
    "arl_033": Prints(600, "118x78", lead_only=True),
    "arl_036": Prints(300, "80x80", lead_only=True),
    "arl_043": Prints(600, "118x78", lead_only=True),
    "arl_017": Prints(100, lead_only=True),
    "pvw_001": Prints(0, "190x143"),
    "pvw_009": Prints(0, "278x185"),
    "nd_lead": Prints(300, "678x382"),
    "nd_list": Prints(120, "120x78"),
    "nd_slides": Prints(0, "260x150"),
    "m01_hdl5": Prints(160, "320x213"),
    "m01_hdl10": Prints(90, "140x93"),
    "m01_arl5": Prints(80, "100x66"),
    "m01_arl35": Prints(110, "120x80"),
    "m01_arl36": Prints(0, "198x132", cut=True),
    "m01_arl41": Prints(70, "", cut=True),
    "m01_arl4": Prints(0, "", cut=True),
}
"""Families not listed print titles only."""


class Shelf:
    """Builds the widgets of one page after another, giving each its number."""

    def __init__(
        self, archive: Archive, article: Callable[[int], Article], origin: str, first_lay: int, cms: Cms = MEDIAON
    ) -> None:
        self.archive = archive
        self._article = article
        self._origin = origin
        self._host = origin.partition("//")[2]
        self._lay_no = first_lay
        self._cms = cms

    def widget(
        self,
        family: str,
        numbers: Sequence[int],
        heading: str | None = None,
        href: str | None = None,
        more: More | None = None,
        bare: bool = False,
    ) -> Widget:
        """A widget with these articles; ``bare`` keeps hrefs free of junk parameters."""
        self._lay_no += 7
        entries = tuple(self.entry(family, no, rank, bare) for rank, no in enumerate(numbers))
        return Widget(family, self._lay_no, entries, heading, href, more)

    def board(
        self, family: str, heading: str, more: More, post: str = "/mybbs/bbs.html?mode=view&bbs_code=notice&bbs_no={}"
    ) -> Widget:
        """A widget of notice board posts; ``post`` is the address of one."""
        self._lay_no += 7
        entries = []
        for no, title in BOARD:
            href = post.format(no)
            entries.append(Entry(title, href, self._origin + href, title))
        return Widget(family, self._lay_no, tuple(entries), heading, more.href, more)

    def entry(self, family: str, no: int, rank: int, bare: bool = False) -> Entry:
        """One article as the family prints it; rank counts from 0."""
        article = self._article(no)
        prints = FAMILIES.get(family, TITLES)
        rich = rank == 0 or not prints.lead_only
        title = article.title
        if prints.cut and len(title) > CUT:
            title = title[:CUT].rstrip() + "…"
        return Entry(
            title=title,
            href=article.path if bare else self._href(article, self._lay_no + rank),
            url=self._origin + article.path,
            full_title=article.title,
            teaser=article.teaser(prints.teaser) if rich and prints.teaser else None,
            thumbnail=self._thumbnail(article, prints.picture) if rich and prints.picture else None,
            subtitle=" ".join(article.subtitle) or None,
            section=article.section,
            published=article.published,
        )

    def _thumbnail(self, article: Article, size: str) -> str | None:
        """The protocol-relative address of the article's picture in a size, or None."""
        path = article.thumbnail(size)
        return f"//{self._host}{path}" if path else None

    def _href(self, article: Article, turn: int) -> str:
        """The article's address in one of the forms found in the wild."""
        match turn % 11:
            case 0:
                return f"{article.path}&ref=naver"
            case 2:
                return f"{self._origin}{article.path}"
            case 4:
                return f"http://www.{self._host}{article.path}"
            case 5:
                return f"{article.path}&sec_no=3"
            case 7:
                return f"{article.path}&page=2"
            case 9:
                return self._cms.mobile.format(article.no)
        return article.path

    def newest(self, start: int, count: int) -> list[int]:
        """Articles of the whole newspaper by age."""
        return self.archive.numbers()[start : start + count]

    def of(self, sec_no: int, count: int, start: int = 0) -> list[int]:
        """A section's articles by age."""
        return self.archive.in_section(sec_no)[start : start + count]

    def stale(self) -> list[int]:
        """Two live articles and the two deleted last, which nobody took off the widget."""
        return [*self.newest(4, 1), *list(self.archive.deleted)[-2:], *self.newest(9, 1)]
