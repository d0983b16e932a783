"""Compressed bodies, unpacked only where they are whole."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable
from typing import Any

import brotli  # type: ignore[import-untyped]  # it has no stubs
from scrapy import Request
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.http import Response
from scrapy.utils._compression import _check_max_size

from newscrawler.translation import N_

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_CHUNK = 65536  # bytes unpacked at a time, so that a bomb is noticed early
# How zlib and zstd say that a whole stream was damaged on its way.
_BAD_CHECKSUM = ("incorrect data check", "incorrect length check", "doesn't match checksum")


class IncompleteBodyError(ValueError):
    """A compressed body ends before its stream does, or its checksum is wrong."""


class WholeBodies(HttpCompressionMiddleware):
    """Unpacks bodies as Scrapy does, and gives one that is not whole the flag ``partial``.

    Scrapy passes on what it could unpack of such a body, as if it were the page.
    """

    # Scrapy deprecates the spider argument that its own signature still has
    def process_response(  # type: ignore[override]
        self, request: Request, response: Response
    ) -> Request | Response:
        """Returns the unpacked response, or the flagged one as it came; raises IgnoreRequest beyond the size limit."""
        try:
            return super().process_response(request, response)
        except IncompleteBodyError:
            return response.replace(flags=[*response.flags, "partial"])

    @staticmethod
    def _decode(body: bytes, encoding: bytes, max_size: int) -> bytes:
        return unpack(body, encoding, max_size)


def unpack(body: bytes, encoding: bytes, max_size: int = 0) -> bytes:
    """Unpacks a body of the content encoding ``gzip``, ``x-gzip``, ``deflate``, ``br`` or ``zstd``.

    Several gzip members or zstd frames are one body, and what follows the last is ignored, as browsers do.
    Raises IncompleteBodyError for a cut or damaged stream, ValueError beyond ``max_size`` bytes (0: no limit),
    and the error of the library for bytes that are no such stream.
    """
    if not body:
        return body
    try:
        if encoding == b"br":
            return _brotli(body, max_size)
        if encoding == b"zstd":
            return _members(body, zstd.ZstdDecompressor, (b"\x28\xb5\x2f\xfd",), max_size)
        if encoding == b"deflate":
            wbits = zlib.MAX_WBITS if _has_zlib_header(body) else -zlib.MAX_WBITS  # raw, as some servers send it
            return _members(body, lambda: _Inflater(wbits), (), max_size)
        return _members(body, lambda: _Inflater(16 + zlib.MAX_WBITS), (b"\x1f\x8b",), max_size)
    except (zlib.error, zstd.ZstdError) as error:
        if any(words in str(error) for words in _BAD_CHECKSUM):
            raise IncompleteBodyError(str(error)) from error
        raise


class _Inflater:
    """A zlib decompressor with the interface of zstd's."""

    def __init__(self, wbits: int) -> None:
        self._zlib = zlib.decompressobj(wbits)

    def decompress(self, data: bytes, max_length: int) -> bytes:
        return self._zlib.decompress(self._zlib.unconsumed_tail + data, max_length)

    @property
    def eof(self) -> bool:
        return self._zlib.eof

    @property
    def unused_data(self) -> bytes:
        return self._zlib.unused_data


def _members(body: bytes, new: Callable[[], Any], magics: tuple[bytes, ...], max_size: int) -> bytes:
    """Unpacks the streams of a body one after the other, as long as one that follows begins with a magic number."""
    unpacked = bytearray()
    while True:
        stream = new()
        data = body
        while not stream.eof:
            chunk = stream.decompress(data, _CHUNK)
            data = b""
            unpacked += chunk
            _check_max_size(len(unpacked), max_size)
            if not chunk and not stream.eof:
                raise IncompleteBodyError(N_("the stream has no end"))
        body = stream.unused_data
        if not body.startswith(magics):
            return bytes(unpacked)


def _brotli(body: bytes, max_size: int) -> bytes:
    stream = brotli.Decompressor()
    unpacked = bytearray(stream.process(body, output_buffer_limit=_CHUNK))
    while not stream.is_finished():
        _check_max_size(len(unpacked), max_size)
        chunk = stream.process(b"", output_buffer_limit=_CHUNK)
        if not chunk and not stream.is_finished():
            raise IncompleteBodyError(N_("the stream has no end"))
        unpacked += chunk
    _check_max_size(len(unpacked), max_size)
    return bytes(unpacked)


def _has_zlib_header(body: bytes) -> bool:
    """Whether a deflate body has the two bytes of RFC 1950 §2.2."""
    return len(body) > 1 and body[0] & 0x0F == 8 and int.from_bytes(body[:2], "big") % 31 == 0
