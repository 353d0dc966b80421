"""Leave a workbook alone for a while after somebody saved it where a service carries it away.

Two saves at once make a conflict copy there, and people who edit together may leave no mark.
"""

from __future__ import annotations

import hashlib
import time
from contextlib import suppress
from datetime import datetime, tzinfo
from pathlib import Path

from sheetsync.errors import WorkbookJustSaved
from sheetsync.moments import moment_text
from sheetsync.stores.excel.safety.places import name_for
from sheetsync.stores.excel.safety.synced import synced_by
from sheetsync.stores.kept_files import write_whole
from sheetsync.stores.own_files import private, state_folder

MINUTES_WHERE_SYNCED = 15


def minutes_of_quiet(workbook: Path, wished: int | None) -> int:
    """How long it must have been quiet: as config says, else by the folder it is in."""
    if wished is not None:
        return wished
    return MINUTES_WHERE_SYNCED if synced_by(workbook) else 0


def refuse_if_just_saved(workbook: Path, wished: int | None, zone: tzinfo) -> None:
    """Raise `WorkbookJustSaved` when somebody else saved it less than so many minutes ago.

    Raises OSError where it is gone.
    """
    minutes = minutes_of_quiet(workbook, wished)
    now, saved = time.time(), _saved_at(workbook) if minutes else 0
    if now - saved >= 60 * minutes or _is_own(workbook):
        return
    service = synced_by(workbook)
    raise WorkbookJustSaved(
        f"it was saved {_ago(now - saved)}{f', and {service} carries it' if service else ''}; "
        "nothing was written to it",
        where=workbook.name,
        hint=f"Run again after {_moment(saved + 60 * minutes, now, zone)}, if it is left alone "
        f"until then: it must have been quiet for {said_minutes(minutes)} (`quiet_minutes:` in "
        "config.yaml).",
    )


def remember_own(workbook: Path, version: str) -> None:
    """Remember the version a run wrote: nobody is at work on that one."""
    with suppress(OSError):
        write_whole(_own_version(workbook), version.encode())


def _is_own(workbook: Path) -> bool:
    try:
        version = _own_version(workbook).read_text(encoding="ascii")
        return hashlib.sha256(workbook.read_bytes()).hexdigest() == version
    except (OSError, ValueError):
        return False


def _own_version(workbook: Path) -> Path:
    return private(state_folder() / "versions") / name_for(workbook)


def _saved_at(workbook: Path) -> float:
    """When it was saved, or came here where that lies in the future: clocks differ."""
    found = workbook.stat()
    return found.st_mtime if found.st_mtime <= time.time() else found.st_ctime


def _ago(seconds: float) -> str:
    return "just now" if seconds < 60 else f"{said_minutes(int(seconds // 60))} ago"


def said_minutes(count: int) -> str:
    """``1 minute``, ``15 minutes``."""
    return f"{count} minute{'' if count == 1 else 's'}"


def _moment(moment: float, now: float, zone: tzinfo) -> str:
    """The next full minute, as people say it."""
    local = datetime.fromtimestamp(moment + 59, zone)
    return moment_text(local, datetime.fromtimestamp(now, zone).year)
