"""Our columns go right beside the leads or nowhere: only there does a sort take them along."""

from __future__ import annotations

from typing import Any

import pytest

from sheetsync.cells import LAST_COLUMN, LAST_ROW, Area, column_letters
from sheetsync.lead_tab import LockedArea, TableRange
from sheetsync.room_beside import Room, room_beside
from sheetsync.snapshot import build
from tests import builders

HEADERS = ["Name", "Phone", "Status"]
LEADS = [["Asha", "98", "New"], ["Ravi", "99", "Won"]]
TABLE = TableRange("Leads", header_row=1, last_row=3, first_column=1, last_column=3)


def room(rows: list[list[Any]], **options: Any) -> Room:
    tab = builders.lead_tab(rows, **options)
    return room_beside(build(tab, builders.seen(), builders.settings()))


def test_columns_start_right_of_the_last_column_of_the_leads() -> None:
    assert room([HEADERS, *LEADS]) == Room(4)


def test_a_note_far_away_does_not_draw_them_to_it() -> None:
    far = [*LEADS[0], *[None] * 20, "a note"]
    assert room([HEADERS, far, LEADS[1]]) == Room(4)


def test_a_column_without_a_title_that_is_filled_belongs_to_the_leads() -> None:
    assert room([HEADERS, [*LEADS[0], "x"], LEADS[1]]) == Room(5)


def test_a_title_above_the_leads_is_in_nobodys_way() -> None:
    title = ["Our leads", None, None, None, "since 2019"]
    assert room([title, HEADERS, *LEADS]) == Room(4)


def test_what_is_in_use_a_little_further_right_stops_them() -> None:
    near = [*LEADS[0], None, None, "a note"]
    assert room([HEADERS, near, LEADS[1]]).refusal == "column F, beside the leads, is in use"


def test_a_table_is_continued_even_when_cells_far_away_are_in_use() -> None:
    far = [*LEADS[0], *[None] * 20, "a note"]
    assert room([HEADERS, far, LEADS[1]], table=TABLE) == Room(4)


def test_beside_a_table_an_empty_formula_is_in_the_way_too() -> None:
    wide = [*LEADS[0], None]
    refusal = room([HEADERS, wide, LEADS[1]], table=TABLE, formulas=[(2, 4)]).refusal
    assert refusal == "column D, beside the leads, is in use"


def test_a_filter_over_the_leads_is_continued() -> None:
    assert room([HEADERS, *LEADS], filter_range=Area(1, 1, 3, 3)) == Room(4)
    assert room([HEADERS, *LEADS], filter_range=Area(1, 1, 3, 5)) == Room(6)


def test_a_filter_over_blank_columns_has_room_for_all_of_ours_right_beside_the_leads() -> None:
    assert room([HEADERS, *LEADS], filter_range=Area(1, 1, 3, 26)) == Room(4)
    assert room([HEADERS, *LEADS], filter_range=Area(1, 1, 3, LAST_COLUMN)) == Room(4)
    assert room([HEADERS, *LEADS], filter_range=Area(1, 1, 3, 7)) == Room(4)


def test_a_filter_over_a_gap_and_more_of_theirs_is_continued_beyond_it() -> None:
    apart: list[list[Any]] = [[*HEADERS, None, None, None, None, None, None, "Old"], *LEADS]
    assert room(apart, filter_range=Area(1, 1, 3, 12)) == Room(13)


def test_what_lies_in_the_way_inside_a_filter_sends_them_beyond_it() -> None:
    for what, reach in (
        ("cells are merged", Area(2, 5, 2, 6)),
        ("a pivot table stands", Area(1, 4, 9, 9)),
    ):
        found = room([HEADERS, *LEADS], filter_range=Area(1, 1, 3, 12), in_the_way=((what, reach),))
        assert found == Room(13)


def test_cells_protected_far_below_the_leads_stop_them_too() -> None:
    """What shades a new column reaches down to the last row."""
    for reach in (Area(500, 4, 500, 4), Area(1, 7, LAST_ROW, 7)):
        refusal = room([HEADERS, *LEADS], locked=(LockedArea(reach),)).refusal
        assert refusal.startswith(
            f"cells are protected in column {column_letters(reach.first_column)}"
        )
        assert "Data → Protect sheets and ranges" in refusal
    assert room([HEADERS, *LEADS], locked=(LockedArea(Area(1, 8, 9, 8)),)) == Room(4)


def test_a_filter_over_some_of_the_leads_columns_stops_them() -> None:
    refusal = room([HEADERS, *LEADS], filter_range=Area(1, 1, 3, 2)).refusal
    said, _, remedy = refusal.partition(". ")
    assert said == "the filter covers only columns A to B, not all of the leads"
    assert remedy == "Take it off and set it over all of them, or over none."


@pytest.mark.parametrize(
    "area", [Area(2, 5, 2, 9), Area(1, 3, 1, 4), Area(1, 7, 50, 8)], ids=["row", "title", "block"]
)
def test_merged_cells_among_the_leads_stop_them(area: Area) -> None:
    found = room([HEADERS, *LEADS], in_the_way=(("cells are merged", area),))
    assert "merged" in found.refusal


def test_merged_cells_above_the_leads_do_not() -> None:
    above = (("cells are merged", Area(1, 1, 1, 9)),)
    assert room([["Our leads"], HEADERS, *LEADS], in_the_way=above) == Room(4)


def test_columns_that_are_there_already_need_no_room() -> None:
    ours = ["Lead ID", "Issues (auto)", "Response (auto)", "Follow-up (auto)"]
    assert room([[*HEADERS, *ours], *LEADS]) == Room(8)
