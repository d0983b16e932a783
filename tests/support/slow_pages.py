"""Times the readers of pages on megabyte texts at every place of a page; prints what takes too long.

Run as a program, so that a test can stop it: JSON lines of [place, text, seconds], then "done".
"""

from __future__ import annotations

import html
import json
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from newscrawler.cms import article as article_module
from newscrawler.cms.article import ArticlePage
from newscrawler.cms.family import MoreRequest
from newscrawler.cms.feeds import read_more, read_rss
from newscrawler.cms.links import SiteUrls
from newscrawler.cms.listing import ListPage
from newscrawler.cms.missing import judge_page
from newscrawler.korean.encoding import detect
from newscrawler.korean.text import clean
from support.slow_regexes import PIECES, TooSlowError

SIZE = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
LIMIT = float(sys.argv[2]) if len(sys.argv) > 2 else 2.0
ORIGIN = "http://demo.test"
URL = f"{ORIGIN}/news/article.html?no=1"
LIST = f"{ORIGIN}/news/article_list_all.html"
MORE = MoreRequest(f"{ORIGIN}/news/ajax.php", "main-7", "", "POST", {"lay_no": "7", "ajax_page": "2"})
PAGE = (
    "<html><head><title>{title}</title><meta property='og:title' content='{og}'></head><body class='{class_}'>"
    "<p class='today_txt'>{today}</p><div class='weather_box'><ul><li>{weather} 12℃</li></ul>{provider} 제공</div>"
    "<div class='{box_class}'><h3>{heading}</h3><ul><li><a href='{href}' onclick='{onclick}'>{entry}</a></li>"
    "<li><a href='/news/article.html?no=2'>기사 제목</a></li></ul><a class='more {more}' "
    "href='/news/a_list_all.html'>더보기</a></div>"
    "<ul class='art_list_all'><li><a href='/news/article.html?no=3'><h2>제목</h2></a><span>{row}</span></li></ul>"
    "<div class='btn_pagenum'><a href='?page=2'>{pager}</a></div>"
    "<div class='art_top'><p class='{kicker_class}'>{kicker}</p><h2>{headline}</h2>"
    "<h3 class='{sub_class}'>{subtitle}</h3>"
    "<ul class='{info_class}'><li>{info}</li><li>등록 2026.03.02 10:00</li></ul></div>"
    "<div id='news_body_area'><p class='{p_class}' style='{style}'>{body}</p><p><img src='{src}'><br>{caption}</p>"
    "<table><tr><td>{cell}</td></tr></table><iframe src='{player}'></iframe><p>{trailer}</p></div>"
    "<div class='{tag_class}'>{tags}<a href='/search?x'>{tag}</a></div><script>{script}</script></body></html>"
)
NAMES = sorted({part.split("}")[0] for part in PAGE.split("{")[1:]})
PLAIN = dict.fromkeys(NAMES, "가")


def _stop(number: int, frame: Any) -> None:
    raise TooSlowError


def timed(place: str, piece: str, read: Callable[[], object]) -> None:
    started = time.process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, LIMIT)
    try:
        read()
    except TooSlowError:
        print(json.dumps([place, piece, LIMIT], ensure_ascii=False), flush=True)
    except (ValueError, RecursionError):
        pass  # refused, which is an answer
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    if "-v" in sys.argv and (took := time.process_time() - started) > 0.3:
        print(place, repr(piece), round(took, 2), file=sys.stderr)


def read_article(text: str) -> None:
    urls = SiteUrls(ORIGIN + "/")
    page = ArticlePage(text, URL, urls)
    page.item("demo.test", "물레일보", "list", URL, "2026-03-02T00:00:00+09:00")
    page.not_article  # noqa: B018
    judge_page(text)
    page.widgets  # noqa: B018
    list(page.weather_items("x", ""))
    list(page.section_links())


def read_list(text: str) -> None:
    page = ListPage(text, LIST, SiteUrls(ORIGIN + "/"))
    page.rows, page.is_last, page.shown_page, page.widgets, page.name  # noqa: B018
    page.more_requests()
    list(page.section_links())
    page.site_name, page.rss_url, page.date  # noqa: B018


ALONE: dict[str, Callable[[str], object]] = {
    "clean": clean,
    "detect": lambda text: detect(text.encode("cp949", "replace")),
    "link": lambda text: SiteUrls(ORIGIN).link(f"/news/{text}", LIST),
    "rss": lambda text: read_rss(f"<rss><item><title>{text}</title></item></rss>", SiteUrls(ORIGIN), LIST),
    "rss head": lambda text: read_rss(text, SiteUrls(ORIGIN), LIST),
    "ajax": lambda text: read_more(json.dumps({"html": text}), MORE, SiteUrls(ORIGIN), LIST),
    "raw article": read_article,
    "raw list": read_list,
}


def main() -> None:
    signal.signal(signal.SIGVTALRM, _stop)
    article_module.extract = lambda *_: None  # type: ignore[assignment]  # only our own reading
    for piece in PIECES:
        long = piece * (SIZE // len(piece))
        for place in NAMES:
            text = PAGE.format_map({**PLAIN, place: html.escape(long)})
            timed(f"article {place}", piece, partial(read_article, text))
            if place in (
                "class_",
                "box_class",
                "heading",
                "href",
                "onclick",
                "entry",
                "row",
                "pager",
                "more",
                "weather",
            ):
                timed(f"list {place}", piece, partial(read_list, text))
        for place, read in ALONE.items():
            timed(place, piece, partial(read, long))
    print("done", flush=True)


if __name__ == "__main__":
    main()
