"""Prepares the text of a byline and cuts it into words, addresses and marks."""

from __future__ import annotations

import re
from typing import NamedTuple

from newscrawler.korean.bylines.words import is_place, role_of

_ADDRESS = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}")
# An address that is written so that no program finds it, or by mistake: narae(at)x.kr, narae@@x.kr.
_BROKEN = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}\s?(?:@{2,3}|＠|[(\[]\s?(?:at|앳|골뱅이)\s?[)\]])\s?[A-Za-z0-9.-]{1,64}",
    re.I,
)
_PHONE = re.compile(
    r"(?:(?:[☎☏📞]|tel\.?|전화|휴대폰|연락처)\s?[:：]?\s?)?(?<!\d)(?:\(?0\d{1,2}\)?[\s.-]{0,2}\d{3,4}|1[568]\d\d)[\s.-]\d{4}(?!\d)",
    re.I,
)
_NUMBER = re.compile(r"\d{4}")  # what every _PHONE has
_AT = re.compile(r"@@|＠|[(\[]\s?[a앳골]", re.I)  # what every _BROKEN has
TOKEN = re.compile(
    rf"(?P<email>{_ADDRESS.pattern})"
    r"|(?P<half>[A-Za-z0-9._%+-]{1,64}@[\w.-]{0,64})"  # a truncated address, or only its first half
    r"|(?P<word>[A-Za-z]\.(?=\s?[A-Z])|(?:[^\W_]|[○◯〇])+(?:['’-][^\W_]+)*)"
    r"|(?P<equals>[=＝])"
    r"|(?P<mark>[:：–—,、·・‧∙⋅•/|&;()\[\]{}<>〈〉《》【】〔〕「」])"
    r"|(?P<dash>-)"
    r"|(?P<quote>['\"‘’“”])"
    r"|(?P<other>\S)"
)
_OTHERS = re.compile(
    r"외\s?\d{1,3}\s?[명인](?!\w)|\[?email\s?protected\]?"
    r"|(?<=기자)(?:의)?\s?(?:다른\s?)?(?:기사|글|페이지|프로필)?\s?(?:전체|모두|더)?\s?보기\]?$"  # a link
)
ASIDE = re.compile(r"(?<=[^\s(])\((?![^()]*[=@])[^()]{1,30}\)")  # 매체(영문)=…, 박나래(朴나래) 기자
_HANJA_ASIDE = re.compile(r"(?<=[가-힣])\s?\([\u4e00-\u9fff][\u4e00-\u9fff가-힣]{1,4}\)")  # 박나래 (朴나래) 기자
_TITLE_ASIDE = re.compile(r"(?<=[가-힣])\s?[(<〈]([^()<>〈〉=@]{1,30})[)>〉]")  # 김한솔(온샘대 교수)
_SLASH = re.compile(
    r"^([\[(<【]?\s?[가-힣]{2,5})\s?/\s?(?=[가-힣]{2,4}\s?(?:[가-힣]{0,4}기자|특파원|\S+@))"
)  # 순천/박나래 기자
BRACKET = re.compile(
    r"(?:\[[^\[\]]{1,80}\]|\([^()]{1,80}\)|<[^<>]{1,80}>|【[^【】]{1,80}】|〔[^〔〕]{1,80}〕|〈[^〈〉]{1,80}〉)\s?"
)


class Prepared(NamedTuple):
    """A text ready for ``TOKEN``, and what was taken out of it or stands in it."""

    text: str
    has_address: bool
    has_broken_address: bool
    has_phone: bool


def without_broken(text: str) -> tuple[str, int]:
    """Returns the text without broken addresses, and their number."""
    return _BROKEN.subn(" | ", text) if _AT.search(text) else (text, 0)


def prepare(text: str, site_name: str | None) -> Prepared:
    """Returns the text without what names nobody, every mark in one form, the newspaper's name as one word."""
    if site_name and " " in site_name:
        text = text.replace(site_name, site_name.replace(" ", ""))
    text = text.replace("ㆍ", "·").replace("ㅣ", "|")  # U+318D and U+3163 are letters
    text, phones = _PHONE.subn(" ", text) if _NUMBER.search(text) else (text, 0)
    text, broken = without_broken(text)
    text = _OTHERS.sub(" ", text)
    if any(bracket in text for bracket in "(<〈"):
        text = ASIDE.sub(_leave_out, _TITLE_ASIDE.sub(_open_title, _HANJA_ASIDE.sub(_leave_out, text)))
    text = _SLASH.sub(_equate, text)
    text, addresses = _ADDRESS.subn(r" \g<0> ", text)  # 기자narae@x.kr
    return Prepared(text, addresses > 0, broken > 0, phones > 0)


def _leave_out(aside: re.Match[str]) -> str:
    """Returns what stands for a text in brackets; what it parts without a blank stays apart."""
    return " | " if aside.string[aside.end() : aside.end() + 1].isalnum() else " "


def _open_title(aside: re.Match[str]) -> str:
    """Returns a title in brackets without the brackets, any other bracketed text as it is."""
    inner = aside[1].split()
    return f" {aside[1]} " if inner and role_of(inner[-1]) else aside[0]


def _equate(slash: re.Match[str]) -> str:
    """Replaces the slash after a town by ``=``; leaves another name as it is (고은솔/임해온 기자)."""
    word = slash[1].strip("[(<【 ")
    return f"{slash[1]}=" if len(word) == 2 or is_place(word) else slash[0]
