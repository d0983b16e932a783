"""A small newspaper whose truth is known and whose pages misbehave on demand, for tests of many runs.

``SimulatedPaper`` holds the truth and answers requests as a mediaOn newspaper does. A ``Fault`` says what some of its
pages answer instead. Everything is counted: which articles existed during a whole run, and which of them the
newspaper itself called deleted.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from urllib.parse import parse_qsl, urlsplit

from scrapy import Request
from scrapy.http import HtmlResponse, Response, TextResponse
from twisted.internet.error import TCPTimedOutError
from twisted.web.client import ResponseFailed

ORIGIN = "http://naru.test"
NAME = "나루신문"
_WINDOW = 10  # page numbers that a pager shows

Kind = Literal["home", "landing", "first", "later", "more", "rss", "article", "other"]


@dataclass(frozen=True, slots=True)
class Section:
    """A section: ``way`` says how its articles are reached.

    ``list``: the menu links to the list. ``more``: to a landing page whose 더보기 leads to the list. ``guess``: to a
    landing page that does not link to its list. ``ajax``: the list is a block of the front page with a "more" button.
    """

    number: int
    name: str
    way: Literal["list", "more", "guess", "ajax"]


SECTIONS = (
    Section(6, "오피니언", "list"),
    Section(3, "행정", "more"),
    Section(7, "문화", "guess"),
    Section(90, "생활", "ajax"),
)
BY_NUMBER = {section.number: section for section in SECTIONS}


@dataclass(slots=True)
class Story:
    """An article of the newspaper; ``gone`` is None, or how its page says that it was deleted."""

    number: int
    section: int
    published: datetime
    gone: str | None = None
    edition: int = 1

    @property
    def path(self) -> str:
        return f"/news/article.html?no={self.number}"

    @property
    def title(self) -> str:
        return f"{self.number}번 나루터 소식 {self.edition}판"


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong in one run.

    Pages of the kind ``where`` answer ``what`` (a key of ANSWERS, or ``stale``, ``cut``, ``bare``). ``which`` chooses
    one of the pages asked for, in the order in which they are first asked; None means all of them. ``times`` is how
    often each answers so, None for the whole run.
    """

    where: Kind
    what: str
    which: int | None = None
    times: int | None = None


@dataclass(slots=True)
class Layout:
    """How the newspaper is laid out. ``all_list``: there is a list of all articles. ``rows``: of a list page."""

    rows: int = 3
    all_list: bool = False
    rss: bool = True
    script_window: bool = True  # the link to the next ten pages is a script


def page(body: str, title: str = NAME, head: str = "") -> str:
    """A whole page of the newspaper around ``body``."""
    menu = "".join(
        f'<li><a href="{list_path(s.number) if s.way == "list" else landing_path(s.number)}">{s.name}</a></li>'
        for s in SECTIONS
        if s.way != "ajax"
    )
    return f"""<!DOCTYPE html>
<html lang="ko"><head><meta charset="UTF-8"><title>{title}</title>{head}</head><body>
<p class="today_txt">2026.03.20 (금)</p>
<div id="header"><h1><a href="/"><img src="/data/design/logo/top.png" alt="{NAME}"></a></h1></div>
<ul id="gnb" class="vertical">{menu}%MENU%</ul>
<div id="container">{body}</div>
<div id="footer"><a href="/home/page.html?code=company">신문사소개</a></div>
</body></html>
<!-- MAKE FILE (2026-03-20 09:00:02) -->"""


def landing_path(number: int) -> str:
    return f"/news/section.html?sec_no={number}"


def list_path(number: int | None, at: int = 1) -> str:
    """A page of a section's list, or of the list of all articles."""
    path = "/news/article_list_all.html" if number is None else f"/news/section_list_all.html?sec_no={number}"
    return path if at == 1 else f"{path}{'&' if '?' in path else '?'}page={at}"


# What a page may answer instead of itself: status, body. None of them says that an article was deleted.
_CHALLENGE = "<html><body><script>document.cookie='a=1';location.href='?a';</script></body></html>"
ANSWERS: dict[str, tuple[int, str]] = {
    "maintenance": (200, "<html><body><h1>서비스 점검 중입니다</h1><p>잠시 후 다시 이용해 주세요.</p></body></html>"),
    "challenge": (200, _CHALLENGE),
    "reload": (200, "<html><body><script>document.cookie='b=2';location.reload();</script></body></html>"),
    "refresh": (200, '<html><head><meta http-equiv="refresh" content="3;url=/"></head><body></body></html>'),
    "captcha": (
        200,
        "<html><body><form action='/check'><p>사람인지 확인합니다</p><input name='a'></form></body></html>",
    ),
    "busy": (
        200,
        "<script>alert('접속자가 많아 접속할 수 없습니다. 잠시 후 다시 시도해 주세요.');history.back();</script>",
    ),
    "log-in": (200, "<script>alert('로그인이 필요합니다.');location.href='/member/member_login.html';</script>"),
    "empty": (200, ""),
    "blank": (200, "<html><body></body></html>"),
    "202": (202, "<html><body>accepted</body></html>"),
    "403": (403, "<h1>Forbidden</h1>"),
    "500": (500, "<h1>Internal Server Error</h1>"),
    "503": (503, "<h1>Service Unavailable</h1>"),
    "to front page": (302, "/"),
    "to log-in": (302, "/member/member_login.html"),
    "timeout": (-1, ""),
    "cut off": (-2, ""),
}
# These do say it, by status or in words; of an article that exists they are a lie.
DELETIONS: dict[str, tuple[int, str]] = {
    "404": (404, "<h1>Not Found</h1>"),
    "410": (410, "<h1>Gone</h1>"),
    "soft 404": (200, "<html><body><h1>페이지를 찾을 수 없습니다</h1><a href='/'>처음으로</a></body></html>"),
    "deleted": (200, "<script>alert('삭제된 기사입니다.');history.back();</script>"),
}
# What only a list or a reply can do: ``stale`` an earlier page of it, ``bare`` its page without any row,
# ``cut`` half of its source under the right length.
OF_LISTS = ("stale", "bare", "cut")


class SimulatedPaper:
    """The newspaper: its truth, what goes wrong at present, and what it was asked."""

    def __init__(self, layout: Layout | None = None) -> None:
        self.layout = layout or Layout()
        self.stories: dict[int, Story] = {}
        self.clock = datetime(2026, 3, 2, 6, 0)
        self.begin_run(())

    # ---- truth ---------------------------------------------------------------------------------
    def publish(self, section: int, hours: int = 5) -> Story:
        """A new article, so many hours after the last."""
        self.clock += timedelta(hours=hours)
        story = Story(1001 + len(self.stories), section, self.clock)
        self.stories[story.number] = story
        return story

    def delete(self, number: int) -> None:
        """Takes an article away; its page says so in one of three ways."""
        self.stories[number].gone = ("deleted", "404", "410")[number % 3]
        self.lasting.discard(number)

    @property
    def live(self) -> set[int]:
        """The numbers of the articles that exist."""
        return {story.number for story in self.stories.values() if story.gone is None}

    # ---- one run -------------------------------------------------------------------------------
    def begin_run(self, faults: Sequence[Fault], events: Sequence[tuple[int, Callable[[], object]]] = ()) -> None:
        """Sets what goes wrong from now on; ``events`` happen before the request of that number (from 0)."""
        self.faults = faults
        self.events = sorted(events, key=lambda event: event[0])
        self.asked: list[str] = []
        self.lasting = self.live  # articles that exist from the beginning of the run to its end
        self.called_deleted: set[int] = set()  # existing articles whose pages said that they were deleted
        self._order: dict[Kind, dict[str, int]] = {}
        self._given: Counter[tuple[int, str]] = Counter()
        self._shown: dict[str, str] = {}

    def answer(self, request: Request) -> Response | Exception:
        """Answers one request, or raises what the network does."""
        while self.events and self.events[0][0] <= len(self.asked):
            self.events.pop(0)[1]()
        address = request.url.removeprefix(ORIGIN) + (f"#{request.body.decode()}" if request.body else "")
        self.asked.append(address)
        kind = kind_of(address)
        order = self._order.setdefault(kind, {})
        order.setdefault(address, len(order))
        for index, fault in enumerate(self.faults):
            is_meant = fault.where == kind and fault.which in (None, order[address])
            if is_meant and (fault.times is None or self._given[index, address] < fault.times):
                self._given[index, address] += 1
                answer = self._wrong(fault.what, address)
                if answer is not None:
                    return answer
        return self._response(request.url, *self.right(address))

    def _wrong(self, what: str, address: str) -> Response | Exception | None:
        """A wrong answer; None where the page cannot go wrong in this way."""
        url = ORIGIN + address.partition("#")[0]
        if what in DELETIONS:
            status, body = DELETIONS[what]
            story = self._story(address)
            if story is not None and story.gone is None:
                self.called_deleted.add(story.number)
        elif what in ANSWERS:
            status, body = ANSWERS[what]
        else:
            wrong = self._wrong_list(what, address)
            if wrong is None:
                return None
            status, body = wrong
        if status == -1:
            return TCPTimedOutError()
        if status == -2:
            return ResponseFailed([ValueError("the body was cut off")])
        if status in (301, 302):
            return Response(url, status, headers={"Location": ORIGIN + body})
        return self._response(url, status, body)

    def _wrong_list(self, what: str, address: str) -> tuple[int, str] | None:
        path, query, form = _parts(address)
        if what == "cut":
            status, body = self.right(address)
            return status, body[: len(body) * 2 // 3 - self.asked.count(address)]  # in another place each time
        if path == "/news/ajax.php":
            if what == "stale":
                return 200, self._more(int(form["lay_no"]), max(1, int(form["ajax_page"]) - 1))
            return 200, _reply("")
        if "_list_all" not in path:
            return None
        section = int(query["sec_no"]) if "sec_no" in query else None
        number = int(query.get("page", 1))
        if what == "stale":
            # Behind a window whose next pages only a script names, the page before again is what the end looks like.
            is_named = number % _WINDOW != 1 or not self.layout.script_window
            return (200, self._listing(section, number - 1)) if number > 1 and is_named else None
        return 200, self._listing(section, number, bare=True)

    def _response(self, url: str, status: int, body: str) -> Response:
        cls = TextResponse if url.endswith(".xml") or "ajax.php" in url else HtmlResponse
        return cls(url, status, headers={"Content-Type": "text/html; charset=UTF-8"}, body=body.encode())

    # ---- right answers -------------------------------------------------------------------------
    def right(self, address: str) -> tuple[int, str]:
        """Status and body that the newspaper gives for an address when nothing is wrong."""
        path, query, form = _parts(address)
        if path == "/":
            return 200, self._home()
        if path == "/news/article.html":
            story = self._story(address)
            if story is None:
                return DELETIONS["404"]
            return DELETIONS[story.gone] if story.gone else (200, self._article(story))
        if path == "/news/section.html" and BY_NUMBER[int(query["sec_no"])].way in ("more", "guess"):
            return 200, self._landing(int(query["sec_no"]))
        if path == "/news/article_list_all.html" and self.layout.all_list:
            return 200, self._listing(None, int(query.get("page", 1)))
        if path == "/news/section_list_all.html" and BY_NUMBER[int(query["sec_no"])].way != "ajax":
            return 200, self._listing(int(query["sec_no"]), int(query.get("page", 1)))
        if path == "/news/ajax.php":
            return 200, self._more(int(form["lay_no"]), int(form["ajax_page"]))
        if path == "/data/rss/news.xml" and self.layout.rss:
            return 200, self._rss()
        if path.startswith("/member/"):
            return 200, self._page("<form><input name='id'><input name='pw' type='password'>로그인</form>")
        return DELETIONS["404"]

    def _story(self, address: str) -> Story | None:
        path, query, _ = _parts(address)
        return self.stories.get(int(query.get("no", 0))) if path == "/news/article.html" else None

    def _printed(self, section: int | None) -> list[Story]:
        """The articles of a list, newest first."""
        found = [s for s in self.stories.values() if s.gone is None and section in (None, s.section)]
        return sorted(found, key=lambda story: story.published, reverse=True)

    def _page(self, body: str, title: str = NAME, head: str = "") -> str:
        menu = f'<li><a href="{list_path(None)}">전체기사</a></li>' if self.layout.all_list else ""
        return page(body, title, head).replace("%MENU%", menu)

    def _home(self) -> str:
        rows = self.layout.rows
        lead = "".join(f'<li><div class="art_box">{_link(s)}</div></li>' for s in self._printed(None)[:2])
        block = "".join(f'<li class="art_box">{_link(s)}</li>' for s in self._printed(90)[:rows])
        widget = self._widget(BY_NUMBER[3], landing_path(3))
        head = '<link rel="alternate" type="application/rss+xml" href="/data/rss/news.xml">' if self.layout.rss else ""
        script = '<script>var u = "/news/ajax.php", d = "&ajax_page=" + next + "&sec_no=90";</script>'
        body = f"""<div class="hdl_007"><ul>{lead}</ul></div>{widget}{script}
<div class="arl_061"><div class="tit_set ts18"><h2>생활</h2></div>
<ul id="skin_content_90" data-count="{rows}">{block}</ul>
<a href="javascript:void(0);" onclick="ajaxGetSkinContent('main', '90');" id="btn_more_90">더보기</a></div>"""
        return self._page(body, head=head)

    def _widget(self, section: Section, more: str) -> str:
        entries = "".join(f"<li>{_link(story)}</li>" for story in self._printed(section.number)[:2])
        button = f'<a href="{more}" class="btn_art_more"><span class="blind">더보기</span></a>'
        return (
            f'<div class="arl_034"><div class="tit_set ts04"><h2><a href="{more}">{section.name}</a></h2>{button}</div>'
            f'<ul class="art_list">{entries}</ul></div>'
        )

    def _landing(self, number: int) -> str:
        section = BY_NUMBER[number]
        if section.way == "more":
            widget = self._widget(section, list_path(number))
        else:
            entries = "".join(f"<li>{_link(story)}</li>" for story in self._printed(number)[:2])
            widget = f'<div class="arl_034"><ul class="art_list">{entries}</ul></div>'
        return self._page(f'<div class="path_wrap"><h3>{section.name}</h3></div>{widget}', f"{section.name} - {NAME}")

    def _listing(self, section: int | None, number: int, *, bare: bool = False) -> str:
        """A page of a list; a page past the end is the last one again."""
        size, stories = self.layout.rows, self._printed(section)
        last = max(1, -(-len(stories) // size))
        number = min(max(1, number), last)
        shown = [] if bare else stories[(number - 1) * size : number * size]
        name = BY_NUMBER[section].name if section is not None else "전체기사"
        rows = "\n".join(_row(story) for story in shown)
        if not stories:
            rows = '<li class="no_data">등록된 기사가 없습니다.</li>'
        body = f"""<div class="path_wrap"><h3>{name}</h3></div>
<div class="ara_001"><ul class="art_list_all">{rows}</ul></div>
{self._pager(section, number, last)}"""
        return self._page(body, f"{name} - {NAME}")

    def _pager(self, section: int | None, number: int, last: int) -> str:
        first = (number - 1) // _WINDOW * _WINDOW + 1
        links = [
            f'<a href="javascript:void(0);" class="on">{at}</a>'
            if at == number
            else f'<a href="{list_path(section, at)}">{at}</a>'
            for at in range(first, min(first + _WINDOW, last + 1))
        ]
        if first + _WINDOW <= last:
            to = "javascript:next_pages();" if self.layout.script_window else list_path(section, first + _WINDOW)
            links.append(f'<a href="{to}" class="btn_p next"><span class="blind">다음</span></a>')
        return f'<div class="btn_pagenum">{" ".join(links)}</div>'

    def _more(self, lay: int, number: int) -> str:
        size, stories = self.layout.rows, self._printed(lay)
        shown = stories[(number - 1) * size : number * size]
        if not shown:
            return json.dumps({"error_code": "E01", "error_message": "더 불러올 기사가 없습니다."})
        items = "".join(f'<li class="art_box">{_link(story)}</li>' for story in shown)
        return _reply(f'<div class="arl_061"><ul id="skin_content_{lay}" data-count="{size}">{items}</ul></div>')

    def _rss(self) -> str:
        items = "".join(
            f"<item><title>{s.title}</title><link>{ORIGIN}{s.path}</link></item>" for s in self._printed(None)[:5]
        )
        return f'<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel>{items}</channel></rss>'

    def _article(self, story: Story) -> str:
        section = BY_NUMBER[story.section]
        body = f"""<ul class="art_top_nav"><li><a href="/">홈</a></li>
<li><a href="{landing_path(section.number)}">{section.name}</a></li></ul>
<div class="arv_005_01"><div class="fix_art_top"><h2>{story.title}</h2>
<ul class="art_info"><li>임해온 기자</li><li>등록 {story.published:%Y.%m.%d %H:%M:%S}</li></ul></div>
<div class="cnt_view news_body_area"><div id="news_body_area">
<p>{story.number}번 나루터에 {story.edition}번째 배가 닿았다. 사공은 물길을 살피고 주민들은 짐을 날랐다.</p>
<p>마을은 이달 안에 나루터 앞길을 넓힌다.</p></div></div></div>"""
        return self._page(body, f"{story.title} - {NAME}")


def kind_of(address: str) -> Kind:
    """What kind of page an address asks for."""
    path, query, _ = _parts(address)
    match path:
        case "/":
            return "home"
        case "/news/article.html":
            return "article"
        case "/news/section.html":
            return "landing"
        case "/news/ajax.php":
            return "more"
        case "/data/rss/news.xml":
            return "rss"
    if "_list_all" in path:
        return "later" if int(query.get("page", 1)) > 1 else "first"
    return "other"


def _parts(address: str) -> tuple[str, dict[str, str], dict[str, str]]:
    address, _, body = address.partition("#")
    parts = urlsplit(address)
    return parts.path or "/", dict(parse_qsl(parts.query)), dict(parse_qsl(body))


def _link(story: Story) -> str:
    return f'<a href="{story.path}"><h2 class="ofe">{story.title}</h2></a>'


def _row(story: Story) -> str:
    return f"""<li class="no_img"><a href="{story.path}"><h2 class="cmp c2">{story.title}</h2><p class="ffd cmp c2"></p>
<ul class="ffd art_info"><li class="name">임해온 기자</li>
<li class="date">{story.published:%Y-%m-%d %H:%M}</li></ul></a></li>"""


def _reply(html: str) -> str:
    return json.dumps({"error_code": "", "error_message": "", "html": html})
