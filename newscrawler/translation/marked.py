"""Finds the sentences that the source marks with ``N_``; Babel's own extractor does not read f-strings."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator


def marked(source: str) -> Iterator[str]:
    """The templates of the marked sentences in a Python source, in order.

    A value is a placeholder in braces, named after the last name in its expression (``{journal.home}`` -> ``{home}``),
    with a number if the template has that name already. Raises ValueError for a mark on anything but a literal.
    """
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        if isinstance(call.func, ast.Name) and call.func.id == "N_":
            yield _template(call.args[0])


def _template(node: ast.expr) -> str:
    pieces = node.values if isinstance(node, ast.JoinedStr) else [node]
    names: list[str] = []
    found = ""
    for piece in pieces:
        if isinstance(piece, ast.FormattedValue):
            name = _name(piece.value)
            names.append(name if name not in names else f"{name}{len(names) + 1}")
            found += f"{{{names[-1]}}}"
        elif isinstance(piece, ast.Constant) and isinstance(piece.value, str):
            found += piece.value
        else:
            raise ValueError(f"line {node.lineno}: N_ marks strings and f-strings only")
    return found


def _name(value: ast.expr) -> str:
    words = re.findall(r"[a-zA-Z]\w*", re.sub(r"'[^']*'", "", ast.unparse(value)))
    return words[-1] if words else "value"
