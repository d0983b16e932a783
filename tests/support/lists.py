"""Pages of lists as plain data, as far as the policy looks at them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from newscrawler.cms.family import Link, Row

ORIGIN = "http://demo.test"


@dataclass
class ListedPage:
    """A page of a list; by default one without a pager."""

    rows: list[Row]
    is_last: bool = False
    shown_page: int | None = None
    linked_pages: set[int] = field(default_factory=set)
    jumps: set[int] = field(default_factory=set)  # links to pages that are not named by number
    total: int | None = None
    says_empty: bool = False
    is_landing: bool = False
    has_frame: bool = True
    is_blank: bool = False
    is_certain: bool = True

    @property
    def named_pages(self) -> set[int]:
        return self.linked_pages - self.jumps


def article(number: int) -> Link:
    """The link to an article."""
    return Link("article", f"{ORIGIN}/news/article.html?no={number}", str(number))


def rows(numbers: Iterable[int], day: str | None = None) -> list[Row]:
    """Rows of articles, printed with a day (``YYYY-MM-DD``) or without a date."""
    return [Row(article(number), f"{number}번 기사", f"{day}T10:00:00+09:00" if day else None) for number in numbers]
