"""The page that shows many newspapers over many days: `scrapy report`.

``sources`` reads archives and batch files, ``board`` and ``content`` make of them what the page says (pure functions),
``charts`` and ``page`` draw it. A single run is judged elsewhere: newscrawler.run.outcome.
"""
