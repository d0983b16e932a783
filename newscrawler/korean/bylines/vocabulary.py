"""The words of Korean bylines: roles, desks, outlets, places, surnames, and words that look like a name."""

from __future__ import annotations

import re

from newscrawler.korean import labels


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Roles of a newsroom, alone or as the end of a word: 선임기자, 취재본부장, 객원논설위원.
PRESS = tuple(
    _words("""
    기자 특파원 논설위원 논설실장 논설주간 논설고문 주필 편집국장 편집장 편집위원 편집인 발행인 본부장 VJ
    지사장 지국장 총국장 통신원 해설가 숲해설가 문화해설사 리포터 앵커 아나운서 피디 PD 에디터 칼럼니스트
""")
)
# Titles of guest authors, and newsroom ranks that public offices also use.
TITLES_EXACT = _words("""
    대표 대표이사 의원 시의원 도의원 군의원 구의원 국회의원 의장 부의장 교사 교장 교감 의사 한의사 약사
    간호사 영양사 사회복지사 순경 경장 경사 소방사 소방교 독자
    스님 목사 신부 이사 강사 작가 시인 시조시인 화가 박사 감독 시장 부시장 군수 부군수 구청장 도지사
    교육감 경위 경감 소방위 소방장 소방경 주무관 활동가 해설사 총장 학장 관장 단장 위원
""")
TITLES_END = tuple(
    _words("""
    교수 변호사 노무사 세무사 회계사 법무사 평론가 소설가 수필가 동화작가 연구원 위원 위원장
    회장 이사장 원장 소장 센터장 국장 부장 차장 실장 팀장 과장 서장 처장 조합장 컨설턴트 총장 박사 지도사
""")
)
# Before a name these belong to a notice or a list (회장 나문수), unless something shows that it is a byline.
OFFICES = ("장", "대표", "이사", "의원", "위원", "감독", "경위", "경감")
# Words that end in 기자 and name an activity or an award, not a role at a newspaper.
NO_ROLE = _words(
    "우수기자 최우수기자 으뜸기자 출입기자 여기자 남기자 동료기자 선배기자 후배기자 외신기자 현직기자 전직기자"
)
NO_TITLE = _words("주차장 연회장 대회장 박람회장 전시회장 무도회장")
# Words before 기자 that say what kind of reporter someone is.
KINDS = _words("""
    선임 수습 인턴 객원 시민 명예 사진 전문 대 취재 영상 편집 학생 대학생 청소년 어린이 주부 주재 의학 환경
    여행 문화 체육 스포츠 경제 정치 사회 교육 농업 군사 과학 담당 전임 촬영 원로 고참 신입 민완 홍보 마을
    도민 군민 어르신 실버 청년 다문화 꿈나무
""")
YOUNG = ("어린이", "학생", "대학생", "청소년", "꿈나무", "초등")
CREDITS = _words("""
    글 글쓴이 필자 기자명 인터뷰 사진 취재 정리 영상 촬영 편집 그래픽 그림 삽화 대담 진행 번역 기획 작성자 작성 기고
    by By BY
""")
SIGNED = _words("글 글쓴이 필자 by By BY")  # who is named with them wrote the text
ADDRESS_LABELS = _words("이메일 메일 E-mail e-mail E-Mail Email email 전화 연락처 휴대폰")
PHOTO_CREDITS = _words("사진 영상 촬영 그래픽 그림 삽화")
DESK = re.compile(
    r"(?:편집|취재|보도|뉴스|논설|디지털|온라인|인터넷|콘텐츠|미디어|정치|경제|사회|문화|체육|스포츠|산업|행정|교육|지역|전국|"
    r"국제|사진|영상|특별|기획|탐사|연예|생활|제[12]|[12]|종합|시민|서울|지방|자치|통합|뉴미디어|정책|여론|독자){0,4}"
    r"(?:편집국|보도국|논설위원실|논설실|데스크|(?<=.)(?:부|팀|국|실|본부|총국|지사|지국|취재반|취재단))"
)
OUTLET_END = tuple(
    _words("""
    뉴스 일보 신문 타임즈 타임스 투데이 저널 데일리 방송 매일 미디어 통신 프레스 포스트 시보 신보 헤럴드
    닷컴 뉴시스 뉴스1 리포트 이코노미 뉴스통신 시대 시민의소리 언론 매거진 경제 인뉴스 비즈 신문사 TV
""")
)
AGENCIES = _words("연합뉴스 뉴스1 뉴시스 뉴스핌 AP AFP 로이터 신화")  # told by their names, not by how they are built
# An outlet printed bare needs a surer end: 마을시대 and 지역경제 are other things more often.
SURE_OUTLET_END = tuple(
    _words("뉴스 일보 신문 신문사 통신 뉴스통신 방송 뉴스TV 타임즈 타임스 투데이 저널 데일리 프레스 헤럴드")
)
PAPER_END = ("일보", "신문", "통신")  # no section of a newspaper is called so
NO_OUTLET = _words("""
    지역경제 생활경제 시민경제 서민경제 멀티미디어 주요뉴스 지역뉴스 오늘의뉴스 카드뉴스 포토뉴스
    영상뉴스 산업경제
""")
# Left of "=" a heading looks like an outlet ([현장르포=박나래 기자]), and a source like a credit
# (자료제공=가온시).
HEADING = re.compile(
    r"(?:인물|사람|르포|현장|기획|특집|취재|인터뷰|칼럼|소식|이야기|화제|포커스|이슈|속보|단독|종합|스케치|뉴스룸)$"
)
SOURCE = re.compile(r"(?:제공|자료|출처|협조|문의|도움말?|자문|후원|주최|주관)$")

# Cities, counties, provinces and metropolitan districts, and the posts of correspondents.
PLACES = _words("""
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
    모스크바 평양 개성 미국 중국 일본 영국 독일 프랑스 러시아 캐나다 호주 베트남 인도 태국 유럽 중동
""")
SIDES = re.compile(r"^(?:동부|서부|남부|북부|중부)|(?:동부|서부|남부|북부|중부|권)$")

SURNAMES = frozenset(
    "강고공곽구권금기길김나남노라류마맹명문민박반방배백변봉서석선설성소손송신심안양엄여연염예오옥왕용우원위유육윤은이인임"
    "장전정제조주지진차채천최추탁탄태표피하한함허현형호홍황리량림"
)
RARE_SURNAMES = frozenset("가간갈감견경계국궁당도돈동두만모목묵미복비빈빙사상순승시아야어온옹운음자점좌창초편평포화")
LONG_SURNAMES = ("남궁", "선우", "황보", "제갈", "사공", "독고", "서문", "동방")
ABROAD = frozenset("리김박이최정강조윤장임한신오송류안권황홍배")  # as in 마이클 리
FOREIGN = re.compile("[즈응쩐흐훙쑤띠뜨](?<!키즈)(?<!타임즈)")  # as in 마리아 로페즈, 응우옌 티 흐엉
# Syllables of transcribed names (존 스미스, 마리아 가르시아, 스티븐 킴) that Korean names and place names do not have.
# Beside a role of the newsroom they tell a foreign name from two common words.
TRANSCRIBED = re.compile(
    "[스크트프드르브츠클틀플블븐슨튼킨턴컨릭닉믹빅잭맥톰킴킹켈펠헬넬텔렐벨젤첼셀델켄펜벤첸텐렌렉넷쉬슈셰쇼샤"
    "쿠쿡캐케커코카키콜콘콥쾨퀴튜푸퍼페핀핑티틴팀테터룩룬뤼뉴베버빌릴윌헨젠레]"
)
# Chinese characters of roles, and the surnames that newspapers still print so: 朴나래 記者.
HANJA = str.maketrans(
    "記者特派員論說委主筆編輯局長敎教授博士客先任寫眞真市民代表"
    "金李朴崔鄭姜趙尹張林韓吳徐申權黃黄安宋柳全洪高文梁孫裵曺白許劉南沈盧河郭成車朱禹具辛羅田閔陳池嚴蔡元千方孔"
    "玄康咸卞楊廉邊呂秋都魯石蘇愼馬薛吉宣劉王丁",
    "기자특파원논설위주필편집국장교교수박사객선임사진진시민대표"
    "김이박최정강조윤장임한오서신권황황안송류전홍고문양손배조백허유남심노하곽성차주우구신나전민진지엄채원천방공"
    "현강함변양염변여추도노석소신마설길선유왕정",
)
# Words that are built like a name but are not names; labels of times (송고, 전송) are among them.
NO_NAME = labels.WORDS | _words("""
    기자 시민 도민 군민 구민 주민 국민 정치 경제 사회 문화 지역 전국 연예 오피니언 교육 여행 방송 신문 기고
    사설 인사 부고 동정 알림 공지 기획 특집 전체 종합 전문 정부 한국 우리 여러 이런 그런 현장 선배 후배 동료
    모든 어느 젊은 해당 담당 소속 출신 현직 전직 유명 인기 선임 수습 인턴 객원 명예 사진 영상 취재 편집 학생
    청소년 어린이 주부 본지 본보 본사 이전 다음 목록 조회 인쇄 공유 댓글 추천 관리자
    운영자 제보 문의 이날 지난 오늘 어제 내일 독자 동네 마을 강원도 경기도 제주도 충청도 전라도 경상도 여성
    남성 노인 장애인 대학생 소방관 경찰관 공무원 위원회 조합원 회원 주재 인터뷰 노동 복지 인권 인물 이슈
    주요 주간 주말 도정 문예 문학 명소 맛집 유통 금융 증권 부동산 정당 선거 국회 기업 안전 안보 의료 보건
    소식 시론 칼럼 기타 라이프 여론 연재 피플 포토 최신 주식 공연 음악 예술 장터 석간 조간 소통 조직 나눔
    강좌 신간 신앙 남북 우주 기술 전자 전기 정보 탐방 현안 이웃 동호회 기념일 이벤트 조합 이장 주민자치 연합
    제목 이름 성명 문의처 홈페이지 전화 주소 신고 공유하기 이메일 원문 구독 제휴 광고 안내 소개 이용 약관
    정책 정정 반론 기상청 제공 전경 마지막 도청 시청 군청 구청 법원 검찰 경찰 외신 보도 최고 우수 강한 법조
    우수상 장려상 최우수상 대상 금상 은상 동상 특별상 공로상 장원 차상 조선 신임 현지 고정 농촌 해외 외국인
    이주민 이주여성 도움말 자문 데이터 팩트 체크 팩트체크 콘텐츠 디지털 미디어 뉴미디어 유튜브 온라인 인터넷 모바일
    스포츠 멀티미디어 크리에이터 저널리즘 그래픽 카메라 드론 프리랜서 로봇 테크 스타트업 트렌드 헬스 동영상 조회수
    뉴스 카드 버스
""")
OTHER_PARTS = _words("심사위원 수상자 참석자 참가자 출연자 사회자 토론자 발제자")  # people in a text, not its authors
# Employers of guest authors: 온샘대 교육학과, 가온시의회, 미르연구소.
AFFILIATION = re.compile(
    r".+(?:대|대학교?|대학원|학과|학부|전공|과|부|국|실|팀|시|군|구|도|회|의회|협회|학회|연합|연구소|연구원|진흥원|센터|원|법인|로펌|"
    r"재단|사|학교|초|중|고|병원|조합|은행|공단|공사|교회|성당|법률사무소|서|청|본부|위원회|포럼|네트워크|관|당|지부|계|지구대|파출소|보건소|사업소|명예|초빙|겸임)"
)
# Where an unknown word behind it is a role in it: 시민건강연구소 회원.
INSTITUTION = re.compile(
    r".{2,30}(?:연구소|연구원|대학교?|대학원|협회|학회|재단|센터|조합|공사|공단|위원회|포럼|네트워크|연합|연대|의회|도서관|박물관|미술관|학교|병원|은행)"
)
