"""What inside a body is left out, and what looks like it and is the article's all the same."""

from __future__ import annotations

from unicodedata import normalize

import pytest
from support.bodies import between, body

SENTENCE = "가온시는 지원단을 꾸렸다."


@pytest.mark.parametrize(
    "html",
    [
        *(
            f"<div class='{name}'>여름 세일</div>"
            for name in """advertisement advert advertising adsense ad-slot adBox
          kakao_ad_area google-auto-placed sponsor sponsored_box promotion promo banner_top bnr taboola outbrain_widget
          dable tts print paging membership premium-notice login support support_box subscribe donation newsletter
          paywall article_pay share_box sns view_count""".split()
        ),
        *(f"<div id='{name}'>여름 세일</div>" for name in ("taboola-below", "dablewidget_x1", "div-gpt-ad-1", "AD_2")),
        "<ins class='adsbygoogle'>여름 세일</ins>",
        "<ins data-ad-unit='x'>여름 세일</ins>",
        "<p>글 <ins class='x' data-ad-client='x'>여름 세일</ins></p>".replace("글 ", ""),
        "<div><span>AD</span><a href='https://shop.test/'>여름 세일 지금 시작</a></div>",
        "<p><a href='https://shop.test/'>[광고] 여름 세일 지금 시작</a></p>",
        "<div class='advert'><p><a href='https://shop.test/'>가온 세일이 시작됐다.</a></p></div>",
        "<p>[광고] 여름 세일 지금 시작</p>",
        "<p>AD</p><p><a href='https://shop.test/'>여름 세일 지금 시작</a></p>",
        "<p>[광고]</p><div><a href='https://shop.test/1'>여름</a> | <a href='https://shop.test/2'>겨울</a></div>",
        "<div class='premium'>가온 세일을 만나 보세요. <button>가입</button></div>",
    ],
)
def test_advertisements_and_their_like_are_left_out(html: str) -> None:
    assert between(html) == []


@pytest.mark.parametrize(
    "name",
    [
        "support_team",
        "support",
        "subscriber",
        "subscribe_story",
        "promotion",
        "sponsor",
        "banner_text",
        "related_view",
        "membership",
        "premium",
        "print_area",
        "paging_1",
    ],
)
def test_running_text_is_the_articles_whatever_its_box_is_called(name: str) -> None:
    assert between(f"<div class='{name}'><p>{SENTENCE}</p></div>") == [SENTENCE]


def test_most_of_a_body_is_no_advertisement() -> None:
    assert body(f"<div class='ad_wrap'><p>{SENTENCE}</p><p>둘째</p></div>").paragraphs == [SENTENCE, "둘째"]
    assert between("<div class='ad'><p>가온시는 밝혔다.</p><p>누리군은 늘렸다.</p></div>") == [
        "가온시는 밝혔다.",
        "누리군은 늘렸다.",
    ]


def test_text_in_a_box_of_links_or_fields_is_not_the_articles() -> None:
    link = "<a href='https://shop.test/'>가온 세일이 시작됐다.</a>"
    assert between(f"<div class='promotion'>{link}</div>") == []
    assert between(f"<div class='subscribe'>{SENTENCE} <input></div>") == []


@pytest.mark.parametrize(
    "line",
    [
        *("AD", "[광고]", "- 광고 -", "ADVERTISEMENT", "▼ 광고", "Sponsored"),
        *(
            "조회수 1,234",
            "조회 : 12",
            "추천 3",
            "댓글(0)",
            "조회 12 | 추천 3 | 댓글 0",
            "좋아요 3 슬퍼요 0",
            "공감 1.2만",
            "♡ 3",
        ),
        *("1,234 views", "지금까지 1,204명이 이 기사를 읽었습니다"),
        *(
            "기사 듣기",
            "AI 기사 듣기",
            "음성으로 듣기",
            "글자 크기",
            "글씨 크게",
            "가+ 가-",
            "카카오톡 공유하기",
            "기사 인쇄",
            "공유하기",
        ),
        *("이미지 크게 보기", "크게보기", "목록으로", "닫기", "1 2", "1 2 3 4 5", "1 | 2 | 3"),
        "이 기사의 전문은 유료 회원만 보실 수 있습니다.",
    ],
)
@pytest.mark.parametrize("markup", ["<p>{}</p>", "<div class='x1'><span>{}</span></div>"])
def test_furniture_is_no_text(line: str, markup: str) -> None:
    assert between(markup.format(line)) == []
    assert between(markup.format(normalize("NFD", line))) == []


@pytest.mark.parametrize("line", ["AD", "조회수 1,234", "기사 듣기", "1 2 3"])
def test_furniture_is_no_text_between_line_breaks(line: str) -> None:
    assert body(f"가온시가 밝혔다.<br>{line}<br><br>첫차는 이르다.").paragraphs == [
        "가온시가 밝혔다.",
        "첫차는 이르다.",
    ]


@pytest.mark.parametrize(
    "line",
    [
        *(
            "AD 79년",
            "광고를 줄인다",
            "추천 도서",
            "조회수가 1,234회를 넘었다.",
            "공유 자전거 1,200대",
            "추천 3명, 반대 2명",
        ),
        *(
            "듣기 좋은 소리",
            "뉴스와 신문",
            "2025 11 07",
            "1 3 5",
            "제1 2부",
            "회원 수 1,234",
            "학생 수 300",
            "쉬는 날 2",
            "댓글 문화",
        ),
        *(
            "찬성 10, 반대 5",
            "도서관 회원은 누구나 이용할 수 있습니다.",
            "구독자가 1만 명을 넘었다.",
            "이 기사는 세 사람이 썼다.",
        ),
    ],
)
def test_a_line_that_only_resembles_furniture_stays(line: str) -> None:
    assert between(f"<p>{line}</p>") == [line]


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<div>공유 <a href='#'>가람</a> <a href='javascript:x()'>누리</a></div>", []),
        ("<p><button>▶</button> 소리로 만나기</p>", []),
        ("<p><a href='javascript:zoom()'>돋보기</a></p>", []),
        ("<p>자세한 내용은 <a href='#n1'>주석 1</a></p>", ["자세한 내용은 주석 1"]),
        ("<p>가온시는 <a href='javascript:x()'>새벽버스</a>를 늘린다.</p>", ["가온시는 새벽버스를 늘린다."]),
        ("<p>신청은 <a href='https://gaon.test/'>가온시 누리집</a></p>", ["신청은 가온시 누리집"]),
    ],
)
def test_a_short_text_of_buttons_is_theirs(html: str, found: list[str]) -> None:
    assert between(html) == found


@pytest.mark.parametrize(
    "html",
    [
        "<div class='paging'><a href='?page=1'>1</a> 2</div>",
        "<p><strong>1</strong> <a href='?page=2'>2</a> <a href='?page=2'>다음</a></p>",
        "<ul><li><a href='?p=1'>[1]</a></li><li><a href='?p=2'>[2]</a></li></ul>".replace("li>", "span>"),
    ],
)
def test_a_pager_is_no_text(html: str) -> None:
    assert between(html) == []


@pytest.mark.parametrize(
    "attributes",
    [
        *(
            "hidden",
            "style='display:none'",
            "style='visibility: hidden'",
            "style='font-size:0'",
            "style='FONT-SIZE:0px;'",
        ),
        *("style='position:absolute;left:-9999px'", "style='text-indent:-999em'", "style='clip:rect(0 0 0 0)'"),
        *("style='text-decoration: line-through'", "style='font-size:1px'"),
        *("style='height:1px;overflow:hidden'", "style='opacity:0'"),
        *("class='sr-only'", "class='blind'", "class='a visually-hidden'", "class='screen-reader-text'"),
    ],
)
@pytest.mark.parametrize("tag", ["p", "span", "div"])
def test_hidden_text_is_no_text(tag: str, attributes: str) -> None:
    assert between(f"<{tag} {attributes}>숨은 글이다.</{tag}>") == []
    assert between(f"<p>보이는 <{tag} {attributes}>숨은 글이다.</{tag}></p>") == ["보이는"]


@pytest.mark.parametrize(
    "attributes",
    [
        *("style='font-size:0.9em'", "style='margin-left:-10px'", "style='opacity:0.8'", "style='height:0'"),
        *("class='blinds'", "class='hidden_story'", "aria-hidden='true'", "style='line-height:0'"),
    ],
)
def test_shown_text_is_text(attributes: str) -> None:
    assert between(f"<p {attributes}>보이는 글이다.</p>") == ["보이는 글이다."]


def test_a_body_that_fades_in_is_shown() -> None:
    text = "가온시는 새벽버스를 늘린다고 밝혔다. " * 10
    assert body(f"<div style='opacity:0'><p>{text}</p></div>").paragraphs == [text.strip()]


# ---- what is left out by its element, and what is not ---------------------------------------------------
@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<p>예산은 <ins>13억</ins> 원이다.</p>", ["예산은 13억 원이다."]),
        ("<p>예산은 <ins class='diff'>13억</ins> 원이다.</p>", ["예산은 13억 원이다."]),
        ("<ins><p>고친 글이다.</p></ins>", ["고친 글이다."]),
        ("<aside>곁글이다.</aside>", ["곁글이다."]),
        ("<footer>덧글이다.</footer>", ["덧글이다."]),
        ("<details><summary>물음</summary>답이다.</details>", ["물음", "답이다."]),
        ("<fieldset><legend>쉼터</legend>여는 때는 아홉 시다.</fieldset>", ["쉼터", "여는 때는 아홉 시다."]),
        ("<form><p>가온시가 밝혔다.</p><input type='hidden'></form>", ["가온시가 밝혔다."]),
        ("<form>소식 받기 <input></form>", []),
        ("<figure><blockquote>인용이다.</blockquote></figure>", ["인용이다."]),
        ("<object data='/a.pdf'>문서다.</object>", ["문서다."]),
        ("<nav><a href='#a'>차례</a> <a href='#b'>끝</a></nav>", []),
        ("<dialog>알림</dialog>", []),
        ("<canvas>그림</canvas>", []),
        ("<video src='/a.mp4'>지원하지 않습니다</video>", []),
    ],
)
def test_an_element_is_left_out_by_what_it_is_used_for(html: str, found: list[str]) -> None:
    assert between(html) == found


# ---- rankings -------------------------------------------------------------------------------------------
def test_a_picture_is_lost_to_an_advertisement_only() -> None:
    picture = "<img src='/a.jpg'>"
    assert len(body(f"<p>글이다.</p><div class='print_area'>{picture}</div>").images) == 1
    assert body(f"<p>글이다.</p><div class='banner'>{picture}</div>").images == []
    assert body(f"<p>글이다.</p><div class='premium'><a href='/join'>{picture}</a></div>").images == []


def test_text_below_a_label_that_is_no_link_away_stays() -> None:
    assert between("<p>AD</p><p>가온시 소식</p><p><a href='https://gaon.test/'>가온시 누리집</a></p>") == [
        "가온시 소식",
        "가온시 누리집",
    ]
    assert between("<p>[광고] 새벽버스를 알린다. 가온시가 밝혔다.</p>") == [
        "[광고] 새벽버스를 알린다. 가온시가 밝혔다."
    ]


def test_a_banner_is_no_picture_of_the_article() -> None:
    banner = "<a href='/news/banner_click.php?no=1'><img src='/data/a.jpg'></a>"
    linked = "<a href='/data/big.jpg'><img src='/data/a.jpg'></a><a href='#'><img src='/data/b.jpg'></a>"
    assert body(f"<p>글이다.</p><p>{banner}</p>").images == []
    assert len(body(f"<p>글이다.</p><p>{linked}</p>").images) == 2


@pytest.mark.parametrize(
    "html",
    [
        "<p><a href='#'><img src='/a.jpg'></a></p>",
        "<p><a href='javascript:zoom()'><img src='/a.jpg'><span>크게 보기</span></a></p>",
        "<div><img src='/a.jpg'><p>이미지 확대</p></div>",
        "<p>[광고]</p><p><a href='/data/big.jpg'><img src='/a.jpg'></a></p>",
    ],
)
def test_a_picture_with_a_button_is_the_articles(html: str) -> None:
    found = body(f"<p>글이다.</p>{html}<p>둘째다.</p>")
    assert ([image.caption for image in found.images], found.paragraphs) == ([None], ["글이다.", "둘째다."])


@pytest.mark.parametrize("label", ["<p>AD</p>", "<p>[광고]</p>"])
def test_a_picture_below_a_label_that_leads_away_is_an_advertisement(label: str) -> None:
    assert body(f"<p>글이다.</p>{label}<p><a href='https://shop.test/'><img src='/a.jpg'></a></p>").images == []


def test_numbered_links_below_their_heading_are_related() -> None:
    items = links("<li>{n}. <a href='/news/article.html?no={n}'>기사 {n}</a></li>")
    for html in (f"<h4>관련기사</h4><ol>{items}</ol>", f"<div><h4>[관련 기사]</h4><ol>{items}</ol></div>"):
        found = body(f"<p>글이다.</p>{html}")
        assert ([link.title for link in found.related], found.paragraphs) == (
            ["기사 1", "기사 2", "기사 3"],
            ["글이다."],
        )


def test_links_among_dates_are_text() -> None:
    html = "지난 3월 <a href='/news/article.html?no=1'>기사</a>, 4월 <a href='/news/article.html?no=2'>기사</a>"
    assert between(f"<p>{html}</p>") == ["지난 3월 기사, 4월 기사"]


def links(item: str) -> str:
    return "".join(item.format(n=n) for n in (1, 2, 3))


@pytest.mark.parametrize(
    "html",
    [
        "<h4>많이 본 뉴스</h4><ol>"
        + links("<li><b>{n}</b> <a href='/news/article.html?no={n}'>기사 가</a></li>")
        + "</ol>",
        "<div class='x'><h4>실시간 인기</h4>"
        + links("<p>{n} <a href='/news/article.html?no={n}'>기사 가</a></p>")
        + "</div>",
    ],
)
def test_a_ranking_is_neither_text_nor_related(html: str) -> None:
    assert between(html) == []
    assert body(f"<p>글이다.</p>{html}").related == []
