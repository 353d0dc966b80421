"""What Google's replies become: trimmed rows padded, serial numbers as days, formulas, errors."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetsync.cells import Area
from sheetsync.lead_tab import CellError
from sheetsync.stores.google.message import Json
from sheetsync.stores.google.reading.cell_values import of_serial, serial_of
from sheetsync.stores.google.reading.lead_sheet import find_lead_sheet, lead_tab
from sheetsync.stores.google.reading.sheet_cells import AboutCells, about_cells, sheet_cells


def told(**cells: Json) -> Json:
    """A tab's message that tells of cells of column A by row: ``told(A3={...})``."""
    rows: list[Json] = []
    for place, cell in cells.items():
        rows += [{} for _ in range(int(place[1:]) - len(rows))]
        rows[int(place[1:]) - 1] = {"values": [cell]}
    return {"data": [{"rowData": rows}]}


def formula(text: str) -> Json:
    return {"userEnteredValue": {"formulaValue": text}}


def shown_as(kind: str) -> Json:
    return {"userEnteredFormat": {"numberFormat": {"type": kind}}}


def read(rows: list[list[Any]], sheet: Json | None = None) -> list[list[Any]]:
    return [column.tolist() for column in sheet_cells(rows, about_cells(sheet or {})).columns]


def test_what_google_leaves_out_at_the_end_of_rows_is_empty() -> None:
    assert read([["a", "", "c"], [], ["d"]]) == [["a", None, "d"], [None] * 3, ["c", None, None]]


def test_a_tab_of_nothing_has_no_columns() -> None:
    assert read([]) == []


def test_a_formula_that_shows_nothing_is_not_blank_even_below_the_last_value() -> None:
    sheet = told(A2=formula('=""'), A4=formula('=""'))
    assert read([["a"], [""], ["c"]], sheet) == [["a", "", "c", ""]]
    mask = sheet_cells([["a"]], about_cells(sheet)).formulas[0]
    assert mask is not None
    assert mask.tolist() == [False, True, False, True]


def test_numbers_are_days_where_they_are_shown_as_days() -> None:
    sheet = told(A1=shown_as("DATE"), A2=shown_as("DATE_TIME"), A3=shown_as("NUMBER"))
    days = read([[46349], [46349.5], [46349], [46349]], sheet)
    assert days == [[date(2026, 11, 23), datetime(2026, 11, 23, 12), 46349, 46349]]


def test_text_in_a_cell_made_for_days_stays_text() -> None:
    assert read([["soon"]], told(A1=shown_as("DATE"))) == [["soon"]]


@pytest.mark.parametrize(
    ("number", "kind", "meant"),
    [
        (0.5, "TIME", time(12)),
        (1.5, "TIME", timedelta(hours=36)),
        (46349.25, "TIME", datetime(2026, 11, 23, 6)),
        (46349.999999, "DATE_TIME", date(2026, 11, 24)),
        (46349.0000115741, "DATE_TIME", datetime(2026, 11, 23, 0, 0, 1)),
        (-1, "DATE", -1),
        (9_876_543_210, "DATE", 9_876_543_210),
    ],
)
def test_a_number_is_the_moment_it_shows(number: float, kind: str, meant: Any) -> None:
    assert of_serial(number, kind) == meant


@given(st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)))
def test_every_second_comes_back_as_it_was_written(moment: datetime) -> None:
    moment = moment.replace(microsecond=0)
    expected = moment if moment.time() != time() else moment.date()
    assert of_serial(serial_of(moment), "DATE_TIME") == expected


def test_errors_are_errors_and_whole_numbers_whole() -> None:
    assert read([["#N/A"], ["#DIV/0!"], ["#1 plumber"], [5.0], [1e20], [True]]) == [
        [CellError("#N/A"), CellError("#DIV/0!"), "#1 plumber", 5, 1e20, True]
    ]


def tab(title: str, **others: Any) -> Json:
    return {"properties": {"sheetId": 7, "title": title}, **others}


def marked(title: str, was: str) -> Json:
    entry = {"metadataKey": "sheetsync.lead_tab", "metadataValue": was}
    return tab(title, developerMetadata=[entry])


def test_the_lead_tab_is_found_by_title_and_where_people_renamed_it_by_its_mark() -> None:
    def found(*sheets: Json) -> str:
        sheet = find_lead_sheet({"sheets": [*sheets]}, "Leads")
        return sheet["properties"]["title"] if sheet else ""

    assert found(tab("Prices"), tab(" leads ")) == " leads "
    assert found(tab("Prices"), marked("Pipeline", "Leads")) == "Pipeline"
    assert found(marked("Old leads", "Leads"), tab("Leads")) == "Leads"
    assert found(tab("Prices")) == ""
    assert found({"properties": {"title": "Leads", "sheetType": "OBJECT"}}) == ""


def a_lead_tab(**others: Any) -> Any:
    return lead_tab(tab("Leads", **others), sheet_cells([["a", "b", "c"]], AboutCells()))


def test_a_footer_row_of_a_table_is_no_data() -> None:
    reach = {"startRowIndex": 2, "endRowIndex": 9, "startColumnIndex": 0, "endColumnIndex": 3}
    footer = {"rowsProperties": {"footerColorStyle": {"rgbColor": {}}}}
    names = [{"columnName": "Name"}, {"columnIndex": 1, "columnName": "Phone"}]
    table = {"name": "Pipeline", "range": reach, "columnProperties": names}
    plain = a_lead_tab(tables=[table]).table
    assert (plain.header_row, plain.last_row, plain.last_column) == (3, 9, 3)
    assert plain.columns == ("Name", "Phone")
    totalled = a_lead_tab(tables=[{**table, **footer}]).table
    assert (totalled.last_row, totalled.has_totals) == (8, True)


def test_protection_merges_and_hidden_columns_are_seen() -> None:
    grid = {"columnMetadata": [{}, {"hiddenByUser": True}, {}, {"hiddenByUser": True}]}
    column_b = {"startColumnIndex": 1, "endColumnIndex": 2}
    free = [{"startRowIndex": 4, "endRowIndex": 5, **column_b}]
    locked = {"range": {"sheetId": 7, **column_b}, "unprotectedRanges": free}
    mine = {"range": {"sheetId": 7}, "requestingUserCanEdit": True}
    found = a_lead_tab(data=[grid], protectedRanges=[locked, mine], merges=[column_b])
    assert found.hidden_columns == {2}
    assert not found.is_protected
    assert found.is_locked(np.array([1, 5, 6]), 2).tolist() == [True, False, True]
    assert not found.is_locked(np.array([1]), 1).any()
    assert ("cells are merged", Area(1, 2, 1_048_576, 2)) in found.in_the_way


def test_a_tab_protected_as_a_whole_takes_no_cell() -> None:
    assert a_lead_tab(protectedRanges=[{"range": {"sheetId": 7}}]).is_protected
    warns = {"range": {"sheetId": 7}, "warningOnly": True}
    assert not a_lead_tab(protectedRanges=[warns]).is_protected
