"""Who has the workbook open: people, by the marks their programs leave; and our own runs.

A mark can be left behind by a crash. LibreOffice's is taken for stale when it is this user's on
this machine, some minutes old, and no LibreOffice of theirs runs; Excel's, on Windows, when
nobody holds it open. Where that cannot be seen, as on a shared drive, a mark counts seven days;
LibreOffice's never counts longer.
"""

from __future__ import annotations

import getpass
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import filelock

from sheetsync.errors import PermissionRefused, WorkbookOpen
from sheetsync.stores.excel.safety.places import name_for, private, real, state_folder

SECONDS_A_MARK_COUNTS = 7 * 24 * 3600
SECONDS_WITHOUT_DOUBT = 600
SECONDS_TO_WAIT = 10.0
_OFFICE_PROCESSES = ("soffice.bin", "soffice", "oosplash")


@dataclass(frozen=True)
class Holder:
    """Somebody who has the workbook open; ``who`` may be "" where the mark does not say."""

    who: str
    program: str
    mark: Path
    stale: bool = False

    def __str__(self) -> str:
        return f"{self.who or 'somebody'} ({self.program})"


def holders(workbook: Path) -> list[Holder]:
    """Everybody whose program left a mark beside the workbook, stale ones included.

    Where the workbook is a link, the mark may stand beside the link or beside the file itself.
    """
    # As keys, each path counts once.
    paths = dict.fromkeys((real(workbook), real(workbook.parent) / workbook.name))
    marks = [(path.with_name(f"~${path.name}"), _excel) for path in paths]
    marks += [(path.with_name(f".~lock.{path.name}#"), _libreoffice) for path in paths]
    return [read(mark) for mark, read in marks if mark.exists()]


def refuse_if_open(workbook: Path) -> None:
    """Raise `WorkbookOpen` when somebody has the workbook open, saying who."""
    open_now = [holder for holder in holders(workbook) if not holder.stale]
    if open_now:
        raise WorkbookOpen(
            f"{' and '.join(map(str, open_now))} has it open; nothing was written",
            where=workbook.name,
            hint="Close it there; the next run catches up. If nobody has it open, delete "
            f"{shown(open_now[0].mark, workbook)}.",
        )


def shown(mark: Path, workbook: Path) -> str:
    """How to find a mark: by its name where it stands beside the workbook people know."""
    return mark.name if mark.parent == real(workbook.parent) else str(mark)


@contextmanager
def our_lock(workbook: Path, patience: float = SECONDS_TO_WAIT) -> Iterator[None]:
    """Hold the lock that keeps two runs off one workbook.

    Raises `WorkbookOpen` when another run still holds it after ``patience`` seconds.
    """
    try:
        lock = filelock.FileLock(lock_path(workbook), timeout=patience)
        lock.acquire()
    except filelock.Timeout as reason:
        raise WorkbookOpen(
            "another sheetsync run is working on it; nothing was written",
            where=workbook.name,
            hint="Wait until it has finished, then run again.",
        ) from reason
    except OSError as reason:
        raise PermissionRefused(
            f"no lock can be kept ({reason.strerror})",
            where=str(reason.filename or workbook.name),
            hint="Set SHEETSYNC_STATE_DIR to a folder this user may write to.",
        ) from reason
    try:
        yield
    finally:
        lock.release()


def lock_path(workbook: Path) -> Path:
    """Where our lock for a workbook is."""
    return private(state_folder() / "locks") / f"{name_for(workbook)}.lock"


def _excel(mark: Path) -> Holder:
    return Holder(_excel_user(_bytes(mark)), "Excel", mark, _excel_is_stale(mark))


def _excel_user(content: bytes) -> str:
    """The name in an owner file: UTF-16 from byte 55, else what the ANSI part says."""
    length = int.from_bytes(content[55:57], "little")
    name = content[57 : 57 + 2 * length].decode("utf-16-le", "replace")
    if not name.strip(" \0") and content:
        name = content[1 : 1 + content[0]].decode("cp1252", "replace")
    return name.strip(" \0\ufffd")


def _excel_is_stale(mark: Path) -> bool:
    if sys.platform == "win32":
        stale = not _is_held(mark)
    else:
        stale = _is_old(mark, SECONDS_A_MARK_COUNTS)
    return stale


def _is_held(mark: Path) -> bool:
    """On Windows Excel lets nobody else write to its owner file while it is open."""
    try:
        with mark.open("r+b"):
            return False
    except OSError:
        return True


def _libreoffice(mark: Path) -> Holder:
    fields = _bytes(mark).decode("utf-8", "replace").rstrip().rstrip(";").split(",")
    name, login, host = (*fields, "", "", "")[:3]
    ours = login == _login() and host.casefold() in _our_names()
    stale = _is_old(mark, SECONDS_A_MARK_COUNTS)
    if ours and _is_old(mark, SECONDS_WITHOUT_DOUBT):
        stale = stale or not _runs(_OFFICE_PROCESSES)
    return Holder(name or login, "LibreOffice", mark, stale)


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a user without a name, as in some containers
        return ""


def _our_names() -> set[str]:
    name = socket.gethostname().casefold()
    return {name, name.partition(".")[0]}


def _runs(programs: tuple[str, ...]) -> bool:
    """Whether this user runs one of these; True where that cannot be known."""
    processes = [] if sys.platform != "linux" else list(Path("/proc").glob("[0-9]*"))
    return not processes or any(_is_ours(process, programs) for process in processes)


def _is_ours(process: Path, programs: tuple[str, ...]) -> bool:
    try:
        name = (process / "comm").read_text(errors="replace").strip()
        return name in programs and process.stat().st_uid == Path("/proc/self").stat().st_uid
    except OSError:  # it ended while we looked
        return False


def _is_old(mark: Path, seconds: float) -> bool:
    try:
        return time.time() - mark.stat().st_mtime > seconds
    except OSError:
        return True


def _bytes(mark: Path) -> bytes:
    try:
        return mark.read_bytes()
    except OSError:
        return b""
