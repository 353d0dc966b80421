"""Files of ours that pile up in a private folder: each written whole, thinned as they age."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path

NEWEST, DAILY, WEEKLY = 5, 14, 8
_UNFINISHED = ".writing-"


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


def clear_unfinished(folder: Path) -> None:
    """Remove what runs left that were cut off while they wrote here."""
    for path in folder.glob(f"{_UNFINISHED}*"):
        path.unlink(missing_ok=True)


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
