"""Locates the parts of an article page.

Every skin has a body with a headline before it. The boxes around them have different names in every skin, so
the rest is found from these two.
"""

from __future__ import annotations

import re
from functools import cached_property
from itertools import pairwise

from selectolax.lexbor import LexborNode

from newscrawler.cms.dom import ancestors, attribute, children, is_inside, select, text_of
from newscrawler.cms.family import BODIES, PROOF
from newscrawler.cms.markup.marks import is_chrome, is_sidebar
from newscrawler.cms.page import Page
from newscrawler.korean import labels
from newscrawler.korean.text import composed

_HEADLINES = "h1, h2, h3, h4, [class*=tit], [class*=Tit]"
_RELATED = re.compile(rf"^\W*{labels.RELATED}")
_HOME = re.compile(r"(?:^|\s)(?:홈|home|처음|처음으로)$", re.I)
_WHOLE_PAGE = re.compile(r"^(?:body|html|main)$")
_LABEL_LENGTH = 30  # characters, conjoining letters counted one by one
_DEPTH_AFTER_BODY = 3
_DEPTH_ABOVE_TITLE = 4
_SUBTITLE_CLASS = re.compile(r"(?:^|[\s_-])(?:sub|\w*sub_?tit\w*|sub_?headline|deck)(?:$|[\s_-])", re.I)


class ArticleLayout(Page):
    """An article page, its parts located but not read."""

    @cached_property
    def _found_body(self) -> tuple[str, LexborNode | None]:
        """The selector that finds the body, and the body."""
        found = ((css, self.tree.css_first(css)) for css in self.selectors.bodies)
        return next((pair for pair in found if pair[1] is not None), ("", None))

    @property
    def body_node(self) -> LexborNode | None:
        return self._found_body[1]

    @cached_property
    def is_foreign(self) -> bool:
        """Whether the page was made by another system than the newspaper's.

        A body that the family alone names so, or its headline, is enough; a name that any site uses
        (itemprop=articleBody) needs two of the family's marks elsewhere on the page.
        """
        found, node = self._found_body
        if node is None:
            return True
        own = [css for css in self.selectors.bodies if css not in BODIES]
        if found in own or self._first(", ".join(own)) is not None or self._first(self.selectors.headline) is not None:
            return False
        return len(self.urls.family.signs(self)) < PROOF

    @cached_property
    def _around_body(self) -> set[int]:
        if self.body_node is None:
            return set()
        return {self.body_node.mem_id, *(node.mem_id for node in ancestors(self.body_node))}

    @property
    def announced(self) -> str:
        """The headline in the page's meta tags, the empty string where they have none."""
        return self.urls.family.headline_of(self.meta("og:title"))

    @cached_property
    def title_node(self) -> LexborNode | None:
        """The headline's element: where the skins put it, else the element that reads like the page's title."""
        if (headline := self._first(self.selectors.headline)) is not None and text_of(headline):
            return headline
        announced = letters_of(self.announced) or letters_of(text_of(self.tree.css_first("title")))
        before: list[LexborNode] = []
        for node in select(self.tree, f"{_HEADLINES}, {self.selectors.body_css}"):
            if node.mem_id in self._around_body:
                break
            letters = letters_of(text_of(node))
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
            if node.mem_id not in self._around_body and letters_of(text_of(node)) == announced:
                found = node
        return found

    @cached_property
    def subtitle_node(self) -> LexborNode | None:
        """Where the skins put the smaller headline; the same element behind a text of the body heads what follows."""
        node = self._first(self.selectors.subtitle)
        if node is None or self.body_node is None or not is_inside(node, self.body_node):
            return node
        above: LexborNode | None = node
        while above is not None and above.mem_id != self.body_node.mem_id:
            before = above.prev
            while before is not None:
                if not before.is_comment_node and not self._is_foreign(before) and text_of(before):
                    return None
                before = before.prev
            above = above.parent
        return node

    def _is_foreign(self, node: LexborNode) -> bool:
        return node.is_element_node and bool(
            self.selectors.foreign.search(f"{attribute(node, 'class')} {attribute(node, 'id')}")
        )

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
        """The elements after the body that may still belong to the article, nearest first."""
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
        """The article itself; no widget is looked for in it."""
        return [*self._view, *self._related_boxes, *self._boxes_below]

    def own_nodes(self) -> list[LexborNode]:
        return self.outside() if self._view else []

    @cached_property
    def _lone_section(self) -> str | None:
        """A single link to a list, directly above the headline."""
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

    @cached_property
    def _path(self) -> list[LexborNode]:
        """The links of a breadcrumb: a short series of links that begins with the front page."""
        if self.title_node is None:
            return []
        for home in self.tree.css("a[href]"):
            if is_home(text_of(home)) and home.parent is not None:
                box = home.parent if len(home.parent.css("a")) > 1 else home.parent.parent
                links = box.css("a") if box is not None else []
                targets = [self.link_of(a) for a in links[1:]]
                if 1 <= len(targets) <= 4 and all(link and link.is_section for link in targets):
                    return links[1:]
        return []

    @cached_property
    def _boxes_below(self) -> list[LexborNode]:
        """The boxes of the article's tags and reporters, wherever the family puts them."""
        boxes = select(self.tree, self.selectors.writers) if self.selectors.writers else []
        tags = self.tree.css_first(self.selectors.tags) if self.selectors.tags else None
        if tags is not None and tags.parent is not None:
            boxes.append(tags.parent)
        return boxes

    @cached_property
    def _related_boxes(self) -> list[LexborNode]:
        boxes = list(select(self.tree, self.selectors.related))
        for node in self.tree.css("h2, h3, h4, h5, h6, strong, dt, b, p"):
            text = text_of(node)
            if len(text) <= _LABEL_LENGTH and len(text := composed(text)) <= 12 and _RELATED.match(text):
                box = next((a for a in ancestors(node) if a.css_first(self.selectors.article_links)), None)
                if box is not None and box.mem_id not in self._around_body:
                    boxes.append(box)
        return boxes


def letters_of(text: str) -> str:
    """A title without the characters that quoting and white space change."""
    return re.sub(r"[\W_]+", "", text)


def is_home(text: str) -> bool:
    return len(text) <= _LABEL_LENGTH and bool(_HOME.search(composed(text)))


def is_subtitle(node: LexborNode) -> bool:
    """Whether an element below the headline is a subtitle by its tag or class."""
    return node.tag in ("h2", "h3", "h4", "h5") or bool(_SUBTITLE_CLASS.search(attribute(node, "class")))
