"""The table of newspapers: one short entry for each, which becomes a spider of that name.

Nothing else in the code is specific to one newspaper. The entries here ship with the program; users add their own
in newspapers.toml, without code: see docs/newspapers.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from newscrawler.newspapers.address import server_of


class SitesError(ValueError):
    """The file of newspapers is invalid; the message is one sentence that names the file, line and key."""


@dataclass(frozen=True, slots=True)
class Site:
    """One newspaper.

    ``name`` is the short name used for the spider and in the feeds, ``title`` the name the paper gives itself,
    ``home`` its front page, ``family`` its CMS, None where the front page is to show it.
    ``sections`` (label -> code) is for papers whose sections are known in advance; ``settings`` are the Scrapy settings
    that differ for this paper, ``arguments`` its default spider arguments. A batch skips newspapers that are not
    ``enabled``. ``demo`` stands for the bundled newspaper, which is served within the run. ``spider`` is the import
    path of a spider class of the user's own.
    """

    name: str
    title: str
    home: str
    family: str | None = None
    sections: Mapping[str, int | str] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    arguments: Mapping[str, str] = field(default_factory=dict)
    enabled: bool = True
    demo: bool = False
    spider: str | None = None

    @property
    def server(self) -> str:
        """The server that requests go to; newspapers on the same server must not be crawled at the same time."""
        if self.demo:
            return self.name
        return server_of(self.home)


SITES = (Site("gndnews", "경남도민뉴스", "https://www.gndnews1.com/", family="mediaon"),)
