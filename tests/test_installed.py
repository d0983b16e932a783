"""The installed program: `newscrawler` outside a checkout, its home, and the folder that `init` makes."""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from scrapy.settings import Settings
from support.crawling import ROOT, environment, project, read_feed, scrapy

from newscrawler import installed
from newscrawler.__main__ import choose_project
from newscrawler.installed import home
from newscrawler.newspapers import all_sites


@pytest.fixture
def outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's folder, outside any project, as the working folder."""
    for name in ("SCRAPY_SETTINGS_MODULE", "NEWSCRAWLER_HOME", "PYTHONPATH"):
        monkeypatch.setenv(name, "")  # so that one that is not set is taken away at the end
        monkeypatch.delenv(name)
    monkeypatch.setattr(sys, "path", sys.path.copy())
    monkeypatch.setenv("HOME", str(tmp_path / "user"))
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    return tmp_path


def chosen() -> tuple[str | None, str | None]:
    choose_project()
    return os.environ.get("SCRAPY_SETTINGS_MODULE"), os.environ.get("PYTHONPATH")


def test_without_a_project_the_data_is_at_one_place_wherever_the_command_is_run(outside: Path) -> None:
    assert home() == outside / "user/newscrawler"
    assert chosen() == ("newscrawler.installed", None)
    settings = runpy.run_path(installed.__file__)  # as a new process would read it
    assert settings["DATA_DIR"] == str(home() / "data")
    assert settings["NEWSPAPERS"] == str(home() / "newspapers.toml")
    assert settings["BOT_NAME"] == "newscrawler"


def test_a_project_around_the_working_folder_is_left_to_scrapy(outside: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (outside / "scrapy.cfg").write_text("[settings]\ndefault = own\n")
    assert chosen() == (None, None)
    monkeypatch.setenv("SCRAPY_SETTINGS_MODULE", "mine")
    assert chosen() == ("mine", None)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that `init` made."""
    folder = tmp_path_factory.mktemp("init") / "desk"
    made = scrapy("init", str(folder), data_dir=folder)
    names = ("scrapy.cfg", "newspapers.toml", "newscrawler_settings.py")
    assert (made.exit_code, made.stdout.split()) == (0, [str(folder / name) for name in names])
    return folder


def test_init_replaces_nothing(desk: Path) -> None:
    again = scrapy("init", str(desk), data_dir=desk)
    assert (again.exit_code, again.stderr.strip()) == (
        2,
        f"scrapy init: {desk} already has scrapy.cfg, newspapers.toml, newscrawler_settings.py; nothing was written",
    )


def test_the_home_is_used_from_everywhere(desk: Path, outside: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSCRAWLER_HOME", str(desk))
    assert chosen() == ("newscrawler_settings", str(desk))
    assert sys.path[0] == str(desk)
    settings = Settings()
    settings.setmodule("newscrawler_settings")
    assert settings["DATA_DIR"] == str(desk / "data")
    sites = all_sites(settings)
    assert {name: site.enabled for name, site in sites.items()} == {"gndnews": False, "gasang": False}


def test_a_batch_without_a_list_of_newspapers_crawls_nobody(tmp_path: Path) -> None:
    listing, data = tmp_path / "newspapers.toml", tmp_path / "data"
    settings = f"from newscrawler.settings import *\nNEWSPAPERS = {str(listing)!r}\nDATA_DIR = {str(data)!r}\n"
    run = scrapy("batch", data_dir=data, env=project(tmp_path, mysettings=settings))
    assert (run.exit_code, data.exists()) == (2, False)
    assert run.stderr.strip() == (
        f"scrapy batch: there is no list of newspapers at {listing}: write one, or name newspapers"
    )


@pytest.mark.crawl
def test_a_program_that_pip_installed_crawls_outside_the_checkout(tmp_path: Path) -> None:
    site, work = tmp_path / "site", tmp_path / "work"
    work.mkdir()
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--target"]
    subprocess.run([*pip, str(site), str(_copy_of_the_source(tmp_path))], check=True, capture_output=True)
    env = {"PYTHONPATH": str(site), "NEWSCRAWLER_HOME": str(tmp_path / "home")}
    assert _newscrawler("crawl", "demo", "-a", "articles=40", cwd=work, env=env) == 0
    (run,) = (tmp_path / "home/data/demo").glob("*/run.json")
    assert len(read_feed(run.parent / "articles.jsonl")) == 40
    assert _newscrawler("init", cwd=work, env=env) == 0
    listing = tmp_path / "home/newspapers.toml"
    listing.write_text("[gasang]\ndemo = true\narguments = {articles = 40}\n[gndnews]\nenabled = false\n", "utf-8")
    assert _newscrawler("batch", "--spawn", cwd=work, env=env) == 0
    assert len(list((tmp_path / "home/data/gasang").glob("*/run.json"))) == 1
    assert list(work.iterdir()) == []


def _copy_of_the_source(folder: Path) -> Path:
    """What git tracks of the program: a build leaves files beside its source."""
    source = folder / "source"
    tracked = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "newscrawler", "*.toml", "requirements.txt", "setup.py"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    for name in tracked.stdout.splitlines():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_bytes((ROOT / name).read_bytes())
    return source


def _newscrawler(*arguments: str, cwd: Path, env: Mapping[str, str]) -> int:
    command = [sys.executable, "-P", "-m", "newscrawler", *arguments]
    # Scrapy sets the variable in the process that runs the tests
    clean = {name: value for name, value in environment(env).items() if name != "SCRAPY_SETTINGS_MODULE"}
    return subprocess.run(command, cwd=cwd, env=clean, check=False, capture_output=True).returncode
