"""Work that goes on beside this process, on a second processor.

Reading and writing a large sheet is arithmetic on many bytes. Where the system can fork, a copy of
this process does some of it meanwhile and hands back what it found; elsewhere, and where that
copy failed, whoever began it does the same work here.
"""

from __future__ import annotations

import gc
import math
import os
import pickle
import signal
import struct
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import BufferedReader
from pathlib import Path
from typing import Any, BinaryIO, Generic, NoReturn, TypeVar, cast

T = TypeVar("T")
U = TypeVar("U")

SWITCH = "SHEETSYNC_ONE_PROCESS"
"""The environment variable that, when it is not empty, keeps all work in one process."""

_ALLOTTED = Path("/sys/fs/cgroup/cpu.max")
"""How much processor time a container is given, of how much."""

_MOST_SECONDS = 300
"""Work that takes longer is taken to hang: it may wait for a lock that a thread had here."""

_WHEN_PARENT_ENDS = 1
"""What prctl(2) calls PR_SET_PDEATHSIG."""

_LENGTH = struct.Struct("<Q")


class LostError(Exception):
    """The work could not be done there: it raised something, or the process was ended."""


class Beside(Generic[T]):
    """Work that goes on in another process, and the file in memory it writes its result to."""

    def __init__(self, process: int, file: int) -> None:
        self._owner, self._process, self._file = os.getpid(), process, file

    def result(self) -> T:
        """What the work gives; to be asked for once. Raises `LostError`."""
        try:
            failed = os.waitpid(self._process, 0)[1]
        except ChildProcessError:
            failed = 1
        self._process = 0
        if failed:
            raise LostError
        try:
            return cast(T, _loaded(self._file))
        except Exception as reason:  # no memory for it, say: whoever began it does it there
            raise LostError from reason

    def __del__(self) -> None:
        """Nobody wants more of it."""
        if self._owner != os.getpid():  # in another copy, where that file is something else
            return
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
    if os.environ.get(SWITCH) or not _can_copy():
        return None
    try:
        file = os.memfd_create("sheetsync")
    except OSError:  # forbidden here, or too many files are open
        return None
    us = os.getpid()
    with _signals_wait():
        try:
            process = _copied()
        except OSError:  # no more processes, or no memory for one
            os.close(file)
            return None
        if process == 0:
            _work_and_leave(work, file, us)
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


def _can_copy() -> bool:
    """Not every Python for Linux has files in memory: it may be built for older systems."""
    if sys.platform != "linux" or not hasattr(os, "memfd_create"):
        return False
    return len(os.sched_getaffinity(0)) > 1 and _allotted() > 1


def _allotted() -> float:
    """The time of how many processors a container may take, however many it sees."""
    try:
        time, of = _ALLOTTED.read_text().split()
        return int(time) / int(of)
    except (OSError, ValueError):  # there is no limit, or no such file
        return math.inf


@contextmanager
def _signals_wait() -> Iterator[None]:
    """Nothing is raised meanwhile, neither here nor in a copy: there it would go on as this
    program does, and release the lock that is held here."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _copied() -> int:
    with warnings.catch_warnings():
        # The copy prints nothing; one that waits for a lock of another thread is ended.
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def _work_and_leave(work: Callable[[], Any], file: int, parent: int) -> NoReturn:
    """In the copy: whatever happens, nothing of the program it is a copy of goes on here."""
    failed = 1
    try:
        gc.freeze()  # what is no longer needed there is cleared away there
        _end_when_told()
        _let_go_of_all_but(file)
        _end_with(parent)
        with open(file, "wb", buffering=0) as out:
            _dump(work(), out)
        failed = 0
    finally:
        os._exit(failed)


def _end_when_told() -> None:
    """As any process does; and untold, should it hang."""
    for number in signal.valid_signals():
        if number == signal.SIGALRM or callable(signal.getsignal(number)):
            signal.signal(number, signal.SIG_DFL)
    signal.set_wakeup_fd(-1)
    signal.alarm(_MOST_SECONDS)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())


def _let_go_of_all_but(file: int) -> None:
    """Keep neither a lock nor a pipe of ours alive should the process it is a copy of be gone."""
    for each in [int(open_.name) for open_ in Path("/proc/self/fd").iterdir()]:
        if each != file:
            with suppress(OSError):
                os.close(each)


def _end_with(parent: int) -> None:
    """Be ended when that process ends; and sooner than it, where memory is short."""
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")
    with suppress(ImportError, OSError, AttributeError):
        from ctypes import CDLL  # slow to load, so not there

        CDLL(None).prctl(_WHEN_PARENT_ENDS, int(signal.SIGKILL))
    if os.getppid() != parent:
        raise LostError


def _dump(result: Any, out: BinaryIO) -> None:
    """Arrays as they lie in memory, then all else, then how long each of these is."""
    arrays = list[pickle.PickleBuffer]()
    rest = pickle.dumps(result, protocol=5, buffer_callback=arrays.append)
    pieces = [*(array.raw() for array in arrays), memoryview(rest)]
    for piece in pieces:
        _write_all(out, piece)
    lengths = pickle.dumps([piece.nbytes for piece in pieces])
    _write_all(out, memoryview(lengths + _LENGTH.pack(len(lengths))))


def _write_all(out: BinaryIO, data: memoryview) -> None:
    while data.nbytes:
        data = data[out.write(data) :]


def _loaded(file: int) -> Any:
    """What `_dump` wrote, each array on its own, so that it can be let go of alone. Mapping them
    instead would keep a file open for each."""
    with open(file, "rb", closefd=False) as found:
        end = found.seek(-_LENGTH.size, os.SEEK_END)
        (length,) = _LENGTH.unpack(found.read())
        found.seek(end - length)
        lengths = pickle.loads(found.read(length))
        found.seek(0)
        *arrays, rest = [_next(found, each) for each in lengths]
    return pickle.loads(rest, buffers=arrays)


def _next(found: BufferedReader, length: int) -> bytearray:
    data = bytearray(length)
    if found.readinto(data) != length:
        raise EOFError
    return data
