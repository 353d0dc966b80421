"""Write report tabs into a workbook as parts of their own: new ones last, known ones in place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sheetsync.cells import Area, a1
from sheetsync.config import Settings
from sheetsync.plan import NewColumn, TabChange
from sheetsync.snapshot import Snapshot
from sheetsync.stores.excel.package.package import Package
from sheetsync.stores.excel.package.workbook_part import Sheet, WorkbookPart
from sheetsync.stores.excel.package.xml_text import decoded, unescaped
from sheetsync.stores.excel.report_tabs.beside import beside
from sheetsync.stores.excel.report_tabs.formulas import quoted_title
from sheetsync.stores.excel.report_tabs.kept_copy import keep_copy
from sheetsync.stores.excel.report_tabs.reference import sealed
from sheetsync.stores.excel.report_tabs.tab_palette import StyleKey, style_keys
from sheetsync.stores.excel.report_tabs.tab_rows import sheet_rows
from sheetsync.stores.excel.report_tabs.transplant import Scratch, transplant
from sheetsync.stores.excel.safety.well_formed import is_sound
from sheetsync.stores.excel.styles.styles import Styles
from sheetsync.stores.excel.styles.taken_in import take_in
from sheetsync.tabs import layout as tab_layout
from sheetsync.tabs.row_links import LeadIds, lead_ids

if TYPE_CHECKING:
    from sheetsync.stores.excel.report_tabs.tab_drawing import Drawing

FILTER_NAME = "_xlnm._FilterDatabase"
SHEET_PATTERN = "xl/worksheets/sheet{}.xml"

_CODE_NAME = re.compile(rb"""<(?:\w+:)?sheetPr\s[^>]*?codeName\s*=\s*["']([^"']*)""")


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
    drawings = [_drawing(package, workbook, change, ids) for change in changes]
    scratch = Scratch(draw(drawings, settings, date1904=workbook.date1904))
    styles = _registered(package, scratch)
    for number, (change, drawing) in enumerate(zip(changes, drawings, strict=True), 2):
        rows = sheet_rows(drawing.placed, styles, ids, date1904=workbook.date1904)
        sheet = _standing(workbook, change)
        if sheet is not None:
            _make_room(package, workbook, sheet, change)
        part = sheet.part if sheet else package.free_name(SHEET_PATTERN)
        transplant(package, scratch, number, rows, part, reuse=not change.keep_as)
        drawn = sealed(package.read(part), beside(package, part))
        package.replace_and_prove(part, drawn, is_sound)
        _list(workbook, change, part, is_new=sheet is None)
        _fit_filter_name(workbook, change.title, drawing.placed.filter)


def _drawing(package: Package, workbook: WorkbookPart, change: TabChange, ids: LeadIds) -> Drawing:
    from sheetsync.stores.excel.report_tabs.tab_drawing import Drawing

    sheet = _standing(workbook, change)
    found = _CODE_NAME.search(package.read(sheet.part), 0, 4096) if sheet else None
    placed = tab_layout.lay_out(change.tab)
    return Drawing(
        title=change.title,
        placed=placed,
        digest=tab_layout.digest(change.tab, str(ids), placed),
        code_name=unescaped(decoded(found[1])) if found else "",
    )


def _registered(package: Package, scratch: Scratch) -> dict[StyleKey, int]:
    """The index of every format of the palette in the package's styles."""
    styles = Styles(package)
    indexes = take_in(scratch.styles, styles)
    styles.save()
    return {key: indexes[worn] for key, worn in zip(style_keys(), scratch.worn, strict=True)}


def _make_room(package: Package, workbook: WorkbookPart, sheet: Sheet, change: TabChange) -> None:
    """Take away what must not outlast the tab that stands there, and keep what must."""
    if change.keep_as:
        keep_copy(package, workbook, sheet, change.keep_as)
    for chain in package.related(workbook.part, "/calcChain"):
        # It lists cells with formulas; one without any that is listed has to be repaired.
        if package.has(chain.target) and _lists(package.read(chain.target), sheet.sheet_id):
            package.unrelate(workbook.part, chain.id)
            package.remove(chain.target)


def _lists(calculation_chain: bytes, sheet_id: int) -> bool:
    return re.search(rb"""\si\s*=\s*["']%d["']""" % sheet_id, calculation_chain) is not None


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
