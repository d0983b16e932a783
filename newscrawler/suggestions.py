"""What somebody who mistyped a word may have meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from newscrawler.translation import N_


def suggestion(word: str, known: Iterable[str], alike: float = 0.6) -> str:
    """The end of a sentence about an unknown word: `` (did you mean since?)``, empty if no known word is like it.

    ``alike`` is the share of letters that must be the same, in difflib's measure.
    """
    close = get_close_matches(word, known, 1, alike)
    return f" {N_(f'(did you mean {close[0]}?)')}" if close else ""
