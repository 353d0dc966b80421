"""Whatever a file holds, by chance or by malice, it is read or refused with an error of ours,
within bounds of memory and time, and a refused file is left as it is."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from functools import cache, partial

import pytest

from tests import hostile
from tests.hostile import SHEET, STRINGS, Members
from tests.other_process import CAN_FORK

pytestmark = pytest.mark.skipif(not CAN_FORK, reason="bounds of memory are a POSIX thing")

QUICK, MANY = 60, 8000
MB = 1 << 20
WORKBOOK, STYLES, TYPES = "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"
LINKS, MAIN_LINK = "xl/_rels/workbook.xml.rels", "_rels/.rels"


@cache
def honest() -> bytes:
    return hostile.honest()


# --- made to do harm -----------------------------------------------------------------------------

Craft = Callable[[Members], Members]


def put(part: str, before: str, new: str, times: int = 1) -> Craft:
    """Write something into a part before the first place where this stands."""

    def craft(parts: Members) -> Members:
        head, found, tail = parts[part].partition(before.encode())
        assert found, f"{part} has {before}"
        return {**parts, part: head + new.encode() * times + found + tail}

    return craft


def change(part: str, pattern: str, new: str, count: int = 1) -> Craft:
    """Write something instead of what matches."""

    def craft(parts: Members) -> Members:
        text, times = re.subn(pattern.encode(), new.encode(), parts[part], count=count)
        assert times, f"{part} has {pattern}"
        return {**parts, part: text}

    return craft


def spoil(part: str, before: str, first: Craft = dict) -> Craft:
    """Put a byte that begins no letter before the first place where this stands."""

    def craft(parts: Members) -> Members:
        marked = put(part, before, "@@")(first(parts))
        return {**marked, part: marked[part].replace(b"@@", b"\xff", 1)}

    return craft


def add(part: str, content: bytes) -> Craft:
    return lambda parts: {**parts, part: content}


def cell(xml: str) -> Craft:
    """A row with this cell below the others."""
    return put(SHEET, "</sheetData>", f'<row r="30">{xml}</row>')


def strings(part: str) -> Craft:
    """Shared texts, which the first cell speaks of."""
    sst = f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"{part}</sst>'
    return add(STRINGS, sst.encode())


ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)
DEEP = "<a>" * 10_000 + "</a>" * 10_000

READ = {"written"}
REFUSED = {"broken", "edit-refused"}
EITHER = READ | REFUSED

CRAFTED: dict[str, tuple[Craft, set[str]]] = {
    "an honest file": (lambda parts: parts, READ),
    # names
    "a name that climbs": (add("../../evil.xml", b"<x/>"), {"broken"}),
    "a name that climbs by backslashes": (add("xl\\..\\..\\evil.xml", b"<x/>"), {"broken"}),
    "a name of a drive": (add("C:/evil.xml", b"<x/>"), {"broken"}),
    "names that differ in letter case": (add("XL/Workbook.xml", b"<x/>"), {"broken"}),
    # entities
    "entities in the workbook": (put(WORKBOOK, "<workbook", ENTITIES), {"broken"}),
    "entities in the tab": (put(SHEET, "<worksheet", ENTITIES), {"broken"}),
    "entities in the shared texts": (put(STRINGS, "<sst", ENTITIES), {"broken"}),
    "entities in the styles": (put(STYLES, "<styleSheet", ENTITIES), {"broken"}),
    "entities in UTF-16": (
        lambda parts: {
            **parts, WORKBOOK: (ENTITIES + parts[WORKBOOK].decode()).encode("utf-16")
        }, {"broken"},
    ),
    "an outside entity": (
        put(SHEET, "<worksheet", '<!DOCTYPE x SYSTEM "file:///etc/passwd">'), {"broken"},
    ),
    # bytes that are no text
    "no text in a rule of ours": (spoil(SHEET, "</formula>"), {"broken"}),
    "no text in a rule's CDATA": (
        spoil(SHEET, "]]>", change(SHEET, "<formula>([^<]*)", r"<formula><![CDATA[\1]]>")),
        {"broken"},
    ),
    "no text in a rule's range": (
        spoil(SHEET, "here", change(SHEET, ' sqref="[^"]*"', ' sqref="I2:I9 here"')), {"broken"},
    ),
    "no text in a formula": (
        spoil(SHEET, "</f>", change(SHEET, "since Sun 1", "since Mon 2")), {"broken"},
    ),
    "no text in an error": (
        spoil(SHEET, "#N/A", cell('<c r="A30" t="e"><v>#N/A</v></c>')), {"broken"},
    ),
    "no text in the dimension": (
        spoil(SHEET, "A1:ZZ9", change(SHEET, '<dimension ref="[^"]*"', '<dimension ref="A1:ZZ9"')),
        {"broken"},
    ),
    "no text in a cell": (
        spoil(SHEET, "text", cell('<c r="A30" t="str"><v>text</v></c>')), {"broken"},
    ),
    "no text in a text within a cell": (
        spoil(SHEET, "text", cell('<c r="A30" t="inlineStr"><is><t>text</t></is></c>')), {"broken"},
    ),
    "no text among the shared texts": (spoil(STRINGS, "</t>"), {"broken"}),
    "no text in the name of a tag": (spoil(SHEET, "cfRule "), {"broken"}),
    "no text by the encoding a part declares": (
        change(WORKBOOK, "encoding=.UTF-8.", 'encoding="undefined"'), {"broken"},
    ),
    # places
    "a dimension of everything": (
        change(SHEET, '<dimension ref="[^"]*"', '<dimension ref="A1:XFD1048576"'), READ,
    ),
    "a dimension of nothing": (
        change(SHEET, '<dimension ref="[^"]*"', '<dimension ref="-1:ZZZZ0"'), READ,
    ),
    "absurd spans": (change(SHEET, '<row r="2"[^>]*>', '<row r="2" spans="1:99999999999">'), READ),
    "a cell at the far end": (
        put(SHEET, "</sheetData>", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        {"edit-refused"},
    ),
    "a dimension that hides a far cell": (
        lambda parts: change(SHEET, '<dimension ref="[^"]*"', '<dimension ref="A1:B1048576"')(
            put(SHEET, "</sheetData>",
                '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')(parts)
        ), {"edit-refused"},
    ),
    "a formula at the far end that shows nothing": (
        put(SHEET, "</sheetData>", '<row r="1048576"><c r="XFD1048576"><f>1</f></c></row>'),
        {"edit-refused"},
    ),
    "cells that do not say where they are": (
        put(SHEET, "</sheetData>", "<row>" + "<c><v>1</v></c>" * 16_000 + "</row>"
            + "<row/>" * 30_000 + "<row><c><v>1</v></c></row>"), {"edit-refused"},
    ),
    "a cell beyond the far end": (
        put(SHEET, "</sheetData>", '<row r="99999999"><c r="ZZZ99999999"><v>1</v></c></row>'),
        REFUSED,
    ),
    "a far cell that is not the last of its row": (
        cell('<c r="XFD1048576"><v>1</v></c><c r="A1048576"><v>1</v></c>'), REFUSED,
    ),
    "a far cell in a near row": (
        cell('<c r="XFD1048576" t="b"><v>1</v></c><c r="A30"><v>1</v></c>'), REFUSED,
    ),
    "a far cell in a near row of a narrow tab": (
        change(SHEET, 'r="D5"', 'r="D1048576"'), {"edit-refused"},
    ),
    "a far cell without a value": (cell('<c r="XFD1048576" s="1"/>'), EITHER),
    "a row before the first": (
        put(SHEET, "</sheetData>", '<row r="-5"><c r="A-5"><v>1</v></c></row>'), EITHER,
    ),
    "row nought": (put(SHEET, "</sheetData>", '<row r="0"><c r="A0"><v>1</v></c></row>'), EITHER),
    "a merge of everything": (
        put(SHEET, "</worksheet>", '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
        EITHER,
    ),
    "an array formula over everything": (
        cell('<c r="A30"><f t="array" ref="A1:XFD1048576">1</f><v>1</v></c>'), EITHER,
    ),
    "a table over everything": (
        change("xl/tables/table1.xml", 'ref="[^"]*"', 'ref="A1:XFD1048576"', 0), EITHER,
    ),
    "a table upside down": (
        change("xl/tables/table1.xml", 'ref="[^"]*"', 'ref="G9:A1"', 0), EITHER,
    ),
    "a hidden column without end": (
        change(SHEET, "<cols>.*?</cols>|(?=<sheetData)",
               '<cols><col min="1" max="99999999999" hidden="1"/></cols>'), EITHER,
    ),
    # numbers
    "a style of minus one": (cell('<c r="A30" s="-1"><v>1</v></c>'), EITHER),
    "a style there is none of": (cell('<c r="A30" s="99999999"><v>1</v></c>'), EITHER),
    "a shared text of minus one": (cell('<c r="A30" t="s"><v>-1</v></c>'), EITHER),
    "a shared text there is none of": (cell('<c r="A30" t="s"><v>99999999999</v></c>'), EITHER),
    "a number without end": (cell(f'<c r="A30"><v>{"9" * 100_000}</v></c>'), EITHER),
    "a date beyond all calendars": (
        change(SHEET, r'(<c r="B2"[^>]*>)<v>[^<]*', r"\1<v>1e300"), EITHER,
    ),
    "shared texts counted in billions": (
        change(STRINGS, "<sst", '<sst count="4294967295" uniqueCount="-1"'), READ,
    ),
    "a tab counted below nought": (
        change(WORKBOOK, 'sheetId="1"', 'sheetId="-1"'), EITHER,
    ),
    "a name of a tab there is none of": (
        change(WORKBOOK, 'localSheetId="[0-9]+"', 'localSheetId="-7"', 0), EITHER,
    ),
    # relationships
    "a workbook that is its own tab": (
        change(LINKS, 'Target="[^"]*sheet1.xml"', 'Target="/xl/workbook.xml"'), REFUSED,
    ),
    "a workbook that is the list of types": (
        change(MAIN_LINK, 'Target="[^"]*workbook.xml"', f'Target="{TYPES}"'), REFUSED,
    ),
    "two tabs in one part": (
        change(LINKS, 'Target="[^"]*sheet2.xml"', 'Target="/xl/worksheets/sheet1.xml"'), EITHER,
    ),
    "a tab that is outside": (
        change(LINKS, 'Target="[^"]*sheet1.xml"', 'Target="http://x.test/" TargetMode="External"'),
        REFUSED,
    ),
    "a target that climbs": (
        change(LINKS, 'Target="[^"]*sheet1.xml"', 'Target="../../../../etc/passwd"'), REFUSED,
    ),
    # depth and length
    "a tab nested ten thousand deep": (put(SHEET, "<sheetData", DEEP), EITHER),
    "a tab nested deep after its rows": (put(SHEET, "</worksheet>", DEEP), EITHER),
    "a row nested ten thousand deep": (put(SHEET, "</sheetData>", DEEP), EITHER),
    "styles nested ten thousand deep": (put(STYLES, "</styleSheet>", DEEP), EITHER),
    "a workbook nested ten thousand deep": (put(WORKBOOK, "</workbook>", DEEP), REFUSED),
    "an attribute of a megabyte": (put(SHEET, "<sheetData", f'<x y="{"z" * MB}"/>'), EITHER),
    "blanks inside a tag": (cell("<c" + " " * MB + "/>"), EITHER),
    "tags that do not end": (put(SHEET, "</sheetData>", "<c ", 100_000), EITHER),
    "formulas that do not end": (put(SHEET, "</sheetData>", "<c><f>", 50_000), EITHER),
    "rows that do not end": (put(SHEET, "</sheetData>", "<row>", 50_000), EITHER),
    "errors in somebody's text": (put(SHEET, "</sheetData>", ' t="e"', 100_000), EITHER),
    "comments that do not end": (put(SHEET, "</sheetData>", "<!--", 50_000), EITHER),
    "namespaces without number": (put(SHEET, "<sheetData", "<x xmlns:y='z'/>", 50_000), EITHER),
    "a million empty rows": (put(SHEET, "</sheetData>", '<row r="40"/>', 1_000_000), EITHER),
    "two million empty cells": (cell("<c/>" * 2_000_000), EITHER),
    "five million shared texts": (put(STRINGS, "</sst>", "<si/>", 5_000_000), EITHER),
    "a million shared texts in rich letters": (
        put(STRINGS, "</sst>", "<si><r><t>a</t></r></si>", 1_000_000), EITHER,
    ),
    "styles without number": (
        change(STYLES, "(<xf )", r"\1" + 'applyFont="1"/><xf ' * 100_000), EITHER,
    ),
    "tabs without number": (
        put(WORKBOOK, "</sheets>", '<sheet name="x" sheetId="9"/>', 10_000), EITHER,
    ),
    "names without number": (
        put(WORKBOOK, "</definedNames>", '<definedName name="x">1</definedName>', 20_000), EITHER,
    ),
}  # fmt: skip


ENDLESS = {
    "a million empty rows", "two million empty cells", "five million shared texts",
    "a million shared texts in rich letters", "styles without number", "tabs without number",
    "names without number",
}  # fmt: skip
"""These take a second or more each."""


def crafted(name: str) -> bytes:
    return hostile.package(CRAFTED[name][0](hostile.members(honest())).items())


@pytest.mark.parametrize(
    "names", [set(CRAFTED) - ENDLESS, pytest.param(ENDLESS, marks=pytest.mark.slow)]
)
def test_a_file_made_to_do_harm_is_read_or_refused(names: set[str]) -> None:
    assert names <= CRAFTED.keys()
    found = hostile.meet_all(crafted, sorted(names))
    wrong = {name: said for name, said in found.items() if said not in CRAFTED[name][1]}
    assert not wrong, "\n\n".join(f"{name}: {said}" for name, said in wrong.items())


# --- archives made to do harm --------------------------------------------------------------------


def padded_with(megabytes: int, *, inside: bytes = b"\0") -> bytes:
    """The honest workbook with one part more, which unpacks to so much."""
    parts = hostile.members(honest())
    return hostile.package([*parts.items(), ("xl/media/image1.png", inside * (megabytes * MB))])


def lying(megabytes: int) -> bytes:
    """The rows unpack to so much, but the archive says that they are short."""
    parts = hostile.members(honest())
    rows = b"<row/>" * (megabytes * MB // 6)
    long = hostile.package({**parts, SHEET: parts[SHEET].replace(b"</sheetData>", rows)}.items())
    size = struct.pack("<I", len(parts[SHEET]) - len(b"</sheetData>") + len(rows))
    assert long.count(size) >= 2
    return long.replace(size, struct.pack("<I", 5000))


def twice() -> bytes:
    """Two members of one name, of which programs take either."""
    parts = list(hostile.members(honest()).items())
    return hostile.package([*parts, (SHEET, b"<worksheet/>")])


ARCHIVES: dict[str, tuple[Callable[[], bytes], set[str]]] = {
    "a picture of 100 MB of nothing": (partial(padded_with, 100), {"broken"}),
    "rows of 60 MB that say they are short": (partial(lying, 60), {"broken"}),
    "two parts of one name": (twice, {"broken"}),
}


def archive(name: str) -> bytes:
    return ARCHIVES[name][0]()


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_an_archive_made_to_do_harm_is_refused() -> None:
    found = hostile.meet_all(archive, ARCHIVES)
    wrong = {name: said for name, said in found.items() if said not in ARCHIVES[name][1]}
    assert not wrong, "\n\n".join(f"{name}: {said}" for name, said in wrong.items())


# --- harmed by chance ----------------------------------------------------------------------------


def meets(seeds: range) -> None:
    found = hostile.meet_all(partial(hostile.harmed, honest()), seeds)
    defects = {seed: said for seed, said in found.items() if said.startswith("DEFECT")}
    assert not defects, "\n\n".join(f"seed {seed}: {said}" for seed, said in defects.items())
    assert len(set(found.values())) > 1


def test_a_file_harmed_by_chance_is_read_or_refused() -> None:
    meets(range(QUICK))


@pytest.mark.slow
@pytest.mark.parametrize("start", range(0, MANY, 1000))
def test_thousands_of_files_harmed_by_chance_are_read_or_refused(start: int) -> None:
    meets(range(start, start + 1000))
