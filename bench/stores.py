"""What the two stores of an archive cost for each article and each page.

``python -m bench.stores postgresql://user@host/database`` fills the database with a newspaper and empties it again.
Without an address, only files are measured.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median

from scrapy.settings import Settings

from newscrawler.items import Article
from newscrawler.store.archive import Archive
from newscrawler.store.archives import open_archive

SITE = "bench.test"
ARTICLES, LINKS, ROUNDS = 3_000, 40, 3
_TIME = "2026-03-02T06:00:00+09:00"


def article(number: int) -> Article:
    """An article of 2.5 KB."""
    return Article(
        id=f"{SITE}:{number}",
        site=SITE,
        url=f"http://{SITE}/news/article.html?no={number}",
        title=f"너울군, 갈마을 골목 가게 간판 {number}곳 교체",
        body=f"{number}. " + "너울군이 갈마을 일대에서 골목 가게 간판 교체에 들어간다고 밝혔다. " * 22,
        published_at=_TIME,
        found_via="list",
        found_on=f"http://{SITE}/news/article_list_all.html",
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


def work(archive: Archive, found: dict[str, list[tuple[float, float]]]) -> None:
    """A run's questions and answers, in the order of a crawl but each kind by itself."""
    archive.begin_run(f"{time.time_ns()}", _TIME, lambda run_id: True)
    articles = [article(number) for number in range(ARTICLES)]
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
    pages = [[f"{SITE}:{number + page}" for number in range(LINKS)] for page in range(ARTICLES // LINKS)]
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


def measure(make: Callable[[], Archive], empty: Callable[[Archive], None]) -> dict[str, tuple[float, float]]:
    """The medians of wall and CPU milliseconds."""
    found: dict[str, list[tuple[float, float]]] = {}
    for _ in range(ROUNDS):
        archive = make()
        work(archive, found)
        empty(archive)
        archive.close()
    return {name: (median(wall for wall, _ in one), median(cpu for _, cpu in one)) for name, one in found.items()}


def main() -> None:
    """Prints a table for each store."""
    with tempfile.TemporaryDirectory() as folder:
        for number, url in enumerate([None, *sys.argv[1:2]]):
            settings = Settings({"DATA_DIR": f"{folder}/{number}", "ARCHIVE_URL": url})
            tables = ("record", "article", "failed", "section", "run") if url else ("revision", "article", "failed")

            def empty(archive: Archive, tables: tuple[str, ...] = tables) -> None:
                archive.commit()
                for table in tables:
                    archive._db.execute(f"DELETE FROM {table}")  # type: ignore[attr-defined]

            print("PostgreSQL" if url else "SQLite")
            for name, (wall, cpu) in measure(lambda s=settings: open_archive(s, SITE), empty).items():  # type: ignore[misc]
                print(f"  {name}: {wall:.3f} ms, {cpu:.3f} ms CPU")


if __name__ == "__main__":
    main()
