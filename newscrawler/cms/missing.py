"""Judges a page that was asked for as an article and does not hold one.

Servers answer 200 for much that is not an article: a script that says the article was deleted, a maintenance page, a
cookie check, a log-in form, half a template. Only words of deletion mean that the article is gone; everything else
says nothing about it, and the article must be asked for again.
"""

from __future__ import annotations

import html as entities
import re
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from selectolax.lexbor import LexborHTMLParser

from newscrawler.cms.dom import attribute, parse, text_of
from newscrawler.korean.deletion import says_deleted
from newscrawler.korean.text import clean

SHORT = 300  # characters; with less text a page holds no article and no frame of the newspaper
_LONGEST_SCRIPT = 20_000  # characters of one script that are read
_MOST = 50  # scripts of a page, and alerts of one of them
_LONGEST_DETAIL = 200
_FEW_LINKS = 5  # of a notice: back, home, log in; a page with more has a menu, and boxes that may be empty
_BLOCK = re.compile(
    r"<(?=/?(?:address|article|aside|blockquote|br|center|d[dlt]|div|fieldset|footer|form|h[1-6]|header|hr|li|main|nav|"
    r"ol|p|pre|section|t(?:able|body|d|h|r)|ul)\b)",
    re.I,
)
_CHOICES = ["button", "select", "textarea", "option"]  # what a reader may press says nothing about the article
_COMMENT = re.compile(r"/\*.{0,2000}?\*/|(?<![:'\"\w])//[^\n]{0,500}", re.S)
_ALERT = re.compile(r"\balert\s{0,9}\(\s{0,9}(?:(?=['\"`])|(?P<name>[\w.$]{1,60})\s{0,9}\))")
_STRING = re.compile(r"\s{0,9}\+?\s{0,9}(?:'((?:[^'\\\n]|\\.){0,500})'|\"((?:[^\"\\\n]|\\.){0,500})\"|`([^`]{0,500})`)")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})|\\(.)", re.S)
_FUNCTION = re.compile(
    r"(?:\bfunction\b[^(){}]{0,80}\([^(){}]{0,200}\)|(?:\([^(){}]{0,200}\)|\w{1,60})\s{0,9}=>)\s{0,20}$"
)
_AT_LOAD = re.compile(
    r"(?:onload\s{0,9}=\s{0,9}|(?:ready|setTimeout|\$|jQuery)\s?\(\s{0,9}|load(?:ed)?['\"]\s?,\s{0,9}|(?:^|[;!}\s])[(!]\s{0,9})$",
    re.I,
)
_LEAVES = re.compile(
    r"location\s{0,9}(?:\.\s{0,9}(?:href|replace|reload|assign)\s{0,9})?[=(]|history\s{0,9}\.|document\.cookie"
)


@dataclass(frozen=True, slots=True)
class NotArticle:
    """What a page says instead of an article; ``reason`` is the reject reason, ``detail`` the page's own words."""

    reason: Literal["missing", "unexpected"]
    detail: str | None


def judge_page(html: str, *, is_article: bool = False) -> NotArticle | None:
    """Judges a page without the text of an article: deleted, something unexpected, or None.

    ``html`` is the decoded source. ``is_article`` tells that the page has other marks of an article, a headline with
    its time, say: it is then unexpected only if it sends the reader away as soon as it is loaded.
    """
    tree = LexborHTMLParser(html)
    alerts = _alerts(tree)
    for alert in alerts:
        if says_deleted(alert):
            return NotArticle("missing", alert[:_LONGEST_DETAIL])
    lines = _lines(html)
    title = text_of(tree.css_first("title"))
    among_others = sum(map(len, lines)) >= SHORT or len(tree.css("a[href]")) > _FEW_LINKS
    if not is_article and says_deleted("\n".join([title, *lines]), among_others=among_others):
        notice = next((line for line in [*lines, title] if says_deleted(line)), title)
        return NotArticle("missing", notice[:_LONGEST_DETAIL])
    if is_article and not alerts and not _sends_away(tree, lines):
        return None
    detail = next(iter(alerts), None) or title or " ".join(lines)
    return NotArticle("unexpected", detail[:_LONGEST_DETAIL] or None)


def is_notice(text: str) -> bool:
    """Whether the text that stands where an article should is only the notice that it was deleted."""
    return len(text) < SHORT // 2 and says_deleted(re.split(r"(?<=[.!?])\s|\n", text, maxsplit=1)[0])


def _lines(html: str) -> list[str]:
    """The visible lines; on a page with more than a few of them without links, which are other pages' headlines."""
    tree = parse(_BLOCK.sub("\n<", html))
    tree.strip_tags(_CHOICES, recursive=True)
    body = tree.body
    if body is not None and len(body.text()) >= SHORT:
        tree.strip_tags(["a"], recursive=True)
    text = body.text() if body is not None else ""
    return [line for part in text.split("\n") if (line := clean(part))]


def _sends_away(tree: LexborHTMLParser, lines: list[str]) -> bool:
    """Whether the page only leads elsewhere: it has next to no text, and refreshes or runs a script that leaves."""
    if sum(map(len, lines)) >= SHORT:
        return False
    refresh = any(attribute(meta, "http-equiv").lower() == "refresh" for meta in tree.css("meta[http-equiv]"))
    return refresh or any(_LEAVES.search(source) for source in _sources(tree))


def _alerts(tree: LexborHTMLParser) -> list[str]:
    """The messages that open as the page is loaded, clean; those of buttons and other functions are left out."""
    found = []
    for source in _sources(tree):
        for match in islice(_ALERT.finditer(source), _MOST):
            if _runs_at_load(source[: match.start()]):
                message = _message(source, match.end(), match["name"])
                if message:
                    found.append(message)
    return found


def _sources(tree: LexborHTMLParser) -> list[str]:
    """The scripts of a page and what its body runs when it is loaded, without comments."""
    sources = [script.text()[:_LONGEST_SCRIPT] for script in tree.css("script:not([src])")[:_MOST]]
    sources += [entities.unescape(attribute(body, "onload")) for body in tree.css("body[onload]")]
    return [_COMMENT.sub(" ", source) for source in sources]


def _message(source: str, at: int, name: str | None) -> str:
    """The text of an alert: the strings that begin at a place, or those of the variable it names."""
    if name:
        given = re.search(rf"(?<![\w.]){re.escape(name)}\s{{0,9}}=(?=\s{{0,9}}['\"`])", source)
        if given is None:
            return ""
        at = given.end()
    parts: list[str] = []
    while (match := _STRING.match(source, at)) and len(parts) < 20:
        parts.append(match[1] or match[2] or match[3] or "")
        at = match.end()
    return clean(_ESCAPE.sub(_unescape, "".join(parts)))


def _unescape(match: re.Match[str]) -> str:
    if match[1]:
        return chr(int(match[1], 16))
    return " " if match[2] in "nrt" else match[2]


def _runs_at_load(before: str) -> bool:
    """Whether a script that begins so is still outside every function that only runs when it is called."""
    opened: list[int] = []
    for match in re.finditer(r"[{}]", before):
        if match[0] == "{":
            opened.append(match.start())
        elif opened:
            opened.pop()
    for brace in opened:
        head = before[max(0, brace - 300) : brace]
        function = _FUNCTION.search(head)
        if function is not None and not _AT_LOAD.search(head[max(0, function.start() - 40) : function.start()]):
            return False
    return True
