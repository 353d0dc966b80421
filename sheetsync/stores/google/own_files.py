"""Our own lock and records for a spreadsheet, in the folder that workbooks' are in too."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import filelock

from sheetsync.errors import PermissionRefused, WorkbookOpen, WriteFailed
from sheetsync.stores.excel.safety.places import private, state_folder
from sheetsync.stores.records import Records

SECONDS_TO_WAIT = 10.0


@contextmanager
def our_lock(spreadsheet_id: str, name: str, patience: float = SECONDS_TO_WAIT) -> Iterator[None]:
    """Hold the lock that keeps two runs of this machine off one spreadsheet.

    Raises `WorkbookOpen` when another run still holds it after ``patience`` seconds.
    """
    try:
        folder = private(state_folder() / "locks")
        lock = filelock.FileLock(folder / f"{_own_name(spreadsheet_id)}.lock", timeout=patience)
        lock.acquire()
    except filelock.Timeout as reason:
        raise WorkbookOpen(
            "another sheetsync run is working on it; nothing was written",
            where=name,
            hint="Wait until it has finished, then run again.",
        ) from reason
    except OSError as reason:
        raise PermissionRefused(
            f"no lock can be kept ({reason.strerror})",
            where=str(reason.filename or name),
            hint="Set SHEETSYNC_STATE_DIR to a folder this user may write to.",
        ) from reason
    try:
        yield
    finally:
        lock.release()


@contextmanager
def our_records(spreadsheet_id: str, name: str, trouble: str) -> Iterator[Records]:
    """What runs wrote to it; ``trouble`` says what could not be done, with ``{why}`` in it."""
    try:
        folder: Path = private(state_folder() / "records") / _own_name(spreadsheet_id)
        yield Records(private(folder))
    except OSError as reason:
        raise WriteFailed(
            trouble.format(why=reason.strerror),
            where=name,
            hint="Free some space, or set SHEETSYNC_STATE_DIR to a folder with some.",
        ) from reason


def _own_name(spreadsheet_id: str) -> str:
    return f"google-{spreadsheet_id}"
