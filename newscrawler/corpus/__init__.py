"""A corpus: records of many runs and newspapers, as files for other programs; behind `scrapy export`."""
