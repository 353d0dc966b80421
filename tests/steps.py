"""Every step a piece of code takes at the operating system, so that a test can cut in before it.

Opening, renaming, deleting and the like are heard through Python's audit events, whoever asks for
them; writing, syncing and the exchange of two files have none and are wrapped.
"""

from __future__ import annotations

import io
import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from sheetsync.stores.excel.safety import exchange

_HEARD = {
    "open": "open", "os.rename": "rename", "os.remove": "remove", "os.link": "link",
    "os.symlink": "link", "os.chmod": "chmod", "os.chown": "chown", "os.utime": "utime",
    "os.setxattr": "setxattr", "os.truncate": "truncate", "os.mkdir": "mkdir", "os.rmdir": "rmdir",
}  # fmt: skip
_WRITING = os.O_WRONLY | os.O_RDWR


@dataclass(frozen=True)
class Step:
    """What is about to happen: ``open`` (to read), ``create`` (or open to write), ``write``,
    ``fsync``, ``exchange``, ``rename`` and so on; with the file, where one is named."""

    what: str
    path: str = ""
    flags: int = 0
    data: bytes = b""
    handle: int = -1

    def __str__(self) -> str:
        return f"{self.what} {Path(self.path).name}".strip()

    @property
    def can_be_torn(self) -> bool:
        """Whether a process can die in the middle of it."""
        return self.what in ("create", "write")

    def tear(self) -> None:
        """Do half of it: make the file and leave it empty, or write half of the bytes."""
        if self.what == "create":
            with suppress(FileExistsError):
                os.open(self.path, self.flags, 0o600)
        else:
            os.write(self.handle, self.data[: len(self.data) // 2])


Listener = Callable[[Step], None]

_listening: list[tuple[Listener, tuple[str, ...]]] = []
_installed: list[bool] = []


@contextmanager
def heard(listener: Listener, *folders: Path) -> Iterator[None]:
    """Call ``listener`` before every step in these folders; what it raises, the step raises.

    Steps that the listener takes itself are not heard.
    """
    if not _installed:
        sys.addaudithook(_audit)
        _installed.append(True)
    _listening.append((listener, tuple(str(folder) for folder in folders)))
    swap = _telling(exchange._exchange_natively)
    try:
        with (
            mock.patch.object(os, "fsync", _fsync),
            mock.patch.object(os, "fdopen", _fdopen),
            mock.patch.object(exchange, "_exchange_natively", swap),
        ):
            yield
    finally:
        _listening.pop()


def steps_of(act: Callable[[], object], *folders: Path) -> list[Step]:
    """The steps something takes, in order."""
    found: list[Step] = []
    with heard(found.append, *folders):
        act()
    return found


_really_fsync, _really_fdopen = os.fsync, os.fdopen


def _tell(step: Step) -> None:
    if not _listening:
        return
    listener, folders = _listening.pop()
    try:
        if not step.path or step.path.startswith(folders):
            listener(step)
    finally:
        _listening.append((listener, folders))


def _audit(event: str, args: tuple[Any, ...]) -> None:
    if not _listening or event not in _HEARD or isinstance(args[0], int):
        return
    if event == "open":
        flags = args[2]
        _tell(Step("create" if flags & _WRITING else "open", os.fsdecode(args[0]), flags))
    else:
        _tell(Step(_HEARD[event], os.fsdecode(args[0])))


def _fsync(handle: int) -> None:
    is_folder = stat.S_ISDIR(os.fstat(handle).st_mode)
    _tell(Step("fsync of the folder" if is_folder else "fsync"))
    _really_fsync(handle)


def _telling(swap: Callable[[Path, Path], bool]) -> Callable[[Path, Path], bool]:
    def tell_and_swap(new: Path, standing: Path) -> bool:
        _tell(Step("exchange", str(standing)))
        return swap(new, standing)

    return tell_and_swap


class _Told(io.FileIO):
    """A file that tells of each write."""

    def write(self, data: Any) -> int:
        """Tell, then write."""
        _tell(Step("write", data=bytes(data), handle=self.fileno()))
        return super().write(data)


def _fdopen(handle: int, mode: str = "r", *args: Any, **more: Any) -> Any:
    if mode == "wb" and not args and not more:
        return io.BufferedWriter(_Told(handle, "wb"), 1 << 16)
    return _really_fdopen(handle, mode, *args, **more)
