"""Signals of this project, beside Scrapy's own."""

run_started = object()
"""Sent by a spider when a crawl begins, before its first request, and not by scrapy shell, parse or check.

Arguments: ``spider``.
"""
