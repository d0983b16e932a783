"""Reads the weather strip: the stations of the 기상청 (KMA) at the top of every page (docs/mediaon.md §2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from newscrawler.cms.dom import alt_of, attribute, children
from newscrawler.korean.text import as_printed, clean, composed

_DEGREES = re.compile(r"(?P<station>[^\d℃°]*?)\s*(?P<degrees>[-−]?\d{1,2}(?:\.\d)?)?\s*(?:℃|°C?)?(?:\s-)?")
# Conditions in the KMA's feed (sfc_web_map.xml, desc). The feed has others too; these are certain.
_CONDITIONS = frozenset(
    """- 맑음 구름조금 구름많음 흐림 비 눈 연무 박무 안개 황사 소나기 진눈깨비 천둥번개 비/눈 눈/비 약한비 강한비
    이슬비 가랑비 약한눈 강한눈 싸락눈 우박 안개비 먼지 연기 뇌우 빗방울 눈날림""".split()
)
_PROVIDER = re.compile(r"(\S+)\s*제공")


@dataclass(frozen=True, slots=True)
class Reading:
    """One station of the weather strip, as printed; ``temperature`` in degrees Celsius."""

    station: str
    condition: str | None
    temperature: float | None


def read_strip(strip: LexborNode) -> list[Reading]:
    """The stations of a strip in order, each once; the copies that a slider makes of its items do not count."""
    items = strip.css("li") or [node for node in strip.css("*") if "℃" in node.text(deep=False)]
    readings = (_reading(item) for item in items if "bx-clone" not in attribute(item, "class"))
    return list(dict.fromkeys(reading for reading in readings if reading))


def provider_of(strip: LexborNode) -> str | None:
    """Who provides the readings, as the strip prints it (``기상청 제공``)."""
    for text in _leaves(strip):
        if match := _PROVIDER.fullmatch(composed(text)):
            return as_printed(match[1], text)
    return None


def _leaves(node: LexborNode) -> Iterator[str]:
    """The texts below a node, one by one; a picture's text is its alt."""
    for child in children(node):
        if child.is_text_node:
            if text := clean(child.text()):
                yield text
        elif child.tag == "img":
            if alt := alt_of(child):
                yield alt
        else:
            yield from _leaves(child)


def _reading(item: LexborNode) -> Reading | None:
    """``<li><span class="iw02">구름조금</span>대구 -4.8℃</li>`` in any arrangement; ``-`` means no condition.

    The KMA's words are conditions, numbers are temperatures. The last of the other texts is the
    station; one before it is a condition that the list of words lacks.
    """
    if item.css_first("a") is not None:
        return None
    degrees = None
    words: list[str] = []
    for text in _leaves(item):
        match = _DEGREES.fullmatch(text)
        if match and not _is_condition(text) and (match["degrees"] or match["station"] != text):
            degrees = match["degrees"] or degrees
            words += [match["station"]] if match["station"] else []
        else:
            words += text.split() if any(map(_is_condition, text.split())) else [text]
    conditions = [word for word in words if _is_condition(word)]
    names = [word for word in words if not _is_condition(word)]
    if not 1 <= len(names) <= 2 or any(character.isdigit() for character in "".join(names)):
        return None
    condition = conditions[0] if conditions else (names[0] if len(names) == 2 else None)
    return Reading(
        names[-1],
        None if condition == "-" else condition,
        float(degrees.replace("−", "-")) if degrees else None,
    )


def _is_condition(word: str) -> bool:
    return composed(word) in _CONDITIONS
