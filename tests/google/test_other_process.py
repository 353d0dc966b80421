"""Another Python process, led to the emulator by its environment alone."""

from __future__ import annotations

import subprocess
import sys

from tests.google.person import Person
from tests.google.server import GoogleServer
from tests.google.world import File

PROGRAM = """
import sys, gspread
book = gspread.service_account(sys.argv[1]).open_by_key(sys.argv[2])
book.sheet1.update([["from another process"]], "A9")
"""


def test_a_program_in_a_process_of_its_own_writes_to_the_sheet(
    google: GoogleServer, file: File, ana: Person
) -> None:
    command = [sys.executable, "-c", PROGRAM, str(google.key_file()), file.id]
    subprocess.run(command, env=google.environment(), check=True, timeout=60)
    assert ana.sees("Leads")[8] == ["from another process"]
