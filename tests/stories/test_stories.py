"""Which articles are one story, told by hand-written Korean texts and by the known copies of bench.copies."""

from __future__ import annotations

import itertools
import json
import random
import sqlite3
from contextlib import closing
from dataclasses import fields, replace
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from scrapy.settings import Settings
from support.archives import article, store
from support.crawling import scrapy

from bench.copies import look_alikes
from bench.stories import corpus, score
from newscrawler.schemas import load
from newscrawler.stories.find import SAME_STORY, StoryRecord, find_stories, group
from newscrawler.stories.index import Printed, open_index
from newscrawler.stories.likeness import SHORTEST, letters

# ---- texts, written by hand; names and places are invented -----------------------------------------------
RELEASE = """[누리고을신문=이새봄 기자] 한들시는 다음 달 2일부터 관내 전통시장 7곳에서 배달 수수료를 받지 않는 공공 \
배달소를 운영한다고 18일 밝혔다.

공공 배달소는 시장 안 빈 점포 한 칸을 고쳐 만들며, 상인이 물건을 맡기면 배달원 12명이 반경 4㎞ 안의 가정까지 두 시간 \
안에 가져다준다. 시는 올해 예산 8억 6000만 원을 들여 전기 자전거 20대와 냉장 보관함 14개를 마련했다.

이용하려는 주민은 한들시 누리집이나 전화(031-555-0147)로 주문하면 된다. 주문 금액이 1만 원을 넘으면 배달비는 없고, \
그보다 적으면 1000원을 낸다. 운영 시간은 평일 오전 10시부터 오후 7시까지다.

시는 지난해 10월 큰샘시장에서 석 달 동안 시범 운영한 결과 참여 점포 43곳의 매출이 평균 18% 늘었다고 설명했다. 설문에 \
답한 주민 612명 가운데 87%는 다시 이용하겠다고 했다.

남새길 한들시장은 “장을 보러 나오기 어려운 어르신과 아이 키우는 가정에 먼저 도움이 될 것”이라며 “상인과 주민이 함께 \
웃는 시장을 만들겠다”고 말했다.

한편 시는 12월까지 결과를 살펴 내년에는 별내리시장 등 4곳을 더할 계획이다."""
# headline and lead rewritten, tail trimmed, other byline, endings changed
REWRITTEN = """(한들=온누리일보) 최바름 기자 = 장바구니를 들고 시장까지 나오기 힘든 주민을 위해 한들시가 수수료 없는 \
배달에 나선다. 시는 12월 2일 전통시장 7곳에 공공 배달소를 연다고 밝혔다.

공공 배달소는 시장 안 빈 점포 한 칸을 고쳐 만들며, 상인이 물건을 맡기면 배달원 12명이 반경 4㎞ 안의 가정까지 두 시간 \
안에 가져다준다. 시는 올해 예산 8억6천만 원을 들여 전기 자전거 20대와 냉장 보관함 14개를 마련했다.

이용하려는 주민은 한들시 누리집이나 전화(031-555-0147)로 주문하면 된다. 주문 금액이 1만 원을 넘으면 배달비는 없고, \
그보다 적으면 1천 원을 내야 한다. 운영 시간은 평일 오전 10시~오후 7시다.

남새길 시장은 “장을 보러 나오기 어려운 어르신과 아이 키우는 가정에 먼저 도움이 될 것”이라고 전했다."""
TRIMMED = """[바다저널] 한들시는 다음 달 2일부터 관내 전통시장 7곳에서 배달 수수료를 받지 않는 공공 배달소를 \
운영한다.

공공 배달소는 시장 안 빈 점포 한 칸을 고쳐 만들며, 상인이 물건을 맡기면 배달원 12명이 반경 4km 안의 가정까지 두 시간 \
안에 가져다준다. 시는 올해 예산 8억 6000만 원을 들여 전기 자전거 20대와 냉장 보관함 14개를 마련했다.

운영 시간은 평일 오전 10시부터 오후 7시까지다."""
# Same subject, another newspaper's own report
OWN = """[한들일보=박도윤 기자] 18일 오후 한들시 큰샘시장 들머리. 채소 가게를 하는 노을빛 씨가 파 두 단과 두부를 \
상자에 담아 배달소 창구에 올려놓았다. 십 분 뒤 배달원이 상자를 싣고 골목을 빠져나갔다.

한들시가 다음 달부터 전통시장 7곳에서 운영하겠다고 밝힌 공공 배달소의 시범 현장이다. 상인들은 반기면서도 걱정을 \
감추지 못했다. 노 씨는 “수수료가 없어 좋지만 배달원이 12명뿐이라 김장철에는 감당이 안 될 것”이라고 했다.

배달원들의 처우도 숙제다. 한 배달원은 “비 오는 날에는 전기 자전거가 위험하다”며 보험을 들어 달라고 요구했다. 시 \
관계자는 “예산 8억 6000만 원 안에서 보험료를 마련하겠다”고 답했다."""
WEATHER1 = """[누리고을신문=정다해 기자] 5일 한들시와 솔내군은 대체로 맑겠다.

기상청에 따르면 이날 아침 최저기온은 영하 3도에서 영상 2도, 낮 최고기온은 9도에서 13도로 평년과 비슷하겠다. 지역별 \
아침 기온은 한들 영하 1도, 솔내 영하 3도, 너울 2도, 아람 0도이며 낮 기온은 한들 11도, 솔내 9도, 너울 13도, 아람 \
12도로 예상된다.

미세먼지 농도는 ‘보통’ 수준을 보이겠다. 바다의 물결은 앞바다에서 0.5∼1.5m, 먼바다에서 1∼2.5m로 일겠다.

기상청은 “대기가 매우 건조하니 산불 등 화재 예방에 각별히 유의해야 한다”며 “낮과 밤의 기온 차가 크니 건강 관리에 \
주의해 달라”고 당부했다."""
WEATHER2 = """[누리고을신문=정다해 기자] 6일 한들시와 솔내군은 대체로 맑다가 오후부터 구름이 많아지겠다.

기상청에 따르면 이날 아침 최저기온은 영하 1도에서 영상 4도, 낮 최고기온은 10도에서 14도로 평년보다 조금 높겠다. \
지역별 아침 기온은 한들 1도, 솔내 영하 1도, 너울 4도, 아람 2도이며 낮 기온은 한들 12도, 솔내 10도, 너울 14도, 아람 \
13도로 예상된다.

미세먼지 농도는 ‘보통’ 수준을 보이겠다. 바다의 물결은 앞바다에서 0.5∼1.0m, 먼바다에서 1∼2m로 일겠다.

기상청은 “대기가 매우 건조하니 산불 등 화재 예방에 각별히 유의해야 한다”며 “낮과 밤의 기온 차가 크니 건강 관리에 \
주의해 달라”고 당부했다."""
OBIT1 = """▲김한결(한들시 기획예산과장)·김보늬(솔내초 교사)씨 부친상, 이도윤(아람은행 차장)씨 장인상 = 4일 오후 6시 \
30분, 한들의료원 장례식장 3호실, 발인 6일 오전 8시 30분, 장지 한들추모공원. ☎ 031-555-0123"""
OBIT2 = """▲박세찬(한들시 도시재생과장)·박단비(너울중 교사)씨 모친상, 최우람(아람은행 지점장)씨 장모상 = 9일 오전 \
11시, 한들의료원 장례식장 5호실, 발인 11일 오전 7시, 장지 한들추모공원. ☎ 031-555-0123"""
PERSONNEL1 = """◇ 4급 승진 △기획조정실장 김한결 △도시환경국장 이새봄 ◇ 5급 승진 △감사담당관 박도윤 △총무과장 최바름 \
△회계과장 정다해 △세정과장 강이룸 △문화관광과장 조은별 △평생학습과장 윤슬기 ◇ 5급 전보 △안전총괄과장 장하람 \
△농업정책과장 임가을 △상하수도과장 오세찬 △보건행정과장 한보늬"""
PERSONNEL2 = """◇ 4급 승진 △기획조정실장 서단비 △도시환경국장 신우람 ◇ 5급 승진 △감사담당관 권나루 △총무과장 황온유 \
△회계과장 안다온 △세정과장 송해나 △문화관광과장 유한별 △평생학습과장 홍이든 ◇ 5급 전보 △안전총괄과장 남새길 \
△농업정책과장 문보라 △상하수도과장 배한솔 △보건행정과장 노을빛"""
NOTICE1 = """한들시 평생학습과는 3월 정기 강좌 수강생을 모집한다고 2일 밝혔다. 신청은 5일 오전 9시부터 한들시 \
누리집에서 선착순으로 받으며, 수강료는 과목당 2만 원이다. 국민기초생활수급자와 장애인, 65세 이상 어르신은 수강료를 \
면제받는다. 강좌는 생활 도자기, 통기타, 수채화 등 14개 과목이며 수업은 18일부터 석 달 동안 평생학습관에서 열린다. \
자세한 내용은 한들시 평생학습과(031-555-0110)로 문의하면 된다."""
NOTICE2 = """한들시 평생학습과는 6월 정기 강좌 수강생을 모집한다고 1일 밝혔다. 신청은 4일 오전 9시부터 한들시 \
누리집에서 선착순으로 받으며, 수강료는 과목당 2만 원이다. 국민기초생활수급자와 장애인, 65세 이상 어르신은 수강료를 \
면제받는다. 강좌는 서예, 우쿨렐레, 요가 등 16개 과목이며 수업은 17일부터 석 달 동안 평생학습관에서 열린다. 자세한 \
내용은 한들시 평생학습과(031-555-0110)로 문의하면 된다."""
FIRE = """\
솔내소방서(서장 문보라)는 봄철 산불 조심 기간을 맞아 오는 4월 30일까지 관내 캠핑장과 등산로 23곳에서 화재 예방 \
순찰을 강화한다고 11일 밝혔다.

소방서에 따르면 최근 5년 동안 솔내군에서 일어난 산불 41건 가운데 29건이 3월과 4월에 집중됐다. 원인은 쓰레기와 \
논밭두렁 소각이 18건으로 가장 많았고, 담뱃불이 7건으로 뒤를 이었다.

소방서는 의용소방대원 160명을 조별로 나눠 하루 두 차례 순찰하고, 캠핑장 업주에게 소화기 3대 이상을 갖추도록 안내할 \
방침이다. 산림과 맞닿은 마을 12곳에는 비상소화장치를 새로 설치한다.

문보라 서장은 “작은 불씨 하나가 수십 년 가꾼 숲을 태운다”며 “산에 갈 때는 라이터를 두고 가고, 연기를 보면 바로 119에 \
신고해 달라”고 당부했다."""
FIRE_EDITED = """\
[온누리일보=정다해 기자] 솔내소방서가 산불 막기에 나섰다. 4월 말까지 캠핑장과 등산로 23곳을 집중 순찰한다.

소방서에 따르면 최근 5년간 솔내군에서 발생한 산불 41건 중 29건이 3~4월에 몰렸다. 쓰레기와 논밭두렁 소각이 18건으로 \
가장 많았고, 담뱃불이 7건으로 뒤를 이었다.

이에 의용소방대원 160명을 조별로 나눠 하루 두 차례 순찰하고, 캠핑장 업주에게 소화기 3대 이상을 갖추도록 안내한다. \
산림과 맞닿은 마을 12곳에는 비상소화장치를 새로 설치한다.

문 서장은 “산에 갈 때는 라이터를 두고 가고, 연기를 보면 바로 119에 신고해 달라”고 말했다."""
FIRE_REWRITTEN = """\
“작은 불씨 하나가 수십 년 가꾼 숲을 태웁니다.” 솔내소방서 문보라 서장의 말이다. 솔내소방서는 오는 4월 30일까지 \
관내 캠핑장과 등산로 등 23개소에서 화재 예방 순찰을 강화하고 있다.

최근 5년 동안 솔내군에서 일어난 산불은 모두 41건으로, 이 가운데 29건이 3월과 4월에 집중됐다. 소각 부주의가 18건으로 \
가장 많았다.

소방서는 의용소방대원 160명을 조별로 나눠 하루 두 차례 순찰하고 산림과 맞닿은 마을 12곳에 비상소화장치를 새로 설치할 \
계획이다."""
BUS = """한들교육지원청은 14일 한들초등학교를 시작으로 초등학교 15곳을 차례로 찾아가는 과학버스를 운영한다고 밝혔다. \
과학버스는 45인승 버스를 고쳐 만든 이동 실험실로, 현미경 20대와 3차원 인쇄기 4대를 갖췄다. 학생들은 두 시간 동안 \
물로켓 만들기와 미생물 관찰 등 6가지 실험을 하게 된다. 교육지원청은 학생 수가 60명이 안 되는 작은 학교부터 찾아가며, \
올해 학생 1240명이 참여할 것으로 내다봤다. 운영비 1억 2000만 원은 도교육청이 지원했다. 배한솔 교육장은 “사는 곳에 \
따라 배움의 기회가 달라져서는 안 된다”며 “내년에는 중학교까지 넓히겠다”고 밝혔다."""
BUS_REWRITTEN = """\
[바다저널=오세찬 기자] 작은 학교에 실험실을 실은 버스가 찾아간다. 한들교육지원청은 14일부터 관내 초등학교 \
15개교를 돌며 ‘찾아가는 과학버스’를 운영한다.

45인승 버스를 개조한 이동 실험실에는 현미경 20대와 3D 프린터 4대가 실렸다. 학생들은 두 시간 동안 물로켓 만들기와 \
미생물 관찰 등 6가지 실험을 한다. 교육지원청은 학생 수가 60명 미만인 작은 학교부터 찾아가며, 올해 1천240명이 참여할 \
것으로 내다봤다. 운영비 1억2천만 원은 도교육청이 지원했다.

배한솔 교육장은 “내년에는 중학교까지 넓히겠다”고 말했다."""

NUMBERS_ALONE = (
    ("5일", "7일"), ("영하 3도에서 영상 2도", "영하 4도에서 영상 1도"), ("9도에서 13도", "8도에서 11도"),
    ("한들 영하 1도, 솔내 영하 3도, 너울 2도, 아람 0도", "한들 영하 2도, 솔내 영하 4도, 너울 1도, 아람 영하 1도"),
    ("한들 11도, 솔내 9도, 너울 13도, 아람 12도", "한들 10도, 솔내 8도, 너울 11도, 아람 10도"),
)  # fmt: skip


def printed(site: str, day: int, body: str, number: int = 1) -> Printed:
    url = f"http://{site}.test/news/article.html?no={number}"
    return Printed(f"{site}:{number}", site, url, "제목", f"2026-03-{day:02}T09:00:00+09:00", body)


def groups(*articles: Printed) -> list[set[str]]:
    """The ids of each story's articles."""
    records = group(articles)
    return [{record.id for record in story} for _, story in itertools.groupby(records, lambda record: record.story_id)]


# ---- what is a copy ------------------------------------------------------------------------------------
def test_a_rewritten_and_a_trimmed_press_release_are_copies_of_the_earliest() -> None:
    articles = printed("nuri", 18, RELEASE), printed("onnuri", 19, REWRITTEN), printed("bada", 20, TRIMMED)
    first, second, third = group(articles)
    assert (first.story_id, first.id, first.duplicate_of, first.similarity) == ("nuri:1", "nuri:1", None, 1.0)
    assert (second.story_id, second.id, second.duplicate_of) == ("nuri:1", "onnuri:1", "nuri:1")
    assert (third.story_id, third.id, third.duplicate_of) == ("nuri:1", "bada:1", "nuri:1")
    assert [second.similarity, third.similarity] == pytest.approx([0.61, 0.57], abs=0.01)
    assert (first.site, first.url, first.title) == ("nuri", "http://nuri.test/news/article.html?no=1", "제목")
    assert first.published_at == "2026-03-18T09:00:00+09:00"


@pytest.mark.parametrize(
    ("release", "copy"),
    [
        pytest.param(FIRE, FIRE_EDITED, id="edited throughout"),
        pytest.param(FIRE, FIRE_REWRITTEN, id="begun with the quotation, half as long"),
        pytest.param(BUS, BUS_REWRITTEN, id="with numbers written in another style"),
    ],
)
def test_a_copy_may_be_edited_in_every_sentence(release: str, copy: str) -> None:
    assert groups(printed("nuri", 14, release), printed("bada", 14, copy)) == [{"nuri:1", "bada:1"}]


def test_no_story_takes_in_another_one() -> None:
    texts = (RELEASE, REWRITTEN, OWN, FIRE, FIRE_EDITED, BUS, BUS_REWRITTEN, WEATHER1, WEATHER2, NOTICE1, NOTICE2)
    articles = [printed("abcdefghijk"[place], place + 1, text) for place, text in enumerate(texts)]
    assert groups(*articles) == [{"a:1", "b:1"}, {"d:1", "e:1"}, {"f:1", "g:1"}]


def test_whichever_copy_is_the_earliest_the_others_are_its_copies() -> None:
    for order in itertools.permutations((RELEASE, REWRITTEN, TRIMMED)):
        first, *others = group([printed("abc"[place], 10 + place, body) for place, body in enumerate(order)])
        assert [first.id, *(record.duplicate_of for record in others)] == ["a:1", "a:1", "a:1"]


def test_a_newspapers_own_report_about_the_same_thing_is_no_copy() -> None:
    assert groups(printed("nuri", 18, RELEASE), printed("handeul", 19, OWN)) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(WEATHER1, WEATHER2, id="the weather of two days"),
        pytest.param(OBIT1, OBIT2, id="two deaths"),
        pytest.param(PERSONNEL1, PERSONNEL2, id="appointments of two years"),
        pytest.param(NOTICE1, NOTICE2, id="courses of two seasons"),
    ],
)
def test_two_texts_written_into_one_template_are_no_copies(one: str, other: str) -> None:
    assert groups(printed("nuri", 5, one), printed("handeul", 6, other)) == []


def test_not_even_when_nothing_but_the_numbers_differs() -> None:
    other = WEATHER1
    for old, new in NUMBERS_ALONE:
        assert old in other
        other = other.replace(old, new)
    assert groups(printed("nuri", 5, WEATHER1), printed("nuri", 7, other, number=2)) == []


def test_the_same_notice_in_two_papers_is_a_copy() -> None:
    for text in (WEATHER1, OBIT1, PERSONNEL1, NOTICE1):
        assert groups(printed("nuri", 5, text), printed("handeul", 6, text)) == [{"nuri:1", "handeul:1"}]


def test_bylines_copyright_lines_spaces_and_punctuation_do_not_count() -> None:
    text = RELEASE.partition("] ")[2]
    other = f"(한들=온누리일보) 최바름 기자 = {text}".replace("“", '"').replace("예산 8억 6000만", "예산  8억6000만")
    other += "\n\n저작권자 ⓒ 온누리일보, 무단전재 및 재배포 금지"
    assert letters(other) == letters(RELEASE)
    assert [record.similarity for record in group([printed("a", 1, RELEASE), printed("b", 2, other)])] == [1.0, 1.0]


def test_full_width_digits_and_units_are_the_usual_ones() -> None:
    assert letters("４㎞ 안, 8억 원\n\nABC") == "4km안8억원abc"


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("1천240명", "1240명"), ("8억6천만 원", "8억 6,000만 원"), ("3천 원", "3000원"), ("1천24명", "1,024명"),
        ("2천5백 원", "2천5백원"), ("천 명", "천명"),
    ],
)  # fmt: skip
def test_thousands_are_the_same_number_in_words_and_in_digits(text: str, same: str) -> None:
    assert letters(text) == letters(same)


def test_a_notice_in_a_long_round_up_is_no_copy_of_it() -> None:
    round_up = "\n\n".join((OWN, WEATHER1, NOTICE1, PERSONNEL1, RELEASE))
    assert groups(printed("nuri", 1, round_up), printed("bada", 2, NOTICE1)) == []


def test_a_chain_of_likenesses_joins_no_unlike_stories() -> None:
    one, two, three, four = (paragraph * 2 for paragraph in map(letters, (OWN, WEATHER1, PERSONNEL1, RELEASE)))
    size = min(map(len, (one, two, three, four)))
    first, middle, last = (a[:size] + b[:size] for a, b in ((one, two), (two, three), (three, four)))
    plain = [text.translate(dict.fromkeys(map(ord, "0123456789"))) for text in (first, middle, last)]
    articles = [printed("abc"[place], place + 1, text) for place, text in enumerate(plain)]
    assert groups(articles[0], articles[1]) == [{"a:1", "b:1"}]
    assert groups(articles[1], articles[2]) == [{"b:1", "c:1"}]
    assert groups(*articles) == [{"a:1", "b:1"}]


def test_a_copy_belongs_to_the_story_it_is_most_like() -> None:
    shorter = "\n\n".join(RELEASE.split("\n\n")[:4])
    other = OWN + "\n\n" + "\n\n".join(RELEASE.split("\n\n")[4:])  # alike enough, were there nothing better
    records = group([printed("nuri", 1, other), printed("bada", 2, RELEASE), printed("onnuri", 3, shorter)])
    assert [(record.id, record.duplicate_of) for record in records] == [("bada:1", None), ("onnuri:1", "bada:1")]


def test_a_newspapers_second_printing_is_a_copy_too() -> None:
    records = group([printed("nuri", 1, RELEASE), printed("nuri", 3, RELEASE, number=7)])
    assert [(record.id, record.duplicate_of) for record in records] == [("nuri:1", None), ("nuri:7", "nuri:1")]


def test_what_is_too_short_to_know_it_by_belongs_to_no_story() -> None:
    text = letters(RELEASE)
    for length, expected in ((0, []), (SHORTEST - 1, []), (SHORTEST, [{"a:1", "b:1"}])):
        assert groups(printed("a", 1, text[:length]), printed("b", 2, text[:length])) == expected


def test_a_text_without_end_is_compared_by_its_beginning() -> None:
    assert len(letters("가나다라" * 10_000_00)) == 20_000


# ---- what the records depend on ------------------------------------------------------------------------
def test_the_order_of_the_articles_changes_nothing() -> None:
    articles = [sample.article for sample in corpus(20, 5)]
    expected = group(articles)
    assert len({record.story_id for record in expected}) > 10
    for seed in range(3):
        random.Random(seed).shuffle(articles)
        assert group(articles) == expected


def test_a_story_keeps_its_id_in_a_narrower_range_with_its_earliest_article() -> None:
    articles = [printed("nuri", 18, RELEASE), printed("onnuri", 19, REWRITTEN), printed("bada", 25, TRIMMED)]
    articles += [sample.article for sample in look_alikes(5)]
    whole = [record for record in group(articles) if record.story_id == "nuri:1"]
    assert [record for record in group(articles[:2]) if record.story_id == "nuri:1"] == whole[:2]


def test_of_two_articles_of_one_second_the_smaller_id_is_the_earlier() -> None:
    first, second = group([printed("b", 1, RELEASE), printed("a", 1, RELEASE)])
    assert (first.id, second.duplicate_of) == ("a:1", "a:1")


def test_no_articles_no_stories() -> None:
    assert group([]) == []


# ---- measured ------------------------------------------------------------------------------------------
def test_known_copies_are_found_and_look_alikes_are_not() -> None:
    """The floors lie below what docs/stories.md measured on more articles of the same kinds."""
    values = score(corpus(60, 20), SAME_STORY)
    assert values["precision"] >= 0.9
    assert values["recall"] >= 0.92
    assert values["same"] >= 0.9
    assert values["look-alikes"] <= 5


def test_the_numbers_are_what_tells_a_template_from_a_copy() -> None:
    """Without its numbers every day's weather is the first one's copy: the measure rests on them."""
    days = [sample.article for sample in look_alikes(20) if sample.kind == "weather"]
    assert group(days) == []
    bare = [replace(day, body="".join(c for c in day.body if not c.isdigit())) for day in days]
    assert len(group(bare)) > 15


# ---- the archives --------------------------------------------------------------------------------------
@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Three newspapers' archives: one release in each, and what must not count."""
    store(
        tmp_path,
        "nuri",
        [
            article("nuri", 1, title="장보기 배달", body=RELEASE, published_at="2026-03-18T09:00:00+09:00"),
            article("nuri", 2, body=WEATHER1, published_at="2026-03-18T10:00:00+09:00"),
            article("nuri", 3, body=RELEASE, published_at=None),
        ],
    )
    removed = article("onnuri", 5, body=REWRITTEN, published_at="2026-03-19T00:00:00+09:00", status="removed")
    store(tmp_path, "onnuri", [removed])
    store(tmp_path, "bada", [article("bada", 9, body=TRIMMED, published_at="2026-03-25T23:59:59+09:00")])
    (tmp_path / "batches").mkdir()
    return tmp_path


def found(data: Path, since: str | None, until: str | None, *sites: str) -> list[tuple[str, str | None]]:
    settings = Settings({"DATA_DIR": str(data)})
    with closing(open_index(settings)) as index:
        index.catch_up(settings)
        return [(record.id, record.duplicate_of) for record in find_stories(index, sites, since, until)]


def test_stories_are_read_from_the_archives_removed_articles_too(data: Path) -> None:
    whole = [("nuri:1", None), ("onnuri:5", "nuri:1"), ("bada:9", "nuri:1")]
    assert found(data, "2026-03-18", "2026-03-25", "bada", "nuri", "onnuri") == whole
    assert found(data, None, None, "nuri", "bada", "onnuri") == whole


def test_both_days_are_included_and_no_others(data: Path) -> None:
    assert found(data, "2026-03-18", "2026-03-19", "nuri", "onnuri", "bada") == [
        ("nuri:1", None),
        ("onnuri:5", "nuri:1"),
    ]
    assert found(data, "2026-03-19", None, "nuri", "onnuri", "bada") == [("onnuri:5", None), ("bada:9", "onnuri:5")]
    assert found(data, "2026-03-19", "2026-03-24", "nuri", "onnuri", "bada") == []


def test_a_newspaper_named_twice_or_without_an_archive_changes_nothing(data: Path) -> None:
    assert found(data, None, "2026-03-24", "nuri", "nuri", "onnuri", "unknown") == [
        ("nuri:1", None),
        ("onnuri:5", "nuri:1"),
    ]
    assert not (data / "unknown").exists()


# ---- the command ---------------------------------------------------------------------------------------
def test_the_command_writes_json_lines_that_the_schema_knows(data: Path) -> None:
    run = scrapy("stories", "--since", "2026-03-18", "-s", f"DATA_DIR={data}", data_dir=data)
    assert (run.exit_code, run.stderr) == (0, "")
    records = [json.loads(line) for line in run.stdout.splitlines()]
    assert [record["id"] for record in records] == ["nuri:1", "onnuri:5", "bada:9"]
    assert records[0] == {
        "type": "story", "story_id": "nuri:1", "id": "nuri:1", "site": "nuri",
        "url": "http://nuri.test/news/article.html?no=1", "title": "장보기 배달",
        "published_at": "2026-03-18T09:00:00+09:00", "duplicate_of": None, "similarity": 1.0,
    }  # fmt: skip
    assert {tuple(record) for record in records} == {tuple(field.name for field in fields(StoryRecord))}
    for record in records:
        assert [error.message for error in Draft202012Validator(load("story")).iter_errors(record)] == []
    assert "장보기" in run.stdout


def test_the_command_takes_sites_days_and_a_file(data: Path) -> None:
    out = data / "stories.jsonl"
    arguments = ("nuri", "bada", "--since", "20260318", "--until", "2026.03.25", "-o", str(out))
    run = scrapy("stories", *arguments, "-s", f"DATA_DIR={data}", data_dir=data)
    assert (run.exit_code, run.stdout, run.stderr) == (0, "", "")
    assert [json.loads(line)["id"] for line in out.read_text("utf-8").splitlines()] == ["nuri:1", "bada:9"]
    assert list(data.glob(".*")) == []


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "--since is required, for example: scrapy stories --since 7d"),
        (
            ("--since", "soon"),
            "'soon' is not a day: use YYYY-MM-DD, YYYYMMDD, today, yesterday or a number of days like 7d.",
        ),
        (
            ("--since", "20260302", "--until", "20260301"),
            "--since 2026-03-02 must not be later than --until 2026-03-01",
        ),
        (("nosuch", "--since", "7d"), "there is no archive of 'nosuch' at {data}/nosuch/archive.sqlite"),
        (("--since", "7d"), "no archives found in {data}: crawl a newspaper first"),
    ],
)
def test_wrong_use_is_exit_2_with_one_sentence(arguments: tuple[str, ...], sentence: str, tmp_path: Path) -> None:
    run = scrapy("stories", *arguments, "-s", f"DATA_DIR={tmp_path}", data_dir=tmp_path)
    expected = f"scrapy stories: {sentence.format(data=tmp_path)}\n"
    assert (run.exit_code, run.stdout, run.stderr) == (2, "", expected)
    assert list(tmp_path.iterdir()) == []


def test_an_archive_that_cannot_be_read_and_a_folder_that_is_not_there_are_exit_4(data: Path) -> None:
    run = scrapy("stories", "--since", "7d", "-o", str(data / "none/x"), "-s", f"DATA_DIR={data}", data_dir=data)
    assert (run.exit_code, run.stderr.count("\n")) == (4, 1)
    (data / "bada/archive.sqlite").write_text("no database, but long enough to look like one" * 100)
    run = scrapy("stories", "--since", "7d", "-s", f"DATA_DIR={data}", data_dir=data)
    assert (run.exit_code, run.stdout) == (4, "")
    assert (
        run.stderr == f"scrapy stories: the archive {data}/bada/archive.sqlite cannot be used: file is not a database\n"
    )


def test_a_damaged_record_is_named_without_a_traceback(data: Path) -> None:
    with closing(sqlite3.connect(data / "onnuri/archive.sqlite")) as db, db:
        db.execute("UPDATE revision SET record='{' || record")
    run = scrapy("stories", "--since", "2026-03-18", "-s", f"DATA_DIR={data}", data_dir=data)
    assert (run.exit_code, run.stderr.count("\n")) == (4, 1)
    assert [json.loads(line)["id"] for line in run.stdout.splitlines()] == ["nuri:1", "bada:9"]  # of the others
    assert run.stderr.startswith("scrapy stories: record 1 that was read from the archive of onnuri is damaged (")


def test_one_archive_for_several_newspapers_is_refused(data: Path) -> None:
    arguments = ("nuri", "bada", "--since", "7d", "-s", f"ARCHIVE_URL=sqlite:///{data}/nuri/archive.sqlite")
    run = scrapy("stories", *arguments, data_dir=data)
    assert (run.exit_code, run.stdout) == (2, "")
    assert run.stderr == ("scrapy stories: ARCHIVE_URL names one archive for 2 newspapers: put {site} into its path\n")
