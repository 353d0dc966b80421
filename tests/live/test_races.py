"""People who act between two calls of a run, by a client of their own.

The calls of a run that writes: 1 and 2 read, 3 looks once more, 4 writes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from jobs import registry, runner
from sheetsync.stores.google.store import GoogleStore
from tests import builders
from tests.live.desk import LiveDesk, live_desk
from tests.live.tab import Tab

pytestmark = pytest.mark.live

NOW = datetime(2026, 11, 21, 20, 0, tzinfo=builders.settings().timezone)
HEADERS = ["Lead ID", "Name", "Phone", "Status", "Next action", "Next action date", "Own"]
STATES = {
    "Zoya": "None planned",
    "Asha": "Overdue since Tue 10 Nov",
    "Ravi": "Overdue since Thu 12 Nov",
    "Meera": "None planned",
}
DATES = [None, date(2026, 11, 10), date(2026, 11, 12), None]
ROWS: list[list[Any]] = [
    HEADERS,
    *(
        [None, name, f"98765432{n:02d}", "New", "Send it" if day else None, day, f"{name}'s"]
        for n, (name, day) in enumerate(zip(STATES, DATES, strict=True), 1)
    ),
]


@pytest.fixture
def desk() -> Iterator[LiveDesk]:
    with live_desk(ROWS) as desk:
        yield desk


def run(desk: LiveDesk) -> runner.Result:
    settings = replace(desk.settings, since=date(2026, 10, 1))
    store = GoogleStore(settings, desk.store_connection)
    return runner.run(store, registry.select(["flag_overdue"], settings), settings, NOW)


def by_name(desk: LiveDesk, header: str) -> dict[str, Any]:
    table = desk.tab.cells()
    at = table[0].index(header)
    return {row[1]: row[at] for row in table[1:] if row[1]}


ACTS: dict[str, Callable[[Tab], None]] = {
    "sort": lambda tab: tab.sort(2),
    "insert a row": lambda tab: tab.insert_rows(before=3),
    "delete a row": lambda tab: tab.delete_rows(2),
}


def insert_a_column(tab: Tab) -> None:
    tab.insert_column(before=4)
    tab.edit(1, 4, "Theirs too")


@pytest.mark.parametrize("call", [2, 3, 4])
@pytest.mark.parametrize("act", ACTS)
def test_states_stand_beside_their_leads_whatever_moves_before_a_call(
    desk: LiveDesk, act: str, call: int
) -> None:
    desk.store_connection.cues[call] = lambda: ACTS[act](desk.tab)
    run(desk)
    assert not desk.store_connection.cues
    found = by_name(desk, "Follow-up (auto)")
    assert found == {name: STATES[name] for name in found}
    assert by_name(desk, "Own") == {name: f"{name}'s" for name in found}
    ids = by_name(desk, "Lead ID").values()
    assert len(set(ids)) == len(found)
    run(desk)
    assert run(desk).plan.is_empty


def test_where_a_column_comes_between_two_reads_the_run_plans_again(desk: LiveDesk) -> None:
    desk.store_connection.cues[3] = lambda: insert_a_column(desk.tab)
    run(desk)
    assert by_name(desk, "Follow-up (auto)") == STATES


@pytest.mark.parametrize("call", [2, 3, 4])
def test_a_tab_that_is_renamed_before_a_call_is_followed(desk: LiveDesk, call: int) -> None:
    run(desk)
    desk.tab.edit(2, 4, "Won")
    before = sum(desk.store_connection._sent.values())
    desk.store_connection.cues[before + call] = lambda: desk.tab.rename("Leads renamed")
    run(desk)
    assert by_name(desk, "Follow-up (auto)")["Zoya"] is None


def test_a_cell_typed_in_before_the_last_look_stays_theirs(desk: LiveDesk) -> None:
    run(desk)
    at = desk.tab.cells()[0].index("Follow-up (auto)") + 1
    desk.tab.edit(3, 4, "Won")
    before = sum(desk.store_connection._sent.values())
    desk.store_connection.cues[before + 3] = lambda: desk.tab.edit(3, at, "spoke to her")
    run(desk)
    assert by_name(desk, "Follow-up (auto)")["Asha"] == "spoke to her"


@pytest.mark.parametrize("typed", ["spoke to her", 12, "=1+1"])
def test_so_does_one_typed_in_in_the_instant_of_the_write(desk: LiveDesk, typed: Any) -> None:
    run(desk)
    at = desk.tab.cells()[0].index("Follow-up (auto)") + 1
    desk.tab.edit(3, at, None)
    before = sum(desk.store_connection._sent.values())
    desk.store_connection.cues[before + 4] = lambda: desk.tab.edit(3, at, typed)
    run(desk)
    assert not desk.store_connection.cues
    assert by_name(desk, "Follow-up (auto)")["Asha"] == typed


def test_rows_that_a_filter_hides_keep_their_own_states(desk: LiveDesk) -> None:
    run(desk)
    at = desk.tab.cells()[0].index("Follow-up (auto)") + 1
    for row in (2, 3, 4, 5):
        desk.tab.edit(row, at, None)
    spec = {"columnIndex": 1, "filterCriteria": {"hiddenValues": ["Zoya"]}}
    wished = {"range": desk.tab.place(1, 1, 5, at), "filterSpecs": [spec]}
    desk.tab.do({"setBasicFilter": {"filter": wished}})
    told = run(desk)
    assert by_name(desk, "Follow-up (auto)") == STATES
    assert not any("left alone" in each.message for each in told.warnings)
