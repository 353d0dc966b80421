"""Cells are set in a worksheet part without touching anything else, or the sheet is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from sheetsync.cells import a1
from sheetsync.errors import EditRefused
from sheetsync.lead_tab import CellError
from sheetsync.stores.excel.lead_tab import cell_index
from sheetsync.stores.excel.lead_tab.cell_xml import LONGEST_TEXT, CellWriter, UnwritableError
from sheetsync.stores.excel.lead_tab.row_xml import RowReader
from sheetsync.stores.excel.lead_tab.sheet_patch import ColumnEdit, patch
from sheetsync.stores.excel.reading import cell_stretch

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"


def sheet(rows: str, before: str = "", after: str = "", ns: str = MAIN) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{ns}" xmlns:x14ac="urn:ac">{before}'
        f"<sheetData>{rows}</sheetData>{after}</worksheet>"
    ).encode()


def edit(column: int, cells: dict[int, Any], style: Any = None) -> ColumnEdit:
    values = np.empty(len(cells), dtype=object)
    values[:] = list(cells.values())
    return ColumnEdit(column, np.array(list(cells), dtype=np.int64), values, style)


def cells(xml: bytes) -> dict[str, tuple[str | None, str, int]]:
    """Every cell by its place, as another reader sees it: type, text, style."""
    found, row_number = {}, 0
    for row in etree.fromstring(xml).iterfind("{*}sheetData/{*}row"):
        row_number = int(row.get("r", row_number + 1))
        column = 0
        for cell in row.iterfind("{*}c"):
            column += 1
            name = cell.get("r", a1(row_number, column))
            column = cell_column(name)
            text = "".join(cell.itertext()).strip()
            found[name] = (cell.get("t"), text, int(cell.get("s", 0)))
    return found


def cell_column(name: str) -> int:
    number = 0
    for letter in name.rstrip("0123456789"):
        number = number * 26 + ord(letter) - 64
    return number


def values(xml: bytes) -> dict[str, str]:
    return {name: text for name, (_, text, _) in cells(xml).items() if text}


# What is written


def test_a_value_is_replaced_and_its_look_stays() -> None:
    xml = sheet('<row r="1"><c r="A1" s="4" t="s"><v>0</v></c><c r="B1" s="7"><v>1</v></c></row>')
    new = patch(xml, [edit(1, {1: "Hi"})])
    assert cells(new) == {"A1": ("inlineStr", "Hi", 4), "B1": (None, "1", 7)}


def test_writing_the_same_again_changes_no_byte() -> None:
    xml = sheet('<row r="1" spans="1:1"><c r="A1" s="4" t="s"><v>0</v></c></row><row r="3"/>')
    edits = [edit(1, {1: " a & b ", 2: 5}), edit(3, {1: date(2026, 11, 21), 3: True, 9: "x"})]
    once = patch(xml, edits)
    assert once != xml
    assert patch(once, edits) == once


def test_none_empties_a_cell_keeps_its_look_and_makes_no_new_one() -> None:
    xml = sheet('<row r="1"><c r="A1" s="4"><v>1</v></c></row>')
    new = patch(xml, [edit(1, {1: None, 2: None}), edit(2, {1: ""})])
    assert new == sheet('<row r="1"><c r="A1" s="4"/></row>')


def test_only_the_bytes_of_changed_cells_change() -> None:
    rows = (
        '<row r="1" x14ac:dyDescent="0.25">\r\n <c r="A1"><v>1</v></c> <c r="C1"><v>3</v></c></row>'
    )
    new = patch(sheet(rows), [edit(2, {1: 2})])
    assert new == sheet(rows.replace("</c> <c", '</c> <c r="B1"><v>2</v></c><c'))


def test_new_cells_and_rows_stand_in_order() -> None:
    xml = sheet('<row r="2"><c r="B2"><v>1</v></c></row><row r="5"/>')
    new = patch(
        xml,
        [edit(1, {1: 1, 2: 1, 3: 1, 5: 1, 8: 1}), edit(2, {1: 2}), edit(3, {2: 3, 5: 3})],
    )
    assert list(cells(new)) == ["A1", "B1", "A2", "B2", "C2", "A3", "A5", "C5", "A8"]


def test_an_empty_sheet_gets_its_first_row() -> None:
    xml = sheet("").replace(b"<sheetData></sheetData>", b"<sheetData />")
    assert values(patch(xml, [edit(2, {3: "x"})])) == {"B3": "x"}
    assert patch(xml, [edit(2, {3: None})]) == xml


def test_a_new_cell_looks_like_its_row_else_like_its_column() -> None:
    before = '<cols><col min="2" max="3" width="9" style="6"/></cols>'
    rows = '<row r="1" s="5" customFormat="1"><c r="A1"/></row><row r="2" s="5"><c r="A2"/></row>'
    new = patch(sheet(rows, before), [edit(3, {1: 1, 2: 1, 3: 1})])
    assert [cells(new)[name][2] for name in ("C1", "C2", "C3")] == [5, 6, 6]


def test_a_style_may_be_given_or_made_from_the_one_that_is_there() -> None:
    xml = sheet('<row r="1"><c r="A1" s="4"/><c r="B1"/></row>')
    new = patch(xml, [edit(1, {1: 1}, 9), edit(2, {1: 1, 2: 2}, lambda row, s, v: row + s + v)])
    assert [cells(new)[name][2] for name in ("A1", "B1", "B2")] == [9, 2, 4]


def test_spans_are_widened_or_dropped() -> None:
    rows = '<row r="1" spans="2:3"><c r="B1"/></row><row r="2" spans="1:2 4:5"><c r="A2"/></row>'
    new = patch(sheet(rows), [edit(7, {1: 1, 2: 1})])
    assert b'<row r="1" spans="2:7">' in new
    assert b'<row r="2">' in new


def test_the_stated_extent_grows_and_never_shrinks() -> None:
    xml = sheet('<row r="2"><c r="B2"/></row>', '<dimension ref="B2:C9"/>')
    assert b'ref="B2:D12"' in patch(xml, [edit(4, {2: 1, 12: 1, 20: None})])
    assert b'ref="B2:C9"' in patch(xml, [edit(3, {2: 1})])


# Values


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (5, "5"),
        (5.0, "5"),
        (0.1, "0.1"),
        (1e22, "1e+22"),
        (np.int64(7), "7"),
        (np.float64(2.5), "2.5"),
        (True, "1"),
        (date(2026, 11, 21), "46347"),
        (datetime(2026, 11, 21, 18, 0), "46347.75"),
        (np.datetime64("2026-11-21T06:00:00", "ns"), "46347.25"),
        (time(6), "0.25"),
        (timedelta(days=1, hours=12), "1.5"),
        (CellError("#N/A"), "#N/A"),
        (float("nan"), ""),
        (None, ""),
        ("", ""),
    ],
)
def test_values_are_written_as_excel_keeps_them(value: Any, expected: str) -> None:
    _, content = CellWriter("", date1904=False)(value)
    assert "".join(etree.fromstring(b"<c>" + content + b"</c>").itertext()) == expected


def test_dates_count_from_1904_where_the_workbook_says_so() -> None:
    assert CellWriter("", True)(date(2026, 11, 21))[1] == b"<v>44885</v>"


@pytest.mark.parametrize(
    "value",
    [float("inf"), date(1899, 1, 1), datetime(2026, 1, 1, tzinfo=UTC), object(), 3 + 4j],
)
def test_what_no_cell_can_hold_is_refused_by_name(value: Any) -> None:
    with pytest.raises(UnwritableError):
        CellWriter("", False)(value)
    with pytest.raises(EditRefused, match="B7"):
        patch(sheet(""), [edit(2, {7: value})])


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a<b & c>d", "a&lt;b &amp; c&gt;d"),
        ("_x000D_", "_x005F_x000D_"),
        ("a\x00b\x1f\ufffe", "ab"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("𝄞 नमस्ते שלום", "𝄞 नमस्ते שלום"),
    ],
)
def test_text_is_made_safe(text: str, written: str) -> None:
    assert f">{written}</t>" in CellWriter("", False)(text)[1].decode()


@pytest.mark.parametrize("text", [" a", "a ", "a\nb", "\t"])
def test_blanks_at_the_edges_are_kept(text: str) -> None:
    assert b'xml:space="preserve"' in CellWriter("", False)(text)[1]


def test_text_ends_where_a_cell_is_full() -> None:
    content = CellWriter("", False)("😀" * 20_000)[1].decode()
    assert content.count("😀") == LONGEST_TEXT // 2


@given(st.text())
def test_any_text_comes_back_as_it_was_but_for_what_is_illegal(text: str) -> None:
    _, content = CellWriter("", False)(text)
    found = "".join(etree.fromstring(b"<c>" + content + b"</c>").itertext())
    legal = [
        c for c in text.replace("\r\n", "\n").replace("\r", "\n") if c.isprintable() or c == "\n"
    ]
    if "_x" not in text:
        assert [c for c in found if c.isprintable() or c == "\n"] == legal


# How other programs write


ODDITIES = {
    "prefixes": (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c>'
        "</x:row></x:sheetData></x:worksheet>"
    ),
    "strict": sheet('<row r="1"><c r="A1"><v>1</v></c></row>', ns=STRICT).decode(),
    "no names": (
        f'<worksheet xmlns="{MAIN}"><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>'
    ),
    "single quotes": (
        f"<worksheet xmlns='{MAIN}'><sheetData><row spans='1:1' r='1'><c s='0' r='A1' >"
        "<v>1</v></c ></row ></sheetData ></worksheet >"
    ),
    "comments": (
        f'<worksheet xmlns="{MAIN}"><!-- <sheetData><row r="1"> --><sheetData><!-- > -->'
        '<row r="1"><!-- <c r="C1"/> --><c r="A1"><v>1</v></c><?pi <c r="C1"/> ?></row>'
        "</sheetData></worksheet>"
    ),
    "cdata": (
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>'
        '<![CDATA[<c r="C1"><f>]]></t></is></c></row></sheetData></worksheet>'
    ),
    "pretty": (
        f'<worksheet xmlns="{MAIN}">\n  <sheetData>\n    <row r="1">\n      <c r="A1">\n'
        "        <v>1</v>\n      </c>\n    </row>\n  </sheetData>\n</worksheet>\n"
    ),
    "row extensions": (
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1"><v>1</v></c>'
        "<extLst><ext/></extLst></row></sheetData></worksheet>"
    ),
    "rich text": (
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><r><rPr>'
        '<color rgb="FF0000"/><charset val="1"/><family val="2"/></rPr><t>1</t></r></is></c>'
        "</row></sheetData></worksheet>"
    ),
    "repeated namespace": (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1" xmlns:x="{MAIN}"><x:c r="A1"/>'
        "</x:row></x:sheetData></x:worksheet>"
    ),
}


@pytest.mark.parametrize("name", ODDITIES)
def test_every_lawful_way_to_write_a_sheet_is_understood(name: str) -> None:
    xml = ODDITIES[name].encode()
    edits = [edit(1, {1: "one", 4: "four"}), edit(3, {1: "three"})]
    new = patch(xml, edits)
    assert values(new) == {"A1": "one", "C1": "three", "A4": "four"}
    assert patch(new, edits) == new


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "iso-8859-1"])
def test_every_encoding_is_understood(encoding: str) -> None:
    text = sheet('<row r="1"><c r="A1" t="str"><v>é</v></c></row>').decode()
    declared = "UTF-8" if encoding == "utf-8-sig" else encoding.removesuffix("-le").upper()
    xml = text.replace("UTF-8", declared).encode(encoding)
    assert values(patch(xml, [edit(2, {1: "x"})])) == {"A1": "é", "B1": "x"}


def test_quotation_marks_and_angle_brackets_in_text_confuse_nothing() -> None:
    rows = '<row r="1"><c r="A1" t="str"><v>" r="C1"> /></v></c><c r="D1"><v>4</v></c></row>'
    new = patch(sheet(rows), [edit(3, {1: "x"})])
    assert list(cells(new)) == ["A1", "C1", "D1"]
    assert values(new)["A1"] == '" r="C1"> />'


# What is refused


@pytest.mark.parametrize(
    ("rows", "what"),
    [
        ('<row r="1"><c r="B1"><f>A1</f><v>1</v></c></row>', "B1"),
        ('<row r="1"><c r="B1"><f t="shared" si="0"/><v>1</v></c></row>', "B1"),
        ('<row r="1"><c r="B1" cm="1"><v>1</v></c></row>', "B1"),
        ('<row r="1"><c r="B1" vm="1" t="e"><v>#VALUE!</v></c></row>', "B1"),
        (
            '<row r="1"><c r="A1"><f t="array" ref="A1:B1">C1:D1</f><v>1</v></c>'
            '<c r="B1"><v>1</v></c></row>',
            "A1:B1",
        ),
        ('<row r="1"><c r="B1"><v>1</v><extLst/></c></row>', "B1"),
    ],
)
def test_formulas_arrays_and_linked_values_are_never_overwritten(rows: str, what: str) -> None:
    with pytest.raises(EditRefused, match=what):
        patch(sheet(rows), [edit(2, {1: "x"})])


def test_a_refusal_names_the_first_cells_and_counts_the_rest() -> None:
    rows = "".join(f'<row r="{r}"><c r="B{r}"><f>A1</f></c></row>' for r in range(1, 9))
    with pytest.raises(EditRefused, match=r"B1 .*B5 \(a formula\) and 3 more"):
        patch(sheet(rows), [edit(2, dict.fromkeys(range(1, 9), "x"))])


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="2"/><row r="1"/>',
        '<row r="1"/><row r="1"/>',
        '<row r="0"/>',
        '<row r="1"><c r="B1"/><c r="A1"/></row>',
        '<row r="1"><c r="A1"/><c r="A1"/></row>',
        '<row r="1"><c r="A2"/></row>',
        '<row r="1"><c r="XFE1"/></row>',
        '<row r="1"><x14ac:alt><c r="A1"/></x14ac:alt></row>',
        '<x14ac:alt><row r="1"/></x14ac:alt>',
        '<row r="1"><c r="A1"></row>',
        '<row r="1">',
        "<col/>",
    ],
)
def test_what_is_not_rows_of_cells_in_order_is_refused(rows: str) -> None:
    with pytest.raises(EditRefused):
        patch(sheet(rows), [edit(1, {1: "x"})])


@pytest.mark.parametrize(
    "xml",
    [
        b"",
        b"<chartsheet/>",
        b'<worksheet xmlns="urn:other"><sheetData/></worksheet>',
        f'<worksheet xmlns="{MAIN}"/>'.encode(),
        f'<worksheet xmlns="{MAIN}"><sheetData/><sheetData/></worksheet>'.encode(),
        (
            f'<worksheet xmlns="{MAIN}" xmlns:y="{MAIN}"><sheetData><y:row r="1"/></sheetData>'
            "</worksheet>"
        ).encode(),
        sheet('<row r="1"/><row r="2" xmlns="urn:other"/>'),
        sheet(f'<row r="1"/><y:row r="2" xmlns:y="{MAIN}"/>'),
    ],
)
def test_what_is_no_worksheet_we_understand_is_refused(xml: bytes) -> None:
    with pytest.raises(EditRefused):
        patch(xml, [edit(1, {1: "x"})])


@pytest.mark.parametrize(
    "edits",
    [
        [edit(2, {1: 1}), edit(2, {2: 1})],
        [edit(3, {1: 1}), edit(2, {2: 1})],
        [edit(2, {2: 1, 1: 1})],
        [edit(2, {0: 1})],
        [edit(2, {1_048_577: 1})],
    ],
)
def test_edits_out_of_order_are_refused(edits: list[ColumnEdit]) -> None:
    with pytest.raises(EditRefused):
        patch(sheet(""), edits)


# The two ways to index a sheet


def grids() -> st.SearchStrategy[dict[int, set[int]]]:
    columns = st.sets(st.sampled_from([1, 2, 26, 27, 700, 16_384]), max_size=5)
    return st.dictionaries(st.integers(1, 60), columns, max_size=8)


def written(grid: dict[int, set[int]], blank: str = "", p: str = "") -> bytes:
    rows = ""
    for row in sorted(grid):
        made = "".join(
            f'<{p}c r="{a1(row, c)}" s="1"><{p}v>{c}</{p}v></{p}c>{blank}'
            for c in sorted(grid[row])
        )
        full, bare = f'<{p}row r="{row}">{blank}{made}</{p}row>', f'<{p}row r="{row}" ht="3"/>'
        rows += f"{full}{blank}" if made else bare
    return rows.encode()


def places(index: cell_index.CellIndex | None) -> dict[str, list[int]]:
    names = ("row_number", "row_start", "row_inner_end", "cell_key", "cell_start")
    return {name: getattr(index, name).tolist() for name in names}


@given(grids().filter(bool), st.sampled_from(["", "\n  "]), st.sampled_from(["", "x:"]))
def test_arrays_and_tags_find_the_same_rows_and_cells(
    grid: dict[int, set[int]], blank: str, prefix: str
) -> None:
    reader = RowReader(prefix, written(grid, blank, prefix))
    assert places(cell_index._by_arrays(reader)) == places(cell_index._by_tags(reader))


@pytest.mark.parametrize(
    "rows",
    [
        '<row><c r="A1"/></row>',
        '<row r="1"><c r="A2"/></row>',
        '<row r="1"/><c r="A1"/>',
        '<row r="1"><c r="A1"/></row>?<row r="2"/>',
        '<row r="2"/><row r="1"/>',
        '<row r="1"><row r="2"/></row>',
        '<row r="1">',
        "</row>",
    ],
)
def test_rows_that_are_not_what_they_seem_are_not_indexed_by_arrays(rows: str) -> None:
    assert cell_index._by_arrays(RowReader("", rows.encode())) is None


def test_an_index_is_of_the_bytes_it_was_made_from_and_no_others() -> None:
    view = written({1: {1}, 2: {1}})
    index = cell_index.index_cells(RowReader("", view))
    assert index.is_of(view)
    assert not index.is_of(view.replace(b"<v>1", b"<v>2"))


@given(grids(), grids())
def test_what_is_written_is_there_and_all_else_is_as_it_was(
    grid: dict[int, set[int]], wanted: dict[int, set[int]]
) -> None:
    xml = sheet(written(grid).decode())
    by_column: dict[int, dict[int, Any]] = {}
    for row in sorted(wanted):
        for column in wanted[row]:
            by_column.setdefault(column, {})[row] = f"new {row}"
    edits = [edit(column, by_column[column]) for column in sorted(by_column)]
    expected = values(xml) | {a1(r, c): f"new {r}" for c, rows in by_column.items() for r in rows}
    new = patch(xml, edits)
    assert values(new) == expected
    assert patch(new, edits) == new
    keys = cell_index._by_tags(
        RowReader("", new.split(b"<sheetData>")[1].split(b"</sheetData>")[0])
    )
    assert (np.diff(keys.cell_key) > 0).all()


def test_a_chunk_boundary_anywhere_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    view = written({row: {1, 26, 27, 700} for row in range(95, 106)})
    whole = places(cell_index._by_arrays(RowReader("", view)))
    for size in (1, 7, 64, 101):
        monkeypatch.setattr(cell_stretch, "_STRETCH", size)
        assert places(cell_index._by_arrays(RowReader("", view))) == whole
