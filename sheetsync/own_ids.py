"""Lead IDs of our own form, ``L-000123``: the highest number among them, and the next ones."""

from __future__ import annotations

from collections.abc import Iterable

_PREFIXES = ("L-", "l-")
_MOST_DIGITS = 12
_USUAL_LENGTH = len("L-000123")


def highest_number(cells: Iterable[object]) -> int:
    """The highest number among Lead ID cells of our own form, 0 where there is none."""
    texts = [cell.strip() for cell in cells if isinstance(cell, str)]
    last = max((text for text in texts if len(text) == _USUAL_LENGTH), default="")
    # In the order of texts capitals stand before small letters, and our digits before others.
    highest = _number(last) if last.startswith("L-") and last.isascii() else 0
    if highest:
        # Of texts of one length the last in order has the highest number: one look is enough.
        texts = [text for text in texts if len(text) != _USUAL_LENGTH]
    return max(highest, max(map(_number, texts), default=0))


def _number(text: str) -> int:
    """The number of an id of our own form, 0 for every other text."""
    digits = text[2:]
    ours = text[:2] in _PREFIXES and digits.isdecimal() and len(digits) <= _MOST_DIGITS
    return int(digits) if ours else 0


def ids_after(number: int, count: int) -> list[str]:
    """New ids, ``L-000124`` and so on, after the highest number ever given."""
    return [f"L-{each:06d}" for each in range(number + 1, number + 1 + count)]
