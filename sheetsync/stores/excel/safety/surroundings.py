"""What surrounds a workbook: access, who has it open, synced folders, conflicted copies."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from sheetsync.errors import PermissionRefused, SheetsyncError
from sheetsync.locked_tabs import REMEDY
from sheetsync.stores.base import Diagnosis
from sheetsync.stores.excel.package.package import Package
from sheetsync.stores.excel.package.workbook_part import WorkbookPart
from sheetsync.stores.excel.safety import backups
from sheetsync.stores.excel.safety.lock import holders, our_lock, shown
from sheetsync.stores.excel.safety.places import real
from sheetsync.stores.excel.safety.replace import read_whole
from sheetsync.stores.excel.safety.temporary import is_abandoned, left_beside

_SYNCED = (
    (re.compile(r"onedrive|sharepoint", re.IGNORECASE), "OneDrive"),
    (re.compile(r"dropbox", re.IGNORECASE), "Dropbox"),
    (re.compile(r"google ?drive|^my drive$|drivefs", re.IGNORECASE), "Google Drive"),
    (re.compile(r"icloud|^mobile documents$|com~apple~clouddocs", re.IGNORECASE), "iCloud"),
    (re.compile(r"nextcloud|owncloud", re.IGNORECASE), "Nextcloud"),
)
_MARKERS = {
    ".dropbox": "Dropbox", ".dropbox.cache": "Dropbox", ".tmp.drivedownload": "Google Drive",
    ".sync_": "Nextcloud", ".849C9593-D756-4E56-8D6E-42412F2A707B": "OneDrive",
}  # fmt: skip
_CONFLICTED = re.compile(
    r"conflict(ed)? copy|in conflict|\(conflict|recovered by sheetsync", re.IGNORECASE
)


def diagnose(workbook: Path) -> list[Diagnosis]:
    """Every line worth telling about what surrounds a workbook."""
    lines = list(_file(workbook))
    if workbook.is_file():
        lines += [*_open(workbook), *_synced(workbook), *_beside(workbook), *_inside(workbook)]
    return [*lines, *_backups(workbook)]


def synced_by(workbook: Path) -> str:
    """The service that keeps the workbook's folder in step elsewhere; "" for none known."""
    folder = real(workbook).parent
    for pattern, service in _SYNCED:
        if any(pattern.search(part) for part in folder.parts):
            return service
    above = (folder, *folder.parents)
    return next((who for up in above for mark, who in _MARKERS.items() if (up / mark).exists()), "")


def _file(workbook: Path) -> Iterator[Diagnosis]:
    if not workbook.is_file():
        yield Diagnosis(
            "Workbook", "problem", f"{workbook} is not there", "Check `workbook:` in config.yaml."
        )
        return
    modes = ((os.R_OK, workbook, "read"), (os.W_OK, workbook, "write"),
             (os.W_OK, real(workbook).parent, "write in the folder of"))  # fmt: skip
    refused = [verb for mode, path, verb in modes if not os.access(path, mode)]
    if refused:
        yield Diagnosis(
            "Workbook", "problem", f"this user may not {' or '.join(refused)} {workbook}",
            "Give this user read and write access to the file and its folder.",
        )  # fmt: skip
    else:
        yield Diagnosis("Workbook", "ok", f"{workbook} can be read and written")


def _open(workbook: Path) -> Iterator[Diagnosis]:
    found = holders(workbook)
    if not found:
        yield Diagnosis("Open", "ok", "nobody has it open")
    for holder in found:
        if holder.stale:
            yield Diagnosis(
                "Open", "note", f"{holder} left a mark that is no longer true",
                f"It is ignored; {shown(holder.mark, workbook)} can be deleted.",
            )  # fmt: skip
        else:
            yield Diagnosis(
                "Open", "problem", f"{holder} has it open",
                "Close it there. If nobody has it open, delete "
                f"{shown(holder.mark, workbook)}.",
            )  # fmt: skip


def _synced(workbook: Path) -> Iterator[Diagnosis]:
    service = synced_by(workbook)
    if service:
        yield Diagnosis(
            "Synced folder", "note", f"the folder is kept in step by {service}",
            "Let runs happen when nobody edits, such as at night: two edits at once make a "
            "conflicted copy.",
        )  # fmt: skip


def _beside(workbook: Path) -> Iterator[Diagnosis]:
    workbook = real(workbook)
    stem = workbook.stem.casefold()
    for path in sorted(workbook.parent.glob(f"*{workbook.suffix}")):
        if path.stem.casefold().startswith(stem) and _CONFLICTED.search(path.stem):
            yield Diagnosis(
                "Conflicted copy", "problem", f"{path.name} stands beside the workbook",
                "Bring over what is only in that copy, then delete it.",
            )  # fmt: skip
    for path in _left_over(workbook):
        yield Diagnosis(
            "Left over", "note", f"{path.name} was left by a run that was cut off",
            "The next run clears it away; what it may hold is kept among the backups.",
        )  # fmt: skip


def _left_over(workbook: Path) -> list[Path]:
    """What cut-off runs left; nothing while a run is at work, for its own file looks the same."""
    try:
        with our_lock(workbook, patience=0):
            return [path for path in left_beside(workbook) if is_abandoned(path)]
    except (SheetsyncError, OSError):
        return []


def _inside(workbook: Path) -> Iterator[Diagnosis]:
    try:
        package = Package(read_whole(workbook), workbook.name)
        package.check()
        locked = WorkbookPart(package).structure_locked
    except PermissionRefused:  # `_file` tells of it
        return
    except SheetsyncError as reason:
        yield Diagnosis("Contents", "problem", reason.what, reason.hint)
        return
    if any("_xmlsignatures/" in name for name in package.names()):
        yield Diagnosis(
            "Contents", "problem", "it is digitally signed; nothing is written to it",
            "Remove the signature, or keep the leads in another file.",
        )  # fmt: skip
    if locked:
        yield Diagnosis(
            "Contents", "problem",
            "its structure is protected: cells are written, but no report tab is added", REMEDY,
        )  # fmt: skip
    if package.related(package.workbook_part, "/vbaProject"):
        yield Diagnosis("Contents", "note", "it holds macros; they are left as they are")


def _backups(workbook: Path) -> Iterator[Diagnosis]:
    try:
        folder = backups.folder_for(workbook)
        count = len(backups.kept(folder))
    except OSError as reason:
        yield Diagnosis(
            "Backups", "problem", f"no copies can be kept ({reason.strerror})",
            "Set SHEETSYNC_STATE_DIR to a folder this user may write to.",
        )  # fmt: skip
        return
    yield Diagnosis("Backups", "ok", f"{count} earlier versions in {folder}")
