"""The labels of Korean news pages: the words before a time and above a box of related articles.

This is the only list of them. newscrawler.korean.dates finds times by their labels, newscrawler.korean.bylines does
not take a label for a name, and newscrawler.cms splits info lines with the patterns.
"""

from __future__ import annotations

import re

# Label -> (field, rank); the lowest rank wins, then the first printed. 등록 and 입력 are when
# the article was entered; 승인 is when an editor released it, and counts where neither is printed.
# A site's own 최종편집 is weaker than an article's 수정. The date of the printed paper (지면) is neither.
TIMES: dict[str, tuple[str, int]] = {
    **dict.fromkeys(("등록", "입력", "기사등록", "기사입력", "최초등록", "최초입력"), ("published", 0)),
    **dict.fromkeys(("작성", "기사작성", "최초작성", "발행", "송고", "기사송고", "전송", "기사전송"), ("published", 1)),
    **dict.fromkeys(("게재", "게시", "배포", "published", "posted", "created"), ("published", 1)),
    **dict.fromkeys(("승인", "기사승인", "최초승인"), ("published", 2)),
    **dict.fromkeys(("수정", "기사수정", "최종수정", "modified"), ("modified", 0)),
    **dict.fromkeys(("업데이트", "최종업데이트", "갱신", "최종갱신", "updated", "update"), ("modified", 1)),
    **dict.fromkeys(("편집", "최종편집"), ("modified", 2)),
    **dict.fromkeys(("지면게재", "지면", "지면보기", "신문게재", "지면발행", "신문발행"), ("paper", 0)),
}
_QUALIFIER = "기사|최초|최종|지면|신문"
# Labels without their qualifier. 보기 is not a label by itself, so 지면보기 stays whole.
_UNQUALIFIED = {short if (short := re.sub(rf"^(?:{_QUALIFIER})(?=.)", "", word)) in TIMES else word for word in TIMES}
_STEM = "|".join(sorted(_UNQUALIFIED, key=lambda word: (-len(word), word))).replace("지면보기", r"지면\s?보기")
# 입력일시, 등록시간, 수정됨
_SUFFIX = "(?:일시|일자|시간|시각|날짜|일|됨)?"

# A label as a word of its own; group 1 is its qualifier, group 2 its stem.
LABEL = re.compile(
    rf"(?<![가-힣A-Za-z])((?:{_QUALIFIER})\s?)?({_STEM}){_SUFFIX}(?![가-힣A-Za-z])",
    re.IGNORECASE,
)
# A label and what may stand between it and its date, up to the date: "입력 : ", "최종수정일 ".
BEFORE_DATE = rf"(?:(?:{_QUALIFIER})?\s?(?:{_STEM})\S{{0,3}}\s?[:：]?\s?)"
# A label behind its date: "2025.11.07 (등록)".
AFTER_DATE = rf"(?:\s?[(\[]?(?:(?:{_QUALIFIER})\s?)?(?:{_STEM}){_SUFFIX}[)\]]?(?![가-힣A-Za-z]))"
# Every label and every stem as a whole word: none of them is a name.
WORDS = frozenset(TIMES) | _UNQUALIFIED

# The heading of a box of related articles, or the label of a single one in the text.
RELATED = r"(?:관련|연관)\s?(?:기사|뉴스|글)"


def meaning(label: re.Match[str]) -> tuple[str, int]:
    """The field and rank of a match of ``LABEL``, with or without its qualifier (최초, 기사, 지면)."""
    stem = "".join(label[2].lower().split())
    qualified = (label[1] or "").strip() + stem
    return TIMES.get(qualified) or TIMES[stem]
