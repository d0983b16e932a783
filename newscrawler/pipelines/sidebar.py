"""Widgets: sidebars stand on every page, a widget is kept once a run."""

from __future__ import annotations

from newscrawler.items import SidebarWidget
from newscrawler.pipelines.base import RepeatsPipeline


class SidebarPipeline(RepeatsPipeline[SidebarWidget]):
    """Checks widgets and drops those met before in this run."""

    kind = SidebarWidget

    @staticmethod
    def content_of(item: SidebarWidget) -> object:
        return item.heading, item.more_url, *((entry.title, entry.url) for entry in item.entries)
