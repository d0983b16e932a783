"""Draws the widget families of the new skin that are mainly lines of text."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from newscrawler.demo.markup import esc, raw, slider
from newscrawler.demo.skins.m1x.layout import AJAX_COUNT
from newscrawler.demo.skins.m1x.parts import heading, image
from newscrawler.demo.widgets import Entry, Widget

_LOST = '<!-- <li><a href="/news/article.html?no=9001" class="ofe">지난해 이맘때 기사</a></li> -->'


def ticker(widget: Widget) -> str:
    """A line of headlines running through; the heading is not a link."""
    rows = "".join(f'\t\t\t<li><a href="{entry.href}">{raw(entry.title)}</a></li>\n' for entry in widget.entries)
    return (
        f'<div class="arl_019">\n\t<div class="recent_art">\n\t\t<h3>{widget.heading}</h3>\n\t\t'
        '<div class="art_slide">\n'
        f'\t\t\t<ul class="lst_pop" id="lstPop{widget.lay_no}">\n{rows}\t\t\t</ul>\n\t\t</div>\n'
        f"{slider(f'lstPop{widget.lay_no}')}\t</div>\n</div>"
    )


def labelled(widget: Widget) -> str:
    """Titles after the label of their section."""
    rows = "".join(
        f'\t\t<li><a href="{entry.href}"><strong class="ofe"><em>{entry.section}'
        f"</em>{raw(entry.title)}</strong></a></li>\n"
        for entry in widget.entries
    )
    head = heading(widget, "ts11", inner=True)
    return f'<div class="arl_031">\n\n{head}\n\t<ul class="section_list">\n{rows}\t</ul>\n\n</div>'


def lines(widget: Widget) -> str:
    """Plain titles; one more stands in an HTML comment."""
    rows = "".join(
        f'\t\t\t<li><a href="{entry.href}" class="ofe" title="{raw(entry.title)}">{raw(entry.title)}</a></li>\n'
        for entry in widget.entries
    )
    lost = f"\t\t\t{_LOST}\n" if widget.entries else ""
    return (
        f'<div class="{widget.family}">\n{heading(widget, "ts04", inner=True)}\n\t<div class="art_box">\n'
        f'\t\t<ul class="art_list">\n{rows}{lost}\t\t</ul>\n\t</div>\n\n</div>'
    )


def lead_and_lines(widget: Widget) -> str:
    """A lead with picture and long teaser, then titles."""
    lead = "".join(
        f"""			<a href="{entry.href}">
				<i class="ofe">{raw(entry.title)}</i>
				<div>
					<span>{image(entry, "")}</span>
					<b class="clamp c4 ffd">{esc(entry.teaser or "")}</b>
				</div>
			</a>
"""
        for entry in widget.entries[:1]
    )
    return (
        f'<div class="{widget.family}">\n{heading(widget)}\n\t<div class="art_box">\n\t\t<div '
        'class="top_art">\n\n'
        f'{lead}\n\t\t</div>\n\n\t\t<ul class="art_list">\n{_tail(widget)}\t\t</ul>\n\t</div>\n\n</div>'
    )


def top_and_lines(widget: Widget) -> str:
    """A lead with a teaser, then titles."""
    lead = "".join(
        f"""		<a href="{entry.href}" class="no_img">
			<i class="ofe">{raw(entry.title)}</i>
			<b class="clamp c2 ffd">{esc(entry.teaser or "")}</b>
		</a>
"""
        for entry in widget.entries[:1]
    )
    return (
        f'<div class="arl_017">\n{heading(widget, "ts22")}\n\t<div class="top_art">\n{lead}\t</div>\n\n'
        f'\t<ul class="art_list">\n{_tail(widget)}\t</ul>\n\n</div>'
    )


def _tail(widget: Widget) -> str:
    return "".join(
        f'\t\t\t<li><a href="{entry.href}" class="ofe">{raw(entry.title)}</a></li>\n' for entry in widget.entries[1:]
    )


def ranking(widget: Widget) -> str:
    """Titles after their printed rank."""

    def row(rank: int, entry: Entry) -> str:
        mark = (
            f"<span>{rank}</span>" if widget.family == "arl_042" else f'<span class="i_rate r{rank:02}">{rank}</span>'
        )
        top = ' class="rank_top"' if rank <= 3 else " "
        return f'\t\t<li{top}><a href="{entry.href}" class="ofe">{mark}{raw(entry.title)}</a></li>\n'

    rows = "".join(row(rank, entry) for rank, entry in enumerate(widget.entries, 1))
    head = heading(widget, "ts13", inner=True)
    return f'<div class="{widget.family}">\n{head}\n\t<ul class="rate_list">\n{rows}\t</ul>\n\n</div>'


def time_line(widget: Widget) -> str:
    """Titles with the time of day, under a header for each day."""

    def day(entry: Entry) -> str:
        return f"{entry.published:%Y-%m-%d_%a}".upper() if entry.published else ""

    def days() -> Iterator[str]:
        for title, entries in groupby(widget.entries, day):
            rows = "".join(
                f"""			<li>
				<a href="{entry.href}">
					<b class="ofe">{raw(entry.title)}</b>
					<span>
						<span></span>
						<i>{entry.published:%H:%M}</i>
					</span>
				</a>
			</li>
"""
                for entry in entries
            )
            yield f"\t\t<h3>{title}</h3>\n\t\t<ul>\n{rows}\t\t</ul>\n"

    head = heading(widget, "ts08")
    return f'<div class="arl_005">\n{head}\t<div class="time_list">\n\n{"".join(days())}\n\t</div>\n\n</div>'


def empty_tabs(widget: Widget) -> str:
    """A box of tabs with nothing in it."""
    return f"""<div class="arl_010">
	<div id="info_tab{widget.lay_no}" class="tab_box">
		<h3 class="tab_tit"><a href="{widget.heading_href}">{widget.heading}</a></h3>
		<ul class="indicator">
		</ul>
		<div class="tab_wrap">
		</div>
		<script>
			$( "#info_tab{widget.lay_no}" ).tabs();
		</script>
	</div>
</div>"""


def ajax_list(widget: Widget) -> str:
    """The list an AJAX button lengthens; the button is there while more articles wait."""
    rows = "".join(
        f'\t\t<li class="art_box"><a href="{entry.href}"><h2 class="cmp c2">{raw(entry.title)}</h2>'
        '<p class="ffd cmp c2"></p></a></li>\n'
        for entry in widget.entries
    )
    lay_no = widget.lay_no
    button = f"""	<div class="btn_more_wrap">
		<a href="javascript:void(0)" id="btn_more_{lay_no}" class="btn_more"
			onclick="ajaxGetSkinContent('arl_061', {lay_no})"><span>더보기</span></a>
		<span id="btn_more_loading_{lay_no}"
			style="display:none;"><img
			src="/data/skin/content/1/arl_061/images/loading.gif" alt="불러오는 중" /></span>
	</div>
"""
    return (
        f'<div class="arl_061">\n\t<div class="tit_set ts18">\n\t\t<h2>{widget.heading}</h2>\n\t</div>\n'
        f'\t<ul id="skin_content_{lay_no}" data-count="{AJAX_COUNT}">\n{rows}\t</ul>\n'
        f"{button if widget.more else ''}</div>"
    )
