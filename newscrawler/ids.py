"""A set of article ids that stays small: newspapers number their articles one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set

_DIGITS = "0123456789"


class Ids(Set[str]):
    """A set of ids like ``gndnews:123456`` or ``gndnews:cloud/7``, exact for any text.

    The numbers behind one stem are kept as bits, 64 to an integer: a million consecutive ones take 3 MB, as strings
    120. The order of iteration is of no meaning.
    """

    def __init__(self, ids: Iterable[str] = ()) -> None:
        self._bits: dict[str, dict[int, int]] = {}  # stem -> number // 64 -> the numbers there
        self._others: set[str] = set()
        self._numbered = 0
        for identifier in ids:
            self.add(identifier)

    def add(self, value: str) -> None:
        """Takes an id in."""
        stem, number = _split(value)
        if number is None:
            self._others.add(value)
            return
        bits = self._bits.setdefault(stem, {})
        before = bits.get(number >> 6, 0)
        after = before | 1 << (number & 63)
        if after != before:
            bits[number >> 6] = after
            self._numbered += 1

    def __contains__(self, value: object) -> bool:
        if not isinstance(value, str):
            return False
        stem, number = _split(value)
        if number is None:
            return value in self._others
        return bool(self._bits.get(stem, {}).get(number >> 6, 0) >> (number & 63) & 1)

    def __iter__(self) -> Iterator[str]:
        for stem, bits in self._bits.items():
            for high, mask in bits.items():
                yield from (f"{stem}{high << 6 | low}" for low in range(64) if mask >> low & 1)
        yield from self._others

    def __len__(self) -> int:
        return self._numbered + len(self._others)


def _split(identifier: str) -> tuple[str, int | None]:
    """The stem of an id and the number at its end; None where it has none, or one that would be printed otherwise."""
    stem = identifier.rstrip(_DIGITS)
    digits = identifier[len(stem) :]
    # 07 is another id than 7; Python reads no number of more than 4,300 digits
    return stem, int(digits) if digits and digits[0] != "0" and len(digits) < 20 else None
