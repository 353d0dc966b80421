"""A journal stays small, goes on knowing older files, and costs little."""

import sqlite3
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from sheetsync.journal import Journal, database, ddl
from sheetsync.journal.events import KEPT_DAYS
from sheetsync.journal.packing import Packing
from sheetsync.journal.runs import CUT_OFF
from sheetsync.leads import parse
from sheetsync.stores.excel.store import ExcelStore
from tests.journal.sheets import MONDAY, Sheet, lead, leads, row


def test_what_is_long_past_is_told_as_a_count(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path, leads(2))
    sheet.run()
    for status in ("Contacted", "Qualified", "Quoted"):
        sheet.put(1, status=status)
        sheet.night()
    sheet.now += timedelta(days=KEPT_DAYS, hours=-1)
    sheet.run()
    assert sheet.texts("L-000001") == [
        "10 Nov 2026: First seen answered",
        "Up to 11 Nov 2026: 2 changes of status",
        "Thu 12 Nov 2026 21:00: Status: Qualified → Quoted (since Wed 11 Nov 2026 21:00)",
    ]
    sheet.put(1, status="Won")
    sheet.night()
    assert sheet.texts("L-000001")[1] == "Up to 12 Nov 2026: 3 changes of status"


def test_of_runs_long_past_the_last_of_each_day_is_kept(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path, leads(2))
    for hours in range(0, 72, 6):
        sheet.now = MONDAY + timedelta(hours=hours)
        sheet.run("validate_rows")
    sheet.now += timedelta(days=100)
    sheet.run("validate_rows")
    with Journal.open(sheet.path, sheet.now) as journal:
        started = [run.started for run in journal.book(sheet.settings).runs()]
    assert len(started) == 5
    assert len({moment.date() for moment in started}) == 5


def test_a_run_that_never_ended_was_cut_off(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path, leads(1))
    with Journal.open(sheet.path, sheet.now) as journal:
        journal.book(sheet.settings).run_started(["nightly"], sheet.now)
    sheet.night()
    with Journal.open(sheet.path, sheet.now) as journal:
        assert [run.outcome for run in journal.book(sheet.settings).runs()] == ["done", CUT_OFF]


def test_an_unchanged_sheet_makes_no_journal_grow(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path, leads(50))
    sheet.run()
    sheet.night()
    before = sheet.path.stat().st_size
    for _ in range(8):
        sheet.night()
    assert sheet.path.stat().st_size <= before + 8192


def test_an_older_journal_is_brought_up_to_date_step_by_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = Sheet(tmp_path, leads(2))
    sheet.run()
    later = (
        "CREATE TABLE added (book INTEGER)",
        "ALTER TABLE run ADD COLUMN why TEXT",
    )
    monkeypatch.setattr(database, "STEPS", (*ddl.STEPS, later))
    sheet.rows.append(row(lead(9)))
    sheet.night()
    assert not np.isnat(sheet.memory().appeared_at[2])
    with sqlite3.connect(sheet.path) as found:
        assert found.execute("PRAGMA user_version").fetchone() == (len(ddl.STEPS) + 1,)
        assert found.execute("SELECT count(*) FROM added").fetchone() == (0,)


def test_a_step_is_done_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = Sheet(tmp_path, leads(2))
    sheet.run()
    wrong = ("CREATE TABLE added (book INTEGER)", "ALTER TABLE nowhere ADD COLUMN why TEXT")
    monkeypatch.setattr(database, "STEPS", (*ddl.STEPS, wrong))
    with sqlite3.connect(sheet.path, isolation_level=None) as found:
        with pytest.raises(sqlite3.OperationalError):
            database.bring_up_to_date(found)
        assert found.execute("PRAGMA user_version").fetchone() == (len(ddl.STEPS),)
        assert "added" not in {name for (name,) in found.execute("SELECT name FROM sqlite_master")}


def test_a_journal_without_a_version_of_ours_gets_all_tables(tmp_path: Path) -> None:
    path = tmp_path / "config.journal.db"
    sqlite3.connect(path).close()
    with Journal.open(path, MONDAY) as journal:
        assert journal.notes == ()
        assert journal.connection.execute("SELECT count(*) FROM read").fetchone() == (0,)


def test_a_workbook_read_by_array_arithmetic_is_remembered_cell_by_cell(tmp_path: Path) -> None:
    """What the store knows of cells of its own accord is kept as arrays."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    tab = book.active
    tab.title = "Leads"
    headers = ["Name", "Phone", "Status", "Received at", "Needed by", "Budget", "Odd"]
    tab.append(headers)
    moment = datetime(2026, 11, 2, 10, 30)
    for number in range(5000):
        tab.append([f"P {number}", 9_800_000_000 + number, "New", moment, moment.date(), 1.5, True])
    path = tmp_path / "leads.xlsx"
    book.save(path)
    sheet = Sheet(tmp_path, [], workbook=path)
    snapshot = ExcelStore(sheet.settings).read()
    with Journal.open(sheet.path, MONDAY) as journal:
        journal.book(sheet.settings).record(parse(snapshot, sheet.settings), snapshot, MONDAY)
        del book["Leads"]
        tab = book.create_sheet("Leads")
        tab.append(headers)
        tab.append(["P 5", 9_800_000_005, "New", moment, moment.date(), 1.5, True])
        book.save(path)
        later = ExcelStore(sheet.settings).read()
        memory = journal.book(sheet.settings).memory(
            parse(later, sheet.settings), later, MONDAY + timedelta(days=1)
        )
    assert memory.missing.leads_before == 5000
    assert memory.missing.gone == 4999
    assert np.isnat(memory.appeared_at).all()
    last = memory.vanished[-1]
    assert last.content == {
        "name": "P 4999", "phone": 9_800_004_999, "status": "New", "received_at": moment,
        "needed_by": moment.date(), "budget": 1.5, "Odd": True,
    }  # fmt: skip


@pytest.mark.parametrize("beside", [True, False])
def test_it_keeps_the_same_however_it_was_packed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, beside: bool
) -> None:
    """Of many leads the blocks are packed in another process, while the workbook is written."""
    kept = []
    for many in (0, 1000):
        (tmp_path / str(many)).mkdir()
        monkeypatch.setattr("sheetsync.journal.packing.MANY_LEADS", many)
        monkeypatch.setenv("SHEETSYNC_ONE_PROCESS", "" if beside else "1")
        sheet = Sheet(tmp_path / str(many), leads(30))
        sheet.run()
        sheet.put(3, status="Quoted")
        sheet.night()
        with sqlite3.connect(sheet.path) as journal:
            kept.append(
                journal.execute("SELECT name, part, digest FROM block ORDER BY 1, 2").fetchall()
            )
    assert kept[0] == kept[1]
    assert len(kept[0]) > 10


def test_a_sheet_as_the_last_run_left_it_is_not_kept_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = Sheet(tmp_path, leads(30))
    sheet.run()
    sheet.run()
    packed: list[int] = []
    changes = Packing.changes
    monkeypatch.setattr(
        Packing, "changes", lambda self, before: packed.append(1) or changes(self, before)
    )
    sheet.run()
    sheet.run()
    assert not packed
    sheet.put(3, notes="They called")
    sheet.run()
    assert packed
    sheet.put(3, status="Quoted")
    sheet.night()
    assert "Status: New → Quoted" in " ".join(sheet.texts("L-000003"))
