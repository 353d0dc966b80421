"""Business weeks: which one a run covers, and what it is called."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetsync.rules.week.period import Week, week_of, weeks_back
from tests.builders import settings

KOLKATA = ZoneInfo("Asia/Kolkata")
SHOP = settings()


def on(day: date, hour: int = 22) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=KOLKATA)


def test_on_the_review_day_the_week_ends_that_day() -> None:
    week = week_of(on(date(2026, 11, 20)), SHOP)
    assert (week.start, week.end) == (date(2026, 11, 14), date(2026, 11, 20))
    assert week.name == "2026-W47"


@pytest.mark.parametrize("day", range(21, 27))
def test_on_any_other_day_it_is_the_last_week_that_has_ended(day: int) -> None:
    assert week_of(on(date(2026, 11, day)), SHOP).end == date(2026, 11, 20)


def test_the_next_review_day_begins_the_next_week() -> None:
    assert week_of(on(date(2026, 11, 27), hour=0), SHOP).name == "2026-W48"


def test_a_week_is_named_by_the_iso_week_of_its_review_day() -> None:
    assert week_of(on(date(2027, 1, 1)), SHOP).name == "2026-W53"
    sunday = settings(review_day=6)
    assert week_of(on(date(2027, 1, 3)), sunday).name == "2026-W53"
    monday = settings(review_day=0)
    assert week_of(on(date(2027, 1, 4)), monday).name == "2027-W01"


def test_the_day_is_the_one_on_the_business_s_own_calendar() -> None:
    # 19:00 UTC on Thursday is already Friday in Kolkata.
    assert week_of(datetime(2026, 11, 19, 19, tzinfo=UTC), SHOP).end == date(2026, 11, 20)


def test_days_are_told_by_how_many_weeks_back_they_lie() -> None:
    week = Week(date(2026, 11, 14), date(2026, 11, 20))
    moments = ["2026-11-21", "2026-11-20T23:59", "2026-11-14", "2026-11-13T23:59", "2026-09-26",
               "NaT"]  # fmt: skip
    back = weeks_back(np.array(moments, dtype="datetime64[s]"), week)
    assert back[:5].tolist() == [-1, 0, 0, 1, 7]
    assert back[5] < 0


@given(st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.integers(0, 6), st.integers(-400, 400))
def test_every_day_lies_in_exactly_the_week_it_is_counted_in(
    today: date, review_day: int, shift: int
) -> None:
    week = week_of(on(today), settings(review_day=review_day))
    assert week.end.weekday() == review_day
    assert timedelta(0) <= today - week.end < timedelta(days=7)
    day = today + timedelta(days=shift)
    back = int(weeks_back(np.array([day], dtype="datetime64[s]"), week)[0])
    its_own = week.before(back)
    assert its_own.start <= day <= its_own.end
