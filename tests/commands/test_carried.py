"""`scrapy carried`: a release from a file, an address, standard input or as given, and what it prints."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from support.archives import article, store
from support.crawling import scrapy
from support.hwp import hwp

from newscrawler.demo import DemoServer, Newspaper
from newscrawler.demo.server import Fault
from newscrawler.items import Author

_WRITTEN = tomllib.loads((Path(__file__).parents[1] / "stories/releases.toml").read_text("utf-8"))["release"][0]
RELEASE = _WRITTEN["text"].strip()
EDITED, SHORTENED, QUOTED, TEMPLATE = (one["body"].strip() for one in _WRITTEN["article"][:4])


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Three newspapers that carry the release, the last one first, and a text of the same template."""
    by = [Author("박도윤", "기자")]
    first = article(
        "nuri", 1, title="둘레길 연다", body=SHORTENED, published_at="2026-05-21T10:00:00+09:00", authors=by
    )
    store(tmp_path, "nuri", [first])
    store(
        tmp_path,
        "bada",
        [
            article("bada", 1, title="<b>둘레길</b>", body=EDITED, published_at="2026-05-22T08:00:00+09:00"),
            article("bada", 2, title="산책길", body=TEMPLATE, published_at="2026-08-28T08:00:00+09:00"),
        ],
    )
    return tmp_path


def carried(data: Path, *arguments: str, **settings: object) -> tuple[int, str, str]:
    given = [part for name, value in {"DATA_DIR": data, **settings}.items() for part in ("-s", f"{name}={value}")]
    run = scrapy("carried", *arguments, *given, data_dir=data)
    return run.exit_code, run.stdout, run.stderr


def test_a_table_shows_who_carried_it_first_to_last_and_what_they_changed(data: Path) -> None:
    (data / "release.hwp").write_bytes(hwp(RELEASE.split("\n\n")))
    status, out, error = carried(data, str(data / "release.hwp"), LANGUAGE="ko")
    assert (status, error) == (0, "")
    heading, first, second, *rest = out.splitlines()
    assert heading.split() == ["시각", "신문", "제목", "기자", "쓴", "몫"]
    assert first.split()[:5] == ["1", "2026-05-21", "10:00", "nuri", "둘레길"]
    assert "박도윤 기자" in first and first.endswith("%")
    assert second.split()[:5] == ["2", "2026-05-22", "08:00", "bada", "<b>둘레길</b>"]
    changes = " ".join(rest)
    assert "2. bada http://bada.test/news/article.html?no=1" in changes
    assert "“불편한 곳을 꾸준히 손보겠다”고 [-말했다. 한편 군은 10월까지" in changes and "{+했다.+}" in changes
    assert "산책길" not in out


def test_json_lines_hold_shares_and_changes(data: Path) -> None:
    status, out, _ = carried(data, RELEASE, "--json", "--until", "2026-05-21")
    (record,) = map(json.loads, out.splitlines())
    assert status == 0
    assert {name: record[name] for name in ("type", "id", "newspaper", "reporters", "removed")} == {
        "type": "carried", "id": "nuri:1", "newspaper": "nuri", "reporters": "박도윤 기자", "removed": False,
    }  # fmt: skip
    assert 0.2 < record["share"] < 0.3 and 0.7 < record["density"] < 1
    assert {"kind": "added", "text": "개통한다."} in record["changes"]


def test_a_page_shows_the_same_and_escapes_it(data: Path) -> None:
    page = data / "carried.html"
    assert carried(data, RELEASE, "--html", str(page)) == (0, "", "")
    html = page.read_text("utf-8")
    assert "<h1>보도자료를 실은 기사 2건</h1>" in html
    assert "<bdi>&lt;b&gt;둘레길&lt;/b&gt;</bdi>" in html
    assert "<ins><bdi>개통한다.</bdi></ins>" in html
    assert html.index("nuri.test") < html.index("bada.test")


def test_none_carries_it(data: Path) -> None:
    text = "전혀 다른 이야기를 하는 보도자료로서 어느 신문도 싣지 않았고 앞으로도 실을 까닭이 없는 그런 글이다."
    assert carried(data, text, LANGUAGE="ko") == (0, "이 보도자료를 실은 기사를 찾지 못했습니다.\n", "")
    assert carried(data, text) == (0, "no article that carries this press release was found\n", "")


def test_an_address_is_fetched_as_a_crawl_would(data: Path) -> None:
    with DemoServer(Newspaper(articles=10, host="127.0.0.1")) as server:
        server.faults["/release.html"] = Fault(status=200, body=f"<html><body><p>{RELEASE}</p></body></html>")
        server.faults["/none.html"] = Fault(status=404)
        status, out, error = carried(data, f"{server.url}/release.html", "--json", ALLOW_PRIVATE_HOSTS="1")
        assert (status, error) == (0, "")
        assert [json.loads(line)["id"] for line in out.splitlines()] == ["nuri:1", "bada:1"]
        address = f"{server.url}/none.html"
        failed = (1, "", f"scrapy carried: {address} cannot be fetched: the server answered 404\n")
        assert carried(data, address, ALLOW_PRIVATE_HOSTS="1") == failed
        asked = len(server.log)
        status, out, error = carried(data, address)
        assert (status, out, len(server.log)) == (1, "", asked)
        assert error.endswith("cannot be fetched: it leads to a private address\n")
        assert any(urlsplit(url).path == "/robots.txt" for _, _, url in server.log)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "give one file, address or text, for example: scrapy carried release.hwp"),
        (("release.hwp",), "there is no file 'release.hwp'"),
        (("너무 짧은 글",), "the release has 5 letters: 40 are needed to know it by"),
        (("{data}/damaged.hwp",), "{data}/damaged.hwp is damaged, protected or empty: "
         "an HWP 5.0 file without text that can be read"),
    ],
)  # fmt: skip
def test_wrong_use_is_one_sentence(data: Path, arguments: tuple[str, ...], sentence: str) -> None:
    (data / "damaged.hwp").write_bytes(hwp([RELEASE])[:1700])
    given = [argument.format(data=data) for argument in arguments]
    assert carried(data, *given) == (2, "", f"scrapy carried: {sentence.format(data=data)}\n")
