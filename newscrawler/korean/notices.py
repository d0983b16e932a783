"""What Korean sites say where there is nothing to show."""

from __future__ import annotations

import re

_NOTHING = re.compile(
    r"(?:기사|뉴스|게시물|게시글|글|자료|내용|목록|데이터|콘텐츠|컨텐츠|결과|항목|소식)(?:들)?(?:[이가은는도]|을|를)?\s*"
    r"(?:더\s*(?:이상)?\s*|아직\s*)?(?:없습니다|없음|없어요|존재하지\s*않습니다)"
    r"|더\s*(?:이상\s*)?(?:없습니다|없음|없어요)"
    r"|마지막\s*(?:페이지|기사|목록|글)\s*(?:입니다|이에요)"
)
_LONGEST = 60  # characters; a longer text is a sentence about something else


def says_nothing_there(text: str) -> bool:
    """Whether a short text says that a list has no entries, or no more ("등록된 기사가 없습니다").

    A page that was not found ("페이지를 찾을 수 없습니다") or an outage says nothing about the list.
    """
    return len(text) <= _LONGEST and _NOTHING.search(text) is not None
