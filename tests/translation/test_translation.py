"""What people read is in their language: sentences, their values, what stands before them, Korean particles."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from support.crawling import scrapy

from newscrawler.run.journal import Journal
from newscrawler.run.outcome import Tally, judge
from newscrawler.translation.__main__ import catalogue
from newscrawler.translation.catalogue import FOLDER, PLACEHOLDER, _Catalogue, choose_particles, language, translate
from newscrawler.translation.marked import marked

KOREAN = [(message.id, message.string) for message in catalogue("ko") if message.id]


# ---- the catalogue ------------------------------------------------------------------------------------
def test_the_catalogue_has_the_sentences_of_the_code_and_is_compiled() -> None:
    """After a change of sentences: python -m newscrawler.translation"""
    marked_now = dict(KOREAN)
    with (FOLDER / "ko/LC_MESSAGES/newscrawler.po").open("rb") as file:
        assert {message.id: message.string for message in read_po(file) if message.id} == marked_now
    assert dict(_Catalogue.read("ko")) == marked_now


@pytest.mark.parametrize(("template", "translation"), KOREAN, ids=[template[:60] for template, _ in KOREAN])
def test_every_sentence_has_a_translation_and_is_found_with_its_values(template: str, translation: str) -> None:
    words = PLACEHOLDER.sub("", translation)
    assert re.search("[가-힣]", words) or (translation and not re.search("[a-z]{4}", words))
    names = PLACEHOLDER.findall(template)
    assert set(names) >= set(PLACEHOLDER.findall(translation))
    values = {name: f"X{number}X" for number, name in enumerate(names)}
    assert translate(template.format(**values), "ko") == choose_particles(translation.format(**values))


def test_marked_sentences_are_named_after_what_they_show() -> None:
    source = (
        'N_("no end"); f(N_(f"{a.home}: {len(b)} of {c:.0%}, {d!r} and {e[\'x\'].home}" f" {1 / 2}"))\nN_("second")'
    )
    assert list(marked(source)) == ["no end", "{home}: {b} of {c}, {d} and {home5} {value}", "second"]
    with pytest.raises(ValueError, match="line 1: N_ marks strings"):
        list(marked("N_(sentence)"))


# ---- sentences ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("english", "korean"),
    [
        ("no answer in time", "제때 답이 없음"),
        ("list page http://a.test/?page=2: no answer in time", "목록 쪽 http://a.test/?page=2: 제때 답이 없음"),
        ("http://a.test/1: the server answered 503", "http://a.test/1: 서버가 503으로 답했습니다"),
        (
            "http://a.test/ cannot be read: its robots.txt cannot be read: the server answered 500",
            "http://a.test/을(를) 읽을 수 없습니다: robots.txt를 읽을 수 없습니다: 서버가 500으로 답했습니다",
        ),
        (
            "only 3 of 40 articles have a body (8%, the floor is 90%)",
            "기사 40건 가운데 3건에만 본문이 있습니다(8%, 하한은 90%)",
        ),
        (
            "newspapers.toml:7: [naru] titel: unknown key (did you mean title?); the keys are title, home",
            "newspapers.toml:7: [naru] titel: 없는 키입니다 (title?). 쓸 수 있는 키: title, home",
        ),
        ("! DOWNLOAD_DELAY must be a number, not 'x'", "! DOWNLOAD_DELAY 수여야 합니다('x'은(는) 안 됩니다)"),
        ("삭제된 기사입니다.", "삭제된 기사입니다."),
        ("an error of a library: [Errno 28] No space left", "an error of a library: [Errno 28] No space left"),
    ],
)
def test_a_sentence_its_values_and_what_stands_before_it(english: str, korean: str) -> None:
    assert translate(english, "ko") == korean
    assert translate(english, "en") == english


@pytest.mark.parametrize("quoted", ["x " * 990, ": a" * 660, "x " * 20_000, "1 of 2 " * 280])
def test_a_sentence_that_quotes_a_whole_page_stays_as_it_is(quoted: str) -> None:
    assert translate(quoted, "ko") == quoted


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("본문이(가) 제목이(가)", "본문이 제목이"),
        ("기사이(가) 면은(는) 기사을(를) 본문과(와)", "기사가 면은 기사를 본문과"),
        ("서울(으)로 부산(으)로 제주(으)로", "서울로 부산으로 제주로"),
        ("503(으)로 500(으)로 1(으)로 4(으)로", "503으로 500으로 1로 4로"),
        ("FLOORS이(가)", "FLOORS이(가)"),
    ],
)
def test_particles_follow_the_word_before_them(written: str, read: str) -> None:
    assert choose_particles(written) == read


@pytest.mark.parametrize(
    ("setting", "locale", "expected"),
    [
        (None, {"LANG": "ko_KR.UTF-8"}, "ko"),
        (None, {"LANG": "ko_KR.UTF-8", "LC_ALL": "C"}, "en"),
        (None, {}, "en"),
        ("ko", {"LANG": "en_US.UTF-8"}, "ko"),
        ("en", {"LANG": "ko_KR.UTF-8"}, "en"),
        (None, {"LANG": "de_DE.UTF-8"}, "en"),
    ],
)
def test_the_setting_and_then_the_locale_choose_the_language(
    setting: str | None, locale: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in locale.items():
        monkeypatch.setenv(name, value)
    assert language(setting) == expected


def test_commands_speak_the_user_s_language(tmp_path: Path) -> None:
    korean = {"LC_ALL": "ko_KR.UTF-8", "PYTHONUTF8": "1"}
    run = scrapy("crawl", "demo", "-a", "max_pages=x", data_dir=tmp_path, env=korean)
    assert (run.exit_code, run.stderr) == (
        2,
        "scrapy crawl: max_pages: 1 이상의 정수여야 합니다('x'은(는) 안 됩니다)\n",
    )
    run = scrapy("crawl", "nobody", "-s", "LANGUAGE=ko", data_dir=tmp_path, env={"LC_ALL": "C", "PYTHONUTF8": "1"})
    assert run.stderr.startswith("scrapy crawl: 없는 스파이더입니다: 'nobody'. 있는 스파이더: demo,")
    (tmp_path / "papers.toml").write_text('[a]\ntitel = "가"\n', "utf-8")
    run = scrapy("list", "-s", f"NEWSPAPERS={tmp_path / 'papers.toml'}", data_dir=tmp_path, env=korean)
    assert (run.exit_code, run.stderr.partition(" (")[0]) == (
        2,
        f"scrapy: {tmp_path / 'papers.toml'}:2: [a] titel: 없는 키입니다",
    )


# ---- causes -------------------------------------------------------------------------------------------
def test_many_pages_with_one_cause_are_one_sentence() -> None:
    journal = Journal(sections={"http://a.test/list": object()})  # type: ignore[dict-item]
    for number in range(5):
        journal.add_unread(f"list page http://a.test/{number}: no answer in time")
    for number in range(3):
        journal.add_unread(f"http://a.test/a{number}: the server answered 503")
    outcome = judge(journal, "finished", Tally({}, lambda url: False), is_first=False)
    assert outcome.alarms == [
        "5 pages: no answer in time (http://a.test/0, http://a.test/1, http://a.test/2 …)",
        *(f"http://a.test/a{number}: the server answered 503" for number in range(3)),
    ]
    assert translate(outcome.alarms[0], "ko") == (
        "5쪽: 제때 답이 없음 (http://a.test/0, http://a.test/1, http://a.test/2 …)"
    )
