"""The settings of an installed program: one home for the list of newspapers and the data, wherever a command is run."""

import os
from pathlib import Path

from newscrawler.settings import *  # noqa: F403 - a settings module

HOME = "NEWSCRAWLER_HOME"
"""The environment variable that names the home."""


def home() -> Path:
    """The folder that NEWSCRAWLER_HOME names, else ``newscrawler`` in the user's own folder; it may not exist yet."""
    return Path(os.environ.get(HOME) or Path.home() / "newscrawler").resolve()


DATA_DIR = str(home() / "data")
NEWSPAPERS = str(home() / "newspapers.toml")
