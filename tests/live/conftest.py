"""A tab on the live spreadsheet, by one account or as two see it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sheetsync.stores.google.connection import Connection
from tests.live.desk import someone
from tests.live.spreadsheet import COLLEAGUE_KEY, cleared, given
from tests.live.tab import Tab


@pytest.fixture
def connection() -> Iterator[Connection]:
    """The spreadsheet, blank; it is so again afterwards."""
    connection = someone(given())
    with cleared(connection):
        yield connection


@pytest.fixture
def tab(connection: Connection) -> Tab:
    """A blank tab on it."""
    return Tab(connection)


@pytest.fixture
def colleague(connection: Connection) -> Connection:
    """The same spreadsheet as another account sees it."""
    return someone(given(COLLEAGUE_KEY))


@pytest.fixture
def locale(connection: Connection, request: pytest.FixtureRequest) -> Iterator[str]:
    """The spreadsheet's, for this test another (`indirect`), or that of the United States."""
    before = connection.get("properties.locale")["properties"]["locale"]
    wanted = getattr(request, "param", "en_US")
    _change(connection, wanted)
    yield wanted
    _change(connection, before)


def _change(connection: Connection, locale: str) -> None:
    request = {"properties": {"locale": locale}, "fields": "locale"}
    connection.batch_update([{"updateSpreadsheetProperties": request}], safe_twice=True)
