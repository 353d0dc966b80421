"""What people type between the last read of a run and its write: the batch copies what it writes
over to a hidden tab first, so that it is put back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sheetsync.stores.google import landing, pieces
from tests.google import faults
from tests.google.desk import Desk
from tests.google.three_leads import (
    FOLLOW_UP,
    ROWS,
    STATES,
    at_the_write,
    by_name,
    column,
    run,
    typing,
)

THEIRS = pytest.mark.parametrize("value", ["ENQ/7", 12, True, "'=1+1", "=C3&C3"])


@THEIRS
@pytest.mark.parametrize("header", ["Lead ID", FOLLOW_UP])
def test_what_somebody_types_into_a_cell_in_the_instant_of_its_writing_stays(
    written: Desk, header: str, value: Any
) -> None:
    at_the_write(written, typing(written, 3, header, value))
    told = run(written)
    kept = value.removeprefix("'") if isinstance(value, str) else value
    assert by_name(written, header)["Ravi"] == kept
    others = {name: state for name, state in by_name(written, FOLLOW_UP).items() if name != "Ravi"}
    assert others == {name: state for name, state in STATES.items() if name != "Ravi"}
    assert any("1 cell was left alone: somebody had typed" in w.message for w in told.warnings)


def test_that_takes_one_write_more_and_no_typing_none(written: Desk) -> None:
    at_the_write(written, typing(written, 3, "Lead ID", "ENQ/7"))
    before = len(written.google.seen)
    run(written)
    assert written.calls(before) == ["read", "read", "read", "write", "write"]
    written.edit(2, column(written, FOLLOW_UP), None)
    before = len(written.google.seen)
    run(written)
    assert written.calls(before) == ["read", "read", "read", "write"]


def test_what_is_typed_while_it_is_put_back_stays_too(written: Desk) -> None:
    at_the_write(written, typing(written, 3, "Lead ID", "ENQ/7"))
    at_the_write(written, typing(written, 3, "Lead ID", "ENQ/8"))
    run(written)
    assert by_name(written, "Lead ID")["Ravi"] == "ENQ/8"


def test_a_header_typed_where_a_new_column_begins_stays(desk: Desk) -> None:
    at_the_write(desk, lambda: desk.edit(1, 7, "Their new one"), lambda: desk.edit(3, 7, "said"))
    run(desk)
    assert by_name(desk, "Their new one") == {"Asha": None, "Ravi": "said", "Meera": None}
    assert by_name(desk, FOLLOW_UP) == STATES
    assert run(desk).plan.is_empty


def test_what_is_typed_and_sorted_away_in_that_instant_stays_with_its_lead(written: Desk) -> None:
    at_the_write(
        written,
        typing(written, 3, "Lead ID", "ENQ/7"),
        typing(written, 2, FOLLOW_UP, "called him"),
        lambda: written.person.sort("Leads", "Own"),
    )
    run(written)
    assert by_name(written, "Own") == {row[1]: row[5] for row in ROWS}
    assert by_name(written, "Lead ID")["Ravi"] == "ENQ/7"
    assert by_name(written, FOLLOW_UP) == {**STATES, "Asha": "called him"}


def test_a_row_that_comes_with_its_own_words_in_that_instant_keeps_them(written: Desk) -> None:
    def comes() -> None:
        written.person.insert_rows("Leads", 3)
        row: list[Any] = [None] * column(written, FOLLOW_UP)
        row[:3], row[-1] = ["ENQ/9", "Noor", "9876543209"], "she calls back"
        written.put([row], top=3)

    at_the_write(written, comes)
    run(written)
    assert by_name(written, "Lead ID")["Noor"] == "ENQ/9"
    assert by_name(written, FOLLOW_UP) == {**STATES, "Noor": "she calls back"}


def test_what_is_typed_as_columns_move_stays_too(written: Desk) -> None:
    at_the_write(
        written,
        typing(written, 3, "Lead ID", "ENQ/7"),
        lambda: written.person.move_column("Leads", "Own", "Lead ID"),
    )
    run(written)
    assert by_name(written, "Own") == {row[1]: row[5] for row in ROWS}
    assert by_name(written, "Lead ID")["Ravi"] == "ENQ/7"
    assert by_name(written, FOLLOW_UP) == STATES


def test_in_each_piece_of_a_large_plan(written: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(landing, "batches", lambda them: pieces.batches(them, 200))
    at_the_write(written, typing(written, 2, "Lead ID", "ENQ/7"))
    at_the_write(written, typing(written, 3, FOLLOW_UP, "called him"))
    run(written)
    assert by_name(written, "Lead ID")["Asha"] == "ENQ/7"
    assert by_name(written, FOLLOW_UP) == {**STATES, "Ravi": "called him"}


def test_where_the_answer_is_lost(written: Desk) -> None:
    at_the_write(written, typing(written, 3, "Lead ID", "ENQ/7"))
    written.google.faults.add(faults.LostReply(), on="write")
    run(written)
    assert by_name(written, "Lead ID")["Ravi"] == "ENQ/7"


def test_what_somebody_types_into_a_report_as_it_is_rewritten_is_kept_on_a_tab(
    written: Desk,
) -> None:
    written.edit(2, column(written, "Next action date"), date(2026, 11, 3))
    at_the_write(written, lambda: written.person.type("'Overdue'!B4", "ask his wife"))
    told = run(written)
    assert told.receipt is not None
    (title,) = told.receipt.kept
    assert "ask his wife" in [cell for row in written.cells(title) for cell in row]
    assert "ask his wife" not in [cell for row in written.cells("Overdue") for cell in row]
    assert run(written).plan.is_empty


def test_a_report_nobody_types_into_is_not(written: Desk) -> None:
    for day in (3, 4):
        written.edit(2, column(written, "Next action date"), date(2026, 11, day))
        before = len(written.google.seen)
        told = run(written)
        assert told.receipt is not None
        assert told.receipt.kept == ()
        assert written.calls(before) == ["read", "read", "read", "write"]


def test_rows_that_move_again_as_they_are_put_right_are_put_right_once_more(written: Desk) -> None:
    at_the_write(written, lambda: written.person.delete_rows("Leads", 4))
    at_the_write(written, lambda: written.person.insert_rows("Leads", 2))
    told = run(written)
    ids = [row[0] for row in written.cells()[1:]]
    assert ids[0] is None
    assert len({*ids[1:]} - {None}) == 2
    assert by_name(written, FOLLOW_UP) == {name: STATES[name] for name in ("Asha", "Ravi")}
    assert not any("put right" in warning.message for warning in told.warnings)


def test_a_header_renamed_as_rows_are_put_right_leaves_them_right(written: Desk) -> None:
    at_the_write(
        written,
        lambda: written.person.sort("Leads", "Own"),
        lambda: written.person.insert_rows("Leads", 2),
    )
    at_the_write(written, lambda: written.person.rename_header("Leads", "Phone", "Mobile"))
    run(written)
    assert written.cells()[1][0] is None
    assert by_name(written, FOLLOW_UP) == STATES


def test_of_two_rows_that_look_alike_each_keeps_what_was_typed_into_it(written: Desk) -> None:
    def copies_a_row() -> None:
        written.person.insert_rows("Leads", 2)
        written.person.copy_row("Leads", 3, 2)
        written.edit(2, 1, "ENQ/7")

    at_the_write(written, copies_a_row)
    run(written)
    assert written.cells()[1][0] == "ENQ/7"
