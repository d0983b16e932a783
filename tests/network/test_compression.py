"""Compressed bodies: whole ones are unpacked, cut or damaged ones never pass for whole."""

from __future__ import annotations

import gzip
import sys
import zlib

import brotli
import pytest
from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import HtmlResponse, Response
from scrapy.spiders import Spider
from scrapy.utils.test import get_crawler

from newscrawler.network.compression import IncompleteBodyError, WholeBodies, unpack

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

PAGE = b"".join(b"<p>%d paragraph</p>" % number for number in range(20_000))
CHECKED = {int(zstd.CompressionParameter.checksum_flag): 1}
PACKED = {
    b"gzip": gzip.compress(PAGE),
    b"x-gzip": gzip.compress(PAGE),
    b"deflate": zlib.compress(PAGE),
    b"br": brotli.compress(PAGE),
    b"zstd": zstd.compress(PAGE, options=CHECKED),
}
RAW = zlib.compress(PAGE)[2:-4]
STREAMS = [*PACKED.items(), (b"deflate", RAW)]


@pytest.mark.parametrize(("encoding", "body"), STREAMS)
def test_a_whole_body_is_unpacked(encoding: bytes, body: bytes) -> None:
    assert unpack(body, encoding, len(PAGE)) == PAGE
    assert unpack(b"", encoding) == b""


@pytest.mark.parametrize(("encoding", "body"), STREAMS)
@pytest.mark.parametrize("share", [0.02, 0.6, 0.999])
def test_a_cut_body_is_incomplete(encoding: bytes, body: bytes, share: float) -> None:
    for cut in (int(len(body) * share), len(body) - 1):
        with pytest.raises(IncompleteBodyError):
            unpack(body[:cut], encoding)


@pytest.mark.parametrize("encoding", [b"gzip", b"deflate", b"zstd"])
def test_a_wrong_checksum_is_damage(encoding: bytes) -> None:
    body = bytearray(PACKED[encoding])
    body[-6 if encoding == b"gzip" else -1] ^= 0xFF
    with pytest.raises(IncompleteBodyError):
        unpack(bytes(body), encoding)


@pytest.mark.parametrize("encoding", [b"gzip", b"zstd"])
def test_several_streams_are_one_body_and_the_last_must_be_whole(encoding: bytes) -> None:
    body = PACKED[encoding]
    assert unpack(body * 2, encoding) == PAGE * 2
    with pytest.raises(IncompleteBodyError):
        unpack(body + body[:-1], encoding)


@pytest.mark.parametrize("encoding", [b"gzip", b"deflate", b"zstd"])
@pytest.mark.parametrize("rest", [b"\0" * 512, b"<!-- cached -->"])
def test_what_follows_the_stream_is_ignored(encoding: bytes, rest: bytes) -> None:
    assert unpack(PACKED[encoding] + rest, encoding) == PAGE


@pytest.mark.parametrize(("encoding", "body"), STREAMS)
def test_more_than_the_limit_is_refused(encoding: bytes, body: bytes) -> None:
    with pytest.raises(ValueError, match="exceeded"):
        unpack(body, encoding, len(PAGE) - 1)


def through(body: bytes, encoding: str) -> Response:
    request = Request("http://demo.test/")
    response = HtmlResponse(request.url, body=body, headers={"Content-Encoding": encoding})
    middleware = WholeBodies.from_crawler(get_crawler(Spider, {"DOWNLOAD_MAXSIZE": len(PAGE)}))
    result = middleware.process_response(request, response)
    assert isinstance(result, Response)
    return result


def test_the_flag_tells_a_cut_body() -> None:
    assert through(PACKED[b"gzip"], "gzip").body == PAGE
    assert through(PACKED[b"gzip"], "gzip").flags == []
    assert through(PACKED[b"zstd"][:20], "zstd").flags == ["partial"]
    assert through(gzip.compress(PACKED[b"br"][:-9]), "br, gzip").flags == ["partial"]
    with pytest.raises(IgnoreRequest, match=r"^Ignored response"):
        through(gzip.compress(PAGE + b"!"), "gzip")
