"""Crawls after an archive was lost and made again: as if it had never been lost."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest
from scrapy import Request
from scrapy.http import TextResponse
from scrapy.settings import Settings
from support.crawling import read_feed
from support.engine import Engine

from newscrawler.demo import Newspaper
from newscrawler.run.folders import replay
from newscrawler.run.run import Run
from newscrawler.spiders.newspaper import MediaonSpider
from newscrawler.spiders.past import spider_of
from newscrawler.store.archives import read_archive
from newscrawler.store.feeds import Feeds
from newscrawler.store.renewal import new_archive

SITE = "demo.test"
ARTICLES = 40


def crawled(data_dir: Path, day: int, gone: tuple[str, ...] = ()) -> Run:
    """A crawl of the newspaper on one of its days; the server has lost the pages in ``gone``."""
    paper = Newspaper(articles=ARTICLES, day=day)

    def answer(request: Request) -> TextResponse:
        reply = paper.reply(request.method, request.url, request.body)
        status = 500 if request.url in gone else reply.status
        return TextResponse(request.url, status=status, headers=reply.headers, body=reply.body)

    run = Engine(MediaonSpider, answer, data_dir, {"url": "http://demo.test/"}).go()
    assert run.manifest is not None, run.outcome
    return run


def rebuild(data_dir: Path) -> None:
    feeds = Feeds(data_dir / SITE)
    settings = Settings()
    settings.setmodule("newscrawler.settings", priority="project")
    settings.set("DATA_DIR", str(data_dir))
    last = feeds.manifest(feeds.run_ids()[-1])
    with new_archive(settings, SITE, "demo.test", "test") as archive:
        replay(archive, feeds, feeds.run_ids(), spider_of(last, settings)._article_at)


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two days with new, modified and removed articles and one that was not read; and the same, rebuilt."""
    intact, rebuilt = tmp_path_factory.mktemp("intact"), tmp_path_factory.mktemp("rebuilt")
    crawled(intact, 0)
    second = crawled(intact, 1, gone=(unread(),))
    assert second.manifest is not None
    counts = second.manifest.counts
    assert min(counts.new, counts.modified, counts.removed, len(second.journal.unread)) > 0
    shutil.copytree(intact, rebuilt, dirs_exist_ok=True)
    for file in (rebuilt / SITE).glob("archive.sqlite*"):
        file.unlink()
    rebuild(rebuilt)
    return intact, rebuilt


def unread() -> str:
    """A new article of the second day."""
    first, second = (Newspaper(articles=ARTICLES, day=day).truth_articles() for day in (0, 1))
    return min(second.keys() - first.keys())


def test_the_next_run_finds_nothing_new_and_publishes_nothing_twice(folders: tuple[Path, Path], tmp_path: Path) -> None:
    runs = []
    for name, folder in zip(("intact", "rebuilt"), folders, strict=True):
        shutil.copytree(folder, tmp_path / name)
        runs.append(crawled(tmp_path / name, 1))
    manifests = [run.manifest for run in runs]
    assert all(manifest is not None for manifest in manifests)
    intact, rebuilt = manifests
    assert intact is not None
    assert rebuilt is not None
    # the one that was not read is new, and nothing else; the removed ones are as they were
    assert [one["url"] for one in read_feed(Path(runs[1].place) / "articles.jsonl")] == [unread()]
    assert read_feed(Path(runs[1].place) / "articles.jsonl")[0]["status"] == "new"
    names = ("new", "modified", "removed", "unchanged", "rejected")
    assert {name: getattr(rebuilt.counts, name) for name in names} == {
        name: getattr(intact.counts, name) for name in names
    }
    assert (rebuilt.exit_code, rebuilt.alarms) == (intact.exit_code, intact.alarms)
    # what was settled is unknown: lists that the intact archive need not follow are read to their end, and settled
    assert sum(one.pages for one in rebuilt.sections) >= sum(one.pages for one in intact.sections)
    assert "nothing_new" in {one.stopped for one in intact.sections}
    assert "nothing_new" not in {one.stopped for one in rebuilt.sections}
    again = crawled(tmp_path / "rebuilt", 1)
    assert again.manifest is not None
    assert (again.manifest.counts.new, again.manifest.counts.modified, again.manifest.counts.removed) == (0, 0, 0)
    assert "nothing_new" in {one.stopped for one in again.manifest.sections}


def test_the_rebuilt_archive_knows_what_the_lost_one_knew(folders: tuple[Path, Path]) -> None:
    known = []
    for folder in folders:
        with closing(read_archive(Settings({"DATA_DIR": str(folder)}), SITE)) as archive:
            last = sorted(archive.articles_between(None, None))
            failures = {(one.url, one.tries) for one in archive.failures()}
            known.append((last, failures, archive.published_per_day(""), archive.last_new(), archive.extent()))
    assert known[0] == known[1]
