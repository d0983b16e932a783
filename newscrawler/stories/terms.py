"""What the index looks texts up by: pairs of characters for words, hashed windows of letters for passages.

Pure functions. SQLite's full-text search finds whole tokens only, and Korean words are searched for by their parts
(민국 in 대한민국, 창원 in 창원특례시의). So the tokens are all overlapping pairs of characters, and a part of a word is
a phrase of them. `trigram`, SQLite's own tokenizer for parts of words, makes no token of two syllables, which most
Korean search words have.
"""

from __future__ import annotations

from collections.abc import Iterable
from zlib import crc32

from newscrawler.korean.text import composed

_UNIT = 4  # hexadecimal digits of a UTF-16 code unit
WINDOW, _AMONG = 8, 12
"""Letters of a window, and the windows of which the least hash is kept.

A passage of WINDOW + _AMONG - 1 = 19 letters has a window in common with its copy, wherever both begin (winnowing:
Schleimer, Wilkerson, Aiken, SIGMOD 2003); one window of 6.5 is kept.
"""


def folded(text: str) -> str:
    """The text as searches see it: composed Hangul, small letters, white space as single spaces."""
    return " ".join(composed(text).casefold().split())


def pairs(text: str) -> str:
    """The tokens of a text, separated by spaces: each pair of neighbours in a word, and the word's last character.

    Characters are written as the hexadecimal digits of their UTF-16 code units: so none is punctuation or an operator
    to the full-text search.
    """
    return " ".join(token for word in folded(text).split() for token in (*_pairs(word), _digits(word)[-_UNIT:]))


def query(words: Iterable[str]) -> str | None:
    """The full-text query for texts in which each of these occurs as it is written, inside words too.

    White space in one of them is any white space. None if all are empty.
    """
    phrases = [phrase for phrase in map(_phrase, words) if phrase]
    return " AND ".join(phrases) or None


def _phrase(words: str) -> str:
    *whole, last = folded(words).split() or [""]
    tokens = [token for word in whole for token in (*_pairs(word), _digits(word)[-_UNIT:])]
    if len(_digits(last)) > _UNIT:
        return f'"{" ".join((*tokens, *_pairs(last)))}"'
    return f'"{" ".join((*tokens, _digits(last)))}" *' if last else ""


def _pairs(word: str) -> list[str]:
    digits = _digits(word)
    return [digits[at : at + 2 * _UNIT] for at in range(0, len(digits) - _UNIT, _UNIT)]


def _digits(word: str) -> str:
    return word.encode("utf-16-be", "surrogatepass").hex()


def windows(letters: str) -> list[str]:
    """The hashes of the kept windows of a text (likeness.letters), each once, as tokens of hexadecimal digits."""
    return sorted({window for _, window in kept(letters)})


def kept(letters: str) -> list[tuple[int, str]]:
    """The places and hashes of the windows of a text that are kept: the least of each neighbourhood."""
    data = letters.encode("utf-16-le", "surrogatepass")
    hashes = [crc32(data[at : at + 2 * WINDOW]) for at in range(0, len(data) - 2 * WINDOW + 1, 2)]
    least = {min(hashes[at : at + _AMONG]) for at in range(max(1, len(hashes) - _AMONG + 1))} if hashes else set()
    return [(place, f"{one:08x}") for place, one in enumerate(hashes) if one in least]
