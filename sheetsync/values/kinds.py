"""What kind of value each cell holds, and work done once per distinct value."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from sheetsync.lead_tab import BoolArray, CellError, IntArray, ObjectArray

Result = TypeVar("Result")
Codes = npt.NDArray[np.int8]

NOTHING, TEXT, NUMBER, TRUTH, MOMENT, DAY, TIME, SPAN, ERROR = range(9)
"""MOMENT is a date with a time, DAY one without, TIME a time alone, SPAN a duration."""

_BY_TYPE: tuple[tuple[type | tuple[type, ...], int], ...] = (
    (type(None), NOTHING),
    (str, TEXT),
    ((bool, np.bool_), TRUTH),
    ((int, float, np.number), NUMBER),
    (datetime, MOMENT),
    (date, DAY),
    (time, TIME),
    (timedelta, SPAN),
    (CellError, ERROR),
)


class _KindOfType(dict[type, int]):
    """The kind of a Python type; subclasses are looked up once."""

    def __missing__(self, found: type) -> int:
        kinds = (kind for known, kind in _BY_TYPE if issubclass(found, known))
        self[found] = next(kinds, ERROR)
        return self[found]


_KIND_OF_TYPE = _KindOfType()


def kinds(values: ObjectArray) -> Codes:
    """The kind of every cell."""
    found = map(_KIND_OF_TYPE.__getitem__, map(type, values.tolist()))
    return np.frombuffer(bytearray(found), dtype=np.int8)


def per_line(texts: Sequence[str], read: Callable[[str], list[str]]) -> list[str]:
    """``read`` of texts that are made the lines of one, which has an answer for each line: a
    pattern that goes through all at once is several times as fast as one look at each. A line
    break inside a text becomes a sign that no ordinary text holds."""
    if not texts:
        return []
    lines = "\n".join(texts)
    if lines.count("\n") >= len(texts):
        lines = "\n".join(text.replace("\n", "\0") for text in texts)
    return read(lines)


def as_objects(items: Iterable[Any], count: int) -> ObjectArray:
    """An object array of items that numpy would otherwise unpack, such as tuples."""
    return np.fromiter(items, dtype=object, count=count)


def per_distinct(values: ObjectArray, read: Callable[[Any], Result]) -> list[Result]:
    """``read`` of every value, worked out once per distinct one; all of one kind."""
    known: dict[Any, Result] = {}
    results: list[Result] = []
    for value in values.tolist():
        if value not in known:
            known[value] = read(value)
        results.append(known[value])
    return results


def differing(texts: ObjectArray) -> tuple[list[str], IntArray]:
    """The texts of a column, each once, and which of them every cell holds."""
    all_of_them = texts.tolist()
    places = {text: place for place, text in enumerate(dict.fromkeys(all_of_them))}
    which = np.fromiter(map(places.__getitem__, all_of_them), np.int64, len(all_of_them))
    return list(places), which


def none(count: int) -> BoolArray:
    """A mask that marks nothing."""
    return np.zeros(count, dtype=bool)
