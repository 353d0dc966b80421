"""Grids as large as what stands on them, and the ten million cells Google allows in all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import pytest

from jobs import registry, runner
from sheetsync.config import Settings
from sheetsync.errors import EditRefused
from sheetsync.stores.google.store import GoogleStore
from tests import builders
from tests.google.desk import Desk

NOW = datetime(2026, 11, 21, 20, 0, tzinfo=builders.settings().timezone)
HEADERS = ["Lead ID", "Name", "Phone", "Status", "Next action", "Next action date"]
LEADS = [[None, f"Asha {n}", f"98765{n:05d}", "New", "Call", date(2026, 11, 2)] for n in range(30)]


@pytest.fixture
def desk() -> Iterator[Desk]:
    with Desk([HEADERS, *LEADS]) as desk:
        yield desk


@pytest.fixture
def settings(desk: Desk) -> Settings:
    return desk.settings()


def run(settings: Settings) -> runner.Result:
    return runner.run(GoogleStore(settings), registry.select(["nightly"], settings), settings, NOW)


def plan(settings: Settings) -> runner.Result:
    return runner.plan(GoogleStore(settings), registry.select(["nightly"], settings), settings, NOW)


def size(desk: Desk, tab: str) -> tuple[int, int]:
    sheet = desk._sheet(tab)
    return len(sheet.rows), len(sheet.columns)


def fill_up(desk: Desk, room_left: int) -> None:
    """Somebody has other tabs, so large that so many cells are left."""
    there = sum(len(each.rows) * len(each.columns) for each in desk.file.spreadsheet.sheets)
    grid = {"rowCount": (10_000_000 - there - room_left) // 100, "columnCount": 100}
    desk.person._do({"addSheet": {"properties": {"title": "Archive", "gridProperties": grid}}})


# --- sized exactly --------------------------------------------------------------------------------


def test_a_report_tab_has_no_row_or_column_more_than_what_it_says(
    desk: Desk, settings: Settings
) -> None:
    run(settings)
    cells = desk.cells("Overdue")
    assert size(desk, "Overdue") == (len(cells), len(cells[0]))
    assert len(cells) < 45


def test_it_grows_by_just_what_is_missing_and_is_not_made_smaller_again(
    desk: Desk, settings: Settings
) -> None:
    """A formula that points at a row which is taken away says #REF! for good."""
    run(settings)
    rows, columns = size(desk, "Overdue")
    desk.put([[None, "Ravi", "9811112222", "New", "Call", date(2026, 11, 3)]], top=32)
    run(settings)
    assert size(desk, "Overdue") == (rows + 1, columns)
    for row in range(2, 33):
        desk.edit(row, 4, "Won")
    run(settings)
    assert len([row for row in desk.cells("Overdue") if any(row)]) < 15
    assert size(desk, "Overdue") == (rows + 1, columns)


# --- the limit ------------------------------------------------------------------------------------


def test_what_does_not_fit_is_refused_by_plan_and_run_with_the_figures(
    desk: Desk, settings: Settings
) -> None:
    fill_up(desk, room_left=1_000)
    before, calls = desk.cells(), len(desk.google.seen)
    for go in (plan, run):
        with pytest.raises(EditRefused) as refused:
            go(settings)
        assert refused.value.what.startswith("it has 9,999,000 cells, and this would make 10,00")
        assert "Google allows 10,000,000 a spreadsheet" in refused.value.what
        assert "'Archive' alone has 9,973,000" in refused.value.hint
    assert "write" not in desk.calls(calls)
    assert desk.cells() == before
    assert desk.titles == ["Leads", "Archive"]


def test_new_columns_on_a_tall_tab_count(desk: Desk, settings: Settings) -> None:
    many = {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 6, "endIndex": 26}
    desk.person._do({"deleteDimension": {"range": many}})
    fill_up(desk, room_left=2_900)  # three columns of 1,000 rows
    with pytest.raises(EditRefused, match="10,00"):
        plan(settings)


def test_what_just_fits_is_written(desk: Desk, settings: Settings) -> None:
    fill_up(desk, room_left=5_000)
    assert not plan(settings).plan.is_empty
    run(settings)
    assert plan(settings).plan.is_empty
