"""A run that loses Google in the instant of its write: the hidden tab still holds what was typed
then, and the next run puts it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from sheetsync.errors import SheetsyncError
from sheetsync.stores.google.copy_before import TITLE
from tests.google import faults
from tests.google.desk import Desk
from tests.google.errors import ApiError
from tests.google.our_marks import copy_tabs
from tests.google.three_leads import (
    FOLLOW_UP,
    NOW,
    STATES,
    at_the_write,
    by_name,
    column,
    emptied,
    run,
    typing,
)

ASIDE = "Typed as a run wrote (sheetsync)"


def cut_off(desk: Desk, *acts: Callable[[], object], spared: int = 0) -> None:
    """A run that people come between; the answer to its write is lost, or that to the one after,
    and from then on Google does not let us in."""
    at_the_write(desk, *acts)
    no = faults.Refused(lambda: ApiError(403, "The caller does not have permission"))
    if spared:
        desk.google.faults.add(no, on="write", skip=spared, times=9)
    else:
        desk.google.faults.add(faults.LostReply(), on="write")
        desk.google.faults.add(no, on="read", skip=3, times=9)
    with pytest.raises(SheetsyncError):
        run(desk)
    desk.google.faults.planned.clear()


@pytest.mark.parametrize("spared", [0, 1])
@pytest.mark.parametrize("value", ["ENQ/7", 12, True, "'=1+1", "=C3&C3"])
def test_the_next_run_puts_back_what_was_typed_then(written: Desk, value: Any, spared: int) -> None:
    cut_off(written, typing(written, 3, "Lead ID", value), spared=spared)
    told = run(written)
    kept = value.removeprefix("'") if isinstance(value, str) else value
    assert by_name(written, "Lead ID")["Ravi"] == kept
    assert by_name(written, FOLLOW_UP) == STATES
    assert any("somebody had typed" in each.message for each in told.warnings)
    assert run(written).plan.is_empty


def test_where_nobody_typed_it_changes_nothing_and_asks_no_more_the_time_after(
    written: Desk,
) -> None:
    cut_off(written)
    before = len(written.google.seen)
    run(written)
    assert written.calls(before) == ["read"] * 5
    before = len(written.google.seen)
    run(written)
    assert written.calls(before) == ["read"] * 2


def test_what_was_typed_over_it_since_stays(written: Desk) -> None:
    cut_off(written, typing(written, 3, FOLLOW_UP, "called him"))
    written.edit(3, column(written, FOLLOW_UP), "called him twice")
    run(written)
    assert by_name(written, FOLLOW_UP) == {**STATES, "Ravi": "called him twice"}


def test_where_rows_were_moved_since_people_are_given_the_tab_that_holds_it(
    written: Desk,
) -> None:
    cut_off(written, typing(written, 3, FOLLOW_UP, "called him"))
    written.person.sort("Leads", "Own")
    told = run(written)
    (tab,) = [each for each in written.file.spreadsheet.sheets if each.title == ASIDE]
    assert not tab.properties.get("hidden")
    assert "called him" in [cell for row in written.cells(ASIDE) for cell in row]
    assert any(ASIDE in each.message for each in told.warnings)
    emptied(written)
    run(written)
    assert "called him" in [cell for row in written.cells(ASIDE) for cell in row]
    assert TITLE in [each.title for each in copy_tabs(written.file.spreadsheet)]


def test_so_it_is_with_what_was_typed_into_a_report_then(written: Desk) -> None:
    written.edit(2, column(written, "Next action date"), date(2026, 11, 3))
    cut_off(written, lambda: written.person.type("'Overdue'!B4", "ask his wife"))
    run(written)
    assert "ask his wife" in [cell for row in written.cells(ASIDE) for cell in row]


def test_where_another_machine_has_written_since_nothing_is_put_back(
    written: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    cut_off(written, typing(written, 3, FOLLOW_UP, "called him"))
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("SHEETSYNC_STATE_DIR", str(tmp_path))
        emptied(written)
        run(written)
    run(written)
    assert by_name(written, FOLLOW_UP) == STATES


def test_plans_and_checks_put_nothing_back(written: Desk) -> None:
    from jobs import registry, runner
    from sheetsync.stores.google.store import GoogleStore

    cut_off(written, typing(written, 3, "Lead ID", "ENQ/7"))
    settings = written.settings(since=date(2026, 10, 1))
    jobs = registry.select(["flag_overdue"], settings)
    before = len(written.google.seen)
    runner.plan(GoogleStore(settings), jobs, settings, NOW)
    assert written.calls(before) == ["read", "read"]
