"""An article page: one property per field of the record.

``locate`` finds the parts of the page and ``infoline`` reads the line below the headline. Each field has its fallbacks,
tried in order.
"""

from __future__ import annotations

import re
from functools import cached_property

from newscrawler.cms.dom import attribute, select, text_of
from newscrawler.cms.fallback import Metadata, bare_title, extract
from newscrawler.cms.infoline import DATE, PART_LENGTH, InfoLine
from newscrawler.cms.locate import ArticleLayout, is_home, is_subtitle, letters_of
from newscrawler.cms.markup.body import Body, read_body
from newscrawler.cms.markup.foreign import shown_text
from newscrawler.items import Article, Author, FoundVia, RelatedArticle
from newscrawler.korean.bylines import Byline, merge, parse_prefix, parse_trailer, split_trailer
from newscrawler.korean.copyright import is_copyright
from newscrawler.korean.dates import parse_labelled, parse_time
from newscrawler.korean.text import clean, content_hash, join_paragraphs

_ALERT = re.compile(r"alert\s*\(\s*(['\"])(.{0,200}?)\1", re.S)
_GONE = re.compile(r"삭제|존재하지|없는|없습니다|잘못된|비공개")
_ERROR_PAGE_LENGTH = 300
_LEAVES = re.compile(
    r"history\s*\.\s*(?:back|go)|location\s*(?:\.\s*(?:href|replace)\s*)?[=(]|self\.close|http-equiv=['\"]?refresh",
    re.I,
)
_SECTION_CLASS = re.compile(r"(?:^|[\s_-])(?:cate?|category|section|sec)(?:$|[\s_-])", re.I)
_HASHTAGS = re.compile(r"(?:#[^\s#]{1,30}\s*)+")
# Lines that may follow the closing byline: 기사제휴=가온일보, 이 기사는 지역신문발전기금을 지원받았습니다.
_NOTE = re.compile(r"\W{0,10}(?:기사\s?(?:제휴|제공|출처)|[이본]\s(?:기사|기획|취재|보도|콘텐츠|글)\S{0,4}[는은]\s)")
_HEADLINES_BEFORE_TEXT = 3
_TAG_BOX = re.compile(r"(?:^|[\s_-])(?:tags?|keywords?)(?:$|[\s_-])", re.I)


class ArticlePage(ArticleLayout):
    """An article. Texts are clean, times and URLs have the form of the feeds, absent values are None or empty."""

    @cached_property
    def is_missing(self) -> bool:
        """Whether the page only says that the article does not exist (a script's alert, then a redirect)."""
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
        """The page's record; None when its address is not that of an article.

        ``site_title`` is the publisher of an article that does not name its outlet.
        """
        link = self.urls.link(self.url, self.url)
        if link is None or link.kind != "article":
            return None
        title, body = self.title or "", join_paragraphs(self.body.paragraphs)
        foreign = self.is_foreign and not self.is_missing
        published_at = self.published_at or (self._stated_time if foreign else None)
        extracted = extract(self.html, self.url, published_at) if foreign and self.body_node is None else None
        if extracted is not None:
            title = text_of(self.title_node) or extracted.title
            body = join_paragraphs(extracted.paragraphs)
        authors = self.authors
        if foreign:
            authors = authors or (extracted.authors if extracted else []) or self._metadata.people
            title = bare_title(title, [*self._metadata.outlets, *self._metadata.sections, site_title or ""])
        return Article(
            id=f"{site}:{link.id}",
            site=site,
            url=link.url,
            section=self.section,
            kicker=self.kicker,
            title=title,
            subtitle=self.subtitle,
            authors=authors,
            publisher=self.publisher or site_title,
            published_at=published_at,
            modified_at=self.modified_at or (self._metadata.changed if foreign else None),
            body=body,
            images=self.body.images,
            tables=self.body.tables,
            embeds=self.body.embeds,
            tags=self.tags,
            related=self.related,
            extraction="fallback" if extracted or (foreign and self.body_node) else self.urls.family.name,
            found_via=found_via,
            found_on=found_on,
            content_hash=content_hash(title, self.subtitle, body, self.body.captions, self.body.tables),
            fetched_at=fetched_at,
        )

    def own_content(self) -> tuple[object, ...]:
        return *super().own_content(), self.item("", None, "list", self.url, ""), self.impossible_times, self.is_missing

    @cached_property
    def title(self) -> str | None:
        text = shown_text(self.title_node)
        if text:
            return text
        return self.meta("og:title") or text_of(self.tree.css_first("title")) or None

    @cached_property
    def subtitle(self) -> str | None:
        """The smaller headline below the headline; several lines are one text."""
        for node in self._between:
            if node.css_first("a") is not None:
                continue
            if is_subtitle(node) and (text := text_of(node)):
                return text
        return None

    @cached_property
    def kicker(self) -> str | None:
        """The line above the headline (``p.toptitle`` of the old skins)."""
        node = self.title_node.prev if self.title_node is not None else None
        while node is not None and not (node.is_element_node and text_of(node)):
            node = node.prev
        if node is None or node.tag not in ("p", "h3", "h4", "h5", "strong", "span", "em", "div"):
            return None
        text = text_of(node)
        plain = node.css_first("a, ul, img, h1, h2, button, time") is None and not DATE.search(text)
        is_section = _SECTION_CLASS.search(attribute(node, "class"))
        if not plain or is_section or len(text) > PART_LENGTH or letters_of(text) == letters_of(self.title or ""):
            return None
        return text

    @cached_property
    def section(self) -> str | None:
        """The newspaper's own label: the path's title, its last link, else the page's meta tag."""
        if text := text_of(self._first(self.selectors.section_name)):
            return text
        path = (self.tree.css(self.selectors.path) if self.selectors.path else []) or self._path
        if path and (text := text_of(path[-1])) and self.link_of(path[-1]):
            return text if not is_home(text) else None
        before = self.title_node.prev if self.title_node is not None else None
        while before is not None and not before.is_element_node:
            before = before.prev
        if before is not None and _SECTION_CLASS.search(attribute(before, "class")) and text_of(before):
            return text_of(before)
        return self._lone_section or self._article_meta("article:section") or None

    def _article_meta(self, name: str) -> str:
        """A meta tag about the article; empty where the tags name another title than the page's own.

        Some skins print the same tags, of the newspaper or of an older article, on every page.
        """
        announced, title = letters_of(self.meta("og:title")), letters_of(self.title or "")
        if announced and not title.startswith(announced) and not announced.startswith(title):
            return ""
        return self.meta(name)

    @cached_property
    def _info(self) -> InfoLine:
        return InfoLine(self._between, self.selectors, self.site_name, self.made_at)

    @property
    def impossible_times(self) -> tuple[str, ...]:
        """The impossible times of the info line (2025.02.30), as printed."""
        return self._info.times.impossible

    @property
    def damaged_characters(self) -> int:
        """How many characters of title, subtitle, body and captions were bytes of another encoding (U+FFFD)."""
        texts = [self.title, self.subtitle, *self.body.paragraphs, *self.body.captions]
        return sum(text.count("\ufffd") for text in texts if text)

    @cached_property
    def published_at(self) -> str | None:
        """The time labelled 등록, else the only date printed without a label, else the page's meta tag."""
        return (
            self._info.times.published
            or self._info.times.unlabelled
            or parse_time(self._article_meta("article:published_time"))
        )

    @cached_property
    def _metadata(self) -> Metadata:
        return Metadata(self)

    @cached_property
    def _stated_time(self) -> str | None:
        """The publication time on a page without the CMS's markup: from metadata, a ``time``, or a labelled line."""
        if stated := self._metadata.published:
            return stated
        named = [self.meta(name) for name in ("date", "pubdate", "DC.date")]
        times = named + [
            attribute(node, "datetime") for node in self.tree.css("article time[datetime], main time[datetime]")
        ]
        lines = (text_of(node) for node in select(self.tree, "p, li, span, dd, td, div, em, small"))
        labelled = (parse_labelled(line).published for line in lines if len(line) <= PART_LENGTH and DATE.search(line))
        return next(filter(None, map(parse_time, times)), None) or next(filter(None, labelled), None)

    @cached_property
    def modified_at(self) -> str | None:
        """The time labelled 수정, else the page's meta tag."""
        return self._info.times.modified or parse_time(self._article_meta("article:modified_time"))

    @cached_property
    def _bylines(self) -> list[Byline]:
        """The people of the info line, then of the bylines that open and close the body, else of a box below it."""
        found = [*self._info.bylines, *self._prefixes, *self._trailers, *self._mailed]
        if not any(byline.authors for byline in found):
            found += InfoLine(self._after_body, self.selectors, self.site_name, guests=False).bylines[:1]
        return found

    @property
    def _prefixes(self) -> list[Byline]:
        """The byline at the start of the text; a headline or two may precede it, a sentence may not."""
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
        """The bylines that close the body; they and copyright lines are removed from its end."""
        found: list[Byline] = []
        notes: list[list[str]] = []  # they stay, but a byline may precede them
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
    def related(self) -> list[RelatedArticle]:
        """The links of the 관련기사 box, each article once."""
        found = {article.url: article for article in self._body.related}
        for box in self._related_boxes:
            for node in box.css("a[href]"):
                link = self.link_of(node)
                if link and link.kind == "article" and (title := text_of(node)):
                    found.setdefault(link.url, RelatedArticle(title, link.url))
        return list(found.values())
