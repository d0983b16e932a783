"""One entry of a widget: headline, teaser, picture and address, whatever the skin prints around them.

In the snippets ``@7`` is the address of article 7.
"""

from __future__ import annotations

import re

import pytest

from newscrawler.cms.links import SiteUrls
from newscrawler.cms.markup.parts import Entry, Widget
from newscrawler.cms.page import Page

HOME = "https://www.news-a.test/"
URLS = SiteUrls(HOME)
TITLE = "누리천 산책로 야간 조명 교체"
TEASER = "가온시가 누리천 산책로의 낡은 조명 260개를 모두 바꾸었다.."


def widget_of(html: str) -> Widget:
    html = re.sub(r"@(?=\d)", "/news/article.html?no=", html)
    (widget,) = Page(f'<body><div class="arl_034">{html}</div></body>', HOME, URLS).widgets
    return widget


def entries(html: str) -> list[Entry]:
    return widget_of(html).entries


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


def test_headline_of_a_picture_is_taken_from_another_widget() -> None:
    html = (
        "<div class='arl_034'><ul><li><a href=@1><img src='/data/a.jpg' alt=''></a></li></ul></div>"
        f"<div class='arl_035'><ul><li><a href=@1>{TITLE}</a></li><li><a href=@2>둘째 소식</a></li></ul></div>"
    )
    page = Page(re.sub(r"@(?=\d)", "/news/article.html?no=", f"<body>{html}</body>"), HOME, URLS)
    assert [[entry.title for entry in widget.entries] for widget in page.widgets] == [[TITLE], [TITLE, "둘째 소식"]]


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


# ---- classes of wrappers ------------------------------------------------------------------------------
WRITER_AND_TITLE = {
    "both in wrappers": "<div class='title'><div class='writer'><a href=@1><span>박나래 가온대 교수</span></a></div>"
    f"<div class='title_text'><a href=@1>{TITLE}</a></div></div>",
    "title last, unnamed": f"<div class='writer'><a href=@1><b>박나래 가온대 교수</b></a></div><a href=@1>{TITLE}</a>",
    "series": f"<div class='rvw'><a href=@1>박나래 칼럼</a></div><a href=@1><div class='text'>{TITLE}</div></a>",
    "series linked to its list": "<p class='cat'><a href='/news/review_list_all.html?rvw_no=94'>박나래의 숫자로 본 "
    f"우리 세상</a></p><h3><a href=@1>{TITLE}</a></h3>",
    "writer linked to the list of articles": f"<a href=@1>{TITLE}</a>"
    "<p><a href='/news/article_list_writer.html?name=a'>오래 걷는 사람 박나래의 글</a></p>",
    "title without a link": "<a href=@1><img src='/a.jpg' alt=''></a>"
    f"<p class='cat'>시정 소식</p><p class='tit'>{TITLE}</p>",
}


def test_a_class_that_only_seems_to_name_a_label_does_not_hide_the_headline() -> None:
    title = "누리천 산책로의 낡은 조명 모두 바꾸기로"
    for name in ("no_ellipsis", "tag-link", "by_line2 name"):
        entry = in_list(f"<a href=@1><span class='{name}'>{title}</span><span>{TEASER}</span></a>")
        assert (entry.title, entry.teaser) == (title, TEASER)


@pytest.mark.parametrize("html", WRITER_AND_TITLE.values(), ids=WRITER_AND_TITLE)
def test_the_class_of_a_wrapper_tells_label_and_headline(html: str) -> None:
    entry = in_list(html)
    assert (entry.title, entry.teaser) == (TITLE, None)


@pytest.mark.parametrize(
    "html",
    [
        f"<div class='section'><a href=@1>{TITLE}</a></div>",
        f"<p class='no1 rank'><a href=@1>{TITLE}</a></p>",
        "<div class='rvw'><a href=@1>느린 배</a></div>",
        "<span class='name'><a href=@1 class='name'>느린 배</a></span>",
    ],
)
def test_a_wrapper_around_the_only_text_makes_no_label(html: str) -> None:
    assert in_list(html).title in (TITLE, "느린 배")


# ---- teasers in unusual places ------------------------------------------------------------------------
LEAD = f"<h2><a href=@1>{TITLE}</a></h2><dl><dt><a href=@1><img src='/data/a.jpg'></a></dt><dd>{{}}</dd></dl>"


@pytest.mark.parametrize("count", [1, 2, 3])
def test_text_before_a_list_of_related_links_is_the_teaser_of_the_entry_before_it(count: int) -> None:
    links = "".join(f"<li><a href=@{n}>누리산 꽃길 다시 열린다</a></li>" for n in range(2, 2 + count))
    widget = widget_of(LEAD.format(f"{TEASER}<ul>{links}</ul>"))
    (lead,) = widget.entries
    assert (lead.title, lead.teaser, lead.thumbnail) == (TITLE, TEASER, f"{HOME}data/a.jpg")
    assert [link.title for link in widget.related] == ["누리산 꽃길 다시 열린다"] * count


def test_a_teaser_in_a_heading_tag_is_a_teaser() -> None:
    (entry,) = entries(LEAD.format(f"<h3 class='main_ddtxt'>{TEASER}</h3>"))
    assert (entry.title, entry.teaser) == (TITLE, TEASER)
    (entry,) = entries(LEAD.format("<h3>넉 달 동안 이어진 공사를 마침내 끝내</h3>"))
    assert (entry.title, entry.teaser) == (TITLE, None)


@pytest.mark.parametrize(
    "line", ["박나래 시민건강연구소 회원", "이가온 '마을 나눔터' 준비위원 (번역)", "박나래 가온대 교수"]
)
def test_the_line_of_a_writer_is_no_teaser(line: str) -> None:
    assert in_list(f"<a href=@1><strong>{TITLE}</strong></a><p>{line}</p>").teaser is None
    entry = in_list(f"<a href=@1><strong>{TITLE}</strong></a><p>{line}</p><p>{TEASER}</p>")
    assert entry.teaser == TEASER


# ---- related links --------------------------------------------------------------------------------------
def ranked(html: str) -> tuple[list[str | None], list[str | None]]:
    """The numbers of the entries and of the related links."""
    widget = widget_of(html)
    return [entry.link.id for entry in widget.entries], [link.link.id for link in widget.related]


RELATED = {
    "span": "<a href=@1>첫째 소식</a><span><a href=@2>딸린 소식</a></span>",
    "list": "<h3><a href=@1>첫째 소식</a></h3><ul><li><a href=@2>딸린 소식</a></li></ul>",
    "paragraph with a label": "<a href=@1>첫째 소식</a><p>관련기사 : <a href=@2>딸린 소식</a></p>",
    "named": "<p class='tit'><a href=@1>첫째 소식</a></p><p class='rel'><a href=@2>딸린 소식</a></p>",
    "picture, headline and list": "<a href=@1><img src='/a.jpg'></a><h3><a href=@1>첫째 소식</a></h3>"
    "<p>글이 이어진다.</p><ul><li><a href=@2>딸린 소식</a></li></ul>",
}


@pytest.mark.parametrize("item", RELATED.values(), ids=RELATED)
@pytest.mark.parametrize("tag", ["li", "article"])
def test_links_inside_an_entry_are_related_to_it(tag: str, item: str) -> None:
    html = f"<ul><{tag}>{item}</{tag}><{tag}><a href=@3>셋째 소식</a></{tag}></ul>"
    assert ranked(html) == (["1", "3"], ["2"])


def test_boxes_of_one_kind_are_items() -> None:
    story = "<div class='arti'><h3><a href=@{}>소식</a></h3>{}</div>"
    html = "".join(story.format(n, f"<div><a href=@{n}0>딸린 소식</a></div>" if n < 3 else "") for n in (1, 2, 3))
    assert ranked(html) == (["1", "2", "3"], ["10", "20"])


def test_an_entry_that_is_related_to_another_keeps_its_rank() -> None:
    html = "<ul><li><a href=@1>하나</a><span><a href=@2>둘</a></span></li><li><a href=@2>둘</a></li></ul>"
    assert ranked(html) == (["1", "2"], [])


ENTRIES = {
    "two columns": "<ul><li><div><a href=@1>하나</a></div><div><a href=@2>둘</a></div></li></ul>",
    "named columns": "<ul><li><p class='l'><a href=@1>하나</a></p><p class='r'><a href=@2>둘</a></p></li></ul>",
    "side by side": "<ul><li><a href=@1>하나</a> <a href=@2>둘</a></li></ul>",
    "pictures": "<ul><li><a href=@1>하나</a><p><a href=@2><img src='/a.jpg'>둘</a></p></li></ul>",
    "lead and list": "<div class='top'><a href=@1>하나</a></div><ul class='list'><li><a href=@2>둘</a></li></ul>",
    "definition list": "<dl><dt><a href=@1>하나</a></dt><dd><a href=@2>둘</a></dd></dl>",
    "table": "<table><tr><td><h3><a href=@1>하나</a></h3></td><td><a href=@2>둘</a></td></tr></table>",
}


@pytest.mark.parametrize("html", ENTRIES.values(), ids=ENTRIES)
def test_links_of_one_kind_are_entries(html: str) -> None:
    assert ranked(html) == (["1", "2"], [])


def test_slides_with_a_lead_and_a_list_hold_entries() -> None:
    slide = "<li><div><a href=@{0}1>하나</a></div><ul>{1}</ul></li>"
    lists = ("".join(f"<li><a href=@{s}{n}>소식</a></li>" for n in (2, 3, 4)) for s in (1, 2))
    html = f"<ul>{''.join(slide.format(s, items) for s, items in zip((1, 2), lists, strict=True))}</ul>"
    assert ranked(html) == (["11", "12", "13", "14", "21", "22", "23", "24"], [])


def test_related_links_are_no_entries_of_the_record_and_are_still_followed() -> None:
    html = "<ul><li><a href=@1>하나</a><span><a href=@2>둘</a></span></li><li><a href=@3>셋</a></li></ul>"
    html = re.sub(r"@(?=\d)", "/news/article.html?no=", html)
    page = Page(f"<body><h2>소식</h2>{html}</body>", HOME, URLS)
    (record,) = page.widget_items("a", "home", "2025-11-07T15:00:00+09:00")
    assert [(entry.rank, entry.title) for entry in record.entries] == [(1, "하나"), (2, "셋")]
    assert {entry.link.id for widget in page.widgets for entry in widget.links} == {"1", "2", "3"}


# ---- pictures that are not the article's ----------------------------------------------------------------
@pytest.mark.parametrize(
    "image",
    [
        "<img src='/data/cache/public/writer/w_9.jpg'>",
        "<img src='/data/img/logo.png'>",
        "<img src='/data/img/no_image.gif'>",
        "<span class='writer'><img src='/data/a/7.jpg'></span>",
    ],
)
def test_portraits_and_logos_are_no_thumbnails(image: str) -> None:
    assert in_list(f"<a href=@1>{image}<strong>{TITLE}</strong></a>").thumbnail is None
    entry = in_list(f"<a href=@1>{image}<img src='/data/b.jpg'><strong>{TITLE}</strong></a>")
    assert entry.thumbnail == f"{HOME}data/b.jpg"
