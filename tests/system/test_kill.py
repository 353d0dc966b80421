"""A run may be killed at any moment: the workbook is then the old version or the new one, to the
byte, and the next run finds nothing in its way and leaves nothing lying about."""

from __future__ import annotations

import io
import itertools
import os
import random
import shutil
import signal
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import python_calamine

from sheetsync.stores import kept_files
from sheetsync.stores.excel.safety import backups
from tests import fifty_leads
from tests.file_systems import WAYS, able_to
from tests.other_process import CAN_FORK, CONTEXT
from tests.steps import Step, heard, steps_of

QUICK, MANY = (25, 400) if CAN_FORK else (4, 40)

PATIENCE = 8.0
"""Seconds for one run; a run waits longer than that only for a lock."""


# --- what happens in the other process -----------------------------------------------------------


def at_work(path: Path, state: Path, link: Any) -> None:
    """Run once; then, as told, over and over, or once more and die at some point of it."""
    os.environ["SHEETSYNC_STATE_DIR"] = str(state)
    fifty_leads.run(path)
    link.send("ready")
    order = link.recv()
    if order is None:
        while True:
            fifty_leads.run(path)
    way, point = order
    with able_to(way), heard(dies_at(point, link), path.parent, state):
        fifty_leads.run(path)
    link.send("done")


def dies_at(point: int, link: Any) -> Any:
    """A listener that dies before, or in the middle of, a step, counting both."""
    passed = itertools.count()

    def listener(step: Step) -> None:
        if next(passed) == point:
            die(link, f"before {step}")
        if step.can_be_torn and next(passed) == point:
            step.tear()
            die(link, f"in the middle of {step}")

    return listener


def die(link: Any, where: str) -> None:
    link.send(where)
    os.kill(os.getpid(), signal.SIGKILL)


# --- what is looked at from outside --------------------------------------------------------------


class Workplace:
    """A workbook, the state folder of its runs, and the contents it may have."""

    def __init__(self, folder: Path, state: Path) -> None:
        self.folder = folder / "sales"
        self.folder.mkdir()
        self.state = state
        self.path = fifty_leads.make(self.folder / "leads.xlsx")
        self.known = {self.path.read_bytes()}
        self.versions = fifty_leads.versions(self.path)
        self.known |= self.versions
        for content in self.known:
            opens(content)

    @contextmanager
    def run_begun(self) -> Iterator[Any]:
        """A process that has done one run, after whatever became of the one before it."""
        link, theirs = CONTEXT.Pipe()
        process = CONTEXT.Process(target=at_work, args=(self.path, self.state, theirs))
        process.start()
        theirs.close()
        try:
            assert link.poll(PATIENCE), "something left behind blocks the run"
            assert link.recv() == "ready"
            self.nothing_is_left()
            yield link
        finally:
            process.kill()
            process.join()
        self.is_whole()

    def is_whole(self) -> None:
        assert self.path.read_bytes() in self.versions

    def nothing_is_left(self) -> None:
        """Beside the workbook, or unfinished among the backups, each of which is some version."""
        assert [path.name for path in self.folder.iterdir()] == ["leads.xlsx"]
        copies = backups.kept(backups.folder_for(self.path))
        assert copies
        assert all(copy.read_bytes() in self.known for copy in copies)
        others = set(backups.folder_for(self.path).iterdir()) - set(copies)
        assert not {path.name for path in others if path.name.startswith(kept_files._UNFINISHED)}


def opens(content: bytes) -> None:
    """Every program that reads workbooks finds all leads in it."""
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    assert len(list(book["Leads"].rows)) == 1 + fifty_leads.LEADS
    read = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert len(read.get_sheet_by_name("Leads").to_python()) == 1 + fifty_leads.LEADS


@pytest.fixture
def workplace(tmp_path: Path, state_dir: Path) -> Workplace:
    return Workplace(tmp_path, state_dir)


def killed_at_random(workplace: Workplace, times: int) -> None:
    chance = random.Random(times)
    began = time.perf_counter()
    fifty_leads.run(workplace.path)
    length = time.perf_counter() - began
    for _ in range(times):
        with workplace.run_begun() as link:
            link.send(None)
            time.sleep(chance.uniform(0, 3 * length))
    with workplace.run_begun():
        pass


def test_a_run_killed_at_a_random_moment_leaves_either_version(workplace: Workplace) -> None:
    killed_at_random(workplace, QUICK)


@pytest.mark.slow
def test_hundreds_of_runs_killed_at_random_leave_either_version(workplace: Workplace) -> None:
    killed_at_random(workplace, MANY)


def points_before_the_exchange(workplace: Workplace) -> int:
    """Up to there all ways are the same."""
    shutil.rmtree(backups.folder_for(workplace.path))
    write = partial(fifty_leads.run, workplace.path)
    steps = steps_of(write, workplace.folder, workplace.state)
    before = itertools.takewhile(lambda step: step.what != "exchange", steps)
    return sum(1 + step.can_be_torn for step in before)


@pytest.mark.skipif(not CAN_FORK, reason="SIGKILL is a POSIX thing")
@pytest.mark.parametrize("way", WAYS)
def test_a_run_killed_at_any_step_leaves_either_version(workplace: Workplace, way: str) -> None:
    died: list[str] = []
    for point in itertools.count(0 if way == WAYS[0] else points_before_the_exchange(workplace)):
        with workplace.run_begun() as link:
            shutil.rmtree(backups.folder_for(workplace.path))  # so that each takes the same steps
            link.send((way, point))
            where = link.recv()
        if where == "done":
            break
        died.append(where)
    kinds = {where.removeprefix("before ").split()[0] for where in died}
    assert {"exchange", "remove"} <= kinds
