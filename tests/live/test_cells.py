"""Cells, as far as Google's documentation leaves open what they hold and how they come back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sheetsync.errors import EditRefused, SheetsyncError
from sheetsync.stores.google.list_separators import canonical, localised
from sheetsync.stores.google.reading.fields import SPREADSHEET
from sheetsync.stores.google.reading.sheet_cells import about_cells
from tests.live.tab import Tab

pytestmark = pytest.mark.live


def test_text_that_begins_like_a_formula_stays_text_and_is_sent_back_as_such(tab: Tab) -> None:
    tab.edit(1, 1, '\'=IMPORTXML("https://example.com","//a")')
    ((cell,),) = tab.cell_fields("userEnteredValue", "A1")
    assert cell["userEnteredValue"].keys() == {"stringValue"}
    assert tab.values("A1") == tab.values("A1", formulas=True)


def test_cells_keep_their_places_in_an_answer_that_tells_formulas_only(tab: Tab) -> None:
    rows: list[list[Any]] = [[None, 1, "=B1+1", "text"], [], [True, None, None, '=IF(FALSE,1,"")']]
    tab.do(tab.entering(1, 1, rows))
    asked = SPREADSHEET[SPREADSHEET.rindex("data(") :].removesuffix(")")
    assert about_cells(tab.about(asked)).formulas == {
        2: {0: "=B1+1"},
        3: {2: '=IF(FALSE,1,"")'},
    }


def test_a_formula_that_shows_nothing_is_told_beside_its_empty_value(tab: Tab) -> None:
    tab.do(tab.entering(1, 1, [["x", '=IF(FALSE,1,"")', "y"]]))
    assert tab.values() == [["x", "", "y"]]


def test_days_come_as_numbers_whose_format_tells_that_they_are_days(tab: Tab) -> None:
    tab.edit(1, 1, date(2026, 11, 10))
    ((cell,),) = tab.cell_fields("userEnteredValue,userEnteredFormat.numberFormat.type", "A1")
    assert tab.values("A1") == [[46336]]
    assert cell["userEnteredFormat"]["numberFormat"]["type"] == "DATE"


TYPED = [
    ("2026-11-10", 46336, "DATE"),
    ("11/10/2026", 46336, "DATE"),
    ("11/10/2026 14:30", 46336.604166666664, "DATE_TIME"),
    ("14:30", 0.6041666666666666, "TIME"),
    ("$1,200", 1200, "CURRENCY"),
    ("50%", 0.5, "PERCENT"),
    ("1,200", 1200, "NUMBER"),
    ("TRUE", True, ""),
    ("'007", "007", ""),
    ("98200 12345", "98200 12345", ""),
]


def test_what_people_type_is_read_as_values_of_these_kinds(tab: Tab, locale: str) -> None:
    tab.type("A1", *(text for text, _, _ in TYPED))
    formats = tab.cell_fields("userEnteredFormat.numberFormat.type", f"A1:A{len(TYPED)}")
    formats += [[]] * (len(TYPED) - len(formats))
    kinds = [
        (row[0] if row else {}).get("userEnteredFormat", {}).get("numberFormat", {}).get("type", "")
        for row in formats
    ]
    found = [
        (text, row[0], kind)
        for (text, _, _), row, kind in zip(TYPED, tab.values("A1:A"), kinds, strict=True)
    ]
    assert found == [
        (text, pytest.approx(value) if type(value) is float else value, kind)
        for text, value, kind in TYPED
    ]


@pytest.mark.parametrize("locale", ["en_US", "en_IN", "de_DE", "pt_BR", "fr_FR"], indirect=True)
def test_a_formula_with_the_separators_of_a_locale_is_understood_there(
    tab: Tab, locale: str
) -> None:
    formula = '=IF(LEN("a,b;c")=5,1,2)'
    tab.edit(1, 1, localised(formula, locale))
    assert tab.values("A1") == [[1]]
    ((held,),) = tab.values("A1", formulas=True)
    assert canonical(held) == canonical(formula)


@pytest.mark.parametrize("locale", ["en_US", "en_IN"], indirect=True)
def test_a_semicolon_parts_arguments_where_commas_do_too(tab: Tab, locale: str) -> None:
    tab.edit(1, 1, "=IF(TRUE;1;2)")
    assert tab.values("A1") == [[1]]


def test_a_link_to_a_row_finds_the_lead_id_wherever_its_column_goes(tab: Tab) -> None:
    link = f'=HYPERLINK("#gid={tab.id}&range=A"&MATCH("L~*2",A:A,0),"L-2")'
    tab.do(tab.entering(1, 1, [["Lead ID", None, link], ["Lx2"], ["L*2"]]))
    assert tab.values("C1") == [["L-2"]]
    tab.insert_column(before=1)
    assert "B:B" in tab.values("D1", formulas=True)[0][0]


def test_match_takes_a_star_for_any_text_unless_a_tilde_stands_before_it(tab: Tab) -> None:
    tab.do(tab.entering(1, 1, [["Lx2", '=MATCH("L*2",A:A,0)'], ["L*2", '=MATCH("L~*2",A:A,0)']]))
    assert tab.values("B1:B2") == [[1], [2]]


def test_words_that_a_strict_dropdown_does_not_know_are_refused(tab: Tab) -> None:
    condition = {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "New"}]}
    rule = {"condition": condition, "strict": True, "showCustomUi": True}
    tab.do({"setDataValidation": {"range": tab.place(1, 1, 3, 1), "rule": rule}})
    tab.edit(1, 1, "New")
    with pytest.raises(EditRefused):
        tab.edit(2, 1, "Old")


def test_writing_beyond_the_grid_is_refused(tab: Tab) -> None:
    with pytest.raises(SheetsyncError):
        tab.edit(1001, 1, "x")


def test_reading_beyond_the_grid_is_refused(tab: Tab) -> None:
    with pytest.raises(SheetsyncError):
        tab.values("A1:A1001")


def test_an_inserted_row_takes_over_formats_and_dropdowns_of_the_row_above(tab: Tab) -> None:
    condition = {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "New"}]}
    rule = {"condition": condition, "strict": True}
    look = {"userEnteredFormat": {"textFormat": {"bold": True}}}
    place = tab.place(2, 1, 3, 1)
    tab.do(
        {"setDataValidation": {"range": place, "rule": rule}},
        {"repeatCell": {"range": place, "cell": look, "fields": "userEnteredFormat"}},
    )
    tab.insert_rows(before=3)
    asked = "dataValidation(condition(type)),userEnteredFormat(textFormat(bold))"
    ((cell,),) = tab.cell_fields(asked, "A3")
    assert cell["dataValidation"]["condition"]["type"] == "ONE_OF_LIST"
    assert cell["userEnteredFormat"]["textFormat"]["bold"]
