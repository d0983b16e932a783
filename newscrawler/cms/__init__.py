"""What a page of a content management system holds. Pages parse; nothing here uses the network.

- ``family``: what a CMS family must answer; ``families`` lists them; ``recognise`` tells which one made a page
- ``links``: the addresses of one newspaper and where they lead
- ``page``, ``listing``, ``article``: one class for each kind of page; ``reading`` reads many of them and skips what is
  known already
- ``feeds``: RSS feeds and the replies to "more" buttons
- ``markup``: reading by the shape of the markup, the same for all families

Modules are imported by their own names, so that starting ``scrapy`` does not load the parsers.
"""
