"""What the server's own log says of a crawl's manners: delays are kept, and rest is given where it is asked for."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from support.crawling import HOME, Recorder, crawl_paper
from support.shown import Shown

from newscrawler.demo import DemoServer, Fault

DELAY = 0.3
TOLERANCE = 0.05  # seconds a request may be on its way longer than the one after it
CRAWL_DELAY = f"User-agent: *\nCrawl-delay: {DELAY}\nDisallow: /member/\n"
LIMITS = ("-a", "max_articles=4", "-a", "max_pages=1", "-a", "sections=경제")


@pytest.mark.parametrize(
    ("robots", "delay"), [(None, DELAY), (CRAWL_DELAY, 0.0)], ids=["DOWNLOAD_DELAY", "Crawl-delay of robots.txt"]
)
def test_no_two_requests_come_closer_than_the_delay(robots: str | None, delay: float, tmp_path: Path) -> None:
    with DemoServer(Recorder(articles=12)) as server:
        if robots:
            server.faults["/robots.txt"] = Fault(body=robots)
        settings = ("-s", f"DOWNLOAD_DELAY={delay}", "-s", "DOWNLOAD_DELAY_JITTER=0")
        one = ("-s", "CONCURRENT_REQUESTS_PER_DOMAIN=1")
        run = crawl_paper(server, *LIMITS, *settings, *one, data_dir=tmp_path)
        assert run.exit_code == 0
        times = [moment for moment, _, url in server.log if not url.endswith("/robots.txt")]
    assert len(times) >= 5
    assert min(later - earlier for earlier, later in pairwise(times)) >= DELAY - TOLERANCE


def rests(server: DemoServer, path: str) -> list[float]:
    """Seconds from each request for a page to the next request for anything."""
    return [later[0] - one[0] for one, later in pairwise(server.log) if one[2].endswith(path)]


@pytest.mark.shows("503 or 429 with `Retry-After`, from any page", "nothing is asked until then, then read", 0)
@pytest.mark.parametrize("status", [503, 429])
def test_the_whole_newspaper_rests_as_long_as_its_server_asks(status: int, shown: Shown, tmp_path: Path) -> None:
    paths = ("/robots.txt", "/", "/news/article.html?no=10003")
    with DemoServer(Recorder(articles=12)) as server:
        for path in paths:
            server.faults[path] = Fault(status=status, headers={"Retry-After": "1"}, times=1)
        # Scrapy counts a request as sent a moment after it hands it out: a delay shorter than that is none
        settings = ("-s", "CONCURRENT_REQUESTS_PER_DOMAIN=1", "-s", "DOWNLOAD_DELAY=0.03")
        run = crawl_paper(server, *settings, data_dir=tmp_path)
    shown.holds("nothing is asked until then, then read", run.exit_code)
    assert len(run.articles) == 12
    for path in paths:
        assert len([url for _, _, url in server.log if url.endswith(path)]) == 2
        assert rests(server, path)[0] >= 1 - TOLERANCE
    assert run.stderr.count("no requests for 1 s") == len(paths)


@pytest.mark.shows("503 without `Retry-After`", "rests of 5, 10, 20 … times the delay, then read", 0)
def test_without_a_number_the_rest_grows_with_the_delay(shown: Shown, tmp_path: Path) -> None:
    """Five times the delay, then ten times; the requests are the third and last of three."""
    with DemoServer(Recorder(articles=12)) as server:
        server.faults["/"] = Fault(status=503, times=2)
        one = ("-s", "CONCURRENT_REQUESTS_PER_DOMAIN=1", "-s", "DOWNLOAD_DELAY=0.1", "-s", "DOWNLOAD_DELAY_JITTER=0")
        run = crawl_paper(server, *LIMITS, *one, data_dir=tmp_path)
    first, second, *_ = rests(server, HOME)
    assert first >= 0.5 - TOLERANCE
    assert second >= 1.0 - TOLERANCE
    shown.holds("rests of 5, 10, 20 … times the delay, then read", run.exit_code)


@pytest.mark.shows("a rest of more than ten minutes, or six rests in a row", "the run ends as `overloaded`", 1)
@pytest.mark.parametrize(
    ("fault", "asked"),
    [(Fault(status=503, headers={"Retry-After": "86400"}), 1), (Fault(status=503), 6)],
    ids=["a day", "again and again"],
)
def test_a_server_that_wants_too_much_rest_ends_the_run(fault: Fault, asked: int, shown: Shown, tmp_path: Path) -> None:
    """What was read is kept, nothing more is asked, and the next run begins where this one ended."""
    with DemoServer(Recorder(articles=12)) as server:
        server.faults["/news/article.html*"] = fault
        settings = ("-s", "CONCURRENT_REQUESTS_PER_DOMAIN=1", "-s", "DOWNLOAD_DELAY=0.03")
        run = crawl_paper(server, *settings, data_dir=tmp_path)
        shown.holds(f"the run ends as `{run.manifest['finish_reason']}`", run.exit_code)
        assert "the run is given up" in run.manifest["alarms"][0]
        assert len([url for _, _, url in server.log if "/news/article.html" in url]) == asked
        server.faults.clear()
        run = crawl_paper(server, data_dir=tmp_path)
    assert run.exit_code == 0
    assert len(run.articles) == 12


@pytest.mark.shows("a robots.txt that answers 500 again and again", "nothing else is asked: `robots`", 1)
def test_a_robots_txt_that_is_out_of_reach_forbids_the_run_and_says_so(shown: Shown, tmp_path: Path) -> None:
    with DemoServer(Recorder(articles=12)) as server:
        server.faults["/robots.txt"] = Fault(status=500)
        run = crawl_paper(server, data_dir=tmp_path)
    assert {url for _, _, url in server.log} == {f"{HOME}robots.txt"}
    shown.holds(f"nothing else is asked: `{run.reasons[HOME]}`", run.exit_code)
    assert run.manifest["alarms"] == [f"{HOME} cannot be read: its robots.txt cannot be read: the server answered 500"]
