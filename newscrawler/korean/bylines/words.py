"""Classifies one word of a byline: a place, a desk, an outlet, a name, a role."""

from __future__ import annotations

import re
from typing import Literal

from newscrawler.korean.bylines import vocabulary

_HANGUL = re.compile(r"[가-힣]+")
_CAPITAL = re.compile("[A-Z]")
_GLUED = re.compile(rf"([가-힣]{{2,4}}?)((?:{'|'.join(sorted(vocabulary.KINDS))})?(?:{'|'.join(vocabulary.PRESS)}))님?")
_REPORTERS = ("기자", "특파원", "논설위원")
_ROLE_ENDS = frozenset(
    role[-1] for role in (*vocabulary.PRESS, *vocabulary.TITLES_EXACT, *vocabulary.TITLES_END, "창원시장", "군수", "님")
).union("rRtT")
_HANJA = re.compile(r"[\u4e00-\u9fff]+[가-힣]*")  # 朴나래, 朴贊浩
_LATIN_NAME = re.compile(r"[A-Z][^\W\d_]*(?:['’-][^\W\d_]+)*\.?|(?:van|von|de|der|la|bin|al)")


def is_place(word: str) -> bool:
    """Whether a word is a town or province, or a part of one: 부산, 창원시, 서부경남."""
    word = vocabulary.SIDES.sub("", word) or word
    if word in vocabulary.PLACES or any(
        word[:n] in vocabulary.PLACES and word[n:] in vocabulary.PLACES for n in (2, 3)
    ):
        return True
    if len(word) < 3 or word[-1] not in "시군구도" or not _HANGUL.fullmatch(word):
        return False
    return word[:-1] in vocabulary.PLACES or not is_shaped(word, rare=False)


def is_desk(word: str) -> bool:
    """Whether a word is a desk of a newsroom, with or without its places: 사회부, 광주전남취재본부."""
    start = 0
    while n := next((n for n in (2, 3) if word[start : start + n] in vocabulary.PLACES), 0):
        start += n
    # 고성국 is a person, 고성취재국 a desk
    return bool(vocabulary.DESK.fullmatch(word, start)) and (start == 0 or len(word) - start > 1)


def is_outlet(word: str) -> bool:
    """Whether a word is built like the name of a newspaper, an agency or a broadcaster."""
    if word in vocabulary.AGENCIES:
        return True
    if word.endswith(vocabulary.OUTLET_END):
        return len(word) > 3 and word not in vocabulary.NO_OUTLET and not is_desk(word)
    if _HANGUL.fullmatch(word):
        return False
    if word.isascii():
        return len(word) > 2 and word.isalpha() and word.isupper()  # KNN
    mixed = any("가" <= letter <= "힣" for letter in word) and _CAPITAL.search(word)  # MBC경남
    return bool(mixed) and not is_desk(word)


def is_shaped(word: str, *, rare: bool) -> bool:
    """Whether a word is built like a Korean name: a surname and one or two syllables."""
    if word.startswith(vocabulary.LONG_SURNAMES) and 3 <= len(word) <= 4:
        return True
    return 2 <= len(word) <= 3 and (
        word[0] in vocabulary.SURNAMES or (rare and len(word) == 3 and word[0] in vocabulary.RARE_SURNAMES)
    )


def is_known(word: str) -> bool:
    """Whether a word is known to be something other than a name."""
    return (
        word in vocabulary.NO_NAME
        or word in vocabulary.KINDS
        or word in vocabulary.CREDITS
        or word in vocabulary.NO_ROLE
        or word.startswith("기자")
        or word.endswith("의회")
        or word[-1] in "를는에의"
        or is_desk(word)
        or is_place(word)
        or is_outlet(word)
    )


def is_name(word: str, *, rare: bool = True) -> bool:
    """Whether a word is a Korean name; ``rare`` surnames are also the first syllable of many other words."""
    if _HANJA.fullmatch(word):
        word = word.translate(vocabulary.HANJA)
        return len(word) == 3 and word[0] in vocabulary.SURNAMES and role_of(word) is None
    return bool(_HANGUL.fullmatch(word)) and is_shaped(word, rare=rare) and not is_known(word)


def could_be_name(word: str) -> bool:
    """Whether a word can be a name where nothing else can stand: 온새미로 in ``온새미로 기자``."""
    if _LATIN_NAME.fullmatch(word):
        return not word.isupper()  # AI 기자
    return bool(_HANGUL.fullmatch(word)) and 2 <= len(word) <= 5 and not is_known(word)


def is_split_name(words: list[str]) -> bool:
    """Whether several words are one name: 선우 진, 박 나래, 마이클 리, John Smith."""
    if not 2 <= len(words) <= 4 or any(
        word in vocabulary.NO_NAME or word in vocabulary.KINDS or word[-1] in "를는에의" for word in words
    ):
        return False
    if all(_LATIN_NAME.fullmatch(word) for word in words):
        return True
    first, *_, last = words
    if not all(map(_HANGUL.fullmatch, words)):
        return False
    if any(vocabulary.FOREIGN.search(word) for word in words):  # 응우옌 티 흐엉
        return all(len(word) <= 5 for word in words)
    if len(words) > 2:
        return False
    if first in vocabulary.LONG_SURNAMES or (len(first) == 1 and first in vocabulary.SURNAMES):
        return len(last) <= 2
    return len(last) == 1 and last in vocabulary.ABROAD and 2 <= len(first) <= 4


def is_foreign_name(words: list[str], *, sure: bool = True) -> bool:
    """Whether several words before a role are one transcribed name: 존 스미스, 마리아 가르시아, 스티븐 킴.

    Unless it is ``sure`` that somebody is named there, the last word must look so, too (not 스마트 도시).
    """
    if len(words) == 3 and len(words[0]) == 2 and not vocabulary.TRANSCRIBED.search(words[0]):
        return False  # 여울 존 스미스: a town before it
    return (
        2 <= len(words) <= 3
        and all(_HANGUL.fullmatch(word) and len(word) <= 6 and not is_known(word) for word in words)
        and any(map(vocabulary.TRANSCRIBED.search, words if sure else words[-1:]))
        and not (len(words[-1]) == 3 and is_name(words[-1], rare=False))  # 뉴스타 박나래: an outlet
    )


def unglue(word: str) -> list[str]:
    """Splits 박나래기자 into 박나래, 기자; leaves any other word as it is."""
    if word.endswith("記者") and is_name(word[:-2]):
        return [word[:-2], word[-2:]]
    glued = _GLUED.fullmatch(word)
    if glued is None or not is_name(glued[1]) or (len(glued[1]) == 2 and glued[2] not in _REPORTERS):
        return [word]
    return [glued[1], glued[2]]


def is_member(words: list[str]) -> bool:
    """Whether words are a name, an institution and an unknown role in it: 박나래 시민건강연구소 회원."""
    return (
        3 <= len(words) <= 4
        and len(words[0]) == 3
        and is_name(words[0])
        and any(map(vocabulary.INSTITUTION.fullmatch, words[1:-1]))
        and bool(re.fullmatch("[가-힣]{2,5}", words[-1]))
        and words[-1][-1] not in "를는에의"
    )


def is_whole_name(words: list[str], *, sure: bool) -> bool:
    """Whether several words are one name, Korean or transcribed."""
    if len(words) == 3 and len(words[0]) == 2 and is_split_name(words[1:]):
        return False
    return is_split_name(words) or is_foreign_name(words, sure=sure)


def role_of(word: str) -> Literal["press", "title"] | None:
    """Returns the kind of role a word is, ``press`` or ``title``, or None; 기자님, 記者 and Reporter are roles, too."""
    if word[-1:] not in _ROLE_ENDS and not "\u4e00" <= word[-1:] <= "\u9fff":  # nearly every word
        return None
    word = plain_role(word)
    if word in vocabulary.NO_ROLE or word in vocabulary.OTHER_PARTS:
        return None
    if word.endswith(vocabulary.PRESS):
        return "press"
    if word.endswith(("시장", "군수")) and word[:-2] in vocabulary.PLACES:  # 창원시장, but not 전통시장
        return "title"
    if word in vocabulary.TITLES_EXACT or (word.endswith(vocabulary.TITLES_END) and word not in vocabulary.NO_TITLE):
        return "title"
    return None


def plain_role(word: str) -> str:
    """Returns a role in Hangul, without the 님 of politeness; any other word as it is."""
    if word.isascii():
        return "기자" if word.lower() in ("reporter", "correspondent") else word
    if word[-1] == "님" and len(word) > 2:  # 스님 and 손님 keep theirs
        word = word[:-1]
    return word.translate(vocabulary.HANJA) if "\u4e00" <= word[-1] <= "\u9fff" else word
