"""Item pipelines: one for each kind of record, which handles only that kind, and a last one that stores."""

from newscrawler.pipelines.articles import ArticlePipeline
from newscrawler.pipelines.rejected import RejectedPipeline
from newscrawler.pipelines.sidebar import SidebarPipeline
from newscrawler.pipelines.store import StorePipeline
from newscrawler.pipelines.weather import WeatherPipeline

__all__ = ["ArticlePipeline", "RejectedPipeline", "SidebarPipeline", "StorePipeline", "WeatherPipeline"]
