"""The info line: who is named there and who is not, and the times in their odder forms. Invented people and places."""

from __future__ import annotations

import unicodedata
from itertools import product

import pytest

from newscrawler.cms.article import ArticlePage
from newscrawler.cms.links import SiteUrls
from newscrawler.items import Author

URL = "https://www.news-a.test/news/article.html?no=1001"
URLS = SiteUrls("https://www.news-a.test/")
MADE = "<!-- MAKE FILE (2025-11-07 15:00:02) -->"
TEXT = "가온시가 새벽버스를 늘린다."
PARK = Author("박나래", "기자")


def page(info: str, body: str = f"<p>{TEXT}</p>", made: str = "") -> ArticlePage:
    html = (
        f"<html><body><div class='arv_001_01'><div class='art_top'><h2>가온시 새벽버스 신설</h2>{info}</div>"
        f"<div id='news_body_area'>{body}</div></div>{made}</body></html>"
    )
    return ArticlePage(html, URL, URLS)


def line(*parts: str) -> str:
    return "<ul class='art_info'>" + "".join(f"<li>{part}</li>" for part in parts) + "</ul>"


# Sections, towns, buttons and labels; many are built like a name.
WORDS = """
    조회수 유튜브 민원 문화재 조선소 장유 진영 옥포 온라인 이전글 다음글 한글날 동영상 방송일 사진관 기획물 연재물
    고정물 정치면 경제면 사회면 문화면 지역면 오피니언 사설 칼럼 기고 인사 부고 동정 알림 공지 특집 심층 현장 인터뷰
    만평 만화 운세 날씨 증시 주식 부동산 금융 유통 산업 기업 노동 복지 보건 의료 건강 교육 대학 입시 청년 여성 노인
    장애인 다문화 환경 기후 생태 농업 수산 해양 축산 임업 관광 여행 맛집 축제 공연 전시 영화 음악 미술 문학 도서
    서평 종교 체육 야구 축구 농구 배구 골프 바둑 등산 낚시 자전거 자동차 과학 기술 우주 반도체 원전 방위 군사 국방
    외교 통일 북한 국회 정당 선거 지방 의회 도정 시정 군정 구정 행정 사법 검찰 경찰 법원 소방 재난 사고 사건 범죄
    마약 교통 도로 철도 공항 항만 지하철 버스 택시 주차장 아파트 재개발 주거 전세 월세 물가 임금 고용 창업 시장 상가
    전통주 막걸리 한우 한복 한옥 한식 김치 김장 고구마 감자 배추 양파 마늘 사과 배나무 신안동 금산동 고현동 문산읍
    장승포 주촌면 진례면 한림면 성산구 양덕동 석전동 구암동 심곡동 서상동 유하동 지내동 마산만 진해만 인쇄 공유 목록
    댓글 추천 스크랩 글자크기 확대 축소 복사 신고 구독 제보 문의 구독하기 공유하기 이메일 카카오톡 페이스북 트위터
    네이버 인스타 밴드 블로그 카페 홈페이지 누리집 음성 듣기 번역 요약 수화 점자 오디오 라디오 팟캐스트 숏폼 포토
    화보 영상 그래픽 최신순 인기순 조회순 이시각 주요뉴스 속보 단독 종합 재송 정정 반론 전문 원문 출처 자료 참고
    관련 연관 추천글 인기글 이전 다음 처음 마지막 전체 오늘 어제 내일 주간 월간 연간 지면 면보기 지난호 창간호
    특별판 조간 석간 호외 온누리 나들목 고갯길 강나루 조은길 한마당 한마음 나눔터 우체통 사랑방 신문고 길라잡이
    이야기 하나로 정자리 진달래 봉선화 민들레 안내문 양식장 편백림
""".split()
PLACES = {
    "parts of a list": lambda word: line("박나래 기자", word),
    "before it": lambda word: line(word, "박나래 기자"),
    "with a date": lambda word: line("박나래 기자", f"{word} 2025.11.06"),
    "an author's element": lambda word: f"<ul class='art_info'><li class='name'>박나래 기자</li><li>{word}</li></ul>",
    "a list of an author": lambda word: f"<ul class='byline'><li>박나래 기자</li><li>{word}</li></ul>",
    "a bar in an author's element": lambda word: f"<p class='byline'>박나래 기자 | {word}</p>",
    "a bar": lambda word: line(f"박나래 기자 | {word}"),
    "a comma": lambda word: line(f"박나래 기자, {word}"),
    "a blank": lambda word: line(f"박나래 기자 {word}"),
    "an address": lambda word: line("박나래 narae@news-a.test", word),
    "elements of a line": lambda word: f"<div class='x'><span>{word}</span><span>박나래 기자</span></div>",
}


@pytest.mark.parametrize("place", PLACES)
def test_a_bare_word_beside_a_reporter_is_nobody(place: str) -> None:
    assert len(set(WORDS)) > 250
    invented = {word: names for word in WORDS if (names := _names(PLACES[place](word))) != ["박나래"]}
    assert invented == {}


def _names(info: str) -> list[str]:
    return [author.name for author in page(info).authors]


@pytest.mark.parametrize(
    ("info", "authors"),
    [
        # bare names count in an element that is called an author's
        ("<ul class='art_info'><li class='name'>고은솔</li><li>동영상</li></ul>", ["고은솔"]),
        ("<ul><li class='name'>고은솔</li><li class='name'>박나래 기자</li></ul>", ["고은솔", "박나래"]),
        ("<ul><li><span class='writer'>고은솔</span></li><li>박나래 기자</li></ul>", ["고은솔", "박나래"]),
        ("<div class='x'><a rel='author'>고은솔</a> <span>문화재</span></div>", ["고은솔"]),
        ("<div class='x'><span itemprop='author'>고은솔</span><span>문화재</span></div>", ["고은솔"]),
        ("<div class='x'><span class='name'>고은솔</span> 2025.11.07 14:02</div>", ["고은솔"]),
        # a role or an address in the next element belongs to the name
        ("<p><span class='name'>고은솔</span> <span>기자</span></p>", ["고은솔"]),
        ("<p class='writer'><b>고은솔</b> <span>온샘대 교수</span></p>", ["고은솔"]),
        # or where there is no other
        (line("고은솔", "등록 2025.11.07 14:02"), ["고은솔"]),
        (line("고은솔", "문화재"), ["고은솔"]),
        (line("고은솔·임해온"), ["고은솔", "임해온"]),
        (line("장유", "고은솔"), ["고은솔"]),  # three syllables are likelier a name
        (line("<b>고은솔</b><span>동영상</span>"), ["고은솔"]),
        # what is left of a part whose date was cut out is a label
        (line("방송일 2025.11.06"), []),
        (line("방송일 2025.11.06", "고은솔"), ["고은솔"]),
        (line("고은솔 2025.11.06"), []),
        (line("고은솔 기자 2025.11.06"), ["고은솔"]),
        ("<div class='x'>고은솔</div>", []),
        # a credit names as well as a role does
        ("<div class='x'>글 <b>고은솔</b> 사진 <b>임해온</b></div>", ["고은솔", "임해온"]),
        ("<div class='x'><b>고은솔</b>·<b>임해온</b> 기자</div>", ["고은솔", "임해온"]),
    ],
)  # fmt: skip
def test_what_stands_beside_a_bare_name_decides(info: str, authors: list[str]) -> None:
    assert _names(info) == authors


def test_a_reporter_of_the_text_outweighs_a_bare_word_of_the_info_line() -> None:
    body = f"<p>[가온일보=박나래 기자] {TEXT}</p>"
    assert page(line("문화재", "등록 2025.11.07 14:02"), body).authors == [PARK]
    assert page(line("고은솔"), f"<p>{TEXT}</p><p>silver@news-a.test</p>").authors == [
        Author("고은솔", None, "silver@news-a.test")
    ]


@pytest.mark.parametrize(
    ("text", "author"),
    [
        ("박나래 기자 narae@news-a.test 010-0000-0000", Author("박나래", "기자", "narae@news-a.test")),
        ("박나래 기자 구독", PARK),
        ("박나래 기자 narae(at)news-a.test", PARK),
        ("박나래 기자 narae@@news-a.test", PARK),
        ("朴나래 기자", Author("朴나래", "기자")),
        ("박나래 記者", Author("박나래", "記者")),
        ("박&shy;나래 기자", PARK),
        ("by 박나래", Author("박나래")),
        ("박나래 기자님", PARK),
        ("존 스미스 특파원", Author("존 스미스", "특파원")),
        ("박나래 기자 <a href='mailto:narae@news-a.test'>메일</a>", Author("박나래", "기자", "narae@news-a.test")),
    ],
)
@pytest.mark.parametrize(
    "place", ["<ul class='art_info'><li class='name'>{}</li></ul>", "<div class='byline'>{}</div>"]
)
def test_an_odd_word_costs_no_reporter_his_name(place: str, text: str, author: Author) -> None:
    assert page(place.format(text)).authors == [author]


NAMES = ["박나래", "이솔", "남궁하늘", "온새미로", "朴나래", "마이클 리", "존 스미스", "한수정"]
ROLES = ["기자", "선임기자", "인턴 기자", "사회부 기자", "논설위원", "편집국장", "記者"]
BESIDE = """
    {}|{} 010-1234-5678|{} 구독|{} +구독|{} 구독하기 120|{} 프로필|{} 다른 기사 보기|{} narae(at)x.kr|{} narae@@x.kr
    {}(narae@x.kr)|narae@x.kr {}|{} 조회 1,204|{} 댓글 3|{} ✉|✎ {}|by {}|By. {}|글 {}|글 : {}|취재 {}|{} 외 1명|[{}]
    {} [email protected]|{} · 동영상|{}, 문화재|가온일보 {}|창원 {}|=창원 {}|{} (창원)|{} 2025.11.07 14:02|■ {}|/ {}
    {} 승인 2025.11.07|{} 입력|전화 055-123-4567 {}|{} @narae|{} 👍 3|{} 더보기|기자명 {}|작성자 : {}|등록 2025.11.07 {}
"""
NOISE = [form.strip() for forms in BESIDE.split("\n") for form in forms.split("|") if form.strip()]


@pytest.mark.parametrize("place", ["<ul class='art_info'><li class='name'>{}</li></ul>", line("{}"), "<div>{}</div>"])
def test_names_and_roles_are_read_beside_anything(place: str) -> None:
    assert len(NOISE) >= 40
    wrong = {}
    for name, role, form in product(NAMES, ROLES, NOISE):
        text = form.format(f"{name} {role}")
        if (read := [(author.name, author.role) for author in page(place.format(text)).authors]) != [(name, role)]:
            wrong[text] = read
    assert wrong == {}


PUBLISHED = [
    "등록",
    "입력",
    "최초 입력",
    "기사승인",
    "등록일시",
    "인터넷입력",
    "재등록",
    "[등록]",
    "등록 :",
    "원고입력",
]
MODIFIED = ["수정", "최종수정", "재수정", "수정일시", "업데이트", "2차 수정", "마지막 수정"]
FORMS = ["2025.11.0{} 14:02", "2025년 11월 0{}일 14시 02분", "25.11.0{} 14:02", "2025. 11. {}. 오후 2:02"]
LAYOUTS = [
    "{p} {a}|{m} {b}",
    "{m} {b}|{p} {a}",
    "박나래 기자 {p} {a} {m} {b}",
    "지면입력 2025.11.09|{p} {a}|{m} {b}",
    "{p} {a}|{m} 2025.11.07 18:00|{m} {b}|2025.11.09 3면",
]


def test_times_are_read_under_any_label_in_any_form_and_order() -> None:
    wrong = {}
    for published, modified, form, layout in product(PUBLISHED, MODIFIED, FORMS, LAYOUTS):
        text = layout.format(p=published, m=modified, a=form.format(7), b=form.format(8))
        found = page(line(*text.split("|")))
        if (found.published_at, found.modified_at) != (CAME, CAME.replace("-07T", "-08T")):
            wrong[text] = (found.published_at, found.modified_at)
    assert wrong == {}


@pytest.mark.parametrize(
    "text",
    [
        "박나래 기자 현장을 걷고 쓰고 찍고 다시 걷다",
        "박나래 기자 대상 수상",
        "박나래 기자가 물었다.",
        "가온시 공보실은 박나래 기자에게 답했다.",
    ],
)
def test_a_line_of_text_names_no_author(text: str) -> None:
    assert page(f"<div class='x'>{text}</div>").authors == []


@pytest.mark.parametrize("place", ["<h3>{}</h3>", "<p class='sub_title'>{}</p>"])
@pytest.mark.parametrize("text", ["박나래 기자 대상 수상", "시민기자 박나래 수상", "박나래 기자의 새벽 걷기"])
def test_a_subtitle_about_a_reporter_names_no_author(place: str, text: str) -> None:
    assert page(place.format(text)).authors == []


def test_an_outlet_may_stand_beside_a_reporter() -> None:
    found = page("<p class='byline'>가온통신 | 박나래 기자</p>")
    assert (found.publisher, found.authors) == ("가온통신", [PARK])


@pytest.mark.parametrize(
    ("info", "publisher"),
    [
        ("<ul class='art_info'><li class='name'>연합뉴스</li><li>등록 2025.11.07 14:02</li></ul>", "연합뉴스"),
        ("<ul class='art_info'><li class='name'>한국경제</li></ul>", "한국경제"),
        ("<p class='byline'>(서울=뉴시스)</p>", "뉴시스"),
        (line("가온통신", "등록 2025.11.07 14:02"), "가온통신"),
        (line("포토뉴스", "등록 2025.11.07 14:02"), None),  # a section
        (line("지역경제", "등록 2025.11.07 14:02"), None),
        ("<div class='x'>가온통신</div>", None),
    ],
)
def test_an_outlet_in_the_authors_place_is_the_publisher(info: str, publisher: str | None) -> None:
    found = page(info)
    assert (found.publisher, found.authors) == (publisher, [])


CAME, CHANGED = "2025-11-07T14:02:00+09:00", "2025-11-08T09:00:00+09:00"


@pytest.mark.parametrize(
    ("info", "published", "modified"),
    [
        (line("등록 25.11.07 14:02"), CAME, None),
        (line("등록 25.11.07 14:02", "수정 25.11.08 09:00"), CAME, CHANGED),
        (line("25.11.07 14:02"), CAME, None),
        (line("2025.11.07", "14:02"), CAME, None),
        (line("등록", "2025.11.07 14:02", "수정", "2025.11.08 09:00"), CAME, CHANGED),
        ("<p><em>등록</em> <span>2025.11.07</span> <span>14:02</span></p>", CAME, None),
        (line("지면입력 2025.11.08", "입력 2025.11.07 14:02"), CAME, None),
        (line("최종입력 2025.11.08 10:00", "최초입력 2025.11.07 14:02"), CAME, None),
        (line("등록 2025.11.07 14:02", "수정 2025.11.07 15:20", "수정 2025.11.08 09:00"), CAME, CHANGED),
        (line("등록 2025.11.07 오후 2시 2분", "재수정 2025.11.08 09:00"), CAME, CHANGED),
        (line("등록 2025.11.07 14：02"), CAME, None),
        (line("등록 2025.11.07 밤늦게"), None, None),
        (line("등록 2025.11.07 14:02", "수정 1970.01.01 09:00:00"), CAME, None),
        (line("등록 2025.11.07"), "2025-11-07T00:00:00+09:00", None),
    ],
)
def test_times_as_they_are_printed(info: str, published: str | None, modified: str | None) -> None:
    for text in (info, unicodedata.normalize("NFD", info)):
        found = page(text)
        assert (found.published_at, found.modified_at) == (published, modified)


@pytest.mark.parametrize("info", [line("한 시간 전"), "<div class='x'><span class='date'>한 시간 전</span></div>"])
def test_a_relative_time_counts_in_the_info_line_and_in_an_element_of_a_time(info: str) -> None:
    assert page(info, made=MADE).published_at == ("2025-11-07T14:00:02+09:00" if "art_info" in info else None)
    assert page("<p class='date'>한 시간 전</p>", made=MADE).published_at == "2025-11-07T14:00:02+09:00"


def test_names_of_conjoining_letters_stay_as_printed() -> None:
    info = unicodedata.normalize("NFD", line("박나래 기자 narae@news-a.test", "수정 2025.11.08 09:00"))
    found = page(info)
    name, role = unicodedata.normalize("NFD", "박나래"), unicodedata.normalize("NFD", "기자")
    assert found.authors == [Author(name, role, "narae@news-a.test")]
    assert found.modified_at == CHANGED
