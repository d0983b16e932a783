"""Widgets: sidebars repeat on every page, so each widget is stored once per run."""

from __future__ import annotations

from newscrawler.items import SidebarWidget
from newscrawler.pipelines.base import RepeatsPipeline


class SidebarPipeline(RepeatsPipeline[SidebarWidget]):
    """Validates widgets and drops those already seen in this run."""

    kind = SidebarWidget

    @staticmethod
    def content_of(item: SidebarWidget) -> object:
        return item.heading, item.more_url, *((entry.title, entry.url) for entry in item.entries)
