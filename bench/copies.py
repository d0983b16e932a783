"""Press releases as several newspapers print them, and articles that only look alike: the truth for bench.stories.

The releases are articles of the demo newspaper; what a desk does to one is written down here edit by edit, so
which articles are copies of which is known and not judged. The look-alikes are what is written into the same
sentences every day or month: weather, notices of courses, deaths, appointments, prices, accidents.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from newscrawler.demo import Newspaper, words
from newscrawler.demo.dice import Dice
from newscrawler.stories.index import Printed

SITES = ("nurigoeul", "handeul", "onnuri", "badajournal", "pulbit", "sandeul")
_NAMES = ("누리고을신문", "한들일보", "온누리일보", "바다저널", "풀빛경제", "산들뉴스통신")
_FIRST_DAY = datetime(2026, 3, 2, 6)

# What desks write instead of what the release says.
_WORDS = (
    ("밝혔다.", "전했다."), ("설명했다.", "덧붙였다."), ("고 말했다.", "고 했다."), ("강조했다.", "힘주어 말했다."),
    ("계획이다.", "방침이다."), ("받는다.", "받을 예정이다."), ("이어진다.", "계속된다."), ("에는 모두 ", "에는 총 "),
    ("올해 ", "2026년 "), ("지난해 ", "작년 "), ("비슷한 사업", "같은 사업"), ("일까지 ", "일 자정까지 "),
    ("늘었다고 ", "증가했다고 "), ("필요하다고 답했다.", "필요하다는 뜻을 보였다."), ("문을 연다.", "운영한다."),
    ("억 원", "억여 원"), ("두 지역이", "양 지역이"), ("더 늘릴", "추가할"), ("손보기로", "고치기로"),
    ("명이 참여한", "명이 답한"), ("먼저 온 순서대로", "선착순으로"), ("목소리가", "의견이"), ("찾은 ", "방문한 "),
)  # fmt: skip
_LEADS = (
    "{town} 주민들의 생활이 한결 나아질 것으로 보인다. {town:은} {office} 주관으로 새 사업을 시작한다.",
    "{office}의 새 사업이 주민들의 기대를 모으고 있다.",
    "“기다리던 소식입니다.” {town} 주민들 사이에서 반가운 목소리가 나온다.",
    "{town:이} 새봄을 맞아 팔을 걷어붙였다. 담당 부서는 {office}다.",
)
_OWN = (
    "주민 사이에서는 홍보가 모자란다는 지적도 나온다. 본지가 찾아간 현장에서는 아직 안내문을 볼 수 없었다.",
    "도내 다른 시군의 움직임도 빨라지고 있다. 전문가들은 꾸준한 관리가 성패를 가를 것으로 내다본다.",
)


@dataclass(frozen=True, slots=True)
class Sample:
    """One article; ``release`` tells the copies of one text, ``kind`` how it was made."""

    article: Printed
    release: str
    kind: str


def _same(text: list[str], dice: Dice) -> list[str]:
    return text


def _polished(text: list[str], dice: Dice) -> list[str]:
    """Another lead, some endings and words changed."""
    lead = dice.pick(_LEADS).format(town=words.Word(dice.pick(words.TOWNS)), office=dice.pick(words.OFFICES))
    first = text[0].partition(". ")[2]
    return _reworded([f"{lead} {first}".strip(), *text[1:]], dice, one_in=3)


def _rewritten(text: list[str], dice: Dice) -> list[str]:
    """Another lead, most endings changed, a paragraph dropped, the tail trimmed, a sentence of the paper's own."""
    kept = _polished(text, dice)
    kept = kept[: max(3, len(kept) - 1 - dice.below(2))]
    del kept[dice.between(1, len(kept) - 1)]
    kept.insert(dice.between(1, len(kept)), dice.pick(_OWN).split(". ")[0].removesuffix(".") + ".")
    return _reworded(kept, dice, one_in=2)


def _shortened(text: list[str], dice: Dice) -> list[str]:
    """The head alone, a half or less."""
    return _reworded(text[: max(2, len(text) * 2 // 5)], dice, one_in=5)


EDITS: dict[str, Callable[[list[str], Dice], list[str]]] = {
    "same": _same,
    "polished": _polished,
    "rewritten": _rewritten,
    "shortened": _shortened,
}


def _reworded(text: list[str], dice: Dice, one_in: int) -> list[str]:
    """Every so many of the words that can be exchanged are."""
    changed = []
    for paragraph in text:
        for printed, instead in _WORDS:
            if dice.below(one_in) == 0:
                paragraph = paragraph.replace(printed, instead)
        changed.append(paragraph)
    return changed


def _byline(site: int, dice: Dice) -> str:
    name = dice.pick(words.NAMES)
    return (f"[{_NAMES[site]}={name} 기자] ", f"({dice.pick(words.TOWNS)}={_NAMES[site]}) {name} 기자 = ")[site % 2]


def _printed(identifier: str, site: int, title: str, text: list[str], moment: datetime) -> Printed:
    return Printed(
        id=f"{SITES[site]}:{identifier}",
        site=SITES[site],
        url=f"http://{SITES[site]}.test/news/article.html?no={identifier}",
        title=title,
        published_at=f"{moment:%Y-%m-%dT%H:%M:%S}+09:00",
        body="\n\n".join(text),
    )


def releases(count: int, seed: int = 1, shortest: int = 3) -> Iterator[Sample]:
    """So many articles of the demo newspaper, two of three printed by two to six papers within three days."""
    taken = 0
    paper = Newspaper(articles=count * 2 + 50, seed=seed, host="release.test")
    for url, truth in paper.truth_articles().items():
        text = truth["body"].split("\n\n")
        if len(text) < shortest or taken == count:
            continue
        if text[0].startswith("["):
            text[0] = text[0].partition("] ")[2]
        taken += 1
        release = f"{seed}-{url.rpartition('=')[2]}"
        dice = Dice(seed, taken, 31)
        moment = _FIRST_DAY + timedelta(minutes=dice.below(28 * 24 * 60))
        first = dice.below(len(SITES))
        kinds = ["printed first", *(dice.pick(tuple(EDITS)) for _ in range(dice.between(0, 2) and dice.between(1, 5)))]
        for index, kind in enumerate(kinds):
            site = (first + index) % len(SITES)
            edited = EDITS.get(kind, _same)(list(text), dice)
            edited[0] = _byline(site, dice) + edited[0]
            title = truth["title"] if kind in ("printed first", "same") else f"{dice.pick(words.TOWNS)}, 새 사업 시작"
            yield Sample(_printed(release, site, title, edited, moment), release, kind)
            moment += timedelta(minutes=dice.between(5, 900))


# ---- written into the same sentences -------------------------------------------------------------------
_WEATHER = """{day}일 한들시와 솔내군은 {sky}.

기상청에 따르면 이날 아침 최저기온은 영하 {a}도에서 영상 {b}도, 낮 최고기온은 {c}도에서 {d}도로 평년과 비슷하겠다. \
지역별 아침 기온은 한들 {b}도, 솔내 영하 {a}도, 너울 {e}도이며 낮 기온은 한들 {d}도, 솔내 {c}도, 너울 {f}도로 \
예상된다.

미세먼지 농도는 ‘{dust}’ 수준을 보이겠다. 바다의 물결은 앞바다에서 0.5∼{g}.5m, 먼바다에서 1∼{h}.5m로 일겠다.

기상청은 “대기가 매우 건조하니 산불 등 화재 예방에 각별히 유의해야 한다”며 “낮과 밤의 기온 차가 크니 건강 관리에 \
주의해 달라”고 당부했다."""
_COURSES = """{town} 평생학습과는 {month}월 정기 강좌 수강생을 모집한다고 {day}일 밝혔다. 신청은 {b}일 오전 9시부터 \
{town} 누리집에서 선착순으로 받으며, 수강료는 과목당 {a}만 원이다. 국민기초생활수급자와 장애인, 65세 이상 어르신은 \
수강료를 면제받는다. 강좌는 {one}, {two} 등 {n}개 과목이며 수업은 {c}일부터 석 달 동안 평생학습관에서 열린다. 자세한 \
내용은 {town} 평생학습과로 문의하면 된다."""
_DEATH = """▲{p1}({town} {office} 과장)·{p2}(솔내초 교사)씨 부친상, {p3}(아람은행 차장)씨 장인상 = {day}일 오후 \
{a}시, 한들의료원 장례식장 {b}호실, 발인 {c}일 오전 {e}시 30분, 장지 한들추모공원. ☎ 031-555-0{many}"""
_APPOINTED = """◇ 4급 승진 △기획조정실장 {p1} △도시환경국장 {p2} ◇ 5급 승진 △감사담당관 {p3} △총무과장 {p4} \
△회계과장 {p5} △세정과장 {p6} △문화관광과장 {p7} △평생학습과장 {p8} ◇ 5급 전보 △안전총괄과장 {p9} △농업정책과장 \
{p10} △상하수도과장 {p11} △보건행정과장 {p12}"""
_PRICES = """한들 농산물도매시장의 {day}일 경매에서 배추 10㎏ 상품은 {many}0원에 거래돼 지난주보다 {a}% 올랐다. 사과 \
10㎏ 상품은 {n}만 {c}000원으로 {b}% 내렸고, 대파 1㎏은 {d}00원으로 보합세를 보였다. 도매시장 관계자는 “날씨의 \
영향으로 반입량이 달라지면서 품목마다 값이 엇갈리고 있다”며 “당분간 이런 흐름이 이어질 것”으로 내다봤다. 시는 \
장바구니 부담을 덜기 위해 직거래 장터를 계속 열기로 했다."""
_ACCIDENT = """{day}일 오후 {a}시 {many}분께 {town} {place} 앞 도로에서 {p1}({age})씨가 몰던 승용차가 마주 오던 \
{b}톤 화물차와 부딪혔다. 이 사고로 승용차 운전자가 다쳐 인근 병원으로 옮겨졌으나 생명에는 지장이 없는 것으로 \
알려졌다. 경찰은 운전자가 음주 상태는 아니었던 것으로 확인하고 블랙박스 영상 등을 토대로 정확한 사고 경위를 조사하고 \
있다."""
TEMPLATES = {
    "weather": _WEATHER, "courses": _COURSES, "death": _DEATH,
    "appointed": _APPOINTED, "prices": _PRICES, "accident": _ACCIDENT,
}  # fmt: skip


def look_alikes(count: int) -> Iterator[Sample]:
    """So many articles of each template, one a day, in two newspapers by turns."""
    for number, (kind, pattern) in enumerate(TEMPLATES.items()):
        for index in range(count):
            dice = Dice(number, index, 37)
            people = {f"p{place}": name for place, name in enumerate(dice.sample(words.NAMES, 12), start=1)}
            slots = {
                "day": index % 28 + 1, "month": index % 12 + 1, "town": dice.pick(words.TOWNS),
                "place": dice.pick(words.PLACES), "office": dice.pick(words.OFFICES),
                "sky": dice.pick(("대체로 맑겠다", "구름이 많겠다", "흐리고 곳에 따라 비가 오겠다")),
                "dust": dice.pick(("좋음", "보통", "나쁨")), "one": dice.pick(("도자기", "서예", "요가")),
                "two": dice.pick(("통기타", "수채화", "우쿨렐레")), "many": dice.between(100, 999),
                "n": dice.between(4, 19), "age": dice.between(21, 79), **people,
            }  # fmt: skip
            lowest = zip("abcdefgh", (1, 1, 8, 12, 1, 9, 1, 2), strict=True)
            slots |= {name: dice.between(low, low + 6) for name, low in lowest}
            moment = _FIRST_DAY + timedelta(days=index % 28, minutes=number)
            text = pattern.format_map(slots).split("\n\n")
            name = f"{kind}{index}"
            yield Sample(_printed(name, number % 2, f"[{kind}]", text, moment), name, kind)
