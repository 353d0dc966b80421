"""A spreadsheet on the emulator, and our own way to it: settings, credentials, connection.

No ``__init__.py`` may lie in this folder: it would stand before the real ``google`` package.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from sheetsync.config import GoogleSheet
from sheetsync.stores.google.connection import Connection
from sheetsync.stores.google.http import Pace
from tests.google.desk import Desk
from tests.google.loopback import redirect
from tests.google.person import Person
from tests.google.quota import Quota
from tests.google.server import GoogleServer
from tests.google.three_leads import HEADERS, ROWS, emptied
from tests.google.world import File


class VirtualTime:
    """A clock that only sleeping moves; ``slept`` says how long each time."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    @property
    def pace(self) -> Pace:
        return Pace(clock=lambda: self.now, sleep=self.sleep, chance=lambda: 1.0)


@pytest.fixture
def time_goes_by() -> VirtualTime:
    return VirtualTime()


@pytest.fixture
def google() -> Iterator[GoogleServer]:
    """A server of this test's own, without quotas."""
    with GoogleServer(quota=Quota.unlimited()) as server:
        yield server


@pytest.fixture
def led_here(google: GoogleServer, monkeypatch: pytest.MonkeyPatch) -> GoogleServer:
    """Every session begun from now on is led to the server, whoever begins it."""
    begin = requests.Session.__init__

    def begin_here(self: requests.Session, *args: Any, **kwargs: Any) -> None:
        begin(self, *args, **kwargs)
        redirect(self, google.url)

    monkeypatch.setattr(requests.Session, "__init__", begin_here)
    return google


@pytest.fixture
def file(google: GoogleServer) -> File:
    """A person's spreadsheet, shared with the robot."""
    return google.spreadsheet("Our leads")


@pytest.fixture
def ana(google: GoogleServer, file: File) -> Person:
    """Its owner, at work in it."""
    return google.person(file)


@pytest.fixture
def sheet(led_here: GoogleServer, file: File) -> GoogleSheet:
    """What config.yaml names."""
    return GoogleSheet(file.id, led_here.key_file())


@pytest.fixture
def connection(sheet: GoogleSheet, time_goes_by: VirtualTime) -> Connection:
    """Our way to it; waits take no time."""
    return Connection(sheet, time_goes_by.pace)


@pytest.fixture
def desk() -> Iterator[Desk]:
    """Three leads on the emulator, which no run has written to."""
    with Desk([HEADERS, *ROWS]) as desk:
        yield desk


@pytest.fixture
def written(desk: Desk) -> Desk:
    """The same after a run, with ids and follow-up states emptied: the next run writes them."""
    emptied(desk)
    return desk
