"""Work beside this process gives what it gives here, and leaves nothing behind."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
import pytest

from sheetsync import second_process
from sheetsync.second_process import SWITCH, LostError, begun, both

beside_only = pytest.mark.skipif(
    not second_process._can_copy(),
    reason="needs a system that copies processes, and two processors",
)


def found() -> dict[str, object]:
    """Arrays of several kinds and sizes, and other things."""
    return {
        "pid": os.getpid(),
        "many": np.arange(100_000, dtype=np.int32),
        "none": np.array([], dtype=np.float64),
        "truths": np.array([True, False]),
        "words": np.array(["a", None, "ü"], dtype=object),
        "bytes": b"x" * 5000,
    }


def open_files() -> int:
    """How many this process has."""
    return len(list(Path("/proc/self/fd").iterdir()))


@beside_only
def test_what_was_found_beside_is_what_would_be_found_here() -> None:
    beside = begun(found)
    assert beside is not None
    there, here = beside.result(), found()
    assert there.pop("pid") != here.pop("pid")
    for name, value in here.items():
        np.testing.assert_array_equal(there[name], value)


@beside_only
def test_arrays_that_come_back_can_be_written_to() -> None:
    beside = begun(lambda: np.zeros(5000))
    assert beside is not None
    array = beside.result()
    array[7] = 1.5
    assert array.sum() == 1.5


def fails() -> object:
    raise ValueError("no")


def is_killed() -> object:
    os.kill(os.getpid(), signal.SIGKILL)
    return None


def does_not_pickle() -> object:
    return lambda: None


@beside_only
@pytest.mark.parametrize("work", [fails, is_killed, does_not_pickle])
def test_work_that_fails_or_is_killed_there_is_lost(work: Callable[[], object]) -> None:
    beside = begun(work)
    assert beside is not None
    with pytest.raises(LostError):
        beside.result()


@beside_only
def test_lost_work_is_done_here() -> None:
    us = os.getpid()

    def work() -> int:
        return us if os.getpid() == us else int("no number")

    assert both(work, lambda: "second", large=True) == (us, "second")


def test_what_either_raises_is_raised() -> None:
    with pytest.raises(ValueError, match="no"):
        both(fails, lambda: 1, large=True)
    with pytest.raises(ValueError, match="no"):
        both(lambda: 1, fails, large=True)


@beside_only
def test_nothing_is_left_of_work_that_nobody_asks_for() -> None:
    before = open_files()
    begun(lambda: time.sleep(60))
    assert open_files() == before
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


@beside_only
def test_nothing_is_left_of_work_that_was_done() -> None:
    before = open_files()
    beside = begun(lambda: "done")
    assert beside is not None
    assert beside.result() == "done"
    del beside
    assert open_files() == before


@beside_only
def test_the_copy_holds_no_lock_and_no_pipe_of_ours() -> None:
    reading, writing = os.pipe()
    beside = begun(lambda: time.sleep(5))
    time.sleep(0.2)
    os.close(writing)
    assert os.read(reading, 1) == b"", "somebody else still has the other end"
    os.close(reading)
    del beside


def test_one_process_does_it_all_where_that_is_wished(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SWITCH, "1")
    assert begun(os.getpid) is None
    assert both(os.getpid, os.getpid, large=True) == (os.getpid(), os.getpid())


def test_where_no_process_can_be_copied_the_work_is_done_here(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse() -> int:
        raise OSError("no more processes")

    monkeypatch.setattr(second_process, "_copied", refuse)
    assert both(os.getpid, lambda: 2, large=True) == (os.getpid(), 2)


@pytest.mark.parametrize("why", [None, PermissionError("not in this container")])
def test_where_there_is_no_file_in_memory_the_work_is_done_here(
    why: OSError | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: str) -> int:
        raise why or AssertionError

    if why is None:  # a Python built for older systems has no such function
        monkeypatch.delattr(os, "memfd_create", raising=False)
    else:
        monkeypatch.setattr(os, "memfd_create", refuse, raising=False)
    assert both(os.getpid, lambda: 2, large=True) == (os.getpid(), 2)


@pytest.mark.parametrize(
    ("allotted", "is_enough"),
    [("max 100000", True), ("200000 100000", True), ("100000 100000", False), ("", True)],
)
@beside_only
def test_a_container_that_is_given_the_time_of_one_processor_works_alone(
    allotted: str, is_enough: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = tmp_path / "cpu.max"
    if allotted:
        said.write_text(f"{allotted}\n")
    monkeypatch.setattr(second_process, "_ALLOTTED", said)
    assert (begun(os.getpid) is not None) == is_enough


@contextmanager
def most_open_files(more: int) -> Iterator[None]:
    """No more than so many besides those that are open."""
    import resource  # not on Windows

    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (open_files() + more, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


@beside_only
def test_many_arrays_come_back_however_few_files_may_be_open() -> None:
    with most_open_files(10):
        beside = begun(lambda: [np.full(10, number) for number in range(2000)])
        assert beside is not None
        arrays = beside.result()
    assert [array[0] for array in arrays] == list(range(2000))


@beside_only
def test_what_there_is_no_room_for_here_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: int) -> object:
        raise MemoryError

    beside = begun(found)
    monkeypatch.setattr(second_process, "_loaded", refuse)
    assert beside is not None
    with pytest.raises(LostError):
        beside.result()


@beside_only
def test_work_that_never_ends_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_process, "_MOST_SECONDS", 1)
    beside = begun(lambda: time.sleep(30))
    assert beside is not None
    with pytest.raises(LostError):
        beside.result()


def slowly() -> str:
    time.sleep(0.3)
    return "first"


@beside_only
def test_a_copy_that_lets_go_of_other_work_does_not_end_it() -> None:
    others = [begun(slowly)]

    def let_go() -> str:
        others.clear()
        return "second"

    second = begun(let_go)
    assert second is not None
    assert second.result() == "second"
    (first,) = others
    assert first is not None
    assert first.result() == "first"


@beside_only
def test_the_copy_clears_away_nothing_of_ours(tmp_path: Path) -> None:
    class Ours:
        def __init__(self) -> None:
            self.itself = self

        def __del__(self) -> None:
            kept.unlink(missing_ok=True)

    kept = tmp_path / "kept"
    kept.touch()
    ours: Ours | None = Ours()
    gc.disable()
    try:
        ours = None
        beside = begun(gc.collect)
        assert beside is not None
        beside.result()
        assert kept.exists()
    finally:
        gc.enable()
    assert ours is None


STOPPED_AT_ONCE = """
import os, signal
from sheetsync import second_process

def end(number, _):
    raise SystemExit(number)

def copied(fork=os.fork):
    process = fork()
    if process == 0:
        os.kill(os.getpid(), signal.SIGTERM)
    return process

signal.signal(signal.SIGTERM, end)
second_process._copied = copied
try:
    print(second_process.both(lambda: "first", lambda: "second", large=True))
finally:
    print("released", flush=True)
"""


@beside_only
def test_a_copy_stopped_as_it_begins_releases_nothing_of_ours() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", STOPPED_AT_ONCE], capture_output=True, text=True, check=True
    )
    assert ended.stdout.splitlines() == ["('first', 'second')", "released"]


STOPPED_LATER = """
import time
from sheetsync.second_process import begun

beside = begun(lambda: time.sleep(30))
print(beside._process, flush=True)
time.sleep(30)
"""


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
@beside_only
def test_a_copy_does_not_outlive_the_process_it_is_a_copy_of(how: signal.Signals) -> None:
    us = subprocess.Popen(
        [sys.executable, "-c", STOPPED_LATER],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with us:
        assert us.stdout is not None
        process = int(us.stdout.readline())
        us.send_signal(how)
    assert ends_soon(process)


def ends_soon(process: int) -> bool:
    """Whether it ends within some seconds; it is made to in any case."""
    for _ in range(100):
        if not runs(process):
            return True
        time.sleep(0.05)
    with suppress(OSError):
        os.kill(process, signal.SIGKILL)
    return False


def runs(process: int) -> bool:
    """Whether it is there, and not merely waiting to be asked how it ended."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2][0] != "Z"
    except OSError:
        return False
