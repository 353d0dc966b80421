"""The array arithmetic against a plain reference that walks minute by minute."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetsync.business_hours import BusinessHours

ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "UTC",
         "America/Santiago")  # fmt: skip
# The days before both changes of the clock in each of these zones, and somewhere quiet.
DAYS_WORTH_A_LOOK = (
    date(2026, 3, 7), date(2026, 3, 28), date(2026, 4, 4), date(2026, 9, 5), date(2026, 10, 3),
    date(2026, 10, 24), date(2026, 10, 31), date(2026, 12, 30), date(2026, 6, 16),
)  # fmt: skip
MINUTE = timedelta(minutes=1)


class Reference:
    """Business hours as a set of open minutes of a fortnight. Slow, and too plain to be wrong."""

    def __init__(self, business: BusinessHours, first: date) -> None:
        self.minutes: set[datetime] = set()
        closed = set(business.holidays(2026)) | set(business.holidays(2027))
        for day in (first + timedelta(days=n) for n in range(-1, 13)):
            if day not in closed:
                for opening, closing in business.week.get(day.weekday(), ()):
                    last = day + timedelta(days=1) if closing == time(0) else day
                    self._open(
                        _instant(day, opening, business.zone),
                        _instant(last, closing, business.zone),
                    )

    def _open(self, start: datetime, end: datetime) -> None:
        while start < end:
            self.minutes.add(start)
            start += MINUTE

    def next_opening(self, moment: datetime) -> datetime:
        while moment not in self.minutes:
            moment += MINUTE
        return moment

    def after(self, moment: datetime, minutes: int) -> datetime:
        moment = self.next_opening(moment)
        while minutes:
            minutes -= moment in self.minutes
            moment += MINUTE
        return moment

    def between(self, start: datetime, end: datetime) -> int:
        return sum(start <= minute < end for minute in self.minutes)


def _instant(day: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock, zone).astimezone(UTC)


def _seconds(*moments: datetime) -> np.ndarray:
    return np.array([int(m.timestamp()) for m in moments])


@st.composite
def ranges(draw: st.DrawFn) -> list[tuple[time, time]]:
    """Up to three ranges of one day on the quarter hour, in order; some end at midnight."""
    marks = draw(st.lists(st.integers(0, 96), max_size=6, unique=True).map(sorted))
    clocks = [time(mark % 96 // 4, mark % 4 * 15) for mark in marks]
    return list(zip(clocks[::2], clocks[1::2], strict=False))


@st.composite
def businesses(draw: st.DrawFn) -> tuple[BusinessHours, date]:
    first = draw(st.sampled_from(DAYS_WORTH_A_LOOK))
    week = {weekday: draw(ranges()) for weekday in range(7)}
    week[draw(st.integers(0, 6))] = [(time(9), time(13)), (time(14), time(18))]
    away = draw(st.sets(st.integers(0, 4), max_size=3))
    holidays = [first + timedelta(days=n) for n in away]
    zone = ZoneInfo(draw(st.sampled_from(ZONES)))
    return BusinessHours(week, zone, lambda year: [d for d in holidays if d.year == year]), first


moments_in_days = st.integers(0, 2 * 24 * 60)


@settings(max_examples=60, deadline=None)
@given(businesses(), moments_in_days, moments_in_days, st.integers(1, 240))
def test_arrays_agree_with_the_minutes(
    business_and_day: tuple[BusinessHours, date], start: int, later: int, target: int
) -> None:
    business, first = business_and_day
    reference = Reference(business, first)
    midnight = _instant(first, time(0), business.zone)
    begin, end = midnight + start * MINUTE, midnight + later * MINUTE
    both = _seconds(begin, end)

    assert business.is_open(both).tolist() == [m in reference.minutes for m in (begin, end)]
    assert (
        business.next_opening(both).tolist()
        == _seconds(reference.next_opening(begin), reference.next_opening(end)).tolist()
    )
    due = business.after(both[:1], np.array([target * 60]))
    assert due.tolist() == _seconds(reference.after(begin, target)).tolist()
    passed = business.between(both[:1], both[1:])
    assert passed.tolist() == [60 * reference.between(begin, end)]


def _new_year(year: int) -> datetime:
    return datetime.combine(date(year, 1, 1), time(0))


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(ZONES),
    st.datetimes(_new_year(2025), _new_year(2041)),
    st.sampled_from(DAYS_WORTH_A_LOOK),
)
def test_the_wall_clock_reads_as_python_reads_it(zone: str, wall: datetime, eve: date) -> None:
    near_changes = datetime.combine(eve + timedelta(days=1), wall.time())
    business = BusinessHours({}, ZoneInfo(zone), lambda _: ())
    for moment in (wall.replace(microsecond=0), near_changes.replace(microsecond=0)):
        instant = business.to_instants(np.array([moment], dtype="datetime64[s]"))
        aware = moment.replace(tzinfo=ZoneInfo(zone), fold=0)
        assert instant.tolist() == [int(aware.timestamp())]
        shown = aware.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        assert business.to_local(instant).tolist() == [shown]
