"""No page of a run is lost in silence: requests without an errback get the spider's."""

from __future__ import annotations

from scrapy import Request
from scrapy.http import Response
from scrapy.spidermiddlewares.base import BaseSpiderMiddleware

from newscrawler.spiders.site import SiteSpider


class Errbacks(BaseSpiderMiddleware):
    """Gives ``failed`` of the spider to requests without an errback: Scrapy only logs their failures."""

    def get_processed_request(self, request: Request, response: Response | None) -> Request | None:
        """The request to send."""
        spider = self.crawler.spider
        if request.errback is None and isinstance(spider, SiteSpider):
            return request.replace(errback=spider.failed)
        return request
