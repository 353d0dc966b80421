"""What a cut-off run left beside a workbook, and whose it is.

A temporary file that was never finished is nobody's. A finished one bears, in its name, the version
that was written; by the exchange it comes to hold what stood there, which is among the backups,
unless somebody saved in that very instant: then it holds a person's work and goes back.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from sheetsync.stores.excel.package.version import version_of
from sheetsync.stores.excel.safety import backups, temporary
from sheetsync.stores.excel.safety.exchange import exchange
from sheetsync.stores.excel.safety.places import real


def clear_away(workbook: Path) -> None:
    """See to every file that a cut-off run left; for those who hold the workbook's lock.

    A person's save goes back where ours stands in its place, else it is left in sight under a
    name of its own. What the system refuses now waits for the next run. Raises OSError where the
    folder cannot be looked into.
    """
    for left in temporary.abandoned_beside(workbook):
        with suppress(OSError):
            _settle(left, real(workbook))


def _settle(left: Path, workbook: Path) -> None:
    written = temporary.version_written(left)
    if written and not _is_known(left, workbook, written):
        if not _is(workbook, written):
            left.rename(temporary.name_in_sight(workbook))
            return
        exchange(left, workbook)
        if not _is(left, written):  # they saved over ours meanwhile: that is newer still
            exchange(left, workbook)
            left.rename(temporary.name_in_sight(workbook))
            return
    left.unlink()


def _is_known(left: Path, workbook: Path, written: str) -> bool:
    """Whether what it holds is ours, or a torn copy, or is kept, or stands in the workbook."""
    data = left.read_bytes()
    return (
        backups.is_unfinished(data)
        or temporary.is_version(version_of(data), written)
        or (workbook.exists() and workbook.read_bytes() == data)
        or backups.holds(workbook, data)
    )


def _is(path: Path, written: str) -> bool:
    return path.exists() and temporary.is_version(version_of(path.read_bytes()), written)
