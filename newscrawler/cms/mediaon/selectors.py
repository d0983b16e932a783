"""Selectors for the parts of a mediaOn page in all skins (docs/mediaon.md §2, §4, §6, §7, §10)."""

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

_ARTICLE_BOX = re.compile(r"(?:^|\s)(?:arv_\d|c\d+_arv)")
_INFO_LINE = re.compile(r"art_info|arvdate|byother")
# arl_034, m01_hdl5: how the CMS names the root of every configured box (docs/mediaon.md §4).
_WIDGET_BOX = re.compile(r"(?:^|\s)(?:[a-z]{2,4}_\d{3}(?:_\d+)?|m[o0]?\d{1,4}_[a-z]{3,}\d+\w*)(?:$|\s)")
_CHROME = """
    head_top head_cen top_nav com_ban banner_slide left_bnr path_wrap path_nav art_top_nav btn_pagenum reply_wrap
    tpop smenuitem
"""
_CHROME_NUMBERED = re.compile(r"ban_\d+(?:_\d+)?|banner_base_\d+|gnb\w*")
_FOREIGN = foreign_pattern("rel_art", "tag_lst")
_LABELS = class_pattern(*LABEL_WORDS, "i_rate", r"r\d+", "rvw")  # rvw: the CMS's word for a series
_POPUPS = class_pattern(*POPUP_WORDS, "tpop")

SELECTORS = Selectors(
    article_address="article.html",
    bodies=("#news_body_area", ".smartOutput", *BODIES, ".news_body_area", ".cnt_view"),
    headline=".fix_art_top h2, .art_top h2, .arvtitle .hbox h2, .text-info .title, .art_top h1, .arvtitle h2",
    article_box=_ARTICLE_BOX,
    info_line=_INFO_LINE,
    section_name=".path_wrap h3",
    path=".art_top_nav li a",
    tags="ul.tag_lst a",
    foreign=_FOREIGN,
    list_classes=("list_all", "article_list"),
    own_list="ul.art_list_all",
    date_line=".today_txt",
    weather=".weather_box",
    chrome=CHROME.union(_CHROME.split()),
    chrome_numbered=_CHROME_NUMBERED,
    side_columns=SIDE_COLUMNS.union(("sublay", "con_right", "f_right")),
    popups=_POPUPS,
    widget_box=_WIDGET_BOX,
    labels=_LABELS,
    inseparable="news_body_area|tag_lst|ajaxGetSkinContent",
)
