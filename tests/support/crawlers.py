"""A stub crawler for components, without an engine; and a run that has begun."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scrapy.settings import Settings
from scrapy.signalmanager import SignalManager

from newscrawler.run.arguments import Arguments
from newscrawler.run.run import Run
from newscrawler.store.manifest import SectionReport

HOME = "http://demo.test/"


class Stats(dict[str, Any]):
    """The part of a stats collector that the components use."""

    def inc_value(self, key: str, count: int = 1) -> None:
        self[key] = self.get(key, 0) + count

    def set_value(self, key: str, value: Any) -> None:
        self[key] = value

    def get_value(self, key: str, default: Any = None) -> Any:
        return self.get(key, default)

    def get_stats(self) -> dict[str, Any]:
        return self


class StubCrawler:
    """Settings, stats and signals of a crawl that never begins."""

    def __init__(self, settings: Mapping[str, Any] | None = None, **attributes: Any) -> None:
        self.settings = Settings(dict(settings or {}))
        self.stats = Stats()
        self.signals = SignalManager(self)
        self.spider: Any = None
        vars(self).update(attributes)


def stub(settings: Mapping[str, Any] | None = None, **attributes: Any) -> Any:
    """A stub crawler, typed as whatever takes one."""
    return StubCrawler(settings, **attributes)


def prepare(run: Run, site: str = "demo", **given: str) -> Run:
    """Gives a run the journal of a newspaper with one section, as its spider does."""
    sections = {"list": SectionReport("", "list", "menu")}
    run.reset(site=site, spider=site, home=HOME, given=given, arguments=Arguments.read(given), sections=sections)
    run.article_at = lambda url: (f"{site}:{url.partition('no=')[2]}", url) if "no=" in url else None
    return run


def begun(data_dir: Path, **settings: Any) -> Run:
    """A run of the newspaper ``demo`` that has begun."""
    run = prepare(Run(Settings({"DATA_DIR": str(data_dir), **settings})))
    run.begin()
    return run
