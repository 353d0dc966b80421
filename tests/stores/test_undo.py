"""`undo` reverses the last run where our values still stand, in every store, and says what it
left."""

from __future__ import annotations

import json
import stat
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import settings as hypothesis_settings

from jobs import runner
from jobs.cli import cli
from jobs.commands.undo import Undone, undo_last
from sheetsync.errors import GuardRefused, WorkbookOpen, WriteFailed
from sheetsync.stores.memory import MemoryStore
from sheetsync.stores.own_files import state_folder
from sheetsync.stores.records import Records, as_json, from_json
from sheetsync.undo import Record, WrittenColumn
from tests.property.test_idempotence import JOBS, SETTINGS, sheets
from tests.stores.test_contract import (
    EVERY_STORE,
    HEADERS,
    NOW,
    ROWS,
    STORES,
    Desk,
    clear_row,
    column,
    run,
    settings_of,
)

OURS = ("Issues (auto)", "Response (auto)", "Follow-up (auto)")


@pytest.fixture(params=EVERY_STORE)
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    with ExitStack() as stack:
        yield STORES[request.param](tmp_path, ROWS, stack)


def undone(desk: Desk) -> Undone:
    found = undo_last(desk.store)
    assert found is not None
    return found


def without_ours(desk: Desk) -> list[list[Any]]:
    return [row[: len(HEADERS)] + [None] * (len(HEADERS) - len(row)) for row in desk.cells()]


# --- what stands goes back ------------------------------------------------------------------------


def test_every_cell_is_as_it_was_before_the_run(desk: Desk) -> None:
    before = without_ours(desk)
    run(desk)
    found = undone(desk)
    assert without_ours(desk) == before
    assert found.reversal.left == ()
    assert found.reversal.cells == found.record.cells > 0


def test_columns_that_the_run_added_stay_and_are_empty(desk: Desk) -> None:
    run(desk)
    undone(desk)
    assert tuple(desk.cells()[0][len(HEADERS) :]) == OURS
    assert all(set(column(desk, header)) == {None} for header in OURS)


def test_what_stood_in_a_machine_cell_before_comes_back(desk: Desk) -> None:
    run(desk)
    overdue = column(desk, "Follow-up (auto)")[1]
    desk.edit(3, 8, datetime(2026, 11, 25))
    run(desk)
    assert column(desk, "Follow-up (auto)")[1] == "Due Wed 25 Nov"
    undone(desk)
    assert column(desk, "Follow-up (auto)")[1] == overdue


def test_the_next_run_writes_it_all_again(desk: Desk) -> None:
    run(desk)
    after = [row[1:] for row in desk.cells()]
    undone(desk)
    run(desk)
    assert [row[1:] for row in desk.cells()] == after
    assert run(desk).plan.is_empty


def test_the_number_of_a_lead_id_that_was_undone_is_not_given_again(desk: Desk) -> None:
    run(desk)
    assert column(desk, "Lead ID")[1] == "L-000002"
    undone(desk)
    assert column(desk, "Lead ID")[1] is None
    run(desk)
    assert column(desk, "Lead ID")[1] == "L-000003"


# --- what does not stand any more is left ---------------------------------------------------------


def test_a_cell_somebody_changed_since_is_left_and_named(desk: Desk) -> None:
    run(desk)
    at = desk.cells()[0].index("Follow-up (auto)") + 1
    desk.edit(3, at, "rang her, wants layouts")
    (left,) = undone(desk).reversal.left
    assert (left.lead_id, left.field, left.reason) == (
        "L-000002", "follow_up", "it says something else by now",
    )  # fmt: skip
    assert column(desk, "Follow-up (auto)")[1] == "rang her, wants layouts"
    assert column(desk, "Issues (auto)")[1] is None


def test_rows_are_found_by_their_lead_id_after_a_sort(desk: Desk) -> None:
    run(desk)
    rows = deepcopy(desk.cells())
    for number, row in ((2, rows[4]), (5, rows[1])):
        for at in range(len(rows[0])):
            desk.edit(number, at + 1, row[at] if at < len(row) else None)
    assert undone(desk).reversal.left == ()
    assert set(column(desk, "Follow-up (auto)")) == {None}


def test_a_row_that_is_gone_is_left_and_named(desk: Desk) -> None:
    run(desk)
    clear_row(desk, 2)
    left = undone(desk).reversal.left
    assert {each.lead_id for each in left} == {"L-000001"}
    assert {each.place for each in left} == {"L-000001"}
    assert {each.reason for each in left} == {"no row has this Lead ID any more, or two have it"}


def test_a_row_that_was_copied_since_is_left_alone_with_its_copy(desk: Desk) -> None:
    run(desk)
    for at, value in enumerate(deepcopy(desk.cells()[1]), 1):
        desk.edit(4, at, value)
    left = undone(desk).reversal.left
    assert {each.lead_id for each in left} == {"L-000001"}
    assert column(desk, "Follow-up (auto)")[0] == column(desk, "Follow-up (auto)")[2] is not None


def test_a_column_that_is_gone_is_named_once(desk: Desk) -> None:
    run(desk)
    at = desk.cells()[0].index("Issues (auto)") + 1
    desk.edit(1, at, "Ours now")
    (left,) = undone(desk).reversal.left
    assert (left.place, left.reason) == (
        "Issues (auto)", "the column is gone; nothing of it was put back",
    )  # fmt: skip


# --- one run after the other ----------------------------------------------------------------------


def test_a_second_undo_reverses_the_run_before(desk: Desk) -> None:
    before = without_ours(desk)
    run(desk)
    desk.edit(3, 5, "Lost")
    run(desk)
    first = undone(desk)
    assert first.earlier is not None
    second = undone(desk)
    assert second.earlier is None
    desk.edit(3, 5, "Contacted")
    assert without_ours(desk) == before


def test_when_every_run_is_undone_there_is_none_left(desk: Desk) -> None:
    assert undo_last(desk.store) is None
    run(desk)
    undone(desk)
    assert undo_last(desk.store) is None


def test_a_run_that_changed_nothing_leaves_nothing_to_undo(desk: Desk) -> None:
    run(desk)
    run(desk)
    undone(desk)
    assert undo_last(desk.store) is None


def test_a_run_that_wrote_nothing_leaves_nothing_to_undo(desk: Desk) -> None:
    def full(_plan: Any) -> Any:
        raise WriteFailed("the disk is full")

    desk.store.apply = full  # type: ignore[assignment,method-assign]
    with pytest.raises(WriteFailed):
        run(desk)
    assert desk.store.last_record() is None


def test_a_save_between_its_read_and_its_write_survives(desk: Desk) -> None:
    run(desk)
    apply = desk.store.apply
    saved: list[bool] = []

    def somebody_saves_first(plan: Any) -> Any:
        if not saved:
            saved.append(True)
            desk.edit(3, 3, "Ravi Kumar")
        return apply(plan)

    desk.store.apply = somebody_saves_first  # type: ignore[method-assign]
    assert undone(desk).reversal.left == ()
    assert desk.cells()[2][2] == "Ravi Kumar"


def test_neither_does_the_guard_stop_an_undo_nor_an_undo_trip_the_guard(desk: Desk) -> None:
    run(desk)
    undone(desk)
    run(desk)
    for row in (2, 3, 5):
        clear_row(desk, row)
    with pytest.raises(GuardRefused):
        run(desk)
    found = undone(desk)
    assert found.receipt is None
    assert len(found.reversal.left) == found.record.cells


@given(sheets())
@hypothesis_settings(max_examples=60, deadline=None)
def test_a_run_and_its_undo_leave_any_sheet_as_it_was(rows: list[list[Any]]) -> None:
    before = deepcopy(rows)
    store = MemoryStore(rows, SETTINGS)
    header = store.read().headers.row
    result = runner.run(store, JOBS, SETTINGS, NOW)
    assert result.receipt is not None
    found = undo_last(store)
    assert found is not None
    assert found.reversal.left == ()
    for number, (old, new) in enumerate(zip(before, store.rows, strict=True), 1):
        assert new[: len(old)] == old
        assert number == header or not any(new[len(old) :])


# --- what is kept ---------------------------------------------------------------------------------


def a_record(version: str, at: datetime = NOW) -> Record:
    values = [np.array(each, dtype=object) for each in (["L-1", "L-2"], [None, "x"], ["Due", 3])]
    return Record(at, ("flag_overdue",), version, (WrittenColumn("follow_up", *values),))


def test_a_record_is_the_same_after_it_was_kept() -> None:
    leads = np.array(["L-1", "L-2"], dtype=object)
    days = np.array([date(2026, 11, 23), datetime(2026, 11, 23, 10, 0)], dtype=object)
    columns = (WrittenColumn("next_action_date", leads, days, days),)
    record = replace(a_record("v1"), columns=columns, new_columns=("issues",), tabs=("Overdue",))
    again = from_json(json.loads(json.dumps(as_json(record))))
    assert as_json(again) == as_json(record)
    assert list(map(type, again.columns[0].new)) == [date, datetime]


def test_the_newest_record_is_the_last_one_and_a_broken_one_is_passed_over(tmp_path: Path) -> None:
    records = Records(tmp_path)
    for version in ("v1", "v2"):
        records.keep(a_record(version))
    (tmp_path / "v3.json").write_text('{"at": "2026')
    (tmp_path / "v4.json").write_text("[]")
    last = records.last()
    assert last is not None
    assert last.version == "v2"
    records.drop(last)
    assert (records.last() or last).version == "v1"


def test_a_run_that_never_came_to_an_end_is_replaced_by_the_one_after_it(tmp_path: Path) -> None:
    records = Records(tmp_path)
    (tmp_path / ".writing-abc").write_text("cut off")
    records.keep(a_record("v1"))
    records.keep(a_record("v1", NOW + timedelta(minutes=1)))
    assert len([*tmp_path.iterdir()]) == 1


def test_records_are_thinned_as_backups_are(tmp_path: Path) -> None:
    import os

    records = Records(tmp_path)
    for hour in range(60):
        records.keep(a_record(f"v{hour:02}"))
        moment = (datetime(2026, 11, 1, tzinfo=UTC) + timedelta(hours=hour)).timestamp()
        os.utime(tmp_path / f"v{hour:02}.json", (moment, moment))
    assert 5 <= len([*tmp_path.iterdir()]) <= 9


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_nobody_else_can_read_what_runs_wrote_and_it_names_nobody(tmp_path: Path) -> None:
    desk = STORES["excel"](tmp_path, ROWS)
    run(desk)
    (kept,) = [path for path in state_folder().rglob("*.json") if path.is_file()]
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700
    text = kept.read_text(encoding="utf-8")
    assert not any(word in text for word in ("Asha Rao", "9876543210", "98200", "Meera"))


def test_without_a_place_for_the_record_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = STORES["excel"](tmp_path, ROWS)
    before = settings_of(desk).workbook.read_bytes()

    def full(_records: Records, _record: Record) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Records, "keep", full)
    with pytest.raises(WriteFailed, match=r"No space left on device.*nothing was written"):
        run(desk)
    assert settings_of(desk).workbook.read_bytes() == before


def test_an_open_workbook_is_not_undone_and_can_be_later(tmp_path: Path) -> None:
    desk = STORES["excel"](tmp_path, ROWS)
    run(desk)
    mark = settings_of(desk).workbook.with_name("~$leads.xlsx")
    mark.write_bytes(bytes([4]) + b"Asha" + bytes(160))
    with pytest.raises(WorkbookOpen):
        undo_last(desk.store)
    mark.unlink()
    assert undone(desk).reversal.left == ()


# --- the command ----------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    STORES["excel"](tmp_path, ROWS)
    (tmp_path / "config.yaml").write_text(
        "workbook: leads.xlsx\ntimezone: Asia/Kolkata\nphone_region: IN\nteam: [Asha]\n"
        "hours: {mon-sat: '09:00-18:00'}\nsince: 2026-10-01\nruns: {nightly: [flag_overdue]}\n"
    )
    return tmp_path


def command(folder: Path, *words: str) -> Result:
    said = CliRunner().invoke(cli, [words[0], "--config", str(folder / "config.yaml"), *words[1:]])
    assert said.exception is None, said.output
    return said


def test_the_command_says_what_it_put_back_and_what_stays(folder: Path) -> None:
    assert command(folder, "undo").output == "leads.xlsx: there is no run to undo.\n"
    command(folder, "run", "nightly", "--now", "2026-11-21T20:00")
    said = command(folder, "undo").output
    assert "✓ leads.xlsx: the run of 21 Nov 2026 20:00 (flag_overdue) is undone" in said
    assert "cells put back; the next run writes them again" in said
    assert "Columns it added stay, empty: Follow-up (auto)" in said
    assert "Report tabs and colour rules stay as they are" in said
    assert command(folder, "undo").output == "leads.xlsx: there is no run to undo.\n"


def test_the_command_says_that_a_run_wrote_report_tabs_alone(folder: Path) -> None:
    command(folder, "run", "weekly_summary", "--now", "2026-11-21T20:00")
    command(folder, "run", "weekly_summary", "--now", "2026-11-14T20:00")
    said = command(folder, "undo").output
    assert "(weekly_summary) wrote can be put back: it wrote no cells" in said
    assert "sheetsync undo once more undoes the run of 21 Nov 2026 20:00 (weekly_summary)." in said


def test_the_command_speaks_to_programs(folder: Path) -> None:
    assert json.loads(command(folder, "undo", "--json").output) == {"undone": None}
    command(folder, "run", "nightly", "--now", "2026-11-21T20:00")
    said = json.loads(command(folder, "undo", "--json").output)
    assert said["undone"] == {"at": "2026-11-21T20:00:00+05:30", "jobs": ["flag_overdue"]}
    assert said["put_back"] == said["receipt"]["cells"] > 0
    assert (said["left"], said["columns_kept"]) == ([], ["Follow-up (auto)"])
    assert said["tabs_kept"] == ["Overdue"]
