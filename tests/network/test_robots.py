"""robots.txt as RFC 9309 wants it: no file means no rules, one that cannot be read forbids everything."""

from __future__ import annotations

import asyncio
import codecs
import logging
import socket
from pathlib import Path
from typing import Any

import pytest
from scrapy import Request
from scrapy.exceptions import (
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
)
from scrapy.http import Response
from scrapy.robotstxt import ProtegoRobotParser
from support.crawlers import stub
from support.crawling import scrapy
from twisted.internet.defer import Deferred

from newscrawler.network.robots import FORBID_ALL, RobotsAnywhere, StandardRobots, _to_debug, rules
from newscrawler.run.reasons import InterruptedRequest, OtherHostError

URL = "http://demo.test/robots.txt"
RULES = "User-agent: *\nDisallow: /관리/\n"


def answer(status: int = 200, body: bytes = RULES.encode(), flags: list[str] | None = None) -> Response:
    return Response(URL, status=status, body=body, flags=flags)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_no_file_means_no_rules(status: int) -> None:
    assert rules(answer(status, FORBID_ALL)) == (b"", None)


@pytest.mark.parametrize("status", [202, 203, 206, 301, 429, 500, 502, 503, 599])
def test_a_file_that_is_not_given_forbids_everything(status: int) -> None:
    assert rules(answer(status, b"")) == (FORBID_ALL, f"the server answered {status}")


@pytest.mark.parametrize("flag", ["partial", "dataloss"])
@pytest.mark.parametrize("body", [b"", RULES.encode()])
def test_a_cut_file_forbids_everything(flag: str, body: bytes) -> None:
    assert rules(answer(body=body, flags=[flag]))[0] == FORBID_ALL


def test_a_file_in_no_encoding_forbids_everything() -> None:
    assert rules(answer(body=bytes(range(128, 256)) * 4))[0] == FORBID_ALL


@pytest.mark.parametrize(
    "body",
    [
        RULES.encode(),
        RULES.encode("utf-8-sig"),
        RULES.encode("cp949"),
        codecs.BOM_UTF16_LE + RULES.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + RULES.encode("utf-16-be"),
    ],
)
def test_the_bytes_tell_the_encoding(body: bytes) -> None:
    assert rules(answer(body=body)) == (RULES.encode(), None)


def test_an_empty_file_has_no_rules() -> None:
    assert rules(answer(body=b" \n")) == (b"", None)
    assert rules(answer(204, b"")) == (b"", None)


# ---- the middleware -----------------------------------------------------------------------------------
class _Journal:
    robots_problem: str | None = None


@pytest.fixture
def journal(monkeypatch: pytest.MonkeyPatch) -> _Journal:
    found = _Journal()
    run = type("Run", (), {"journal": found})
    monkeypatch.setattr("newscrawler.network.robots.run_of", lambda crawler: run)
    return found


def allowed(fetched: Response | Exception, redirected: bool = False) -> tuple[bool, dict[str, Any]]:
    """Whether an article may be fetched after an answer or a failure for robots.txt, and the stats."""
    middleware: StandardRobots

    class Engine:
        async def download_async(self, request: Request) -> Response:
            if redirected:
                meta = {"dont_obey_robotstxt": True, "redirect_urls": [request.url]}
                await middleware.process_request(Request("http://else.test/robots.txt", meta=meta))
            if isinstance(fetched, Exception):
                raise fetched
            return fetched

    settings = {"ROBOTSTXT_OBEY": True, "ROBOTSTXT_PARSER": "scrapy.robotstxt.ProtegoRobotParser", "USER_AGENT": "x"}
    crawler = stub(settings, engine=Engine())
    middleware = StandardRobots(crawler)
    parser = asyncio.run(_parser(middleware))
    return parser is None or parser.allowed("http://demo.test/a", "x"), crawler.stats


async def _parser(middleware: StandardRobots) -> ProtegoRobotParser | None:
    found = await middleware.robot_parser(Request("http://demo.test/a"))
    assert not isinstance(found, Deferred)
    return found  # type: ignore[return-value]  # Scrapy names the base class


@pytest.mark.parametrize(
    "error",
    [
        DownloadTimeoutError(),
        DownloadCancelledError(),
        IgnoreRequest("max redirections reached"),
        IgnoreRequest("Ignored response: its body exceeded"),
        OtherHostError(URL, "http://else.test/"),
        ValueError("surprise"),
    ],
)
def test_a_file_that_does_not_come_forbids_everything(error: Exception, journal: _Journal) -> None:
    assert allowed(error)[0] is False
    assert (journal.robots_problem or "").startswith("its robots.txt cannot be read: ")


@pytest.mark.parametrize(
    "error",
    [
        DownloadConnectionRefusedError(),
        InterruptedRequest("stop"),
        IgnoreRequest("private: 10.0.0.1 is no public address"),
    ],
)
def test_the_front_page_names_what_it_fails_of_as_well(error: Exception, journal: _Journal) -> None:
    assert allowed(error)[0] is True
    assert journal.robots_problem is None


@pytest.mark.parametrize(
    "error", [DownloadConnectionRefusedError(), IgnoreRequest("private: 10.0.0.1 is no public address")]
)
def test_a_redirect_that_leads_nowhere_is_no_permission(error: Exception, journal: _Journal) -> None:
    assert allowed(error, redirected=True)[0] is False
    assert journal.robots_problem


def test_a_page_in_place_of_the_file_has_no_rules_and_is_counted(
    journal: _Journal, caplog: pytest.LogCaptureFixture
) -> None:
    fine, stats = allowed(answer(body="<html><p>점검 중입니다</p></html>".encode()))
    assert fine
    assert stats["newscrawler/robots/html"] == 1
    assert "is an HTML page" in caplog.text
    fine, stats = allowed(answer(body=b"<pre>\n" + FORBID_ALL))
    assert not fine
    assert "newscrawler/robots/html" not in stats


def test_a_traceback_is_for_debugging() -> None:
    error = ValueError("x")
    record = logging.LogRecord("x", logging.ERROR, __file__, 1, "m", (), (ValueError, error, None))
    assert _to_debug(record)
    assert record.levelno == logging.DEBUG
    plain = logging.LogRecord("x", logging.ERROR, __file__, 1, "m", (), None)
    assert _to_debug(plain)
    assert plain.levelno == logging.ERROR


def test_only_a_robots_txt_may_be_on_another_host() -> None:
    file, page = Request(URL, meta={"dont_obey_robotstxt": True}), Request("http://demo.test/")
    for request in (file, page):
        RobotsAnywhere().process_request(request)
    assert file.meta.get("allow_offsite") is True
    assert "allow_offsite" not in page.meta


# ---- a crawl ------------------------------------------------------------------------------------------
def test_a_refused_connection_is_one_sentence_in_the_log(tmp_path: Path) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # bound and not listening: connections are refused
        url = f"url=http://127.0.0.1:{nobody.getsockname()[1]}/"
        settings = ("-s", "ALLOW_PRIVATE_HOSTS=1", "-s", "RETRY_TIMES=0", "-s", f"DATA_DIR={tmp_path}")
        run = scrapy("crawl", "mediaon", "-a", url, *settings, data_dir=tmp_path)
    assert run.exit_code == 1
    assert "the connection was refused" in run.stderr
    assert "Traceback" not in run.stderr
