"""What editors type is told from markup: words in angle brackets, struck text, readings of Chinese characters."""

from __future__ import annotations

import pytest

from newscrawler.cms.dom import parse, text_of
from newscrawler.cms.source import Source


def read(html: str) -> str:
    return text_of(parse(f"<html><head><title>가온일보</title></head><body>{html}</body></html>").body)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<h2><BTS> 공연 가온서</h2>", "<BTS> 공연 가온서"),
        ("<p>가온시는 <BTS> 공연과 <U-20> 대회를</p>", "가온시는 <BTS> 공연과 <U-20> 대회를"),
        ("<h2>연극 <Style> 개막</h2><p>글</p>", "연극 <Style> 개막 글"),
        ("<style>p{}</style><h2>연극 <STYLE> 개막</h2><p>글</p>", "연극 <STYLE> 개막 글"),
        ("<p>연극 <Title> 무대가</p><p>글</p>", "연극 <Title> 무대가 글"),
        ("<p>연극 <title> 무대가</p><p>글</p>", "연극 <title> 무대가 글"),
        ("<h2>전시 <Select> 열려</h2><p>글</p>", "전시 <Select> 열려 글"),
        ("<h2><Object> 전시</h2><p>글</p>", "<Object> 전시 글"),
        ("<h2>극 <table> 개막</h2><table><tr><td>글</td></tr></table>", "극 <table> 개막 글"),
        ("<p>영화 <her>, <A Star Is Born>, <Video killed the radio star>다.</p>",
         "영화 <her>, <A Star Is Born>, <Video killed the radio star>다."),
        ("<p><AC/DC>와 <R&D>, <S.E.S>, <Let's Go>다.</p>", "<AC/DC>와 <R&D>, <S.E.S>, <Let's Go>다."),
        ("<p>그룹 <I>의 노래, 책 <Q>다.</p>", "그룹 <I>의 노래, 책 <Q>다."),
        ("<p>“<Dynamite>”와 <up>이다.</p>", "“<Dynamite>”와 <up>이다."),
    ],
)  # fmt: skip
def test_a_word_in_angle_brackets_is_text(html: str, text: str) -> None:
    assert read(html) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<TABLE><TR><TD NOWRAP><B>가</B> <BR>나<P>다</TD></TR></TABLE>", "가 나다"),
        ("<H1>가</h1><Center>나</center>", "가 나"),
        ("가 <b>나</b> <i>다</i> <em>라", "가 나 다 라"),
        ("<I>가</I> 나 <I>다", "가 나 다"),
        ("가 <table><tr><td>나</td></tr></table>", "가 나"),
        ("가 <button disabled>나</button>", "가 나"),
        ("가 <o:p></o:p> <my-box>나</my-box>", "가 나"),
        ("가 <select><option selected>나</select>", "가 나"),
        ("<p>가<DIV>나</div>", "가나"),
        ("가 <br/> <BR/><BR />나", "가 나"),
        ("<SCRIPT>if (a<B) x()</SCRIPT>가", "가"),
    ],
)
def test_an_element_stays_one(html: str, text: str) -> None:
    assert read(html) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("예산은 <del>12억</del> <ins>13억</ins> 원이다.", "예산은 13억 원이다."),
        ("예산은 <S>12억</S> 13억 원이다.", "예산은 13억 원이다."),
        ("예산은 <strike>12억</strike> 13억 원이다.", "예산은 13억 원이다."),
        ("예산은 <s>12억 <ins>13억</ins> 원이다.", "예산은 12억 13억 원이다."),  # never closed: it strikes nothing
        ("<strong>13억</strong> <section>원</section>", "13억 원"),
    ],
)
def test_struck_text_no_longer_holds(html: str, text: str) -> None:
    assert read(f"<p>{html}</p>") == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<ruby>朴<rt>박</rt></ruby>씨", "朴(박)씨"),
        ("<ruby>朴<rp>(</rp><rt>박</rt><rp>)</rp></ruby>씨", "朴(박)씨"),
        ("<ruby>漢<rt>한</rt>江<rt>강</rt></ruby>", "漢(한)江(강)"),
    ],
)
def test_a_reading_stands_in_brackets(html: str, text: str) -> None:
    assert read(html) == text


def test_a_word_in_an_attribute_is_its_own() -> None:
    image = parse("<img alt='<BTS> 공연'>").css_first("img")
    assert image is not None
    assert image.attributes["alt"] == "<BTS> 공연"


def test_a_page_without_any_of_it_is_parsed_as_it_is() -> None:
    html = "<div class='a'><a href='/x'>가</a> <b>나</b></div>"
    source = Source(html)
    assert (source.prepared.replace("\n", ""), source.struck, source.has_ruby) == (html, [], False)
