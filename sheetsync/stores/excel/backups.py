"""Copies of what a workbook was before each write, thinned as they age."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sheetsync.stores.excel.places import name_for, private, state_folder

NEWEST, DAILY, WEEKLY = 5, 14, 8
SECONDS_UNTIL_LEFT_OVER = 3600
_STAMP = "%Y-%m-%dT%H-%M-%SZ"


def folder_for(workbook: Path) -> Path:
    """Where the copies of a workbook are kept; made where it is not there yet."""
    return private(private(state_folder() / "backups") / name_for(workbook))


def keep(workbook: Path, data: bytes, saved_at: datetime) -> Path:
    """Keep a copy of a version, named by the UTC time it was saved at, and thin the older ones.

    A version that is kept already is not kept twice. Raises OSError.
    """
    folder = folder_for(workbook)
    path = folder / f"{saved_at.astimezone(UTC):{_STAMP}}{workbook.suffix or '.xlsx'}"
    if path.exists() and not _holds(path, data):
        digest = hashlib.sha256(data).hexdigest()[:8]
        path = path.with_stem(f"{path.stem}-{digest}")
    if not path.exists():
        _write(path, data)
    _thin(folder, newest=saved_at)
    return path


def take_in(workbook: Path, left: Path) -> None:
    """Move a file that a cut-off run left beside the workbook among the copies: it may hold what
    nothing else holds."""
    if time.time() - left.stat().st_mtime > SECONDS_UNTIL_LEFT_OVER:
        shutil.move(left, folder_for(workbook) / left.name.removeprefix("."))


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


def _holds(path: Path, data: bytes) -> bool:
    return path.stat().st_size == len(data) and path.read_bytes() == data


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all: a half-written copy would be worse than none."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
