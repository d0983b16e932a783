"""What the two stores of an archive cost for each article and each page.

``python -m bench.stores postgresql://user@host/database`` leaves three newspapers with names of their own in that
database, so give it one to drop afterwards. Without an address, only files are measured.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from statistics import median

from scrapy.settings import Settings

from newscrawler.items import Article
from newscrawler.store.archive import Archive
from newscrawler.store.archives import open_archive

ARTICLES, LINKS, ROUNDS = 3_000, 40, 3
_TIME = "2026-03-02T06:00:00+09:00"


def article(site: str, number: int) -> Article:
    """An article of 2.5 KB."""
    return Article(
        id=f"{site}:{number}",
        site=site,
        url=f"http://{site}/news/article.html?no={number}",
        title=f"너울군, 갈마을 골목 가게 간판 {number}곳 교체",
        body=f"{number}. " + "너울군이 갈마을 일대에서 골목 가게 간판 교체에 들어간다고 밝혔다. " * 22,
        published_at=_TIME,
        found_via="list",
        found_on=f"http://{site}/news/article_list_all.html",
        content_hash=f"sha256:{number:064x}",
        fetched_at=_TIME,
    )


@contextmanager
def timed(name: str, found: dict[str, list[tuple[float, float]]], times: int) -> Iterator[None]:
    """Notes the milliseconds of wall clock and of this process's CPU for each of so many times."""
    wall, cpu = time.perf_counter(), time.process_time()
    yield
    spent = time.perf_counter() - wall, time.process_time() - cpu
    found.setdefault(name, []).append((1000 * spent[0] / times, 1000 * spent[1] / times))


def work(site: str, archive: Archive, found: dict[str, list[tuple[float, float]]]) -> None:
    """A run's questions and answers, in the order of a crawl but each kind by itself."""
    archive.begin_run(f"{time.time_ns()}", _TIME, lambda run_id: True)
    articles = [article(site, number) for number in range(ARTICLES)]
    with timed("an article: known, stored", found, ARTICLES):
        for one in articles:
            archive.known([one.id])
            archive.add(one)
        archive.commit()
    with timed("an unchanged article: known, healed", found, ARTICLES):
        for one in articles:
            archive.known([one.id])
            archive.heal(one.url)
        archive.commit()
    pages = [[f"{site}:{number + page}" for number in range(LINKS)] for page in range(ARTICLES // LINKS)]
    with timed(f"a page of {LINKS} links: which are known", found, len(pages)):
        for page in pages:
            archive.known(page)
    with timed(f"the same, link by link ({LINKS} questions)", found, len(pages)):
        for page in pages:
            for identifier in page:
                archive.known([identifier])
    with timed("a look at the lock before a request", found, ARTICLES):
        for _ in range(ARTICLES):
            archive.ping()


def measure(settings: Settings) -> dict[str, tuple[float, float]]:
    """The medians of wall and CPU milliseconds, each round with a newspaper that the store does not know."""
    found: dict[str, list[tuple[float, float]]] = {}
    for _ in range(ROUNDS):
        site = f"bench{time.time_ns()}.test"
        with closing(open_archive(settings, site)) as archive:
            work(site, archive, found)
    return {name: (median(wall for wall, _ in one), median(cpu for _, cpu in one)) for name, one in found.items()}


def main() -> None:
    """Prints a table for each store."""
    with tempfile.TemporaryDirectory() as folder:
        for number, url in enumerate([None, *sys.argv[1:2]]):
            settings = Settings({"DATA_DIR": f"{folder}/{number}", "ARCHIVE_URL": url})
            print("PostgreSQL" if url else "SQLite")
            for name, (wall, cpu) in measure(settings).items():
                print(f"  {name}: {wall:.3f} ms, {cpu:.3f} ms CPU")


if __name__ == "__main__":
    main()
