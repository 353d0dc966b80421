"""The cells of a column as bytes and back: kinds first, then numbers, moments and texts together.

100,000 leads hold millions of cells, so each kind is written as an array. What is neither plain
text, number nor moment is a text with a mark before it that says what it was.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np

from sheetsync.known_cells import DAY, MOMENT, NUMBER, OTHER, TEXT, Cells
from sheetsync.lead_tab import BoolArray, CellError, CellValue, ObjectArray

BLOCK = 4096
"""How many cells are packed together: what changes in one of them is written again."""

_HEAD = struct.Struct("<III")
_FORMULA = 64
_MARK, _END = "\x1e", "\x1f"
_ESCAPES = ((_MARK, f"{_MARK}1"), (_END, f"{_MARK}2"))

_READ: dict[str, Callable[[str], CellValue]] = {
    "b": lambda said: said == "1",
    "i": int,
    "n": float,
    "t": datetime.fromisoformat,
    "d": date.fromisoformat,
    "c": time.fromisoformat,
    "e": lambda said: timedelta(seconds=float(said)),
    "!": CellError,
    "s": lambda said: _unescaped(said),
}
"""What a mark says of the text behind it."""


def marked(cell: Any) -> str:
    """A cell as one text: plain text as it is, "" for nothing, all else with a mark before it."""
    if isinstance(cell, str):
        plain = cell and _MARK not in cell and _END not in cell
        return cell if plain else f"{_MARK}s{_escaped(cell)}"
    return "" if cell is None else _MARK + _said(cell)


def unmarked(text: str) -> CellValue:
    """The cell again."""
    if not text.startswith(_MARK):
        return text or None
    return _READ[text[1]](text[2:])


def _said(cell: Any) -> str:
    if isinstance(cell, bool | np.bool_):
        return f"b{int(cell)}"
    if isinstance(cell, int | np.integer):
        return f"i{int(cell)}"
    if isinstance(cell, float | np.floating):
        return f"n{float(cell)!r}"
    if isinstance(cell, CellError):
        return f"!{cell.code}"
    if isinstance(cell, timedelta):
        return f"e{cell.total_seconds()!r}"
    kind = "t" if isinstance(cell, datetime) else "d" if isinstance(cell, date) else "c"
    return kind + str(cell.isoformat())


def _escaped(text: str) -> str:
    for sign, said in _ESCAPES:
        text = text.replace(sign, said)
    return text


def _unescaped(text: str) -> str:
    for sign, said in reversed(_ESCAPES):
        text = text.replace(said, sign)
    return text


def packed(cells: Cells, formulas: BoolArray | None = None) -> Iterator[bytes]:
    """The cells of a column, block by block."""
    kinds = cells.known.kind
    for start in range(0, len(kinds), BLOCK):
        part = slice(start, start + BLOCK)
        moments = cells.known.moments
        yield _block(
            kinds[part],
            cells.values[part],
            None if moments is None else moments[part],
            None if formulas is None else formulas[part],
        )


def _block(
    kinds: Any, values: ObjectArray, moments: Any | None, formulas: BoolArray | None
) -> bytes:
    numbers = values[kinds == NUMBER].astype(np.float64)
    dated = (kinds == MOMENT) | (kinds == DAY)
    seconds = np.zeros(0, np.int64) if moments is None else moments[dated].view(np.int64)
    said = values[kinds == TEXT].tolist()
    texts = _END.join(said)
    if _MARK in texts or texts.count(_END) != max(len(said) - 1, 0):
        texts = _END.join(map(marked, said))
    others = _END.join(marked(cell) for cell in values[kinds == OTHER].tolist())
    encoded = texts.encode("utf-8", "surrogatepass")
    flags = kinds if formulas is None else kinds | (formulas * np.int8(_FORMULA))
    return b"".join(
        (
            _HEAD.pack(len(kinds), len(numbers), len(encoded)),
            flags.tobytes(),
            numbers.tobytes(),
            seconds.tobytes(),
            encoded,
            others.encode("utf-8", "surrogatepass"),
        )
    )


def unpacked(data: bytes) -> tuple[ObjectArray, BoolArray]:
    """The cells of a block, and which of them a formula made."""
    count, numbers, length = _HEAD.unpack_from(data)
    at = _HEAD.size
    flags = np.frombuffer(data, np.int8, count, at)
    kinds = flags & ~np.int8(_FORMULA)
    dated = (kinds == MOMENT) | (kinds == DAY)
    values = np.full(count, None, dtype=object)
    at += count
    values[kinds == NUMBER] = np.frombuffer(data, np.float64, numbers, at).tolist()
    at += 8 * numbers
    moments = np.frombuffer(data, np.int64, int(dated.sum()), at).view("datetime64[s]")
    values[dated] = moments.tolist()
    days = np.flatnonzero(kinds == DAY)
    values[days] = [values[each].date() for each in days]
    at += 8 * len(moments)
    texts = data[at : at + length].decode("utf-8", "surrogatepass")
    others = data[at + length :].decode("utf-8", "surrogatepass")
    plain = texts.split(_END) if (kinds == TEXT).any() else []
    values[kinds == TEXT] = plain if _MARK not in texts else list(map(unmarked, plain))
    if (kinds == OTHER).any():
        _put(values, np.flatnonzero(kinds == OTHER), list(map(unmarked, others.split(_END))))
    return values, (flags & _FORMULA).astype(bool)


def _put(values: ObjectArray, at: Any, cells: list[CellValue]) -> None:
    for place, cell in zip(at.tolist(), cells, strict=True):
        values[place] = cell
