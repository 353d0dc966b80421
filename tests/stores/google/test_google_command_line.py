"""The command line on a Google spreadsheet: what people see while it waits, and how it ends."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from jobs.opening import open_sheet
from jobs.terminal.ending import Watched
from sheetsync.stores.google.store import GoogleStore
from tests.google.errors import ApiError
from tests.google.faults import LostReply, Refused, Reset, too_many_requests, unavailable
from tests.google.person import Person
from tests.google.server import GoogleServer
from tests.google.world import ROBOT, File

LEADS = [
    ["Name", "Phone", "Status", "Received at", "Next action date"],
    ["Ana Diaz", "+91 98765 43210", "New", "2026-11-20 10:00", "2026-11-30"],
]

Command = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def folder(google: GoogleServer, file: File, ana: Person, tmp_path: Path) -> Path:
    """A config.yaml that names Ana's spreadsheet."""
    ana.rename_tab("Sheet1", "Leads")
    ana.paste("Leads!A1", LEADS)
    text = f"google:\n  spreadsheet: {file.id}\n  credentials: {google.key_file().as_posix()}\n"
    (tmp_path / "config.yaml").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def sheetsync(google: GoogleServer, folder: Path) -> Command:
    """The command line in a process of its own, led to the server."""

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        environment = google.environment() | {"SHEETSYNC_STATE_DIR": str(folder / "state")}
        command = [sys.executable, "-m", "jobs.cli", *words]
        return subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", timeout=60
        )

    return run


def test_waiting_is_seen_with_v(google: GoogleServer, sheetsync: Command) -> None:
    google.faults.add(unavailable(), on="read")
    said = sheetsync("check", "-v")
    assert said.returncode == 0
    assert "Google: a read failed (503); again in " in said.stderr


def test_giving_up_is_one_sentence_and_what_to_do(google: GoogleServer, sheetsync: Command) -> None:
    google.faults.add(too_many_requests(retry_after=600), on="read", times=9)
    said = sheetsync("check")
    assert said.returncode == 23
    assert said.stderr.split("\n")[1:] == [  # and without -v nothing else
        "  Run again in 10 minutes. Other programs with the same key count too.",
        "",
    ]
    assert f"Google asks to wait: {ROBOT} has made too many calls" in said.stderr


def test_who_stops_a_command_is_told_whether_something_was_sent(
    led_here: GoogleServer, folder: Path, file: File
) -> None:
    watched = Watched()
    with click.Context(click.Command("run"), obj=watched):
        _, store, _ = open_sheet(folder / "config.yaml", None)
    assert isinstance(store, GoogleStore)
    store.connection.get("spreadsheetId")
    assert watched.changed() == []
    rename = {"updateSpreadsheetProperties": {"properties": {"title": "x"}, "fields": "title"}}
    store.connection.batch_update([rename])
    address = f"https://docs.google.com/spreadsheets/d/{file.id}/edit"
    assert watched.changed() == [f"something had been sent to {address} before"]


def test_a_write_without_an_answer_is_said_where_nobody_can_look_and_can_be_undone(
    google: GoogleServer, sheetsync: Command, ana: Person
) -> None:
    google.faults.add(LostReply(), on="write")
    google.faults.add(Refused(lambda: ApiError(401, "no")), on="read", skip=3, times=2)
    said = sheetsync("run", "flag_overdue")
    assert (said.returncode, "it may be made or not" in said.stderr) == (24, True)
    assert "Lead ID" in ana.sees("Leads")[0]
    assert "put back" in sheetsync("undo").stdout


def test_a_second_write_without_an_answer_can_be_undone(
    google: GoogleServer, sheetsync: Command, ana: Person
) -> None:
    google.faults.add(Reset(), on="write")
    google.faults.add(LostReply(), on="write")
    assert sheetsync("run", "flag_overdue").returncode == 24
    assert "Lead ID" in ana.sees("Leads")[0]
    assert "put back" in sheetsync("undo").stdout


def test_nothing_is_put_back_of_a_write_that_never_arrived(
    google: GoogleServer, sheetsync: Command, ana: Person
) -> None:
    before = ana.sees("Leads")
    google.faults.add(Reset(), on="write", times=2)
    assert sheetsync("run", "flag_overdue").returncode == 24
    said = sheetsync("undo")
    assert (said.returncode, said.stderr) == (0, "")
    assert ana.sees("Leads") == before
