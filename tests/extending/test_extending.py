"""The examples of docs/extending.md, as written there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import jsonschema
import pytest
from scrapy.settings import BaseSettings
from support.crawling import ROOT, Run, crawl, project, scrapy
from support.papers import FIXTURES
from support.records import article

from newscrawler.demo import DemoServer
from newscrawler.demo.paper import Reply
from newscrawler.store.archives import open_archive

TEXT = (ROOT / "docs/extending.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", TEXT, re.S | re.M)


def examples(language: str, begins: str) -> list[str]:
    """The code blocks that begin so, in the order of the document."""
    return [code for known, code in BLOCKS if known == language and code.startswith(begins)]


@pytest.fixture
def own(tmp_path: Path) -> dict[str, str]:
    """The project that the document describes, all examples together; the environment that runs it."""
    settings = "\n".join(examples("python", "# mysettings.py"))
    settings = settings.replace("DOWNLOAD_DELAY = 2.0", "DOWNLOAD_DELAY = 0")
    listing = tmp_path / "newspapers.toml"
    listing.write_text("\n".join(examples("toml", "# newspapers.toml")), "utf-8")
    settings += f"\nNEWSPAPERS = {str(listing)!r}\nALLOW_PRIVATE_HOSTS = True\n"
    return project(tmp_path, mysettings=settings, own="\n".join(examples("python", "# own.py")))


class Pages:
    """A site of a few pages, each under its path and query; the others are 404."""

    origin, name = "http://site.test", "site"

    def __init__(self, pages: dict[str, str]) -> None:
        self.pages = pages

    def reply(self, method: str, url: str, body: bytes = b"") -> Reply:
        path = "/" + url.partition("://")[2].partition("/")[2]
        status, text = (200, self.pages[path]) if path in self.pages else (404, "<p>없는 쪽입니다.</p>")
        return Reply(status, {"Content-Type": "text/html; charset=utf-8"}, f"<html>{text}</html>".encode())


@pytest.fixture
def serve() -> Iterator[dict[str, str]]:
    """Pages to fill in by a test, served as the proxy of its crawl."""
    pages: dict[str, str] = {}
    with DemoServer(Pages(pages)) as server:  # type: ignore[arg-type]  # what it needs of a newspaper
        pages["proxy"] = server.url
        yield pages


def run(name: str, *arguments: str, own: dict[str, str], pages: dict[str, str], data_dir: Path) -> Run:
    return crawl(name, *arguments, data_dir=data_dir, env={**own, "http_proxy": pages["proxy"]})


def test_a_pipeline_adds_a_field_to_the_feed(own: dict[str, str], tmp_path: Path) -> None:
    found = crawl("demo", "-a", "articles=40", data_dir=tmp_path / "data", env=own)
    assert (found.exit_code, len(found.articles)) == (0, 40), found.stderr[-2000:]
    assert all(record["words"] == len(record["body"].split()) for record in found.articles)
    assert list(found.articles[0])[-1] == "words"


def test_the_schema_of_a_record_with_a_field_of_ones_own(
    own: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    from own import CountedArticle  # type: ignore[import-not-found]  # noqa: PLC0415

    from newscrawler.exporters import encode  # noqa: PLC0415
    from newscrawler.items import extended  # noqa: PLC0415
    from newscrawler.schemas import load, schema_of  # noqa: PLC0415

    record = json.loads(encode(extended(article(), CountedArticle, words=3)))
    jsonschema.validate(record, schema_of(CountedArticle))
    with pytest.raises(jsonschema.ValidationError, match="'words' was unexpected"):
        jsonschema.validate(record, load("article"))


RELEASE = "<h1>{0}</h1><time datetime='2026-03-02T09:00:00+09:00'></time><article><p>누리시는 {0}를 연다.</p></article>"


def test_a_spider_of_ones_own_gets_what_every_newspaper_gets(
    own: dict[str, str], serve: dict[str, str], tmp_path: Path
) -> None:
    data = tmp_path / "data"
    serve["/"] = (
        "<ul class='releases'><li><a href='/r?id=1'>봄 축제</a></li><li><a href='/r?id=2'>책 시장</a></li></ul>"
    )
    serve.update({f"/r?id={number}": RELEASE.format(title) for number, title in ((1, "봄 축제"), (2, "책 시장"))})
    first = run("cityhall", own=own, pages=serve, data_dir=data)
    assert first.exit_code == 0, first.stderr[-2000:]
    assert sorted((one["id"], one["extraction"], one["status"]) for one in first.articles) == [
        ("cityhall:1", "cityhall", "new"),
        ("cityhall:2", "cityhall", "new"),
    ]
    serve["/r?id=1"] = RELEASE.format("봄 축제와 장터")
    del serve["/r?id=2"]
    batch = scrapy(
        "batch", "cityhall", "-s", f"DATA_DIR={data}", data_dir=data, env={**own, "http_proxy": serve["proxy"]}
    )
    assert batch.exit_code == 0, batch.stdout + batch.stderr
    second = Run(batch.exit_code, "", "", data)
    assert [(one["id"], one["revision"], one["status"]) for one in second.articles] == [("cityhall:1", 2, "modified")]
    assert [(one["url"], one["reason"]) for one in second.rejected] == [("http://www.nuri.test/r?id=2", "http_404")]


def test_a_page_that_does_not_come_makes_the_run_of_such_a_spider_incomplete(
    own: dict[str, str], serve: dict[str, str], tmp_path: Path
) -> None:
    serve["/"] = "<ul class='releases'><li><a href='https://www.nuri.test/r?id=1'>봄 축제</a></li></ul>"  # no TLS here
    found = run("cityhall", "-s", "RETRY_TIMES=0", own=own, pages=serve, data_dir=tmp_path / "data")
    assert found.exit_code == 1
    assert [record["url"] for record in found.rejected] == ["https://www.nuri.test/r?id=1"]


def test_a_family_of_ones_own_is_recognised(own: dict[str, str], serve: dict[str, str], tmp_path: Path) -> None:
    serve["/"] = "<nav><a href='/list?part=2'>시정</a></nav><a href='/view?id=7'>새 도서관</a>"
    serve["/list?part=2"] = (
        "<nav><a href='/list?part=2'>시정</a></nav><ul><li><a href='/view?id=7'>새 도서관</a></li></ul>"
    )
    serve["/view?id=7"] = (
        "<head><title>새 도서관</title></head><body><a href='/list?part=2'>시정</a><h1>새 도서관</h1>"
        "<p>박나래 기자 | 입력 2026.03.02 14:02</p><div id='text'><p>시청 옆에 도서관이 문을 열었다.</p></div></body>"
    )
    found = run("newspaper", "-a", "url=http://plain.test/", own=own, pages=serve, data_dir=tmp_path / "data")
    assert [(one["title"], one["extraction"]) for one in found.articles] == [("새 도서관", "plain")], found.stdout
    assert found.manifest["family"] == "plain"


def test_wrong_names_are_refused(tmp_path: Path) -> None:
    for setting, listing, sentence in (
        ("CMS_FAMILIES = {'plain': 'nowhere.Plain'}", "", "scrapy: CMS_FAMILIES: No module named 'nowhere'"),
        ("CMS_FAMILIES = {'x': 'scrapy.Spider'}", "", "scrapy: CMS_FAMILIES: scrapy.Spider is not a Family with the"),
        (
            "CMS_FAMILIES = {'x': 'newscrawler.cms.family.Family'}",
            "",
            "scrapy: CMS_FAMILIES: newscrawler.cms.family.Family is not a Family with the",
        ),
        (
            "from newscrawler.cms.family import Family\nCMS_FAMILIES = {'x': type('Half', (Family,), {'name': 'x'})}",
            "",
            "scrapy: CMS_FAMILIES: Can't instantiate abstract class Half",
        ),
        ("", 'spider = "scrapy.Spider"', "scrapy: [a] spider cannot be loaded: scrapy.Spider is not a subclass of "),
        ("", 'family = "plain"', f"scrapy: {tmp_path / 'a.toml'}:4: [a] family: must be one of mediaon, ndsoft"),
    ):
        (tmp_path / "a.toml").write_text(f'[a]\ntitle = "가"\nhome = "http://a.test/"\n{listing}\n', "utf-8")
        settings = f"from newscrawler.settings import *\nNEWSPAPERS = {str(tmp_path / 'a.toml')!r}\n{setting}\n"
        done = scrapy("list", data_dir=tmp_path, env=project(tmp_path, mysettings=settings))
        assert (done.exit_code, done.stderr[: len(sentence)]) == (2, sentence)


def test_the_examples_in_python_do_what_they_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (read,), (articles,) = examples("python", "from pathlib"), examples("python", "import newscrawler")
    (tmp_path / "page.html").write_bytes((FIXTURES / "modern/article_6001.html").read_bytes())
    settings = BaseSettings({"DATA_DIR": str(tmp_path / "data")})
    (tmp_path / "data/demo").mkdir(parents=True)
    with closing(open_archive(settings, "demo")) as archive:
        archive.begin_run("20260302T060000", "2026-03-02T06:00:00+09:00", lambda run_id: True)
        archive.add(article(1, title="봄 축제"))
        archive.commit()
    monkeypatch.chdir(tmp_path)
    exec(compile(read, "read", "exec"), {})
    exec(compile(articles, "articles", "exec"), {})
    title = json.loads((FIXTURES / "modern/expected.json").read_text("utf-8"))["pages"]["article_6001.html"]["article"]
    assert capsys.readouterr().out.splitlines() == [title["title"], "2026-03-02T12:00:00+09:00 봄 축제"]


def test_a_cache_serves_the_second_run(tmp_path: Path) -> None:
    (line,) = re.findall(r"^scrapy crawl gndnews (.+?) +#", TEXT, re.M)
    cache = [*line.split(), "-s", f"HTTPCACHE_DIR={tmp_path / 'cache'}"]
    first = crawl("demo", "-a", "articles=20", *cache, data_dir=tmp_path / "data")
    assert (first.exit_code, len(first.articles)) == (0, 20)
    second = crawl("demo", "-a", "articles=20", *cache, data_dir=tmp_path / "data")
    assert second.exit_code == 0
    assert "'httpcache/hit'" in second.stderr
