"""A fortnight of `watch` by a clock of its own: sleep, summer time, clocks that are set by hand.

The real loop and the real schedule library; only the run itself is written down instead of made.
"""

from __future__ import annotations

import types
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import schedule

from jobs.schedule.turn import Hands, turn
from jobs.schedule.watch import Notes, go_on
from sheetsync.config import Settings
from sheetsync.config.schedule import Scheduled, schedule_of, usual_times
from sheetsync.errors import EditRefused, WorkbookOpen
from sheetsync.journal import Journal
from tests import builders

BERLIN = ZoneInfo("Europe/Berlin")
RUNS = {"response": ("highlight_sla",), "nightly": ("flag_overdue",), "weekly": ("weekly_summary",)}
EVERY = 300
"""Seconds between two looks; the command itself looks more often."""


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


class World:
    """A machine whose time goes by only while it waits; it may sleep, and be set wrong."""

    def __init__(self, begins: str, ends: str, folder: Path) -> None:
        self.true, self.ends = local(begins).astimezone(UTC), local(ends).astimezone(UTC)
        self.wrong_by = timedelta()
        self.sleeps: list[tuple[datetime, datetime]] = []
        self.set_wrong: list[tuple[datetime, timedelta]] = []
        self.made: list[tuple[str, datetime]] = []
        self.refuse: Callable[[str, datetime], Exception | None] = lambda run, now: None
        self.is_held: Callable[[], bool] = lambda: False
        self.settings = settings(folder)
        self.notes, self.in_journal = Notes(), False

    @property
    def is_asked(self) -> bool:
        return self.true >= self.ends

    def clock(self) -> datetime:
        """What the machine's clock shows."""
        return (self.true + self.wrong_by).astimezone(BERLIN)

    def wait(self, seconds: float) -> None:
        self.true += timedelta(seconds=max(seconds, 1))
        for begins, ends in self.sleeps:
            if begins <= self.true < ends:
                self.true = ends
        for moment, wrong_by in self.set_wrong:
            if self.true >= moment:
                self.wrong_by = wrong_by

    def look(self) -> None:
        hands = Hands(run=self._run, is_held=self.is_held)
        if not self.in_journal:
            list(turn(self.settings, self.notes, hands, self.clock))
            return
        with Journal.open(self.settings.path.with_suffix(".db"), self.clock()) as journal:
            list(turn(self.settings, journal.book(self.settings), hands, self.clock))

    def _run(self, run: str, now: datetime) -> Any:
        if refused := self.refuse(run, now):
            raise refused
        self.made.append((run, now))
        return types.SimpleNamespace(receipt=object())

    def of(self, run: str) -> list[str]:
        """When a run was made, on the wall clock."""
        return [now.strftime("%a %d %H:%M") for name, now in self.made if name == run]


def settings(folder: Path) -> Settings:
    hours = builders.hours(zone="Europe/Berlin")
    found: tuple[Scheduled, ...] = schedule_of({}, RUNS, (), usual_times(4))
    given = {"timezone": BERLIN, "hours": hours, "runs": RUNS, "schedule": found}
    return builders.settings(path=folder / "config.yaml", workbook=folder / "leads.xlsx", **given)


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., World]:
    """Watch from one moment to another; ``arrange`` is done to the world before."""

    def go(begins: str, ends: str, arrange: Callable[[World], None] = lambda _: None) -> World:
        world = World(begins, ends, tmp_path)
        arrange(world)

        class Clock(datetime):
            @classmethod
            def now(cls, tz: Any = None) -> Any:
                return world.clock().replace(tzinfo=None)

        shown = types.SimpleNamespace(datetime=Clock, timedelta=timedelta, time=time_of_day)
        monkeypatch.setattr(schedule, "datetime", shown)
        go_on(world.look, world, EVERY)  # type: ignore[arg-type]
        return world

    return go


def test_over_a_fortnight_every_run_is_made_at_its_time_and_once(
    watch: Callable[..., World],
) -> None:
    """From a Monday over the end of summer time, 25 October, to a Sunday."""
    world = watch("2026-10-19T07:00", "2026-11-01T23:59")
    days = [local("2026-10-19T21:00") + timedelta(days=day) for day in range(14)]
    assert world.of("nightly") == [day.strftime("%a %d %H:%M") for day in days]
    assert world.of("weekly") == ["Fri 23 18:30", "Fri 30 18:30"]
    by_day = Counter(text[:6] for text in world.of("response"))
    open_days = [day.strftime("%a %d") for day in days if day.weekday() < 6]
    assert by_day == dict.fromkeys(open_days, 9 * 12)
    assert {text[7:9] for text in world.of("response")} == {f"{hour:02}" for hour in range(9, 18)}


def test_what_was_missed_asleep_is_made_up_for_once(watch: Callable[..., World]) -> None:
    def sleeps(world: World) -> None:
        world.sleeps = [
            (local("2026-11-03T20:00"), local("2026-11-04T08:10")),
            (local("2026-11-05T17:00"), local("2026-11-09T09:02")),
        ]

    world = watch("2026-11-02T07:00", "2026-11-10T22:00", sleeps)
    assert world.of("nightly") == [
        "Mon 02 21:00",
        "Wed 04 08:10",
        "Wed 04 21:00",
        "Mon 09 09:02",
        "Mon 09 21:02",
        "Tue 10 21:02",
    ]
    assert world.of("weekly") == ["Mon 09 09:02"]


def test_a_clock_set_back_makes_no_run_twice_and_stops_none_for_long(
    watch: Callable[..., World],
) -> None:
    def set_wrong(world: World) -> None:
        world.set_wrong = [
            (local("2026-11-03T21:10"), timedelta(hours=-2)),
            (local("2026-11-04T12:00"), timedelta()),
            (local("2026-11-05T12:00"), timedelta(days=400)),
            (local("2026-11-05T12:30"), timedelta()),
        ]

    world = watch("2026-11-02T07:00", "2026-11-07T22:00", set_wrong)
    nightly = world.of("nightly")
    assert nightly[:3] == ["Mon 02 21:00", "Tue 03 21:00", "Wed 04 21:00"]
    # Once in the year the clock was in, then each night again.
    assert nightly[3].startswith("Fri 10 12:")
    assert nightly[4:] == ["Thu 05 21:00", "Fri 06 21:00", "Sat 07 21:00"]
    slots = [now.astimezone(UTC) for name, now in world.made if name == "response"]
    assert len(slots) == len(set(slots))
    thursday = [text for text in world.of("response") if text.startswith("Thu 05")]
    assert thursday[-1] == "Thu 05 17:55"


def test_while_somebody_has_the_file_open_a_run_waits_and_then_comes_at_once(
    watch: Callable[..., World],
) -> None:
    tried: list[str] = []

    def held(world: World) -> None:
        def is_held() -> bool:
            return local("2026-11-03T20:00") <= world.clock() < local("2026-11-04T07:50")

        def refuse(run: str, now: datetime) -> Exception | None:
            tried.append(f"{run} {now:%a %H:%M}")
            return WorkbookOpen("Asha (Excel) has it open") if is_held() else None

        world.is_held, world.refuse = is_held, refuse
        world.in_journal = True

    world = watch("2026-11-03T19:00", "2026-11-04T08:30", held)
    assert tried[:3] == ["nightly Tue 21:00", "nightly Tue 22:00", "nightly Tue 23:00"]
    assert world.of("nightly") == ["Wed 04 07:50"]


def test_of_several_runs_that_are_due_one_finds_out_that_the_file_is_held(
    watch: Callable[..., World],
) -> None:
    tried: list[str] = []

    def held(world: World) -> None:
        def is_held() -> bool:
            return local("2026-11-06T18:00") <= world.clock() < local("2026-11-06T22:30")

        def refuse(run: str, now: datetime) -> Exception | None:
            tried.append(f"{run} {now:%H:%M}")
            return WorkbookOpen("Asha (Excel) has it open") if is_held() else None

        world.is_held, world.refuse = is_held, refuse

    world = watch("2026-11-06T18:00", "2026-11-06T22:59", held)
    assert tried[:3] == ["weekly 18:30", "weekly 19:30", "weekly 20:30"]
    assert tried[3:5] == ["nightly 21:00", "weekly 21:30"]
    assert world.of("weekly") == world.of("nightly") == ["Fri 06 22:30"]


def test_what_only_a_person_can_mend_waits_for_the_next_time(watch: Callable[..., World]) -> None:
    tried: list[str] = []

    def broken(world: World) -> None:
        def refuse(run: str, now: datetime) -> Exception:
            tried.append(f"{run} {now:%H:%M}")
            return EditRefused("it is signed")

        world.refuse = refuse

    watch("2026-11-03T17:00", "2026-11-03T23:00", broken)
    assert [each for each in tried if "nightly" in each] == ["nightly 21:00"]
    # A run that comes often is tried less often while it fails.
    assert [each for each in tried if "response" in each] == [
        f"response 17:{minute:02}" for minute in (0, 15, 30, 45)
    ]
