"""Notices that the rest of an article is for subscribers."""

from __future__ import annotations

import pytest

from newscrawler.korean.paywall import says_locked


@pytest.mark.parametrize(
    "line",
    [
        "이 기사는 유료회원만 볼 수 있습니다.",
        "유료 회원 전용 기사입니다.",
        "[유료회원 전용 기사]",
        "기사 전문은 유료 구독자에게 제공됩니다.",
        "이 기사는 로그인 후 이용하실 수 있습니다",
        "본 콘텐츠는 구독 회원만 열람할 수 있습니다.",
        "나머지 기사는 회원에게만 공개합니다.",
        "전체 기사를 읽으시려면 로그인하세요.",
    ],
)
def test_a_notice(line: str) -> None:
    assert says_locked(line)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "이 강좌는 유료회원만 들을 수 있다.",
        "군은 유료회원 전용 주차장을 새로 연다고 밝혔다.",
        "자세한 내용은 누리집에서 회원 가입 후 확인할 수 있습니다.",
        "이 기사는 독자회원의 후원으로 제작되었습니다.",
        "이 기사가 마음에 드셨다면 후원회원으로 가입해 주세요.",
        "이 기사는 지역신문발전기금을 지원받았습니다.",
        "신청은 회원만 할 수 있습니다.",
        "유료회원만 볼 수 있습니다." + "가" * 120,
    ],
)
def test_no_notice(line: str) -> None:
    assert not says_locked(line)
