"""A process in which leads come in after closing and run follows run, for tests that kill it. In a
module of its own, so that what starts it loads nothing else."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl

from jobs.whole_run import whole_run
from sheetsync.config import Settings
from sheetsync.config.acknowledge import Acknowledge
from sheetsync.config.messages import Mailbox, Messages, Smtp
from sheetsync.journal import Journal, journal_path
from sheetsync.stores.open import open_store
from tests import builders
from tests.lead_book import lead_book

HEADERS = ["Lead ID", "Received at", "Name", "Email", "Status"]
CLOSED = datetime(2026, 11, 20, 18, 30, tzinfo=ZoneInfo("Asia/Kolkata"))


def at_work(folder: Path, port: int, state: Path, link: Any, only: int | None = None) -> None:
    """Let a lead come, make a run, and again."""
    os.environ["SHEETSYNC_STATE_DIR"] = str(state)
    settings = settings_for(folder, port)
    link.send("ready")
    for _ in count() if only is None else range(only):
        one_more(settings)
    link.send("done")


def settings_for(folder: Path, port: int) -> Settings:
    sender, smtp = Mailbox("leads@shop.example"), Smtp("localhost", port, "none")
    return replace(
        builders.settings(),
        path=folder / "config.yaml",
        workbook=folder / "leads.xlsx",
        quiet_minutes=0,
        messages=Messages(sender=sender, smtp=smtp),
        acknowledge=Acknowledge(email=True),
    )


def begin(settings: Settings) -> None:
    """The workbook as it was before, and the first run."""
    assert settings.workbook
    lead = [None, datetime(2026, 11, 9, 10), "Old", "old@home.example", "Contacted"]
    lead_book([HEADERS, lead]).save(settings.workbook)
    make_run(settings, CLOSED)


def one_more(settings: Settings) -> None:
    """A lead comes, and a run looks a minute later."""
    assert settings.workbook
    book = openpyxl.load_workbook(settings.workbook)
    number = sum(1 for row in book["Leads"].iter_rows(max_col=5) if row[2].value)
    came = CLOSED + timedelta(minutes=number)
    for column, value in enumerate(
        [None, came.replace(tzinfo=None), "Ravi", f"ravi{number}@home.example", "New"], 1
    ):
        book["Leads"].cell(number + 1, column, value)
    unfinished = settings.workbook.with_name("unfinished.xlsx")
    book.save(unfinished)
    unfinished.replace(settings.workbook)
    make_run(settings, came + timedelta(minutes=1))


def make_run(settings: Settings, now: datetime) -> None:
    with Journal.open(journal_path(settings), now) as journal:
        whole_run(settings, open_store(settings), ["highlight_sla"], now, journal=journal)
