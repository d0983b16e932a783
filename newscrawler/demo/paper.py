"""The newspaper: answers every request for its host, and knows the true content of its pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, Protocol
from urllib.parse import parse_qsl, urljoin, urlsplit

from newscrawler.demo import extras
from newscrawler.demo.archive import FIRST_DAY, Archive
from newscrawler.demo.article import Article
from newscrawler.demo.cms import MEDIAON, ND, code_of, nd_list, understood
from newscrawler.demo.sections import BY_NO, CHIEF, SECTIONS, SERIES
from newscrawler.demo.shelf import Shelf
from newscrawler.demo.site import Listing, Site, weather, weather_truth
from newscrawler.demo.skins.m01 import layout as layout_m01
from newscrawler.demo.skins.m01.skin import SkinM01
from newscrawler.demo.skins.m1x import layout as layout_m1x
from newscrawler.demo.skins.m1x.layout import HOME_AJAX, SECTION_AJAX, ajax_numbers, ajax_widget
from newscrawler.demo.skins.m1x.skin import SkinM1x
from newscrawler.demo.skins.ndsoft import layout as layout_nd
from newscrawler.demo.skins.ndsoft import skin as nd
from newscrawler.demo.widgets import Areas, Widget
from newscrawler.demo.writer import Writer

_NAMES = {"m1x": "누리고을신문", "m01": "한들일보", "ndsoft": "여울빛신문"}
_LISTED: dict[int, str] = {section.no: section.name for section in SECTIONS}
_LISTED.update({0: "전체기사", CHIEF: "오늘의 주요 기사"})
_SERIES: dict[int, str] = {0: "연재", **SERIES}
_FEED_LENGTH = 30
_KEPT = 5000
_SIDEBAR_LAY = 2401
_PAGE_LAY = 1800

_HTML = "text/html; charset=UTF-8"


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer of the newspaper."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Request:
    """One request: method, path, its parameters and those of its form."""

    method: str
    path: str
    query: dict[str, str]
    form: dict[str, str]

    def number(self, name: str, default: int = 0) -> int:
        """A parameter as a whole number, or the default if it is missing or not a number."""
        value = self.query.get(name, "")
        return int(value) if value.removeprefix("-").isdecimal() else default


class Layout(Protocol):
    """Which widgets stand on which page; the layout modules."""

    def home(self, shelf: Shelf) -> Areas:
        """The home page's."""

    def landing(self, shelf: Shelf, sec_no: int) -> Areas:
        """A landing page's, without its right column."""

    def sidebar(self, shelf: Shelf, sec_no: int) -> tuple[Widget, ...]:
        """The right column's of all pages of a section."""


class Newspaper:
    """A made-up newspaper of so many articles, ``day`` days after its first day.

    If ``day`` is a date, it is the edition of that day, whose lists show the newest ``articles`` only: so a
    newspaper of today is not larger than one of its first day. With ``releases`` it prints the press releases that
    other newspapers print, too.

    The same arguments always give the same bytes and the same truth. Articles and pages are
    made when asked for.
    """

    def __init__(
        self,
        articles: int = 200,
        seed: int = 1,
        day: int | date = 0,
        skin: Literal["m1x", "m01", "ndsoft"] = "m1x",
        host: str = "demo.test",
        name: str | None = None,
        releases: bool = False,
    ) -> None:
        self.origin = f"http://{host}"
        self.name = name or _NAMES[skin]
        self._cms = ND if skin == "ndsoft" else MEDIAON
        self.sections: dict[str, int | str] = {
            section.name: code_of(section.no) if skin == "ndsoft" else section.no for section in SECTIONS
        }
        listed = articles if isinstance(day, date) else None
        day = (day - FIRST_DAY).days if isinstance(day, date) else day
        self._archive = Archive(articles, seed, day, listed, releases)
        self._writer = Writer(self._archive, self.name, host, skin == "m01", self._cms)
        has_weather = skin == "m1x"
        self._site = Site(self.origin, self.name, self._archive.now, weather(seed, day) if has_weather else ())
        skins: dict[str, tuple[type[SkinM1x | SkinM01 | nd.SkinNd], Layout]] = {
            "m1x": (SkinM1x, layout_m1x),
            "m01": (SkinM01, layout_m01),
            "ndsoft": (nd.SkinNd, layout_nd),
        }
        skin_class, self._layout = skins[skin]
        self._skin = skin_class(self._site)
        self._has_ajax = has_weather
        self._articles: dict[int, Article] = {}
        self._sidebars: dict[int, str] = {}

    # -- truth ---------------------------------------------------------------------------------

    def truth_articles(self) -> dict[str, dict[str, Any]]:
        """Canonical URL -> the fields of the article record, for every live article."""
        articles = (self._article(no) for no in self._archive.numbers())
        return {self.origin + one.path: one.truth(self.origin, self.name) for one in articles}

    def truth_weather(self) -> list[dict[str, Any]]:
        """The readings of the weather strip; none in the old skin."""
        return weather_truth(self._site)

    def truth_widgets(self, url: str) -> list[dict[str, Any]]:
        """The widgets of a page in document order; none for an address without widgets."""
        request = self._request("GET", url, b"")
        areas = self._areas(request) if request else None
        page_url = urljoin(f"{self.origin}/", url)
        return [widget.truth(page_url) for widget in areas.all()] if areas else []

    def truth_missing(self) -> set[str]:
        """The deleted articles some widget still links to."""
        shelf = self._shelf(_PAGE_LAY)
        return {self.origin + self._article(no).path for no in shelf.stale() if no in self._archive.deleted}

    # -- requests ------------------------------------------------------------------------------

    def reply(self, method: str, url: str, body: bytes = b"") -> Reply:
        """Answers one request; ``url`` is absolute or a path with its query."""
        request = self._request(method, url, body)
        if request is None:
            return _html(extras.NOT_FOUND, 404)
        if request.method == "POST":
            return self._ajax(request) if request.path == "/news/ajax.php" else _html(extras.NOT_FOUND, 404)
        match request.path:
            case "/robots.txt":
                return _reply(extras.ROBOTS, "text/plain")
            case "/data/rss/news.xml":
                newest = [self._article(no) for no in self._archive.numbers()[:_FEED_LENGTH]]
                feed = nd.feed if self._cms is ND else extras.feed
                return _reply(feed(newest, self._site), "text/xml")
            case "/news/ajaxArticlePaging.php":
                return self._nd_reply(request)
            case "/news/article.html" | "/mobile/article.html" | "/news/article_print.html":
                return self._article_reply(request)
            case "/mybbs/bbs.html":
                page = self._board(request)
            case _:
                page = self._page(request)
        return _html(page) if page is not None else _html(extras.NOT_FOUND, 404)

    def _request(self, method: str, url: str, body: bytes) -> Request | None:
        """Reads a request; None for one that is meant for another host."""
        parts = urlsplit(url)
        own = urlsplit(self.origin).netloc
        if parts.netloc and parts.netloc not in (own, *(f"{sub}.{own}" for sub in self._cms.sub_hosts)):
            return None
        form = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
        path, query = parts.path or "/", dict(parse_qsl(parts.query, keep_blank_values=True))
        if self._cms is ND and path != "/news/ajaxArticlePaging.php":
            path, query = understood(path, query)
        return Request(method, path, query, form)

    def _article(self, no: int) -> Article:
        article = self._articles.get(no)
        if article is None:
            if len(self._articles) >= _KEPT:
                self._articles.clear()
            article = self._articles[no] = self._writer.write(no)
        return article

    def _article_reply(self, request: Request) -> Reply:
        no = request.number("no")
        if not self._archive.exists(no):
            return _html(extras.NOT_FOUND, 404)
        if no in self._archive.deleted:
            return _html(extras.DELETED)
        article = self._article(no)
        match request.path:
            case "/mobile/article.html":
                return _html(extras.mobile_page(article, self._site))
            case "/news/article_print.html":
                return _html(extras.print_page(article, self._site))
        return _html(self._skin.article(article, self._sidebar(article.sec_no)))

    def _page(self, request: Request) -> str | None:
        """The home page, a landing page or a list page; None if the page does not exist."""
        if request.path == "/":
            return self._skin.home(self._layout.home(self._shelf(_PAGE_LAY)))
        if request.path == "/news/section.html":
            sec_no = request.number("sec_no")
            if sec_no not in BY_NO:
                return None
            areas = self._layout.landing(self._shelf(_PAGE_LAY), sec_no)
            return self._skin.landing(BY_NO[sec_no], areas, self._sidebar(sec_no))
        listing = self._listing(request)
        if listing is None:
            return None
        return self._skin.listing(listing, self._sidebar(request.number("sec_no")))

    def _listing(self, request: Request) -> Listing | None:
        """The requested page of a list; a page past the end is the last one again."""
        sec_no, rvw_no = request.number("sec_no"), request.number("rvw_no")
        path = request.path
        code = ""
        if path == "/news/article_list_all.html":
            heading, href, numbers = "전체기사", path, self._archive.numbers()
        elif path == "/news/section_list_all.html" and sec_no in _LISTED:
            heading, href = _LISTED[sec_no], f"{path}?sec_no={sec_no}"
            numbers = self._archive.in_section(sec_no)
            code = code_of(sec_no) if sec_no in BY_NO else ""
        elif path == "/news/review_list_all.html" and rvw_no in _SERIES:
            heading, href = _SERIES[rvw_no], f"{path}?rvw_no={rvw_no}"
            numbers = self._archive.in_series(rvw_no)
            code = f"SRN{rvw_no}"
        else:
            return None
        href = nd_list(code) if self._cms is ND else href
        rows = self._skin.rows
        pages = max(1, -(-len(numbers) // rows))
        page = max(1, request.number("page", 1))
        page = min(page, pages) if self._cms.repeats_last else page
        shown = numbers[(page - 1) * rows : page * rows]
        return Listing(heading, href, page, pages, tuple(self._article(no) for no in shown), len(numbers))

    def _board(self, request: Request) -> str | None:
        if request.query.get("bbs_code") != "notice":
            return None
        if request.query.get("mode") != "view":
            return self._skin.board("알림 마당", extras.board_list())
        post = extras.board_post(request.number("bbs_no"), self._site)
        return None if post is None else self._skin.board("알림 마당", post)

    def _ajax(self, request: Request) -> Reply:
        """The next page of an AJAX list."""
        form = request.form
        try:
            lay_no, page, sec_no = int(form["lay_no"]), int(form["ajax_page"]), int(form.get("sec_no") or 0)
        except (KeyError, ValueError):
            return _html(extras.ajax_error("잘못된 요청입니다."))
        known = self._has_ajax and lay_no in (HOME_AJAX, SECTION_AJAX) and form.get("mode") == "get_skin_content"
        shelf = self._shelf(_PAGE_LAY)
        if not known or page < 1 or (page - 1) * layout_m1x.AJAX_COUNT >= len(ajax_numbers(shelf, lay_no, sec_no)):
            return _html(extras.ajax_error("더 불러올 기사가 없습니다."))
        return _html(extras.ajax_reply(self._skin.ajax(ajax_widget(shelf, lay_no, sec_no, page))))

    def _nd_reply(self, request: Request) -> Reply:
        """The page of a list that ND소프트's button asks for."""
        path, query = understood("/news/articleList.html", request.query)
        listing = self._listing(Request("GET", path, query, {}))
        return _html(nd.reply(listing.rows) if listing is not None else nd.refusal())

    # -- widgets -------------------------------------------------------------------------------

    def _shelf(self, first_lay: int) -> Shelf:
        return Shelf(self._archive, self._article, self.origin, first_lay, self._cms)

    def _sidebar(self, sec_no: int) -> str:
        """The drawn right column of a section's pages."""
        drawn = self._sidebars.get(sec_no)
        if drawn is None:
            drawn = self._skin.column(self._layout.sidebar(self._shelf(_SIDEBAR_LAY), sec_no))
            self._sidebars[sec_no] = drawn
        return drawn

    def _areas(self, request: Request) -> Areas | None:
        """The widgets of a page; None for pages without any."""
        if request.path == "/":
            return self._layout.home(self._shelf(_PAGE_LAY))
        sec_no = request.number("sec_no")
        if request.path == "/news/section.html":
            if sec_no not in BY_NO:
                return None
            main = self._layout.landing(self._shelf(_PAGE_LAY), sec_no).main
            return Areas(main, sidebar=self._layout.sidebar(self._shelf(_SIDEBAR_LAY), sec_no))
        if request.path == "/news/article.html":
            no = request.number("no")
            if not self._archive.exists(no) or no in self._archive.deleted:
                return None
            sec_no = self._archive.section(no).no
        elif self._listing(request) is None:
            return None
        return Areas(sidebar=self._layout.sidebar(self._shelf(_SIDEBAR_LAY), sec_no))


def _reply(text: str, content_type: str) -> Reply:
    return Reply(200, {"Content-Type": content_type}, text.encode())


def _html(text: str, status: int = 200) -> Reply:
    return Reply(status, {"Content-Type": _HTML}, text.encode())
