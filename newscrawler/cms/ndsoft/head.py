"""What the head of an ND소프트 page states: the section and the newspaper (docs/ndsoft.md §1).

``<title>`` is "제목 < 하위 섹션 < 섹션 < 기사본문 - 매체" for an article and "섹션 < 기사목록 - 매체" for a list, with
``<`` unescaped. A headline may hold `` < `` and `` - `` itself, so both are read from the right.
"""

from __future__ import annotations

from newscrawler.cms.dom import text_of
from newscrawler.cms.family import PageSource

_OUTLET = " - "
_ARTICLE, _LIST = " < 기사본문", " < 기사목록"


def without_outlet(title: str) -> str:
    """A title of the head without the newspaper's name at its end."""
    before, _, _ = title.rpartition(_OUTLET)
    return before.strip() or title


def outlet(page: PageSource) -> str | None:
    """The newspaper's name at the end of an article's or a list's title."""
    title = _title(page)
    names = (title.rpartition(f"{kind}{_OUTLET}")[2] for kind in (_ARTICLE, _LIST) if f"{kind}{_OUTLET}" in title)
    return next(names, "").strip() or None


def section(page: PageSource) -> str | None:
    """The label of the section that an article belongs to, or of a list; not that of an article's sub-section."""
    if stated := page.meta("article:section") or page.meta("Classification").partition(" > ")[0]:
        return stated
    title = _title(page)
    if _LIST in title:
        return title.partition(" < ")[0] or None
    _, _, label = title.rpartition(_ARTICLE)[0].rpartition(" < ")
    return label if _ARTICLE in title and f" < {label}{_ARTICLE}" in title else None


def _title(page: PageSource) -> str:
    return text_of(page.tree.css_first("title"))
