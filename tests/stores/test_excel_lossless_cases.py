"""What other people's workbooks taught: each case was found by scripts/prove_lossless.py."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import date

import pytest
import xlsxwriter

from sheetsync.errors import BrokenPackage
from sheetsync.stores.excel.lead_tab.recalculation import needs_recalculation
from sheetsync.stores.excel.package.package import Package
from sheetsync.stores.excel.package.workbook_part import WorkbookPart
from sheetsync.stores.excel.package.xml_part import local
from sheetsync.stores.excel.package.xml_text import masked
from sheetsync.stores.excel.reading import workbook as reading
from sheetsync.stores.excel.safety.edit_guard import prove
from sheetsync.stores.excel.styles.style_xml import fragment
from sheetsync.stores.excel.styles.styles import Styles
from sheetsync.stores.excel.styles.taken_in import take_in

SHEET, STYLES = "xl/worksheets/sheet1.xml", "xl/styles.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
DATED = '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" applyNumberFormat="1"/>'
PLAIN = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'


def workbook(changed: Mapping[str, tuple[str, str]] | None = None) -> Package:
    """A date under a header; ``changed`` gives a text to exchange in a part."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    leads = book.add_worksheet("Leads")
    leads.write_row(0, 0, ["Name", "Since"])
    leads.write(1, 0, "Priya")
    leads.write_datetime(1, 1, date(2026, 11, 20), book.add_format({"num_format": 14}))
    leads.add_sparkline("C2", {"range": "Leads!B2:B9"})
    book.close()
    package = Package(out.getvalue(), "leads.xlsx")
    for part, (old, new) in (changed or {}).items():
        xml = package.read(part)
        assert old.encode() in xml
        package.replace(part, xml.replace(old.encode(), new.encode()))
    return package


def saved(package: Package) -> bytes:
    out = io.BytesIO()
    package.save(out)
    return out.getvalue()


def test_an_empty_styles_part_gives_the_same_numbers_on_every_run() -> None:
    package = workbook()
    full = package.read(STYLES)
    package.replace(STYLES, f'<styleSheet xmlns="{MAIN}"/>'.encode())
    first = Styles(package)
    numbers = take_in(full, first)
    first.save()
    again = Styles(package)
    assert take_in(full, again) == numbers
    before = package.read(STYLES)
    again.save()
    assert package.read(STYLES) == before


def test_formulas_of_sparklines_and_rules_have_no_result_to_recalculate() -> None:
    package = workbook()
    assert b"<xm:f>" in package.read(SHEET)
    assert not needs_recalculation(package)


def test_a_part_in_another_folder_is_named_from_the_root() -> None:
    package = Package(_moved(saved(workbook())), "leads.xlsx")
    package.add("xl/worksheets/sheet2.xml", b"<worksheet/>", "application/x")
    WorkbookPart(package).add_sheet("Overdue", "xl/worksheets/sheet2.xml")
    rels = package.read("book/_rels/workbook.xml.rels")
    assert b'Target="/xl/worksheets/sheet2.xml"' in rels
    assert WorkbookPart(package).sheets[-1].part == "xl/worksheets/sheet2.xml"


def _moved(data: bytes) -> bytes:
    """The same workbook with its parts in ``book/`` instead of ``xl/``."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith((".rels", "[Content_Types].xml")):
                content = content.replace(b'"xl/', b'"book/').replace(b'"/xl/', b'"/book/')
            new.writestr(name.replace("xl/", "book/", 1), content)
    return out.getvalue()


@pytest.mark.parametrize("fallback", [True, False])
def test_a_look_given_in_two_forms_counts_once(fallback: bool) -> None:
    second = f"<mc:Fallback>{PLAIN}</mc:Fallback>" if fallback else ""
    either = (
        f'<mc:AlternateContent xmlns:mc="{MC}"><mc:Choice Requires="hs" xmlns:hs="urn:hs">'
        f"{PLAIN}</mc:Choice>{second}</mc:AlternateContent>"
    )
    styles = workbook().read(STYLES).decode()
    start, end = styles.index("<cellXfs"), styles.index("</cellXfs>")
    own = f'<cellXfs count="3">{PLAIN}{either}{DATED}'
    package = workbook()
    package.replace(STYLES, (styles[:start] + own + styles[end:]).encode())
    xml = package.read(SHEET)
    assert b'r="B2" s="1"' in xml
    package.replace(SHEET, xml.replace(b'r="B2" s="1"', b'r="B2" s="2"'))
    tab = reading.lead_tab(package, WorkbookPart(package).sheets[0])
    assert tab.columns[1][1] == date(2026, 11, 20)


def test_a_font_copied_from_a_careless_program_is_put_in_order() -> None:
    package = workbook()
    styles = Styles(package)
    index = styles.font_like(fragment('<font><name val="Arial"/><sz val="9"/><b/></font>'))
    styles.save()
    font = styles.item("fonts", index)
    assert font is not None
    assert [local(each) for each in font] == ["b", "sz", "name"]


def test_a_part_is_named_as_the_file_spells_it_whatever_points_at_it() -> None:
    package = workbook({"xl/_rels/workbook.xml.rels": ("worksheets/sheet1", "Worksheets/Sheet1")})
    assert WorkbookPart(package).sheets[0].part == SHEET


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/_rels/workbook.xml.rels", "theme/theme1.xml", "worksheets/sheet2.xml"),
        ("[Content_Types].xml", "/xl/theme/theme1.xml", "/xl/worksheets/Sheet2.xml"),
    ],
)
def test_a_new_part_never_takes_the_name_of_one_that_is_missed(
    part: str, old: str, new: str
) -> None:
    package = Package(saved(workbook({part: (old, new)})), "leads.xlsx")
    assert package.free_name("xl/worksheets/sheet{}.xml") == "xl/worksheets/sheet3.xml"


def test_a_sheet_that_is_no_xml_is_called_broken_and_not_our_fault() -> None:
    data = saved(workbook({SHEET: ("<v>46346</v>", "<v>&nbsp;</v>")}))
    package = Package(data, "leads.xlsx")
    package.replace(SHEET, package.read(SHEET).replace(b"</worksheet>", b" </worksheet>"))
    with pytest.raises(BrokenPackage, match="is not readable XML"):
        prove(saved(package), package)


def test_an_instruction_ahead_of_the_rows_is_no_row() -> None:
    assert masked(b"<?go on?><row/>") == b"         <row/>"
    declared = b'<?xml version="1.0"?><row/>'
    assert masked(declared) == declared
