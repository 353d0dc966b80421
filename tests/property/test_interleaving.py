"""People edit and save whenever they like, also while a run is between any two steps: what they
typed last stays where they put it, an id stays with its lead, and the next run has nothing to do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import openpyxl
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from jobs import registry, runner
from sheetsync.errors import SheetsyncError
from sheetsync.plan import Plan
from sheetsync.snapshot import Snapshot
from sheetsync.stores.base import Receipt
from sheetsync.stores.excel.store import ExcelStore
from sheetsync.stores.memory import MemoryStore
from tests import builders
from tests.a_person import ACTIONS, Person, Rows, ids, leads, may_be_written, padded, typed
from tests.steps import Step, heard

SETTINGS = builders.settings(since=date(2026, 9, 1))
NOW = datetime(2026, 11, 21, 20, 0, tzinfo=SETTINGS.timezone)
JOBS = registry.select(["flag_overdue"], SETTINGS)


class Edit(NamedTuple):
    """What a person does, and to which row and column."""

    action: Any
    row: int
    column: int
    value: Any

    def __repr__(self) -> str:
        return f"{self.action.__name__}({self.row}, {self.column}, {self.value!r})"


values = st.sampled_from(
    [None, "spoke to her husband", "Won", "Lost", "9876500000", 7, datetime(2026, 11, 25), "x@y.in"]
)
edits = st.builds(Edit, st.sampled_from(ACTIONS), st.integers(0, 30), st.integers(0, 30), values)


class Night(NamedTuple):
    """What people do before a run, and at which of its moments they save what."""

    before: list[Edit]
    during: dict[int, Edit]


def nights(moments: st.SearchStrategy[int]) -> st.SearchStrategy[list[Night]]:
    """Some nights, each with what is done before the run and what is saved during it, by when."""
    night = st.builds(
        Night, st.lists(edits, max_size=3), st.dictionaries(moments, edits, max_size=3)
    )
    return st.lists(night, min_size=1, max_size=3)


UNDISTURBED = Night([], {})


class Desk:
    """A sheet, the person who edits it and the run that writes to it."""

    def __init__(self) -> None:
        self.person = Person()
        self.saved: Rows = []
        self.ids: dict[str, Any] = {}

    store: Any

    def rows(self) -> Rows:
        raise NotImplementedError

    def save(self, rows: Rows) -> None:
        raise NotImplementedError

    def interrupted(self, at: Callable[[int], None]) -> Any:
        """Call ``at`` with the number of each moment of a run."""
        raise NotImplementedError

    def edit(self, edit: Edit) -> None:
        """Open the sheet, edit it, save it."""
        rows = padded(self.rows())
        edit.action(self.person, rows, *edit[1:])
        self.save(rows)
        self.saved = padded(rows)
        self.ids = {**self.ids, **ids(self.saved)}

    def run(self, night: Night, now: datetime) -> Plan | None:
        """Run once; what was planned last, None where the run was refused."""
        for edit in night.before:
            self.edit(edit)

        def at(moment: int) -> None:
            if moment in night.during:
                self.edit(night.during[moment])

        try:
            with self.interrupted(at):
                return runner.run(self.store, JOBS, self.store.settings, now).plan
        except SheetsyncError:
            return None

    def is_as_people_left_it(self) -> None:
        """Every cell they typed into holds that, and nothing was written where only they may."""
        rows = padded(self.rows())
        kept = typed(self.saved)
        found = {cell: value for cell, value in typed(rows).items() if cell in kept}
        assert found == kept
        written = typed(rows).keys() - kept.keys()
        assert {rows[0][column] for _, column in written} <= may_be_written()
        now = ids(rows)
        assert now == {**now, **{m: i for m, i in self.ids.items() if m in now}}, "an id moved"
        self.ids = now


def work(desk: Desk, nights: list[Night]) -> None:
    """Nights of edits and runs, and what must hold after each."""
    for days, night in enumerate(nights):
        now = NOW + timedelta(days=days)
        planned = desk.run(night, now)
        desk.is_as_people_left_it()
        if night.during:
            planned = desk.run(UNDISTURBED, now)
            desk.is_as_people_left_it()
        again = desk.run(UNDISTURBED, now)
        assert again is None if planned is None else again is not None and again.is_empty


class WatchedStore(MemoryStore):
    """Tells before each reading and each writing of a run."""

    tell: Callable[[], None] | None = None

    def read(self) -> Snapshot:
        """Tell, then read."""
        if self.tell is not None:
            self.tell()
        return super().read()

    def apply(self, plan: Plan) -> Receipt:
        """Tell, then write in one step."""
        tell, self.tell = self.tell, None
        if tell is not None:
            tell()
        try:
            return super().apply(plan)
        finally:
            self.tell = tell


class MemoryDesk(Desk):
    """In memory a run has six moments: before each of three readings and writings."""

    def __init__(self) -> None:
        super().__init__()
        self.store: WatchedStore = WatchedStore(leads(5), SETTINGS)
        self.saved = leads(5)

    def rows(self) -> Rows:
        return self.store.rows

    def save(self, rows: Rows) -> None:
        self.store.rows = rows

    @contextmanager
    def interrupted(self, at: Callable[[int], None]) -> Iterator[None]:
        moments = count()
        self.store.tell = lambda: at(next(moments))
        yield
        self.store.tell = None


class ExcelDesk(Desk):
    """In a file, every step of a run at the operating system is a moment."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.path = folder / "leads.xlsx"
        self.book = openpyxl.Workbook()
        self.book.active.title = "Leads"  # type: ignore[union-attr]
        self.saved = leads(5)
        self.notes: list[str] = []
        self.save(self.saved)
        self.store: ExcelStore = ExcelStore(replace(SETTINGS, workbook=self.path))

    def rows(self) -> Rows:
        self.book = openpyxl.load_workbook(self.path)
        return [list(row) for row in self.book["Leads"].iter_rows(values_only=True)]

    def save(self, rows: Rows) -> None:
        sheet = self.book["Leads"]
        sheet.delete_rows(1, sheet.max_row)
        for number, cells in enumerate(rows, 1):
            for column, value in enumerate(cells, 1):
                sheet.cell(number, column).value = value
        if "Overdue" in self.book.sheetnames:
            for line, note in enumerate(self.person.noted[len(self.notes) :], 50 + len(self.notes)):
                self.book["Overdue"].cell(line, 4).value = note
                self.notes.append(note)
        self.person.noted = list(self.notes)
        aside = self.path.with_name("their temporary file.xlsx")
        self.book.save(aside)
        aside.replace(self.path)

    def is_as_people_left_it(self) -> None:
        """And what they noted in a report is in some tab, if only of a recovered file."""
        super().is_as_people_left_it()
        books = map(openpyxl.load_workbook, self.path.parent.glob("leads*.xlsx"))
        tabs = (tab for book in books for tab in book.worksheets)
        found = {cell for tab in tabs for row in tab.iter_rows(values_only=True) for cell in row}
        assert found >= set(self.notes)

    @contextmanager
    def interrupted(self, at: Callable[[int], None]) -> Iterator[None]:
        moments = count()

        def listener(_step: Step) -> None:
            at(next(moments))

        with heard(listener, self.path.parent):
            yield


@given(nights(st.integers(0, 5)))
@hypothesis_settings(max_examples=20, deadline=None)
def test_in_memory_nothing_is_lost_however_edits_and_runs_follow(script: list[Night]) -> None:
    work(MemoryDesk(), script)


@given(nights(st.integers(0, 40)))
@hypothesis_settings(max_examples=3, deadline=None)
def test_in_a_workbook_nothing_is_lost_however_edits_and_runs_follow(script: list[Night]) -> None:
    with TemporaryDirectory() as folder:
        work(ExcelDesk(Path(folder)), script)


@pytest.mark.slow
@given(nights(st.integers(0, 5)))
@hypothesis_settings(max_examples=1000, deadline=None)
def test_in_memory_nothing_is_lost_in_a_thousand_stretches(script: list[Night]) -> None:
    work(MemoryDesk(), script)


@pytest.mark.slow
@given(nights(st.integers(0, 60)))
@hypothesis_settings(max_examples=100, deadline=None)
def test_in_a_workbook_nothing_is_lost_in_a_hundred_stretches(script: list[Night]) -> None:
    with TemporaryDirectory() as folder:
        work(ExcelDesk(Path(folder)), script)
