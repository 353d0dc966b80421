"""Put one file in another's place and keep what stood there: one step, as each system has it."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from pathlib import Path

_RENAME_EXCHANGE = 2
_AT_FDCWD = -100
_NOT_SUPPORTED = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP)


def exchange(new: Path, standing: Path) -> None:
    """Swap two files: afterwards ``new`` holds what ``standing`` was. Raises OSError.

    On Linux both names exist at every moment; on Windows ``ReplaceFileW`` keeps the old file
    aside. Where the system can do neither, the old file is linked aside first.
    """
    if not _exchange_natively(new, standing):
        _replace(new, standing)


def _replace(new: Path, standing: Path) -> None:
    aside = new.with_name(f"{new.name}.old")
    try:
        while not _put_aside(standing, aside):
            aside.unlink()
        # Only a save in this very instant would go unseen.
        new.replace(standing)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    try:
        aside.replace(new)
    except OSError:
        aside.replace(standing)
        raise


def _put_aside(standing: Path, aside: Path) -> bool:
    """Keep what stands there under another name as well; False where somebody saved meanwhile."""
    before = _state(standing)
    try:
        aside.hardlink_to(standing)
    except OSError:  # no hard links here, as on FAT
        aside.write_bytes(standing.read_bytes())
    return _state(standing) == before


def _state(path: Path) -> tuple[int, ...]:
    """What changes whenever a file is written or replaced."""
    found = path.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns


if sys.platform == "win32":

    def _exchange_natively(new: Path, standing: Path) -> bool:
        aside = new.with_name(f"{new.name}.old")
        replace_file = ctypes.WinDLL("kernel32", use_last_error=True).ReplaceFileW
        replace_file.argtypes = [ctypes.c_wchar_p] * 3 + [ctypes.c_uint32] + [ctypes.c_void_p] * 2
        replace_file.restype = ctypes.c_int
        if not replace_file(str(standing), str(new), str(aside), 0, None, None):
            raise ctypes.WinError(ctypes.get_last_error())
        aside.replace(new)
        return True

elif sys.platform == "linux":

    def _exchange_natively(new: Path, standing: Path) -> bool:
        """False where the C library or the file system cannot."""
        renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
        if renameat2 is None:
            return False
        one, two = os.fsencode(new), os.fsencode(standing)
        if renameat2(_AT_FDCWD, one, _AT_FDCWD, two, _RENAME_EXCHANGE) == 0:
            return True
        number = ctypes.get_errno()
        if number in _NOT_SUPPORTED:
            return False
        raise OSError(number, os.strerror(number), str(standing))

else:

    def _exchange_natively(new: Path, standing: Path) -> bool:
        return False
