"""Copyright lines, as Korean papers print them below their articles."""

from __future__ import annotations

import re

from newscrawler.korean.bylines.words import is_outlet
from newscrawler.korean.text import clean, composed

_LONGEST = 200  # longer than any notice; also keeps every pattern below cheap on any input
# "Copyright @매체", "저작권자 ⓒ 매체", "<저작권자ⓒ …>": a sign right after the word.
_RIGHTS = re.compile(r"^[\s<\[(「※*■▶]*(?:copyrights?|저작권자?)\s?[:(]?\s?(?:[ⓒ©@]|\(?c\)|\d{4}|by\s)", re.IGNORECASE)
_SIGN = re.compile(r"^[\s<\[]*[ⓒ©]")
# "ⓒ 매체, 무단전재 및 재배포 금지", "무단전재-재배포 금지", "© 2025 매체. All rights reserved."
_NOTICE = re.compile(r"^[\s<\[(「※*■▶]*(?:copyright|저작권자|[ⓒ©]|\(c\)|무단\s?(?:전재|복제|배포))", re.IGNORECASE)
_FORBIDS = re.compile(r"무단|재배포|all rights? reserved", re.IGNORECASE)
_NOTICE_END = re.compile(r"(?:금지|금지합니다|금함|금합니다|reserved)[\s.>)\]」]{0,8}$", re.IGNORECASE)
# "본 기사의 저작권은 매체에 있습니다.", "매체의 모든 콘텐츠는 저작권법의 보호를 받습니다."
_CLAIM = re.compile(
    r"^[\s<\[(「※*■▶]*(?:(?:본|이|해당)\s?(?:기사|콘텐츠|콘텐트|저작물|글)\S{0,3}\s저작권은\s.{1,30}있"
    r"|\S{2,20}의?\s(?:모든\s)?(?:콘텐츠|콘텐트|기사)\S{0,10}[은는]\s저작권법)"
)
_OUTLET_NOTICE = re.compile(r"^[\s<\[(「※*■▶]*(\S{2,20})\s무단\s?(?:전재|복제)")
_RESERVED = re.compile(r"all rights? reserved\W*", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<!금합니)(?<!금지합니)다\.[\s\"”’']{0,4}$")


def is_copyright(paragraph: str) -> bool:
    """Whether a paragraph is the newspaper's copyright line and not a sentence about copyright."""
    text = composed(clean(paragraph[: 4 * _LONGEST]))
    if len(text) > 2 * _LONGEST or len(paragraph) > 4 * _LONGEST:
        return False
    if _CLAIM.match(text) or _RESERVED.fullmatch(text):
        return True
    if _SENTENCE_END.search(text):
        return False
    if _RIGHTS.match(text) or (_SIGN.match(text) and len(text) <= 60):
        return True
    outlet = _OUTLET_NOTICE.match(text)
    is_notice = _NOTICE.match(text) or (outlet and is_outlet(outlet[1]))
    return bool(is_notice and _FORBIDS.search(text) and _NOTICE_END.search(text))
