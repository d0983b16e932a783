"""An article page: one property per field of the record.

Anchored on what the CMS always has, the body ``#news_body_area`` and the headline before it,
with fall-backs in order (dom.md §7, §15); the boxes around them are named differently by every
skin, so between headline and body the texts themselves say what they are.
"""

from __future__ import annotations

import re
from functools import cached_property

from selectolax.lexbor import LexborNode

from newscrawler.bylines import Byline, is_copyright, merge, parse_info, parse_prefix, parse_trailer
from newscrawler.dates import LabelledTimes, parse_labelled, parse_time
from newscrawler.items import Article, Author, FoundVia, RelatedArticle
from newscrawler.pages.body import Body, read_body
from newscrawler.pages.dom import ancestors, attribute, select, text_of
from newscrawler.pages.page import Page
from newscrawler.text import clean, content_hash, join_paragraphs

_BODIES = (
    "#news_body_area",
    ".smartOutput",
    "[itemprop=articleBody]",
    ".article_body",
    "#article_body",
    ".news_body_area",
    ".cnt_view",
)
_TITLES = ".fix_art_top h2, .art_top h2, .arvtitle .hbox h2, .text-info .title, .art_top h1, .arvtitle h2"
_HEADLINES = "h1, h2, h3, h4, [class*=tit], [class*=Tit]"
_SUBTITLE_CLASS = re.compile(r"(?:^|[\s_-])(?:sub|\w*sub_?tit\w*|sub_?headline|deck)(?:$|[\s_-])", re.I)
_AUTHOR_CLASS = re.compile(r"(?:^|[\s_-])(?:name|by\w*|writer\w*|author\w*|reporter\w*)(?:$|[\s_-])", re.I)
_PERSON = re.compile(r"기자|특파원|위원|교수|@|작가|시인|변호사|국장|부장|팀장|칼럼니스트|대표|소장|원장|편집[국부]")
# " | " and " / " part an info line; so does a label that opens a date.
_PARTS = re.compile(
    r"\s*[|│ㅣ]\s*|\s+/\s+|\s+(?=(?:기사|최초|최종)?\s?(?:등록|입력|수정|승인|작성|발행|편집|업데이트)\S{0,3}\s?:?\s?\d{4})"
)
_DATE = re.compile(r"\d{4}\s?[-.년/]\s?\d{1,2}")
_PART_LENGTH = 80
_RELATED = re.compile(r"^\W*(?:관련|연관)\s?(?:기사|뉴스|글)")
_RELATED_BOXES = ".rel_art, [class*=relat], [class*=rel_]"
_ALERT = re.compile(r"alert\s*\(\s*(['\"])(.{0,200}?)\1", re.S)
_LEAVES = re.compile(
    r"history\s*\.\s*(?:back|go)|location\s*(?:\.\s*(?:href|replace)\s*)?[=(]|self\.close|http-equiv=['\"]?refresh",
    re.I,
)
_HOME = re.compile(r"(?:^|\s)(?:홈|home|처음|처음으로)$", re.I)
_WHOLE_PAGE = re.compile(r"^(?:body|html|main)$")


class ArticlePage(Page):
    """An article; texts are clean, times and URLs as the feeds have them, absent values None or empty."""

    @cached_property
    def is_missing(self) -> bool:
        """Whether the page only says that there is no such article (a script's alert, then away)."""
        if self.body_node is not None and (self.body.paragraphs or self.body.images):
            return False
        return bool(_LEAVES.search(self.html)) and (bool(_ALERT.search(self.html)) or len(self.html) < 2000)

    @cached_property
    def missing_message(self) -> str | None:
        """What the alert of a missing article says."""
        match = _ALERT.search(self.html)
        return clean(match[2]) or None if match else None

    def item(
        self, site: str, site_title: str | None, found_via: FoundVia, found_on: str, fetched_at: str
    ) -> Article | None:
        """The page's record; None when its address is no article's.

        ``site_title`` is the publisher of what names no outlet.
        """
        link = self.urls.link(self.url, self.url)
        if link is None or link.kind != "article":
            return None
        title, body = self.title or "", join_paragraphs(self.body.paragraphs)
        return Article(
            id=f"{site}:{link.id}",
            site=site,
            url=link.url,
            section=self.section,
            kicker=self.kicker,
            title=title,
            subtitle=self.subtitle,
            authors=self.authors,
            publisher=self.publisher or site_title,
            published_at=self.published_at,
            modified_at=self.modified_at,
            body=body,
            images=self.body.images,
            tables=self.body.tables,
            embeds=self.body.embeds,
            tags=self.tags,
            related=self.related,
            found_via=found_via,
            found_on=found_on,
            content_hash=content_hash(title, self.subtitle, body),
            fetched_at=fetched_at,
        )

    # ---- where things stand ------------------------------------------------------------------
    @cached_property
    def body_node(self) -> LexborNode | None:
        return next((node for css in _BODIES if (node := self.tree.css_first(css)) is not None), None)

    @cached_property
    def _around_body(self) -> set[int]:
        if self.body_node is None:
            return set()
        return {self.body_node.mem_id, *(node.mem_id for node in ancestors(self.body_node))}

    @cached_property
    def title_node(self) -> LexborNode | None:
        """The headline's element: where the skins put it, else what reads like the page's title."""
        if (node := self.tree.css_first(_TITLES)) is not None and text_of(node):
            return node
        announced = _letters(self.meta("og:title")) or _letters(text_of(self.tree.css_first("title")))
        before: list[LexborNode] = []
        for node in select(self.tree, f"{_HEADLINES}, {', '.join(_BODIES)}"):
            if node.mem_id in self._around_body:
                break
            letters = _letters(text_of(node))
            if len(letters) >= 2 and (announced.startswith(letters) or letters.startswith(announced[:200] or "-")):
                return node
            if node.tag in ("h1", "h2") and node.css_first("img") is None and letters:
                before.append(node)
        return before[-1] if before and self.body_node is not None else None

    @cached_property
    def _between(self) -> list[LexborNode]:
        """The elements after the headline and before the body, in document order."""
        found: list[LexborNode] = []
        node = self.title_node
        while node is not None and self._around_body and node.mem_id not in self._around_body:
            sibling = node.next
            while sibling is not None:
                if sibling.mem_id in self._around_body:
                    return found
                if sibling.is_element_node:
                    found.append(sibling)
                sibling = sibling.next
            node = node.parent
        return found

    @cached_property
    def _view(self) -> LexborNode | None:
        """The element around headline and body; None when that is as good as the whole page."""
        if self.body_node is None:
            return None
        for node in ancestors(self.body_node):
            if re.search(r"(?:^|\s)(?:arv_\d|c\d+_arv)", attribute(node, "class")):
                return node
        around_title = {n.mem_id for n in ancestors(self.title_node)} if self.title_node is not None else set()
        for node in ancestors(self.body_node):
            if node.mem_id in around_title:
                whole = _WHOLE_PAGE.match(node.tag or "") or node.css_first("aside, .sublay, footer, #footer")
                return None if whole else node
        return None

    def outside(self) -> list[LexborNode]:
        """The article itself is no place for widgets."""
        if self._view is not None:
            return [self._view, *self._related_boxes]
        nodes = [node for node in (self.body_node, self.title_node) if node is not None]
        return [*nodes, *self._between, *self._related_boxes]

    # ---- the fields --------------------------------------------------------------------------
    @cached_property
    def title(self) -> str | None:
        text = text_of(self.title_node)
        if text:
            return text
        return self.meta("og:title") or text_of(self.tree.css_first("title")) or None

    @cached_property
    def subtitle(self) -> str | None:
        """The smaller headline below the headline; several lines are one text."""
        for node in self._between:
            if node.css_first("a") is not None:
                continue
            is_smaller = node.tag in ("h2", "h3", "h4", "h5")
            if (is_smaller or _SUBTITLE_CLASS.search(attribute(node, "class"))) and (text := text_of(node)):
                return text
        return None

    @cached_property
    def kicker(self) -> str | None:
        """The line over the headline (``p.toptitle`` of the old skins)."""
        node = self.title_node.prev if self.title_node is not None else None
        while node is not None and not (node.is_element_node and text_of(node)):
            node = node.prev
        if node is None or node.tag not in ("p", "h3", "h4", "h5", "strong", "span", "em", "div"):
            return None
        text = text_of(node)
        plain = node.css_first("a, ul, img, h1, h2, button") is None and not _DATE.search(text)
        return text if plain and len(text) <= _PART_LENGTH else None

    @cached_property
    def section(self) -> str | None:
        """The newspaper's own label: the path's title, its last link, else the page's meta tag."""
        if text := text_of(self.tree.css_first(".path_wrap > h3, .path_wrap h3")):
            return text
        path = self.tree.css(".art_top_nav li a") or self._path
        if path and (text := text_of(path[-1])) and self.urls.link(attribute(path[-1], "href"), self.url):
            return text if not _is_home(text) else None
        return self._article_meta("article:section") or None

    def _article_meta(self, name: str) -> str:
        """A meta tag about the article; empty where the tags announce another title than the page's own.

        Some skins print the same tags, of the newspaper or of an older article, on every page.
        """
        announced, title = _letters(self.meta("og:title")), _letters(self.title or "")
        if announced and not title.startswith(announced) and not announced.startswith(title):
            return ""
        return self.meta(name)

    @cached_property
    def _path(self) -> list[LexborNode]:
        """The links of a breadcrumb: a short run of links that begins with the way home."""
        if self.title_node is None:
            return []
        for home in self.tree.css("a[href]"):
            if _is_home(text_of(home)) and home.parent is not None:
                box = home.parent if len(home.parent.css("a")) > 1 else home.parent.parent
                links = box.css("a") if box is not None else []
                kinds = [self.urls.link(attribute(a, "href"), self.url) for a in links[1:]]
                if 1 <= len(kinds) <= 4 and all(link and link.kind in ("list", "landing") for link in kinds):
                    return links[1:]
        return []

    @cached_property
    def _info(self) -> list[tuple[str, bool]]:
        """The parts of the info line under the headline, and whether the mark-up calls them an author."""
        parts: list[tuple[str, bool]] = []
        for node in self._between:
            called = bool(re.search(r"art_info|arvdate|byother", attribute(node, "class")))
            for line in node.css("li") or [node]:
                text = text_of(line)
                author = called or bool(_AUTHOR_CLASS.search(attribute(line, "class")))
                if len(text) <= 5 * _PART_LENGTH:
                    parts += [(part, author) for part in _PARTS.split(text) if part]
        return parts

    @cached_property
    def _times(self) -> LabelledTimes:
        dated = [part for part, _ in self._info if _DATE.search(part)]
        return parse_labelled(" | ".join(dated))

    @cached_property
    def published_at(self) -> str | None:
        """등록, else the one date printed without a label, else the page's meta tag."""
        return (
            self._times.published or self._times.unlabelled or parse_time(self._article_meta("article:published_time"))
        )

    @cached_property
    def modified_at(self) -> str | None:
        """수정, else the page's meta tag."""
        return self._times.modified or parse_time(self._article_meta("article:modified_time"))

    @cached_property
    def _bylines(self) -> list[Byline]:
        """The info line's people, then those the body names at its start and at its end."""
        bylines = [
            parse_info(part)
            for part, called in self._info
            if len(part) <= _PART_LENGTH and not _DATE.search(part) and (called or _PERSON.search(part))
        ]
        paragraphs = self._body.paragraphs
        prefix = parse_prefix(paragraphs[0], self.site_name) if paragraphs else None
        return [*bylines, *([prefix] if prefix else []), *self._trailers]

    @cached_property
    def authors(self) -> list[Author]:
        """The people of the byline, each once, in order."""
        return merge(*self._bylines)

    @cached_property
    def publisher(self) -> str | None:
        """The outlet the byline names; None when it names none."""
        return next((byline.publisher for byline in self._bylines if byline.publisher), None)

    @cached_property
    def _body(self) -> Body:
        if self.body_node is None:
            return Body()
        return read_body(self.body_node, self.urls, self.url)

    @cached_property
    def _trailers(self) -> list[Byline]:
        """The bylines that close the body; they and copyright lines are taken off its end."""
        found: list[Byline] = []
        paragraphs = self._body.paragraphs
        while len(paragraphs) > 1:
            byline = parse_trailer(paragraphs[-1])
            if byline is None and not is_copyright(paragraphs[-1]):
                break
            paragraphs.pop()
            if byline:
                found.insert(0, byline)
        return found

    @property
    def body(self) -> Body:
        """The body's paragraphs, pictures, tables and players, without closing byline and copyright."""
        _ = self._trailers
        return self._body

    @cached_property
    def tags(self) -> list[str]:
        """The tags below the article, without ``#``."""
        nodes = self.tree.css("ul.tag_lst a")
        if not nodes:
            scope = self._view if self._view is not None else self.root
            links = scope.css("a[href*=search]") if scope is not None else []
            nodes = [node for node in links if text_of(node).startswith("#") and not self._is_in_body(node)]
        return list(dict.fromkeys(tag for node in nodes if (tag := text_of(node).lstrip("#").strip())))

    def _is_in_body(self, node: LexborNode) -> bool:
        body = self.body_node.mem_id if self.body_node is not None else None
        return any(ancestor.mem_id == body for ancestor in ancestors(node))

    @cached_property
    def _related_boxes(self) -> list[LexborNode]:
        boxes = list(select(self.tree, _RELATED_BOXES))
        for node in self.tree.css("h2, h3, h4, h5, h6, strong, dt, b, p"):
            if len(text_of(node)) <= 12 and _RELATED.match(text_of(node)):
                box = next((a for a in ancestors(node) if a.css_first("a[href*='article.html']")), None)
                if box is not None and box.mem_id not in self._around_body:
                    boxes.append(box)
        return boxes

    @cached_property
    def related(self) -> list[RelatedArticle]:
        """The links of the 관련기사 box, each article once."""
        found: dict[str, RelatedArticle] = {}
        for box in self._related_boxes:
            for node in box.css("a[href]"):
                link = self.urls.link(attribute(node, "href"), self.url)
                if link and link.kind == "article" and (title := text_of(node)):
                    found.setdefault(link.url, RelatedArticle(title, link.url))
        return list(found.values())


def _letters(text: str) -> str:
    """A title without what quoting and white space change."""
    return re.sub(r"[\W_]+", "", text)


def _is_home(text: str) -> bool:
    return bool(_HOME.search(text))
