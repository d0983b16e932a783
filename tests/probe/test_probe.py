"""`scrapy probe` as people type it: what it asks, what it prints, what it writes, how it ends."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
import threading
import tomllib
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from support.crawling import ROOT, Run, environment, on_terminal, scrapy
from support.papers import FolderPaper

from newscrawler.demo import DemoServer, Fault, Newspaper

HOME = "http://demo.test/"
QUICK = ("-s", "DOWNLOAD_DELAY=0")


class Probe:
    """What one `scrapy probe` left behind."""

    def __init__(self, run: Run, written: Path) -> None:
        self.exit_code, self.stdout, self.stderr = run.exit_code, run.stdout, run.stderr
        self.data_dir = run.data_dir
        self.report: dict[str, Any] = json.loads(written.read_text("utf-8")) if written.exists() else {}
        self.findings: dict[str, Any] = self.report.get("findings", {})

    @property
    def remarks(self) -> str:
        return "\n".join(self.report["remarks"])


def probe(server: DemoServer, folder: Path, *arguments: str, url: str = HOME) -> Probe:
    """Probes through the server as proxy; nothing else can be reached."""
    written = folder / "probe.json"
    options = (*QUICK, "-s", f"DATA_DIR={folder / 'data'}", "--json", str(written), *arguments)
    proxies = {"http_proxy": server.url, "https_proxy": server.url}
    return Probe(scrapy("probe", url, *options, data_dir=folder / "data", env=proxies), written)


def asked(server: DemoServer) -> list[str]:
    """What the server was asked for, in order: method and address below its host."""
    return [f"{method} {url.removeprefix(server.paper.origin)}" for _, method, url in server.log]


def pasted(report: dict[str, Any]) -> dict[str, Any]:
    """The printed entry as `newspapers.toml` would give it back."""
    return tomllib.loads(report["entry"])


# ---- newspapers that can be crawled --------------------------------------------------------------------
@pytest.mark.parametrize(("skin", "folder"), [("m1x", "m16"), ("m01", "m01")])
def test_a_newspaper_is_understood_with_five_requests(skin: Any, folder: str, tmp_path: Path) -> None:
    paper = Newspaper(articles=40, skin=skin)
    with DemoServer(paper) as server:
        found = probe(server, tmp_path)
    assert (found.exit_code, found.stderr) == (0, "")
    ways = [re.sub(r"\w+_list_all\.html.*|=\d+", "…", line) for line in asked(server)]
    expected = ["GET /robots.txt", "GET /", "GET /news/…", "GET /news/article.html?no…"]
    assert ways == expected + (["POST /news/ajax.php"] if skin == "m1x" else [])
    assert found.findings["requests"] == [f"{method} {url}" for _, method, url in server.log]
    assert (found.report["verdict"], found.report["exit_code"]) == ("ready", 0)
    assert (found.findings["cms"]["family"], found.findings["cms"]["skin"]) == ("mediaOn", folder)
    assert (found.findings["title"], found.findings["home"]) == (paper.name, HOME)
    article = found.findings["article"]
    truth = paper.truth_articles()[article["url"]]
    assert {name: article[name] for name in truth} == truth
    assert found.findings["weather"]["stations"] == len(paper.truth_weather())
    assert found.findings["rss_url"] == "http://demo.test/data/rss/news.xml"
    assert found.findings["robots"]["status"] == 200
    assert set(found.findings["robots"]["allowed"].values()) == {True}
    assert found.findings["listing"]["rows"] == found.findings["listing"]["dated"] > 1
    for words in (paper.name, article["title"], truth["published_at"], f"스킨 {folder}", "긁을 수 있습니다"):
        assert words in found.stdout


def test_a_probe_stores_nothing_beside_what_it_was_asked_to_write(tmp_path: Path) -> None:
    with DemoServer(Newspaper(articles=40)) as server:
        probe(server, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["probe.json"]


def test_sections_are_told_with_their_kind_and_the_ways_that_lead_there(tmp_path: Path) -> None:
    with DemoServer(FolderPaper("newskin")) as server:
        found = probe(server, tmp_path, url="http://www.news-c.test/")
    sections = {section["url"].partition(".test")[2]: section for section in found.findings["sections"]}
    told = {url: (section["name"], section["kind"], section["via"]) for url, section in sections.items()}
    assert told["/news/section.html?sec_no=5"] == ("우리 동네", "landing", ["more", "menu"])
    assert told["/news/section_list_all.html?sec_no=54"] == ("살림살이", "list", ["more", "heading"])
    assert told["/news/section_list_all.html?sec_no=51"] == ("시정", "list", ["menu"])
    assert told["/news/review_list_all.html?rvw_no=12"] == ("강 따라 천 리", "series", ["heading"])
    assert told["/mybbs/bbs.html?bbs_code=notice"] == ("알립니다", "board", ["more"])
    assert told["/news/ajax.php#main-77"] == ("main-77", "ajax", ["button"])
    assert re.search(r"^시정 +목록 +메뉴 +/news/section_list_all.html\?sec_no=51$", found.stdout, re.M)
    assert re.search(r"^강 따라 천 리 +연재 +제목 +/news/review_list_all.html\?rvw_no=12$", found.stdout, re.M)


@pytest.mark.parametrize("name", ["gaps", "modern", "newskin", "oldskin", "portal"])
def test_the_fixture_newspapers_are_read_as_their_truth_says(name: str, tmp_path: Path) -> None:
    paper = FolderPaper(name)
    with DemoServer(paper) as server:
        found = probe(server, tmp_path, url=f"{paper.origin}/")
    assert (found.exit_code, found.findings["cms"]["family"]) == (0, "mediaOn")
    assert found.findings["title"] == paper.name
    truth = {page["url"].replace("https://", "http://"): page for page in paper.truth["pages"].values()}
    article = found.findings["article"]
    facts = truth[article["url"]]["article"]
    assert (article["title"], article["published_at"]) == (facts["title"], facts["published"])
    assert article["body"] == "\n\n".join(facts["body_paragraphs"])
    for page in found.findings["pages"]:
        assert page["encoding"] == truth[page["url"]]["encoding"]
    assert len(server.log) <= 8
    entry = pasted(found.report)
    facts = {"title": paper.name, "home": f"{paper.origin}/", "family": "mediaon"}
    assert entry == {paper.origin.split(".")[1]: facts}


def test_the_list_behind_a_landing_page_is_found(tmp_path: Path) -> None:
    front = '<title>누리</title><p>2026-03-01</p><a href="/news/section.html?sec_no=3">경제</a>MAKE'
    with DemoServer(Newspaper(articles=40)) as server:
        server.faults["/"] = Fault(body=f"<html><body>{front}<!-- MAKE FILE (2026-03-01 10:00:00) --></body></html>")
        server.faults["/news/section.html*"] = Fault(body=f"<html><body>{front}</body></html>")
        found = probe(server, tmp_path)
    assert found.exit_code == 0
    assert found.findings["listing"]["url"] == "http://demo.test/news/section_list_all.html?sec_no=3"
    assert len(server.log) == 5


def test_an_article_that_is_gone_is_followed_by_another(tmp_path: Path) -> None:
    with DemoServer(Newspaper(articles=40)) as server:
        server.faults["/news/article.html*"] = Fault(status=404, times=1)
        found = probe(server, tmp_path)
    assert found.exit_code == 0
    gone, read = (line for line in asked(server) if "article.html" in line)
    assert found.findings["article"]["url"].endswith(read.removeprefix("GET "))
    assert "기사 한 쪽을 읽지 못했습니다: 서버가 404 상태로 답했습니다" in found.remarks
    assert gone.removeprefix("GET ") in found.remarks


def test_a_list_that_breaks_its_parser_is_told_and_not_the_end(tmp_path: Path) -> None:
    with DemoServer(Newspaper(articles=40)) as server:
        server.faults["/news/section_list_all.html*"] = Fault(body="<a href='/x'>x</a>" * 5000)
        server.faults["/news/article_list_all.html*"] = Fault(body="<div>" * 20_000)
        found = probe(server, tmp_path)
    assert (found.exit_code, found.findings["listing"]) == (0, None)
    assert "목록 한 쪽을 읽지 못했습니다: 쪽이 너무 큽니다" in found.remarks
    assert "기사 줄이 있는 목록을 읽지 못했습니다" in found.remarks
    assert len(server.log) == 7  # three lists, no more


def test_the_front_page_is_asked_for_when_the_address_is_an_article(tmp_path: Path) -> None:
    with DemoServer(Newspaper(articles=40)) as server:
        found = probe(server, tmp_path, url="http://demo.test/news/article.html?no=10003")
    assert found.exit_code == 0
    assert asked(server)[:2] == ["GET /robots.txt", "GET /"]


def test_the_delay_that_robots_txt_asks_for_goes_into_the_entry(tmp_path: Path) -> None:
    paper = FolderPaper("gaps")
    with DemoServer(paper) as server:
        server.faults["/robots.txt"] = Fault(status=200, body="User-agent: *\nCrawl-delay: 0.05\n")
        found = probe(server, tmp_path, url=f"{paper.origin}/")
    assert pasted(found.report)["news-d"]["settings"] == {"DOWNLOAD_DELAY": 0.05}
    assert "요청 사이에 0.05초를 바랍니다" in found.remarks


# ---- newspapers that cannot ---------------------------------------------------------------------------
FOREIGN = """<html><head><meta charset="utf-8"><title>강나루신문</title></head><body>
<a href="/sub.html?section=sc1">정치</a>
<a href="/sub_read.html?uid=744923">기사 하나</a><a href="/sub_read.html?uid=744924">기사 둘</a>
</body></html>"""


def test_another_cms_is_named_and_not_asked_any_further(tmp_path: Path) -> None:
    with DemoServer(Newspaper(articles=40)) as server:
        server.faults["/"] = Fault(body=FOREIGN)
        found = probe(server, tmp_path)
    assert (found.exit_code, found.report["verdict"], found.report["entry"]) == (3, "unsupported", None)
    assert asked(server) == ["GET /robots.txt", "GET /"]
    assert "긁을 수 없습니다. 읽을 수 있는 CMS(" in found.stdout
    assert "브레이크뉴스" in found.stdout
    assert "/sub_read.html?uid= 2개" in found.stdout
    assert "newspapers.toml" not in found.stdout


def test_articles_without_a_date_are_status_3_after_three_tries(tmp_path: Path) -> None:
    page = '<h2>제목뿐인 기사</h2><div id="news_body_area"><p>첫 문단이다.</p></div>'
    with DemoServer(Newspaper(articles=40)) as server:
        server.faults["/news/article.html*"] = Fault(body=f"<html><body>{page}</body></html>")
        found = probe(server, tmp_path)
    assert (found.exit_code, found.report["verdict"]) == (3, "incomplete")
    assert found.report["conclusion"].endswith("빠진 것이 있습니다: 등록 시각.")
    assert "since와 until에 걸리지 않고" in found.remarks
    assert sum("article.html" in line for line in asked(server)) == 3


def test_deleted_articles_alone_are_status_3(tmp_path: Path) -> None:
    page = "<script>alert('삭제된 기사입니다.');history.back();</script>"
    with DemoServer(Newspaper(articles=40)) as server:
        server.faults["/news/article.html*"] = Fault(body=page)
        found = probe(server, tmp_path)
    assert (found.exit_code, found.findings["article"]) == (3, None)
    assert "기사를 한 건도 읽지 못했습니다" in found.stdout
    assert {page["reason"] for page in found.findings["unread"]} == {"missing"}


def test_a_server_that_refuses_is_status_1(tmp_path: Path) -> None:
    with socket.socket() as taken:  # bound and not listening: nobody else gets the port, and it refuses
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/"
        run = scrapy("probe", url, *QUICK, "-s", "ALLOW_PRIVATE_HOSTS=1", data_dir=tmp_path)
    assert (run.exit_code, run.stderr) == (1, "")
    assert "첫 화면을 읽지 못했습니다: 연결을 거부했습니다." in run.stdout


def test_a_private_address_is_not_asked(tmp_path: Path) -> None:
    with DemoServer(Newspaper(articles=40)) as server:
        run = scrapy("probe", server.url, *QUICK, data_dir=tmp_path)
    assert (run.exit_code, server.log) == (1, [])
    assert "내부망 주소라서 묻지 않습니다" in run.stdout


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (Fault(status=503), "서버가 503 상태로 답했습니다"),
        (Fault(status=403), "서버가 403 상태로 답했습니다"),
        (Fault(drop=True), "연결이 끊겼습니다"),
        (Fault(body=b""), "빈 답이거나 글이 아닙니다"),
        (Fault(body=b"<p>" + bytes(range(0x80, 0xC0)) * 9), "UTF-8로도 CP949로도 읽을 수 없는 글자입니다"),
        (Fault(body="<a href='/x'>x</a>" * 5000), "쪽이 너무 큽니다"),
    ],
    ids=["503", "403", "dropped", "empty", "undecodable", "endless"],
)
def test_a_front_page_that_cannot_be_read_is_status_1_and_says_why(fault: Fault, words: str, tmp_path: Path) -> None:
    with DemoServer(Newspaper(articles=40)) as server:
        server.faults["/"] = fault
        found = probe(server, tmp_path)
    assert (found.exit_code, found.report["verdict"], found.stderr) == (1, "unreachable", "")
    assert f"첫 화면을 읽지 못했습니다: {words}" in found.stdout
    again = ["GET /"] if fault.drop else []  # HTTP itself repeats a request on a connection that was kept
    assert asked(server) == ["GET /robots.txt", "GET /", *again]


def test_a_redirect_to_another_host_is_told_and_not_followed(tmp_path: Path) -> None:
    with DemoServer(Newspaper(articles=40)) as server:
        server.faults["/"] = Fault(location="http://new.test/main;id")
        found = probe(server, tmp_path)
    assert (found.exit_code, found.findings["moved_to"]) == (1, "http://new.test/main;id")
    assert asked(server) == ["GET /robots.txt", "GET /"]
    assert "다른 호스트로 이어집니다" in found.stdout
    assert "\nscrapy probe 'http://new.test/main;id'\n" in found.stdout  # safe to paste


def test_a_redirect_within_the_newspaper_gives_the_home_of_the_entry(tmp_path: Path) -> None:
    paper = FolderPaper("gaps")
    with DemoServer(paper) as server:
        found = probe(server, tmp_path, url="http://news-d.test/")
        assert found.findings["home"] == "http://news-d.test/"
        server.faults["/start"] = Fault(location="/")
        found = probe(server, tmp_path, url=f"{paper.origin}/start")
    assert pasted(found.report)["news-d"]["home"] == f"{paper.origin}/"


def test_a_front_page_that_only_sends_on_says_where(tmp_path: Path) -> None:
    for stub in ('<meta http-equiv="refresh" content="0;url=/main/">', "<script>location.href='/main/';</script>"):
        with DemoServer(Newspaper(articles=40)) as server:
            server.faults["/"] = Fault(body=f"<html><head>{stub}</head></html>")
            found = probe(server, tmp_path)
        assert (found.exit_code, found.findings["moved_to"]) == (3, "http://demo.test/main/")
        assert "\nscrapy probe http://demo.test/main/\n" in found.stdout


def test_a_front_page_that_sends_on_into_a_script_says_nothing_of_it(tmp_path: Path) -> None:
    with DemoServer(Newspaper(articles=40)) as server:
        server.faults["/"] = Fault(body="<script>location.href='javascript:run()';</script>")
        found = probe(server, tmp_path)
    assert (found.exit_code, found.findings["moved_to"]) == (3, None)


# ---- robots.txt ----------------------------------------------------------------------------------------
def test_a_robots_txt_that_forbids_all_is_obeyed(tmp_path: Path) -> None:
    with DemoServer(Newspaper(articles=40)) as server:
        server.faults["/robots.txt"] = Fault(body="User-agent: *\nDisallow: /\n")
        found = probe(server, tmp_path)
    assert (found.exit_code, asked(server)) == (1, ["GET /robots.txt"])
    assert "첫 화면을 읽지 못했습니다: robots.txt가 막습니다." in found.stdout
    assert found.findings["robots"]["allowed"] == {"home": False}


def test_a_robots_txt_that_forbids_articles_leaves_them_unread(tmp_path: Path) -> None:
    with DemoServer(Newspaper(articles=40)) as server:
        server.faults["/robots.txt"] = Fault(body="User-agent: *\nDisallow: /news/article.html\n")
        found = probe(server, tmp_path)
    assert (found.exit_code, found.report["verdict"]) == (3, "incomplete")
    assert not any("article.html" in line for line in asked(server))
    assert "robots.txt가 막는 것: 기사." in found.remarks


def test_a_robots_txt_that_fails_forbids_everything(tmp_path: Path) -> None:
    with DemoServer(Newspaper(articles=40)) as server:
        server.faults["/robots.txt"] = Fault(status=500)
        found = probe(server, tmp_path)
    assert (found.exit_code, asked(server)) == (1, ["GET /robots.txt"])
    assert "robots.txt가 500 상태로 답했습니다" in found.remarks
    assert found.findings["robots"]["status"] == 500


def test_a_robots_txt_without_an_answer_forbids_and_is_told(tmp_path: Path) -> None:
    with DemoServer(Newspaper(articles=40)) as server:
        server.faults["/robots.txt"] = Fault(drop=True)
        found = probe(server, tmp_path)
    assert (found.exit_code, found.findings["robots"]["status"]) == (1, None)
    assert set(asked(server)) == {"GET /robots.txt"}
    assert "robots.txt가 답하지 않았습니다" in found.remarks


def test_a_robots_txt_that_is_not_asked_for_is_told(tmp_path: Path) -> None:
    with DemoServer(Newspaper(articles=40)) as server:
        found = probe(server, tmp_path, "-s", "ROBOTSTXT_OBEY=0")
    assert found.exit_code == 0
    assert "GET /robots.txt" not in asked(server)
    assert re.search(r"^robots.txt +묻지 않음$", found.stdout, re.M)


# ---- encodings -----------------------------------------------------------------------------------------
def test_pages_in_cp949_that_claim_utf_8_are_read_and_the_claim_is_told(tmp_path: Path) -> None:
    paper = Newspaper(articles=40)
    with DemoServer(paper) as server:
        server.faults.update({"/": Fault(encode="cp949"), "/news/*": Fault(encode="cp949")})
        found = probe(server, tmp_path)
    assert (found.exit_code, found.findings["title"]) == (0, paper.name)
    assert {page["encoding"] for page in found.findings["pages"]} == {"cp949"}
    said = "첫 화면의 헤더는 UTF-8, meta는 UTF-8라고 하지만 바이트는 CP949(EUC-KR)입니다."
    assert said in found.remarks
    assert found.findings["article"]["title"] == paper.truth_articles()[found.findings["article"]["url"]]["title"]


# ---- hostile pages -------------------------------------------------------------------------------------
HOSTILE = '\x1b]0;owned\x07\x1b[2J[bold red]나루[/] "신문" \\ \x9b31m\u202etset'
FRONT = (
    '<html><head><meta charset="utf-8"><meta property="og:site_name" content="{}">'
    '<meta name="generator" content="\x1b[31mCMS"></head><body>'
    '<a href="/news/section_list_all.html?sec_no=3">\x1b[5m경제</a>'
    '<a href="/news/section.html?sec_no=3">경제</a></body></html>'
)


def test_nothing_of_a_page_commands_the_terminal_or_is_taken_for_markup(tmp_path: Path) -> None:
    with DemoServer(Newspaper(articles=40, host="naru.test")) as server:
        server.faults["/"] = Fault(body=FRONT.format(HOSTILE.replace('"', "&quot;")))
        found = probe(server, tmp_path, url="http://naru.test/")
        shown = probed_on_terminal(server, 80)
    assert found.exit_code == 0
    assert "[bold red]나루[/]" in found.stdout
    assert all(character.isprintable() or character == "\n" for character in found.stdout)
    assert "\x1b]0;owned" not in shown
    assert "\x1b[2J" not in shown
    assert "\x1b[5m" not in shown
    assert "\u202e" not in shown
    title = found.findings["title"]
    assert title == ']0;owned[2J[bold red]나루[/] "신문" \\ 31m\u202etset'
    assert pasted(found.report) == {"naru": {"title": title, "home": "http://naru.test/", "family": "mediaon"}}


# ---- a terminal ----------------------------------------------------------------------------------------
def probed_on_terminal(server: DemoServer, columns: int) -> str:
    """What `scrapy probe` shows on a terminal of so many columns."""
    proxies = {"http_proxy": server.url, "https_proxy": server.url}
    _, shown, _ = on_terminal("probe", f"{server.paper.origin}/", *QUICK, columns=columns, env=proxies)
    return shown


@pytest.mark.parametrize("columns", [80, 120])
def test_a_terminal_is_never_too_narrow_and_the_entry_is_not_wrapped(columns: int) -> None:
    with DemoServer(FolderPaper("gaps")) as server:
        shown = probed_on_terminal(server, columns)
    shown = shown.rpartition("\x1b[2K")[2]  # behind the line of progress, which was drawn over
    lines = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown).replace("\r", "").split("\n")
    assert max(map(cell_len, lines)) <= columns
    assert 'home = "http://www.news-d.test/"' in lines
    truth = server.paper.truth["pages"]["article_501.html"]["article"]
    assert "".join("".join(truth["body_paragraphs"])[:190].split()) in "".join("".join(lines).split())
    assert any("이름" in line and "찾은 길" in line for line in lines)


# ---- use and misuse ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "give one address, for example: scrapy probe https://www.example.kr/"),
        (("https://a.test/", "https://b.test/"), "give one address, for example: scrapy probe https://www.example.kr/"),
        (
            ("http://desk:s3cret@a.test/",),
            "the address (not shown) is an address with a user name or password, which would end up in logs and feeds",
        ),
        (
            ("ftp://a.test/",),
            "'ftp://a.test/' is not an http or https address with a host, such as https://www.example.kr/",
        ),
        (("gndnews",), "'gndnews' is not an http or https address with a host, such as https://www.example.kr/"),
        (("https://a.test/", "--json", "/nowhere/x.json"), "the folder of /nowhere/x.json does not exist"),
    ],
    ids=["none", "two", "password", "ftp", "a name", "no folder"],
)
def test_wrong_use_is_status_2_in_one_sentence(words: tuple[str, ...], sentence: str, tmp_path: Path) -> None:
    run = scrapy("probe", *words, data_dir=tmp_path)
    assert (run.exit_code, run.stdout, run.stderr) == (2, "", f"scrapy probe: {sentence}\n")


def test_findings_that_cannot_be_written_are_status_4(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    with DemoServer(Newspaper(articles=40)) as server:
        found = probe(server, tmp_path, "--json", str(tmp_path / "taken"))
    assert found.exit_code == 4
    assert found.stderr.startswith("scrapy probe: the findings cannot be written: ")
    assert "긁을 수 있습니다" in found.stdout


def test_a_newspaper_of_the_table_is_recognised(tmp_path: Path) -> None:
    paper = Newspaper(articles=40, host="www.gndnews1.com")
    with DemoServer(paper) as server:
        found = probe(server, tmp_path, url="http://www.gndnews1.com/")
    assert (found.exit_code, found.report["entry"]) == (0, None)
    assert "이미 있는 신문입니다. 이름은 gndnews입니다." in found.stdout


def test_ctrl_c_ends_a_probe_with_status_5(tmp_path: Path) -> None:
    arrived = threading.Event()

    class Slow(Newspaper):
        def reply(self, method: str, url: str, body: bytes = b"") -> Any:
            arrived.set()
            return super().reply(method, url, body)

    with DemoServer(Slow(articles=40)) as server:
        server.faults["/"] = Fault(delay=30)
        running = subprocess.Popen(
            [sys.executable, "-m", "scrapy", "probe", HOME, "-s", "DOWNLOAD_DELAY=30"],
            cwd=ROOT,
            env=environment({"http_proxy": server.url}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert arrived.wait(60)
        running.send_signal(signal.SIGINT)
        output, errors = running.communicate(timeout=60)
    assert (running.returncode, output, errors) == (5, b"", b"scrapy probe: interrupted\n")
