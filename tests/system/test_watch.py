"""`watch` as its user meets it: due runs on a real workbook, little work where nothing changed, an
end after the run in hand."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from jobs.schedule.memory import past_runs
from jobs.schedule.watch import alone
from sheetsync.config import load
from sheetsync.journal import Journal, journal_path
from tests.system.conftest import Run
from tests.system.test_interrupted_runs import ROOT, as_from_a_terminal, folder

__all__ = ["folder"]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")

NOTHING = "Nothing to change"


def once(run: Run, folder: Path, now: str, expect: int | None = 0) -> str:
    said = run("watch", "--once", "--now", now, cwd=folder, expect=expect)
    return said.stdout + said.stderr


def runs_made(said: str) -> list[str]:
    return re.findall(r"· (\w+)", said)


def test_each_look_makes_what_is_due_and_no_more(run: Run, folder: Path) -> None:
    assert runs_made(once(run, folder, "2026-11-20T10:00")) == ["response"]
    assert runs_made(once(run, folder, "2026-11-20T10:01")) == []
    assert runs_made(once(run, folder, "2026-11-20T18:35")) == ["weekly"]
    assert runs_made(once(run, folder, "2026-11-20T20:59")) == []
    assert runs_made(once(run, folder, "2026-11-20T21:00")) == ["nightly"]
    assert runs_made(once(run, folder, "2026-11-20T21:05")) == []


def test_a_run_that_was_missed_is_made_up_for_and_says_since_when(run: Run, folder: Path) -> None:
    once(run, folder, "2026-11-19T20:00")
    said = once(run, folder, "2026-11-24T08:00")
    assert runs_made(said) == ["weekly", "nightly"]
    assert "Tue 24 Nov 08:00 · weekly, was due Fri 20 Nov 18:30" in said
    assert "Tue 24 Nov 08:00 · nightly, was due Mon 23 Nov 21:00" in said


def test_where_nothing_changed_and_no_deadline_passed_nothing_is_read(
    run: Run, folder: Path
) -> None:
    once(run, folder, "2026-11-20T10:30")  # writes
    assert NOTHING in once(run, folder, "2026-11-20T10:35")  # knows what stands there now
    assert once(run, folder, "2026-11-20T10:40") == ""
    book = folder / "leads.xlsx"
    whole = book.read_bytes()
    state = book.stat()
    book.write_bytes(b"?" * len(whole))  # whoever reads this fails
    os.utime(book, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert once(run, folder, "2026-11-20T10:45") == ""
    assert "not an .xlsx workbook" in once(run, folder, "2026-11-20T11:05", expect=6)
    # 10:00 and an hour: the reply was due, and time alone makes the sheet say so.


def test_an_edit_a_deadline_or_another_config_brings_the_next_look(run: Run, folder: Path) -> None:
    for now in ("10:30", "10:35"):
        once(run, folder, f"2026-11-20T{now}")
    book = openpyxl.load_workbook(folder / "leads.xlsx")
    book["Leads"]["B2"] = datetime(2026, 11, 20, 10, 20)
    book.save(folder / "leads.xlsx")
    assert "1 cell written" in once(run, folder, "2026-11-20T10:40")
    assert NOTHING in once(run, folder, "2026-11-20T10:45")
    assert once(run, folder, "2026-11-20T10:50") == ""
    assert "written" in once(run, folder, "2026-11-20T11:05")  # the first reply was due at 11:00
    assert NOTHING in once(run, folder, "2026-11-20T11:10")
    assert once(run, folder, "2026-11-20T11:15") == ""
    with (folder / "config.yaml").open("a", encoding="utf-8") as config:
        config.write("targets: {normal: 2 h}\n")
    assert "written" in once(run, folder, "2026-11-20T11:20")


def test_a_held_workbook_ends_with_its_code_and_is_left_until_it_is_closed(
    run: Run, folder: Path
) -> None:
    once(run, folder, "2026-11-20T20:00")
    mark = folder / "~$leads.xlsx"
    mark.write_bytes(bytes([4]) + b"Asha" + bytes(160))
    assert "Asha" in once(run, folder, "2026-11-20T21:00", expect=14)
    assert once(run, folder, "2026-11-20T21:05") == ""
    mark.unlink()
    assert runs_made(once(run, folder, "2026-11-20T21:10")) == ["nightly"]


def test_two_looks_at_one_time_make_one_run(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHEETSYNC_STATE_DIR", str(folder.parent / "state"))
    with alone(load(folder / "config.yaml")) as first:
        assert first
        assert once(run, folder, "2026-11-20T10:00") == ""


def test_now_goes_with_one_look_alone(run: Run, folder: Path) -> None:
    said = run("watch", "--now", "2026-11-20T10:00", cwd=folder, expect=2)
    assert "--now goes with --once" in said.stderr


HALTING = """
import sys, time
from sheetsync.stores.excel.package.package import Package
from jobs import cli
from jobs.schedule import due as schedule_due

schedule_due.GRACE = schedule_due.timedelta(days=1)  # so that nightly is due at once
save = Package.save

def save_slowly(package, out):
    print("there", flush=True)
    time.sleep(1.0)
    save(package, out)

Package.save = save_slowly
cli.main()
"""


def watching(folder: Path, program: str) -> subprocess.Popen[str]:
    environment = {
        **os.environ,
        "SHEETSYNC_STATE_DIR": str(folder.parent / "state"),
        "PYTHONPATH": str(ROOT),
    }
    return subprocess.Popen(
        [sys.executable, "-c", program, "watch"],
        cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        preexec_fn=as_from_a_terminal,
    )  # fmt: skip


@contextmanager
def given_up_after(seconds: float, watch: subprocess.Popen[str]) -> Iterator[None]:
    """A watch that goes on for ever would have its test do so, too."""
    timer = threading.Timer(seconds, watch.kill)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_asked_to_end_it_finishes_the_write_in_hand_and_begins_no_other(
    folder: Path, how: signal.Signals
) -> None:
    (folder / "config.yaml").open("a").write(
        "runs: {a: [flag_overdue], b: [validate_rows]}\n"
        "schedule: {response: off, a: '00:00', b: '00:00'}\n"
    )
    watch = watching(folder, HALTING)
    assert watch.stdout is not None
    assert watch.stdout.readline().startswith("Watching")
    with given_up_after(60, watch):
        assert "there\n" in iter(watch.stdout.readline, "")
    watch.send_signal(how)
    said, errors = watch.communicate(timeout=20)
    assert watch.returncode == 0, errors
    assert runs_made(said) == ["a"]
    titles = openpyxl.load_workbook(folder / "leads.xlsx", read_only=True).sheetnames
    assert "Overdue" in titles
    assert "Issues" not in titles
    settings = load(folder / "config.yaml")
    with Journal.open(journal_path(settings), datetime.now(settings.timezone)) as journal:
        past = past_runs(journal.book(settings))
    assert past["a"].seen_to > past["b"].seen_to


def test_idle_it_ends_at_once(folder: Path) -> None:
    (folder / "config.yaml").open("a").write("schedule: {response: off}\n")
    watch = watching(folder, "from jobs import cli; cli.main()")
    assert watch.stdout is not None
    assert watch.stdout.readline().startswith("Watching")
    assert "nightly 21:00 (next" in watch.stdout.readline()
    watch.send_signal(signal.SIGTERM)
    watch.communicate(timeout=10)
    assert watch.returncode == 0
