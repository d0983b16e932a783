"""Tells people of a run that did not end well, by what is there: a webhook (Slack's form), a command."""

from __future__ import annotations

import logging
import shlex
import subprocess
from collections.abc import Sequence

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.settings import BaseSettings
from scrapy.utils.asyncio import run_in_thread

from newscrawler.exporters import encode
from newscrawler.extensions import RunPublisher
from newscrawler.run.exits import INCOMPLETE, NOT_STORED, QUALITY

logger = logging.getLogger(__name__)
_PATIENCE = 30  # seconds
_TOLD = (INCOMPLETE, QUALITY, NOT_STORED)  # wrong use and Ctrl-C are seen by who did it, a locked newspaper is at work


def send(settings: BaseSettings, title: str, sentences: Sequence[str]) -> None:
    """Sends a title and sentences by ALARM_WEBHOOK and ALARM_COMMAND, where they are set; a failure is only logged.

    Takes up to a minute: the webhook is posted ``{"text": …}``, the command gets the same text on its standard input.
    """
    text = "\n".join([title, *(f"- {sentence}" for sentence in sentences)])
    for setting, way in (("ALARM_WEBHOOK", _post), ("ALARM_COMMAND", _run)):
        if value := settings.get(setting):
            try:
                way(value, text)
            except Exception as error:  # whatever it is, the run has ended as it has ended
                logger.error("%s failed, the alarm was not sent: %s", setting, error)


def _post(url: str, text: str) -> None:
    import urllib.request  # noqa: PLC0415 - 50 ms that only an alarm needs

    if not url.lower().startswith(("http://", "https://")):
        raise ValueError("it is no http or https address")
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(url, encode({"text": text}), headers)
    with urllib.request.urlopen(request, timeout=_PATIENCE):
        pass


def _run(command: str, text: str) -> None:
    subprocess.run(shlex.split(command), input=text.encode(), timeout=_PATIENCE, check=True, stdout=subprocess.DEVNULL)


class AlarmSender:
    """Sends the alarms of a run once it is stored and judged."""

    def __init__(self, crawler: Crawler) -> None:
        if not (crawler.settings.get("ALARM_WEBHOOK") or crawler.settings.get("ALARM_COMMAND")):
            raise NotConfigured
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> AlarmSender:
        extension = cls(crawler)
        crawler.signals.connect(extension.spider_closed, signals.spider_closed)
        return extension

    async def spider_closed(self) -> None:
        """Sends, outside the event loop; the publisher, an extension before this one, has judged the run."""
        publisher = self.crawler.get_extension(RunPublisher)
        if publisher is None or publisher.report is None or publisher.exit_code not in _TOLD:
            return
        title = f"newscrawler: {publisher.report.spider.site_name} ended with {publisher.exit_code}"
        await run_in_thread(send, self.crawler.settings, title, publisher.alarms)
