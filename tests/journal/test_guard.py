"""A run stops where leads or columns are suddenly gone, unless it is told that they went on
purpose."""

from pathlib import Path

import pytest

from sheetsync.errors import GuardRefused
from tests.journal.sheets import PLACE, Sheet, lead, leads, row


@pytest.mark.parametrize(
    ("before", "gone", "stops"), [(30, 10, True), (31, 10, False), (30, 9, False), (12, 9, False)]
)
def test_a_third_of_the_leads_and_at_least_ten(
    tmp_path: Path, before: int, gone: int, stops: bool
) -> None:
    sheet = Sheet(tmp_path, leads(before))
    sheet.run()
    del sheet.rows[1 : gone + 1]
    if not stops:
        sheet.night()
        return
    seen = [list(cells) for cells in sheet.rows]
    with pytest.raises(GuardRefused) as refused:
        sheet.night()
    assert refused.value.what == (
        "10 of 30 leads are gone since the last read (L-000001, L-000002, L-000003, L-000004, "
        "L-000005, …). Nothing was written."
    )
    assert "--force" in refused.value.hint
    assert sheet.rows == seen


def test_it_goes_on_stopping_until_it_is_forced_and_then_misses_nothing(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path, leads(30))
    sheet.run()
    del sheet.rows[1:21]
    for _ in range(2):
        with pytest.raises(GuardRefused):
            sheet.night()
    sheet.night(force=True)
    assert sheet.memory().vanished == ()
    assert [line.kind for line in sheet.story("L-000001")] == ["vanished"]
    sheet.night()


def test_rows_that_only_moved_are_not_gone(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path, leads(30))
    sheet.run()
    sheet.rows[1:] = reversed(sheet.rows[1:])
    sheet.night()
    assert sheet.memory().missing.gone == 0


def test_a_known_column_that_held_something_is_gone(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path, leads(3))
    sheet.run()
    sheet.rows[0][PLACE["owner"]] = "Xyz"
    with pytest.raises(GuardRefused, match="the column 'Owner' is gone"):
        sheet.night()
    sheet.night(force=True)
    sheet.night()


def test_a_column_that_held_nothing_may_go(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path, leads(3))
    sheet.run()
    sheet.rows[0][PLACE["budget"]] = None
    sheet.night()


def test_a_column_known_by_another_name_is_still_there(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path, leads(3))
    sheet.run()
    sheet.rows[0][PLACE["owner"]] = "Assigned to"
    sheet.night()


def test_an_empty_sheet_stops_even_where_there_were_few_leads(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path, [lead(1)])
    sheet.run("weekly_summary")
    sheet.rows[1:] = []
    sheet.store.highlights = {}
    with pytest.raises(GuardRefused, match="no row has a name"):
        sheet.night()
    sheet.night(force=True)
    sheet.rows.append(row(lead(2)))
    sheet.night()


def test_planning_says_the_same_and_changes_nothing(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path, leads(30))
    sheet.run()
    kept = sheet.path.read_bytes()
    del sheet.rows[1:21]
    with pytest.raises(GuardRefused):
        sheet.memory()
    assert sheet.path.read_bytes() == kept
