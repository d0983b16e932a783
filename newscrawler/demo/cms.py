"""What differs between the CMSs that the demo newspaper can be made with: addresses, and what a page prints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from newscrawler.demo.sections import BY_NO

# ND소프트's addresses: path -> the page that it names, as mediaOn's path.
_PAGES = {
    "/news/articleView.html": "/news/article.html",
    "/news/articleViewAmp.html": "/mobile/article.html",
    "/news/articlePrint.html": "/news/article_print.html",
    "/rss/gn_rss_allArticle.xml": "/data/rss/news.xml",
}


@dataclass(frozen=True, slots=True)
class Cms:
    """The addresses of articles and their copies, with ``{}`` for the number; what else is the CMS's habit.

    ``to_minutes``: changes are printed to the minute. ``names_parents``: an article is labelled with the section
    above its sub-section. ``repeats_last``: a page past the end of a list is the last one again, else it has no rows.
    """

    article: str
    mobile: str
    printed: str
    to_minutes: bool = False
    names_parents: bool = False
    repeats_last: bool = True
    sub_hosts: tuple[str, ...] = ("www",)


MEDIAON = Cms("/news/article.html?no={}", "/mobile/article.html?no={}", "/news/article_print.html?no={}")
ND = Cms(
    "/news/articleView.html?idxno={}",
    "/news/articleViewAmp.html?idxno={}",
    "/news/articlePrint.html?idxno={}",
    to_minutes=True,
    names_parents=True,
    repeats_last=False,
    sub_hosts=("www", "m", "cdn"),
)


def code_of(sec_no: int) -> str:
    """ND소프트's code of a section: ``S1N3``, ``S2N31`` for one below another."""
    return f"S{2 if BY_NO[sec_no].parent else 1}N{sec_no}"


def nd_list(code: str = "") -> str:
    """ND소프트's address of the list with a code; without one, of the list of all articles."""
    names = {"S1": "sc_section_code", "S2": "sc_sub_section_code", "SR": "sc_serial_code"}
    return f"/news/articleList.html?{f'{names[code[:2]]}={code}&' if code else ''}view_type=sm"


def understood(url: str, query: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """The path and parameters of an ND소프트 address as mediaOn names the same page."""
    path = urlsplit(url).path or "/"
    page = {"page": query["page"]} if "page" in query else {}
    if path in _PAGES:
        return _PAGES[path], {"no": query.get("idxno", "")}
    if path == "/news/articleList.html":
        code = next((value for name, value in query.items() if name.endswith("_code") and value), "")
        number = code.partition("N")[2]
        if code.startswith("SRN"):
            return "/news/review_list_all.html", {"rvw_no": number, **page}
        if code:
            return "/news/section_list_all.html", {"sec_no": number, **page}
        return "/news/article_list_all.html", page
    if path == "/bbs/list.html":
        shown = {"mode": "view", "bbs_no": query["idxno"]} if "idxno" in query else {}
        return "/mybbs/bbs.html", {"bbs_code": query.get("table", ""), **shown}
    return ("/", {}) if path == "/" else (path if path == "/robots.txt" else "/none", {})
