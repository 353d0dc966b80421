"""A lead sheet on the live spreadsheet, with our store, as `tests/google/desk.py` is elsewhere."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from sheetsync.config import GoogleSheet, Settings
from sheetsync.stores.google.connection import Connection
from sheetsync.stores.google.http import Pace
from sheetsync.stores.google.message import Json
from tests import builders
from tests.live.spreadsheet import KEY, cleared, given
from tests.live.tab import Tab


@cache
def someone(sheet: GoogleSheet) -> Connection:
    """A client beside the store's, the same for all tests: it keeps to one minute's quota."""
    return Connection(sheet, pace())


def pace() -> Pace:
    """The emulator counts no calls (`GoogleServer.environment`): nobody waits for its minute."""
    return Pace(sleep=lambda _: None) if os.environ.get("GOOGLE_EMULATOR") else Pace()


class Interrupted(Connection):
    """A store's connection; people act just before its calls, by the number of the call from 1."""

    def __init__(self, sheet: GoogleSheet, pace: Pace | None = None) -> None:
        super().__init__(sheet, pace)
        self.cues: dict[int, Callable[[], object]] = {}
        self._calls = 0

    def get(self, fields: str, ranges: Sequence[str] = ()) -> Json:
        self._play()
        return super().get(fields, ranges)

    def values(self, ranges: Sequence[str], *, formulas: bool = False) -> list[list[list[Any]]]:
        self._play()
        return super().values(ranges, formulas=formulas)

    def batch_update(self, requests: Sequence[Json], **how: Any) -> Json:
        self._play()
        return super().batch_update(requests, **how)

    def _play(self) -> None:
        self._calls += 1
        act = self.cues.pop(self._calls, None)
        if act is not None:
            act()


@dataclass
class LiveDesk:
    """Rows on a tab of its own; ``store_connection`` is for the store, ``tab`` is a person's."""

    tab: Tab
    store_connection: Interrupted
    settings: Settings = field(init=False)

    def __post_init__(self) -> None:
        usual = builders.settings(tab=self.tab.title)
        self.settings = replace(usual, workbook=None, google=self.store_connection.sheet)


@contextmanager
def live_desk(rows: list[list[Any]]) -> Iterator[LiveDesk]:
    """Skips where the environment gives no spreadsheet."""
    sheet = given(KEY)
    with cleared(someone(sheet)):
        yield LiveDesk(Tab(someone(sheet), rows), Interrupted(sheet, pace()))
