"""One entry of a widget: headline, teaser, picture and address, whatever the skin prints around them.

In the snippets ``@7`` is the address of article 7.
"""

from __future__ import annotations

import re

import pytest

from newscrawler.cms.links import SiteUrls
from newscrawler.cms.markup.widgets import Entry
from newscrawler.cms.page import Page

HOME = "https://www.news-a.test/"
URLS = SiteUrls(HOME)
TITLE = "누리천 산책로 야간 조명 교체"
TEASER = "가온시가 누리천 산책로의 낡은 조명 260개를 모두 바꾸었다.."


def entries(html: str) -> list[Entry]:
    html = re.sub(r"@(?=\d)", "/news/article.html?no=", html)
    (widget,) = Page(f'<body><div class="arl_034">{html}</div></body>', HOME, URLS).widgets
    return widget.entries


def only(html: str) -> Entry:
    (entry,) = entries(f"<ul><li>{html}</li></ul>")
    return entry


def in_list(html: str) -> Entry:
    """The entry, beside another one, so that the list has more than it."""
    first, _ = entries(f"<h2>소식</h2><ul><li>{html}</li><li><a href=@99>다른 소식</a></li></ul>")
    return first


# ---- the headline ---------------------------------------------------------------------------------
HEADLINES = {
    "text": f"<a href=@1>{TITLE}</a>",
    "white space": "<a href=@1>\n\t누리천&nbsp;산책로   야간 조명\u00a0교체 </a>",
    "break": "<a href=@1>누리천 산책로<br>야간 조명 교체</a>",
    "inline mark-up": "<a href=@1><h3>누리천 <b>산책로</b> 야간 조명 교체</h3></a>",
    "heading before teaser": f"<a href=@1><h2 class='clamp c2'>{TITLE}</h2><div><p>{TEASER}</p></div></a>",
    "heading after teaser": f"<a href=@1><p>{TEASER}</p><h2>{TITLE}</h2></a>",
    "heading and sub-headline": f"<a href=@1><h2>{TITLE}</h2><h3>넉 달 만에 마쳐</h3></a>",
    "strong and em": f"<a class='thumb_wrap' href=@1><strong>{TITLE}</strong><em>{TEASER}</em></a>",
    "teaser before strong": f"<a href=@1><span>{TEASER}</span><strong>{TITLE}</strong></a>",
    "i and b": f"<a href=@1><i>{TITLE}</i><div><b class='clamp c5'>{TEASER}</b></div></a>",
    "title class": f"<a href=@1><span class='lead'>{TEASER}</span><span class='art_tit'>{TITLE}</span></a>",
    "title attribute unread": f"<a href=@1 title='누리천 산책로'>{TITLE}</a>",
    "broken title attribute": f'<a href=@1 title=""누리천" 산책로">{TITLE}</a>',
    "rank": f"<a href=@1><span>1</span>{TITLE}</a>",
    "rank with a dot": f"<a href=@1><em>12.</em> {TITLE}</a>",
    "rank class": f"<a href=@1><span class='i_rate r01'>1위</span>{TITLE}</a>",
    "rank beside the link": f"<span class='num'>1</span><a href=@1>{TITLE}</a>",
    "section in em": f"<a href=@1><strong><em>시정</em>{TITLE}</strong></a>",
    "section in em before": f"<a href=@1><em>시정</em><span>{TITLE}</span></a>",
    "section in brackets": f"<a href=@1><span>[시정]</span><span>{TITLE}</span></a>",
    "section class": f"<a href=@1><span class='cate'>교육·문화</span><span>{TITLE}</span></a>",
    "section before heading": f"<a href=@1><em>시정</em><h3>{TITLE}</h3></a>",
    "clock time": f"<a href=@1><i>18:56 PM</i><b>{TITLE}</b></a>",
    "clock after": f"<a href=@1><b>{TITLE}</b><i>10:31</i></a>",
    "count": f"<a href=@1><b class='on'>1</b><h2>{TITLE}</h2><i>9999+</i></a>",
    "comments": f"<a href=@1>{TITLE}<span>[12]</span></a>",
    "new icon": f"<a href=@1>{TITLE}</a> <span>N</span><em>NEW</em>",
    "date beside": f"<a href=@1>{TITLE}</a><span class='date'>2025-11-07 10:31</span>",
    "byline beside": f"<a href=@1>{TITLE}</a><span>박나래 기자</span>",
    "alt instead of text": f"<a href=@1><img src='/data/a.jpg' alt='{TITLE}'></a>",
    "title instead of text": f"<a href=@1 title='{TITLE}'><img src='/data/a.jpg' alt=''></a>",
    "title instead of filler": f"<a href=@1 title='{TITLE}'><img src='/data/a.jpg' alt='thumbnails'></a>",
    "text before alt": f"<a href=@1><img src='/data/a.jpg' alt='산책로'><span>{TITLE}</span></a>",
    "picture in an item, text beside": f"<a href=@1><img src='/data/a.jpg'></a><p>{TITLE}</p>",
}


@pytest.mark.parametrize("html", HEADLINES.values(), ids=HEADLINES)
def test_headline(html: str) -> None:
    assert only(html).title == TITLE
    assert in_list(html).title == TITLE


@pytest.mark.parametrize(
    "title",
    [
        "<바다 이야기> 다시 읽기",
        "R&D 예산 3할 늘어",
        "놀이 & 쉼",
        "[사설] 다리보다 먼저 놓을 것",
        "[단독] 산단 폐열로 온실 데운다",
        "2026년 가온시 달라지는 것 24가지",
        "3대째 이어 온 엿집, 불 끈다",
        "7번 국도 확장 구간 2월 개통",
        "물레 전통시장 공동배송 석 달, 빈 점포 여…",
        "“손에서 비린내가 나” 책이 먼저 왔다",
        "㈜가온, 12㎞ 억새길 기탁",
    ],
)
def test_headline_is_printed_as_it_stands(title: str) -> None:
    assert only(f"<a href=@1>{title}</a>").title == title
    assert in_list(f"<a href=@1><h2>{title}</h2><p>{TEASER}</p></a>").title == title


def test_headline_of_nothing_is_empty() -> None:
    assert only("<a href=@1><img src='/data/a.jpg' alt=''></a>").title == ""


# ---- several links of one article -----------------------------------------------------------------
def test_picture_headline_and_teaser_in_three_links_are_one_entry() -> None:
    entry = in_list(
        "<dl><dt><a href=@1><img src='/data/a.jpg' alt=''></a></dt>"
        f"<dd><a href=@1>{TITLE}</a></dd><dd><a href=@1>{TEASER}</a></dd></dl>"
    )
    assert (entry.title, entry.teaser, entry.thumbnail) == (TITLE, TEASER, f"{HOME}data/a.jpg")


def test_addresses_of_one_article_are_one_entry() -> None:
    entry = in_list(f"<a href=@1&sec_no=25><img src='/data/a.jpg'></a><a href='/mobile/article.html?no=1'>{TITLE}</a>")
    assert (entry.title, entry.link.url) == (TITLE, f"{HOME}news/article.html?no=1")


def test_entries_keep_the_order_of_first_mention() -> None:
    found = entries(
        "<ul><li><a href=@3>셋</a></li><li><a href=@1>하나</a></li><li><a href=@3>셋</a></li>"
        "<li><a href=@2>둘</a></li></ul>"
    )
    assert [(entry.link.id, entry.title) for entry in found] == [("3", "셋"), ("1", "하나"), ("2", "둘")]


def test_texts_of_neighbours_are_not_mixed() -> None:
    lead, second = entries(
        f"<div class='top_art'><a href=@1><i>{TITLE}</i><b class='clamp'>{TEASER}</b></a></div>"
        "<ul class='art_list'><li><a href=@2>둘째 소식</a></li></ul>"
    )
    assert (lead.title, lead.teaser) == (TITLE, TEASER)
    assert (second.title, second.teaser, second.thumbnail) == ("둘째 소식", None, None)


# ---- teaser ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "teaser",
    [
        TEASER,
        "[가온도민일보=박나래 기자] 페달을 밟아 책을 나르던 자전거가..",
        "상인회가 전기 삼륜차 네 대를 들인 뒤 하루 주문이 90건을 넘겼다. 빈 점포…",
        "머리말이 길게 이어지다 갑자기 끊기는 글자 수 제한의 한가",
        "첫잔이공짜다 오늘.",
        "<책 읽는 마을> & R&D".ljust(20, "!"),
        "긴 머리글 " * 120,
    ],
)
def test_teaser(teaser: str) -> None:
    escaped = teaser.replace("&", "&amp;").replace("<", "&lt;")
    entry = in_list(f"<a href=@1><h2>{TITLE}</h2><p class='ffd clamp c2'>{escaped}</p></a>")
    assert (entry.title, entry.teaser) == (TITLE, teaser.strip() if len(teaser) >= 12 else None)


@pytest.mark.parametrize(
    "html",
    [
        f"<a href=@1>{TITLE}</a>",
        f"<a href=@1><h2>{TITLE}</h2><h3>넉 달 동안 이어진 공사를 마침내 끝내</h3></a>",
        f"<a href=@1><h2>{TITLE}</h2><p></p></a>",
        f"<a href=@1><h2>{TITLE}</h2><p>&nbsp;</p></a>",
        f"<a href=@1><h2>{TITLE}</h2></a><span>2025-11-07 10:31</span>",
        f"<a href=@1><h2>{TITLE}</h2></a><span class='name'>박나래 기자</span>",
        f"<a href=@1><img src='/data/a.jpg' alt=''></a><a href=@1>{TITLE}</a><a href=@1>{TITLE}</a>",
    ],
)
def test_no_teaser(html: str) -> None:
    entry = in_list(html)
    assert (entry.title, entry.teaser) == (TITLE, None)


def test_longest_text_is_the_teaser() -> None:
    entry = in_list(f"<a href=@1><h2>{TITLE}</h2><p>해솔동 주민자치회가 알립니다</p><p>{TEASER}</p></a>")
    assert (entry.title, entry.teaser) == (TITLE, TEASER)


# ---- picture ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("image", "thumbnail"),
    [
        ("<img src='/data/cache/a.jpg'>", f"{HOME}data/cache/a.jpg"),
        ("<img src='//cdn.news-a.test/a.jpg'>", "https://cdn.news-a.test/a.jpg"),
        ("<img src='data/a.jpg'>", f"{HOME}data/a.jpg"),
        ("<img src='data:image/gif;base64,AAAA' data-src='/data/a.jpg'>", f"{HOME}data/a.jpg"),
        ("<img src='' data-original='/data/a.jpg'>", f"{HOME}data/a.jpg"),
        ("<img data-lazy='/data/a.jpg'>", f"{HOME}data/a.jpg"),
        ("<img src='/data/skin/rank1.gif'><img src='/data/a.jpg'>", f"{HOME}data/a.jpg"),
        ("<img src='data:image/gif;base64,AAAA' srcset='/data/a.jpg 1x, /data/b.jpg 2x'>", f"{HOME}data/a.jpg"),
        ("<img src='/data/skin/rank1.gif'>", None),
        ("<img src='data:image/gif;base64,AAAA'>", None),
        ("<img src='javascript:x()'>", None),
        ("<img alt='사진'>", None),
        ("", None),
    ],
)
def test_thumbnail(image: str, thumbnail: str | None) -> None:
    assert in_list(f"<a href=@1>{image}<strong>{TITLE}</strong></a>").thumbnail == thumbnail


# ---- date, link -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("html", "date"),
    [
        ("<ul><li>행정</li><li class='name'>박나래 기자</li><li class='date'>2025-11-07 10:31</li></ul>",
         "2025-11-07 10:31"),
        ("<span>등록 2025.11.07 10:31</span>", "등록 2025.11.07 10:31"),
        ("<em>2025년 11월 7일</em>", "2025년 11월 7일"),
        ("<span>10:31</span>", None),
        ("", None),
    ],
)  # fmt: skip
def test_date(html: str, date: str | None) -> None:
    entry = in_list(f"<a href=@1><h2>{TITLE}</h2><p>{TEASER}</p>{html}</a>")
    assert (entry.title, entry.teaser, entry.date) == (TITLE, TEASER, date)


def test_date_in_a_long_text_is_none() -> None:
    assert in_list(f"<a href=@1><h2>{TITLE}</h2><p>2025.11.07 {TEASER * 2}</p></a>").date is None


def test_banners_between_entries_are_left_out() -> None:
    found = entries(
        "<ul><li><a href=@1>하나</a></li><li><a href='/news/banner_click.php?no='> </a></li>"
        "<li><a href='https://sponsor.test/'>후원사 소식</a></li><li><a href=@2>둘</a></li></ul>"
    )
    assert [entry.title for entry in found] == ["하나", "둘"]


def test_post_of_a_board_is_an_entry() -> None:
    entry = in_list("<a href='/mybbs/bbs.html?mode=view&bbs_code=notice&bbs_no=12'>설 연휴 쉽니다</a>")
    assert (entry.title, entry.link.kind) == ("설 연휴 쉽니다", "post")
