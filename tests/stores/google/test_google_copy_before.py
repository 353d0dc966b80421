"""The hidden tab to which a batch copies what it is about to write over: whatever becomes of it,
runs go on, and nothing is put back that nobody typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from unittest import mock

import numpy as np
import pytest

from sheetsync.stores.google import copy_before
from tests.google import faults
from tests.google.desk import Desk
from tests.google.errors import ApiError
from tests.google.our_marks import copy_tabs
from tests.google.three_leads import (
    FOLLOW_UP,
    STATES,
    at_the_write,
    by_name,
    column,
    run,
    typing,
)


def test_the_copies_stand_on_one_hidden_tab_that_is_no_larger_than_needed(desk: Desk) -> None:
    run(desk)
    (first,) = copy_tabs(desk.file.spreadsheet)
    assert first.properties["hidden"]
    assert first.title == copy_before.TITLE
    desk.edit(2, column(desk, FOLLOW_UP), None)
    run(desk)
    (second,) = copy_tabs(desk.file.spreadsheet)
    assert second.id == first.id
    assert len(second.rows) == 2
    assert len(second.columns) == column(desk, FOLLOW_UP)


@pytest.mark.parametrize("deed", ["rename", "delete", "duplicate", "protect"])
def test_whatever_people_do_to_that_tab_runs_go_on(written: Desk, deed: str) -> None:
    title, person = copy_before.TITLE, written.person
    deeds: dict[str, Callable[[], object]] = {
        "rename": lambda: person.rename_tab(title, "Ours now"),
        "delete": lambda: person.delete_tab(title),
        "duplicate": lambda: person.duplicate_tab(title, "Our copy"),
        "protect": lambda: person.protect(f"'{title}'"),
    }
    deeds[deed]()
    run(written)
    assert by_name(written, FOLLOW_UP) == STATES
    assert run(written).plan.is_empty


def test_a_tab_of_that_name_that_is_not_ours_is_left_alone(desk: Desk) -> None:
    desk.person.add_tab(copy_before.TITLE)
    desk.person.type(f"'{copy_before.TITLE}'!A1", "mine")
    run(desk)
    run(desk)
    assert desk.cells(copy_before.TITLE) == [["mine"]]


def test_where_there_is_no_room_for_copies_a_run_writes_without(written: Desk) -> None:
    (tab,) = copy_tabs(written.file.spreadsheet)
    written.person.delete_tab(tab.title)
    with mock.patch.object(copy_before, "MOST_CELLS", 10):
        run(written)
    assert by_name(written, FOLLOW_UP) == STATES
    assert not copy_tabs(written.file.spreadsheet)


def in_the_copy(kind: str) -> faults.Refused:
    """Google's no to the first request of that kind which makes the copy."""
    kinds = ["updateCells", "updateSheetProperties", "copyPaste"]
    said = f"Invalid requests[{kinds.index(kind)}].{kind}: This operation is not allowed."
    return faults.Refused(lambda: ApiError(400, said))


@pytest.mark.parametrize("kind", ["updateCells", "updateSheetProperties", "copyPaste"])
def test_where_google_will_not_make_the_copy_a_run_writes_without(written: Desk, kind: str) -> None:
    written.google.faults.add(in_the_copy(kind), on="write")
    before = len(written.google.seen)
    run(written)
    assert by_name(written, FOLLOW_UP) == STATES
    assert written.calls(before) == ["read", "read", "read", "write", "write"]


def filtering(desk: Desk) -> Callable[[], None]:
    return lambda: desk.person.filter("Leads", "Name", hide=["Asha"])


@pytest.mark.parametrize("when", ["before", "in that instant"])
def test_rows_that_a_filter_hides_are_not_taken_for_what_stands_below_them(
    written: Desk, when: str
) -> None:
    for row, said in ((2, "Overdue since Mon 2 Nov"), (4, "None planned")):
        written.edit(row, column(written, FOLLOW_UP), said)
    if when == "before":
        filtering(written)()
    else:
        at_the_write(written, filtering(written))
    told = run(written)
    assert by_name(written, FOLLOW_UP) == STATES
    assert len({*by_name(written, "Lead ID").values()}) == 3
    assert not any("left alone" in warning.message for warning in told.warnings)
    assert run(written).plan.is_empty


def test_a_report_that_people_filter_is_not_taken_for_one_they_typed_into(written: Desk) -> None:
    sheet = written.file.spreadsheet.sheet_titled("Overdue")
    assert sheet is not None
    spec = {"columnIndex": 4, "filterCriteria": {"hiddenValues": ["Asha"]}}
    wished = {**(sheet.basic_filter or {}), "filterSpecs": [spec]}
    written.person._do({"setBasicFilter": {"filter": wished}})
    written.edit(2, column(written, "Next action date"), date(2026, 11, 3))
    told = run(written)
    assert told.receipt is not None
    assert told.receipt.tabs == ("Overdue",)
    assert told.receipt.kept == ()


def test_rows_that_people_hide_are_copied_like_others(written: Desk) -> None:
    written.person.hide_rows("Leads", 2)
    at_the_write(written, typing(written, 3, "Lead ID", "ENQ/7"))
    run(written)
    assert by_name(written, "Lead ID")["Ravi"] == "ENQ/7"
    assert by_name(written, FOLLOW_UP) == STATES


def test_rows_that_somebody_froze_on_that_tab_do_not_keep_it_large(written: Desk) -> None:
    (tab,) = copy_tabs(written.file.spreadsheet)
    frozen = {"sheetId": tab.id, "gridProperties": {"frozenRowCount": 2}}
    change = {"properties": frozen, "fields": "gridProperties.frozenRowCount"}
    written.person._do({"updateSheetProperties": change})
    run(written)
    written.edit(2, column(written, FOLLOW_UP), None)
    before = len(written.google.seen)
    run(written)
    assert written.calls(before) == ["read", "read", "read", "write"]
    assert by_name(written, FOLLOW_UP) == STATES


def test_once_people_have_made_that_tab_visible_it_is_theirs(written: Desk) -> None:
    (tab,) = copy_tabs(written.file.spreadsheet)
    shown = {"properties": {"sheetId": tab.id, "hidden": False}, "fields": "hidden"}
    written.person._do({"updateSheetProperties": shown})
    written.person.type(f"'{tab.title}'!A1", "theirs now")
    was = written.cells(tab.title)
    run(written)
    assert written.cells(tab.title) == was
    assert f"{tab.title} 2" in written.titles


def test_where_there_is_no_room_any_more_that_tab_gives_way(written: Desk) -> None:
    assert copy_tabs(written.file.spreadsheet)
    with mock.patch.object(copy_before, "MOST_CELLS", 10):
        run(written)
    assert by_name(written, FOLLOW_UP) == STATES
    assert not copy_tabs(written.file.spreadsheet)


def test_what_a_formula_spills_into_the_copy_is_not_taken_for_typed() -> None:
    sheet = {"properties": {"sheetId": 0, "title": "Leads"}}
    copy = copy_before.CopyBefore({"sheets": [sheet]}, sheet)
    formula = {"userEnteredValue": {"formulaValue": "=SEQUENCE(2)"}}
    rows = [
        {"values": [{**formula, "effectiveValue": {"numberValue": 1}}]},
        {"values": [{"effectiveValue": {"numberValue": 2}}]},
    ]
    shown = {"properties": {"sheetId": copy._id}, "data": [{"startRow": 1, "rowData": rows}]}
    stood = copy.stood({"sheets": [{"properties": {"sheetId": 0}}, shown]})
    assert stood is not None
    assert stood.held(1, np.array([2, 3])).tolist() == ["=SEQUENCE(2)", ""]
