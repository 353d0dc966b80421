"""The side file: report tabs beside a workbook that could not be written, until it can be.

It stands under ``leads – sheetsync report.xlsx``, or where that is somebody's, under the next free
number; in our own folder where the workbook's takes no file. What a person changed is theirs.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path

from sheetsync.stores.excel.safety import backups, temporary
from sheetsync.stores.excel.safety.exchange import exchange
from sheetsync.stores.excel.safety.lock import Holder, opened_by
from sheetsync.stores.excel.safety.places import name_for, real
from sheetsync.stores.excel.safety.side_seal import is_intact
from sheetsync.stores.own_files import private, state_folder

ENDING = " – sheetsync report"


class SideFileOpen(Exception):
    """Somebody has the side file itself open, so it was left as it is."""

    def __init__(self, path: Path, holder: Holder) -> None:
        super().__init__(str(path))
        self.path, self.holder = path, holder


def put(workbook: Path, data: bytes) -> Path:
    """Write the side file, whole, in place of an earlier one. Raises `SideFileOpen` or OSError."""
    try:
        return _put(real(workbook).parent, workbook, data)
    except OSError:
        return _put(private(_own_folder(workbook)), workbook, data)


def take_away(workbook: Path) -> None:
    """Remove what `put` left; what somebody has open, or changed, stays."""
    for path in standing(workbook):
        if is_intact(path, real(workbook).name) and not opened_by(path):
            with suppress(OSError):
                path.unlink()


def changed_by_people(workbook: Path) -> list[Path]:
    """Side files that are theirs by now."""
    return [path for path in standing(workbook) if not is_intact(path, real(workbook).name)]


def standing(workbook: Path) -> list[Path]:
    """All side files of a workbook that there are."""
    ours = re.compile(re.escape(real(workbook).stem + ENDING) + r"(?: [2-9]| [1-9]\d+)?\.xlsx")
    folders = [real(workbook).parent]
    with suppress(OSError):
        folders.append(_own_folder(workbook))
    there = [path for folder in folders for path in folder.glob(f"*{ENDING}*.xlsx")]
    return sorted(path for path in there if ours.fullmatch(path.name))


def _names(workbook: Path) -> Iterator[str]:
    stem = real(workbook).stem + ENDING
    yield f"{stem}.xlsx"
    yield from (f"{stem} {number}.xlsx" for number in count(2))


def _put(folder: Path, workbook: Path, data: bytes) -> Path:
    for name in _names(workbook):
        path = folder / name
        if os.path.lexists(path):
            if not is_intact(path, real(workbook).name):
                continue
            if holders := opened_by(path):
                raise SideFileOpen(path, holders[0])
        if _written(path, workbook, data):
            return path
    raise AssertionError("unreachable")


def _written(path: Path, workbook: Path, data: bytes) -> bool:
    """Put the data there; False where somebody saved theirs there in this instant."""
    _clear_away(path, workbook)
    handle, new = temporary.make(path)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        if real(workbook).parent == path.parent:
            shutil.copymode(workbook, new)
        return _in_place(new, path, real(workbook).name)
    finally:
        _settle(new, path, workbook)


def _in_place(new: Path, path: Path, workbook: str) -> bool:
    if not os.path.lexists(path):
        new.replace(path)
        return True
    exchange(new, path)
    if is_intact(new, workbook):
        return True
    exchange(new, path)
    return False


def _settle(left: Path, path: Path, workbook: Path) -> None:
    """Drop a temporary file; should it hold what a person saved, it is left in sight."""
    if not left.exists():
        return
    if is_intact(left, real(workbook).name) or backups.is_unfinished(left.read_bytes()):
        left.unlink()
    else:
        names = (path.with_name(name) for name in _names(workbook))
        left.rename(next(name for name in names if not os.path.lexists(name)))


def _clear_away(path: Path, workbook: Path) -> None:
    for left in temporary.abandoned_beside(path):
        with suppress(OSError):
            _settle(left, path, workbook)


def _own_folder(workbook: Path) -> Path:
    return state_folder() / "reports" / name_for(workbook)
