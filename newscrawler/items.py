"""The records of the feeds: one dataclass for each kind, with its fields in feed order.

Times are ISO 8601 strings with ``+09:00``, dates ``YYYY-MM-DD``, URLs absolute.
docs/feeds.md, the feed contract, defines the fields; the JSON Schemas in ``newscrawler/schemas/`` are generated
from these classes.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Annotated, Any, Literal, TypeVar

from msgspec import Meta

Time = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\+09:00$")]
Date = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Url = Annotated[str, Meta(pattern=r"^https?://")]
Text = Annotated[str, Meta(min_length=1)]
Word = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]*$")]
FoundVia = Literal["more", "menu", "list", "widget", "ajax", "rss", "start"]
PageKind = Literal["home", "section", "list", "article"]


@dataclass(slots=True)
class Author:
    """One person of a byline; ``role`` as printed (기자, 특파원, 온샘대 교수)."""

    name: Text
    role: Text | None = None
    email: Text | None = None


@dataclass(slots=True)
class Image:
    """One picture of an article's body."""

    url: Url
    caption: Text | None = None


@dataclass(slots=True)
class RelatedArticle:
    """One link of an article's 관련기사 box."""

    title: str
    url: Url


@dataclass(slots=True, kw_only=True)
class Article:
    """One revision of one article.

    ``extraction`` is the CMS family's name (``mediaon``, ``ndsoft``, or that of a family of the user's own), or
    ``fallback``. ``content_hash`` is newscrawler.korean.text.content_hash over title, subtitle, body, the pictures'
    captions and the tables. ``embeds`` are players and quoted posts of social networks.
    """

    type: Literal["article"] = "article"
    id: Text
    site: Text
    url: Url
    section: Text | None = None
    kicker: Text | None = None
    title: Text
    subtitle: Text | None = None
    authors: list[Author] = field(default_factory=list)
    publisher: Text | None = None
    published_at: Time | None = None
    modified_at: Time | None = None
    body: str = ""
    images: list[Image] = field(default_factory=list)
    tables: list[list[list[str]]] = field(default_factory=list)
    embeds: list[Url] = field(default_factory=list)
    tags: list[Text] = field(default_factory=list)
    related: list[RelatedArticle] = field(default_factory=list)
    language: Literal["ko"] = "ko"
    extraction: Word = "mediaon"
    found_via: FoundVia
    found_on: Url
    revision: Annotated[int, Meta(ge=1)] = 1
    status: Literal["new", "modified", "removed"] = "new"
    content_hash: Annotated[str, Meta(pattern=r"^sha256:[0-9a-f]{64}$")]
    fetched_at: Time


@dataclass(slots=True, kw_only=True)
class WeatherReading:
    """One station of the 기상청 strip that stands on every page."""

    type: Literal["weather"] = "weather"
    site: Text
    date: Date | None
    station: Text
    condition: Text | None
    temperature_c: Annotated[float, Meta(ge=-60, le=60)] | None
    provider: Text | None
    page_url: Url
    fetched_at: Time


@dataclass(slots=True)
class WidgetEntry:
    """One article or board post linked from a widget; ``rank`` counts from 1."""

    rank: Annotated[int, Meta(ge=1)]
    title: str
    url: Url
    teaser: Text | None = None
    thumbnail: Url | None = None


@dataclass(slots=True, kw_only=True)
class SidebarWidget:
    """One headed block of links on a page."""

    type: Literal["sidebar"] = "sidebar"
    site: Text
    page_url: Url
    page_kind: PageKind
    heading: Text | None
    heading_url: Url | None
    more_url: Url | None
    entries: list[WidgetEntry]
    fetched_at: Time


@dataclass(slots=True, kw_only=True)
class Rejected:
    """A page or an item that could not be accepted; ``reason`` is a short fixed word."""

    type: Literal["rejected"] = "rejected"
    site: Text
    url: str
    reason: Word
    detail: str | None = None
    fetched_at: Time


Own = TypeVar("Own", bound=Article)


def extended(article: Article, kind: type[Own], **values: Any) -> Own:
    """The article as a record of ``kind``, a subclass of Article with fields of its own, which have these values."""
    return kind(**{field.name: getattr(article, field.name) for field in fields(article)}, **values)


Item = Article | WeatherReading | SidebarWidget | Rejected
