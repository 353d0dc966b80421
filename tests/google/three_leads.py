"""A lead sheet with three leads, runs that follow them up, and people in the instant of a write."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from jobs import registry, runner
from sheetsync.stores.google.store import GoogleStore
from tests import builders
from tests.google.desk import Desk

NOW = datetime(2026, 11, 21, 20, 0, tzinfo=builders.settings().timezone)
HEADERS = ["Lead ID", "Name", "Phone", "Status", "Next action date", "Own"]
ROWS: list[list[Any]] = [
    [None, "Asha", "9876543201", "New", date(2026, 11, 10), "c"],
    [None, "Ravi", "9876543202", "New", date(2026, 11, 12), "b"],
    [None, "Meera", "9876543203", "New", date(2026, 11, 16), "a"],
]
STATES = {
    "Asha": "Overdue since Tue 10 Nov",
    "Ravi": "Overdue since Thu 12 Nov",
    "Meera": "Overdue since Mon 16 Nov",
}
FOLLOW_UP = "Follow-up (auto)"


def emptied(desk: Desk) -> None:
    """A first run is made, and ids and states are to be written anew."""
    run(desk)
    for row in (2, 3, 4):
        desk.edit(row, 1, None)
        desk.edit(row, column(desk, FOLLOW_UP), None)


def run(desk: Desk) -> runner.Result:
    settings = desk.settings(since=date(2026, 10, 1))
    jobs = registry.select(["flag_overdue"], settings)
    return runner.run(GoogleStore(settings), jobs, settings, NOW)


def column(desk: Desk, header: str) -> int:
    return int(desk.cells()[0].index(header)) + 1


def by_name(desk: Desk, header: str) -> dict[Any, Any]:
    table = desk.cells()
    name, at = table[0].index("Name"), table[0].index(header)
    return {row[name]: row[at] for row in table[1:] if row[name]}


def at_the_write(desk: Desk, *acts: Callable[[], object]) -> None:
    desk.google.script.before("spreadsheets.batchUpdate", lambda: [act() for act in acts])


def typing(desk: Desk, row: int, header: str, value: Any) -> Callable[[], None]:
    return lambda: desk.edit(row, column(desk, header), value)
