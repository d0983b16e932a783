"""Writes the schema files, and the types of columns in docs/, from the record classes."""

import json
from pathlib import Path

from newscrawler.schemas import RECORDS, build, path
from newscrawler.schemas.columns import document

for name in RECORDS:
    path(name).write_text(json.dumps(build(name), ensure_ascii=False, indent=2) + "\n", "utf-8")
Path(__file__).parents[2].joinpath("docs", "columns.md").write_text(document(), "utf-8")
