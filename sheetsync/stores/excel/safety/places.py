"""Where our own files live: away from the workbook, so that no synced folder carries them."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

import platformdirs

STATE_VARIABLE = "SHEETSYNC_STATE_DIR"
"""The environment variable that names another place for locks and backups."""


def state_folder() -> Path:
    """The folder for locks and backups, this user's own. Raises OSError where it cannot be."""
    named = os.environ.get(STATE_VARIABLE)
    folder = Path(named) if named else platformdirs.user_state_path("sheetsync", appauthor=False)
    return private(folder.expanduser())


def private(folder: Path) -> Path:
    """Make a folder only its owner can look into: backups hold names and phones."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def real(workbook: Path) -> Path:
    """The file a workbook's name leads to: people open, lock and copy that one, not the link.

    A link that leads in a circle stands for itself; reading it then says what is wrong.
    """
    return Path(os.path.realpath(workbook))


def name_for(workbook: Path) -> str:
    """A name for a workbook's own files: readable, and different for each path."""
    workbook = real(workbook)
    path = os.path.normcase(workbook)
    stem = re.sub(r"[^\w-]+", "-", workbook.stem)[:40]
    return f"{stem}-{hashlib.sha256(path.encode('utf-8', 'surrogateescape')).hexdigest()[:10]}"
