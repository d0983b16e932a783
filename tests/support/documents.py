"""The commands that documents show."""

from __future__ import annotations

import re

from support.processes import ROOT


def shell_lines(document: str) -> list[str]:
    """The lines of the shell blocks of a document of docs/, without comments and installations."""
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / "docs" / document).read_text("utf-8"), re.S)
    lines = (line.partition(" # ")[0].strip() for block in blocks for line in block.splitlines())
    return [line for line in lines if line and not line.startswith("pip ")]
