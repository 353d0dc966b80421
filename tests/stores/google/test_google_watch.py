"""`watch --once` on a Google spreadsheet: where nobody edited it, one question is all it asks."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.google.person import Person
from tests.google.server import GoogleServer
from tests.google.world import File

LEADS = [
    ["Name", "Phone", "Status", "Received at", "Next action date"],
    ["Ana Diaz", "+91 98765 43210", "New", "2026-11-20 10:00", "2026-11-30"],
]
VERSION = ["drive.files.get"]
LOOK = [*VERSION, "sheets.spreadsheets.get", "sheets.spreadsheets.values.batchGet"]


@pytest.fixture
def look(
    google: GoogleServer, file: File, ana: Person, tmp_path: Path
) -> Callable[[str], list[str]]:
    """The calls that a look at that time of a Friday makes."""
    ana.rename_tab("Sheet1", "Leads")
    ana.paste("Leads!A1", LEADS)
    text = f"google:\n  spreadsheet: {file.id}\n  credentials: {google.key_file().as_posix()}\n"
    (tmp_path / "config.yaml").write_text(text, encoding="utf-8")
    environment = google.environment() | {"SHEETSYNC_STATE_DIR": str(tmp_path / "state")}

    def once(clock: str) -> list[str]:
        before = len(google.seen)
        command = [sys.executable, "-m", "jobs.cli", "watch", "--once"]
        command += ["--now", f"2026-11-20T{clock}"]
        said = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8",
            timeout=60, check=False,
        )  # fmt: skip
        assert said.returncode == 0, said.stderr
        return [call.method for call in google.seen[before:]]

    return once


def test_a_spreadsheet_nobody_edited_is_not_read(
    look: Callable[[str], list[str]], ana: Person
) -> None:
    assert "sheets.spreadsheets.batchUpdate" in look("11:30")
    assert look("11:35") == LOOK  # knows what stands there now
    assert look("11:40") == VERSION
    ana.type("Leads!C2", "Contacted")
    assert look("11:45")[:2] == LOOK[:2]


def test_where_drive_tells_no_version_it_is_read_each_time(
    look: Callable[[str], list[str]], google: GoogleServer
) -> None:
    google.world.apis_off.add("drive")
    look("11:30")
    for clock in ("11:35", "11:40"):
        assert look(clock)[-2:] == LOOK[1:]
