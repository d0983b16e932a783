"""Times every regular expression of the package against hostile texts; prints what takes too long.

Run as a program, so that a test can stop it: JSON lines of [name, text, seconds], then "done".
"""

from __future__ import annotations

import ast
import importlib
import json
import pkgutil
import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import newscrawler

PATTERNS = (re.Pattern, type(re.compile("")))
SIZE = 1_000_000
FIRST = 10_000  # where a square shows already: half of 10,000² steps take 0.3 s and more
LIMIT = 0.15  # CPU seconds for FIRST characters; a line takes 1 ms
WHOLE = 8.0  # CPU seconds for SIZE characters
PIECES = [
    *(
        "a",
        " ",
        "1.",
        "1",
        "[",
        "가",
        "가 ",
        "<",
        "((",
        "2025.",
        "a@",
        "a@a.",
        "기자 ",
        "기자",
        "=",
        "=기자",
        "[가=",
        "\n",
    ),
    *(
        "-",
        ".",
        "/",
        "2025-",
        "1:",
        "10:11 ",
        "오전 ",
        "등록 ",
        "수정 2025",
        "<!--",
        "&#",
        "페이지=",
        "?page=",
        "#",
        "#가 ",
    ),
    *(
        "ajaxGetSkinContent(",
        "alert('",
        "location ",
        "관련기사",
        "▲",
        "사진",
        "가·",
        "가,",
        "\u00a0",
        "\u3000",
        "a_",
        "-a ",
        "1 ",
    ),
    *("ad ", "a=b&", "//", "<?xml ", "a.a", "'", '"', "｜", "| ", "[[가나다=", "일보=", "(사진=", "℃", "년 ", "월 "),
]


def found(module: str, value: Any, name: str) -> Iterator[tuple[str, re.Pattern[Any]]]:
    if isinstance(value, PATTERNS):
        yield f"{module}.{name}", value
    elif isinstance(value, list | tuple | set | frozenset | dict):
        for index, part in enumerate(value.values() if isinstance(value, dict) else value):
            yield from found(module, part, f"{name}[{index}]")


def inline(module: str, source: str) -> Iterator[tuple[str, re.Pattern[Any]]]:
    """The patterns written where they are used: ``re.sub("...", ...)``."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not node.args or not isinstance(node.func, ast.Attribute):
            continue
        pattern = node.args[0]
        if (
            getattr(node.func.value, "id", "") == "re"
            and node.func.attr != "compile"
            and isinstance(pattern, ast.Constant)
        ):
            yield f"{module}:{node.lineno}", re.compile(pattern.value)


def patterns() -> dict[str, re.Pattern[Any]]:
    """Name -> pattern, of every module but the demo newspaper's, which reads nobody's pages."""
    collected: dict[str, re.Pattern[Any]] = {}
    for info in pkgutil.walk_packages(newscrawler.__path__, "newscrawler."):
        if info.name.startswith("newscrawler.demo") or info.name.endswith("__main__"):
            continue
        module = importlib.import_module(info.name)
        for name, value in vars(module).items():
            collected.update(found(info.name, value, name))
        assert module.__file__ is not None
        collected.update(inline(info.name, Path(module.__file__).read_text("utf-8")))
    seen: dict[tuple[Any, int], str] = {}
    for name, pattern in collected.items():  # each once, under its first name
        seen.setdefault((pattern.pattern, pattern.flags), name)
    return {name: collected[name] for name in seen.values()}


class TooSlowError(Exception):
    """The search was stopped."""


def _stop(number: int, frame: Any) -> None:
    raise TooSlowError


def seconds(pattern: re.Pattern[Any], text: Any, limit: float) -> float:
    """How long the slowest way to use the pattern takes; ``limit`` when it was stopped."""
    worst = 0.0
    for use in (pattern.match, pattern.fullmatch, lambda text: sum(1 for _ in pattern.finditer(text))):
        started = time.process_time()  # CPU: other processes do not count
        signal.setitimer(signal.ITIMER_VIRTUAL, limit)
        try:
            use(text)
        except TooSlowError:
            return limit
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        worst = max(worst, time.process_time() - started)
    return worst


def main() -> None:
    signal.signal(signal.SIGVTALRM, _stop)
    texts = [piece * (FIRST // len(piece)) for piece in PIECES]
    texts += [text + "!" for text in texts[:12]]
    for name, pattern in patterns().items():
        is_bytes = isinstance(pattern.pattern, bytes)
        timed = []
        for text in texts:
            took = seconds(pattern, text.encode() if is_bytes else text, LIMIT)
            timed.append((took, text))
            if took >= LIMIT:
                print(json.dumps([name, text[:20], took]), flush=True)
                break
        else:
            text = max(timed)[1][:20] * (SIZE // 20)
            took = seconds(pattern, text.encode() if is_bytes else text, WHOLE)
            if took >= WHOLE:
                print(json.dumps([name, text[:20], took]), flush=True)
    print("done", flush=True)


if __name__ == "__main__":
    main()
