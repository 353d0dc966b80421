"""The emulator's own small parts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.google.a1 import Area, Bounds, column_index, column_letters, read_bounds, write_area
from tests.google.discovery import document, find_method, methods
from tests.google.fields_mask import cut, merge, parse_mask
from tests.google.formats import show
from tests.google.line_changes import Deleted, Inserted, Moved
from tests.google.locales import LOCALES
from tests.google.references import after_copy
from tests.google.requests.registry import REQUESTS
from tests.google.routes import HANDLERS
from tests.google.user_entered import read_typed

US, GERMAN, INDIAN = (LOCALES[name] for name in ("en_US", "de_DE", "en_IN"))


def test_every_handler_answers_something_google_knows() -> None:
    assert HANDLERS.keys() <= {method.id for method in methods()}
    assert REQUESTS.keys() <= document("sheets.v4")["schemas"]["Request"]["properties"].keys()


def test_a_verb_after_a_range_is_not_part_of_the_range() -> None:
    found = find_method("POST", "/v4/spreadsheets/x/values/A%2FB%3Aclear!A1%3AB2:clear")
    assert found
    assert (found[0].id, found[1]["range"]) == (
        "sheets.spreadsheets.values.clear",
        "A/B:clear!A1:B2",
    )


@given(st.integers(0, 18_277))
def test_column_letters_read_back(column: int) -> None:
    assert column_index(column_letters(column)) == column


def test_ranges_are_read_the_right_way_round_and_open_where_they_say_no_end() -> None:
    assert read_bounds("D4:A1") == Bounds(0, 0, 4, 4)
    assert read_bounds("A2:C") == Bounds(1, 0, None, 3)
    assert read_bounds("A1:1") == Bounds(0, 0, 1, None)
    assert read_bounds("B:B") == Bounds(0, 1, None, 2)
    assert read_bounds("Sheet1") is None


def test_titles_are_quoted_where_google_quotes_them() -> None:
    corner = Area(0, 0, 1, 1)
    assert [write_area(title, corner) for title in ("Leads", "Our leads", "it's", "A1")] == [
        "Leads!A1",
        "'Our leads'!A1",
        "'it''s'!A1",
        "'A1'!A1",
    ]


def test_masks_cut_replies_and_clear_what_an_update_names_but_does_not_give() -> None:
    mask = parse_mask("a(b,c/d),e")
    assert cut({"a": {"b": 1, "c": {"d": 2, "x": 3}}, "f": 4}, mask) == {
        "a": {"b": 1, "c": {"d": 2}}
    }
    assert merge({"a": {"b": 1, "x": 2}, "e": 3}, {"a": {}}, mask) == {"a": {"x": 2}}


lines = st.lists(st.integers(), min_size=12, max_size=12, unique=True)


@given(st.integers(0, 12), st.integers(1, 4), st.integers(0, 11))
def test_an_inserted_line_pushes_those_below_down(at: int, number: int, index: int) -> None:
    rows: list[object] = list(range(12))
    rows[at:at] = [None] * number
    point = Inserted(at, number).point(index)
    assert point is not None
    assert rows[point] == index


@given(st.integers(0, 11), st.integers(1, 12), st.integers(0, 11))
def test_a_deleted_line_is_gone_and_the_rest_closes_up(start: int, number: int, index: int) -> None:
    end = min(start + number, 12)
    rows = [*range(start), *range(end, 12)]
    point = Deleted(start, end).point(index)
    assert (point is None) == (index not in rows)
    assert point is None or rows[point] == index


@given(st.data())
def test_a_moved_line_is_where_the_sheet_puts_it(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, 11))
    end = data.draw(st.integers(start + 1, 12))
    to = data.draw(st.sampled_from([*range(start + 1), *range(end, 13)]))
    rest = [*range(start), *range(end, 12)]
    at = to - (end - start) if to > start else to
    rows = [*rest[:at], *range(start, end), *rest[at:]]
    assert [rows[Moved(start, end, to).point(index) or 0] for index in range(12)] == list(range(12))


@pytest.mark.parametrize(
    ("typed", "locale", "value"),
    [
        ("1,200.50", US, 1200.5),
        ("1.200,50", GERMAN, 1200.5),
        ("₹1,20,000", INDIAN, 120000),
        ("5/11/2026", US, 46153),
        ("5/11/2026", INDIAN, 46331),
        ("31/31/2026", US, "31/31/2026"),
        ("2026-11-23 18:00", US, 46349.75),
        ("6:30 PM", US, 18.5 / 24),
        ("8085807e40000000", US, "8085807e40000000"),
        ("12 apples", US, "12 apples"),
        ("-", US, "-"),
    ],
)
def test_what_typing_makes_of_a_text(typed: str, locale: object, value: object) -> None:
    assert read_typed(typed, locale).value == value  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("number", "pattern", "shown"),
    [
        (46349.75, "ddd d mmm yyyy hh:mm", "Mon 23 Nov 2026 18:00"),
        (46349.75, "m/d/yy h:mm am/pm", "11/23/26 6:00 PM"),
        (1234.5, "#,##0.00", "1,234.50"),
        (-1234.5, '"₹"#,##0;("₹"#,##0)', "(₹1,235)"),
        (0.125, "0.0%", "12.5%"),
        (1234.5, "0.00E+00", "1.23E+03"),
    ],
)
def test_what_a_number_shows(number: float, pattern: str, shown: str) -> None:
    assert show(number, {"type": "NUMBER", "pattern": pattern}, US) == shown


def test_a_copied_formula_moves_what_has_no_dollar_sign() -> None:
    formula = '=A1&$A1&A$1&$A$1&"A1"&Leads!B2:B$9'
    assert after_copy(formula, 2, 1) == '=B3&$A3&B$1&$A$1&"A1"&Leads!C4:C$9'
