"""A second CMS family for tests of what holds for any."""

from __future__ import annotations

import pytest

from newscrawler.cms.families import FAMILIES
from newscrawler.cms.family import Family, Link, PageSource
from newscrawler.cms.mediaon import MediaOn


class Hanbit(MediaOn):
    """mediaOn's pages below other addresses: articles are ``/read/<number>``."""

    name = "hanbit"  # type: ignore[assignment]  # a name that no family has
    title = "한빛CMS"

    def signs(self, page: PageSource) -> list[str]:
        return ["/read/…", "한빛"] if "/read/" in page.html else []

    def link(self, origin: str, path: str, query: dict[str, str]) -> Link | None:
        if path.startswith("/read/"):
            return Link("article", f"{origin}{path}", path.removeprefix("/read/"))
        return Link("other", f"{origin}{path}")


@pytest.fixture
def other_family(monkeypatch: pytest.MonkeyPatch) -> Family:
    """A family that is known as long as the test runs."""
    family = Hanbit()
    monkeypatch.setitem(FAMILIES, family.name, family)
    return family
