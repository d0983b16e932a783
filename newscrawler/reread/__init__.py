"""Reads stored pages again with today's readers: `scrapy reread`.

``pages`` finds the page of a record in the WARC files and makes a response of it, ``compare`` reads it and says what
would be different.
"""
