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
from newscrawler.cms.links import Link, SiteUrls
from newscrawler.cms.markup import captions, foreign
from newscrawler.cms.markup.players import PLAYERS, is_advertisement, player_of, post_of
from newscrawler.cms.markup.tables import read_table
from newscrawler.items import Image, RelatedArticle
from newscrawler.korean import labels
from newscrawler.korean.text import clean, composed

_BLOCKS = frozenset(
    """
    p div li ul ol dl dt dd h1 h2 h3 h4 h5 h6 blockquote section article center figure figcaption td th
    tr tbody thead tfoot table caption pre hr address aside main header footer
    details summary fieldset legend form nav menu dir hgroup search
    """.split()
)
# Elements whose text is not shown as text; an insertion (ins) or an aside is text like any other.
_SKIPPED = frozenset(
    """
    script style noscript button select textarea input template svg head canvas datalist map
    """.split()
)
_RELATED_LABEL = re.compile(rf"\W*(?:{labels.RELATED}|(?:이 기사와 )?함께(?: 볼| 읽을)?(?: 기사)?)?\W*")
_RELATED_HEADING = re.compile(rf"\W{{0,10}}{labels.RELATED}\W{{0,10}}$")
_RANK = re.compile(r"(?<![\w.-])(\d{1,2})(?![\w-])[.위)]?")
_WORD = re.compile(r"[^\W_]")
_LIST_HEADING = 15  # characters
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

    @property
    def captions(self) -> list[str]:
        """The captions of the pictures that have one."""
        return [image.caption for image in self.images if image.caption]


def read_body(container: LexborNode, urls: SiteUrls, page_url: str, subtitle: LexborNode | None = None) -> Body:
    """The contents of ``container``; relative addresses are resolved against ``page_url``.

    ``subtitle`` is an element inside that is not part of the body.
    """
    reader = _BodyReader(container, urls, page_url, subtitle.mem_id if subtitle is not None else None)
    reader.walk(container)
    reader.end_paragraph()
    return reader.body


class _BodyReader:
    """Walks the body; holds the paragraph being collected and the picture that waits for its caption."""

    def __init__(self, container: LexborNode, urls: SiteUrls, page_url: str, subtitle: int | None) -> None:
        self.body = Body()
        self._subtitle = subtitle
        self._container, self._urls, self._page_url = container, urls, page_url
        self._selectors = urls.family.selectors
        self._text: list[str] = []  # of the line being read
        self._links: list[LexborNode] = []  # of the line being read
        self._lines: list[str] = []  # of the paragraph, before it
        self._breaks = 0
        self._image: Image | None = None  # the last picture, as long as nothing else was read after it
        self._image_in_paragraph = False
        self._below: str | None = None  # a line with an arrow down, as long as nothing else was read after it
        self._repeated: dict[str, bool] = {}  # by mark
        self._below_label = False  # directly below the label of an advertisement
        self._in_post = False  # within a quoted post of a social network
        self._bare_frame = False  # within a figure without a picture

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
        elif tag in _SKIPPED or node.mem_id == self._subtitle or self._is_foreign(node, tag):
            return
        elif tag in PLAYERS:
            self._add_player(node)
        elif tag in ("table", "figure", "dl"):
            self.end_paragraph()
            self._frame(node, tag)
            self.end_paragraph()
        elif tag == "figcaption" or self._is_marked_caption(node):
            self.end_paragraph()
            self._caption(foreign.shown_text(node))
        elif tag in _BLOCKS:
            self.end_paragraph()
            self._block(node)
        elif tag == "a" and self._is_counted(node):
            return
        else:
            if tag == "a" and text_of(node):
                self._take_breaks()
                self._links.append(node)
            self.walk(node)

    def _is_counted(self, node: LexborNode) -> bool:
        """Whether a picture is linked to a counter of clicks, as banners are."""
        href = attribute(node, "href")
        is_address = href.startswith(("/", "http")) and not text_of(node)
        return is_address and self._link_of(node) is None and node.css_first("img") is not None

    def _leads_away(self, node: LexborNode) -> bool:
        link = self._link_of(node)
        return link is None or not link.url.startswith(f"{self._urls.origin}/")

    def _link_of(self, node: LexborNode) -> Link | None:
        return self._urls.link(attribute(node, "href"), self._page_url)

    def _block(self, node: LexborNode) -> None:
        text, links = text_of(node), node.css("a")
        if self._below_label and foreign.is_linked(text, links) and all(map(self._leads_away, links)):
            return
        if text:
            self._below_label = foreign.is_label(text)
        if foreign.is_furniture(node, text, links) or foreign.is_control(node) or self._only_related(text, links):
            return
        post = post_of(node, self._urls, self._page_url)
        if post is not None:
            self.body.embeds.append(post)
        outer, self._in_post = self._in_post, self._in_post or post is not None
        self.walk(node)
        self.end_paragraph()
        self._in_post = outer

    def _is_foreign(self, node: LexborNode, tag: str) -> bool:
        """Whether a part is not the article's; a word within a sentence always is, whatever its class."""
        if not node.attributes:
            return tag == "dialog"
        if foreign.is_slot(node) or foreign.is_hidden(node, self._container):
            return True
        if not foreign.is_foreign(node, self._selectors, self._container):
            return False
        return tag in _BLOCKS or not _is_in_sentence(node)

    @staticmethod
    def _is_marked_caption(node: LexborNode) -> bool:
        return bool(captions.CAPTION_CLASS.search(attribute(node, "class"))) and not node.css_first("img")

    def _only_related(self, text: str, anchors: list[LexborNode]) -> bool:
        """Reads a text that consists only of links to other articles and a label (▶, 관련기사)."""
        links = [(anchor, self._link_of(anchor)) for anchor in anchors]
        if not links or not all(link and link.kind == "article" for _, link in links):
            return False
        for anchor, _ in links:
            text = text.replace(text_of(anchor), "", 1)
        ranks = [int(rank) for rank in _RANK.findall(text)]
        label = composed(clean(_RANK.sub("", text)))
        if len(ranks) > 1 and ranks == list(range(1, len(ranks) + 1)) and not self._is_headed_related(label):
            return self._drop_ranking(label)
        if not _RELATED_LABEL.fullmatch(label):
            return False
        if self._lines and _RELATED_HEADING.match(composed(self._lines[-1])):
            self._lines.pop()
        elif not self._lines and self.body.lines and _RELATED_HEADING.match(composed(" ".join(self.body.lines[-1]))):
            self.body.lines.pop()
        self.body.related += [RelatedArticle(text_of(a), link.url) for a, link in links if link and text_of(a)]
        return True

    def _is_headed_related(self, label: str) -> bool:
        """Whether numbered links are related articles by the label among them, else by the line above."""
        if _WORD.search(label):
            return bool(_RELATED_LABEL.fullmatch(label))
        above = self._lines or (self.body.lines[-1] if self.body.lines else [])
        return bool(above and _RELATED_HEADING.match(composed(above[-1])))

    def _drop_ranking(self, label: str) -> bool:
        """Drops the line that heads a ranking, a widget inside the body; False for a text that only has numbers."""
        if len(label) > _LIST_HEADING or captions.SENTENCE_END.search(label):
            return False
        last = self.body.lines[-1] if self.body.lines and not self._lines else []
        if not _WORD.search(label) and last and len(" ".join(last)) <= _LIST_HEADING:
            self.body.lines.pop()
        return True

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
            if self._image_in_paragraph and self._lines and captions.SIGN.match(self._lines[0]):
                self.end_paragraph()  # the caption's line ends where the article continues
        self._breaks = 0

    def end_paragraph(self) -> None:
        """Closes the collected paragraph: it becomes a paragraph, or the caption of the picture before it."""
        self._end_line()
        self._breaks = 0
        lines, self._lines = self._lines, []
        if lines:
            text = " ".join(lines)
            if self._is_caption(text):
                self._caption(text)
            else:
                self.body.lines.append(lines)
                self._image = None
            self._below = text if captions.DOWN.match(text) and len(text) <= captions.LONGEST else None
        self._image_in_paragraph = False

    def _end_line(self) -> None:
        line, links = clean("".join(self._text)), self._links
        self._text.clear()
        self._links = []
        if not line or self._selectors.controls.fullmatch(line):
            return
        if self._only_related(line, links) or foreign.is_furniture_line(line, links):
            return
        if self._in_post and clean(text_of(links[0]) if len(links) == 1 else "") == line:
            return  # 이 게시물 보기
        self._lines.append(line)
        if links and clean(" ".join(map(text_of, links))) == line:
            self.body.linked.add(line)

    def _is_caption(self, text: str) -> bool:
        text = composed(text)
        if self._image is None or self._image.caption is not None:
            return False
        mark = captions.MARK.match(text)
        repeated = mark is not None and self._is_repeated(mark[0].strip())
        return captions.is_caption(text, in_paragraph=self._image_in_paragraph, repeated=repeated)

    def _is_repeated(self, mark: str) -> bool:
        """Whether the body uses a mark more often than it has pictures."""
        if mark not in self._repeated:
            self._repeated[mark] = text_of(self._container).count(mark) > len(self._container.css("img"))
        return self._repeated[mark]

    def _caption(self, text: str) -> None:
        image = self._image or (self.body.images[-1] if self.body.images and not self._bare_frame else None)
        if not text:
            return
        if image is None:
            self.body.lines.append([text])  # marked as a caption, but there is no picture
        else:
            image.caption = f"{image.caption} {text}" if image.caption else text

    def _add_image(self, node: LexborNode) -> None:
        url = self._urls.absolute(source_of(node), self._page_url)
        if url is None or is_advertisement(url) or _is_icon(node) or foreign.is_hidden(node, self._container):
            return
        if self._lines or clean("".join(self._text)):
            self.end_paragraph()
        self._image = Image(url, self._take_below())
        self._image_in_paragraph = True
        self._breaks = 0
        self.body.images.append(self._image)

    def _take_below(self) -> str | None:
        """The line with an arrow down directly above a picture, taken from where it was put before."""
        text, self._below = self._below, None
        if text is None:
            return None
        if self._image is not None and self._image.caption == text:
            self._image.caption = None
        elif self.body.lines and " ".join(self.body.lines[-1]) == text:
            self.body.lines.pop()
        else:
            return None
        return text

    def _add_player(self, node: LexborNode) -> None:
        """Adds a player's address; what stands inside an object that is not a player is shown instead of it."""
        url = player_of(node, self._urls, self._page_url)
        if url is not None:
            self.body.embeds.append(url)
            self._image = self._below = None
        elif node.tag == "object":
            self.walk(node)

    def _frame(self, node: LexborNode, tag: str) -> None:
        """A table, figure or definition list: pictures with their captions, data, or mere layout."""
        pictures = [image for image in node.css("img") if source_of(image)]
        rows = read_table(node, len(pictures)) if tag == "table" else None
        if rows is not None:
            self.body.tables.append(rows)
            self._image = self._below = None
        elif not pictures or not self._pictures(node, pictures):
            outer, self._bare_frame = self._bare_frame, self._bare_frame or (tag == "figure" and not pictures)
            self.walk(node)
            self._bare_frame = outer

    def _pictures(self, node: LexborNode, pictures: list[LexborNode]) -> bool:
        """Reads a figure of pictures and captions only, matched by position; False for a table used for layout."""
        cells = [cell for cell in select(node, _CELLS) if len(select(cell, _CELLS)) <= 1]
        found = [(cell, text) for cell in cells if (text := foreign.shown_text(cell))] or [
            (node, foreign.shown_text(node))
        ]
        texts = found + [(paragraph, text_of(paragraph)) for paragraph in node.css("p")]
        if any(len(text) > captions.LONGEST or _reads_as_body(cell, text) for cell, text in texts):
            return False
        if len(text_of(node).replace(" ", "")) > sum(len(text.replace(" ", "")) for _, text in found):
            return False  # text that is not a caption: the body continues in here
        before = len(self.body.images)
        for picture in pictures:
            self._add_image(picture)
        added = self.body.images[before:]
        if not added:
            return False
        printed = [text for _, text in found if text]
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
    marked = cell.tag in ("figcaption", "dd", "caption") or captions.CAPTION_CLASS.search(attribute(cell, "class"))
    return not marked and not captions.SIGN.match(text) and bool(captions.SENTENCE_END.search(composed(text)))
