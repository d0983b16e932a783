"""The progress of a crawl."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from scrapy.exceptions import NotConfigured

from newscrawler.extensions import Progress


def test_no_interval_means_no_progress() -> None:
    settings = SimpleNamespace(getfloat=lambda name: 0.0)
    crawler: Any = SimpleNamespace(settings=settings)
    with pytest.raises(NotConfigured):
        Progress(crawler)
