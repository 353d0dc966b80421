"""Put a new version of a workbook in place, whole, and only over the version that was read."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from sheetsync.errors import (
    NotAWorkbook,
    PermissionRefused,
    SheetsyncError,
    WorkbookChanged,
    WorkbookMissing,
    WorkbookOpen,
    WriteFailed,
)
from sheetsync.stores.excel.package.version import version_of
from sheetsync.stores.excel.safety import temporary
from sheetsync.stores.excel.safety.exchange import exchange
from sheetsync.stores.excel.safety.places import real

_PAUSES = (0.05, 0.1, 0.2, 0.4)
_REFUSED = (errno.EACCES, errno.EPERM, errno.EROFS)
_HELD_ON_WINDOWS = (5, 32, 33, 1175, 1224)
"""Access denied, sharing and lock violations, unable to remove, mapped: somebody has it open."""


def read_whole(path: Path) -> bytes:
    """The bytes of a workbook. Waits a moment where it is missing: Excel deletes and renames.

    Raises `WorkbookMissing`, `PermissionRefused` or `NotAWorkbook`.
    """
    for pause in (*_PAUSES, None):
        try:
            return path.read_bytes()
        except FileNotFoundError as reason:
            if pause is None or not path.parent.is_dir():
                raise _missing(path) from reason
            time.sleep(pause)
        except IsADirectoryError as reason:
            raise NotAWorkbook(
                "this is a folder", where=str(path), hint="Check `workbook:` in config.yaml."
            ) from reason
        except OSError as reason:
            raise _trouble(reason, path) from reason
    raise _missing(path)


def put_in_place(
    path: Path,
    save: Callable[[BinaryIO], None],
    verify: Callable[[bytes], None],
    old: bytes,
) -> str:
    """Write a new version and exchange it for the one standing there, which must be ``old`` to
    the byte; say which the new one is.

    ``verify`` looks at the written bytes before anybody else can, and raises. Raises
    `WorkbookChanged` where somebody saved in between (their file is put back), `WriteFailed`,
    `PermissionRefused` or `WorkbookOpen`; the workbook is untouched in each case.
    """
    path = real(path)
    with as_errors(path), unless_it_vanishes(path):
        _refuse_read_only(path)
        new = _written(path, save)
        ours: bytes | None = None
        try:
            ours = new.read_bytes()
            verify(ours)
            version = version_of(ours)
            new = temporary.finished(new, version)
            _exchange_if_unchanged(new, path, ours, old)
        finally:
            _put_away(new, path, ours, old)
        _sync_folder(path.parent)
    return version


def _exchange_if_unchanged(new: Path, path: Path, ours: bytes, old: bytes) -> None:
    if read_whole(path) != old:
        raise _changed(path)
    if _came_out(new, path, ours) == old:
        return
    # Somebody saved in the last instant, and theirs came out: it goes back. Should they have
    # saved once more meanwhile, then that is what came out now, and it is newer still.
    _exchange_patiently(new, path)
    if new.read_bytes() != ours:
        _exchange_patiently(new, path)
    raise _changed(path)


def _came_out(new: Path, path: Path, ours: bytes) -> bytes:
    """Exchange the two and give what stood there. Where that cannot be read it may be a person's,
    so it goes back unseen."""
    try:
        _exchange_patiently(new, path)
        return new.read_bytes()
    except OSError as reason:
        if _may_hold(path, ours):
            _put_back(new, path, reason)
        raise


def _put_back(new: Path, path: Path, reason: OSError) -> None:
    try:
        _exchange_patiently(new, path)
    except (OSError, WorkbookOpen):
        raise WriteFailed(
            f"the disk failed while the new version was put in place ({reason.strerror}), so it "
            "may stand there although somebody saved in that instant",
            where=str(path),
            hint="Look whether the last edits are in it; what was there before is among the "
            "backups.",
        ) from reason


def _may_hold(path: Path, content: bytes) -> bool:
    try:
        return path.read_bytes() == content
    except OSError as reason:
        return reason.errno != errno.ENOENT


def _put_away(new: Path, path: Path, ours: bytes | None, old: bytes) -> None:
    """Drop the temporary file; where it holds anything but these two versions, leave it in sight.
    It never went anywhere while there is no ``ours``.

    What the system refuses here, the next run does: the workbook is as it should be.
    """
    with suppress(OSError):
        if ours is None or not new.exists() or new.read_bytes() in (ours, old):
            new.unlink(missing_ok=True)
        else:
            new.rename(temporary.name_in_sight(path))


def _exchange_patiently(new: Path, path: Path) -> None:
    """Retry for a bounded time: the file vanishes for a moment while Excel saves, and Windows
    refuses while a program or virus scanner holds it."""
    for pause in (*_PAUSES, None):
        try:
            exchange(new, path)
        except OSError as reason:
            held = getattr(reason, "winerror", 0) in _HELD_ON_WINDOWS
            if pause is None and held:
                raise WorkbookOpen(
                    "another program holds it; nothing was written",
                    where=path.name,
                    hint="Close it there; the next run catches up.",
                ) from reason
            if pause is None or not (held or reason.errno == errno.ENOENT):
                raise
            time.sleep(pause)
        else:
            return


def _written(path: Path, save: Callable[[BinaryIO], None]) -> Path:
    """A temporary file beside the workbook with the new content, safely on disk."""
    handle, new = temporary.make(path)
    try:
        with os.fdopen(handle, "wb") as out:
            save(out)
            out.flush()
            os.fsync(out.fileno())
        _keep_traits(path, new)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
    return new


def _keep_traits(path: Path, new: Path) -> None:
    """Mode, owner and extended attributes stay those of the workbook, as far as we may."""
    found = path.stat()
    if sys.platform != "win32":
        wanted, ours = (found.st_uid, found.st_gid), new.stat()
        if wanted != (ours.st_uid, ours.st_gid):
            for owner in (wanted, (-1, found.st_gid)):
                try:
                    os.chown(new, *owner)
                    break
                except PermissionError:
                    continue
    new.chmod(stat.S_IMODE(found.st_mode))
    modified = new.stat()
    shutil.copystat(path, new)
    os.utime(new, ns=(modified.st_atime_ns, modified.st_mtime_ns))


def _refuse_read_only(path: Path) -> None:
    effective = os.access in os.supports_effective_ids
    if path.exists() and not os.access(path, os.W_OK, effective_ids=effective):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))


def _sync_folder(folder: Path) -> None:
    if sys.platform != "win32":
        with suppress(OSError):  # some network file systems cannot; the file itself is on disk
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


@contextmanager
def unless_it_vanishes(path: Path) -> Iterator[None]:
    """A workbook that is gone while we write was read before: somebody is saving it."""
    try:
        yield
    except FileNotFoundError as reason:
        raise _changed(path) from reason


@contextmanager
def as_errors(path: Path) -> Iterator[None]:
    """Turn what the system refuses into errors a person can mend."""
    try:
        yield
    except OSError as reason:
        raise _trouble(reason, path) from reason


def _trouble(reason: OSError, path: Path) -> SheetsyncError:
    why = reason.strerror or str(reason)
    if reason.errno in _REFUSED:
        return PermissionRefused(
            f"this user may not read or write it, or its folder ({why})",
            where=str(path),
            hint=f"Give read and write access to the file and to {path.parent}.",
        )
    if reason.errno == errno.ENOENT:
        return _missing(path)
    return WriteFailed(
        f"the new version could not be written ({why}); the workbook is as it was",
        where=str(path),
        hint="Free some space on that disk and run again.",
    )


def _missing(path: Path) -> WorkbookMissing:
    return WorkbookMissing(
        "there is no such file", where=str(path), hint="Check `workbook:` in config.yaml."
    )


def _changed(path: Path) -> WorkbookChanged:
    return WorkbookChanged(
        "somebody saved it while the run was working; theirs was kept and nothing was written",
        where=path.name,
        hint="Run again.",
    )
