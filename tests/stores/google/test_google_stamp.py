"""Whether a spreadsheet changed is told by one call, and never a reason to fail."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sheetsync.config import GoogleSheet
from sheetsync.stores.google import stamp
from sheetsync.stores.google.stamp import stamp_of_spreadsheet
from tests.google.person import Person
from tests.google.server import GoogleServer


@pytest.fixture(autouse=True)
def own_session() -> Iterator[None]:
    stamp._session.cache_clear()
    yield
    stamp._session.cache_clear()


def test_it_stays_while_nobody_edits_and_changes_with_every_edit(
    sheet: GoogleSheet, ana: Person, google: GoogleServer
) -> None:
    moment = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
    google.world.clock = lambda: moment
    before = stamp_of_spreadsheet(sheet)
    assert before
    assert stamp_of_spreadsheet(sheet) == before
    moment += timedelta(seconds=1)
    ana.type("Sheet1!A1", "Name")
    assert stamp_of_spreadsheet(sheet) != before


def test_it_costs_one_call_and_reads_nothing_of_the_sheet(
    sheet: GoogleSheet, google: GoogleServer
) -> None:
    for _ in range(3):
        stamp_of_spreadsheet(sheet)
    assert [call.method for call in google.seen] == ["drive.files.get"] * 3


def test_where_drive_is_not_enabled_nothing_is_told(
    sheet: GoogleSheet, google: GoogleServer
) -> None:
    google.world.apis_off.add("drive")
    assert stamp_of_spreadsheet(sheet) == ""


def test_where_nobody_can_sign_in_nothing_is_told(
    sheet: GoogleSheet, tmp_path: Path, led_here: GoogleServer
) -> None:
    assert stamp_of_spreadsheet(GoogleSheet(sheet.id, tmp_path / "no.json")) == ""
    led_here.stop()
    assert stamp_of_spreadsheet(sheet) == ""
