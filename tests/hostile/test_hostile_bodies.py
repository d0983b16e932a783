"""Bodies that are cut, endless, exploding, too deep or no article: each has its reason, none costs the run."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from itertools import repeat
from pathlib import Path

import brotli
import pytest
from support.crawling import Run
from support.hostile import (
    HTML,
    LIST,
    ORIGIN,
    PARAGRAPH,
    Answer,
    Paper,
    RawServer,
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
)
from support.robustness import told
from support.shown import Shown

from newscrawler.demo import Fault, Reply

try:
    from compression import zstd  # type: ignore[import-not-found,unused-ignore]
except ImportError:
    from backports import zstd

MEGABYTE = 1 << 20
ZEROS = b" " * MEGABYTE


@cache
def bomb(kind: str) -> bytes:
    """A quarter of a gigabyte of blanks."""
    if kind == "gzip, gzip":
        return gzip.compress(bomb("gzip"))
    if kind == "br":
        packer = brotli.Compressor(quality=1)
        return b"".join(packer.process(ZEROS) for _ in range(256)) + bytes(packer.finish())
    wbits = 31 if kind == "gzip" else 15
    packer = zstd.ZstdCompressor() if kind == "zstd" else zlib.compressobj(1, zlib.DEFLATED, wbits)
    return b"".join(packer.compress(ZEROS) for _ in range(256)) + packer.flush()


def packed(kind: str, body: bytes) -> Reply:
    return Reply(200, {**HTML, "Content-Encoding": kind}, body)


def bombed(kind: str) -> Callable[[str], Reply]:
    """Answers with a bomb, which is made when it is asked for."""
    return lambda _: packed(kind, bomb(kind))


ERROR_PAGE = page(
    "<h1>서비스 점검 안내</h1><p>이용에 불편을 드려 죄송합니다. 서버를 점검하고 있습니다.</p>"
    "<p>점검이 끝나면 다시 찾아 주시기 바랍니다. 문의는 대표 전화로 받고 있습니다. 더 나은 모습으로 뵙겠습니다.</p>",
    "<title>서비스 점검 안내</title>",
)
PHP_ERROR = "<br />\n<b>Fatal error</b>: Uncaught mysqli_sql_exception: Too many connections in <b>/home/x/db.php</b>"
SOFT_404 = "<script>alert('삭제된 기사입니다.');history.back();</script>"
REFRESH = page("", '<meta http-equiv="refresh" content="0;url=/">')
LONG_TITLE = "가" * (2 * MEGABYTE // 3)

# Number -> what it is, what the server sends, the reason it is rejected for (None: it is read).
SENT: dict[int, tuple[str, Answer, str | None]] = {
    1: (
        "the CMS's script of a deleted article (`alert('삭제된 기사입니다');history.back()`), status 200",
        SOFT_404,
        "missing",
    ),
    2: ("a page that only refreshes to the front page", REFRESH, "unexpected"),
    3: ("an empty page", "", "no_page"),
    4: ("a page of white space", " \r\n\t ", "no_page"),
    5: ("an error page in words, status 200", ERROR_PAGE, "unexpected"),
    6: ("a PHP error, status 200", PHP_ERROR, "unexpected"),
    7: ("a gzip bomb of 256 MB", bombed("gzip"), "too_large"),
    8: ("a brotli bomb of 256 MB", bombed("br"), "too_large"),
    9: ("a zstd bomb of 256 MB", bombed("zstd"), "too_large"),
    10: ("a deflate bomb of 256 MB", bombed("deflate"), "too_large"),
    11: ("a gzip bomb inside gzip", bombed("gzip, gzip"), "too_large"),
    12: ("100,000 nested `div` in a body", article(body="<div>" * 100_000 + PARAGRAPH), "too_deep"),
    13: ("100,000 nested `b`, nothing else", page("<b>" * 100_000), "too_deep"),
    14: (
        "500 nested `div` in a body",
        article(body="<div>" * 500 + f"<p>{PARAGRAPH}</p>" + "</div>" * 500),
        "too_deep",
    ),
    31: ("200 nested `div` in a body", article(body="<div>" * 200 + f"<p>{PARAGRAPH}</p>" + "</div>" * 200), None),
    15: ("a title of 2 MB", article(title=LONG_TITLE), None),
    16: ("a page of 50 MB", b" " * (50 * MEGABYTE), "too_large"),
    17: (
        "an article as `application/octet-stream`",
        Reply(200, {"Content-Type": "application/octet-stream"}, article().encode()),
        None,
    ),
    18: ("an article as `image/png`", Reply(200, {"Content-Type": "image/png"}, article().encode()), None),
    19: ("an article as `text/plain`", Reply(200, {"Content-Type": "text/plain"}, article().encode()), None),
    20: ("an article without a type", Reply(200, {}, article().encode()), None),
    21: (
        "a picture",
        Reply(200, {"Content-Type": "image/png"}, b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40),
        "no_page",
    ),
    22: (
        "a PDF file",
        Reply(200, {"Content-Type": "application/pdf"}, b"%PDF-1.7\n" + bytes(range(256)) * 40),
        "no_page",
    ),
    23: ("gzip that is none", packed("gzip", b"\x1f\x8b\x08 this is not gzip"), "undecodable"),
    24: ("an unknown content encoding", packed("x-nothing", article().encode()), None),
    25: ("1 MB of script without an end", page("<script>" + "a" * MEGABYTE), "unexpected"),
    26: ("1 MB of `<`", "<" * MEGABYTE, "unexpected"),
    27: ("200,000 comments that do not end", "<!--" * 200_000, "unexpected"),
    28: ("100,000 links with a broken attribute", article(body=f"<p>{PARAGRAPH}</p>" + "<a b='" * 100_000), "too_deep"),
    29: ("20,000 nested tables", article(body=f"<p>{PARAGRAPH}</p>" + "<table><tr><td>" * 20_000), "too_deep"),
    30: ("30,000 meta tags", article(head="".join(f'<meta property="p{n}" content="x">' for n in range(30_000))), None),
    32: (
        "a cut gzip body of the right length",
        packed("gzip", gzip.compress(article().encode())[:-40]),
        "truncated",
    ),
    33: ("an article with status 206", Reply(206, HTML, article().encode()), "truncated"),
    34: ("an article with status 203", Reply(203, HTML, article().encode()), "unexpected"),
}


SHOWN = [(None, (what, told(reason), "-")) for what, _, reason in SENT.values()]


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, list[str]]:
    """One crawl over every such page, with the default limits on size."""
    paper = Paper(SENT, {path_of(number): sent for number, (_, sent, _) in SENT.items()})
    return attack(paper, data_dir=tmp_path_factory.mktemp("spoilt"))


@pytest.mark.parametrize("number", SENT)
def test_each_spoilt_page_is_read_or_rejected_with_its_reason(number: int, spoilt: tuple[Run, list[str]]) -> None:
    run, _ = spoilt
    rejected = reasons(run).get(path_of(number))
    assert (str(number) in numbers(run)) != (rejected is not None)  # one of the two, never lost
    assert rejected == SENT[number][2]


def test_a_run_over_spoilt_pages_is_honest(spoilt: tuple[Run, list[str]]) -> None:
    run, asked = spoilt
    assert outcome(run) == (1, False, 1)
    assert {asked.count(ORIGIN + path_of(number)) for number in SENT} <= {1, 2, 3}
    by_number = {record["id"].partition(":")[2]: record for record in run.articles}
    assert {by_number[number]["body"] for number in ("17", "18", "19", "20", "24", "31")} == {PARAGRAPH}
    assert by_number["15"]["title"] == LONG_TITLE
    assert {record["extraction"] for record in run.articles} == {"mediaon"}
    assert {record["published_at"] for record in run.articles} == {"2026-03-02T10:11:12+09:00"}


# ---- cut bodies --------------------------------------------------------------------------------------
@pytest.mark.shows("a body cut off, with and without Content-Length", "asked for once more, then `truncated`", 1)
@pytest.mark.parametrize("content_length", [True, False], ids=["length", "no-length"])
def test_a_cut_body_is_asked_for_once_more(content_length: bool, shown: Shown, tmp_path: Path) -> None:
    always = Fault(cut=150, content_length=content_length)
    once = Fault(cut=150, content_length=content_length, times=1)
    faults = {path_of(1): once, path_of(2): always, "/": once, LIST: once}
    run, asked = attack(Paper([1, 2, 3]), "-s", "RETRY_TIMES=1", data_dir=tmp_path, faults=faults)
    assert reasons(run) == {path_of(2): "truncated"}
    assert numbers(run) == {"1", "3"}
    assert outcome(run) == (1, False, 1)
    counts = {path: asked.count(ORIGIN + path) for path in (path_of(1), path_of(2), path_of(3), "/", LIST)}
    assert counts == {path_of(1): 2, path_of(2): 2, path_of(3): 1, "/": 2, LIST: 2}
    shown.holds(f"asked for once more, then `{reasons(run)[path_of(2)]}`", run.exit_code)


@pytest.mark.shows("a list page cut off", "`truncated`, and its section stopped by `error`", 1)
def test_a_cut_list_never_passes_for_a_whole_one(shown: Shown, tmp_path: Path) -> None:
    whole = listing(range(1, 20))
    faults = {LIST: Fault(cut=whole.encode().index(b"<li>", 800), content_length=False)}
    run, _ = attack(Paper(range(1, 20)), data_dir=tmp_path, faults=faults)
    assert outcome(run) == (1, False, 1)
    assert not run.articles
    (reason,) = reasons(run).values()
    shown.holds(f"`{reason}`, and its section stopped by `{run.sections[LIST]['stopped']}`", run.exit_code)


# ---- bodies without an end ---------------------------------------------------------------------------
def endless(piece: bytes, headers: str = "") -> Iterator[bytes]:
    yield f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{headers}\r\n".encode()
    yield from repeat(piece)


@pytest.mark.shows("a body without an end, as it comes or in chunks", "`too_large`", 1)
def test_bodies_and_headers_without_an_end(shown: Shown, tmp_path: Path) -> None:
    paper = Paper(range(1, 7))
    chunk = b"10000\r\n" + b"a" * 65536 + b"\r\n"

    def answer(path: str) -> bytes | Iterator[bytes]:
        match path.rpartition("no=")[2]:
            case "1":
                return endless(b"a" * 65536)
            case "2":
                return endless(chunk, "Transfer-Encoding: chunked\r\n")
            case "3":
                return iter([b"HTTP/1.1 200 OK\r\n", *([b"X: " + b"a" * 60000 + b"\r\n"] * 2000)])
            case "4":
                return iter([b"a" * 65536] * 500)
            case "5":
                return b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n" + article().encode()
        reply = paper.reply("GET", ORIGIN + path)
        return plain(reply.body, f"{reply.status} -")

    settings = ("-s", "RETRY_TIMES=0", "-s", "DOWNLOAD_TIMEOUT=20", "-s", "DOWNLOAD_MAXSIZE=2000000")
    with RawServer(answer) as server:
        proxies = {"http_proxy": server.url, "https_proxy": server.url}
        run = crawl_url(ORIGIN + "/", *settings, data_dir=tmp_path, env=proxies)
    found = reasons(run)
    shown.holds(f"`{found.pop(path_of(1))}`", run.exit_code)
    shown.holds(f"`{found.pop(path_of(2))}`", run.exit_code)
    assert set(found) <= {path_of(n) for n in (3, 4, 5)}
    assert {path_of(3), path_of(4)} <= set(found)
    assert "6" in numbers(run)
    assert outcome(run) == (1, False, 1)


@pytest.mark.shows("one byte a second; 10 MB at 20 KB/s; no answer for a minute", "`timeout`", 1)
def test_a_body_that_never_ends_slowly_is_a_timeout(shown: Shown, tmp_path: Path) -> None:
    faults = {
        path_of(1): Fault(rate=1),  # one byte a second
        path_of(2): Fault(rate=20_000, body=b" " * 10 * MEGABYTE, content_length=False),
        path_of(3): Fault(delay=60),
    }
    settings = ("-s", "DOWNLOAD_TIMEOUT=2", "-s", "RETRY_TIMES=0")
    run, _ = attack(Paper([1, 2, 3, 4]), *settings, data_dir=tmp_path, faults=faults)
    assert reasons(run).keys() == set(map(path_of, (1, 2, 3)))
    assert numbers(run) == {"4"}
    for reason in reasons(run).values():
        shown.holds(f"`{reason}`", run.exit_code)
    assert outcome(run) == (1, False, 1)


# ---- the same for the pages everything hangs on -------------------------------------------------------
@pytest.mark.parametrize(
    ("sent", "reason"),
    [(bombed("gzip"), "too_large"), (page("<b>" * 100_000), "too_deep"), (SOFT_404, None), (REFRESH, None)],
    ids=["bomb", "deep", "soft404", "refresh"],
)
@pytest.mark.parametrize("path", ["/", LIST])
def test_a_spoilt_front_page_or_list_is_never_a_complete_run(
    path: str, sent: Answer, reason: str | None, tmp_path: Path
) -> None:
    run, _ = attack(Paper([1], {path: sent}), data_dir=tmp_path)
    assert not run.articles
    assert run.exit_code in ((1, 3) if reason is None else (1,))
    assert run.manifest["alarms"]
    assert (reasons(run).get(path) == reason) or reason in (None, "")
