"""The page about many newspapers over many days: `scrapy report`.

``sources`` reads archives and batch files, ``board`` and ``content`` compute the contents of the page (pure functions),
``charts`` and ``page`` draw it. A single run is judged elsewhere: newscrawler.run.outcome.
"""
