"""Draws the pages of the new skin."""

from __future__ import annotations

from newscrawler.demo.article import Article, feed_time
from newscrawler.demo.markup import (
    SCRIPTS,
    attr,
    banner,
    empty_banner,
    esc,
    raw,
    stylesheet,
)
from newscrawler.demo.sections import Section
from newscrawler.demo.site import Listing, Site
from newscrawler.demo.skins.m1x import article as m1x_article
from newscrawler.demo.skins.m1x.frame import CSS, ajax_script, banner_strip, foot, tag_cloud, top
from newscrawler.demo.skins.m1x.widgets import draw, families
from newscrawler.demo.widgets import Areas, Widget

ROWS = 10
"""Rows of a list page."""


class SkinM1x:
    """Pages of one newspaper on one day; what repeats is drawn once."""

    rows = ROWS

    def __init__(self, site: Site) -> None:
        self._site = site
        self._top = top(site)
        self._foot = foot(site)
        self._style = stylesheet(families())

    def column(self, widgets: tuple[Widget, ...]) -> str:
        """A column of widgets between banners."""
        origin = self._site.origin
        return banner(origin, 501) + "".join(draw(widget) for widget in widgets) + empty_banner(origin)

    def home(self, areas: Areas) -> str:
        """The home page."""
        origin = self._site.origin
        content = f"""<div class="wrapper">
	<div id="main_con">
		<div class="column col73 pb00"><div><div>
{"".join(draw(widget) for widget in areas.main)}{banner(origin, 412)}
<div class="column inner"><div><div class="pl20">
{"".join(draw(widget) for widget in areas.second)}</div></div></div>
		</div></div>
		<div><div><div class="pl20">
{self.column(areas.sidebar)}{tag_cloud()}		</div></div></div></div>
	</div>
</div>
<div class="wrapper con_bg"><div id="conWrapper">
{"".join(draw(widget) for widget in areas.bottom)}{banner_strip(origin)}</div></div>
"""
        about = f"한들시와 솔내군의 하루를 전하는 {self._site.name}"
        return self._page("/", self._site.name, about, content)

    def landing(self, section: Section, areas: Areas, sidebar: str) -> str:
        """A section's landing page."""
        path = f"/news/section.html?sec_no={section.no}"
        main = f"""<div class="path_wrap">
	<h3>{section.name}</h3>
	<ul class="path_nav"><li><a href="/">홈</a></li><li><a href="{path}"
		class="on">{section.name}</a></li></ul>
</div>
{"".join(draw(widget) for widget in areas.main)}"""
        title = f"{self._site.name} - {section.name}"
        return self._page(path, title, section.name, self._columns(main, sidebar), sec_no=section.no)

    def listing(self, listing: Listing, sidebar: str) -> str:
        """One page of a list."""
        rows = "".join(map(_row, listing.rows)) or '\t\t<li class="no_list">등록된 기사가 없습니다.</li>\n'
        main = f"""<div class="path_wrap">
	<h3>{listing.heading}</h3>
</div>
<div class="ara_001">
	<ul class="art_list_all">
{rows}	</ul>
</div>
{_pager(listing)}"""
        title = f"{self._site.name} - {listing.heading}"
        path = listing.page_href(listing.page)
        return self._page(path, title, listing.heading, self._columns(main, sidebar))

    def article(self, article: Article, sidebar: str) -> str:
        """An article's page."""
        meta = f"""<meta property="article:published_time"	content="{feed_time(article.published)}" />
<meta property="article:section"	content="{attr(article.section)}" />
<link rel="alternate" media="only screen and (max-width: 640px)"
	href="{self._site.origin}/mobile/article.html?no={article.no}" />
"""
        main = f"{m1x_article.path_bar(article)}{m1x_article.view(article, self._site)}"
        return self._page(
            article.path,
            article.title,
            article.teaser(120),
            self._columns(main, sidebar),
            meta,
            css="article",
        )

    def board(self, title: str, content: str) -> str:
        """A page of the notice board."""
        main = f'<div class="path_wrap">\n\t<h3>알림 마당</h3>\n</div>\n<div class="bbs_wrap">\n{content}</div>\n'
        return self._page("/mybbs/bbs.html?bbs_code=notice", title, title, self._columns(main, ""))

    def ajax(self, widget: Widget) -> str:
        """The HTML an AJAX button gets."""
        return draw(widget)

    def _columns(self, main: str, sidebar: str) -> str:
        return f"""<div class="wrapper">
	<div id="container">
		<div class="column col73 mb00">
			<div><div>
{main}
			</div></div>
			<div class="column sublay"><div><div class="pl20">
{sidebar}
			</div></div></div>
		</div>
	</div>
</div>
"""

    def _page(
        self,
        path: str,
        title: str,
        about: str,
        content: str,
        meta: str = "",
        css: str = "index",
        sec_no: int | None = None,
    ) -> str:
        url, name = self._site.origin + path, self._site.name
        return f"""<!DOCTYPE html>
<html lang="ko">
<head>
<meta charset="UTF-8">
<meta http-equiv="X-UA-Compatible" content="IE=edge">
<meta property="og:url"					content="{url}" />
<meta property="og:type"				content="article" />
<meta property="og:title"				content="{attr(title)}" />
<meta property="og:description"			content="{attr(about)}" />
<meta property="og:image"				content="{self._site.origin}/data/design/logo/default_share.jpg" />
<meta name="twitter:url"				content="{url}" />
<meta name="twitter:title"				content="{attr(title)}" />
<meta name="twitter:card"				content="photo" />
{meta}<link rel="canonical" href="{url}" />
<link rel="shortcut icon" href="{CSS}/favicon.ico">
<link rel="alternate" type="application/rss+xml" title="RSS 2.0" href="/data/rss/news.xml">
<link type="text/css" rel="stylesheet" href="{CSS}/css/{css}_cache.css">
<link type="text/css" rel="stylesheet" href="/data/skin/content/1/theme_title/index_cache.css">
<!--[if lte IE 8]>
<link rel="stylesheet" type="text/css" href="{CSS}/css/ie_cache.css">
<![endif]-->
<title>{esc(title)}</title><link href="/data/cache/skin/1/{css}-cnts.css?20240105101900" type="text/css"
	rel="stylesheet" />
<meta name="keywords" content="{name}, 한들시, 솔내군" />
<meta name="description" content="{attr(about)}" />

<script type='text/javascript' src='/plugin/jquery/jquery-1.3.2.min.js'></script>
<script type='text/javascript' src='/js/menu.js'></script>
<script type="text/javascript" src="/js/common/jquery.bxslider.js"></script>
<script type="text/javascript">
	var jQuery11 = $.noConflict(true);
</script>
{ajax_script(sec_no)}{SCRIPTS}{self._style}
</head>
<body>

<div class="body_wrap">
{self._top}<!-- CONTENT -->
{content}{self._foot}"""


def _row(article: Article) -> str:
    thumbnail = article.thumbnail("200x133")
    opening = "<li>" if thumbnail else '<li class="no_img">'
    image = f'<span class="thumb"><img src="{thumbnail}" alt=""></span>' if thumbnail else ""
    credits = article.byline.credits
    name = f"{credits[0].name} {credits[0].role or ''}".strip() if credits else ""
    return f"""		{opening}
			<a href="{article.path}">
				{image}
				<h2 class="cmp c2">{raw(article.title)}</h2>
				<p class="ffd cmp c2">{esc(article.teaser(220))}</p>
				<ul class="ffd art_info">
					<li>{article.section}</li>
					<li class="name">{name}</li>
					<li class="date">{article.published:%Y-%m-%d %H:%M}</li>
				</ul>
			</a>
		</li>
"""


def _pager(listing: Listing) -> str:
    window = listing.window()
    links = [
        f'\t<a href="javascript:void(0);" class="on">{page}</a>'
        if page == listing.page
        else f'\t<a href="{listing.page_href(page)}">{page}</a>'
        for page in window
    ]
    if window and window[-1] < listing.pages:
        links.append(
            f'\t<a href="{listing.page_href(window[-1] + 1)}" class="btn_p next"><span class="blind">다음</span></a>'
        )
    links.append(
        f'\t<a href="{listing.page_href(listing.pages)}" class="btn_p last"><span class="blind">마지막</span></a>'
    )
    return '<div class="btn_pagenum">\n' + "\n".join(links) + "\n</div>\n"
