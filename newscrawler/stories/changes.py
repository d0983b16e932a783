"""What a newspaper changed of a release, word by word, so that people can read it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_NO_LETTER = re.compile(r"[\W_]+")
_CONTEXT = 3  # words that are shown on each side of a change
_LONG = 14  # words; a longer run that was left out or added is shown by its beginning and end
_MOST_WORDS = 5000  # of each text


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words: the same in both, only in the release (removed), or only in the article (added)."""

    kind: Literal["same", "removed", "added"]
    text: str


def changes(release: str, article: str) -> list[Piece]:
    """The words of release and article side by side, in order; what is the same far from a change is left out.

    Words count as the same if their letters are. A passage that moved is removed in one place and added in another.
    """
    ours, theirs = (text.split()[:_MOST_WORDS] for text in (release, article))
    pieces: list[Piece] = []
    steps = SequenceMatcher(None, _keys(ours), _keys(theirs), autojunk=False).get_opcodes()
    for number, (step, start, end, from_, to) in enumerate(steps):
        if step == "equal":
            text = _context(theirs[from_:to], first=number == 0, last=number == len(steps) - 1)
            pieces += [Piece("same", text)] if text else []
            continue
        if end > start:
            pieces.append(Piece("removed", _shortened(ours[start:end])))
        if to > from_:
            pieces.append(Piece("added", _shortened(theirs[from_:to])))
    return pieces


def _keys(words: list[str]) -> list[str]:
    composed = (unicodedata.normalize("NFKC", word) for word in words)  # as likeness.letters does
    return [_NO_LETTER.sub("", word).casefold() or word for word in composed]


def _context(words: list[str], first: bool, last: bool) -> str:
    """The words next to a change: at the end of what comes before it, at the beginning of what comes after it."""
    if first and last:
        return ""  # nothing changed
    if first:
        return " ".join((["…"] if len(words) > _CONTEXT else []) + words[-_CONTEXT:])
    if last:
        return " ".join(words[:_CONTEXT] + (["…"] if len(words) > _CONTEXT else []))
    if len(words) <= 2 * _CONTEXT:
        return " ".join(words)
    return " ".join([*words[:_CONTEXT], "…", *words[-_CONTEXT:]])


def _shortened(words: list[str]) -> str:
    if len(words) <= _LONG:
        return " ".join(words)
    return " ".join([*words[: _LONG // 2], f"…({len(words) - _LONG // 2 - 3}낱말)…", *words[-3:]])
