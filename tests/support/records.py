"""Records of one newspaper made by hand: what matters to a test is given, the rest is filled in."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping

from newscrawler.items import Article, Rejected, SidebarWidget, WeatherReading, WidgetEntry
from newscrawler.store.archive import Known

NOON = "2026-03-02T12:00:00+09:00"
SITE = "demo"


def article(no: int = 1, **fields: object) -> Article:
    """An article with this number; its hash follows its body."""
    given = {"title": f"제목 {no}", "body": "본문", "published_at": NOON, **fields}
    return Article(
        id=f"{SITE}:{no}",
        site=SITE,
        url=address(no),
        found_via="list",
        found_on="http://demo.test/",
        content_hash=f"sha256:{hash(given['body']) & (1 << 256) - 1:064x}",
        fetched_at=NOON,
        **given,  # type: ignore[arg-type]
    )


def address(no: int) -> str:
    return f"http://demo.test/news/article.html?no={no}"


def reading(**fields: object) -> WeatherReading:
    given = {"date": "2026-03-02", "station": "고창", "condition": "맑음", "temperature_c": 1.5, **fields}
    return WeatherReading(site=SITE, provider=None, page_url="http://demo.test/", fetched_at=NOON, **given)  # type: ignore[arg-type]


def widget(**fields: object) -> SidebarWidget:
    given = {"heading": "많이 본 기사", "more_url": None, "entries": [WidgetEntry(1, "제목", address(1))], **fields}
    return SidebarWidget(
        site=SITE,
        page_url="http://demo.test/",
        page_kind="home",
        heading_url=None,
        fetched_at=NOON,
        **given,  # type: ignore[arg-type]
    )


def rejected(no: int = 1, reason: str = "timeout") -> Rejected:
    return Rejected(site=SITE, url=address(no), reason=reason, fetched_at=NOON)


def known_since(
    first_runs: Mapping[str, int], removed: Container[str] = ()
) -> Callable[[Iterable[str]], dict[str, Known]]:
    """What an archive knows of articles, by the runs that first stored them."""
    facts = {
        name: Known(1, "removed" if name in removed else "new", "sha256:0", run) for name, run in first_runs.items()
    }
    return lambda ids: {name: facts[name] for name in ids if name in facts}
