"""Where a run keeps the answers of the server: the setting WARC_DIR."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import scrapy
from scrapy.settings import BaseSettings

from newscrawler import __version__

if TYPE_CHECKING:
    from newscrawler.store.warc import WarcFile

logger = logging.getLogger(__name__)


def warc_folder(settings: BaseSettings, site: str) -> Path | None:
    """The folder of a newspaper's WARC files, ``<WARC_DIR>/<site>``; None where none are written."""
    folder = settings.get("WARC_DIR")
    return Path(folder) / site if folder else None


def missing_package() -> str | None:
    """The package without which no WARC file can be read or written; None if all are installed."""
    return next((name for name in ("warcio", "surt") if find_spec(name) is None), None)


def begin_recording(settings: BaseSettings, site: str, run_id: str, dead: Iterable[str]) -> WarcFile | None:
    """Opens the WARC file of a run, after keeping what dead runs left; None for a run without WARC_DIR.

    ``dead`` are the ids of the runs that were not published.

    Raises OSError from the disk.
    """
    folder = warc_folder(settings, site)
    if folder is None:
        return None
    from newscrawler.store.warc import WarcFile, recover  # noqa: PLC0415 - its packages are an extra

    for path in recover(folder, dead):
        logger.info("kept what a run fetched that was not published: %s", path)
    info = {
        "software": f"newscrawler/{__version__} Scrapy/{scrapy.__version__}",
        "format": "WARC File Format 1.1",
        "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        "robots": "obey" if settings.getbool("ROBOTSTXT_OBEY") else "ignore",
        "http-header-user-agent": settings.get("USER_AGENT"),
        "operator": settings.get("CONTACT"),
        "isPartOf": f"{site}/{run_id}",
    }
    return WarcFile(folder, run_id, {name: value for name, value in info.items() if value})
