"""What a run says when the newspaper, the network or the disk fails: nothing is lost silently."""

from __future__ import annotations

import json
import resource
import socket
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support.crawling import HOME, Recorder, Run, assert_truth, crawl, crawl_paper
from support.shown import Shown

from newscrawler.demo import DemoServer, Fault, Newspaper

ORIGIN = HOME[:-1]
PAPER = Newspaper(articles=40)
TRUTH = PAPER.truth_articles()
MISSING = dict.fromkeys(PAPER.truth_missing(), "missing")
LIVE = [url.removeprefix(ORIGIN) for url in TRUTH]
LIST = "/news/section_list_all.html?sec_no=6"
ALL = "/news/article_list_all.html"
GARBAGE = bytes(range(128, 256)) * 40


def faulty(
    data_dir: Path, faults: dict[str, Fault], *arguments: str, paper: Newspaper | None = None
) -> tuple[Run, DemoServer]:
    """The crawl of a newspaper of 40 articles with these faults, and its server."""
    with DemoServer(paper or Recorder(articles=40)) as server:
        server.faults.update(faults)
        return crawl_paper(server, *arguments, data_dir=data_dir), server


def outcome(run: Run) -> tuple[int, bool, int]:
    """Exit status, and what run.json says of it: the two agree."""
    return run.exit_code, run.manifest["complete"], run.manifest["exit_code"]


def found(run: Run) -> set[str]:
    return {record["url"].removeprefix(ORIGIN) for record in run.articles}


# ---- lists --------------------------------------------------------------------------------------------
def test_a_list_page_that_never_comes_fails_its_section_only(tmp_path: Path) -> None:
    run, server = faulty(tmp_path, {LIST: Fault(status=503)})
    assert outcome(run) == (1, False, 1)
    assert {url: report["stopped"] for url, report in run.sections.items() if report["stopped"] != "end"} == {
        LIST: "error"
    }
    assert run.reasons == {**MISSING, ORIGIN + LIST: "http_503"}
    assert run.manifest["alarms"] == [f"list page {ORIGIN}{LIST}: the server answered 503"]
    assert found(run) == set(LIVE)  # the other lists hold its articles too
    assert [url for _, _, url in server.log].count(ORIGIN + LIST) == 3


def test_a_menu_with_a_broken_link_does_not_make_runs_incomplete_for_ever(tmp_path: Path) -> None:
    """Nobody reads such a section; three runs ask in vain, the next ones go on asking and are complete."""
    landing = "/news/section.html?sec_no=6"
    broken = {landing: Fault(status=404), LIST: Fault(status=404)}
    runs = [faulty(tmp_path, broken) for _ in range(4)]
    assert [run.exit_code for run, _ in runs] == [1, 1, 1, 0]
    assert runs[3][0].reasons[ORIGIN + landing] == "http_404"
    assert ORIGIN + landing in [url for _, _, url in runs[3][1].log]


def test_what_fails_once_is_healed_by_asking_again(tmp_path: Path) -> None:
    once = Fault(status=503, times=1)
    faults = {"/": once, LIST: once, LIVE[3]: once, LIVE[4]: Fault(drop=True, times=1), "/news/ajax.php": once}
    run, server = faulty(tmp_path, faults)
    assert outcome(run) == (0, True, 0)
    assert_truth(run, PAPER)
    assert run.manifest["counts"]["responses_by_status"]["503"] == 4
    assert [url for _, _, url in server.log].count(ORIGIN + LIVE[4]) == 2


def test_ajax_replies_that_are_no_json_fail_their_sections(tmp_path: Path) -> None:
    run, _ = faulty(tmp_path, {"/news/ajax.php": Fault(body="<html>busy</html>")})
    assert outcome(run) == (1, False, 1)
    stopped = {report["found_via"] == "ajax": report["stopped"] for report in run.sections.values()}
    assert stopped == {True: "error", False: "end"}
    assert run.reasons[f"{ORIGIN}/news/ajax.php"] == "unexpected"


@pytest.mark.shows("no RSS feed: 404, or an HTML page", "the lists hold its articles", 0)
@pytest.mark.parametrize(
    "fault", [Fault(status=404), Fault(body="<html><body>없음</body></html>")], ids=["404", "html"]
)
def test_a_missing_rss_feed_is_no_fault(fault: Fault, shown: Shown, tmp_path: Path) -> None:
    run, _ = faulty(tmp_path, {"/data/rss/news.xml": fault})
    assert outcome(run) == (0, True, 0)
    assert_truth(run, PAPER)
    shown.holds("the lists hold its articles", run.exit_code)


class Hiding(Recorder):
    """A newspaper whose lists leave out these articles, on every page and without a gap."""

    def __init__(self, hidden: set[str]) -> None:
        super().__init__(articles=40)
        self.hidden = hidden

    def _listing(self, request: Any) -> Any:
        listing = super()._listing(request)
        rows = tuple(row for row in listing.rows if row.path not in self.hidden) if listing else ()
        return replace(listing, rows=rows) if listing else None


@pytest.mark.shows("lists without articles that the front page shows", "the articles are read, an alarm names three", 3)
def test_lists_that_hide_what_the_front_page_shows_are_an_alarm(shown: Shown, tmp_path: Path) -> None:
    latest = next(widget for widget in PAPER.truth_widgets("/") if widget["heading"] == "NEWS Time Line")
    hidden = [entry["url"].removeprefix(ORIGIN) for entry in latest["entries"]]
    run, _ = faulty(tmp_path, {}, paper=Hiding(set(hidden)))
    assert outcome(run) == (3, True, 3)
    assert_truth(run, PAPER)  # but who could say so
    audit = run.manifest["audit"]
    assert audit["shown"] - audit["listed"] == len(hidden) == 6
    (sentence,) = run.manifest["alarms"]
    assert sentence.startswith(f"6 of {audit['shown']} articles that the front page, widgets and RSS show are missing")
    examples = sentence.partition("for example ")[2].split(", ")
    assert {example.partition(" ")[0].removeprefix(ORIGIN) for example in examples} < set(hidden)
    assert [example.partition(" ")[2] for example in examples] == [f"(on {HOME})"] * 3
    shown.holds("the articles are read, an alarm names three", run.exit_code)


# ---- articles -----------------------------------------------------------------------------------------
@pytest.mark.shows("an article that answers 404 or 410", "`http_404`, `http_410`", 0)
def test_articles_that_are_gone_are_rejected_and_the_run_is_complete(shown: Shown, tmp_path: Path) -> None:
    run, _ = faulty(tmp_path, {LIVE[2]: Fault(status=404), LIVE[5]: Fault(status=410)})
    assert outcome(run) == (0, True, 0)
    assert run.reasons == {**MISSING, ORIGIN + LIVE[2]: "http_404", ORIGIN + LIVE[5]: "http_410"}
    assert found(run) == set(LIVE) - {LIVE[2], LIVE[5]}
    shown.holds(", ".join(f"`{run.reasons[ORIGIN + LIVE[number]]}`" for number in (2, 5)), run.exit_code)
    assert run.manifest["counts"]["rejected"] == 4


HARD = {
    LIVE[0]: (Fault(status=500), "http_500", "the server answered 500"),
    LIVE[1]: (Fault(cut=3000, content_length=False), "truncated", "3000 bytes came"),
    LIVE[2]: (Fault(cut=3000), "truncated", "the body was cut off"),
    LIVE[3]: (Fault(cut=3000, chunked=True), "truncated", "the body was cut off"),
    LIVE[4]: (Fault(body=""), "no_page", "empty"),
    LIVE[5]: (Fault(body=GARBAGE), "undecodable", "text in neither UTF-8 nor CP949"),
    LIVE[6]: (Fault(drop=True), "connection_lost", "the connection was lost"),
    LIVE[7]: (Fault(body="가" * 100_000), "too_large", "the page is larger than DOWNLOAD_MAXSIZE"),
    LIVE[8]: (Fault(delay=20), "timeout", "no answer in time"),
}


SENT = {
    "an article that answers 500": LIVE[0],
    "an article that answers nothing": LIVE[6],
}
SHOWN = [(None, (what, f"`{HARD[url][1]}`", "1")) for what, url in SENT.items()]


def test_each_article_that_cannot_be_read_is_rejected_and_makes_the_run_incomplete(tmp_path: Path) -> None:
    run, _ = faulty(
        tmp_path,
        {url: fault for url, (fault, _, _) in HARD.items()},
        *("-s", "RETRY_TIMES=0", "-s", "DOWNLOAD_MAXSIZE=250000", "-s", "DOWNLOAD_TIMEOUT=4"),
    )
    assert outcome(run) == (1, False, 1)
    assert run.reasons == {**MISSING, **{ORIGIN + url: reason for url, (_, reason, _) in HARD.items()}}
    assert sorted(run.manifest["alarms"]) == sorted(
        f"{ORIGIN}{url}: {sentence}" for url, (_, _, sentence) in HARD.items()
    )
    assert found(run) == set(LIVE) - HARD.keys()


def test_an_article_that_leads_to_another_host_is_rejected_and_not_followed(tmp_path: Path) -> None:
    run, server = faulty(tmp_path, {LIVE[1]: Fault(location="http://elsewhere.test/")})
    assert not [url for _, _, url in server.log if "elsewhere" in url]
    assert run.reasons == {**MISSING, ORIGIN + LIVE[1]: "offsite"}
    assert outcome(run) == (0, True, 0)


@pytest.mark.shows("an article that redirects to the front page", "asked for once more, then `unexpected`", 1)
def test_an_article_that_leads_to_the_front_page_is_unread(shown: Shown, tmp_path: Path) -> None:
    once = Fault(location="/", times=1)
    run, server = faulty(tmp_path, {LIVE[0]: Fault(location="/"), LIVE[1]: once, LIVE[2]: Fault(status=206, times=1)})
    assert outcome(run) == (1, False, 1)
    assert run.reasons == {**MISSING, ORIGIN + LIVE[0]: "unexpected"}
    assert run.manifest["alarms"] == [f"{ORIGIN}{LIVE[0]}: unexpected: leads to {HOME}"]
    urls = [url for _, _, url in server.log]
    assert [urls.count(ORIGIN + LIVE[number]) for number in range(4)] == [2, 2, 2, 1]
    shown.holds(f"asked for once more, then `{run.reasons[ORIGIN + LIVE[0]]}`", run.exit_code)


@pytest.mark.shows(
    "an article that redirects to another one, for good (301) or not (302)", "`missing`, `unexpected`", 1
)
def test_an_article_that_leads_to_another_is_missing_only_if_it_moved_for_good(shown: Shown, tmp_path: Path) -> None:
    faults = {LIVE[0]: Fault(location=LIVE[3], status=301), LIVE[1]: Fault(location=LIVE[4])}
    run, _ = faulty(tmp_path, faults)
    assert found(run) == set(LIVE) - {LIVE[0], LIVE[1]}
    shown.holds(", ".join(f"`{run.reasons[ORIGIN + LIVE[number]]}`" for number in (0, 1)), run.exit_code)


# ---- the front page -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("path", "fault", "reason", "sentence"),
    [
        ("/", Fault(status=403), "http_403", f"{HOME} cannot be read: the server answered 403"),
        ("/", Fault(drop=True), "connection_lost", f"{HOME} cannot be read: the connection was lost"),
        ("/", Fault(body=""), "no_page", f"{HOME} cannot be read: empty"),
        ("/", Fault(body=GARBAGE), "undecodable", f"{HOME} cannot be read: text in neither UTF-8 nor CP949"),
        (
            "/robots.txt",
            Fault(body="User-agent: *\nDisallow: /\n"),
            "robots",
            f"{HOME} cannot be read: robots.txt forbids it",
        ),
        (
            "/",
            Fault(location="http://elsewhere.test/"),
            "offsite",
            f"{HOME} cannot be read: it leads to another host",
        ),
    ],
    ids=["403", "dropped", "empty", "garbage", "robots", "foreign"],
)
def test_a_front_page_that_cannot_be_read_is_one_sentence_and_exit_1(
    path: str, fault: Fault, reason: str, sentence: str, tmp_path: Path
) -> None:
    run, server = faulty(tmp_path, {path: fault})
    assert outcome(run) == (1, False, 1)
    assert run.manifest["alarms"] == [sentence]
    assert [line for line in run.stdout.splitlines() if line.startswith("!")] == [f"! {sentence}"]
    assert run.reasons == {HOME: reason}
    assert not [url for _, _, url in server.log if not url.startswith(HOME)]


def test_a_refused_port_is_one_sentence_and_exit_1(tmp_path: Path) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))  # bound, not listening: connections are refused
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/"
        run = crawl("mediaon", "-a", f"url={url}", "-s", "DOWNLOAD_DELAY=0", data_dir=tmp_path)
    assert outcome(run) == (1, False, 1)
    assert run.manifest["alarms"] == [f"{url} cannot be read: the connection was refused"]
    assert run.reasons == {url: "refused"}
    assert run.manifest["coverage"]["body"] is None


class Moved(Newspaper):
    """A newspaper that also answers below another name of its domain."""

    def reply(self, method: str, url: str, body: bytes = b"") -> Any:
        return super().reply(method, url.replace("//new.demo.test", "//demo.test"), body)


def test_a_newspaper_that_moved_to_another_name_is_not_crawled(tmp_path: Path) -> None:
    faults = {"/": Fault(location="http://new.demo.test/")}
    run, server = faulty(tmp_path, faults, paper=Moved(articles=40))
    assert outcome(run) == (1, False, 1)
    (alarm,) = run.manifest["alarms"]
    assert "leads to another host" in alarm
    assert not [url for _, _, url in server.log if "/news/" in url]


EMPTY = "<html><body><h1>준비 중</h1></body></html>"
READABLE = "those that can be read are mediaOn and ND소프트"


def test_a_front_page_that_links_to_nothing_is_asked_for_twice_and_not_a_front_page(tmp_path: Path) -> None:
    page = "<html><body><h1>준비 중</h1></body></html>"
    run, server = faulty(tmp_path, {"/": Fault(body=page)})
    assert outcome(run) == (1, False, 1)
    assert run.manifest["alarms"] == [f"{HOME} cannot be read: it links to no section and no article"]
    assert run.reasons == {HOME: "unexpected"}
    assert [url for _, _, url in server.log].count(HOME) == 2


def test_a_front_page_that_is_not_one_for_a_moment_costs_nothing(tmp_path: Path) -> None:
    run, _ = faulty(tmp_path, {"/": Fault(body="<html><body><h1>점검 중</h1></body></html>", times=1)})
    assert outcome(run) == (0, True, 0)
    assert_truth(run, PAPER)


def test_a_newspaper_without_articles_is_exit_3(tmp_path: Path) -> None:
    page = f"<html><body><a href='{LIST}'>시정</a></body></html>"
    empty = Fault(body=f"<html><body><a href='{LIST}'>시정</a><p>등록된 기사가 없습니다.</p></body></html>")
    run, _ = faulty(tmp_path, {"/": Fault(body=page), LIST: empty, ALL: Fault(status=404)})
    assert outcome(run) == (3, True, 3)
    assert run.manifest["alarms"] == [f"not one article was found at {HOME}"]


@pytest.mark.parametrize(
    ("page", "what"),
    [
        (EMPTY, "it links to no section and no article"),
        ('<a href="/news/view.html?no=3">가</a>', f"it is made with a CMS that is not known; {READABLE}"),
        (
            '<a href="/news/view.html?no=3">가</a><a href="/wp-content/a.css">나</a>',
            f"it is made with 워드프레스(WordPress); {READABLE}",
        ),
    ],
)
def test_a_site_of_an_unknown_cms_is_exit_1_after_its_front_page(page: str, what: str, tmp_path: Path) -> None:
    run, server = faulty(tmp_path, {"/": Fault(body=page)})
    assert outcome(run) == (1, False, 1)
    assert run.manifest["alarms"] == [f"{HOME} cannot be read: {what}"]
    assert (run.manifest["family"], run.manifest["sections"], run.reasons) == (None, [], {HOME: "unexpected"})
    assert {url for _, _, url in server.log} == {f"{HOME}robots.txt", HOME}


# ---- encodings ----------------------------------------------------------------------------------------
class PlainJson(Recorder):
    """Answers AJAX with Hangul as itself, so that its encoding matters."""

    def reply(self, method: str, url: str, body: bytes = b"") -> Any:
        answer = super().reply(method, url, body)
        if method != "POST":
            return answer
        text = json.dumps(json.loads(answer.body), ensure_ascii=False)
        return type(answer)(answer.status, answer.headers, text.encode())


@pytest.mark.parametrize(
    "fault",
    [
        Fault(encode="cp949", charset_header="UTF-8"),
        Fault(encode="cp949", charset_header="iso-8859-1", meta="euc-kr"),
        Fault(charset_header="euc-kr", meta="euc-kr"),
    ],
    ids=["cp949-as-utf8", "cp949-as-latin1", "utf8-as-euckr"],
)
def test_records_are_right_whatever_encoding_the_server_claims(fault: Fault, tmp_path: Path) -> None:
    paper = PlainJson(articles=40)
    run, _ = faulty(tmp_path, {"/*": fault, "/robots.txt": Fault()}, paper=paper)
    assert outcome(run) == (0, True, 0)
    assert_truth(run, PAPER)
    assert {method for method, _, _ in paper.asked} == {"GET", "POST"}
    for record in run.sidebar:
        titles = {url: fields["title"] for url, fields in TRUTH.items()}
        for entry in record["entries"]:
            assert entry["title"] == titles.get(entry["url"], entry["title"])
            assert "\ufffd" not in entry["title"]


# ---- the disk -----------------------------------------------------------------------------------------
def test_a_data_dir_that_is_no_folder_is_exit_4(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("in the way")
    run = crawl("demo", "-a", "articles=40", data_dir=file / "data")
    assert run.exit_code == 4
    (sentence,) = (line for line in run.stdout.splitlines() if line.startswith("!"))
    assert "cannot be" in sentence
    assert "Not a directory" in sentence
    assert str(file / "data") in sentence
    assert file.read_text() == "in the way"


def test_a_full_disk_is_exit_4_and_leaves_former_runs_alone(tmp_path: Path) -> None:
    former = crawl("demo", "-a", "articles=40", data_dir=tmp_path)
    assert former.folder is not None
    before = {path.name: path.read_bytes() for path in former.folder.iterdir()}
    run = crawl("demo", "-a", "articles=300", data_dir=tmp_path, limits={resource.RLIMIT_FSIZE: 450_000})
    assert run.exit_code == 4
    (sentence,) = (line for line in run.stdout.splitlines() if line.startswith("!"))
    assert "cannot be" in sentence
    assert str(tmp_path) in sentence
    assert (run.folder, run.leftovers) == (former.folder, [])
    assert {path.name: path.read_bytes() for path in former.folder.iterdir()} == before
