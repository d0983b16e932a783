"""Which widgets stand on which page of the ND소프트 skin."""

from __future__ import annotations

from newscrawler.demo.cms import code_of, nd_list
from newscrawler.demo.sections import BY_NO, OPINION, PEOPLE, PHOTO, SERIES
from newscrawler.demo.shelf import Shelf
from newscrawler.demo.widgets import Areas, More, Widget

_BOARD = "/bbs/list.html?table=notice"


def home(shelf: Shelf) -> Areas:
    """The home page."""
    place, of, newest = shelf.widget, shelf.of, shelf.newest
    main = (
        place("nd_lead", newest(0, 1)),
        place("nd_list", of(3, 4), "경제", nd_list(code_of(3))),
        place("nd_titles", of(4, 4), "사회", None, More(nd_list(code_of(4)), "title")),
        place("nd_list", of(PEOPLE, 3), "사람들", nd_list(code_of(PEOPLE)), More(nd_list(code_of(PEOPLE)), "title")),
        place("nd_titles", of(8, 3), "건강 & 돌봄", None, More(nd_list(code_of(8)), "title", commented=True)),
        place("nd_slides", shelf.archive.in_series(5)[:3], SERIES[5], nd_list("SRN5"), More(nd_list("SRN5"), "title")),
        place("nd_titles", [], "의회 소식"),
    )
    sidebar = (
        place("nd_ranks", newest(1, 10), "많이 본 뉴스"),
        place("nd_slides", of(PHOTO, 3), "사진으로 보는 고을"),
        place("nd_titles", shelf.stale(), "놓치면 아까운 기사"),
        shelf.board("nd_titles", "알림 마당", More(_BOARD, "title"), f"{_BOARD}&idxno={{}}"),
    )
    return Areas(main, sidebar=sidebar)


def landing(shelf: Shelf, sec_no: int) -> Areas:
    """Nothing: sections of this CMS have no landing page."""
    return Areas()


def sidebar(shelf: Shelf, sec_no: int) -> tuple[Widget, ...]:
    """The right column of list and article pages."""
    place = shelf.widget
    near = shelf.of(sec_no, 5) if sec_no in BY_NO else []
    return (
        place("nd_titles", near, "이 분야 새 기사", nd_list(code_of(sec_no)) if near else None),
        place("nd_ranks", shelf.newest(3, 5), "많이 본 뉴스"),
        place("nd_list", shelf.of(OPINION, 2), "오피니언", nd_list(code_of(OPINION))),
        place("nd_titles", shelf.stale(), "놓치면 아까운 기사"),
    )
