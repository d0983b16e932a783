"""Writes the schema files from the record classes."""

import json

from newscrawler.schemas import RECORDS, build, path

for name in RECORDS:
    path(name).write_text(json.dumps(build(name), ensure_ascii=False, indent=2) + "\n", "utf-8")
