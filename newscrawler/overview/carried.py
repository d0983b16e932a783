"""Renders the page of `scrapy carried --html`: who carried a press release, first to last, and what they changed."""

from __future__ import annotations

from collections.abc import Sequence

from newscrawler.overview.page import environment
from newscrawler.stories.carried import Carrier
from newscrawler.stories.changes import changes


def make_carried_page(release: str, found: Sequence[Carrier], titles: dict[str, str]) -> str:
    """The page, one file without a script; ``titles`` are those of newspapers by their short names.

    Raises ModuleNotFoundError without the extra ``report``.
    """
    carriers = [(one, titles.get(one.article.site, one.article.site), changes(release, one.body)) for one in found]
    template = environment(lambda path: None).get_template("carried.html")
    page: str = template.render(release=release.split("\n\n"), carriers=carriers)
    return page
