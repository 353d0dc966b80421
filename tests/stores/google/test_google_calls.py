"""How many calls a run makes: the same few, however many rows and jobs there are."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from jobs import registry, runner
from sheetsync.stores.google.store import GoogleStore
from tests import builders
from tests.google.desk import Desk

NOW = datetime(2026, 11, 21, 20, 0, tzinfo=builders.settings().timezone)
HEADERS = ["Lead ID", "Name", "Status", "Follow-up (auto)"]
ONE_WRITTEN = ["read", "read", "read", "write"]
NONE_WRITTEN = ["read", "read"]


def rows(count: int, every: int) -> list[list[Any]]:
    """Closed leads, but for some."""
    return [
        HEADERS,
        *(
            [f"L-{n:06d}", f"Name {n}", "Won" if n % every else "New", None]
            for n in range(1, count + 1)
        ),
    ]


def calls_of_a_run(desk: Desk, *jobs: str) -> list[str]:
    settings = desk.settings(since=date(2026, 10, 1))
    before = len(desk.google.seen)
    runner.run(GoogleStore(settings), registry.select(jobs, settings), settings, NOW)
    return desk.calls(before)


@pytest.mark.parametrize("jobs", [["flag_overdue"], ["nightly"], ["nightly", "weekly"]])
def test_a_run_reads_three_times_and_writes_once_whatever_its_jobs(jobs: list[str]) -> None:
    with Desk(rows(100, every=10)) as desk:
        assert calls_of_a_run(desk, *jobs) == ONE_WRITTEN
        assert calls_of_a_run(desk, *jobs) == NONE_WRITTEN
        desk.edit(11, 3, "Won")
        assert calls_of_a_run(desk, *jobs) == ONE_WRITTEN


def test_nor_do_fifty_thousand_rows_take_more() -> None:
    with Desk(rows(50_000, every=5_000)) as desk:
        assert calls_of_a_run(desk, "flag_overdue") == ONE_WRITTEN
        assert [row[3] for row in desk.cells()[5_000::5_000]] == ["None planned"] * 10
        assert calls_of_a_run(desk, "flag_overdue") == NONE_WRITTEN


def test_a_large_plan_is_split_by_its_size_and_not_by_its_rows() -> None:
    with Desk(rows(9_000, every=1)) as desk:
        calls = calls_of_a_run(desk, "flag_overdue")
        assert calls[:3] == [*NONE_WRITTEN, "read"]
        assert set(calls[3:]) == {"write"}
        assert len(calls) <= 6
        assert max(call.body_bytes for call in desk.google.seen) < 2_000_000
        assert calls_of_a_run(desk, "flag_overdue") == NONE_WRITTEN
