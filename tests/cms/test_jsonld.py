"""Schema.org metadata of an article."""

from __future__ import annotations

import pytest

from newscrawler.cms.jsonld import Stated, stated_article

ARTICLE = (
    '{"@type": "NewsArticle", "headline": "새 도서관", "datePublished": "2025-11-07T14:02:27+09:00",'
    ' "dateModified": "2025-11-07T16:20:00+09:00"}'
)
STATED = Stated("새 도서관", "2025-11-07T14:02:27+09:00", "2025-11-07T16:20:00+09:00")


def script(text: str) -> str:
    return f'<script type="application/ld+json">\n{text}\n</script>'


@pytest.mark.parametrize(
    "html",
    [
        script(ARTICLE),
        script(f"[{ARTICLE}]"),
        script(f'{{"@context": "https://schema.org", "@graph": [{{"@type": "WebSite"}}, {ARTICLE}]}}'),
        script('{"@type": "WebSite", "name": "가온일보"}') + script(ARTICLE),
        script('{"@type": "NewsArticle", "headline": "깨진 "따옴표""}') + script(ARTICLE),
        f"<script id='x' type='application/ld+json' data-a=1>{ARTICLE}</script>",
    ],
)
def test_the_article_is_found(html: str) -> None:
    assert stated_article(f"<html><head>{html}</head></html>") == STATED


@pytest.mark.parametrize(
    "html",
    [
        "",
        f"<script>{ARTICLE}</script>",
        f'<script type="application/ld+json">{ARTICLE}',
        script('{"@type": "WebSite"}'),
        script("3"),
        script('{"@graph": 3}'),
    ],
)
def test_there_is_none(html: str) -> None:
    assert stated_article(html) is None


def test_what_is_no_time_is_none() -> None:
    found = stated_article(script('{"@type": "Article", "headline": 3, "datePublished": null, "dateModified": "어제"}'))
    assert found == Stated("", None, None)
