"""An article page: one property per field of the record.

``locate`` finds the parts of the page and ``infoline`` reads the line below the headline. Each field has its fallbacks,
tried in order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from newscrawler.cms.closing import HASHTAGS, take_closing
from newscrawler.cms.dom import ancestors, attribute, mail_address, select, text_of
from newscrawler.cms.fallback import Metadata, bare_title, extract
from newscrawler.cms.infoline import PART_LENGTH, InfoLine
from newscrawler.cms.jsonld import Stated, stated_article
from newscrawler.cms.locate import ArticleLayout, is_home, is_subtitle, letters_of
from newscrawler.cms.markup.body import Body, read_body
from newscrawler.cms.markup.foreign import shown_text
from newscrawler.cms.missing import NotArticle, is_notice, judge_page
from newscrawler.items import Article, Author, FoundVia, RelatedArticle
from newscrawler.korean.bylines import Byline, merge, parse_info, parse_prefix, parse_trailer
from newscrawler.korean.dates import has_time, parse_labelled, parse_time, real_time
from newscrawler.korean.text import clean, composed, content_hash, join_paragraphs

_SHORTEST_TEXT = 80  # characters; with less, a page needs a headline, a time or an author
_SECTION_CLASS = re.compile(r"(?:^|[\s_-])(?:cate?|category|section|sec)(?:$|[\s_-])", re.I)
_HEADLINES_BEFORE_TEXT = 3
_MAILED = "a[href^='mailto:']"
_OTHER_ARTICLES = re.compile(
    r"(?:의\s)?다른\s?기사\s?(?:더?\s?보기)?|기자\s?페이지|더\s?보기|구독\s?하기|(?:E-?mail|이?메일)(?:\s?보내기)?",
    re.I,
)
_TAG_BOX = re.compile(r"(?:^|[\s_-])(?:tags?|keywords?)(?:$|[\s_-])", re.I)


class ArticlePage(ArticleLayout):
    """An article. Texts are clean, times and URLs have the form of the feeds, absent values are None or empty."""

    @cached_property
    def not_article(self) -> NotArticle | None:
        """What the page says instead of an article; None if it is one, be it a stub without a text."""
        body, text = self.body, join_paragraphs(self.body.paragraphs)
        if is_notice(text):
            return NotArticle("missing", text)
        has_more = body.images or body.embeds or body.tables or len(text) >= _SHORTEST_TEXT
        if has_more or (text and (self.title_node is not None or self.published_at or self.authors)):
            return None
        is_stub = not text and (self.body_node is not None or self._is_announced)
        return judge_page(self.html, is_article=is_stub)

    @cached_property
    def _is_announced(self) -> bool:
        """Whether a page without the CMS's body has the headline and the metadata of an article."""
        announced = letters_of(self.meta("og:title"))
        headline = letters_of(text_of(self.title_node))
        is_typed = self.meta("og:type") == "article" and bool(headline) and headline == announced
        return is_typed or bool(self.published_at or self._stated_time)

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
        foreign = self.is_foreign and self.not_article is None
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
            publisher=self.publisher or site_title or self.site_name,
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
        return (
            *super().own_content(),
            self.item("", None, "list", self.url, ""),
            self.impossible_times,
            self.not_article,
        )

    @cached_property
    def title(self) -> str | None:
        text = shown_text(self.title_node)
        if text:
            return text
        return self.announced or text_of(self.tree.css_first("title")) or None

    @cached_property
    def subtitle(self) -> str | None:
        """The smaller headline below the headline; several lines are one text."""
        if text := text_of(self.subtitle_node):
            return text
        for node in self._between:
            if node.css_first("a") is not None:
                continue
            if is_subtitle(node) and (text := text_of(node)):
                return text
        return None

    @cached_property
    def kicker(self) -> str | None:
        """The line above the headline (``p.toptitle`` of the old skins)."""
        if 0 < len(text := text_of(self._first(self.selectors.kicker))) <= PART_LENGTH:
            return text
        node = self.title_node.prev if self.title_node is not None else None
        while node is not None and not (node.is_element_node and text_of(node)):
            node = node.prev
        if node is None or node.tag not in ("p", "h3", "h4", "h5", "strong", "span", "em", "div"):
            return None
        text = text_of(node)
        plain = node.css_first("a, ul, img, h1, h2, button, time") is None and not has_time(text)
        is_section = _SECTION_CLASS.search(attribute(node, "class"))
        if not plain or is_section or len(text) > PART_LENGTH or letters_of(text) == letters_of(self.title or ""):
            return None
        return text

    @cached_property
    def section(self) -> str | None:
        """The newspaper's own label: where the family states it, the path's title, its last link, else the meta tag."""
        if stated := self.urls.family.section_name(self):
            return stated
        if text := text_of(self._first(self.selectors.section_name)):
            return text
        path = (self.tree.css(self.selectors.path) if self.selectors.path else []) or self._path
        step = path[0 if self.selectors.is_path_from_section else -1] if path else None
        if step is not None and (text := text_of(step)) and self.link_of(step):
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
        announced, title = letters_of(self.announced), letters_of(self.title or "")
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
        """The time labelled 등록, else the only date printed without a label, else the page's meta tag.

        A family whose meta tag is exact prints the same time to the minute, so there the tag comes first.
        """
        tag = real_time(parse_time(self._article_meta("article:published_time")))
        if self.selectors.is_dated_by_head and tag:
            return tag
        printed = self._info.times.published or self._info.times.unlabelled
        return printed or tag or (self._stated.published if self._stated else None)

    @cached_property
    def _stated(self) -> Stated | None:
        """What the JSON-LD says, where the family's is about this article."""
        stated = self._stated_anywhere if self.selectors.is_dated_by_head else None
        headline, title = letters_of(stated.headline if stated else ""), letters_of(self.title or "")
        return stated if headline and (title.startswith(headline) or headline.startswith(title)) else None

    @property
    def _metadata(self) -> Metadata:
        return Metadata(self, self._stated_anywhere)

    @cached_property
    def _stated_anywhere(self) -> Stated | None:
        return stated_article(self.html)

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
        labelled = (parse_labelled(line).published for line in lines if len(line) <= PART_LENGTH)
        return next(filter(None, map(real_time, map(parse_time, times))), None) or next(filter(None, labelled), None)

    @cached_property
    def modified_at(self) -> str | None:
        """The time labelled 수정, else the page's meta tag, else the JSON-LD's if that is later than the first."""
        printed = self._info.times.modified or real_time(parse_time(self._article_meta("article:modified_time")))
        if printed or self._stated is None or self._stated.modified is None:
            return printed
        return self._stated.modified if self._stated.modified > (self.published_at or self._stated.modified) else None

    @cached_property
    def _bylines(self) -> list[Byline]:
        """The people of the info line, then of the bylines that open and close the body, else of a box below it."""
        found = [*self._info.bylines, *self._prefixes, *self._trailers, *self._mailed, *self._boxed]
        if self.selectors.author and (nodes := select(self.tree, self.selectors.author)):
            found.insert(0, parse_info(" ".join(map(text_of, nodes)), self.site_name, named=True))
        if not any(byline.authors for byline in found):
            found += self._info.guess
        if not any(byline.authors for byline in found):
            below = InfoLine(self._after_body, self.selectors, self.site_name, guests=False)
            found += (below.bylines or below.guess)[:1]
        if self.selectors.author_meta and not any(byline.authors for byline in found):
            found.append(parse_info(self._article_meta(self.selectors.author_meta), self.site_name))
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
        links = self.body_node.css(_MAILED) if self.body_node is not None else []
        found = (
            parse_trailer(f"{text_of(link)} {mail_address(link)}", self.site_name)
            for link in links
            if "기자" in composed(text_of(link))
        )
        return [byline for byline in found if byline]

    @property
    def _boxed(self) -> Iterator[Byline]:
        """The reporters of the boxes below the body: names with an address; the newsroom's own address is nobody's."""
        boxes = select(self.tree, self.selectors.writers) if self.selectors.writers else []
        for link in (link for box in boxes for link in box.css(_MAILED)):
            address = mail_address(link)
            for node in (link, *ancestors(link)):
                named = _without(text_of(node), address)
                if len(named) > PART_LENGTH or len(node.css(_MAILED)) > 1:
                    break
                byline = parse_info(f"{named} {address}", self.site_name)
                if byline.authors:
                    yield byline
                    break

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
        return read_body(self.body_node, self.urls, self.url, self.subtitle_node)

    @cached_property
    def _trailers(self) -> list[Byline]:
        """The bylines that close the body, which ``take_closing`` removes from it."""
        return take_closing(self._body.lines, self._body.linked, self.site_name)

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
            if HASHTAGS.fullmatch(line):
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


def _without(text: str, address: str) -> str:
    """A reporter's box without the address, and without the button that leads to other articles."""
    return clean(_OTHER_ARTICLES.sub("", text.replace(address, " "))).strip(" |·/()")
