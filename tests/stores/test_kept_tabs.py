"""What people put on a report tab outlives its rewriting: the tab is kept under a dated name."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference

from jobs import registry, runner
from sheetsync.stores.excel.package.package import Package
from sheetsync.stores.excel.package.workbook_part import WorkbookPart
from sheetsync.stores.excel.report_tabs.transplant import below
from sheetsync.stores.excel.safety.untouched import compare
from sheetsync.stores.excel.store import ExcelStore
from tests import builders
from tests.lead_book import lead_book
from tests.put_on_tab import (
    ANCHOR,
    PICTURE,
    THREADED,
    chart,
    copy_first_chart,
    note,
    picture,
    put,
    relate,
    save,
    shape,
    sheet_of,
    sparkline,
    table,
)  # fmt: skip
from tests.through_libreoffice import through_libreoffice

NOW = datetime(2026, 11, 21, 20, 0, tzinfo=builders.settings().timezone)
KEPT = "Overdue (edited 21 Nov 2026)"
HEADERS = ["Lead ID", "Received at", "Name", "Phone", "Status", "Next action", "Next action date"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A workbook after its first night, with the tabs of the night and of the week."""
    rows: list[list[Any]] = [HEADERS]
    for number in range(1, 9):
        since, due = datetime(2026, 11, 1 + number), datetime(2026, 11, 10 + number)
        status = "Won" if number == 8 else "Contacted"
        rows.append([None, since, f"Lead {number}", f"98200 1234{number}", status, "Call", due])
    path = tmp_path / "leads.xlsx"
    lead_book(rows).save(path)
    run(path)
    return path


def run(path: Path, *names: str) -> runner.Result:
    settings = replace(builders.settings(since=date(2026, 10, 1)), workbook=path)
    jobs = registry.select(names or ["nightly", "weekly"], settings)
    return runner.run(ExcelStore(settings), jobs, settings, NOW)


def package_of(path: Path) -> Package:
    return Package(path.read_bytes(), path.name)


def parts_of(path: Path, title: str) -> dict[str, bytes]:
    """What a tab leads to, by part name."""
    package = package_of(path)
    return {name: package.read(name) for name in below(package, sheet_of(package, title).part)}


OBJECTS = {
    "a chart": (chart, b"By hand"),
    "a picture": (picture, PICTURE),
    "a shape": (shape, b"Look here"),
    "a table": (table, b'displayName="Mine"'),
    "a note": (note, b"Ring him after 5"),
}


@pytest.mark.parametrize("what", OBJECTS)
def test_what_a_person_put_on_a_report_tab_is_kept_under_a_dated_name(
    path: Path, what: str
) -> None:
    draw, mark = OBJECTS[what]
    put(path, "Overdue", draw)
    assert run(path).receipt.kept == (KEPT,)
    assert any(mark in data for data in parts_of(path, KEPT).values())
    assert not any(mark in data for data in parts_of(path, "Overdue").values())
    assert run(path).plan.is_empty


def test_sparklines_are_kept_and_go_on_showing_the_cells_beside_them(path: Path) -> None:
    put(path, "Overdue", sparkline)
    assert run(path).receipt.kept == (KEPT,)
    package = package_of(path)
    assert f"'{KEPT}'!E11:E15".encode() in package.read(sheet_of(package, KEPT).part)
    assert run(path).plan.is_empty


def test_a_threaded_comment_is_kept_though_the_sheet_itself_is_as_we_wrote_it(path: Path) -> None:
    relate(path, "Overdue", *THREADED)
    assert run(path).receipt.kept == (KEPT,)
    assert THREADED[2] in parts_of(path, KEPT).values()
    assert run(path).plan.is_empty


def test_a_chart_added_with_another_program_is_kept(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    drawn = BarChart()
    drawn.add_data(Reference(book["Overdue"], 5, 11, 5, 15))
    book["Overdue"].add_chart(drawn, "P3")
    book.save(path)
    assert KEPT in run(path, "nightly").receipt.kept
    assert sum("/charts/" in name for name in parts_of(path, KEPT)) == 1
    assert run(path, "nightly").plan.is_empty


def test_a_tab_kept_twice_on_one_day_gets_two_names(path: Path) -> None:
    put(path, "Overdue", picture)
    run(path)
    put(path, "Overdue", shape)
    assert run(path).receipt.kept == ("Overdue (edited 21 Nov 2026, 2)",)
    assert PICTURE in parts_of(path, KEPT).values()
    assert run(path).plan.is_empty


def test_our_own_charts_go_with_the_tab_that_is_kept_and_show_its_cells(path: Path) -> None:
    title = next(t for t in openpyxl.load_workbook(path).sheetnames if t.startswith("Week"))
    ours = charts_of(path, title)
    copy_first_chart(path, title)
    before = package_of(path)
    (kept,) = run(path).receipt.kept
    assert compare(before, package_of(path)).strays == []
    assert len(charts_of(path, kept)) == len(ours) + 1
    assert {tab for data in charts_of(path, kept) for tab in tabs_named_in(data)} == {kept}
    assert charts_of(path, title) == ours
    assert run(path).plan.is_empty


def test_a_chart_of_ours_that_somebody_deleted_is_nothing_to_keep(path: Path) -> None:
    title = next(t for t in openpyxl.load_workbook(path).sheetnames if t.startswith("Week"))
    package = package_of(path)
    (drawing,) = (i.target for i in package.related(sheet_of(package, title).part, "/drawing"))
    package.replace(drawing, ANCHOR.sub(b"", package.read(drawing), count=1))
    save(package, path)
    assert run(path).plan.is_empty


def charts_of(path: Path, title: str) -> list[bytes]:
    return [data for name, data in parts_of(path, title).items() if "/charts/" in name]


def tabs_named_in(data: bytes) -> set[str]:
    return {found.decode() for found in re.findall(rb"<c:f>'([^<]*)'!", data)}


def test_a_slicer_finds_its_pivot_on_the_tab_that_is_kept(path: Path) -> None:
    package = package_of(path)
    sheet = sheet_of(package, "Overdue")
    pivot = b'<pivotTableDefinition name="Pivot1"><location ref="P3:Q9"/></pivotTableDefinition>'
    package.add("xl/pivotTables/pivotTable1.xml", pivot, "application/x-pivot+xml")
    package.relate(sheet.part, "/pivotTable", "xl/pivotTables/pivotTable1.xml")
    cache = b'<slicerCacheDefinition><pivotTables><pivotTable tabId="%d" name="Pivot1"/>' % (
        sheet.sheet_id
    )
    package.add(
        "xl/slicerCaches/slicerCache1.xml",
        cache + b"</pivotTables></slicerCacheDefinition>",
        "application/vnd.ms-excel.slicerCache+xml",
    )
    package.relate(
        package.workbook_part,
        "http://schemas.microsoft.com/office/2007/relationships/slicerCache",
        "xl/slicerCaches/slicerCache1.xml",
    )
    save(package, path)
    before = package_of(path)
    assert run(path).receipt.kept == (KEPT,)
    package = package_of(path)
    assert compare(before, package).strays == []
    assert list(below(package, sheet_of(package, KEPT).part)) == ["xl/pivotTables/pivotTable1.xml"]
    moved = f'tabId="{sheet_of(package, KEPT).sheet_id}"'.encode()
    assert moved in package.read("xl/slicerCaches/slicerCache1.xml")
    assert run(path).plan.is_empty


def test_a_link_added_to_a_cell_is_kept(path: Path) -> None:
    package = package_of(path)
    part = sheet_of(package, "Overdue").part
    id_ = package.relate(part, "/hyperlink", "https://example.org/folder", external=True)
    link = f'<hyperlinks><hyperlink ref="D11" r:id="{id_}"/>'.encode()
    package.replace(part, package.read(part).replace(b"<hyperlinks>", link))
    save(package, path)
    assert run(path).receipt.kept == (KEPT,)
    assert run(path).plan.is_empty


def test_looks_alone_are_not_kept(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book["Overdue"]
    sheet.column_dimensions["D"].width = 60
    sheet.freeze_panes = "C3"
    book.save(path)
    result = run(path, "nightly")
    assert result.receipt is None or KEPT not in result.receipt.kept


def test_what_saving_adds_of_itself_is_not_taken_for_a_persons_work(path: Path) -> None:
    settings = ("/printerSettings", "xl/printerSettings/printerSettings9.bin", b"\0")
    relate(path, "Overdue", *settings, "application/octet-stream")
    assert run(path).plan.is_empty


def test_formulas_that_go_leave_no_entry_in_the_order_of_calculation(path: Path) -> None:
    package = package_of(path)
    chain = f'<calcChain><c r="A1" i="{sheet_of(package, "Overdue").sheet_id}"/></calcChain>'
    package.add("xl/calcChain.xml", chain.encode(), "application/x-chain+xml")
    package.relate(package.workbook_part, "/calcChain", "xl/calcChain.xml")
    save(package, path)
    put(path, "Overdue", shape)
    before = package_of(path)
    run(path)
    package = package_of(path)
    assert compare(before, package).strays == []
    assert not package.has("xl/calcChain.xml")
    assert not package.related(package.workbook_part, "/calcChain")
    assert not package.content_type("xl/calcChain.xml").startswith("application/x-chain")


def test_the_name_macros_know_a_tab_by_stays_with_it(path: Path) -> None:
    package = package_of(path)
    part = sheet_of(package, "Overdue").part
    named = package.read(part).replace(b"<sheetPr>", b'<sheetPr codeName="Sheet&amp;4">')
    package.replace(part, named)
    save(package, path)
    put(path, "Overdue", shape)
    run(path)
    package = package_of(path)
    assert b'codeName="Sheet&amp;4"' in package.read(sheet_of(package, "Overdue").part)
    assert b"codeName" not in package.read(sheet_of(package, KEPT).part)


def test_no_part_is_left_that_nothing_refers_to(path: Path) -> None:
    put(path, "Overdue", picture)
    run(path)
    package = package_of(path)
    reached = {name for start in ("", package.workbook_part) for name in _all_below(package, start)}
    parts = {n for n in package.names() if not n.endswith(".rels") and n != "[Content_Types].xml"}
    assert parts == reached
    assert set(WorkbookPart(package).marked) >= {"overdue", "issues"}


def _all_below(package: Package, start: str) -> Iterator[str]:
    yield from below(package, start)


@pytest.mark.libreoffice
def test_a_workbook_saved_with_libreoffice_has_nothing_to_keep(path: Path, tmp_path: Path) -> None:
    path.write_bytes(through_libreoffice(path.read_bytes(), tmp_path))
    result = run(path)
    assert result.receipt is None or result.receipt.kept == ()
    assert len(result.reading.snapshot.seen.report_tabs) >= 4


@pytest.mark.libreoffice
def test_libreoffice_opens_what_was_kept(path: Path, tmp_path: Path) -> None:
    put(path, "Overdue", table)
    run(path)
    saved = through_libreoffice(path.read_bytes(), tmp_path)
    assert KEPT in openpyxl.load_workbook(io.BytesIO(saved)).sheetnames
