"""The index of all newspapers: time to build, size, time to find a release and to search, against LIKE as the truth.

``python -m bench.index --articles 100000`` takes the demo newspaper's prose, of many seeds, ``--random`` sentences of
random words as bench.stories does. ``--check`` compares each search with LIKE over all texts.
"""

from __future__ import annotations

import argparse
import platform
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from statistics import median

from bench.stories import many
from newscrawler.demo import Newspaper
from newscrawler.stories.carried import carriers
from newscrawler.stories.index import Index, Printed
from newscrawler.stories.terms import folded, query

_EACH = 1000  # articles of one seed
_RELEASES = 20
WORDS = (
    "민국",
    "한들",
    "들시",
    "주민",
    "주민자치",
    "주민자치회",
    "시",
    "빛",
    "밝혔다",
    "밝혔다. 이번",
    "r&d",
    "12월",
    "“처음",
    "없는말이다",
)


def articles(count: int, random: bool) -> Iterator[Printed]:
    """So many articles; of ten random ones three are printed by several newspapers."""
    if random:
        yield from many(count)
        return
    for seed in range(-(-count // _EACH)):
        paper = Newspaper(articles=_EACH * 2, seed=seed, host=f"paper{seed}.test")
        left = min(_EACH, count - seed * _EACH)
        for url, truth in list(paper.truth_articles().items())[:left]:
            site = f"paper{seed}"
            number = url.rpartition("=")[2]
            yield Printed(f"{site}:{number}", site, url, truth["title"], truth["published_at"], truth["body"])


def main(arguments: list[str] | None = None) -> int:
    """Prints what was measured."""
    parser = argparse.ArgumentParser(prog="python -m bench.index", description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--random", action="store_true", help="sentences of random words")
    parser.add_argument("--check", action="store_true", help="compare each search with LIKE")
    options = parser.parse_args(arguments)
    print(f"{date.today()}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "index.sqlite"
        with closing(Index(path)) as index:
            _build(index, path, options.articles, options.random)
            _releases(index, options.articles)
            _search(index, options.check)
    return 0


def _build(index: Index, path: Path, count: int, random: bool) -> None:
    letters, wall, cpu, made = 0, 0.0, 0.0, 0
    group: list[Printed] = []
    for article in articles(count, random):
        group.append(article)
        letters += len(article.body)
        made += 1
        if len(group) == 1000 or made == count:
            before = time.perf_counter(), time.process_time()
            index.add(group)
            wall, cpu = wall + time.perf_counter() - before[0], cpu + time.process_time() - before[1]
            group.clear()
    size = sum(each.stat().st_size for each in path.parent.iterdir())
    print(
        f"{made} articles of {letters / made:.0f} characters: "
        f"{cpu:.0f} s CPU, {wall:.0f} s, {size / made:.0f} bytes each"
    )
    tables = index._db.execute("SELECT name, sum(pgsize) AS size FROM dbstat GROUP BY name ORDER BY size DESC LIMIT 4")
    print(", ".join(f"{name} {size / made:.0f}" for name, size in tables))


def _releases(index: Index, count: int) -> None:
    """A release is the text of an article without its first paragraph and byline."""
    took, found = [], []
    for number in range(1, count, count // _RELEASES):
        release = index.body(number).partition("\n\n")[2]
        begun = time.perf_counter()
        found.append(len(carriers(index, release)))
        took.append(time.perf_counter() - begun)
    print(f"a release: {median(took):.3f} s, at most {max(took):.3f} s; articles found: {sorted(found)}")


def _search(index: Index, check: bool) -> None:
    texts = []
    if check:
        rows = index._db.execute("SELECT number, title FROM article").fetchall()
        texts = [(number, folded(title), folded(index.body(number))) for number, title in rows]
    for words in WORDS:
        match = query([words])
        assert match is not None
        begun = time.perf_counter()
        newest = len(list(index.search(match, None, None, (), 100)))
        took = time.perf_counter() - begun
        line = f"{words!r}: {took:.3f} s for the newest {newest}"
        if check:
            found = {one.number for one in index.search(match, None, None, (), None)}
            wanted = folded(words)
            right = {number for number, title, body in texts if wanted in title or wanted in body}
            line += f"; {len(found)} in all, " + ("as LIKE finds" if found == right else f"LIKE finds {len(right)}")
        print(line)


if __name__ == "__main__":
    sys.exit(main())
