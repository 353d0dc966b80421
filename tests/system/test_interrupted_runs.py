"""A run that is stopped in the middle leaves the workbook whole, nothing beside it, no lock."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from sheetsync.stores.excel.safety import backups
from tests.lead_book import lead_book
from tests.system.conftest import NOW, Run

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are a POSIX thing")

ROOT = Path(__file__).parents[2]

STOPPING = """
import sys, time
from sheetsync.stores.excel.safety import replace
from sheetsync.stores.excel import store
from sheetsync.stores.excel.package.package import Package
from jobs import cli

def wait(*_):
    print("there", flush=True)
    time.sleep(30)

def save_half(package, out):
    out.write(b"PK" + bytes(5000))
    out.flush()
    wait()

exchange = replace.exchange

def exchange_and_wait(new, standing):
    if place == "exchanged over a save":
        theirs = standing.with_name("theirs.xlsx")
        if theirs.exists():
            theirs.replace(standing)
    exchange(new, standing)
    wait()

place = sys.argv.pop(1)
if place == "planning":
    store.reading.read = wait
elif place == "writing":
    Package.save = save_half
elif place == "checking":
    store.prove = wait
else:
    replace.exchange = exchange_and_wait
cli.main()
"""
"""The command line, but it halts at the place the first word names."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A config and a small workbook with two leads, so that a run has something to write."""
    from tests.builders import HEADERS

    leads = [
        {"Name": name, "Status": "New", "Received at": datetime(2026, 11, 20, 10, 0)}
        for name in ("Asha", "Ravi")
    ]
    book = lead_book([HEADERS, *([lead.get(header) for header in HEADERS] for lead in leads)])
    folder = tmp_path / "shop"
    folder.mkdir()
    book.save(folder / "leads.xlsx")
    (folder / "config.yaml").write_text(
        "workbook: leads.xlsx\ntimezone: Asia/Kolkata\nlocale: en_IN\n", encoding="utf-8"
    )
    return folder


def as_from_a_terminal() -> None:
    """Signals do what they usually do, also where the tests run under ``nohup`` or in the
    background."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def stopped(folder: Path, place: str, how: signal.Signals) -> int:
    """Start the nightly run, stop it at that place, and return its exit code."""
    environment = {
        **os.environ,
        "SHEETSYNC_STATE_DIR": str(folder.parent / "state"),
        "PYTHONPATH": str(ROOT),
    }
    run = subprocess.Popen(
        [sys.executable, "-c", STOPPING, place, "run", "nightly", "--now", NOW],
        cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        preexec_fn=as_from_a_terminal,
    )  # fmt: skip
    assert run.stdout is not None
    assert run.stdout.readline() == "there\n"
    run.send_signal(how)
    _, said = run.communicate(timeout=20)
    assert "Traceback" not in said
    return run.returncode


def beside(folder: Path) -> set[str]:
    """What is neither the sheet, nor its config, nor the journal; what SQLite keeps beside that
    while it is open may outlive a killed run: the next one takes it in."""
    ours = {"config.yaml", "leads.xlsx"}
    return {
        path.name
        for path in folder.iterdir()
        if path.name not in ours and not path.name.startswith("config.journal.db")
    }


@pytest.mark.parametrize(
    ("how", "place"),
    [
        (signal.SIGTERM, "planning"),
        (signal.SIGTERM, "writing"),
        (signal.SIGTERM, "exchanged"),
        (signal.SIGINT, "writing"),
        (signal.SIGINT, "checking"),
    ],
)
def test_a_run_asked_to_stop_leaves_nothing_behind(
    folder: Path, how: signal.Signals, place: str
) -> None:
    before = (folder / "leads.xlsx").read_bytes()
    assert stopped(folder, place, how) == 128 + how
    assert ((folder / "leads.xlsx").read_bytes() == before) is (place != "exchanged")
    openpyxl.load_workbook(folder / "leads.xlsx")
    assert not beside(folder)


@pytest.mark.parametrize("place", ["writing", "exchanged"])
def test_the_run_after_a_killed_one_clears_away_and_does_the_work(
    run: Run, folder: Path, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = shutil.copy(folder / "leads.xlsx", folder.parent / "before.xlsx").read_bytes()
    stopped(folder, place, signal.SIGKILL)
    assert beside(folder)
    openpyxl.load_workbook(folder / "leads.xlsx")
    run("run", "nightly", "--now", NOW, cwd=folder)
    assert not beside(folder)
    assert "No changes" in run("plan", "nightly", "--now", NOW, cwd=folder).stdout
    monkeypatch.setenv("SHEETSYNC_STATE_DIR", str(folder.parent / "state"))
    kept = backups.kept(backups.folder_for(folder / "leads.xlsx"))
    assert [path.read_bytes() for path in kept] == [before]


def test_a_save_in_the_instant_of_the_exchange_survives_a_run_killed_before_it_looks(
    run: Run, folder: Path
) -> None:
    book = openpyxl.load_workbook(folder / "leads.xlsx")
    book["Leads"]["F2"] = "a person's last word"
    book.save(folder / "theirs.xlsx")
    stopped(folder, "exchanged over a save", signal.SIGKILL)
    run("run", "nightly", "--now", NOW, cwd=folder)
    assert not beside(folder)
    assert openpyxl.load_workbook(folder / "leads.xlsx")["Leads"]["F2"].value == (
        "a person's last word"
    )
    assert "No changes" in run("plan", "nightly", "--now", NOW, cwd=folder).stdout
