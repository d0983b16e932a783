"""`scrapy probe`: examines a newspaper that is not in the table yet, with a few polite requests and without a run.

``spider`` requests and reads pages, ``sections`` finds the sections they lead to. ``findings`` evaluates the result
(pure functions), ``entry`` writes the entry of newspapers.toml, ``printing`` prints the report.
"""
