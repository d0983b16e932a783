"""Draws the pages of the old skin."""

from __future__ import annotations

from newscrawler.demo.article import Article, Byline, Person
from newscrawler.demo.markup import SCRIPTS, attr, banner, body, empty_banner, esc, raw, stylesheet
from newscrawler.demo.sections import BY_NO, SECTIONS, Section, children
from newscrawler.demo.site import Listing, Site
from newscrawler.demo.skins.m01.widgets import draw, families
from newscrawler.demo.widgets import Areas, Widget

ROWS = 12
"""Rows of a list page."""
_PLAIN = (
    "gnb01", "smenuitem", "top_util", "left_bnr", "article_list_002", "btn_pagenum", "arvtitle", "arvdate",
    "cnt_view", "tag_lst", "rel_art", "reply_wrap", "search", "loc", "footer",
)  # fmt: skip
"""Other parts of the page that have rules in its style sheet."""


class SkinM01:
    """Pages of one newspaper on one day; what repeats is drawn once."""

    rows = ROWS

    def __init__(self, site: Site) -> None:
        self._site = site
        self._top = _top(site)
        self._foot = _foot(site)
        self._style = stylesheet([*families(), *_PLAIN])

    def column(self, widgets: tuple[Widget, ...]) -> str:
        """A column of widgets between banners."""
        origin = self._site.origin
        return banner(origin, 511) + "".join(draw(widget) for widget in widgets) + empty_banner(origin)

    def home(self, areas: Areas) -> str:
        """The home page."""
        main = "".join(draw(widget) for widget in areas.main)
        second = "".join(draw(widget) for widget in areas.second)
        content = f'<td valign="top" width="340">\n{main}</td>\n<td valign="top" width="300">\n{second}</td>\n'
        return self._page("/", self._site.name, self._site.name, content, self.column(areas.sidebar))

    def landing(self, section: Section, areas: Areas, sidebar: str) -> str:
        """A section's landing page."""
        path = f"/news/section.html?sec_no={section.no}"
        main = (
            f'<td valign="top"><div class="loc">{section.name}'
            f"</div>\n{''.join(draw(widget) for widget in areas.main)}</td>\n"
        )
        return self._page(path, f"{section.name} | {self._site.name}", section.name, main, sidebar)

    def listing(self, listing: Listing, sidebar: str) -> str:
        """One page of a list; its hrefs are relative to the document."""
        rows = "".join(map(_row, listing.rows)) or "\t\t<li>등록된 기사가 없습니다.</li>\n"
        main = f"""<td valign="top">
<div class="loc">{listing.heading}</div>
<div class="article_list_002">
	<ul>
{rows}	</ul>
</div>
{_pager(listing)}</td>
"""
        title = f"{listing.heading} | {self._site.name}"
        return self._page(listing.page_href(listing.page), title, listing.heading, main, sidebar)

    def article(self, article: Article, sidebar: str) -> str:
        """An article's page."""
        meta = f'<meta property="article:section" content="{attr(article.section)}" />\n'
        main = f'<td valign="top" width="660">\n{_article(article, self._site)}</td>\n'
        return self._page(article.path, article.title, article.teaser(120), main, sidebar, meta)

    def board(self, title: str, content: str) -> str:
        """A page of the notice board."""
        main = f'<td valign="top"><div class="loc">알림 마당</div>\n<div class="bbs_wrap">\n{content}</div></td>\n'
        return self._page("/mybbs/bbs.html?bbs_code=notice", title, title, main, "")

    def ajax(self, widget: Widget) -> str:
        """The HTML of one widget."""
        return draw(widget)

    def _page(self, path: str, title: str, about: str, content: str, sidebar: str, meta: str = "") -> str:
        url = self._site.origin + path
        return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml">
<head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<meta property="og:url" content="{url}" />
<meta property="og:title" content="{attr(title)}" />
<meta property="og:description" content="{attr(about)}" />
{meta}<title>{esc(title)}</title>
<link rel="alternate" type="application/rss+xml" title="RSS 2.0" href="/data/rss/news.xml" />
<link href="/data/skin/layout/1/m01/images/css/article.css" type="text/css" rel="stylesheet" />
<link href="/data/cache/skin/1/index-cnts.css?20140105101900" type="text/css" rel="stylesheet" />
<script type='text/javascript' src='/plugin/jquery/jquery-1.3.2.min.js'></script>
<script type='text/javascript' src='/js/menu.js' charset='euc-kr'></script>
{SCRIPTS}{self._style}
</head>
<body>
{self._top}<div id="container">
<table width="980" border="0" cellpadding="0" cellspacing="0" align="center"><tr>
{content}<td valign="top" width="300">
{sidebar}</td>
</tr></table>
</div>
{self._foot}"""


def _top(site: Site) -> str:
    return f"""<script type="text/javascript">
if(navigator.userAgent.match(/android|iphone|ipod/i) && location.search.indexOf('mobile') < 0)
{{
	location.href = 'http://m.{site.host}/m/';
}}
</script>
<div id="header">
	<div class="top_util"><a href="/member/member_login.html">로그인</a>
		<a href="/member/member_join.html">회원가입</a>
		<a href="http://neighbour-press.test/news/article.html?no=77" target="_blank">제휴 신문</a></div>
	<h1><a href='/'><img src='/data/design/logo/toplogo_20140105.gif' alt='{site.name}' border=0></a></h1>
	{banner(site.origin, 301)}
	<!-- <span class="last_edit">최종편집 2014-05-02 10:10</span> -->
</div>
<div class="gnb01">
	<ul>
{_menu()}	</ul>
</div>
{_submenus()}<div class="search"><form action="/news/search_result.html"
	onsubmit="return checkSearch(this)"><input type="text" name="search"></form></div>
<div class="left_bnr">{banner(site.origin, 302)}{empty_banner(site.origin)}</div>
"""


def _menu() -> str:
    """Section names stand in the alt of pictures; one attribute is malformed."""
    everything = '<img src="/data/design/menu/m_all.gif" class="menuitem" alt="전체기사" />'
    items = [f'\t\t<li><a href="/news/article_list_all.html">{everything}</a></li>\n']
    for section in SECTIONS:
        if section.parent is None and section.in_menu:
            page = "section" if section.no < 9 else "section_list_all"
            items.append(
                f'\t\t<li><a href="/news/{page}.html?sec_no={section.no}"><img '
                f'src="/data/design/menu/m_{section.no}.gif" '
                f'class="menuitem" alt="{section.name}" !--width="118"-- /></a></li>\n'
            )
    return "".join(items)


def _submenus() -> str:
    parts = []
    for section in SECTIONS:
        below = children(section.no)
        if below:
            links = '<span class="lnb_line">|</span>'.join(
                f'<a href="/news/section_list_all.html?sec_no={child.no}">{child.name}</a>' for child in below
            )
            parts.append(f'<div class="smenuitem" id="submenu{section.no}" style="display:none">{links}</div>\n')
    return "".join(parts)


def _foot(site: Site) -> str:
    now = site.now
    return f"""<div id="footer">
	<a href="/home/company.html?page_no=1">회사소개</a> |
	<a href="/home/company.html?page_no=2">광고문의</a> |
	<a href="/home/company.html?page_no=3">이메일 무단수집거부</a>
	<address>솔내군 도담읍 장터길 7 | 전화 000-777-4321 | 발행인 홍이든 | desk@{site.host}</address>
	<p>Copyright(c) {site.name} All rights reserved.</p>
</div>
<div id="banner_base_1" style="display:none">{banner(site.origin, 303)}</div>
</body>
</html>

<!-- MAKE FILE ({now:%Y-%m-%d %H:%M:%S}) -->"""


def _row(article: Article) -> str:
    href = f"article.html?no={article.no}"
    if article.no % 5 == 1:
        href = f"./{href}"
    thumbnail = article.thumbnail("120x80")
    image = f'<p class="thumb"><a href="{href}"><img src="{thumbnail}" alt="" /></a></p>' if thumbnail else ""
    return f"""		<li>{image}
			<p class="tit"><a href="{href}">{raw(article.title)}</a></p>
			<p class="txt"><a href="{href}">{esc(article.teaser(140))}</a></p>
			<p class="date">{article.published:%Y.%m.%d %H:%M}</p>
		</li>
"""


def _pager(listing: Listing) -> str:
    def href(page: int) -> str:
        return listing.page_href(page).removeprefix("/news/")

    window = listing.window()
    links = []
    if window[0] > 1:
        links.append(f'<a href="{href(window[0] - 1)}"><img src="/data/skin/images/btn_prev.gif" alt="이전"></a>')
    for page in window:
        links.append(f"<strong>{page}</strong>" if page == listing.page else f'<a href="{href(page)}">[{page}]</a>')
    if window[-1] < listing.pages:
        links.append(f'<a href="{href(window[-1] + 1)}"><img src="/data/skin/images/btn_next.gif" alt="다음"></a>')
    return f'<div class="btn_pagenum">{" ".join(links)}</div>\n'


def _credits(byline: Byline) -> str:
    """Names and addresses; the role is left out where the body's prefix has it."""
    if byline.joint:
        return "·".join(person.name for person in byline.credits) + " 기자"

    def printed(person: Person) -> str:
        parts = [person.name, None if byline.prefix else person.role, person.email]
        return " ".join(part for part in parts if part)

    return ", ".join(printed(person) for person in byline.credits)


def _article(article: Article, site: Site) -> str:
    section = BY_NO[article.sec_no]
    subtitle = "<br>".join(article.subtitle)
    dates = f"{article.published:%Y.%m.%d %H:%M:%S}"
    if article.modified:
        dates += f" (수정 {article.modified:%Y.%m.%d %H:%M:%S})"
    credits = _credits(article.byline)
    return f"""<ul class="art_top_nav"><li><a href="/">홈</a></li>
<li><a href="section.html?sec_no={section.no}">{section.name}</a></li></ul>
<div class="c011_arv">
	<div class="arvtitle">
		<div class="hbox">
			{f'<p class="toptitle">{article.kicker}</p>' if article.kicker else ""}
			<h2>{raw(article.title)}</h2>
			{f"<h3>{subtitle}</h3>" if subtitle else ""}
		</div>
		<div class="arvdate">{dates}{f" / {credits}" if credits else ""}</div>
		<div class="util"><a href="article_print.html?no={article.no}"
			target="_blank">인쇄</a> <a href="#" onclick="openLayer('sns')">더보기</a></div>
	</div>
	<div class="cnt_view">
		<div id="news_body_area" class="smartOutput body_font">
{body(article, site.origin)}
		</div>
	<p class="copy">Copyright @{site.name} All rights reserved.</p>
	</div>
{_after(article)}</div>
<div class="reply_wrap"><h4><b>총 <span>{article.comments}</span>개의 댓글</b></h4></div>
"""


def _after(article: Article) -> str:
    """Tags and related articles."""
    parts = []
    if article.tags:
        rows = "".join(f'<li><a href="/news/search_result.html?search={tag}">#{tag}</a></li>' for tag in article.tags)
        parts.append(f'\t<ul class="tag_lst">{rows}</ul>\n')
    if article.related:
        rows = "".join(
            f'\t\t<li><a href="article.html?no={no}">{raw(title)}</a></li>\n' for no, title in article.related
        )
        parts.append(f'\t<div class="rel_art"><h4>관련기사</h4>\n\t<ul>\n{rows}\t</ul></div>\n')
    return "".join(parts)
