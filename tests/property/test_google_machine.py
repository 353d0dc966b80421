"""People, runs and a failing service on one Google spreadsheet, in any order and inside each other.

After every step: what people typed is where they put it, what is theirs beside the cells stands, no
report is blank. After a run that nobody disturbs: nothing of ours stands beside no lead or on
another one, a lead keeps its id, and the next run has nothing to do.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from itertools import chain
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple
from unittest import mock

import pytest
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from jobs import registry, runner
from jobs.commands.undo import undo_last
from sheetsync.errors import SheetsyncError
from sheetsync.stores.google import pieces
from sheetsync.stores.google.connection import Connection
from sheetsync.stores.google.http import Pace
from sheetsync.stores.google.store import GoogleStore
from tests.google import faults
from tests.google.colleague import ACTS, IN_CELLS, ON_COLUMNS, ON_ROWS, Act, Colleague
from tests.google.desk import Desk
from tests.google.memory_of import MARK, leads
from tests.google.night import Placed, disturbed
from tests.google.whats_theirs import taken_down, trouble

NOW = datetime(2026, 11, 21, 20, 0)
FIRST_SERIAL_DAY = date(1899, 12, 30)
LAST_PASSED_DAY = date(2026, 11, 21)
TEXTS = [
    "", "", "spoke to her husband", "New", "Won", "Lost", "9876500000", "7", "11/12/2026",
    "12/24/2026", "x@y.in", "=1+1", "'=IMPORTXML(1)", "L-000002",
]  # fmt: skip


class Edit(NamedTuple):
    """What a person does, and to which row and column."""

    act: Act
    row: int
    column: int
    text: str

    def __repr__(self) -> str:
        return f"{self.act.__name__}({self.row}, {self.column}, {self.text!r})"


edits = st.builds(
    Edit, st.sampled_from(ACTS), st.integers(0, 30), st.integers(0, 30), st.sampled_from(TEXTS)
)
FAULTS = [
    faults.too_many_requests(), faults.too_many_requests(retry_after=7), faults.server_error(),
    faults.unavailable(), faults.Reset(), faults.LostReply(), faults.done_but_unavailable(),
    faults.Slow(0.01),
]  # fmt: skip
placed_faults = st.builds(
    Placed,
    st.sampled_from(FAULTS),
    st.sampled_from(["read", "write", "any"]),
    st.integers(0, 5),
    st.sampled_from([1, 1, 2, 12]),
)
TOO_LATE = frozenset(
    {Colleague.notes_on_a_report, Colleague.draws_on_a_report, Colleague.colours_a_report}
)
"""What nobody does in the moment between the last look of a run and its write: the copy that a
write makes of a report tab holds what is in its cells, not what lies beside."""
COSTS_MORE = frozenset({*ON_COLUMNS, *IN_CELLS, Colleague.types_into_a_report})
"""What is put back where it was written over in that moment."""
during = st.dictionaries(st.integers(0, 9), edits, max_size=3)
"""By the number of a moment."""
EMPTIED = ("Lead ID", "Follow-up (auto)")
TYPING = (Colleague.types, Colleague.types_into_a_report)
just_then = st.dictionaries(
    st.sampled_from([1, 1, 1, 2, 3]),
    st.lists(
        st.builds(
            Edit,
            st.sampled_from(TYPING * 8 + ON_COLUMNS + ON_ROWS) | st.sampled_from(ACTS),
            st.integers(0, 30),
            st.integers(0, 30),
            st.sampled_from(TEXTS),
        ),
        min_size=1,
        max_size=3,
    ),
    min_size=1,
    max_size=2,
)
"""In the very instant of the first, second or third write. Nothing fails then: where Google is gone
before it can be put back, the hidden tab holds what was typed."""


class Team(RuleBasedStateMachine):
    """A spreadsheet, somebody at work in it, and the runs that write to it."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.state = mock.patch.dict(os.environ, SHEETSYNC_STATE_DIR=self.folder.name)
        self.state.start()
        self.desk = Desk(leads(4)).__enter__()
        self._make_the_grid_tight()
        self.settings = self.desk.settings(since=date(2026, 9, 1))
        assert self.settings.google is not None
        self.clock = 0.0
        pace = Pace(clock=lambda: self.clock, sleep=self._sleep, chance=lambda: 0.5)
        self.connection = Connection(self.settings.google, pace)
        self.now = NOW.replace(tzinfo=self.settings.timezone)
        self.person = Colleague(self.desk, 4)
        self.ids: dict[str, Any] = {}
        self.used: set[Any] = set()
        self.before = taken_down(self.desk.file.spreadsheet)

    def teardown(self) -> None:
        """Close the shop."""
        self.desk.__exit__(None, None, None)
        self.state.stop()
        self.folder.cleanup()

    @rule(done=st.lists(edits, min_size=1, max_size=3))
    def people_work(self, done: list[Edit]) -> None:
        """Between two runs."""
        for edit in done:
            self._act(edit)

    @rule()
    def a_day_passes(self) -> None:
        """What was due becomes overdue."""
        self.now += timedelta(days=1)

    @rule(jobs=st.sampled_from(["nightly", "nightly", "weekly"]))
    def a_quiet_run(self, jobs: str) -> None:
        """Which must leave nothing to do."""
        self._run_quietly(jobs)

    @rule(
        jobs=st.sampled_from(["nightly", "nightly", "weekly", "undo", "plan"]),
        done=during,
        failing=st.lists(placed_faults, max_size=2),
        in_pieces=st.booleans(),
    )
    def a_disturbed_run(
        self, jobs: str, done: Mapping[int, Edit], failing: Sequence[Placed], in_pieces: bool
    ) -> None:
        """And a quiet one after it."""
        self._run_disturbed(jobs, done, {}, failing, in_pieces=in_pieces)

    @rule(
        jobs=st.sampled_from(["nightly", "nightly", "weekly", "undo"]),
        then=just_then,
        in_pieces=st.booleans(),
    )
    def a_run_with_people_at_work_in_the_instant_of_its_write(
        self, jobs: str, then: Mapping[int, Sequence[Edit]], in_pieces: bool
    ) -> None:
        """There is something to write into every row."""
        headers = [header for header in self.person.headers() if header != MARK]
        for column in [headers.index(each) for each in EMPTIED if each in headers]:
            for row in range(len(self.person.rows())):
                self._act(Edit(Colleague.types, row, column, ""))
        self._run_disturbed(jobs, {}, then, (), in_pieces=in_pieces)

    def _run_disturbed(
        self,
        jobs: str,
        done: Mapping[int, Edit],
        then: Mapping[int, Sequence[Edit]],
        failing: Sequence[Placed],
        *,
        in_pieces: bool,
    ) -> None:
        writes = 0

        def at(moment: int, writing: bool) -> None:
            nonlocal writes
            writes += writing
            now = [done[moment]] if moment in done else []
            for edit in [*now, *(then.get(writes, ()) if writing else ())]:
                if edit.act in TOO_LATE and (writing or (writes and in_pieces)):
                    continue
                if writes < 2 or not then:  # else something is about to be put back
                    self._is_well()
                self._act(edit)

        tries = 3
        tiny, stopped = _in_pieces(in_pieces), suppress(SheetsyncError)
        with disturbed(self.desk, at, failing) as calls, tiny, stopped:
            tries = self._work(jobs)
        self._is_well()
        if not in_pieces:
            acts = [edit.act for edit in chain(done.values(), *then.values())]
            more = sum(act in COSTS_MORE for act in acts)
            assert calls.answered["write"] <= 2 + 2 * more
            renamed = 2 * tries * sum("rename" in act.__name__ for act in acts)
            spared = calls.failed["write"] + renamed + 2 * more
            assert calls.answered["read"] <= 3 * tries + 1 + spared
        if jobs == "undo":
            self.ids = {m: i for m, i in self.ids.items() if i == self._ids().get(m)}
        self._run_quietly("weekly" if jobs == "weekly" else "nightly")

    def _run_quietly(self, jobs: str) -> None:
        with disturbed(self.desk, lambda *_: None) as calls:
            self._work(jobs)
        assert calls.answered["read"] <= 3
        assert calls.answered["write"] <= 1
        assert not calls.failed
        self._is_well(quiet=True)
        if jobs == "nightly":
            self._every_lead_is_told_its_own()
        with disturbed(self.desk, lambda *_: None) as calls:
            plan = runner.plan(self._store(), self._jobs(jobs), self.settings, self.now).plan
        assert plan.is_empty, plan
        assert calls.answered == {"read": 2}

    def _work(self, what: str) -> int:
        """How many times it was tried."""
        if what == "undo":
            undo_last(self._store())
            return 3
        if what == "plan":
            runner.plan(self._store(), self._jobs("nightly"), self.settings, self.now)
            return 1
        return runner.run(self._store(), self._jobs(what), self.settings, self.now).tries

    def _store(self) -> GoogleStore:
        return GoogleStore(self.settings, self.connection)

    def _jobs(self, run: str) -> Sequence[registry.Job]:
        return registry.select(self.settings.runs[run], self.settings)

    def _act(self, edit: Edit) -> None:
        edit.act(self.person, *edit[1:])
        if edit.act is Colleague.types:
            self.ids = {m: i for m, i in self.ids.items() if i == self._ids().get(m)}
        self.before = taken_down(self.desk.file.spreadsheet)

    def _is_well(self, *, quiet: bool = False) -> None:
        found = trouble(self.person, self.before, quiet=quiet)
        assert not found, "\n".join(found)

    def _ids(self) -> dict[str, Any]:
        column = self.person.headers()["Lead ID"]
        rows = self.person.rows().items()
        return {mark: self.person.lead.cell(row, column).value for mark, row in rows}

    def _every_lead_is_told_its_own(self) -> None:
        """The day that each lead was due, and an id that no other lead ever had."""
        self._ids_stay()
        lead, headers = self.person.lead, self.person.headers()
        if any(not p.get("warningOnly") for p in lead.objects["protectedRanges"]):
            return
        for mark, row in self.person.rows().items():
            known = self.person.known[mark]
            shared = lead.cell(row, headers["Lead ID"]).value in self.person.given
            if self._is_plain(known) and not shared:
                found = lead.cell(row, headers["Follow-up (auto)"]).value
                day = next(
                    known[h].value for h in ("Next action date", "Follow up date") if h in known
                )
                due = FIRST_SERIAL_DAY + timedelta(days=day)
                assert found == f"Overdue since {due:%a} {due.day} {due:%b}", (mark, found)

    def _is_plain(self, known: Mapping[str, Any]) -> bool:
        """Whether it is an open lead with a day that has passed, and nothing odd about it."""
        day = next(
            (known[h].value for h in ("Next action date", "Follow up date") if h in known), None
        )
        status = next((known[h].value for h in ("Status", "Stage") if h in known), None)
        odd = known.get("Follow-up (auto)")
        last = (LAST_PASSED_DAY - FIRST_SERIAL_DAY).days
        return isinstance(day, float | int) and 46_000 < day <= last and status == "New" and not odd

    def _ids_stay(self) -> None:
        now = self._ids()
        for mark, lead_id in now.items():
            if mark in self.ids:
                assert lead_id == self.ids[mark], f"{mark} had {self.ids[mark]}, has {lead_id}"
            elif lead_id is not None and lead_id not in self.person.given:
                assert lead_id not in self.used, f"{lead_id} was used before"
        self.ids = {mark: lead_id for mark, lead_id in now.items() if lead_id is not None}
        self.used |= set(self.ids.values())

    def _sleep(self, seconds: float) -> None:
        self.clock += seconds

    def _make_the_grid_tight(self) -> None:
        """So that a run has to make room."""
        for dimension, start in (("ROWS", 7), ("COLUMNS", 9)):
            cut = {"sheetId": 0, "dimension": dimension, "startIndex": start}
            self.desk.person._do({"deleteDimension": {"range": cut}})


def _in_pieces(small: bool) -> Any:
    most = 600 if small else pieces.MOST_BYTES
    return mock.patch(
        "sheetsync.stores.google.writing.batches", lambda them: pieces.batches(them, most)
    )


def work(examples: int, steps: int) -> None:
    """So many stretches of so many steps."""
    run_state_machine_as_test(
        Team,
        settings=hypothesis_settings(
            max_examples=examples, stateful_step_count=steps, deadline=None
        ),
    )


def test_on_a_google_sheet_nothing_is_lost_whatever_people_and_the_service_do() -> None:
    work(6, 6)


@pytest.mark.slow
def test_on_a_google_sheet_nothing_is_lost_in_a_hundred_stretches() -> None:
    work(100, 12)
