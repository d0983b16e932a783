"""True encodings: the bytes decide."""

from __future__ import annotations

import codecs

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse, Response, TextResponse, XmlResponse

from newscrawler.network.bodies import UNDECODABLE, TrueEncoding

URL = "http://demo.test/"
TEXT = "<html><body>경남 진주시 똠방각하 뷁 기자</body></html>"


def through(response: Response) -> Response:
    return TrueEncoding().process_response(Request(URL), response)


def page(body: bytes, header: str = "", cls: type[TextResponse] = HtmlResponse) -> TextResponse:
    headers = {"Content-Type": f"text/html; charset={header}"} if header else {}
    return cls(URL, body=body, headers=headers)


@pytest.mark.parametrize("header", ["", "utf-8", "euc-kr", "iso-8859-1", "nonsense"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp949", "utf-16"])
def test_text_is_right_whatever_the_header_says(encoding: str, header: str) -> None:
    response = through(page(TEXT.encode(encoding), header))
    assert isinstance(response, TextResponse)
    assert response.text.removeprefix(codecs.BOM_UTF16_LE.decode("utf-16-le")) == TEXT
    assert UNDECODABLE not in response.flags


def test_a_few_bad_bytes_do_not_turn_utf8_into_cp949() -> None:
    response = through(page((TEXT * 20).encode() + "기".encode("cp949"), "euc-kr"))
    assert isinstance(response, TextResponse)
    assert response.encoding == "utf-8"
    assert response.text.startswith(TEXT)


def test_garbage_is_flagged_and_keeps_its_flags() -> None:
    response = through(page(bytes(range(128, 256)) * 40).replace(flags=["cached"]))
    assert response.flags == ["cached", UNDECODABLE]


def test_a_page_without_a_type_is_read_as_html() -> None:
    response = through(Response(URL, body=b" \n" + TEXT.encode("cp949")))
    assert isinstance(response, HtmlResponse)
    assert response.text.strip() == TEXT


def test_what_is_no_text_or_empty_is_left_alone() -> None:
    picture, empty = Response(URL, body=b"\x89PNG\r\n"), HtmlResponse(URL, body=b"")
    assert through(picture) is picture
    assert through(empty) is empty


def test_xml_stays_xml() -> None:
    response = through(page("<rss><title>뉴스</title></rss>".encode("cp949"), cls=XmlResponse))
    assert isinstance(response, XmlResponse)
    assert "뉴스" in response.text
