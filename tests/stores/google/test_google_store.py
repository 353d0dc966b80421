"""What a run does to a spreadsheet people keep: tables, filters, merges, protection, formulas."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest

from jobs import registry, runner
from sheetsync import undo
from sheetsync.errors import TabMissing, WorkbookChanged, WorkbookOpen
from sheetsync.plan import ColumnChanges, Plan
from sheetsync.stores.google.store import GoogleStore, own_name
from sheetsync.stores.own_files import run_lock
from tests import builders
from tests.google.desk import Desk
from tests.google.errors import ApiError, Json
from tests.google.faults import Refused
from tests.google.spreadsheet import Sheet

NOW = datetime(2026, 11, 21, 20, 0, tzinfo=builders.settings().timezone)
OURS = ["Issues (auto)", "Response (auto)", "Follow-up (auto)"]
ROWS: list[list[Any]] = [
    ["Lead ID", "Name", "Phone", "Status", "Next action", "Next action date"],
    ["L-000001", "Asha", "9876543201", "New", "Send the layouts", date(2026, 11, 10)],
    [None, "Ravi", "9876543202", "New", None, None],
    [None, "'=IMPORTXML(1)", "9876543203", "Won", None, None],
]


@pytest.fixture
def desk() -> Iterator[Desk]:
    with Desk(ROWS) as desk:
        yield desk


def run(desk: Desk, *jobs: str) -> runner.Result:
    settings = desk.settings(since=date(2026, 10, 1))
    jobs_wanted = registry.select(jobs or ("nightly",), settings)
    return runner.run(GoogleStore(settings), jobs_wanted, settings, NOW)


def do(desk: Desk, **request: Json) -> None:
    desk.person._do(request)


def leads(desk: Desk) -> Sheet:
    sheet = desk.file.spreadsheet.sheet_titled("Leads")
    assert sheet is not None
    return sheet


def column(desk: Desk, header: str, header_row: int = 1) -> list[Any]:
    rows = desk.cells()
    at = rows[header_row - 1].index(header)
    return [row[at] for row in rows[header_row:]]


def area(top: int, left: int, bottom: int, right: int) -> Json:
    """Rows and columns from 1, inclusive, on the lead tab."""
    return {
        "sheetId": 0,
        "startRowIndex": top - 1,
        "endRowIndex": bottom,
        "startColumnIndex": left - 1,
        "endColumnIndex": right,
    }


def test_text_that_begins_like_a_formula_stays_text(desk: Desk) -> None:
    settings = desk.settings()
    store = GoogleStore(settings)
    snapshot = store.read()
    ids = snapshot.values("lead_id")
    change = ColumnChanges(
        "lead_id", 1, snapshot.rows[1:2], ids[1:2], ids[1:2], ids[1:2], ids[:1].copy()
    )
    change.new[0] = "=1+1"
    store.apply(Plan(snapshot.version, columns=(change,)))
    assert leads(desk).cell(2, 0).value == "=1+1"
    assert isinstance(leads(desk).cell(2, 0).value, str)


def test_new_columns_are_shaded_wide_enough_and_say_what_they_are(desk: Desk) -> None:
    run(desk)
    assert desk.cells()[0][6:] == OURS
    header, cell = leads(desk).cell(0, 6), leads(desk).cell(1, 6)
    assert header.format is not None
    assert cell.format is not None
    assert "backgroundColor" in cell.format
    assert header.format["textFormat"]["bold"]
    assert leads(desk).columns[6].pixels is not None
    assert cell.validation is not None
    assert cell.validation["inputMessage"].startswith("Written by sheetsync")
    assert not cell.validation.get("strict")


def test_a_grid_without_room_grows_by_what_is_needed_and_no_more(desk: Desk) -> None:
    wide = {"sheetId": 0, "gridProperties": {"columnCount": 7, "rowCount": 4}}
    fields = "gridProperties(columnCount,rowCount)"
    do(desk, updateSheetProperties={"properties": wide, "fields": fields})
    run(desk)
    assert desk.cells()[0][6:] == OURS
    assert (len(leads(desk).rows), len(leads(desk).columns)) == (4, 9)
    for sheet in desk.file.spreadsheet.sheets[1:]:
        assert len(sheet.rows) * len(sheet.columns) < 500


def test_a_table_of_googles_grows_over_our_columns(desk: Desk) -> None:
    desk.person.make_table("Leads!A1:F4", "Pipeline")
    run(desk)
    (table,) = leads(desk).objects["tables"]
    assert table["range"] == area(1, 1, 4, 9)
    assert [c["columnName"] for c in table["columnProperties"]][6:] == OURS
    assert desk.cells()[0][6:] == OURS
    assert run(desk).plan.is_empty


def test_rows_below_a_table_are_left_alone(desk: Desk) -> None:
    desk.person.make_table("Leads!A1:F3", "Pipeline")
    run(desk)
    assert column(desk, "Lead ID") == ["L-000001", "L-000002", None]


def test_what_stood_far_below_a_table_stays_beside_its_new_columns(desk: Desk) -> None:
    desk.person.make_table("Leads!A1:F4", "Pipeline")
    desk.edit(20, 8, "remember the milk")
    run(desk)
    assert desk.cells()[0][6:] == OURS
    assert desk.cells()[19][7] == "remember the milk"
    assert run(desk).plan.is_empty


def test_the_filter_over_the_data_takes_the_new_columns_along_and_hides_what_it_hid(
    desk: Desk,
) -> None:
    spec = {"columnIndex": 3, "filterCriteria": {"hiddenValues": ["Won"]}}
    sort = {"dimensionIndex": 1, "sortOrder": "DESCENDING"}
    wished = {"range": area(1, 1, 4, 6), "filterSpecs": [spec]}
    do(desk, setBasicFilter={"filter": wished})
    leads(desk).basic_filter["sortSpecs"] = [sort]  # type: ignore[index]
    names = column(desk, "Name")
    run(desk)
    kept = leads(desk).basic_filter
    assert kept is not None
    assert kept["range"] == area(1, 1, 4, 9)
    assert kept["filterSpecs"] == [spec]
    assert [row.line.filtered_out for row in leads(desk).rows[1:4]] == [False, False, True]
    assert column(desk, "Name") == names
    assert column(desk, "Lead ID")[2] == "L-000003"
    assert run(desk).plan.is_empty


def test_a_filter_elsewhere_stays_as_it_is(desk: Desk) -> None:
    do(desk, setBasicFilter={"filter": {"range": area(10, 1, 12, 3)}})
    run(desk)
    kept = leads(desk).basic_filter
    assert kept is not None
    assert kept["range"] == area(10, 1, 12, 3)
    assert desk.cells()[0][6:] == OURS


def test_merged_cells_beside_the_data_keep_columns_out_and_a_title_above_does_not(
    desk: Desk,
) -> None:
    desk.person.insert_rows("Leads", 1)
    desk.person.type("Leads!A1", "Our leads")
    desk.person.merge("Leads!A1:J1")
    run(desk)
    assert desk.cells()[1][6:] == OURS
    desk.person.merge("Leads!M3:N4")
    assert run(desk).plan.is_empty


def test_merged_cells_in_their_place_keep_new_columns_out(desk: Desk) -> None:
    desk.person.merge("Leads!G2:H3")
    result = run(desk)
    assert not set(OURS) & set(desk.cells()[0])
    assert "Overdue" in desk.titles
    assert any("cells are merged" in conflict.reason for conflict in result.plan.conflicts)
    assert run(desk).plan.is_empty


def test_a_protected_lead_tab_is_left_alone_and_reports_are_written(desk: Desk) -> None:
    do(desk, addProtectedRange={"protectedRange": {"range": {"sheetId": 0}}})
    before = desk.cells()
    result = run(desk)
    assert desk.cells() == before
    assert result.receipt is not None
    assert "Overdue" in result.receipt.tabs
    assert all("protected" in conflict.reason for conflict in result.plan.conflicts)
    assert run(desk).plan.is_empty


def test_cells_people_protected_are_left_out_and_said_while_all_others_are_written(
    desk: Desk,
) -> None:
    run(desk)
    desk.person.protect("Leads!I2")
    desk.edit(2, 6, None)
    desk.edit(3, 6, date(2026, 12, 1))
    result = run(desk)
    assert column(desk, "Follow-up (auto)")[:2] == ["Overdue since Tue 10 Nov", "Due Tue 1 Dec"]
    (left,) = result.plan.conflicts
    assert (left.cell, left.reason) == ("I2", "the cell is protected; it was left alone")
    assert run(desk).plan.is_empty


def test_a_lead_whose_id_cell_people_protected_keeps_none(desk: Desk) -> None:
    desk.person.protect("Leads!A3")
    run(desk)
    assert column(desk, "Lead ID") == ["L-000001", None, "L-000002"]
    assert run(desk).plan.is_empty


def test_a_protection_that_only_warns_is_in_nobodys_way(desk: Desk) -> None:
    desk.person.protect("Leads!A1:Z1000", warning_only=True)
    run(desk)
    assert column(desk, "Lead ID") == ["L-000001", "L-000002", "L-000003"]


def test_what_somebody_protects_while_the_run_is_at_work_is_left_out(desk: Desk) -> None:
    run(desk)
    desk.edit(2, 6, None)
    desk.edit(3, 6, date(2026, 12, 1))
    desk.google.script.after("values.batchGet", lambda: desk.person.protect("Leads!I2"))
    result = run(desk)
    assert column(desk, "Follow-up (auto)")[:2] == ["Overdue since Tue 10 Nov", "Due Tue 1 Dec"]
    assert "1 cell was left alone: somebody had protected it while" in result.warnings[0].message


def test_formulas_stay_and_those_that_show_nothing_are_not_blank(desk: Desk) -> None:
    desk.edit(3, 1, '=IF(FALSE,1,"")')
    run(desk)
    assert column(desk, "Lead ID") == ["L-000001", '=IF(FALSE,1,"")', "L-000002"]
    assert run(desk).plan.is_empty


def test_the_look_of_cells_notes_dropdowns_and_rules_of_people_stay(desk: Desk) -> None:
    desk.person.note("Leads!A3", "his own")
    desk.person.make_dropdown("Leads!D2:D9", ["New", "Won"])
    red = {"userEnteredFormat": {"backgroundColor": {"red": 1}}}
    fields = "userEnteredFormat.backgroundColor"
    do(desk, repeatCell={"range": area(3, 1, 3, 1), "cell": red, "fields": fields})
    condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": '=$D2="Won"'}]}
    look = {"condition": condition, "format": {"backgroundColor": {"green": 1}}}
    rule = {"ranges": [area(2, 1, 9, 6)], "booleanRule": look}
    do(desk, addConditionalFormatRule={"rule": rule, "index": 0})
    run(desk)
    cell = leads(desk).cell(2, 0)
    assert (cell.value, cell.note) == ("L-000002", "his own")
    assert cell.format is not None
    assert cell.format["backgroundColor"] == {"red": 1}
    assert leads(desk).cell(1, 3).validation is not None
    theirs = leads(desk).objects["conditionalFormats"][0]["booleanRule"]["condition"]
    assert theirs["values"] == [{"userEnteredValue": '=$D2="Won"'}]


def test_a_column_people_moved_and_a_tab_they_renamed_are_followed(desk: Desk) -> None:
    run(desk)
    desk.person.move_column("Leads", "Follow-up (auto)", before="Name")
    desk.person.rename_tab("Leads", "Pipeline")
    desk.person._do(
        {
            "updateCells": {
                "start": {"sheetId": 0, "rowIndex": 2, "columnIndex": 6},
                "rows": [{"values": [{"userEnteredValue": {"numberValue": 46357}}]}],
                "fields": "userEnteredValue",
            }
        }
    )
    run(desk)
    rows = desk.cells("Pipeline")
    assert rows[0][1] == "Follow-up (auto)"
    assert rows[2][1] == "Due Tue 1 Dec"
    assert run(desk).plan.is_empty


def test_a_tab_that_is_not_there_is_told_with_the_nearest_one() -> None:
    with Desk(ROWS) as desk:
        desk.person.rename_tab("Leads", "Enquiries")
        desk.person.add_tab("Prices")
        with pytest.raises(TabMissing, match="Set `tab: Enquiries`"):
            run(desk)


def test_a_run_is_undone_where_its_values_still_stand(desk: Desk) -> None:
    run(desk)
    desk.person.sort("Leads", "Name", descending=True)
    settings = desk.settings()
    store = GoogleStore(settings)
    record = store.last_record()
    assert record is not None
    reversal = undo.reverse(record, store.read())
    store.apply(reversal.plan)
    assert column(desk, "Follow-up (auto)") == [None, None, None]
    assert sorted(filter(None, column(desk, "Lead ID"))) == ["L-000001"]


def test_dates_are_written_as_such_and_keep_the_look_a_cell_has(desk: Desk) -> None:
    mine = {"userEnteredFormat": {"numberFormat": {"type": "DATE", "pattern": "d mmm"}}}
    fields = "userEnteredFormat.numberFormat"
    do(desk, repeatCell={"range": area(3, 6, 3, 6), "cell": mine, "fields": fields})
    store = GoogleStore(desk.settings())
    snapshot = store.read()
    old = snapshot.values("next_action_date")[1:]
    ids = snapshot.values("name")[1:]
    new = old.copy()
    new[:] = [date(2026, 12, 1), datetime(2026, 12, 2, 9, 30)]
    change = ColumnChanges("next_action_date", 6, snapshot.rows[1:], ids, ids, old, new)
    store.apply(Plan(snapshot.version, columns=(change,)))
    assert store.read().values("next_action_date")[1:].tolist() == new.tolist()
    kept, given = leads(desk).cell(2, 5).format, leads(desk).cell(3, 5).format
    assert kept is not None
    assert given is not None
    assert kept["numberFormat"]["pattern"] == "d mmm"
    assert given["numberFormat"] == {"type": "DATE_TIME"}


def gone() -> ApiError:
    """What Google says where a column was deleted just before it was written to."""
    place = "GridCoordinate.columnIndex[8] is after last column in grid[7]"
    return ApiError(400, f"Invalid requests[3].updateCells: {place}")


def test_where_a_column_goes_just_before_the_write_the_run_plans_again(desk: Desk) -> None:
    desk.google.faults.add(Refused(gone), on="write", times=2)
    assert run(desk).tries == 3
    assert run(desk).plan.is_empty


def test_after_three_times_it_is_told_as_what_it_is_and_nothing_is_written(desk: Desk) -> None:
    before = desk.cells()
    desk.google.faults.add(Refused(gone), on="write", times=3)
    with pytest.raises(WorkbookChanged, match="somebody changed its tabs, rows or columns"):
        run(desk)
    assert desk.cells() == before


def test_a_machine_column_deleted_just_before_the_write_comes_back(desk: Desk) -> None:
    run(desk)
    desk.edit(2, 6, None)
    there = {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 8, "endIndex": 26}
    gone = {"range": there}
    desk.google.script.before("batchUpdate", lambda: do(desk, deleteDimension=gone))
    run(desk)
    assert desk.cells()[0][6:] == OURS
    assert run(desk).plan.is_empty


def test_two_runs_of_one_machine_never_meet(desk: Desk) -> None:
    again = run_lock(own_name(desk.file.id), "Our leads", patience=0.01)
    refused = pytest.raises(WorkbookOpen, match="another sheetsync run")
    with GoogleStore(desk.settings()).exclusive(), refused, again:
        pass


@pytest.mark.parametrize("limit", [200, 3_000])
def test_a_large_plan_goes_out_in_pieces_and_says_the_same(
    desk: Desk, limit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Desk(ROWS) as other:
        run(other)
        expected = other.cells()
    _limit_batches(monkeypatch, limit)
    before = len(desk.google.seen)
    run(desk)
    assert desk.calls(before).count("write") > 3
    assert desk.cells() == expected
    assert run(desk).plan.is_empty


def test_pieces_that_were_written_before_one_failed_can_be_undone_and_the_next_run_goes_on(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sheetsync.errors import SheetsyncError
    from tests.google.errors import ApiError
    from tests.google.faults import Refused

    _limit_batches(monkeypatch, 200)
    desk.google.faults.add(Refused(lambda: ApiError(400, "No.")), on="batchUpdate", skip=3)
    with pytest.raises(SheetsyncError):
        run(desk)
    assert GoogleStore(desk.settings()).last_record() is not None
    run(desk)
    assert column(desk, "Follow-up (auto)")[:2] == ["Overdue since Tue 10 Nov", "None planned"]


def _limit_batches(monkeypatch: pytest.MonkeyPatch, limit: int) -> None:
    from sheetsync.stores.google import landing, pieces

    limited: Callable[[Any], Any] = lambda them: pieces.batches(them, limit)  # noqa: E731
    monkeypatch.setattr(landing, "batches", limited)
