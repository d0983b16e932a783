"""Text as it is stored: white space folded, nothing invisible at the edges, one hash per wording.

All functions are pure and run in linear time.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence

# Zero width space, word joiner and byte order mark. Inside a word they may be meant (a ZWSP
# allows a line break), and deleting them would change the word, so they stay. At the edge
# of a word they mean nothing and would make two equal titles differ, so they are removed.
_INVISIBLE = "\u200b\u2060\ufeff"

# C0, DEL and C1 controls that are not white space. They are never visible text, and some of
# them (ESC, CSI) would let a page control the terminal that shows the record.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f\x80-\x84\x86-\x9f]")

_SURROGATE = re.compile(r"[\ud800-\udfff]")

# What a reader does not see between two letters: soft hyphens, zero-width characters, marks of direction.
_UNSEEN = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]"
)


def clean(text: str) -> str:
    """Returns ``text`` with every run of white space as one space, trimmed.

    White space is what Unicode defines as such, including NBSP and U+3000. Controls are removed
    without leaving a space. A lone surrogate, which a JSON reply can carry and UTF-8 cannot,
    becomes U+FFFD. No other character is touched; no Unicode normalisation is applied.
    """
    # Nearly all text comes clean already; isprintable() is false for every white space but
    # " " and for everything that is handled below.
    if text.isprintable() and "  " not in text and text[:1] != " " and text[-1:] != " ":
        return text
    folded = " ".join(text.split())
    if folded.isprintable():
        return folded
    if _SURROGATE.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    words = (word.strip(_INVISIBLE) for word in _CONTROL.sub("", text).split())
    return " ".join(word for word in words if word)


def composed(text: str) -> str:
    """Returns ``text`` as it is compared: in NFC (Unicode Standard Annex #15) and without unseen characters.

    Every word list and every ``[가-힣]`` expects this form. Pages written on a Mac hold Hangul as conjoining letters
    (NFD), and some skins put soft hyphens into words. What is stored keeps the form in which it is printed.
    """
    if text.isprintable() and unicodedata.is_normalized("NFC", text):
        return text
    return unicodedata.normalize("NFC", _UNSEEN.sub("", text))


def as_printed(found: str, printed: str) -> str:
    """Returns words found in ``composed(printed)`` in the form in which ``printed`` has them.

    Unseen characters are left out. A word that ``printed`` does not have comes back as it is.
    """
    if found in printed:
        return found
    seen = _UNSEEN.sub("", printed)
    whole = unicodedata.normalize("NFC", seen)
    words = []
    for word in found.split(" "):
        start = whole.find(word)
        words.append(seen[_place(seen, start) : _place(seen, start + len(word))] if start >= 0 else word)
    return " ".join(words)


def split_composed(printed: str, place: int) -> str:
    """Returns the beginning of ``printed`` whose composed form is ``place`` characters long."""
    return printed[:place] if composed(printed) == printed else printed[: _place(printed, place)]


def _place(text: str, place: int) -> int:
    """Returns where the character at ``place`` of ``composed(text)`` begins in ``text``."""
    return bisect_right(range(len(text) + 1), place, key=lambda end: len(composed(text[:end]))) - 1


def join_paragraphs(paragraphs: Iterable[str]) -> str:
    """Returns the cleaned paragraphs, separated by blank lines; empty ones are left out."""
    return "\n\n".join(filter(None, map(clean, paragraphs)))


def content_hash(
    title: str, subtitle: str | None, body: str, captions: Sequence[str] = (), tables: Sequence[object] = ()
) -> str:
    """Returns ``sha256:<hex>`` over what a reader reads: title, subtitle, body, captions and tables.

    They are hashed as a JSON array, so moving a word from one to the next changes the hash. An absent subtitle equals
    an empty one. Without captions and tables the array has three parts only, as before these counted. NFC is not
    applied: the hash is of the text as stored, and a page whose normal form changes has changed.
    """
    content: list[object] = [title, subtitle or "", body]
    if captions or tables:
        content += [list(captions), list(tables)]
    return "sha256:" + hashlib.sha256(json.dumps(content).encode("ascii")).hexdigest()  # ASCII: cannot fail to encode
