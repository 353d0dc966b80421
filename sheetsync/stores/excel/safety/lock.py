"""Who has the workbook open: people, by the marks their programs leave; and our own runs.

A mark can be left behind by a crash. LibreOffice's is taken for stale when it was made on this
machine, some minutes ago, and its user runs no LibreOffice here or the machine has started anew
since; Excel's, on Windows, when nobody holds it open. Where that cannot be seen, as on a shared
drive, a mark counts seven days; LibreOffice's never counts longer. That the workbook was saved
after a mark was made says nothing: whoever has it open may save.
"""

from __future__ import annotations

import sys
import time
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path

from sheetsync.errors import WorkbookOpen
from sheetsync.moments import moment_text
from sheetsync.stores.excel.safety import this_machine
from sheetsync.stores.excel.safety.places import name_for, real
from sheetsync.stores.own_files import SECONDS_TO_WAIT, lock_file, run_lock

SECONDS_A_MARK_COUNTS = 7 * 24 * 3600
SECONDS_WITHOUT_DOUBT = 600
SECONDS_OF_A_DAY = 24 * 3600
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


def opened_by(workbook: Path) -> list[Holder]:
    """Those who have it open, as far as can be told."""
    return [holder for holder in holders(workbook) if not holder.stale]


def refuse_if_open(workbook: Path, zone: tzinfo | None = None) -> None:
    """Raise `WorkbookOpen` when somebody has the workbook open, saying who.

    ``zone`` is that of the times it tells; the machine's own where there is none.
    """
    open_now = opened_by(workbook)
    if open_now:
        have = "has" if len(open_now) == 1 else "have"
        raise WorkbookOpen(
            f"{' and '.join(map(str, open_now))} {have} it open; nothing was written to it",
            where=workbook.name,
            hint="Close it there; the next run catches up. "
            + " ".join(way_out(holder, workbook, zone) for holder in open_now),
        )


def way_out(holder: Holder, workbook: Path, zone: tzinfo | None = None) -> str:
    """What to do with the mark of somebody who does not have it open after all."""
    mark, made = shown(holder.mark, workbook), _made_at(holder.mark)
    told = f"If nobody has it open, delete {mark}"
    if made is None:
        return f"{told}."
    this_year = datetime.fromtimestamp(time.time(), zone).year
    told += f", made {moment_text(datetime.fromtimestamp(made, zone), this_year)}"
    crash = "; a crash may have left it" if _is_old(holder.mark, SECONDS_OF_A_DAY) else ""
    return f"{told}{crash}."


def shown(mark: Path, workbook: Path) -> str:
    """How to find a mark: by its name where it stands beside the workbook people know."""
    return mark.name if mark.parent == real(workbook.parent) else str(mark)


def our_lock(workbook: Path, patience: float = SECONDS_TO_WAIT) -> AbstractContextManager[None]:
    """The lock that keeps two runs off one workbook: `run_lock` with its name."""
    return run_lock(name_for(workbook), workbook.name, patience)


def lock_path(workbook: Path) -> Path:
    """Where our lock for a workbook is."""
    return lock_file(name_for(workbook))


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
    stale = _is_old(mark, SECONDS_A_MARK_COUNTS)
    if this_machine.is_called(host) and _is_old(mark, SECONDS_WITHOUT_DOUBT):
        stale = stale or _has_ended(mark, login)
    return Holder(name or login, "LibreOffice", mark, stale)


def _has_ended(mark: Path, login: str) -> bool:
    """Whether the LibreOffice that made a mark on this machine runs no more."""
    made = _made_at(mark)
    restarted = made is not None and not this_machine.started_before(made + SECONDS_WITHOUT_DOUBT)
    return restarted or not this_machine.may_run(_OFFICE_PROCESSES, login)


def _is_old(mark: Path, seconds: float) -> bool:
    made = _made_at(mark)
    return made is None or time.time() - made > seconds


def _made_at(mark: Path) -> float | None:
    """When it was made; None where it is gone by now."""
    try:
        return mark.stat().st_mtime
    except OSError:
        return None


def _bytes(mark: Path) -> bytes:
    try:
        return mark.read_bytes()
    except OSError:
        return b""
