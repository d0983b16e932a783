"""The vocabulary of the made-up newspapers: places, people, topics and sentence patterns.

Patterns are ``str.format`` strings. A slot may name a particle, ``{town:이}``, and the
fitting form is attached (``한들시가``, ``솔내군이``), see :class:`Word`.
"""

from __future__ import annotations

from dataclasses import dataclass

_PARTICLES = {
    "은": ("은", "는"),
    "이": ("이", "가"),
    "을": ("을", "를"),
    "과": ("과", "와"),
    "으로": ("으로", "로"),
}
_FINAL_RIEUL = 8


class Word(str):
    """A Korean noun that takes the right particle when formatted with one."""

    __slots__ = ()

    def __format__(self, particle: str) -> str:
        if not particle:
            return str(self)
        final = (ord(self[-1]) - 0xAC00) % 28
        after_consonant, after_vowel = _PARTICLES[particle]
        open_end = final == 0 or (particle == "으로" and final == _FINAL_RIEUL)
        return str(self) + (after_vowel if open_end else after_consonant)


@dataclass(frozen=True, slots=True)
class Theme:
    """What one section writes about: headline and sentence patterns with their topics."""

    topics: tuple[tuple[str, str], ...]
    titles: tuple[str, ...]
    leads: tuple[str, ...]
    details: tuple[str, ...]


TOWNS = ("한들시", "솔내군", "너울군", "아람시")
PLACES = (
    "버들동", "은행나루", "큰샘마을", "물레면", "도담읍", "갈마을", "소금골", "윗나루", "참나무골",
    "별내리", "옹기동", "바람재", "새터마을", "돌담길", "모래톱 마을", "꽃무리동",
)  # fmt: skip
OFFICES = (
    "기획예산과",
    "도시재생과",
    "평생학습과",
    "농업기술센터",
    "보건소",
    "문화관광과",
    "안전총괄과",
    "읍사무소",
)
JOBS = ("과장", "팀장", "이장", "상인회장", "주민자치회장", "센터장", "교장", "작목반장")
NAMES = (
    "김한결", "이새봄", "박도윤", "최바름", "정다해", "강이룸", "조은별", "윤슬기", "장하람", "임가을",
    "오세찬", "한보늬", "서단비", "신우람", "권나루", "황온유", "안다온", "송해나", "유한별", "홍이든",
)  # fmt: skip
OUTSIDERS = (
    "남새길",
    "문보라",
    "배한솔",
    "노을빛",
    "천다솔",
    "구아라",
    "민들레",
    "진겨레",
    "엄지훈",
    "차예솔",
)
MAIL_NAMES = (
    "hangyeol", "saebom", "doyun", "bareum", "dahae", "irum", "eunbyeol", "seulgi", "haram", "gaeul",
    "sechan", "boni", "danbi", "uram", "naru", "onyu", "daon", "haena", "hanbyeol", "ideun",
)  # fmt: skip
COLUMNIST_ROLES = (
    "들꽃대 사회복지학과 교수",
    "변호사",
    "시인",
    "아람시농민회 사무국장",
    "숲해설가",
    "한의사",
)
REPORTER_ROLES = ("기자", "기자", "기자", "기자", "기자", "선임기자", "특파원", "객원기자")
OUTLETS = ("산들뉴스통신", "바다저널", "온누리일보", "풀빛경제")
STATIONS = (
    "동두천", "강릉", "서울", "대전", "대구", "울산", "광주", "부산", "통영", "고창", "제주", "진주",
    "강화", "보은", "금산", "강진군", "경주시", "거창", "합천", "밀양", "산청", "거제", "남해",
)  # fmt: skip
SKIES = (
    ("iw01", "맑음"),
    ("iw02", "구름조금"),
    ("iw03", "구름많음"),
    ("iw04", "흐림"),
    ("iw08", "비"),
    ("iw18", "연무"),
)
NO_SKY = ("iw00", "-")

_PROJECT_TITLES = (
    "{town}, {place} {thing} {n}곳 {act}",
    "{place} {thing} {act}…주민 {many}명 한자리에",
    "{town} {thing} {act} 첫발, {month}월까지 {n}곳",
    "“이웃이 먼저 반겼다” {place} {thing} {act}",
    "{town}·{town2}, {thing} {act} 손잡는다",
    "{place} {thing} {act}에 {money}억 원 투입",
    "{town} {thing} 이용 {pct}% 늘어…하반기 추가 {act}",
    "[{town}] {thing} {act}, 신청은 {day}일까지",
)
_PROJECT_LEADS = (
    "{town:이} {place} 일대에서 {thing} {act}에 들어간다고 {day}일 밝혔다.",
    "{place}에서 추진해 온 {thing} {act} 사업이 {day}일 주민설명회를 시작으로 속도를 낸다.",
    "{town:은} 올해 {money}억 원을 들여 {place:을} 비롯한 {n}곳에서 {thing} {act}에 나선다.",
    "{town} {office:이} {day}일 {thing} {act} 계획을 내놓고 주민 의견을 듣기 시작했다.",
)
COMMON_DETAILS = (
    "이번 사업에는 모두 {money}억 원이 들어가며, 마무리 작업은 {month}월 중순까지 이어진다.",
    "{town} {office:은} 지난해 같은 기간보다 이용 주민이 {pct}% 늘었다고 설명했다.",
    "주민 {many}명이 참여한 설문에서는 열 명 가운데 여덟 명이 필요하다고 답했다.",
    "신청은 {day}일부터 읍면동 행정복지센터와 누리집에서 받는다.",
    "앞서 {town:은} 지난달 {place} 주민과 세 차례 간담회를 열어 운영 시간을 정했다.",
    "평일에는 오전 9시부터 오후 6시까지, 토요일에는 오후 1시까지 문을 연다.",
    "운영은 {place} 주민자치회가 맡고, 비용은 {town:과} 주민이 나누어 낸다.",
    "군데군데 낡은 시설은 {n}월 안에 모두 손보기로 했다.",
    "현장을 둘러본 주민들은 안내판이 작고 조명이 어둡다는 의견도 내놓았다.",
    "{town2}에서도 비슷한 사업을 준비하고 있어 두 지역이 경험을 나누기로 했다.",
    "참가비는 없으며 {many}명까지 먼저 온 순서대로 받는다.",
    "{town:은} 결과를 살펴 내년에는 {n}곳을 더 늘릴 계획이다.",
)
QUOTES = (
    "{person} {job:은} “처음에는 걱정이 많았지만 주민들이 함께 답을 찾았다”고 말했다.",
    "{person} {job:은} “작은 변화가 마을의 하루를 바꾼다”며 “끝까지 꼼꼼히 챙기겠다”고 밝혔다.",
    "{place} 주민 {person} 씨는 “아이들 손을 잡고 걸어올 수 있어 좋다”며 웃었다.",
    "{person} {job:은} “예산보다 중요한 것은 꾸준히 돌보는 손길”이라고 강조했다.",
    "{person} {job:은} “R&D 지원과 <마을 기록> 사업을 함께 묶어 효과를 키우겠다”고 설명했다.",
)
SUBHEADS = ("■ 무엇이 달라지나", "■ 주민들은 이렇게 말한다", "■ 남은 숙제는 유지 관리", "■ 다음 달 일정")

_COLUMN_TITLES = (
    "[사설] {thing:은} 서두를 일이 아니다",
    "[기고] {place}에서 만난 {thing}의 봄",
    "[칼럼] {thing:과} 함께 걷는 저녁",
    "[사설] {town} {thing}, 숫자보다 사람을 보라",
    "[기고] {thing:을} 다시 생각한다",
    "[칼럼] 느티나무 아래에서 - {thing}",
)
_COLUMN_LEADS = (
    "며칠 전 {place:을} 지나다 {thing:을} 두고 이야기를 나누는 이웃들을 만났다.",
    "{thing:을} 말할 때 우리는 자주 숫자부터 꺼낸다.",
    "봄이 오면 {place} 어귀에는 {thing:을} 걱정하는 목소리가 먼저 들린다.",
)
_COLUMN_DETAILS = (
    "행정은 계획을 세우지만 마을을 움직이는 것은 결국 사람의 마음이다.",
    "한 해 예산 {money}억 원이 적지 않은 돈이라면, 그 돈이 지나간 자리도 살펴야 한다.",
    "나는 그날 저녁 오래 걸으며 우리가 잊고 지낸 약속을 떠올렸다.",
    "빠른 길이 언제나 바른 길은 아니라는 말을 어른들은 자주 했다.",
    "{town2}의 경험은 좋은 거울이 된다. 그곳에서는 주민 {many}명이 스스로 규칙을 만들었다.",
    "서두르지 않아도 된다. 다만 멈추지 않아야 한다.",
    "작은 마을의 일이라고 작게 다루어서는 안 된다.",
    "이제라도 귀를 기울이면 늦지 않았다.",
)
_PEOPLE_TITLES = (
    "[고을 사람] {years}년째 {thing} {person} 씨",
    "[만남] {place}에서 {thing} {person} 씨의 하루",
    "“손끝에 답이 있지요” {thing} {person} 씨",
)
_PEOPLE_LEADS = ("{place} 어귀 작은 집에서 {years}년째 {thing} {person} 씨를 만났다.",)
_PEOPLE_DETAILS = (
    "아침 여섯 시면 그는 어김없이 문을 열고 마당부터 쓴다.",
    "처음 배울 때는 하루에 {n}번씩 손을 다쳤다고 한다.",
    "지금까지 거쳐 간 손님과 제자를 합치면 {many}명이 넘는다.",
    "벽에는 {town2}에서 보내온 편지가 빼곡히 붙어 있었다.",
    "그는 “배운 것을 다 나누고 가는 것이 꿈”이라고 말했다.",
    "이웃들은 그의 집을 ‘마을 사랑방’이라고 부른다.",
)
_PHOTO_TITLES = ("[포토] {place} {thing}", "{thing:이} 있는 {place} 풍경", "{place}에서 만난 {thing}")
_PHOTO_LEADS = (
    "{day}일 {town} {place}에서 {thing:이} 펼쳐져 지나던 주민들의 발길을 붙잡았다.",
    "{day}일 오전 {place:을} 찾은 시민들이 {thing:을} 바라보고 있다.",
)
_PHOTO_DETAILS = (
    "이날 낮 기온은 {n}도까지 올라 나들이하기 좋았다.",
    "이번 주말에도 {place} 일대는 맑을 것으로 보인다.",
)


def _projects(*topics: tuple[str, str]) -> Theme:
    return Theme(topics, _PROJECT_TITLES, _PROJECT_LEADS, COMMON_DETAILS)


THEMES: dict[str, Theme] = {
    "civic": _projects(
        ("골목 그늘막", "설치"), ("무인민원창구", "운영"), ("마을 쉼터", "정비"), ("버스 승강장", "새 단장"),
        ("빈집 텃밭", "조성"), ("하천 산책로", "보수"), ("공영주차장", "개방"), ("주민 회의실", "개방"),
    ),
    "economy": _projects(
        ("전통시장 배달소", "운영"), ("청년 공방", "입주자 모집"), ("로컬푸드 직매장", "개장"),
        ("공동 물류창고", "조성"), ("골목 가게 간판", "교체"), ("농공단지 기숙사", "착공"),
    ),
    "society": _projects(
        ("산불 감시초소", "점검"), ("통학로 보안등", "교체"), ("지하차도 차단막", "설치"),
        ("마을 소방함", "보급"), ("자전거 보관대", "정비"), ("재활용 정거장", "확대"),
    ),
    "farm": _projects(
        ("못자리 은행", "운영"), ("농기계 임대사업소", "개소"), ("스마트 온실", "보급"),
        ("갯벌 체험장", "개장"), ("토종 씨앗 나눔터", "운영"), ("과수 저온저장고", "지원"),
    ),
    "school": _projects(
        ("늘봄 교실", "확대"), ("작은 학교 통학버스", "운행"), ("마을 배움터", "개강"),
        ("학교 숲", "조성"), ("진로 체험관", "개관"), ("어르신 한글교실", "개강"),
    ),
    "culture": _projects(
        ("골목 미술관", "개관"), ("강변 버스킹 무대", "운영"), ("고택 야간 관람", "시작"),
        ("숲길 걷기 코스", "개통"), ("마을 영화관", "재개관"), ("민속 놀이마당", "개최"),
    ),
    "care": _projects(
        ("찾아가는 건강버스", "운행"), ("기억 쉼터", "개소"), ("반찬 나눔 냉장고", "설치"),
        ("경로당 주치의", "확대"), ("아이돌봄 놀이방", "개방"), ("보건지소 물리치료실", "운영"),
    ),
    "people": Theme(
        (("우산을 고치는", ""), ("종이를 뜨는", ""), ("마을 우체통을 칠하는", ""), ("느린 국수를 삶는", "")),
        _PEOPLE_TITLES, _PEOPLE_LEADS, _PEOPLE_DETAILS,
    ),
    "opinion": Theme(
        (("작은 학교", ""), ("시골 버스", ""), ("빈집", ""),
            ("동네 책방", ""), ("논두렁길", ""), ("오래된 나무", "")),
        _COLUMN_TITLES, _COLUMN_LEADS, _COLUMN_DETAILS,
    ),
    "photo": Theme(
        (("매화 꽃길", ""), ("아침 물안개", ""), ("모내기 준비", ""), ("저녁놀", ""), ("봄맞이 장터", "")),
        _PHOTO_TITLES, _PHOTO_LEADS, _PHOTO_DETAILS,
    ),
}  # fmt: skip
