"""`scrapy probe`: looks at a newspaper that is not in the table yet, with few polite requests and without a run.

``spider`` requests and reads pages, ``sections`` finds the sections they lead to. ``findings`` judges what was found
(pure functions), ``entry`` writes the entry of newspapers.toml, ``printing`` shows it all.
"""
