"""The ``spans`` that rows state, read for all rows at once where they stand next to the number."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sheetsync.lead_tab import BoolArray, IntArray
from sheetsync.stores.excel.reading.cell_stretch import number, stands

_LONGEST = 64
"""Bytes a row's tag may need up to the end of its spans."""


class Spans(NamedTuple):
    """Where the spans of some rows stand, quotes left out, and the columns they name."""

    places: tuple[IntArray, IntArray]
    first: IntArray
    last: IntArray

    def joined(self, first: IntArray, last: IntArray) -> list[bytes]:
        """What they should say to hold these columns too."""
        first, last = np.minimum(self.first, first), np.maximum(self.last, last)
        several, which = np.unique(first << 20 | last, return_inverse=True)
        said = [b"%d:%d" % (both >> 20, both & 0xFFFFF) for both in several.tolist()]
        return [said[each] for each in which.tolist()]


def usual_spans(view: bytes, prefix: bytes, row_start: IntArray) -> tuple[BoolArray, Spans]:
    """Which of the rows that start here say ``<row r="5" spans="1:22"``, and the spans of those."""
    text = np.frombuffer(view, dtype=np.uint8)
    usual = row_start < len(text) - _LONGEST
    at = row_start[usual] + len(prefix) + len("<row")
    name, value = b' r="', b'" spans="'
    fits = stands(text, at, name)
    _, end = number(text, at + len(name), 7)
    fits &= stands(text, end, value)
    start = end + len(value)
    first, colon = number(text, start, 5)
    last, end = number(text, colon + 1, 5)
    fits &= (first > 0) & (last > 0) & (text[colon] == ord(":")) & (text[end] == ord('"'))
    usual[usual] = fits
    return usual, Spans((start[fits], end[fits]), first[fits], last[fits])
