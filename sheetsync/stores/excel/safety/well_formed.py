"""Whether a part we wrote is well-formed XML.

Of a long sheet one row of each kind is looked at: rows that differ in digits alone are well formed
together, or not at all. Of those rows each kind of cell is parsed once. It says so in a third of
the time, and asks nobody where cells were put.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.parsers import expat

_ROW, _CELL, _END_OF_ROWS = b"<row ", b"<c ", b"</sheetData"
_DIGITS = b"0123456789"
_APART = b"<alone>%b</alone>"
"""Each row or cell in an element that it cannot close, so that none leans on its neighbours."""
_UNSURE = b"<>"
_UNUSUAL = (b"<!", b"<?", b"</alone")
"""A comment or instruction may hide where rows and cells end."""
_MOST_KINDS = 20_000


def trouble_in(pieces: Iterable[bytes]) -> str:
    """Why this is no well-formed XML; "" where it is."""
    parser = expat.ParserCreate()
    try:
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError as reason:
        return str(reason)
    return ""


def is_sound(pieces: Iterable[bytes]) -> bool:
    """Whether this is well-formed XML."""
    return not trouble_in(pieces)


def is_surely_sound(sheet: Iterable[bytes]) -> bool:
    """Whether a long worksheet part is well-formed; False may also mean that it must be parsed
    whole to know."""
    return not trouble_in(_each_kind_once(filter(None, sheet)))


def _each_kind_once(sheet: Iterator[bytes]) -> Iterator[bytes]:
    """The part with one row of each kind, a row's cells once each; what stands around the rows as
    it is."""
    head, mark, rest = next(sheet, b"").partition(_ROW)
    yield head
    if not mark:
        yield from sheet
        return
    rest, kinds = mark + rest, _Kinds()
    for piece in sheet:
        last = piece.rfind(_ROW)
        if last < 0:
            rest += piece
            continue
        yield kinds.new(b"".join((rest, memoryview(piece)[:last])))
        rest = piece[last:]
    rows, mark, tail = rest.rpartition(_END_OF_ROWS)
    yield kinds.new(rows)
    yield mark + tail


class _Kinds:
    """What was seen already: rows without their digits, and the parts they are made of."""

    def __init__(self) -> None:
        self._rows = set[bytes]()
        self._parts = set[bytes]()

    def new(self, rows: bytes) -> bytes:
        """The parts of these rows that are of a new kind."""
        by_number = b"&" in rows and b"&#" in rows  # characters, some of which are not allowed
        kinds = set(rows.translate(None, b"" if by_number else _DIGITS).split(_ROW)[1:])
        kinds -= self._rows
        parts = _parts(kinds) - self._parts
        if len(self._rows) > _MOST_KINDS:  # nearly every row is one: do not hold them all
            self._rows.clear()
            self._parts.clear()
        self._rows |= kinds
        self._parts |= parts
        if any(unusual in part for part in parts for unusual in _UNUSUAL):
            return _UNSURE
        return b"".join(_APART % part for part in parts)


def _parts(rows: Iterable[bytes]) -> set[bytes]:
    """Each row as if it had but its last cell, and its other cells."""
    cells, others = set[bytes](), set[bytes]()
    for row in rows:
        start, *found = row.split(_CELL)
        others.add(b"".join((_ROW, start, *([_CELL, found.pop()] if found else []))))
        cells.update(found)
    return others | {_CELL + cell for cell in cells}
