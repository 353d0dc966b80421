"""A lead whose row is gone is put back below the last one, on every store alike."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from sheetsync.errors import EditRefused, WorkbookChanged
from sheetsync.journal.sheet_read import columns_of
from sheetsync.lead_tab import CellValue
from sheetsync.memory import Vanished
from sheetsync.restore import Restoration, restore
from tests.stores.test_contract import EVERY_STORE, HEADERS, ROWS, Desk, column, make_desk, run

__all__ = ["make_desk"]
assert EVERY_STORE

SEEN = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)
CONTENT: dict[str, CellValue] = {
    "lead_id": "L-000077",
    "received_at": datetime(2026, 11, 3, 9, 15),
    "name": "Devi Iyer",
    "phone": "+91 98765 11111",
    "status": "Quoted",
    "owner": "Ravi",
    "next_action": "=SUM of it, then call",
    "next_action_date": datetime(2026, 11, 25),
    "Their own": 12.5,
    "follow_up": "Overdue since Thu 12 Nov",
}


def gone(**content: CellValue) -> Vanished:
    return Vanished("L-000077", SEEN, CONTENT | content)


def planned(desk: Desk, lead: Vanished) -> Restoration:
    snapshot = desk.store.read()
    return restore(lead, snapshot, columns_of(snapshot))


def put_back(desk: Desk, lead: Vanished) -> Any:
    return desk.store.apply(planned(desk, lead).plan)


def test_the_row_stands_below_the_last_lead_as_it_was(make_desk: Any) -> None:
    desk = make_desk()
    receipt = put_back(desk, gone())
    assert receipt.rows == (6,)
    found = dict(zip(HEADERS, desk.cells()[5], strict=False))
    assert found["Lead ID"] == "L-000077"
    assert found["Phone"] == "+91 98765 11111"
    assert desk.store.read().values("received_at")[-1] == datetime(2026, 11, 3, 9, 15)
    assert found["Next action"] == "=SUM of it, then call"
    assert found["Their own"] == 12.5


def test_all_other_rows_stay_as_they_are(make_desk: Any) -> None:
    desk = make_desk()
    before = desk.cells()
    put_back(desk, gone())
    after = desk.cells()
    assert [row[:9] for row in after[:5]] == [row[:9] for row in before[:5]]


def test_the_next_run_takes_it_for_the_lead_it_was(make_desk: Any) -> None:
    desk = make_desk()
    run(desk)
    put_back(desk, gone())
    run(desk)
    assert column(desk, "Lead ID")[4] == "L-000077"
    assert column(desk, "Follow-up (auto)")[4] == "Due Wed 25 Nov"
    assert run(desk).plan.is_empty


def test_what_is_in_the_sheet_already_is_not_put_there_twice(make_desk: Any) -> None:
    desk = make_desk()
    put_back(desk, gone())
    with pytest.raises(EditRefused, match="L-000077 is in the sheet already"):
        put_back(desk, gone())


def test_a_column_that_is_gone_is_named_with_what_it_held(make_desk: Any) -> None:
    desk = make_desk()
    restoration = planned(desk, gone(quote_value=90_000, company="Iyer & Sons"))
    assert dict(restoration.left) == {
        "Quote value": "the sheet has no such column any more; Quote value held 90000",
        "Company": "the sheet has no such column any more; Company held “Iyer & Sons”",
    }


def test_a_cell_that_a_formula_made_is_left_blank_and_named(make_desk: Any) -> None:
    desk = make_desk()
    lead = Vanished("L-000077", SEEN, CONTENT, frozenset({"Their own"}))
    restoration = planned(desk, lead)
    assert "a formula stood there, which showed 12.5" in dict(restoration.left)["Their own"]
    desk.store.apply(restoration.plan)
    assert len(desk.cells()[5]) < 9 or desk.cells()[5][8] is None


def test_into_a_sheet_without_leads(make_desk: Any) -> None:
    desk = make_desk(ROWS[:1])
    put_back(desk, gone())
    assert desk.cells()[1][0] == "L-000077"


def test_a_sheet_that_changed_since_is_planned_again(make_desk: Any) -> None:
    desk = make_desk()
    if desk.hold is None:
        pytest.skip("there the last look decides")
    plan = planned(desk, gone()).plan
    desk.edit(2, 3, "Asha Rao-Mehta")
    with pytest.raises(WorkbookChanged):
        desk.store.apply(plan)


def test_undo_of_the_run_before_still_works(make_desk: Any) -> None:
    from jobs.commands.undo import undo_last

    desk = make_desk()
    run(desk)
    put_back(desk, gone())
    undone = undo_last(desk.store)
    assert undone is not None
    assert undone.reversal.cells
    assert desk.cells()[5][0] == "L-000077"
