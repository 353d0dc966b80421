"""The live tests themselves, tried on the emulator: they run there as anybody would run them."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sheetsync.stores.google.connection import Connection
from tests.google.desk import Desk
from tests.google.quota import Quota
from tests.google.server import GoogleServer
from tests.google.world import File
from tests.live.desk import live_desk
from tests.live.spreadsheet import COLLEAGUE_KEY, KEY, MARK, SPREADSHEET, cleared, given, new_tab

A_FEW = (
    "test_states_stand_beside_their_leads and sort and 4",
    "test_the_answer_shows_a_copy",
    "test_there_the_others_are_refused",
    "test_a_batch_with_one_mistake",
    "test_a_second_run_writes_nothing",
    "test_what_is_typed_between_read_and_write",
    "test_every_cell_is_as_it_was_before_the_run",
)
COLLEAGUE = "colleague@example-project.iam.gserviceaccount.com"
WHERE = ("tests/live", "tests/stores/test_contract.py", "tests/stores/test_undo.py")


@pytest.fixture
def google() -> Iterator[GoogleServer]:
    with GoogleServer(quota=Quota.unlimited()) as server:
        yield server


@pytest.fixture
def file(google: GoogleServer) -> File:
    """A blank spreadsheet that two robots may edit."""
    file = google.spreadsheet("For tests")
    file.roles[COLLEAGUE] = "writer"
    return file


def live(google: GoogleServer, file: File, *more: str) -> str:
    """The last line of `pytest -m live` in a process of its own."""
    settings = {
        SPREADSHEET: f"https://docs.google.com/spreadsheets/d/{file.id}/edit",
        KEY: str(google.key_file()),
        COLLEAGUE_KEY: str(google.key_file(COLLEAGUE)),
    }
    # A worker of the suite's own says so to whatever it starts.
    ours = {n: v for n, v in google.environment().items() if not n.startswith("PYTEST_")}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-m", "live", "-p", "no:cacheprovider", *more, *WHERE],
        cwd=Path(__file__).parents[2],
        env={**ours, **settings},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.strip().splitlines()[-1]


def test_a_few_pass_and_leave_the_spreadsheet_as_blank_as_it_was(
    google: GoogleServer, file: File
) -> None:
    said = live(google, file, "-k", " or ".join(f"({each})" for each in A_FEW))
    assert re.match(r"1\d passed, \d+ deselected", said), said
    assert [sheet.title for sheet in file.spreadsheet.sheets] == ["Sheet1"]
    assert not file.spreadsheet.metadata


@pytest.mark.slow
def test_so_do_all(google: GoogleServer, file: File) -> None:
    said = live(google, file)
    assert re.match(r"\d\d passed, \d skipped", said), said
    assert [sheet.title for sheet in file.spreadsheet.sheets] == ["Sheet1"]


def test_they_are_skipped_where_no_spreadsheet_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(SPREADSHEET, raising=False)
    with pytest.raises(pytest.skip.Exception, match=SPREADSHEET), live_desk([]):
        pass


@pytest.fixture
def leads(monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A spreadsheet that holds somebody's leads, named by the environment."""
    with Desk([["Lead ID", "Name"], ["L-1", "Asha"]]) as desk:
        sheet = desk.settings().google
        assert sheet is not None
        monkeypatch.setenv(SPREADSHEET, sheet.id)
        monkeypatch.setenv(KEY, str(sheet.credentials))
        monkeypatch.delenv("PYTEST_XDIST_WORKER_COUNT", raising=False)
        yield desk


def test_a_spreadsheet_with_content_of_somebodys_is_refused_and_left_alone(leads: Desk) -> None:
    before = leads.file.spreadsheet
    with pytest.raises(pytest.fail.Exception, match="on the tab Leads"), live_desk([]):
        pass
    assert leads.file.spreadsheet is before


def test_it_is_even_where_tests_have_left_something_beside_it(leads: Desk) -> None:
    connection = Connection(given())
    connection.batch_update(new_tab("Leads of a test")[1])
    with pytest.raises(pytest.fail.Exception), cleared(connection):
        pass
    assert leads.titles == ["Leads", "Leads of a test"]


def test_what_a_test_that_died_has_left_is_removed_before_the_next(leads: Desk) -> None:
    leads.person.clear("Leads!A1:B2")
    connection = Connection(given())
    connection.batch_update(new_tab("Leads of a test")[1])
    with cleared(connection):
        assert leads.titles == ["Leads"]


def test_whatever_appears_meanwhile_is_removed_too(leads: Desk) -> None:
    leads.person.clear("Leads!A1:B2")
    with cleared(Connection(given())):
        leads.person.add_tab("Overdue")
    assert leads.titles == ["Leads"]
    assert not [each for each in leads.file.spreadsheet.metadata if each["metadataKey"] == MARK]
