"""A workbook without a person: their cells blank in every tab, the rest as it was.

The package is patched as a run patches it. Whatever is unusual ends in `Unsafe`, and so does a
trace that is left anywhere: a pivot's cache, a comment, a text box, a picture of a table.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from urllib.parse import unquote_plus

import numpy as np

from sheetsync import snapshot as snapshots
from sheetsync.config import Settings
from sheetsync.errors import SheetsyncError
from sheetsync.forgetting.person import Person
from sheetsync.forgetting.rows import only_theirs, positions
from sheetsync.forgetting.shared_texts import SharedTexts
from sheetsync.forgetting.traces import CannotLook, Traces
from sheetsync.snapshot import Snapshot
from sheetsync.stores.excel.lead_tab.row_xml import Row, RowReader
from sheetsync.stores.excel.lead_tab.sheet_xml import SheetXml, Splices
from sheetsync.stores.excel.package import xml_part
from sheetsync.stores.excel.package.package import Package, rels_name
from sheetsync.stores.excel.package.workbook_part import WorkbookPart
from sheetsync.stores.excel.package.xml_text import UnreadableError, attributes, with_attribute
from sheetsync.stores.excel.reading import workbook as reading

NOWHERE = "about:blank"
"""Where a link leads that led to them."""

_NOTES = ("/comments", "/threadedComment")
_NOTED_ROW = re.compile(rb"""\sref\s*=\s*["']\s*[A-Za-z]+([0-9]+)""")
_ROW = re.compile(r"[0-9]+")


class Unsafe(Exception):
    """It cannot be emptied without harm, or without something of theirs left."""


def read(data: bytes, where: str, settings: Settings) -> Snapshot:
    """The leads of a workbook. Raises what a store's read does."""
    lead_tab, seen = reading.read(data, Package(data, where), settings.tab)
    return snapshots.build(lead_tab, seen, settings)


def blanked(data: bytes, where: str, settings: Settings, person: Person) -> bytes:
    """The workbook without them. Raises `Unsafe`."""
    try:
        new = _Blanking(data, where, settings, person).done()
        if len(positions(person, read(new, where, settings))):
            raise Unsafe("a row of theirs is left")
    except (SheetsyncError, UnreadableError, CannotLook, UnicodeDecodeError) as reason:
        raise Unsafe(type(reason).__name__) from reason
    return new


class _Blanking:
    """One workbook at work."""

    def __init__(self, data: bytes, where: str, settings: Settings, person: Person) -> None:
        self._data = data
        self._package = Package(data, where, alone=True)
        self._book = WorkbookPart(self._package)
        self._lead_part = reading.choose_tab(self._book, settings.tab).part
        snapshot = read(data, where, settings)
        theirs = positions(person, snapshot)
        self._rows = set(snapshot.rows[theirs].tolist())
        self._traces: Traces = only_theirs(person.traces, snapshot, theirs)
        self._texts = SharedTexts(self._package)
        self._telling = self._texts.that(self._traces.tell)
        self._emptied: set[int] = set()

    def done(self) -> bytes:
        """The new package; the same bytes where nothing is to go."""
        for sheet in self._book.worksheets:
            self._blank_sheet(sheet.part)
        self._texts.let_go(self._emptied | self._telling, self._texts_shown())
        out = io.BytesIO(self._data)
        if self._package.changed:
            self._package.save(out)
            out.truncate()
        left = self._traces.found_in_file(out.getvalue())
        if left:
            raise Unsafe(f"{len(left)} texts of theirs are left")
        return out.getvalue()

    def _blank_sheet(self, part: str) -> None:
        sheet = SheetXml(self._package.read(part), part)
        reader = RowReader.of(sheet)
        found = list(self._rows_of(part, reader))
        if not found:
            return
        spliced = [each for row in found for each in self._blank_row(row, reader, sheet.data)]
        if spliced:
            starts, ends, new = zip(*spliced, strict=True)
            sheet.splice_rows(Splices(np.array(starts), np.array(ends), list(new)))
        numbers = {row.number for row in found}
        self._refuse_notes(part, numbers)
        links = _unlinked(sheet, numbers)
        self._package.replace(part, sheet.joined())
        self._lead_nowhere(part, links)

    def _rows_of(self, part: str, reader: RowReader) -> Iterator[Row]:
        """Rows of theirs: in the lead tab those found by their cells, elsewhere those that say
        their Lead ID or something only they do."""
        for row in reader.rows():
            if part == self._lead_part:
                if row.number in self._rows:
                    yield row
            elif self._is_theirs(reader.view[row.tag_end : row.inner_end]):
                yield row

    def _is_theirs(self, row: bytes) -> bool:
        if not self._telling.isdisjoint(self._texts.shown_in(row)):
            return True
        text = row.decode()
        return bool(self._traces.names_lead(text) or self._traces.found_in(text))

    def _blank_row(
        self, row: Row, reader: RowReader, data: bytes
    ) -> Iterator[tuple[int, int, bytes]]:
        prefix = reader.prefix
        value = re.compile(rb"<%bv(?:\s[^<>]*)?>[^<]*</%bv\s*>" % (prefix, prefix))
        for _, start in reader.cells(row)[0]:
            cell = reader.cell(start, row.inner_end)
            found = data[start : cell.end]
            self._emptied |= self._texts.shown_in(found)
            if cell.reason == "a formula":
                if self._traces.found_in(value.sub(b"", found).decode()):
                    raise Unsafe("a formula speaks of them")
                yield start, cell.end, value.sub(b"", found)
            elif cell.reason:
                raise Unsafe(cell.reason)
            else:
                yield start, cell.end, b"<%bc%b/>" % (prefix, cell.attributes)

    def _refuse_notes(self, part: str, rows: set[int]) -> None:
        for relation in self._package.relationships(part):
            if not relation.external and relation.type.endswith(_NOTES):
                noted = _NOTED_ROW.findall(self._package.read(relation.target))
                if not rows.isdisjoint(map(int, noted)):
                    raise Unsafe("a comment stands in a row of theirs")

    def _lead_nowhere(self, part: str, links: set[str]) -> None:
        """Links of their rows, and any that name them, lead nowhere."""
        name = rels_name(part)
        if not self._package.has(name):
            return
        root = xml_part.parse(self._package.read(name), name)
        for each in root:
            target = each.get("Target", "")
            if each.get("TargetMode") == "External" and (
                each.get("Id") in links or self._traces.found_in(unquote_plus(target))
            ):
                each.set("Target", NOWHERE)
        self._package.replace(name, xml_part.serialise(root))

    def _texts_shown(self) -> set[int]:
        sheets = (self._package.read(sheet.part) for sheet in self._book.worksheets)
        return {each for part in sheets for each in self._texts.shown_in(part)}


def _unlinked(sheet: SheetXml, rows: set[int]) -> set[str]:
    """Take the words off the links of these rows; what comes back are their relationships."""
    found: set[str] = set()

    def plain(tag: re.Match[bytes]) -> bytes:
        said = attributes(tag[0])
        if rows.isdisjoint(map(int, _ROW.findall(said.get("ref", "")))):
            return tag[0]
        found.update(text for name, text in said.items() if name.endswith(":id"))
        new = tag[0]
        for name in ("display", "tooltip"):
            new = with_attribute(new, name, None)
        return new

    sheet.tail = re.sub(rb"<%b(?=[\s/>])[^<>]*>" % sheet.tag("hyperlink"), plain, sheet.tail)
    return found
