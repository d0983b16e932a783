"""What stands on every page of the new skin around its content."""

from __future__ import annotations

from newscrawler.demo.markup import banner, empty_banner, slider
from newscrawler.demo.sections import SECTIONS, children
from newscrawler.demo.site import PROVIDER, WEEKDAYS, Site

CSS = "/data/skin/layout/1/m16/images"
_TAGS = ("봄나들이", "마을버스", "빈집 텃밭", "장터 소식", "늘봄 교실")


def ajax_script(sec_no: int | None) -> str:
    """The function behind AJAX buttons; it sends the section of its page."""
    section = "" if sec_no is None else str(sec_no)
    return f"""
<script>
function ajaxGetSkinContent(layout_tpl, lay_no)
{{
	var list = $("#skin_content_" + lay_no);
	var page = Number(list.attr("data-page") || 1) + 1;
	var form = "mode=get_skin_content&layout_tpl=" + layout_tpl + "&lay_no=" + lay_no
		+ "&ajax_page=" + page + "&sec_no={section}";
	$("#btn_more_" + lay_no).hide();
	$("#btn_more_loading_" + lay_no).show();
	$.ajax({{ type: "POST", url: "/news/ajax.php", data: form, dataType: "json", success: function(answer) {{
		$("#btn_more_loading_" + lay_no).hide();
		if(answer.error_code) {{ alert(answer.error_message); return; }}
		var rows = $(answer.html).find("#skin_content_" + lay_no).children();
		list.append(rows).attr("data-page", page);
		if(rows.length >= Number(list.attr("data-count"))) {{ $("#btn_more_" + lay_no).show(); }}
	}} }});
}}
</script>
"""


def top(site: Site) -> str:
    """Everything from the first list of jumps to the sticky banner."""
    origin = site.origin
    return f"""<!-- HEADER -->
<ul class="accessibility">
	<li><a href="#gnb">주메뉴 바로가기</a></li>
	<li><a href="#container">본문 바로가기</a></li>
</ul>
<div class="wrapper top_nav">
	<div>
		<ul class="tn_left">
			<li><a href="/" class="tl01">시작페이지로</a></li>
			<li><a href="#" class="tl02"
				onClick="window.external.AddFavorite('{origin}', '{site.name}')">즐겨찾기</a></li>
			<li><a href="http://neighbour-press.test/news/article.html?no=77"
				target="_blank">제휴 신문</a></li>
		</ul>
		<p class="today_txt">{site.now:%Y.%m.%d} ({WEEKDAYS[site.now.weekday()]})</p>
{_weather_strip(site)}		<ul class="tn_right">
			<li><a href="/member/member_join.html">회원가입</a></li>
			<li><a href="/member/member_login.html" class="icon_login">로그인</a></li>
		</ul>
	</div>
</div>
<div id="header" class="wrapper">
	<div>
		<div class="head_top">
			<div>
				<h1><b><a href='/' target='_top'
					onfocus='blur()'><img src='/data/design/logo/toplogo_20240105.png' alt='{site.name}'
						class='png24' /></a></b></h1>
				<div class="ht_left">{banner(origin, 291)}</div>
				<div class="ht_right">
					<div class="banner_slide" id="banCon2240">
						<ul id="banSlide2240" class="photo_box">
			<li><a href="{origin}/news/banner_click.php?no=306"
				onclick="window.open(this.href,'','statusbar=no,width=900,height=750');return false;"><img
			src="{origin}/data/banner/banner_1761.png" height="100" alt="배너" /></a></li>
						</ul>
					</div>{slider("banSlide2240")}				</div>
			</div>
		</div>
	</div>
</div>
<div class="wrapper head_cen">
	<div>
		<div class="pr">
			<ul id="gnb" class="vertical">
{_menu()}			</ul>
			<script type="text/javascript">
			jQuery11(function(){{
				jQuery11('#gnb > li').hover(function(){{ jQuery11(this).find('ul').slideDown(120); }},
					function(){{ jQuery11(this).find('ul').hide(); }});
			}});
			</script>
			<a href="javascript:void(0)" class="btn_menu_more" onclick="openLayer('all_menu')">메뉴 더보기</a>
			<div class="search_box">
				<form method="GET" action="/news/search_result.html" onsubmit="return checkSearch(this)">
					<fieldset>
						<legend>기사검색</legend>
						<label for="search" class="i_label">찾을 낱말을 넣으세요</label>
						<input id="search" name="search" type="text" class="i_text">
						<a href="javascript:void(0)" class="btn_all_search">검색창 열기</a>
					</fieldset>
				</form>
			</div>
		</div>
	</div>
</div>
<div id="all_menu" class="all_menu" style="display:none;"><ul>
{_menu()}</ul></div>
<!-- STICKY BANNER -->
<div class="top_banner">
	<div class="banner_wrap">
		<div class="banner_left">{banner(origin, 299)}</div>
		<div class="banner_right">{banner(origin, 304)}{empty_banner(origin)}</div>
	</div>
</div>
"""


def _weather_strip(site: Site) -> str:
    rows = "".join(
        f'\t\t\t\t<li class="icon_w"><span class="{reading.icon}">{reading.sky}</span>'
        f"{reading.station} {reading.temperature}℃</li>\n"
        for reading in site.weather
    )
    name = f"weather_slide_{site.now:%Y%m%d}5f0c1d2e3a4b69788796a5b4"
    return f"""		<div class="weather_box wt02 ico02">
			<ul class="weather_slide" id="{name}">
{rows}			</ul>{slider(name)}			<a href="http://www.kma.go.kr/" class="wc"
	target="_blank">{PROVIDER} 제공</a>
		</div>
"""


def _menu() -> str:
    items = ['\t\t\t\t<li>\n\t\t\t\t\t<a href="/news/article_list_all.html"  >전체기사</a>\n\t\t\t\t</li>\n']
    for number, section in enumerate((one for one in SECTIONS if one.parent is None and one.in_menu), 2):
        below = "".join(
            f'\t\t\t\t\t\t<li><a href="/news/section_list_all.html?sec_no={child.no}" >'
            f"<span>{child.name}</span></a></li>\n"
            for child in children(section.no)
        )
        if below:
            below = f'\t\t\t\t\t<ul id="submenu{number}" style="display: none;">\n{below}\t\t\t\t\t</ul>\n'
        page = "section" if section.no < 9 else "section_list_all"
        items.append(
            f'\t\t\t\t<li>\n\t\t\t\t\t<a href="/news/{page}.html?sec_no={section.no}"  '
            f">{section.name}</a>\n{below}\t\t\t\t</li>\n"
        )
    items.append('\t\t\t\t<li>\n\t\t\t\t\t<a href="/mybbs/bbs.html?bbs_code=notice"  >알림 & 마당</a>\n\t\t\t\t</li>\n')
    return "".join(items)


def foot(site: Site) -> str:
    """Everything after the content."""
    now = site.now
    return f"""<!-- FOOTER -->
<div class="wrapper" id="footer">
	<div>
		<div class="foot_wrap">
			<h6><b><a href='/' target='_top'
				onfocus='blur()'><img src='/data/design/logo/taillogo_20240105.png' alt='로고'
					class='png24' /></a></b></h6>
			<div class="foot_con">
				<ul>
					<li><a href="/home/page.html?code=company">신문사소개</a></li>
					<li><a href="/home/page.html?code=map">찾아오는 길</a></li>
					<li><a href="/home/page.html?code=policy">개인정보취급방침</a></li>
					<li><a href="/home/page.html?code=report">기사제보</a></li>
				</ul>
				<p class="ffd">
					한들시 버들동 강변길 12 | 전화 : 000-777-1234 | 등록번호 : 한들, 아00012 <br />
| 발행/편집인 : 유한별 | 이메일 : <i>desk@{site.host}</i>
				</p>
				<p class="ffd mt00"><span class="fwb mr00">UPDATE</span>:
					{now:%Y}년 {now:%m}월 {now:%d}일 {now:%H}시 {now:%M}분</p>
			</div>
		</div>
	</div>
</div>
<script type="text/javascript">
	<!--
	if(navigator.userAgent.match(/android|iphone|ipod|ipad/i))
	{{
		document.writeln('<div class="btn_mobile"><a href="/?mobile_reset">');
		document.writeln('<img src="{CSS}/btn/btn_mobile_ver.png" /></a></div>');
	}}
	//-->
</script>
</div>
</body>
</html>

<!-- MAKE FILE ({now:%Y-%m-%d %H:%M:%S}) -->"""


def tag_cloud() -> str:
    """Words that lead nowhere."""
    rows = "".join(
        f'\t\t\t<li><a href="javascript:;" class="lv0{level}">{tag}</a></li>\n' for level, tag in enumerate(_TAGS, 1)
    )
    return (
        '<div class="ext_007">\n\t<h3><a href="#" onclick="return false;">뜨는 말</a></h3>\n\t<div '
        'class="tag_wrap">'
        f'<div class="tag_list">\n\t\t<ul>\n{rows}\t\t</ul>\n\t</div></div>\n</div>\n'
    )


def banner_strip(origin: str) -> str:
    """The row of banners over the footer."""
    rows = "".join(
        f'\t\t<li><a href="{origin}/news/banner_click.php?no={no}" target="_blank"><span>'
        f'<img src="{origin}/data/cache/public/banner/banner_{no}_184x60.png" alt=""></span><i></i>'
        "</a></li>\n"
        for no in range(209, 217)
    )
    return (
        f'<div class="ban_001_01">\n\t<ul id="photoSlide1843" class="photo_box">\n{rows}\t'
        f"</ul>{slider('photoSlide1843')}</div>\n"
    )
