"""Write report tabs into a workbook as parts of their own: new ones last, known ones in place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from sheetsync.cells import Area, a1
from sheetsync.config import Settings
from sheetsync.plan import NewColumn, TabChange
from sheetsync.snapshot import Snapshot
from sheetsync.stores.excel.package import xml_part
from sheetsync.stores.excel.package.package import Package, Relationship
from sheetsync.stores.excel.package.workbook_part import Sheet, WorkbookPart
from sheetsync.stores.excel.package.xml_part import Element, child, children, local
from sheetsync.stores.excel.report_tabs.formulas import quoted_title
from sheetsync.stores.excel.report_tabs.transplant import (
    SHEET_TYPE,
    Scratch,
    put_relationships,
    sheet_part,
    transplant,
)
from sheetsync.stores.excel.styles.styles import Styles
from sheetsync.tabs import layout as tab_layout
from sheetsync.tabs.row_links import LeadIds, lead_ids

if TYPE_CHECKING:
    from sheetsync.stores.excel.report_tabs.tab_drawing import Drawing

FILTER_NAME = "_xlnm._FilterDatabase"
SHEET_PATTERN = "xl/worksheets/sheet{}.xml"

_DIGEST = re.compile(rb"Ref ([0-9a-f]{16}\.[0-9a-f]{16})")
_KEPT_RELATIONS = ("/hyperlink", "/comments", "/vmlDrawing", "/threadedComment")
_COPIED_PARTS = {
    "/comments": "xl/comments{}.xml",
    "/vmlDrawing": "xl/drawings/vmlDrawing{}.vml",
    "/threadedComment": "xl/threadedComments/threadedComment{}.xml",
}
_NOT_COPIED = frozenset({
    "drawing", "legacyDrawingHF", "picture", "oleObjects", "controls", "tableParts", "extLst",
    "customProperties", "webPublishItems", "AlternateContent",
})  # fmt: skip
_FLAVOUR = re.compile(r"\{[^}]*/relationships\}")


def write_tabs(
    package: Package,
    workbook: WorkbookPart,
    changes: Sequence[TabChange],
    settings: Settings,
    snapshot: Snapshot,
    *,
    new_columns: Sequence[NewColumn] = (),
) -> None:
    """Write report tabs, keeping part name, sheet id and place of those that stand already.

    ``new_columns`` are those the same run adds to the lead tab. Any other view of the package's
    styles must be saved before and read again after, because formats are registered here.
    """
    if not changes:
        return
    # What draws takes a while to load, and most runs find every tab as it should be.
    from sheetsync.stores.excel.report_tabs.tab_drawing import draw

    ids = lead_ids(snapshot, new_columns)
    drawings = [_drawing(change, ids) for change in changes]
    scratch = Scratch(draw(drawings, ids, settings, date1904=workbook.date1904))
    styles = Styles(package)
    indexes = styles.import_from(scratch.styles)
    styles.save()
    for number, (change, drawing) in enumerate(zip(changes, drawings, strict=True), 2):
        sheet = _standing(workbook, change)
        if sheet is not None and change.keep_as:
            keep_copy(package, workbook, sheet, change.keep_as)
        part = sheet.part if sheet else package.free_name(SHEET_PATTERN)
        transplant(package, scratch, sheet_part(number), scratch.sheet(number, indexes), part)
        _list(workbook, change, part, is_new=sheet is None)
        _fit_filter_name(workbook, change.title, drawing.placed.filter)


def read_written_digest(sheet_xml: bytes) -> str:
    """The digest a tab of ours carries in its input prompt; "" where it is lost."""
    found = _DIGEST.search(sheet_xml)
    return found.group(1).decode() if found else ""


def keep_copy(package: Package, workbook: WorkbookPart, sheet: Sheet, title: str) -> None:
    """Copy the cells, links and comments of a tab into a new one, which is a person's."""
    part = package.free_name(SHEET_PATTERN)
    root = xml_part.parse(package.read(sheet.part), sheet.part)
    _make_plain(root)
    package.add(part, xml_part.serialise(root), SHEET_TYPE)
    put_relationships(package, part, list(_copied_relationships(package, sheet.part)))
    workbook.add_sheet(title, part)


def _drawing(change: TabChange, ids: LeadIds) -> Drawing:
    from sheetsync.stores.excel.report_tabs.tab_drawing import Drawing

    placed = tab_layout.lay_out(change.tab)
    return Drawing(change.title, placed, tab_layout.digest_of_placed(change.tab, placed, str(ids)))


def _standing(workbook: WorkbookPart, change: TabChange) -> Sheet | None:
    sheet = workbook.find(change.replaces) if change.replaces else None
    return sheet if sheet is not None and sheet.kind == "worksheet" else None


def _list(workbook: WorkbookPart, change: TabChange, part: str, *, is_new: bool) -> None:
    if is_new:
        workbook.add_sheet(change.title, part)
    elif change.replaces != change.title:
        workbook.rename(change.replaces, change.title)
    if change.tab.key not in workbook.marked:
        workbook.mark(change.title, change.tab.key)


def _fit_filter_name(workbook: WorkbookPart, title: str, area: Area | None) -> None:
    """Programs that saved the workbook remember a filter's range a second time, as a name."""
    sheet = workbook.find(title)
    index = None if sheet is None else sheet.index
    held = [n for n in workbook.names if n.name == FILTER_NAME and n.sheet == index]
    if not held or index is None:
        return
    if area is None:
        workbook.undefine(FILTER_NAME, sheet=index)
        return
    first = a1(area.first_row, area.first_column)
    last = a1(area.last_row, area.last_column)
    value = f"{quoted_title(title)}!{_absolute(first)}:{_absolute(last)}"
    if held[0].value != value:
        workbook.define(FILTER_NAME, value, sheet=index, hidden=True)


def _absolute(cell: str) -> str:
    return re.sub(r"([A-Z]+)(\d+)", r"$\1$\2", cell)


def _make_plain(root: Element) -> None:
    """Take away what only the tab itself may have: its digest, its charts, links into the rest."""
    for element in [each for each in root if local(each) in _NOT_COPIED]:
        root.remove(element)
    for validations in children(root, "dataValidations"):
        for ours in [v for v in validations if _DIGEST.search((v.get("prompt") or "").encode())]:
            validations.remove(ours)
        validations.set("count", str(len(validations)))
        if not len(validations):
            root.remove(validations)
    for view in children(child(root, "sheetViews"), "sheetView"):
        view.attrib.pop("tabSelected", None)
    for element in (root, *children(root, "pageSetup")):
        for name in list(element.attrib):
            if name.endswith("}uid") or _FLAVOUR.match(name):
                del element.attrib[name]


def _copied_relationships(package: Package, part: str) -> Iterable[Relationship]:
    for item in package.relationships(part):
        ending = next((e for e in _KEPT_RELATIONS if item.type.endswith(e)), "")
        if not ending or (not item.external and not package.has(item.target)):
            continue
        if item.external or ending == "/hyperlink":
            yield item
            continue
        copy = package.free_name(_COPIED_PARTS[ending])
        package.add(copy, package.read(item.target), package.content_type(item.target))
        yield Relationship(item.id, item.type, copy)
