"""Reads one entry of a widget or one row of a list: headline, teaser, picture, printed date.

The order of the markup, not class names, decides which text is the headline: heading tags
first, then the first text of the link that is not a label. Rank numbers, section labels, clock
times, view counts and bylines are labels (docs/mediaon.md §4.2).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter

from selectolax.lexbor import LexborNode

from newscrawler.cms.dom import HEADINGS, alt_of, attribute, children, source_of, text_of
from newscrawler.cms.family import Selectors
from newscrawler.korean import labels
from newscrawler.korean.bylines import is_byline
from newscrawler.korean.text import clean

_LABEL = re.compile(
    r"""(?:\d{1,3}\s?[.위]?            # a rank
      |[\d,]{1,12}\s?\+?(?:회|건|명)?  # a count
      |(?:조회|추천|댓글|공감|읽음|좋아요|hits?|views?)\s?수?\s?:?\s?[\d,]{1,12}
      |\[\d*\]|\(\d*\)                 # a number of comments
      |\[[^\[\]]{1,10}\]               # [section]
      |\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AP]M)?
      |new|hot|속보|더\s?보기|more|read\smore|기사\s?보기|자세히(?:\s?보기)?|바로\s?가기|[+>▶►»·|\-]{1,3})""",
    re.I | re.X,
)
_TITLE_CLASS = re.compile(r"(?:^|[\s_-])\w*(?:tit|ttl|title|subject|headline)\w*(?:$|[\s_-])", re.I)
_DATE = re.compile(r"\d{4}\s?[-.년/]\s?\d{1,2}\s?[-.월/]\s?\d{1,2}")
# Times that rows print of recent articles; relative to the page's own date.
_SHORT_DATE = re.compile(
    r"(?:\d{2}[-.]){1,2}\d{2}\.?(?:\s\d{1,2}:\d{2})?|\d{1,3}\s?(?:분|시간|일)\s?전|(?:어제|오늘)\s?\d{1,2}:\d{2}"
)
_OF_A_DATE = re.compile(rf"{labels.LABEL.pattern}|[\d\W_]|[년월일시분초]|오전|오후", re.I)
_ICON = re.compile(r"/(?:skin|design|icons?)/")  # rank numbers and bullets drawn by the skin
_WHOLE = HEADINGS | {"p", "dd"}  # their text is one text, with or without inline markup
_TEASER_LENGTH = 12
_HEADLINE_LENGTH = 80


@dataclass(slots=True)
class TextRun:
    """One run of text of an entry and its place."""

    text: str
    node: LexborNode
    linked: bool

    @property
    def is_heading(self) -> bool:
        return self.node.tag in HEADINGS


@dataclass(slots=True)
class EntryText:
    """The parts of an entry; ``teaser``, ``image`` and ``date`` are None if it has none."""

    title: str
    teaser: str | None
    image: str | None
    date: str | None


def read_entry(items: Sequence[LexborNode], anchors: set[int], selectors: Selectors) -> EntryText:
    """The texts of one entry.

    ``items`` are the elements that hold this entry only, ``anchors`` the ``mem_id`` of its links.
    """
    runs: list[TextRun] = []
    for item in items:
        _collect(item, item.mem_id in anchors, anchors, runs, selectors)
    images = [image for item in items for image in item.css("img")]
    texts = [run for run in runs if not is_label(run.text, run.node, selectors)]
    announced = {clean(attribute(node, "title")) for item in items for node in _anchors(item, anchors)} - {""}
    title = _title(texts, announced) or _title_of_picture(images, announced)
    return EntryText(
        title=title,
        teaser=_teaser(texts, title),
        image=next((src for image in images if (src := source_of(image)) and not _ICON.search(src)), None),
        date=_date(runs),
    )


def is_label(text: str, node: LexborNode, selectors: Selectors) -> bool:
    """Whether a text is a rank, count, time, section label or byline rather than headline or teaser."""
    if _LABEL.fullmatch(text):
        return True
    if node.tag in HEADINGS:
        return False
    if len(text) <= 40 and (_DATE.search(text) or _SHORT_DATE.fullmatch(text) or is_byline(text)):
        return True
    return len(text) <= 20 and bool(selectors.labels.search(attribute(node, "class")))


def _collect(node: LexborNode, linked: bool, anchors: set[int], runs: list[TextRun], selectors: Selectors) -> None:
    """Adds the runs of text below a node in document order."""
    if node.tag in _WHOLE and node.css_first("a") is None:
        if text := _without_label(node, selectors):
            runs.append(TextRun(text, node, linked))
        return
    own = ""
    for child in children(node):
        if child.is_text_node:
            own += child.text()
        elif child.tag not in ("br", "wbr"):
            if own and (text := clean(own)):
                runs.append(TextRun(text, node, linked))
            own = ""
            _collect(child, linked or child.mem_id in anchors, anchors, runs, selectors)
    if own and (text := clean(own)):
        runs.append(TextRun(text, node, linked))


def _without_label(node: LexborNode, selectors: Selectors) -> str:
    """The text of a headline without a leading label (``<em>시정</em>누리천 …``)."""
    lead = next((child for child in children(node) if not child.is_text_node or text_of(child)), None)
    if lead is None or lead.is_text_node or lead.tag not in ("em", "i", "span", "b", "strong"):
        return text_of(node)
    whole, label = text_of(node), text_of(lead)
    rest = clean(whole[len(label) :])
    if rest and label and (lead.tag == "em" or is_label(label, lead, selectors)) and len(label) <= 10:
        return rest
    return whole


def _anchors(item: LexborNode, anchors: set[int]) -> Iterator[LexborNode]:
    """The links of an entry among the nodes of its item."""
    return (node for node in [item, *item.css("a")] if node.mem_id in anchors)


def _title(texts: list[TextRun], announced: set[str]) -> str:
    """The headline among the texts of an entry; ``announced`` holds the links' title attributes."""
    linked = [run for run in texts if run.linked]
    for wanted in (
        lambda b: b.text in announced,
        lambda b: b.is_heading,
        lambda b: bool(_TITLE_CLASS.search(attribute(b.node, "class"))),
        lambda b: b.node.tag == "strong",
    ):
        for run in linked:
            if wanted(run):
                return run.text
    if len(linked) > 1 and _is_lead(linked[0], linked[1]):
        return linked[1].text
    if linked:
        return linked[0].text
    headings = [run for run in texts if run.is_heading]
    return (headings or texts)[0].text if texts else ""


def _is_lead(first: TextRun, second: TextRun) -> bool:
    """Whether a short text before a longer one is the section, day or writer of an entry, not its headline."""
    if first.node.tag == "em":
        return len(first.text) <= 10
    return len(first.text) <= 6 and " " not in first.text and 8 <= len(second.text) <= _HEADLINE_LENGTH


def _title_of_picture(images: list[LexborNode], announced: set[str]) -> str:
    alts = filter(None, map(alt_of, images))
    return next(alts, None) or next(iter(sorted(announced)), "")


def _teaser(texts: list[TextRun], title: str) -> str | None:
    """The longest running text that is not the headline; a sub-headline is a heading, not a teaser."""
    rest = [b.text for b in texts if not b.is_heading and b.text != title and len(b.text) >= _TEASER_LENGTH]
    teaser = max(rest, key=len, default=None)
    if teaser and len(teaser) <= 40 and is_byline(teaser, guests=True):
        return None
    return teaser


def _date(runs: list[TextRun]) -> str | None:
    """The text with the date: a ``time``, else the one with the least other text, because teasers name days too."""
    dated: list[tuple[int, str]] = []
    for run in runs:
        if run.node.tag == "time" and (machine := attribute(run.node, "datetime")):
            return machine
        if len(run.text) <= 60 and (_DATE.search(run.text) or _SHORT_DATE.fullmatch(run.text)):
            dated.append((len(_OF_A_DATE.sub("", run.text)), run.text))
    return min(dated, key=itemgetter(0))[1] if dated else None
