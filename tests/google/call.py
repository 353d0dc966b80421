"""One request on its way through the emulator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.google.discovery import Method
from tests.google.errors import Json
from tests.google.spreadsheet import Spreadsheet
from tests.google.world import File, World


@dataclass(frozen=True)
class Call:
    world: World
    user: str
    method: Method
    path: dict[str, str]
    query: dict[str, list[str]]
    body: Json

    def one(self, name: str, default: str = "") -> str:
        return self.query.get(name, [default])[-1]

    def flag(self, name: str) -> bool:
        return self.one(name, "false").lower() == "true"

    def file(self, role: str = "reader") -> File:
        key = self.path.get("spreadsheetId") or self.path["fileId"]
        return self.world.open(key, self.user, role)

    def now(self, spreadsheet: Spreadsheet) -> datetime:
        """The wall clock where the spreadsheet is."""
        return self.world.clock().astimezone(ZoneInfo(spreadsheet.time_zone)).replace(tzinfo=None)


def option(message: Json | Call, name: str, default: str) -> Any:
    """A render option from the query or, in the batch calls, from the body."""
    if isinstance(message, Call):
        return message.one(name, default)
    return message.get(name, default)
