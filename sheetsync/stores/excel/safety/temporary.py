"""Temporary files beside a workbook, and which of them a cut-off run left there.

A name says whose the file is: the workbook's, and that of a machine with its state folder. Runs
that have both in common share a lock, so whoever holds it knows that none of those is in use.
"""

from __future__ import annotations

import hashlib
import os
import re
import socket
import tempfile
import time
from pathlib import Path

from sheetsync.stores.excel.safety.places import real
from sheetsync.stores.own_files import state_folder

PREFIX = ".sheetsync-"
SECONDS_UNTIL_LEFT_OVER = 3600
"""After so long untouched, a file of another machine is one it left."""

_LONGEST_NAME = 40
_VERSION_DIGITS = 16


def make(workbook: Path) -> tuple[int, Path]:
    """A new, empty file beside a workbook, open for writing, and its path. Raises OSError."""
    start = f"{_start(workbook)}{_our_mark()}-"
    handle, path = tempfile.mkstemp(dir=real(workbook).parent, prefix=start, suffix=".tmp")
    return handle, Path(path)


def finished(new: Path, version: str) -> Path:
    """Note in its name which version it holds, before it is exchanged for what stands there."""
    return new.rename(new.with_stem(f"{new.stem}-{version[:_VERSION_DIGITS]}"))


def version_written(left: Path) -> str:
    """The beginning of the version that was finished under this name; "" where none was."""
    found = re.search(rf"-([0-9a-f]{{{_VERSION_DIGITS}}})\.tmp(\.old)?$", left.name)
    return found[1] if found else ""


def is_version(version: str, beginning: str) -> bool:
    """Whether a version is the one a name speaks of."""
    return version[:_VERSION_DIGITS] == beginning


def name_in_sight(workbook: Path) -> Path:
    """A free name for what was recovered: what was so earlier is still somebody's work."""
    names = (
        workbook.with_name(f"{workbook.stem} (recovered by sheetsync{number}){workbook.suffix}")
        for number in ("", *(f" {n}" for n in range(2, 10_000)))
    )
    return next(name for name in names if not os.path.lexists(name))


def _left_beside(workbook: Path) -> list[Path]:
    """The temporary files there are, whoever made them."""
    ours = re.compile(re.escape(_start(workbook)) + r"[0-9a-f]{8}-\w+(-[0-9a-f]+)?\.tmp(\.old)?")
    there = real(workbook).parent.glob(f"{PREFIX}*")
    return sorted(path for path in there if ours.fullmatch(path.name))


def abandoned_beside(workbook: Path) -> list[Path]:
    """The temporary files of a workbook that nobody is writing any more; for those who hold its
    lock."""
    return [left for left in _left_beside(workbook) if _is_abandoned(left)]


def _is_abandoned(left: Path) -> bool:
    return (
        f"-{_our_mark()}-" in left.name
        or time.time() - left.stat().st_mtime > SECONDS_UNTIL_LEFT_OVER
    )


def _start(workbook: Path) -> str:
    """Readable, and no other file's in that folder: long names are cut, so a hash follows."""
    name = real(workbook).name
    return f"{PREFIX}{name[:_LONGEST_NAME]}-{_short(name)}-"


def _our_mark() -> str:
    return _short(f"{socket.gethostname()}\0{state_folder()}")


def _short(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:8]
