"""What surrounds a workbook: access, who has it open, synced folders, conflict copies."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from sheetsync.errors import PermissionRefused, SheetsyncError
from sheetsync.locked_tabs import REMEDY
from sheetsync.stores.base import Diagnosis
from sheetsync.stores.excel.package.package import Package
from sheetsync.stores.excel.package.workbook_part import WorkbookPart
from sheetsync.stores.excel.safety import backups, side_file
from sheetsync.stores.excel.safety.conflict_copies import conflict_copies
from sheetsync.stores.excel.safety.lock import holders, our_lock, shown, way_out
from sheetsync.stores.excel.safety.places import real
from sheetsync.stores.excel.safety.quiet import minutes_of_quiet, said_minutes
from sheetsync.stores.excel.safety.replace import read_whole
from sheetsync.stores.excel.safety.synced import synced_by
from sheetsync.stores.excel.safety.temporary import abandoned_beside


def diagnose(workbook: Path, quiet_minutes: int | None = None) -> list[Diagnosis]:
    """Every line worth telling about what surrounds a workbook; ``quiet_minutes`` as in config."""
    lines = list(_file(workbook))
    if workbook.is_file():
        lines += [*_open(workbook), *_synced(workbook, quiet_minutes), *beside(workbook)]
        lines += [*_left_over(workbook), *_inside(workbook)]
    return [*lines, *_backups(workbook)]


def _file(workbook: Path) -> Iterator[Diagnosis]:
    if not workbook.is_file():
        yield Diagnosis(
            "Workbook", "problem", f"{workbook} is not there", "Check `workbook:` in config.yaml."
        )
        return
    modes = ((os.R_OK, "read"), (os.W_OK, "write"))
    refused = " or ".join(verb for mode, verb in modes if not os.access(workbook, mode))
    said = [f"{refused} {workbook}"] if refused else []
    if not os.access(folder := real(workbook).parent, os.W_OK):
        said.append(f"write in the folder {folder}")
    if said:
        yield Diagnosis(
            "Workbook", "problem", f"this user may not {', nor '.join(said)}",
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
                f"Close it there. {way_out(holder, workbook)}",
            )  # fmt: skip


def _synced(workbook: Path, quiet_minutes: int | None) -> Iterator[Diagnosis]:
    service, minutes = synced_by(workbook), minutes_of_quiet(workbook, quiet_minutes)
    if minutes:
        told = f"runs leave it alone until nobody has saved it for {said_minutes(minutes)}"
        yield Diagnosis("Quiet", "ok", told)
    if service:
        yield Diagnosis(
            "Synced folder", "note", f"the folder is kept in step by {service}",
            "Let runs happen when nobody edits, such as at night: two edits at once make a "
            "conflict copy.",
        )  # fmt: skip


def beside(workbook: Path) -> Iterator[Diagnosis]:
    """What stands beside a workbook and may hold somebody's work: it is never touched."""
    for path in conflict_copies(workbook):
        yield Diagnosis(
            "Conflict copy", "problem",
            f"{path.name} stands beside {workbook.name} and may hold work that is missing there",
            "Open both, bring over what is only in the copy, then delete the copy.",
        )  # fmt: skip
    for path in side_file.changed_by_people(workbook):
        yield Diagnosis(
            "Side file", "note", f"{path.name} was changed by somebody, so it stays",
            "Delete it when nobody needs it any more.",
        )  # fmt: skip


def _left_over(workbook: Path) -> Iterator[Diagnosis]:
    for path in _left_behind(workbook):
        yield Diagnosis(
            "Left over", "note", f"{path.name} was left by a run that was cut off",
            "The next run clears it away; a save of yours in it goes back, or is left in sight.",
        )  # fmt: skip


def _left_behind(workbook: Path) -> list[Path]:
    """What cut-off runs left; nothing while a run is at work, for its own file looks the same."""
    try:
        with our_lock(workbook, patience=0):
            return abandoned_beside(workbook)
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
