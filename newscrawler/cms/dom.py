"""Small helpers over the lexbor tree, the one HTML engine of the project."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from newscrawler.cms.source import FLAT, Source
from newscrawler.korean.text import clean, composed
from newscrawler.translation import N_

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
# alt texts that the CMS fills in by itself and that describe nothing (docs/mediaon.md §4.2, §4.3).
_FILLER_ALT = frozenset(("", "이미지", "기본이미지", "thumbnails", "thumbnail", "배너", "image", "img", "사진"))
_PLACEHOLDER = re.compile(r"/(?:blank|loading|spacer|transparent|placeholder|lazy|1x1)\.\w{3,4}$", re.I)
_LAZY = ("data-src", "data-original", "data-lazy-src", "data-lazy", "src")  # the usual names first
_LAZY_NAME = re.compile(r"data-[\w-]{0,20}(?:src|original|echo|lazy|url|image)")
_NOWHERE = ("data:", "about:", "javascript:", "blob:", "#")
_LONGEST_CLASS = 300  # characters; keeps patterns that search a class cheap on any input
_MOST_LINKS = 4_000  # large front pages have 600; reading widgets costs the square of it
_MOST_HEADINGS = 4_000
_MANY_TAGS = 10_000
_DEEPEST = 400
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.I)


class TooDeepError(ValueError):
    """A page is nested so deeply that reading it would cost too much."""


class TooManyTagsError(ValueError):
    """A page has so many elements that reading it would hold up the crawl."""


def parse(html: str) -> LexborHTMLParser:
    """The tree of a page as it reads: line ends are white space, scripts, styles and struck text are left out.

    ``del`` and ``s`` mark what no longer holds: in "<del>12억</del> <ins>13억</ins>" only 13억 is said. The reading of
    a ruby stands in brackets behind its word, as ``rp`` would print it.
    Raises TooManyTagsError, or TooDeepError for a page with many tags nested hundreds of levels deep.
    """
    tags = html.count("<")
    if tags > _MANY_TAGS and _depth(html) > _DEEPEST:
        raise TooDeepError(N_(f"nested more than {_DEEPEST} deep"))
    if tags > _MOST_LINKS and (html.count("<a ") > _MOST_LINKS or html.count("<h") > _MOST_HEADINGS):
        raise TooManyTagsError(N_("more links or headings than any newspaper's page has"))
    source = Source(html)
    tree = LexborHTMLParser(source.prepared)
    tree.strip_tags(["script", "style", "noscript", "template", *source.struck], recursive=True)
    if source.has_ruby:
        for reading in tree.css("rt"):
            if reading.parent is not None and reading.parent.css_first("rp") is None:
                reading.insert_before("(")
                reading.insert_after(")")
    return tree


def _depth(html: str) -> int:
    """The maximum nesting depth of the tags; an unclosed tag counts as open."""
    depth = deepest = 0
    for closing, name in _TAG.findall(html):
        if name.lower() not in FLAT:
            depth += -1 if closing else 1
            deepest = max(deepest, depth)
    return deepest


def select(node: LexborHTMLParser | LexborNode, css: str) -> list[LexborNode]:
    """The nodes that match, in document order, each once: lexbor repeats nodes that match two alternatives."""
    return list({found.mem_id: found for found in node.css(css)}.values())


def attribute(node: LexborNode, name: str) -> str:
    """The attribute's value, the empty string when it is absent or has no value."""
    value = node.attrs.sget(name)
    return value[:_LONGEST_CLASS] if name == "class" else value


def text_of(node: LexborNode | None) -> str:
    """All text below the node, white space folded."""
    return clean(node.text()) if node is not None else ""


def alt_of(image: LexborNode) -> str:
    """A picture's ``alt``; the empty string for the CMS's fillers."""
    alt = clean(attribute(image, "alt"))
    return "" if composed(alt).lower() in _FILLER_ALT else alt


def source_of(node: LexborNode) -> str:
    """The address a picture or player is loaded from.

    With lazy loading, ``src`` is empty or a placeholder (``about:blank``, ``data:``), and an attribute like
    ``data-src`` holds the address.
    """
    for name in _LAZY:
        source = attribute(node, name).strip()
        if source and not source.startswith(_NOWHERE) and not _PLACEHOLDER.search(source):
            return source
    for name, value in node.attributes.items():
        if value and _LAZY_NAME.fullmatch(name) and not value.startswith(_NOWHERE):
            return value.strip()
    sources = node.parent.css("source") if node.parent is not None and node.parent.tag == "picture" else []
    for choice in [node, *sources]:
        for name in ("data-srcset", "srcset"):
            if candidates := attribute(choice, name).split():
                return candidates[0].rstrip(",")
    return ""


def children(node: LexborNode) -> Iterator[LexborNode]:
    """The node's child nodes, text included, comments left out."""
    child = node.first_child
    while child is not None:
        if not child.is_comment_node:
            yield child
        child = child.next


def text_outside(node: LexborNode, skip: Container[int]) -> str:
    """The text below a node, white space folded, without that of the elements whose ``mem_id`` is in ``skip``."""
    return clean("".join(_texts_outside(node, skip)))


def _texts_outside(node: LexborNode, skip: Container[int]) -> Iterator[str]:
    for child in children(node):
        if child.is_text_node:
            yield child.text()
        elif child.mem_id not in skip:
            yield from _texts_outside(child, skip)


def mail_address(link: LexborNode) -> str:
    """The address that a ``mailto:`` link writes to (RFC 6068), the empty string for another link."""
    scheme, _, rest = attribute(link, "href").partition(":")
    return rest.partition("?")[0] if scheme == "mailto" else ""


def ancestors(node: LexborNode) -> Iterator[LexborNode]:
    """The elements around the node, the nearest first."""
    parent = node.parent
    while parent is not None and parent.is_element_node:
        yield parent
        parent = parent.parent


def is_inside(node: LexborNode, container: LexborNode) -> bool:
    """Whether ``container`` is the node or one of the elements around it."""
    wanted = container.mem_id
    return node.mem_id == wanted or any(a.mem_id == wanted for a in ancestors(node))
