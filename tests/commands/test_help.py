"""What `-h` prints for each command."""

from __future__ import annotations

import re
from functools import partial

import pytest
from scrapy.cmdline import ScrapyArgumentParser, _get_commands_dict
from scrapy.commands import ScrapyHelpFormatter
from scrapy.settings import Settings

SETTINGS = Settings()
SETTINGS.setmodule("newscrawler.settings", priority="project")
COMMANDS = {
    name: command
    for name, command in _get_commands_dict(SETTINGS, True).items()
    if type(command).__module__.startswith("newscrawler")
}


@pytest.mark.parametrize("name", COMMANDS)
def test_no_line_of_a_help_is_taken_for_a_heading(name: str) -> None:
    """Scrapy underlines each line that ends with a colon, wherever a text was wrapped."""
    command = COMMANDS[name]
    command.settings = SETTINGS.copy()
    for width in range(60, 160):
        parser = ScrapyArgumentParser(
            formatter_class=partial(ScrapyHelpFormatter, width=width),
            conflict_handler="resolve",
            description=command.long_desc(),
        )
        command.add_options(parser)
        headings = re.findall(r"^(.*)\n[=-]{3,}$", parser.format_help(), re.M)
        assert {text.strip() for text in headings} <= {"Usage", "Options", "Global Options"}, width
