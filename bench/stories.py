"""Measures how well newscrawler.stories.find knows copies, over thresholds, and how its cost grows.

    python -m bench.stories [--releases 150] [--look-alikes 60] [--scale 120000]

The truth is that of bench.copies. Precision: of the articles called a copy, those that are one of the article named.
Recall: of the known copies, those called a copy of the earliest one. ``--scale`` takes so many articles of
forty newspapers within thirty days instead, of random words, one in twenty a look-alike, and measures time and memory.
"""

from __future__ import annotations

import argparse
import platform
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from bench.copies import EDITS, TEMPLATES, Sample, look_alikes, releases
from newscrawler.demo.dice import Dice
from newscrawler.stories.find import SAME_STORY, group
from newscrawler.stories.index import Printed

THRESHOLDS = (0.15, 0.2, 0.24, 0.27, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6)
_SYLLABLES = (
    "가각간감강개거건경고공과관교구국군권금기길나남내년노농단당대도동두등라력로리마만말면명모목무문물미민"
    "바반발방배법보복본부분사산상생서선설성소속수시식신실심안양어업여연영예오온외용우운원위유은음의이인일"
    "임자작장재적전절정제조종주중지진차참창천청체초총축출충치타통투특파평포표품하학한함합해행향현형호화활"
    "회후"
)


def corpus(count: int, templates: int) -> list[Sample]:
    """Releases of two seeds with their copies, and look-alikes."""
    return [*releases(count, seed=1), *releases(count, seed=2), *look_alikes(templates)]


def score(samples: list[Sample], threshold: float) -> dict[str, float]:
    """Precision and recall of one threshold; recall by kind of edit, false copies among the look-alikes."""
    kind = {sample.article.id: sample.kind for sample in samples}
    earliest: dict[str, str] = {}
    for sample in sorted(samples, key=lambda sample: (sample.article.published_at, sample.article.id)):
        earliest.setdefault(sample.release, sample.article.id)
    copies = {sample.article.id: earliest[sample.release] for sample in samples}
    copies = {copy: original for copy, original in copies.items() if copy != original}
    records = group((sample.article for sample in samples), threshold)
    found = {record.id: record.duplicate_of for record in records if record.duplicate_of}
    right = {copy for copy, original in found.items() if copies.get(copy) == original}
    known, hit = (Counter(kind[copy] for copy in which) for which in (copies, right))
    return {
        "precision": len(right) / len(found) if found else 1.0,
        "recall": len(right) / len(copies),
        **{name: hit[name] / known[name] for name in EDITS},
        "look-alikes": sum(kind[copy] in TEMPLATES for copy in found),
    }


def table(samples: list[Sample]) -> str:
    """The scores of all thresholds as a Markdown table."""
    rows = [(threshold, score(samples, threshold)) for threshold in THRESHOLDS]
    names = list(rows[0][1])
    lines = [f"| threshold | {' | '.join(names)} |", "|--:" * (len(names) + 1) + "|"]
    for threshold, values in rows:
        mark = "**" if threshold == SAME_STORY else ""
        cells = (f"{values[name]:.3f}" if name != "look-alikes" else f"{values[name]}" for name in names)
        lines.append(f"| {mark}{threshold}{mark} | {' | '.join(cells)} |")
    return "\n".join(lines)


def many(count: int) -> Iterator[Printed]:
    """So many articles of forty papers in thirty days; of ten releases three are printed by two to seven papers."""
    dice = Dice(99)
    vocabulary = ["".join(dice.pick(_SYLLABLES) for _ in range(dice.between(2, 4))) for _ in range(8000)]
    look_alike = count // 20
    for sample in look_alikes(look_alike // len(TEMPLATES)):
        yield sample.article
    left = count - look_alike
    for number in range(left):
        dice = Dice(number, 5)
        text = [_paragraph(dice, vocabulary) for _ in range(dice.between(3, 7))]
        article = Printed("", "", "", "", "", "")
        for copy in range(1 + (dice.below(10) < 3) * dice.between(1, 6)):
            if left == 0:
                return
            left -= 1
            moment = datetime(2026, 3, 1) + timedelta(minutes=(number * 7 + copy * 300) % (30 * 24 * 60))
            site = f"paper{(number + copy) % 40}"
            yield replace(
                article,
                id=f"{site}:{number}-{copy}",
                site=site,
                published_at=f"{moment:%Y-%m-%dT%H:%M:%S}+09:00",
                body="\n\n".join(text[: max(2, len(text) - (copy and dice.below(3)))]),
            )


def _paragraph(dice: Dice, vocabulary: list[str]) -> str:
    sentences = (
        " ".join(
            [*(dice.pick(vocabulary) for _ in range(dice.between(8, 16))), f"{dice.below(2000)}명이 늘었다고 밝혔다."]
        )
        for _ in range(dice.between(1, 4))
    )
    return " ".join(sentences)


def main(arguments: list[str] | None = None) -> int:
    """Prints the table of the thresholds, or the cost of many articles."""
    parser = argparse.ArgumentParser(prog="python -m bench.stories", description=__doc__.partition("\n")[0])
    parser.add_argument("--releases", type=int, default=150, help="press releases of each of two seeds")
    parser.add_argument("--look-alikes", type=int, default=60, help="articles of each template")
    parser.add_argument("--scale", type=int, help="measure the cost of so many articles instead")
    options = parser.parse_args(arguments)
    print(f"{date.today()}, Python {platform.python_version()}")
    if options.scale:
        articles = list(many(options.scale))
        letters = sum(len(article.body) for article in articles) / len(articles)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        wall, cpu = time.perf_counter(), time.process_time()
        records = group(articles)
        print(f"{len(articles)} articles of {letters:.0f} characters, {len({r.story_id for r in records})} stories")
        print(f"{time.process_time() - cpu:.1f} s CPU, {time.perf_counter() - wall:.1f} s,", end=" ")
        print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB at most, {before} MiB before")
        return 0
    samples = corpus(options.releases, options.look_alikes)
    kinds = Counter(sample.kind if sample.kind not in TEMPLATES else "look-alike" for sample in samples)
    print(f"{len(samples)} articles: {', '.join(f'{number} {kind}' for kind, number in kinds.items())}\n")
    print(table(samples))
    return 0


if __name__ == "__main__":
    sys.exit(main())
