"""Amounts and counts as people write them."""

from math import isnan
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetsync.lead_tab import CellError
from sheetsync.values.numbers import (
    decimal_mark,
    language_of,
    read_amount,
    read_amounts,
    read_counts,
)
from sheetsync.values.spoken import is_spoken_amount, is_spoken_date


def column(*cells: Any) -> Any:
    values = np.empty(len(cells), dtype=object)
    values[:] = cells
    return values


@pytest.mark.parametrize(("text", "amount"), [
    ("₹1,20,000", 120_000), ("1.2L", 120_000), ("1.2 lakh", 120_000), ("80k", 80_000),
    ("1.5 cr", 15_000_000), ("Rs. 5,000/-", 5_000), ("$1,200.50", 1_200.5), ("(500)", -500),
    ("-500", -500), ("−500", -500), ("-$500", -500), ("INR 5000", 5_000), ("50,000 USD", 50_000),
    ("Rs.1,50,000/- only", 150_000), ("5000/=", 5_000), ("2.5m", 2_500_000), ("1 200 000", 1.2e6),
    ("1'200'000", 1.2e6), ("12,34,567.89", 1_234_567.89), ("1E+05", 100_000), ("0.125", 0.125),
    ("1.250 cr", 12_500_000), ("२००", 200), ("1.200,50", 1_200.5), ("₹\u00a05,000", 5_000),
])  # fmt: skip
def test_money_is_read_in_the_shapes_people_give_it(text: str, amount: float) -> None:
    assert read_amount(text, ".") == pytest.approx(amount)


@pytest.mark.parametrize(("text", "amount"), [
    ("1.200,50", 1_200.5), ("1.200", 1_200), ("1,5", 1.5), ("€ 1.200,50", 1_200.5),
    ("1 200 €", 1_200), ("1\u00a0200,50 €", 1_200.5), ("1\u202f200 €", 1_200), ("€ 12 000", 12_000),
    ("1200.50", 1_200.5), ("1.2 lakh", 120_000), ("10 000,5", 10_000.5), ("0.125", 0.125),
])  # fmt: skip
def test_where_a_comma_marks_decimals_dots_group(text: str, amount: float) -> None:
    assert read_amount(text, ",") == pytest.approx(amount)


@pytest.mark.parametrize("text", [
    "12%", "abc", "1,2", "1,20,00", "1,000,00", "12 34", "5-6 lakh", "1.200", "(500", "12,5", "5 x",
    "5 mil", "₹5 mil",
])  # fmt: skip
def test_what_has_no_one_reading_is_not_read(text: str) -> None:
    found = read_amount(text, ".")
    assert found is not None
    assert isnan(found)


@pytest.mark.parametrize("locale", ["es_ES", "es_MX", "pt-BR", "pt"])
def test_mil_is_a_thousand_to_those_who_say_so(locale: str) -> None:
    mark, language = decimal_mark(locale), language_of(locale)
    assert read_amount("5 mil", mark, language) == 5_000
    assert is_spoken_amount("5-6 mil", mark, language)


def test_a_lone_mark_before_three_digits_has_two_readings_where_it_marks_decimals() -> None:
    assert isnan(read_amount("1,200", ",") or 0)
    assert read_amount("1,200", ".") == 1200


def test_cells_of_other_kinds() -> None:
    found = read_amounts(column(None, "", "NA", "-", 5, 5.5, True, CellError("#REF!"), "x y"), ".")
    assert found.unreadable.tolist() == [False] * 6 + [True, False, True]
    assert found.value[4:6].tolist() == [5, 5.5]


@pytest.mark.parametrize("cell", [1e308, -1e308, float("inf"), 10**15, "9" * 40, "999999999999 cr"])
def test_a_number_that_counts_nothing_on_earth_is_not_read(cell: Any) -> None:
    assert read_amounts(column(cell), ".").unreadable.tolist() == [True]
    assert read_counts(column(cell), ".").unreadable.tolist() == [True]


def test_a_count_may_say_what_it_counts_but_has_no_fraction() -> None:
    found = read_counts(column("3", "3x", "x3", "3 calls", "2 times", 4.0, 2.5, "many", -1), ".")
    assert found.value[:6].tolist() == [3, 3, 3, 3, 2, 4]
    assert found.unreadable.tolist() == [False] * 6 + [True, True, False]


@pytest.mark.parametrize(("locale", "mark"), [
    ("en_IN", "."), ("de_DE", ","), ("de_CH", "."), ("fr", ","), ("es_MX", "."), ("pt-BR", ","),
])  # fmt: skip
def test_the_locale_says_what_marks_decimals(locale: str, mark: str) -> None:
    assert decimal_mark(locale) == mark


@pytest.mark.parametrize("text", ["asap", "next month", "2-3 weeks", "mid January", "Nov 2026"])
def test_a_customers_own_words_for_a_date_are_an_answer(text: str) -> None:
    assert is_spoken_date(text)
    assert not is_spoken_date("31/02/2026")


@pytest.mark.parametrize("text", ["negotiable", "5-6 lakh", "under 50k", "2 lakh+", "50k to 80k"])
def test_a_customers_own_words_for_a_budget_are_an_answer(text: str) -> None:
    assert is_spoken_amount(text, ".")
    assert not is_spoken_amount("12,34,x", ".")


@given(st.integers(0, 10**12))
def test_grouped_numbers_read_back_the_same(number: int) -> None:
    assert read_amount(f"{number:,}", ".") == number
    assert read_amount(f"{number:,}.00", ".") == number


@given(st.lists(st.one_of(st.none(), st.text(), st.integers(), st.floats(), st.booleans(),
                          st.dates(),
                          st.from_regex(r"[-₹$ (]?[0-9., ]{1,12}[a-zL%)]?"))))  # fmt: skip
def test_no_cell_can_break_a_column(cells: list[Any]) -> None:
    found = read_amounts(column(*cells), ".")
    assert not (found.unreadable & ~np.isnan(found.value)).any()
    read_counts(column(*cells), ",")
