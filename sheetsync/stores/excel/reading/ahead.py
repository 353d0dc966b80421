"""Reading begun before it is asked for: a command has much to load before it reads, and a second
processor has nothing to do meanwhile.

This module loads little itself; whoever asks for what was found says of which file, and gets
nothing where another was read.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from sheetsync.second_process import LostError, begun
from sheetsync.stores.excel.package.package import Package
from sheetsync.stores.excel.package.version import version_of
from sheetsync.stores.excel.package.workbook_part import WorkbookPart
from sheetsync.stores.excel.reading.cell_arrays import SheetArrays, arrays_of
from sheetsync.stores.excel.reading.cell_scan import SheetText

_LONG = 1 << 20
"""Bytes of a file; one up to here is read sooner than a process is copied."""


class _Found(NamedTuple):
    version: str
    part: str
    arrays: SheetArrays | None


class Ahead:
    """The cells of a tab, being looked for in what a file held when this was made."""

    def __init__(self, path: Path, tab: str) -> None:
        self.path, self.tab = path, tab
        self._beside = begun(lambda: _found(path, tab)) if _is_long(path) else None

    def of(self, version: str, part: str) -> SheetArrays | None:
        """What was found there in that part of that version; None where nothing was."""
        beside, self._beside = self._beside, None
        if beside is None:
            return None
        try:
            found = beside.result()
        except LostError:
            return None
        return found.arrays if found and (found.version, found.part) == (version, part) else None


def _is_long(path: Path) -> bool:
    try:
        return path.stat().st_size > _LONG
    except OSError:
        return False


def _found(path: Path, tab: str) -> _Found | None:
    data = path.read_bytes()
    package = Package(data, path.name)
    sheet = WorkbookPart(package).worksheet(tab)
    if sheet is None:
        return None
    text = SheetText(package.read(sheet.part), path.name)
    return _Found(version_of(data), sheet.part, arrays_of(text))
