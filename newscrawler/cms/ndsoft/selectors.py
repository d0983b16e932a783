"""Selectors for the parts of an ND소프트 page in all four generations (docs/ndsoft.md §0, §3 to §6).

The newest generation comes first. Newspapers mix parts of several, so nothing here depends on another part.
"""

from __future__ import annotations

import re

from newscrawler.cms.family import (
    BODIES,
    CHROME,
    LABEL_WORDS,
    POPUP_WORDS,
    SIDE_COLUMNS,
    Selectors,
    class_pattern,
    foreign_pattern,
)

_CHROME = """
    user-header user-gnb user-nav user-menu nav-header gl-menu gl-service user-footer mega-menu off-canvas skip-nav
    ad-template floating_banner_left floating_banner_right view-aside sticky-header fontsize-container
    article-sns view-type altlist-btn-group
"""
_CHROME_NUMBERED = re.compile(r"gnb\w*|gl-(?:menu|service|account)[\w-]*|wing-banner[\w-]*|ad\d{6,}")
_FOREIGN = foreign_pattern(
    *("relation", "copyright", "article-copy", "view-editors", "article-writer", "article-tag", "tag-group"),
    *(r"info-options\d*", r"tem-type-\d+", "fontsize-container", "article-sns", "helper-tool-group"),
)
_LABELS = class_pattern(*LABEL_WORDS, "number", "auto-line", "show-for-sr", "info-item", "auto-font[GD]", "dated?")
# What the CMS writes into the body for its own buttons (docs/ndsoft.md §6).
_CONTROLS = re.compile(
    r"(?:본문\s?)?글씨\s?(?:키우기|줄이기)|기사\s?스크랩\s?하기|이 기사를 공유합니다"
    r"|SNS\s?기사\s?보내기|(?:바로가기|주소)\s?복사(?:하기)?"
    r"|기사를 읽어\s?드립니다|ADVERTISEMENT|다른\s?기사\s?보기|닫기"
)

SELECTORS = Selectors(
    article_address="articleView.html",
    bodies=("#article-view-content-div", "#articleBody", *BODIES, "td.view_r"),
    headline=(
        ".article-view-header .heading, .article-head-title, #font_title, .View_Title strong,"
        " td.view_t:not(:has(#font_title))"
    ),
    subtitle=".subheading, .article-head-sub, #font_subtitle, .View_Title > span",
    kicker=".shoulder-group > :not(.section-name)",
    article_box=re.compile(r"(?:^|\s)atlview-grid-(?:content|body)(?:$|\s)"),
    info_line=re.compile(r"info-text|View_Time|infomation"),
    is_dated_by_head=True,
    is_path_from_section=True,
    author="#font_reporter, #font_email",
    author_meta="author",
    tags=".tag-group a, .article-tag a",
    writers=".article-writer, .view-editors, article.writer",
    foreign=_FOREIGN,
    controls=_CONTROLS,
    list_classes=("altlist", "type2", "section-list", "article-list-content", "list-titles"),
    own_list=(
        ".altlist ul[class^=altlist-], #section-list ul[class^=altlist-], #section-list ul.type2,"
        " .article-list-content, #article-list"
    ),
    templates="li#sample, li.blind",
    list_count=".altlist-count, .section-list header, .article-list-content header",
    chrome=CHROME.union(_CHROME.split()),
    chrome_numbered=_CHROME_NUMBERED,
    side_columns=SIDE_COLUMNS.union(("atlview-grid-side", "grid-side")),
    popups=class_pattern(*POPUP_WORDS, "reveal", "off-canvas"),
    widget_box=re.compile(r"(?:^|\s)(?:box-skin|BoxDefault_\w+)(?:$|\s)"),
    widget_content=".auto-article",
    lists_related=True,
    headings="[class^=BoxDefault] > dl > dt",
    labels=_LABELS,
    inseparable="article-view-content-div|articleBody|tag-group|list-btn-more|article-writer",
)
