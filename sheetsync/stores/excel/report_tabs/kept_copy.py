"""Keep a tab of ours that people worked in: under another title it becomes theirs, as it is.

Its drawings, comments, tables and pivots are not copied but go with it: our tab, which is about
to be written anew, needs them no longer, and there must never be two tables of one name.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from sheetsync.stores.excel.package import relationships, xml_part
from sheetsync.stores.excel.package.package import Package, rels_name
from sheetsync.stores.excel.package.workbook_part import Sheet, WorkbookPart
from sheetsync.stores.excel.package.xml_part import Element, child, children, local
from sheetsync.stores.excel.report_tabs.reference import is_reference
from sheetsync.stores.excel.report_tabs.transplant import SHEET_TYPE, below

_SPEAK_OF_CELLS = ("drawingml.chart+xml", "chartex+xml", "drawing+xml", "controlproperties+xml")
"""Ends of the content types of parts that name the tab whose cells they show."""
_REFERRING = frozenset({"textlink", "fmlaLink", "fmlaRange", "fmlaGroup", "fmlaTxbx"})
_CACHES = ("/slicerCache", "/timelineCache")


def keep_copy(package: Package, workbook: WorkbookPart, sheet: Sheet, title: str) -> None:
    """Put all of a tab into a new one, last in the workbook and a person's.

    Until `transplant` writes the old one anew, two tabs show the same drawings.
    """
    folder = posixpath.dirname(sheet.part)
    part = package.free_name(posixpath.join(folder, "sheet{}.xml"))
    rename = _Renaming(sheet.title, title)
    root = xml_part.parse(package.read(sheet.part), sheet.part)
    _make_theirs(root)
    rename.within(child(root, "extLst"))
    package.add(part, xml_part.serialise(root), SHEET_TYPE)
    if package.has(rels_name(sheet.part)):  # what they lead to is as far from the same folder
        data = package.read(rels_name(sheet.part))
        package.add(rels_name(part), data, relationships.CONTENT_TYPE)
    for each in [*below(package, part)]:
        if package.content_type(each).endswith(_SPEAK_OF_CELLS):
            rename.in_part(package, each)
    kept = workbook.add_sheet(title, part)
    _move_pivots(package, sheet.sheet_id, kept.sheet_id)


def _make_theirs(root: Element) -> None:
    """Take away what only one tab may have: our reference, its name for macros, its being open."""
    for validations in children(root, "dataValidations"):
        for ours in [v for v in validations if is_reference(v.get("prompt") or "")]:
            validations.remove(ours)
        validations.set("count", str(len(validations)))
        if not len(validations):
            root.remove(validations)
    for view in children(child(root, "sheetViews"), "sheetView"):
        view.attrib.pop("tabSelected", None)
    for properties in children(root, "sheetPr"):
        properties.attrib.pop("codeName", None)
    for name in [name for name in root.attrib if name.endswith("}uid")]:
        del root.attrib[name]


class _Renaming:
    """Gives references to one tab another tab's title."""

    def __init__(self, old: str, new: str) -> None:
        in_quotes = re.escape("'" + old.replace("'", "''") + "'")
        pattern = rf"(?<![\w.'!\]])(?:{in_quotes}|{re.escape(old)})!"
        self._old = re.compile(pattern, re.IGNORECASE)
        self._new = "'" + new.replace("'", "''") + "'!"

    def in_part(self, package: Package, part: str) -> None:
        """In a chart, a drawing, a control."""
        root = xml_part.parse(package.read(part), part)
        if self.within(root):
            package.replace(part, xml_part.serialise(root))

    def within(self, root: Element | None) -> bool:
        """In everything below an element; whether there was any."""
        changed = False
        for element in [] if root is None else root.iter():
            if local(element) == "f" and element.text:
                new = self._named(element.text)
                changed |= new != element.text
                element.text = new
            for name in _REFERRING & set(element.attrib):
                new = self._named(element.get(name))
                changed |= new != element.get(name)
                element.set(name, new)
        return changed

    def _named(self, formula: str) -> str:
        return self._old.sub(lambda _: self._new, formula)


def _move_pivots(package: Package, old: int, new: int) -> None:
    """Slicers and timelines find their pivots by the id of the tab."""
    for part in _caches(package):
        root = xml_part.parse(package.read(part), part)
        pivots = [each for each in root.iter() if local(each) == "pivotTable"]
        moved = [each for each in pivots if each.get("tabId") == str(old)]
        for pivot in moved:
            pivot.set("tabId", str(new))
        if moved:
            package.replace(part, xml_part.serialise(root))


def _caches(package: Package) -> Iterator[str]:
    for ending in _CACHES:
        found = package.related(package.workbook_part, ending)
        yield from (item.target for item in found if package.has(item.target))
