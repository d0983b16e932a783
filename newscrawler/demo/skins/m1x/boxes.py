"""Draws the widget families of the new skin that are mainly pictures and boxes."""

from __future__ import annotations

from newscrawler.demo.markup import esc, raw, slider
from newscrawler.demo.skins.m1x.parts import boxed, heading, image
from newscrawler.demo.widgets import Entry, Widget


def lead_slider(widget: Widget) -> str:
    """Large pictures with title and teaser, one at a time."""
    rows = "".join(
        f"""
			<li>
				<a href="{entry.href}" class="thumb_wrap">
					<div>
						{boxed(entry, "thumb bf169")}
						<strong>{raw(entry.title)}</strong>
					</div>
					<em>{esc(entry.teaser or "")}</em>
				</a>
			</li>"""
        for entry in widget.entries
    )
    name = f"columnSlide{widget.lay_no}"
    return (
        f'<div class="hdl_018 hcon{widget.lay_no}" style="height: 0;">\n\t<div class="slide_wrap">\n'
        f'\t\t<ul id="{name}" class="photo_box">{rows}\n\t\t</ul>\n\t</div>{slider(name)}</div>'
    )


def boxes(widget: Widget) -> str:
    """Title, perhaps subtitle, teaser and picture; entries without a picture are marked."""

    def row(entry: Entry) -> str:
        drawn = image(entry)
        subtitle = f'<h3 class="ofe">{raw(entry.subtitle)}</h3>' if entry.subtitle and not drawn else ""
        picture = f"<span>{drawn}</span>" if drawn else ""
        opening = "<li > " if drawn else '<li class="no_img"> '
        return f"""		{opening}
			<div class="art_box">
				<a href="{entry.href}">
					<h2 class="ofe">{raw(entry.title)}</h2>
					{subtitle}
										<div>
						<p class="ffd clamp c3">{esc(entry.teaser or "")}</p>
						{picture}
					</div>
				</a>

			</div>
		</li>
"""

    rows = "".join(row(entry) for entry in widget.entries)
    return f'<div class="{widget.family}">\n{heading(widget)}\n\t<ul>\n{rows}\n\t</ul>\n\n</div>'


def cards(widget: Widget) -> str:
    """A picture over its title."""
    rows = "".join(
        f"""		<li class="art_box">
			<a href="{entry.href}">
				{boxed(entry, "bf32")}
				<h2 class="clamp c2">{raw(entry.title)}</h2>
			</a>
		</li>
"""
        for entry in widget.entries
    )
    return f'<div class="arl_004">\n{heading(widget)}\t<ul class="column col02">\n{rows}\t</ul>\n\n</div>'


def tall_cards(widget: Widget) -> str:
    """Title, subtitle, picture and teaser, one under the other."""
    rows = "".join(
        f"""		<li class="art_box">
			<a href="{entry.href}">
				<h3 class="ofe">{raw(entry.title)}</h3>
				<h4 class="ofe">{raw(entry.subtitle or "")}</h4>
				<span>{image(entry, "")}</span>
				<p class="ffd clamp c2">{esc(entry.teaser or "")}</p>
			</a>
		</li>
"""
        for entry in widget.entries
    )
    return f'<div class="arl_054">\n{heading(widget, "ts18", inner=True)}\t<ul>\n{rows}\t</ul>\n</div>'


def vertical(widget: Widget) -> str:
    """Columns of pictures with titles."""
    rows = "".join(
        f"""		<li>
			<a href="{entry.href}">
				{boxed(entry, "thumb bf32")}
				<strong>{raw(entry.title)}</strong>
			</a>
		</li>
"""
        for entry in widget.entries
    )
    head = heading(widget, "ts01")
    return f'<div class="{widget.family}">\n{head}\t<ul class="ver_list column col04">\n{rows}\t</ul>\n</div>'


def single(widget: Widget) -> str:
    """One story with everything."""
    rows = "".join(
        f"""	<a href="{entry.href}">
		{boxed(entry, "bf32")}
		<div>
			<h2 class="clamp c2">{raw(entry.title)}</h2>
			<h3 class="ofe">{raw(entry.subtitle or "")}</h3>
			<p class="ffd clamp c2">{esc(entry.teaser or "")}</p>
		</div>
	</a>
"""
        for entry in widget.entries
    )
    return f'<div class="hdl_007">\n{rows}</div>'


def outside(widget: Widget) -> str:
    """The heading stands before the widget, not in it."""
    rows = "".join(
        f"""		<li><a href="{entry.href}" class="art_link"><span>{image(entry, "thumbnails")}</span>
			<em>{entry.section}</em><h3>{raw(entry.title)}</h3></a></li>
"""
        for entry in widget.entries
    )
    return f'{heading(widget, "ts08")}<div class="hdl_010">\n\t<ul>\n{rows}\t</ul>\n</div>'


def _photos(widget: Widget) -> str:
    return "".join(
        f"""			<li>
				<a href="{entry.href}">
					<span class="bf32"><span class="bfbox">{image(entry, "")}</span></span>
					<b><span class="ofe">{raw(entry.title)}</span></b>
					<i></i>
				</a>
			</li>
"""
        for entry in widget.entries
    )


def photo_box(widget: Widget) -> str:
    """A slider of pictures; its heading is a link, and it does not have a 더보기."""
    name = f"photoSlide{widget.lay_no}"
    return (
        f'<div class="pvw_001 hcon{widget.lay_no}" style="height: 0;">\n\n'
        f'\t<h2 class="skin_tit"><a href="{widget.heading_href}">{widget.heading}</a></h2>\n\n'
        f'\t<div class="slide_wrap" id="boxCon{widget.lay_no}">\n\t\t<ul id="{name}" class="photo_box">\n'
        f'{_photos(widget)}\t\t</ul>\n\t</div>\n\t<div id="slide-counter{widget.lay_no}" '
        'class="slide_num ffd"></div>\n'
        f"{slider(name)}\n</div>"
    )


def photo_album(widget: Widget) -> str:
    """A slider whose pager repeats the pictures in links that lead nowhere."""
    name = f"picSlide{widget.lay_no}"
    pager = "".join(
        f'\t\t\t\t<li><a data-slide-index="{index}" href=""><b class="bf32"><span '
        f'class="bfbox">{image(entry, "")}'
        "</span></b><span></span></a></li>\n"
        for index, entry in enumerate(widget.entries)
    )
    return (
        f'<div class="pvw_009 hcon{widget.lay_no}" style="height: 0;">\n{heading(widget, "ts22")}\n'
        f'\t<div class="slide_wrap">\n\t\t<div>\n\t\t\t<ul id="{name}" class="photo_box">\n{_photos(widget)}'
        f'\t\t\t</ul>\n\t\t</div>\n\t\t<div>\n\t\t\t<ul id="thumbPager{widget.lay_no}" '
        'class="thumb_page col3">\n'
        f"{pager}\t\t\t</ul>\n\t\t</div>\n\t</div>{slider(name)}</div>"
    )


def video(widget: Widget) -> str:
    """A player and no article."""
    return (
        f'<div class="mov_003">\n{heading(widget, "ts22")}\n\t<div class="bfmov"><iframe '
        'src="https://www.youtube.test/embed/onAirNow777" frameborder="0" allowfullscreen></iframe>'
        "</div>\n\n</div>"
    )
