"""A team at one spreadsheet: people at work, runs that write to it, and what must hold after each.

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
from typing import Any
from unittest import mock

from jobs import registry, runner
from jobs.commands.undo import undo_last
from sheetsync.errors import SheetsyncError
from sheetsync.stores.google import loose_ends, pieces
from sheetsync.stores.google.connection import Connection
from sheetsync.stores.google.http import Pace
from sheetsync.stores.google.store import GoogleStore, own_name
from tests.google.colleague import Colleague
from tests.google.desk import Desk
from tests.google.happenings import COSTS_MORE, TOO_LATE, Edit
from tests.google.memory_of import leads
from tests.google.night import Placed, disturbed
from tests.google.whats_theirs import taken_down, trouble

NOW = datetime(2026, 11, 21, 20, 0)
FIRST_SERIAL_DAY = date(1899, 12, 30)
LAST_PASSED_DAY = date(2026, 11, 21)


class Team:
    """A spreadsheet, somebody at work in it, and the runs that write to it."""

    def __init__(self) -> None:
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

    def close(self) -> None:
        """The shop."""
        self.desk.__exit__(None, None, None)
        self.state.stop()
        self.folder.cleanup()

    def run_disturbed(
        self,
        jobs: str,
        done: Mapping[int, Edit],
        then: Mapping[int, Sequence[Edit]],
        failing: Sequence[Placed],
        *,
        in_pieces: bool,
    ) -> None:
        """A run that people come between: ``done`` by the number of a moment, ``then`` by that of
        the write they are in the instant of. And a quiet one after it."""
        writes = 0

        def at(moment: int, writing: bool) -> None:
            nonlocal writes
            writes += writing
            now = [done[moment]] if moment in done else []
            for edit in [*now, *(then.get(writes, ()) if writing else ())]:
                if edit.act in TOO_LATE and (writing or (writes and in_pieces)):
                    continue
                if writes <= writing:  # else something may be about to be put back
                    self._is_well()
                self.act(edit)

        tries = 3
        tiny, stopped = _in_pieces(in_pieces), suppress(SheetsyncError)
        with disturbed(self.desk, at, failing) as calls, tiny, stopped:
            tries = self._work(jobs)
        self._sees_to_loose_ends()
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
        self.run_quietly("weekly" if jobs == "weekly" else "nightly")

    def run_cut_off(
        self, jobs: str, then: Sequence[Edit], failing: Sequence[Placed], *, in_pieces: bool
    ) -> None:
        """Google is gone before what people do in the instant of the first write is seen to. The
        next run does that, or leaves people the tab that holds what they typed."""
        writes = 0

        def at(_moment: int, writing: bool) -> None:
            nonlocal writes
            writes += writing
            for edit in then if writing and writes == 1 else ():
                self.act(edit)

        tiny, stopped = _in_pieces(in_pieces), suppress(SheetsyncError)
        with disturbed(self.desk, at, failing), tiny, stopped:
            self._work(jobs)
        if jobs == "undo":
            self.ids = {m: i for m, i in self.ids.items() if i == self._ids().get(m)}
        self._sees_to_loose_ends()
        self._is_well()
        self.run_quietly("weekly" if jobs == "weekly" else "nightly")

    def _sees_to_loose_ends(self) -> None:
        """The run after one that was cut off."""
        assert self.settings.google is not None
        if loose_ends.kept(own_name(self.settings.google.id)):
            with disturbed(self.desk, lambda *_: None):
                self._work("nightly")
            self.person.finds_aside()

    def run_quietly(self, jobs: str) -> None:
        """Nobody comes between; it must leave nothing to do."""
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

    def act(self, edit: Edit) -> None:
        """Somebody does that."""
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
        "sheetsync.stores.google.landing.batches", lambda them: pieces.batches(them, most)
    )
