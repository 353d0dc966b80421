"""People, runs and a failing service on one Google spreadsheet, in any order and inside each other.

What must hold after every step stands in `tests/google/team.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

import pytest
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from tests.google import happenings
from tests.google.colleague import Colleague
from tests.google.happenings import Edit
from tests.google.memory_of import MARK
from tests.google.night import Placed
from tests.google.team import Team


class Machine(RuleBasedStateMachine):
    """A spreadsheet, somebody at work in it, and the runs that write to it."""

    def __init__(self) -> None:
        super().__init__()
        self.team = Team()

    def teardown(self) -> None:
        """Close the shop."""
        self.team.close()

    @rule(done=st.lists(happenings.edits, min_size=1, max_size=3))
    def people_work(self, done: list[Edit]) -> None:
        """Between two runs."""
        for edit in done:
            self.team.act(edit)

    @rule()
    def a_day_passes(self) -> None:
        """What was due becomes overdue."""
        self.team.now += timedelta(days=1)

    @rule(jobs=st.sampled_from(["nightly", "nightly", "weekly"]))
    def a_quiet_run(self, jobs: str) -> None:
        """Which must leave nothing to do."""
        self.team.run_quietly(jobs)

    @rule(
        jobs=st.sampled_from(["nightly", "nightly", "weekly", "undo", "plan"]),
        done=happenings.during,
        failing=st.lists(happenings.placed_faults, max_size=2),
        in_pieces=st.booleans(),
    )
    def a_disturbed_run(
        self, jobs: str, done: Mapping[int, Edit], failing: Sequence[Placed], in_pieces: bool
    ) -> None:
        """And a quiet one after it."""
        self.team.run_disturbed(jobs, done, {}, failing, in_pieces=in_pieces)

    @rule(
        jobs=st.sampled_from(["nightly", "nightly", "weekly", "undo"]),
        then=happenings.just_then,
        in_pieces=st.booleans(),
    )
    def a_run_with_people_at_work_in_the_instant_of_its_write(
        self, jobs: str, then: Mapping[int, Sequence[Edit]], in_pieces: bool
    ) -> None:
        """There is something to write into every row."""
        self.everything_is_to_be_written()
        self.team.run_disturbed(jobs, {}, then, (), in_pieces=in_pieces)

    @rule(
        jobs=st.sampled_from(["nightly", "nightly", "weekly", "undo"]),
        then=happenings.cut_off_then,
        failing=happenings.cut_off,
        in_pieces=st.booleans(),
    )
    def a_run_cut_off_with_people_at_work_in_the_instant_of_its_write(
        self, jobs: str, then: Sequence[Edit], failing: Sequence[Placed], in_pieces: bool
    ) -> None:
        """The run after it sees to what the hidden tab holds."""
        self.everything_is_to_be_written()
        self.team.run_cut_off(jobs, then, failing, in_pieces=in_pieces)

    def everything_is_to_be_written(self) -> None:
        """There is something to write into every row."""
        headers = [header for header in self.team.person.headers() if header != MARK]
        for column in [headers.index(each) for each in happenings.EMPTIED if each in headers]:
            for row in range(len(self.team.person.rows())):
                self.team.act(Edit(Colleague.types, row, column, ""))


def work(examples: int, steps: int) -> None:
    """So many stretches of so many steps."""
    run_state_machine_as_test(
        Machine,
        settings=hypothesis_settings(
            max_examples=examples, stateful_step_count=steps, deadline=None
        ),
    )


def test_on_a_google_sheet_nothing_is_lost_whatever_people_and_the_service_do() -> None:
    work(6, 6)


@pytest.mark.slow
def test_on_a_google_sheet_nothing_is_lost_in_a_hundred_stretches() -> None:
    work(100, 12)
