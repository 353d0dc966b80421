"""Which rows are leads, which are not, and what has to be there at all."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetsync.cells import Area
from sheetsync.errors import ColumnMissing
from sheetsync.lead_tab import CellError, TableRange
from sheetsync.snapshot import Snapshot, build
from tests import builders

HEAD = ["Name", "Company", "Phone", "Status", "Quote value", "Done"]


def read(*rows: list[Any], **options: Any) -> Snapshot:
    """A snapshot of rows under HEAD, the first of them row 2."""
    return build(builders.lead_tab([HEAD, *rows], **options), builders.seen(), builders.settings())


def lead_rows(*rows: list[Any], **options: Any) -> list[int]:
    """The sheet rows taken for leads."""
    return [int(row) for row in read(*rows, **options).rows]


@pytest.mark.parametrize("column", [0, 1, 2])
def test_a_value_in_name_company_or_phone_makes_a_lead(column: int) -> None:
    row: list[Any] = [None] * 6
    row[column] = "Asha" if column < 2 else 9876543210
    assert lead_rows([], row, []) == [3]


def test_a_row_without_any_of_them_is_skipped_and_counted() -> None:
    found = read(["Asha"], [None, None, None, "New"], [], [None, None, None, None, 12000])
    assert found.rows.tolist() == [2]
    assert found.skipped == 2


@pytest.mark.parametrize("blank", [None, "", "  ", "\n", "\u00a0"])
def test_blanks_are_neither_a_lead_nor_counted(blank: str | None) -> None:
    found = read([blank, blank, blank, blank])
    assert not len(found)
    assert found.skipped == 0


def test_an_unticked_box_alone_is_no_lead_but_counted() -> None:
    found = read(["Asha", None, None, "New", None, False], [None] * 5 + [False], [False])
    assert found.rows.tolist() == [2]
    assert found.skipped == 2


def test_formulas_filled_down_below_the_last_lead_make_no_leads() -> None:
    rows: list[list[Any]] = [["Asha"], [""], [0], [CellError("#N/A")], ["Ravi"]]
    found = read(*rows, formulas=[(row, 1) for row in range(2, 7)])
    assert found.rows.tolist() == [2, 6]
    assert found.skipped == 3


def test_only_rows_inside_the_table_are_leads_and_its_totals_row_is_not() -> None:
    table = TableRange("Leads", 1, 3, 1, 6, has_totals=True)
    found = read(["Asha"], ["Ravi"], ["Total"], ["Not in the table"], table=table)
    assert found.rows.tolist() == [2, 3]
    assert found.skipped == 2


SMALL = TableRange("Leads", 1, 3, 1, 6)
"""A table that ends in row 3."""


def outside(*rows: list[Any], table: TableRange = SMALL, **options: Any) -> list[tuple[str, int]]:
    """Area and count of each stretch of rows below the table that look like leads."""
    found = read(["Asha"], ["Ravi"], *rows, table=table, **options)
    assert found.rows.tolist() == [2, 3]
    return [(str(one.area), one.count) for one in found.others.outside]


def test_rows_typed_directly_below_the_table_are_told_of() -> None:
    assert outside(["Mo"], [None, "Acme", 98]) == [("A4:A5", 2)]


def test_beyond_a_gap_a_row_of_two_cells_is_meant_as_a_lead_and_a_note_is_not() -> None:
    assert outside([], [], ["Mo", None, 98], ["Al", None, None, "New"]) == [("A6:A7", 2)]
    assert outside([], ["Please fill in every column"], [None, None, None, "New"]) == []


def test_a_few_empty_rows_do_not_part_a_stretch_and_many_do() -> None:
    lead = ["Mo", None, 98]
    assert outside(lead, [], [], lead, [], [], [], lead) == [("A4:A7", 2), ("A11", 1)]


def test_titles_totals_and_formulas_below_the_table_are_no_leads() -> None:
    rows: list[list[Any]] = [["Total", None, None, None, 900], ["November 2026"], [200], HEAD]
    assert outside(*rows, formulas=[(6, 1)]) == []


def test_what_stands_below_a_totals_row_is_no_part_of_it() -> None:
    table = TableRange("Leads", 1, 3, 1, 6, has_totals=True)
    assert outside(["Total"], ["a note"], ["Mo", None, 98], table=table) == [("A6", 1)]


def test_another_table_below_is_something_else() -> None:
    other = (("the table Team stands", Area(5, 1, 6, 3)),)
    assert outside([], ["Person", "Role"], ["Asha", "Sales"], in_the_way=other) == []


def test_without_a_table_there_is_no_outside() -> None:
    assert read(["Asha"], [], [], ["Ravi"]).others.outside == ()


def test_skipped_rows_are_named_by_what_they_are() -> None:
    found = read(["Asha"], ["November 2026"], ["Total"], ["April"], HEAD, [None] * 5 + [True],
                 [None] * 4 + [9], ["Ravi"])  # fmt: skip
    assert found.rows.tolist() == [2, 9]
    assert found.others.in_words() == (
        "1 title or separator (row 3), 1 row with nothing but a word such as a month (row 5), "
        "1 total (row 4), 1 repeated header (row 6), "
        "2 rows without name, company, phone, e-mail or need (rows 7–8)"
    )


def test_a_title_may_stand_in_any_column_and_is_named_as_one() -> None:
    found = read(
        ["Asha"], [None, None, None, "November 2026"], [None] * 5 + ["Total"], [None] * 5 + ["x"]
    )
    assert found.others.in_words() == (
        "1 title or separator (row 3), 1 total (row 4), "
        "1 row without name, company, phone, e-mail or need (row 5)"
    )


def test_of_many_skipped_rows_the_first_are_named_and_the_rest_counted() -> None:
    rows = [row for number in range(20) for row in (["Asha"], [f"Week {number + 1}"])]
    words = read(*rows).others.in_words(3)
    assert words == "20 titles and separators (rows 3, 5, 7 and 17 more)"


@pytest.mark.parametrize(
    "row",
    [["April", None, None, None, None, "call her"], ["June", "Acme"], ["Sunday", None, 98765]],
)
def test_a_month_or_weekday_beside_other_text_is_somebody_called_so(row: list[Any]) -> None:
    assert lead_rows(row) == [2]


@pytest.mark.parametrize("year", ["2026", 2026])
def test_a_year_alone_is_a_title_but_not_among_the_phones(year: Any) -> None:
    assert lead_rows(["Asha"], [year], [None, None, year]) == ([2] if year == "2026" else [2, 4])


def test_an_error_where_something_was_typed_is_a_lead_with_a_broken_formula() -> None:
    broken = CellError("#REF!")
    rows = [[broken, None, broken, "New"], [broken, None, broken]]
    formulas = [(row, column) for row in (2, 3) for column in (1, 3)]
    assert lead_rows(*rows, formulas=formulas) == [2]


def test_an_error_that_is_no_formula_was_pasted_by_somebody() -> None:
    assert lead_rows([CellError("#N/A")], []) == [2]


def test_a_formula_without_a_stored_result_counts_where_something_was_typed() -> None:
    rows: list[list[Any]] = [[None, None, None, "New"], [None], [None, None, None, None, 900]]
    assert lead_rows(*rows, formulas=[(2, 1), (3, 1), (4, 5)]) == [2]


def test_totals_whose_sums_show_errors_are_no_lead() -> None:
    row = ["Total", None, CellError("#DIV/0!"), None, CellError("#REF!")]
    assert lead_rows(["Asha"], row, formulas=[(3, 3), (3, 5)]) == [2]


@pytest.mark.parametrize(
    "word",
    ["Total", "Grand total:", "TOTALS", "Gesamt", "November 2026", "Nov-26", "DECEMBER", "Mai 2026",
     "Q4 2026", "Week 47", "--- October 2026 ---", "Итого"],
)  # fmt: skip
def test_totals_and_month_titles_are_no_leads(word: str) -> None:
    found = read(["Asha", None, 98, "New"], [word, None, None, None, 120000], ["Ravi", None, 97])
    assert found.rows.tolist() == [2, 4]
    assert found.skipped == 1


@pytest.mark.parametrize(
    "row",
    [["Total", None, None, "New"], ["Total", "Total Energies"], ["June", None, 98765], ["May Lin"],
     ["Total Solutions"], ["April", None, None, "Contacted"], ["Novotel 2026"]],
)  # fmt: skip
def test_a_lead_that_is_called_like_a_month_or_total_stays_a_lead(row: list[Any]) -> None:
    assert lead_rows(row) == [2]


def test_a_totals_row_may_count_in_the_phone_column() -> None:
    found = read(["Asha", None, 98, "New"], ["Total", None, 1, None, 9], formulas=[(3, 3), (3, 5)])
    assert found.rows.tolist() == [2]


def test_a_month_title_may_be_a_real_date() -> None:
    assert lead_rows(["Asha"], [date(2026, 11, 1)], ["Ravi"]) == [2, 4]


def test_a_header_row_repeated_among_the_data_is_no_lead() -> None:
    found = read(["Asha", None, 98], HEAD, ["Ravi", None, 97], ["Name", "Company"])
    assert found.rows.tolist() == [2, 4]
    assert found.skipped == 2


def test_somebody_called_name_is_still_a_lead() -> None:
    assert lead_rows(["Name", "Acme", 98, "New"]) == [2]


def test_a_last_name_alone_makes_a_lead() -> None:
    tab = builders.lead_tab([["First name", "Last name", "Status"], [None, "Rao", "New"]])
    found = build(tab, builders.seen(), builders.settings())
    assert found.rows.tolist() == [2]


def test_values_formulas_and_places_are_those_of_the_leads() -> None:
    found = read([], ["Asha", None, 98, "New"], ["Total"], ["Ravi", None, 97, "Won"],
                 formulas=[(5, 4)])  # fmt: skip
    assert found.values("status").tolist() == ["New", "Won"]
    assert found.formulas("status").tolist() == [False, True]
    assert found.values("email").tolist() == [None, None]
    assert str(found.location(1, "status")) == "leads.xlsx · Leads!D5"
    assert str(found.location(1)) == "leads.xlsx · Leads, row 5"


def test_a_tab_without_leads_is_an_empty_snapshot() -> None:
    assert not len(read())
    assert len(read()) == 0


def test_a_missing_status_is_named_with_what_comes_near_and_the_line_to_add() -> None:
    tab = builders.lead_tab([["Name", "Phone", "Source", "Call status"], ["Asha", 98, "Ad", "New"]])
    with pytest.raises(ColumnMissing) as raised:
        build(tab, builders.seen(), builders.settings())
    assert 'status: "Call status"' in raised.value.hint
    assert raised.value.where == "leads.xlsx · Leads, row 1"


def test_everything_missing_is_named_at_once() -> None:
    table = TableRange("T", 1, 2, 1, 3)
    tab = builders.lead_tab([["Lead ID", "Source", "City"], ["L-1", "Ad", "Pune"]], table=table)
    with pytest.raises(ColumnMissing) as raised:
        build(tab, builders.seen(), builders.settings())
    assert "Name, Company, Phone, Email" in raised.value.what
    assert "Status" in raised.value.what
    assert "name:" in raised.value.hint
    assert "status:" in raised.value.hint


@pytest.mark.parametrize("who", ["Name", "Company", "Phone", "Email"])
def test_one_column_that_says_who_is_enough(who: str) -> None:
    tab = builders.lead_tab([["Source", "Owner", who, "Status"], [None, None, "x", "New"]])
    assert len(build(tab, builders.seen(), builders.settings())) == 1


CELLS = st.one_of(
    st.none(), st.text(max_size=5), st.booleans(), st.integers(), st.floats(), st.dates(),
    st.sampled_from(["Total", "Name", " ", "May 2026", CellError("#REF!"), date(2026, 1, 1)]),
)  # fmt: skip


@given(st.lists(st.lists(CELLS, max_size=6), max_size=8))
def test_every_row_below_the_header_is_a_lead_or_skipped_or_blank(rows: list[list[Any]]) -> None:
    found = read(*rows)
    blank = sum(
        all(cell is None or cell != cell or (isinstance(cell, str) and not cell.strip())
            for cell in row)
        for row in rows
    )  # fmt: skip
    assert len(found) + found.skipped + blank == len(rows)
    assert found.rows.tolist() == sorted(set(found.rows.tolist()))
