"""What names a place follows when people insert, delete, move and sort."""

from __future__ import annotations

from typing import Any

import gspread
import pytest

from tests.google.person import Person


def mark_row(book: gspread.Spreadsheet, index: int) -> None:
    place = {"sheetId": 0, "dimension": "ROWS", "startIndex": index, "endIndex": index + 1}
    entry = {
        "metadataKey": "lead",
        "metadataValue": "L-2",
        "visibility": "DOCUMENT",
        "location": {"dimensionRange": place},
    }
    book.batch_update({"requests": [{"createDeveloperMetadata": {"developerMetadata": entry}}]})


def marked_row(book: gspread.Spreadsheet) -> int | None:
    fields = "sheets.data.rowMetadata.developerMetadata"
    sheets = book.fetch_sheet_metadata({"fields": fields})["sheets"]
    rows = sheets[0]["data"][0]["rowMetadata"]
    return next((i for i, row in enumerate(rows) if "developerMetadata" in row), None)


def add_rule(book: gspread.Spreadsheet, formula: str) -> None:
    place = {"sheetId": 0, "startRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 3}
    condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": formula}]}
    look = {"backgroundColor": {"red": 1}}
    rule = {"ranges": [place], "booleanRule": {"condition": condition, "format": look}}
    book.batch_update({"requests": [{"addConditionalFormatRule": {"rule": rule, "index": 0}}]})


def rules(book: gspread.Spreadsheet) -> list[tuple[str, int]]:
    """Each rule's formula and its first column."""
    found: list[dict[str, Any]] = book.fetch_sheet_metadata()["sheets"][0]["conditionalFormats"]
    return [
        (
            rule["booleanRule"]["condition"]["values"][0]["userEnteredValue"],
            rule["ranges"][0]["startColumnIndex"],
        )
        for rule in found
    ]


def test_row_metadata_goes_with_its_row_through_inserts_and_moves(
    book: gspread.Spreadsheet, ana: Person
) -> None:
    mark_row(book, 2)
    ana.insert_rows("Leads", before=2)
    assert marked_row(book) == 3
    ana.move_rows("Leads", first=4, before=2)
    assert marked_row(book) == 1
    assert ana.sees("Leads")[1] == ["L-2", "Bob", "Won"]


def test_row_metadata_stays_behind_when_rows_are_sorted_and_dies_with_its_row(
    book: gspread.Spreadsheet, ana: Person
) -> None:
    mark_row(book, 2)
    ana.sort("Leads", "Name", descending=True)
    assert marked_row(book) == 2
    ana.delete_rows("Leads", 3)
    assert marked_row(book) is None


def test_a_rule_follows_the_column_it_names(book: gspread.Spreadsheet, ana: Person) -> None:
    add_rule(book, '=$C2="Lost"')
    ana.insert_column("Leads", before="Name")
    assert rules(book) == [('=$D2="Lost"', 0)]
    ana.delete_column("Leads", "Status")
    assert rules(book) == [('=#REF!="Lost"', 0)]


def test_a_formula_follows_rows_columns_and_titles(book: gspread.Spreadsheet, ana: Person) -> None:
    ana.add_tab("Report")
    ana.type("Report!A1", '=MATCH("L-3",Leads!A:A,0)&" of "&COUNTA(Leads!$A$2:$A$4)')
    assert ana.sees("Report") == [["4 of 3"]]
    ana.insert_rows("Leads", before=3)
    ana.rename_tab("Leads", "Our leads")
    assert ana.sees("Report") == [["5 of 3"]]
    formula = book.worksheet("Report").get("A1", value_render_option="FORMULA")  # type: ignore[arg-type]
    assert "'Our leads'!$A$2:$A$5" in formula[0][0]


def test_a_named_range_grows_with_rows_put_into_it_and_goes_with_its_tab(
    book: gspread.Spreadsheet, leads: gspread.Worksheet, ana: Person
) -> None:
    leads.define_named_range("A2:A4", "Ids")
    ana.insert_rows("Leads", before=3)
    assert book.values_get("Ids")["range"] == "Leads!A2:A5"
    ana.add_tab("Other")
    ana.delete_tab("Leads")
    with pytest.raises(gspread.exceptions.APIError, match="Unable to parse range: Ids"):
        book.values_get("Ids")


def test_a_moved_column_takes_its_cells_along(ana: Person) -> None:
    ana.move_column("Leads", "Status", before="Name")
    assert ana.sees("Leads")[:2] == [["Lead ID", "Status", "Name"], ["L-1", "New", "Ana"]]


def test_sorting_moves_notes_with_the_cells_and_keeps_blanks_last(
    leads: gspread.Worksheet, ana: Person
) -> None:
    ana.note("Leads!B2", "Ana's")
    ana.sort("Leads", "Status")
    assert [row[2] for row in ana.sees("Leads")] == ["Status", "Lost", "New", "Won"]
    assert leads.get_note("B3") == "Ana's"


def test_an_inserted_row_looks_like_its_neighbour(leads: gspread.Worksheet, ana: Person) -> None:
    ana.make_dropdown("Leads!C2:C4", ["New", "Won"])
    ana.insert_rows("Leads", before=3)
    with pytest.raises(gspread.exceptions.APIError, match="violates the data validation"):
        leads.update([["Sold"]], "C3")
    assert ana.sees("Leads")[2] == []


def test_a_copied_row_brings_everything_along(ana: Person) -> None:
    ana.copy_row("Leads", 2, to=5)
    assert ana.sees("Leads")[4] == ana.sees("Leads")[1]


def test_a_table_grows_by_update_and_takes_in_an_inserted_column(
    book: gspread.Spreadsheet, ana: Person
) -> None:
    ana.make_table("Leads!A1:C4", "Pipeline")
    ana.insert_column("Leads", before="Status")
    (table,) = book.fetch_sheet_metadata()["sheets"][0]["tables"]
    names = [column["columnName"] for column in table["columnProperties"]]
    assert names == ["Lead ID", "Name", "Column 3", "Status"]
    wider = {**table["range"], "endRowIndex": 9}
    change = {"table": {"tableId": table["tableId"], "range": wider}, "fields": "range"}
    book.batch_update({"requests": [{"updateTable": change}]})
    (grown,) = book.fetch_sheet_metadata()["sheets"][0]["tables"]
    assert grown["range"]["endRowIndex"] == 9
