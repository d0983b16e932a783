"""What nearly every `scrapy` command imports: loaded once, then inherited by every process forked from here.

No reactor may be installed here, no file opened and no thread started: a fork would share or lose them.
The optional libraries stay out, because some tests take them away.
"""

from __future__ import annotations

import gc
import sys
from importlib import import_module

from scrapy.utils.misc import walk_modules_iter

_PACKAGES = (
    "newscrawler.commands",
    "newscrawler.network",
    "newscrawler.pipelines",
    "newscrawler.spiders",
    "scrapy.commands",
    "scrapy.downloadermiddlewares",
    "scrapy.spidermiddlewares",
)
_MODULES = (
    "newscrawler.extensions",
    "newscrawler.loader",
    "newscrawler.logformatter",
    "newscrawler.run.alarms",
    "newscrawler.settings",
    "rich.console",
    "rich.table",
    "scrapy.cmdline",
    "scrapy.core.downloader.contextfactory",
    "scrapy.core.downloader.handlers.http11",
    "scrapy.core.engine",
    "scrapy.crawler",
    "scrapy.dupefilters",
    *(f"scrapy.extensions.{name}" for name in ("closespider", "corestats", "logcount", "memdebug", "memusage")),
    *(f"scrapy.extensions.{name}" for name in ("remote_control", "spiderstate", "telnet", "throttle")),
    "scrapy.pipelines",
    "scrapy.pqueues",
    "scrapy.robotstxt",
    "scrapy.squeues",
    "scrapy.statscollectors",
    "twisted.internet.asyncioreactor",
    "twisted.web.client",
)

for _package in _PACKAGES:
    list(walk_modules_iter(_package))
for _module in _MODULES:
    import_module(_module)
assert "twisted.internet.reactor" not in sys.modules
gc.collect()
gc.freeze()  # a child's collector would otherwise copy every page it shares with its parent
