"""Our own files about a sheet: away from it, so that no synced folder carries them, and private.

Each kind of sheet gives its files an own name: one that is readable and no other sheet's.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import filelock
import platformdirs

from sheetsync.errors import PermissionRefused, WorkbookOpen, WriteFailed
from sheetsync.stores.records import Records

STATE_VARIABLE = "SHEETSYNC_STATE_DIR"
"""The environment variable that names another place for locks and backups."""

SECONDS_TO_WAIT = 10.0


def state_folder() -> Path:
    """The folder for locks and backups, this user's own. Raises OSError where it cannot be."""
    named = os.environ.get(STATE_VARIABLE)
    folder = Path(named) if named else platformdirs.user_state_path("sheetsync", appauthor=False)
    return private(folder.expanduser())


def private(folder: Path) -> Path:
    """Make a folder only its owner can look into: backups hold names and phones."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


@contextmanager
def run_lock(own_name: str, called: str, patience: float = SECONDS_TO_WAIT) -> Iterator[None]:
    """Hold the lock that keeps two runs of this machine off the sheet people know as ``called``.

    Raises `WorkbookOpen` when another run still holds it after ``patience`` seconds.
    """
    try:
        lock = filelock.FileLock(lock_file(own_name), timeout=patience)
        lock.acquire()
    except filelock.Timeout as reason:
        raise WorkbookOpen(
            "another sheetsync run is working on it; nothing was written",
            where=called,
            hint="Wait until it has finished, then run again.",
        ) from reason
    except OSError as reason:
        raise PermissionRefused(
            f"no lock can be kept ({reason.strerror})",
            where=str(reason.filename or called),
            hint=f"Set {STATE_VARIABLE} to a folder this user may write to.",
        ) from reason
    try:
        yield
    finally:
        lock.release()


@contextmanager
def lock_if_free(own_name: str, called: str) -> Iterator[bool]:
    """The same without waiting: whether it is held, False where somebody else holds it."""
    with ExitStack() as stack:
        try:
            stack.enter_context(run_lock(own_name, called, patience=0))
            is_held = True
        except WorkbookOpen:
            is_held = False
        yield is_held


def lock_file(own_name: str) -> Path:
    """Where the lock for a sheet is. Raises OSError."""
    return private(state_folder() / "locks") / f"{own_name}.lock"


@contextmanager
def as_write_failed(called: str, trouble: str) -> Iterator[None]:
    """Turn what the system refuses in our own folder into an error a person can mend.

    ``trouble`` says what could not be done, with ``{why}`` in it, and ``{so}`` where that stopped
    the run before it wrote.
    """
    try:
        yield
    except OSError as reason:
        raise WriteFailed(
            trouble.format(why=reason.strerror, so=", so nothing was written"),
            where=called,
            hint=f"Free some space, or set {STATE_VARIABLE} to a folder with some.",
        ) from reason


@contextmanager
def own_records(own_name: str, called: str, trouble: str) -> Iterator[Records]:
    """What runs wrote to a sheet; ``trouble`` as in `as_write_failed`."""
    with as_write_failed(called, trouble):
        yield Records(private(private(state_folder() / "records") / own_name))
