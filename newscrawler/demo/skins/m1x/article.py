"""Draws an article in the new skin."""

from __future__ import annotations

from newscrawler.demo.article import Article
from newscrawler.demo.markup import body, credit_line, raw
from newscrawler.demo.sections import BY_NO
from newscrawler.demo.site import Site


def path_bar(article: Article) -> str:
    """Where the article stands: its section and the way there."""
    section = BY_NO[article.sec_no]
    steps = [BY_NO[section.parent], section] if section.parent else [section]
    links = "".join(f'\t\t<li><a href="/news/section.html?sec_no={one.no}">{one.name}</a></li>\n' for one in steps)
    return (
        f'<div class="path_wrap">\n\t<h3>{section.name}</h3>\n\t<ul class="art_top_nav">\n'
        f'\t\t<li><a href="/">홈</a></li>\n{links}\t</ul>\n</div>\n'
    )


def view(article: Article, site: Site) -> str:
    """The article itself, in one of the two shapes of the new family."""
    first = article.no % 2 == 0
    outer, head, tail = (
        ("arv_005_01", '<div class="fix_art_top"><div><div>', "</div></div></div>")
        if first
        else ("arv_001_01", '<div class="art_top">', "</div>")
    )
    credit = credit_line(article)
    info = [f"\t\t\t<li>{credit}</li>\n"] if credit else []
    info.append(f"\t\t\t<li>등록 {article.published:%Y.%m.%d %H:%M:%S}</li>\n")
    if article.modified:
        info.append(f"\t\t\t<li>수정 {article.modified:%Y.%m.%d %H:%M:%S}</li>\n")
    subtitle = "<br />\n".join(article.subtitle)
    return f"""<div class="{outer}">
	{head}
		<h2>{raw(article.title)}</h2>
{f"		<h3>{subtitle}</h3>" if subtitle else ""}
		<ul class="art_info">
{"".join(info)}		</ul>
	{tail}
	<ul class="art_btn">
		<li><a href="javascript:void(0)" class="btn_font_up"
			onclick="fontSize(1)"><span class="blind">글자 크게</span></a></li>
		<li><a href="/news/article_print.html?no={article.no}" target="_blank"
			class="btn_print"><span class="blind">인쇄</span></a></li>
		<li><a href="javascript:snsShare('facebook')"
			class="sns_fb"><span class="blind">페이스북</span></a></li>
		<li><a href="javascript:void(0)" class="sns_more"
			onclick="openLayer('sns_layer')"><span class="blind">더보기</span></a></li>
	</ul>
	<div id="sns_layer" class="sns_layer" style="display:none;"><strong>공유하기 더보기</strong>
		<ul><li><a href="javascript:snsShare('band')">밴드</a></li>
		<li><a href="javascript:snsShare('story')">스토리</a></li></ul></div>
	<div class="cnt_view news_body_area">
		<div id="news_body_area" style="font-size:16px;">
{body(article, site.origin)}
		</div>
	<p class="art_copy">Copyright @{site.name} All rights reserved.</p>
	</div>
{_after(article)}</div>
<div class="reply_wrap">
	<h4><b>총 <span>{article.comments}</span>개의 댓글</b></h4>
	<div class="reply_form"><textarea name="memo" title="댓글"></textarea><a href="javascript:void(0)"
		class="btn_reply">등록</a></div>
</div>
"""


def _after(article: Article) -> str:
    """Tags, related articles and the reporter's box."""
    parts = []
    if article.tags:
        rows = "".join(
            f'\t\t<li><a href="/news/search_result.html?search_mode=tag&search={tag}">#{tag}</a></li>\n'
            for tag in article.tags
        )
        parts.append(f'\t<ul class="tag_lst">\n{rows}\t</ul>\n')
    if article.related:
        rows = "".join(
            f'\t\t\t<li><a href="/news/article.html?no={no}">{raw(title)}</a></li>\n' for no, title in article.related
        )
        parts.append(f'\t<div class="rel_art">\n\t\t<h4>관련기사</h4>\n\t\t<ul>\n{rows}\t\t</ul>\n\t</div>\n')
    if article.byline.credits and article.no % 3 == 2:
        name = article.byline.credits[0].name
        parts.append(
            f'\t<div class="arv_003"><div class="jour_box"><b>{name}</b> '
            f'<a href="/news/article_list_writer.html?name={name}">다른 글 더보기</a></div></div>\n'
        )
    return "".join(parts)
