"""The stored pages of a run, as the responses that its spider got."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urljoin

from scrapy import Request
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

from newscrawler.cms.links import SiteUrls
from newscrawler.cms.page import Page
from newscrawler.network.bodies import TrueEncoding
from newscrawler.network.compression import IncompleteBodyError, unpack
from newscrawler.network.responses import unreadable
from newscrawler.spiders.news import NewsSpider
from newscrawler.store.warc import INDEX, UNPUBLISHED, WARC, Capture, WarcError, read_answer, read_index
from newscrawler.translation import N_

_MOST_REDIRECTS = 5
_PACKED = ("gzip", "x-gzip", "deflate", "br", "zstd")


class NoWarcError(Exception):
    """The pages of a run were not stored; the message is one sentence for the user."""


class StoredPages:
    """The pages of one run, in its own WARC file and in those of runs that were not published.

    What a killed run had read is published by the next one, so the pages of such records are in another file. ``urls``
    are the link rules that the stored front page led to, ``title`` is the newspaper's name.
    """

    def __init__(self, folder: Path, run_id: str, spider: NewsSpider) -> None:
        """Reads the indexes; raises NoWarcError if there is none, WarcError for a damaged one, OSError."""
        self._folder, self._encoding = folder, TrueEncoding()
        own = folder / f"{run_id}{INDEX}"
        if not own.is_file() or not (folder / f"{run_id}{WARC}").is_file():
            raise NoWarcError(N_(f"run {run_id} has no WARC file in {folder}"))
        captures = [*read_index(own)]
        self.urls, self.title = spider.urls, spider.title
        self._read_front_page(captures)
        self._articles: dict[str, list[Capture]] = {}
        for path in (own, *sorted(folder.glob(f"*{UNPUBLISHED}{INDEX}"))):
            for capture in captures if path == own else read_index(path):
                link = self.urls.link(capture.url, capture.url)
                if link is not None and link.id is not None and capture.status == "200":
                    self._articles.setdefault(f"{spider.site_name}:{link.id}", []).append(capture)

    def _read_front_page(self, captures: Iterable[Capture]) -> None:
        """Follows the front page as the crawl did; without a stored one the spider's own address holds."""
        at: dict[str, Capture] = {}
        for capture in captures:
            at[capture.url] = capture  # of several the last one: the first was not what was asked for
        url = self.urls.home
        for _ in range(_MOST_REDIRECTS):
            if url not in at:
                return
            response = self.response(at[url])
            location = response.headers.get("Location")
            if response.status < 300 or location is None:
                break
            url = urljoin(url, location.decode("latin-1"))
        if unreadable(response) is None:
            self.urls = SiteUrls(response.url, self.urls.family)
            self.title = self.title or Page(response.text, response.url, self.urls).site_name

    def article(self, identifier: str, fetched_at: str) -> Capture | None:
        """The page that a record was read from: the last one of the article that came by then; None if none is stored.

        ``fetched_at`` is the record's, in KST.
        """
        by = f"{datetime.fromisoformat(fetched_at).astimezone(UTC):%Y%m%d%H%M%S}"
        captures = [capture for capture in self._articles.get(identifier, ()) if capture.time <= by]
        return max(captures, key=lambda capture: (capture.time, int(capture.offset)), default=None)

    def response(self, capture: Capture) -> Response:
        """The response as the spider gets it: unpacked, with the encoding of its bytes.

        Raises WarcError for a damaged record, OSError.
        """
        status, lines, body, is_whole = read_answer(self._folder, capture)
        headers = Headers()
        for name, value in lines:
            headers.appendlist(name, value)
        flags = [] if is_whole else ["dataloss"]
        encodings = ",".join(value for name, value in lines if name.lower() == "content-encoding")
        for encoding in reversed([one.strip().lower() for one in encodings.split(",")]):
            if encoding in _PACKED and body:
                try:
                    body = unpack(body, encoding.encode())
                except IncompleteBodyError:
                    flags.append("partial")
                except Exception as error:  # of any kind: each library has its own for bytes that are no such stream
                    raise WarcError(N_(f"the page {capture.url} cannot be unpacked: {error}")) from error
        cls = responsetypes.from_args(headers=headers, url=capture.url, body=body)
        request = Request(capture.url)
        response = cls(capture.url, status=status, headers=headers, body=body, flags=flags, request=request)
        return self._encoding.process_response(request, response)
