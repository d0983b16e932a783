"""Complete, clean, daily data from Korean regional newspapers.

``read`` and ``articles`` are for programs; see docs/extending.md.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newscrawler.library import articles, read

__version__ = "0.1.0"
__all__ = ["__version__", "articles", "read"]


def __getattr__(name: str) -> object:
    """Loads the functions when they are asked for: commands and their processes do not need them."""
    if name in ("articles", "read"):
        from newscrawler import library  # noqa: PLC0415 - 0.3 s that a command without them does not spend

        return getattr(library, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
