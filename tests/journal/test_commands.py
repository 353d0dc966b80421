"""The journal on the command line: `run --force`, `--no-journal`, `history`, `doctor`."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result

from jobs.cli import cli
from jobs.terminal.ending import Watched
from sheetsync.errors import GuardRefused, LeadUnknown

Say = Callable[..., Result]


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SHEETSYNC_STATE_DIR", str(tmp_path / "state"))
    book = openpyxl.Workbook()
    tab = book.active
    assert tab is not None
    tab.title = "Leads"
    tab.append(["Name", "Phone", "Status", "Owner"])
    for number in range(30):
        tab.append([f"P {number}", f"98{number:08}", "New", "Asha"])
    book.save(tmp_path / "leads.xlsx")
    (tmp_path / "config.yaml").write_text(
        "workbook: leads.xlsx\ntimezone: Asia/Kolkata\nteam: [Asha, Ravi]\n"
    )
    return tmp_path


@pytest.fixture
def say(shop: Path) -> Say:
    def said(*words: str) -> Result:
        more = ["--config", str(shop / "config.yaml")]
        return CliRunner().invoke(cli, [*words, *more], obj=Watched())

    return said


def edit(shop: Path, change: Callable[[Any], object]) -> None:
    book = openpyxl.load_workbook(shop / "leads.xlsx")
    change(book["Leads"])
    book.save(shop / "leads.xlsx")


def test_a_story_is_told_and_handed_to_programs(shop: Path, say: Say) -> None:
    assert say("run", "nightly", "--now", "2026-11-20T21:00").exit_code == 0
    edit(shop, lambda tab: tab.cell(2, 3, "Quoted"))
    say("run", "nightly", "--now", "2026-11-21T21:00")
    assert say("history", "L-000001", "--now", "2026-11-22T09:00").output.splitlines() == [
        "Sat 21 Nov 21:00: First seen answered (since Fri 20 Nov 21:00)",
        "Sat 21 Nov 21:00: Status: New → Quoted (since Fri 20 Nov 21:00)",
    ]
    told = json.loads(say("history", "L-000001", "--json").output)
    assert [line["kind"] for line in told["story"]] == ["answered", "stage"]
    assert told["story"][1]["after"] == "2026-11-20T15:30:00+00:00"
    assert "nothing has happened to it" in say("history", "L-000002").output


def test_a_lead_nobody_has_seen_has_no_story(say: Say) -> None:
    refused = say("history", "L-000001").exception
    assert isinstance(refused, LeadUnknown)
    assert "no journal yet" in refused.what
    say("run", "nightly")
    refused = say("history", "L-000999").exception
    assert isinstance(refused, LeadUnknown)
    assert "no run has seen" in refused.what


def test_the_guard_stops_a_run_and_force_goes_on(shop: Path, say: Say) -> None:
    say("run", "nightly", "--now", "2026-11-20T21:00")
    edit(shop, lambda tab: tab.delete_rows(2, 15))
    kept = (shop / "leads.xlsx").read_bytes()
    refused = say("run", "nightly", "--now", "2026-11-21T21:00")
    assert isinstance(refused.exception, GuardRefused)
    assert (shop / "leads.xlsx").read_bytes() == kept
    assert isinstance(say("plan", "nightly").exception, GuardRefused)
    forced = say("run", "nightly", "--force", "--now", "2026-11-21T21:05")
    assert forced.exit_code == 0, forced.output
    assert say("run", "nightly", "--now", "2026-11-21T21:10").exit_code == 0


def test_without_a_journal_nothing_is_remembered(shop: Path, say: Say) -> None:
    assert say("run", "nightly", "--no-journal").exit_code == 0
    assert not (shop / "config.journal.db").exists()
    edit(shop, lambda tab: tab.delete_rows(2, 15))
    assert say("run", "nightly", "--no-journal").exit_code == 0


def test_only_a_run_writes_the_journal(shop: Path, say: Say) -> None:
    for words in (["check"], ["plan", "nightly"], ["explain", "L-000001"], ["doctor"]):
        say(*words)
        assert not (shop / "config.journal.db").exists(), words
    say("run", "nightly")
    kept = (shop / "config.journal.db").read_bytes()
    for words in (["check"], ["plan", "nightly"], ["explain", "L-000001"], ["doctor"]):
        say(*words)
        assert (shop / "config.journal.db").read_bytes() == kept, words


def test_doctor_says_what_the_journal_knows(shop: Path, say: Say) -> None:
    assert "will be made beside the config" in say("doctor").output
    say("run", "nightly", "--now", "2026-11-20T21:00")
    assert "the sheet was last read Fri 20 Nov 21:00" in say("doctor").output
    (shop / "config.journal.db").write_bytes(b"rubbish" * 999)
    assert "cannot be read" in say("doctor").output
