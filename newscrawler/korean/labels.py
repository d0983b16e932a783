"""The labels of Korean news pages: the words before a time and above a box of related articles.

This is the only list of them. newscrawler.korean.dates finds times by their labels, newscrawler.korean.bylines does
not take a label for a name. Texts are expected as newscrawler.korean.text.composed returns them.
"""

from __future__ import annotations

import re

# Stem -> (field, rank); the lowest rank wins. 등록 and 입력 are when the article was entered; 승인 is when an editor
# released it, and counts where neither is printed. A site's own 최종편집 is weaker than an article's 수정. The day of
# the printed paper (지면) is neither.
TIMES: dict[str, tuple[str, int]] = {
    **dict.fromkeys(("등록", "입력"), ("published", 0)),
    **dict.fromkeys(("작성", "발행", "송고", "전송", "출고"), ("published", 1)),
    **dict.fromkeys(("게재", "게시", "배포", "published", "posted", "created"), ("published", 1)),
    "승인": ("published", 2),
    **dict.fromkeys(("수정", "modified"), ("modified", 0)),
    **dict.fromkeys(("업데이트", "갱신", "updated", "update"), ("modified", 1)),
    "편집": ("modified", 2),
    **dict.fromkeys(("지면", "지면보기"), ("paper", 0)),
}
# What may stand before a stem: 최초 입력, 인터넷등록, 재수정. Any longer word may, too, where it is one word with the
# stem (홈페이지등록); a shorter one would be a name (김수정, 남궁승인).
_FIRST = ("최초", "첫", "처음")
_LATER = ("최종", "재", "마지막", "최근", "최신", "추가", "last")
_PAPER = ("지면", "신문")
_OTHER = ("기사", "뉴스", "본문", "원고", "인터넷", "온라인", "모바일", "웹", "포털", "1차", "2차", "3차")
_QUALIFIER = "|".join((*_FIRST, *_LATER, *_PAPER, *_OTHER))
_STEM = "|".join(sorted(TIMES, key=lambda word: (-len(word), word))).replace("지면보기", r"지면\s?보기")
# 입력일시, 등록시간, 수정됨, posted on
_SUFFIX = r"(?:일시|일자|시간|시각|날짜|일|됨|\s(?:at|on))?"

# A label as a word of its own; group 1 is its qualifiers, group 2 a longer word before the stem, group 3 the stem.
LABEL = re.compile(
    rf"(?-i:(?<![가-힣A-Za-z]))(?:((?:(?:{_QUALIFIER})\s?){{1,3}})|(?-i:(?![가-힣]{{0,5}}기자))((?-i:[가-힣]{{3,6}}?)))?"
    rf"({_STEM}){_SUFFIX}(?-i:(?![가-힣A-Za-z]))",
    re.IGNORECASE,
)
# Every stem and every qualifier as a whole word: none of them is a name.
WORDS = frozenset((*TIMES, *_FIRST, *_LATER, *_PAPER, *_OTHER))
BEGINNING = rf"(?:{_STEM}|{_QUALIFIER})"  # how a label begins

# The heading of a box of related articles, or the label of a single one in the text.
RELATED = r"(?:관련|연관)\s?(?:기사|뉴스|글)"


def meaning(label: re.Match[str]) -> tuple[str, int]:
    """The field and rank of a match of ``LABEL``.

    With 지면 or 신문, every stem is about the printed paper. Among labels of one stem the first entry comes first,
    the last one last: 최초입력, 입력, 인터넷입력, 최종입력. Changes are not ranked so: the latest counts.
    """
    field, rank = TIMES["".join(label[3].lower().split())]
    qualifiers = re.findall(_QUALIFIER, (label[1] or "").lower())
    if any(word in _PAPER for word in qualifiers):
        return "paper", 0
    if field == "modified":
        return field, 10 * rank
    if any(word in _FIRST for word in qualifiers):
        order = 0
    elif any(word in _LATER for word in qualifiers):
        order = 3
    else:
        order = 2 if label[2] or set(qualifiers) - {"기사"} else 1
    return field, 10 * rank + order
