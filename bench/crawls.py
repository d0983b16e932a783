"""The crawls: a whole newspaper against a mere download, old archives, an unchanged newspaper, the start."""

from __future__ import annotations

import json
import shutil
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.pages import HOST, BenchPaper, build
from bench.processes import ROOT, Cost, middle, run
from bench.server import serve
from newscrawler.exporters import FILES
from newscrawler.items import Article, Author, Image, RelatedArticle
from newscrawler.korean.text import content_hash
from newscrawler.store.sqlite import SqliteArchive

# One newspaper, the machine's own server, no manners: only what a crawl costs is of interest here.
TUNED = {
    "DOWNLOAD_DELAY": "0",
    "CONCURRENT_REQUESTS": "32",
    "CONCURRENT_REQUESTS_PER_DOMAIN": "32",
    "LOG_LEVEL": "WARNING",
    "MEMUSAGE_ENABLED": "0",
}
_NOW = "2026-03-02T18:30:00+09:00"
Rows = list[dict[str, Any]]


def settings(**more: str) -> list[str]:
    """The command line's options for the settings that all crawls share."""
    return [part for name, value in {**TUNED, **more}.items() for part in ("-s", f"{name}={value}")]


def ours(data: Path, profile: Path | None = None) -> list[str]:
    """The command that crawls the newspaper with this project."""
    profiled = ["-m", "cProfile", "-o", str(profile)] if profile else []
    options = settings(DATA_DIR=str(data), ALLOW_PRIVATE_HOSTS="1")
    return [*profiled, "-m", "scrapy", "crawl", "mediaon", "-a", f"url=http://{HOST}/", *options]


def downloads(urls: list[str], folder: Path) -> list[str]:
    """The command that only downloads these addresses."""
    file = folder / "urls.txt"
    file.write_text("\n".join(urls), "utf-8")
    return ["-m", "bench.download", str(file), *settings()]


class WrongError(Exception):
    """What the crawl wrote is not what the newspaper holds: its time is worth nothing."""


def check(data: Path, paper: BenchPaper) -> dict[str, Any]:
    """Holds every record of a whole crawl against the truth; returns the manifest, raises WrongError."""
    manifest_file = next(data.glob("*/*/run.json"))
    manifest: dict[str, Any] = json.loads(manifest_file.read_text("utf-8"))
    feeds = {
        kind: [json.loads(line) for line in (manifest_file.parent / name).read_text("utf-8").splitlines()]
        for kind, name in FILES.items()
    }
    articles = {record["url"]: record for record in feeds["article"]}
    truth = paper.truth_articles()
    if len(feeds["article"]) != len(truth) or articles.keys() != truth.keys():
        raise WrongError(f"{len(feeds['article'])} articles of {len(truth)}")
    for url, fields in truth.items():
        if any(articles[url][name] != value for name, value in fields.items()):
            raise WrongError(f"the record of {url} is wrong")
    names = ("date", "station", "condition", "temperature_c", "provider")
    readings = [{name: record[name] for name in names} for record in feeds["weather"]]
    if sorted(readings, key=str) != sorted(paper.truth_weather(), key=str):
        raise WrongError("the weather is wrong")
    widgets = {_content(widget) for widget in feeds["sidebar"]}
    for page in ("/", *(next(url for url, t in truth.items() if t["section"] == name) for name in paper.sections)):
        if missing := {_content(widget) for widget in paper.truth_widgets(page)} - widgets:
            raise WrongError(f"widgets of {page} are missing: {sorted(missing)[0]}")
    if {record["url"] for record in feeds["rejected"]} != paper.truth_missing() or not manifest["complete"]:
        raise WrongError("what was rejected is wrong")
    return manifest


def _content(widget: dict[str, Any]) -> str:
    """What tells widgets apart in a run."""
    return json.dumps([widget["heading"], widget["more_url"], [(e["title"], e["url"]) for e in widget["entries"]]])


@contextmanager
def _served(home: Path, articles: int, built: bool = True) -> Iterator[tuple[BenchPaper, str, list[str], Path]]:
    """A newspaper, its server's address, the addresses of its pages, and a folder that goes afterwards."""
    paper = BenchPaper(articles)
    home = home.resolve()
    pages = home / f"pages-{articles}" if built else home / "nothing"
    paths = build(pages, articles)["paths"] if built else []
    with serve(pages, paper) as proxy, tempfile.TemporaryDirectory(dir=home) as work:
        yield paper, proxy, [f"http://{HOST}{path}" for path in paths], Path(work)


def throughput(home: Path, articles: int, rounds: int, profile: Path | None = None) -> Rows:
    """Whole crawls and mere downloads of the same pages, in turns."""
    costs: dict[str, list[tuple[Cost, int]]] = {"download only": [], "newscrawler": []}
    with _served(home, articles) as (paper, proxy, urls, work):
        for number in range(rounds):
            costs["download only"].append((run(downloads(urls, work), proxy), len(urls)))
            data = work / f"data-{number}"
            cost = run(ours(data), proxy)
            costs["newscrawler"].append((cost, check(data, paper)["counts"]["requests"]))
            shutil.rmtree(data)
        if profile:
            run(ours(work / "profiled", profile), proxy)
    rows = []
    for name, found in costs.items():
        rows.append(
            {
                "what": name,
                "pages": found[0][1],
                "pages_per_s": middle([pages / cost.wall for cost, pages in found]),
                "cpu_ms_per_page": middle([1000 * cost.cpu / pages for cost, pages in found]),
                "peak_mb": middle([cost.memory for cost, _ in found]),
            }
        )
    pairs = list(zip(costs["download only"], costs["newscrawler"], strict=True))
    for key, name in (("wall", "pages/s"), ("cpu", "pages per CPU second")):
        ratios = [(mine[1] / getattr(mine[0], key)) / (bare[1] / getattr(bare[0], key)) for bare, mine in pairs]
        rows.append({"what": f"ratio, {name}", "ratio": middle(ratios)})
    return rows


def archive_sizes(home: Path, sizes: list[int], rounds: int, articles: int = 500) -> Rows:
    """A crawl of a small newspaper whose archive holds so many articles besides."""
    rows = []
    with _served(home, articles) as (paper, proxy, _, work):
        for size in sizes:
            found = []
            for number in range(rounds):
                data = work / f"{size}-{number}"
                fill(data, (10**7 + n for n in range(size)), None)
                cost = run(ours(data), proxy)
                found.append((cost, check(data, paper)["counts"]["requests"]))
                shutil.rmtree(data)
            rows.append(
                {
                    "archived": size,
                    "pages_per_s": middle([pages / cost.wall for cost, pages in found]),
                    "cpu_ms_per_page": middle([1000 * cost.cpu / pages for cost, pages in found]),
                    "cpu_s": middle([cost.cpu for cost, _ in found]),
                    "peak_mb": middle([cost.memory for cost, _ in found]),
                }
            )
    return rows


def unchanged(home: Path, articles: int, rounds: int) -> Rows:
    """A later run over a newspaper of which every article is archived, against Scrapy's own start."""
    with _served(home, articles, built=False) as (paper, proxy, _, work):
        bare = [run(downloads([f"http://{HOST}/"], work), proxy).cpu for _ in range(rounds)]
        found = []
        for number in range(rounds):
            data = work / f"data-{number}"
            fill(data, paper.numbers()[200:], _NOW.replace("2026-03", "2025-03"), paper, 200)
            cost = run(ours(data), proxy)
            counts = json.loads(next(data.glob("*/*/run.json")).read_text("utf-8"))["counts"]
            if counts["new"] or counts["modified"] or not counts["unchanged"]:
                raise WrongError(f"an unchanged newspaper gave {counts}")
            found.append((cost, counts))
            shutil.rmtree(data)
    row = {
        "archived": articles,
        "requests": found[0][1]["requests"],
        "cpu_s": middle([cost.cpu for cost, _ in found]),
        "scrapy_cpu_s": middle(bare),
        "own_cpu_s": middle([cost.cpu - statistics.median(bare) for cost, _ in found]),
        "peak_mb": middle([cost.memory for cost, _ in found]),
    }
    return [row]


def starts(home: Path, rounds: int) -> Rows:
    """`scrapy list`, and from the command to the first request, here and with plain Scrapy; seconds."""
    found: dict[str, list[float]] = {}
    with _served(home, 20, built=False) as (_, proxy, _, work):
        plain = work / "plain"
        (plain / "spiders").mkdir(parents=True)
        (plain / "spiders/__init__.py").touch()
        (plain / "scrapy.cfg").write_text("[settings]\ndefault = settings\n")
        (plain / "settings.py").write_text(
            "SPIDER_MODULES = ['spiders']\nLOG_LEVEL = 'WARNING'\nROBOTSTXT_OBEY = True\n"
        )
        (plain / "spiders/one.py").write_text(
            f"import scrapy\n\n\nclass One(scrapy.Spider):\n    name = 'one'\n    start_urls = ['http://{HOST}/']\n\n"
            "    def parse(self, response):\n        pass\n"
        )
        for number in range(rounds):
            for name, folder in (("plain Scrapy", plain), ("newscrawler", ROOT)):
                found.setdefault(f"{name}: list", []).append(run(["-m", "scrapy", "list"], cwd=folder).cpu)
            crawls = {"plain Scrapy": ["-m", "scrapy", "crawl", "one"], "newscrawler": ours(work / f"data-{number}")}
            for name, command in crawls.items():
                asked = work / "asked"
                folder = plain if name == "plain Scrapy" else ROOT
                run(["-m", "bench.first_request", str(asked), *command[2:]], proxy, cwd=folder)
                found.setdefault(f"{name}: crawl to the first request", []).append(float(asked.read_text()))
    return [{"what": name, "cpu_s": middle(values)} for name, values in found.items()]


def fill(data: Path, numbers: Any, published_at: str | None, paper: BenchPaper | None = None, newest: int = 0) -> None:
    """Makes an archive as an earlier whole run would have left it: ids as given, and ``newest`` articles of a paper."""
    archive = SqliteArchive(data / HOST / "archive.sqlite", HOST)
    archive.begin_run("20260301T000000", "2026-03-01T00:00:00+09:00", lambda run_id: False)
    archive._db.execute("BEGIN")
    address = f"http://{HOST}/news/article.html?no="
    rows = ((f"{HOST}:{no}", f"{address}{no}", 1, "new", published_at, "sha256:" + "0" * 64, 1, "{}") for no in numbers)
    archive._db.executemany("INSERT INTO article VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
    if paper is not None:
        for url in paper.article_paths()[:newest]:
            archive.add(_article(f"http://{HOST}{url}", paper.truth_article(url)))
        archive.set_sections({f"http://{HOST}{path}": "" for path in paper.list_paths() if "page=" not in path})
    archive.commit()
    archive._db.execute("UPDATE run SET published=1, complete=1")
    archive._db.execute("DELETE FROM revision")
    archive.close()


def _article(url: str, truth: dict[str, Any]) -> Article:
    fields = {name: value for name, value in truth.items() if name in Article.__dataclass_fields__}
    fields["authors"] = [Author(**author) for author in truth["authors"]]
    fields["images"] = [Image(**image) for image in truth["images"]]
    fields["related"] = [RelatedArticle(**related) for related in truth["related"]]
    fields |= {"url": url, "id": f"{HOST}:{url.rpartition('=')[2]}", "site": HOST}
    digest = content_hash(truth["title"], truth["subtitle"], truth["body"])
    return Article(**fields, found_via="list", found_on=url, content_hash=digest, fetched_at=_NOW)
