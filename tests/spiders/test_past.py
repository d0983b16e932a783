"""The newspaper of a past run: its settings today."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from scrapy.settings import Settings
from support import archived

from newscrawler.run.recording import warc_folder
from newscrawler.spiders.past import UnknownNewspaperError, site_settings, spider_of


def test_a_newspaper_may_keep_its_pages_in_a_folder_of_its_own(tmp_path: Path) -> None:
    table = tmp_path / "newspapers.toml"
    lines = ("[naru]", 'title = "나루신문"', 'home = "http://naru.test/"', 'settings = {WARC_DIR = "/srv/naru"}')
    table.write_text("\n".join(lines), "utf-8")
    settings = Settings()
    settings.setmodule("newscrawler.settings", priority="project")
    settings.set("NEWSPAPERS", str(table), priority="cmdline")
    assert warc_folder(site_settings(settings, "naru"), "naru") == Path("/srv/naru/naru")
    assert warc_folder(site_settings(settings, "other"), "other") is None
    settings.set("WARC_DIR", "/srv/all", priority="cmdline")
    assert warc_folder(site_settings(settings, "other"), "other") == Path("/srv/all/other")


def test_a_run_of_a_family_that_is_known_no_more_is_refused() -> None:
    settings = Settings()
    settings.setmodule("newscrawler.settings", priority="project")
    past = replace(archived.manifest("demo", "2026-03-02"), spider="demo", family="plain")
    with pytest.raises(UnknownNewspaperError, match=f"the CMS family 'plain' of run {past.run_id} is not known"):
        spider_of(past, settings)
