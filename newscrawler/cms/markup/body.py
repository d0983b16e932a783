"""Reads the body of an article: paragraphs, pictures with captions, data tables, players.

Editors of these papers write paragraphs as ``p``, ``div``, bare text with ``<br><br>`` or
cells of layout tables, and put captions into the running text (docs/mediaon.md §7). The body is walked
once, in order; the position of a text decides what it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from newscrawler.cms.dom import attribute, children, select, source_of, text_of
from newscrawler.cms.links import SiteUrls
from newscrawler.items import Image, RelatedArticle
from newscrawler.korean import labels
from newscrawler.korean.text import clean, composed

_BLOCKS = frozenset(
    """
    p div li ul ol dl dt dd h1 h2 h3 h4 h5 h6 blockquote section article center figure figcaption td th
    tr tbody thead tfoot table caption pre hr address aside main header footer
    """.split()
)
_SKIPPED = frozenset(
    """
    script style noscript ins form button select textarea input template svg head
    """.split()
)
_RELATED_LABEL = re.compile(rf"\W*(?:{labels.RELATED}|(?:이 기사와 )?함께(?: 볼| 읽을)?(?: 기사)?)?\W*")
_RELATED_HEADING = re.compile(rf"\W{{0,10}}{labels.RELATED}\W{{0,10}}$")
_HIDDEN = re.compile(r"display\s*:\s*none", re.I)
_CAPTION_CLASS = re.compile(
    r"(?:^|[\s_-])(?:\w*caption\w*|cap|img_?txt|photo_?txt|img_?desc|photo_?desc)(?:$|[\s_-])", re.I
)
_CAPTION_SIGN = re.compile(r"^[▲△▼▽◀◁▶▷↑↓☝]\s?")
_CREDIT = re.compile(r"^[\[(<〈]?\s?(?:사진|그래픽|자료|출처|ⓒ|©)|(?:제공|촬영|ⓒ\S{1,20}|=\S{1,20})[\])>〉.]*$")
_SENTENCE_END = re.compile(r"[다요죠까][.!?]?[\"'”’)\]]*$")
_PLAYER = re.compile(
    r"^(?!.*/maps\b).*(?:youtu|vimeo|/embed|player|video|vod|dailymotion|/clip|tv\.(?:naver|kakao))", re.I
)
_CAPTION_LENGTH = 200
_ICON_SIDE = 32
_CELLS = "td, th, figcaption, dd, caption"


@dataclass(slots=True)
class Body:
    """The contents of an article's body, each list in order; ``lines`` are the lines of each paragraph.

    ``linked`` are the lines that consist of links only.
    """

    lines: list[list[str]] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    tables: list[list[list[str]]] = field(default_factory=list)
    embeds: list[str] = field(default_factory=list)
    related: list[RelatedArticle] = field(default_factory=list)
    linked: set[str] = field(default_factory=set)

    @property
    def paragraphs(self) -> list[str]:
        """The paragraphs; lines separated by a single ``<br>`` are joined by a space."""
        return [" ".join(lines) for lines in self.lines]


def read_body(container: LexborNode, urls: SiteUrls, page_url: str) -> Body:
    """The contents of ``container``; relative addresses are resolved against ``page_url``."""
    reader = _BodyReader(urls, page_url)
    reader.walk(container)
    reader.end_paragraph()
    return reader.body


class _BodyReader:
    """Walks the body; holds the paragraph being collected and the picture that waits for its caption."""

    def __init__(self, urls: SiteUrls, page_url: str) -> None:
        self.body = Body()
        self._urls, self._page_url = urls, page_url
        self._foreign = urls.family.selectors.foreign
        self._text: list[str] = []  # of the line being read
        self._links: list[LexborNode] = []  # of the line being read
        self._lines: list[str] = []  # of the paragraph, before it
        self._breaks = 0
        self._image: Image | None = None  # the last picture, as long as nothing else was read after it
        self._image_in_paragraph = False

    def walk(self, node: LexborNode) -> None:
        for child in children(node):
            if child.is_text_node:
                self._add_text(child.text())
            elif child.is_element_node:
                self._element(child, child.tag or "")

    def _element(self, node: LexborNode, tag: str) -> None:
        if tag == "br":
            self._breaks += 1
        elif tag == "img":
            self._add_image(node)
        elif tag in ("iframe", "embed", "video", "object"):
            self._add_player(node)
        elif tag in _SKIPPED or self._is_foreign(node):
            return
        elif tag in ("table", "figure", "dl"):
            self.end_paragraph()
            self._frame(node, tag)
            self.end_paragraph()
        elif tag == "figcaption" or (_CAPTION_CLASS.search(attribute(node, "class")) and not node.css_first("img")):
            self.end_paragraph()
            self._caption(text_of(node))
        elif tag in _BLOCKS:
            self.end_paragraph()
            if not self._only_related(text_of(node), node.css("a")):
                self.walk(node)
                self.end_paragraph()
        else:
            if tag == "a" and text_of(node):
                self._take_breaks()
                self._links.append(node)
            self.walk(node)

    def _only_related(self, text: str, anchors: list[LexborNode]) -> bool:
        """Reads a text that consists only of links to other articles and a label (▶, 관련기사)."""
        links = [(anchor, self._urls.link(attribute(anchor, "href"), self._page_url)) for anchor in anchors]
        if not links or not all(link and link.kind == "article" for _, link in links):
            return False
        for anchor, _ in links:
            text = text.replace(text_of(anchor), "", 1)
        if not _RELATED_LABEL.fullmatch(composed(text)):
            return False
        if self._lines and _RELATED_HEADING.match(composed(self._lines[-1])):
            self._lines.pop()
        elif not self._lines and self.body.lines and _RELATED_HEADING.match(composed(" ".join(self.body.lines[-1]))):
            self.body.lines.pop()
        self.body.related += [RelatedArticle(text_of(a), link.url) for a, link in links if link and text_of(a)]
        return True

    def _is_foreign(self, node: LexborNode) -> bool:
        attributes = node.attributes
        if not attributes:
            return False
        if "hidden" in attributes or _HIDDEN.search(attributes.get("style") or ""):
            return True
        if not self._foreign.search(f"{attribute(node, 'class')} {attribute(node, 'id')}"):
            return False
        return node.tag in _BLOCKS or not _is_in_sentence(node)

    def _add_text(self, text: str) -> None:
        if not clean(text):
            self._text.append(" ")
            return
        self._take_breaks()
        self._text.append(text)

    def _take_breaks(self) -> None:
        """Ends the line or paragraph if line breaks were read before the next text."""
        if self._breaks >= 2:
            self.end_paragraph()
        elif self._breaks:
            self._end_line()
            if self._image_in_paragraph and self._lines and _CAPTION_SIGN.match(self._lines[0]):
                self.end_paragraph()  # the caption's line ends where the article continues
        self._breaks = 0

    def end_paragraph(self) -> None:
        """Closes the collected paragraph: it becomes a paragraph, or the caption of the picture before it."""
        self._end_line()
        self._breaks = 0
        lines, self._lines = self._lines, []
        if lines and self._is_caption(" ".join(lines)):
            self._caption(" ".join(lines))
        elif lines:
            self.body.lines.append(lines)
            self._image = None
        self._image_in_paragraph = False

    def _end_line(self) -> None:
        line, links = clean("".join(self._text)), self._links
        self._text.clear()
        self._links = []
        if line and not self._only_related(line, links):
            self._lines.append(line)
            if links and clean(" ".join(map(text_of, links))) == line:
                self.body.linked.add(line)

    def _is_caption(self, text: str) -> bool:
        if self._image is None or self._image.caption is not None or len(text := composed(text)) > _CAPTION_LENGTH:
            return False
        if sign := _CAPTION_SIGN.match(text):
            return text.count(sign[0].strip()) == 1 or not _SENTENCE_END.search(text)  # ▲가 ▲나를 연다: a list
        if _SENTENCE_END.search(text):
            return False
        return self._image_in_paragraph or (len(text) <= 100 and bool(_CREDIT.search(text)))

    def _caption(self, text: str) -> None:
        image = self._image or (self.body.images[-1] if self.body.images else None)
        if not text:
            return
        if image is None:
            self.body.lines.append([text])  # marked as a caption, but there is no picture
        else:
            image.caption = f"{image.caption} {text}" if image.caption else text

    def _add_image(self, node: LexborNode) -> None:
        url = self._urls.absolute(source_of(node), self._page_url)
        if url is None or "banner" in url or _is_icon(node):
            return
        if self._lines or clean("".join(self._text)):
            self.end_paragraph()
        self._image = Image(url)
        self._image_in_paragraph = True
        self._breaks = 0
        self.body.images.append(self._image)

    def _add_player(self, node: LexborNode) -> None:
        source = node.css_first("source[src], embed[src]") if node.tag in ("video", "object") else None
        address = attribute(source or node, "src") or attribute(node, "data")
        url = self._urls.absolute(address, self._page_url)
        if url and (node.tag == "video" or _PLAYER.search(url)):
            self.body.embeds.append(url)

    def _frame(self, node: LexborNode, tag: str) -> None:
        """A table, figure or definition list: pictures with their captions, data, or mere layout."""
        pictures = [image for image in node.css("img") if source_of(image)]
        rows = [[text_of(cell) for cell in row.css("td, th")] for row in node.css("tr")]
        is_data = tag == "table" and _is_data(node, rows, len(pictures))
        if pictures and not is_data and self._pictures(node, pictures):
            return
        if is_data:
            self.body.tables.append(rows)
            self._image = None
        else:
            self.walk(node)

    def _pictures(self, node: LexborNode, pictures: list[LexborNode]) -> bool:
        """Reads a figure of pictures and captions only, matched by position; False for a table used for layout."""
        cells = [cell for cell in select(node, _CELLS) if len(select(cell, _CELLS)) <= 1]
        captions = [(cell, text) for cell in cells if (text := text_of(cell))] or [(node, text_of(node))]
        texts = captions + [(paragraph, text_of(paragraph)) for paragraph in node.css("p")]
        if any(len(text) > _CAPTION_LENGTH or _reads_as_body(cell, text) for cell, text in texts):
            return False
        if len(text_of(node).replace(" ", "")) > sum(len(text.replace(" ", "")) for _, text in captions):
            return False  # text that is not a caption: the body continues in here
        before = len(self.body.images)
        for picture in pictures:
            self._add_image(picture)
        added = self.body.images[before:]
        if not added:
            return False
        printed = [text for _, text in captions if text]
        if len(printed) == 1:
            added[-1].caption = printed[0]
        else:
            printed[len(added) - 1 :] = [
                " ".join(printed[len(added) - 1 :])
            ]  # the credit of the last one has its own cell
            for image, caption in zip(added, printed, strict=False):
                image.caption = caption or None
        self._image_in_paragraph = False
        return True


def _is_icon(image: LexborNode) -> bool:
    """Whether a picture is as small as a letter (an emoji, a bullet, a counter) and does not interrupt the text."""
    sides = [attribute(image, side).removesuffix("px") for side in ("width", "height")]
    return any(side.isdecimal() and int(side[:5]) <= _ICON_SIDE for side in sides)


def _is_in_sentence(node: LexborNode) -> bool:
    """Whether text directly adjoins the element: then it is a word of a sentence, whatever its class."""
    return any(
        beside is not None and beside.is_text_node and bool(clean(beside.text())) for beside in (node.prev, node.next)
    )


def _reads_as_body(cell: LexborNode, text: str) -> bool:
    """Whether the text next to a picture is running text: a sentence without any sign of a caption."""
    marked = cell.tag in ("figcaption", "dd", "caption") or _CAPTION_CLASS.search(attribute(cell, "class"))
    return not marked and not _CAPTION_SIGN.match(text) and bool(_SENTENCE_END.search(composed(text)))


def _is_data(table: LexborNode, rows: list[list[str]], pictures: int) -> bool:
    """Whether a table has rows and columns of short cells, far more than pictures; any other is used for layout."""
    if len(table.css("table")) > 1 or len(rows) < 2:
        return False
    cells = [cell for row in rows for cell in row]
    if pictures and sum(map(bool, cells)) <= 2 * pictures:
        return False
    return (max(map(len, rows)) >= 2 or bool(table.css("th"))) and sum(map(len, cells)) <= 80 * len(cells)
