"""Draws the pages of the ND소프트 skin, of its fourth generation."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta, timezone
from urllib.parse import quote_plus

from newscrawler.demo.article import Article, squeeze
from newscrawler.demo.cms import code_of, nd_list
from newscrawler.demo.markup import attr, body, credit_line, esc, raw
from newscrawler.demo.sections import BY_NO, SECTIONS, SERIES, Section, children
from newscrawler.demo.site import WEEKDAYS, Listing, Site
from newscrawler.demo.widgets import Areas, Entry, Widget

ROWS = 20
"""Rows of a list page."""
_KST = timezone(timedelta(hours=9))
_TEMPLATE = """<li id="sample" class="altlist-webzine-item blind">
<a href="" class="altlist-image linked"><img src="" alt=""></a>
<div class="altlist-webzine-content"><H2 class="altlist-subject"><a href="" class="linked replace-titles"></a></H2>
<p class="altlist-summary replace-read"></p></div></li>"""
_ADVERT = """<div id="AD100000000001" class="ad-template"><div class="col"><p class="ad_title">ADVERTISEMENT</p>
<div class="ad-view"><a href="http://ads.test/1"><img src="http://ads.test/1.gif" alt="소식 더보기"></a></div>
</div></div>"""


class SkinNd:
    """Pages of one newspaper on one day; what repeats is drawn once."""

    rows = ROWS

    def __init__(self, site: Site) -> None:
        self._site = site
        self._top = _top(site)
        self._foot = _foot(site)

    def column(self, widgets: tuple[Widget, ...]) -> str:
        """A column of widgets."""
        return "".join(map(draw, widgets))

    def home(self, areas: Areas) -> str:
        """The home page."""
        main = f'<div class="index-columns">\n{self.column(areas.main)}</div>'
        return self._page("/", self._site.name, "", main, self.column(areas.sidebar))

    def landing(self, section: Section, areas: Areas, sidebar: str) -> str:
        """A section's landing page: this CMS does not have any."""
        raise NotImplementedError

    def listing(self, listing: Listing, sidebar: str) -> str:
        """One page of a list; series have a button, other lists a pager."""
        rows = "".join(map(_row, listing.rows))
        more = _button(listing) if "sc_serial_code" in listing.href else _pager(listing, self._site.origin)
        main = f"""<div id="sections" class="altlist">
<header class="altlist-header"><H1 class="altlist-title">{listing.heading}
<small class="altlist-count">총 <strong>{listing.total:,}</strong>건의 기사가 있습니다.</small></H1>
<div class="altlist-btn-group">{_views(listing, self._site.origin)}</div></header>
<article id="section-list" class="altlist-body"><ul class="altlist-webzine">
{rows}</ul>
{_TEMPLATE}
{more}</article></div>"""
        title = f"{listing.heading} < 기사목록 - {self._site.name}"
        return self._page(listing.page_href(listing.page), title, "", main, sidebar)

    def article(self, article: Article, sidebar: str) -> str:
        """An article's page."""
        site, section = self._site, BY_NO[article.sec_no]
        labels = f"{section.name} < {article.section}" if section.parent else article.section
        title = f"{raw(article.title)} < {labels} < 기사본문 - {site.name}"
        announced = attr(f"{squeeze(article.title)} - {site.name}")
        head = f"""<meta property="og:type" content="article" />
<meta property="og:title" content="{announced}" />
<meta property="article:section" content="{attr(article.section)}">
<meta property="article:section2" content="{attr(section.name) if section.parent else ""}">
<meta property="article:published_time" content="{article.published:%Y-%m-%dT%H:%M:%S}+09:00">
<script type="application/ld+json">
{_stated(article, site)}
</script>
"""
        return self._page(article.path, title, head, _article(article, site), sidebar)

    def board(self, title: str, content: str) -> str:
        """A page of the notice board."""
        return self._page("/bbs/list.html?table=notice", title, "", f'<div class="bbs_wrap">\n{content}</div>', "")

    def ajax(self, widget: Widget) -> str:
        """The HTML of one widget."""
        return draw(widget)

    def _page(self, path: str, title: str, head: str, main: str, sidebar: str) -> str:
        site = self._site
        return f"""<!doctype html>
<html class="no-js" lang="ko" data-mobile="false">
<head>
<meta charset="utf-8">
<meta property="og:site_name" content="{site.name}"/>
<meta property="og:url" content="{site.origin}{path}" />
{head}<title>{title}</title>
<link rel="alternate" type="application/rss+xml" href="{_cdn(site.origin)}/rss/gn_rss_allArticle.xml"/>
<script>
$(function(e) {{ $('#article-view-content-div').on('copy', function(){{ }}); }});
var SITE_DOMAIN = '{site.origin}', ___currentTime = {int(site.now.replace(tzinfo=_KST).timestamp())};
</script>
<style>:root {{ --nd-primary: #3b7; }} .altlist-title {{ font-weight:700 }}</style>
</head>
<body>
{self._top}<main id="user-container" class="user-container">
<section class="grid body">
{main}
</section>
<aside class="grid side">
{sidebar}</aside>
</main>
{self._foot}"""


def draw(widget: Widget) -> str:
    """The HTML of one widget."""
    item = _slide if widget.family == "nd_slides" else _item
    ranked = widget.family == "nd_ranks"
    items = "".join(item(entry, rank if ranked else 0) for rank, entry in enumerate(widget.entries, 1))
    return f"""<article class="box-skin">
<header class="header">{_heading(widget)}</header>
<section class="content"><style>#skin-{widget.lay_no} > .item {{ display:flex }}</style>
<div id="skin-{widget.lay_no}" class="auto-article">
{items}</div><script>autoArticle({widget.lay_no});</script></section>
</article><div class="box-margins"></div>
"""


def reply(articles: Sequence[Article]) -> str:
    """The JSON of one page of a list, with percent-encoded titles as PHP's urlencode writes them."""
    data = [
        {
            "idxno": str(article.no),
            "title": quote_plus(squeeze(article.title)),
            "sectionTitle": article.section,
            "user_name": credit_line(article),
            "pub_date": f"{article.published:%Y-%m-%d}",
            "viewDate": f"{article.published:%m-%d}",
            "viewTime": f"{article.published:%H:%M}",
        }
        for article in articles
    ]
    return json.dumps({"result": "success", "msg": "", "data": data})


def refusal() -> str:
    """The JSON of a request that does not name the page it comes from."""
    return json.dumps({"result": "error", "msg": "정상적인 접근이 아닙니다.", "data": []})


def feed(articles: Sequence[Article], site: Site) -> str:
    """The RSS file; its times are Korean and do not say so."""
    items = "".join(
        f"""<item>
<title><![CDATA[{article.title}]]></title>
<link>{site.origin}{article.path}</link>
<description><![CDATA[{article.teaser(300)}]]></description>
<pubDate>{article.published:%Y-%m-%d %H:%M:%S}</pubDate>
</item>
"""
        for article in articles
    )
    return f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0">
<channel>
<title><![CDATA[{site.name}]]></title>
<link>{site.origin}</link>
{items}</channel>
</rss>
"""


def _cdn(origin: str) -> str:
    return origin.replace("//", "//cdn.")


def _heading(widget: Widget) -> str:
    text, more = widget.heading or "", widget.more
    head = (
        f'<a href="{widget.heading_href}">{esc(text)}</a>' if widget.heading_href else f"<strong>{esc(text)}</strong>"
    )
    if more is None:
        return head if text else ""
    link = (
        f'<a href="{more.href}" class="box-more" title="{attr(text)} 더보기"><i class="icon-plus"></i>'
        '<span class="show-for-sr">더보기</span></a>'
    )
    return head + (f"<!--{link}-->" if more.commented else link)


def _item(entry: Entry, rank: int) -> str:
    """Two links to one article: its title, and its picture."""
    number = f'<div class="auto-number">{rank}</div>' if rank else ""
    teaser = f'<p class="auto-summary line-x2">{esc(entry.teaser)}</p>' if entry.teaser else ""
    return f"""<div class="item">
<div class="auto-content">{number}<a href="{entry.href}" target="_top">{_title(entry)}{teaser}</a></div>
{_frame(entry)}</div>
"""


def _slide(entry: Entry, rank: int) -> str:
    return f'<div class="slick-slide">{_frame(entry)}<a href="{entry.href}">{_title(entry)}</a></div>\n'


def _title(entry: Entry) -> str:
    return f'<DIV class="auto-titles line-x2 onload">{raw(entry.title)}</DIV>'


def _frame(entry: Entry) -> str:
    if not entry.thumbnail:
        return ""
    image = f'<img src="{entry.thumbnail}" alt="{attr(entry.full_title)}" width="120" loading="lazy" />'
    return f'<a href="{entry.href}" class="frame"><div class="auto-images thumb">{image}</div></a>\n'


def _row(article: Article) -> str:
    thumbnail = article.thumbnail("v150")
    image = f'<a href="{article.path}" class="altlist-image"><img src="{thumbnail}" alt=""/></a>' if thumbnail else ""
    names = f'<div class="altlist-info-item">{credit_line(article)}</div>' if article.byline.credits else ""
    return f"""<li class="altlist-webzine-item{"" if image else " noimage"}">{image}
<div class="altlist-webzine-content"><H2 class="altlist-subject"><a href="{article.path}" target="_top">
{raw(article.title)}
</a></H2><p class="altlist-summary">{esc(article.teaser(300))}</p>
<div class="altlist-info"><div class="altlist-info-item">{esc(article.section)}</div>{names}
<div class="altlist-info-item">{article.published:%m-%d %H:%M}</div></div></div></li>
"""


def _parameters(listing: Listing, origin: str, page: int, view: str = "sm") -> str:
    """The address of a page as the CMS prints it, with every parameter that it knows."""
    code = listing.href.partition("?")[2].replace("&view_type=sm", "").replace("view_type=sm", "")
    empty = "sc_area=&sc_level=&sc_sdate=&sc_edate=&sc_word=&sc_andor=&box_idxno=&sc_user_name=&sc_order_by=E"
    return f"{origin}/news/articleList.html?page={page}&total={listing.total}&{code}&{empty}&view_type={view}"


def _views(listing: Listing, origin: str) -> str:
    links = (("", "제목형"), ("sm", "요약형"), ("tm", "포토형"))
    return "".join(
        f'<a href="{_parameters(listing, origin, 1, view)}" class="altlist-btn" aria-label="{label}"></a>'
        for view, label in links
    )


def _pager(listing: Listing, origin: str) -> str:
    def item(page: int, text: str, kind: str = "") -> str:
        return f'<li{kind}><a href="{_parameters(listing, origin, page)}" title="{text}">{text}</a></li>'

    numbers = "".join(
        f'<li class="current user-bg">{page}</li>' if page == listing.page else item(page, str(page))
        for page in listing.window()
    )
    first, last = item(1, "처음", ' class="pagination-start"'), item(listing.pages, "끝", ' class="pagination-end"')
    return f'<ul class="pagination" role="navigation">{first}{numbers}{last}</ul>\n'


def _button(listing: Listing) -> str:
    code = listing.href.partition("sc_serial_code=")[2].partition("&")[0]
    known = {"page": listing.page, "sc_serial_code": code, "view_type": "sm", "total": listing.total}
    sizes = {"list_per_page": ROWS, "page_per_page": 10, "list_page_limit": 200}
    lines = "\n".join(f"params['{name}'] = \"{value}\";" for name, value in {**known, **sizes}.items())
    return f"""<button type="button" class="list-btn-more" data-page="{listing.page}">더보기&nbsp;<i></i></button>
<script>
var params = {{}};
{lines}
articlePaging.vars.pagingType = "more";
articlePaging.vars.params = params;
</script>
"""


def _stated(article: Article, site: Site) -> str:
    """The JSON-LD of an article; its author is the newspaper."""
    published = f"{article.published:%Y-%m-%dT%H:%M:%S}+09:00"
    modified = f"{article.modified:%Y-%m-%dT%H:%M:%S}+09:00" if article.modified else published
    facts = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": squeeze(article.title),
        "datePublished": published,
        "dateModified": modified,
        "author": [{"@type": "Person", "name": site.name}],
    }
    return json.dumps(facts, ensure_ascii=False, indent=1)


def _article(article: Article, site: Site) -> str:
    section, credit = BY_NO[article.sec_no], credit_line(article)
    name = f'<li class="info-name" aria-label="기자명">{credit}</li>' if credit else ""
    entered = f"입력 {article.published:%Y.%m.%d %H:%M}"
    times = f"<li>{entered}</li>"
    if article.modified:
        times = (
            f'<li class="info-update">수정 {article.modified:%Y.%m.%d %H:%M} <i></i>'
            f'<div class="info-update-origin">{entered}</div></li>'
        )
    subtitle = f'<H2 class="subheading">{"<br />".join(article.subtitle)}</H2>' if article.subtitle else ""
    return f"""<div id="article-view" class="atlview"><div class="atlview-grid-content">
<div id="sticky-header"><span class="aht-title-view" tabindex="-1">{raw(article.title)}</span></div>
<header class="article-view-header">
<article class="shoulder-group"><div class="section-name">{section.name}</div></article>
<H1 class="heading">{raw(article.title)}</H1>
<div class="info-group"><article class="item"><ul class="breadcrumbs">
{name}{times}<li>댓글 {article.comments}</li></ul></article>
<article class="item"><button type="button" class="helper-tool page-print" title="인쇄"></button>
<div class="reveal" id="article-sns"><div class="reveal-title">이 기사를 공유합니다</div></div></article></div>
</header>
<div class="article-body">
<article  id="article-view-content-div" class="article-veiw-body view-page" itemprop="articleBody">
{subtitle}
{body(article, site.origin)}
{_ADVERT if article.no % 4 == 2 else ""}
<script>$(function() {{ }});</script></article>
<article class="article-copyright">저작권자 &copy; {site.name} 무단전재 및 재배포, AI학습 및 활용 금지</article></div>
{_after(article)}</div></div>"""


def _after(article: Article) -> str:
    """Tags and related articles."""
    parts = []
    if article.tags:
        links = " ".join(
            f'<a href="/news/articleList.html?sc_area=A&sc_word={tag}&view_type=sm" class="tag">#{tag}</a>'
            for tag in article.tags
        )
        parts.append(f'<div class="tag-group">{links}</div>\n')
    if article.related:
        rows = "".join(
            f'<li><a href="{article.address.format(no)}">{raw(title)}</a></li>' for no, title in article.related
        )
        parts.append(f'<div class="article-relation"><strong>관련기사</strong><ul>{rows}</ul></div>\n')
    return "".join(parts)


def _menu_link(section: Section, kind: str) -> str:
    return f'<a href="{nd_list(code_of(section.no))}" target="_top" class="gl-{kind}-link">{esc(section.name)}</a>'


def _top(site: Site) -> str:
    items = []
    for section in SECTIONS:
        if section.parent is None and section.in_menu:
            below = "".join(f"<li>{_menu_link(child, 'submenu')}</li>" for child in children(section.no))
            items.append(
                f'<li class="gl-menu-item" data-menu-code="{code_of(section.no)}">{_menu_link(section, "menu")}'
                f"{f'<ul>{below}</ul>' if below else ''}</li>\n"
            )
    series = "".join(f'<li><a href="{nd_list(f"SRN{no}")}">{name}</a></li>\n' for no, name in SERIES.items())
    day = WEEKDAYS[site.now.weekday()]
    return f"""<nav class="skip-nav"><a href="#user-container" class="skip-nav-item">본문 바로가기</a></nav>
{_ADVERT}
<header id="user-header" class="user-header">
<ul class="gl-account"><li><a href="/member/login.html">로그인</a></li></ul>
<div class="gl-updated">발행일: {site.now:%Y-%m-%d %H:%M} ({day}) </div>
<div class="gl-logo"><a href="{site.origin}"><img src="/image/logo/toplogo.png" alt="{site.name}" /></a></div>
<nav id="user-nav" class="gl-nav"><ul id="user-menu" class="gl-menu">
<li class="gl-menu-item"><a href="{nd_list()}" class="gl-menu-link">전체기사</a></li>
{"".join(items)}{series}<li class="gl-menu-item"><a href="/bbs/list.html?table=notice">알림 마당</a></li>
</ul></nav></header>
"""


def _foot(site: Site) -> str:
    links = "".join(
        f'<section class="gl-service-item">{_menu_link(section, "service")}</section>'
        for section in SECTIONS
        if section.parent is None and section.in_menu
    )
    return f"""<footer id="user-footer"><article class="gl-service">{links}</article>
<address>{site.name} | 발행인 홍이든 | <a href="/com/com-1.html">신문사소개</a></address>
<p>Copyright {site.name}.
<a href="http://www.ndsoft.co.kr/"><img src="/image/ndsoft.png" alt="ND소프트"></a></p></footer>
<script src="/bannerpop/uploads/js/7.js"></script>
</body>
</html>"""
