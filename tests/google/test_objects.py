"""Rules, charts, metadata and groups: kept, found again, known by their numbers."""

from __future__ import annotations

from typing import Any

import gspread
import pytest
from gspread.exceptions import APIError

PLACE = {
    "sheetId": 0,
    "startRowIndex": 1,
    "endRowIndex": 4,
    "startColumnIndex": 0,
    "endColumnIndex": 3,
}


def send(book: gspread.Spreadsheet, **request: Any) -> Any:
    return book.batch_update({"requests": [request]})["replies"][0]


def rule(formula: str) -> dict[str, Any]:
    condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": formula}]}
    look = {"backgroundColor": {"red": 1}}
    return {"ranges": [PLACE], "booleanRule": {"condition": condition, "format": look}}


def formulas(book: gspread.Spreadsheet) -> list[str]:
    found = book.fetch_sheet_metadata()["sheets"][0].get("conditionalFormats", [])
    return [r["booleanRule"]["condition"]["values"][0]["userEnteredValue"] for r in found]


def test_rules_are_known_by_their_place_and_inserting_one_shifts_the_rest(
    book: gspread.Spreadsheet, leads: gspread.Worksheet
) -> None:
    for formula in ("=$A2=1", "=$A2=2"):
        send(book, addConditionalFormatRule={"rule": rule(formula), "index": 0})
    assert formulas(book) == ["=$A2=2", "=$A2=1"]
    send(book, updateConditionalFormatRule={"index": 1, "rule": rule("=$A2=3")})
    send(book, updateConditionalFormatRule={"index": 0, "newIndex": 1, "sheetId": 0})
    assert formulas(book) == ["=$A2=3", "=$A2=2"]
    gone = send(book, deleteConditionalFormatRule={"index": 1, "sheetId": 0})
    assert "sheetId" not in gone["deleteConditionalFormatRule"]["rule"]["ranges"][0]
    with pytest.raises(APIError, match="No conditional format rule at index 1"):
        send(book, deleteConditionalFormatRule={"index": 1, "sheetId": 0})


def test_a_rules_formula_must_use_the_locales_separator(
    book: gspread.Spreadsheet, leads: gspread.Worksheet
) -> None:
    send(book, addConditionalFormatRule={"rule": rule('=AND($A2=1,$B2="x")')})
    book.update_locale("de_DE")
    with pytest.raises(APIError, match=r"Invalid ConditionValue"):
        send(book, addConditionalFormatRule={"rule": rule('=AND($A2=1,$B2="x")')})
    send(book, addConditionalFormatRule={"rule": rule('=AND($A2=1;$B2="x")')})


def test_a_chart_is_kept_where_it_was_put_and_its_sources_must_exist(
    book: gspread.Spreadsheet, leads: gspread.Worksheet
) -> None:
    column = {**PLACE, "startColumnIndex": 2}
    source = {"sourceRange": {"sources": [column]}}
    spec = {"title": "Won", "basicChart": {"chartType": "BAR", "series": [{"series": source}]}}
    position = {"overlayPosition": {"anchorCell": {"sheetId": 0, "rowIndex": 5}}}
    chart = {"spec": spec, "position": position}
    made = send(book, addChart={"chart": chart})["addChart"]["chart"]
    assert made["position"]["overlayPosition"]["anchorCell"] == {"rowIndex": 5}
    send(book, updateChartSpec={"chartId": made["chartId"], "spec": {**spec, "title": "Lost"}})
    (kept,) = book.fetch_sheet_metadata()["sheets"][0]["charts"]
    assert kept["spec"]["title"] == "Lost"
    beyond = {"sourceRange": {"sources": [{**column, "endRowIndex": 5000}]}}
    wrong = {"basicChart": {"chartType": "BAR", "series": [{"series": beyond}]}}
    with pytest.raises(APIError, match="exceeds grid limits"):
        send(book, addChart={"chart": {"spec": wrong, "position": position}})
    send(book, deleteEmbeddedObject={"objectId": made["chartId"]})
    assert "charts" not in book.fetch_sheet_metadata()["sheets"][0]


@pytest.mark.parametrize(
    ("spec", "why"),
    [
        ({}, "one kind"),
        ({"basicChart": {}, "pieChart": {}}, "one kind"),
        ({"basicChart": {"chartType": "BAR", "series": [{"targetAxis": "LEFT_AXIS"}]}}, "axis"),
        ({"basicChart": {"chartType": "COLUMN", "series": [{"lineStyle": {}}]}}, "lineStyle"),
        ({"basicChart": {"chartType": "LINE", "stackedType": "STACKED"}}, "stacked"),
        ({"pieChart": {"series": {"sourceRange": {"sources": [PLACE]}}}}, "length of 1"),
    ],
)
def test_a_chart_whose_parts_do_not_go_together_is_refused(
    book: gspread.Spreadsheet, leads: gspread.Worksheet, spec: dict[str, Any], why: str
) -> None:
    position = {"overlayPosition": {"anchorCell": {"sheetId": 0}}}
    with pytest.raises(APIError, match=why):
        send(book, addChart={"chart": {"spec": spec, "position": position}})


def test_not_all_rows_can_be_frozen(leads: gspread.Worksheet) -> None:
    leads.resize(rows=4)
    with pytest.raises(APIError, match="freeze all visible rows"):
        leads.freeze(rows=4)


def test_metadata_is_found_by_key_and_changed_and_deleted(
    book: gspread.Spreadsheet, leads: gspread.Worksheet
) -> None:
    entry = {
        "metadataKey": "sheetsync",
        "metadataValue": "overdue",
        "visibility": "DOCUMENT",
        "location": {"sheetId": 0},
    }
    send(book, createDeveloperMetadata={"developerMetadata": entry})
    (kept,) = book.fetch_sheet_metadata()["sheets"][0]["developerMetadata"]
    assert kept["location"] == {"locationType": "SHEET", "sheetId": 0}
    wanted = {"developerMetadataLookup": {"metadataKey": "sheetsync"}}
    change = {"dataFilters": [wanted], "developerMetadata": {"metadataValue": "issues"}}
    send(book, updateDeveloperMetadata={**change, "fields": "metadataValue"})
    url = f"https://sheets.googleapis.com/v4/spreadsheets/{book.id}/developerMetadata:search"
    found = book.client.request("post", url, json={"dataFilters": [wanted]}).json()
    (match,) = found["matchedDeveloperMetadata"]
    assert match["developerMetadata"]["metadataValue"] == "issues"
    send(book, deleteDeveloperMetadata={"dataFilter": wanted})
    assert "developerMetadata" not in book.fetch_sheet_metadata()["sheets"][0]


def test_filter_views_can_be_changed_and_deleted(
    book: gspread.Spreadsheet, leads: gspread.Worksheet
) -> None:
    view = send(book, addFilterView={"filter": {"title": "mine", "range": {"sheetId": 0}}})
    made = view["addFilterView"]["filter"]
    send(book, updateFilterView={"filter": {**made, "title": "ours"}, "fields": "title"})
    (kept,) = book.fetch_sheet_metadata()["sheets"][0]["filterViews"]
    assert (kept["title"], kept["range"]["endRowIndex"]) == ("ours", 1000)
    send(book, deleteFilterView={"filterId": made["filterViewId"]})
    assert "filterViews" not in book.fetch_sheet_metadata()["sheets"][0]


def test_a_grid_can_be_sized_frozen_and_hidden(leads: gspread.Worksheet) -> None:
    leads.merge_cells("E1:F2")
    leads.resize(rows=4, cols=3)
    assert "merges" not in leads.spreadsheet.fetch_sheet_metadata()["sheets"][0]
    leads.freeze(rows=1)
    leads.columns_auto_resize(0, 1)
    leads.hide_rows(1, 3)
    grid = leads.spreadsheet.fetch_sheet_metadata()["sheets"][0]["properties"]["gridProperties"]
    assert grid == {"rowCount": 4, "columnCount": 3, "frozenRowCount": 1}
    with pytest.raises(APIError, match="exceeds grid limits"):
        leads.get("A5")


def test_a_table_needs_columns_that_differ_and_no_filter_over_it(
    book: gspread.Spreadsheet, leads: gspread.Worksheet
) -> None:
    whole = {**PLACE, "startRowIndex": 0}
    columns = [{"columnIndex": i, "columnName": "Same"} for i in range(3)]
    with pytest.raises(APIError, match="must differ"):
        send(book, addTable={"table": {"range": whole, "columnProperties": columns}})
    send(book, addTable={"table": {"name": "Leads", "range": whole}})
    with pytest.raises(APIError, match="table"):
        send(book, setBasicFilter={"filter": {"range": whole}})
