"""Rows that people move, and cells they type, between two calls of one run.

The calls of a run that writes: read 1 (`spreadsheets.get`), read 2 (`values.batchGet`), read 3
(`spreadsheets.get`), the write (`batchUpdate`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest

from jobs import registry, runner
from sheetsync.errors import OutcomeUnknown, WorkbookChanged
from sheetsync.stores.google.store import GoogleStore
from tests import builders
from tests.google.desk import Desk
from tests.google.faults import LostReply, Reset

NOW = datetime(2026, 11, 21, 20, 0, tzinfo=builders.settings().timezone)
HEADERS = ["Lead ID", "Name", "Phone", "Status", "Next action", "Next action date", "Own"]
NAMES = ["Zoya", "Asha", "Ravi", "Meera", "Bela", "Kabir"]
DATES = [None, date(2026, 11, 10), date(2026, 11, 12), None, date(2026, 12, 1), date(2026, 11, 2)]
STATES = {
    "Zoya": "None planned",
    "Asha": "Overdue since Tue 10 Nov",
    "Ravi": "Overdue since Thu 12 Nov",
    "Meera": "None planned",
    "Bela": "Due Tue 1 Dec",
    "Kabir": "Overdue since Mon 2 Nov",
}
Act = Callable[[Desk], None]


def rows(with_ids: bool) -> list[list[Any]]:
    return [
        HEADERS,
        *(
            [
                f"L-{number:06d}" if with_ids else None,
                name,
                f"98765432{number:02d}",
                "New",
                "Send the layouts" if day else None,
                day,
                f"{name}'s",
            ]
            for number, (name, day) in enumerate(zip(NAMES, DATES, strict=True), 1)
        ),
    ]


@pytest.fixture(params=["with ids", "without ids"])
def desk(request: pytest.FixtureRequest) -> Iterator[Desk]:
    with Desk(rows(request.param == "with ids")) as desk:
        yield desk


@pytest.fixture
def written() -> Iterator[Desk]:
    """After a first run, which gives every lead an id, and something new to say of each."""
    with Desk(rows(with_ids=False)) as desk:
        run(desk)
        for number, row in enumerate(desk.cells()[1:], 2):
            desk.edit(number, 6, None if row[5] else date(2026, 11, 16))
        yield desk


def run(desk: Desk) -> runner.Result:
    settings = desk.settings(since=date(2026, 10, 1))
    store = GoogleStore(settings)
    return runner.run(store, registry.select(["flag_overdue"], settings), settings, NOW)


def by_name(desk: Desk, header: str) -> dict[str, Any]:
    """A column by whose row it is; rows without a name under ""."""
    table = desk.cells()
    at = table[0].index(header)
    return {row[1] or "": row[at] for row in table[1:]}


def sort(desk: Desk) -> None:
    desk.person.sort("Leads", "Name")


def sort_downwards(desk: Desk) -> None:
    desk.person.sort("Leads", "Name", descending=True)


def insert_above(desk: Desk) -> None:
    desk.person.insert_rows("Leads", 3)


def insert_a_lead(desk: Desk) -> None:
    desk.person.insert_rows("Leads", 3, 2)
    desk.edit(3, 2, "Newcomer")


def delete_one(desk: Desk) -> None:
    desk.person.delete_rows("Leads", [r[1] for r in desk.cells()].index("Asha") + 1)


def move_one(desk: Desk) -> None:
    desk.person.move_rows("Leads", 7, 2)


MOVES = [sort_downwards, insert_above, insert_a_lead, delete_one, move_one]
WHEN = [("read 1", sort), ("read 1", insert_a_lead)]
WHEN += [(after, move) for after in ("read 2", "read 3") for move in MOVES]


def same_people_and_own(desk: Desk) -> None:
    own = by_name(desk, "Own")
    assert all(text == f"{name}'s" for name, text in own.items() if name in NAMES)


@pytest.mark.parametrize(("after", "move"), WHEN)
def test_states_stand_beside_their_leads_whatever_moves_meanwhile(
    desk: Desk, after: str, move: Act
) -> None:
    play(desk, after, lambda: move(desk))
    run(desk)
    assert not desk.google.script.cues
    found = by_name(desk, "Follow-up (auto)")
    there = {name: text for name, text in found.items() if name in NAMES}
    assert there == {name: STATES[name] for name in there}
    others = {name: text for name, text in found.items() if name not in NAMES}
    assert not any(text for name, text in others.items() if name != "Newcomer")
    ids = by_name(desk, "Lead ID")
    assert len({ids[name] for name in there}) == len(there)
    same_people_and_own(desk)


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("after", ["read 1", "read 2", "read 3"])
def test_so_they_do_where_earlier_ones_are_replaced(written: Desk, move: Act, after: str) -> None:
    play(written, after, lambda: move(written))
    run(written)
    follow_up = by_name(written, "Follow-up (auto)")
    planned = {name: text for name, text in follow_up.items() if name in NAMES}
    expected = dict.fromkeys(NAMES, "None planned") | dict.fromkeys(
        ("Zoya", "Meera"), "Overdue since Mon 16 Nov"
    )
    assert planned == {name: expected[name] for name in planned}
    same_people_and_own(written)
    run(written)
    assert run(written).plan.is_empty


def play(desk: Desk, after: str, act: Callable[[], None]) -> None:
    script = desk.google.script
    if after == "read 1":
        script.after("spreadsheets.get", act)
    elif after == "read 2":
        script.after("values.batchGet", act)
    else:
        script.before("spreadsheets.batchUpdate", act)


def test_moved_at_the_moment_of_writing_they_take_one_read_and_one_write_more(desk: Desk) -> None:
    before = len(desk.google.seen)
    play(desk, "read 3", lambda: sort(desk))
    run(desk)
    assert desk.calls(before) == ["read", "read", "read", "write", "read", "write"]
    before = len(desk.google.seen)
    play(desk, "read 3", lambda: sort(desk))
    assert run(desk).plan.is_empty
    assert desk.calls(before) == ["read", "read"]


def test_a_row_somebody_retypes_meanwhile_is_still_that_row(desk: Desk) -> None:
    play(desk, "read 2", lambda: desk.edit(4, 2, "Ravi Kumar"))
    run(desk)
    assert by_name(desk, "Follow-up (auto)")["Ravi Kumar"] == STATES["Ravi"]
    assert by_name(desk, "Lead ID")["Ravi Kumar"] == "L-000003"


def test_a_cell_that_somebody_types_in_meanwhile_stays_theirs_and_that_is_said(
    written: Desk,
) -> None:
    column = written.cells()[0].index("Follow-up (auto)") + 1
    play(written, "read 2", lambda: written.edit(3, column, "spoke to her"))
    result = run(written)
    assert by_name(written, "Follow-up (auto)")["Asha"] == "spoke to her"
    assert "1 cell was left alone: somebody had typed there" in result.warnings[0].message


def test_so_does_a_formula_that_shows_nothing() -> None:
    with Desk(rows(with_ids=False)) as desk:
        play(desk, "read 2", lambda: desk.edit(3, 1, '=IF(FALSE,1,"")'))
        run(desk)
        assert by_name(desk, "Lead ID")["Asha"] == '=IF(FALSE,1,"")'


def test_a_lead_that_is_gone_is_left_out(written: Desk) -> None:
    play(written, "read 2", lambda: delete_one(written))
    result = run(written)
    assert "Asha" not in by_name(written, "Name")
    assert "1 cell was left alone: its row changed or went away" in result.warnings[0].message
    assert result.warnings[0].remedy == "The next run sees to it."


@pytest.mark.parametrize(
    "change",
    [
        lambda desk: add_a_column(desk),
        lambda desk: desk.person.move_column("Leads", "Status", before="Name"),
        lambda desk: desk.person.insert_rows("Leads", 1),
        lambda desk: desk.edit(1, 8, "Theirs"),
    ],
)
@pytest.mark.parametrize("after", ["read 2"])
def test_where_columns_change_meanwhile_the_run_plans_again(
    desk: Desk, change: Act, after: str
) -> None:
    play(desk, after, lambda: change(desk))
    run(desk)
    table = [row for row in desk.cells() if any(row)]
    name, state = table[0].index("Name"), table[0].index("Follow-up (auto)")
    assert {row[name]: row[state] for row in table[1:]} == STATES


def add_a_column(desk: Desk) -> None:
    desk.person.insert_column("Leads", before="Status")
    desk.edit(1, desk.cells()[0].index("Status"), "Theirs too")


@pytest.mark.parametrize("after", ["read 1", "read 2", "read 3"])
def test_a_tab_that_bears_another_name_meanwhile_is_followed(written: Desk, after: str) -> None:
    play(written, after, lambda: written.person.rename_tab("Leads", "Pipeline"))
    run(written)
    table = written.cells("Pipeline")
    state = table[0].index("Follow-up (auto)")
    assert [row[state] for row in table[1:3]] == ["Overdue since Mon 16 Nov", "None planned"]
    assert "Leads" not in written.titles
    run(written)
    assert run(written).plan.is_empty


def test_what_is_typed_into_a_report_tab_meanwhile_is_kept(written: Desk) -> None:
    play(written, "read 2", lambda: written.person.type("Overdue!B15", "ring him after 5"))
    run(written)
    kept = next(title for title in written.titles if title.startswith("Overdue (edited"))
    assert "ring him after 5" in [cell for row in written.cells(kept) for cell in row]


def test_a_write_whose_reply_is_lost_is_looked_for_and_found(desk: Desk) -> None:
    before = len(desk.google.seen)
    desk.google.faults.add(LostReply(), on="batchUpdate")
    result = run(desk)
    assert desk.calls(before) == ["read", "read", "read", "write", "read"]
    assert by_name(desk, "Follow-up (auto)") == STATES
    assert result.receipt is not None
    assert result.receipt.cells
    assert run(desk).plan.is_empty


def test_values_that_landed_astray_without_a_reply_are_put_right_too(desk: Desk) -> None:
    desk.google.faults.add(LostReply(), on="batchUpdate")
    play(desk, "read 3", lambda: sort(desk))
    run(desk)
    assert by_name(desk, "Follow-up (auto)") == STATES


def test_a_write_that_never_arrived_is_sent_once_more(desk: Desk) -> None:
    desk.google.faults.add(Reset(), on="batchUpdate")
    run(desk)
    assert by_name(desk, "Follow-up (auto)") == STATES


def test_what_cannot_be_sent_at_all_leaves_the_sheet_as_it_was(desk: Desk) -> None:
    before = desk.cells()
    desk.google.faults.add(Reset(), on="batchUpdate", times=2)
    with pytest.raises(OutcomeUnknown):
        run(desk)
    assert desk.cells() == before
    assert desk.titles == ["Leads"]


def test_a_sheet_rebuilt_again_and_again_is_left_as_people_have_it(desk: Desk) -> None:
    for _ in range(3):
        play(desk, "read 2", lambda: add_a_column(desk))
    with pytest.raises(WorkbookChanged):
        run(desk)
    assert "Follow-up (auto)" not in desk.cells()[0]


def test_rows_sorted_between_two_pieces_of_a_large_plan_get_their_states_all_the_same(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sheetsync.stores.google import landing, pieces

    monkeypatch.setattr(landing, "batches", lambda them: pieces.batches(them, 500))
    play(desk, "read 3", lambda: None)
    desk.google.script.after("spreadsheets.batchUpdate", lambda: None)
    desk.google.script.after("spreadsheets.batchUpdate", lambda: sort(desk))
    run(desk)
    assert by_name(desk, "Follow-up (auto)") == STATES
    assert len(set(by_name(desk, "Lead ID").values())) == len(NAMES)
    same_people_and_own(desk)


def make_the_grid_tight(desk: Desk) -> None:
    """Two blank rows below the leads, no column beside them."""
    width = len(desk.cells()[0])
    for dimension, start in (("ROWS", len(NAMES) + 3), ("COLUMNS", width)):
        cut = {"sheetId": 0, "dimension": dimension, "startIndex": start}
        desk.person._do({"deleteDimension": {"range": cut}})


def nothing_stands_beside_no_lead(desk: Desk) -> None:
    assert [row for row in desk.cells()[1:] if any(row) and not row[1]] == []


def test_a_column_that_pushes_others_where_new_ones_will_be_is_noticed(desk: Desk) -> None:
    make_the_grid_tight(desk)
    play(desk, "read 2", lambda: add_a_column(desk))
    run(desk)
    headers = desk.cells()[0]
    assert {*HEADERS, "Theirs too", "Follow-up (auto)"} <= set(headers)
    assert by_name(desk, "Own") == {name: f"{name}'s" for name in NAMES}
    assert by_name(desk, "Follow-up (auto)") == STATES


def test_beside_a_row_inserted_at_the_moment_of_writing_copies_of_a_lead_change_nothing(
    written: Desk,
) -> None:
    make_the_grid_tight(written)
    written.person.insert_rows("Leads", 8)
    written.person.copy_row("Leads", 2, 8)
    written.person.insert_rows("Leads", 9)
    written.edit(9, 2, "Newcomer")
    play(written, "read 3", lambda: written.person.insert_rows("Leads", 5))
    run(written)
    nothing_stands_beside_no_lead(written)


def test_a_row_deleted_between_two_pieces_of_a_plan_leaves_nothing_below_the_last_lead(
    written: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sheetsync.stores.google import landing, pieces

    monkeypatch.setattr(landing, "batches", lambda them: pieces.batches(them, 500))
    written.edit(8, 2, "Newcomer")
    written.google.script.after("spreadsheets.batchUpdate", lambda: delete_one(written))
    run(written)
    nothing_stands_beside_no_lead(written)


@pytest.mark.parametrize("on", ["spreadsheets.get", "spreadsheets.batchUpdate"])
def test_rows_are_put_right_on_a_tab_that_is_renamed_at_that_very_moment(
    desk: Desk, on: str
) -> None:
    script = desk.google.script
    play(desk, "read 3", lambda: delete_one(desk))
    for _ in range(2 if on == "spreadsheets.get" else 0):
        script.before(on, lambda: None)
    script.before(on, lambda: desk.person.rename_tab("Leads", "Pipeline"))
    run(desk)
    rows = desk.cells("Pipeline")
    assert [row for row in rows[1:] if any(row) and not row[1]] == []
