"""The hand-written newspapers of tests/fixtures as something DemoServer can serve."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from newscrawler.cms.families import FAMILIES
from newscrawler.cms.family import Family
from newscrawler.demo.paper import Reply

_ROOT = Path(__file__).parents[2]
FIXTURES = _ROOT / "tests/fixtures"
# Folders of saved pages; those next to the checkout are read if they exist.
FOLDERS = {
    **{folder.name: folder for folder in sorted(FIXTURES.iterdir()) if folder.is_dir()},
    "mediaon": _ROOT.parent / "shared/mediaon/pages",
    "ndsoft": _ROOT.parent / "shared/ndsoft/pages",
    "seed": _ROOT.parent / "shared/seed/pages",
}
_FAMILIES = {"nd": "ndsoft"}  # as the truth of a newspaper names them
_TLS = re.compile(rb"https://([a-z0-9.-]+\.test)")  # the tests' proxy speaks plain HTTP


def family_of(truth: dict[str, Any]) -> Family:
    """The CMS family of the newspaper that a truth is about."""
    name = truth["site"].get("family", "mediaon")
    return FAMILIES[_FAMILIES.get(name, name)]


class FolderPaper:
    """The saved pages of one folder, each under the address its truth names; other addresses are 404."""

    def __init__(self, name: str) -> None:
        self.folder = FIXTURES / name
        self.truth = json.loads((self.folder / "expected.json").read_text("utf-8"))
        self.origin = self.truth["site"]["origin"].replace("https://", "http://")
        self.name = self.truth["site"]["name"]
        self.pages: dict[str, Reply] = {}
        for file, page in self.truth["pages"].items():
            kind = "text/plain" if page["kind"] == "robots" else "text/html"
            body = _TLS.sub(rb"http://\1", (self.folder / file).read_bytes())
            self.pages[_local(page["url"])] = Reply(200, {"Content-Type": kind}, body)

    def reply(self, method: str, url: str, body: bytes = b"") -> Reply:
        """Answers one request as the CMS does, whatever the order of the parameters."""
        nothing = Reply(404, {"Content-Type": "text/html; charset=utf-8"}, "<p>없는 쪽입니다.</p>".encode())
        return self.pages.get(_local(url), nothing)


def _local(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{sorted(parse_qsl(parts.query))}"
