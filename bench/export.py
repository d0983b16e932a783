"""Measures `scrapy export` of a large archive: seconds, peak memory, size of what it writes.

    python -m bench.export [--articles 1000000] [--folder .bench/export] [--only TEXT]

The articles are of ten years, of made-up words, in random order, one in twenty with a second revision.
"""

from __future__ import annotations

import argparse
import platform
import random
import shutil
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, timedelta
from importlib.metadata import version
from pathlib import Path

from bench.processes import run
from newscrawler.exporters import encode
from newscrawler.items import Article, Author, Image
from newscrawler.store.sqlite import SqliteArchive

SITE = "naru"
EXPORTS = {
    "--latest, a folder of Parquet": ("--latest", "-o", "corpus/"),
    "--latest, Parquet": ("--latest", "-o", "latest.parquet"),
    "every revision, a folder of Parquet": ("-o", "every/"),
    "--latest, JSON Lines": ("--latest", "-o", "latest.jsonl"),
    "--latest, JSON Lines, gzip": ("--latest", "-o", "latest.jsonl.gz"),
    "--latest, CSV": ("--latest", "-o", "latest.csv"),
}
_RUNS = 100


def articles(count: int) -> Iterator[Article]:
    """So many articles, and second revisions of one in twenty."""
    dice = random.Random(1)
    words = ["".join(chr(dice.randrange(0xAC00, 0xD7A4)) for _ in range(dice.randint(2, 4))) for _ in range(20_000)]
    for number in range(count):
        moment = datetime(2016, 1, 1) + timedelta(minutes=dice.randrange(10 * 365 * 24 * 60))
        time = f"{moment:%Y-%m-%dT%H:%M:%S}+09:00"
        paragraphs = (" ".join(dice.choices(words, k=dice.randint(20, 60))) + "." for _ in range(dice.randint(3, 7)))
        url = f"http://{SITE}.test/news/article.html?no={number}"
        article = Article(
            id=f"{SITE}:{number}",
            site=SITE,
            url=url,
            section=dice.choice(words[:20]),
            title=" ".join(dice.choices(words, k=8)),
            authors=[Author(dice.choice(words[:200]), "기자", f"{dice.randrange(200)}@{SITE}.test")],
            publisher="나루신문",
            published_at=time,
            body="\n\n".join(paragraphs),
            images=[Image(f"http://{SITE}.test/data/{number}.jpg", " ".join(dice.choices(words, k=8)))],
            tags=dice.choices(words, k=3),
            found_via="list",
            found_on=f"http://{SITE}.test/news/section_list_all.html?sec_no=3",
            content_hash=f"sha256:{dice.getrandbits(256):064x}",
            fetched_at="2026-03-02T06:30:00+09:00",
        )
        yield article
        if number % 20 == 0:
            article.revision, article.status = 2, "modified"
            yield article


def fill(path: Path, count: int) -> None:
    """Makes the archive, faster than a hundred runs would."""
    with closing(SqliteArchive(path, SITE)) as archive:
        database = archive._db
        for number in range(1, _RUNS + 1):
            archive.begin_run(f"20260302T{number:06}", "2026-03-02T06:30:00+09:00", lambda run_id: True)
        database.execute("PRAGMA synchronous=OFF")
        database.execute("BEGIN")
        for number, each in enumerate(articles(count)):
            record = encode(each).decode()
            seq = 1 + number * _RUNS // (count + count // 20 + 1)
            revision = (seq, each.id, each.revision, each.status, record)
            database.execute("INSERT INTO revision VALUES (?, ?, ?, ?, ?)", revision)
            known = (each.id, each.url, each.revision, each.status, each.published_at, each.content_hash, seq, record)
            database.execute("INSERT OR REPLACE INTO article VALUES (?, ?, ?, ?, ?, ?, ?, ?)", known)
        database.execute("COMMIT")


def size(path: Path) -> int:
    """Bytes of a file, or of all files in a folder."""
    return sum(each.stat().st_size for each in (path.rglob("*") if path.is_dir() else [path]) if each.is_file())


def main(arguments: list[str] | None = None) -> int:
    """Prints a table; the archive is kept for the next time."""
    parser = argparse.ArgumentParser(prog="python -m bench.export", description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, default=Path(".bench/export"))
    parser.add_argument("--only", default="", help="the exports whose names hold this text")
    options = parser.parse_args(arguments)
    data = (options.folder / str(options.articles)).absolute()
    archive = data / SITE / "archive.sqlite"
    if not archive.exists():
        fill(archive, options.articles)
    print(f"{date.today()}, Python {platform.python_version()}, pyarrow {version('pyarrow')}")
    print(f"{options.articles:,} articles, an archive of {size(archive) / 1e6:,.0f} MB\n")
    print("| export | seconds | CPU s | peak MB | file MB |\n|---|--:|--:|--:|--:|")
    for name, words in EXPORTS.items():
        if options.only not in name:
            continue
        output = data / words[-1]
        target = f"{output}/" if words[-1].endswith("/") else str(output)
        cost = run(["-m", "scrapy", "export", SITE, *words[:-1], target, "-s", f"DATA_DIR={data}"])
        print(
            f"| {name} | {cost.wall:.0f} | {cost.cpu:.0f} | {cost.memory:.0f} | {size(output) / 1e6:,.0f} |", flush=True
        )
        if output.is_dir():
            shutil.rmtree(output)
        else:
            output.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
