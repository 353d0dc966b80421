"""Texts that divide a sheet, and those that only look so."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from sheetsync.separators import cell_separator, separator


@pytest.mark.parametrize("text", [
    "2026", "2026-27", "FY 2026-27", "November 2026", "--- October 2026 ---", "Nov-26", "Q4 2026",
    "Week 47", "KW 47", "W47", "Week 47 (16–21 Nov)", "2nd week of November", "Sun 15 Nov",
    "Monday, 16 November 2026", "16.11.2026", "2026-11-16", "नवंबर 2026", "Dezember 2026",
    "------", "=====", "***", "-",
])  # fmt: skip
def test_months_weeks_years_days_and_lines_are_titles(text: str) -> None:
    assert separator(text) == "title"


@pytest.mark.parametrize("text", [
    "Total", "TOTALS", "Grand total:", "Sub-total", "Average", "Avg.", "TOTAL LEADS: 45",
    "Total Nov 2026 = 1,20,000", "November total", "Gesamt", "Durchschnitt", "Moyenne", "Итого",
    "कुल", "合計",
])  # fmt: skip
def test_totals_and_averages_are_totals(text: str) -> None:
    assert separator(text) == "total"


@pytest.mark.parametrize("text", ["April", "may", "--- Nov ---", "Sunday", "DECEMBER", "Suma"])
def test_a_word_that_may_be_somebodys_name_is_told_apart(text: str) -> None:
    assert separator(text) == "name"


@pytest.mark.parametrize("text", [
    "Raj", "May Lin", "Marc", "Marc 5", "April June", "Sunny", "Sun Pharma", "Novotel 2026",
    "Total Solutions", "Total Energies", "Average Joe", "Week End", "Room 2", "3M", "7 Days",
    "24x7 gym", "1984", "9876543210", "15/11", "A-2026", "New leads", "Q", "W", "Sam 2", "Count",
    "Total " + "x" * 40,
])  # fmt: skip
def test_what_only_looks_so_names_a_lead(text: str) -> None:
    assert separator(text) == ("total" if text == "Count" else "")


def test_a_real_date_is_a_title_and_a_number_one_where_it_can_be_a_year() -> None:
    assert cell_separator(date(2026, 11, 1), names_somebody=False) == "title"
    assert cell_separator(datetime(2026, 11, 1, 9, 0), names_somebody=True) == "title"
    assert cell_separator(2026, names_somebody=True) == "title"
    assert cell_separator(2026, names_somebody=False) == ""
    assert cell_separator(45, names_somebody=True) == ""
    assert cell_separator(True, names_somebody=True) == ""
