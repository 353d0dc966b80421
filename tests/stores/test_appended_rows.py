"""A row added below the leads of an Excel workbook or a Google spreadsheet: what must follow it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from sheetsync.cells import Area
from sheetsync.errors import EditRefused, WorkbookChanged
from sheetsync.journal.sheet_read import columns_of
from sheetsync.lead_tab import LockedArea, TableRange
from sheetsync.memory import Vanished
from sheetsync.restore import Restoration, restore
from sheetsync.snapshot import Snapshot, build
from sheetsync.stores.excel.lead_tab.reach import grown, reach_down
from sheetsync.stores.excel.lead_tab.refs import areas
from sheetsync.stores.excel.lead_tab.sheet_xml import SheetXml
from sheetsync.stores.google.store import GoogleStore
from tests import builders
from tests.google.desk import Desk

SEEN = datetime(2026, 11, 20, 15, 30).astimezone()
CAME = datetime(2026, 11, 3, 9)
GONE = Vanished("L-9", SEEN, {"lead_id": "L-9", "name": "Devi", "received_at": CAME})
HEADERS = ["Lead ID", "Received at", "Name", "Status"]


class TestWhereItGoes:
    """The first empty row below the last lead, in the table where there is one."""

    def planned(self, rows: list[list[Any]], **options: Any) -> Restoration:
        tab = builders.lead_tab([HEADERS, *rows], **options)
        sheet: Snapshot = build(tab, builders.seen(), builders.settings())
        return restore(GONE, sheet, columns_of(sheet))

    def place(self, rows: list[list[Any]], **options: Any) -> tuple[int, int]:
        row = self.planned(rows, **options).row
        return row.row, row.above

    def test_next_to_the_last_lead(self) -> None:
        assert self.place([["L-1", None, "Asha"]]) == (3, 2)

    def test_in_an_empty_row_of_the_table_though_a_box_is_there_to_tick(self) -> None:
        table = TableRange("Leads", 1, 4, 1, 5)
        rows: list[list[Any]] = [["L-1", None, "Asha"], [None, None, None, None, False], [None]]
        assert self.place(rows, table=table) == (3, 2)

    def test_below_what_stands_under_the_leads(self) -> None:
        assert self.place([["L-1", None, "Asha"], ["Total"]]) == (4, 2)

    def test_in_an_empty_sheet_under_the_headers(self) -> None:
        assert self.place([]) == (2, 0)

    def test_never_in_merged_cells_or_another_table(self) -> None:
        in_the_way = (("merged cells stand", Area(3, 1, 3, 9)),)
        assert self.place([["L-1", None, "Asha"]], in_the_way=in_the_way) == (4, 2)

    def test_a_totals_row_makes_room(self) -> None:
        table = TableRange("Leads", 1, 2, 1, 4, has_totals=True)
        assert self.place([["L-1", None, "Asha"], ["Total"]], table=table) == (3, 2)

    @pytest.mark.parametrize("has_totals", [False, True])
    def test_a_table_does_not_grow_over_what_stands_below_it(self, has_totals: bool) -> None:
        table = TableRange("Leads", 1, 2, 1, 4, has_totals=has_totals)
        below = [["Total"], ["ask Devi"]] if has_totals else [["ask Devi"]]
        with pytest.raises(EditRefused, match="the table Leads cannot grow by a row"):
            self.planned([["L-1", None, "Asha"], *below], table=table)

    def test_a_cell_somebody_protected_is_left_blank_and_named(self) -> None:
        tab = builders.lead_tab([HEADERS, ["L-1", None, "Asha"]])
        tab = replace(tab, locked=(LockedArea(Area(1, 2, 99, 2)),))
        sheet = build(tab, builders.seen(), builders.settings())
        left = restore(GONE, sheet, columns_of(sheet)).left
        assert left == (("Received at", "the cell is protected; it held 3 Nov 2026 09:00"),)


class TestRulesReachIt:
    """Validations and conditional formats of the row above hold for the new row too."""

    def test_a_range_that_ends_above_is_prolonged(self) -> None:
        assert grown("E2:E5", 5, 6) == "E2:E6"
        assert grown("E2:F5 A1", 5, 6) == "E2:F6 A1"

    def test_one_that_holds_the_row_or_ends_earlier_stays(self) -> None:
        for sqref in ("E2:E6", "E:E", "E2:E4", "E2:E5 E6:E9"):
            assert grown(sqref, 5, 6) == sqref

    def test_over_a_gap_the_row_is_named_by_itself(self) -> None:
        assert grown("E2:E5", 5, 8) == "E2:E5 E8"

    @hypothesis_settings(deadline=None)
    @given(st.integers(1, 9), st.integers(1, 9), st.integers(1, 9), st.integers(1, 5))
    def test_what_it_held_it_holds_still(self, first: int, last: int, above: int, gap: int) -> None:
        before = Area(min(first, last), 2, max(first, last), 3)
        after = areas(grown(str(before), above, above + gap))
        assert any((row, 2) in each for row in range(before.first_row, before.last_row + 1)
                   for each in after)  # fmt: skip
        if (above, 2) in before:
            assert any((above + gap, 3) in each for each in after)

    def test_newer_rules_too_and_no_sparklines(self) -> None:
        part = (
            b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
            b'xmlns:x14="x14" xmlns:xm="xm"><sheetData/><extLst><ext>'
            b"<x14:sparklineGroups><xm:sqref>E5</xm:sqref></x14:sparklineGroups>"
            b'<x14:dataValidations count="1"><x14:dataValidation><xm:sqref>E2:E5</xm:sqref>'
            b"</x14:dataValidation></x14:dataValidations></ext></extLst></worksheet>"
        )
        sheet = SheetXml(part)
        reach_down(sheet, 5, 6)
        assert b"<xm:sqref>E2:E6</xm:sqref>" in sheet.joined()
        assert b"<xm:sqref>E5</xm:sqref>" in sheet.joined()


LEADS: list[list[Any]] = [HEADERS, ["L-1", datetime(2026, 11, 2, 9, 30), "Asha", "New"],
         ["L-2", datetime(2026, 11, 2, 9, 45), "Ravi", "New"]]  # fmt: skip


class TestOnGoogle:
    """The row is put in between, so nothing anybody types meanwhile is written over."""

    @pytest.fixture
    def desk(self) -> Iterator[Desk]:
        with Desk([*LEADS, [], ["a note below"]]) as desk:
            yield desk

    def put_back(self, desk: Desk, store: GoogleStore, between: Any = None) -> Any:
        sheet = store.read()
        plan = restore(GONE, sheet, columns_of(sheet)).plan
        if between:
            between()
        return store.apply(plan)

    def test_what_stood_below_moves_down(self, desk: Desk) -> None:
        assert self.put_back(desk, GoogleStore(desk.settings())).rows == (4,)
        cells = desk.cells()
        assert (cells[3][0], cells[3][2]) == ("L-9", "Devi")
        assert cells[5][0] == "a note below"

    def test_a_row_typed_there_meanwhile_is_left_alone(self, desk: Desk) -> None:
        typed = lambda: desk.edit(4, 3, "Meera")  # noqa: E731
        self.put_back(desk, GoogleStore(desk.settings()), typed)
        assert sorted(row[2] for row in desk.cells()[1:] if row[2]) == [
            "Asha", "Devi", "Meera", "Ravi",
        ]  # fmt: skip

    def test_nor_is_one_that_comes_below_a_full_grid_in_the_instant_of_the_write(self) -> None:
        with Desk(LEADS) as desk:
            below = {"sheetId": 0, "dimension": "ROWS", "startIndex": len(LEADS)}
            desk.person._do({"deleteDimension": {"range": below}})
            typed = lambda: desk.put([["L-3", None, "Meera"]], top=4)  # noqa: E731
            desk.google.script.before("spreadsheets.batchUpdate", typed)
            self.put_back(desk, GoogleStore(desk.settings()))
            assert [row[2] for row in desk.cells()[1:]] == ["Asha", "Ravi", "Devi", "Meera"]

    def test_the_last_lead_is_found_where_it_stands_now(self, desk: Desk) -> None:
        def a_row_above() -> None:
            desk.person.insert_rows("Leads", 2)

        assert self.put_back(desk, GoogleStore(desk.settings()), a_row_above).rows == (5,)
        assert desk.cells()[4][0] == "L-9"

    def test_it_is_not_written_where_it_came_back_meanwhile(self, desk: Desk) -> None:
        with pytest.raises(WorkbookChanged, match="came back"):
            self.put_back(desk, GoogleStore(desk.settings()), lambda: desk.edit(4, 1, "L-9"))

    def test_it_looks_as_the_row_above(self, desk: Desk) -> None:
        self.put_back(desk, GoogleStore(desk.settings()))
        sheet = desk._sheet()
        assert sheet.cell(3, 1).format == sheet.cell(2, 1).format
        assert sheet.cell(3, 1).format

    def test_table_and_filter_take_it_in(self, desk: Desk) -> None:
        desk.person.make_table("Leads!A1:D3", "Leads")
        self.put_back(desk, GoogleStore(desk.settings()))
        table = GoogleStore(desk.settings()).read().lead_tab.table
        assert table is not None
        assert table.last_row == 4
