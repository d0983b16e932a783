"""The newspaper of a past run: its settings today."""

from __future__ import annotations

from pathlib import Path

from scrapy.settings import Settings

from newscrawler.run.recording import warc_folder
from newscrawler.spiders.past import site_settings


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
