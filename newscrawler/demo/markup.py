"""Small pieces of HTML both skins share: escaping, article bodies, the CMS's scripts."""

from __future__ import annotations

from collections.abc import Iterable

from newscrawler.demo.article import (
    Advert,
    Article,
    Block,
    Figures,
    Paragraph,
    Picture,
    Player,
    Subhead,
)

AD_BLOCK = """<div class="news_ad"><script async src="//pagead2.ads.test/pagead/js/adsbygoogle.js"></script>
<ins class="adsbygoogle" style="display:block" data-ad-slot="1234567890"></ins>
<script>
(adsbygoogle = window.adsbygoogle || []).push({});
</script></div>"""
AD_FRAME = '<iframe src="//ads.test/frame/banner.html?zone=77" width="300" height="250" scrolling="no"></iframe>'
_BLANK_GIF = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="
_SPACERS = {"p": "<p>&nbsp;</p>", "div": "<div> </div>", "br": ""}


def esc(text: str) -> str:
    """The text with its special characters as entities."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def attr(text: str) -> str:
    """The text for a double-quoted attribute, escaped as a careful page does."""
    return esc(text).replace('"', "&quot;")


def raw(text: str) -> str:
    """A title as the CMS prints it: nothing escaped, an old-fashioned entity for the wide space."""
    return text.replace("\N{NO-BREAK SPACE}", "&nbsp;")


def body(article: Article, origin: str) -> str:
    """The inside of #news_body_area."""
    style = article.style
    parts: list[str] = []
    for index, block in enumerate(article.blocks):
        parts.append(_block(block, style, origin))
        if index % 2 == 0:
            parts.append(_SPACERS[style])
    if article.byline.trailing:
        parts.append(_wrap(article.byline.trailing, style))
    return "\n".join(part for part in parts if part)


def _block(block: Block, style: str, origin: str) -> str:
    match block:
        case Paragraph():
            return _wrap(_sentence(block), style)
        case Subhead():
            return _wrap(f"<strong>{esc(block.text)}</strong>", style)
        case Picture():
            return _picture(block, origin)
        case Figures():
            rows = [_row(row, "td" if index else "th") for index, row in enumerate(block.rows)]
            return '<table class="tbl_data" border="1"><tbody>\n' + "\n".join(rows) + "\n</tbody></table>"
        case Player():
            return (
                f'<div class="mov_wrap"><iframe width="640" height="360" src="{block.src}" '
                'frameborder="0" allowfullscreen></iframe></div>'
            )
        case Advert():
            return AD_FRAME if block.frame else AD_BLOCK


def _wrap(inner: str, style: str) -> str:
    if style == "br":
        return f"{inner}<br /><br />"
    if style == "div":
        return f'<div style="text-align: justify;">{inner}</div>'
    return f"<p>{inner}</p>"


def _sentence(paragraph: Paragraph) -> str:
    text = esc(paragraph.text)
    for words, href in paragraph.links:
        text = text.replace(words, f'<a href="{href}" target="_blank">{words}</a>', 1)
    return text.replace(". ", ".<br />\n", 1) if paragraph.wrapped else text


def _row(cells: tuple[str, ...], tag: str) -> str:
    return "<tr>" + "".join(f"<{tag}>{esc(cell)}</{tag}>" for cell in cells) + "</tr>"


def _picture(picture: Picture, origin: str) -> str:
    match picture.form:
        case "protocol":
            src = f'src="{origin.partition(":")[2]}{picture.path}"'
        case "absolute":
            src = f'src="{origin}{picture.path}"'
        case "lazy":
            src = f'src="{_BLANK_GIF}" data-src="{picture.path}"'
        case "root":
            src = f'src="{picture.path}"'
    image = f'<img class="img" {src} alt="" width="700" />'
    caption = esc(picture.caption or "")
    match picture.holder:
        case "figure":
            return f'<figure class="image">{image}<figcaption>{caption}</figcaption></figure>'
        case "cell":
            return (
                '<table class="img_caption" align="center" border="0" cellpadding="0">\n<tbody>\n'
                f'<tr><td>{image}</td></tr>\n<tr><td class="caption">{caption}</td></tr>\n</tbody>\n</table>'
            )
        case "paragraph":
            return (
                f'<p style="text-align: center;">{image}</p>\n'
                f'<p class="caption" style="text-align: center;"><span>{caption}</span></p>'
            )
        case "none":
            return f'<p style="text-align: center;">{image}</p>'


def credit_line(article: Article) -> str:
    """The people of the info line; empty when nobody is credited there."""
    byline = article.byline
    if byline.joint:
        return "·".join(person.name for person in byline.credits) + " 기자"
    names = []
    for person in byline.credits:
        printed = f"{person.name} {person.role}" if person.role else person.name
        if person.email and byline.mailto:
            printed += f' <a href="mailto:{person.email}">{person.email}</a>'
        elif person.email:
            printed += f" {person.email}"
        names.append(printed)
    return ", ".join(names)


def slider(element: str) -> str:
    """The script that sets a slider going."""
    return f"""
	<script type="text/javascript">
	jQuery11(function(){{
		var slider = jQuery11('#{element}').bxSlider({{
			auto: true,
			mode: 'fade',
			hideControlOnEnd: true
		}});
	}});
	</script>
"""


def banner(origin: str, no: int) -> str:
    """A clickable banner of the advertising department."""
    return (
        "<div class='com_ban' style='padding-bottom:10px;'><a "
        f'href="{origin}/news/banner_click.php?no={no}" '
        f'target="_blank"><img src="{origin}/data/banner/banner_17{no:08}.jpg" width="100%" border="0" '
        'alt="배너" /></a></div>'
    )


def empty_banner(origin: str) -> str:
    """A banner place nobody has rented."""
    return f'<div class=\'com_ban\'><a href="{origin}/news/banner_click.php?no=" target="_self"> </a></div>'


def stylesheet(families: Iterable[str]) -> str:
    """The style sheet the CMS writes into every page for the widget families it may show."""
    rules = "".join(
        f""".{family} {{position:relative;margin:0 0 20px;padding:0;line-height:1.5;letter-spacing:-0.5px}}
.{family} li a {{display:block;overflow:hidden;padding:4px 0;color:#222;font-size:14px;text-decoration:none}}
.{family} li a:hover {{color:#0b5fa5;text-decoration:underline}}
.{family} h2, .{family} h3 {{margin:0;font:bold 16px/24px 'Nanum Gothic',dotum,sans-serif;color:#111}}
.{family} img {{border:0;max-width:100%;vertical-align:top;background:#f4f4f4}}
"""
        for family in families
    )
    return f'<style type="text/css">\n{rules}</style>'


SCRIPTS = """
<script>
/* clipboard, share and zoom helpers of the article view */
function snsShare(kind, title, url)
{
	var targets = {
		facebook: 'https://www.facebook.test/sharer.php?u=',
		twitter: 'https://twitter.test/share?url=',
		story: 'https://story.test/share?url=',
		band: 'https://band.test/plugin/share?body='
	};
	if(!targets[kind]) { return false; }
	window.open(targets[kind] + encodeURIComponent(url || location.href), 'share', 'width=600,height=500');
	return false;
}

function fontSize(step)
{
	var area = document.getElementById('news_body_area'), now = parseInt(area.style.fontSize || 16, 10);
	var next = Math.min(28, Math.max(12, now + step));
	area.style.fontSize = next + 'px';
	document.cookie = 'body_font=' + next + ';path=/';
}

function goToByScroll()
{
	var timer = setInterval(function(){
		window.scrollBy(0, -80);
		if((document.documentElement.scrollTop || document.body.scrollTop) <= 0) { clearInterval(timer); }
	}, 12);
}

function openLayer(id)
{
	var layer = document.getElementById(id);
	if(!layer) { return; }
	layer.style.display = layer.style.display == 'none' ? 'block' : 'none';
	layer.style.left = Math.max(0, (document.body.clientWidth - 480) / 2) + 'px';
	layer.style.top = '120px';
}

function checkSearch(form)
{
	var word = form.search.value.replace(/^\\s+|\\s+$/g, '');
	if(word.length < 2) { alert('검색어를 두 글자 이상 넣어 주세요.'); form.search.focus(); return false; }
	form.search.value = word;
	return true;
}

function setCookie(name, value, days)
{
	var until = new Date();
	until.setDate(until.getDate() + days);
	document.cookie = name + '=' + escape(value) + '; path=/; expires=' + until.toGMTString();
}

function getCookie(name)
{
	var all = document.cookie.split('; ');
	for(var i = 0; i < all.length; i++)
	{
		var pair = all[i].split('=');
		if(pair[0] == name) { return unescape(pair[1]); }
	}
	return '';
}
</script>
"""
