"""Bylines as Korean regional papers print them; every person and nearly every outlet is invented."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.items import Author
from newscrawler.korean.bylines import (
    Byline,
    is_byline,
    merge,
    parse_info,
    parse_outlet,
    parse_prefix,
    parse_trailer,
    role_of,
    split_trailer,
)
from newscrawler.korean.copyright import is_copyright

Person = tuple[str, str | None, str | None]


def people(byline: Byline | None) -> list[Person] | None:
    return None if byline is None else [(a.name, a.role, a.email) for a in byline.authors]


R, S, G, I_ = "박나래", "고은솔", "정도담", "임해온"

INFO: list[tuple[str, list[Person], str | None]] = [
    ("박나래 기자 narae@x.kr", [(R, "기자", "narae@x.kr")], None),
    ("박나래 기자(narae@x.kr)", [(R, "기자", "narae@x.kr")], None),
    ("박나래 기자 <narae@x.kr>", [(R, "기자", "narae@x.kr")], None),
    ("박나래 기자narae@x.kr", [(R, "기자", "narae@x.kr")], None),
    ("박나래기자", [(R, "기자", None)], None),
    ("narae@x.kr 박나래 기자", [(R, "기자", "narae@x.kr")], None),
    ("박나래 narae@x.kr 기자", [(R, "기자", "narae@x.kr")], None),
    ("박나래 narae@x.kr", [(R, None, "narae@x.kr")], None),
    ("박나래", [(R, None, None)], None),
    ("고은솔 기자, 임해온 기자 silver@x.kr", [(S, "기자", None), (I_, "기자", "silver@x.kr")], None),
    ("고은솔·임해온 기자", [(S, "기자", None), (I_, "기자", None)], None),
    ("고은솔ㆍ임해온 기자", [(S, "기자", None), (I_, "기자", None)], None),
    ("고은솔, 임해온", [(S, None, None), (I_, None, None)], None),
    ("고은솔 임해온 기자", [(S, "기자", None), (I_, "기자", None)], None),
    ("고은솔 기자 임해온 기자", [(S, "기자", None), (I_, "기자", None)], None),
    ("고은솔·임해온 기자 a@x.kr b@x.kr", [(S, "기자", "a@x.kr"), (I_, "기자", "b@x.kr")], None),
    ("고은솔 기자 a@x.kr, 임해온 기자 b@x.kr", [(S, "기자", "a@x.kr"), (I_, "기자", "b@x.kr")], None),
    ("a@x.kr 고은솔 기자 b@x.kr 임해온 기자", [(S, "기자", "a@x.kr"), (I_, "기자", "b@x.kr")], None),
    ("고은솔 기자·임해온 수습기자", [(S, "기자", None), (I_, "수습기자", None)], None),
    ("박나래 선임기자 a@b.co.kr", [(R, "선임기자", "a@b.co.kr")], None),
    ("박나래 선임 기자", [(R, "선임 기자", None)], None),
    ("박나래 기자 외 1명", [(R, "기자", None)], None),
    ("박나래 기자 외 2인", [(R, "기자", None)], None),
    ("박나래 기자 [email protected]", [(R, "기자", None)], None),
    ("박나래 시민기자", [(R, "시민기자", None)], None),
    ("박나래 명예기자", [(R, "명예기자", None)], None),
    ("박나래 인턴기자", [(R, "인턴기자", None)], None),
    ("박나래 사진기자", [(R, "사진기자", None)], None),
    ("박나래 대기자", [(R, "대기자", None)], None),
    ("박나래 농업전문기자", [(R, "농업전문기자", None)], None),
    ("박나래 객원논설위원", [(R, "객원논설위원", None)], None),
    ("박나래 논설실장", [(R, "논설실장", None)], None),
    ("박나래 편집국장", [(R, "편집국장", None)], None),
    ("박나래 경제부장", [(R, "경제부장", None)], None),
    ("박나래 서부취재본부장", [(R, "서부취재본부장", None)], None),
    ("경제부 박나래 기자", [(R, "기자", None)], None),
    ("박나래 사회부 기자", [(R, "사회부 기자", None)], None),
    ("창원 박나래 기자", [(R, "기자", None)], None),
    ("=부산 박나래 기자", [(R, "기자", None)], None),
    ("박나래 창원 주재기자", [(R, "창원 주재기자", None)], None),
    ("박나래(朴나래) 기자", [(R, "기자", None)], None),
    ("박나래 기자(창원)", [(R, "기자", None)], None),
    ("글·사진=박나래 기자", [(R, "기자", None)], None),
    ("글 박나래 기자 / 사진 정도담 기자", [(R, "기자", None), (G, "기자", None)], None),
    (
        "취재=박나래·정도담 기자, 그래픽=임해온",
        [(R, "기자", None), (G, "기자", None), (I_, None, None)],
        None,
    ),
    ("기자 박나래", [(R, "기자", None)], None),
    ("취재기자: 박나래", [(R, "취재기자", None)], None),
    ("남궁하늘 기자", [("남궁하늘", "기자", None)], None),
    ("선우 진 기자", [("선우 진", "기자", None)], None),
    ("이솔 기자", [("이솔", "기자", None)], None),
    ("이솔기자", [("이솔", "기자", None)], None),
    ("온새미로 기자", [("온새미로", "기자", None)], None),
    ("가나다 기자 abc@news-a.test", [("가나다", "기자", "abc@news-a.test")], None),
    ("마이클 리 특파원", [("마이클 리", "특파원", None)], None),
    ("John Smith", [("John Smith", None, None)], None),
    ("Anne-Marie O’Neil 특파원", [("Anne-Marie O’Neil", "특파원", None)], None),
    ("온샘대 교육학과 교수 나문수", [("나문수", "온샘대 교육학과 교수", None)], None),
    ("나문수 온샘대 교육학과 교수", [("나문수", "온샘대 교육학과 교수", None)], None),
    ("가온대 나문수 교수", [("나문수", "가온대 교수", None)], None),
    ("가온대 교수 나문수", [("나문수", "가온대 교수", None)], None),
    ("나문수 변호사", [("나문수", "변호사", None)], None),
    ("나문수 시인·수필가", [("나문수", "시인", None)], None),
    ("나문수 가온시의회 의원", [("나문수", "가온시의회 의원", None)], None),
    ("가온시의회 의장 나문수", [("나문수", "가온시의회 의장", None)], None),
    ("나문수 칼럼니스트", [("나문수", "칼럼니스트", None)], None),
    ("편집국", [("편집국", None, None)], None),
    ("편집부 desk@x.kr", [("편집부", None, "desk@x.kr")], None),
    ("온라인뉴스팀", [("온라인뉴스팀", None, None)], None),
    ("특별취재팀", [("특별취재팀", None, None)], None),
    ("경남도민뉴스 편집국", [("편집국", None, None)], "경남도민뉴스"),
    ("경남도민뉴스 박나래 기자", [(R, "기자", None)], "경남도민뉴스"),
    ("박나래 기자 경남도민뉴스", [(R, "기자", None)], "경남도민뉴스"),
    ("[가온일보=박나래 기자]", [(R, "기자", None)], "가온일보"),
    ("경남도민뉴스 기자", [], "경남도민뉴스"),
    ("경남도민뉴스", [], None),
    ("산업경제", [], None),
    ("박나래 가온시 복지국장", [(R, "가온시 복지국장", None)], None),
    ("창원시장 나문수", [("나문수", "창원시장", None)], None),
    ("글쓴이: 박나래", [(R, None, None)], None),
    ("순천/박나래 기자", [(R, "기자", None)], None),
    ("여울/박나래 기자", [(R, "기자", None)], None),
    ("고은솔/임해온 기자", [(S, "기자", None), (I_, "기자", None)], None),
    ("고은솔기자/임해온기자", [(S, "기자", None), (I_, "기자", None)], None),
    ("/여수=박나래기자 narae@x.kr", [(R, "기자", "narae@x.kr")], None),
    (
        "글/고은솔기자 a@x.kr · 사진/임해온기자 b@x.kr",
        [(S, "기자", "a@x.kr"), (I_, "기자", "b@x.kr")],
        None,
    ),
    ("[고은솔 기자 / 임해온 기자]", [(S, "기자", None), (I_, "기자", None)], None),
    ("대담·정리 박나래 기자 사진 정도담 기자", [(R, "기자", None), (G, "기자", None)], None),
    ("정리 박나래", [(R, None, None)], None),
    ("기자명 박나래", [(R, None, None)], None),
    ("박나래 기자ㅣnarae@x.kr", [(R, "기자", "narae@x.kr")], None),
    ("이메일 : narae@x.kr", [], None),
    ("박나래 기자의 다른 글 더보기", [(R, "기자", None)], None),
    ("박나래 기자 다른기사보기", [(R, "기자", None)], None),
    ("여울 박나래 기자", [(R, "기자", None)], None),
    ("광주전남취재본부 박나래", [(R, None, None)], None),
    ("고성국 기자", [("고성국", "기자", None)], None),
    ("이준 기자", [("이준", "기자", None)], None),
    ("남궁민솔 기자", [("남궁민솔", "기자", None)], None),
    ("독고 솔 기자", [("독고 솔", "기자", None)], None),
    ("마리나 로베즈 통신원", [("마리나 로베즈", "통신원", None)], None),
    ("응우옌 티 쑤언 명예기자", [("응우옌 티 쑤언", "명예기자", None)], None),
    ("박나래 온샘초 어린이기자", [(R, "어린이기자", None)], None),
    ("박나래 AI기자", [(R, "AI기자", None)], None),
    ("박나래 VJ", [(R, "VJ", None)], None),
    ("박나래 본지 편집위원", [(R, "본지 편집위원", None)], None),
    ("박나래 대표·발행인", [(R, "대표", None)], None),
    ("두메산 여울대 교수", [("두메산", "여울대 교수", None)], None),
    ("나문수 ○○대 교수", [("나문수", "○○대 교수", None)], None),
    ("나문수(시인)", [("나문수", "시인", None)], None),
    ("나문수(여울대 교수)", [("나문수", "여울대 교수", None)], None),
    ("나문수<여울대 교수>", [("나문수", "여울대 교수", None)], None),
    ("나문수 가온YMCA 사무총장", [("나문수", "가온YMCA 사무총장", None)], None),
    ("문학박사 나문수", [("나문수", "문학박사", None)], None),
    ("가온소방서 소방사 나문수", [("나문수", "가온소방서 소방사", None)], None),
    ("독자 나문수", [("나문수", "독자", None)], None),
    ("취재팀", [("취재팀", None, None)], None),
    ("디지털뉴스부", [("디지털뉴스부", None, None)], None),
    # what stands behind a role or an address need not be understood
    ("박나래 기자 narae@x.kr 010-0000-0000", [(R, "기자", "narae@x.kr")], None),
    ("박나래 기자 ☎ 010-0000-0000", [(R, "기자", None)], None),
    ("박나래 기자 / (02)123-4567 / narae@x.kr", [(R, "기자", "narae@x.kr")], None),
    ("전화 1588-0000 박나래 기자", [(R, "기자", None)], None),
    ("박나래 기자 구독", [(R, "기자", None)], None),
    ("박나래 기자 +구독 1,204", [(R, "기자", None)], None),
    ("[박나래 기자] 구독", [(R, "기자", None)], None),
    ("박나래 편집국장 구독", [(R, "편집국장", None)], None),
    ("기자 박나래 구독", [(R, "기자", None)], None),
    ("고은솔·임해온 기자 구독하기", [(S, "기자", None), (I_, "기자", None)], None),
    ("박나래 기자 @narae_k", [(R, "기자", None)], None),
    ("✍ 박나래 기자 👍", [(R, "기자", None)], None),
    ("취재진 박나래 기자 구독", [(R, "기자", None)], None),
    ("나문수 온샘대 교수 구독하기", [("나문수", "온샘대 교수", None)], None),
    ("박나래 사진부 차장 구독", [(R, "사진부 차장", None)], None),
    ("박나래 Park Narae 기자", [(R, "기자", None)], None),
    ("박나래 부국장대우 기자", [(R, "기자", None)], None),
    ("박나래 기자 (영상=고은솔)", [(R, "기자", None), (S, None, None)], None),
    ("박나래 기자 동영상", [(R, "기자", None)], None),
    ("박나래 기자, 문화재", [(R, "기자", None)], None),
    # an address that cannot be read costs nobody his name
    ("박나래 기자 narae(at)news-a.test", [(R, "기자", None)], None),
    ("박나래 기자 narae [at] news-a.test", [(R, "기자", None)], None),
    ("박나래 기자 narae@@news-a.test", [(R, "기자", None)], None),
    ("박나래 narae@@news-a.test", [(R, None, None)], None),
    # Chinese characters, politeness, English
    ("朴나래 기자", [("朴나래", "기자", None)], None),
    ("朴贊浩 記者", [("朴贊浩", "記者", None)], None),
    ("박나래 記者", [(R, "記者", None)], None),
    ("朴나래記者", [("朴나래", "記者", None)], None),
    ("박나래 (朴나래) 기자", [(R, "기자", None)], None),
    ("박나래 기자님", [(R, "기자", None)], None),
    ("박나래기자님", [(R, "기자", None)], None),
    ("by 박나래", [(R, None, None)], None),
    ("By 박나래 기자", [(R, "기자", None)], None),
    ("Reporter 박나래", [(R, "Reporter", None)], None),
    ("박\u00ad나래 기자", [(R, "기자", None)], None),
    ("박나\u200b래\u2060 기자", [(R, "기자", None)], None),
    # transcribed names
    ("존 스미스 특파원", [("존 스미스", "특파원", None)], None),
    ("마리아 가르시아 기자", [("마리아 가르시아", "기자", None)], None),
    ("스티븐 킴 객원기자", [("스티븐 킴", "객원기자", None)], None),
    ("마이클 조던 기자", [("마이클 조던", "기자", None)], None),
    ("다나카 유키 특파원", [("다나카 유키", "특파원", None)], None),
    ("뉴욕 존 스미스 특파원", [("존 스미스", "특파원", None)], None),
    ("뉴스타 박나래 기자", [(R, "기자", None)], None),
    ("박나래 미국 통신원", [(R, "미국 통신원", None)], None),
    # credits in pairs
    ("글=박나래 사진=고은솔", [(R, None, None), (S, None, None)], None),
    ("글 박나래 사진 고은솔", [(R, None, None), (S, None, None)], None),
    ("사진 고은솔 글 박나래", [(S, None, None), (R, None, None)], None),
    ("글/박나래 사진/고은솔", [(R, None, None), (S, None, None)], None),
    ("글: 박나래, 사진: 고은솔", [(R, None, None), (S, None, None)], None),
    ("글 박나래 사진 고은솔 기자", [(R, "기자", None), (S, "기자", None)], None),
    # members of institutions
    ("박나래 시민건강연구소 회원", [(R, "시민건강연구소 회원", None)], None),
    ("이가온 '마을 나눔터' 준비위원 (번역)", [("이가온", "'마을 나눔터' 준비위원", None)], None),
]

NOBODY = [
    "",
    " \u3000",
    "등록 2025.11.07 14:02:11",
    "수정 2025.11.07",
    "2025-11-07 10:31",
    "행정",
    "정치",
    "경제·산업",
    "오피니언",
    "인터뷰",
    "노동",
    "조회수 12",
    "댓글 0",
    "관리자",
    "admin",
    "기자",
    "김 기자",
    "시민기자",
    "김해시 기자실",
    "기자협회",
    "한국기자상",
    "시민 기자단",
    "창원",
    "김해시",
    "박나래 기자가 현장을 찾았다.",
    "시는 5일 협약을 맺고 배관을 놓기로 했다.",
    "글자 크게",
    "인쇄",
    "페이스북",
    "기자 수첩",
    "출입기자",
    "도청 출입기자",
    "우수기자",
    "여기자",
    "외신 기자",
    "최고 기자",
    "강한 기자",
    "AI 기자",
    "로봇기자",
    "다문화 기자",
    "본 기자는",
    "취재기자",
    "본지 편집위원",
    "가온통신 제공",
    "사진=여울시",
    "나00 (시인)",
    "나○○ 기자",
    "기자의 다른 글 더보기",
    "본 기자는 구독",
    "김 기자 구독",
    "우수기자 박나래 구독",
    "박나래 기자의 현장 이야기",
    "성실한 의원 표창 2명",
    "새 단장 마친 박물관",
    "팩트 체크 기자",
    "데이터 저널리즘 기자",
    "우리 동네 기자",
    "문의 박나래 055-123-4567",
    "조회 1,204 댓글 3",
    "동영상",
    "사진=여울시 구독",
]

PREFIX: list[tuple[str, list[Person], str | None]] = [
    ("[경남도민뉴스=박나래 기자] 창원시는 18일", [(R, "기자", None)], "경남도민뉴스"),
    ("[경남도민뉴스=박나래기자]창원시는 18일", [(R, "기자", None)], "경남도민뉴스"),
    ("[경남도민뉴스 박나래 기자] 창원시는", [(R, "기자", None)], "경남도민뉴스"),
    ("[경남도민뉴스 고은솔·임해온 기자] 창원시는", [(S, "기자", None), (I_, "기자", None)], "경남도민뉴스"),
    ("[가온도민일보=고은솔·임해온 기자] 가온시", [(S, "기자", None), (I_, "기자", None)], "가온도민일보"),
    ("[경남도민뉴스(GNDNEWS)=박나래기자] 창원시는", [(R, "기자", None)], "경남도민뉴스"),
    ("[프레시안=박나래 기자] 창원시는", [(R, "기자", None)], "프레시안"),
    ("【가온일보=박나래 기자】 창원시는", [(R, "기자", None)], "가온일보"),
    ("<가온일보=박나래 기자> 창원시는", [(R, "기자", None)], "가온일보"),
    ("(가온일보=박나래 기자) 창원시는", [(R, "기자", None)], "가온일보"),
    ("경남도민뉴스=박나래 기자 = 창원시는", [(R, "기자", None)], "경남도민뉴스"),
    ("경남도민뉴스=박나래 기자 창원시는", [(R, "기자", None)], "경남도민뉴스"),
    ("경남도민뉴스 박나래 기자 | 창원시는", [(R, "기자", None)], "경남도민뉴스"),
    ("경남도민뉴스 박나래 기자 = 창원시는", [(R, "기자", None)], "경남도민뉴스"),
    ("[부산=박나래 기자] 부산시는", [(R, "기자", None)], None),
    ("[해운대구=박나래 기자] 부산시는", [(R, "기자", None)], None),
    ("[경남 창원=박나래 기자] 창원시는", [(R, "기자", None)], None),
    ("[부산·경남=박나래 기자] 부산시는", [(R, "기자", None)], None),
    ("[누리군=박나래 기자] 누리군은", [(R, "기자", None)], None),
    ("[가온=박나래 기자] 가온시는", [(R, "기자", None)], None),
    ("[인터뷰=박나래 기자] 그는", [(R, "기자", None)], None),
    ("[워싱턴=박나래 특파원] 미국은", [(R, "특파원", None)], None),
    ("박나래 기자(=부산) 부산시는", [(R, "기자", None)], None),
    ("박나래 기자(부산) = 부산시는", [(R, "기자", None)], None),
    ("부산=박나래 기자 = 부산시는", [(R, "기자", None)], None),
    ("부산=박나래 기자 부산시는", [(R, "기자", None)], None),
    ("(부산=가온통신) 박나래 기자 = 부산시는", [(R, "기자", None)], "가온통신"),
    ("(서울=가온통신) 고은솔 임해온 기자 = 정부는", [(S, "기자", None), (I_, "기자", None)], "가온통신"),
    ("[광주=뉴시스]박나래 기자 = 광주시는", [(R, "기자", None)], "뉴시스"),
    ("[광주=가온일보] 박나래 기자 광주시는", [(R, "기자", None)], "가온일보"),
    ("(서울=뉴스1) 박나래 기자 = 정부는", [(R, "기자", None)], "뉴스1"),
    ("[가온일보] 박나래 기자 = 정부는", [(R, "기자", None)], "가온일보"),
    ("[단독] 가온일보=박나래 기자 = 정부는", [(R, "기자", None)], "가온일보"),
    ("/여수=박나래기자 narae@x.kr 여수시는", [(R, "기자", "narae@x.kr")], None),
    ("/여수=박나래기자 narae@ 여수시는", [(R, "기자", None)], None),
    ("[창원] 박나래 기자 창원시는", [(R, "기자", None)], None),
    ("[현장르포=박나래 기자] 새벽", [(R, "기자", None)], None),
    ("박나래 기자 - 창원시는", [(R, "기자", None)], None),
    ("/박나래 기자 여수시는", [(R, "기자", None)], None),
    ("글·사진=박나래 기자 여수시는", [(R, "기자", None)], None),
    ("[글·사진=박나래 기자] 여수시는", [(R, "기자", None)], None),
    ("[고은솔 기자 / 임해온 기자] 여수시는", [(S, "기자", None), (I_, "기자", None)], None),
    ("[박나래 기자] 여수시는", [(R, "기자", None)], None),
    ("[박나래 기자 narae@x.kr] 여수시는", [(R, "기자", "narae@x.kr")], None),
    ("[경남도민뉴스=박나래 경남취재본부장] 창원시는", [(R, "경남취재본부장", None)], "경남도민뉴스"),
    ("[경남도민뉴스=박나래 국장] 창원시는", [(R, "국장", None)], "경남도민뉴스"),
    ("[경남도민뉴스=온새미로 기자] 창원시는", [("온새미로", "기자", None)], "경남도민뉴스"),
    ("[경남도민뉴스=박나래] 창원시는", [(R, None, None)], "경남도민뉴스"),
    ("박나래 기자 narae@x.kr", [(R, "기자", "narae@x.kr")], None),
    ("\u00a0[경남도민뉴스=\u00a0박나래 기자\u00a0]\u00a0창원시는", [(R, "기자", None)], "경남도민뉴스"),
    ("(서울=가온통신) 정부는 18일", [], "가온통신"),
    ("[나루신문ㅣ박나래 기자] 가온시는", [(R, "기자", None)], "나루신문"),
    ("[나루신문=여울] 박나래 기자 = 여울시는", [(R, "기자", None)], "나루신문"),
    ("(여울=가온통신) 고은솔 임해온 기자 = 여울시는", [(S, "기자", None), (I_, "기자", None)], "가온통신"),
    ("(달무리=가온통신) 박나래 기자 = 시는", [(R, "기자", None)], "가온통신"),
    ("순천/박나래 기자 순천시는 18일", [(R, "기자", None)], None),
    ("[순천/박나래 기자] 순천시는 18일", [(R, "기자", None)], None),
    ("박나래 기자 narae@x.kr 가온시는 18일", [(R, "기자", "narae@x.kr")], None),
    ("박나래 기자(=여울) 여울시는", [(R, "기자", None)], None),
    ("[워싱턴=존 스미스 특파원] 미국은", [("존 스미스", "특파원", None)], None),
    ("(뉴욕=연합뉴스) 존 스미스 특파원 = 미국은", [("존 스미스", "특파원", None)], "연합뉴스"),
    ("[가온일보=朴나래 記者] 가온시는", [("朴나래", "記者", None)], "가온일보"),
    ("[가온일보=박나래 기자 narae(at)x.kr] 가온시는", [(R, "기자", None)], "가온일보"),
    ("[가온일보=박\u00ad나래 기자] 가온시는", [(R, "기자", None)], "가온일보"),
    ("[가온일보=온새미로 인턴 기자] 가온시는", [("온새미로", "인턴 기자", None)], "가온일보"),
    ("[글=박나래 사진=고은솔] 여수시는", [(R, None, None), (S, None, None)], None),
]

NO_PREFIX = [
    "",
    "[사설] 새벽버스가 반갑다",
    "[기고] 나문수 변호사",
    "[인사] 가온시",
    "[가온 사람] 박나래 씨는",
    "[알림] 시민감사관",
    "[기자수첩] 새벽 시장에서",
    "[시민기자] 우리 동네",
    "[박나래 기자의 세상보기] 봄이",
    "[나문수 교수] 봄이",
    "[창원=나문수 시장] 봄이",
    "[화제의인물=나문수 대표] 봄이",
    "[자료제공=박나래 기자] 봄이",
    "[사진=박나래 기자] 억새길",
    "경남도민뉴스 박나래 기자가 만난 사람",
    "박나래 기자는 17일 시청을 찾았다.",
    "박나래 기자 등 다섯 명이 상을 받았다.",
    "창원시는 18일 시청 시민홀에서 최종보고회를 열었다.",
    "창원시 기자실에서 열린 회견",
    "가온시 복지국장 = 나문수",
    "(가온=누리) 두 곳은",
    "a = b 기자",
    "박나래 기자 narae@x.kr로 보내면 된다.",
    "[우수기자=박나래] 봄이",
    "[여울=문화부] 봄이",
    "[기자 수첩] 봄이",
    "취재기자로 일한 박나래 기자는",
    "본 기자는 18일",
    "출입기자 = 가온시",
    "스마트 도시 기자 = 가온시는",
    "[팩트 체크 기자] 가온시는",
    "[우리 동네 기자] 가온시는",
]

TRAILER: list[tuple[str, list[Person]]] = [
    ("박나래 기자 narae@x.kr", [(R, "기자", "narae@x.kr")]),
    ("/박나래 기자", [(R, "기자", None)]),
    ("/ 박나래 기자 narae@x.kr", [(R, "기자", "narae@x.kr")]),
    ("글·사진=박나래 기자", [(R, "기자", None)]),
    ("글·사진 박나래 기자 narae@x.kr", [(R, "기자", "narae@x.kr")]),
    ("글=박나래 기자 사진=정도담 기자", [(R, "기자", None), (G, "기자", None)]),
    ("박나래·정도담 기자", [(R, "기자", None), (G, "기자", None)]),
    ("박나래 기자·정도담 수습기자", [(R, "기자", None), (G, "수습기자", None)]),
    ("- 박나래 기자 -", [(R, "기자", None)]),
    ("박나래 기자.", [(R, "기자", None)]),
    ("글·사진 박나래", [(R, None, None)]),
    ("[박나래 기자]", [(R, "기자", None)]),
    ("<박나래 기자 narae@x.kr>", [(R, "기자", "narae@x.kr")]),
    ("narae@x.kr", []),
    ("기자 narae@x.kr", []),
    ("나문수 온샘대 교수", [("나문수", "온샘대 교수", None)]),
    ("나문수 변호사", [("나문수", "변호사", None)]),
    ("온샘대 교육학과 교수 나문수", [("나문수", "온샘대 교육학과 교수", None)]),
    ("순천/박나래 기자", [(R, "기자", None)]),
    ("순천=박나래 기자 narae@x.kr", [(R, "기자", "narae@x.kr")]),
    ("원주/박나래 narae@x.kr", [(R, None, "narae@x.kr")]),
    ("경남도민뉴스 박나래 기자", [(R, "기자", None)]),
    ("박나래 기자(=부산)", [(R, "기자", None)]),
    ("박나래 논설위원", [(R, "논설위원", None)]),
    ("온새미로 기자 on@x.kr", [("온새미로", "기자", "on@x.kr")]),
    ("박나래 기자ㅣnarae@x.kr", [(R, "기자", "narae@x.kr")]),
    ("☞ 박나래 기자 narae@x.kr", [(R, "기자", "narae@x.kr")]),
    ("여울/박나래 narae@x.kr", [(R, None, "narae@x.kr")]),
    ("여울 박나래 기자", [(R, "기자", None)]),
    ("인터뷰·글 박나래", [(R, None, None)]),
    ("필자 : 나문수 시인", [("나문수", "시인", None)]),
    ("글쓴이 나문수", [("나문수", None, None)]),
    ("나문수(온샘대 교수)", [("나문수", "온샘대 교수", None)]),
    ("가온경찰서 교통관리계 경위 나문수", [("나문수", "가온경찰서 교통관리계 경위", None)]),
    ("박나래 기자의 다른 글 더보기", [(R, "기자", None)]),
    ("박나래 기자 narae@x.kr 010-0000-0000", [(R, "기자", "narae@x.kr")]),
    ("박나래 기자 narae(at)x.kr", [(R, "기자", None)]),
    ("박나래 기자 narae@x.kr 다른기사 보기", [(R, "기자", "narae@x.kr")]),
    ("박나래 기자 페이지 바로가기", [(R, "기자", None)]),
    ("박나래 기자 구독", [(R, "기자", None)]),
    ("朴나래 記者", [("朴나래", "記者", None)]),
    ("존 스미스 특파원", [("존 스미스", "특파원", None)]),
    ("글=박나래 사진=고은솔", [(R, None, None), (S, None, None)]),
    ("사진 고은솔 글 박나래", [(S, None, None), (R, None, None)]),
    ("by 박나래", [(R, None, None)]),
]

NO_TRAILER = [
    "",
    "김 기자는 웃었다.",
    "박나래 기자는 웃었다.",
    "■ 기자회견",
    "▲ 사진=박나래 기자",
    "(사진=정도담 기자)",
    "사진=박나래 기자",
    "사진제공=가온시",
    "기자",
    "경남도민뉴스 기자",
    "시민 기자단",
    "김해시 기자실",
    "기자협회",
    "한국기자상",
    "세계를 누빈 기자",
    "성실한 의원",
    "강력한 감독",
    "김해시 의원",
    "남대문 전통시장",
    "이나래 연회장",
    "이 땅의 교수",
    "가온시의회 의장",
    "박나래",
    "가온시",
    "경남도민뉴스",
    "문의는 narae@x.kr",
    "문의: 박나래 주무관 narae@x.kr",
    "문의: 가온시 복지과 박나래 주무관",
    "담당: 박나래 기자",
    "자료제공=박나래 주무관",
    "이 땅의 교수 나문수",
    "박나래 새벽시장",
    "기상청 제공",
    "문의: 가온시 복지과 055-123-4567",
    "“기다렸던 일이에요.”",
    "한편, 시는 사용량을 매달 누리집에 공개한다.",
    "Copyright @가온도민일보 All rights reserved.",
    "■ 박나래 기자",
    "△사회부 기자 박나래",
    "시의회 의원 연수",
    "심사위원 나문수 시인",
    "도움말=나문수 온샘병원 원장",
    "도움말 : 온샘병원 나문수 과장",
    "은하동 주민센터 이사 마쳐",
    "가온시 위원회 위원장 정해",
    "편집국장 박나래",
    "회장 박나래",
    "이사 박나래",
    "우수기자 박나래",
    "우수상 박나래 기자",
    "최우수상 박나래 기자",
    "올해의 기자 박나래",
    "박나래 기자 부친상",
    "이메일 news@x.kr",
    "제보 news@x.kr",
    "기사제휴 가온일보",
    "가온통신 제공",
    "그래픽=정도담 기자",
    "나00 (시인)",
    "박나래 주무관 055-123-4567",
    "박나래 기자 narae@x.kr로 보내면 된다.",
    "박나래 기자 현장을 걷다",
    "나문수 심사위원",
    "연합뉴스",
    "구독하기",
]


@pytest.mark.parametrize(("text", "authors", "publisher"), INFO)
def test_info_names_people_and_outlet(text: str, authors: list[Person], publisher: str | None) -> None:
    byline = parse_info(text)
    assert (people(byline), byline.publisher) == (authors, publisher)


@pytest.mark.parametrize(("text", "authors", "publisher"), INFO)
def test_conjoining_letters_are_compared_as_syllables_and_stay_as_printed(
    text: str, authors: list[Person], publisher: str | None
) -> None:
    byline = parse_info(unicodedata.normalize("NFD", text))
    printed = [(unicodedata.normalize("NFD", n), r and unicodedata.normalize("NFD", r), e) for n, r, e in authors]
    assert people(byline) == printed
    assert byline.publisher == (publisher and unicodedata.normalize("NFD", publisher))


@pytest.mark.parametrize("text", NOBODY)
def test_info_invents_nobody(text: str) -> None:
    assert parse_info(text).authors == []


@pytest.mark.parametrize(("text", "authors", "publisher"), PREFIX)
def test_prefix_names_people_and_outlet(text: str, authors: list[Person], publisher: str | None) -> None:
    byline = parse_prefix(text)
    assert byline is not None
    assert (people(byline), byline.publisher) == (authors, publisher)


@pytest.mark.parametrize("text", NO_PREFIX)
def test_prefix_is_none_where_the_text_begins_otherwise(text: str) -> None:
    assert parse_prefix(text) is None


@pytest.mark.parametrize(("text", "authors"), TRAILER)
def test_trailer_names_people(text: str, authors: list[Person]) -> None:
    assert people(parse_trailer(text)) == authors


@pytest.mark.parametrize("text", NO_TRAILER)
def test_trailer_is_none_for_anything_more(text: str) -> None:
    assert parse_trailer(text) is None


SAID = "가온시는 내년까지 마칠 계획이라고 밝혔다."


@pytest.mark.parametrize(
    ("behind", "authors"),
    [
        (" 박나래 기자", [(R, "기자", None)]),
        (" 박나래 기자 narae@x.kr", [(R, "기자", "narae@x.kr")]),
        (" 박나래기자narae@x.kr", [(R, "기자", "narae@x.kr")]),
        ("/박나래 기자", [(R, "기자", None)]),
        (" <박나래 기자>", [(R, "기자", None)]),
        ("[가온=박나래 기자]", [(R, "기자", None)]),
        (" 고은솔·임해온 기자", [(S, "기자", None), (I_, "기자", None)]),
        ("” 박나래 기자.", [(R, "기자", None)]),
    ],
)
def test_a_byline_may_stand_behind_the_last_sentence(behind: str, authors: list[Person]) -> None:
    found = split_trailer(SAID + behind)
    assert found is not None
    text, byline = found
    assert text == SAID + ("”" if behind.startswith("”") else "")
    assert people(byline) == authors


def test_a_byline_of_conjoining_letters_is_split_off_as_printed() -> None:
    said, name = unicodedata.normalize("NFD", SAID), unicodedata.normalize("NFD", "박나래")
    found = split_trailer(said + unicodedata.normalize("NFD", " 박나래 기자 n@x.kr"))
    assert found is not None
    assert found[0] == said
    assert [author.name for author in found[1].authors] == [name]
    assert merge(found[1], parse_info("박나래 기자")) == found[1].authors  # one person, whichever the form


@pytest.mark.parametrize(
    ("behind", "outlet"),
    [
        (" /연합뉴스", "연합뉴스"),
        (" <연합뉴스>", "연합뉴스"),
        (" (서울=뉴시스)", "뉴시스"),
        ("가온통신", "가온통신"),
        (" 주요뉴스", None),
        (" 마을시대", None),
    ],
)
def test_an_outlet_may_stand_behind_the_last_sentence(behind: str, outlet: str | None) -> None:
    assert split_trailer(SAID + behind) == (None if outlet is None else (SAID, Byline(publisher=outlet)))


@pytest.mark.parametrize(
    "line",
    [
        SAID,
        "박나래 기자",  # a line of its own is parse_trailer's
        f"{SAID} 이 자리에는 박나래 기자",
        f"{SAID} 사진=박나래 기자",
        f"{SAID} 나문수 시장",
        f"{SAID} 박나래",
        f"{SAID} narae@x.kr",
        "문의는 055-123-4567. 박나래 기자",  # no sentence ends there
        f"{SAID} 박나래 기자 {SAID}",
        "",
    ],
)
def test_what_is_more_than_a_byline_stays_behind_its_sentence(line: str) -> None:
    assert split_trailer(line) is None


@pytest.mark.parametrize(
    ("text", "authors", "publisher"),
    [
        ("[온새미 박나래 기자] 가온시는", [(R, "기자", None)], "온새미"),
        ("[온새미=박나래 기자] 가온시는", [(R, "기자", None)], "온새미"),
        ("[더 온새미=박나래 기자] 가온시는", [(R, "기자", None)], "더 온새미"),
        ("[더 온새미] 가온시는", [], "더 온새미"),
        ("더 온새미 박나래 기자 = 가온시는", [(R, "기자", None)], "더 온새미"),
        ("[가온일보=박나래 기자] 가온시는", [(R, "기자", None)], "가온일보"),
    ],
)
def test_prefix_knows_the_outlet_of_the_site(text: str, authors: list[Person], publisher: str) -> None:
    byline = parse_prefix(text, "온새미" if "더" not in text else "더 온새미")
    assert byline is not None
    assert (people(byline), byline.publisher) == (authors, publisher)


def test_an_address_alone_is_kept_for_the_only_author() -> None:
    assert parse_trailer("narae@x.kr") == Byline([], None, "narae@x.kr")
    assert merge(parse_info("박나래 기자"), parse_trailer("narae@x.kr")) == [Author(R, "기자", "narae@x.kr")]
    two = [Author(S, "기자"), Author(I_, "기자")]
    assert merge(parse_info("고은솔·임해온 기자"), parse_trailer("silver@x.kr")) == two
    known = [Author(R, "기자", "narae@x.kr")]
    assert merge(parse_info("박나래 기자 narae@x.kr"), parse_trailer("other@x.kr")) == known


def test_merge_keeps_order_fills_gaps_and_changes_no_input() -> None:
    first, second = (
        Byline([Author(R), Author(G, "기자")]),
        Byline([Author(I_, "기자"), Author(R, "기자", "n@x.kr")]),
    )
    assert merge(first, None, second) == [Author(R, "기자", "n@x.kr"), Author(G, "기자"), Author(I_, "기자")]
    assert first.authors == [Author(R), Author(G, "기자")]
    assert merge() == merge(None, Byline()) == []


@pytest.mark.parametrize(
    "text",
    [
        "Copyright @가온도민일보 All rights reserved.",
        "Copyright ⓒ 가온도민일보",
        "Copyright © 2025 가온도민일보. All rights reserved.",
        "COPYRIGHT(C) 2025 GAON ALL RIGHTS RESERVED",
        "ⓒ 가온도민일보 All Rights Reserved.",
        "저작권자 ⓒ 가온도민일보 무단전재 및 재배포 금지",
        "저작권자 ⓒ 가온도민일보. 무단전재 및 재배포를 금지합니다.",
        "저작권자 © 가온도민일보, 무단전재 및 재배포를 금합니다.",
        "<저작권자ⓒ 가온도민일보, 무단전재-재배포 금지>",
        "< 저작권자 (c) 가온도민일보 무단전재 및 재배포, AI 학습 이용 금지 >",
        "ⓒ 가온도민일보, 무단전재 및 재배포 금지",
        "[무단 전재 및 재배포 금지]",
        "[저작권자ⓒ 가온일보. 무단전재-재배포 금지]",
        "가온일보 무단전재 및 재배포 금지",
        "▶ 가온일보 무단 전재 및 재배포 금지",
        "본 기사의 저작권은 가온일보에 있습니다. 무단 전재 및 재배포 금지",
        "가온일보의 모든 콘텐츠는 저작권법의 보호를 받습니다.",
        "All rights reserved.",
        "※ 무단복제 금지",
    ],
)
def test_copyright_line(text: str) -> None:
    assert is_copyright(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "저작권자 허락 없이 무단 전재를 하면 처벌받는다.",
        "시는 저작권 교육을 연다.",
        "저작권자 ⓒ 표시를 넣자는 의견도 나왔다.",
        "저작권자인 나문수 씨는 사진을 시에 맡겼다.",
        "무단 전재 논란이 일자 시는 사과했다.",
        "(ⓒ 가온도민일보)",
        "▲ 억새길. ⓒ 박나래",
        "시장 안 흡연 금지",
        "전단지 무단 배포 금지",
        "가온일보 기사를 무단 전재한 업체가 벌금을 냈다.",
    ],
)
def test_no_copyright_line(text: str) -> None:
    assert not is_copyright(text)


_WORDS = [
    "박나래",
    "기자",
    "=",
    "·",
    " ",
    "[",
    "]",
    "(",
    ")",
    "a@b.kr",
    "부산",
    "가온일보",
    "교수",
    "글",
    "외 1명",
    "/",
    ",",
    "@",
]


@given(
    st.one_of(
        st.text(),
        st.lists(st.sampled_from(_WORDS)).map("".join),
        st.lists(st.sampled_from(_WORDS)).map(" ".join),
    )
)
def test_any_text_is_read_without_fail_and_names_are_of_the_text(text: str) -> None:
    for byline in (parse_info(text), parse_prefix(text, "가온일보"), parse_trailer(text)):
        for author in byline.authors if byline else []:
            assert author.name.strip()
            assert author.name in " ".join(text.split())
            assert author.role != ""
    is_copyright(text)


@pytest.mark.parametrize(
    "unit",
    [
        "기",
        "박나래 ",
        "기자",
        "=",
        "a",
        "a.",
        "a@",
        "@a.",
        "(",
        "[",
        "[(",
        "·",
        "\u200b",
        " ",
        "외 1",
        "저작권자 ",
        "ⓒ",
        "-",
        "a'",
    ],
)
def test_long_input_comes_to_an_end(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    for hostile in (text, "[" + text, "[가온일보=" + text, "박나래 기자 " + text, text + " 금지"):
        parse_info(hostile)
        parse_prefix(hostile, "가온일보")
        parse_trailer(hostile)
        is_copyright(hostile)


# ---- where the page says that a text is the author's name --------------------------------------------
@pytest.mark.parametrize(
    ("text", "author"),
    [
        ("박나래 정신건강의학과 전문의", Author("박나래", "정신건강의학과 전문의")),
        ("박나래 미국 통신원", Author("박나래", "미국 통신원")),
        ("박나래 정신건강의학과 전문의 narae@x.test", Author("박나래", "정신건강의학과 전문의", "narae@x.test")),
        ("박나래 정신건강의학과 전문의 (narae@x.test)", Author("박나래", "정신건강의학과 전문의", "narae@x.test")),
    ],
)
def test_what_follows_a_name_that_is_named_is_its_role(text: str, author: Author) -> None:
    assert parse_info(text, "물레일보", named=True).authors == [author]


@pytest.mark.parametrize(
    "text", ["댓글 0", "조회수 12", "가온일보 편집국", "이메일", "박나래 가온일보", "나는 간다", "읽는 시간"]
)
def test_what_is_named_may_still_be_no_name(text: str) -> None:
    assert parse_info(text, "물레일보", named=True).authors in ([], [Author("편집국")])


@pytest.mark.parametrize(
    ("text", "outlet"),
    [
        ("연합뉴스", "연합뉴스"),
        ("/연합뉴스", "연합뉴스"),
        ("<연합뉴스>", "연합뉴스"),
        ("=연합뉴스", "연합뉴스"),
        ("연합뉴스.", "연합뉴스"),
        ("(서울=뉴시스)", "뉴시스"),
        ("서울 = 뉴스1", "뉴스1"),
        ("[서울=AP/뉴시스]", "뉴시스"),
        ("로이터 연합뉴스", "연합뉴스"),
        ("가온통신", "가온통신"),
        ("[KNN]", "KNN"),
        ("/한국경제", "한국경제"),
        ("더 온새미", "더 온새미"),  # the newspaper itself
        ("한국경제", None),
        ("마을시대", None),
        ("주요뉴스", None),
        ("KNN", None),
        ("박나래", None),
        ("(끝)", None),
        ("", None),
        ("가온일보 박나래 기자", None),
        ("가온통신 제공", None),
        ("ⓒ 가온일보", None),
        (f"{SAID} 연합뉴스", None),
    ],
)
def test_an_outlet_alone_is_told_by_how_it_is_built(text: str, outlet: str | None) -> None:
    assert parse_outlet(text, "더 온새미") == outlet
    decomposed = unicodedata.normalize("NFD", text)
    expected = outlet if outlet in (None, "더 온새미") else unicodedata.normalize("NFD", outlet)
    assert parse_outlet(decomposed, "더 온새미") == expected


def test_the_place_of_an_outlet_counts() -> None:
    assert parse_outlet("한국경제", marked=True) == "한국경제"
    assert parse_outlet("포토뉴스", among_sections=True) is None
    assert parse_outlet("가온통신", among_sections=True) == "가온통신"


@pytest.mark.parametrize(
    ("text", "press", "guest"),
    [
        ("박나래 기자", True, True),
        ("박나래기자", True, True),
        ("박나래 논설위원", True, True),
        ("존 스미스 특파원", True, True),
        ("나문수 온샘대 교수", False, True),
        ("물새론 나루대 해양학과 교수", False, True),
        ("박나래 시민건강연구소 회원", False, True),
        ("박나래", False, False),
        ("가온시 억새길 새 단장", False, False),
        ("박나래 기자 현장을 걷다", False, False),
        ("도청 출입기자", False, False),
        ("", False, False),
    ],
)
def test_is_byline(text: str, press: bool, guest: bool) -> None:
    assert (is_byline(text), is_byline(text, guests=True)) == (press, guest)


@pytest.mark.parametrize(
    ("word", "role"),
    [
        ("기자", "press"), ("記者", "press"), ("기자님", "press"), ("Reporter", "press"), ("준비위원", "title"),
        ("教授", "title"), ("스님", "title"), ("손님", None), ("심사위원", None), ("출입기자", None), ("박나래", None),
    ],
)  # fmt: skip
def test_role_of(word: str, role: str | None) -> None:
    assert role_of(word) == role
