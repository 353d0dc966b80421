"""Whether a long sheet is well-formed is told by one row of each kind, and never wrongly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetsync.stores.excel.safety.well_formed import is_surely_sound, trouble_in

HEAD = b'<?xml version="1.0"?><worksheet xmlns:x14="a"><cols><col min="1"/></cols><sheetData>'
TAIL = b'</sheetData><rowBreaks count="1"/><ext xmlns:x14="a" xmlns:x15="b"/></worksheet>'


def row(number: int, cells: bytes = b"<c><v>1</v></c>") -> bytes:
    """A row as programs write it."""
    return b'<row r="%d">%b</row>' % (number, cells)


def in_pieces(sheet: bytes, length: int) -> list[bytes]:
    """The sheet as it comes out of an archive."""
    return [sheet[at : at + length] for at in range(0, len(sheet), length)]


def sheet_of(*rows: bytes) -> bytes:
    """A worksheet part with these rows."""
    return HEAD + b"".join(rows) + TAIL


@pytest.mark.parametrize("length", [120, 131, 1_000])
def test_a_long_sheet_is_sound_however_its_pieces_are_cut(length: int) -> None:
    sheet = sheet_of(*(row(number) for number in range(1, 200)))
    assert is_surely_sound(in_pieces(sheet, length))


@pytest.mark.parametrize(
    "spoiled",
    [
        b'<row r="9"><c><v>1</c></v></row>',
        b'<row r="9"><c><v>1</v></c>',
        b'<row r="9"><c/></row></row>',
        b'<row r="9" spans=1:2"><c/></row>',
        b'<row r="9" r="9"><c/></row>',
        b'<row r="9"><c><c r="X9"/><v>1</v></row>',
        b'<row r="9"><c><v>&copy;</v></c></row>',
        b'<row r="9"><c><v>&#9;</v></c></row><row r="10"><c><v>&#1;</v></c></row>',
        b'<row r="9"><c><v>\x01</v></c></row>',
        b'<row r="9"><c><v>\xff</v></c></row>',
    ],
)
def test_one_spoiled_row_among_many_is_seen(spoiled: bytes) -> None:
    rows = [row(number) for number in range(1, 100)]
    sheet = sheet_of(*rows[:60], spoiled, *rows[60:])
    assert trouble_in([sheet])
    assert not is_surely_sound(in_pieces(sheet, 150))


@pytest.mark.parametrize("spoiled", [b"<c r='C9'><v>1</c>", b"<c><v>1</v></c></c>", b"<c></row>"])
def test_one_spoiled_cell_among_others_of_its_row_is_seen(spoiled: bytes) -> None:
    cells = [b"<c r='A9'/>", b"<c r='B9'><v>1</v></c>", b"<c r='D9' t='s'><v>2</v></c>"]
    sheet = sheet_of(row(8, b"".join(cells)), row(9, b"".join([*cells[:2], spoiled, *cells[2:]])))
    assert trouble_in([sheet])
    assert not is_surely_sound([sheet])


def test_cells_that_mend_each_other_are_not_taken_for_sound() -> None:
    opens, closes = b'<c r="A1"><v>', b'<c r="B1"/></v></c>'
    sheet = sheet_of(row(1, opens + closes + opens), row(2, closes))
    assert trouble_in([sheet])
    assert not is_surely_sound([sheet])


def test_rows_that_mend_each_other_are_not_taken_for_sound() -> None:
    opens, closes = b'<row r="1"><c>', b'<row r="2"></c></row></row>'
    assert not is_surely_sound([sheet_of(opens, closes, opens)])


@pytest.mark.parametrize("aside", [b"<!-- %b -->", b"<?a %b?>"])
@pytest.mark.parametrize("hidden", [b'<row r="3">', b'<c r="A3">'])
def test_a_sheet_with_asides_is_left_to_the_parser(aside: bytes, hidden: bytes) -> None:
    sheet = sheet_of(row(1), row(2, b"<c/>" + aside % hidden))
    assert not trouble_in([sheet])
    assert not is_surely_sound([sheet])


def test_a_sheet_whose_rows_begin_late_is_parsed_whole() -> None:
    assert is_surely_sound(in_pieces(sheet_of(row(1)), 40))
    assert not is_surely_sound(in_pieces(sheet_of(row(1, b"<c>")), 40))


_BITS = st.sampled_from(
    (b"<c>", b"</c>", b"<row ", b"<row r='1'>", b"</row>", b"7", b"&", b"&#1;", b"<!--", b"-->",
     b"]]>", b"<![CDATA[", b"</sheetData>", b'"', b"<alone>", b"</alone>",
     b"<c ", b"<c r='A1'/>", b"<c r='A1'><v>7</v></c>", b"<?a ", b"?>"),
)  # fmt: skip


@given(st.lists(_BITS, max_size=12), st.integers(1, 300))
def test_what_is_called_sound_can_always_be_parsed(bits: list[bytes], length: int) -> None:
    sheet = sheet_of(row(1), b"".join(bits), row(2), row(3))
    if is_surely_sound(in_pieces(sheet, length)):
        assert not trouble_in([sheet])
