"""Reads the pages of content management systems. Pages parse; nothing here uses the network.

- ``family``: the interface of a CMS family; ``families`` lists them; ``recognise`` finds out which one made a page
- ``links``: the addresses of one newspaper, and what kind of page each one leads to
- ``page``, ``listing``, ``article``: one class for each kind of page; ``reading`` reads many pages and skips what was
  read before
- ``feeds``: RSS feeds and the replies to "more" buttons
- ``markup``: reading by the shape of the markup, the same for all families

Modules are imported by their own names, so that starting ``scrapy`` does not load the parsers.
"""
