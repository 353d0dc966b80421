"""Which runs are due: pure, from the schedule, what was done, and now.

A *due moment* is one at which the schedule wants a run. A run is due when a moment has come that
is later than the last one seen to; of several that were missed only the last counts, so that a
machine that slept for a week catches up once. Moments are instants, so a wall clock that is set
back, by summer time or by hand, does not bring one a second time. They are kept in UTC: Python
compares and subtracts two moments of one zone by their wall clocks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import numpy as np

from sheetsync.business_hours import BusinessHours
from sheetsync.config.schedule import At, Every, Scheduled, When

GRACE = timedelta(minutes=5)
"""A moment no longer ago is due even where nothing is remembered: cron calls that often."""

RETRY = timedelta(minutes=15)
"""How soon a run is tried again that could not be made."""

RETRY_HELD = timedelta(hours=1)
"""The same while somebody has the file open; once they close it, the run is made at once."""

IMPOSSIBLE = timedelta(hours=25)
"""No due moment that was seen to lies so far ahead, unless the clock had been wrong then."""

_DAYS = 8
"""Among so many days there is each day of the week."""


@dataclass(frozen=True)
class Past:
    """What is remembered of a run: the last due moment seen to, and when a run was last tried in
    vain since; ``held`` says that it was because somebody had the file open."""

    seen_to: datetime
    tried: datetime | None = None
    held: bool = False

    def waits(self, now: datetime, *, held_now: bool) -> bool:
        """Whether it is too early to try again."""
        if self.tried is None or (self.held and not held_now):
            return False
        pause = RETRY_HELD if self.held else RETRY
        return timedelta() <= now.astimezone(UTC) - self.tried < pause


@dataclass(frozen=True)
class Due:
    """A run that is due, and since when."""

    scheduled: Scheduled
    moment: datetime

    @property
    def run(self) -> str:
        """Its name."""
        return self.scheduled.run


def begun(
    schedule: Iterable[Scheduled], past: Mapping[str, Past], now: datetime
) -> dict[str, Past]:
    """What is remembered of every run of the schedule. A run that is new to it counts from now; so
    does one that was last seen to in a time to come, when the clock must have been wrong."""
    known = {run: each for run, each in past.items() if each.seen_to <= now + IMPOSSIBLE}
    anew = Past(now.astimezone(UTC) - GRACE)
    return {each.run: known.get(each.run, anew) for each in schedule}


def due_runs(
    schedule: Iterable[Scheduled],
    past: Mapping[str, Past],
    hours: BusinessHours,
    now: datetime,
    *,
    held_now: bool = False,
) -> list[Due]:
    """What is due now, the longest overdue first; runs that come often last. ``past`` as of
    `begun`; ``held_now``: somebody has the file open."""
    found = [
        Due(each, moment)
        for each in schedule
        if not past[each.run].waits(now, held_now=held_now)
        and (moment := _latest_of(each, hours, now)) is not None
        and moment > past[each.run].seen_to
    ]
    return sorted(found, key=lambda due: (due.scheduled.is_often, due.moment, due.run))


def is_covered(often: Due, done: Iterable[Due]) -> bool:
    """Whether runs that were just made did all of its jobs."""
    jobs = {job for each in done for job in each.scheduled.jobs}
    return often.scheduled.is_often and jobs.issuperset(often.scheduled.jobs)


def next_moment(scheduled: Scheduled, hours: BusinessHours, now: datetime) -> datetime | None:
    """When a run is due next, later than now; None where the business never opens."""
    found = [moment for when in scheduled.times if (moment := _next(when, hours, now)) is not None]
    return min(found, default=None)


def _latest_of(scheduled: Scheduled, hours: BusinessHours, now: datetime) -> datetime | None:
    moments = [_latest(when, hours, now) for when in scheduled.times]
    return max((moment for moment in moments if moment is not None), default=None)


def _latest(when: When, hours: BusinessHours, now: datetime) -> datetime | None:
    """The last due moment that has come; of a run in business hours, none while it is closed."""
    if isinstance(when, At):
        return next((m for m in _moments(when, hours, now, -1) if m <= now), None)
    return _step(when, hours, now) if when.always or _is_open(hours, now) else None


def _next(when: When, hours: BusinessHours, now: datetime) -> datetime | None:
    if isinstance(when, At):
        return next((m for m in _moments(when, hours, now, 1) if m > now), None)
    following = _step(when, hours, now) + when.interval
    if when.always or _is_open(hours, following):
        return following
    try:
        opens = hours.next_opening(np.array([int(following.timestamp())]))[0]
    except ValueError:
        return None
    return datetime.fromtimestamp(int(opens), UTC)


def _moments(when: At, hours: BusinessHours, now: datetime, way: int) -> Iterator[datetime]:
    """Its due moments in the days around today, forwards or backwards in order; of two equal times
    on the wall clock the earlier, and one that summer time skips is moved on by the gap."""
    today = now.astimezone(hours.zone).date()
    for step in range(-1, _DAYS + 1):
        day = today + timedelta(days=way * step)
        if day.weekday() in when.days:
            yield _instant(day, when.clock, hours)


def _instant(day: date, clock: time, hours: BusinessHours) -> datetime:
    local = np.array([datetime.combine(day, clock)], dtype="datetime64[s]")
    return datetime.fromtimestamp(int(hours.to_instants(local)[0]), UTC)


def _step(when: Every, hours: BusinessHours, now: datetime) -> datetime:
    """The last whole interval since midnight, on the wall clock."""
    clock = now.astimezone(hours.zone)
    since_midnight = timedelta(hours=clock.hour, minutes=clock.minute, seconds=clock.second)
    gone = timedelta(seconds=since_midnight.total_seconds() % when.interval.total_seconds())
    return now.astimezone(UTC).replace(microsecond=0) - gone


def _is_open(hours: BusinessHours, now: datetime) -> bool:
    return bool(hours.is_open(np.array([int(now.timestamp())]))[0])
