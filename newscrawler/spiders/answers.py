"""What the server answered to a request for an article: the article, that it is gone, or something else."""

from __future__ import annotations

from dataclasses import dataclass

from scrapy import Request
from scrapy.http import Response

from newscrawler.cms.article import ArticlePage
from newscrawler.cms.family import Link
from newscrawler.cms.links import SiteUrls
from newscrawler.cms.reading import Reader
from newscrawler.network.responses import is_moved, is_second, requested_url, unreadable
from newscrawler.run.reasons import REMOVED, InterruptedRequest, explain, is_withheld
from newscrawler.translation import N_

_END = 20_000  # bytes; scripts and comments may follow the end of a page


class WholePages:
    """Tells whole pages of a newspaper from those that were cut and came with a length that fits (a proxy's cache).

    A page that lacks ``</html>`` is requested once more. It is whole if it then comes again as it was; if no page of
    its kind has that end, the next ones are taken as they are.
    """

    def __init__(self) -> None:
        self._closed: set[str] = set()  # kinds of pages, by whether they have the end
        self._open: set[str] = set()
        self._lengths: dict[str, int] = {}  # of the first answers without an end, by address

    def problem(self, response: Response, kind: str) -> tuple[str, str | None] | None:
        """Why a response is not a whole page, as reject reason and detail; None if it is.

        ``kind`` names the pages that are made alike.
        """
        if (problem := unreadable(response)) is not None:
            return problem
        if b"</html" in response.body[-_END:].lower():
            self._closed.add(kind)
            return None
        if kind in self._open and kind not in self._closed:
            return None
        url = requested_url(response)
        if is_second(response) and self._lengths.pop(url, None) == len(response.body):
            self._open.add(kind)
            return None
        self._lengths[url] = len(response.body)
        return "truncated", N_(f"{len(response.body)} bytes came, without the end of the page")


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a request for an article at ``url``.

    ``page`` is None if it is not that article; ``reason`` and ``detail`` then say why, and ``may_be_asked_again``
    whether a second request in the same run may bring it. ``other`` is the article that the request was redirected to.
    """

    url: str
    page: ArticlePage | None = None
    reason: str = ""
    detail: str | None = None
    may_be_asked_again: bool = False
    other: Link | None = None

    @property
    def sentence(self) -> str:
        """Why the article was not read, for people."""
        said = self.detail or self.reason
        return N_(f"unexpected: {said}") if self.reason == "unexpected" and self.detail else said


def read_answer(response: Response, urls: SiteUrls, reader: Reader, whole: WholePages) -> Answer:
    """Judges a response to a request for an article.

    ``missing`` needs the server's word: a permanent redirect to another article (RFC 9110 §15.4.2), or a page that
    says so. Any other page in place of the article is ``unexpected``. Raises what the page classes raise.
    """
    url, request = requested_url(response), response.request or Request(response.url)
    is_first = not is_second(request)
    if (problem := unreadable(response)) is not None:
        was_retried = problem[0] == "truncated" and "retry_times" in request.meta
        return Answer(url, None, *problem, is_first and not was_retried)
    asked, landed = urls.link(url, response.url), urls.link(response.url, response.url)
    leads = N_(f"leads to {response.url}")
    if landed is None or landed.is_section or landed.url == urls.home:
        return Answer(url, None, "unexpected", leads, is_first)
    if landed.kind == "article" and asked is not None and asked.url != landed.url:
        if is_moved(request):
            return Answer(asked.url, None, "missing", leads, other=landed)
        return Answer(asked.url, None, "unexpected", leads, is_first, landed)
    page = reader.read(ArticlePage, response.text, response.url, urls)
    instead = page.not_article
    if instead is not None and instead.reason == "missing":
        return Answer(url, None, "missing", instead.detail)
    if landed.kind != "article":
        return Answer(url, None, "unexpected", leads, is_first)
    if instead is not None:
        return Answer(url, None, instead.reason, instead.detail, is_first)
    if (problem := whole.problem(response, "article")) is not None:
        return Answer(url, None, *problem, is_first)
    return Answer(landed.url, page)


def read_failure(request: Request, error: BaseException | None) -> Answer | None:
    """Judges the failure of a request for an article; None if it was never sent.

    A page that the article redirects to, only for a time or where robots.txt forbids to follow, says nothing about the
    article by not being there.
    """
    is_redirected = "redirect_urls" in request.meta
    if is_withheld(error) and (isinstance(error, InterruptedRequest) or not is_redirected):
        return None
    url = request.meta["redirect_urls"][0] if is_redirected else request.url
    reason, sentence = explain(error)
    if reason == "robots" or (reason in REMOVED and not is_moved(request)):
        is_first = not is_second(request)
        return Answer(url, None, "unexpected", N_(f"leads to {request.url}: {sentence}"), is_first)
    return Answer(url, None, reason, sentence)
