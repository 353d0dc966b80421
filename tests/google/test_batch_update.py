"""batchUpdate: all or nothing, well formed or refused, and what it answers."""

from __future__ import annotations

from typing import Any

import gspread
import pytest
from gspread.exceptions import APIError

from tests.google.person import Person
from tests.google.server import GoogleServer


def set_value(row: int, column: int, text: str) -> dict[str, Any]:
    place = {
        "sheetId": 0,
        "startRowIndex": row,
        "endRowIndex": row + 1,
        "startColumnIndex": column,
        "endColumnIndex": column + 1,
    }
    rows = [{"values": [{"userEnteredValue": {"stringValue": text}}]}]
    return {"updateCells": {"range": place, "rows": rows, "fields": "userEnteredValue"}}


def send(book: gspread.Spreadsheet, *requests: dict[str, Any], **more: Any) -> Any:
    return book.batch_update({"requests": list(requests), **more})


def test_a_batch_that_fails_half_way_changes_nothing(
    book: gspread.Spreadsheet, ana: Person
) -> None:
    with pytest.raises(APIError, match=r"Invalid requests\[1\]\.deleteSheet: No grid with id: 7"):
        send(book, set_value(1, 2, "Won"), {"deleteSheet": {"sheetId": 7}})
    assert ana.sees("Leads")[1] == ["L-1", "Ana", "New"]


def test_unknown_fields_are_refused_as_google_refuses_them(book: gspread.Spreadsheet) -> None:
    with pytest.raises(APIError, match='Unknown name "colour" at'):
        send(book, {"addSheet": {"properties": {"title": "x", "colour": "red"}}})


def test_explicit_nulls_are_absent(book: gspread.Spreadsheet) -> None:
    send(book, {"addSheet": {"properties": {"title": "x", "index": None, "hidden": None}}})
    assert [sheet.title for sheet in book.worksheets()] == ["Leads", "x"]


def test_a_request_the_emulator_does_not_know_is_refused_aloud(
    google: GoogleServer, book: gspread.Spreadsheet
) -> None:
    with pytest.raises(APIError) as refused:
        send(book, {"randomizeRange": {"range": {"sheetId": 0}}})
    assert refused.value.code == 501
    assert google.not_emulated == ["The emulator does not implement the request randomizeRange."]
    google.not_emulated.clear()


def test_sheet_id_nought_is_left_out_of_places_but_not_of_properties(
    book: gspread.Spreadsheet,
) -> None:
    place = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 2}
    reply = send(book, {"addNamedRange": {"namedRange": {"name": "Heads", "range": place}}})
    assert reply["replies"][0]["addNamedRange"]["namedRange"]["range"] == {
        "startRowIndex": 0,
        "endRowIndex": 2,
    }
    assert book.fetch_sheet_metadata()["sheets"][0]["properties"]["sheetId"] == 0


def test_what_was_written_can_be_read_in_the_same_call(book: gspread.Spreadsheet) -> None:
    reply = send(
        book,
        set_value(1, 2, "Won"),
        includeSpreadsheetInResponse=True,
        responseIncludeGridData=True,
        responseRanges=["Leads!C2"],
    )
    (data,) = reply["updatedSpreadsheet"]["sheets"][0]["data"]
    assert data["startRow"], data["startColumn"] == (1, 2)
    assert data["rowData"][0]["values"][0]["formattedValue"] == "Won"


def test_update_cells_with_a_range_clears_what_it_does_not_cover(
    book: gspread.Spreadsheet, ana: Person
) -> None:
    request = set_value(1, 1, "Anna")
    request["updateCells"]["range"].update(endRowIndex=4)
    send(book, request)
    assert [row[1:2] for row in ana.sees("Leads")] == [["Name"], ["Anna"], [""], [""]]


def test_a_protected_cell_fails_the_whole_batch_but_a_warning_does_not(
    book: gspread.Spreadsheet, ana: Person
) -> None:
    ana.protect("Leads!C1:C9")
    with pytest.raises(APIError, match="protected cell or object"):
        send(book, set_value(1, 1, "Anna"), set_value(1, 2, "Won"))
    ana.protect("Leads!B1:B9", warning_only=True)
    send(book, set_value(1, 1, "Anna"))
    assert ana.sees("Leads")[1] == ["L-1", "Anna", "New"]
    protected = book.fetch_sheet_metadata()["sheets"][0]["protectedRanges"]
    assert [p.get("requestingUserCanEdit", False) for p in protected] == [False, True]


def test_a_strict_dropdown_refuses_what_is_not_on_its_list(
    book: gspread.Spreadsheet, leads: gspread.Worksheet, ana: Person
) -> None:
    ana.make_dropdown("Leads!C2:C9", ["New", "Won", "Lost"])
    leads.update([["Won"]], "C2")
    with pytest.raises(APIError, match="violates the data validation rules"):
        leads.update([["Wonn"]], "C2")


def test_colours_come_back_in_eight_bits_and_in_both_ways_of_saying_them(
    leads: gspread.Worksheet, book: gspread.Spreadsheet
) -> None:
    leads.format("A1", {"backgroundColor": {"red": 1, "green": 0.5, "blue": 0}})
    fields = "sheets.data.rowData.values.userEnteredFormat"
    read = book.fetch_sheet_metadata({"fields": fields, "ranges": "Leads!A1"})
    colour = {"red": 1, "green": 0.49803922}
    assert read["sheets"][0]["data"][0]["rowData"][0]["values"][0]["userEnteredFormat"] == {
        "backgroundColor": colour,
        "backgroundColorStyle": {"rgbColor": colour},
    }


def test_titles_are_the_same_without_case_and_the_last_tab_stays(
    book: gspread.Spreadsheet, leads: gspread.Worksheet
) -> None:
    with pytest.raises(APIError, match="already exists"):
        book.add_worksheet("LEADS", 1, 1)
    with pytest.raises(APIError, match="remove all the visible sheets"):
        book.del_worksheet(leads)


def test_two_tabs_swap_titles_in_one_batch_by_way_of_a_third_title(
    book: gspread.Spreadsheet,
) -> None:
    made = book.add_worksheet("Overdue", 10, 4)
    draft = book.add_worksheet("~draft", 10, 4)

    def title(sheet_id: int, text: str) -> dict[str, Any]:
        properties = {"sheetId": sheet_id, "title": text}
        return {"updateSheetProperties": {"properties": properties, "fields": "title"}}

    send(book, title(made.id, "~old"), title(draft.id, "Overdue"), title(made.id, "~draft"))
    assert book.worksheet("Overdue").id == draft.id


def test_ten_million_cells_are_the_limit(book: gspread.Spreadsheet) -> None:
    with pytest.raises(APIError, match="above the limit of 10000000 cells"):
        book.add_worksheet("big", 500_000, 20)
