"""Whole crawls of the demo newspaper: what is written equals the truth, what is asked is polite."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Literal
from urllib.parse import parse_qs, urlsplit

import pytest
from support.crawling import HOME, Recorder, Run, assert_truth, crawl, crawl_paper, serve, widget_key

from newscrawler.demo import DemoServer, Newspaper

ORIGIN = HOME[:-1]
ARTICLES = 800  # lists of 23 pages, and one that ends where the pager's window of ten does
ROWS = 10  # articles on a list page of the new skin
FORBIDDEN = re.compile(
    r"/member/|/adm/|search_result|article_print|banner_click|/mobile/|/mybbs/|\.(jpg|png|gif|css|js)$"
)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Run, Recorder]]:
    """A whole crawl and the newspaper that answered it."""
    with serve(ARTICLES) as server:
        run = crawl_paper(server, data_dir=tmp_path_factory.mktemp("whole"))
        assert isinstance(server.paper, Recorder)
        yield run, server.paper


OTHERS: tuple[Literal["m01", "ndsoft"], ...] = ("m01", "ndsoft")


@pytest.fixture(scope="module", params=OTHERS)
def other(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, Newspaper]:
    """A crawl of 300 articles in the old skin and in that of the other CMS, by the demo spider."""
    skin = f"skin={request.param}"
    run = crawl("demo", "-a", skin, "-a", "articles=300", data_dir=tmp_path_factory.mktemp(request.param))
    return run, Newspaper(articles=300, skin=request.param)


def pages_of(paper: Recorder) -> list[str]:
    """The addresses asked by GET, robots.txt left out."""
    return [url for method, url, _ in paper.asked if method == "GET" and not url.endswith("/robots.txt")]


def assert_widgets(run: Run, paper: Newspaper, pages: set[str]) -> None:
    """The sidebar feed holds each widget of these pages once, on a page that has it."""
    stored = Counter(map(widget_key, run.sidebar))
    assert set(stored.values()) == {1}
    for record in run.sidebar:
        assert widget_key(record) in map(widget_key, paper.truth_widgets(record["page_url"]))
    printed = {widget_key(widget) for page in pages for widget in paper.truth_widgets(page)}
    assert stored.keys() == printed


def test_every_article_reading_and_missing_page_is_stored_once_and_equals_the_truth(
    whole: tuple[Run, Recorder],
) -> None:
    run, paper = whole
    assert (run.exit_code, len(run.articles)) == (0, ARTICLES)
    assert_truth(run, paper)


def test_articles_say_who_they_are_and_how_they_were_found(whole: tuple[Run, Recorder]) -> None:
    run, paper = whole
    asked = set(pages_of(paper))
    for record in run.articles:
        assert record["id"] == f"demo.test:{record['url'].partition('no=')[2]}"
        assert (record["site"], record["language"], record["extraction"]) == ("demo.test", "ko", "mediaon")
        assert (record["revision"], record["status"]) == (1, "new")
        assert record["found_via"] in ("list", "widget", "ajax", "rss")
        assert record["found_on"] in asked
        assert re.fullmatch(r"sha256:[0-9a-f]{64}", record["content_hash"])
    assert len({record["content_hash"] for record in run.articles}) == ARTICLES


def test_every_widget_of_every_page_is_stored_once(whole: tuple[Run, Recorder]) -> None:
    run, paper = whole
    assert_widgets(run, paper, set(pages_of(paper)))
    kinds = {"/": "home", "/news/section.html": "section", "/news/article.html": "article"}
    for record in run.sidebar:
        assert record["page_kind"] == kinds.get(urlsplit(record["page_url"]).path, "list")


def test_the_other_skins_are_read_as_exactly(other: tuple[Run, Newspaper]) -> None:
    run, paper = other
    assert (run.exit_code, run.manifest["complete"], run.leftovers) == (0, True, [])
    assert_truth(run, paper)
    pages = {HOME, *paper.truth_articles(), *(s["url"] for s in run.manifest["sections"])}
    assert_widgets(run, paper, pages)


def test_the_manifest_counts_what_happened(whole: tuple[Run, Recorder]) -> None:
    run, paper = whole
    manifest = run.manifest
    assert (manifest["complete"], manifest["exit_code"], manifest["finish_reason"]) == (True, 0, "finished")
    assert (manifest["site"], manifest["spider"], manifest["alarms"]) == ("demo.test", "mediaon", [])
    assert manifest["arguments"] == {"url": HOME}
    assert run.folder is not None
    assert manifest["run_id"] == run.folder.name
    assert re.fullmatch(r"\d{8}T\d{6}", manifest["run_id"])
    assert manifest["counts"] == {
        "new": ARTICLES,
        "modified": 0,
        "removed": 0,
        "unchanged": 0,
        "rejected": 2,
        "requests": len(paper.asked),
        "responses_by_status": {"200": len(paper.asked)},
    }
    assert run.leftovers == []


def test_coverage_is_the_share_of_articles_with_a_field(whole: tuple[Run, Recorder]) -> None:
    run, paper = whole
    truth = paper.truth_articles().values()
    for name in ("authors", "images", "modified_at", "kicker", "body"):
        share = sum(bool(fields[name]) for fields in truth) / ARTICLES
        assert run.manifest["coverage"][name] == pytest.approx(share, abs=5e-5)
    assert 0 < run.manifest["coverage"]["images"] < 1


def test_file_facts_are_those_of_the_files(whole: tuple[Run, Recorder]) -> None:
    run, _ = whole
    assert run.folder is not None
    facts = run.manifest["files"]
    assert [fact["name"] for fact in facts] == [
        "articles.jsonl",
        "weather.jsonl",
        "sidebar.jsonl",
        "rejected.jsonl",
    ]
    for fact in facts:
        data = (run.folder / fact["name"]).read_bytes()
        assert (fact["records"], fact["bytes"]) == (data.count(b"\n"), len(data))
        assert fact["sha256"] == hashlib.sha256(data).hexdigest()
    assert sorted(path.name for path in run.folder.iterdir()) == sorted([*(fact["name"] for fact in facts), "run.json"])


def test_hangul_is_written_as_itself(whole: tuple[Run, Recorder]) -> None:
    run, _ = whole
    assert run.folder is not None
    data = (run.folder / "articles.jsonl").read_bytes()
    assert not data.startswith(b"\xef\xbb\xbf")
    assert "기자".encode() in data
    assert rb"\u" not in data


def test_nothing_is_asked_twice_and_robots_txt_first(whole: tuple[Run, Recorder]) -> None:
    _, paper = whole
    assert paper.asked[0][:2] == ("GET", f"{ORIGIN}/robots.txt")
    assert [request for request, times in Counter(paper.asked).items() if times > 1] == []


def test_nothing_forbidden_foreign_or_useless_is_asked(whole: tuple[Run, Recorder]) -> None:
    _, paper = whole
    assert [url for _, url, _ in paper.asked if not url.startswith(f"{ORIGIN}/")] == []
    assert [url for _, url, _ in paper.asked if FORBIDDEN.search(url)] == []


def test_ajax_blocks_are_asked_page_after_page_until_one_is_short(whole: tuple[Run, Recorder]) -> None:
    _, paper = whole
    pages: dict[tuple[str, str], list[str]] = defaultdict(list)
    for method, url, body in paper.asked:
        if method == "POST":
            assert url == f"{ORIGIN}/news/ajax.php"
            form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
            pages[form["lay_no"], form.get("sec_no", "")].append(form["ajax_page"])
    # the front page's block holds 17 articles, a section's 13; five a page, the first is printed
    landings = {(str(2320), str(number)): ["2", "3"] for number in (2, 3, 4, 5, 6, 7, 8)}
    assert pages == {("2310", ""): ["2", "3", "4"], **landings}


def test_lists_are_read_to_their_last_page_and_no_further(whole: tuple[Run, Recorder]) -> None:
    run, paper = whole
    numbers: dict[str, list[int]] = defaultdict(list)
    for url in pages_of(paper):
        if "section_list_all" in url:
            section, _, page = url.partition("&page=")
            numbers[section].append(int(page or 1))
    by_name = Counter(fields["section"] for fields in paper.truth_articles().values())
    children = {2: (21, 22, 23), 3: (31, 32), 7: (71,)}
    names = {number: name for name, number in paper.sections.items()}
    for name, number in paper.sections.items():
        articles = by_name[name] + sum(by_name[names[child]] for child in children.get(number, ()))
        last = -(-articles // ROWS)
        if last % 10 == 0:  # the pager's window ends here, only the next page can tell
            last += 1
        url = f"{ORIGIN}/news/section_list_all.html?sec_no={number}"
        assert numbers[url] == list(range(1, last + 1)), name
        report = run.sections[url.removeprefix(ORIGIN)]
        assert (report["pages"], report["articles"], report["stopped"]) == (last, articles, "end"), name


# ---- arguments --------------------------------------------------------------------------------------
PAPER = Newspaper(articles=200)
TRUTH = PAPER.truth_articles()


def demo(data_dir: Path, *arguments: str) -> Run:
    return crawl("demo", *(part for argument in arguments for part in ("-a", argument)), data_dir=data_dir)


def urls(run: Run) -> set[str]:
    return {record["url"] for record in run.articles}


def test_sections_by_name_and_number_bring_their_articles_only(tmp_path: Path) -> None:
    run = demo(tmp_path, "sections=교육, 2")
    wanted = ("교육", "자치행정", "시청", "군청", "의회")  # 2 is 자치행정 with its sub-sections
    assert urls(run) == {url for url, fields in TRUTH.items() if fields["section"] in wanted}
    assert (run.exit_code, run.manifest["complete"]) == (0, True)
    assert {section["url"].partition("sec_no=")[2] for section in run.manifest["sections"]} == {"6", "2"}
    assert run.manifest["arguments"] == {"sections": "교육, 2"}


def test_since_and_until_bring_the_articles_of_these_days(tmp_path: Path) -> None:
    run = demo(tmp_path, "since=2026-02-27", "until=2026-02-28")
    wanted = {url for url, fields in TRUTH.items() if "02-27" <= fields["published_at"][5:10] <= "02-28"}
    assert len(wanted) > 50
    assert urls(run) == wanted
    assert run.exit_code == 0


def test_since_ends_the_lists_at_older_articles(tmp_path: Path) -> None:
    run = demo(tmp_path, "since=2026-03-02")
    assert urls(run) == {url for url, fields in TRUTH.items() if fields["published_at"] >= "2026-03-02"}
    report = run.sections["/news/article_list_all.html"]
    assert (report["stopped"], run.exit_code) == ("since", 0)
    assert report["pages"] < 200 / ROWS


def test_max_articles_ends_the_run(tmp_path: Path) -> None:
    run = demo(tmp_path, "max_articles=7")
    assert len(run.articles) + len(run.rejected) == 7
    assert urls(run) <= TRUTH.keys()
    assert run.sections["/news/article_list_all.html"]["stopped"] == "max_articles"
    assert run.exit_code == 0


def test_max_pages_ends_every_section(tmp_path: Path) -> None:
    run = demo(tmp_path, "max_pages=1")
    report = run.sections["/news/article_list_all.html"]
    assert (report["pages"], report["articles"], report["stopped"]) == (1, ROWS, "max_pages")
    assert {section["pages"] for section in run.manifest["sections"]} == {1}
    assert {section["stopped"] for section in run.manifest["sections"]} == {"max_pages", "end"}
    assert run.exit_code == 0


WRONG = {
    ("demo", "colour=red"): "unknown argument 'colour'",
    ("demo", "sections="): "sections must not be empty",
    ("demo", "sections=교육,원예"): "unknown section '원예'",
    ("demo", "since=yesterdayish"): "since: ",
    ("demo", "until=2026-02-30"): "until: ",
    ("demo", "since=2026-03-02", "until=2026-03-01"): "must not be later than until",
    ("demo", "max_articles=0"): "max_articles must be a whole number of at least 1, not '0'",
    ("demo", "max_articles=many"): "max_articles must be a whole number of at least 1, not 'many'",
    ("demo", "max_pages=1.5"): "max_pages must be a whole number of at least 1, not '1.5'",
    ("demo", "skin=m99"): "skin must be one of m1x, m01, ndsoft, not 'm99'",
    ("demo", "articles=-4"): "articles must be a whole number of at least 1, not '-4'",
    ("demo", "articles=5"): "articles",
    ("demo", "day=monday"): "day must be a number of days, or a day such as today, not 'monday'",
    ("demo", "day=2026-03-01"): "day must not be before 2026-03-02, the first day of the demo newspaper: 2026-03-01",
    ("mediaon",): "url is required",
    ("mediaon", "url=ftp://demo.test/"): "url=ftp://demo.test/ is not an http or https address",
    ("mediaon", "url=demo.test"): "url=demo.test is not an http or https address",
    ("mediaon", "url=http://demo.test:port/"): "is not an http or https address",
    ("mediaon", "url=http://desk:s3cret@demo.test/"): "url=(address not shown) is an address with a user name",
    ("mediaon", "url=http://../"): "url=http://../ is not an address with a valid host name",
    ("mediaon", "url=http://batches/"): "the name batches is reserved",
    ("mediaon", "url=http://gndnews/"): "url leads to the folder of the newspaper gndnews: use scrapy crawl gndnews",
    ("gndnews", "url=http://demo.test/"): "unknown argument 'url'",
    ("http://desk:s3cret@demo.test/",): "unknown spider '(address not shown)'",
    ("gndnwes",): "unknown spider 'gndnwes' (did you mean gndnews?); the spiders are demo, gndnews, mediaon, newspaper",
}


@pytest.fixture(scope="module")
def refused(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[dict[Any, Run], Recorder]]:
    """Every wrong command's outcome, and the newspaper behind the only way out."""

    def attempt(words: tuple[str, ...]) -> Run:
        spider, *arguments = words
        return crawl(
            spider,
            *(part for argument in arguments for part in ("-a", argument)),
            data_dir=tmp_path_factory.mktemp("refused"),
            env={"http_proxy": server.url, "https_proxy": server.url},
        )

    with serve() as server, ThreadPoolExecutor(2) as pool:
        assert isinstance(server.paper, Recorder)
        yield dict(zip(WRONG, pool.map(attempt, WRONG), strict=True)), server.paper


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_a_wrong_argument_is_one_sentence_and_exit_2(
    words: tuple[str, ...], refused: tuple[dict[Any, Run], Recorder]
) -> None:
    run = refused[0][words]
    assert (run.exit_code, run.stdout) == (2, "")
    (line,) = run.stderr.splitlines()
    assert line.startswith("scrapy crawl: ")
    assert WRONG[words] in line
    assert "s3cret" not in line
    assert list(run.data_dir.iterdir()) == []


def test_a_wrong_argument_asks_for_nothing(refused: tuple[dict[Any, Run], Recorder]) -> None:
    assert refused[1].asked == []


def test_a_section_the_front_page_does_not_have_is_exit_2(tmp_path: Path) -> None:
    with serve() as server:
        run = crawl_paper(server, "-a", "sections=원예", data_dir=tmp_path)
        assert [url for _, _, url in server.log] == [f"{ORIGIN}/robots.txt", HOME]
    assert (run.exit_code, run.folder, run.leftovers) == (2, None, [])
    assert "! unknown section '원예'; the newspaper's sections: " in run.stdout
    assert "교육" in run.stdout


# ---- ways that no menu shows ------------------------------------------------------------------------------
class OddMenu(Recorder):
    """A newspaper whose front page links to one landing page of an unusual name, and to an article inside an entry."""

    FRONT = (
        "<nav><a href='/news/section_type2.html?sec_no=3'>행정</a></nav><div class='arl_034'><h2>소식</h2><ul>"
        "<li><a href='/news/article.html?no=10003'>첫째 소식</a>"
        "<p>관련기사 <a href='/news/article.html?no=10010'>둘째</a></p></li>"
        "<li><a href='/news/article.html?no=10005'>셋째 소식</a></li></ul></div>"
    )

    def reply(self, method: str, url: str, body: bytes = b"") -> Any:
        answer = super().reply(method, url, body)
        if urlsplit(url).path == "/":
            return type(answer)(answer.status, answer.headers, f"<html><body>{self.FRONT}</body></html>".encode())
        return answer


def test_lists_are_guessed_and_related_links_followed(tmp_path: Path) -> None:
    paper = OddMenu(articles=40)
    with DemoServer(paper) as server:
        run = crawl_paper(server, "-a", "max_pages=1", data_dir=tmp_path)
    asked = {url.removeprefix(ORIGIN) for url in pages_of(paper)}
    assert {"/news/section_list_all.html?sec_no=3", "/news/article_list_all.html"} <= asked
    assert "/news/article.html?no=10010" in asked
    (widget,) = (record for record in run.sidebar if record["page_url"] == HOME)
    assert [entry["title"] for entry in widget["entries"]] == ["첫째 소식", "셋째 소식"]
