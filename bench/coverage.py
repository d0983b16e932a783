"""What share of a newspaper's articles crawlers find: ours, and the peers' own on the same served newspaper.

    python bench/coverage.py CRAWLER ADDRESS

runs one peer in its own environment, through the proxy that the environment names, and prints the addresses of the
articles it found as JSON. news-please is not among them: its recursive crawler wants a folder of settings and a
database.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

_MOST = 2_000  # pages that a peer may visit
_SECONDS = 900
Crawler = Callable[[str], Iterable[str]]


def newspaper4k(home: str) -> Iterable[str]:
    """The articles of a built source: from its front page, categories and feeds."""
    from newspaper import Source

    source = Source(home, memorize_articles=False, fetch_images=False, number_threads=1)
    source.build()
    return [article.url for article in source.articles]


def trafilatura(home: str) -> Iterable[str]:
    """The links that the focused crawler met."""
    import urllib3
    from trafilatura import downloads
    from trafilatura.settings import use_config
    from trafilatura.spider import focused_crawler

    def through_proxy(ssrf_protection: bool = True, **options: Any) -> urllib3.ProxyManager:
        return urllib3.ProxyManager(os.environ["http_proxy"], **options)

    downloads.create_pool = through_proxy  # its own knows SOCKS proxies only
    config = use_config()
    config.set("DEFAULT", "SLEEP_TIME", "0")
    config.set("DEFAULT", "SSRF_PROTECTION", "off")  # which refuses loopback addresses
    todo, known = focused_crawler(home, max_seen_urls=_MOST, max_known_urls=100_000, config=config)
    return [*todo, *known]


CRAWLERS: dict[str, Crawler] = {"newspaper4k": newspaper4k, "trafilatura": trafilatura}


def coverage(peers: Path | None, articles: int = 200) -> list[dict[str, Any]]:
    """A row for each crawler: the share of the articles it found, and the requests it took.

    ``peers`` is the Python that has the peers installed, None if it cannot be made. The newspaper answers without any
    delay, and counts what it is asked for.
    """
    from newscrawler.demo import DemoServer, Newspaper

    rows = []
    for name in ("newscrawler", *CRAWLERS):
        with DemoServer(Newspaper(articles=articles)) as server, tempfile.TemporaryDirectory() as folder:
            home, truth = f"{server.paper.origin}/", set(server.paper.truth_articles())
            proxied = {**os.environ, "http_proxy": server.url, "HTTP_PROXY": server.url, "HOME": folder}
            if name == "newscrawler":
                found, of = _ours(home, Path(folder), proxied), ""
            elif peers is None:
                rows.append({"crawler": name, "share": "cannot be installed here"})
                continue
            else:
                command = [str(peers), str(Path(__file__)), name, home]
                done = subprocess.run(command, env=proxied, capture_output=True, timeout=_SECONDS, check=False)
                if done.returncode:
                    error = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
                    rows.append({"crawler": name, "share": f"does not run here: {' '.join(error)}"})
                    continue
                told = json.loads(done.stdout.splitlines()[-1])
                found, of = set(told["found"]), told["version"]
            right = len(truth & found)
            rows.append(
                {
                    "crawler": name,
                    "version": of,
                    "articles_found": f"{right} of {len(truth)}",
                    "share": round(right / len(truth), 2),
                    "other_addresses": len(found - truth),
                    "requests": len(server.log),
                }
            )
    return rows


def _ours(home: str, folder: Path, environment: dict[str, str]) -> set[str]:
    command = [sys.executable, "-m", "scrapy", "crawl", "newspaper", "-a", f"url={home}", "-s", f"DATA_DIR={folder}"]
    command += ["-s", "DOWNLOAD_DELAY=0", "-s", "ALLOW_PRIVATE_HOSTS=1"]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    (feed,) = folder.glob("*/*/articles.jsonl")
    return {json.loads(line)["url"] for line in feed.read_text("utf-8").splitlines()}


def main() -> None:
    """Runs one peer; prints what it found."""
    logging.disable(logging.CRITICAL)
    found = CRAWLERS[sys.argv[1]](sys.argv[2])
    print(json.dumps({"version": version(sys.argv[1]), "found": sorted(set(found))}))


if __name__ == "__main__":
    main()
