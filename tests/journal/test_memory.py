"""What the journal learns from comparing each read with the last."""

from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from sheetsync.errors import WorkbookOpen
from sheetsync.journal import Journal
from tests.journal.sheets import MONDAY, Sheet, lead, leads, row

NAT = np.datetime64("NaT")
TUESDAY = np.datetime64("2026-11-10T21:00:00")
WEDNESDAY = np.datetime64("2026-11-11T21:00:00")


@pytest.fixture
def sheet(tmp_path: Path) -> Sheet:
    return Sheet(tmp_path, leads(3))


def test_of_rows_that_were_there_at_the_first_read_nothing_is_known(sheet: Sheet) -> None:
    sheet.run()
    memory = sheet.memory()
    assert memory.last_read == MONDAY
    for name in ("appeared_at", "appeared_after", "answered_by", "answered_after", "stage_since"):
        assert np.isnat(getattr(memory, name)).all(), name
    assert memory.pushed_back.tolist() == [0, 0, 0]


def test_a_row_appeared_between_the_read_that_shows_it_and_the_one_before(sheet: Sheet) -> None:
    sheet.run()
    sheet.rows.insert(2, row(lead(9)))
    sheet.night()
    memory = sheet.memory()
    assert memory.appeared_at[1] == TUESDAY
    assert memory.appeared_after[1] == np.datetime64("2026-11-09T21:00:00")
    assert memory.stage_since[1] == TUESDAY
    assert np.isnat(memory.appeared_at[[0, 2, 3]]).all()
    assert sheet.texts("L-000004") == ["Tue 10 Nov 21:00: First seen (since Mon 9 Nov 21:00)"]


def test_received_at_of_a_row_that_appeared_is_filled_and_stays_as_it_is(sheet: Sheet) -> None:
    sheet.run()
    sheet.rows.append(row(lead(9, received_at=None)))
    sheet.night()
    assert sheet.cell(4, "received_at") == datetime(2026, 11, 10, 21, 0)
    assert str(sheet.cell(4, "response")).startswith("Due Wed 11 Nov 10:00")
    assert sheet.run().plan.is_empty
    assert sheet.night("highlight_sla").plan.conflicts == ()
    assert sheet.cell(4, "received_at") == datetime(2026, 11, 10, 21, 0)


def test_received_at_is_not_filled_in_rows_of_the_first_read(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path, [lead(1, received_at=None)])
    sheet.run()
    sheet.night()
    assert sheet.cell(1, "received_at") is None


@pytest.mark.parametrize(("days", "filled"), [(4, True), (5, False)])
def test_received_at_is_not_filled_after_days_without_a_look(
    sheet: Sheet, days: int, filled: bool
) -> None:
    sheet.run()
    sheet.rows.append(row(lead(9, received_at=None)))
    sheet.now += timedelta(days=days)
    sheet.run()
    assert (sheet.cell(4, "received_at") is not None) == filled


def test_no_column_is_made_for_it(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path, [])
    sheet.rows[:] = [["Name", "Phone", "Status"], ["Asha", "9812345678", "New"]]
    sheet.run()
    sheet.rows.append(["Ravi", "9812345679", "New"])
    sheet.night()
    assert "Received at" not in sheet.rows[0]


def test_an_answer_first_showed_between_two_reads(sheet: Sheet) -> None:
    sheet.run()
    sheet.put(1, status="Contacted")
    sheet.put(2, follow_ups=1)
    sheet.put(3, last_contact_at=datetime(2026, 11, 10, 12, 0))
    sheet.night()
    sheet.night()
    memory = sheet.memory()
    assert (memory.answered_by == TUESDAY).all()
    assert (memory.answered_after == np.datetime64("2026-11-09T21:00:00")).all()


def test_of_a_row_that_came_with_an_answer_nobody_knows_since_when(sheet: Sheet) -> None:
    sheet.run()
    sheet.rows.append(row(lead(9, status="Contacted")))
    sheet.night()
    memory = sheet.memory()
    assert memory.answered_by[3] == TUESDAY
    assert np.isnat(memory.answered_after[3])


def test_an_answer_that_is_taken_back_was_none(sheet: Sheet) -> None:
    sheet.run()
    sheet.put(1, status="Contacted")
    sheet.night()
    sheet.put(1, status="New")
    assert np.isnat(sheet.memory().answered_by[0])


def test_a_stage_holds_since_the_read_that_first_showed_it(sheet: Sheet) -> None:
    sheet.run()
    sheet.put(1, status="Contacted")
    sheet.night()
    sheet.night()
    assert sheet.memory().stage_since[0] == TUESDAY
    assert "Tue 10 Nov 21:00: Status: New → Contacted (since Mon 9 Nov 21:00)" in sheet.texts(
        "L-000001"
    )


def test_a_changed_config_changes_no_stage(sheet: Sheet) -> None:
    sheet.put(1, status="Warm")
    sheet.run()
    words = {**sheet.settings.choice_words}
    words["status"] = {**words["status"], "warm": "Qualified"}
    object.__setattr__(sheet.settings, "choice_words", words)
    sheet.night()
    assert np.isnat(sheet.memory().stage_since[0])
    assert sheet.texts("L-000001") == []


def test_a_date_is_pushed_back_again_and_again_until_there_is_a_contact(sheet: Sheet) -> None:
    sheet.put(1, next_action_date=date(2026, 11, 9))
    sheet.run()
    for day in (12, 13, 16):
        sheet.put(1, next_action_date=date(2026, 11, day))
        sheet.night()
    assert sheet.memory().pushed_back.tolist() == [3, 0, 0]
    assert sheet.texts("L-000001")[-1] == (
        "Thu 12 Nov 21:00: Next action date moved from Fri 13 Nov to Mon 16 Nov "
        "(since Wed 11 Nov 21:00)"
    )
    sheet.put(1, next_action_date=date(2026, 11, 20), last_contact_at=date(2026, 11, 13))
    assert sheet.memory().pushed_back[0] == 0


def test_a_date_set_for_the_first_time_is_not_pushed_back(sheet: Sheet) -> None:
    sheet.run()
    sheet.put(1, next_action_date=date(2026, 11, 12))
    assert sheet.memory().pushed_back[0] == 0


def test_a_row_that_is_gone_is_remembered_with_what_it_held(sheet: Sheet) -> None:
    sheet.put(2, budget="1.2L", notes="calls\nback", needed_by=date(2026, 12, 1))
    sheet.run()
    del sheet.rows[2]
    (gone,) = sheet.memory().vanished
    assert gone.lead_id == "L-000002"
    assert gone.last_seen == MONDAY
    assert gone.content == {
        "lead_id": "L-000002", "received_at": datetime(2026, 11, 2, 10), "name": "Person 2",
        "phone": "9800000002", "status": "New", "owner": "Asha", "budget": "1.2L",
        "notes": "calls\nback", "needed_by": date(2026, 12, 1),
    }  # fmt: skip
    sheet.night()
    (again,) = sheet.memory().vanished
    assert again == gone
    assert sheet.texts("L-000002") == ["Tue 10 Nov 21:00: Its row was gone (since Mon 9 Nov 21:00)"]


def test_columns_of_the_business_own_are_remembered_by_header(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path, [])
    sheet.rows[:] = [
        ["Name", "Phone", "Status", "Shoe size", "Shoe size"],
        ["Asha", 9812345678, "New", 38, "x"],
    ]
    sheet.rows.append(["Ravi", "9812345679", "New"])
    sheet.run("validate_rows")
    del sheet.rows[1]
    (gone,) = sheet.memory().vanished
    assert gone.content["Shoe size"] == 38
    assert gone.content["Shoe size #2"] == "x"
    assert gone.content["phone"] == 9812345678


def test_a_row_put_back_is_no_longer_gone_and_keeps_its_past(sheet: Sheet) -> None:
    sheet.run()
    sheet.rows.append(row(lead(9)))
    sheet.night()
    kept = sheet.rows.pop(4)
    sheet.night()
    assert len(sheet.memory().vanished) == 1
    sheet.rows.insert(1, kept)
    sheet.night()
    memory = sheet.memory()
    assert memory.vanished == ()
    assert memory.appeared_at[0] == TUESDAY
    assert [line.kind for line in sheet.story("L-000004")] == ["appeared", "vanished", "returned"]


def test_after_thirty_days_nobody_speaks_of_a_gone_row(sheet: Sheet) -> None:
    sheet.run()
    del sheet.rows[2]
    sheet.night()
    sheet.now += timedelta(days=28)
    assert len(sheet.memory().vanished) == 1
    sheet.now += timedelta(days=2)
    assert sheet.memory().vanished == ()


def test_a_run_whose_write_failed_has_read_all_the_same(sheet: Sheet) -> None:
    sheet.run()
    sheet.rows.append(row(lead(9, received_at=None)))
    sheet.store.held_by = "Asha"
    with pytest.raises(WorkbookOpen):
        sheet.night()
    sheet.store.held_by = ""
    sheet.night()
    assert sheet.memory().appeared_at[3] == TUESDAY
    assert sheet.cell(4, "received_at") == datetime(2026, 11, 10, 21, 0)
    assert sheet.texts("L-000004") == ["Tue 10 Nov 21:00: First seen (since Mon 9 Nov 21:00)"]


def test_a_lead_id_given_by_hand_changes_nothing(sheet: Sheet) -> None:
    sheet.run()
    sheet.rows.append(row(lead(9)))
    sheet.night()
    sheet.put(4, lead_id="ENQ/9")
    sheet.night()
    memory = sheet.memory()
    assert memory.vanished == ()
    assert memory.appeared_at[3] == TUESDAY
    assert [line.kind for line in sheet.story("ENQ/9")] == ["appeared"]


@pytest.mark.parametrize("lead_id", [None, "ENQ/7"])
def test_a_row_that_is_renumbered_and_mended_at_once_is_no_new_lead(
    tmp_path: Path, lead_id: str | None
) -> None:
    sheet = Sheet(tmp_path, [lead(1, received_at=None)])
    sheet.night()
    sheet.put(1, lead_id=lead_id, name="Mended")
    sheet.night()
    assert sheet.cell(1, "received_at") is None
    assert sheet.memory().vanished == ()


def test_a_copied_row_is_the_newer_one(sheet: Sheet) -> None:
    sheet.run()
    copy = list(sheet.rows[1])
    sheet.rows.insert(1, copy)
    sheet.put(1, name="Person 10", phone="9800000010")
    memory = sheet.memory()
    assert memory.vanished == ()
    assert not np.isnat(memory.appeared_at[0])
    assert np.isnat(memory.appeared_at[1:]).all()


def test_the_clock_may_be_put_back(sheet: Sheet) -> None:
    sheet.run()
    sheet.rows.append(row(lead(9)))
    sheet.now -= timedelta(hours=1)
    sheet.run()
    assert sheet.memory().appeared_at[3] == np.datetime64("2026-11-09T20:00:00")


def test_runs_are_remembered_with_how_they_ended(sheet: Sheet) -> None:
    sheet.run()
    sheet.store.held_by = "Asha"
    sheet.rows.append(row(lead(9)))
    with pytest.raises(WorkbookOpen):
        sheet.night()
    with Journal.open(sheet.path, sheet.now) as journal:
        last, first = journal.book(sheet.settings).runs()
    assert (first.outcome, last.outcome) == ("done", "open")
    assert first.receipt
    assert first.receipt["cells"] > 0
    assert first.started == MONDAY


def test_a_journal_deleted_is_begun_afresh(sheet: Sheet) -> None:
    sheet.run()
    sheet.path.unlink()
    sheet.rows.append(row(lead(9, received_at=None)))
    sheet.night()
    assert sheet.cell(4, "received_at") is None
    assert sheet.memory().last_read == sheet.now
