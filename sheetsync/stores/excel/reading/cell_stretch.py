"""What the cells of a stretch of rows are and where their values stand, by array arithmetic.

Nearly all programs write ``<c r="B5" s="3" t="s"><v>17</v></c>``. Such cells are understood a
whole stretch at a time; a cell written in any other way is `ODD`, and somebody slower reads it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from sheetsync.lead_tab import BoolArray, IntArray

Bytes = npt.NDArray[np.uint8]

ODD, BLANK, NUMBER, SHARED, TEXT, BOOL = range(6)
"""What a cell is: text stands in the cell itself, shared text elsewhere by number."""

_STRETCH = 1 << 19
_BEYOND = b"<>" * 5 + b" " * 64
"""Put after a stretch, whose last cells are looked past: some tags that are none, some bytes."""
_NO_TAGS = slice(-5)
_TYPES: tuple[tuple[bytes, int], ...] = (
    (b's"', SHARED), (b'str"', TEXT), (b'inlineStr"', TEXT), (b'n"', NUMBER), (b'b"', BOOL),
)  # fmt: skip
_ROW, _CELL, _VALUE, _FORMULA, _INLINE, _TEXT, _END = b"rcvfit/"


class UnusualError(Exception):
    """The rows are written in another way than the array arithmetic knows."""


class Rows(NamedTuple):
    """Rows in order, by bytes of the part: where each starts, where its cells end (-1: it is one
    tag alone), what is past it. ``number`` is 0 for one that does not state its own first of all;
    ``first_cell`` counts the stretch's cells ahead of it."""

    number: IntArray
    start: IntArray
    inner_end: IntArray
    end: IntArray
    first_cell: IntArray


class Stretch(NamedTuple):
    """Cells in order, from byte ``at`` of the part on, and the rows that hold them.

    ``kind`` is one of the six; ``style`` the number of its format; the cell starts at
    ``view[cell]``, its value is ``view[start:end]``; ``text`` are the same bytes. ``notable``
    cells hold a formula, an error, metadata or anything else out of the ordinary.
    """

    at: int
    view: bytes
    text: Bytes
    rows: Rows
    row: IntArray
    column: IntArray
    kind: IntArray
    style: IntArray
    cell: IntArray
    start: IntArray
    end: IntArray
    notable: BoolArray

    def some(self, chosen: BoolArray | IntArray) -> Stretch:
        """Those cells alone."""
        arrays: dict[str, Any] = {name: getattr(self, name)[chosen] for name in self._fields[4:]}
        return self._replace(**arrays)


class _Tags(NamedTuple):
    """Every tag: where it starts and ends, the letter of its name (``/`` for a closing one), and
    whether it closes itself. Some that are none follow the last. ``name`` is how far from its
    start a tag's name is, past the prefix."""

    start: IntArray
    end: IntArray
    letter: Bytes
    alone: BoolArray
    name: int


def stretches(data: bytes, start: int, end: int, prefix: bytes = b"") -> Iterator[Stretch]:
    """The cells of the inside of ``sheetData``, some thousand rows at a time.

    Raises `UnusualError` for rows that hold anything but cells, or cells that do not ascend.
    """
    last = -1
    while start < end:
        stop = data.find(b"<" + prefix + b"row", min(start + _STRETCH, end), end)
        stop = end if stop < 0 else stop
        stretch = _read(start, data[start:stop], prefix)
        order = stretch.row << 15 | stretch.column
        if len(order) and not (order[0] > last and (np.diff(order) > 0).all()):
            raise UnusualError
        last = int(order[-1]) if len(order) else last
        yield stretch
        start = stop


def _read(at_byte: int, view: bytes, prefix: bytes) -> Stretch:
    text = np.frombuffer(view + _BEYOND, dtype=np.uint8)
    tags = _tags(text, prefix)
    at = np.flatnonzero(tags.letter == _CELL)
    place = tags.start[at] + tags.name + len("c")
    _insist(text, place, b' r="')
    column, place = _column(text, place + 4)
    row, place = number(text, place, 7)
    if not ((column > 0) & (row > 0) & (text[place] == ord('"'))).all():
        raise UnusualError
    style, kind, place = _attributes(text, place)
    start, end, shows, formula = _values(text, tags, at)
    kind[(shows == ODD) | (place + tags.alone[at] != tags.end[at])] = ODD
    kind[(shows == TEXT) & (kind != TEXT)] = ODD
    notable = formula | (kind == ODD)
    kind[(shows == BLANK) | (start == end)] = BLANK
    cell = tags.start[at]
    rows = _rows(at_byte, text, tags, at)
    return Stretch(at_byte, view, text, rows, row, column, kind, style, cell, start, end, notable)


def _tags(text: Bytes, prefix: bytes) -> _Tags:
    start, end = np.flatnonzero(text == ord("<")), np.flatnonzero(text == ord(">"))
    if len(start) != len(end) or (end <= start).any() or (start[1:] <= end[:-1]).any():
        raise UnusualError
    name, letter = 1 + len(prefix), text[start + 1]
    closing = letter == _END
    if prefix:
        _insist(text, (start + 1 + closing)[_NO_TAGS], prefix)
        letter = np.where(closing, np.uint8(_END), text[start + name])
    # Whether a cell or a value is called just that shows when it is read.
    others = np.flatnonzero(~(closing | (letter == _CELL) | (letter == _VALUE))[_NO_TAGS])
    if not _is_known(text, start[others] + name, letter[others]).all():
        raise UnusualError
    return _Tags(start, end, letter, text[end - 1] == _END, name)


def _is_known(text: Bytes, name: IntArray, letter: Bytes) -> BoolArray:
    known: BoolArray = (letter == _ROW) & stands(text, name, b"row")
    known |= ((letter == _TEXT) | (letter == _FORMULA)) & (text[name + 1] < ord("A"))
    known |= (letter == _INLINE) & stands(text, name, b"is")
    return known


def _rows(at_byte: int, text: Bytes, tags: _Tags, cells: IntArray) -> Rows:
    """Raises `UnusualError` where rows do not follow one another, each closed."""
    at, closings = np.flatnonzero(tags.letter == _ROW), np.flatnonzero(tags.letter == _END)
    closings = closings[text[tags.start[closings] + 1 + tags.name] == _ROW]
    open_ = ~tags.alone[at]
    opened, following = at[open_], np.append(at[1:], len(tags.letter))[open_]
    if len(opened) != len(closings) or ((closings < opened) | (closings > following)).any():
        raise UnusualError
    start, inner_end, end = tags.start[at], np.full(len(at), -1), tags.end[at] + 1
    inner_end[open_], end[open_] = tags.start[closings] + at_byte, tags.end[closings] + 1
    place = start + tags.name + len("row")
    stated = stands(text, place, b' r="')
    found, quote = number(text, place + 4, 7)
    found[~stated | (text[quote] != ord('"'))] = 0
    return Rows(found, start + at_byte, inner_end, end + at_byte, np.searchsorted(cells, at))


def _attributes(text: Bytes, place: IntArray) -> tuple[IntArray, IntArray, IntArray]:
    """Style and kind by the attributes after the reference, and where what follows them is."""
    place = place + 1
    styled = stands(text, place, b' s="')
    style = np.zeros(len(place), dtype=np.int64)
    style[styled], end = number(text, place[styled] + 4, 6)
    place[styled] = end + 1
    typed = stands(text, place, b' t="')
    kind = np.where(typed, ODD, NUMBER)
    left = np.flatnonzero(typed)
    for name, meant in _TYPES:
        if not len(left):
            break
        fits = stands(text, place[left] + 4, name)
        at, left = left[fits], left[~fits]
        kind[at] = meant
        place[at] += 4 + len(name)
    return style, kind, place


def _values(
    text: Bytes, tags: _Tags, at: IntArray
) -> tuple[IntArray, IntArray, IntArray, BoolArray]:
    """Where values start and end; how they stand (`NUMBER` as a value, `TEXT` as inline text,
    `BLANK` not at all, `ODD` in another way); and which have a formula."""
    alone, after = tags.alone[at], at + 1
    formula = ~alone & (tags.letter[after] == _FORMULA)
    after = after + np.where(formula, np.where(tags.alone[after], 1, 2), 0)
    letter, following = tags.letter[after], tags.letter[after + 1]
    closed = ~tags.alone[after] & (following == _END)
    bare = tags.end[after] - tags.start[after] == tags.name + len("v")
    value = ~alone & (letter == _VALUE) & closed & bare
    value &= tags.letter[after + 2] == _END
    inline = ~alone & (letter == _INLINE) & (following == _TEXT) & ~tags.alone[after + 1]
    for step in (2, 3, 4):
        inline &= tags.letter[after + step] == _END
    shows = np.full(len(at), ODD)
    shows[alone | (letter == _END)] = BLANK
    shows[value], shows[inline] = NUMBER, TEXT
    inner = after + inline
    return tags.end[inner] + 1, tags.start[inner + 1], shows, formula


def number(
    text: Bytes, place: IntArray, most: int, so_far: IntArray | int = 0
) -> tuple[IntArray, IntArray]:
    """The whole numbers of up to so many digits that stand here (after those digits), and where
    they end."""
    found = np.zeros(len(place), dtype=np.int64) + so_far
    for _ in range(most):
        digit = text[place] - np.uint8(48)  # anything below a digit wraps around to above it
        is_digit = digit <= 9
        if not is_digit.any():
            break
        found = np.where(is_digit, found * 10 + digit, found)
        place = place + is_digit
    return found, place


def _column(text: Bytes, place: IntArray) -> tuple[IntArray, IntArray]:
    column = np.zeros(len(place), dtype=np.int64)
    for _ in range(3):
        letter = text[place] - np.uint8(64)
        is_letter = (letter >= 1) & (letter <= 26)
        if not is_letter.any():
            break
        column = np.where(is_letter, column * 26 + letter, column)
        place = place + is_letter
    return column, place


def stands(text: Bytes, place: IntArray, expected: bytes) -> BoolArray:
    """At which of these places these bytes stand."""
    found = np.ones(len(place), dtype=bool)
    for offset, byte in enumerate(expected):
        found &= text[place + offset] == byte
    return found


def _insist(text: Bytes, place: IntArray, expected: bytes) -> None:
    if not stands(text, place, expected).all():
        raise UnusualError
