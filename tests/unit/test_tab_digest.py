"""What a tab says and holds, in digits: whether it needs writing again, whether people typed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetsync.snapshot import TabSeen
from sheetsync.tabs import Note, ReportTab, RowLink, WebLink
from sheetsync.tabs import layout as tab_layout
from sheetsync.tabs.layout import digest, is_outdated, lay_out, was_typed_into
from sheetsync.tabs.values import clean
from tests.report_tabs import as_read, digest_of_rows, overdue, tab, table, week


@pytest.mark.parametrize("each", [overdue(), week(), tab(), tab(Note(" padded "))])
def test_what_was_written_and_what_is_read_back_have_the_same_digest(each: ReportTab) -> None:
    assert digest(each).partition(".")[0] == digest_of_rows(*as_read(lay_out(each)))


@given(
    st.lists(
        st.one_of(
            st.text(max_size=20),
            st.integers(-(10**12), 10**12),
            st.floats(-1e9, 1e9),
            st.dates(date(1900, 3, 1)),
            st.datetimes(datetime.fromisoformat("1900-03-01")),
            st.none(),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_any_values_survive_the_way_to_the_sheet_and_back(row: list[object]) -> None:
    each = tab(table(tuple(row)))
    assert digest(each).partition(".")[0] == digest_of_rows(*as_read(lay_out(each)))


def test_a_tab_somebody_typed_into_is_noticed() -> None:
    written = digest(overdue(3))
    rows, formulas = as_read(lay_out(overdue(3)))
    seen = TabSeen("overdue", "Overdue", written, digest_of_rows(rows, formulas))
    assert not was_typed_into(seen)
    rows[1].append("called him, no reply")
    assert was_typed_into(replace(seen, found=digest_of_rows(rows, formulas)))


def test_a_formula_somebody_added_is_noticed() -> None:
    rows, formulas = as_read(lay_out(overdue(3)))
    rows.append([""] * 4)
    assert digest_of_rows(rows, formulas) != digest_of_rows(rows, formulas | {(len(rows), 3)})


def test_sorting_a_report_is_not_typing_into_it() -> None:
    rows, formulas = as_read(lay_out(overdue(3)))
    first, *_ = sorted(formulas)
    top = first[0] - 1
    rows[top], rows[top + 1] = rows[top + 1], rows[top]
    assert digest_of_rows(rows, formulas) == digest(overdue(3)).partition(".")[0]


def test_a_tab_whose_digest_is_lost_counts_as_typed_into() -> None:
    assert was_typed_into(TabSeen("overdue", "Overdue", "", digest(overdue()).partition(".")[0]))


@pytest.mark.parametrize(
    "other",
    [
        tab(table(("a", WebLink("chat", "https://b.example")))),
        tab(table(("a", WebLink("chat", "https://a.example")), emphasis=("overdue",))),
        tab(table(("a", WebLink("chat", "https://a.example")), title="Now with a title")),
        tab(table((RowLink("L-000001"), WebLink("chat", "https://a.example")))),
    ],
)
def test_the_digest_changes_with_anything_a_reader_sees(other: ReportTab) -> None:
    assert digest(tab(table(("a", WebLink("chat", "https://a.example"))))) != digest(other)


def test_what_a_sheet_cannot_hold_is_cleaned_away() -> None:
    assert clean("bell\x07 \r\n rings") == "bell \n rings"
    assert clean(float("nan")) is None
    assert clean(2.0) == 2
    assert clean(RowLink(" ")) is None
    assert len(str(clean("x" * 40_000))) == 32_767


def test_a_tab_that_says_the_same_is_not_outdated_and_nothing_is_laid_out_to_tell(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen = TabSeen("overdue", "Overdue", digest(overdue(), "Leads!A"), "")
    monkeypatch.delattr(tab_layout, "lay_out")
    assert not is_outdated(overdue(), seen, "Leads!A")
    assert is_outdated(overdue(39), seen, "Leads!A")
    assert is_outdated(overdue(), seen, "Enquiries!A")
    assert is_outdated(overdue(), replace(seen, written=""), "Leads!A")


def test_a_day_before_any_calendar_of_a_workbook_is_shown_as_text() -> None:
    assert clean(date(1899, 3, 5)) == "5 Mar 1899"
    assert clean(datetime.fromisoformat("1904-01-01T10:00")) != "1 Jan 1904"


@pytest.mark.parametrize("elsewhere", ["Enquiries!A", "Leads!B", ""])
def test_a_tab_is_written_again_when_its_row_links_lead_elsewhere(elsewhere: str) -> None:
    values, _, look = tab_layout.digest(overdue(), "Leads!A").partition(".")
    found = tab_layout.digest(overdue(), elsewhere).partition(".")
    assert found[0] == values
    assert found[2] != look


def test_a_tab_without_row_links_does_not_care_where_they_lead() -> None:
    assert tab_layout.digest(week(), "Leads!A") == tab_layout.digest(week(), "Enquiries!B")
