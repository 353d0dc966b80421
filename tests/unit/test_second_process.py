"""Work beside this process gives what it gives here, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from sheetsync import second_process
from sheetsync.second_process import SWITCH, LostError, begun, both

beside_only = pytest.mark.skipif(
    sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2,
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
