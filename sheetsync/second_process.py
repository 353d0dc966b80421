"""Work that goes on beside this process, on a second processor.

Reading and writing a large sheet is arithmetic on many bytes. Where the system can fork, a copy of
this process does some of it meanwhile and hands back what it found; elsewhere, and where that
copy failed, whoever began it does the same work here.
"""

from __future__ import annotations

import mmap
import os
import pickle
import signal
import struct
import sys
import warnings
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, Generic, NoReturn, TypeVar, cast

T = TypeVar("T")
U = TypeVar("U")

SWITCH = "SHEETSYNC_ONE_PROCESS"
"""The environment variable that, when it is not empty, keeps all work in one process."""

_WHERE = struct.Struct("<Q")


class LostError(Exception):
    """The work could not be done there: it raised something, or the process was ended."""


class Beside(Generic[T]):
    """Work that goes on in another process, and the file in memory it writes its result to."""

    def __init__(self, process: int, file: int) -> None:
        self._process, self._file = process, file

    def result(self) -> T:
        """What the work gives; to be asked for once. Raises `LostError`."""
        try:
            failed = os.waitpid(self._process, 0)[1]
        except ChildProcessError:
            failed = 1
        self._process = 0
        if failed:
            raise LostError
        return cast(T, _loaded(self._file))

    def __del__(self) -> None:
        """Nobody wants more of it."""
        if self._process:
            with suppress(OSError):
                os.kill(self._process, signal.SIGKILL)
                os.waitpid(self._process, 0)
        os.close(self._file)


def begun(work: Callable[[], T]) -> Beside[T] | None:
    """Begin work beside this process; None where there is no second processor, or no system that
    copies a process at little cost.

    ``work`` must write nothing anywhere and give something that pickles.
    """
    alone = os.environ.get(SWITCH) or sys.platform != "linux"
    if alone or len(os.sched_getaffinity(0)) < 2:
        return None
    file = os.memfd_create("sheetsync")
    try:
        process = _copied()
    except OSError:  # no more processes, or no memory for one
        os.close(file)
        return None
    if process == 0:
        _work_and_leave(work, file)
    return Beside(process, file)


def both(first: Callable[[], T], second: Callable[[], U], *, large: bool) -> tuple[T, U]:
    """What two pieces of work give; where they are ``large``, the first is done beside the second.
    As in `begun`, neither may write anything. Raises what either does."""
    beside = begun(first) if large else None
    there = second()
    try:
        return (beside.result() if beside else first()), there
    except LostError:
        return first(), there


def _copied() -> int:
    with warnings.catch_warnings():
        # The copy prints nothing and takes no lock that a thread of ours may hold.
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def _work_and_leave(work: Callable[[], Any], file: int) -> NoReturn:
    """In the copy: whatever happens, nothing of the program it is a copy of goes on here."""
    failed = 1
    try:
        _let_go_of_all_but(file)
        with open(file, "wb", buffering=0) as out:
            _dump(work(), out)
        failed = 0
    finally:
        os._exit(failed)


def _let_go_of_all_but(file: int) -> None:
    """Ends as any process does when told to, and keeps neither a lock nor a pipe of ours alive
    should the process it is a copy of be gone before it."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    for each in [int(open_.name) for open_ in Path("/proc/self/fd").iterdir()]:
        if each != file:
            with suppress(OSError):
                os.close(each)


def _dump(result: Any, out: BinaryIO) -> None:
    """Arrays as they lie in memory, each to be found and let go of alone; then all else, then
    where that is."""
    arrays = list[pickle.PickleBuffer]()
    rest = pickle.dumps(result, protocol=5, buffer_callback=arrays.append)
    places, page = list[tuple[int, int]](), mmap.ALLOCATIONGRANULARITY
    for array in arrays:
        at = out.seek(-(-out.tell() // page) * page)
        data = array.raw()
        places.append((at, data.nbytes))
        _write_all(out, data)
    start = out.seek(-(-out.tell() // page) * page)
    _write_all(out, memoryview(pickle.dumps((places, rest)) + _WHERE.pack(start)))


def _write_all(out: BinaryIO, data: memoryview) -> None:
    while data.nbytes:
        data = data[out.write(data) :]


def _loaded(file: int) -> Any:
    """What `_dump` wrote; the arrays stay where they are."""
    length = os.fstat(file).st_size
    (start,) = _WHERE.unpack(os.pread(file, _WHERE.size, length - _WHERE.size))
    places, rest = pickle.loads(_mapped(file, start, length - start))
    return pickle.loads(rest, buffers=[_mapped(file, at, size) for at, size in places])


def _mapped(file: int, at: int, size: int) -> mmap.mmap | bytes:
    return mmap.mmap(file, size, access=mmap.ACCESS_COPY, offset=at) if size else b""
