"""Whether a part we wrote is well-formed XML.

A long sheet is parsed once for each kind of row: rows that differ in digits alone are well formed
together, or not at all. It says so in a third of the time, and asks nobody where cells were put.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.parsers import expat

_ROW, _END_OF_ROWS = b"<row ", b"</sheetData"
_DIGITS = b"0123456789"
_APART = b"<alone>%b</alone>"
"""Each row in an element that no row closes, so that none leans on its neighbours."""
_UNSURE = b"<>"
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


def is_surely_sound(sheet: Iterable[bytes]) -> bool:
    """Whether a long worksheet part is well-formed; False may also mean that it must be parsed
    whole to know."""
    return not trouble_in(_each_kind_once(filter(None, sheet)))


def _each_kind_once(sheet: Iterator[bytes]) -> Iterator[bytes]:
    """The part with one row of each kind; what stands around the rows as it is."""
    head, mark, rest = next(sheet, b"").partition(_ROW)
    yield head
    if not mark:
        yield from sheet
        return
    rest, known = mark + rest, set[bytes]()
    for piece in sheet:
        rows, mark, rest = (rest + piece).rpartition(_ROW)
        rest = mark + rest
        yield _new_kinds(rows, known)
    rows, mark, tail = rest.rpartition(_END_OF_ROWS)
    yield _new_kinds(rows, known)
    yield mark + tail


def _new_kinds(rows: bytes, known: set[bytes]) -> bytes:
    # One byte is found ten times faster than two, and most sheets hold neither.
    if b"!" in rows and b"<!" in rows:
        return _UNSURE  # a comment may hide where rows end
    by_number = b"&" in rows and b"&#" in rows  # characters, some of which are not allowed
    kinds = rows.translate(None, b"" if by_number else _DIGITS).split(_ROW)[1:]
    new = [kind for kind in dict.fromkeys(kinds) if kind not in known]
    known.update(new)
    if len(known) > _MOST_KINDS:  # nearly every row is one: do not hold them all
        known.clear()
    if any(b"</alone" in kind for kind in new):
        return _UNSURE
    return b"".join(_APART % (_ROW + kind) for kind in new)
