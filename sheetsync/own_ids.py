"""Lead IDs of our own form, ``L-000123``: the highest number among them, and the next ones."""

from __future__ import annotations

from collections.abc import Iterable

_PREFIXES = ("L-", "l-")
_MOST_DIGITS = 12


def highest_number(cells: Iterable[object]) -> int:
    """The highest number among Lead ID cells of our own form, 0 where there is none."""
    texts = (cell.strip() for cell in cells if isinstance(cell, str))
    # A pattern would take five times as long, and every run asks this of every id.
    numbers = [text[2:] for text in texts if text[:2] in _PREFIXES]
    return max([int(n) for n in numbers if n.isdecimal() and len(n) <= _MOST_DIGITS], default=0)


def ids_after(number: int, count: int) -> list[str]:
    """New ids, ``L-000124`` and so on, after the highest number ever given."""
    return [f"L-{each:06d}" for each in range(number + 1, number + 1 + count)]
