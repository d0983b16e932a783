"""What nearly every `scrapy` command imports: loaded once, then inherited by every process forked from here.

It is what a batch loads for its crawls, with all commands. No reactor may be installed here, no file opened and no
thread started: a fork would share or lose them. The optional libraries stay out, because some tests take them away.
"""

from __future__ import annotations

import sys

from scrapy.spiderloader import get_spider_loader
from scrapy.utils.misc import walk_modules_iter
from scrapy.utils.project import get_project_settings

from newscrawler.batch.preload import preload

for _package in ("newscrawler.commands", "scrapy.commands"):
    list(walk_modules_iter(_package))
_settings = get_project_settings()
get_spider_loader(_settings)
preload(_settings)
assert "twisted.internet.reactor" not in sys.modules
