"""Cells that people's merges hide: Google shows nothing there, so nothing is written there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from jobs import registry, runner
from sheetsync.cells import Area
from sheetsync.config import Settings
from sheetsync.stores.google.store import GoogleStore
from tests import builders
from tests.google.desk import Desk

NOW = datetime(2026, 11, 21, 20, 0, tzinfo=builders.settings().timezone)
ROWS: list[list[Any]] = [
    ["Lead ID", "Name", "Phone", "Status"],
    ["L-000001", "Asha", "9876543201", "New"],
    [None, "Ravi", "9876543202", "New"],
    [None, "Kiran", "9876543203", "New"],
]


@pytest.fixture
def desk() -> Iterator[Desk]:
    with Desk(ROWS) as desk:
        yield desk


def merge(desk: Desk, area: Area) -> None:
    place = {
        "sheetId": 0,
        "startRowIndex": area.first_row - 1,
        "endRowIndex": area.last_row,
        "startColumnIndex": area.first_column - 1,
        "endColumnIndex": area.last_column,
    }
    desk.person._do({"mergeCells": {"range": place, "mergeType": "MERGE_ALL"}})


def plan(settings: Settings) -> runner.Result:
    return runner.plan(GoogleStore(settings), registry.select(["nightly"], settings), settings, NOW)


def run(settings: Settings) -> runner.Result:
    return runner.run(GoogleStore(settings), registry.select(["nightly"], settings), settings, NOW)


def test_machine_cells_under_a_merge_are_left_alone_and_named_by_plan_already(desk: Desk) -> None:
    settings = desk.settings()
    run(settings)
    desk.edit(3, 7, None)
    desk.edit(3, 6, None)
    merge(desk, Area(2, 7, 3, 7))
    told = {each.cell: each.reason for each in plan(settings).plan.conflicts}
    assert set(told) == {"G3"}
    assert "merged" in told["G3"]
    assert "Unmerge" in told["G3"]
    run(settings)
    column = [row[6] for row in desk.cells()]
    assert column[1] is not None
    assert column[2] is None
    assert desk.cells()[2][5] is not None
    assert run(settings).plan.is_empty


def test_a_lead_whose_id_cell_is_under_a_merge_gets_none_and_is_told(desk: Desk) -> None:
    settings = desk.settings()
    merge(desk, Area(2, 1, 3, 1))
    result = run(settings)
    assert [row[0] for row in desk.cells()] == ["Lead ID", "L-000001", None, "L-000002"]
    (told,) = result.plan.conflicts
    assert told.reason.startswith("1 lead gets no ID: A3 of 'Leads' is under merged cells")
    assert run(settings).plan.is_empty
