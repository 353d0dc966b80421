"""Copies of what a workbook was before each write, thinned as they age."""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sheetsync.stores.excel.safety.places import name_for, private, real, state_folder

NEWEST, DAILY, WEEKLY = 5, 14, 8
_UNFINISHED = ".writing-"
_STAMP = "%Y-%m-%dT%H-%M-%SZ"


def folder_for(workbook: Path) -> Path:
    """Where the copies of a workbook are kept; made where it is not there yet."""
    return private(private(state_folder() / "backups") / name_for(workbook))


def keep(workbook: Path, data: bytes, saved_at: datetime) -> Path:
    """Keep a copy of a version, named by the UTC time it was saved at, and thin the older ones.

    A version that is kept already is not kept twice. Raises OSError.
    """
    folder = folder_for(workbook)
    path = folder / f"{saved_at.astimezone(UTC):{_STAMP}}{real(workbook).suffix or '.xlsx'}"
    if path.exists() and not _holds(path, data):
        digest = hashlib.sha256(data).hexdigest()[:8]
        path = path.with_stem(f"{path.stem}-{digest}")
    if not path.exists():
        write_whole(path, data)
    _thin(folder, newest=saved_at)
    return path


def is_unfinished(data: bytes) -> bool:
    """Whether this is the beginning of a package: the list of its members stands at its end."""
    return not data or (data.startswith(b"PK") and not zipfile.is_zipfile(io.BytesIO(data)))


def holds(workbook: Path, data: bytes) -> bool:
    """Whether some copy is this version."""
    return any(_holds(path, data) for path in kept(folder_for(workbook)))


def kept(folder: Path) -> dict[Path, datetime]:
    """The copies in a folder and the time each was saved at; other files are not ours."""
    found: dict[Path, datetime] = {}
    for path in folder.iterdir():
        try:
            found[path] = datetime.strptime(path.stem[:20], _STAMP).replace(tzinfo=UTC)
        except ValueError:
            continue
    return found


def to_drop(times: Iterable[datetime], now: datetime) -> set[datetime]:
    """Which copies are no longer wanted.

    Kept are the newest five, the last of each of the past 14 days and of each of the past
    8 weeks.
    """
    ordered = sorted(set(times), reverse=True)
    daily = _last_of_each(ordered, now - timedelta(days=DAILY), lambda t: t.date().isoformat())
    weekly = _last_of_each(ordered, now - timedelta(weeks=WEEKLY), lambda t: f"{t:%G-%V}")
    return set(ordered) - set(ordered[:NEWEST]) - daily - weekly


def _last_of_each(
    ordered: list[datetime], since: datetime, period: Callable[[datetime], str]
) -> set[datetime]:
    last: dict[str, datetime] = {}
    for moment in ordered:  # newest first
        if moment > since:
            last.setdefault(period(moment), moment)
    return set(last.values())


def _thin(folder: Path, newest: datetime) -> None:
    copies = kept(folder)
    unwanted = to_drop(copies.values(), max(newest, *copies.values()))
    for path, saved_at in copies.items():
        if saved_at in unwanted:
            path.unlink(missing_ok=True)
    clear_unfinished(folder)


def clear_unfinished(folder: Path) -> None:
    """Remove what runs left that were cut off while they wrote here."""
    for path in folder.glob(f"{_UNFINISHED}*"):
        path.unlink(missing_ok=True)


def _holds(path: Path, data: bytes) -> bool:
    return path.stat().st_size == len(data) and path.read_bytes() == data


def write_whole(path: Path, data: bytes) -> None:
    """Write a private file, whole or not at all: a half-written one would be worse than none."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=_UNFINISHED)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
