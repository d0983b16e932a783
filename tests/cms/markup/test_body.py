"""The body of an article: paragraphs, captions, tables, players; nothing lost, nothing added."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawler.cms.article import ArticlePage
from newscrawler.cms.dom import parse
from newscrawler.cms.links import SiteUrls
from newscrawler.cms.markup.body import Body
from newscrawler.korean.text import clean

URL = "https://www.news-a.test/news/article.html?no=1001"
URLS = SiteUrls("https://www.news-a.test/")
A, B, C = "가온시가 새벽버스를 늘린다.", "첫차는 40분 이르다.", "시민들은 반겼다."
IMG = "<img src='/data/photos/a.jpg'>"


def body(html: str) -> Body:
    page = ArticlePage(
        f'<body><h2>제목</h2><div class="cnt_view"><div id="news_body_area">{html}</div></div></body>',
        URL,
        URLS,
    )
    return page.body


def paragraphs(html: str) -> list[str]:
    return body(html).paragraphs


def captions(html: str) -> list[str | None]:
    return [image.caption for image in body(html).images]


# ---- paragraphs ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "html",
    [
        f"<p>{A}</p><p>{B}</p><p>{C}</p>",
        f"<div>{A}</div><div>{B}</div><div>{C}</div>",
        f"{A}<br><br>{B}<br/><br />{C}",
        f"{A}<br>\n&nbsp;<br>{B}<BR><BR><BR>{C}<br>",
        f"<p>{A}</p>{B}<div>{C}</div>",
        f"<p>{A}</p><p>&nbsp;</p><p>{B}</p><div> </div><p>\u00a0</p><p>{C}</p>",
        f"<div>&nbsp;</div><div>{A}</div><div><br></div><div>{B}</div><div>{C}</div>",
        f"<p>\n\t{A} </p>\n<p>&nbsp; {B}</p> <p>{C}&nbsp;</p>",
        f"<div><div><p>{A}</p></div><div><section><p>{B}</p>{C}</section></div></div>",
        f"<p><span style='font-size:12pt'>{A}</span></p><p><font>{B}</font></p><p><b>{C}</b></p>",
        f"<p class='MsoNormal'><o:p></o:p>{A}</p><p>{B}<o:p>&nbsp;</o:p></p><p>{C}</p>",
        f"<table><tr><td>{A}</td></tr></table><p>{B}</p><center>{C}</center>",
        f"<ul><li>{A}</li><li>{B}</li></ul><blockquote>{C}</blockquote>",
        f"<h3>{A}</h3>{B}<h4>{C}</h4>",
        f"<p>{A}<p>{B}<p>{C}",
        f"<p>{A}</p></div><p>{B}</p><p>{C}</p>".replace("</div>", "</span>"),
        f"<p>{A}<br><br>{B}</p><hr><pre>{C}</pre>",
    ],
)
def test_three_paragraphs(html: str) -> None:
    assert paragraphs(html) == [A, B, C]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("가온시<br>새벽버스", "가온시 새벽버스"),
        ("가온시<br>\n새벽버스", "가온시 새벽버스"),
        ("가온<b>시</b> 새벽<span>버스</span>", "가온시 새벽버스"),
        ("가온시  \n 새벽&nbsp;&nbsp;버스", "가온시 새벽 버스"),
        ("R&amp;D &lt;바다 아이&gt; &#39;쉼&#39; &quot;길&quot;", "R&D <바다 아이> '쉼' \"길\""),
        ("<바다 이야기> 놀이 & 쉼", "<바다 이야기> 놀이 & 쉼"),
        ("가온<wbr>시 새벽<!-- 지움 -->버스", "가온시 새벽버스"),
        ("가온<script>x()</script>시<style>b{}</style><noscript>켜세요</noscript>", "가온시"),
        ("가온시 <a href='/x'>새벽버스</a>를", "가온시 새벽버스를"),
        ("㎞ ℃ ㈜ ‘쉼’ ③ 👩‍🌾 北", "㎞ ℃ ㈜ ‘쉼’ ③ 👩‍🌾 北"),
    ],
)
def test_one_paragraph(html: str, text: str) -> None:
    assert paragraphs(f"<p>{html}</p>") == [text]


@pytest.mark.parametrize("html", ["", " ", "&nbsp;", "<p></p>", "<br><br>", "<div><p>&nbsp;</p></div>"])
def test_empty_body(html: str) -> None:
    assert body(html) == Body()


@pytest.mark.parametrize(
    "foreign",
    [
        "<div class='ad'>광고 글</div>",
        "<div class='ad_box'>광고 글</div>",
        "<div class='ads-wrap'>광고 글</div>",
        "<div class='articleAd'>광고 글</div>",
        "<ins class='adsbygoogle'>광고 글</ins>",
        "<ins data-ad-client='x'>광고 글</ins>",
        "<div class='banner'><a href='x'>광고 글</a></div>",
        "<div class='rel_art'><h4>관련기사</h4><a href='/news/article.html?no=2'>다른 기사</a></div>",
        "<div class='sns_share'>공유하기</div>",
        "<ul class='tag_lst'><li>#버스</li></ul>",
        "<div style='display: none'>숨은 글</div>",
        "<button>글자 크게</button>",
        "<form><input><select><option>고르기</option></select><textarea>적기</textarea></form>",
        "<svg><text>그림 글</text></svg>",
        "<script>document.write('글')</script>",
        "<iframe src='https://ads.test/f.html'></iframe>",
    ],
)
def test_what_is_not_the_article_is_left_out(foreign: str) -> None:
    found = body(f"<p>{A}</p>{foreign}<p>{B}</p>")
    assert found == Body(lines=[[A], [B]])


@pytest.mark.parametrize(
    "block",
    [
        "<p><a href='/news/article.html?no=7'>느티나무 옮긴다</a></p>",
        "<p>▶ <a href='/news/article.html?no=7&ref=x'>느티나무 옮긴다</a></p>",
        "<div>[관련기사] <a href='/mobile/article.html?no=7'>느티나무 옮긴다</a></div>",
    ],
)
def test_block_of_links_to_articles_is_related(block: str) -> None:
    found = body(f"<p>{A}</p>{block}<p>{B}</p>")
    assert found.paragraphs == [A, B]
    assert [(related.title, related.url) for related in found.related] == [
        ("느티나무 옮긴다", "https://www.news-a.test/news/article.html?no=7")
    ]


@pytest.mark.parametrize(
    "link",
    [
        "지난달 <a href='/news/article.html?no=7'>느티나무 기사</a>에서 밝혔다.",
        "<a href='/news/section_list_all.html?sec_no=3'>행정</a>",
        "<a href='https://other.test/'>다른 곳</a>",
        "<a href='/news/article.html?no=7'>느티나무</a> <a href='https://other.test/'>다른 곳</a>",
    ],
)
def test_links_of_the_running_text_are_text(link: str) -> None:
    found = body(f"<p>{A}</p><p>{link}</p>")
    assert (found.paragraphs[1], found.related) == (re.sub("<[^>]+>", "", link), [])


@pytest.mark.parametrize("name", ["lead", "advice", "bandit", "shadow", "read", "addition", "header_txt"])
def test_classes_that_only_look_like_advertisements_are_read(name: str) -> None:
    assert paragraphs(f"<p>{A}</p><div class='{name}'>{B}</div>") == [A, B]


# ---- closing lines --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "closing",
    [
        "Copyright @2025 가온도민일보 Corp. All rights reserved.",
        "<저작권자 ⓒ 가온도민일보, 무단전재 및 재배포 금지>",
        "박나래 기자 narae@news-a.test",
        "narae@news-a.test",
        "글·사진 박나래 기자",
    ],
)
def test_closing_line_is_taken_off(closing: str) -> None:
    escaped = closing.replace("<", "&lt;")
    assert paragraphs(f"<p>{A}</p><p>{B}</p><p>{escaped}</p>") == [A, B]
    assert paragraphs(f"<p>{A}</p><p>{B}</p><p>{escaped}</p><p>ⓒ 가온도민일보</p>") == [A, B]


@pytest.mark.parametrize(
    "last",
    [
        "박나래 기자는 그날을 이렇게 기억한다.",
        "※ 이 글은 가온도민일보의 편집 방향과 다를 수 있다.",
        "저작권자를 찾는 일은 쉽지 않았다.",
        "문의 055-000-0000",
    ],
)
def test_last_paragraph_stays(last: str) -> None:
    assert paragraphs(f"<p>{A}</p><p>{last}</p>") == [A, last]


def test_closing_line_in_the_middle_stays() -> None:
    assert paragraphs(f"<p>{A}</p><p>박나래 기자 narae@news-a.test</p><p>{B}</p>")[-1] == B


def test_lone_closing_line_is_the_body() -> None:
    assert paragraphs("<p>박나래 기자 narae@news-a.test</p>") == ["박나래 기자 narae@news-a.test"]


def test_byline_prefix_stays() -> None:
    assert paragraphs(f"<p>[가온도민일보=박나래 기자] {A}</p><p>{B}</p>") == [
        f"[가온도민일보=박나래 기자] {A}",
        B,
    ]


# ---- pictures and captions ------------------------------------------------------------------------------
SIGNED = "▲ 새벽버스를 타는 시민들. (사진=가온시)"
PLAIN = "새벽버스를 타는 시민들"
CREDIT = "새벽버스를 타는 시민들. 가온시 제공"


@pytest.mark.parametrize(
    ("html", "caption"),
    [
        (f"<p>{IMG}</p><p>{SIGNED}</p>", SIGNED),
        (f"<div>{IMG}</div><div>&nbsp;</div><div>{SIGNED}</div>", SIGNED),
        (f"<p>{IMG}<br>{SIGNED}</p>", SIGNED),
        (f"{IMG}<br>{SIGNED}<br><br>", SIGNED),
        (f"<p>{IMG}<br>{SIGNED}<br>{C}</p>", SIGNED),
        (f"<p>{IMG}</p><p>△{PLAIN}</p>", f"△{PLAIN}"),
        (f"<p>{IMG}</p><p>◀ {PLAIN}</p>", f"◀ {PLAIN}"),
        (f"<p>{IMG}</p><p>▼ {PLAIN}이 줄을 섰다.</p>", f"▼ {PLAIN}이 줄을 섰다."),
        (f"<p>{IMG}<br>{PLAIN}</p>", PLAIN),
        (f"<p>{IMG}</p><p>{CREDIT}</p>", CREDIT),
        (f"<p>{IMG}</p><p>(사진=가온시 제공)</p>", "(사진=가온시 제공)"),
        (f"<p>{IMG}</p><p>ⓒ 가온도민일보</p>", "ⓒ 가온도민일보"),
        (f"<figure>{IMG}<figcaption>{PLAIN}</figcaption></figure>", PLAIN),
        (f"<figure>{IMG}<figcaption>{PLAIN}이 줄을 섰다.</figcaption></figure>", f"{PLAIN}이 줄을 섰다."),
        (f"{IMG}<p class='caption'>{PLAIN}이 줄을 섰다.</p>", f"{PLAIN}이 줄을 섰다."),
        (f"<div>{IMG}</div><div class='img_txt'>{PLAIN}</div>", PLAIN),
        (f"<div>{IMG}<span class='photo_desc'>{PLAIN}</span></div>", PLAIN),
        (f"<table><tr><td>{IMG}</td></tr><tr><td>{PLAIN}</td></tr></table>", PLAIN),
        (f"<table><tr><td>{IMG}<br>{PLAIN}</td></tr></table>", PLAIN),
        (f"<table><caption>{PLAIN}</caption><tr><td>{IMG}</td></tr></table>", PLAIN),
        (f"<table><tr><td><table><tr><td>{IMG}</table></td></tr><tr><td>{PLAIN}</td></tr></table>", PLAIN),
        (f"<dl><dt>{IMG}</dt><dd>{PLAIN}</dd></dl>", PLAIN),
    ],
)  # fmt: skip
def test_caption(html: str, caption: str) -> None:
    found = body(f"<p>{A}</p>{html}<p>{B}</p>")
    assert [(image.url, image.caption) for image in found.images] == [
        ("https://www.news-a.test/data/photos/a.jpg", caption)
    ]
    assert found.paragraphs == ([A, C, B] if C in html else [A, B])


@pytest.mark.parametrize(
    "text",
    [
        "▲중앙시장 ▲갯가 쉼터 ▲해솔동 어린이집 ▲다솜면 정류장",
        "▲ 새벽버스는 세 갈래로 달린다.",
        PLAIN,
        CREDIT,
        "(사진=가온시 제공)",
    ],
)
@pytest.mark.parametrize("before", ["", f"<p>{B}</p>", f"<p>{IMG}</p><p>{B}</p>", f"<p>{B}{IMG}{C}</p>"])
def test_text_away_from_a_picture_is_no_caption(before: str, text: str) -> None:
    html = f"<p>{A}</p>{before}<p>{text}</p><p>{C}</p>"
    assert text in paragraphs(html)
    assert set(captions(html)) <= {None}


@pytest.mark.parametrize(
    "html",
    [
        f"<p>{IMG}</p><p>{A}</p>",
        f"<p>{IMG}<br>{A}</p>",
        f"{IMG}{A}",
        f"<p>{IMG}</p>{A}",
        f"<table><tr><td>{IMG}</td></tr></table><p>{A}</p>",
        f"<table><tr><td>{IMG}</td></tr><tr><td>{A}</td></tr></table>",
        f"<p>{A}</p>{IMG}",
        f"<figure>{IMG}</figure><p>{A}</p>",
    ],
)
def test_sentence_beside_a_picture_is_a_paragraph(html: str) -> None:
    found = body(html)
    assert (found.paragraphs, [image.caption for image in found.images]) == ([A], [None])


def test_heading_after_a_picture_is_no_caption() -> None:
    html = f"<p>{IMG}</p><p>■ 첫차는 네 시 오십 분</p><p>{A}</p>"
    assert (paragraphs(html), captions(html)) == (["■ 첫차는 네 시 오십 분", A], [None])


def test_long_text_under_a_picture_is_no_caption() -> None:
    text = f"▲ {PLAIN} " * 20
    html = f"<p>{IMG}</p><p>{text}</p>"
    assert (paragraphs(html), captions(html)) == ([clean(text)], [None])


def test_second_text_is_no_second_caption() -> None:
    html = f"<p>{IMG}</p><p>{SIGNED}</p><p>▲ 둘째 줄</p>"
    assert (paragraphs(html), captions(html)) == (["▲ 둘째 줄"], [SIGNED])


def test_captions_go_to_their_own_pictures() -> None:
    html = (
        "<p><img src='/1.jpg'></p><p>▲ 하나</p><p><img src='/2.jpg'></p><p><img src='/3.jpg'></p><p>▲ 셋</p>"
        f"<p>{A}</p><p><img src='/4.jpg'></p>"
    )
    assert captions(html) == ["▲ 하나", None, "▲ 셋", None]


def test_captions_of_a_row_of_pictures_go_by_position() -> None:
    html = (
        "<table><tr><td><img src='/1.jpg'></td><td><img src='/2.jpg'></td></tr>"
        "<tr><td>하나</td><td>둘</td></tr></table>"
    )
    assert (captions(html), paragraphs(html)) == (["하나", "둘"], [])


@pytest.mark.parametrize(
    ("image", "url"),
    [
        ("<img src='/data/photos/a.jpg'>", "https://www.news-a.test/data/photos/a.jpg"),
        ("<img src='//cdn.news-a.test/a.jpg'>", "https://cdn.news-a.test/a.jpg"),
        ("<img src='https://cdn.news-a.test/a.jpg'>", "https://cdn.news-a.test/a.jpg"),
        ("<img src='a.jpg'>", "https://www.news-a.test/news/a.jpg"),
        ("<img src='data:image/gif;base64,AAAA' data-src='/a.jpg'>", "https://www.news-a.test/a.jpg"),
        ("<img src='' data-original=' /a.jpg '>", "https://www.news-a.test/a.jpg"),
        ("<a href='/big.jpg'><img class='sm-image-c' src='/a.jpg'></a>", "https://www.news-a.test/a.jpg"),
    ],
)
def test_picture(image: str, url: str) -> None:
    assert [found.url for found in body(f"<p>{A}</p><p>{image}</p>").images] == [url]


@pytest.mark.parametrize(
    "image",
    [
        "<img src='data:image/png;base64,AAAA'>",
        "<img src=''>",
        "<img alt='없음'>",
        "<img src='javascript:x()'>",
        "<img src='file:///etc/hosts'>",
        "<img src='http://[bad'>",
        "<img src='/data/banner/b.jpg'>",
        "<noscript><img src='/a.jpg'></noscript>",
    ],
)
def test_no_picture(image: str) -> None:
    assert body(f"<p>{A}</p><p>{image}</p><p>{B}</p>") == Body(lines=[[A], [B]])


# ---- tables ---------------------------------------------------------------------------------------------
def test_data_table() -> None:
    found = body(
        f"<p>{A}</p><table><thead><tr><th>구간</th><th>길이</th></tr></thead><tbody>"
        "<tr><td>방앗간~샛강</td><td>0.9㎞</td></tr><tr><td>샛강 <br> 물레교<td></tr></tbody></table>"
        f"<p>{B}</p>"
    )
    assert found.tables == [[["구간", "길이"], ["방앗간~샛강", "0.9㎞"], ["샛강 물레교", ""]]]
    assert found.paragraphs == [A, B]


def test_two_data_tables() -> None:
    table = "<table><tr><td>{0}</td><td>1</td></tr><tr><td>나</td><td>2</td></tr></table>"
    assert [rows[0][0] for rows in body(table.format("가") + table.format("다")).tables] == ["가", "다"]


@pytest.mark.parametrize(
    "table",
    [
        f"<table><tr><td>{A}</td></tr></table>",
        f"<table><tr><td>{A}</td><td></td></tr></table>",
        f"<table><tr><td>{A}</td></tr><tr><td></td></tr></table>",
        f"<table><tr><td><table><tr><td>{A}</td></tr></table></td></tr></table>",
    ],
)
def test_layout_table_is_text(table: str) -> None:
    found = body(f"{table}<p>{B}</p>")
    assert (found.paragraphs, found.tables) == ([A, B], [])


def test_table_of_running_text_is_text() -> None:
    long = A * 20
    found = body(f"<table><tr><td>{long}</td><td>{B * 20}</td></tr><tr><td>{C * 20}</td><td>{long}</td></tr></table>")
    assert found.tables == []
    assert found.paragraphs == [long, B * 20, C * 20, long]


def test_text_around_a_picture_in_a_layout_table_is_kept() -> None:
    found = body(f"<table><tr><td>{IMG}</td><td>{A}</td></tr><tr><td colspan=2>{B}</td></tr></table>")
    assert (found.paragraphs, len(found.images)) == ([A, B], 1)


# ---- players --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("html", "url"),
    [
        ("<iframe src='https://www.youtube.com/embed/x1'></iframe>", "https://www.youtube.com/embed/x1"),
        ("<iframe src='//www.youtube.com/embed/x1'></iframe>", "https://www.youtube.com/embed/x1"),
        ("<iframe src='https://tv.naver.com/embed/77'></iframe>", "https://tv.naver.com/embed/77"),
        ("<iframe src='https://player.vimeo.com/video/7'></iframe>", "https://player.vimeo.com/video/7"),
        ("<embed src='https://www.youtube.com/v/x1'>", "https://www.youtube.com/v/x1"),
        ("<video src='/data/movie/a.mp4'></video>", "https://www.news-a.test/data/movie/a.mp4"),
        ("<video><source src='/data/a.mp4'></video>", "https://www.news-a.test/data/a.mp4"),
    ],
)
def test_player(html: str, url: str) -> None:
    found = body(f"<p>{A}</p><div>{html}</div><p>{B}</p>")
    assert (found.embeds, found.paragraphs) == ([url], [A, B])


@pytest.mark.parametrize(
    "html",
    [
        "<iframe src='https://adkpf.test/frame?x=1'></iframe>",
        "<iframe src='/iframe/best.html'></iframe>",
        "<iframe src=''></iframe>",
        "<iframe></iframe>",
        "<iframe src='javascript:false'></iframe>",
        "<video></video>",
    ],
)
def test_no_player(html: str) -> None:
    assert body(f"<p>{A}</p>{html}<p>{B}</p>") == Body(lines=[[A], [B]])


# ---- properties -----------------------------------------------------------------------------------------
_word = st.text("가온시새벽버스늘린다▲ⓒ.=AB58()“”", min_size=1, max_size=8)
_text = st.lists(_word, min_size=1, max_size=6).map(" ".join)
_pieces = st.sampled_from(["<br>", "<br><br>", "&nbsp;", "<hr>", "<!-- x -->", "</span>", "</p>"])
_PLAIN_TAGS = ("p", "div", "span", "b", "table", "tr", "td", "ul", "li", "center", "h3", "font")
_PICTURE_TAGS = (*_PLAIN_TAGS, "figure", "figcaption", "dl", "dd", "p class=caption")


def _documents(leaf: st.SearchStrategy[str], tags: tuple[str, ...]) -> st.SearchStrategy[str]:
    return st.recursive(
        leaf,
        lambda inner: st.tuples(st.sampled_from(tags), st.lists(inner, max_size=4)).map(
            lambda part: f"<{part[0]}>{''.join(part[1])}</{part[0].split()[0]}>"
        ),
        max_leaves=25,
    )


def _read(html: str) -> tuple[str, str]:
    """All the parser read of a body and all that is visible in it, without white space."""
    document = f"<div id='news_body_area'>{html}</div>"
    page = ArticlePage(document, URL, URLS)
    found, node = page._body, parse(document).css_first("#news_body_area")  # closing lines included
    texts = [*found.paragraphs, *(image.caption or "" for image in found.images)]
    texts += [cell for table in found.tables for row in table for cell in row]
    visible = "".join(clean(node.text()).split()) if node else ""
    assert all(word in visible for text in texts for word in text.split())
    return "".join("".join(texts).split()), visible


@given(_documents(_text | _pieces, _PLAIN_TAGS))
@settings(deadline=None, max_examples=200)
def test_every_text_is_read_once_and_whole(html: str) -> None:
    read, visible = _read(html)
    assert sorted(read) == sorted(visible)


@given(_documents(_text | _pieces | st.just(IMG), _PICTURE_TAGS))
@settings(deadline=None, max_examples=200)
def test_nothing_is_read_that_is_not_there(html: str) -> None:
    read, visible = _read(html)
    assert set(read) <= set(visible)


@given(st.lists(st.sampled_from([A, B, C, "▲ 중앙시장 ▲ 갯가 쉼터", "가 나"]), min_size=1, max_size=8))
@settings(deadline=None)
def test_paragraphs_keep_their_number_and_order(texts: list[str]) -> None:
    assert paragraphs("".join(f"<p>{text}</p>" for text in texts)) == texts
    assert paragraphs("<br><br>".join(texts)) == texts


@pytest.mark.parametrize("unit", ["<p>가</p>", "<br>", "<p>", "▲ ", "다.", "a@b.kr ", "&nbsp;", IMG])
def test_long_body_comes_to_an_end(unit: str) -> None:
    body(unit * 20_000)


@pytest.mark.parametrize("unit", ["<div>", "<b>", "<font>", "<blockquote>"])
def test_deep_body_is_read(unit: str) -> None:
    assert paragraphs(unit * 200 + A) == [A]


# ---- what editors paste ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("값은 <span class='pay_price'>6천 원</span>을 넘었다.", "값은 6천 원을 넘었다."),
        ("새벽<em class='ad'>버스</em>다.", "새벽버스다."),
        ("가<span>온</span><img src='/emoji.png' width='16'>시다.", "가온시다."),
        ("물살이 1<sup>초</sup>에 <u>2</u>m다.", "물살이 1초에 2m다."),
        ("<st1:place w:st='on'>가온</st1:place>시다.", "가온시다."),
        ("<A급 태풍>과 <BTS 노래>와 <기자 수첩>이다.", "<A급 태풍>과 <BTS 노래>와 <기자 수첩>이다."),
        ("a<b 이다.", "a<b 이다."),
    ],
)
def test_no_mark_up_takes_a_word_out_of_a_sentence(html: str, text: str) -> None:
    assert paragraphs(f"<p>{html}</p><p>{A}</p>") == [text, A]


@pytest.mark.parametrize(
    "frame", ["<div class='ad_area'>{}</div>", "<div id='ad_body'>{}</div>", "<p class='sns'>{}</p>"]
)
def test_a_foreign_block_is_left_out_by_class_or_id(frame: str) -> None:
    assert paragraphs(f"<p>{A}</p>{frame.format('사세요')}<p>{B}</p>") == [A, B]


@pytest.mark.parametrize(
    "html",
    [
        "<p>{a}</p><p>[관련기사]</p><p>{link}</p><p>{b}</p>",
        "<p>{a}</p><p>▶ 관련기사 : {link}</p><p>{b}</p>",
        "{a}<br><br>☞ {link}<br><br>{b}",
        "{a}<br><br>[관련기사]<br>{link}<br><br>{b}",
        "{a}<br><br>관련기사<div>▶{link}</div>{b}",
    ],
)
def test_links_to_related_articles_are_no_paragraphs(html: str) -> None:
    link = "<a href='/news/article.html?no=5'>다른 기사</a>"
    found = body(html.format(a=A, b=B, link=link))
    assert (found.paragraphs, [(r.title, r.url[-4:]) for r in found.related]) == ([A, B], [("다른 기사", "no=5")])


def test_a_link_in_a_sentence_stays() -> None:
    assert paragraphs("<p>지난 <a href='/news/article.html?no=5'>보도</a> 뒤 바뀌었다.</p>") == [
        "지난 보도 뒤 바뀌었다."
    ]


def test_a_list_with_signs_below_a_picture_is_no_caption() -> None:
    text = "▲ 가온 ▲ 누리 ▲ 다온에서 열린다."
    assert (paragraphs(f"<p>{IMG}</p><p>{text}</p>"), captions(f"<p>{IMG}</p><p>{text}</p>")) == ([text], [None])


def test_an_icon_is_no_picture() -> None:
    assert body(f"<p>{A}<img src='/counter.gif' width='1px' height='1px'></p>").images == []


def test_players_in_an_object_and_no_maps() -> None:
    html = (
        "<object><param name='movie' value='/v'><embed src='https://www.youtube.com/v/a1'></object>"
        "<iframe src='https://www.google.com/maps/embed?pb=1'></iframe><iframe src='https://tv.naver.com/embed/7'></iframe>"
    )
    assert body(html).embeds == ["https://www.youtube.com/v/a1", "https://tv.naver.com/embed/7"]


def test_a_table_of_one_headed_column_is_data() -> None:
    found = body(f"<table><tr><th>이름</th></tr><tr><td>가온</td></tr></table><p>{A}</p>")
    assert (found.tables, found.paragraphs) == ([[["이름"], ["가온"]]], [A])


@pytest.mark.parametrize(
    ("html", "caption"),
    [
        (f"<tr><td>{IMG}</td></tr><tr><td>▲ 새벽버스</td></tr><tr><td>ⓒ 가온일보</td></tr>", "▲ 새벽버스 ⓒ 가온일보"),
        (
            f"<tr><td colspan='2'>{IMG}</td></tr><tr><td>▲ 새벽버스</td><td>가온시 제공</td></tr>",
            "▲ 새벽버스 가온시 제공",
        ),
    ],
)
def test_a_credit_in_a_cell_of_its_own_is_part_of_the_caption(html: str, caption: str) -> None:
    assert captions(f"<table>{html}</table><p>{A}</p>") == [caption]


def test_the_text_beside_an_icon_in_a_table_is_no_caption() -> None:
    assert paragraphs("<table><tr><td><img src='/b.gif' width='5'></td><td>어떻게 가나</td></tr></table>") == [
        "어떻게 가나"
    ]
