"""The lines that close the body of an article: bylines, the buttons around them, hashtags, copyright."""

from __future__ import annotations

import re
from collections.abc import Container

from newscrawler.korean.bylines import Byline, parse_outlet, parse_trailer, split_trailer
from newscrawler.korean.copyright import is_copyright
from newscrawler.korean.furniture import is_furniture, is_short
from newscrawler.korean.text import composed

HASHTAGS = re.compile(r"(?:#[^\s#]{1,30}\s*)+")
# Lines that may follow the closing byline: 기사제휴=가온일보, 이 기사는 지역신문발전기금을 지원받았습니다.
_NOTE = re.compile(r"\W{0,10}(?:기사\s?(?:제휴|제공|출처)|[이본]\s(?:기사|기획|취재|보도|콘텐츠|글)\S{0,4}[는은]\s)")
_LAST = 12  # paragraphs at the end of the body among which bylines, buttons and copyright lines are looked for
_MOST_OTHERS = 3


def take_closing(paragraphs: list[list[str]], linked: Container[str], site_name: str | None) -> list[Byline]:
    """The bylines that close a body, in order; removes them, their buttons and copyright lines from ``paragraphs``.

    ``paragraphs`` holds the lines of each paragraph, ``linked`` the lines that are links as a whole; ``site_name`` is
    the newspaper's name. Buttons and contacts are removed only below a byline. Notes and other short lines stay; above
    others than notes, a byline counts if it has an address, and what stands between name and address belongs to it.
    The first line of the body always stays.
    """
    begin = max(0, len(paragraphs) - _LAST)
    places = [(i, j) for i in range(begin, len(paragraphs)) for j in range(len(paragraphs[i]))]
    found: list[Byline] = []
    removed: list[tuple[int, int]] = []
    below: list[tuple[int, int]] = []  # buttons, so far without a byline above them
    others: list[tuple[int, int]] = []  # other short lines, so far without a byline above them
    for i, j in reversed(places):
        line = paragraphs[i][j]
        if not others and (signed := split_trailer(line, site_name)):
            paragraphs[i][j], closing = signed
            found.insert(0, closing)
            removed += below
            break
        byline = parse_trailer(line, site_name)
        has_address = any(byline.email for byline in found)  # one that waits for its person
        if (i, j) == (0, 0) or (others and byline and not (has_address or _has_address(byline))):
            break
        if byline is None and not (found or below or others):
            byline = _outlet_of(line, site_name)
        if byline:
            found.insert(0, byline)
            removed += [(i, j), *below, *(others if has_address else ())]
            below, others = [], []
        elif is_copyright(line) or (not others and HASHTAGS.fullmatch(line)):
            removed.append((i, j))
        elif is_furniture(line, linked=line in linked):
            below.append((i, j))
        elif len(paragraphs[i]) == 1 and _NOTE.match(composed(line)):
            continue
        elif any(byline.authors for byline in found) or not is_short(line) or len(others) == _MOST_OTHERS:
            break
        else:
            others.append((i, j))
    for i, j in sorted(removed, reverse=True):
        del paragraphs[i][j]
    paragraphs[:] = [lines for lines in paragraphs if lines]
    return found


def _outlet_of(line: str, site_name: str | None) -> Byline | None:
    """The byline of a last line that names an outlet and nobody."""
    outlet = parse_outlet(line, site_name) if not is_copyright(line) else None
    return Byline(publisher=outlet) if outlet else None


def _has_address(byline: Byline) -> bool:
    return any(author.email for author in byline.authors)
