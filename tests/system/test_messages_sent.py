"""From a run to the mail server: the owner's message, replies to leads, and what fails on the way,
with the real command line and a real SMTP server on loopback."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.delivery.post_office import PostOffice, post_office
from tests.lead_book import lead_book

Run = Callable[..., Any]
HEADERS = [
    "Lead ID",
    "Received at",
    "Name",
    "Email",
    "Status",
    "Owner",
    "Next action date",
    "Notes",
]
EVENING, NIGHT, LATER = "2026-11-20T19:00", "2026-11-20T21:00", "2026-11-20T21:05"
NEXT_NIGHT = "2026-11-21T21:00"


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with post_office() as one:
        yield one


@pytest.fixture
def sheet(tmp_path: Path, office: PostOffice) -> Path:
    """A workbook of one overdue lead and a config that sends mail."""
    (tmp_path / "config.yaml").write_text(f"""
workbook: leads.xlsx
timezone: Asia/Kolkata
quiet_minutes: 0
team: [{{name: Asha, email: asha@shop.example}}]
messages:
  owner: {{name: Meera, email: meera@shop.example}}
  from: Sunrise Kitchens <leads@shop.example>
  smtp: {{host: localhost, port: {office.port}, security: none}}
acknowledge: {{email: true}}
""")
    path = tmp_path / "leads.xlsx"
    lead = [None, datetime(2026, 11, 9, 10), "Old Lead", "old@home.example", "Contacted", "Asha",
            datetime(2026, 11, 12), None]  # fmt: skip
    lead_book([HEADERS, lead]).save(path)
    return path


def add(sheet: Path, *leads: dict[str, Any]) -> None:
    """Type leads below the others."""
    book = openpyxl.load_workbook(sheet)
    tab = book["Leads"]
    first = 1 + sum(any(cell.value for cell in cells) for cells in tab.iter_rows(max_col=8))
    for row, lead in enumerate(leads, first):
        for column, header in enumerate(HEADERS, 1):
            tab.cell(row, column, lead.get(header))
    book.save(sheet)


def ravi(number: int | str = "", at: datetime = datetime(2026, 11, 20, 20, 30)) -> dict[str, Any]:
    """A lead received after closing."""
    return {"Received at": at, "Name": "Ravi", "Email": f"ravi{number}@home.example"}


def subjects(office: PostOffice, to: str) -> list[str]:
    return [str(mail["Subject"]) for mail in office.mails if to in str(mail["To"])]


def test_after_the_nightly_run_owner_and_team_get_their_messages_once(
    sheet: Path, office: PostOffice, run: Run
) -> None:
    said = run("run", "nightly", "--now", NIGHT)
    assert "Sent the owner's message by e-mail" in said.stdout
    assert "Sent a list to the team by e-mail" in said.stdout
    (mail,) = (mail for mail in office.mails if "meera" in str(mail["To"]))
    body = mail.get_body(("plain",))
    assert body
    assert "Old Lead" in body.get_content()
    assert [file.get_filename() for file in mail.iter_attachments()] == ["Overdue 2026-11-21.xlsx"]
    run("run", "nightly", "--now", LATER)
    assert [len(subjects(office, to)) for to in ("meera", "asha")] == [1, 1]
    assert "Old Lead" not in said.stdout + said.stderr


def test_a_job_run_by_hand_writes_to_nobody(sheet: Path, office: PostOffice, run: Run) -> None:
    said = json.loads(run("run", "flag_overdue", "--now", NIGHT, "--json").stdout)
    assert said["delivery"] == {"messages": [], "waiting": 0, "notes": [], "failed": False}
    run("run", "nightly", "--no-journal", "--now", NIGHT)
    assert office.mails == []


def test_a_failed_delivery_fails_no_writing_and_is_made_up_for(
    sheet: Path, office: PostOffice, run: Run
) -> None:
    office.answers["RCPT"] = ["451 4.7.1 greylisted"] * 2
    said = run("run", "nightly", "--now", NIGHT, expect=26)
    assert (
        "Not sent: the owner's message by e-mail: the mail server asks to try again" in said.stderr
    )
    assert openpyxl.load_workbook(sheet)["Leads"]["A2"].value == "L-000001"
    told = run("doctor", "--now", NIGHT, expect=1).stdout
    assert "the owner's message of Fri 20 Nov 21:00 did not go out" in told
    assert "Nothing waits" not in run("deliver", "--now", NIGHT).stdout
    said = run("deliver", "--now", "2026-11-20T21:10")
    assert said.stdout.splitlines() == [
        "✓ Sent the owner's message by e-mail",
        "✓ Sent a list to the team by e-mail",
    ]
    assert run("deliver", "--now", "2026-11-20T21:15").stdout == "Nothing waits to be sent.\n"
    assert "the last went out Fri 20 Nov 21:10" in run("doctor", "--now", LATER).stdout


def test_deliver_begins_no_journal(sheet: Path, run: Run) -> None:
    assert run("deliver").stdout == "Nothing waits to be sent.\n"
    assert not list(sheet.parent.glob("*.journal.db"))


def test_a_lead_received_after_closing_gets_one_reply_for_ever(
    sheet: Path, office: PostOffice, run: Run
) -> None:
    run("run", "highlight_sla", "--now", EVENING)
    add(sheet, ravi(), ravi("dont") | {"Notes": "do not contact"})
    said = run("run", "highlight_sla", "--now", NIGHT)
    assert "✓ Sent an acknowledgement (L-000002) by e-mail" in said.stdout
    for now in (LATER, "2026-11-20T23:00", "2026-11-21T08:00"):
        run("run", "highlight_sla", "--now", now)
    assert [str(mail["To"]) for mail in office.mails] == ["Ravi <ravi@home.example>"]
    assert office.mails[0]["Auto-Submitted"] == "auto-replied"
    tab = openpyxl.load_workbook(sheet)["Leads"]
    header = [cell.value for cell in tab[1]]
    assert "First response at" not in header
    assert str(tab.cell(3, header.index("Response (auto)") + 1).value).startswith("Due ")


def test_nobody_is_replied_to_after_the_journal_was_lost(
    sheet: Path, office: PostOffice, run: Run
) -> None:
    run("run", "highlight_sla", "--now", EVENING)
    add(sheet, ravi())
    for path in sheet.parent.glob("*.journal.db*"):
        path.unlink()
    run("run", "highlight_sla", "--now", NIGHT)
    run("run", "highlight_sla", "--now", LATER)
    assert office.mails == []


def test_nobody_is_replied_to_twice_after_an_older_journal_was_put_back(
    sheet: Path, office: PostOffice, run: Run
) -> None:
    journal = sheet.with_name("config.journal.db")
    run("run", "highlight_sla", "--now", EVENING)
    older = journal.read_bytes()
    add(sheet, ravi())
    run("run", "highlight_sla", "--now", NIGHT)
    journal.write_bytes(older)
    add(sheet, ravi("two"))
    run("run", "highlight_sla", "--now", LATER)
    assert [mail["To"] for mail in office.mails] == [
        "Ravi <ravi@home.example>", "Ravi <ravitwo@home.example>",
    ]  # fmt: skip


def test_rows_pasted_in_are_not_replied_to_then_or_later(
    sheet: Path, office: PostOffice, run: Run
) -> None:
    run("run", "highlight_sla", "--now", EVENING)
    add(sheet, *map(ravi, range(21)))
    said = run("run", "highlight_sla", "--now", NIGHT)
    assert "21 new leads were not acknowledged: so many at once were pasted in" in said.stderr
    run("run", "highlight_sla", "--now", LATER)
    assert office.mails == []


def test_rows_pasted_in_count_as_such_though_few_of_them_have_an_address(
    sheet: Path, office: PostOffice, run: Run
) -> None:
    run("run", "highlight_sla", "--now", EVENING)
    add(sheet, *(ravi(number) | {"Email": None} for number in range(20)), ravi("last"))
    said = run("run", "highlight_sla", "--now", NIGHT)
    assert "1 new lead was not acknowledged: so many at once were pasted in" in said.stderr
    add(sheet, ravi("one"))
    run("run", "highlight_sla", "--now", LATER)
    assert len(office.mails) == 1


def test_two_leads_of_one_address_get_one_reply_within_a_day(
    sheet: Path, office: PostOffice, run: Run
) -> None:
    run("run", "highlight_sla", "--now", EVENING)
    for minute, now in ((30, NIGHT), (59, LATER)):
        add(sheet, ravi(at=datetime(2026, 11, 20, 20, minute)))
        run("run", "highlight_sla", "--now", now)
    assert len(office.mails) == 1


@pytest.mark.parametrize(
    "change", [{"Notes": "do not contact"}, {"Status": "Contacted"}, {"Name": None, "Email": None}]
)
def test_a_reply_that_waits_is_held_back_once_it_is_out_of_place(
    sheet: Path, office: PostOffice, run: Run, change: dict[str, Any]
) -> None:
    run("run", "highlight_sla", "--now", EVENING)
    add(sheet, ravi())
    office.answers["RCPT"] = ["451 4.7.1 later"]
    run("run", "highlight_sla", "--now", NIGHT, expect=26)
    book = openpyxl.load_workbook(sheet)
    for header, value in change.items():
        book["Leads"].cell(3, HEADERS.index(header) + 1).value = value
    book.save(sheet)
    run("run", "highlight_sla", "--now", "2026-11-20T21:10")
    assert office.mails == []
    assert run("deliver", "--now", "2026-11-20T21:15").stdout == "Nothing waits to be sent.\n"


def test_when_the_guard_stops_a_run_the_owner_is_told(
    sheet: Path, office: PostOffice, run: Run
) -> None:
    add(sheet, *({"Name": f"Lead {number}", "Status": "Contacted"} for number in range(12)))
    run("run", "highlight_sla", "--now", EVENING)
    book = openpyxl.load_workbook(sheet)
    book["Leads"].delete_rows(5, 12)
    book.save(sheet)
    run("run", "nightly", "--now", NIGHT, expect=16)
    (mail,) = office.mails
    assert "stopped" in mail["Subject"]
    run("run", "nightly", "--now", LATER, expect=16)
    assert len(office.mails) == 1


def test_where_somebody_holds_the_file_the_messages_go_out_all_the_same_and_say_so(
    sheet: Path, office: PostOffice, run: Run
) -> None:
    held = sheet.with_name(".~lock.leads.xlsx#")
    held.write_text("Asha,asha,office,20.11.2026 20:00,file:///home/asha;")
    run("run", "nightly", "--now", NIGHT, expect=14)
    assert [len(subjects(office, to)) for to in ("meera", "asha")] == [1, 1]
    body = office.mails[0].get_body(("plain",))
    assert body
    assert body.get_content().startswith("The sheet itself could not be brought up to date: ")
    assert "Old Lead" in body.get_content()
    held.unlink()
    run("run", "nightly", "--now", LATER)
    assert [len(subjects(office, to)) for to in ("meera", "asha")] == [1, 1]


@pytest.mark.parametrize("command", [("deliver",), ("watch", "--once")])
def test_a_damaged_journal_is_told_of_where_no_run_is_made(
    sheet: Path, run: Run, command: tuple[str, ...]
) -> None:
    sheet.with_name("config.journal.db").write_text("no database")
    said = run(*command, "--now", "2026-11-20T20:10")
    assert "config.journal.db was damaged; it is now" in said.stdout + said.stderr
