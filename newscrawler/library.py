"""For programs: reads a page that somebody already has, and goes through the articles of the archives."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from os import PathLike

import msgspec
from scrapy.settings import BaseSettings

from newscrawler.cms.article import ArticlePage
from newscrawler.cms.dom import TooDeepError, TooManyTagsError
from newscrawler.cms.families import DEFAULT, FAMILIES
from newscrawler.cms.links import SiteUrls
from newscrawler.cms.page import Page
from newscrawler.cms.recognise import Cms
from newscrawler.items import Article, Rejected
from newscrawler.korean.dates import iso, now_kst
from newscrawler.korean.encoding import detect
from newscrawler.pipelines.base import problem_of, rejected_for
from newscrawler.run.reasons import crash_reason
from newscrawler.store.archives import archived_sites, read_archive
from newscrawler.translation import N_

_decode = msgspec.json.Decoder(Article).decode


def read(html: str | bytes, url: str, *, family: str | None = None, site: str | None = None) -> Article | Rejected:
    """Reads an article page of either CMS family; nothing is fetched.

    ``html`` is the page as text, or as the bytes that the server sent: their encoding is detected, because headers and
    meta tags are often wrong. ``url`` is the page's address; its form tells which article it is. ``family``
    (``mediaon``, ``ndsoft``) is recognised from the page if it is not given. ``site`` is the newspaper's short name, by
    default the host without ``www.``.

    Returns the record as a crawl would store it, with ``found_via`` ``start``, or the rejection of a page that is not
    an article; its ``reason`` and ``detail`` say why. Raises ValueError for an unknown family, or an address that
    cannot be a newspaper's.
    """
    if family is not None and family not in FAMILIES:
        raise ValueError(f"family must be one of {', '.join(FAMILIES)}, not {family!r}")
    urls = SiteUrls(SiteUrls(url).origin, FAMILIES[family] if family else DEFAULT)
    site, fetched_at = site or urls.name, iso(now_kst())

    def rejected(reason: str, detail: str | None) -> Rejected:
        return Rejected(site=site, url=url, reason=reason, detail=detail, fetched_at=fetched_at)

    if isinstance(html, bytes):
        encoding = detect(html)
        if encoding is None:
            return rejected("undecodable", N_("text in neither UTF-8 nor CP949"))
        html = html.decode(encoding, "replace")
    if not html.strip():
        return rejected("no_page", N_("empty"))
    try:
        if family is None:
            cms = Cms()
            cms.add(Page(html, url, urls))
            urls = SiteUrls(urls.home, cms.likely or DEFAULT)
        page = ArticlePage(html, url, urls)
        article = page.item(site, None, "start", url, fetched_at)
        if page.not_article is not None:
            return rejected(page.not_article.reason, page.not_article.detail)
        if article is None:
            return rejected("unexpected", N_("the address is not that of an article"))
        problem = problem_of(article)
    except (TooDeepError, TooManyTagsError, RecursionError) as error:
        return rejected(crash_reason(error), str(error))
    return rejected_for(article, *problem) if problem else article


def articles(
    data_dir: str | PathLike[str],
    *,
    site: str | None = None,
    since: date | None = None,
    until: date | None = None,
    archive_url: str | None = None,
) -> Iterator[Article]:
    """The newest revision of each archived article that has a publication time, by newspaper, then by time.

    ``data_dir`` is the setting DATA_DIR, ``archive_url`` the setting ARCHIVE_URL if the archives are elsewhere.
    ``site`` is one newspaper's short name, ``since`` and ``until`` are days (KST), both included. Articles that were
    removed from the newspaper are among them, with that ``status``. Memory stays flat, and a crawl may write at the
    same time. Raises ArchiveError if an archive cannot be used, NoArchiveError if ``site`` has none.
    """
    settings = BaseSettings({"DATA_DIR": str(data_dir), "ARCHIVE_URL": archive_url})
    days = since.isoformat() if since else None, until.isoformat() if until else None
    for name in [site] if site is not None else archived_sites(settings):
        with closing(read_archive(settings, name)) as archive:
            yield from map(_decode, archive.articles_between(*days))
