"""What this machine can tell of a program that left a mark: whose it was, whether it may run."""

from __future__ import annotations

import getpass
import os
import socket
import sys
import time
from pathlib import Path

_NAMES_OF_ANY = ("localhost", "localhost.localdomain")
"""Two machines that share a drive may both be called this."""


def is_called(host: str) -> bool:
    """Whether that is the name of this machine, and no other's as well."""
    name, known = host.casefold(), socket.gethostname().casefold()
    return name not in ("", *_NAMES_OF_ANY) and name in (known, known.partition(".")[0])


def login() -> str:
    """The login name of whoever runs this."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a user without a name, as in some containers
        return ""


def may_run(programs: tuple[str, ...], user: str) -> bool:
    """Whether that user runs one of these here; True where it cannot be known."""
    number = _number_of(user)
    if number is None:
        return True
    return any(_is_one(process, programs, number) for process in Path("/proc").glob("[0-9]*"))


def started_before(moment: float) -> bool:
    """Whether this machine has run ever since; True where it cannot be known."""
    if sys.platform != "linux":
        return True
    return time.time() - time.clock_gettime(time.CLOCK_BOOTTIME) < moment


def _number_of(user: str) -> int | None:
    """Their user id, where all their processes can be seen."""
    if sys.platform != "linux":
        return None
    if user == login():
        return os.getuid()
    import pwd

    # Where other people's processes are hidden, even the first one is.
    if not os.access("/proc/1/comm", os.R_OK):
        return None
    try:
        return pwd.getpwnam(user).pw_uid
    except KeyError:
        return None


def _is_one(process: Path, programs: tuple[str, ...], user: int) -> bool:
    try:
        name = (process / "comm").read_text(errors="replace").strip()
        return name in programs and process.stat().st_uid == user
    except OSError:  # it ended while we looked
        return False
