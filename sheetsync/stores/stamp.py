"""What tells one version of a sheet from the next without reading it."""

from __future__ import annotations

from pathlib import Path

from sheetsync.config import Settings


def stamp_of(settings: Settings) -> str:
    """Another text after anybody changed the sheet; "" where that cannot be told cheaply. Never
    raises: whoever then reads the sheet learns what is wrong.

    Take it *before* reading, so that what changes meanwhile counts as a change since.
    """
    if settings.workbook is not None:
        return _of_file(settings.workbook)
    if settings.google is not None:
        # Nothing of Google's is loaded where the leads are in a workbook.
        from sheetsync.stores.google.stamp import stamp_of_spreadsheet

        return stamp_of_spreadsheet(settings.google)
    return ""


def _of_file(path: Path) -> str:
    """Saving changes its time, and in most programs makes another file of the same name."""
    try:
        found = path.stat()
    except OSError:
        return ""
    return f"{found.st_mtime_ns}-{found.st_size}-{found.st_ino}"
