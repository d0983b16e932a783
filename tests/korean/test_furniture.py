"""Buttons, contacts and headings around the text of an article; invented outlets."""

from __future__ import annotations

import unicodedata

import pytest

from newscrawler.korean.furniture import is_furniture, is_short


@pytest.mark.parametrize(
    "line",
    [
        "▶ 가온도민일보 네이버 구독하기",
        "다른기사 보기",
        "박나래 기자의 다른 기사 더보기 >",
        "기자 페이지 바로가기",
        "+ 구독",
        "좋아요 12",
        "카카오톡 : gaonnews",
        "제보 news@news-a.test",
        "제보전화 055-123-4567",
        "https://www.news-a.test/",
        "■ 관련기사",
    ],
)
def test_furniture(line: str) -> None:
    assert is_furniture(line)
    assert is_furniture(unicodedata.normalize("NFD", line))


@pytest.mark.parametrize(
    "line",
    [
        "",
        "가온시는 새벽버스를 늘린다.",
        "참가 문의 055-123-4567",
        "한들·나루 마을",
        "느린 걷기",
        "▶ 일시 11월 8일",
        "구독하기를 누르면 된다고 밝혔다.",
        "누리집 https://www.news-a.test/ 에서 볼 수 있다.",
        "가온시가 밝혔다. 박나래 기자 narae@x.kr",
        "구독하기 " * 20,
    ],
)
def test_text_is_not_furniture(line: str) -> None:
    assert not is_furniture(line)


def test_a_short_line_that_is_a_link_is_furniture_and_a_sentence_never_is() -> None:
    assert is_furniture("한들·나루 마을", linked=True)
    assert not is_furniture("가온시는 새벽버스를 늘린다.", linked=True)
    assert is_short("한들·나루 마을")
    assert not is_short("가온시는 새벽버스를 늘린다.")
