"""Press releases that several made-up newspapers print, each edited in its own way.

Two are issued each day. They depend on the day alone, so newspapers that know nothing of each other print the same.
How a desk edits a release depends on the seed of its newspaper: of six seeds in a row, one does not print it, one
prints it as it is, and each of the others edits it in another way.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from newscrawler.demo import prose
from newscrawler.demo.dice import Dice
from newscrawler.demo.sections import BY_NO

A_DAY = 2


@dataclass(frozen=True, slots=True)
class _Pattern:
    """What an office announces: the section, the subject, two headlines and the paragraphs."""

    section: int
    topic: str
    title: str
    other_title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Release:
    """One press release; ``facts`` fill its text and whatever a newspaper adds to it."""

    section: int
    topic: str
    title: str
    other_title: str
    paragraphs: tuple[str, ...]
    facts: prose.Story

    @property
    def text(self) -> str:
        """The release as its office sends it: the headline and the paragraphs."""
        return "\n\n".join((self.title, *self.paragraphs)) + "\n"


@dataclass(frozen=True, slots=True)
class Printed:
    """What a newspaper makes of a release."""

    release: Release
    title: str
    paragraphs: tuple[str, ...]


def release(issued: date, index: int) -> Release:
    """The release that is the ``index``-th (from 0, below A_DAY) of a day."""
    turn = issued.toordinal() * A_DAY + index
    pattern = _PATTERNS[turn % len(_PATTERNS)]
    facts = prose.story(Dice(turn, 51), BY_NO[pattern.section].theme)
    facts.slots["day"] = str(issued.day)
    return Release(
        pattern.section,
        pattern.topic,
        facts.fill(pattern.title),
        facts.fill(pattern.other_title),
        tuple(facts.fill(paragraph) for paragraph in pattern.paragraphs),
        facts,
    )


def printed(issued: date, index: int, seed: int) -> Printed | None:
    """A release as the newspaper of a seed prints it; None if it does not."""
    edit = _EDITS[(seed + issued.toordinal() * A_DAY + index) % len(_EDITS)]
    return None if edit is None else edit(release(issued, index), Dice(seed, issued.toordinal(), index, 53))


def _same(one: Release, dice: Dice) -> Printed:
    return Printed(one, one.title, one.paragraphs)


def _retitled(one: Release, dice: Dice) -> Printed:
    return Printed(one, one.other_title, one.paragraphs)


def _reworded(one: Release, dice: Dice) -> Printed:
    """Another headline, other verbs, and without the last paragraph."""
    text = []
    for paragraph in one.paragraphs[:-1]:
        for said, instead in _WORDS:
            paragraph = paragraph.replace(said, instead)
        text.append(paragraph)
    return Printed(one, one.other_title, tuple(text))


def _shortened(one: Release, dice: Dice) -> Printed:
    return Printed(one, one.title, one.paragraphs[:2])


def _quoted(one: Release, dice: Dice) -> Printed:
    """A story of the newspaper's own that quotes a paragraph."""
    title, before, after = (one.facts.fill(pattern.replace("{topic}", one.topic)) for pattern in dice.pick(_OWN))
    return Printed(one, title, (before, one.paragraphs[1], after))


_EDITS: tuple[Callable[[Release, Dice], Printed] | None, ...] = (_same, _shortened, _quoted, _retitled, _reworded, None)
_WORDS = (("밝혔다.", "전했다."), ("설명했다.", "덧붙였다."), ("고 말했다.", "고 했다."), ("계획이다.", "방침이다."))
_OWN = (
    (
        "{town} {topic}, 현장에서 들어 보니",
        "{place} 주민들은 요즘 {topic} 이야기를 자주 나눈다. 반기는 목소리가 많지만 아직 모르는 사람도 적지 않다.",
        "마을 회관에서 만난 주민은 “소식은 들었는데 어디에 물어야 할지 몰랐다”며 “글씨 큰 안내문이 있으면 좋겠다”고 "
        "했다.",
    ),
    (
        "[현장] {topic} 앞둔 {place}",
        "새로 시작하는 {topic}, 기대만큼 잘될까. 기자가 {place} 골목을 한 바퀴 돌며 물었다.",
        "가게 문을 열던 상인은 “해마다 비슷한 일이 있었지만 끝이 흐렸다”며 “이번에는 끝까지 챙겨 주기를 바란다”고 "
        "했다.",
    ),
)
_PATTERNS = (
    _Pattern(
        22,
        "찾아가는 빨래방",
        "{town}, {place}에 찾아가는 빨래방 연다",
        "이불 빨래, 이제 마을 앞에서… {town} 빨래방 운영",
        (
            "{town:이} 혼자 사는 어르신의 이불을 빨아 주는 ‘찾아가는 빨래방’을 {place}에서 시작한다고 {day}일 밝혔다.",
            "대형 세탁기 {n}대를 실은 차가 한 달에 두 번 마을 앞에 서며, 어르신 {many}명의 이불을 거두어 빨고 말려 "
            "당일 집까지 가져다준다. 올해 예산은 {money}억 원이다.",
            "{person} {office}장은 “겨울 이불은 무거워 혼자 빨기 어렵다는 말씀을 듣고 마련했다”며 “안부도 함께 "
            "살피겠다”고 말했다.",
            "이용을 바라는 가구는 {month}월까지 이장이나 {office}에 말하면 된다. 비가 많이 오는 날에는 다음 날로 "
            "미룬다.",
        ),
    ),
    _Pattern(
        3,
        "빈 점포 나눔",
        "{place} 빈 점포 {n}곳, 청년 가게로",
        "{town} 빈 점포에 청년 상인 들어선다",
        (
            "{town:은} {place} 골목의 빈 점포 {n}곳을 청년 상인에게 빌려주는 사업의 참가자를 모은다고 {day}일 밝혔다.",
            "뽑힌 청년은 두 해 동안 임차료의 {pct}%를 지원받고, 간판과 조리대를 고치는 데 쓸 돈을 한 곳에 {many}만 "
            "원까지 받는다. 건물 주인은 그동안 임차료를 올리지 않기로 약속했다.",
            "{person} {office}장은 “불 꺼진 골목에 사람이 오가게 하는 것이 목표”라며 “장사를 처음 하는 이에게는 "
            "석 달 동안 가르쳐 주는 사람도 붙인다”고 설명했다.",
            "신청서는 {month}월까지 {office}에서 받으며, 심사에는 상인회와 주민이 함께 들어간다.",
        ),
    ),
    _Pattern(
        4,
        "어두운 골목 밝히기",
        "{town}, {place} 골목에 가로등 {many}개 더 단다",
        "밤길 무섭지 않게… {place} 가로등 새로 단다",
        (
            "{town:이} {place} 일대의 어두운 골목에 가로등 {many}개를 새로 달기로 했다고 {day}일 밝혔다.",
            "지난달 주민 {years}명과 밤길을 걸으며 어두운 곳을 지도에 표시했고, 그 가운데 학교와 버스 정류장에서 "
            "가까운 {n}개 골목을 먼저 공사한다. 모두 {money}억 원이 든다.",
            "새 가로등은 사람이 지나갈 때 밝아지고 평소에는 빛을 낮춘다. 이렇게 하면 전기를 {pct}% 덜 쓸 것으로 "
            "{town:은} 내다본다.",
            "{person} {office}장은 “공사하는 동안 길이 좁아지는 곳은 안내하는 사람을 두겠다”고 말했다.",
        ),
    ),
    _Pattern(
        5,
        "농기계 새벽 대여",
        "{town} 농기계 임대료 {pct}% 내린다",
        "농번기 앞두고 농기계 빌리는 값 내려",
        (
            "{town} 농기계임대사업소는 농번기를 앞두고 농기계를 빌리는 값을 {pct}% 내린다고 {day}일 밝혔다.",
            "대상은 이앙기와 관리기를 비롯한 {n}종 {many}대이며, {place} 분소에서는 이른 아침 여섯 시부터 내준다. "
            "일흔 살이 넘은 농가에는 밭까지 실어다 준다.",
            "{person} 소장은 “일손이 모자란 집일수록 기계가 급한데 값이 부담이라는 말이 많았다”고 설명했다.",
            "내린 값은 {month}월까지 이어진다. 사업소는 고장이 잦은 {years}대를 올해 새것으로 바꿀 계획이다.",
        ),
    ),
    _Pattern(
        6,
        "작은 학교 통학 버스",
        "{place} 작은 학교에 통학 버스 {n}대",
        "걸어서 한 시간 걸리던 {place} 등굣길에 버스",
        (
            "{town} 교육지원청은 {place}의 작은 학교 학생 {many}명을 태울 통학 버스 {n}대를 다음 달부터 운행한다고 "
            "{day}일 밝혔다.",
            "버스는 아침 일곱 시 반에 마을마다 서고, 방과 후 수업이 끝나는 때에 맞추어 오후에 두 번 더 다닌다. "
            "정류장에는 비를 피할 지붕을 {years}곳에 세운다.",
            "{person} 장학사는 “학생이 줄었다고 노선을 없애면 학교가 먼저 없어진다”며 “부모가 일터에 늦지 않게 된 것도 "
            "큰 변화”라고 말했다.",
            "운행에 드는 {money}억 원은 {town:과} 교육지원청이 절반씩 낸다.",
        ),
    ),
    _Pattern(
        7,
        "달빛 도서관",
        "{town} 도서관, 금요일 밤 열 시까지 문 연다",
        "금요일 밤에는 도서관으로… {place} ‘달빛 도서관’",
        (
            "{town} {place} 도서관이 금요일마다 밤 열 시까지 문을 여는 ‘달빛 도서관’을 시작한다고 {day}일 밝혔다.",
            "첫날에는 그림책 작가 {person} 씨가 아이들과 책을 읽고, {month}월까지 모두 {n}번의 작은 음악회가 "
            "열람실에서 열린다. 자리는 {many}석이며 먼저 온 사람이 앉는다.",
            "도서관은 지난해 밤 시간 이용자가 {pct}% 늘어난 것을 보고 이 일을 꾸몄다. 동네 카페 {years}곳은 대출증을 "
            "보이면 음료 값을 깎아 준다.",
            "{office}는 반응이 좋으면 다른 도서관으로 넓힐 계획이다.",
        ),
    ),
    _Pattern(
        8,
        "마을 건강 사랑방",
        "{place}에 건강 사랑방… 간호사가 매주 온다",
        "{town}, 병원 먼 마을에 간호사 보낸다",
        (
            "{town} 보건소는 병원이 먼 {place}에 ‘마을 건강 사랑방’을 열고 간호사가 매주 두 번 찾아간다고 {day}일 "
            "밝혔다.",
            "사랑방에서는 혈압과 혈당을 재고 약 먹는 법을 알려 주며, 몸이 불편한 {many}명은 집으로 찾아가 살핀다. 운동 "
            "선생이 이끄는 체조 교실도 {n}주 동안 열린다.",
            "보건소가 지난해 두 마을에서 먼저 해 보니 응급실을 찾는 횟수가 {pct}% 줄었다. {person} 소장은 “아프기 전에 "
            "만나는 것이 가장 싸고 좋은 치료”라고 말했다.",
            "건강 사랑방은 {month}월까지 {years}개 마을로 늘어난다.",
        ),
    ),
    _Pattern(
        22,
        "버스 노선 개편",
        "{town} 버스 노선 {n}개 바뀐다",
        "{place} 가는 버스, 기다리는 시간 줄어든다",
        (
            "{town:은} 다음 달 첫날부터 시내버스 노선 {n}개를 바꾼다고 {day}일 밝혔다.",
            "{place:을} 지나는 버스는 하루 {years}번으로 늘고, 손님이 적은 낮에는 전화로 부르는 작은 버스가 대신 "
            "다닌다. 바뀐 노선으로 주민 {many}명이 갈아타지 않고 장터에 갈 수 있다.",
            "{person} {office}장은 “카드 기록을 한 해 동안 살펴 타고 내리는 곳을 다시 이었다”며 “처음 한 달은 "
            "정류장마다 안내하는 사람을 두겠다”고 말했다.",
            "새 시간표는 정류장과 {town} 누리집에 붙는다. 요금은 그대로다.",
        ),
    ),
    _Pattern(
        3,
        "전통시장 배달",
        "{place} 시장 장바구니, 집까지 배달",
        "{town}, 시장 배달 수레 {n}대 마련",
        (
            "{town} {place} 시장에서 산 물건을 집까지 가져다주는 배달이 시작된다고 상인회가 {day}일 밝혔다.",
            "{money}만 원어치 넘게 산 손님은 전기 수레 {n}대가 오후 네 시까지 집 앞에 가져다주며, 값은 받지 않는다. "
            "첫 달에 점포 {many}곳이 참여한다.",
            "{person} 상인회장은 “무거운 배추를 들고 버스를 타는 어르신을 보며 오래 생각한 일”이라고 설명했다.",
            "{town:은} 손님이 {pct}% 늘 것으로 보고 {month}월까지 수레를 더 들일 계획이다.",
        ),
    ),
    _Pattern(
        4,
        "하천 산책로",
        "{place} 하천에 산책로 {years}00m 이어진다",
        "끊긴 물가 길 다시 잇는다… {town} 산책로 공사",
        (
            "{town:이} {place} 하천을 따라 끊겨 있던 산책로 {years}00m를 잇는 공사를 시작했다고 {day}일 밝혔다.",
            "길은 휠체어와 유모차가 지나도록 턱 없이 놓고, {n}곳에 앉아 쉴 자리를 만든다. 물가의 버드나무 {many}그루는 "
            "베지 않고 길을 돌려 살린다.",
            "공사비는 {money}억 원이며 {month}월까지 마친다. {person} {office}장은 “큰비에 잠기는 곳에는 문을 달아 "
            "미리 막겠다”고 말했다.",
            "공사하는 동안에는 건너편 둑길로 다니면 된다. {town:은} 다 지은 뒤 주민과 함께 걷는 행사를 열 계획이다.",
        ),
    ),
)
