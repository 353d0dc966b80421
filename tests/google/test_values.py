"""Values read and written through gspread."""

from __future__ import annotations

import gspread
import pytest
from gspread.utils import ValueInputOption, ValueRenderOption

from tests.google.person import Person
from tests.google.server import GoogleServer

RAW, TYPED = ValueInputOption.raw, ValueInputOption.user_entered
UNFORMATTED, FORMULA = ValueRenderOption.unformatted, ValueRenderOption.formula


def test_raw_values_stay_what_they_are(leads: gspread.Worksheet) -> None:
    texts = ["=IMPORTXML(1)", "+447911123456", "0791", "1/2/2026"]
    leads.update([[*texts, 12.5, True]], "A9", value_input_option=RAW)
    assert leads.get("A9:F9", value_render_option=UNFORMATTED)[0] == [*texts, 12.5, True]


def test_typed_values_become_numbers_dates_and_formulas(leads: gspread.Worksheet) -> None:
    typed = ["0791", "+447911123456", "2020-01-01", "12%", "=3/2", "'0791", "TRUE", "3_1_0"]
    leads.update([typed], "A9", value_input_option=TYPED)
    assert leads.get("A9:H9", value_render_option=UNFORMATTED)[0] == [
        791,
        447911123456,
        43831,
        0.12,
        1.5,
        "0791",
        True,
        "3_1_0",
    ]
    assert leads.get("A9:H9")[0][2:5] == ["2020-01-01", "12%", "1.5"]
    assert leads.get("E9", value_render_option=FORMULA) == [["=3/2"]]


def test_the_locale_decides_how_a_date_and_a_decimal_are_read(
    book: gspread.Spreadsheet, leads: gspread.Worksheet
) -> None:
    book.update_locale("de_DE")
    leads.update([["5.11.2026", "12,5"]], "A9", value_input_option=TYPED)
    assert leads.get("A9:B9", value_render_option=UNFORMATTED) == [[46331, 12.5]]
    assert leads.get("A9:B9") == [["05.11.2026", "12,5"]]


def test_empty_rows_and_cells_at_the_end_are_left_out(leads: gspread.Worksheet) -> None:
    values = leads.spreadsheet.values_get("Leads")
    assert values["range"] == "Leads!A1:Z1000"
    assert values["values"] == [
        ["Lead ID", "Name", "Status"],
        ["L-1", "Ana", "New"],
        ["L-2", "Bob", "Won"],
        ["L-3", "Cem", "Lost"],
    ]
    assert "values" not in leads.spreadsheet.values_get("Leads!H5:J9")


def test_null_skips_a_cell_and_an_empty_text_clears_it(leads: gspread.Worksheet) -> None:
    leads.update([[None, "", "Won"]], "A2:C2")
    assert leads.row_values(2) == ["L-1", "", "Won"]


def test_append_lands_below_the_last_table_not_below_the_last_row(
    leads: gspread.Worksheet, ana: Person
) -> None:
    ana.type("Leads!F9", "a note of mine")
    leads.append_row(["L-4"], table_range="A1")
    leads.append_row(["below the note"])
    assert ana.sees("Leads")[4] == ["L-4"]
    assert ana.sees("Leads")[9] == ["", "", "", "", "", "below the note"]


def test_writing_beyond_the_grid_or_the_range_is_refused(leads: gspread.Worksheet) -> None:
    with pytest.raises(gspread.exceptions.APIError, match="exceeds grid limits"):
        leads.update([["x"]], "AB1")
    with pytest.raises(gspread.exceptions.APIError, match=r"tried writing to row \[3\]"):
        leads.update([["x"], ["y"]], "A2:A2")


def test_clearing_leaves_formats_and_notes(leads: gspread.Worksheet, ana: Person) -> None:
    ana.note("Leads!B2", "calls back on Friday")
    leads.batch_clear(["B2:B3"])
    assert leads.col_values(2) == ["Name", "", "", "Cem"]
    assert leads.get_note("B2") == "calls back on Friday"


def test_a_tab_with_a_slash_and_a_quote_in_its_name_can_be_read(
    book: gspread.Spreadsheet, ana: Person
) -> None:
    ana.add_tab("Week 47/it's ours")
    book.worksheet("Week 47/it's ours").update([["x"]], "A1")
    assert book.worksheet("Week 47/it's ours").acell("A1").value == "x"


def test_columns_come_as_columns_when_asked_for(leads: gspread.Worksheet) -> None:
    read = leads.spreadsheet.values_get("Leads!A1:B3", params={"majorDimension": "COLUMNS"})
    assert read["values"] == [["Lead ID", "L-1", "L-2"], ["Name", "Ana", "Bob"]]


def test_an_unknown_formula_is_refused_unless_the_script_says_what_it_shows(
    leads: gspread.Worksheet, ana: Person, google: GoogleServer
) -> None:
    ana.type("Leads!D2", "=VLOOKUP(1,A:B,2)", shows="Ana")
    assert leads.acell("D2").value == "Ana"
    ana.type("Leads!D2", "=VLOOKUP(1,A:B,2)")
    with pytest.raises(gspread.exceptions.APIError, match="VLOOKUP"):
        leads.acell("D2")
    google.not_emulated.clear()
