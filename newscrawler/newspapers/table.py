"""The table of newspapers: one short entry each, from which comes a spider of that name.

Nothing about one newspaper stands anywhere else. The entries here come with the program; everybody's
own stand in a file, newspapers.toml, which needs no code: docs/newspapers.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlsplit


class SitesError(ValueError):
    """The file of newspapers makes no sense; the message is one sentence that names file, line and key."""


@dataclass(frozen=True, slots=True)
class Site:
    """One newspaper.

    ``name`` is the spider's and the feeds' short name, ``title`` what the paper calls itself,
    ``home`` its front page. ``sections`` (label -> code) is for papers whose sections are
    known beforehand; ``settings`` are Scrapy settings in which this paper differs, ``arguments`` the
    spider arguments it is crawled with unless others are given. A batch leaves out those not ``enabled``.
    ``demo`` stands for the bundled newspaper, which is served within the run.
    """

    name: str
    title: str
    home: str
    family: Literal["mediaon"] = "mediaon"
    sections: Mapping[str, int] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    arguments: Mapping[str, str] = field(default_factory=dict)
    enabled: bool = True
    demo: bool = False

    @property
    def server(self) -> str:
        """The server that is asked; newspapers of one server must not be crawled at once."""
        return self.name if self.demo else urlsplit(self.home).netloc.lower().removeprefix("www.")


SITES = (Site("gndnews", "경남도민뉴스", "https://www.gndnews1.com/"),)
