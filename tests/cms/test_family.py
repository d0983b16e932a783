"""The interface of a CMS family: nothing of one family outside its folder, and another family plugs in."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import newscrawler
from newscrawler.cms.article import ArticlePage
from newscrawler.cms.families import FAMILIES
from newscrawler.cms.family import Family, Link, PageSource, Selectors
from newscrawler.cms.links import SiteUrls
from newscrawler.cms.listing import ListPage
from newscrawler.cms.page import Page
from newscrawler.cms.recognise import Cms

PACKAGE = Path(newscrawler.__file__).parent
# Addresses, class names and scripts of each family.
NAMES = {}
NAMES["mediaon"] = """
    article.html?no= sec_no rvw_no _list_all ajax.php ajaxGetSkinContent mybbs banner_click MAKE today_txt weather_box
    news_body_area smartOutput cnt_view art_top art_info art_list arvdate arvtitle arv_ tag_lst rel_art path_wrap
    btn_pagenum btn_art_more m01_ sublay con_right f_right tpop smenuitem com_ban i_rate skin_content lay_no layout_tpl
    get_skin_content ajax_page data/rss data/skin
""".split()
NAMES["ndsoft"] = """
    articleView articleList articlePrint idxno sc_section sc_sub_section sc_serial sc_multi sc_order view_type box_idxno
    ajaxArticlePaging list_per_page ___currentTime editcode allArticle bannerpop bannerManager 기사목록
    article-view article-veiw article-head-title info-text infomation altlist atlview section-list type2
    list-block list-titles box-skin auto-article auto-line BoxDefault ND_Warp user-container subheading view-editors
    article-writer shoulder-group list-btn-more ad-template gl-menu
""".split()


def _words(source: str) -> Iterator[tuple[int, str]]:
    """The names and texts of a module's code with their lines; comments and docstrings are left out."""
    tree = ast.parse(source)
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {id(node.body[0].value) for node in ast.walk(tree) if isinstance(node, documented)
                  and node.body and isinstance(node.body[0], ast.Expr)}  # fmt: skip
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.lineno, node.value
        elif isinstance(node, ast.Name):
            yield node.lineno, node.id
        elif isinstance(node, ast.Attribute):
            yield node.lineno, node.attr
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg


@pytest.mark.parametrize("family", FAMILIES)
def test_nothing_outside_its_folder_names_what_is_a_familys(family: str) -> None:
    """But for the demo newspaper, which is written by the rules of the CMS."""
    offenders = []
    for path in PACKAGE.rglob("*.py"):
        name = path.relative_to(PACKAGE).as_posix()
        if name.startswith((f"cms/{family}/", "demo/")):
            continue
        for line, word in _words(path.read_text("utf-8")):
            offenders += [f"{name}:{line}: {token}" for token in NAMES[family] if token in word]
    assert offenders == []


def test_what_is_mediaons_would_be_found() -> None:
    code = '"""ajax.php"""\nx = f"{a}/news/ajax.php"  # sec_no\ndef f(lay_no):\n    "tpop"\n    return y.sec_no\n'
    found = {token for _, word in _words(code) for token in NAMES["mediaon"] if token in word}
    assert found == {"ajax.php", "lay_no", "sec_no"}


@pytest.mark.parametrize("family", FAMILIES.values(), ids=FAMILIES)
def test_a_family_is_known_by_its_name(family: Family) -> None:
    assert FAMILIES[family.name] is family
    assert family.title


class Plain(Family):
    """A third family, which answers only what every family must (CONTRIBUTING.md)."""

    name = "plain"  # type: ignore[assignment]  # a name that no family has
    title = "Plain"
    selectors = Selectors(article_address="view?id=", bodies=("#text",))

    def signs(self, page: PageSource) -> list[str]:
        links = [link for node in page.tree.css("a[href]") if (link := page.link_of(node)) is not None]
        return [f"{kind}s" for kind in ("article", "list") if any(link.kind == kind for link in links)]

    def link(self, origin: str, path: str, query: dict[str, str]) -> Link | None:
        if path == "/view":
            return Link("article", f"{origin}/view?id={query['id']}", query["id"])
        return Link("list" if path == "/list" else "other", self.canonical(origin, path, query))


HOME = "https://plain.test/"
URLS = SiteUrls(HOME, Plain())


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> Family:
    """The third family, listed as long as the test runs."""
    monkeypatch.setitem(FAMILIES, "plain", URLS.family)
    return URLS.family


def test_a_newspaper_of_another_family_is_recognised_by_its_own_addresses(plain: Family) -> None:
    cms = Cms()
    menu = "<nav><a href='/list?part=2'>시정</a></nav>"
    widget = "<div><h3><a href='/list?part=3'>문화</a></h3><ul><li><a href='/view?id=7'>새 도서관</a></li></ul></div>"
    front = Page(f"<html><body>{menu}{widget}</body></html>", HOME, SiteUrls(HOME))
    cms.add(front)
    assert (cms.readable, cms.signs) == (plain, ["articles", "lists"])
    page = Page(front.html, HOME, SiteUrls(HOME, plain))
    assert [(s.name, s.link.url, s.via) for s in page.section_links()] == [
        ("문화", f"{HOME}list?part=3", "more"),
        ("시정", f"{HOME}list?part=2", "menu"),
    ]
    assert [entry.link.id for widget in page.widgets for entry in widget.entries] == ["7"]


def test_an_article_of_another_family_is_read() -> None:
    html = (
        "<html><head><title>새 도서관</title></head><body><h1>새 도서관</h1><p>박나래 기자 | 입력 2025.11.07 14:02</p>"
        "<div id='text'><p>시청 옆에 도서관이 문을 열었다.</p></div></body></html>"
    )
    item = ArticlePage(html, f"{HOME}view?id=7", URLS).item("plain", None, "list", HOME, "2025-11-07T15:00:00+09:00")
    assert item is not None
    assert (item.id, item.url, item.title) == ("plain:7", f"{HOME}view?id=7", "새 도서관")
    assert [author.name for author in item.authors] == ["박나래"]
    assert (item.published_at, item.body) == ("2025-11-07T14:02:00+09:00", "시청 옆에 도서관이 문을 열었다.")


def test_a_list_of_another_family_is_read() -> None:
    rows = "".join(f"<li><a href='/view?id={n}'>제목 {n}</a><i>2025.11.0{n}</i></li>" for n in (3, 2))
    pager = "<div class='pagination'><strong>1</strong> <a href='/list?page=2'>2</a></div>"
    page = ListPage(f"<html><body><ul>{rows}</ul>{pager}</body></html>", f"{HOME}list", URLS)
    assert [(row.link.id, row.title, row.date) for row in page.rows] == [
        ("3", "제목 3", "2025-11-03T00:00:00+09:00"),
        ("2", "제목 2", "2025-11-02T00:00:00+09:00"),
    ]
    assert (page.linked_pages, page.is_last, page.shown_page) == ({2}, False, 1)


def test_a_family_need_not_have_weather_dates_or_buttons() -> None:
    html = "<link rel='alternate' type='application/rss+xml' href='/rss.xml'><div class='weather_box'><li>가온 1℃</div>"
    page = ListPage(f"<html><head></head><body>{html}</body></html>", HOME, URLS)
    assert (page.date, page.made_at, page.more_requests()) == (None, None, [])
    assert page.rss_url == f"{HOME}rss.xml"
