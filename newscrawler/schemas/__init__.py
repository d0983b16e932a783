"""JSON Schemas (2020-12) of the feeds, made from the record classes.

``python -m newscrawler.schemas`` writes them again after a field has changed; a test fails if they differ.
"""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec

from newscrawler.items import Article, Rejected, SidebarWidget, WeatherReading
from newscrawler.store.manifest import Manifest
from newscrawler.stories import StoryRecord

FOLDER = Path(__file__).parent
RECORDS = {
    "article": Article,
    "weather": WeatherReading,
    "sidebar": SidebarWidget,
    "rejected": Rejected,
    "run": Manifest,
    "story": StoryRecord,
}


def build(name: str) -> dict[str, Any]:
    """The schema of one of RECORDS; every field is required, absent values are null or empty."""
    return schema_of(RECORDS[name])


def schema_of(record: type[Any]) -> dict[str, Any]:
    """The schema of a class of records, ours or a subclass with fields of the user's own."""
    (schema,), definitions = msgspec.json.schema_components([record], ref_template="#/$defs/{name}")
    for definition in definitions.values():
        definition["required"] = list(definition["properties"])
        definition["additionalProperties"] = False
        for described in definition["properties"].values():
            described.pop("default", None)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "$defs": definitions}


def load(name: str) -> dict[str, Any]:
    """The schema that the package ships."""
    loaded: dict[str, Any] = json.loads(files(__name__).joinpath(f"{name}.json").read_text("utf-8"))
    return loaded


def path(name: str) -> Path:
    """The path of the schema of one kind of record."""
    return FOLDER / f"{name}.json"
