"""The catalogue of translations, and what finds a sentence in it."""

from __future__ import annotations

import gettext
import os
import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

DOMAIN = "newscrawler"
FOLDER = Path(__file__).parent
LANGUAGES = ("en", "ko")
PLACEHOLDER = re.compile(r"\{(\w+)\}")
_PREFIXES = 8  # before a sentence, at most; it may quote a page of any text
_LONGEST = 2000  # characters; no sentence of ours, with the addresses in it, is longer

_PARTICLE = re.compile(r"([가-힣0-9])(을\(를\)|이\(가\)|은\(는\)|과\(와\)|\(으\)로)")
_RIEUL = 8  # ㄹ, the eighth of the final consonants
_FINALS_OF_DIGITS = (21, _RIEUL, 0, 16, 0, 0, 1, _RIEUL, _RIEUL, 0)  # 영 일 이 삼 사 오 육 칠 팔 구


def language(setting: str | None = None) -> str:
    """The language to print in: that of the setting LANGUAGE, else of the locale (LC_ALL, LC_MESSAGES, LANG)."""
    wanted = setting or next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return next((known for known in LANGUAGES if wanted.lower().startswith(known)), "en")


def translate(sentence: str, to: str) -> str:
    """A sentence in the language ``to``; unchanged where the catalogue does not have it."""
    if to == "en" or len(sentence) > _LONGEST:
        return sentence
    return _translate(sentence, to) or sentence


@lru_cache(10_000)
def _translate(sentence: str, to: str, prefixes: int = _PREFIXES) -> str | None:
    for template, translation in _templates(to):
        if found := template.fullmatch(sentence):
            # a single word is a name: the key title of a file is not the title of a column
            values = {k: translate(value, to) if " " in value else value for k, value in found.groupdict().items()}
            return choose_particles(translation.format(**values))
    for mark in (
        (": ", " ") if prefixes else ()
    ):  # before a sentence: a command, a place in a file, an address; the name of a setting
        before, _, rest = sentence.partition(mark)
        if (mark == ": " or " " in rest) and (translated := _translate(rest, to, prefixes - 1) if rest else None):
            return f"{before}{mark}{translated}"
    return None


def choose_particles(text: str) -> str:
    """Chooses between the forms of Korean particles by the word before, as in ``본문이(가)`` -> ``본문이``.

    The form depends on whether a syllable or a digit, as it is read, ends in a consonant; 로 follows ㄹ as well. After
    Latin letters, which may be read in more than one way, both forms stay.
    """
    return _PARTICLE.sub(_particle, text)


def _particle(found: re.Match[str]) -> str:
    before, forms = found[1], found[2]
    # Unicode has 28 syllables for each pair of initial consonant and vowel, the first without a final one
    final = _FINALS_OF_DIGITS[int(before)] if before.isdigit() else (ord(before) - ord("가")) % 28
    if forms == "(으)로":
        return before + ("로" if final in (0, _RIEUL) else "으로")
    return before + (forms[0] if final else forms[2])


@lru_cache
def _templates(to: str) -> list[tuple[re.Pattern[str], str]]:
    """Pattern and translation of each sentence of the catalogue; those with the most text of their own first."""
    pairs = sorted(_Catalogue.read(to), key=lambda pair: (-len(PLACEHOLDER.sub("", pair[0])), pair[0]))
    return [(_pattern(template), translation) for template, translation in pairs]


def _pattern(template: str) -> re.Pattern[str]:
    pieces = PLACEHOLDER.split(template)  # text and names in turn
    groups = (f"(?P<{piece}>.*?)" if number % 2 else re.escape(piece) for number, piece in enumerate(pieces))
    return re.compile("".join(groups), re.S)


class _Catalogue(gettext.GNUTranslations):
    """gettext's catalogue, whose messages can be listed: gettext itself only looks single ones up."""

    _catalog: dict[str, str]

    @classmethod
    def read(cls, to: str) -> Iterator[tuple[str, str]]:
        """The templates and their translations."""
        with files(__package__).joinpath(to, "LC_MESSAGES", f"{DOMAIN}.mo").open("rb") as file:  # maybe in an egg
            catalogue = cls(file)
        return ((template, translation) for template, translation in catalogue._catalog.items() if template)
