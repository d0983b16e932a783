"""Repeatable choices: the same keys always give the same sequence, on every machine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

_MASK = (1 << 64) - 1
_STEP = 0x9E3779B97F4A7C15


def _mix(value: int) -> int:
    """Scatters a 64-bit number (the finaliser of splitmix64)."""
    value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & _MASK
    return value ^ (value >> 31)


def scatter(*keys: int) -> int:
    """Hashes whole numbers to one 64-bit number."""
    state = 0
    for key in keys:
        state = _mix((state + _STEP + key) & _MASK)
    return state


class Dice:
    """A small random source seeded by whole numbers."""

    __slots__ = ("_state",)

    def __init__(self, *keys: int) -> None:
        self._state = scatter(*keys)

    def below(self, limit: int) -> int:
        """A number from 0 to limit - 1."""
        self._state = (self._state + _STEP) & _MASK
        return _mix(self._state) % limit

    def between(self, low: int, high: int) -> int:
        """A number from low to high, both included."""
        return low + self.below(high - low + 1)

    def pick(self, choices: Sequence[T]) -> T:
        """One of the choices."""
        return choices[self.below(len(choices))]

    def sample(self, choices: Sequence[T], count: int) -> list[T]:
        """Different choices, in drawn order; all of them if there are at most count."""
        rest = list(choices)
        return [rest.pop(self.below(len(rest))) for _ in range(min(count, len(rest)))]
