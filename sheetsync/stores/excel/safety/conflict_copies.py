"""Conflict copies: what a service makes of two saves at once, known by the name it gives them.

Only names that no person would think of count as such everywhere. Those a person might choose
count in a folder that is kept in step, and there only where that service makes them.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from pathlib import Path

from sheetsync.stores.excel.safety.places import real
from sheetsync.stores.excel.safety.synced import synced_by

_CONFLICT = r"conflict|konflikt|conflit|conflicto|conflito|conflitto"
_EVERYWHERE = re.compile(
    rf"[ ._-]?\([^()]*(?:{_CONFLICT})[^()]*(?:\(\d+\)[^()]*)?\)"  # Dropbox, Nextcloud
    r"|[._-](?:sync-)?conflict[ _-][\w-]+"  # Syncthing, ownCloud
    r"|\.conflict"  # Resilio
    r"| \(recovered by sheetsync(?: \d+)?\)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r" ?\(\d{1,2}\)")
_MACHINE = re.compile(
    r"-(?:[\w-]+-)?(?:desktop|laptop|notebook|pc|macbook|imac|mac|thinkpad|surface|workstation|"
    r"server|win)(?:-[\w-]+)?",
    re.IGNORECASE,
)
_BY_SERVICE = {
    "OneDrive": (_MACHINE, _NUMBERED),
    "Google Drive": (_NUMBERED,),
    "iCloud": (re.compile(r" [2-9]"), _NUMBERED),
}


def conflict_copies(workbook: Path) -> list[Path]:
    """The conflict copies that stand beside the workbook, by name. They are never touched."""
    workbook = real(workbook)
    patterns = list(_patterns(workbook))
    return [
        path
        for path in sorted(_of_one_kind(workbook))
        if any(pattern.fullmatch(path.stem, len(workbook.stem)) for pattern in patterns)
    ]


def _of_one_kind(workbook: Path) -> Iterator[Path]:
    """The other workbooks of that folder whose names begin alike."""
    stem, kind = workbook.stem.casefold(), workbook.suffix.casefold()
    try:
        there = list(workbook.parent.iterdir())
    except OSError:
        return
    for path in there:
        # A fold can change a name's length, so the beginnings themselves are compared.
        begins = path.stem[: len(workbook.stem)].casefold()
        if path.suffix.casefold() == kind and begins == stem and path.stem != workbook.stem:
            yield path


def _patterns(workbook: Path) -> Iterator[re.Pattern[str]]:
    yield _EVERYWHERE
    service = synced_by(workbook)
    yield from _BY_SERVICE.get(service, ())
    if service == "OneDrive":
        host = re.escape(socket.gethostname().partition(".")[0])
        yield re.compile(rf"-{host}(?:-\d+)?", re.IGNORECASE)
