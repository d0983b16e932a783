"""The benchmark: `make bench`, or

    python -m bench.run [--articles 10000] [--rounds 3] [--only PART …] [--profile FILE] [--plot FILE]

Prints a table for each part and writes all figures to FOLDER/results.json; bench/README.md says what they mean.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench.coverage import coverage
from bench.crawls import Rows, archive_sizes, starts, throughput, unchanged
from bench.fleet import fleet
from bench.instructions import instructions
from bench.pages import BenchPaper, build, file_name
from bench.peers import READERS
from bench.plot import plot
from bench.processes import ROOT, middle

ENVIRONMENTS = {  # name -> (packages, readers)
    "peers": (["trafilatura", "lxml_html_clean", "newspaper4k", "news-please"],
              ["trafilatura", "trafilatura (fast)", "newspaper4k", "news-please"]),
    "fundus": (["fundus", "curl_cffi<0.14"], ["fundus"]),  # pins lxml and breaks with later curl_cffi
}  # fmt: skip
_BEFORE = 300  # pages that ours reads before those it is timed with
PARTS = ("fleet", "instructions", "coverage", "crawl", "extraction", "archive", "unchanged", "start")


def environment(home: Path, name: str, packages: list[str]) -> Path | None:
    """The Python of an environment of its own for some peers, made where there is none; None where that fails."""
    python = home / name / "bin/python"
    if python.exists():
        return python
    subprocess.run([sys.executable, "-m", "venv", str(home / name)], check=True)
    failed = 0
    for package in packages:  # one by one: their pins quarrel
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", package]
        failed += subprocess.run(pip, check=False, stderr=subprocess.DEVNULL).returncode != 0
    return python if failed < len(packages) else None


def extraction(home: Path, articles: int, rounds: int, pages: int = 60) -> Rows:
    """CPU per article page, ours with everything extracted and the peers with the text alone, in turns."""
    folder = home / f"pages-{articles}"
    build(folder, articles)
    paths = BenchPaper(articles).article_paths()
    files = [str(folder / file_name(path)) for path in paths]
    timed = files[:: max(1, len(paths) // pages)][:pages]
    # ours remembers what surrounds articles, as in a crawl; the others remember nothing
    others = [file for file in files if file not in timed]
    before = {"newscrawler": others[:: max(1, len(others) // _BEFORE)][:_BEFORE]}
    pythons = {"newscrawler": Path(sys.executable)}
    for name, (packages, readers) in ENVIRONMENTS.items():
        python = environment(home, name, packages)
        pythons |= dict.fromkeys(readers, python) if python else {}
    found: dict[str, list[dict[str, Any]]] = {}
    for _ in range(rounds):
        for reader in READERS:
            if reader not in pythons:
                continue
            warm = before.get(reader, timed[:1])
            command = [str(pythons[reader]), str(ROOT / "bench/peers.py"), reader, str(len(warm)), *warm, *timed]
            done = subprocess.run(
                command, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=False
            )
            if done.returncode == 0:
                found.setdefault(reader, []).append(json.loads(done.stdout.splitlines()[-1]))
    mine = [statistics.median(one["ms"]) for one in found["newscrawler"]]
    rows = []
    for reader in READERS:
        if reader not in found:
            rows.append({"reader": reader, "cpu_ms_per_page": "does not run here"})
            continue
        medians = [statistics.median(one["ms"]) for one in found[reader]]
        rows.append(
            {
                "reader": reader,
                "version": found[reader][0]["version"] if reader != "newscrawler" else "",
                "cpu_ms_per_page": middle(medians),
                "times_ours": middle([theirs / ours for theirs, ours in zip(medians, mine, strict=False)]),
                "letters_of_text": found[reader][0]["letters"],
            }
        )
    return rows


def table(rows: Rows) -> str:
    """Rows as a Markdown table."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    lines = ["| " + " | ".join(names) + " |", "|" + "---|" * len(names)]
    lines += ["| " + " | ".join(str(row.get(name, "")) for name in names) + " |" for row in rows]
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.run", description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, default=10_000, help="articles of the newspaper that is crawled")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", nargs="*", choices=PARTS, default=PARTS, help="parts to measure")
    parser.add_argument(
        "--sizes", type=int, nargs="*", default=[0, 1000, 10_000, 100_000, 1_000_000], help="of archives"
    )
    parser.add_argument("--unchanged", type=int, default=100_000, help="articles of the unchanged newspaper")
    parser.add_argument("--fleet", type=int, nargs="*", default=[10, 60, 200], help="newspapers of each batch")
    parser.add_argument(
        "--jobs", type=int, help="newspapers of the fleet at a time (default: all; 0: as a batch decides)"
    )
    parser.add_argument("--folder", type=Path, default=ROOT / ".bench", help="for pages, environments, results")
    parser.add_argument("--profile", type=Path, help="write a profile (cProfile) of one more crawl to this file")
    parser.add_argument("--plot", type=Path, help="draw pages/s over archive size to this SVG file")
    options = parser.parse_args()
    home, rounds = options.folder, options.rounds
    home.mkdir(parents=True, exist_ok=True)
    parts: dict[str, Callable[[], Rows]] = {
        "fleet": lambda: fleet(home, options.fleet, options.jobs),
        "instructions": instructions,
        "crawl": lambda: throughput(home, options.articles, rounds, options.profile),
        "coverage": lambda: coverage(environment(home, "peers", ENVIRONMENTS["peers"][0])),
        "extraction": lambda: extraction(home, options.articles, rounds),
        "archive": lambda: archive_sizes(home, options.sizes, rounds),
        "unchanged": lambda: unchanged(home, options.unchanged, rounds),
        "start": lambda: starts(home, rounds),
    }
    names = ("scrapy", "twisted", "selectolax", "msgspec", "lxml")
    facts: dict[str, Any] = {
        "date": f"{date.today()}",
        "machine": f"{os.cpu_count()} x {_processor()}",
        "python": platform.python_version(),
        "versions": {name: version(name) for name in names},
        "articles": options.articles,
        "rounds": rounds,
    }
    for name in options.only:
        facts[name] = parts[name]()
        print(f"\n### {name}\n\n{table(facts[name])}", flush=True)
        (home / "results.json").write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", "utf-8")
    if options.plot and "archive" in facts:
        options.plot.write_text(plot(facts["archive"]), "utf-8")
    return 0


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines() if Path("/proc/cpuinfo").exists() else []
    return next((line.partition(":")[2].strip() for line in lines if "model name" in line), platform.machine())


if __name__ == "__main__":
    sys.exit(main())
