"""The quick reader and python-calamine must say the same of every cell, however it is written."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetsync.errors import SheetsyncError
from sheetsync.stores.excel.package.package import Package
from sheetsync.stores.excel.package.workbook_part import WorkbookPart
from sheetsync.stores.excel.reading.cell_scan import SheetText
from sheetsync.stores.excel.reading.cell_values import slow_columns
from sheetsync.stores.excel.reading.quick_reader import read_quickly

CORPUS = Path(__file__).parents[2] / ".." / "shared" / "corpus" / "xlsx"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
FORMATS = ("General", "dd/mm/yyyy hh:mm", "[h]:mm", "hh:mm", "0.00", "@")
SHARED = (
    "<si><t>plain</t></si>", "<si><t> outer blanks </t></si>", "<si><t/></si>",
    "<si><t></t></si>",
    '<si><t xml:space="preserve"> kept blanks </t></si>', "<si><t>R&amp;D &lt;3</t></si>",
    "<si><t>_x000D_ and _x0041_</t></si>", "<si><t>two\r\nlines</t></si>",
    "<si><t>₹ सुनीता</t></si>",
    "<si><r><rPr><b/></rPr><t>rich</t></r><r><t> text</t></r></si>",
    "<si><t>漢字</t><rPh sb='0' eb='2'><t>かんじ</t></rPh></si>",
)  # fmt: skip
Used = dict[tuple[int, int], Any]

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=12)
NUMBERS = st.one_of(
    st.integers(-(10**16), 10**16).map(str),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.floats(0, 3_000_000).map(repr),
    st.sampled_from(["", "0", "-0", "+5", ".5", "5.", " 12 ", "1e400", "nan", "1_0", "x", "60.5"]),
)
STYLES = st.integers(0, len(FORMATS)).map(lambda n: f' s="{n}"' if n else "")


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


CELLS = st.one_of(
    st.builds(lambda s, v: f"<c @{s}><v>{v}</v></c>", STYLES, NUMBERS),
    st.builds(lambda s, v: f'<c @{s} t="n"><f>A1+1</f><v>{v}</v></c>', STYLES, NUMBERS),
    st.builds(lambda s, n: f'<c @{s} t="s"><v>{n}</v></c>', STYLES, st.integers(0, 10)),
    st.builds(lambda t: f'<c @ t="str"><f>B1&amp;C1</f><v>{escaped(t)}</v></c>', TEXTS),
    st.builds(lambda t: f'<c @ t="inlineStr"><is><t>{escaped(t)}</t></is></c>', TEXTS),
    st.sampled_from([
        "<c @/>", '<c @ s="1"/>', '<c @ s="1"></c>', "<c @><v/></c>", "<c @><v></v></c>",
        "<c @><f>A1</f></c>", '<c @><f t="shared" si="0"/><v>7</v></c>', '<c @ t="b"><v>1</v></c>',
        '<c @ t="b"><v>0</v></c>', '<c @ t="b"><v>true</v></c>', '<c @ t="e"><v>#N/A</v></c>',
        '<c @ t="e"><f>1/0</f><v>#DIV/0!</v></c>', '<c @ t="d"><v>2026-11-21T10:00:00</v></c>',
        '<c @ t="inlineStr"><is><t xml:space="preserve"> kept </t></is></c>',
        '<c @ t="inlineStr"><is><r><t>rich</t></r><r><t> too</t></r></is></c>',
        '<c @ t="inlineStr"><is></is></c>', '<c @ t="str" s="2"><v>turned</v></c>',
        "<c @><f>A1</f><v></v></c>", '<c @ t="str"><f>A1</f><v/></c>', '<c @ cm="1"><v>3</v></c>',
        '<c @ t="str"><v></v></c>', "<c @ s='1'><v>5</v></c>",
    ]),
)  # fmt: skip
"""Cells; ``@`` stands for the reference."""


def workbook(rows: list[list[str]], *, prefix: str = "", date1904: bool = False) -> Package:
    """A workbook of these cells, first row and column first."""
    lines = [
        f'<row r="{row}">'
        + "".join(
            cell.replace("@", f'r="{chr(64 + column)}{row}"')
            for column, cell in enumerate(cells, 1)
        )
        + "</row>"
        for row, cells in enumerate(rows, 1)
    ]
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(lines)}</sheetData></worksheet>'
    shared = f'<sst xmlns="{MAIN}">{"".join(SHARED)}</sst>'
    if prefix:
        sheet, shared = (_prefixed(part, prefix) for part in (sheet, shared))
    formats = [f'<numFmt numFmtId="{200 + n}" formatCode="{f}"/>' for n, f in enumerate(FORMATS)]
    looks = [f'<xf numFmtId="{200 + n}"/>' for n in range(len(FORMATS))]
    parts = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": _rels(("officeDocument", "xl/workbook.xml")),
        "xl/_rels/workbook.xml.rels": _rels(
            ("worksheet", "sheet.xml"), ("styles", "styles.xml"),
            ("sharedStrings", "sharedStrings.xml"),
        ),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><workbookPr '
        f'date1904="{int(date1904)}"/><sheets><sheet name="Leads" sheetId="1" r:id="rId1"/>'
        "</sheets></workbook>",
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><numFmts>{"".join(formats)}</numFmts>'
        f'<cellXfs><xf numFmtId="0"/>{"".join(looks)}</cellXfs></styleSheet>',
        "xl/sharedStrings.xml": shared,
        "xl/sheet.xml": sheet,
    }  # fmt: skip
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return Package(out.getvalue(), "leads.xlsx")


def _prefixed(part: str, prefix: str) -> str:
    part = part.replace("</", "\0").replace("<", f"<{prefix}:").replace("\0", f"</{prefix}:")
    return part.replace("xmlns=", f"xmlns:{prefix}=")


def _rels(*targets: tuple[str, str]) -> str:
    items = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}">{items}</Relationships>'


def used(columns: list[Any]) -> Used:
    """Every value that is there, with its type: 1, 1.0 and True are three different things."""
    return {
        (row, column): (type(value), repr(value))
        for column, cells in enumerate(columns)
        for row, value in enumerate(cells)
        if value is not None
    }


def both(package: Package, part: str = "xl/sheet.xml") -> tuple[Any, Any]:
    """What the quick and the slow reader say; an error by its class."""
    text = SheetText(package.read(part), "Leads")

    def outcome(read: Any) -> Any:
        try:
            columns = read(package, text)
        except SheetsyncError as reason:
            return type(reason)
        return None if columns is None else used(columns)

    def quick_columns(package: Package, text: SheetText) -> list[Any] | None:
        found = read_quickly(package, text)
        if found is not None:
            assert set(noted(text)) == set(noted(text, found.notable))
        return None if found is None else found.columns

    return outcome(quick_columns), outcome(slow_columns)


def noted(text: SheetText, starts: list[int] | None = None) -> list[Any]:
    """The cells with formulas or errors; what is neither does not count."""
    return [each for each in text.noted(starts) if each.formula or each.error]


def small_rows(cells: st.SearchStrategy[str]) -> st.SearchStrategy[list[list[str]]]:
    return st.lists(st.lists(cells, min_size=1, max_size=6), min_size=1, max_size=8)


@given(small_rows(CELLS), st.sampled_from(["", "x"]), st.booleans())
@settings(max_examples=150, deadline=None)
def test_both_readers_agree(rows: list[list[str]], prefix: str, date1904: bool) -> None:
    quick, slow = both(workbook(rows, prefix=prefix, date1904=date1904))
    assert quick is None or quick == slow


@given(st.lists(st.floats(0, 2_958_465), min_size=1, max_size=200))
@settings(max_examples=60, deadline=None)
def test_both_readers_agree_on_moments_to_the_second(serials: list[float]) -> None:
    quick, slow = both(workbook([[f'<c @ s="2"><v>{serial!r}</v></c>'] for serial in serials]))
    assert quick == slow


def test_ordinary_cells_need_no_slower_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    cells = ['<c @ t="s"><v>0</v></c>', "<c @><v>12.5</v></c>", '<c @ s="5"><v>3</v></c>',
             '<c @ t="str"><f>A1</f><v>x</v></c>', '<c @ t="b"><v>1</v></c>', "<c @/>"]  # fmt: skip
    package = workbook([cells] * 3)
    asked: list[int] = []
    original = "sheetsync.stores.excel.reading.quick_reader.values_of"
    from sheetsync.stores.excel.reading.value_reader import values_of

    def counted(package: Package, cells: Any, shared: str = "") -> list[Any]:
        asked.append(len(cells))
        return values_of(package, cells, shared)

    monkeypatch.setattr(original, counted)
    assert read_quickly(package, SheetText(package.read("xl/sheet.xml"), "Leads"))
    assert sum(asked) <= len(SHARED) + 2  # odd shared texts, and one probe for each format


@pytest.mark.parametrize(
    "row",
    [
        '<row r="1"><c><v>1</v></c></row>',
        '<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        '<row r="1"><c r="A1"><v>1 > 0</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>99</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v><extLst><ext/></extLst></c></row>',
        '<row r="1"><mc:AlternateContent/></row>',
    ],
    ids=["no reference", "out of order", "bare >", "no such text", "extension", "stranger"],
)
def test_anything_unusual_is_left_to_the_slower_reader(row: str) -> None:
    package = workbook([["<c @><v>1</v></c>"]])
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{row}</sheetData></worksheet>'
    assert read_quickly(package, SheetText(sheet.encode(), "Leads")) is None


def test_rows_far_apart_and_many_columns_are_read_where_they_stand() -> None:
    package = workbook([["<c @/>"]])
    sheet = (
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="2"/><row r="9000">'
        '<c r="BC9000"><v>5</v></c></row></sheetData></worksheet>'
    )
    found = read_quickly(package, SheetText(sheet.encode(), "Leads"))
    assert found is not None
    columns = found.columns
    assert (len(columns), len(columns[0])) == (55, 9000)
    assert columns[54][8999] == 5
    assert np.sum([cells != None for cells in columns]) == 1  # noqa: E711 - item by item


@pytest.mark.slow
@pytest.mark.skipif(not CORPUS.is_dir(), reason="the collection of workbooks is not here")
@pytest.mark.parametrize("file", sorted(CORPUS.glob("*")), ids=lambda file: file.name)
def test_both_readers_agree_on_workbooks_nobody_here_made(file: Path) -> None:
    try:
        package = Package(file.read_bytes(), file.name)
        sheets = WorkbookPart(package).worksheets
        texts = {each.part: SheetText(package.read(each.part), file.name) for each in sheets}
    except SheetsyncError:
        pytest.skip("refused before any cell is read")
    for part, text in texts.items():
        if np.prod(text.reach()) < 1_000_000:
            quick, slow = both(package, part)
            assert quick is None or quick == slow or isinstance(slow, type)
