"""A package is patched: what is not changed is copied raw, byte for byte."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from sheetsync.errors import BrokenPackage, SheetsyncError
from sheetsync.stores.excel.package import zip_members
from sheetsync.stores.excel.package.package import CONTENT_TYPES, Package
from sheetsync.stores.excel.package.workbook_part import DefinedName, Sheet, WorkbookPart
from sheetsync.stores.excel.safety.well_formed import is_sound

CORPUS = Path(__file__).parents[2] / ".." / "shared" / "corpus" / "xlsx"
STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
USUAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def parts(**other: bytes | str) -> dict[str, bytes]:
    """The parts of the smallest workbook; ``other`` replaces its workbook part and the like."""
    found = {
        CONTENT_TYPES: f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{USUAL}/officeDocument" Target="/xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{USUAL}"><sheets>'
        '<sheet name="Leads" sheetId="7" r:id="rId3"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId3" Type="{USUAL}/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>',
    }
    names = {"workbook": "xl/workbook.xml", "sheet": "xl/worksheets/sheet1.xml",
             "root": "_rels/.rels", "rels": "xl/_rels/workbook.xml.rels"}  # fmt: skip
    found |= {names[key]: value for key, value in other.items()}  # type: ignore[misc]
    return {name: v.encode() if isinstance(v, str) else v for name, v in found.items()}


def zipped(content: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return out.getvalue()


class Unseekable(io.RawIOBase):
    """Makes zipfile write data descriptors, as streaming programs do."""

    def __init__(self) -> None:
        self.out = io.BytesIO()

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        return self.out.write(data)


def saved(package: Package) -> bytes:
    out = io.BytesIO()
    package.save(out)
    return out.getvalue()


def raw(data: bytes) -> dict[str, bytes]:
    archive = zip_members.Archive(data, "")
    return {member.name: bytes(archive.raw(member)) for member in archive.members}


def opened(data: bytes) -> Package:
    return Package(data, "leads.xlsx")


def test_a_package_saved_unchanged_is_the_same_file() -> None:
    data = zipped(parts())
    assert saved(opened(data)) == data


def test_members_that_were_not_changed_keep_their_raw_bytes() -> None:
    data = zipped(parts())
    package = opened(data)
    package.replace("xl/workbook.xml", package.read("xl/workbook.xml") + b"<!-- ours -->")
    after = raw(saved(package))
    before = raw(data)
    assert [name for name in before if before[name] != after[name]] == ["xl/workbook.xml"]
    assert package.changed == ["xl/workbook.xml"]
    assert package.untouched == 4


def test_the_same_bytes_are_no_change() -> None:
    package = opened(zipped(parts()))
    package.replace("xl/workbook.xml", b"<other/>")
    package.replace("xl/workbook.xml", parts()["xl/workbook.xml"])
    assert package.changed == []


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_stored_members_and_data_descriptors_are_copied_too(method: int) -> None:
    stream = Unseekable()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in parts().items():
            archive.writestr(name, content)
    data = stream.out.getvalue()
    assert b"PK\7\x08" in data
    package = opened(data)
    package.replace("xl/worksheets/sheet1.xml", b"<worksheet/>")
    after = saved(package)
    del (before := raw(data))["xl/worksheets/sheet1.xml"]
    assert before.items() <= raw(after).items()
    assert zipfile.ZipFile(io.BytesIO(after)).testzip() is None


def test_zip64_members_are_copied() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts().items():
            with archive.open(name, "w", force_zip64=True) as member:
                member.write(content)
    package = opened(out.getvalue())
    package.replace("[Content_Types].xml", package.read("[Content_Types].xml") + b" ")
    assert zipfile.ZipFile(io.BytesIO(saved(package))).testzip() is None


@given(st.dictionaries(st.sampled_from(sorted(parts())), st.binary(max_size=200), max_size=5))
def test_what_is_written_is_what_is_read(changes: dict[str, bytes]) -> None:
    package = opened(zipped(parts()))
    for name, data in changes.items():
        package.replace(name, data)
    with zipfile.ZipFile(io.BytesIO(saved(package))) as archive:
        assert {name: archive.read(name) for name in changes} == changes
        assert archive.namelist() == list(parts())


@pytest.mark.parametrize("sheet", [f'<worksheet xmlns="{MAIN}"/>', "<torn>"])
def test_a_part_packed_and_proved_at_once_reads_as_given_and_is_proved_where_it_is_sound(
    sheet: str,
) -> None:
    package, name = opened(zipped(parts())), "xl/worksheets/sheet1.xml"
    package.replace_and_prove(name, sheet.encode(), is_sound)
    assert package.read(name) == opened(saved(package)).read(name) == sheet.encode()
    assert (package.proved(name) is not None) == (sheet != "<torn>")


def test_saving_the_same_changes_twice_gives_the_same_bytes() -> None:
    one, two = opened(zipped(parts())), opened(zipped(parts()))
    for package in (one, two):
        package.add("xl/styles.xml", b"<styleSheet/>" * 50_000, "text/xml")
    assert saved(one) == saved(two)


def test_an_added_part_stands_last_and_its_type_is_listed() -> None:
    package = opened(zipped(parts()))
    name = package.free_name("xl/worksheets/sheet{}.xml")
    package.add(name, b"<worksheet/>", "application/sheet")
    again = opened(saved(package))
    assert name == "xl/worksheets/sheet2.xml"
    assert again.names()[-1] == name
    assert again.content_type(name) == "application/sheet"
    assert package.changed == [name, CONTENT_TYPES]


def test_a_removed_part_leaves_nothing_behind() -> None:
    package = opened(zipped(parts()))
    package.add("xl/extra.xml", b"<extra/>", "application/extra")
    package.relate("xl/extra.xml", "/image", "xl/media/image1.png")
    package.remove("xl/extra.xml")
    assert "xl/extra.xml" not in package.names()
    assert "xl/_rels/extra.xml.rels" not in package.names()
    assert package.content_type("xl/extra.xml") == "application/xml"


def test_part_names_are_found_whatever_their_letter_case_and_slashes() -> None:
    content = parts()
    content["xl\\Worksheets\\Sheet1.XML"] = content.pop("xl/worksheets/sheet1.xml")
    package = opened(zipped(content))
    assert package.read("xl/worksheets/sheet1.xml").startswith(b"<worksheet")


def test_relationships_are_reused_and_new_ones_get_a_free_id() -> None:
    package = opened(zipped(parts()))
    assert package.relate("xl/workbook.xml", "/worksheet", "xl/worksheets/sheet1.xml") == "rId3"
    assert package.relate("xl/workbook.xml", "/styles", "xl/styles.xml") == "rId1"
    link = package.relate(
        "xl/worksheets/sheet1.xml", "/hyperlink", "https://wa.me/1?text=a&b", external=True
    )
    (found,) = package.related("xl/worksheets/sheet1.xml", "/hyperlink")
    assert (found.id, found.target, found.external) == (link, "https://wa.me/1?text=a&b", True)
    assert found.type == f"{USUAL}/hyperlink"
    package.unrelate("xl/worksheets/sheet1.xml", link)
    assert package.relationships("xl/worksheets/sheet1.xml") == []


def test_strict_packages_get_strict_relationships() -> None:
    strict = parts()
    strict = {name: data.replace(USUAL.encode(), STRICT.encode()) for name, data in strict.items()}
    package = opened(zipped(strict))
    package.relate("xl/workbook.xml", "/styles", "xl/styles.xml")
    assert package.is_strict
    assert package.related("xl/workbook.xml", "/styles")[0].type == f"{STRICT}/styles"


def test_utf16_parts_come_as_utf8() -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?>' + parts()["xl/workbook.xml"].decode()
    package = opened(zipped(parts(workbook=text.encode("utf-16"))))
    assert b"UTF-8" in package.read("xl/workbook.xml")
    assert WorkbookPart(package).sheets[0].title == "Leads"


def test_prefixed_workbooks_with_a_byte_order_mark_are_edited_in_their_own_style() -> None:
    text = (
        f'<x:workbook xmlns:x="{MAIN}" xmlns:r="{USUAL}"><x:sheets>'
        '<x:sheet name="Leads" sheetId="7" r:id="rId3"/></x:sheets></x:workbook>'
    )
    package = opened(zipped(parts(workbook=b"\xef\xbb\xbf" + text.encode())))
    workbook = WorkbookPart(package)
    package.add("xl/worksheets/sheet2.xml", b"<worksheet/>", "application/sheet")
    workbook.add_sheet("Overdue", "xl/worksheets/sheet2.xml")
    workbook.mark("Overdue", "overdue")
    assert b'<x:sheet name="Overdue" sheetId="8" r:id="rId1"/>' in package.read("xl/workbook.xml")
    assert workbook.marked["overdue"].part == "xl/worksheets/sheet2.xml"


# --- damaged and hostile files -----------------------------------------------------------------


def bomb() -> bytes:
    content = parts()
    content["xl/media/image1.bin"] = bytes(80 << 20)
    return zipped(content)


def lying(data: bytes) -> bytes:
    """The same archive with one member's size understated."""
    size = struct.pack("<I", len(parts()["xl/workbook.xml"]))
    return data.replace(size, struct.pack("<I", 20))


def overlapping() -> bytes:
    data = bytearray(zipped(parts()))
    second = data.rindex(b"PK\1\2", 0, data.rindex(b"PK\1\2"))
    third = data.rindex(b"PK\1\2")
    data[third + 42 : third + 46] = data[second + 42 : second + 46]
    return bytes(data)


def damaged() -> bytes:
    data = bytearray(zipped(parts(), zipfile.ZIP_STORED))
    data[data.index(b"<workbook") + 3] ^= 1
    return bytes(data)


def with_duplicate() -> bytes:
    content = parts()
    return zipped({**content, "XL/Workbook.xml": content["xl/workbook.xml"]})


def read_through(data: bytes) -> tuple[Sheet, ...]:
    package = opened(data)
    package.check()
    return WorkbookPart(package).sheets


HOSTILE = {
    "a zip bomb": bomb,
    "a member larger than it says": lambda: lying(zipped(parts())),
    "overlapping members": overlapping,
    "a climbing name": lambda: zipped({**parts(), "../../etc/passwd": b"x"}),
    "a duplicate name": with_duplicate,
    "a wrong checksum": damaged,
    "a file cut short": lambda: zipped(parts())[:-200],
    "no end": lambda: zipped(parts())[:900],
    "a document type": lambda: zipped(
        parts(workbook='<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>')
    ),
    "no workbook part": lambda: zipped(
        {name: data for name, data in parts().items() if name != "xl/workbook.xml"}
    ),
    "no list of main parts": lambda: zipped(
        {name: data for name, data in parts().items() if name != "_rels/.rels"}
    ),
    "no content types": lambda: zipped(
        {name: data for name, data in parts().items() if name != CONTENT_TYPES}
    ),
    "a workbook that is no XML": lambda: zipped(parts(workbook=b"{}")),
}


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE)
def test_damaged_and_hostile_files_are_refused(make: Callable[[], bytes]) -> None:
    with pytest.raises(BrokenPackage) as refusal:
        read_through(make())
    assert "leads.xlsx" in str(refusal.value)
    assert refusal.value.hint


# --- the workbook part -------------------------------------------------------------------------


@pytest.fixture
def workbook() -> WorkbookPart:
    book = openpyxl.Workbook()
    book.active.title = "Leads"  # type: ignore[union-attr]
    book.create_sheet("Week 1")
    out = io.BytesIO()
    book.save(out)
    return WorkbookPart(opened(out.getvalue()))


def titles(workbook: WorkbookPart) -> list[str]:
    again = openpyxl.load_workbook(io.BytesIO(saved(workbook.package)))
    return again.sheetnames


def test_sheets_are_added_last_with_unused_ids(workbook: WorkbookPart) -> None:
    part = workbook.package.free_name("xl/worksheets/sheet{}.xml")
    workbook.package.add(
        part,
        workbook.package.read("xl/worksheets/sheet1.xml"),
        workbook.package.content_type("xl/worksheets/sheet1.xml"),
    )
    sheet = workbook.add_sheet("Overdue", part)
    assert (sheet.index, sheet.sheet_id) == (2, 3)
    assert workbook.find("OVERDUE") == sheet
    assert titles(workbook) == ["Leads", "Week 1", "Overdue"]


def test_marks_and_the_day_of_the_first_run_are_kept_in_hidden_names(
    workbook: WorkbookPart,
) -> None:
    workbook.mark("Week 1", 'week:"2026"')
    workbook.remember_set_up(date(2026, 11, 21))
    workbook.remember_set_up(date(2027, 1, 1))
    assert workbook.marked['week:"2026"'].title == "Week 1"
    assert workbook.set_up_on == date(2026, 11, 21)
    assert all(name.hidden for name in workbook.names)


def test_names_of_one_scope_do_not_touch_another(workbook: WorkbookPart) -> None:
    workbook.define("area", "Leads!$A$1")
    workbook.define("area", "'Week 1'!$B$1", sheet=1)
    workbook.define("area", "Leads!$A$2")
    assert set(workbook.names) == {
        DefinedName("area", "Leads!$A$2"),
        DefinedName("area", "'Week 1'!$B$1", 1),
    }
    workbook.undefine("area")
    workbook.undefine("area", sheet=1)
    assert b"definedNames" not in workbook.package.read("xl/workbook.xml")


def test_renaming_a_tab_takes_its_names_along(workbook: WorkbookPart) -> None:
    workbook.define("area", "'Week 1'!$B$1:$C$2", sheet=1)
    workbook.rename("Week 1", "It's week 2")
    assert titles(workbook) == ["Leads", "It's week 2"]
    assert workbook.names[0].value == "'It''s week 2'!$B$1:$C$2"


def test_hiding_leaves_one_tab_in_sight(workbook: WorkbookPart) -> None:
    workbook.hide("Leads")
    workbook.hide("Week 1")
    assert [sheet.hidden for sheet in workbook.sheets] == [True, False]
    assert openpyxl.load_workbook(io.BytesIO(saved(workbook.package))).active.title == "Week 1"  # type: ignore[union-attr]
    workbook.show("Leads")
    assert not workbook.sheets[0].hidden


def test_recalculation_is_asked_for_unless_people_calculate_by_hand() -> None:
    by_hand = parts()["xl/workbook.xml"].replace(
        b"</sheets>", b'</sheets><calcPr calcMode="manual"/>'
    )
    automatic, manual = opened(zipped(parts())), opened(zipped(parts(workbook=by_hand)))
    for package in (automatic, manual):
        WorkbookPart(package).recalculate_on_load()
    assert b'<calcPr fullCalcOnLoad="1"/>' in automatic.read("xl/workbook.xml")
    assert manual.changed == []


def test_titles_listed_for_the_file_properties_stay_right() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    book.add_worksheet("Leads")
    book.define_name("area", "=Leads!$A$1")
    book.close()
    package = opened(out.getvalue())
    workbook = WorkbookPart(package)
    package.add("xl/worksheets/sheet2.xml", b"<worksheet/>", "application/sheet")
    workbook.add_sheet("Overdue", "xl/worksheets/sheet2.xml")
    workbook.rename("Overdue", "Late & later")
    listed = package.read("docProps/app.xml").decode()
    assert "<vt:lpstr>Leads</vt:lpstr><vt:lpstr>Late &amp; later</vt:lpstr><vt:lpstr>area" in listed
    assert "<vt:i4>2</vt:i4>" in listed
    assert '<vt:vector size="3" baseType="lpstr">' in listed


# --- workbooks nobody here made ----------------------------------------------------------------


def corpus() -> Iterator[tuple[str, bytes]]:
    for path in sorted(CORPUS.glob("*")):
        yield path.name, path.read_bytes()


@pytest.mark.skipif(not CORPUS.exists(), reason="needs ../shared")
def test_every_genuine_workbook_is_copied_raw() -> None:
    copied = 0
    for name, data in corpus():
        try:
            package = Package(data, name)
        except SheetsyncError:
            continue
        before = raw(data)
        assert raw(saved(package)) == before, name
        if package.has("docProps/app.xml"):
            package.replace("docProps/app.xml", b"<Properties/>")
            after = raw(saved(package))
            strays = [part for part in before if before[part] != after[part]]
            assert strays == ["docProps/app.xml"], name
        copied += 1
    assert copied > 500


def test_our_deflate_is_read_by_everybody() -> None:
    large = b"<row>some cells</row>" * 40_000
    for data in (b"", b"x", large):
        assert zlib.decompress(zip_members.deflate(data), -15) == data
