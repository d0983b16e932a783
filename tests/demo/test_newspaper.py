"""The made-up newspaper: same bytes every time, every article reachable, days that follow each other."""

from __future__ import annotations

import json
import re
from datetime import date, datetime, timedelta
from typing import Any, Literal
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser

from newscrawler.demo import FIRST_DAY, Newspaper, latest_edition
from newscrawler.demo.writer import Writer

Skin = Literal["m1x", "m01"]
ROW_LINKS = {"m1x": "ul.art_list_all > li > a", "m01": "div.article_list_002 p.tit > a"}
BODY = "#news_body_area"


def fetch(paper: Newspaper, url: str) -> LexborHTMLParser:
    """The parsed page; it must be there."""
    reply = paper.reply("GET", url)
    assert reply.status == 200, url
    return LexborHTMLParser(reply.body.decode())


def text(node: object) -> str:
    """A node's text, folded."""
    assert node is not None
    return " ".join(node.text().split())  # type: ignore[attr-defined]


def walk_list(paper: Newspaper, skin: Skin, url: str) -> list[str]:
    """Canonical URLs of all rows of a list, following its pager until nothing is new."""
    found: list[str] = []
    seen: set[str] = set()
    todo = [url]
    while todo:
        page_url = todo.pop(0)
        if page_url in seen:
            continue
        seen.add(page_url)
        page = fetch(paper, page_url)
        for link in page.css(ROW_LINKS[skin]):
            target = urlsplit(urljoin(page_url, link.attributes["href"] or ""))
            canonical = f"{paper.origin}{target.path}?no={parse_qs(target.query)['no'][0]}"
            if canonical not in found:
                found.append(canonical)
        for link in page.css("div.btn_pagenum a[href*='page=']"):
            todo.append(urljoin(page_url, link.attributes["href"] or ""))
    return found


@pytest.fixture(params=["m1x", "m01"])
def skin(request: pytest.FixtureRequest) -> Skin:
    """Both skins."""
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def paper(skin: Skin) -> Newspaper:
    """A small newspaper two days old."""
    return Newspaper(articles=200, seed=3, day=2, skin=skin)


def test_same_arguments_same_bytes(paper: Newspaper, skin: Skin) -> None:
    """Two newspapers of the same arguments agree on pages and truth; another seed differs."""
    twin = Newspaper(articles=200, seed=3, day=2, skin=skin)
    urls = [
        "/",
        "/news/section.html?sec_no=2",
        "/news/section_list_all.html?sec_no=4",
        *paper.truth_articles(),
    ]
    for url in urls:
        assert paper.reply("GET", url) == twin.reply("GET", url)
        assert paper.truth_widgets(url) == twin.truth_widgets(url)
    assert paper.truth_articles() == twin.truth_articles()
    assert Newspaper(articles=200, seed=4, day=2, skin=skin).truth_articles() != paper.truth_articles()


def test_every_article_is_on_the_list_of_its_section(paper: Newspaper, skin: Skin) -> None:
    """The sections' lists hold exactly the articles of the truth, each on its own section's list."""
    by_section = {
        name: set(walk_list(paper, skin, f"{paper.origin}/news/section_list_all.html?sec_no={no}"))
        for name, no in paper.sections.items()
    }
    truth = paper.truth_articles()
    assert set().union(*by_section.values()) == set(truth)
    for url, article in truth.items():
        assert url in by_section[article["section"]]
    everything = walk_list(paper, skin, f"{paper.origin}/news/article_list_all.html")
    assert sorted(everything, reverse=True) == list(truth)


def test_every_section_is_linked_from_the_home_page(paper: Newspaper) -> None:
    """Every section is in the menu or behind a 더보기 of the home page."""
    html = paper.reply("GET", "/").body.decode()
    for no in paper.sections.values():
        assert re.search(rf"(section|section_list_all)\.html\?sec_no={no}\b", html)


def test_a_page_past_the_end_repeats_the_last(paper: Newspaper, skin: Skin) -> None:
    """Pages past the end answer 200 with the last page's rows."""
    base = "/news/section_list_all.html?sec_no=4"
    last = -(-len(walk_list(paper, skin, f"{paper.origin}{base}")) // {"m1x": 10, "m01": 12}[skin])
    rows = [
        [link.attributes["href"] for link in fetch(paper, f"{base}&page={page}").css(ROW_LINKS[skin])]
        for page in (last - 1, last, last + 1, last + 40)
    ]
    assert rows[1] == rows[2] == rows[3] != rows[0]


def test_article_pages_show_their_truth(paper: Newspaper, skin: Skin) -> None:
    """Title, paragraphs, captions and tables of the truth stand in the page, in order."""
    title = ".art_info" if skin == "m1x" else ".hbox h2"
    for url, article in paper.truth_articles().items():
        page = fetch(paper, url)
        assert page.css_first(title) is not None
        assert article["title"] in [text(node) for node in page.css("h2")]
        area = page.css_first(BODY)
        shown, start = text(area), 0
        for paragraph in article["body"].split("\n\n"):
            assert paragraph in shown[start:]
            start = shown.index(paragraph, start)
        assert all(image["caption"] in shown for image in article["images"] if image["caption"])
        assert area is not None
        assert len(area.css("img")) == len(article["images"])
        assert len(area.css("table.tbl_data")) == len(article["tables"])


def test_articles_come_in_every_shape(paper: Newspaper) -> None:
    """Each optional field is there for some articles and missing for others."""
    articles = list(paper.truth_articles().values())
    for name in ("subtitle", "authors", "modified_at", "images", "tables", "embeds", "tags", "related"):
        assert 0 < sum(bool(article[name]) for article in articles) < len(articles)
    assert any(len(article["authors"]) == 2 for article in articles)
    assert {article["publisher"] for article in articles} > {paper.name}
    roles = {author["role"] for article in articles for author in article["authors"]}
    assert len(roles) > 3


def test_widgets_show_their_truth(paper: Newspaper) -> None:
    """Titles, teasers, pictures and 더보기 of the truth stand in the pages."""
    urls = ["/", *(f"/news/section.html?sec_no={no}" for no in paper.sections.values())]
    urls += ["/news/article_list_all.html?page=2", list(paper.truth_articles())[5]]
    for url in urls:
        page = fetch(paper, url)
        page_url = urljoin(paper.origin, url)
        shown = text(page.body)
        links = {urljoin(page_url, link.attributes["href"] or "") for link in page.css("a[href]")}
        images = {urljoin(page_url, image.attributes["src"] or "") for image in page.css("img[src]")}
        widgets = paper.truth_widgets(url)
        assert widgets
        for widget in widgets:
            assert widget["more_url"] is None or widget["more_url"] in links
            assert widget["heading_url"] is None or widget["heading_url"] in links
            for rank, entry in enumerate(widget["entries"], 1):
                assert entry["rank"] == rank
                assert entry["title"] in shown
                assert entry["teaser"] is None or entry["teaser"] in shown
                assert entry["thumbnail"] is None or entry["thumbnail"] in images


def test_pages_without_widgets() -> None:
    """Copies, notices and unknown pages have none."""
    paper = Newspaper()
    for path in (
        "/mobile/article.html?no=10005",
        "/news/article_print.html?no=10005",
        "/nowhere",
        "http://x.test/",
    ):
        assert paper.truth_widgets(path) == []


def test_weather(paper: Newspaper, skin: Skin) -> None:
    """The new skin's strip has a reading per station, with gaps; the old skin has none."""
    readings = paper.truth_weather()
    if skin == "m01":
        assert readings == []
        return
    strip = fetch(paper, "/").css("ul.weather_slide li")
    assert len(strip) == len(readings) == len({reading["station"] for reading in readings})
    assert {reading["date"] for reading in readings} == {"2026-03-04"}
    assert any(reading["condition"] is None for reading in readings)
    assert any(reading["temperature_c"] is None for reading in readings)
    assert min(reading["temperature_c"] or 0 for reading in readings) < 0


def test_ajax_pages_end_with_a_short_one() -> None:
    """The button of the home page brings full pages, then a short one, then an error."""
    paper = Newspaper()
    known = paper.truth_articles()
    button = fetch(paper, "/").css_first("a.btn_more[onclick]")
    assert button is not None
    template, lay_no = re.findall(r"'(\w+)', (\d+)", button.attributes["onclick"] or "")[0]
    sizes = []
    for page in range(2, 9):
        form = f"mode=get_skin_content&layout_tpl={template}&lay_no={lay_no}&ajax_page={page}&sec_no="
        reply = paper.reply("POST", "/news/ajax.php", form.encode())
        assert reply.status == 200
        assert reply.body.isascii()
        answer = json.loads(reply.body)
        if answer["error_code"]:
            break
        assert b"<\\/div>" in reply.body
        links = LexborHTMLParser(answer["html"]).css(f"#skin_content_{lay_no} a")
        assert all(paper.origin + str(link.attributes["href"]) in known for link in links)
        sizes.append(len(links))
    assert sizes == [5, 5, 2]


def test_days_follow_each_other(skin: Skin) -> None:
    """A day adds articles, deletes two or, if it is even, one, changes a few with a 수정 time, and keeps the rest."""
    before = Newspaper(articles=400, skin=skin)
    for day in (1, 2, 3):
        after = Newspaper(articles=400, day=day, skin=skin)
        old, new = before.truth_articles(), after.truth_articles()
        assert len(new.keys() - old.keys()) == 40
        gone = old.keys() - new.keys()
        assert len(gone) == (2 if day % 2 else 1)
        changed = [url for url in old.keys() & new.keys() if old[url] != new[url]]
        assert len(changed) == {1: 4, 2: 1, 3: 5}[day]  # one, and one in 25 of the newest 80 by lot, the same each time
        assert set(changed) <= set(list(old)[:80])
        for url in changed:
            assert new[url]["modified_at"].startswith(f"2026-03-{2 + day:02}")
            assert new[url]["modified_at"] != old[url]["modified_at"]
            assert (old[url]["title"], old[url]["body"]) != (new[url]["title"], new[url]["body"])
        assert gone <= after.truth_missing()
        for url in gone:
            assert "삭제된 기사입니다" in after.reply("GET", url).body.decode()
        before = after


def test_editions_follow_each_other(skin: Skin) -> None:
    """Editions of two days have the same articles under the same numbers, but for those of their own days."""
    before, after = (Newspaper(articles=200, day=date(2026, 11, day), skin=skin) for day in (26, 27))
    old, new = before.truth_articles(), after.truth_articles()
    assert len(old) == len(new) == 200
    assert {article["published_at"][:10] for article in new.values() if article["url"] not in old} == {"2026-11-27"}
    assert len(new.keys() - old.keys()) == 40
    deleted = after.truth_missing() & old.keys()
    assert len(deleted) == 1 + (date(2026, 11, 27) - FIRST_DAY).days % 2
    assert list(old)[: len(old) - 40 + len(deleted)] == [url for url in old if url in new or url in deleted]
    changed = [url for url in old.keys() & new.keys() if old[url] != new[url]]
    assert len(changed) == 2  # likewise
    assert set(changed) <= set(list(old)[:80])
    for url in changed:
        assert new[url]["modified_at"].startswith("2026-11-27")
        assert all(old[url][name] == new[url][name] for name in ("section", "published_at", "authors", "images"))


def test_an_edition_has_the_numbers_of_the_newspaper_that_grew_until_then() -> None:
    grown = Newspaper(articles=60, seed=3, day=30).truth_articles()
    edition = Newspaper(articles=60, seed=3, day=date(2026, 4, 1)).truth_articles()
    assert list(edition.items()) == list(grown.items())[:60]


def test_nothing_of_the_latest_edition_lies_in_the_future() -> None:
    """The edition is out at 18:30; before that, yesterday's is the latest."""
    evening = datetime(2026, 11, 26, 18, 30)
    assert latest_edition(evening) == date(2026, 11, 26)
    assert latest_edition(evening - timedelta(seconds=1)) == date(2026, 11, 25)
    paper = Newspaper(articles=400, day=latest_edition(evening))
    moments = {
        moment
        for article in paper.truth_articles().values()
        for moment in (article["published_at"], article["modified_at"])
        if moment
    }
    assert "2026-11-26T16:00" < max(moments) < "2026-11-26T18:30"


def test_missing_articles_are_linked_but_deleted(paper: Newspaper) -> None:
    """Some widget still links to articles that answer the CMS's notice."""
    missing = paper.truth_missing()
    assert missing
    assert not missing & paper.truth_articles().keys()
    linked = {entry["url"] for widget in paper.truth_widgets("/") for entry in widget["entries"]}
    assert missing <= linked


def test_following_all_links_meets_only_known_articles(paper: Newspaper) -> None:
    """Crawling every page of the site finds the truth's articles, the deleted ones and no other."""
    found: set[str] = set()
    seen: set[str] = set()
    todo = [f"{paper.origin}/"]
    while todo:
        url = todo.pop()
        reply = paper.reply("GET", url)
        if reply.status != 200 or b"<html" not in reply.body[:300]:
            continue
        for link in LexborHTMLParser(reply.body.decode()).css("a[href]"):
            target = urlsplit(urljoin(url, link.attributes["href"] or ""))
            if target.netloc != urlsplit(paper.origin).netloc:
                continue
            if target.path.endswith("/article.html"):
                found.add(f"{paper.origin}/news/article.html?no={parse_qs(target.query)['no'][0]}")
            address = target._replace(fragment="").geturl()
            if address not in seen:
                seen.add(address)
                todo.append(address)
    assert found == paper.truth_articles().keys() | paper.truth_missing()


def test_other_files(paper: Newspaper) -> None:
    """The feed holds the newest thirty, robots.txt closes the usual corners, the rest is not found."""
    feed = paper.reply("GET", "/data/rss/news.xml").body.decode()
    links = re.findall(r"<link>(\S+no=\d+)</link>", feed)
    assert links == list(paper.truth_articles())[:30]
    assert "Disallow: /member/" in paper.reply("GET", "/robots.txt").body.decode()
    assert paper.reply("GET", "/mybbs/bbs.html?mode=view&bbs_code=notice&bbs_no=31").status == 200
    for url in (
        "/member/member_login.html",
        "/news/article.html?no=9001",
        "/news/article.html",
        "http://x.test/",
    ):
        assert paper.reply("GET", url).status == 404
    with_www = paper.origin.replace("//", "//www.") + "/"
    assert paper.reply("GET", with_www) == paper.reply("GET", "/")


def test_big_newspapers_are_made_lazily(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first pages of a big newspaper need the texts of what they show, and of nothing else."""
    written: set[int] = set()
    write = Writer.write

    def counted(writer: Writer, no: int) -> Any:
        written.add(no)
        return write(writer, no)

    monkeypatch.setattr(Writer, "write", counted)
    paper = Newspaper(articles=100_000)
    assert paper.reply("GET", "/").status == 200
    assert paper.reply("GET", "/news/section_list_all.html?sec_no=2&page=40").status == 200
    assert 10 < len(written) < 500


def test_too_small_newspapers_are_refused() -> None:
    """Fewer than ten articles make no newspaper."""
    with pytest.raises(ValueError, match="at least 10"):
        Newspaper(articles=9)
    assert len(Newspaper(articles=10, day=3).truth_articles()) >= 10
