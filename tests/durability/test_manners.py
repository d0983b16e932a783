"""What the server's own log says of a crawl's manners: the delays between requests are kept."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from crawling import Recorder, crawl_paper

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
