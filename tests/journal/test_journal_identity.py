"""Which sheet a journal is about: moved, copied, restored, another one; and what is no journal."""

import shutil
import sqlite3
from pathlib import Path

import numpy as np
import pytest

from sheetsync.journal import Journal
from tests.journal.sheets import MONDAY, Sheet, lead, leads, row


@pytest.fixture
def sheet(tmp_path: Path) -> Sheet:
    found = Sheet(tmp_path, leads(4), workbook=tmp_path / "leads.xlsx")
    (tmp_path / "leads.xlsx").touch()
    found.run()
    return found


def point_at(sheet: Sheet, workbook: Path) -> None:
    object.__setattr__(sheet.settings, "workbook", workbook)


def notes(sheet: Sheet) -> str:
    return " ".join(note.message for note in sheet.memory().notes)


def test_a_workbook_that_was_renamed_is_the_same(sheet: Sheet, tmp_path: Path) -> None:
    moved = (tmp_path / "leads.xlsx").rename(tmp_path / "Leads 2026.xlsx")
    point_at(sheet, moved)
    sheet.rows.append(row(lead(9)))
    assert sheet.memory().last_read == MONDAY
    sheet.night()
    memory = sheet.memory()
    assert memory.last_read == sheet.now
    assert not np.isnat(memory.appeared_at[4])
    with Journal.open(sheet.path, sheet.now) as journal:
        assert len(journal.book(sheet.settings).runs()) == 2
        assert journal.connection.execute("SELECT count(*) FROM book").fetchone() == (1,)


def test_another_workbook_has_a_memory_of_its_own(sheet: Sheet, tmp_path: Path) -> None:
    (tmp_path / "other.xlsx").touch()
    point_at(sheet, tmp_path / "other.xlsx")
    assert sheet.memory().last_read is None
    assert "remembers another sheet" in notes(sheet)
    sheet.night()
    point_at(sheet, tmp_path / "leads.xlsx")
    assert sheet.memory().last_read == MONDAY


def test_another_tab_of_the_same_leads_is_the_tab_renamed(sheet: Sheet) -> None:
    object.__setattr__(sheet.settings, "tab", "Enquiries")
    assert sheet.memory().last_read == MONDAY


def test_a_copied_journal_is_noticed_once(sheet: Sheet, tmp_path: Path) -> None:
    other = tmp_path / "copy" / "config.journal.db"
    other.parent.mkdir()
    shutil.copy(sheet.path, other)
    with Journal.open(other, MONDAY) as copy, Journal.open(sheet.path, MONDAY) as journal:
        assert copy.copied
        assert not journal.copied
        assert "is a copy of" in copy.notes[0].message
        ids = [each.connection.execute("SELECT value FROM meta WHERE name = 'id'").fetchone()
               for each in (copy, journal)]  # fmt: skip
        assert ids[0] != ids[1]
    with Journal.open(other, MONDAY) as again:
        assert not again.copied
        assert again.notes == ()


def test_a_journal_that_was_moved_is_itself(sheet: Sheet, tmp_path: Path) -> None:
    moved = sheet.path.rename(tmp_path / "moved.journal.db")
    with Journal.open(moved, MONDAY) as journal:
        assert not journal.copied
        assert journal.notes == ()
        assert len(journal.book(sheet.settings).runs()) == 1


def test_an_older_workbook_put_back_makes_no_lead_vanish(sheet: Sheet) -> None:
    older = [list(cells) for cells in sheet.rows], dict(sheet.store.highlights)
    sheet.rows.append(row(lead(9)))
    sheet.night()
    sheet.night()
    sheet.rows[:], sheet.store.highlights = older
    memory = sheet.memory()
    assert memory.vanished == ()
    assert "an earlier version" in notes(sheet)
    sheet.night()
    assert sheet.memory().vanished == ()


def test_a_number_given_since_goes_to_no_other_lead(sheet: Sheet) -> None:
    older = [list(cells) for cells in sheet.rows], dict(sheet.store.highlights)
    sheet.rows.append(row(lead(9)))
    sheet.night()
    sheet.rows[:], sheet.store.highlights = older
    sheet.rows.append(row(lead(8)))
    assert "an earlier version" in notes(sheet)
    sheet.night()
    assert sheet.cell(5, "lead_id") == "L-000006"
    assert "Its row was gone" in sheet.texts("L-000005")[-1]


def test_the_backup_of_the_last_run_put_back_is_an_older_workbook(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path, [lead(n, lead_id=f"E/{n}") for n in range(4)])
    sheet.run()
    sheet.rows.append(row(lead(9, lead_id="E/9")))
    sheet.night()
    backup = [list(cells) for cells in sheet.rows]
    sheet.rows[1] = row(lead(0, lead_id="E/0", status="Contacted"))
    sheet.rows.pop()
    sheet.night()
    assert len(sheet.memory().vanished) == 1
    sheet.rows[:] = backup
    assert sheet.memory().vanished == ()


def test_a_row_deleted_the_day_after_it_came_has_vanished(sheet: Sheet) -> None:
    sheet.rows.append(row(lead(9)))
    sheet.night()
    sheet.rows.pop()
    assert [gone.lead_id for gone in sheet.memory().vanished] == ["L-000005"]


def test_a_damaged_journal_is_moved_aside(sheet: Sheet, tmp_path: Path) -> None:
    sheet.path.write_bytes(b"no database at all" * 100)
    with Journal.open(sheet.path, MONDAY) as journal:
        assert "was damaged" in journal.notes[0].message
        assert journal.kept
    assert (tmp_path / "config.journal.damaged-2026-11-09.db").is_file()


@pytest.mark.parametrize("table", ["block", "event", "read"])
def test_a_journal_damaged_within_costs_a_run_nothing(sheet: Sheet, table: str) -> None:
    with sqlite3.connect(sheet.path) as found:
        if table == "block":
            found.execute("UPDATE block SET data = x'00'")
        else:
            found.execute(f"DROP TABLE {table}")
    result = sheet.night()
    assert any("was damaged" in each.message for each in result.warnings)
    assert sheet.memory().last_read == sheet.now


def test_a_journal_that_cannot_be_written_remembers_for_one_run(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path, leads(2))
    sheet.path.mkdir()
    result = sheet.run()
    assert result.receipt is not None
    assert any("cannot be written" in each.message for each in result.warnings)


def test_a_journal_that_another_program_holds_stops_no_run(
    sheet: Sheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sheetsync.journal.journal.SECONDS_TO_WAIT", 0.05)
    sheet.rows.append(row(lead(9)))
    other = sqlite3.connect(sheet.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    result = sheet.night()
    assert result.receipt is not None
    assert any("is not remembered" in each.message for each in result.warnings)
    other.execute("ROLLBACK")
    other.close()
    sheet.night()
    assert not np.isnat(sheet.memory().appeared_at[4])


def test_a_journal_of_a_newer_version_is_left_as_it_is(sheet: Sheet) -> None:
    with sqlite3.connect(sheet.path) as found:
        found.execute("PRAGMA user_version = 999")
    kept = sheet.path.read_bytes()
    result = sheet.night()
    assert any("newer sheetsync" in each.message for each in result.warnings)
    assert sheet.path.read_bytes() == kept


def test_others_may_not_look_into_it(sheet: Sheet) -> None:
    assert sheet.path.stat().st_mode & 0o077 == 0
