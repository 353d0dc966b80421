"""Read a workbook's lead tab and everything of ours beside it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sheetsync.errors import TabMissing
from sheetsync.lead_tab import LeadTab
from sheetsync.snapshot import Seen, TabSeen
from sheetsync.stores import nearest_tab
from sheetsync.stores.excel.lead_tab.lead_sheet import highlights_found
from sheetsync.stores.excel.package import xml_part
from sheetsync.stores.excel.package.package import Package
from sheetsync.stores.excel.package.version import version_of
from sheetsync.stores.excel.package.workbook_part import Sheet, WorkbookPart
from sheetsync.stores.excel.reading.ahead import Ahead
from sheetsync.stores.excel.reading.cell_scan import SheetText
from sheetsync.stores.excel.reading.cell_values import cells_of, columns_of
from sheetsync.stores.excel.reading.lead_table import (
    append_refusal,
    filter_range,
    hidden_columns,
    in_the_way,
    pivots_of,
    tables_of,
)
from sheetsync.stores.excel.reading.quick_reader import Finder
from sheetsync.stores.excel.report_tabs.beside import beside
from sheetsync.stores.excel.report_tabs.reference import Reference, read_reference
from sheetsync.tabs.layout import digest_of_found


def read(
    data: bytes, package: Package, tab: str, ahead: Ahead | None = None
) -> tuple[LeadTab, Seen]:
    """Read the tab of that title, and our report tabs, from one saved state.

    ``data`` are the bytes ``package`` was opened from; ``ahead`` may know some of it.
    Raises `TabMissing`, or `BrokenPackage` where the tab cannot be read.
    """
    workbook = WorkbookPart(package)
    sheet = choose_tab(workbook, tab)
    seen = Seen(
        workbook=package.where,
        version=version_of(data),
        titles=tuple(each.title for each in workbook.sheets),
        report_tabs=tuple(_report_tabs(package, workbook)),
        highlights=highlights_found(package.read(sheet.part)),
        set_up_on=workbook.set_up_on,
        tabs_locked=workbook.structure_locked,
    )
    found = partial(ahead.of, seen.version, sheet.part) if ahead else None
    return lead_tab(package, sheet, found), seen


def lead_tab(package: Package, sheet: Sheet, found: Finder | None = None) -> LeadTab:
    """The cells of the lead tab as found, with the table they stand in. ``found`` gives what
    somebody found in it already."""
    where = f"{package.where} · {sheet.title}"
    text = SheetText(package.read(sheet.part), where)
    cells = cells_of(package, sheet, text, found)
    frame = xml_part.parse(text.frame, where)
    tables = tables_of(package, sheet.part)
    return LeadTab(
        title=sheet.title,
        columns=cells.columns,
        formulas=cells.formulas,
        known=cells.known,
        table=next((table.as_range() for table in tables), None),
        hidden_columns=hidden_columns(frame, len(cells.columns)),
        append_refusal=append_refusal(frame, tables),
        filter_range=filter_range(frame),
        in_the_way=in_the_way(frame, tables, pivots_of(package, sheet.part)),
        date1904=WorkbookPart(package).date1904,
        note=cells.places,
    )


def choose_tab(workbook: WorkbookPart, title: str) -> Sheet:
    """The worksheet of that title. Letter case and blanks around it do not matter."""
    found = workbook.worksheet(title)
    if found is not None:
        return found
    ours = {sheet.title for sheet in workbook.marked.values()}
    theirs = {
        sheet.title: partial(lead_tab, workbook.package, sheet)
        for sheet in workbook.worksheets
        if sheet.title not in ours
    }
    raise TabMissing(
        f"there is no tab called {title}",
        where=workbook.package.where,
        hint=nearest_tab.hint(title, theirs),
    )


def _report_tabs(package: Package, workbook: WorkbookPart) -> Iterator[TabSeen]:
    for key, sheet in workbook.marked.items():
        if sheet.kind != "worksheet":
            continue
        xml = package.read(sheet.part)
        written = read_reference(xml)
        yield TabSeen(
            key=key,
            title=sheet.title,
            written=written.digest,
            found=_found_digest(package, sheet, xml, written),
            hidden=sheet.hidden,
        )


def _found_digest(package: Package, sheet: Sheet, xml: bytes, written: Reference) -> str:
    """What stands in the cells now, with a mark where people put something beside them."""
    if written.is_sealed:
        cells = written.digest.partition(".")[0]
    else:
        cells = digest_of_found(*columns_of(package, sheet, SheetText(xml, package.where)))
    there = beside(package, sheet.part)
    return f"{cells} and more" if there.holds_more_than(written.beside) else cells
