"""The table of newspapers: one short entry each, from which comes a spider of that name.

Nothing about one newspaper stands anywhere else. How to add one: CONTRIBUTING.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Site:
    """One newspaper.

    ``name`` is the spider's and the feeds' short name, ``title`` what the paper calls itself,
    ``home`` its front page. ``sections`` (label -> ``sec_no``) is for papers whose sections are
    known beforehand; ``settings`` are Scrapy settings in which this paper differs.
    """

    name: str
    title: str
    home: str
    family: Literal["mediaon"] = "mediaon"
    sections: Mapping[str, int] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)


SITES = (Site("gndnews", "경남도민뉴스", "https://www.gndnews1.com/"),)
