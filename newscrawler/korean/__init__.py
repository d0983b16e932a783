"""Korean text as newspapers print it. Pure functions.

- ``text``: clean text, paragraphs and their hash; the form in which texts are compared
- ``dates``: times in any printed form; ``clock``: their time of day; ``labels``: the words printed next to them
- ``bylines``: the people who wrote an article
- ``copyright``: copyright lines; ``furniture``: buttons and contacts around a byline
- ``encoding``: the encoding of a page
"""
