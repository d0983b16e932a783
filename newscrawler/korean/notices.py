"""What Korean sites say where there is nothing to show."""

from __future__ import annotations

import re

from newscrawler.korean.trouble import names_trouble

_THING = (
    r"(?:뉴스|사진|포토|동?영상|섹션|페이지|검색)?"
    r"(?:기사|뉴스|게시물|게시글|글|자료|내용|목록|데이터|콘텐츠|컨텐츠|결과|항목|소식|동?영상|사진|칼럼|사설|정보)(?:들)?"
)
# What may stand before it: how a list gets its entries, or which list. 관련, 최근 본, 저장된, 새로운 are other boxes.
_BEFORE = (
    r"(?:(?:등록|검색|조회|게시|작성|수록|입력|발행|준비|송고)(?:된|되어 ?있는|하신)"
    r"|(?:표시|출력|제공|불러올|보여줄|보여드릴)(?:할)?"
    r"|현재|아직|검색|더|이상|더이상|해당|해당되는|해당하는|죄송합니다|이|본|선택한|선택하신"
    r"|(?:섹션|분야|분류|코너|카테고리|메뉴|페이지|목록|리스트|조건)(?:의|에|에는|에서|에서는|에 해당하는)) ?"
)
_LATER = r"(?:더 ?(?:이상)? ?|아직 ?|현재 ?)?"
_NONE = (
    r"(?:없(?:습니다|음|어요|네요)|존재하지 ?않(?:습니다|음|아요)|(?:등록)?되(?:어 ?있)?지 ?않(?:았)?습니다"
    r"|0 ?건(?:입니다)?)"
)
_NOTHING = re.compile(
    rf"(?:{_BEFORE}){{0,5}}{_THING}[이가은는도을를]? ?{_LATER}(?:등록)?{_NONE}"
    r"|더 ?(?:이상 ?)?(?:없습니다|없음|없어요)"
    r"|(?:마지막 ?(?:페이지|기사|목록|글)|(?:목록|리스트)의 ?(?:끝|마지막)) ?(?:입니다|이에요)"
    rf"|(?:모든 )?(?:{_THING}[이가은는을를]? )?(?:모두 |다 )?불러왔습니다"
    r"|(?:총|전체) ?:? ?0 ?(?:건|개)"
    r"|(?:there (?:are|is) )?no (?:more )?(?:articles?|posts?|data|results?|entries|items|news)"
    r"(?: (?:found|available|to (?:show|display)))?",
    re.I,
)
_LONGEST = 60  # characters; a longer text is a sentence about something else
_EDGES = " .!~…·-–()[]<>※*\"'“”"


def says_nothing_there(text: str) -> bool:
    """Whether a short text says that a list has no entries, or no more ("등록된 기사가 없습니다").

    A whole sentence must say it, and of the list itself: a page that was not found ("페이지를 찾을 수 없습니다"), an
    outage or a box of another kind ("관련 기사가 없습니다", "댓글이 없습니다") says nothing about the list.
    """
    if len(text) > _LONGEST or names_trouble(text):
        return False
    said = [part for sentence in re.split(r"[.!]\s", text) if (part := " ".join(sentence.strip(_EDGES).split()))]
    return any(map(_NOTHING.fullmatch, said))
