"""What runs print, log and keep for developers names leads by id, never people, and no secret."""

from __future__ import annotations

import logging
import sqlite3
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from jobs.cli import cli
from jobs.terminal.bug import report_bug
from sheetsync.config import load
from sheetsync.stores.own_files import state_folder

HER = ("Zubeida Quillfeather", "98111 22334", "zubeida@quill.example", "9811122334")
PASSWORD, CHAT = "hunter2-of-the-shop", "json://127.0.0.1:9/quite-secret-path"
CONFIG = """\
workbook: leads.xlsx
timezone: Asia/Kolkata
team: [{name: Asha, email: asha@shop.example}]
messages:
  owner: {name: Meera, email: meera@shop.example, chat: env:TEST_CHAT}
  from: leads@shop.example
  team: true
  smtp: {host: 127.0.0.1, port: 9, security: none, user: us, password: env:TEST_PASSWORD}
acknowledge: {email: true}
heartbeat: env:TEST_BEAT
"""


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A lead that is overdue, another that comes at night; no server answers anybody."""
    monkeypatch.setenv("TEST_CHAT", CHAT)
    monkeypatch.setenv("TEST_PASSWORD", PASSWORD)
    monkeypatch.setenv("TEST_BEAT", "http://127.0.0.1:9/secret-beat")
    (tmp_path / "config.yaml").write_text(CONFIG)
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Leads"
    sheet.append(["Lead ID", "Received at", "Name", "Phone", "Email", "Status", "Owner",
                  "Next action", "Next action date"])  # fmt: skip
    book.save(tmp_path / "leads.xlsx")
    add(tmp_path, "L-000001", datetime(2026, 11, 9, 10, 0), datetime(2026, 11, 12))
    return tmp_path


def add(folder: Path, lead_id: str, received: datetime, due: datetime | None) -> None:
    book = openpyxl.load_workbook(folder / "leads.xlsx")
    book["Leads"].append([lead_id, received, *HER[:3], "New", "Asha", "Call her", due])
    book.save(folder / "leads.xlsx")


def said_by(folder: Path, *words: str) -> str:
    command, *rest = words
    said = CliRunner().invoke(cli, [command, "--config", str(folder / "config.yaml"), *rest])
    return said.output + str(said.exception or "")


def personal(text: str) -> list[str]:
    secrets = (PASSWORD, "quite-secret-path", "secret-beat")
    return [each for each in (*HER, *secrets) if each.casefold() in text.casefold()]


def test_nights_with_trouble_name_nobody(shop: Path, caplog: Any) -> None:
    caplog.set_level(logging.DEBUG)
    said = said_by(shop, "run", "nightly", "-v", "--now", "2026-11-19T21:00")
    add(shop, "L-000002", datetime(2026, 11, 20, 20, 30), None)
    said += said_by(shop, "run", "nightly", "-v", "--now", "2026-11-20T21:00")
    said += said_by(shop, "watch", "--once", "-v", "--now", "2026-11-20T21:30")
    said += said_by(shop, "deliver", "-v", "--now", "2026-11-20T23:00")
    said += said_by(shop, "deliver", "--json", "--now", "2026-11-21T03:00")
    said += said_by(shop, "doctor", "--json", "--now", "2026-11-21T04:00")
    said += said_by(shop, "history", "L-000001", "--now", "2026-11-21T04:00")
    assert "Not sent" in said
    assert personal(said) == []
    assert personal(caplog.text) == []


def test_what_was_tried_and_failed_is_remembered_without_names(shop: Path) -> None:
    said_by(shop, "run", "nightly", "--now", "2026-11-19T21:00")
    with sqlite3.connect(shop / "config.journal.db") as journal:
        kept = journal.execute(
            "SELECT key, whom, name, subject, trouble, remedy, lead_ids FROM outbox"
        ).fetchall()
        kept += journal.execute("SELECT names, outcome, receipt FROM run").fetchall()
        kept += journal.execute("SELECT lead, kind, old, new FROM event").fetchall()
        kept += journal.execute("SELECT name, value FROM remembered").fetchall()
    assert kept
    assert personal(str(kept)) == []


def test_a_report_of_a_bug_has_the_stack_and_no_words(capsys: Any) -> None:
    try:
        raise ValueError(f"cannot read {HER[0]}")
    except ValueError as error:
        error.add_note(HER[1])
        report_bug(error)
    kept = (state_folder() / "last-bug.txt").read_text()
    assert "ValueError" in kept
    assert personal(kept + "".join(capsys.readouterr())) == []


def test_settings_that_are_printed_show_where_secrets_are_not_what_they_are(shop: Path) -> None:
    assert personal(repr(load(shop / "config.yaml"))) == []


def test_a_template_that_stumbles_over_a_value_does_not_quote_it(shop: Path) -> None:
    (shop / "messages").mkdir()
    (shop / "messages" / "owner.txt").write_text(
        "Subject: x\n{{ (overdue or [{}])[0].name.index('zzz') }}"
    )
    said = said_by(shop, "run", "nightly", "-v", "--now", "2026-11-19T21:00")
    assert "messages/owner.txt, line 2" in said
    assert personal(said) == []


def test_a_night_is_not_so_quiet_that_it_hides_a_failed_delivery(shop: Path) -> None:
    said_by(shop, "run", "nightly", "--now", "2026-11-19T21:00")
    later = datetime(2026, 11, 19, 21, 0) + timedelta(hours=1)
    assert "does not answer" in said_by(shop, "deliver", "--now", later.isoformat())
