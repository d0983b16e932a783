"""Reads a line that names an outlet and nobody."""

from __future__ import annotations

import re

from newscrawler.korean.bylines import vocabulary
from newscrawler.korean.bylines.words import is_outlet, is_place
from newscrawler.korean.text import as_printed, clean, composed

_LONGEST = 60  # characters
_PLAIN_OUTLET = re.compile(r"[\w.\s=·/]{2,30}")
_SHELL = "[]()<>〈〉《》【】〔〕「」/|=-–—ㅡ■▶. "


def parse_outlet(
    text: str, site_name: str | None = None, *, marked: bool = False, among_sections: bool = False
) -> str | None:
    """Returns the outlet that an author's place or a closing line names instead of a person, or None.

    ``연합뉴스``, ``/연합뉴스``, ``<가온통신>``, ``(서울=뉴시스)``. It is told by how it is built; where neither a
    mark stands beside it nor the page has ``marked`` the text as an author's, only by the surer ends (…뉴스, …일보),
    and where names of sections stand, too, only by those that no section has.
    """
    if len(text) > _LONGEST:
        return None
    printed = clean(text)
    text = clean(composed(printed))
    bare = text.strip(_SHELL)
    if marked:
        bare = bare.removesuffix("제공").rstrip()
    if not 2 <= len(bare) <= 30 or not _PLAIN_OUTLET.fullmatch(bare):
        return None
    if site_name and bare == composed(site_name):
        return site_name
    *before, outlet = re.split(r"[\s=·/]+", bare)
    if not is_outlet(outlet) or not all(is_place(word) or is_outlet(word) for word in before):
        return None
    joined = "=" in bare or "/" in bare  # AP=연합뉴스
    if not joined and not all(is_place(word) or word in vocabulary.AGENCIES for word in before):
        return None
    ends = vocabulary.PAPER_END if among_sections else vocabulary.SURE_OUTLET_END
    sure = outlet in vocabulary.AGENCIES or outlet.endswith(ends)
    told = sure or marked or (bare != text and not among_sections)
    return as_printed(outlet, printed) if told else None
