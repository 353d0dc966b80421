"""What `sheetsync doctor` asks Google: from the key to the right to edit, one step after another.

One read, and one change of nothing. What needs no answer of Google's is said whatever fails.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sheetsync.config import Settings
from sheetsync.errors import (
    GoogleUnreachable,
    NotAWorkbook,
    PermissionRefused,
    SheetsyncError,
    SignInRefused,
    WorkbookMissing,
)
from sheetsync.stores.base import Diagnosis
from sheetsync.stores.google.connection import Connection
from sheetsync.stores.google.credentials import find_key, key_file_note
from sheetsync.stores.google.http import A_MINUTES_CALLS
from sheetsync.stores.google.message import Json
from sheetsync.stores.google.refusal_table import ApiSwitchedOff
from sheetsync.stores.google.spreadsheet_settings import FIELDS, looked_through


class Step(NamedTuple):
    """Something to be got past before a spreadsheet is open, and the errors that tell of it."""

    subject: str
    passed: str
    stopped_by: tuple[type[SheetsyncError], ...]


STEPS = (
    Step("Google", "it can be reached from here", (GoogleUnreachable,)),
    Step("Sign-in", "Google accepts it", (SignInRefused,)),
    Step("Sheets API", "it is switched on in the project of this key", (ApiSwitchedOff,)),
    Step("Spreadsheet", "{name} is at {url}", (WorkbookMissing, NotAWorkbook)),
    Step("Shared", "{account} may open it", (PermissionRefused,)),
)

KINDS = {
    "service_account": "the key of the robot {robot}",
    "authorized_user": "the sign-in of a person",
    "client": "a program that people sign in to at the browser",
}

NOTHING: Json = {
    "deleteDeveloperMetadata": {
        "dataFilter": {"developerMetadataLookup": {"metadataKey": "sheetsync.nothing_has_this_key"}}
    }
}
"""A change of nothing: Google answers it only to those who may edit."""


def diagnose(connection: Connection, settings: Settings) -> Iterator[Diagnosis]:
    """A line for each step. The first that fails ends what Google can be asked; the last lines say
    what a run costs in any case."""
    try:
        yield from _credentials(connection)
    except SheetsyncError as error:
        yield _problem("Credentials", error)
        yield _later(0, connection)
    else:
        yield from _opened(connection, settings)
    yield _quota()


def _credentials(connection: Connection) -> Iterator[Diagnosis]:
    key = find_key(connection.sheet)
    robot = connection.robot  # a key that is not whole is told here
    said = KINDS.get(key.kind, key.kind).format(robot=robot)
    yield Diagnosis("Credentials", "ok", f"{key.place}: {said}")
    note = key_file_note(connection.sheet)
    if note is not None:
        yield note


def _opened(connection: Connection, settings: Settings) -> Iterator[Diagnosis]:
    """From the first question on; where it is answered, all that the answer tells."""
    try:
        spreadsheet = connection.get(FIELDS)
    except SheetsyncError as error:
        failed = _failed(error)
        yield from (_passed(step, connection) for step in STEPS[:failed])
        yield _problem(STEPS[failed].subject, error)
        yield _later(failed + 1, connection)
        return
    yield from (_passed(step, connection) for step in STEPS)
    yield _may_edit(connection)
    yield from looked_through(spreadsheet, settings, _account(connection))


def _failed(error: SheetsyncError) -> int:
    """Which step an error tells of; what none knows stands for the last."""
    known = (at for at, step in enumerate(STEPS) if isinstance(error, step.stopped_by))
    return next(known, len(STEPS) - 1)


def _passed(step: Step, connection: Connection) -> Diagnosis:
    words = {
        "name": connection.name,
        "url": connection.sheet.url,
        "account": _account(connection),
    }
    return Diagnosis(step.subject, "ok", step.passed.format(**words))


def _problem(subject: str, error: SheetsyncError) -> Diagnosis:
    where = f"{error.where}: " if error.where else ""
    return Diagnosis(subject, "problem", where + error.what, error.hint, bars=True)


def _later(done: int, connection: Connection) -> Diagnosis:
    """What could not be asked, and what can be seen to meanwhile."""
    steps = [step.subject for step in STEPS[done:]]
    rest = ", ".join([*steps, "Editor", "Tab", "Protected", "Time zone", "Locale"])
    robot = connection.robot if done else ""
    share = (
        f"The spreadsheet must be shared, too: open {connection.sheet.url}, click Share, and add "
        f"{robot} as Editor."
    )
    shown = share if robot and "Shared" in steps else ""
    return Diagnosis("Not looked at", "note", f"{rest}: only when that is mended", shown)


def _may_edit(connection: Connection) -> Diagnosis:
    """Google tells nobody what they may do; it is tried."""
    try:
        connection.batch_update([NOTHING], fields="spreadsheetId", safe_twice=True)
    except PermissionRefused as error:
        return Diagnosis("Editor", "problem", f"it may be read only: {error.what}", error.hint)
    except SheetsyncError as error:
        said = f"whether {_account(connection)} may edit it could not be tried: {error.what}"
        return Diagnosis("Editor", "note", said, error.hint)
    return Diagnosis("Editor", "ok", f"{_account(connection)} may edit it")


def _quota() -> Diagnosis:
    return Diagnosis(
        "Quota", "ok",
        "a run makes 2 calls where nothing is to be changed, and 4 where something is (a large "
        f"first one some more); Google allows an account {A_MINUTES_CALLS} reads and "
        f"{A_MINUTES_CALLS} writes a minute, free of charge",
    )  # fmt: skip


def _account(connection: Connection) -> str:
    return connection.robot or "your account"
