"""A server of one's own for each test; asking it for what it does not know fails the test."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import gspread
import pytest

from tests.google.person import Person
from tests.google.server import GoogleServer
from tests.google.world import File

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

LEADS = [
    ["Lead ID", "Name", "Status"],
    ["L-1", "Ana", "New"],
    ["L-2", "Bob", "Won"],
    ["L-3", "Cem", "Lost"],
]


@pytest.fixture
def google() -> Iterator[GoogleServer]:
    with GoogleServer(clock=lambda: NOW) as server:
        yield server


@pytest.fixture
def file(google: GoogleServer) -> File:
    return google.spreadsheet("Leads")


@pytest.fixture
def ana(google: GoogleServer, file: File) -> Person:
    """The owner, at the sheet."""
    person = google.person(file)
    person.rename_tab("Sheet1", "Leads")
    person.paste("Leads!A1", LEADS)
    return person


@pytest.fixture
def book(google: GoogleServer, file: File, ana: Person) -> gspread.Spreadsheet:
    """The same spreadsheet as the robot opens it."""
    return google.connect().open_by_key(file.id)


@pytest.fixture
def leads(book: gspread.Spreadsheet) -> gspread.Worksheet:
    return book.worksheet("Leads")
