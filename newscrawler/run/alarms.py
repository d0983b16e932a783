"""Sends alarms about runs that did not end well, to a webhook (in Slack's format) or a command."""

from __future__ import annotations

import logging
import shlex
import subprocess
from collections.abc import Sequence

from scrapy.settings import BaseSettings

from newscrawler.exporters import encode
from newscrawler.run.exits import INCOMPLETE, NOT_STORED, QUALITY
from newscrawler.translation import N_
from newscrawler.translation.catalogue import language, translate

logger = logging.getLogger(__name__)
_PATIENCE = 30  # seconds
REPORTED = (INCOMPLETE, QUALITY, NOT_STORED)
"""The exit statuses that raise an alarm; not misuse or Ctrl-C, which the user sees, nor a lock (another run works)."""


def are_wanted(settings: BaseSettings) -> bool:
    """Whether a webhook or a command is set."""
    return bool(settings.get("ALARM_WEBHOOK") or settings.get("ALARM_COMMAND"))


def send(settings: BaseSettings, title: str, sentences: Sequence[str]) -> None:
    """Sends a title and sentences to ALARM_WEBHOOK and ALARM_COMMAND, if set; failures are only logged.

    Takes up to a minute. The webhook receives ``{"text": …}`` by POST, the command the same text on standard input.
    """
    to = language(settings.get("LANGUAGE"))
    text = "\n".join([translate(title, to), *(f"- {translate(sentence, to)}" for sentence in sentences)])
    for setting, way in (("ALARM_WEBHOOK", _post), ("ALARM_COMMAND", _run)):
        if value := settings.get(setting):
            try:
                way(value, text)
            except Exception as error:  # a failed alarm must not change the result of the run
                logger.error("%s failed, the alarm was not sent: %s", setting, _cause(error))


def _cause(error: Exception) -> str:
    """Why an alarm was not sent, without the address or command, which may contain passwords and are in most errors."""
    from urllib.error import HTTPError, URLError  # noqa: PLC0415 - as in _post()

    if isinstance(error, HTTPError):
        return N_(f"the server answered {error.code}")
    if isinstance(error, URLError) and isinstance(error.reason, Exception):
        return _cause(error.reason)
    if isinstance(error, subprocess.CalledProcessError):
        return N_(f"the command ended with status {error.returncode}")
    if isinstance(error, subprocess.TimeoutExpired | TimeoutError):
        return N_(f"no end after {_PATIENCE} seconds")
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error) if isinstance(error, _AlarmError) else N_(f"the value is not valid ({type(error).__name__})")


class _AlarmError(ValueError):
    """The value of a setting is invalid; the message does not quote it."""


def _post(url: str, text: str) -> None:
    import urllib.request  # noqa: PLC0415 - 50 ms that only an alarm needs

    if not url.lower().startswith(("http://", "https://")):
        raise _AlarmError(N_("not an http or https address"))
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(url, encode({"text": text}), headers)
    with urllib.request.urlopen(request, timeout=_PATIENCE):
        pass


def _run(command: str, text: str) -> None:
    try:
        words = shlex.split(command)
    except ValueError as error:  # its messages are about quotation marks only
        raise _AlarmError(str(error)) from None
    subprocess.run(words, input=text.encode(), timeout=_PATIENCE, check=True, stdout=subprocess.DEVNULL)
