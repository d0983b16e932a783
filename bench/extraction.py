"""Measures the reading of article bodies: ours by the CMS's markup against trafilatura's general one.

    python -m bench.extraction [--json FILE] [--articles 100] [--rounds 3]

Pages: the saved articles of tests/fixtures, whose truth was written by hand, and articles of the demo
newspaper, which knows its own truth. CPU is that of the whole record, from the decoded page; precision and recall
are of the 4-grams of characters of the body, white space left out.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

from trafilatura import bare_extraction

from newscrawler.cms.article import ArticlePage
from newscrawler.cms.families import FAMILIES
from newscrawler.cms.links import SiteUrls
from newscrawler.demo import Newspaper
from newscrawler.korean.encoding import detect

ROOT = Path(__file__).parents[1]
N = 4
SKINS: dict[Literal["m1x", "m01", "ndsoft"], str] = {"m1x": "mediaon", "m01": "mediaon", "ndsoft": "ndsoft"}


@dataclass(frozen=True, slots=True)
class Sample:
    """One article page and the text that is its body."""

    group: str
    url: str
    html: str
    body: str
    family: str = "mediaon"


def fixtures() -> Iterator[Sample]:
    """The saved articles whose body somebody wrote down."""
    for expected in sorted((ROOT / "tests/fixtures").glob("*/expected.json")):
        facts = json.loads(expected.read_text("utf-8"))
        family = {"nd": "ndsoft"}.get(facts["site"].get("family"), "mediaon")
        for name, truth in facts["pages"].items():
            paragraphs = truth.get("article", {}).get("body_paragraphs")
            if truth["kind"] == "article" and paragraphs:
                raw = (expected.parent / name).read_bytes()
                html = raw.decode(detect(raw) or "utf-8", "replace")
                yield Sample(f"fixtures/{expected.parent.name}", truth["url"], html, "\n".join(paragraphs), family)


def demo(articles: int) -> Iterator[Sample]:
    """Articles of the demo newspaper, as many of each skin."""
    share = articles // len(SKINS)
    for skin, family in SKINS.items():
        paper = Newspaper(articles=max(10, share), skin=skin)
        for url, truth in list(paper.truth_articles().items())[:share]:
            yield Sample(f"demo/{skin}", url, paper.reply("GET", url).body.decode(), truth["body"], family)


def ours(sample: Sample) -> str:
    """The body of the whole record."""
    page = ArticlePage(sample.html, sample.url, SiteUrls(sample.url, FAMILIES[sample.family]))
    item = page.item("bench", None, "list", sample.url, "2026-01-01T00:00:00+09:00")
    return item.body if item is not None else ""


def general(sample: Sample) -> str:
    """The body as the fall-back asks for it."""
    found = bare_extraction(
        sample.html, url=sample.url, with_metadata=True, include_comments=False, include_tables=False
    )
    read = found if isinstance(found, dict) or found is None else found.as_dict()
    return (read or {}).get("text") or ""


READERS: dict[str, Callable[[Sample], str]] = {"newscrawler": ours, "trafilatura": general}


def grams(text: str) -> Counter[str]:
    """The 4-grams of a text without its white space."""
    letters = "".join(text.split())
    return Counter(letters[start : start + N] for start in range(len(letters) - N + 1))


@dataclass
class Score:
    """Sums over a group of pages."""

    pages: int = 0
    right: int = 0
    found: int = 0
    true: int = 0
    whole: int = 0
    seconds: float = 0.0

    def add(self, found: str, truth: str, seconds: float) -> None:
        """Counts one page."""
        got, wanted = grams(found), grams(truth)
        self.pages += 1
        self.right += (got & wanted).total()
        self.found += got.total()
        self.true += wanted.total()
        self.whole += got == wanted
        self.seconds += seconds

    def row(self) -> dict[str, Any]:
        """The figures people read."""
        return {
            "pages": self.pages,
            "cpu_ms": round(1000 * self.seconds / self.pages, 2),
            "precision": round(self.right / self.found, 4) if self.found else None,
            "recall": round(self.right / self.true, 4) if self.true else None,
            "whole": self.whole,
        }


def measure(samples: list[Sample], rounds: int) -> dict[str, dict[str, dict[str, Any]]]:
    """Group -> reader -> figures; a page's CPU time is the best of so many rounds."""
    scores: dict[str, dict[str, Score]] = {}
    for sample in samples:
        for name, read in READERS.items():
            times = []
            for _ in range(rounds):
                started = time.process_time()
                text = read(sample)
                times.append(time.process_time() - started)
            for group in (sample.group, sample.group.partition("/")[0] + " (all)"):
                scores.setdefault(group, {}).setdefault(name, Score()).add(text, sample.body, min(times))
    return {group: {name: score.row() for name, score in of.items()} for group, of in sorted(scores.items())}


def table(results: dict[str, dict[str, dict[str, Any]]]) -> str:
    """The results as a Markdown table."""
    lines = ["| pages | reader | n | CPU ms/page | precision | recall | identical |", "|---|---|--:|--:|--:|--:|--:|"]
    for group, of in results.items():
        for name, row in of.items():
            figures = (f"{row[key]:.4f}" if row[key] is not None else "-" for key in ("precision", "recall"))
            lines.append(
                f"| {group} | {name} | {row['pages']} | {row['cpu_ms']:.2f} | {' | '.join(figures)} | {row['whole']} |"
            )
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Measures, prints the table and then the JSON, or writes the JSON to a file."""
    parser = argparse.ArgumentParser(prog="python -m bench.extraction", description=__doc__.partition("\n")[0])
    parser.add_argument("--json", type=Path, help="write the figures to this file instead of printing them")
    parser.add_argument("--articles", type=int, default=100, help="articles of the demo newspaper")
    parser.add_argument("--rounds", type=int, default=3, help="readings of each page; the fastest counts")
    options = parser.parse_args(arguments)
    samples = [*fixtures(), *demo(options.articles)]
    for read in READERS.values():  # imports and caches are not what is measured
        read(samples[0])
    results = measure(samples, options.rounds)
    names = ("newscrawler", "trafilatura", "selectolax", "lxml")
    versions = {name: version(name) for name in names if name != "newscrawler"}
    facts = {"date": f"{date.today()}", "python": platform.python_version(), **versions, "results": results}
    print(table(results))
    text = json.dumps(facts, ensure_ascii=False, indent=1)
    if options.json:
        options.json.write_text(text + "\n", "utf-8")
    else:
        print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
