"""The commands as people type them."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from support.crawling import ROOT, crawl, environment, on_terminal, project, read_feed, scrapy

from newscrawler import __version__
from newscrawler.demo import Newspaper

PROGRESS = re.compile(r"(\d+) pages, (\d+) articles, \d+\.\d pages/s, \d+ to do")
SMALL = ("demo", "-a", "articles=40")
TERMINAL = ("crawl", *SMALL, "--loglevel", "WARNING")


def test_list_names_every_spider(tmp_path: Path) -> None:
    run = scrapy("list", data_dir=tmp_path)
    assert (run.exit_code, run.stdout.split()) == (0, ["demo", "gndnews", "mediaon", "newspaper"])


def started(*arguments: str) -> tuple[int, str]:
    """Status and standard output of `scrapy ...`, started as people start it."""
    command = [sys.executable, "-m", "scrapy", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, encoding="utf-8", check=False)
    return done.returncode, done.stdout


def test_a_process_of_its_own_ends_with_the_status_of_its_run(tmp_path: Path) -> None:
    """The other tests fork their commands from a process that has started already."""
    status, output = started("crawl", *SMALL, "-s", f"DATA_DIR={tmp_path}")
    (folder,) = tmp_path.glob("demo/*/run.json")
    assert (status, output.splitlines()[-1]) == (0, str(folder.parent))
    assert started("crawl", "demo", "-a", "articles=none") == (2, "")


# ---- contracts ----------------------------------------------------------------------------------------
def test_check_passes_without_a_network_and_publishes_nothing(tmp_path: Path) -> None:
    run = scrapy("check", "demo", "-s", f"DATA_DIR={tmp_path / 'data'}", data_dir=tmp_path)
    assert run.exit_code == 0, run.stderr
    assert re.search(r"Ran [1-9]\d* contracts in [\d.]+s\s+OK", run.stderr)
    assert list(tmp_path.iterdir()) == []


BROKEN = '''
from newscrawler.spiders.demo import DemoSpider

class Broken(DemoSpider):
    name = "broken"

    def parse_rss(self, response):
        """Reads the feed.

        @demo /data/rss/news.xml
        @returns requests 10000
        """
        yield from super().parse_rss(response)
'''


def test_check_fails_when_a_contract_is_broken(tmp_path: Path) -> None:
    settings = 'from newscrawler.settings import *\nSPIDER_MODULES = ["brokenspider"]\n'
    env = project(tmp_path, mysettings=settings, brokenspider=BROKEN)
    run = scrapy("check", "broken", data_dir=tmp_path, env=env)
    assert run.exit_code == 1
    assert "FAILED (failures=1)" in run.stderr
    assert "expected 10000..inf" in run.stderr


# ---- scrapy's own options and commands ------------------------------------------------------------------
def test_o_and_s_work_beside_the_feeds(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    run = crawl(*SMALL, "-o", str(out), "-s", "LOG_LEVEL=WARNING", data_dir=tmp_path / "data")
    assert (run.exit_code, run.stderr) == (0, "")
    records = read_feed(out)
    feeds = [*run.articles, *run.weather, *run.sidebar, *run.rejected]
    assert sorted(map(str, records)) == sorted(map(str, feeds))
    assert "기자".encode() in out.read_bytes()


def test_a_csv_of_a_whole_crawl_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    run = crawl(*SMALL, "-O", str(tmp_path / "all.csv"), data_dir=tmp_path / "data")
    assert (run.exit_code, run.stdout) == (2, "")
    assert run.stderr.startswith(f"scrapy crawl: {tmp_path}/all.csv would lose fields: ")
    assert list(tmp_path.iterdir()) == []


def test_parse_prints_an_article_without_callback_and_publishes_nothing(tmp_path: Path) -> None:
    url = "http://demo.test/news/article.html?no=10003"
    run = scrapy(
        *("parse", "--spider", "demo", "--nocolour", url, "-s", f"DATA_DIR={tmp_path / 'data'}"), data_dir=tmp_path
    )
    assert run.exit_code == 0
    assert "# Scraped Items" in run.stdout
    assert f"'url': '{url}'" in run.stdout
    assert Newspaper().truth_articles()[url]["title"] in run.stdout
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_spider_and_none_at_all_are_exit_2(tmp_path: Path) -> None:
    for words, sentence in (
        (("nosuch",), "unknown spider 'nosuch'; the spiders are demo, gndnews, mediaon, newspaper"),
        ((), "give the name of one spider: demo, gndnews, mediaon, newspaper"),
    ):
        run = crawl(*words, data_dir=tmp_path)
        assert (run.exit_code, run.stdout, run.stderr) == (2, "", f"scrapy crawl: {sentence}\n")
    assert list(tmp_path.iterdir()) == []


# ---- what is shown --------------------------------------------------------------------------------------
def test_the_closing_table_tells_counts_and_folder(tmp_path: Path) -> None:
    run = crawl(*SMALL, data_dir=tmp_path)
    rows = [[cell.strip() for cell in re.split("[┃│]", line)[1:-1]] for line in run.stdout.splitlines()]
    head, body = (row for row in rows if row)
    assert head == ["articles new", "readings", "widgets", "rejected", "seconds"]
    files = {file["name"]: file["records"] for file in run.manifest["files"]}
    names = ("articles.jsonl", "weather.jsonl", "sidebar.jsonl", "rejected.jsonl")
    assert body[:4] == [str(files[name]) for name in names]
    assert body[0] == "40"
    assert run.stdout.splitlines()[-1] == str(run.folder)
    assert "!" not in run.stdout


def test_a_log_file_gets_plain_progress_lines(tmp_path: Path) -> None:
    log = tmp_path / "crawl.log"
    run = crawl(*SMALL, "-s", f"LOG_FILE={log}", "-s", "LOGSTATS_INTERVAL=0.1", data_dir=tmp_path / "data")
    assert (run.exit_code, run.stderr) == (0, "")
    text = log.read_text("utf-8")
    found = [(int(pages), int(articles)) for pages, articles in PROGRESS.findall(text)]
    assert found
    assert found == sorted(found)
    assert found[-1][1] <= 40
    assert "\x1b" not in text


def test_a_terminal_gets_one_live_line_and_the_table(tmp_path: Path) -> None:
    status, shown, _ = on_terminal(*TERMINAL, "-s", f"DATA_DIR={tmp_path}")
    assert status == 0
    before, _, table = shown.partition("articles new")
    assert PROGRESS.findall(before)[-1][1] == "40"
    assert "\r\x1b[2K" in before  # drawn over and over in its place
    assert not PROGRESS.search(table)
    assert "INFO" not in shown


def test_the_live_line_stays_out_of_a_piped_standard_output(tmp_path: Path) -> None:
    status, shown, output = on_terminal(*TERMINAL, "-s", f"DATA_DIR={tmp_path}", piped=True)
    assert status == 0
    assert PROGRESS.search(shown)
    assert not PROGRESS.search(output)
    assert "articles new" in output


# ---- who asks -------------------------------------------------------------------------------------------
class Agents(BaseHTTPRequestHandler):
    """Notes the user agent of each request and has no page."""

    seen: set[str | None]

    def do_GET(self) -> None:
        self.seen.add(self.headers.get("User-Agent"))
        self.send_response(404)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is printed."""


@pytest.fixture
def agents() -> Iterator[tuple[str, set[str | None]]]:
    """A loopback server's address and the user agents it met."""
    handler = type("Noting", (Agents,), {"seen": set()})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/", handler.seen
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("options", "agent"),
    [
        ((), f"newscrawler/{__version__}"),
        (("CONTACT=desk@news.test",), f"newscrawler/{__version__} (+desk@news.test)"),
        (("CONTACT=desk@news.test", "USER_AGENT=mine/1"), "mine/1"),
    ],
    ids=["plain", "contact", "own"],
)
def test_the_newspaper_sees_who_asks(
    options: tuple[str, ...], agent: str, agents: tuple[str, set[str | None]], tmp_path: Path
) -> None:
    url, seen = agents
    settings = (part for option in (*options, "DOWNLOAD_DELAY=0") for part in ("-s", option))
    run = crawl("mediaon", "-a", f"url={url}", *settings, data_dir=tmp_path)
    assert seen == {agent}
    assert (run.exit_code, run.reasons) == (1, {url: "http_404"})


# ---- errors of our own ----------------------------------------------------------------------------------
CRASHING = """
from newscrawler.items import Article
from newscrawler.spiders.demo import DemoSpider

class Crashing(DemoSpider):
    name = "crashing"

    def parse_article(self, response, **kwargs):
        if response.url.endswith("no=10040"):
            raise RuntimeError("unheard-of page")
        yield from super().parse_article(response, **kwargs)

class Fragile:
    def process_item(self, item):
        if isinstance(item, Article) and item.url.endswith("no=10039"):
            raise KeyError("unheard-of item")
        return item
"""


def test_a_crash_in_parser_or_pipeline_is_a_rejected_record_and_exit_1(tmp_path: Path) -> None:
    settings = (
        "from newscrawler.settings import *\n"
        'SPIDER_MODULES = ["crashing"]\n'
        'ITEM_PIPELINES = {**ITEM_PIPELINES, "crashing.Fragile": 150}\n'
    )
    env = project(tmp_path, mysettings=settings, crashing=CRASHING)
    run = crawl("crashing", "-a", "articles=40", data_dir=tmp_path / "data", env=env)
    assert (run.exit_code, run.manifest["complete"]) == (1, False)
    page, item = (f"http://demo.test/news/article.html?no={number}" for number in (10040, 10039))
    missing = dict.fromkeys(Newspaper(articles=40).truth_missing(), "missing")
    assert run.reasons == {**missing, page: "parser_error", item: "invalid"}
    assert sorted(run.manifest["alarms"]) == sorted(
        [f"{page}: RuntimeError: unheard-of page", f"{item}: KeyError: 'unheard-of item'"]
    )
    assert {record["url"] for record in run.articles} == Newspaper(articles=40).truth_articles().keys() - {page, item}


# ---- typing errors -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("crawl", "gndnew"), "unknown spider 'gndnew' (did you mean gndnews?); the spiders are demo, gndnews, "),
        (("crawl", "demo", "-a", "section=3"), "unknown argument 'section' (did you mean sections?); the arguments "),
        (("crawl", "demo", "--since", "7d"), "unknown option --since (did you mean -a since?)\n"),
        (("crawl", "demo", "--since=7d"), "unknown option --since=7d (did you mean -a since?)\n"),
        (("crawl", "demo", "--colour"), "unknown option --colour\n"),
        (("crawl", "demo", "-s", "DOWNLOAD_DELY=3"), "unknown setting DOWNLOAD_DELY (did you mean DOWNLOAD_DELAY?)\n"),
        (("batch", "gndnew"), "there is no newspaper 'gndnew' (did you mean gndnews?): known are "),
    ],
)
def test_a_mistyped_word_is_named_with_the_one_that_may_be_meant(
    words: tuple[str, ...], sentence: str, tmp_path: Path
) -> None:
    run = scrapy(*words, "-s", f"DATA_DIR={tmp_path / 'data'}", data_dir=tmp_path)
    assert (run.exit_code, list(tmp_path.iterdir())) == (2, [])
    assert run.stderr.startswith(f"scrapy {words[0]}: {sentence}")
