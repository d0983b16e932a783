"""Reads one entry of a widget or one row of a list: headline, teaser, picture, printed date.

The order of the markup, not class names, decides which text is the headline: heading tags
first, then the first text of the link that is not a label. Rank numbers, section labels, clock
times, view counts and bylines are labels (docs/mediaon.md §4.2).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter

from selectolax.lexbor import LexborNode

from newscrawler.cms.dom import HEADINGS, alt_of, attribute, children, source_of, text_of
from newscrawler.cms.family import Selectors
from newscrawler.korean import labels
from newscrawler.korean.bylines import is_byline
from newscrawler.korean.text import clean, composed

_COUNT = re.compile(
    r"""\d{1,3}\s?[.위]?              # a rank
      |[\d,]{1,12}\s?\+?(?:회|건|명)?
      |(?:조회|추천|댓글|공감|읽음|좋아요|hits?|views?)\s?수?\s?:?\s?[\d,]{1,12}
      |\[\d*\]|\(\d*\)               # a number of comments
      |\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AP]M)?""",
    re.I | re.X,
)
_LABEL = re.compile(
    r"""\[[^\[\]]{1,10}\]             # [section]
      |new|hot|속보|더\s?보기|more|read\smore|기사\s?보기|자세히(?:\s?보기)?|바로\s?가기|[+>▶►»·|\-]{1,3}""",
    re.I | re.X,
)
_TITLE_CLASS = re.compile(r"(?:^|[\s_-])\w*(?:tit|ttl|title|subject|headline)\w*(?:$|[\s_-])", re.I)
_DATE = re.compile(r"\d{4}\s?[-.년/]\s?\d{1,2}\s?[-.월/]\s?\d{1,2}")
# Times that rows print of recent articles; relative to the page's own date.
_SHORT_DATE = re.compile(
    r"(?:\d{2}[-.]){1,2}\d{2}\.?(?:\s\d{1,2}:\d{2})?|\d{1,3}\s?(?:분|시간|일)\s?전|(?:어제|오늘)\s?\d{1,2}:\d{2}"
)
_BARS = re.compile(r"\s?[|│ㅣ]\s?")  # 시정 | 박나래 기자 | 11-07 14:02
_OF_A_DATE = re.compile(rf"{labels.LABEL.pattern}|[\d\W_]|[년월일시분초]|오전|오후", re.I)
# Rank numbers and bullets drawn by the skin, portraits of writers, what stands for a missing picture.
_ICON = re.compile(r"/(?:skin|design|icons?|writers?)/|[/_-](?:logo|no_?(?:image|img|photo))(?:[._-][^/]*)?$", re.I)
_WRITER_CLASS = re.compile(r"(?:^|[\s_-])(?:writer|author|reporter|columnist|profile|portrait)(?:$|[\s_-])", re.I)
_ASIDE = re.compile(r"\([^()]{0,20}\)|['\"‘’“”]")  # beside a writer's name and role: (번역), '마을 나눔터'
_WHOLE = HEADINGS | {"p", "dd"}  # their text is one text, with or without inline markup
_TEASER_LENGTH = 12
_LABEL_LENGTH = 40
_HEADLINE_LENGTH = 80
_MOST_RUNS = 30  # texts of an entry whose wrappers are looked at; entries have a handful


@dataclass(slots=True)
class TextRun:
    """One run of text of an entry and its place.

    ``read`` is the text as it is compared. ``names`` are the classes of its element and of the elements around it that
    hold nothing else.
    """

    text: str
    node: LexborNode
    linked: bool
    names: tuple[str, ...] = ()
    read: str = field(init=False)

    def __post_init__(self) -> None:
        self.read = composed(self.text)

    @property
    def is_heading(self) -> bool:
        return self.node.tag in HEADINGS

    @property
    def is_titled(self) -> bool:
        """Whether a class says that this is the headline."""
        return any(map(_TITLE_CLASS.search, self.names))


@dataclass(slots=True)
class EntryText:
    """The parts of an entry; ``teaser``, ``image`` and ``date`` are None if it has none."""

    title: str
    teaser: str | None
    image: str | None
    date: str | None


def read_entry(items: Sequence[LexborNode], anchors: set[int], foreign: set[int], selectors: Selectors) -> EntryText:
    """The texts of one entry.

    ``items`` are the elements that hold this entry only, ``anchors`` the ``mem_id`` of its links, ``foreign`` that of
    the elements inside it that are no part of it: links to a series or a writer, related articles.
    """
    runs: list[TextRun] = []
    for item in items:
        _collect(item, item.mem_id in anchors, anchors, foreign, runs, selectors)
    outermost = {item.mem_id for item in items}
    if 1 < len(runs) <= _MOST_RUNS:  # a class tells one text from another
        for run in runs:
            run.names = _names(run, outermost)
    images = [image for item in items for image in item.css("img")]
    texts = _without_labels(runs, selectors)
    announced = {clean(attribute(node, "title")) for item in items for node in _anchors(item, anchors)} - {""}
    title = _title(texts, announced) or _title_of_picture(images, announced) or _title(_named_labels(runs), set())
    return EntryText(title=title, teaser=_teaser(texts, title), image=_thumbnail(images, outermost), date=_date(runs))


def is_label(text: str, node: LexborNode, selectors: Selectors) -> bool:
    """Whether a text is a rank, count, time, section label or byline rather than headline or teaser."""
    text = composed(text)
    if node.tag not in HEADINGS and _is_dated_line(text):
        return True
    if node.tag in HEADINGS:
        return _COUNT.fullmatch(text) is not None or _LABEL.fullmatch(text) is not None
    return _LABEL.fullmatch(text) is not None or is_fact(text) or is_named_label(text, node, selectors)


def _is_dated_line(text: str) -> bool:
    """Whether a text is the whole line of section, name and date of a row, with bars between them."""
    parts = _BARS.split(text) if len(text) <= 2 * _HEADLINE_LENGTH else []
    return len(parts) > 1 and any(len(part) <= _LABEL_LENGTH and _is_dated(part) for part in parts)


def _is_dated(text: str) -> bool:
    return bool(_DATE.search(text) or _SHORT_DATE.fullmatch(text))


def is_named_label(text: str, node: LexborNode, selectors: Selectors) -> bool:
    """Whether the class of a short text's element makes it a label."""
    return len(composed(text)) <= 20 and bool(selectors.labels.search(attribute(node, "class")))


@lru_cache(2048)  # the same widgets stand on page after page
def is_fact(text: str) -> bool:
    """Whether a text is a rank, count, time or byline, which never heads anything."""
    text = composed(text)
    if _COUNT.fullmatch(text):
        return True
    return len(text) <= _LABEL_LENGTH and bool(_DATE.search(text) or _SHORT_DATE.fullmatch(text) or is_byline(text))


def is_running(text: str) -> bool:
    """Whether a text reads on like a sentence, and not like a title or a heading."""
    text = composed(text)
    return len(text) > _LABEL_LENGTH or (
        len(text) >= _TEASER_LENGTH and text.endswith(("다.", "요.", "..", "…", "다.”", '다."'))
    )


def _names(run: TextRun, outermost: set[int]) -> tuple[str, ...]:
    """The classes of a text's element and of the elements around it, up to the item, that hold nothing else."""
    names, node = [attribute(run.node, "class")], run.node
    while node.mem_id not in outermost and node.parent is not None and text_of(node.parent) == run.text:
        node = node.parent
        names.append(attribute(node, "class"))
    return tuple(names)


def _without_labels(runs: list[TextRun], selectors: Selectors) -> list[TextRun]:
    """The texts that may be headline or teaser.

    The class of a wrapper, or of a longer text, makes a label only beside another text that may be the headline.
    """
    texts = [run for run in runs if not is_label(run.text, run.node, selectors)]
    unnamed = [
        run
        for run in texts
        if run.is_heading
        or run.is_titled
        or len(run.read) > _LABEL_LENGTH
        or is_running(run.read)
        or not any(map(selectors.labels.search, run.names))
    ]
    headlines = [run for run in texts if run.linked] or texts
    return unnamed if any(run in unnamed and not is_running(run.read) for run in headlines) else texts


def _collect(
    node: LexborNode, linked: bool, anchors: set[int], foreign: set[int], runs: list[TextRun], selectors: Selectors
) -> None:
    """Adds the runs of text below a node in document order."""
    if node.mem_id in foreign:
        return
    if node.tag in _WHOLE and node.css_first("a") is None and not _holds_heading(node):
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
            _collect(child, linked or child.mem_id in anchors, anchors, foreign, runs, selectors)
    if own and (text := clean(own)):
        runs.append(TextRun(text, node, linked))


def _holds_heading(node: LexborNode) -> bool:
    return node.tag not in HEADINGS and node.css_first("h1, h2, h3, h4, h5, h6") is not None


def _without_label(node: LexborNode, selectors: Selectors) -> str:
    """The text of a headline without a leading label (``<em>시정</em>누리천 …``)."""
    lead = next((child for child in children(node) if not child.is_text_node or text_of(child)), None)
    if lead is None or lead.is_text_node or lead.tag not in ("em", "i", "span", "b", "strong"):
        return text_of(node)
    whole, label = text_of(node), text_of(lead)
    rest = clean(whole[len(label) :])
    if rest and label and (lead.tag == "em" or is_label(label, lead, selectors)) and len(composed(label)) <= 10:
        return rest
    return whole


def _anchors(item: LexborNode, anchors: set[int]) -> Iterator[LexborNode]:
    """The links of an entry among the nodes of its item."""
    return (node for node in [item, *item.css("a")] if node.mem_id in anchors)


def _named_labels(runs: list[TextRun]) -> list[TextRun]:
    """The linked texts that only a class makes labels: the headline of an entry that prints nothing else."""
    return [run for run in runs if run.linked and not (_COUNT.fullmatch(run.read) or _LABEL.fullmatch(run.read))]


def _title(texts: list[TextRun], announced: set[str]) -> str:
    """The headline among the texts of an entry; ``announced`` holds the links' title attributes."""
    linked = [run for run in texts if run.linked]
    for wanted in (
        lambda b: b.text in announced,
        lambda b: b.is_heading,
        lambda b: b.is_titled,
        lambda b: b.node.tag == "strong",
    ):
        for run in linked or texts:
            if wanted(run) and (run.linked or not is_running(run.read)):
                return run.text
    if len(linked) > 1 and _is_lead(linked[0], linked[1]):
        return linked[1].text
    return (linked or texts)[0].text if texts else ""


def _is_lead(first: TextRun, second: TextRun) -> bool:
    """Whether a short text before a longer one is the section, day or writer of an entry, not its headline."""
    if first.node.tag == "em":
        return len(first.read) <= 10
    return len(first.read) <= 6 and " " not in first.read and 8 <= len(second.read) <= _HEADLINE_LENGTH


def _title_of_picture(images: list[LexborNode], announced: set[str]) -> str:
    alts = filter(None, map(alt_of, images))
    return next(alts, None) or next(iter(sorted(announced)), "")


def _teaser(texts: list[TextRun], title: str) -> str | None:
    """The longest running text that is not the headline; a sub-headline is a heading, not a teaser."""
    rest = [
        run.text
        for run in texts
        if run.text != title
        and len(run.read) >= _TEASER_LENGTH
        and (not run.is_heading or (not run.linked and is_running(run.read)))
        and not (len(run.read) <= _LABEL_LENGTH and is_byline(_ASIDE.sub(" ", run.read), guests=True))
    ]
    return max(rest, key=len, default=None)


def _thumbnail(images: list[LexborNode], outermost: set[int]) -> str | None:
    """The address of the first picture that is not a writer's portrait, a logo or drawn by the skin."""
    for image in images:
        source = source_of(image)
        if source and not _ICON.search(source) and not _is_portrait(image, outermost):
            return source
    return None


def _is_portrait(image: LexborNode, outermost: set[int]) -> bool:
    """Whether the class of a picture, or of an element around it and inside the item, names a writer."""
    node: LexborNode | None = image
    while node is not None and node.mem_id not in outermost:
        if _WRITER_CLASS.search(attribute(node, "class")):
            return True
        node = node.parent
    return False


def _date(runs: list[TextRun]) -> str | None:
    """The text with the date: a ``time``, else the one with the least other text, because teasers name days too."""
    dated: list[tuple[int, str]] = []
    for run in runs:
        if run.node.tag == "time" and (machine := attribute(run.node, "datetime")):
            return machine
        for part in _BARS.split(run.read):
            if len(part) <= 60 and _is_dated(part):
                dated.append((len(_OF_A_DATE.sub("", part)), part))
    return min(dated, key=itemgetter(0))[1] if dated else None
