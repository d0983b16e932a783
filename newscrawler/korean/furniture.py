"""Buttons and notices that newspapers print around a byline: 구독하기, 다른기사 보기, 제보 전화."""

from __future__ import annotations

import re

from newscrawler.korean import labels
from newscrawler.korean.text import composed

_LONGEST = 60  # characters; a button's text is shorter
_SENTENCE_END = re.compile(r"[다요죠까](?:[.!?…]{0,3}[\"'”’)\]]{0,3}$|[.!?]\s)")
# What a button asks for stands at its end, as a noun (구독) or with the noun-making -기 (다른 기사 보기).
_BUTTON = re.compile(
    r"(?:(?:하|보|가|듣|받|읽|쓰|누르)기|구독|팔로우|공유|인쇄|스크랩|프로필|홈페이지|블로그|채널(?:\s?추가)?|(?:좋아|슬퍼|화나)요"
    r"|추천|공감|댓글|more|subscribe|follow)\s?(?:\(?\d{1,7}\)?)?[\s>▶▷►→+\])]{0,3}$",
    re.I,
)
_CONTACT = re.compile(
    r"https?://|www\.|[\w.%+-]{1,64}@[\w-]{1,63}\.|(?<!\d)(?:0\d{1,2}[)\s.-]{1,2}\d{3,4}|1[568]\d\d)[\s.-]\d{4}(?!\d)"
    r"|^\W{0,3}(?:카카오톡|카톡|제보|전화|팩스|텔레그램|페이스북|인스타그램|유튜브|네이버)\s?[:：]",
    re.I,
)
_EVENT = re.compile("문의|접수|신청|예약|예매|참가")  # whose contact belongs to the article
_HEADING = re.compile(rf"\W{{0,10}}{labels.RELATED}\W{{0,10}}")


def is_short(line: str) -> bool:
    """Whether a line is as short as a heading or a button, and no sentence ends in it."""
    text = composed(line).strip()
    return 0 < len(text) <= _LONGEST and not _SENTENCE_END.search(text)


def is_furniture(line: str, *, linked: bool = False) -> bool:
    """Whether a line is a button, the newsroom's contact or the heading of related articles, and not text.

    ``linked`` says that the whole line is a link. A long line, or one where a sentence ends, is text all the same.
    """
    if not is_short(line):
        return False
    text = composed(line).strip()
    if linked or _BUTTON.search(text) or _HEADING.fullmatch(text):
        return True
    return bool(_CONTACT.search(text)) and not _EVENT.search(text)
