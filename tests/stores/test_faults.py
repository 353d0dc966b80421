"""Whatever goes wrong at whatever step of a write, the workbook is afterwards what a person saved
last, or ours made from exactly that; the outcome is an error that says so, or success."""

from __future__ import annotations

import errno
import itertools
import os
import re
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import openpyxl
import pytest

from sheetsync.errors import (
    PermissionRefused,
    SheetsyncError,
    WorkbookChanged,
    WorkbookMissing,
    WorkbookOpen,
    WriteFailed,
)
from sheetsync.plan import Plan
from sheetsync.stores.excel.safety import replace as replacing
from sheetsync.stores.own_files import state_folder
from tests import fifty_leads
from tests.file_systems import WAYS, able_to
from tests.steps import Step, heard, steps_of

Outcome = SheetsyncError | None
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX")


@dataclass
class Desk:
    """A workbook in three versions: as it was read, as planned, as a person saves it meanwhile.

    ``path`` is what the store is told; the workbook itself stands at ``file``.
    """

    file: Path
    path: Path
    old: bytes
    theirs: bytes
    plan: Plan
    new: bytes = b""
    busy: list[threading.Thread] = field(default_factory=list)

    def cleared(self) -> None:
        """Everything as it was before the write."""
        for path in self.file.parent.iterdir():
            path.unlink()
        self.file.write_bytes(self.old)
        shutil.rmtree(state_folder())

    def write(self) -> Outcome:
        """Write the plan; what came of it."""
        try:
            fifty_leads.store_of(self.path).apply(self.plan)
        except SheetsyncError as error:
            return error
        return None

    @property
    def found(self) -> str:
        """Which version stands there."""
        known = {self.old: "old", self.new: "new", self.theirs: "theirs"}
        return known.get(self.file.read_bytes(), "something else")

    @property
    def beside(self) -> list[str]:
        """What else stands in the folder."""
        return sorted(path.name for path in self.file.parent.iterdir() if path != self.file)


Strike = Callable[[Desk, Step], None]


@pytest.fixture(autouse=True)
def less_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A workbook that stays away is given up sooner."""
    monkeypatch.setattr(replacing, "_PAUSES", (0.02, 0.05, 0.1))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    folder = tmp_path / "sales"
    folder.mkdir()
    path = fifty_leads.make(folder / "leads.xlsx")
    old = path.read_bytes()
    book = openpyxl.load_workbook(path)
    book["Leads"]["B2"] = "typed by a person"
    book.save(path)
    theirs = path.read_bytes()
    path.write_bytes(old)
    plan = fifty_leads.planned(fifty_leads.store_of(path).read())
    desk = Desk(path, path, old, theirs, plan)
    assert desk.write() is None
    desk.new = path.read_bytes()
    return desk


def struck(
    desk: Desk, strike: Strike, way: str = WAYS[0], *, lasting: bool = False
) -> Iterator[tuple[str, Outcome]]:
    """Write as often as a write has steps, each time struck before another step (and, where it is
    lasting, before all that follow).

    The ways of putting the new version in place differ only from the exchange on: the steps before
    are struck in one of them.
    """
    for chosen in itertools.count(0 if way == WAYS[0] else exchange_of(desk)):
        desk.cleared()
        steps: list[str] = []

        def listener(step: Step, steps: list[str] = steps, chosen: int = chosen) -> None:
            steps.append(f"{way}: struck before step {len(steps)}, {step}")
            if len(steps) == chosen + 1 or (lasting and len(steps) > chosen):
                strike(desk, step)

        with able_to(way), heard(listener, desk.file.parent, state_folder().parent):
            outcome = desk.write()
        while desk.busy:
            desk.busy.pop().join()
        if len(steps) <= chosen:
            assert chosen > 15, "a write takes more steps than that"
            return
        yield steps[chosen], outcome


def exchange_of(desk: Desk) -> int:
    """How many steps come before the exchange."""
    desk.cleared()
    steps = steps_of(desk.write, desk.file.parent, state_folder().parent)
    return [step.what for step in steps].index("exchange")


# --- a person saves at any step ------------------------------------------------------------------


def by_renaming(desk: Desk, _step: Step) -> None:
    aside = desk.file.with_name("their temporary file")
    aside.write_bytes(desk.theirs)
    aside.replace(desk.file)


def in_place(desk: Desk, _step: Step) -> None:
    desk.file.write_bytes(desk.theirs)


def as_excel_does(desk: Desk, _step: Step) -> None:
    """The file vanishes, and comes back after a moment."""
    aside = desk.file.with_name("their temporary file")
    aside.write_bytes(desk.theirs)
    desk.file.unlink()

    def put_back() -> None:
        time.sleep(0.03)
        aside.replace(desk.file)

    desk.busy.append(threading.Thread(target=put_back))
    desk.busy[-1].start()


def is_unguarded(where: str, save: Strike) -> bool:
    """Where the file system cannot exchange two files, one instant stays: that of the renaming."""
    return (
        save is not as_excel_does
        and where.startswith("replacing")
        and bool(re.search(r"rename \S+\.tmp$", where))
    )


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("save", [by_renaming, in_place, as_excel_does])
def test_what_a_person_saves_at_any_step_stands(desk: Desk, save: Strike, way: str) -> None:
    for where, outcome in struck(desk, save, way):
        assert desk.beside == [], where
        assert outcome is None or type(outcome) is WorkbookChanged, where
        assert desk.found == "theirs" or is_unguarded(where, save), where


def test_a_workbook_that_is_taken_away_while_we_write_stays_away(desk: Desk) -> None:
    elsewhere = desk.file.parent.with_name("moved.xlsx")

    def take_away(desk: Desk, _step: Step) -> None:
        desk.file.replace(elsewhere)

    for where, outcome in struck(desk, take_away):
        assert elsewhere.read_bytes() == (desk.old if outcome else desk.new), where
        assert outcome is None or type(outcome) in (WorkbookMissing, WorkbookChanged), where
        assert not desk.file.exists(), where
        assert desk.beside == [], where


# --- the system refuses --------------------------------------------------------------------------

ON_A_FULL_DISK = {"create", "write", "fsync", "mkdir", "link"}
WITHOUT_PERMISSION = {"create", "mkdir", "link", "rename", "remove", "exchange", "chmod", "utime"}


def refusing(number: int, kinds: set[str]) -> Strike:
    def refuse(_desk: Desk, step: Step) -> None:
        if step.what in kinds or not kinds:
            raise OSError(number, os.strerror(number), step.path or None)

    return refuse


REFUSALS = {
    "the disk is full": (errno.ENOSPC, ON_A_FULL_DISK, True),
    "permission was taken away": (errno.EACCES, WITHOUT_PERMISSION, True),
    "the disk went read-only": (errno.EROFS, WITHOUT_PERMISSION | ON_A_FULL_DISK, True),
    "the disk fails once": (errno.EIO, set[str](), False),
    "the disk fails for good": (errno.EIO, set[str](), True),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("refusal", REFUSALS)
def test_what_the_system_refuses_at_any_step_leaves_the_old_version_or_the_new(
    desk: Desk, refusal: str, way: str
) -> None:
    number, kinds, lasting = REFUSALS[refusal]
    for where, outcome in struck(desk, refusing(number, kinds), way, lasting=lasting):
        assert outcome is None or type(outcome) in (WriteFailed, PermissionRefused), where
        if outcome is None or "it may stand there" not in outcome.what:
            assert desk.found == ("old" if outcome else "new"), where
        else:
            assert lasting, where
            assert desk.found in ("old", "new"), where
        if desk.beside:
            fifty_leads.run(desk.path)
            assert desk.beside == [], f"{where}: the next run clears away"


@posix_only
@pytest.mark.parametrize("number", [errno.EIO, errno.EINVAL, errno.ENOTSUP])
def test_a_disk_that_cannot_sync_a_folder_is_written_all_the_same(desk: Desk, number: int) -> None:
    desk.cleared()
    with heard(partial(refusing(number, {"fsync of the folder"}), desk), desk.file.parent):
        assert desk.write() is None
    assert desk.found == "new"


# --- somebody opens it at any step ---------------------------------------------------------------


@pytest.mark.parametrize("mark", ["~$leads.xlsx", ".~lock.leads.xlsx#"])
def test_a_workbook_that_is_opened_at_any_step_is_written_whole_or_not(
    desk: Desk, mark: str
) -> None:
    def somebody_opens(desk: Desk, _step: Step) -> None:
        desk.file.with_name(mark).write_bytes(b"\x05Priya,priya")

    for where, outcome in struck(desk, somebody_opens):
        assert desk.found == ("old" if outcome else "new"), where
        assert outcome is None or type(outcome) is WorkbookOpen, where
        assert desk.beside == [mark], where


@pytest.mark.parametrize("mark", ["~$leads.xlsx", ".~lock.leads.xlsx#"])
def test_a_mark_that_a_crash_left_long_ago_hinders_nobody(desk: Desk, mark: str) -> None:
    desk.cleared()
    stale = desk.file.with_name(mark)
    stale.write_bytes(b"\x05Priya,priya")
    os.utime(stale, (0, 0))
    assert (sys.platform == "win32") or desk.write() is None
    assert desk.beside == [mark]


# --- links ---------------------------------------------------------------------------------------


@pytest.fixture
def linked(desk: Desk, tmp_path: Path) -> Desk:
    """The same, known to the store by a link in another folder."""
    desk.path = tmp_path / "link.xlsx"
    desk.path.symlink_to(desk.file)
    return desk


@posix_only
@pytest.mark.parametrize("save", [by_renaming, in_place, as_excel_does])
def test_what_a_person_saves_where_a_link_leads_stands(linked: Desk, save: Strike) -> None:
    for where, outcome in struck(linked, save):
        assert linked.found == "theirs", where
        assert outcome is None or type(outcome) is WorkbookChanged, where
        assert linked.beside == [], where
        assert linked.path.readlink() == linked.file, where


@posix_only
def test_a_link_that_is_turned_elsewhere_at_any_step_harms_neither_file(
    linked: Desk, tmp_path: Path
) -> None:
    other = tmp_path / "other.xlsx"
    other.write_bytes(linked.theirs)

    def turn(desk: Desk, _step: Step) -> None:
        desk.path.unlink()
        desk.path.symlink_to(other)

    for where, outcome in struck(linked, turn):
        assert other.read_bytes() == linked.theirs, where
        assert linked.found == ("old" if outcome else "new"), where
        assert linked.beside == [], where
        linked.path.unlink()
        linked.path.symlink_to(linked.file)


@posix_only
def test_another_name_of_the_same_file_keeps_the_version_before(desk: Desk, tmp_path: Path) -> None:
    """As when Excel saves: a file with two names becomes two files."""
    desk.cleared()
    other = tmp_path / "other name.xlsx"
    other.hardlink_to(desk.file)
    assert desk.write() is None
    assert (desk.found, other.read_bytes()) == ("new", desk.old)
    assert desk.beside == []
