"""Pages that look alike in both skins: print and mobile copies, feed, robots, board, AJAX, notices."""

from __future__ import annotations

import json
from collections.abc import Sequence

from newscrawler.demo.article import Article
from newscrawler.demo.markup import attr, body, credit_line, esc, raw
from newscrawler.demo.shelf import BOARD
from newscrawler.demo.site import WEEKDAYS, Site

DELETED = "<script>alert('삭제된 기사입니다.');history.back();</script>"
NOT_FOUND = "<!DOCTYPE html>\n<html><head><title>404 Not Found</title></head><body><h1>Not Found</h1></body></html>"
ROBOTS = """User-agent: *
Disallow: /member/
Disallow: /adm/
Disallow: /news/search_result.html
Disallow: /news/article_print.html
Disallow: /news/banner_click.php
Allow: /
"""
_ENGLISH_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_ENGLISH_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def print_page(article: Article, site: Site) -> str:
    """The print copy of an article."""
    return f"""<!DOCTYPE html>
<html lang="ko">
<head>
<meta charset="UTF-8">
<meta name="robots" content="noindex">
<title>{esc(article.title)}</title>
</head>
<body onload="window.print();">
<div class="print_wrap">
	<div class="art_top">
		<h2>{raw(article.title)}</h2>
		<h3>{"<br />".join(article.subtitle)}</h3>
		<ul class="art_info">
			<li>{credit_line(article)}</li>
			<li>등록 {article.published:%Y.%m.%d %H:%M:%S}</li>
		</ul>
	</div>
	<div class="cnt_view news_body_area">
		<div id="news_body_area">
{body(article, site.origin)}
		</div>
	</div>
	<p class="art_copy">Copyright @{site.name} All rights reserved.</p>
</div>
</body>
</html>
"""


def mobile_page(article: Article, site: Site) -> str:
    """The mobile copy of an article."""
    return f"""<!DOCTYPE html>
<html lang="ko">
<head>
<meta charset="UTF-8">
<meta name="viewport" content="width=device-width, initial-scale=1.0">
<title>{esc(article.title)}</title>
<link rel="canonical" href="{site.origin}{article.path}" />
<meta property="og:title" content="{attr(article.title)}" />
</head>
<body>
<div id="header"><h1><a href="/mobile/">{site.name}</a></h1></div>
<div id="container">
	<div class="con_primary"><div>
		<div class="m_arv_001_01">
			<div class="news_top mov_fix">
				<h3>{raw(article.title)}</h3>
				<h4>{"<br />".join(article.subtitle)}</h4>
				<ul class="art_info"><li>{credit_line(article)}</li>
					<li>등록 {article.published:%Y.%m.%d %H:%M:%S}</li></ul>
			</div>
			<div class="news_detail"><div>
				<div class="m_ban"><a href="{site.origin}/news/banner_click.php?no=77">광고</a></div>
				<div>
{body(article, site.origin)}
				</div>
			</div></div>
		</div>
	</div></div>
</div>
<div id="footer"><a href="/?mobile_reset">PC버전</a></div>
</body>
</html>
"""


def feed(articles: Sequence[Article], site: Site) -> str:
    """The RSS file."""
    items = "".join(
        f"""<item>
<title><![CDATA[{article.title}]]></title>
<link>{site.origin}{article.path}</link>
<description><![CDATA[{article.teaser(200)}]]></description>
<author><![CDATA[{", ".join(person.name for person in article.byline.people)}]]></author>
<pubDate>{_mail_time(article)}</pubDate>
</item>
"""
        for article in articles
    )
    return f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel>
<title><![CDATA[{site.name}]]></title>
<link>{site.origin}</link>
<description><![CDATA[{site.name} 전체기사]]></description>
<language>ko</language>
{items}</channel>
</rss>
"""


def _mail_time(article: Article) -> str:
    """The time of publication as mail and RSS write it, in English whatever the locale."""
    moment = article.published
    day, month = _ENGLISH_DAYS[moment.weekday()], _ENGLISH_MONTHS[moment.month - 1]
    return f"{day}, {moment.day:02} {month} {moment:%Y %H:%M:%S} +0900"


def board_list() -> str:
    """The list of the notice board."""
    rows = "".join(
        f'\t<li><a href="/mybbs/bbs.html?mode=view&bbs_code=notice&bbs_no={no}">{title}</a></li>\n'
        for no, title in BOARD
    )
    return f'<ul class="bbs_list">\n{rows}</ul>\n'


def board_post(no: int, site: Site) -> str | None:
    """One post of the notice board, or None if it does not exist."""
    title = dict(BOARD).get(no)
    if title is None:
        return None
    day = WEEKDAYS[site.now.weekday()]
    return (
        f'<h4>{title}</h4>\n<div class="bbs_view">{title}에 관한 자세한 내용은 {day}요일에 '
        "전화로 물어 주십시오.</div>\n"
    )


def ajax_reply(html: str) -> str:
    r"""The JSON around AJAX content, with Hangul as \uXXXX and slashes as \/ like PHP writes it."""
    return json.dumps({"error_code": "", "error_message": "", "html": html}).replace("/", "\\/")


def ajax_error(message: str) -> str:
    """The JSON of a refused AJAX request."""
    return json.dumps({"error_code": "E01", "error_message": message})
