"""Which widgets stand on which page of the new skin."""

from __future__ import annotations

from newscrawler.demo.sections import (
    BY_NO,
    CHIEF,
    OPINION,
    PEOPLE,
    PHOTO,
    SERIES,
    VIDEO,
    children,
    landing_href,
    list_href,
    series_href,
)
from newscrawler.demo.shelf import Shelf
from newscrawler.demo.widgets import Areas, More, Widget

HOME_AJAX = 2310
SECTION_AJAX = 2320
AJAX_COUNT = 5
"""Articles an AJAX button brings at a time."""

_BOARD = "/mybbs/bbs.html?bbs_code=notice"
_DEAD = "javascript:void(0)"


def ajax_numbers(shelf: Shelf, lay_no: int, sec_no: int) -> list[int]:
    """All articles an AJAX widget holds, those printed in the page first."""
    return shelf.newest(20, 3 * AJAX_COUNT + 2) if lay_no == HOME_AJAX else shelf.of(sec_no, 2 * AJAX_COUNT + 3)


def ajax_widget(shelf: Shelf, lay_no: int, sec_no: int, page: int) -> Widget:
    """One page of an AJAX widget, counted from 1."""
    numbers = ajax_numbers(shelf, lay_no, sec_no)
    start = (page - 1) * AJAX_COUNT
    shown = numbers[start : start + AJAX_COUNT]
    more = More("javascript:void(0)", "ajax") if len(numbers) > start + AJAX_COUNT else None
    entries = tuple(shelf.entry("arl_061", no, rank, bare=True) for rank, no in enumerate(shown))
    return Widget("arl_061", lay_no, entries, "새로 올라온 기사", None, more)


def home(shelf: Shelf) -> Areas:
    """The home page."""
    place, of, newest = shelf.widget, shelf.of, shelf.newest
    main = (
        place("arl_019", newest(0, 5), "실시간뉴스"),
        place("hdl_018", newest(0, 3)),
        place("arl_004", newest(3, 4)),
        place("hdl_003", newest(7, 5)),
        place("hdl_010", of(4, 3), "고을 초점", landing_href(4), More(landing_href(4))),
        ajax_widget(shelf, HOME_AJAX, 0, 1),
    )
    second = (
        place("arl_007", of(8, 3), "건강 & 돌봄", landing_href(8), More(list_href(8))),
        place("arl_042", newest(2, 10), "많이 본 기사", series_href(0)),
        place("arl_034", newest(12, 4)),
        place("arl_033", of(PEOPLE, 4), "사람들", list_href(PEOPLE), More(list_href(PEOPLE))),
        place("arl_036", shelf.archive.in_series(5)[:3], SERIES[5], series_href(5), More(series_href(5))),
        place("arl_009", newest(15, 4), "댓글 많은 기사", None, More("#")),
        place("arl_022", of(3, 2), "장터 소식", list_href(32), More(_DEAD)),
    )
    sidebar = (
        place("arl_005", newest(0, 6), "NEWS Time Line", list_href(CHIEF)),
        place("arl_017", of(6, 3), "교육", list_href(6), More(list_href(6), "title")),
        place("mov_003", [], "영상뉴스", list_href(VIDEO), More(list_href(VIDEO))),
        place("pvw_009", of(PHOTO, 4), "포토 앨범", list_href(PHOTO), More(list_href(PHOTO), "english")),
        place("pvw_001", of(PHOTO, 3), "포토뉴스", list_href(PHOTO)),
        place("arl_010", [], "오피니언", list_href(OPINION)),
        place("arl_003", newest(6, 5), "공유 많은 기사", None, More(list_href(4), commented=True)),
        place("arl_034", shelf.stale(), "놓치면 아까운 기사", None, More("")),
        shelf.board("arl_044", "알림 마당", More(_BOARD)),
    )
    bottom = (
        place(
            "hdl_023",
            newest(8, 4),
            "다시 읽는 기사",
            "/news/article_list_all.html",
            More("/news/article_list_all.html", "all"),
        ),
        place("hdl_006", of(7, 4), "문화·나들이", list_href(7), More(list_href(7), "spaced")),
    )
    return Areas(main, second, sidebar, bottom)


def landing(shelf: Shelf, sec_no: int) -> Areas:
    """A section's landing page."""
    place, of = shelf.widget, shelf.of
    families = ("arl_054", "arl_051", "arl_034")
    name = BY_NO[sec_no].name
    main = [place("hdl_007", of(sec_no, 1))]
    for family, child in zip(families, children(sec_no), strict=False):
        main.append(place(family, of(child.no, 3), child.name, list_href(child.no), More(list_href(child.no))))
    main += [
        place("arl_031", of(sec_no, 4, 1), f"{name} 더하기", list_href(sec_no), More(list_href(sec_no))),
        ajax_widget(shelf, SECTION_AJAX, sec_no, 1),
        place("arl_034", shelf.archive.in_series(4)[:3], SERIES[4], series_href(4), More(series_href(4))),
        shelf.board("arl_044", "알림 마당", More(_BOARD)),
    ]
    return Areas(tuple(main))


def sidebar(shelf: Shelf, sec_no: int) -> tuple[Widget, ...]:
    """The right column of section, list and article pages."""
    place, of = shelf.widget, shelf.of
    near = of(sec_no, 5) if sec_no in BY_NO else []
    return (
        place("pvw_001", of(PHOTO, 4), "포토뉴스", list_href(PHOTO)),
        place("arl_034", of(8, 5), "건강 & 돌봄", list_href(8), More(list_href(8))),
        place("arl_034", [], "오피니언", list_href(OPINION), More(list_href(OPINION))),
        place("arl_043", of(7, 1), "문화·나들이", list_href(7), More(list_href(7))),
        place("arl_042", near, "이 분야 많이 본 기사", series_href(0)),
        place("arl_034", shelf.stale(), "놓치면 아까운 기사", None, More("#")),
    )
