"""`scrapy report` in a real browser: what people see is what the archives hold."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import unicodedata
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from scrapy.settings import Settings
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.keys import Keys
from support import archived
from support.crawling import crawl, scrapy

from newscrawler.korean.dates import KST, now_kst
from newscrawler.overview import page as overview_page
from newscrawler.overview.content import SharedStory
from newscrawler.overview.page import make_page
from newscrawler.overview.sources import NewspaperSummary, read_newspapers
from newscrawler.store.archive import ArchiveError
from newscrawler.store.manifest import SectionReport
from newscrawler.stories import Index
from newscrawler.stories.index import Printed

NOW = datetime(2026, 3, 5, 7, 0, 0, tzinfo=KST)
DAYS = [(NOW - timedelta(days=back)).date().isoformat() for back in range(5)]  # today first
ATTACK = '<script>document.title="taken"</script><img src=x onerror=\'document.title="taken"\'>" onclick="x'
HIDDEN = "\x1b[31m빨강\x07\u202e거꾸로"  # a terminal's colour, a bell, and what turns the line round


def fill(data_dir: Path) -> None:
    """Three newspapers over five days: one whole, one with a gap and a failure, one hostile and out of order today."""
    number = 0
    for back, day in reversed(list(enumerate(DAYS))):
        for site, amount in (("narunews", 12), ("gaeul", 7), ("trap", 3)):
            if (site, back) in (("gaeul", 2), ("trap", 0)):
                continue
            numbers = range(number, number + amount + back)
            number += amount + back
            title = ATTACK if site == "trap" else f"{site} 기사"
            items: list[Any] = [archived.article(site, each, day, title) for each in numbers]
            items.append(archived.article(site, numbers[0], day, status="modified"))
            items += [
                archived.widget(site, f"상자 {box}", [(each, title) for each in numbers[: 2 + box]], day)
                for box in (range(1, 6) if site == "trap" else (1, 2))
            ]
            items += [archived.reading(site, "서울", 3.5 - back, day), archived.reading(site, "김해시", -0.2, day)]
            items.append(archived.reading(site, ATTACK if site == "trap" else "나루섬", 10.0, day))
            failed = site == "gaeul" and back == 0
            section = SectionReport(
                ATTACK, f"http://{site}.test/l?sec_no=1", "menu", 2, 9, "error" if failed else "end"
            )
            alarms = [f"list page http://gaeul.test/{ATTACK}: no answer in time"] if failed else []
            archived.store(data_dir, site, day, items, exit_code=int(failed), alarms=alarms, sections=[section])
    hostile = archived.outcome("trap", f"덫{HIDDEN}{ATTACK}", DAYS[0], state="timeout", exit_code=1, alarms=[HIDDEN])
    archived.batch(data_dir, DAYS[0], hostile)


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data_dir = tmp_path_factory.mktemp("data with # and 한글")
    fill(data_dir)
    return data_dir


@pytest.fixture(scope="module")
def settings(data_dir: Path) -> Settings:
    return Settings({"DATA_DIR": str(data_dir), "ARCHIVE_URL": None})


@pytest.fixture(scope="module")
def page(data_dir: Path, settings: Settings) -> Path:
    path = data_dir / "report.html"
    path.write_text(make_page(settings, len(DAYS), NOW, path).html, "utf-8")
    return path


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """A browser that can reach no host."""
    programs = {name: shutil.which(name) for name in ("chromium", "chromedriver")}
    if None in programs.values():
        assert not os.environ.get("CI"), f"the browser is missing: {programs}"
        pytest.skip("needs Debian's chromium and chromium-driver")
    options = ChromeOptions()
    options.binary_location = programs["chromium"] or ""
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    for flag in (
        "headless", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking",
        "disable-component-update", "disable-sync", "hide-scrollbars", "host-resolver-rules=MAP * ~NOTFOUND",
        f"user-data-dir={tmp_path_factory.mktemp('profile')}",
    ):  # fmt: skip
        options.add_argument(f"--{flag}")
    browser = Chrome(options=options, service=Service(programs["chromedriver"]))
    yield browser
    browser.quit()


@pytest.fixture(scope="module")
def long_page(settings: Settings, data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page with long addresses, large numbers, a story and a sentence that cannot be broken at a space."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(overview_page, "find_stories", lambda *_: story_of_two())
        patch.setattr(overview_page, "read_newspapers", with_large_numbers)
        path = data_dir / "long.html"
        path.write_text(make_page(settings, len(DAYS), NOW, path).html, "utf-8")
    return path


def with_large_numbers(*arguments: Any) -> tuple[list[NewspaperSummary], list[str]]:
    papers, _ = read_newspapers(*arguments)
    papers[0].articles = 123_456_789
    papers[0].attempts[-1].alarms.append(f"http://gaeul.test/{'a' * 300}.html: the server answered 503")
    return papers, [f"{'b' * 300}.json: no JSON"]


def story_of_two() -> list[Any]:
    def one(site: str, number: int, day: str, earlier: str | None) -> Any:
        return SimpleNamespace(
            story_id="narunews:0",
            id=f"{site}:{number}",
            site=site,
            title="같은 <글>",
            url=f"http://{site}.test/1",
            published_at=f"{day}T05:00:00+09:00",
            duplicate_of=earlier,
            similarity=0.934,
        )

    return [one("narunews", 0, DAYS[1], None), one("gaeul", 16, DAYS[0], "narunews:0")]


@pytest.fixture
def opened(chromium: Chrome, page: Path) -> Chrome:
    """The page in a wide, light window."""
    show(chromium, page)
    return chromium


def show(browser: Chrome, page: Path, width: int = 1280, scheme: str = "light") -> None:
    feature = {"name": "prefers-color-scheme", "value": scheme}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
    size = {"width": width, "height": 844, "deviceScaleFactor": 1, "mobile": width < 600}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    for kind in ("browser", "performance"):
        browser.get_log(kind)  # what earlier pages said
    browser.get(page.as_uri())


def ask(browser: Chrome, script: str) -> Any:
    return browser.execute_script(f"return {script}")


def each(browser: Chrome, selector: str, expression: str) -> list[Any]:
    """A JavaScript expression over every element ``e`` of a selector, in the order of the page."""
    found: list[Any] = ask(browser, f"[...document.querySelectorAll({json.dumps(selector)})].map(e => {expression})")
    return found


def texts(browser: Chrome, selector: str) -> list[str]:
    return each(browser, selector, "e.textContent.trim()")


def number(text: str) -> int:
    (digits,) = re.findall(r"^[\d,]+", text) or ["0"]
    return int(digits.replace(",", ""))


def rows(data_dir: Path, site: str, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(data_dir / site / "archive.sqlite")) as db:
        return db.execute(query).fetchall()


def new_by_day(data_dir: Path, site: str) -> dict[str, int]:
    """Counted from the records themselves."""
    query = """SELECT substr(run.started_at, 1, 10), count(*) FROM revision JOIN run ON run.seq = revision.run
               WHERE revision.status = 'new' GROUP BY 1"""
    return dict(rows(data_dir, site, query))


# ---- nothing happens in the browser ---------------------------------------------------------------
def test_the_browser_says_nothing_and_asks_for_nothing_but_the_file(opened: Chrome, page: Path) -> None:
    assert opened.get_log("browser") == []
    events = [json.loads(entry["message"])["message"] for entry in opened.get_log("performance")]
    asked = [event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"]
    assert {url for url in asked if not url.startswith("data:")} == {page.as_uri()}
    assert ask(opened, "performance.getEntriesByType('resource').length") == 0


def test_hostile_titles_are_text(opened: Chrome) -> None:
    assert ask(opened, "document.title") == f"신문 수집 보고서 {DAYS[0]}"
    assert ask(opened, "document.querySelectorAll('img, iframe, object, [onclick], [onerror]').length") == 0
    assert len(texts(opened, "script")) == 1
    assert ATTACK in texts(opened, "#shown bdi")
    assert ATTACK in texts(opened, "#papers .reasons bdi")
    assert f"목록 쪽 http://gaeul.test/{ATTACK}: 제때 답이 없음" in texts(opened, "#tasks .said")
    assert ATTACK in texts(opened, ".articles bdi")
    assert f"덫[31m빨강\u202e거꾸로{ATTACK}" in texts(opened, ".board tbody bdi")
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", opened.page_source)


# ---- the numbers ----------------------------------------------------------------------------------
def test_every_number_of_the_board_is_the_archives(opened: Chrome, data_dir: Path) -> None:
    sums: Counter[str] = Counter()
    for site in ("narunews", "gaeul", "trap"):
        truth = new_by_day(data_dir, site)
        cells = each(opened, f"tr[data-site={site}] td[data-day]", "[e.dataset.day, e.textContent]")
        assert [day for day, _ in cells] == DAYS
        assert {day: number(text) for day, text in cells} == {day: truth.get(day, 0) for day in DAYS}
        assert number(texts(opened, f"tr[data-site={site}] .sum")[0]) == sum(truth.values())
        sums.update(truth)
    assert sums.total() == 7 * 4 + 12 * 5 + 3 * 4 + (0 + 1 + 3 + 4) + (0 + 1 + 2 + 3 + 4) + (1 + 2 + 3 + 4)
    assert [number(text) for text in texts(opened, "td[data-total]")] == [sums[day] for day in DAYS]
    assert number(texts(opened, "#new-period")[0]) == sums.total()
    assert number(texts(opened, "#new-latest")[0]) == sums[DAYS[0]]


def test_the_archives_sizes_are_shown(opened: Chrome, data_dir: Path) -> None:
    sizes = {site: rows(data_dir, site, "SELECT count(*) FROM article")[0][0] for site in ("narunews", "gaeul", "trap")}
    shown = dict(each(opened, "[data-articles]", "[e.dataset.site, +e.dataset.articles]"))
    assert shown == sizes
    assert number(texts(opened, "#articles")[0]) == sum(sizes.values())


def test_the_most_shown_articles_are_counted_from_the_widgets(opened: Chrome, data_dir: Path) -> None:
    boxes: Counter[str] = Counter()
    for site in ("narunews", "gaeul", "trap"):
        for (record,) in rows(data_dir, site, "SELECT record FROM sidebar"):
            boxes.update({entry["url"] for entry in json.loads(record)["entries"]})
    cells = "[e.querySelector('a').href, e.querySelector('.right').textContent]"
    shown = each(opened, "#shown tr:has(a)", cells)
    assert {url: int(text) for url, text in shown} == {url: boxes[url] for url, _ in shown}
    assert [int(text) for _, text in shown] == sorted(boxes.values(), reverse=True)[:20]


def test_the_weather_is_the_last_and_unknown_places_are_named(opened: Chrome) -> None:
    stations = dict(each(opened, "[data-station]", "[e.dataset.station, e.querySelector('b').textContent]"))
    assert stations == {"서울": "3.5℃", "김해시": "-0.2℃", "나루섬": "10.0℃"}
    assert "나루섬" in next(text for text in texts(opened, "#weather .aside") if text.startswith("지도에 없는"))
    drawn = [text for text in texts(opened, "#weather svg text") if text.lstrip("-").isdigit()]
    assert sorted(drawn) == ["0", "4"]


# ---- what a person sees ---------------------------------------------------------------------------
def test_tasks_come_first_and_a_gap_is_seen(opened: Chrome) -> None:
    assert texts(opened, ".task h3") == ["시간이 다 되어 멈췄습니다 1곳", "읽지 못한 쪽이 있습니다 1곳"]
    assert texts(opened, "#task-count") == ["2건"]
    assert texts(opened, "[data-kind=missing]") == ["없음"]
    facts = "[e.closest('tr').dataset.site, e.dataset.day, getComputedStyle(e).outlineStyle]"
    gap = each(opened, "[data-kind=missing]", facts)[0]
    assert gap == ["gaeul", DAYS[2], "dashed"]
    assert texts(opened, "[data-kind=incomplete] small") == ["일부"]
    tops = [each(opened, selector, "e.getBoundingClientRect().top")[0] for selector in ("#tasks", "#board", "#papers")]
    assert tops == sorted(tops)


def test_a_newspapers_name_leads_to_its_sections_and_files(opened: Chrome, data_dir: Path) -> None:
    opened.execute_script("document.querySelector('tr[data-site=narunews] th a').click()")
    assert ask(opened, "document.querySelector('#paper-narunews').closest('details').open")
    assert not ask(opened, "document.querySelector('#paper-gaeul').closest('details').open")
    links = ask(opened, "[...document.querySelectorAll('a')].map(e => e.href)")
    files = [Path(unquote(urlsplit(link).path)) for link in links if link.startswith("file:") and "#" not in link]
    assert [path for path in files if not path.exists()] == []
    runs = sorted(path.parent.name for path in data_dir.glob("narunews/*/run.json"))
    linked = {path for path in files if path.is_relative_to(data_dir / "narunews")}
    assert {path.parent.name for path in linked if path.name == "run.json"} == set(runs)
    assert {path.name for path in linked if path.parent.name == runs[-1]} == {
        path.name for path in (data_dir / "narunews" / runs[-1]).iterdir()
    }
    assert data_dir / "narunews" / "archive.sqlite" in linked


def test_a_phone_scrolls_down_only(chromium: Chrome, page: Path) -> None:
    show(chromium, page, width=390)
    chromium.execute_script("document.querySelectorAll('details').forEach(e => { e.open = true })")
    assert ask(chromium, "document.documentElement.scrollWidth") == 390
    assert max(each(chromium, "section, figure, .scroll, .task, .card", "e.getBoundingClientRect().right")) < 390
    assert ask(chromium, "parseFloat(getComputedStyle(document.body).fontSize)") >= 14
    today = ask(chromium, "document.querySelector('td[data-day]').getBoundingClientRect().right")
    assert today < 390  # the newest day needs no scrolling


CONTRAST = """((selectors) => {
    const parse = color => color.match(/[\\d.]+/g).map(Number)
    const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
        .map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
        .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0)
    const ground = e => {
        const color = parse(getComputedStyle(e).backgroundColor)
        return color[3] === 0 ? ground(e.parentElement) : color
    }
    return selectors.map(selector => {
        const e = document.querySelector(selector)
        const ink = parse(getComputedStyle(e)[e.namespaceURI.endsWith('svg') ? 'fill' : 'color'])
        const [a, b] = [light(ink), light(ground(e))].sort((x, y) => y - x)
        return [selector, (a + .05) / (b + .05)]
    })
})(%s)"""


def test_light_and_dark_differ_and_both_are_readable(chromium: Chrome, page: Path) -> None:
    selectors = [
        "body",
        ".aside",
        ".said",
        ".task h3",
        "td.good a",
        "td.warn a",
        "td.bad",
        "#fields figcaption",
        ".bars svg text",
    ]
    grounds = {}
    for scheme in ("light", "dark"):
        show(chromium, page, scheme=scheme)
        grounds[scheme] = ask(chromium, "getComputedStyle(document.body).backgroundColor")
        contrasts = dict(ask(chromium, CONTRAST % json.dumps(selectors)))
        assert {selector: ratio for selector, ratio in contrasts.items() if ratio < 4.5} == {}
    assert grounds["light"] != grounds["dark"]


# ---- the list of articles -------------------------------------------------------------------------
def listed(browser: Chrome) -> list[str]:
    """The articles that are seen, by their numbers."""
    found: list[str] = each(browser, ".articles li:not([hidden]) a:first-child", "e.search.slice(4)")
    return found


def look_for(browser: Chrome, words: str) -> str:
    """Types into the box as a person does; returns the number that the page then says."""
    field = browser.find_element("id", "words")
    field.send_keys(Keys.CONTROL, "a")
    field.send_keys(words or Keys.BACKSPACE)
    return texts(browser, "#search output")[0]


def test_articles_are_found_by_parts_of_words_newspaper_section_and_time(chromium: Chrome, tmp_path: Path) -> None:
    def one(number: int, site: str, title: str, section: str | None, clock: str) -> Any:
        published = f"{DAYS[0]}T{clock}:00+09:00"
        return replace(archived.article(site, number, DAYS[0], title), section=section, published_at=published)

    nfd = unicodedata.normalize("NFD", "너울군의회 개회")
    narunews = [
        one(1, "narunews", "갈마을골목 <b>간판</b> 교체", "경제", "05:10"),
        one(2, "narunews", nfd, "정치", "04:00"),
    ]
    archived.store(tmp_path, "narunews", DAYS[0], narunews)
    archived.store(tmp_path, "gaeul", DAYS[0], [one(3, "gaeul", "Naru FESTIVAL 문화", None, "03:00")])
    path = tmp_path / "report.html"
    path.write_text(make_page(Settings({"DATA_DIR": str(tmp_path)}), 2, NOW, path).html, "utf-8")
    show(chromium, path, width=390)
    assert (listed(chromium), texts(chromium, "#search output")) == (["1", "2", "3"], ["3건"])
    assert texts(chromium, ".articles li")[0] == "갈마을골목 <b>간판</b> 교체 narunews · 경제 · 03-05 05:10"
    for words, numbers in [
        ("골목", ["1"]),  # within a word
        ("군의회", ["2"]),  # written in another form of Unicode
        ("festival 문화", ["3"]),
        ("naru", ["1", "2", "3"]),  # two by their newspaper, one by its title
        ("정치 04:0", ["2"]),
        ("03-05", ["1", "2", "3"]),
        ("ws경", []),  # no part of one word
        ("너울군 교체", []),  # words of different articles
        ("", ["1", "2", "3"]),
    ]:
        assert (look_for(chromium, words), listed(chromium), words) == (f"{len(numbers)}건", numbers, words)
    assert chromium.get_log("browser") == []


def test_without_scripts_all_articles_are_there_and_no_box_that_does_nothing(chromium: Chrome, page: Path) -> None:
    chromium.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        show(chromium, page)
        assert len(chromium.find_elements("css selector", ".articles li")) == 128
        assert len(chromium.find_elements("css selector", ".articles li:not([hidden])")) == 128
        assert len(chromium.find_elements("css selector", "#search[hidden]")) == 1
    finally:
        chromium.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_a_list_that_is_too_long_says_what_it_leaves_out(
    settings: Settings, page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overview_page, "_LISTED", 30)
    html = make_page(settings, len(DAYS), NOW, page).html
    assert "가장 새 30건만 적었고, 그보다 앞선 98건은 뺐습니다." in html
    assert "뺐습니다" not in page.read_text("utf-8")


# ---- accessibility --------------------------------------------------------------------------------
AXE = files("axe_core_python").joinpath("axe.min.js")


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_the_page_never_scrolls_sideways(
    chromium: Chrome, long_page: Path, width: int, scheme: str
) -> None:
    show(chromium, long_page, width, scheme)
    chromium.execute_script("document.querySelectorAll('details').forEach(e => { e.open = true })")
    assert ask(chromium, "document.scrollingElement.scrollWidth <= innerWidth")
    assert ask(chromium, "innerWidth") == width
    chromium.execute_script(AXE.read_text("utf-8"))
    found = chromium.execute_async_script("axe.run().then(arguments[0])")
    faults = [(fault["id"], [node["target"] for node in fault["nodes"]][:3]) for fault in found["violations"]]
    assert faults == []
    assert {"color-contrast", "label", "region"} <= {rule["id"] for rule in found["passes"]}


def test_no_number_of_the_tiles_breaks_on_a_phone(chromium: Chrome, long_page: Path) -> None:
    show(chromium, long_page, width=390)
    lines = "e.getBoundingClientRect().height / parseFloat(getComputedStyle(e).lineHeight)"
    assert [round(number) for number in each(chromium, ".tiles dd", lines)] == [1, 1, 1, 1, 1]


# ---- the file -------------------------------------------------------------------------------------
def test_the_same_archives_make_the_same_page_but_for_its_time(settings: Settings, page: Path) -> None:
    later = make_page(settings, len(DAYS), NOW + timedelta(minutes=5), page).html.splitlines()
    before = page.read_text("utf-8").splitlines()
    different = [(old, new) for old, new in zip(before, later, strict=True) if old != new]
    clocks = ("07:00:00", "07:05:00")
    assert different == [tuple(f'<p id="made-at">2026-03-05 {clock}에 만들었습니다.</p>' for clock in clocks)]


def test_stories_are_shown_where_there_are_any(settings: Settings, page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[Any, ...]] = []

    def find_stories(index: Index, sites: list[str], since: str, until: str) -> list[Any]:
        asked.append((sites, since, until))
        return story_of_two()

    monkeypatch.setattr(overview_page, "find_stories", find_stories)
    html = make_page(settings, len(DAYS), NOW, page).html
    assert asked == [(["gaeul", "narunews", "trap"], DAYS[-1], DAYS[0])]
    assert "<h3><bdi>같은 &lt;글&gt;</bdi> <small>신문 2곳, 기사 2건</small></h3>" in html
    assert "03-05 05:00 · 쓴 몫 0% ·" in html


def test_the_share_is_that_of_the_earliest_text_which_the_others_use() -> None:
    release = "너울군은 갈마을 골목 가게의 간판을 올해 안에 모두 바꾼다고 밝혔다. "
    own = "군의회는 예산이 모자란다며 다음 회기에 다시 살피기로 했다고 전했다. "
    bodies = {"a:1": release + own, "b:2": release, "c:3": own + release + own}
    records = [SimpleNamespace(id=name) for name in (*bodies, "d:4")]  # the last was deleted meanwhile
    with closing(Index(None)) as index:
        index.add(
            Printed(name, name[0], "http://x.test/", "글", f"{DAYS[0]}T05:00:00", body) for name, body in bodies.items()
        )
        shares = overview_page._shares(index, SharedStory("글", 4, records))
    assert {name: round(share, 1) for name, share in shares.items()} == {"b:2": 0.5, "c:3": 1.0}


def test_an_article_of_a_story_leads_to_those_who_carried_it(opened: Chrome, long_page: Path) -> None:
    show(opened, long_page)
    leads = each(
        opened,
        ".articles li:has(a[href^='#'])",
        "[e.querySelector('a').search, e.lastElementChild.lastElementChild.hash]",
    )
    assert leads == [["?no=0", "#story-1"], ["?no=16", "#story-1"]]
    assert texts(opened, "#story-1 li") == [
        "narunews · 03-04 05:00 · 같은 <글>",
        "gaeul · 03-05 05:00 · 쓴 몫 0% · 같은 <글>",
    ]


def test_stories_that_cannot_be_found_do_not_cost_the_page(
    settings: Settings, page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def find_stories(*_: Any) -> None:
        raise ArchiveError("the index of <b>x</b>")

    monkeypatch.setattr(overview_page, "find_stories", find_stories)
    html = make_page(settings, len(DAYS), NOW, page).html
    assert 'id="stories"' not in html
    assert "<li><bdi>the index of &lt;b&gt;x&lt;/b&gt;</bdi></li>" in html


def test_a_trouble_of_many_newspapers_is_folded_and_none_is_left_out(tmp_path: Path, chromium: Chrome) -> None:
    names = [f"paper{number:02}" for number in range(11)]
    for name in names:
        archived.store(tmp_path, name, DAYS[0], exit_code=1, alarms=["page 3 could not be read"])
    path = tmp_path / "report.html"
    path.write_text(make_page(Settings({"DATA_DIR": str(tmp_path)}), 3, NOW, path).html, "utf-8")
    show(chromium, path)
    assert texts(chromium, ".task h3") == ["읽지 못한 쪽이 있습니다 11곳"]
    assert texts(chromium, ".task li bdi:first-child") == [
        text for name in names for text in (name, "page 3 could not be read")
    ]
    assert texts(chromium, ".task summary") == ["그 밖에 3곳"]


# ---- the command ----------------------------------------------------------------------------------
def report(data_dir: Path, *arguments: str, env: dict[str, str] | None = None) -> Any:
    return scrapy("report", *arguments, "-s", f"DATA_DIR={data_dir}", data_dir=data_dir, env=env)


def test_the_page_of_a_crawl_lies_beside_its_data(tmp_path: Path, chromium: Chrome) -> None:
    run = crawl("demo", "-a", "articles=20", data_dir=tmp_path)
    assert run.exit_code == 0
    made = report(tmp_path)
    assert (made.exit_code, made.stdout, made.stderr) == (0, f"{tmp_path}/report.html\n", "")
    show(chromium, tmp_path / "report.html")
    assert chromium.get_log("browser") == []
    assert texts(chromium, ".board thead th")[1][:5] in {f"{now_kst():%m-%d}", f"{now_kst() - timedelta(days=1):%m-%d}"}
    assert len(texts(chromium, ".board thead th")) == 1 + 14 + 1
    assert number(texts(chromium, "#new-period")[0]) == run.manifest["counts"]["new"] == 20
    shares = dict(
        zip(
            ask(chromium, "[...document.querySelectorAll('[data-field]')].map(e => e.dataset.field)"),
            texts(chromium, "[data-field] b"),
            strict=True,
        )
    )
    assert shares == {name: f"{share:.0%}" for name, share in run.manifest["coverage"].items()}
    reasons = {key: int(value) for key, value in (text.rsplit(" ", 1) for text in texts(chromium, ".reasons dt"))}
    assert sum(reasons.values()) > 10
    assert reasons.keys() <= {"끝까지 읽음", "새것이 없음"}
    (audit,) = texts(chromium, ".audit")
    assert re.findall(r"[0-9]+", audit) == [str(run.manifest["audit"][name]) for name in ("shown", "listed")]


def test_days_and_place_of_the_page_can_be_chosen(data_dir: Path, tmp_path: Path) -> None:
    made = report(data_dir, "--days", "3", "-o", str(tmp_path / "page.html"))
    assert (made.exit_code, made.stdout) == (0, f"{tmp_path}/page.html\n")
    assert (tmp_path / "page.html").read_text("utf-8").count('<th scope="col"') == 1 + 3 + 1
    assert list(tmp_path.iterdir()) == [tmp_path / "page.html"]


def test_a_quiet_report_says_nothing_but_what_went_wrong(data_dir: Path, tmp_path: Path) -> None:
    made = report(data_dir, "-q", "-o", str(tmp_path / "page.html"))
    assert (made.exit_code, made.stdout, made.stderr) == (0, "", "")
    assert "신문 수집 보고서" in (tmp_path / "page.html").read_text("utf-8")
    made = report(tmp_path, "--quiet")
    sentence = f"scrapy report: no archives found in {tmp_path}: crawl a newspaper first\n"
    assert (made.exit_code, made.stdout, made.stderr) == (2, "", sentence)


@pytest.mark.parametrize("days", ["0", "many", "367"])
def test_a_number_of_days_that_is_none_is_wrong_use(data_dir: Path, days: str) -> None:
    made = report(data_dir, f"--days={days}")
    assert (made.exit_code, made.stderr) == (2, f"scrapy report: --days must be a number from 1 to 366, not {days}\n")


def test_wrong_use_is_told_in_a_sentence(tmp_path: Path) -> None:
    assert report(tmp_path, "gndnews").stderr == "scrapy report: unexpected arguments: gndnews\n"
    made = report(tmp_path)
    assert (made.exit_code, made.stderr) == (
        2,
        f"scrapy report: no archives found in {tmp_path}: crawl a newspaper first\n",
    )
    assert list(tmp_path.iterdir()) == []


def test_a_page_that_cannot_be_written_is_told_and_leaves_nothing(data_dir: Path, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    made = report(data_dir, "-o", str(tmp_path / "folder"))
    assert made.exit_code == 4
    assert made.stderr.startswith("scrapy report: [Errno 21] Is a directory")
    assert list(tmp_path.iterdir()) == [tmp_path / "folder"]


@pytest.mark.parametrize(("module", "package"), [("jinja2", "jinja2"), ("vl_convert", "vl_convert")])
def test_without_the_extra_it_says_what_to_install(data_dir: Path, tmp_path: Path, module: str, package: str) -> None:
    (tmp_path / f"{module}.py").write_text(f"raise ModuleNotFoundError('none', name='{module}')")
    made = report(data_dir, env={"PYTHONPATH": str(tmp_path)})
    sentence = f"scrapy report: the page needs {package}: pip install jinja2 vl-convert-python\n"
    assert (made.exit_code, made.stderr) == (2, sentence)
