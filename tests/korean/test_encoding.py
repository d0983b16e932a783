"""The bytes decide the encoding, whatever header and meta tag say (docs/mediaon.md §9)."""

from __future__ import annotations

import codecs
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request
from scrapy.http import HtmlResponse, Response, TextResponse

from newscrawler.korean.encoding import detect
from newscrawler.network.bodies import UNDECODABLE, TrueEncoding

TEXT = "똠방골 옛 물레방앗간을 펲 자 들어간 사투리로 부른다. " * 20
DECLARATIONS = {
    "none": "",
    "utf-8": '<meta charset="UTF-8">',
    "euc-kr": "<meta http-equiv='Content-Type' content='text/html; charset=euc-kr'>",
    "of a script": '<script charset="euc-kr" src="x.js"></script>',
}


def html(meta: str = "", text: str = TEXT) -> str:
    return f"<!DOCTYPE html><html><head>{meta}<title>물레일보</title></head><body>{text}</body></html>"


@pytest.mark.parametrize("header", ["", "; charset=utf-8", "; charset=euc-kr", "; charset=iso-8859-1", "; charset=x"])
@pytest.mark.parametrize("meta", DECLARATIONS.values(), ids=DECLARATIONS)
@pytest.mark.parametrize("encoding", ["utf-8", "cp949"])
def test_declarations_are_not_believed(encoding: str, meta: str, header: str) -> None:
    body = html(meta).encode(encoding)
    assert detect(body) == encoding
    response = HtmlResponse("http://www.news-b.test/", headers={"Content-Type": f"text/html{header}"}, body=body)
    read = TrueEncoding().process_response(Request(response.url), response)
    assert isinstance(read, TextResponse)
    assert read.text == html(meta)


@pytest.mark.parametrize("syllable", ["똠", "펲", "믜", "쌰", "힣", "갂", "뷁"])
def test_syllables_beyond_ks_x_1001(syllable: str) -> None:
    text = html(text=f"{syllable}방각하 " * 5)
    assert detect(text.encode("cp949")) == "cp949"
    assert text.encode("cp949").decode("cp949") == text


def test_bad_bytes_in_a_comment_do_not_change_the_page() -> None:
    body = html(text=TEXT).encode() + "<!-- 옛 주석 -->".encode("cp949")
    assert detect(body) == "utf-8"
    assert TEXT in body.decode("utf-8", "replace")


def test_bad_byte_in_a_cp949_page() -> None:
    assert detect(html().encode("cp949") + b"\xff") == "cp949"
    assert detect(html().encode("cp949") + b"\x80") == "cp949"


def test_cut_page() -> None:
    assert detect(html().encode()[:-60][:-1]) == "utf-8"
    body = html(text=TEXT).encode()
    assert detect(body[: body.rindex("다".encode()) + 1]) == "utf-8"
    body = TEXT.encode("cp949")
    assert detect(body[: body.rindex("다".encode("cp949")) + 1]) == "cp949"


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (b"", "utf-8"),
        (b"<html><body>plain ASCII</body></html>", "utf-8"),
        (codecs.BOM_UTF8 + "물레일보".encode(), "utf-8"),
        (codecs.BOM_UTF16_LE + "물레일보".encode("utf-16-le"), "utf-16"),
        (codecs.BOM_UTF16_BE + "물레일보".encode("utf-16-be"), "utf-16"),
        ("물레".encode(), "utf-8"),
        ("물레".encode("cp949"), "cp949"),
        ("물레일보".encode("euc-kr"), "cp949"),
        ("𝄞👩‍🌾".encode(), "utf-8"),
        (b"\xff", None),
        (bytes(range(128, 256)), None),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, None),
    ],
)
def test_detect(body: bytes, encoding: str | None) -> None:
    assert detect(body) == encoding


@pytest.mark.parametrize("seed", range(20))
def test_random_bytes_are_no_text(seed: int) -> None:
    assert detect(random.Random(seed).randbytes(5000)) is None


def test_half_utf8_half_cp949_is_no_text() -> None:
    body = TEXT.encode() + TEXT.encode("cp949")
    assert detect(body) is None


def test_share_of_damage_decides() -> None:
    good = ("물레일보 " * 100).encode()
    assert detect(good + b"\xff" * 50) == "utf-8"
    assert detect(good + b"\xff" * 200) is None


@given(st.text())
def test_utf8_is_utf8(text: str) -> None:
    body = text.encode()
    assert detect(body) == "utf-8"


@given(st.text("가나다똠펲힣 abc.<>〈〉ㄱ", min_size=1))
def test_cp949_is_cp949(text: str) -> None:
    body = text.encode("cp949")
    assert body.isascii() or detect(body) in ("cp949", "utf-8")
    if not body.isascii() and detect(body) == "cp949":
        assert body.decode("cp949") == text


@given(st.binary())
def test_every_body_is_read_or_refused(body: bytes) -> None:
    encoding = detect(body)
    assert encoding in (None, "utf-8", "cp949", "utf-16")
    assert encoding is not None or not body.isascii()


# ---- the middleware ---------------------------------------------------------------------------------
def processed(response: Response) -> Response:
    return TrueEncoding().process_response(Request(response.url), response)


def test_undecodable_page_is_marked() -> None:
    body = random.Random(1).randbytes(5000)
    assert UNDECODABLE in processed(HtmlResponse("http://www.news-b.test/", body=body)).flags
    assert UNDECODABLE not in processed(HtmlResponse("http://www.news-b.test/", body=b"x")).flags


def test_page_without_a_type_is_html() -> None:
    read = processed(Response("http://www.news-b.test/", body=html().encode("cp949")))
    assert isinstance(read, HtmlResponse)
    assert TEXT in read.text


@pytest.mark.parametrize("body", [b"", b"\x89PNG\r\n", b"plain"])
def test_what_is_no_page_stays_as_it_is(body: bytes) -> None:
    response = Response("http://www.news-b.test/a.png", body=body)
    assert processed(response) is response
