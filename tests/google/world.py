"""Google as one test sees it: files in a drive, who may do what, and the time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count

from tests.google.errors import no_permission, not_found
from tests.google.spreadsheet import Sheet, Spreadsheet

ROBOT = "robot@example-project.iam.gserviceaccount.com"

SPREADSHEET_TYPE = "application/vnd.google-apps.spreadsheet"

ROLES = ("reader", "writer", "owner")


@dataclass
class File:
    spreadsheet: Spreadsheet
    roles: dict[str, str]  # by e-mail address; who is not in it cannot open the file
    created: datetime
    modified: datetime

    @property
    def id(self) -> str:
        return self.spreadsheet.id


@dataclass
class World:
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    files: dict[str, File] = field(default_factory=dict)
    lock: threading.RLock = field(default_factory=threading.RLock)
    numbers: count[int] = field(default_factory=lambda: count(1))
    apis_off: set[str] = field(default_factory=set)  # `sheets`, `drive`: not enabled in the project

    def create(self, title: str, owner: str = ROBOT, file_id: str = "") -> File:
        spreadsheet = Spreadsheet(file_id or self._new_id(), title, [Sheet.blank(0, "Sheet1")])
        return self.add(spreadsheet, owner)

    def add(self, spreadsheet: Spreadsheet, owner: str = ROBOT) -> File:
        now = self.clock()
        file = File(spreadsheet, {owner: "owner"}, now, now)
        self.files[file.id] = file
        return file

    def open(self, file_id: str, user: str, role: str = "reader") -> File:
        """The file, if this user may do that much with it; else what Google answers."""
        file = self.files.get(file_id)
        if file is None:
            raise not_found()
        held = file.roles.get(user) or file.roles.get("anyone", "")
        if held not in ROLES or ROLES.index(held) < ROLES.index(role):
            raise no_permission()
        return file

    def new_copy(self, file: File, title: str, owner: str) -> File:
        copied = file.spreadsheet.copy()
        copied.id, copied.title = self._new_id(), title
        return self.add(copied, owner)

    def _new_id(self) -> str:
        """44 characters, as Google's are, and the same in every run."""
        return f"1emulated{next(self.numbers):035d}"
