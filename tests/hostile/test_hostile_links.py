"""Links and redirects out of the newspaper, into private networks or into the terminal lead nowhere."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from support.crawling import HOME, ROOT, Run, environment
from support.hostile import (
    LIST,
    ORIGIN,
    Paper,
    RawServer,
    Reply,
    article,
    attack,
    crawl_url,
    listing,
    numbers,
    outcome,
    page,
    path_of,
    plain,
    reasons,
    row,
)
from support.shown import Shown

from newscrawler.demo import DemoServer, Fault

ELSEWHERE = [
    "http://127.0.0.1/",
    "http://127.0.0.1:22/",
    "http://[::1]/",
    "http://[::ffff:10.0.0.1]/",
    "http://169.254.169.254/latest/meta-data/",
    "http://10.0.0.1/",
    "http://0x7f.1/",
    "http://2130706433/",
    "http://127.0.0.1./",
    "http://127。0。0。1/",
    "http://demo.test@10.0.0.1/",
    "http://user:pw@demo.test/news/article.html?no=9000",
    "//10.0.0.1/x",
    "http:\\\\10.0.0.1\\x",
    "http://other.test/",
    "http://demo.test./news/article.html?no=9001",
    "http://demo.test:22/news/article.html?no=9002",
    "http://demo.test.other.test/",
    "http://xn--/",
]
# Target of a redirect -> the reason of its record.
NO_PAGES = {
    "file:///etc/passwd": "http_302",
    "data:text/html,<h1>x</h1>": "http_302",
    "javascript:alert(1)": "redirect",
    "ftp://demo.test/x": "http_302",
    "gopher://demo.test/": "http_302",
    "http://": "redirect",
    "http://[::1": "redirect",
    "http://demo.test\\@10.0.0.1/": "unexpected",
    "%0d%0aX-Injected:%201": "unexpected",
    "/x\x00y": "unexpected",
    "/a\r\nX-Injected: 1": "unexpected",
    "/\x1b]0;owned\x07": "unexpected",
}
SHOWN = [
    (None, (f"an article that redirects to `{ascii(target)[1:-1]}`", f"`{reason}`", "-"))
    for target, reason in [*((target, "offsite") for target in ELSEWHERE), *NO_PAGES.items()]
]
INJECTIONS = [
    "/news/article.html?no=7001%0d%0aX-Injected:%201",
    "/news/article.html?no=7002\r\nX-Injected: 1",
    "/news/article.html?no=7003\x00",
    "/news/article.html?no=7004 HTTP/1.1\r\nHost: other.test\r\n\r\nGET /",
    "/news/section_list_all.html?sec_no=7%0d%0aX-Injected:%201",
    "/news/section_list_all.html?sec_no=8\r\nX-Injected: 1",
    "/news/section_list_all.html?sec_no=9\x00&x=\x1b[31m",
    "/a%0d%0aX-Injected:1/news/article_list_all.html",
    "/b\r\nX-Injected: 1/news/article_list_all.html",
    "/news/article_list_all.html?x= HTTP/1.1%0d%0a%0d%0a",
]
COMMANDS = "\x1b]0;owned\x07\x1b[31m\x9b2J\x00\x08\x7f"


def everywhere(hrefs: list[str]) -> str:
    """The links as a menu, as a headed block with its 더보기, as rows and as pictures."""
    quoted = [href.replace('"', "&quot;") for href in hrefs]
    rows = "".join(row(index, href) for index, href in enumerate(quoted, start=8000))
    blocks = "".join(
        f'<div class="box"><h3><a href="{href}">분야 이름</a></h3><ul>{rows}</ul>'
        f'<span class="more"><a href="{href}">더보기</a></span><img src="{href}"></div>'
        for href in quoted
    )
    return (
        f'<ul id="gnb">{"".join(f"<li><a href={chr(34)}{href}{chr(34)}>분야</a></li>" for href in quoted)}</ul>{blocks}'
    )


def heads(hrefs: list[str]) -> str:
    return "<title>물레일보</title>" + "".join(
        f'<link rel="alternate" type="application/rss+xml" href="{href}"><base href="{href}">' for href in hrefs
    )


# ---- redirects ---------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def led(tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, list[str]]:
    """A crawl of articles each of which leads somewhere else; the last three lead round in circles."""
    targets = [*ELSEWHERE, *NO_PAGES]
    faults = {path_of(n): Fault(location=to.encode().decode("latin-1")) for n, to in enumerate(targets, start=1)}
    faults |= {path_of(900 + n): Fault(location=path_of(900 + (n + 1) % 2)) for n in (0, 1)}
    faults[path_of(902)] = Fault(location=path_of(902))
    articles = [*range(1, len(targets) + 1), 900, 901, 902, 903]
    return attack(Paper(articles), data_dir=tmp_path_factory.mktemp("led"), faults=faults)


def test_nothing_is_asked_of_other_hosts(led: tuple[Run, list[str]]) -> None:
    run, asked = led
    assert [url for url in asked if not url.startswith(HOME)] == []
    assert not [url for url in asked if re.search(r"[\x00-\x20\x7f]|900[0-2]", url)]
    assert numbers(run) == {"903"}


@pytest.mark.parametrize("target", [*ELSEWHERE, *NO_PAGES])
def test_every_redirect_has_its_record(target: str, led: tuple[Run, list[str]]) -> None:
    run, _ = led
    number = [*ELSEWHERE, *NO_PAGES].index(target) + 1
    reason = reasons(run)[path_of(number)]
    assert reason == NO_PAGES.get(target, "offsite")


@pytest.mark.shows("redirects round in circles, or to themselves", "`redirect` after five", 1)
def test_redirects_in_circles_end(led: tuple[Run, list[str]], shown: Shown) -> None:
    run, asked = led
    for number in (900, 901, 902):
        shown.holds(f"`{reasons(run)[path_of(number)]}` after five", run.exit_code)
    assert all(asked.count(ORIGIN + path_of(number)) <= 6 * 2 for number in (900, 901, 902))
    assert outcome(run) == (1, False, 1)


# ---- links -------------------------------------------------------------------------------------------
@pytest.mark.shows(
    "links to all of these: menu, headings, 더보기, rows, pictures", "never followed; nobody else is asked", None
)
def test_links_to_other_hosts_and_schemes_are_never_followed(shown: Shown, tmp_path: Path) -> None:
    hrefs = [*ELSEWHERE, *NO_PAGES]
    body = everywhere([href for href in hrefs if href not in ("%0d%0aX-Injected:%201",)])
    paper = Paper([1], {LIST: listing([1], body)})
    menu = f'<li><a href="{LIST}">전체기사</a></li>'
    paper.pages["/"] = page(menu + body, heads([href for href in ELSEWHERE if "demo.test" not in href]))
    run, asked = attack(paper, data_dir=tmp_path)
    assert [url for url in asked if not url.startswith(HOME)] == []
    assert not [url for url in asked if re.search(r"900[0-2]|passwd|[\x00-\x20]", url)]
    assert "1" in numbers(run)
    shown.holds("never followed; nobody else is asked")
    for record in run.sidebar:
        addresses = [record["heading_url"], record["more_url"], *(entry["url"] for entry in record["entries"])]
        assert all(url is None or url.startswith(("http://", "https://")) for url in addresses)


@pytest.mark.shows(
    "line ends, NUL and a second request inside links and redirects", "no header, no request is added", None
)
def test_no_link_adds_a_header_or_a_request(shown: Shown, tmp_path: Path) -> None:
    paper = Paper([1])
    paper.pages["/"] = page(f'<li><a href="{LIST}">전체기사</a></li>' + everywhere(INJECTIONS))

    def answer(path: str) -> bytes:
        reply = paper.reply("GET", ORIGIN + path)
        if path == path_of(1):
            return plain("", "302 Found", "Location: /c%0d%0aX-Injected:%201\r\n")
        return plain(reply.body, f"{reply.status} -")

    with RawServer(answer) as server:
        proxies = {"http_proxy": server.url, "https_proxy": server.url}
        run = crawl_url(HOME, data_dir=tmp_path, env=proxies)
    assert run.folder is not None
    assert len(server.requests) > 5
    for line, headers in server.requests:
        assert re.fullmatch(r"(?:GET|POST) http://demo\.test/[!-~]* HTTP/1\.1", line)
        assert "x-injected" not in {name.lower() for name in headers}
        assert headers["Host"] == "demo.test"
    shown.holds("no header, no request is added")


# ---- what reaches the terminal -----------------------------------------------------------------------
def commanding() -> Paper:
    """Every text of the newspaper holds commands for a terminal."""
    paper = Paper(
        [1, 2, 3, 4],
        {
            path_of(1): article(f"물레{COMMANDS}방아&#27;[32m", f"<p>돌다리를{COMMANDS} 손본다.&#155;2J</p>"),
            path_of(2): f"<script>alert('삭제된 기사{COMMANDS}입니다');history.back()</script>",
            path_of(3): Reply(500, {"Content-Type": f"text/{COMMANDS}html"}, COMMANDS.encode()),
            path_of(4): article().replace("등록", f"등록{COMMANDS}").replace("한마루", f"한{COMMANDS}마루"),
        },
    )
    rows = row(1) + row(2, f"/news/article.html?no=2&x={COMMANDS}")
    box = f'<div class="b"><h3>분야{COMMANDS}</h3><ul>{rows}</ul></div>'
    menu = f'<ul id="gnb"><li><a href="{LIST}">전체{COMMANDS}기사</a></li></ul>'
    lost = f'<li><a href="/news/section_list_all.html?sec_no={COMMANDS}">사라진{COMMANDS} 분야</a></li>'
    meta = f'<title>물레{COMMANDS}일보</title><meta property="og:site_name" content="물레{COMMANDS}일보">'
    paper.pages["/"] = page(menu + lost + box, meta)
    return paper


CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@pytest.mark.shows(
    "terminal commands in titles, bodies, names, headings, alerts", "taken out of records, log and closing table", None
)
def test_records_log_and_closing_table_hold_no_commands(shown: Shown, tmp_path: Path) -> None:
    run, _ = attack(commanding(), "-s", "RETRY_TIMES=1", data_dir=tmp_path)
    assert run.folder is not None
    assert run.exit_code == 1
    assert "1" in numbers(run)
    for file in run.folder.iterdir():
        text = file.read_text("utf-8")
        assert not CONTROL.search(text)
        assert not re.search(r"\\u00(?:0[0-8bcef]|1|7f|8|9)", text)
    assert not CONTROL.search(run.stdout)
    assert not CONTROL.search(run.stderr)
    (record,) = [record for record in run.articles if record["id"].endswith(":1")]
    assert record["title"] == "물레]0;owned[31m2J방아[32m"
    shown.holds("taken out of records, log and closing table")


@pytest.mark.shows("the same, on a terminal", "the terminal is sent none of them", None)
@pytest.mark.parametrize("sections", ["", "없는 분야"], ids=["whole", "unknown-section"])
def test_a_terminal_is_never_commanded(sections: str, shown: Shown, tmp_path: Path) -> None:
    with DemoServer(commanding()) as server:
        master, slave = pty.openpty()
        proxies = {"http_proxy": server.url, "https_proxy": server.url, "TERM": "xterm", "COLUMNS": "200"}
        settings = (f"DATA_DIR={tmp_path}", "DOWNLOAD_DELAY=0", "RETRY_TIMES=0", "CONCURRENT_REQUESTS_PER_DOMAIN=8")
        chosen = ("-a", f"sections={sections}") if sections else ()
        process = subprocess.Popen(
            [sys.executable, "-m", "scrapy", "crawl", "mediaon", "-a", f"url={HOME}", *chosen]
            + [part for setting in settings for part in ("-s", setting)],
            cwd=ROOT,
            env=environment(proxies),
            stdin=subprocess.DEVNULL,
            stdout=slave,
            stderr=slave,
        )
        os.close(slave)
        pieces: list[bytes] = []
        reader = threading.Thread(target=_drain, args=(master, pieces), daemon=True)
        reader.start()
        try:
            assert process.wait(timeout=300) in (1, 2)
        finally:
            process.kill()
        reader.join(timeout=10)
    screen = b"".join(pieces).decode("utf-8", "replace")
    assert "분야" in screen or "demo.test" in screen
    assert not re.search(r"\x1b\]|\x9b|\x1b\[31m|\x1b\[32m\[|\x07|\x08|\x00|\x7f", screen)
    shown.holds("the terminal is sent none of them")


def _drain(master: int, pieces: list[bytes]) -> None:
    try:
        while piece := os.read(master, 65536):
            pieces.append(piece)
    except OSError:
        pass  # the other end is closed
    finally:
        os.close(master)
