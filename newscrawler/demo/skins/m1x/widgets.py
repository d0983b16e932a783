"""The widget families of the new skin and who draws them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from newscrawler.demo.skins.m1x import boxes as m1x_boxes
from newscrawler.demo.skins.m1x import lists as m1x_lists
from newscrawler.demo.widgets import Widget

_MARGIN = "<hr class='skin_margin' style='height:20px;'>\n"
_FAMILIES: dict[str, Callable[[Widget], str]] = {
    "arl_019": m1x_lists.ticker,
    "hdl_018": m1x_boxes.lead_slider,
    "hdl_003": m1x_boxes.boxes,
    "arl_007": m1x_boxes.boxes,
    "arl_022": m1x_boxes.boxes,
    "arl_051": m1x_boxes.boxes,
    "arl_004": m1x_boxes.cards,
    "arl_054": m1x_boxes.tall_cards,
    "hdl_006": m1x_boxes.vertical,
    "hdl_023": m1x_boxes.vertical,
    "hdl_007": m1x_boxes.single,
    "hdl_010": m1x_boxes.outside,
    "arl_031": m1x_lists.labelled,
    "arl_034": m1x_lists.lines,
    "arl_044": m1x_lists.lines,
    "arl_033": m1x_lists.lead_and_lines,
    "arl_036": m1x_lists.lead_and_lines,
    "arl_043": m1x_lists.lead_and_lines,
    "arl_017": m1x_lists.top_and_lines,
    "arl_003": m1x_lists.ranking,
    "arl_009": m1x_lists.ranking,
    "arl_042": m1x_lists.ranking,
    "arl_005": m1x_lists.time_line,
    "arl_010": m1x_lists.empty_tabs,
    "pvw_001": m1x_boxes.photo_box,
    "pvw_009": m1x_boxes.photo_album,
    "mov_003": m1x_boxes.video,
    "arl_061": m1x_lists.ajax_list,
}


def draw(widget: Widget) -> str:
    """The HTML of one widget with its separator."""
    return _FAMILIES[widget.family](widget) + _MARGIN


def families() -> Iterable[str]:
    """The names of all families."""
    return _FAMILIES
