"""Draws the widget families of the old skin."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from newscrawler.demo.markup import esc, raw
from newscrawler.demo.widgets import Entry, More, Widget

_SPACE = "<hr class='spc' style='height:15px;'>\n"
_LOST = '<!--dd><a href="/news/article.html?no=9001">지난해 이맘때 기사</a></dd-->'


def draw(widget: Widget) -> str:
    """The HTML of one widget with its separator."""
    return _FAMILIES[widget.family](widget) + _SPACE


def families() -> Iterable[str]:
    """The names of all families."""
    return _FAMILIES


def _more(more: More | None) -> str:
    match more:
        case None:
            return ""
        case More(look="plus"):
            link = f'<span class="more"><a href="{more.href}"><span> + </span>더보기</a></span>'
        case More(look="icon"):
            link = (
                f'<span class="more"><a href="{more.href}">더보기 '
                "<img src='/data/skin/content/1/images/more_icon.gif' class=more_icon></a></span>"
            )
        case More(look="image"):
            link = (
                f'<span class="more"><a href="{more.href}"><img '
                'src="/data/skin/content/1/images/btn_more.gif" alt="더보기"></a></span>'
            )
        case More(look="top_image"):
            link = (
                f'<span><a href="{more.href}"><img '
                'src="/data/skin/content/1/images/btn_more_top.gif" alt="TOP NEWS 더보기"></a></span>'
            )
        case More(look="awesome"):
            link = f'<a href="{more.href}" class="more"><i class="fa fa-plus"></i></a>'
        case More(look="see"):
            link = (
                f'<a href="{more.href}"><img src="/data/skin/content/1/images/btn_last.gif" '
                'alt="지난 TOP뉴스 보기"></a>'
            )
        case _:
            link = f'<span class="more"><a href="{more.href}">더보기</a></span>'
    return f"<!--{link}-->" if more.commented else link


def _heading(widget: Widget) -> str:
    text = widget.heading or ""
    return f'<a href="{widget.heading_href}">{text}</a>' if widget.heading_href else text


def _image(entry: Entry, alt: str = "") -> str:
    return f"<img src='{entry.thumbnail}' border=0 alt=\"{alt}\">" if entry.thumbnail else ""


def _table(widget: Widget) -> str:
    """A lead in nested layout tables: picture, title and teaser are three links to one article."""
    rows = "".join(
        f"""<tr><td valign=top>
	<table width="100%" border="0" cellpadding="0" cellspacing="0"><tr>
		<td width="320"><a href="{entry.href}">{_image(entry)}</a></td>
		<td><table border="0">
		<tr><td class="text16dkblue"><a href="{entry.href}">{raw(entry.title)}</a></td></tr>
		<tr><td class="text12gray"><a href="{entry.href}">{esc(entry.teaser or "")}</a></td></tr></table></td>
	</tr></table>
</td></tr>
"""
        for entry in widget.entries
    )
    return (
        f'<div class="m01_hdl5"><table width="100%" border="0" cellpadding="0" cellspacing="0">\n{rows}</table></div>'
    )


def _headlines(widget: Widget) -> str:
    rows = "".join(
        f"""	<dl><dt><a href="{entry.href}">{_image(entry)}</a></dt>
		<dd class="tit"><a href="{entry.href}">{raw(entry.title)}</a></dd>
		<dd class="txt"><a href="{entry.href}">{esc(entry.teaser or "")}</a></dd></dl>
"""
        for entry in widget.entries
    )
    return f'<div class="m01_hdl10">\n\t<h2>{_heading(widget)} {_more(widget.more)}</h2>\n{rows}</div>'


def _top_news(widget: Widget) -> str:
    """The heading is a picture."""
    rows = "".join(
        f"""	<li><a href="{entry.href}">{_image(entry)}</a>
		<strong><a href="{entry.href}">{raw(entry.title)}</a></strong>
		<p><a href="{entry.href}">{esc(entry.teaser or "")}</a></p></li>
"""
        for entry in widget.entries
    )
    return (
        f'<div class="m01_arl5">\n\t<h2><img src="/data/design/content/tit_top.gif" alt="{widget.heading}">'
        f"{_more(widget.more)}</h2>\n\t<ul>\n{rows}\t</ul>\n</div>"
    )


def _nameless(widget: Widget) -> str:
    """The heading is a picture without a text."""
    rows = "".join(
        f'\t\t<li><a href="{entry.href}" title="{raw(entry.full_title)}">{raw(entry.title)}</a></li>\n'
        for entry in widget.entries
    )
    return (
        '<div class="m01_arl4">\n\t<h2><img src="/data/design/content/imgtit_77.gif" alt="">'
        f"</h2>\n\t<ul>\n{rows}\t</ul>\n</div>"
    )


def _teasers(widget: Widget) -> str:
    """An unpaired closing tag follows the heading."""
    rows = "".join(
        f"""	<h3><a href="{entry.href}">{raw(entry.title)}</a></h3>
	<dl><dt><a href="{entry.href}">{_image(entry)}</a></dl>
	<p><a href="{entry.href}">{esc(entry.teaser or "")}</a></p>
"""
        for entry in widget.entries
    )
    return (
        f'<div class="m01_arl35">\n\t<h2><span>{_heading(widget)}</span></span>{_more(widget.more)}</h2>\n{rows}</div>'
    )


def _carousel(widget: Widget) -> str:
    """Titles are cut; the whole ones stand in the pictures' alt."""
    rows = "".join(
        f"""	<dl class="art{number}"{' style="display:none;"' if number > 1 else ""}>
		<dt><a href="{entry.href}">{_image(entry, raw(entry.full_title))}</a></dt>
		<dd><a href="{entry.href}">{raw(entry.title)}</a></dd>
	</dl>
"""
        for number, entry in enumerate(widget.entries, 1)
    )
    return f'<div class="m01_arl36">\n\t<h2>{_heading(widget)}</h2>{_more(widget.more)}\n{rows}</div>'


def _labelled(widget: Widget) -> str:
    rows = "".join(
        f'\t<p><span class="sec">[{entry.section}]</span> <a href="{entry.href}">{raw(entry.title)}</a></p>\n'
        for entry in widget.entries
    )
    return f'<div class="{widget.family}">\n\t<h2>{_heading(widget)}</h2>{_more(widget.more)}\n{rows}</div>'


def _teaser_lines(widget: Widget) -> str:
    rows = "".join(
        f"""	<li><span class="tit"><a href="{entry.href}"
title="{raw(entry.full_title)}">{raw(entry.title)}</a></span>
		<p><a href="{entry.href}">{esc(entry.teaser or "")}</a></p></li>
"""
        for entry in widget.entries
    )
    return f'<div class="m01_arl41">\n\t<h2>{_heading(widget)}</h2>{_more(widget.more)}\n\t<ul>\n{rows}\t</ul>\n</div>'


def _lines(widget: Widget) -> str:
    rows = "".join(f'\t\t<dd><a href="{entry.href}">{raw(entry.title)}</a></dd>\n' for entry in widget.entries)
    lost = f"\t\t{_LOST}\n" if widget.entries else ""
    return (
        f'<div class="{widget.family}">\n\t<h3>{_heading(widget)}</h3>{_more(widget.more)}\n\t'
        f"<dl>\n{rows}{lost}\t</dl>\n</div>"
    )


def _numbered(widget: Widget) -> str:
    rows = "".join(
        f'\t\t<li><span class="title_wrap"><a href="{entry.href}">{raw(entry.title)}</a></span></li>\n'
        for entry in widget.entries
    )
    return (
        f'<div class="{widget.family}">\n\t<div class="tit"><h3>{_heading(widget)}'
        f"</h3>{_more(widget.more)}</div>\n"
        f"\t<ol>\n{rows}\t</ol>\n</div>"
    )


def _ranking(widget: Widget) -> str:
    rows = "".join(
        f'\t\t<li><em class="num">{rank}</em> <a href="{entry.href}">{raw(entry.title)}</a></li>\n'
        for rank, entry in enumerate(widget.entries, 1)
    )
    return f'<div class="m01_arl26601">\n\t<h2>{_heading(widget)}</h2>\n\t<ul class="rank">\n{rows}\t</ul>\n</div>'


def _series(widget: Widget) -> str:
    """The heading is the only way to the list."""
    rows = "".join(f'\t<p class="t"><a href="{entry.href}">{raw(entry.title)}</a></p>\n' for entry in widget.entries)
    return f'<div class="m01_arl8">\n\t<div class="rvw_title">{_heading(widget)}</div>\n{rows}</div>'


def _blocks(widget: Widget) -> str:
    """Newer blocks on old pages: 더보기 is an icon, the title a block inside its link."""
    rows = "".join(
        f"""	<li><a href="{entry.href}"><p class="tx">{raw(entry.title)}</p></a>
		<span class="cat">{entry.section}</span> <span class="time">{entry.published:%H:%M}</span></li>
"""
        for entry in widget.entries
    )
    return (
        f'<div class="m2017_hdl01">\n\t<div class="section-title"><h1>{_heading(widget)}'
        f"</h1>{_more(widget.more)}</div>\n"
        f"\t<ul>\n{rows}\t</ul>\n</div>"
    )


_FAMILIES: dict[str, Callable[[Widget], str]] = {
    "m01_hdl5": _table,
    "m01_hdl10": _headlines,
    "m01_arl5": _top_news,
    "m01_arl4": _nameless,
    "m01_arl35": _teasers,
    "m01_arl36": _carousel,
    "m01_arl37": _labelled,
    "m01_arl41": _teaser_lines,
    "m01_arl6": _lines,
    "mo2_arl3": _lines,
    "m01_arl24": _numbered,
    "mo1_arl16": _numbered,
    "m01_arl26601": _ranking,
    "m01_arl8": _series,
    "m2017_hdl01": _blocks,
}
