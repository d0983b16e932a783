"""The command `newscrawler`: Scrapy's, with our settings and one place for data, wherever it is run."""

from __future__ import annotations

import os
import sys
from configparser import ConfigParser

from scrapy.cmdline import execute
from scrapy.utils.conf import closest_scrapy_cfg
from scrapy.utils.project import ENVVAR

from newscrawler.commands.streams import PROGRAM
from newscrawler.installed import HOME, home


def main() -> None:
    """Runs a command of Scrapy or ours, and ends the process with its exit status."""
    sys.argv[0] = PROGRAM
    choose_project()
    execute()


def choose_project() -> None:
    """Chooses the settings by environment variables, which the processes of a batch inherit.

    The user's SCRAPY_SETTINGS_MODULE and, without NEWSCRAWLER_HOME, a project around the current folder are left to
    Scrapy. Otherwise the settings are those that `newscrawler init` wrote to the home, or our own.
    """
    if ENVVAR in os.environ or (HOME not in os.environ and closest_scrapy_cfg()):
        return
    project = ConfigParser()
    os.environ[ENVVAR] = "newscrawler.installed"
    if project.read(home() / "scrapy.cfg", "utf-8"):
        os.environ[ENVVAR] = project.get("settings", "default", fallback=os.environ[ENVVAR])
        os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(home()), os.environ.get("PYTHONPATH"))))
        sys.path.insert(0, str(home()))


if __name__ == "__main__":
    main()
