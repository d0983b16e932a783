"""Korean text as newspapers print it. Pure functions.

- ``text``: clean text, paragraphs and their hash
- ``dates``: times in any printed form; ``labels``: the words printed next to them
- ``bylines``: the people who wrote an article
- ``copyright``: copyright lines
- ``encoding``: the encoding of a page
"""
