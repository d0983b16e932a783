"""An article page: one property per field of the record.

Anchored on what the CMS always has, the body and the headline before it, with fall-backs in order; every skin names the
boxes around them differently, so between headline and body the texts themselves say what they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cached_property
from itertools import pairwise

from selectolax.lexbor import LexborNode

from newscrawler.cms.fallback import extract
from newscrawler.cms.markup.body import Body, read_body
from newscrawler.cms.markup.dom import ancestors, attribute, children, is_inside, select, text_of
from newscrawler.cms.markup.marks import is_chrome, is_sidebar
from newscrawler.cms.page import Page
from newscrawler.items import Article, Author, FoundVia, RelatedArticle
from newscrawler.korean.bylines import Byline, merge, parse_info, parse_prefix, parse_trailer, split_trailer
from newscrawler.korean.copyright import is_copyright
from newscrawler.korean.dates import LabelledTimes, parse_labelled, parse_time
from newscrawler.korean.text import clean, content_hash, join_paragraphs

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
_ALERT = re.compile(r"alert\s*\(\s*(['\"])(.{0,200}?)\1", re.S)
_GONE = re.compile(r"삭제|존재하지|없는|없습니다|잘못된|비공개")
_ERROR_PAGE_LENGTH = 300
_LEAVES = re.compile(
    r"history\s*\.\s*(?:back|go)|location\s*(?:\.\s*(?:href|replace)\s*)?[=(]|self\.close|http-equiv=['\"]?refresh",
    re.I,
)
_HOME = re.compile(r"(?:^|\s)(?:홈|home|처음|처음으로)$", re.I)
_JSON_LD_TIME = re.compile(r'"datePublished"\s{0,8}:\s{0,8}"([^"]{8,40})"')
_WHOLE_PAGE = re.compile(r"^(?:body|html|main)$")
_DEPTH_AFTER_BODY = 3
_DEPTH_ABOVE_TITLE = 4
_SECTION_CLASS = re.compile(r"(?:^|[\s_-])(?:cate?|category|section|sec)(?:$|[\s_-])", re.I)
_HASHTAGS = re.compile(r"(?:#[^\s#]{1,30}\s*)+")
# What may stand below the closing byline: 기사제휴=가온일보, 이 기사는 지역신문발전기금을 지원받았습니다.
_NOTE = re.compile(r"\W{0,10}(?:기사\s?(?:제휴|제공|출처)|[이본]\s(?:기사|기획|취재|보도|콘텐츠|글)\S{0,4}[는은]\s)")
_HEADLINES_BEFORE_TEXT = 3
_TAG_BOX = re.compile(r"(?:^|[\s_-])(?:tags?|keywords?)(?:$|[\s_-])", re.I)
_DATE_PART = re.compile(
    r"(?:(?:기사|최초|최종)?\s?(?:등록|입력|수정|승인|작성|발행|편집|업데이트|갱신)\S{0,3}\s?[:：]?\s?)?"
    r"\d{4}\s?[-./년]\s?\d{1,2}\s?[-./월]\s?\d{1,2}일?\.?(?:\s?\([^)]{1,3}\))?"
    r"(?:[\sT]{0,2}(?:오전|오후)?\s?\d{1,2}[:시]\s?\d{1,2}분?(?::\d{2})?(?:[+-]\d{2}:?\d{2})?)?"
)


class ArticlePage(Page):
    """An article; texts are clean, times and URLs as the feeds have them, absent values None or empty."""

    @cached_property
    def is_missing(self) -> bool:
        """Whether the page only says that there is no such article (a script's alert, then away)."""
        if self.body_node is not None and (self.body.paragraphs or self.body.images):
            return False
        if not _LEAVES.search(self.html):
            return False
        if self.missing_message and _GONE.search(self.missing_message):
            return True
        return len(text_of(self.root)) < _ERROR_PAGE_LENGTH and bool(self.missing_message or len(self.html) < 2000)

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
        foreign = self.body_node is None and not self.is_missing
        published_at = self.published_at or (self._stated_time if foreign else None)
        extracted = extract(self.html, self.url, published_at) if foreign else None
        if extracted is not None:
            title = text_of(self.title_node) or extracted.title
            body = join_paragraphs(extracted.paragraphs)
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
            published_at=published_at,
            modified_at=self.modified_at,
            body=body,
            images=self.body.images,
            tables=self.body.tables,
            embeds=self.body.embeds,
            tags=self.tags,
            related=self.related,
            extraction="fallback" if extracted else self.urls.family.name,
            found_via=found_via,
            found_on=found_on,
            content_hash=content_hash(title, self.subtitle, body),
            fetched_at=fetched_at,
        )

    # ---- where things stand ------------------------------------------------------------------
    @cached_property
    def body_node(self) -> LexborNode | None:
        return next((node for css in self.selectors.bodies if (node := self.tree.css_first(css)) is not None), None)

    @cached_property
    def _around_body(self) -> set[int]:
        if self.body_node is None:
            return set()
        return {self.body_node.mem_id, *(node.mem_id for node in ancestors(self.body_node))}

    @cached_property
    def title_node(self) -> LexborNode | None:
        """The headline's element: where the skins put it, else what reads like the page's title."""
        if (headline := self._first(self.selectors.headline)) is not None and text_of(headline):
            return headline
        announced = _letters(self.meta("og:title")) or _letters(text_of(self.tree.css_first("title")))
        before: list[LexborNode] = []
        for node in select(self.tree, f"{_HEADLINES}, {self.selectors.body_css}"):
            if node.mem_id in self._around_body:
                break
            letters = _letters(text_of(node))
            if len(letters) >= 2 and (announced.startswith(letters) or letters.startswith(announced[:200] or "-")):
                return node
            if node.tag in ("h1", "h2") and node.css_first("img") is None and letters:
                before.append(node)
        return self._announced_node(announced) or (before[-1] if before and self.body_node is not None else None)

    def _announced_node(self, announced: str) -> LexborNode | None:
        """The last element of any kind before the body whose whole text is the announced title."""
        found = None
        for node in select(self.tree, f"p, div, span, strong, b, td, {self.selectors.body_css}") if announced else ():
            if self.body_node is not None and node.mem_id == self.body_node.mem_id:
                break
            if node.mem_id not in self._around_body and _letters(text_of(node)) == announced:
                found = node
        return found

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
    def _view(self) -> list[LexborNode]:
        """The article's part of the page: the CMS's own box around it, else from the headline to the body.

        The smallest element around both may hold the sidebar as well, so only those of its children
        count that hold the headline, the body or what stands between.
        """
        if self.body_node is None:
            return []
        path = [self.body_node, *ancestors(self.body_node)]
        for node in path:
            if self.selectors.article_box.search(attribute(node, "class")):
                return [node]
        around_title = {n.mem_id for n in ancestors(self.title_node)} if self.title_node is not None else set()
        for inner, outer in pairwise(path):
            if outer.mem_id in around_title:
                return [*self._before_body(outer), inner]
        return [self.body_node]

    def _before_body(self, outer: LexborNode) -> list[LexborNode]:
        """The children of ``outer`` from the one that holds the headline up to the body's."""
        found: list[LexborNode] = []
        for child in children(outer):
            if child.mem_id in self._around_body:
                break
            if child.is_element_node and (found or (self.title_node and is_inside(self.title_node, child))):
                found.append(child)
        return found

    @cached_property
    def _after_body(self) -> list[LexborNode]:
        """The elements after the body, nearest first, as far as the article's part of the page may reach."""
        found: list[LexborNode] = []
        node = self.body_node
        for _ in range(_DEPTH_AFTER_BODY):
            if node is None or _WHOLE_PAGE.match(node.tag or ""):
                break
            sibling = node.next
            while sibling is not None:
                if sibling.is_element_node and not self._is_around(sibling):
                    found.append(sibling)
                sibling = sibling.next
            if self.selectors.article_box.search(attribute(node, "class")):
                break
            node = node.parent
        return found

    def _is_around(self, node: LexborNode) -> bool:
        return is_chrome(node, self.selectors) or is_sidebar(node, self.selectors)

    def outside(self) -> list[LexborNode]:
        """The article itself is no place for widgets."""
        return [*self._view, *self._related_boxes]

    def own_content(self) -> tuple[object, ...]:
        return *super().own_content(), self.item("", None, "list", self.url, ""), self.impossible_times, self.is_missing

    def own_nodes(self) -> list[LexborNode]:
        return self.outside() if self._view else []

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
        plain = node.css_first("a, ul, img, h1, h2, button, time") is None and not _DATE.search(text)
        is_section = _SECTION_CLASS.search(attribute(node, "class"))
        if not plain or is_section or len(text) > _PART_LENGTH or _letters(text) == _letters(self.title or ""):
            return None
        return text

    @cached_property
    def section(self) -> str | None:
        """The newspaper's own label: the path's title, its last link, else the page's meta tag."""
        if text := text_of(self._first(self.selectors.section_name)):
            return text
        path = (self.tree.css(self.selectors.path) if self.selectors.path else []) or self._path
        if path and (text := text_of(path[-1])) and self.link_of(path[-1]):
            return text if not _is_home(text) else None
        before = self.title_node.prev if self.title_node is not None else None
        while before is not None and not before.is_element_node:
            before = before.prev
        if before is not None and _SECTION_CLASS.search(attribute(before, "class")) and text_of(before):
            return text_of(before)
        return self._lone_section or self._article_meta("article:section") or None

    @cached_property
    def _lone_section(self) -> str | None:
        """A single link to a list just above the headline."""
        node = self.title_node
        for _ in range(_DEPTH_ABOVE_TITLE):
            if node is None or node.mem_id in self._around_body:
                return None
            sibling = node.prev
            while sibling is not None:
                links = sibling.css("a[href]") if sibling.is_element_node else []
                if links:
                    link = self.link_of(links[0])
                    is_section = len(links) == 1 and link is not None and link.is_section
                    return text_of(links[0]) or None if is_section else None
                sibling = sibling.prev
            node = node.parent
        return None

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
                targets = [self.link_of(a) for a in links[1:]]
                if 1 <= len(targets) <= 4 and all(link and link.is_section for link in targets):
                    return links[1:]
        return []

    @cached_property
    def _info(self) -> list[tuple[str, bool]]:
        """The parts of the info line under the headline, and whether the mark-up calls them an author."""
        return list(self._parts(self._between))

    def _parts(self, nodes: Iterable[LexborNode]) -> Iterator[tuple[str, bool]]:
        for node in nodes:
            called = bool(self.selectors.info_line.search(attribute(node, "class")))
            for line in node.css("li") or [node]:
                text = clean(" ".join(_info_texts(line)))
                author = called or bool(_AUTHOR_CLASS.search(attribute(line, "class")))
                if len(text) <= 5 * _PART_LENGTH:
                    yield from ((part, author) for part in _PARTS.split(text) if part)

    @cached_property
    def _times(self) -> LabelledTimes:
        """The times of the info line; forms without a year (12-19, 3시간 전) are told from when the page was made."""
        dated = [part for part, _ in self._info if _DATE.search(part)]
        if dated or self.made_at is None:
            return parse_labelled(" | ".join(dated))
        called = (part for part, called in self._info if called)
        return parse_labelled(" | ".join(called), datetime.fromisoformat(self.made_at))

    @property
    def impossible_times(self) -> tuple[str, ...]:
        """What the info line prints as times that cannot be (2025.02.30), as printed."""
        return self._times.impossible

    @cached_property
    def published_at(self) -> str | None:
        """등록, else the one date printed without a label, else the page's meta tag."""
        return (
            self._times.published or self._times.unlabelled or parse_time(self._article_meta("article:published_time"))
        )

    @cached_property
    def _stated_time(self) -> str | None:
        """When a page without the CMS's markup says it was published: its data, a ``time``, a labelled line."""
        if match := _JSON_LD_TIME.search(self.html):
            return parse_time(match[1])
        named = [self.meta(name) for name in ("date", "pubdate", "DC.date")]
        times = named + [
            attribute(node, "datetime") for node in self.tree.css("article time[datetime], main time[datetime]")
        ]
        lines = (text_of(node) for node in select(self.tree, "p, li, span, dd, td, div, em, small"))
        labelled = (
            parse_labelled(line).published for line in lines if len(line) <= _PART_LENGTH and _DATE.search(line)
        )
        return next(filter(None, map(parse_time, times)), None) or next(filter(None, labelled), None)

    @cached_property
    def modified_at(self) -> str | None:
        """수정, else the page's meta tag."""
        return self._times.modified or parse_time(self._article_meta("article:modified_time"))

    @cached_property
    def _bylines(self) -> list[Byline]:
        """The info line's people, then those the body names at its start and at its end, else a box below it."""
        found = [*self._named_in(self._info), *self._prefixes, *self._trailers, *self._mailed]
        if not any(byline.authors for byline in found):
            found += self._named_in(self._parts(self._after_body))[:1]
        return found

    @property
    def _prefixes(self) -> list[Byline]:
        """The byline the text begins with; a headline or two may stand before it, a sentence not."""
        for paragraph in self._body.paragraphs[:_HEADLINES_BEFORE_TEXT]:
            if byline := parse_prefix(paragraph, self.site_name):
                return [byline]
            if paragraph.rstrip("\"'”’ ").endswith("."):
                break
        return []

    @property
    def _mailed(self) -> list[Byline]:
        """The reporters of the body whose name is a link to their address."""
        links = self.body_node.css("a[href^='mailto:']") if self.body_node is not None else []
        addresses = ((text_of(a), attribute(a, "href").removeprefix("mailto:").partition("?")[0]) for a in links)
        found = (parse_trailer(f"{text} {address}", self.site_name) for text, address in addresses if "기자" in text)
        return [byline for byline in found if byline]

    def _named_in(self, parts: Iterable[tuple[str, bool]]) -> list[Byline]:
        """The people named in the parts of info lines; dates are cut out, other texts name nobody."""
        found = []
        for part, called in parts:
            rest = clean(_DATE_PART.sub(" ", part)).strip(" /|·-")
            if rest and len(rest) <= _PART_LENGTH and (called or _PERSON.search(rest)):
                byline = parse_info(rest, self.site_name)
                if byline.authors or byline.email or byline.publisher:
                    found.append(byline)
        return found

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
        notes: list[list[str]] = []  # they stay, but a byline may stand before them
        paragraphs = self._body.lines
        while paragraphs and (len(paragraphs) > 1 or len(paragraphs[0]) > 1):
            line = paragraphs[-1][-1]
            byline = parse_trailer(line, self.site_name)
            if byline is None and not is_copyright(line) and not _HASHTAGS.fullmatch(line):
                if len(paragraphs[-1]) > 1 or not _NOTE.match(line):
                    break
                notes.insert(0, paragraphs.pop())
                continue
            paragraphs[-1].pop()
            if not paragraphs[-1]:
                paragraphs.pop()
            if byline:
                found.insert(0, byline)
        if paragraphs and (closing := split_trailer(paragraphs[-1][-1], self.site_name)):
            paragraphs[-1][-1], byline = closing
            found.insert(0, byline)
        paragraphs += notes
        return found

    @property
    def body(self) -> Body:
        """The body's paragraphs, pictures, tables and players, without closing byline and copyright."""
        _ = self._trailers
        return self._body

    @cached_property
    def tags(self) -> list[str]:
        """The tags below the article, without ``#``."""
        texts = [text_of(node) for node in self.tree.css(self.selectors.tags)] if self.selectors.tags else []
        for node in () if texts else self._after_body:
            line = clean(node.text(separator=" "))
            links = [text_of(link) for link in node.css("a[href*=search]")]
            if _HASHTAGS.fullmatch(line):
                texts = links or line.split()
            elif links and (_TAG_BOX.search(attribute(node, "class")) or all(t.startswith("#") for t in links)):
                texts = links
            if texts:
                break
        return list(dict.fromkeys(tag for text in texts if (tag := text.lstrip("#").strip())))

    @cached_property
    def _related_boxes(self) -> list[LexborNode]:
        boxes = list(select(self.tree, self.selectors.related))
        for node in self.tree.css("h2, h3, h4, h5, h6, strong, dt, b, p"):
            if len(text := text_of(node)) <= 12 and _RELATED.match(text):
                box = next((a for a in ancestors(node) if a.css_first(self.selectors.article_links)), None)
                if box is not None and box.mem_id not in self._around_body:
                    boxes.append(box)
        return boxes

    @cached_property
    def related(self) -> list[RelatedArticle]:
        """The links of the 관련기사 box, each article once."""
        found = {article.url: article for article in self._body.related}
        for box in self._related_boxes:
            for node in box.css("a[href]"):
                link = self.link_of(node)
                if link and link.kind == "article" and (title := text_of(node)):
                    found.setdefault(link.url, RelatedArticle(title, link.url))
        return list(found.values())


def _info_texts(node: LexborNode) -> Iterator[str]:
    """The texts of an info line; "3시간 전" counts as its ``datetime``, a mailto link as its address."""
    if node.tag in ("button", "select", "svg"):
        return
    if node.tag == "time" and not _DATE.search(text_of(node)) and (moment := attribute(node, "datetime")):
        yield moment
        return
    for child in children(node):
        if child.is_text_node:
            yield child.text()
        else:
            yield from _info_texts(child)
    href = attribute(node, "href") if node.tag == "a" else ""
    if href.startswith("mailto:") and "@" not in text_of(node):
        yield href.removeprefix("mailto:").partition("?")[0]


def _letters(text: str) -> str:
    """A title without what quoting and white space change."""
    return re.sub(r"[\W_]+", "", text)


def _is_home(text: str) -> bool:
    return bool(_HOME.search(text))
