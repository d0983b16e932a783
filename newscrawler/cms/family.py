"""The interface of a CMS family: the extension point of newscrawler.cms.

A family is one CMS with all its skins (mediaOn, for example). To add one, write a folder next to ``mediaon/`` with a
subclass of ``Family``, and list it in ``newscrawler.cms.families``. Everything else in this package reads pages by
their shape and takes the names of a family's parts from its ``Selectors``.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar, Literal, Protocol
from urllib.parse import urlencode, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from newscrawler.cms.dom import attribute

# An article; a post on a board; a list of articles, page by page; a landing page, which shows widgets;
# a board; anything else, other hosts included.
LinkKind = Literal["article", "post", "list", "landing", "board", "other"]
Resolve = Callable[[str], "Link | None"]

PROOF = 2  # signs of a family on one page; a single one may be chance or a quoted address
NEVER = re.compile(r"(?!)")  # matches nothing: for what a family does not have
# Parameters that count visits or hold a session; the page is the same without them.
_JUNK_PARAMETER = re.compile(r"^(utm_.*|ref|mobile(_reset)?|phpsessid|sid|s_id|fbclid|gclid)$", re.I)
_PAGE_PARAMETER = re.compile(r"[?&]page=\d+$")
_PAGE_NUMBER = re.compile(r"[?&]page=(\d{1,9})$")


@dataclass(frozen=True, slots=True)
class Link:
    """Where an ``href`` leads: ``url`` is absolute and, for the newspaper's own pages, canonical.

    ``id`` identifies an article within the newspaper; it is None for every other kind.
    """

    kind: LinkKind
    url: str
    id: str | None = None

    @property
    def is_section(self) -> bool:
        """Whether the link leads to a list of articles or a landing page."""
        return self.kind in ("list", "landing")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list; ``date`` is the printed time (ISO 8601), None if there is none."""

    link: Link
    title: str
    date: str | None


@dataclass(frozen=True, slots=True)
class MoreRequest:
    """The request that a block's "more" button sends next (AJAX), as plain data.

    ``name`` is the block's own name on its page. ``list_url`` names the list in reports: two pages that show the same
    block give the same one. ``form`` is the body of a POST; a GET has its parameters in ``url``. ``size`` is the number
    of entries of a full reply, None if the page does not state it.
    """

    url: str
    name: str
    list_url: str
    method: Literal["GET", "POST"] = "GET"
    form: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    size: int | None = None

    @property
    def body(self) -> str:
        """The form, URL-encoded; empty for a GET."""
        return urlencode(self.form)


@dataclass(frozen=True, slots=True)
class MoreReply:
    """One reply to a MoreRequest: its articles, the server's error if any, and the request for the reply after it.

    ``next`` is None where the reply is the last one. ``says_end`` means that the server says in words that there are no
    more articles, as an error of its own or in place of them.
    """

    rows: list[Row]
    error: str | None = None
    next: MoreRequest | None = None
    says_end: bool = False


class PageSource(Protocol):
    """The part of a page that a family may use; newscrawler.cms.page.Page implements it."""

    @property
    def html(self) -> str:
        """The source, decoded."""

    @property
    def url(self) -> str: ...

    @property
    def tree(self) -> LexborHTMLParser:
        """The page without scripts and styles."""

    def link_of(self, node: LexborNode) -> Link | None:
        """Where the element's ``href`` leads, None for nowhere."""

    def own(self, href: str) -> str | None:
        """The canonical address behind ``href`` if it is on the newspaper's own host."""

    def meta(self, name: str) -> str:
        """The content of a meta tag by property or name, the empty string when it is absent."""


def class_pattern(*words: str) -> re.Pattern[str]:
    """A pattern that finds one of the words (regular expressions) in a class, alone or between ``-`` and ``_``."""
    return re.compile(rf"(?:^|[\s_-])(?:{'|'.join(words)})(?:$|[\s_-])", re.I)


# Names that Korean news sites use for these parts, whatever their CMS.
BODIES = ("[itemprop=articleBody]", ".article_body", "#article_body")
CHROME = frozenset(
    """
    gnb lnb snb nav menu footer accessibility top_banner banner_box breadcrumb location paging pagination
    sns_wrap sns_box share_box sitemap bx-clone
    """.split()
)
SIDE_COLUMNS = frozenset(("aside", "side", "sidebar"))
POPUP_WORDS = ("popup", r"layer\w*")
LABEL_WORDS = (
    *(r"cate?\w*", "sec(?:tion)?", "label", "tag", "num", "no", r"rank\w*", "date", "time", "day", r"ico\w*"),
    *("badge", "count", "cnt", "name", "who", "by", "byline", "writer", "author", "reporter", "kind"),
)
_ADVERTISING_WORDS = (
    *("ads?", r"ad(?:box|zone|area|wrap|slot|unit|fit|post|banner|link|frame|view|list|layer)\w*", r"advert\w*"),
    *("adsbygoogle", "adsense", "google-auto-placed", r"taboola\w*", r"dable\w*", r"outbrain\w*", r"criteo\w*"),
    *("mobon", "teads", "banner", "ban", "bnr", r"sponsor\w*", r"promo(?:tion\w*)?"),
)
_FOREIGN_WORDS = (
    *("related", "sns", r"shares?(?:box|area|wrap|btn|list)?", "recommend", "ranking", "popular"),
    *(r"\w*pay", "paywall", r"donat(?:e|ion)s?", r"subscri(?:be|ption)s?", "support", "newsletter", "login"),
    *(
        r"members?(?:hip|[_-]?only)",
        "premium",
        "tts",
        "print",
        "scrap",
        r"font_?(?:size|ctrl|control)",
        r"paging",
        r"paginat\w*",
        "pager",
        "pagenum",
    ),
    *("utils?", "toolbar", r"(?:hit|read|view|like|reply|comment)_?(?:count|cnt|num)s?", "hits", "likes"),
)


def foreign_pattern(*words: str) -> re.Pattern[str]:
    """A pattern that finds advertising, share buttons and the like, or one of the words, in a class or id.

    It is the more careless of two: what it finds is left out only if it does not read as the article's text.
    """
    every = "|".join((*_ADVERTISING_WORDS, *_FOREIGN_WORDS, *words))
    return re.compile(rf"(?i:(?:^|[\s_-])(?:{every})(?:$|[\s_-]|\d))|[a-z0-9]Ads?(?:$|[^a-z])")


_ADVERTISING = re.compile(
    rf"(?i:(?:^|[\s_-])(?:{'|'.join(_ADVERTISING_WORDS)})(?:$|[\s_-]|\d))|[a-z0-9]Ads?(?:$|[^a-z])"
)
_LABELS = class_pattern(*LABEL_WORDS)
_POPUPS = class_pattern(*POPUP_WORDS)
_FOREIGN = foreign_pattern()
_NUMBERED_CHROME = re.compile(r"gnb\w*")


@dataclass(frozen=True, eq=False, kw_only=True)
class Selectors:
    """Where the parts of a family's pages stand. The defaults fit sites of any CMS.

    A ``str`` is a CSS selector, or a piece of an address or a class where its comment says so; None means that the
    family has no such part. A pattern is searched in a class attribute unless its comment says otherwise.
    """

    # ---- the article
    article_address: str  # a piece of the address of every article, "article.html"
    bodies: tuple[str, ...] = BODIES  # the element that holds the text, the surest first
    headline: str | None = None  # where the skins put the headline
    article_box: re.Pattern[str] = NEVER  # the box that holds the whole article and nothing else
    subtitle: str | None = None  # where the skins put the smaller headline; inside the body, only before its text
    kicker: str | None = None  # where the skins put the line above the headline
    info_line: re.Pattern[str] = NEVER  # names the line of authors and times below the headline
    is_dated_by_head: bool = False  # the page's meta tags and JSON-LD state the times of the article, to the second
    section_name: str | None = None  # the name of the section on top of an article or list
    author: str | None = None  # where the skins print the author's name, or address, and nothing else
    author_meta: str | None = None  # the meta tag with the byline as printed
    is_path_from_section: bool = False  # the path goes on below the section: its first link counts, not its last
    path: str | None = None  # the links of the path to the article (홈 > 시정), the last one its section
    tags: str | None = None  # the links of the tags
    writers: str | None = None  # boxes below the body with the reporters' names and addresses
    related: str = "[class*=relat], [class*=rel_]"  # boxes of related articles
    foreign: re.Pattern[str] = _FOREIGN  # what stands inside the body and is not text of it; also searched in the id
    controls: re.Pattern[str] = NEVER  # a whole line inside the body that labels a button of the CMS
    advertising: re.Pattern[str] = _ADVERTISING  # of those, the names of advertisements; pictures in them are theirs
    # ---- lists
    list_classes: tuple[str, ...] = ("article_list",)  # pieces of the class of a list of articles
    own_list: str | None = None  # the list of a list page; without links in it the list is empty
    list_count: str | None = None  # where a list prints how many articles it has
    pager: str = "[class*=paging], [class*=paginat], [class*=pagenum]"  # the numbers of a list's pages
    templates: str | None = None  # rows without content that a script copies; taken out of every page
    # ---- around them
    date_line: str | None = None  # the day on which the page was made
    weather: str | None = None  # the strip of weather stations
    chrome: frozenset[str] = CHROME  # classes and ids of what frames a page and holds no widget
    chrome_numbered: re.Pattern[str] = _NUMBERED_CHROME  # the same; matches a whole class or id
    side_columns: frozenset[str] = SIDE_COLUMNS  # classes and ids of the side column
    popups: re.Pattern[str] = _POPUPS  # layers over the page; also searched in the id
    widget_box: re.Pattern[str] = NEVER  # the root of one configured widget
    widget_content: str | None = None  # what holds the entries of a widget, filled or empty, besides lists and tables
    lists_related: bool = False  # links to related articles below an entry of a widget are entries of their own
    headings: str | None = None  # elements that head a widget, besides heading tags and classes that say so
    labels: re.Pattern[str] = _LABELS  # texts of an entry that are neither headline nor teaser
    inseparable: str | None = None  # a regular expression: source that a side column cannot be left out with

    @cached_property
    def body_css(self) -> str:
        """Any body, as one selector."""
        return ", ".join(self.bodies)

    @cached_property
    def article_links(self) -> str:
        """Links to articles."""
        return f"a[href*='{self.article_address}']"

    @cached_property
    def scripted_links(self) -> str:
        """Elements that lead to an article by script."""
        return f"[onclick*='{self.article_address}'], [data-href*='{self.article_address}']"

    @cached_property
    def lists(self) -> str:
        """Lists of articles by their class."""
        return ", ".join(f"[class*={name}]" for name in self.list_classes)

    @cached_property
    def list_class(self) -> re.Pattern[str]:
        """The class of a list of articles."""
        return re.compile("|".join(self.list_classes))

    @cached_property
    def beside(self) -> re.Pattern[str]:
        """A class or id of the side column, alone or as a part of a longer one."""
        return class_pattern(*sorted(self.side_columns), "right")


class Family(ABC):
    """One CMS family: how its addresses, pages and buttons are read. Stateless; one instance serves all newspapers."""

    name: ClassVar[str]  # the word of the feeds and of the table of newspapers
    title: ClassVar[str]  # its name for people
    selectors: ClassVar[Selectors]

    # ---- recognising it ------------------------------------------------------------------------
    @abstractmethod
    def signs(self, page: PageSource) -> list[str]:
        """The family's marks on a page, each once, in words for people.

        Called for pages whose family is not known yet. One mark may be chance; two are taken as proof.
        """

    def skin(self, html: str) -> str | None:
        """The skin that a page's source names; called to describe a newspaper, never to read it."""
        return None

    # ---- addresses -----------------------------------------------------------------------------
    @abstractmethod
    def link(self, origin: str, path: str, query: dict[str, str]) -> Link | None:
        """What an address on the newspaper's own host leads to; None for nowhere (a click counter, a missing number).

        Called once per address and page, so it may take its time. ``path`` begins with ``/`` and has no double
        slashes; ``query`` holds every parameter, the last of each name, stripped. The link's address begins with
        ``origin`` and is the same for all addresses of one page; ``canonical`` makes it. Reading it again must give
        the same link. A list's address must be one that ``section_of``, ``page_number`` and ``with_page`` understand.
        """

    @staticmethod
    def canonical(origin: str, path: str, query: Mapping[str, str]) -> str:
        """An address without tracking parameters, and with the page of a list at its end."""
        kept = {k: v for k, v in query.items() if not _JUNK_PARAMETER.match(k)}
        page = {"page": kept.pop("page")} if "page" in kept else {}
        return f"{origin}{path}" + (f"?{urlencode({**kept, **page})}" if kept or page else "")

    def section_of(self, url: str) -> str:
        """The canonical address of a list without its page number: what names the section a page belongs to."""
        return _PAGE_PARAMETER.sub("", url)

    def page_number(self, url: str) -> int:
        """The page that a list's canonical address asks for, 1 when it names none."""
        match = _PAGE_NUMBER.search(url)
        return int(match[1]) if match else 1

    def with_page(self, url: str, number: int) -> str:
        """The canonical address of page ``number`` of the list ``url``; page 1 is the list itself."""
        section = self.section_of(url)
        if number <= 1:
            return section
        return f"{section}{'&' if '?' in section else '?'}page={number}"

    def list_behind(self, landing: str) -> str | None:
        """The list behind a section's landing page, where its address follows from the landing page's."""
        return None

    def list_of_all(self, origin: str) -> str | None:
        """The usual address of the list of all articles of a newspaper, for front pages that do not link to it."""
        return None

    def section_code(self, url: str) -> str | None:
        """The newspaper's own code of the section at a canonical address, by which people may choose it."""
        return None

    def is_series(self, url: str) -> bool:
        """Whether a list holds the articles of a series and not those of a section."""
        return False

    # ---- pages ---------------------------------------------------------------------------------
    def total(self, page: PageSource) -> int | None:
        """The number of articles that a page of a list says the list has; None if it does not say."""
        return None

    def made_at(self, html: str) -> str | None:
        """When the server made this copy of the page (ISO 8601), as its source says."""
        return None

    def rss_url(self, page: PageSource) -> str | None:
        """The RSS feed of all articles; asked of a front page.

        By default the feed that it advertises on its own host or on one below its domain (``cdn.``).
        """
        domain = urlsplit(page.url).netloc.lower().removeprefix("www.")
        for node in page.tree.css("link[rel=alternate][href]"):
            link = page.link_of(node) if "rss" in attribute(node, "type") else None
            if link is not None and f".{urlsplit(link.url).netloc.lower()}".endswith(f".{domain}"):
                return link.url
        return None

    def section_name(self, page: PageSource) -> str | None:
        """The newspaper's label of the section that an article or list belongs to, where the page's head states it."""
        return None

    def site_name(self, page: PageSource) -> str | None:
        """The newspaper's name, where the family's pages state it in a place of their own."""
        return None

    def headline_of(self, announced: str) -> str:
        """The headline in a title of the page's head (``og:title``), which may have the newspaper's name at its end."""
        return announced

    # ---- "more" buttons ------------------------------------------------------------------------
    def more_requests(self, page: PageSource) -> Iterator[MoreRequest]:
        """The next request of each "more" button of a page, in document order; links to lists are not among them."""
        yield from ()

    def read_more(self, text: str, request: MoreRequest, resolve: Resolve) -> MoreReply:
        """Reads the reply to a request of ``more_requests`` or of an earlier reply's ``next``.

        ``text`` is the body, whatever content type it came with; ``resolve`` gives the link behind an ``href`` of the
        page that showed the button. Raises ``ValueError``, with a few words on what it is, when the reply is not one.
        A family whose ``more_requests`` finds any overrides it; in the others there is no reply to read.
        """
        raise NotImplementedError(f"{self.name} offers no requests to reply to")
