"""The newspaper's name, as its pages print it: in meta tags, in the logo, in the front page's title.

Several of them print a slogan beside the name (``바른 눈 - 한들일보``), and a page has more pictures than the logo.
So the places are compared: what two of them say is the name, and a word built like a newspaper's name (…일보, …뉴스)
is more likely than any other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from newscrawler.korean.bylines.words import is_outlet
from newscrawler.korean.text import as_printed, composed

_LONGEST = 200  # characters of a text that are looked at
_MOST_WORDS = 12
_LONGEST_PREFIX = 3  # syllables of 주간, 월간, 인터넷

# What parts a slogan from a name, and sections from the newspaper: "시청 | 한들일보", "바른 눈 - 한들일보".
_SEPARATOR = re.compile(r"\s+[|│ㅣ:<>›»·/–—-]+\s+|\s*(?:[|│ㅣ›»]|::+)\s*")
_ORNAMENTS = " :.·•~*★☆▒■□◆◇●○_=-"
_RIGHTS = re.compile(
    r"copyrights?|all\srights?\s(?:are\s)?reserved|저작권자?|무단\s?전재[^|]*|[ⓒ©@.]|\(c\)|\b(?:19|20)\d{2}\b|\bby\b",
    re.I,
)
_NOTICE = re.compile(r"copyright|reserved|저작권|[ⓒ©]", re.I)
_GREETING = re.compile(r"에\s?오신\s?(?:것|걸)을?\s?(?:진심으로\s)?환영합니다.*$|을\s?방문해.*$")
# What links to the front page and pictures of the logo are called; no newspaper's name by itself.
_FURNITURE = frozenset(
    """홈 홈으로 홈페이지 메인 메인으로 메인페이지 메인화면 처음으로 첫화면 첫화면으로 바로가기 로고 이미지 배너
    인터넷 공식 home main logo top index""".split()
)


def parts_of(title: str) -> list[str]:
    """The parts of a title: ``시청 | 한들일보`` -> ``시청``, ``한들일보``."""
    return [part for part in _SEPARATOR.split(title) if part]


def newspaper_name(
    stated: str, printed: Sequence[str], doubtful: Sequence[str] = (), witnesses: Sequence[str] = ()
) -> str | None:
    """The newspaper's name; None where nothing names it.

    ``stated`` is what a page declares to be the name of its site, empty where it does not. ``printed`` are texts that
    consist of the name, perhaps with a slogan: titles and logos, the likeliest first. ``doubtful`` are texts that may
    be anything else, a button in the header; they count only if they are built like a name or stand elsewhere, too.
    ``witnesses`` are longer texts that may hold the name, such as a copyright notice.
    """
    likely, unsure, others = ([text for text in texts if text] for texts in (printed, doubtful, witnesses))
    sources = [*likely, *unsure]
    texts = [composed(text)[:_LONGEST] for text in (*sources, *others)]
    if stated and not (stated.isascii() and "." in stated and " " not in stated):  # an address is not a name
        name = _name_in(composed(stated)[:_LONGEST], texts)
        return _as_printed(name, stated) if name else None
    best, most = None, -1
    for place, source in enumerate(sources):
        elsewhere = [*texts[:place], *texts[place + 1 :]]
        name = _name_in(texts[place], elsewhere)
        weight = 2 * is_newspaper_name(name) + any(_holds(other, name) for other in elsewhere) if name else -1
        if name and weight > most and (weight > 0 or place < len(likely)):
            best, most = _as_printed(name, source), weight
    return best


def _as_printed(name: str, printed: str) -> str:
    return printed if composed(printed) == name else as_printed(name, printed)


def is_newspaper_name(text: str) -> bool:
    """Whether a text is built like a newspaper's name: 한들일보, CNB뉴스, 가온 도민일보."""
    words = text.split()
    return 1 <= len(words) <= 2 and (is_outlet("".join(words)) or is_outlet(words[-1]))


def _name_in(text: str, others: Sequence[str]) -> str | None:
    """The part of a text that is the name: what other places print, else what is built like one, else the last."""
    parts = _parts(text)
    if len(parts) > 1:
        held = [part for part in parts if any(_holds(other, part) for other in others if other != text)]
        named = [part for part in parts if is_newspaper_name(part)]
        both = [part for part in held if part in named]
        parts = [min(reversed(both or held or named or parts), key=lambda part: len(part.split()))]
    return _without_slogan(parts[0], others) if parts else None


def _parts(text: str) -> list[str]:
    """The parts of a title, or of a copyright notice without its words and signs, bare."""
    if _NOTICE.search(text):
        text = _RIGHTS.sub(" | ", text)
    return [name for part in parts_of(text) if (name := _bare(part))]


def _bare(text: str) -> str:
    """A text without ornaments, greetings and the words for a logo or a link to the front page."""
    words = _GREETING.sub("", text).strip(_ORNAMENTS).split()
    while words and words[0].lower() in _FURNITURE:
        del words[0]
    while words and words[-1].lower() in _FURNITURE:
        del words[-1]
    return " ".join(words)


def _without_slogan(text: str, others: Sequence[str]) -> str:
    """A name without the slogan before or behind it: the words that other places print as the name.

    Where none does, a word built like a name is parted from two words or more, and from one too long to belong to it.
    """
    words = text.split()
    if len(words) > _MOST_WORDS:
        return text
    for length in range(len(words) - 1, 0, -1):
        for run, rest in ((words[-length:], words[:-length]), (words[:length], words[length:])):
            if any(_names(other, " ".join(run), rest, text) for other in others):
                return " ".join(run)
    for name, rest in ((words[-1], words[:-1]), (words[0], words[1:])):
        if is_outlet(name) and _is_slogan(rest):
            return name
    return text


def _is_slogan(words: list[str]) -> bool:
    return len(words) > 1 or len("".join(words)) > _LONGEST_PREFIX


def _names(other: str, run: str, rest: list[str], whole: str) -> bool:
    """Whether a text consists of these words, or holds them without the rest and they are built like a name."""
    if run in _parts(other):
        return is_outlet(run) or _is_slogan(rest)
    return is_outlet(run) and _holds(other, run) and not _holds(other, whole)


def _holds(other: str, name: str) -> bool:
    """Whether a text holds a name as words of its own."""
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", other) is not None
