"""Columns that people insert, delete or move between the last read of a run and its write, or
between two pieces of it: what landed in a wrong column is taken back, and the run plans again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial
from typing import Any

import pytest

from jobs import registry, runner
from sheetsync.errors import WorkbookChanged
from sheetsync.stores.google import landing, pieces
from sheetsync.stores.google.store import GoogleStore
from tests import builders
from tests.google.desk import Desk

NOW = datetime(2026, 11, 21, 20, 0, tzinfo=builders.settings().timezone)
HEADERS = [
    "Lead ID", "Phone", "Name", "Next action date", "Own", "Twice", "Status", "Next action",
    "Their own",
]  # fmt: skip
ROWS: list[list[Any]] = [
    ["L-000001", "9876543201", "Asha", date(2026, 11, 10), "Asha's", "=B2*2", "New", "Call", None],
    [None, "9876543202", "Ravi", date(2026, 11, 12), "Ravi's", "=B3*2", "New", "Call", None],
    [None, "9876543203", "Meera", date(2026, 11, 16), "Meera's", "=B4*2", "New", "Call", None],
]
STATES = {
    "Asha": "Overdue since Tue 10 Nov",
    "Ravi": "Overdue since Thu 12 Nov",
    "Meera": "Overdue since Mon 16 Nov",
}
Act = Callable[[Desk], None]


@pytest.fixture
def desk() -> Iterator[Desk]:
    with Desk([HEADERS, *ROWS]) as desk:
        yield desk


@pytest.fixture
def written(desk: Desk) -> Desk:
    """After a first run, and an id and a state to be written anew."""
    run(desk)
    desk.edit(4, 1, None)
    desk.edit(2, 4, date(2026, 11, 3))
    desk.edit(3, 4, date(2026, 11, 4))
    return desk


def run(desk: Desk) -> runner.Result:
    settings = desk.settings(since=date(2026, 10, 1))
    jobs = registry.select(["flag_overdue"], settings)
    return runner.run(GoogleStore(settings), jobs, settings, NOW)


def insert(before: str) -> Act:
    return lambda desk: desk.person.insert_column("Leads", before=before)


def delete(header: str) -> Act:
    return lambda desk: desk.person.delete_column("Leads", header)


def move(header: str, before: str) -> Act:
    return lambda desk: desk.person.move_column("Leads", header, before)


ACTS = {
    "insert before": insert("Lead ID"),
    "insert among": insert("Name"),
    "insert before the last": insert("Their own"),
    "delete one of theirs": delete("Own"),
    "move to the left": move("Own", "Lead ID"),
    "move the ids": move("Lead ID", "Own"),
}
each_act = pytest.mark.parametrize("act", ACTS.values(), ids=ACTS.keys())


def by_name(desk: Desk, header: str) -> dict[Any, Any]:
    table = desk.cells()
    name, at = table[0].index("Name"), table[0].index(header)
    return {row[name]: row[at] for row in table[1:] if row[name]}


def all_is_theirs(desk: Desk) -> None:
    """What people typed stands under its header, and nothing stands where no header is."""
    table = desk.cells()
    headers = table[0]
    assert by_name(desk, "Phone") == {row[2]: row[1] for row in ROWS}
    if "Own" in headers:
        assert by_name(desk, "Own") == {name: f"{name}'s" for name in STATES}
    assert set(by_name(desk, "Their own").values()) == {None}
    phone = "ABCDEFGHIJ"[headers.index("Phone")]
    assert [row[headers.index("Twice")] for row in table[1:]] == [
        f"={phone}{n}*2" for n in (2, 3, 4)
    ]
    blank = [at for at, header in enumerate(headers) if header is None]
    assert not [row[at] for row in table for at in blank if row[at] is not None]
    said = [header for header in headers if header is not None]
    assert len(said) == len(set(said))
    assert len(set(by_name(desk, "Lead ID").values())) == len(ROWS)
    assert None not in by_name(desk, "Lead ID").values()


def name_what_is_blank(desk: Desk) -> None:
    """A column without a header ends the leads: none of ours is added beyond it."""
    for at, header in enumerate(desk.cells()[0], 1):
        if header is None:
            desk.edit(1, at, "Named since")


@each_act
def test_on_a_first_run_headers_and_cells_of_people_stand_as_they_were(
    desk: Desk, act: Act
) -> None:
    desk.google.script.before("spreadsheets.batchUpdate", lambda: act(desk))
    run(desk)
    all_is_theirs(desk)
    name_what_is_blank(desk)
    run(desk)
    assert by_name(desk, "Follow-up (auto)") == STATES
    assert run(desk).plan.is_empty


@each_act
def test_so_they_do_on_a_later_run(written: Desk, act: Act) -> None:
    written.google.script.before("spreadsheets.batchUpdate", lambda: act(written))
    run(written)
    all_is_theirs(written)
    assert by_name(written, "Follow-up (auto)")["Asha"] == "Overdue since Tue 3 Nov"
    assert run(written).plan.is_empty


@each_act
@pytest.mark.parametrize("piece", [2, 3])
@pytest.mark.parametrize("state", ["desk", "written"])
def test_so_they_do_where_columns_move_between_two_pieces(
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    state: str,
    piece: int,
    act: Act,
) -> None:
    desk: Desk = request.getfixturevalue(state)
    monkeypatch.setattr(landing, "batches", lambda them: pieces.batches(them, 300))
    for _ in range(piece - 1):
        desk.google.script.before("spreadsheets.batchUpdate", lambda: None)
    desk.google.script.before("spreadsheets.batchUpdate", lambda: act(desk))
    run(desk)
    all_is_theirs(desk)


@each_act
def test_so_they_do_where_columns_move_before_rows_are_put_right(written: Desk, act: Act) -> None:
    def sort() -> None:
        written.person.sort("Leads", "Own", descending=True)

    written.google.script.before("spreadsheets.batchUpdate", sort)
    written.google.script.before("spreadsheets.batchUpdate", lambda: act(written))
    run(written)
    assert by_name(written, "Phone") == {row[2]: row[1] for row in ROWS}
    assert by_name(written, "Follow-up (auto)")["Asha"] == "Overdue since Tue 3 Nov"


def test_columns_that_move_at_every_try_are_left_as_people_have_them(desk: Desk) -> None:
    for header in ("Own", "Status", "Name"):
        act = partial(move(header, "Lead ID"), desk)
        desk.google.script.before("spreadsheets.batchUpdate", act)
        desk.google.script.before("spreadsheets.batchUpdate", lambda: None)
    with pytest.raises(WorkbookChanged, match="taken back"):
        run(desk)
    assert by_name(desk, "Phone") == {row[2]: row[1] for row in ROWS}
