"""RSS feeds and AJAX replies that are bombs, read local files or are nothing of the kind."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from support.crawling import Run
from support.hostile import HOME_HEAD, ORIGIN, Paper, Reply, attack, listing, numbers, page, path_of, reasons, row

from newscrawler.cms.family import MoreRequest
from newscrawler.cms.feeds import read_more, read_rss
from newscrawler.cms.links import SiteUrls

URLS = SiteUrls(ORIGIN + "/")
MORE = MoreRequest(f"{ORIGIN}/news/ajax.php", "main-77", "", "POST", {"lay_no": "77", "ajax_page": "2"})
RSS = "/data/rss/news.xml"
BUTTON = (
    '<div id="skin_content_77" data-page="1" data-count="3"></div>'
    "<a href=\"javascript:ajaxGetSkinContent('layout','77')\">더보기</a>"
)
SECRET = "root:x:0:0"


def rss(items: str, prolog: str = "") -> str:
    return f'<?xml version="1.0" encoding="utf-8"?>{prolog}<rss version="2.0"><channel>{items}</channel></rss>'


def item(link: str, title: str = "기사") -> str:
    return f"<item><title>{title}</title><link>{link}</link></item>"


def laughs(levels: int = 12) -> str:
    entities = '<!ENTITY l0 "하하하하하하하하하하">' + "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, levels)
    )
    return rss(item(ORIGIN + path_of(2), f"&l{levels - 1};"), f"<!DOCTYPE rss [{entities}]>")


FEEDS = {
    "billion laughs": laughs(),
    "quadratic": rss(item(ORIGIN + path_of(2), "&a;" * 50_000), f'<!DOCTYPE rss [<!ENTITY a "{"하" * 50_000}">]>'),
    "local file": rss(item(ORIGIN + path_of(2), "&x;"), '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    "local file as link": rss(
        item("&x;") + item(ORIGIN + path_of(2)), '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    ),
    "foreign DTD": rss(item(ORIGIN + path_of(2)), '<!DOCTYPE rss SYSTEM "http://other.test/x.dtd">'),
    "parameter entity": rss(
        item(ORIGIN + path_of(2)), '<!DOCTYPE rss [<!ENTITY % p SYSTEM "http://10.0.0.1/x.dtd"> %p;]>'
    ),
    "deep": rss("<a>" * 100_000 + item(ORIGIN + path_of(2))),
    "many attributes": rss("<item " + " ".join(f'a{n}="x"' for n in range(50_000)) + "/>" + item(ORIGIN + path_of(2))),
    "cut": rss(item(ORIGIN + path_of(2)))[:-40],
    "not closed": rss(item(ORIGIN + path_of(2)) + "<item><title><![CDATA[" + "가" * 500_000),
    "other hosts": rss(item("http://10.0.0.1/news/article.html?no=9") + item("file:///etc/passwd")),
    "many items": rss("<item/>" * 50_000),
    "controls": rss(item(ORIGIN + path_of(2), "물레\x1b[31m\x00방아")),
}


# Of these the one article is read, without what the feed hides; of the others nothing is.
READABLE = FEEDS.keys() - {"quadratic", "cut", "other hosts", "many items"}
SHOWN: list[tuple[str | None, tuple[str, str, str]]] = [
    (None, (f"a feed: {name}", "its article is read, nothing else" if name in READABLE else "nothing is read", "-"))
    for name in FEEDS
]


@pytest.mark.parametrize("name", FEEDS)
def test_a_hostile_feed_is_read_harmlessly(name: str) -> None:
    started = time.process_time()
    rows = read_rss(FEEDS[name], URLS, ORIGIN + RSS)
    assert time.process_time() - started < 20
    assert [row.link.url for row in rows or []] == [ORIGIN + path_of(2)] * (name in READABLE)
    for found in rows or []:
        assert SECRET not in found.title
        assert len(found.title) < 1_000_000
        assert "\x1b" not in found.title


@pytest.mark.parametrize("name", ["billion laughs", "local file", "deep"])
def test_a_crawl_survives_a_hostile_feed(name: str, tmp_path: Path) -> None:
    paper = Paper([1], {RSS: Reply(200, {"Content-Type": "text/xml"}, FEEDS[name].encode())})
    paper.pages["/"] = page(HOME_HEAD, f'<link rel="alternate" type="application/rss+xml" href="{RSS}">')
    run, asked = attack(paper, data_dir=tmp_path)
    assert "1" in numbers(run)
    assert ORIGIN + RSS in asked
    assert [url for url in asked if not url.startswith(ORIGIN + "/")] == []
    assert run.folder is not None
    assert SECRET not in "".join(file.read_text("utf-8") for file in run.folder.iterdir()) + run.stderr


# ---- AJAX --------------------------------------------------------------------------------------------
def ajax(html: object, **more: object) -> str:
    return json.dumps({"html": html, "error_code": 0, **more})


# Name -> reply, by what its section is stopped.
REPLIES: dict[str, tuple[str | bytes | Reply, str]] = {
    "html": (listing([2]), "error"),
    "empty": ("", "error"),
    "a list": ("[1, 2]", "error"),
    "a number": ("1e999", "error"),
    "html is a list": (ajax([row(2)]), "error"),
    "html is null": (ajax(None), "error"),
    "no html": (json.dumps({"error_code": 0}), "error"),
    "a long number": ('{"html": ' + "9" * 1_000_000 + "}", "error"),
    "deep brackets": ("[" * 100_000, "error"),
    "deep objects": ('{"html":' * 100_000, "error"),
    "deep html": (ajax("<b>" * 100_000), "error"),
    "huge": (ajax("가" * 6_000_000), "error"),
    "not utf-8": (b"\xff\xfe\xfd" * 1000, "error"),
    "surrogates": ('{"html": "<li>\\ud800\\udc00 \\ud800</li>", "error_code": 0}', "error"),
    "error with commands": (ajax("", error_code=1, error_message="\x1b]0;owned\x07"), "error"),
    "error of a deep kind": (ajax("", error_code=[[[[1]]]], error_message={"a": ["b"]}), "error"),
}
SHOWN += [("AJAX replies", (f"a reply: {name}", f"stopped by `{by}`", "-")) for name, (_, by) in REPLIES.items()]


@pytest.fixture(scope="module")
def replied(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Run, list[str]]]:
    """One front page with a button for every reply."""
    buttons, pages = "", {}
    for index, (sent, _) in enumerate(REPLIES.values(), start=100):
        buttons += (
            f'<div id="skin_content_{index}" data-page="1" data-count="3"></div>'
            f"<a href=\"javascript:ajaxGetSkinContent('l','{index}')\">더보기</a>"
        )
        pages[str(index)] = sent

    class Buttons(Paper):
        def reply(self, method: str, url: str, body: bytes = b"") -> Reply:
            if method == "POST":
                fields = dict(part.split("=") for part in body.decode().split("&"))
                self.pages["/news/ajax.php"] = pages[fields["lay_no"]]
            return super().reply(method, url, body)

    paper = Buttons([1])
    paper.pages["/"] = page(HOME_HEAD + buttons)
    # one at a time: the answer is chosen by the form
    one = ("-s", "CONCURRENT_REQUESTS_PER_DOMAIN=1", "-s", "CONCURRENT_REQUESTS=1")
    return {"all": attack(paper, *one, data_dir=tmp_path_factory.mktemp("ajax"))}


@pytest.mark.parametrize("name", REPLIES)
def test_every_ajax_reply_ends_its_section(name: str, replied: dict[str, tuple[Run, list[str]]]) -> None:
    run, _ = replied["all"]
    number = 100 + list(REPLIES).index(name)
    (section,) = [report for report in run.manifest["sections"] if f"-{number}-" in report["url"]]
    assert section["stopped"] == REPLIES[name][1]


def test_a_run_with_hostile_replies_is_honest(replied: dict[str, tuple[Run, list[str]]]) -> None:
    run, asked = replied["all"]
    assert run.exit_code == 1
    assert "1" in numbers(run)
    assert "2" not in numbers(run)  # of the HTML page that was no reply
    assert {record["reason"] for record in run.rejected} <= {"unexpected", "no_page", "too_large", "too_deep"}
    assert "\x1b" not in run.stdout + run.stderr
    assert sum("ajax.php" in url for url in asked) <= 2 * len(REPLIES)


@pytest.mark.parametrize("name", ["deep html", "surrogates", "error with commands", "error of a deep kind"])
def test_odd_replies_are_read_or_refused(name: str) -> None:
    sent = REPLIES[name][0]
    assert isinstance(sent, str)
    try:
        reply = read_more(sent, MORE, URLS, ORIGIN + "/")
    except ValueError:
        return
    assert reply.rows == []
    assert "\x1b" not in (reply.error or "")


def test_a_hostile_reply_is_named_by_its_address(tmp_path: Path) -> None:
    paper = Paper([1], {"/news/ajax.php": "<html>busy</html>"})
    paper.pages["/"] = page(HOME_HEAD + BUTTON)
    run, _ = attack(paper, data_dir=tmp_path)
    assert reasons(run) == {"/news/ajax.php": "unexpected"}
