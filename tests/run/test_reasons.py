"""One word and one sentence for everything that can fail."""

from __future__ import annotations

import gzip
import zlib

import brotli
import pytest
from OpenSSL import SSL
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotSupported,
    ResponseDataLossError,
)
from scrapy.http import HtmlResponse
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.internet import error
from twisted.python.failure import Failure
from twisted.web.client import ResponseFailed, ResponseNeverReceived

try:
    from compression import zstd  # type: ignore[import-not-found,unused-ignore]
except ImportError:
    from backports import zstd

from newscrawler.run.reasons import FINAL, GONE, InterruptedRequest, explain, is_withheld

LOST = Failure(error.ConnectionLost())
TLS = "certificate verify failed: unable to get local issuer certificate"


def http(status: int) -> HttpError:
    return HttpError(HtmlResponse("http://demo.test/", status=status))


@pytest.mark.parametrize(
    ("exception", "reason", "sentence"),
    [
        (http(404), "http_404", "the server answered 404"),
        (http(503), "http_503", "the server answered 503"),
        (DownloadTimeoutError("took longer than 30 seconds"), "timeout", "no answer in time"),
        (error.TimeoutError(), "timeout", "no answer in time"),
        (error.TCPTimedOutError(), "timeout", "no answer in time"),
        (TimeoutError(), "timeout", "no answer in time"),
        (CannotResolveHostError("nowhere.test"), "no_such_host", "no such host"),
        (error.DNSLookupError(), "no_such_host", "no such host"),
        (DownloadConnectionRefusedError("111"), "refused", "the connection was refused"),
        (error.ConnectionRefusedError(), "refused", "the connection was refused"),
        (ConnectionRefusedError(), "refused", "the connection was refused"),
        (ResponseDataLossError("short"), "truncated", "the body was cut off"),
        (ResponseFailed([LOST]), "connection_lost", "the connection was lost"),
        (ResponseNeverReceived([LOST]), "connection_lost", "the connection was lost"),
        (error.ConnectionLost(), "connection_lost", "the connection was lost"),
        (DownloadFailedError("closed"), "connection_lost", "the connection was lost"),
        (DownloadCancelledError("16 MB"), "too_large", "the page is larger than DOWNLOAD_MAXSIZE"),
        (zlib.error("invalid"), "undecodable", "the body cannot be unpacked"),
        (brotli.error("decoder failed"), "undecodable", "the body cannot be unpacked"),
        (zstd.ZstdError("Unknown frame descriptor"), "undecodable", "the body cannot be unpacked"),
        (gzip.BadGzipFile("Not a gzipped file"), "undecodable", "the body cannot be unpacked"),
        (NotSupported("gopher"), "not_supported", "the scheme of the address is not supported"),
        (SSL.Error([("SSL routines", "", TLS)]), "tls", "no secure connection: "),
        (ResponseNeverReceived([Failure(SSL.Error([("SSL routines", "", TLS)]))]), "tls", "no secure connection: "),
        (DownloadFailedError(TLS), "tls", "no secure connection: "),
        (IgnoreRequest("Forbidden by robots.txt"), "robots", "robots.txt forbids it"),
        (IgnoreRequest("Filtered offsite request to 'a.test'"), "offsite", "it leads to another host"),
        (ValueError("odd\n  thing"), "failed", "ValueError: odd thing"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else str(value),
)
def test_a_failure_is_one_word_and_one_sentence(exception: Exception, reason: str, sentence: str) -> None:
    word, said = explain(exception)
    assert word == reason
    assert said.startswith(sentence) if reason == "tls" else said == sentence
    assert "\n" not in said


def test_a_long_message_is_cut() -> None:
    assert len(explain(ValueError("x" * 5000))[1]) < 350


def test_letters_in_an_address_are_no_tls_error() -> None:
    assert explain(CannotResolveHostError("www.battlsnews.test"))[0] == "no_such_host"


def test_a_redirect_loop_is_not_called_another_host() -> None:
    assert explain(IgnoreRequest("max redirections reached"))[0] != "offsite"


def test_only_what_was_never_sent_is_withheld() -> None:
    assert is_withheld(IgnoreRequest("Forbidden by robots.txt"))
    assert is_withheld(InterruptedRequest("the run is being stopped"))
    assert not is_withheld(IgnoreRequest("Filtered offsite request to 'a.test'"))
    assert not is_withheld(ValueError("robots"))


def test_answers_are_told_from_failures() -> None:
    assert {"http_404", "http_410", "offsite"} == GONE
    assert GONE < FINAL
    assert not FINAL & {"http_500", "http_503", "timeout", "truncated", "refused", "tls"}


@pytest.mark.parametrize("word", ["robots", "redirect", "offsite", "private", "certificate"])
def test_words_in_an_address_are_no_reason(word: str) -> None:
    """What an address says is the newspaper's, not why the request failed."""
    away = IgnoreRequest(f"offsite: http://a.test/{word}.html leads to another host, b.test")
    bomb = IgnoreRequest(f"Ignored response <200 http://a.test/{word}> because its body exceeded")
    assert (explain(away)[0], is_withheld(away)) == ("offsite", False)
    assert (explain(bomb)[0], is_withheld(bomb)) == ("too_large", False)
