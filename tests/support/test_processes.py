"""Forked commands are processes of their own, and the marks find who starts them."""

from __future__ import annotations

import resource
import subprocess
from pathlib import Path

import pytest

from newscrawler.demo import DemoServer, Fault, Newspaper
from support.crawling import HOME, crawl, project, scrapy
from support.marks import marks_of


def test_a_command_has_its_own_environment_and_its_own_modules(tmp_path: Path) -> None:
    env = project(tmp_path, mysettings="from newscrawler.settings import *\nBOT_NAME = 'another'\n")
    assert scrapy("settings", "--get", "BOT_NAME", data_dir=tmp_path, env=env).stdout == "another\n"
    assert scrapy("settings", "--get", "BOT_NAME", data_dir=tmp_path).stdout == "newscrawler\n"


def test_a_limit_holds_for_its_command_only(tmp_path: Path) -> None:
    limited = crawl("demo", "-a", "articles=12", data_dir=tmp_path, limits={resource.RLIMIT_FSIZE: 0})
    assert (limited.exit_code, limited.folder) == (4, None)
    assert crawl("demo", "-a", "articles=12", data_dir=tmp_path).exit_code == 0


def test_a_command_that_takes_too_long_is_killed(tmp_path: Path) -> None:
    with DemoServer(Newspaper()) as server:
        server.faults["/robots.txt"] = Fault(delay=60)
        with pytest.raises(subprocess.TimeoutExpired):
            crawl("mediaon", "-a", f"url={HOME}", data_dir=tmp_path, env={"http_proxy": server.url}, timeout=2)


def test_marks_are_found_through_helpers() -> None:
    assert marks_of(test_a_limit_holds_for_its_command_only) == {"crawl"}
    assert marks_of(project, Path, print) == set()
