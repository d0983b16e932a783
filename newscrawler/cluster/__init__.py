"""Batches on several machines: Procrastinate hands newspapers out, PostgreSQL keeps archives, jobs and outcomes.

Loaded only by `scrapy cluster`, `scrapy worker` and `scrapy batch --on cluster` (extra ``cluster``).
"""
