"""Nothing is sent once the lock of the run is lost, not even robots.txt, and what waits for its turn is dropped."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.http import Response
from support.crawlers import prepare, stub

from newscrawler.network.sending import SendWhileLocked
from newscrawler.run.reasons import InterruptedRequest
from newscrawler.run.run import Run, run_of
from newscrawler.store.archive import ArchiveError


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that Scrapy's own handler is asked for."""
    urls: list[str] = []

    async def download_request(self: Any, request: Request) -> Response:
        urls.append(request.url)
        return Response(request.url)

    monkeypatch.setattr(HTTP11DownloadHandler, "__init__", lambda self, crawler: setattr(self, "crawler", crawler))
    monkeypatch.setattr(HTTP11DownloadHandler, "download_request", download_request)
    return urls


def send(crawler: Any, url: str) -> None:
    asyncio.run(SendWhileLocked(crawler).download_request(Request(url)))


def test_a_request_is_sent_while_the_lock_is_held(
    sent: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crawler = stub({"DATA_DIR": str(tmp_path)})
    send(crawler, "http://demo.test/robots.txt")  # of a crawl that is not a run
    run = prepare(run_of(crawler))
    run.begin()
    asked = []
    monkeypatch.setattr(run.archive, "ping", lambda: asked.append(len(sent)))
    send(crawler, "http://demo.test/")
    send(crawler, "http://demo.test/news")
    assert (asked, len(sent)) == ([1, 2], 3)  # asked before each


def test_nothing_is_sent_once_it_is_lost(sent: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    crawler = stub({"DATA_DIR": str(tmp_path)})
    run: Run = prepare(run_of(crawler))
    run.begin()

    def lost() -> None:
        raise ArchiveError("the session is lost")

    monkeypatch.setattr(run.archive, "ping", lost)
    for _ in range(2):
        with pytest.raises(InterruptedRequest):
            send(crawler, "http://demo.test/robots.txt")
    assert (sent, run.journal.storage_errors) == ([], ["the session is lost"])
    monkeypatch.setattr(run.archive, "ping", lambda: None)
    with pytest.raises(InterruptedRequest):  # what was not stored is missing: the run is over
        send(crawler, "http://demo.test/")
    outcome = run.publish("not_stored", {})
    assert outcome is not None
    assert (outcome.exit_code, outcome.alarms[0]) == (4, "the session is lost")
    assert not Path(run.place).exists()
