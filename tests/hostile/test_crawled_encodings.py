"""Encodings through whole crawls: what is in the feeds is what was written, or is rejected; never mojibake."""

from __future__ import annotations

import codecs
import json
import random
from pathlib import Path
from typing import Any

import pytest
from support.crawling import Recorder, assert_truth, crawl_paper
from support.hostile import (
    HOME_HEAD,
    LIST,
    ORIGIN,
    Paper,
    Reply,
    article,
    attack,
    listing,
    numbers,
    outcome,
    page,
    path_of,
    reasons,
)
from support.shown import Shown

from newscrawler.demo import DemoServer, Fault, Newspaper

BARE = "text/html"


class PlainReplies(Recorder):
    """Answers AJAX with Hangul as itself, so that its encoding matters."""

    def reply(self, method: str, url: str, body: bytes = b"") -> Any:
        answer = super().reply(method, url, body)
        if method != "POST":
            return answer
        text = json.dumps(json.loads(answer.body), ensure_ascii=False)
        return type(answer)(answer.status, answer.headers, text.encode())


# With the three of test_faults.py the mixes of header, meta tag and body that papers send.
MIXES = {
    "meta-euckr": Fault(encode="cp949", meta="euc-kr", headers={"Content-Type": BARE}),
    "header-ksc5601": Fault(encode="cp949", charset_header="ks_c_5601-1987", meta="EUC-KR"),
    "cp949-undeclared": Fault(encode="cp949", meta="", headers={"Content-Type": BARE}),
    "utf8-undeclared": Fault(meta="", headers={"Content-Type": BARE}),
    "no-type": Fault(encode="cp949", headers={"Content-Type": ""}),
}


SHOWN = [(None, (f"a whole newspaper sent as {name}", "read, every feed", "0")) for name in MIXES]


@pytest.mark.parametrize("name", MIXES)
def test_every_feed_is_right_whatever_is_declared(name: str, tmp_path: Path) -> None:
    paper = PlainReplies(articles=40)
    with DemoServer(paper) as server:
        server.faults.update({"/robots.txt": Fault(), "/*": MIXES[name]})
        run = crawl_paper(server, data_dir=tmp_path)
    assert outcome(run) == (0, True, 0)
    assert_truth(run, Newspaper(articles=40))
    assert run.folder is not None
    assert "\ufffd" not in "".join(file.read_text("utf-8") for file in run.folder.iterdir())
    kinds = {url.partition("?")[0].removeprefix(ORIGIN) for _, url, _ in paper.asked}
    assert {"/", "/news/ajax.php", "/data/rss/news.xml", "/news/article.html"} <= kinds


RARE = "똠방각하와 펲시맨, 뷁과 믜리도 괴리도 업시"
WAVE = "봄〜여름∼가을 ㈜물레 ①②③ ℃ ㎡ “따옴표” ‘홑’ … · ─ 漢字"
BODY = f"<p>{RARE} 돌다리를 손보는 이야기입니다.</p><p>{WAVE.replace('〜', '~')} 이라고 적는다.</p>"


@pytest.mark.shows(
    "rare syllables of CP949, BOMs, UTF-16, single bad bytes; noise; UTF-8 and CP949 in one page",
    "read, a bad byte as U+FFFD; `undecodable`; `undecodable`",
    1,
)
def test_rare_syllables_marks_and_single_bad_bytes(shown: Shown, tmp_path: Path) -> None:
    whole = article(RARE, BODY)
    damaged = whole.encode().replace("돌다리를".encode(), "돌".encode() + b"\xb8\xff" + "리를".encode())
    long_damaged = article(RARE, BODY * 5).encode().replace("손보는".encode(), b"\xff" + "손보는".encode(), 1)
    cp949_damaged = article(RARE, BODY * 5).encode("cp949").replace("손보는".encode("cp949"), b"\xff\xff", 1)
    noise = random.Random(7).randbytes(6000)
    sent: dict[int, bytes] = {
        1: whole.encode("cp949"),
        2: whole.encode(),
        3: codecs.BOM_UTF8 + whole.encode(),
        4: whole.encode("utf-16"),
        5: whole.replace("한마루", "한마루 " + WAVE).encode(),
        6: damaged,
        7: long_damaged,
        8: noise,
        9: b"<html>" + noise,
        10: whole.encode() + whole.encode("cp949") * 3,
        11: whole.encode("utf-8") + b"<!-- \xc7\xd1\xb1\xdb -->",
        12: cp949_damaged,
    }
    pages: dict[str, Any] = {path_of(number): Reply(200, {"Content-Type": BARE}, body) for number, body in sent.items()}
    pages["/"] = Reply(200, {"Content-Type": BARE}, page(HOME_HEAD).encode("cp949"))
    pages[LIST] = Reply(200, {"Content-Type": "text/html; charset=utf-8"}, listing(sent).encode("cp949"))
    run, _ = attack(Paper(sent, pages), data_dir=tmp_path)
    assert outcome(run) == (1, False, 1)
    assert reasons(run) == dict.fromkeys(map(path_of, (8, 9, 10)), "undecodable")
    noise_is, _, mixed_is = reasons(run).values()
    shown.holds(f"read, a bad byte as U+FFFD; `{noise_is}`; `{mixed_is}`", run.exit_code)
    records = {record["id"].partition(":")[2]: record for record in run.articles}
    truth = f"{RARE} 돌다리를 손보는 이야기입니다.\n\n{WAVE.replace('〜', '~')} 이라고 적는다."
    for number in (1, 2, 3, 4, 5, 11):
        assert records[str(number)]["title"] == RARE
        assert records[str(number)]["body"] == truth
    assert records["6"]["body"] == truth.replace("돌다리", "돌\ufffd\ufffd리")
    assert records["7"]["body"].count("\ufffd") == 1
    assert records["7"]["body"].replace("\ufffd", "") == "\n\n".join([truth] * 5)
    assert records["12"]["title"] == RARE
    assert records["12"]["body"] == "\n\n".join([truth] * 5).replace("손보는", "\ufffd\ufffd", 1)
    assert numbers(run) == {str(number) for number in sent if number not in (8, 9, 10)}
    whole_numbers = [record for number, record in records.items() if number not in ("6", "7", "12")]
    assert "\ufffd" not in json.dumps([whole_numbers, run.sidebar, run.rejected], ensure_ascii=False)


@pytest.mark.shows("a front page or list that is noise", "`undecodable`", 1)
@pytest.mark.parametrize("path", ["/", LIST])
def test_undecodable_lists_are_rejected(path: str, shown: Shown, tmp_path: Path) -> None:
    noise = b"<html>" + random.Random(3).randbytes(6000)
    run, _ = attack(Paper([1], {path: noise}), data_dir=tmp_path)
    shown.holds(f"`{reasons(run)[path]}`", run.exit_code)
    assert not run.articles
