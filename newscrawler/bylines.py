"""Who wrote it: Korean bylines read as people, with role, e-mail address and outlet.

A byline is read word by word. Every word must be something a byline is made of: a name, a
role (기자), a place (부산), an outlet (…일보), a desk (편집국), a credit (글·사진), an e-mail
address. One word that is none of them and the text is no byline: a name is never invented.

The shapes are those of Korean regional papers on the mediaOn CMS, where the byline stands in
the info list, at the head of the first paragraph and at the end of the last one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from newscrawler.items import Author
from newscrawler.text import clean


@dataclass(slots=True)
class Byline:
    """The people in printed order, the outlet named, and an address printed with no name beside it."""

    authors: list[Author] = field(default_factory=list)
    publisher: str | None = None
    email: str | None = None


_LONGEST = 200  # no byline is longer; also what keeps every pattern below cheap on any input

# -- the words of a byline ---------------------------------------------------------------


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Roles of a newsroom, alone or as the end of a word: 선임기자, 취재본부장, 객원논설위원.
_PRESS = tuple(
    _words("""
    기자 특파원 논설위원 논설실장 논설주간 논설고문 주필 편집국장 편집장 편집위원 편집인 발행인 본부장
    지사장 지국장 총국장 통신원 해설가 숲해설가 문화해설사 리포터 앵커 아나운서 피디 PD 에디터 칼럼니스트
""")
)
# Titles of a guest author, and newsroom ranks that public offices have as well.
_TITLES_EXACT = _words("""
    대표 대표이사 의원 시의원 도의원 군의원 구의원 국회의원 의장 부의장 교사 교장 교감 의사 한의사 약사
    간호사 스님 목사 신부 이사 강사 작가 시인 시조시인 화가 박사 감독 시장 부시장 군수 부군수 구청장 도지사
    교육감 경위 경감 소방위 소방장 소방경 주무관 활동가 해설사 총장 학장 관장 단장 위원
""")
_TITLES_END = tuple(
    _words("""
    교수 변호사 노무사 세무사 회계사 법무사 평론가 소설가 수필가 동화작가 연구원 연구위원 전문위원 위원장
    회장 이사장 원장 소장 센터장 국장 부장 차장 실장 팀장 과장 서장 처장 조합장 컨설턴트
""")
)
_NO_TITLE = _words("주차장 연회장 대회장 박람회장 전시회장 무도회장")
# Words before 기자 that say what kind of reporter it is.
_KINDS = _words("""
    선임 수습 인턴 객원 시민 명예 사진 전문 대 취재 영상 편집 학생 대학생 청소년 어린이 주부 주재 의학 환경
    여행 문화 체육 스포츠 경제 정치 사회 교육 농업 군사 과학 담당 전임 촬영 원로 고참 신입 민완 홍보 마을
    도민 군민 어르신 실버 청년
""")
_CREDITS = _words("""
    글 글쓴이 사진 취재 정리 영상 촬영 편집 그래픽 그림 삽화 대담 진행 번역 기획 작성자 작성 기고
""")
_PHOTO_CREDITS = _words("사진 영상 촬영 그래픽 그림 삽화")
_DESK = re.compile(
    r"(?:편집|취재|보도|뉴스|논설|디지털|온라인|인터넷|콘텐츠|미디어|정치|경제|사회|문화|체육|스포츠|산업|행정|교육|지역|전국|"
    r"국제|사진|영상|특별|기획|탐사|연예|생활|제[12]|[12]|종합|시민|서울|지방|자치|통합|뉴미디어|정책|여론|독자){0,4}"
    r"(?:편집국|보도국|논설위원실|논설실|데스크|(?<=.)(?:부|팀|국|실|본부|총국|지사|지국|취재반|취재단))"
)
_OUTLET_END = tuple(
    _words("""
    뉴스 일보 신문 타임즈 타임스 투데이 저널 데일리 방송 매일 미디어 통신 프레스 포스트 시보 신보 헤럴드
    닷컴 뉴시스 뉴스1 리포트 이코노미 뉴스통신 시대 시민의소리 언론 매거진 경제 인뉴스 비즈 신문사 TV
""")
)
_NO_OUTLET = _words("""
    지역경제 생활경제 시민경제 서민경제 멀티미디어 주요뉴스 지역뉴스 오늘의뉴스 카드뉴스 포토뉴스
    영상뉴스 산업경제
""")
# Left of "=" a heading looks like an outlet ([현장르포=박나래 기자]), and a source like a credit
# (자료제공=가온시).
_HEADING = re.compile(
    r"(?:인물|사람|르포|현장|기획|특집|취재|인터뷰|칼럼|소식|이야기|화제|포커스|이슈|속보|단독|종합|스케치|뉴스룸)$"
)
_SOURCE = re.compile(r"(?:제공|자료|출처|협조|문의|도움|후원|주최|주관)$")

# Cities, counties, provinces and metropolitan districts, and where correspondents sit.
_PLACES = _words("""
    서울 부산 대구 인천 광주 대전 울산 세종 경기 강원 충북 충남 충청 전북 전남 호남 전라 경북 경남 영남 경상
    제주 수도권 수원 고양 용인 성남 부천 안산 안양 남양주 화성 평택 의정부 시흥 파주 김포 광명 군포 오산
    이천 양주 안성 구리 포천 의왕 하남 여주 동두천 과천 양평 가평 연천 춘천 원주 강릉 동해 태백 속초 삼척
    홍천 횡성 영월 평창 정선 철원 화천 양구 인제 고성 양양 청주 충주 제천 보은 옥천 영동 증평 진천 괴산 음성
    단양 천안 공주 보령 아산 서산 논산 계룡 당진 금산 부여 서천 청양 홍성 예산 태안 내포 전주 군산 익산 정읍
    남원 김제 완주 진안 무주 장수 임실 순창 고창 부안 목포 여수 순천 나주 광양 담양 곡성 구례 고흥 보성 화순
    장흥 강진 해남 영암 무안 함평 영광 장성 완도 진도 신안 포항 경주 김천 안동 구미 영주 영천 상주 문경 경산
    군위 의성 청송 영양 영덕 청도 고령 성주 칠곡 예천 봉화 울진 울릉 창원 마산 진해 진주 통영 사천 김해 밀양
    거제 양산 의령 함안 창녕 남해 하동 산청 함양 거창 합천 서귀포 새만금 해운대 기장 동래 사상 사하 금정
    수영 연제 영도 수성 달서 달성 부평 계양 미추홀 연수 강화 옹진 광산 유성 대덕 울주 강남 강동 강북 강서
    관악 광진 구로 금천 노원 도봉 동대문 동작 마포 서대문 서초 성동 성북 송파 양천 영등포 용산 은평 종로
    중랑 전국 도쿄 오사카 베이징 상하이 홍콩 하노이 방콕 워싱턴 뉴욕 로스앤젤레스 런던 파리 베를린 브뤼셀
    모스크바 평양 개성
""")
_SIDES = re.compile(r"^(?:동부|서부|남부|북부|중부)|(?:동부|서부|남부|북부|중부|권)$")

_SURNAMES = frozenset(
    "강고공곽구권금기길김나남노라류마맹명문민박반방배백변봉서석선설성소손송신심안양엄여연염예오옥왕용우원위유육윤은이인임"
    "장전정제조주지진차채천최추탁탄태표피하한함허현형호홍황리량림"
)
_RARE_SURNAMES = frozenset("가간갈감견경계국궁당도돈동두만모목묵미복비빈빙사상순승시아야어온옹운음자점좌창초편평포화")
_LONG_SURNAMES = ("남궁", "선우", "황보", "제갈", "사공", "독고", "서문", "동방")
_ABROAD = frozenset("리김박이최정강조윤장임한신오송류안권황홍배")  # as in 마이클 리
# Words that are built like a name and are none.
_NO_NAME = _words("""
    기자 시민 도민 군민 구민 주민 국민 정치 경제 사회 문화 지역 전국 연예 오피니언 교육 여행 방송 신문 기고
    사설 인사 부고 동정 알림 공지 기획 특집 전체 종합 전문 정부 한국 우리 여러 이런 그런 현장 선배 후배 동료
    모든 어느 젊은 해당 담당 소속 출신 현직 전직 유명 인기 선임 수습 인턴 객원 명예 사진 영상 취재 편집 학생
    청소년 어린이 주부 본지 본보 본사 등록 수정 입력 승인 이전 다음 목록 조회 인쇄 공유 댓글 추천 관리자
    운영자 제보 문의 이날 지난 오늘 어제 내일 독자 동네 마을 강원도 경기도 제주도 충청도 전라도 경상도 여성
    남성 노인 장애인 대학생 소방관 경찰관 공무원 위원회 조합원 회원 주재 인터뷰 노동 복지 인권 인물 이슈
    주요 주간 주말 도정 문예 문학 명소 맛집 유통 금융 증권 부동산 정당 선거 국회 기업 안전 안보 의료 보건
    소식 시론 칼럼 기타 라이프 여론 연재 피플 포토 최신 주식 공연 음악 예술 장터 석간 조간 소통 조직 나눔
    강좌 신간 신앙 남북 우주 기술 전자 전기 정보 탐방 현안 이웃 동호회 기념일 이벤트 조합 이장 주민자치 연합
    제목 이름 성명 문의처 홈페이지 전화 주소 신고 공유하기 이메일 원문 구독 제휴 광고 안내 소개 이용 약관
    정책 정정 반론 기상청 제공 전경 마지막
""")
# Where a guest author comes from: 온샘대 교육학과, 가온시의회, 미르연구소.
_AFFILIATION = re.compile(
    r".+(?:대|대학교?|대학원|학과|학부|전공|과|부|국|실|팀|시|군|구|도|회|의회|협회|학회|연합|연구소|연구원|진흥원|센터|원|법인|로펌|"
    r"재단|사|학교|초|중|고|병원|조합|은행|공단|공사|교회|성당|법률사무소|서|청|본부|위원회|포럼|네트워크|관|당|지부|명예|초빙|겸임)"
)

_ADDRESS = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}")
_TOKEN = re.compile(
    rf"(?P<email>{_ADDRESS.pattern})"
    r"|(?P<half>[A-Za-z0-9._%+-]{1,64}@[\w.-]{0,64})"  # an address cut short, or only its first half
    r"|(?P<word>[A-Za-z]\.(?=\s?[A-Z])|[^\W_]+(?:['’-][^\W_]+)*)"
    r"|(?P<equals>[=＝])"
    r"|(?P<mark>[:：–—,、·・‧∙⋅•/|&;()\[\]{}<>〈〉《》【】〔〕「」])"
    r"|(?P<dash>-)"
    r"|(?P<other>\S)"
)
_OTHERS = re.compile(r"외\s?\d{1,3}\s?[명인](?!\w)|\[?email\s?protected\]?")
_ASIDE = re.compile(r"(?<=[^\s(])\((?![^()]*[=@])[^()]{1,30}\)")  # 매체(영문)=…, 박나래(朴나래) 기자
_BRACKET = re.compile(
    r"(?:\[[^\[\]]{1,80}\]|\([^()]{1,80}\)|<[^<>]{1,80}>|【[^【】]{1,80}】|〔[^〔〕]{1,80}〕|〈[^〈〉]{1,80}〉)\s?"
)
_HANGUL = re.compile(r"[가-힣]+")
_LATIN_NAME = re.compile(r"[A-Z][^\W\d_]*(?:['’-][^\W\d_]+)*\.?|(?:van|von|de|der|la|bin|al)")


def _is_place(word: str) -> bool:
    word = _SIDES.sub("", word) or word
    if word in _PLACES or any(word[:n] in _PLACES and word[n:] in _PLACES for n in (2, 3)):
        return True
    if len(word) < 3 or word[-1] not in "시군구도" or not _HANGUL.fullmatch(word):
        return False
    return word[:-1] in _PLACES or not _is_shaped(word, rare=False)


def _is_outlet(word: str) -> bool:
    if word in _NO_OUTLET or _DESK.fullmatch(word):
        return False
    if word.endswith(_OUTLET_END):
        return len(word) > 3 or word in ("뉴스1", "뉴시스")
    mixed = re.search("[가-힣]", word) and re.search("[A-Z]", word)
    # KNN, MBC경남, 뉴스1
    return bool(mixed) or (len(word) > 2 and word.isascii() and word.isalpha() and word.isupper())


def _is_shaped(word: str, *, rare: bool) -> bool:
    """Whether a word is built like a Korean name: a surname and one or two syllables."""
    if word.startswith(_LONG_SURNAMES) and 3 <= len(word) <= 4:
        return True
    return 2 <= len(word) <= 3 and (word[0] in _SURNAMES or (rare and len(word) == 3 and word[0] in _RARE_SURNAMES))


def _is_known(word: str) -> bool:
    """Whether a word is known to be something else than a name."""
    return (
        word in _NO_NAME
        or word in _KINDS
        or word.startswith("기자")
        or word[-1] in "를는에의"
        or bool(_DESK.fullmatch(word))
        or _is_place(word)
        or _is_outlet(word)
    )


def _is_name(word: str, *, rare: bool = True) -> bool:
    """Whether a word is a Korean name; ``rare`` surnames open many other words too."""
    return bool(_HANGUL.fullmatch(word)) and _is_shaped(word, rare=rare) and not _is_known(word)


def _could_be_name(word: str) -> bool:
    """Whether a word can be a name where nothing else can stand: 온새미로 in ``온새미로 기자``."""
    if _LATIN_NAME.fullmatch(word):
        return True
    return bool(_HANGUL.fullmatch(word)) and 2 <= len(word) <= 5 and not _is_known(word)


def _is_split_name(words: list[str]) -> bool:
    """Whether several words are one name: 선우 진, 박 나래, 마이클 리, John Smith."""
    if not 2 <= len(words) <= 4 or any(word in _NO_NAME or word in _KINDS or word[-1] in "를는에의" for word in words):
        return False
    if all(_LATIN_NAME.fullmatch(word) for word in words):
        return True
    first, *_, last = words
    if len(words) > 2 or not (_HANGUL.fullmatch(first) and _HANGUL.fullmatch(last)):
        return False
    if first in _LONG_SURNAMES or (len(first) == 1 and first in _SURNAMES):
        return len(last) <= 2
    return len(last) == 1 and last in _ABROAD and 2 <= len(first) <= 4


def _role(word: str) -> str | None:
    """Return the kind of role a word is, ``press`` or ``title``, or None."""
    if word.endswith(_PRESS):
        return "press"
    if word.endswith(("시장", "군수")) and word[:-2] in _PLACES:  # 창원시장, but no 전통시장
        return "title"
    if word in _TITLES_EXACT or (word.endswith(_TITLES_END) and word not in _NO_TITLE):
        return "title"
    return None


def _unglue(word: str) -> list[str]:
    """Return 박나래기자 as 박나래, 기자; any other word as it is."""
    for role in ("기자", "특파원", "논설위원"):
        name = word.removesuffix(role)
        if name != word and name not in _KINDS and _is_name(name):
            return [name, role]
    return [word]


class _Reader:
    """Reads one text, segment by segment (a segment is what stands between two marks)."""

    def __init__(self, site_name: str | None, *, lenient: bool) -> None:
        self.site_name, self.lenient = site_name, lenient
        self._site = (site_name or "").replace(" ", "")  # as one word
        self.order: list[Author | str] = []  # people and addresses as printed
        self.publisher: str | None = None
        self.credits: set[str] = set()
        self.desk: str | None = None
        self.equals = False
        self.place = False
        self.addressed = False
        self._waiting: list[Author] = []  # names that still take the next role: 고은솔·임해온 기자
        self._next_role: str | None = None  # a role that stands before its name: 교수 나문수

    @property
    def authors(self) -> list[Author]:
        return [entry for entry in self.order if isinstance(entry, Author)]

    @property
    def knows_outlet(self) -> bool:
        """Whether the outlet is one by its own name, and not only by where it stands."""
        return self.publisher is not None and (self.publisher == self.site_name or _is_outlet(self.publisher))

    @property
    def is_photo_credit(self) -> bool:
        return bool(self.credits) and self.credits <= _PHOTO_CREDITS

    def read(self, text: str) -> bool:
        """Take in ``text``; False when a word of it is no part of a byline."""
        if self.site_name and " " in self.site_name:
            text = text.replace(self.site_name, self._site)
        text = _ASIDE.sub("", _OTHERS.sub(" ", text)).replace("ㆍ", "·")  # U+318D is a letter
        text, addresses = _ADDRESS.subn(r" \g<0> ", text)  # 기자narae@x.kr
        self.addressed = addresses > 0
        words: list[str] = []
        for token in [*_TOKEN.finditer(text), None]:
            kind = token.lastgroup if token else "mark"
            value = token[0] if token else ""
            if kind == "word":
                words += _unglue(value)
                continue
            if kind == "other" or (words and not self._segment(words, before_equals=kind == "equals")):
                return False
            words = []
            if kind == "email":
                self.order.append(value)
            self.equals = self.equals or kind == "equals"
        return True

    def byline(self) -> Byline:
        """Return what was read, every address with its person."""
        loose = self._attach()
        authors = self.authors
        if not authors and self.desk and self.lenient:
            authors = [Author(self.desk, None, loose)]
            loose = None
        said = bool(authors or loose or self._next_role)  # an outlet's name alone may be a section's
        return Byline(authors, self.publisher if said else None, loose)

    def _attach(self) -> str | None:
        """Give addresses to people, and return one that is left over where there are no people.

        A run of addresses belongs to the people directly before it, the last to the last; where
        the line begins with an address, to those directly after it.
        """
        order = self.order
        if order and isinstance(order[0], str):
            order = order[::-1]
        people: list[Author] = []
        addresses: list[str] = []
        for entry in [*order, None]:
            if isinstance(entry, str):
                addresses.append(entry)
                continue
            if addresses:
                for person, address in zip(people[::-1], addresses[::-1], strict=False):
                    person.email = address
                if people:
                    addresses = []
                people = []
            if entry is not None:
                people.append(entry)
        return addresses[0] if len(addresses) == 1 and not self.authors else None

    def _segment(self, words: list[str], *, before_equals: bool) -> bool:
        start = 0
        for index, word in enumerate(words):
            kind = _role(word)
            if kind is None:
                continue
            after = words[index + 1 :]
            leads = kind == "title" and bool(after) and (all(map(_is_name, after)) or _is_split_name(after))
            if not self._group(words[start:index], word, press=kind == "press", leads=leads):
                return False
            start = index + 1
        return start == len(words) or self._bare(words[start:], before_equals=before_equals)

    def _context(self, word: str) -> bool:
        """Note a word that says where, for whom or what, and not who; False for any other."""
        if word == self._site:
            self.publisher = self.publisher or self.site_name
        elif _is_outlet(word):
            self.publisher = self.publisher or word
        elif word in _CREDITS:
            self.credits.add(word)
        elif _DESK.fullmatch(word):
            self.desk = self.desk or word
        elif _is_place(word):
            self.place = True
        elif word not in ("본지", "본보", "본사"):
            return False
        return True

    def _leads(self, word: str) -> bool:
        """Note a context word at the head of a segment; what can be a name is none."""
        return (self._is_outlet(word) or not _is_name(word)) and self._context(word)

    def _is_outlet(self, word: str) -> bool:
        return word == self._site or _is_outlet(word)

    def _group(self, before: list[str], role: str, *, press: bool, leads: bool) -> bool:
        """Take in the words of a segment up to and with its role."""
        before = [word for word in before if not (self._is_outlet(word) and self._context(word))]
        if leads:  # 온샘대 교육학과 교수 나문수
            if not self.lenient and not self._are_affiliation(before):
                return False
            self._next_role = " ".join([*before, role])
            return True
        names, rest = self._press_names(before) if press else self._title_name(before)
        if not names and rest:
            return False
        if press and not all(word in _KINDS or self._context(word) for word in rest):
            return False
        if not press and not self._fits(names, rest):
            return False
        printed = " ".join([*rest, role])
        for person in self._waiting:
            person.role = printed
        took = bool(self._waiting)
        self._waiting = []
        self.order += [Author(name, printed) for name in names]
        self._next_role = None if names or took else printed
        return True

    def _press_names(self, words: list[str]) -> tuple[list[str], list[str]]:
        """Return the people before a newsroom role and the words that belong to the role."""
        while words and self._leads(words[0]):
            words = words[1:]
        if _is_split_name(words):
            return [" ".join(words)], []
        count = 0
        while count < len(words) and _is_name(words[count]):
            count += 1
        if count:
            return words[:count], words[count:]
        sure = self.lenient or self.equals or self.addressed or bool(self.publisher)
        if len(words) == 1 and sure and _could_be_name(words[0]):
            return words, []
        if len(words) > 1 and sure and len(words[0]) > 1 and all(map(_is_name, words[1:])):
            return words[1:], []  # the first is a place or an outlet nobody has told us of
        if all(word in _KINDS for word in words):
            return [], []
        return [], words

    def _title_name(self, words: list[str]) -> tuple[list[str], list[str]]:
        """Return the one person with a title, and the words that belong to the title."""
        for rare in (False, True):
            if words and _is_name(words[0], rare=rare):
                return words[:1], words[1:]
            if words and _is_name(words[-1], rare=rare):
                return words[-1:], words[:-1]
        return ([" ".join(words)], []) if _is_split_name(words) else ([], words)

    def _fits(self, names: list[str], rest: list[str]) -> bool:
        """Whether name and words of a title can be no phrase (성실한 의원)."""
        if self.lenient or self.knows_outlet:
            return len(rest) <= 5
        if any(len(name) < 3 for name in names):
            return False
        if not rest:
            return not any(name[-1] in "한된던운른" for name in names)
        return self._are_affiliation(rest)

    @staticmethod
    def _are_affiliation(words: list[str]) -> bool:
        return len(words) <= 3 and all(map(_AFFILIATION.fullmatch, words))

    def _bare(self, words: list[str], *, before_equals: bool) -> bool:
        """Take in words without a role: context, or names that stand alone."""
        while words and self._leads(words[0]):
            words = words[1:]
        if not words:
            return True
        if before_equals:  # [프레시안=…]: an outlet; two syllables are a town we do not know
            if any(map(_SOURCE.search, words)):
                return False
            if len(words) == 1 and len(words[0]) > 2 and words[0] not in _NO_OUTLET and not _HEADING.search(words[0]):
                self.publisher = self.publisher or words[0]
            return len(words) < 3
        if all(map(_is_name, words)) and (len(words) == 1 or all(len(word) > 2 for word in words)):
            names = words
        elif _is_split_name(words):
            names = [" ".join(words)]
        else:
            return False
        people = [Author(name, self._next_role) for name in names]
        self.order += people
        if self._next_role is None:
            self._waiting += people
        return True


def _read(text: str, site_name: str | None = None, *, lenient: bool = False) -> _Reader | None:
    reader = _Reader(site_name, lenient=lenient)
    return reader if reader.read(text) else None


def parse_info(text: str, site_name: str | None = None) -> Byline:
    """Return who a text names that is known to be an author line; nobody where it is none.

    Bare names (박나래), guest authors (온샘대 교수 나문수) and desks (편집국) count here.
    """
    text = clean(text)
    reader = _read(text, site_name, lenient=True) if len(text) <= _LONGEST else None
    return reader.byline() if reader else Byline()


def parse_prefix(paragraph: str, site_name: str | None = None) -> Byline | None:
    """Return the byline at the start of an article's first paragraph, or None.

    A place (부산) is no outlet. A bracket that names the outlet alone gives a byline without
    people. Unbracketed, a byline must have ``=`` in it or be set off by a mark.
    """
    head = clean(paragraph[: 4 * _LONGEST])[:_LONGEST]
    bracket = _BRACKET.match(_ASIDE.sub("", head))
    if bracket is None:
        return _head(head, site_name, sure=head.startswith("/"))
    rest = bracket.string[bracket.end() :]
    reader = _read(bracket[0], site_name)
    if reader is None:  # [단독], [사설]: not ours, a byline may follow
        return _head(rest, site_name, sure=False)
    if reader.authors:
        return reader.byline() if _is_sure(reader) else None
    dateline = bool(reader.publisher) or reader.place
    found = _head(rest, site_name, sure=dateline) or Byline()
    found.publisher = found.publisher or reader.publisher
    if not found.authors and not (found.publisher and (reader.equals or found.publisher == site_name)):
        return None
    return found


def _head(text: str, site_name: str | None, *, sure: bool) -> Byline | None:
    """Return the longest byline ``text`` begins with; unless ``sure``, a mark must set it off."""
    found: Byline | None = None
    for token in _TOKEN.finditer(text[:120]):
        ends = token.lastgroup == "email" or token[0] == ")" or bool(token["word"] and _role(token[0]))
        if not ends:
            continue
        reader = _read(text[: token.end()], site_name)
        if reader is None or not reader.authors or not _is_sure(reader):
            continue
        after = text[token.end() :].lstrip()
        if sure or reader.equals or after[:1] in "=＝|/-–—":  # "" is the end, and in every string
            found = reader.byline()
    return found


def _is_sure(reader: _Reader) -> bool:
    """Whether the people of a prefix are reporters of this text, not people it writes about."""
    if reader.is_photo_credit:
        return False
    if reader.equals and reader.knows_outlet:
        return True
    return all(author.role and author.role.endswith(_PRESS) for author in reader.authors)


def parse_trailer(paragraph: str, site_name: str | None = None) -> Byline | None:
    """Return the byline a last paragraph is, or None where it is anything more than that.

    A picture's credit (``사진=박나래 기자``) is none. An address alone is one, without people.
    """
    text = clean(paragraph[: 4 * _LONGEST])
    if len(text) > _LONGEST or len(paragraph) > 4 * _LONGEST:
        return None
    reader = _read(text.removesuffix("."), site_name)
    if reader is None or reader.is_photo_credit:
        return None
    byline = reader.byline()
    if not byline.authors:
        return byline if byline.email else None
    signed = "글" in reader.credits  # 글·사진 박나래
    return byline if signed or all(author.role or author.email for author in byline.authors) else None


# "Copyright @매체", "저작권자 ⓒ 매체", "<저작권자ⓒ …>": a sign right after the word.
_RIGHTS = re.compile(r"^[\s<\[(「※*■▶]*(?:copyrights?|저작권자?)\s?[:(]?\s?(?:[ⓒ©@]|\(?c\)|\d{4}|by\s)", re.IGNORECASE)
_SIGN = re.compile(r"^[\s<\[]*[ⓒ©]")
# "ⓒ 매체, 무단전재 및 재배포 금지", "무단전재-재배포 금지", "© 2025 매체. All rights reserved."
_NOTICE = re.compile(r"^[\s<\[(「※*■▶]*(?:copyright|저작권자|[ⓒ©]|\(c\)|무단\s?(?:전재|복제|배포))", re.IGNORECASE)
_FORBIDS = re.compile(r"무단|재배포|all rights? reserved", re.IGNORECASE)
_NOTICE_END = re.compile(r"(?:금지|금지합니다|금함|금합니다|reserved)[\s.>)\]」]{0,8}$", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<!금합니)(?<!금지합니)다\.[\s\"”’']{0,4}$")


def is_copyright(paragraph: str) -> bool:
    """Whether a paragraph is the newspaper's copyright line and not a sentence about copyright."""
    text = clean(paragraph[: 2 * _LONGEST])
    if len(paragraph) > 2 * _LONGEST or _SENTENCE_END.search(text):
        return False
    if _RIGHTS.match(text) or (_SIGN.match(text) and len(text) <= 60):
        return True
    return bool(_NOTICE.match(text) and _FORBIDS.search(text) and _NOTICE_END.search(text))


def merge(*bylines: Byline | None) -> list[Author]:
    """Return the people of several bylines of one article, each once, in order of first mention.

    A later byline fills in the role and the address an earlier one lacks. An address printed
    alone goes to the only person there is without one.
    """
    people: dict[str, Author] = {}
    for byline in filter(None, bylines):
        for author in byline.authors:
            known = people.setdefault(author.name, replace(author))
            known.role = known.role or author.role
            known.email = known.email or author.email
    loose = {byline.email for byline in bylines if byline and byline.email}
    loose -= {author.email for author in people.values()}
    if len(people) == 1 and len(loose) == 1:
        (author,) = people.values()
        author.email = author.email or loose.pop()
    return list(people.values())
