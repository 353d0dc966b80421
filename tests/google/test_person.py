"""People at the sheet between two calls of the robot."""

from __future__ import annotations

import gspread
import pytest

from tests.google.errors import ApiError
from tests.google.person import Person
from tests.google.server import GoogleServer
from tests.google.world import File


def test_a_person_sorts_between_the_read_and_the_write(
    google: GoogleServer, leads: gspread.Worksheet, ana: Person
) -> None:
    google.script.after("values.get", lambda: ana.sort("Leads", "Name", descending=True))
    row = leads.col_values(2).index("Bob") + 1
    assert leads.acell(f"B{row}").value == "Bob"  # the middle one stays in the middle
    google.script.after("values.get", lambda: ana.delete_rows("Leads", 2))
    read = leads.col_values(2)
    leads.update([["Called"]], f"D{read.index('Ana') + 1}")
    assert ana.sees("Leads")[2] == ["L-1", "Ana", "New"]
    assert ana.sees("Leads")[3] == ["", "", "", "Called"]


def test_cues_are_played_once_and_in_order(
    google: GoogleServer, leads: gspread.Worksheet, ana: Person
) -> None:
    google.script.before("read", lambda: ana.type("Leads!B2", "Anna"))
    google.script.before("read", lambda: ana.type("Leads!B2", "Annie"))
    assert [leads.acell("B2").value for _ in range(3)] == ["Anna", "Annie", "Annie"]


def test_a_script_that_goes_wrong_is_told_to_the_test(
    google: GoogleServer, leads: gspread.Worksheet, ana: Person
) -> None:
    google.script.before("read", lambda: ana.delete_tab("No such tab"))
    with pytest.raises(gspread.exceptions.APIError, match="what the script did"):
        leads.acell("A1")
    assert "no tab called No such tab" in google.not_emulated.pop()


def test_a_filter_hides_rows_for_everybody_and_a_filter_view_for_nobody(
    book: gspread.Spreadsheet, ana: Person
) -> None:
    def hidden() -> list[int]:
        fields = "sheets.data.rowMetadata.hiddenByFilter"
        rows = book.fetch_sheet_metadata({"fields": fields})["sheets"][0]["data"][0]["rowMetadata"]
        return [index for index, row in enumerate(rows) if row.get("hiddenByFilter")]

    ana.add_filter_view("Leads", "mine")
    assert hidden() == []
    ana.filter("Leads", "Status", hide=["Lost", "Won"])
    assert hidden() == [2, 3]
    assert book.values_get("Leads!A4")["values"] == [["L-3"]]
    ana.unfilter("Leads")
    assert hidden() == []


def test_only_the_owner_and_who_protected_a_range_may_edit_it(
    google: GoogleServer, file: File, ana: Person
) -> None:
    bob, cem = (google.person(file, f"{name}@example.com") for name in ("bob", "cem"))
    bob.protect("Leads!A1:C1")
    bob.type("Leads!A1", "ID")
    ana.type("Leads!A1", "Lead ID")
    with pytest.raises(ApiError, match="protected cell"):
        cem.type("Leads!A1", "mine")


def test_what_a_person_types_is_read_as_typed(ana: Person, leads: gspread.Worksheet) -> None:
    ana.paste("Leads!D1", [["Quote", "Due"], ["$1,200", "23 Nov 2026"]])
    assert ana.sees("Leads")[1][3:] == ["$1,200", "23 Nov 2026"]
    assert leads.get("D2:E2", value_render_option="UNFORMATTED_VALUE") == [[1200, 46349]]  # type: ignore[arg-type]


def test_a_merged_cell_keeps_the_first_value_only(ana: Person, book: gspread.Spreadsheet) -> None:
    ana.merge("Leads!B2:C3")
    assert [row[1:] for row in ana.sees("Leads")[1:3]] == [["Ana"], []]
    assert len(book.fetch_sheet_metadata()["sheets"][0]["merges"]) == 1
    with pytest.raises(ApiError, match="merged cells"):
        ana.sort("Leads", "Name")


def test_a_duplicated_tab_brings_its_filter_and_protection_under_new_ids(
    ana: Person, book: gspread.Spreadsheet
) -> None:
    ana.protect("Leads!A1:C1", warning_only=True)
    ana.duplicate_tab("Leads", "Leads (2)")
    ana.move_tab("Leads (2)", 0)
    first, second = book.fetch_sheet_metadata()["sheets"]
    assert first["properties"]["title"] == "Leads (2)"
    (copied,), (original,) = first["protectedRanges"], second["protectedRanges"]
    assert copied["protectedRangeId"] != original["protectedRangeId"]
    assert copied["range"]["sheetId"] == first["properties"]["sheetId"]
