"""Prepares the source of a page for the parser: what editors type is told from what is markup.

The CMS does not escape texts (docs/mediaon.md §9), so a headline may hold ``<BTS>`` or ``<Style>``. An HTML parser
makes an element of it, and ``<Style>``, ``<Title>`` or ``<table>`` swallow what follows.
"""

from __future__ import annotations

import re
from functools import cached_property

# Elements that break a line on the screen; lexbor's text would join the words on both sides.
_BREAKING = "p|div|td|th|li|d[dt]|h[1-6]|figcaption|caption|blockquote|summary"
_BREAK = re.compile(rf"<(?=/(?:{_BREAKING}|{_BREAKING.upper()})>|[bB][rR][\s/>])")
# What may be text. An HTML tag never holds Hangul without "=" or quotes (<A급 태풍>, <BTS 노래>), nor an e-mail address
# (<narae@x.kr>). A bracketed word may be one if no attribute in it has a value, and if it begins with a capital or
# follows a text. Also the end of struck text and of ruby, to learn cheaply whether a page has any.
_ODD = re.compile(
    r"<(?:(?=/?[a-zA-Z][^<>=\"'가-힣@]{0,40}+(?:[가-힣][^=\"'<>]{0,60}[<>]|@[\w.-]{1,60}>))"
    r"|(?=[A-Z]|/(?:del|s|strike|ruby|DEL|S|STRIKE)>|(?<=[가-힣 (\[‘“,·…]<)[a-z])"
    r"(/?[^\s<>=]{1,40})((?: [^\s<>=]{1,40}){0,8})>)"
)
_HANGUL_BEFORE = re.compile(r"[가-힣] ?$")
# The elements of HTML, obsolete ones included, and those of SVG that are written without attributes.
_ELEMENTS = frozenset(
    """
    a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big blink blockquote body br
    button canvas caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em embed
    fieldset figcaption figure font footer form frame frameset g h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe
    img input ins kbd label legend li link main map mark marquee menu meta meter nav nobr noembed noframes noscript
    object ol optgroup option output p param picture pre progress q rb rp rt rtc ruby s samp script search section
    select small source span strike strong style sub summary sup svg table tbody td template textarea tfoot th thead
    time title tr track tt u ul var video wbr
    """.split()
)
# Elements without an end tag, or whose end tag may be omitted (HTML Standard, "Optional tags").
FLAT = frozenset(
    "area base br col embed hr img input link meta param source track wbr p li td th tr tbody dd dt option".split()
)
# Elements that nobody writes between two words, so that one without an end tag is a word.
_STRUCTURE = frozenset(
    """
    audio body button canvas fieldset form frameset head html iframe map object script select style svg table template
    textarea title video
    """.split()
)
_BARE_ATTRIBUTES = frozenset(
    """
    allowfullscreen async autofocus autoplay checked compact controls declare default defer disabled formnovalidate
    hidden inert ismap itemscope loop multiple muted nohref nomodule noresize noshade novalidate nowrap open playsinline
    readonly required reversed scoped seamless selected truespeed
    """.split()
)


class Source:
    """The source of a page: ``prepared`` is what the parser gets, the rest is what it should know about it."""

    def __init__(self, html: str) -> None:
        self.html = html
        self._ends: set[str] = set()  # the names among the end tags that _ODD finds
        self._words: dict[str, bool] = {}
        self.prepared = _BREAK.sub("\n<", _ODD.sub(self._read, html))

    @cached_property
    def struck(self) -> list[str]:
        """The elements whose text is struck out on this page; an element that is not closed strikes nothing."""
        ends = sorted(self._ends - {"ruby"})
        return [name for name in ends if self._opened(name) == self._closed(name)]

    @property
    def has_ruby(self) -> bool:
        """Whether words on this page have their reading above them."""
        return "ruby" in self._ends

    def _read(self, match: re.Match[str]) -> str:
        name, words = match[1], match[2]
        if name is None:
            return "&lt;"
        if name[0] == "/":
            self._ends.add(name[1:].lower())
            return match[0]
        if name.islower() and name in _STRUCTURE:
            is_word = bool(_HANGUL_BEFORE.search(match.string[match.start() - 2 : match.start()]))
            is_word = is_word and self._opened(name) > self._closed(name)
        else:
            if match[0] not in self._words:
                self._words[match[0]] = self._is_word(name, words.rstrip("/").split())
            is_word = self._words[match[0]]
        return f"&lt;{match[0][1:]}" if is_word else match[0]

    def _is_word(self, name: str, words: list[str]) -> bool:
        """Whether ``<name words>`` is text: no element of HTML, or one that nothing closes."""
        element = name.lower()
        if ":" in name or name.endswith("/"):  # <o:p>, <br/>
            return False
        if element not in _ELEMENTS:
            return not self._closed(element)
        if any(word.lower() not in _BARE_ATTRIBUTES for word in words):
            return not name.islower() or any(word[0].isupper() for word in words)  # <A Star Is Born>
        if words or name.islower() or element in FLAT or f"</{name}>" in self.html:
            return False
        is_lone = element in _STRUCTURE or self.html.count(f"<{name}>") == 1
        return is_lone and self._opened(element) > self._closed(element)

    @cached_property
    def _lower(self) -> str:
        return self.html.lower()

    def _opened(self, element: str) -> int:
        return len(re.findall(rf"<{element}[\s/>]", self._lower))

    def _closed(self, element: str) -> int:
        return self._lower.count(f"</{element}>")
