"""`scrapy probe`: looks at a newspaper nobody has added yet with few polite requests, and begins no run.

spider asks, cms recognises the CMS, sections the ways to a section; findings judges what was found (pure), entry writes
the entry of newspapers.toml, printing shows it all.
"""
