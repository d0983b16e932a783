"""What the widgets of the new skin have in common: heading, 더보기, picture."""

from __future__ import annotations

from newscrawler.demo.markup import raw
from newscrawler.demo.widgets import Entry, More, Widget


def more_link(more: More | None) -> str:
    """The 더보기 next to a heading, or nothing."""
    match more:
        case None | More(look="ajax"):
            return ""
        case More(look="title"):
            link = f'<a href="{more.href}" class="btn_art_more" title="더보기"><span class="ics ics02"></span></a>'
        case More(look="spaced"):
            link = f'<a href="{more.href}" class="btn_more">더 보기 +</a>'
        case More(look="all"):
            link = f'<a href="{more.href}" class="more">전체보기</a>'
        case More(look="english"):
            link = f'<a href="{more.href}" class="more"><b>MORE</b></a>'
        case _:
            link = (
                f'<a href="{more.href}" class="btn_art_more"><span class="ics ics01">'
                '<span class="blind">더보기</span></span></a>'
            )
    return f"<!--{link}-->" if more.commented else link


def heading(widget: Widget, skin: str = "ts04", inner: bool = False) -> str:
    """The heading block of a widget with its 더보기, or nothing."""
    if widget.heading is None:
        return ""
    text = widget.heading.replace(" Time Line", " <span>Time Line</span>")
    if widget.heading_href:
        text = f'<a href="{widget.heading_href}" >{text}</a>'
    opening, closing = ("\t\t<div>\n", "\t\t</div>\n") if inner else ("", "")
    return (
        f'\t<div class="tit_set {skin}">\n{opening}\t\t<h2>{text}'
        f"</h2>\n\t\t\t\t{more_link(widget.more)}\n{closing}\t</div>\n"
    )


def image(entry: Entry, alt: str | None = None) -> str:
    """The picture, or nothing; quotes in the title break its alt as they do in the wild."""
    if entry.thumbnail is None:
        return ""
    return f'<img src="{entry.thumbnail}" alt="{raw(entry.title) if alt is None else alt}">'


def boxed(entry: Entry, box: str) -> str:
    """The picture in its frame, or nothing."""
    drawn = image(entry)
    return f'<span class="{box}"><span class="bfbox">{drawn}</span></span>' if drawn else ""
