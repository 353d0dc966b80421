"""Backups: each is a whole workbook. One that speaks of a person is rewritten without them or,
where that cannot be done safely, deleted."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sheetsync.config import Settings
from sheetsync.errors import SheetsyncError
from sheetsync.forgetting import rows
from sheetsync.forgetting.blanked import Unsafe, blanked, read
from sheetsync.forgetting.person import Person
from sheetsync.forgetting.traces import CannotLook
from sheetsync.stores.excel.safety.backups import folder_for, kept
from sheetsync.stores.kept_files import clear_unfinished, write_whole


@dataclass(frozen=True)
class Emptied:
    """How many backups there are, were rewritten, and were deleted."""

    looked_at: int = 0
    rewritten: int = 0
    deleted: int = 0


def learned(person: Person, settings: Settings) -> Person:
    """Known by what backups say of them, too: what a phone number was before it was changed."""
    for path, data in _files(settings):
        try:
            person = rows.learned(person, read(data, path.name, settings))
        except SheetsyncError:
            continue
    return person


def forget(person: Person, settings: Settings) -> Emptied:
    """Empty them all; what says nothing of the person stays as it is. Raises OSError."""
    looked_at = rewritten = deleted = 0
    for path, data in _files(settings):
        looked_at += 1
        if not _speaks_of(person, path, data, settings):
            continue
        try:
            new = blanked(data, path.name, settings, person)
        except Unsafe:
            path.unlink()
            deleted += 1
            continue
        if new != data:
            _put(path, new)
            rewritten += 1
    return Emptied(looked_at, rewritten, deleted)


def _files(settings: Settings) -> Iterator[tuple[Path, bytes]]:
    if settings.workbook is None:
        return
    folder = folder_for(settings.workbook)
    clear_unfinished(folder)
    for path in sorted(kept(folder)):
        yield path, path.read_bytes()


def _speaks_of(person: Person, path: Path, data: bytes, settings: Settings) -> bool:
    """Whether anything of theirs stands in it, or their Lead ID: a report tab may have them where
    no row does. What nobody can look into may."""
    traces = person.traces
    try:
        if traces.file_names_lead(data):
            return True
        snapshot = read(data, path.name, settings)
        theirs = rows.positions(person, snapshot)
        traces = rows.only_theirs(traces, snapshot, theirs)
    except SheetsyncError:
        theirs = np.zeros(0, dtype=np.int64)
    except CannotLook:
        return True
    return bool(len(theirs) or traces.found_in_file(data))


def _put(path: Path, data: bytes) -> None:
    """In its place, as old as it was."""
    was = path.stat()
    write_whole(path, data)
    os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))
