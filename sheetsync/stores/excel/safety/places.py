"""Which file a workbook's name leads to, and the name our own files about it have."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path


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
