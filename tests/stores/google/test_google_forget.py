"""Forgetting somebody whose lead stands in a Google spreadsheet: there are no backups of ours."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sheetsync.forgetting.everywhere import forget_lead
from sheetsync.journal import Journal, journal_path
from sheetsync.leads import parse
from sheetsync.stores.google.store import GoogleStore
from tests.google.desk import Desk

ROWS = [
    ["Lead ID", "Name", "Phone", "Status"],
    ["L-000001", "Ravi Iyer", "+919820000001", "New"],
    ["L-000002", "Zubeida Thorne", "+919811122334", "New"],
    ["L-000003", "Her sister", "+919811122334", "New"],
]


def test_the_journal_lets_go_and_the_row_and_the_version_history_are_named(tmp_path: Path) -> None:
    with Desk(ROWS) as desk:
        settings = replace(desk.settings(), path=tmp_path / "config.yaml")
        now = datetime(2026, 11, 20, 21, 0, tzinfo=settings.timezone)
        store = GoogleStore(settings)
        snapshot = store.read()
        with Journal.open(journal_path(settings), now) as journal:
            journal.book(settings).record(parse(snapshot, settings), snapshot, now)
        done = forget_lead(store, settings, "L-000002", now)
        assert (done.erased.read, done.backups.looked_at) == (1, 0)
        assert done.rows == ("Our leads · Leads!A3",)
        assert done.same_contact == ("L-000003",)
        assert any("version history" in line for line in done.not_reached)
        with Journal.open(journal_path(settings), now) as journal:
            memory = journal.book(settings).memory(parse(snapshot, settings), snapshot, now)
        assert memory.vanished == ()
        assert memory.missing.gone == 0
