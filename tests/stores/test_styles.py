"""Styles are only ever appended; what is there already is found again."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from lxml import etree

from sheetsync.stores.excel.package.package import Package
from sheetsync.stores.excel.styles.styles import Styles
from sheetsync.stores.excel.styles.taken_in import take_in

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
PLAIN = (
    '<fonts count="9"><font><sz val="10"/><name val="Arial"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="7"/>'
    '<xf borderId="0" fillId="0" fontId="0" numFmtId="4" applyFill="0">'
    '<alignment horizontal="right"/><protection locked="0"/></xf></cellXfs>'
)


def workbook(styles: str | None = None, strict: bool = False) -> Package:
    """A one-tab workbook whose styles part is exactly this (none: without the part)."""
    source = io.BytesIO()
    book = openpyxl.Workbook()
    book.save(source)
    target = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if strict:
                data = data.replace(MAIN.encode(), STRICT.encode())
                data = data.replace(
                    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                    b"http://purl.oclc.org/ooxml/officeDocument/relationships",
                )
            if name == "xl/styles.xml":
                if styles is None:
                    continue
                data = styles.encode()
            if styles is None and name == "[Content_Types].xml":
                data = without(data, "styles.xml")
            if styles is None and name == "xl/_rels/workbook.xml.rels":
                data = without(data, "styles.xml")
            new.writestr(name, data)
    return Package(target.getvalue(), "leads.xlsx")


def without(data: bytes, ending: str) -> bytes:
    root = etree.fromstring(data)
    for item in list(root):
        if (item.get("PartName") or item.get("Target") or "").endswith(ending):
            root.remove(item)
    return bytes(etree.tostring(root))


def sheet(inner: str = PLAIN, ns: str = MAIN) -> str:
    return f'<styleSheet xmlns="{ns}">{inner}</styleSheet>'


def parts(package: Package, name: str) -> list[Any]:
    root = etree.fromstring(package.read("xl/styles.xml"))
    found = root.find(f"{{*}}{name}")
    return [] if found is None else list(found)


def saved(package: Package) -> Package:
    out = io.BytesIO()
    package.save(out)
    return Package(out.getvalue(), "leads.xlsx")


def everything(package: Package) -> list[int]:
    styles = Styles(package)
    bold = styles.font('<font><b/><sz val="11"/><name val="Calibri"/></font>')
    made = [
        bold,
        styles.solid_fill("EEF2F6"),
        styles.border('<border><left style="thin"/></border>'),
        styles.num_fmt("dd mmm yyyy"),
        styles.num_fmt("0.00"),
        styles.xf(font=bold, num_fmt=styles.num_fmt("dd mmm yyyy"), alignment={"vertical": "top"}),
        styles.clone_xf(1, fill=styles.solid_fill("EEF2F6"), wrap=True),
        styles.dxf("FDE2E1", "9B1C1C"),
        styles.dxf("", "9B1C1C", bold=True),
    ]
    styles.save()
    return made


def test_asking_twice_adds_nothing_the_second_time() -> None:
    package = workbook(sheet())
    first = everything(package)
    once = package.read("xl/styles.xml")
    again = saved(package)

    assert everything(again) == first
    assert again.read("xl/styles.xml") == once
    assert again.changed == []


def test_what_is_already_there_keeps_its_index_and_counts_are_mended() -> None:
    package = workbook(sheet())
    before = [etree.tostring(each) for each in parts(package, "cellXfs")]
    everything(package)
    assert [etree.tostring(each) for each in parts(package, "cellXfs")][:2] == before
    root = etree.fromstring(package.read("xl/styles.xml"))
    for name in ("fonts", "fills", "borders", "cellXfs", "numFmts", "dxfs"):
        found = root.find(f"{{*}}{name}")
        assert found is not None
        assert found.get("count") == str(len(found)), name


def test_new_collections_stand_where_the_schema_wants_them() -> None:
    package = workbook(sheet(PLAIN + "<tableStyles/>"))
    everything(package)
    names = [
        etree.QName(each).localname for each in etree.fromstring(package.read("xl/styles.xml"))
    ]
    assert names == ["numFmts", "fonts", "fills", "borders", "cellXfs", "dxfs", "tableStyles"]


def test_a_clone_changes_only_what_is_asked() -> None:
    package = workbook(sheet())
    styles = Styles(package)
    index = styles.clone_xf(1, fill=styles.solid_fill("EEF2F6"))
    styles.save()
    clone = parts(package, "cellXfs")[index]
    assert clone.get("numFmtId") == "4"
    assert clone.get("applyFill") == "1"
    assert clone[0].get("horizontal") == "right"
    assert clone[1].get("locked") == "0"
    assert styles.clone_xf(1) == 1


def test_a_copied_format_names_no_style_that_is_not_there() -> None:
    package = workbook(sheet())
    styles = Styles(package)
    index = styles.clone_xf(0, num_fmt=14)
    styles.save()
    assert parts(package, "cellXfs")[index].get("xfId") is None
    assert parts(package, "cellXfs")[0].get("xfId") == "7"


def test_number_formats_never_take_an_id_in_use() -> None:
    own = '<numFmts count="1"><numFmt numFmtId="200" formatCode="0.000"/></numFmts>'
    styles = Styles(workbook(sheet(own + PLAIN.replace('numFmtId="4"', 'numFmtId="207"'))))
    assert styles.num_fmt("0.000") == 200
    assert styles.num_fmt("0.0000") == 208
    assert styles.num_fmt("General") == 0


@pytest.mark.parametrize("strict", [False, True])
def test_a_workbook_without_styles_gets_a_part_only_when_one_is_needed(strict: bool) -> None:
    package = workbook(None, strict)
    Styles(package).save()
    assert not package.has("xl/styles.xml")

    styles = Styles(package)
    index = styles.xf(fill=styles.solid_fill("EEF2F6"))
    styles.save()
    again = saved(package)
    assert index == 1, "0 stays what unstyled cells look like"
    root = etree.fromstring(again.read("xl/styles.xml"))
    assert etree.QName(root).namespace == (STRICT if strict else MAIN)
    assert again.related("xl/workbook.xml", "/styles")
    assert again.content_type("xl/styles.xml").endswith("styles+xml")


def test_empty_collections_are_first_given_what_unstyled_cells_mean() -> None:
    package = workbook(sheet("<fonts/><fills/><borders/><cellXfs/>"))
    styles = Styles(package)
    assert styles.solid_fill("EEF2F6") == 2
    assert styles.xf(fill=2) == 1
    styles.save()
    assert parts(package, "cellXfs")[0].get("fillId") == "0"


def test_prefixes_are_kept() -> None:
    text = sheet().replace("<", "<x:").replace("<x:/", "</x:").replace("xmlns=", "xmlns:x=")
    package = workbook(text)
    everything(package)
    data = package.read("xl/styles.xml")
    assert b"<x:fill>" in data
    assert b"xmlns:ns0" not in data
    assert data.count(b"xmlns") == 1


def test_one_programs_own_items_count_as_one_and_are_copied_from_their_fallback() -> None:
    own = (
        '<mc:AlternateContent xmlns:mc="urn:mc"><mc:Choice><xf numFmtId="1" x="1"/></mc:Choice>'
        '<mc:Fallback><xf numFmtId="2" fontId="0" fillId="0" borderId="0"/></mc:Fallback>'
        "</mc:AlternateContent></cellXfs>"
    )
    package = workbook(sheet(PLAIN.replace("</cellXfs>", own)))
    styles = Styles(package)
    assert styles.clone_xf(2, fill=styles.solid_fill("EEF2F6")) == 3
    styles.save()
    clone = parts(package, "cellXfs")[3]
    assert (clone.tag, clone.get("numFmtId")) == (f"{{{MAIN}}}xf", "2")


def scratch() -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    tab = book.add_worksheet()
    looks = [
        {"bold": True, "bg_color": "#FDE2E1", "num_format": "d mmm yyyy"},
        {"num_format": "₹ #,##0", "bottom": 1, "text_wrap": True},
        {"num_format": 14, "font_color": "#7B8794"},
    ]
    for row, look in enumerate(looks):
        tab.write_number(row, 0, 45000, book.add_format(look))
    book.close()
    with zipfile.ZipFile(out) as archive:
        return archive.read("xl/styles.xml")


def test_styles_of_a_scratch_workbook_mean_the_same_here() -> None:
    other = scratch()
    package = workbook(
        sheet('<numFmts><numFmt numFmtId="164" formatCode="0.000"/></numFmts>' + PLAIN)
    )
    styles = Styles(package)
    mapped = take_in(other, styles)
    styles.save()

    assert sorted(mapped) == [0, 1, 2, 3]
    codes = {each.get("numFmtId"): each.get("formatCode") for each in parts(package, "numFmts")}
    formats = parts(package, "cellXfs")
    assert codes[formats[mapped[1]].get("numFmtId")] == "d mmm yyyy"
    assert codes[formats[mapped[2]].get("numFmtId")] == "₹ #,##0"
    assert formats[mapped[3]].get("numFmtId") == "14"
    font = parts(package, "fonts")[int(formats[mapped[1]].get("fontId"))]
    assert font.find("{*}b") is not None
    assert {each.get("xfId") for each in formats[2:]} == {None}  # it has no named styles

    again = saved(package)
    styles = Styles(again)
    assert take_in(other, styles) == mapped
    styles.save()
    assert again.changed == []


# --- numbers that name no style -------------------------------------------------------------------


def naming(package: Package, cell: str, more: str = "") -> Package:
    """The workbook with a cell of this style in its tab, and more after its rows."""
    part = "xl/worksheets/sheet1.xml"
    old = package.read(part)
    rows = f'<sheetData><row r="1"><c r="A1" {cell}><v>1</v></c></row></sheetData>{more}'
    new = re.sub(rb"<sheetData\s*/>|<sheetData></sheetData>", rows.encode(), old)
    assert new != old
    package.replace(part, new)
    return saved(package)


@pytest.mark.parametrize("cell", ['s="5"', "s='5'", 's="00005"'])
def test_a_cell_naming_a_style_that_is_not_there_does_not_gain_ours(cell: str) -> None:
    package = naming(workbook(sheet()), cell)
    styles = Styles(package)
    ours = styles.xf(fill=styles.solid_fill("FFF2CC"))
    styles.save()
    formats = parts(package, "cellXfs")
    assert ours == 6
    assert all(xf.get("fillId") == "0" for xf in formats[2:6])
    assert Styles(package).xf(fill=Styles(package).solid_fill("FFF2CC")) == ours


def test_without_a_styles_part_the_numbers_in_cells_still_mean_nothing() -> None:
    package = naming(workbook(None), 's="3"')
    styles = Styles(package)
    assert styles.xf(fill=styles.solid_fill("FFF2CC")) == 4


def test_a_rule_naming_a_look_that_is_not_there_does_not_gain_ours() -> None:
    rule = (
        '<conditionalFormatting sqref="A1"><cfRule type="expression" dxfId="1" priority="1">'
        "<formula>TRUE</formula></cfRule></conditionalFormatting>"
    )
    package = naming(workbook(sheet()), 's="0"', rule)
    styles = Styles(package)
    assert styles.dxf(fill="FFC7CE") == 2
    styles.save()
    assert [len(dxf) for dxf in parts(package, "dxfs")] == [0, 0, 1]


def test_a_format_naming_a_font_that_is_not_there_does_not_gain_ours() -> None:
    dangling = PLAIN.replace('fontId="0" numFmtId="4"', 'fontId="2" numFmtId="4"')
    package = workbook(sheet(dangling))
    assert Styles(package).font('<font><b/><sz val="9"/><name val="Calibri"/></font>') == 3


def test_an_absurd_number_is_no_style() -> None:
    package = naming(workbook(sheet()), 's="4294967"')
    styles = Styles(package)
    assert styles.xf(fill=styles.solid_fill("FFF2CC")) == 2


def test_tabs_in_another_encoding_are_looked_through_too() -> None:
    package = naming(workbook(sheet()), 's="5"')
    part = "xl/worksheets/sheet1.xml"
    text = '<?xml version="1.0" encoding="UTF-16"?>' + package.read(part).decode()
    package.replace(part, re.sub(r"\?>\s*<\?xml[^>]*", "", text).encode("utf-16"))
    styles = Styles(saved(package))
    assert styles.xf(fill=styles.solid_fill("FFF2CC")) == 6


def test_it_is_known_which_formats_show_days() -> None:
    styles = Styles(workbook(sheet()))
    codes = [
        "dd/mm/yyyy",
        "[$-409]h:mm AM/PM",
        "#,##0.00",
        '"days" 0',
        "General",
        "[Red]0",
        "[h]:mm",
    ]
    shown = [styles.shows_days(styles.xf(num_fmt=styles.num_fmt(code))) for code in codes]
    assert shown == [True, False, False, False, False, False, False]
    assert styles.shows_days(styles.xf(num_fmt=14))
