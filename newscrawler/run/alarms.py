"""Tells people of a run that did not end well, by what is there: a webhook (Slack's form), a command."""

from __future__ import annotations

import logging
import shlex
import subprocess
from collections.abc import Sequence

from scrapy.settings import BaseSettings

from newscrawler.exporters import encode
from newscrawler.run.exits import INCOMPLETE, NOT_STORED, QUALITY

logger = logging.getLogger(__name__)
_PATIENCE = 30  # seconds
REPORTED = (INCOMPLETE, QUALITY, NOT_STORED)
"""The exit statuses of a run that people hear of: whoever misused it or pressed Ctrl-C knows, and a lock means work."""


def are_wanted(settings: BaseSettings) -> bool:
    """Whether a webhook or a command is set."""
    return bool(settings.get("ALARM_WEBHOOK") or settings.get("ALARM_COMMAND"))


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
