"""One article as data: its content and appearance, without any HTML."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

Style = Literal["p", "div", "br"]
SourceForm = Literal["protocol", "root", "absolute", "lazy"]
CaptionHolder = Literal["figure", "cell", "paragraph", "none"]


def squeeze(text: str) -> str:
    """The text as the feeds want it: white space folded to single spaces, ends trimmed."""
    return " ".join(text.split())


@dataclass(frozen=True, slots=True)
class Person:
    """A person named in a byline."""

    name: str
    role: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Byline:
    """Who wrote an article and everything printed about it.

    ``people`` is the truth; ``prefix`` opens the body, ``credits`` stand in the info line
    (``joint``: written ``가·나 기자``; ``mailto``: the address is a link), ``trailing`` ends the body.
    """

    people: tuple[Person, ...] = ()
    outlet: str | None = None
    prefix: str = ""
    credits: tuple[Person, ...] = ()
    joint: bool = False
    mailto: bool = False
    trailing: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; ``wrapped`` prints a single <br> in it, ``links`` are (words, href) inside it."""

    text: str
    wrapped: bool = False
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Subhead:
    """A bold line between paragraphs."""

    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """An image of the body: its path on the site, how src is written, and its caption."""

    path: str
    form: SourceForm
    caption: str | None
    holder: CaptionHolder


@dataclass(frozen=True, slots=True)
class Figures:
    """An embedded data table, header row first."""

    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Player:
    """An embedded video player."""

    src: str


@dataclass(frozen=True, slots=True)
class Advert:
    """An advertisement inside the body, as a script block or as a frame."""

    frame: bool


Block = Paragraph | Subhead | Picture | Figures | Player | Advert


@dataclass(frozen=True, slots=True)
class Article:
    """Everything the newspaper holds about one article on one day."""

    no: int
    sec_no: int
    section: str
    title: str
    kicker: str | None
    subtitle: tuple[str, ...]
    byline: Byline
    published: datetime
    modified: datetime | None
    style: Style
    blocks: tuple[Block, ...]
    tags: tuple[str, ...]
    related: tuple[tuple[int, str], ...]
    comments: int
    address: str = "/news/article.html?no={}"

    @property
    def path(self) -> str:
        """The canonical address below the site's origin."""
        return self.address.format(self.no)

    @property
    def photo(self) -> str | None:
        """Path of the first picture, or None."""
        return next((block.path for block in self.blocks if isinstance(block, Picture)), None)

    def thumbnail(self, size: str) -> str | None:
        """Path of the first picture in a size such as ``90x60``, or None."""
        photo = self.photo
        if photo is None:
            return None
        return f"/data/cache/public{photo.removeprefix('/data').removesuffix('.jpg')}_{size}_c0.jpg"

    def teaser(self, length: int) -> str:
        """The beginning of the body, cut with ``..`` when longer than length characters."""
        text = " ".join(block.text for block in self.blocks if isinstance(block, Paragraph))
        return text if len(text) <= length else f"{text[:length].rstrip()}.."

    def truth(self, origin: str, newspaper: str) -> dict[str, Any]:
        """The fields of the article record this page must yield."""
        scheme = origin.partition(":")[0]
        return {
            "type": "article",
            "url": origin + self.path,
            "section": squeeze(self.section),
            "kicker": self.kicker,
            "title": squeeze(self.title),
            "subtitle": squeeze(" ".join(self.subtitle)) or None,
            "authors": [
                {"name": person.name, "role": person.role, "email": person.email} for person in self.byline.people
            ],
            "publisher": self.byline.outlet or newspaper,
            "published_at": feed_time(self.published),
            "modified_at": feed_time(self.modified) if self.modified else None,
            "body": "\n\n".join(squeeze(block.text) for block in self.blocks if isinstance(block, Paragraph | Subhead)),
            "images": [
                {"url": origin + block.path, "caption": block.caption}
                for block in self.blocks
                if isinstance(block, Picture)
            ],
            "tables": [[list(row) for row in block.rows] for block in self.blocks if isinstance(block, Figures)],
            "embeds": [
                f"{scheme}:{block.src}" if block.src.startswith("//") else block.src
                for block in self.blocks
                if isinstance(block, Player)
            ],
            "tags": list(self.tags),
            "related": [
                {"title": squeeze(title), "url": origin + self.address.format(no)} for no, title in self.related
            ],
        }


def feed_time(moment: datetime) -> str:
    """A Korean time as the feeds write it."""
    return f"{moment:%Y-%m-%dT%H:%M:%S}+09:00"
