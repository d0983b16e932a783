"""Which widgets stand on which page of the old skin."""

from __future__ import annotations

from newscrawler.demo.sections import (
    BY_NO,
    OPINION,
    PEOPLE,
    PHOTO,
    SERIES,
    children,
    landing_href,
    list_href,
    series_href,
)
from newscrawler.demo.shelf import Shelf
from newscrawler.demo.widgets import Areas, Look, More, Widget

_ALL = "/news/article_list_all.html"


def home(shelf: Shelf) -> Areas:
    """The home page; some of its hrefs are relative to the document."""
    place, of, newest = shelf.widget, shelf.of, shelf.newest
    main = (
        place("m01_hdl5", newest(0, 2)),
        place("m01_hdl10", newest(2, 3), "TOP 뉴스", None, More(_ALL, "see")),
        place("m01_arl5", newest(5, 3), "TOP NEWS", None, More(_ALL, "top_image")),
        place("m01_arl35", of(7, 2), "문화·나들이", None, More(list_href(7), "text")),
        place(
            "m01_arl36",
            of(PHOTO, 4),
            "포토뉴스",
            list_href(PHOTO),
            More(list_href(PHOTO), "text", commented=True),
        ),
        place("m01_arl37", of(3, 4), "경제", None, More(list_href(3), "icon")),
    )
    second = (
        place("m01_arl6", of(4, 4), "사회", None, More("news/section_list_all.html?sec_no=4", "plus")),
        place("m01_arl24", of(6, 5), "교육", None, More(list_href(6), "image")),
        place(
            "m01_arl41",
            of(PEOPLE, 4),
            "사람들",
            None,
            More(f"news/section_list_all.html?sec_no={PEOPLE}", "icon"),
        ),
        place("m01_arl4", newest(9, 4)),
        place("m01_arl8", shelf.archive.in_series(5)[:3], f"#{SERIES[5]}", series_href(5)),
    )
    sidebar = (
        place("m01_arl26601", newest(1, 10), "많이 본 뉴스"),
        place("m2017_hdl01", of(8, 3), "건강 & 돌봄", list_href(8), More("#", "awesome")),
        place("m2017_hdl01", of(5, 3), "들·바다", list_href(5), More(list_href(5), "awesome")),
        place("mo2_arl3", shelf.stale(), "놓치면 아까운 기사", None, More(_ALL, "text", commented=True)),
        place("mo2_arl3", [], "오피니언", None, More(list_href(OPINION), "text")),
        shelf.board("mo1_arl16", "알림 마당", More("/mybbs/bbs.html?bbs_code=notice", "image")),
    )
    return Areas(main, second, sidebar)


def landing(shelf: Shelf, sec_no: int) -> Areas:
    """A section's landing page; its 더보기 is relative to the document."""
    place, of = shelf.widget, shelf.of
    families = ("m01_arl37", "m01_arl6", "m01_arl24")
    looks: tuple[Look, ...] = ("icon", "plus", "image")
    main = [place("m01_hdl5", of(sec_no, 1))]
    for family, look, child in zip(families, looks, children(sec_no), strict=False):
        more = More(f"section_list_all.html?sec_no={child.no}", look)
        main.append(place(family, of(child.no, 3), child.name, None, more))
    href = f"./section_list_all.html?sec_no={sec_no}"
    main.append(place("m01_arl35", of(sec_no, 3, 1), f"{BY_NO[sec_no].name} 새 기사", None, More(href, "text")))
    main.append(place("m01_arl8", shelf.archive.in_series(4)[:3], f"#{SERIES[4]}", series_href(4)))
    return Areas(tuple(main))


def sidebar(shelf: Shelf, sec_no: int) -> tuple[Widget, ...]:
    """The right column of section, list and article pages."""
    place, of = shelf.widget, shelf.of
    near = of(sec_no, 5) if sec_no in BY_NO else []
    return (
        place("m01_arl24", near, "이 분야 새 기사", landing_href(sec_no) if near else None),
        place("m01_arl36", of(PHOTO, 3), "포토뉴스", list_href(PHOTO), More("javascript:;", "text")),
        place("m01_arl6", of(8, 4), "건강 & 돌봄", None, More(list_href(8), "plus")),
        place("m01_arl26601", shelf.newest(3, 5), "많이 본 뉴스"),
        place("mo2_arl3", shelf.stale(), "놓치면 아까운 기사", None, More("", "text")),
    )
