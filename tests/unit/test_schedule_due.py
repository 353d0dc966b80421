"""Which runs are due: times of the business's wall clock, caught up once, never made twice."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.schedule.due import GRACE, Past, begun, due_runs, is_covered, next_moment
from sheetsync.config.schedule import At, Every, Scheduled, When, times_of, when_of
from tests import builders

BERLIN = ZoneInfo("Europe/Berlin")
HOURS = builders.hours(zone="Europe/Berlin")  # Mon-Sat 09:00-18:00


def at(text: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN, fold=fold)


def scheduled(run: str, *words: str) -> Scheduled:
    return Scheduled(run, (run,), tuple(when_of(word) for word in words))


def due(when: str, seen_to: str, now: str, **past: object) -> str:
    """The due moment on the wall clock, or ""."""
    each = scheduled("run", when)
    remembered = {"run": Past(at(seen_to), **past)}  # type: ignore[arg-type]
    found = due_runs([each], remembered, HOURS, at(now))
    return found[0].moment.astimezone(BERLIN).strftime("%a %H:%M") if found else ""


@pytest.mark.parametrize(
    ("when", "seen_to", "now", "expected"),
    [
        ("21:00", "2026-11-16T21:00", "2026-11-17T20:59:59", ""),
        ("21:00", "2026-11-16T21:00", "2026-11-17T21:00", "Tue 21:00"),
        ("21:00", "2026-11-17T21:00", "2026-11-17T21:00", ""),
        # Slept for five nights: one run makes up for all of them.
        ("21:00", "2026-11-12T21:00", "2026-11-17T08:00", "Mon 21:00"),
        ("fri 18:30", "2026-11-13T18:30", "2026-11-20T18:29", ""),
        ("fri 18:30", "2026-11-13T18:30", "2026-11-20T18:30", "Fri 18:30"),
        ("fri 18:30", "2026-11-13T18:30", "2026-11-23T09:00", "Fri 18:30"),
        # In business hours, on whole steps; a holiday or an evening has none.
        ("every 5 min", "2026-11-17T08:00", "2026-11-17T08:59", ""),
        ("every 5 min", "2026-11-17T08:00", "2026-11-17T09:00", "Tue 09:00"),
        ("every 5 min", "2026-11-17T09:00", "2026-11-17T09:04:59", ""),
        ("every 5 min", "2026-11-17T09:00", "2026-11-17T11:07", "Tue 11:05"),
        ("every 5 min", "2026-11-17T17:55", "2026-11-17T18:00", ""),
        ("every 5 min", "2026-11-14T17:55", "2026-11-15T12:00", ""),
        ("every 5 min, day and night", "2026-11-14T17:55", "2026-11-15T03:02", "Sun 03:00"),
        ("every 1 h", "2026-11-16T17:00", "2026-11-17T09:10", "Tue 09:00"),
    ],
)
def test_a_run_is_due_once_its_moment_has_come(
    when: str, seen_to: str, now: str, expected: str
) -> None:
    assert due(when, seen_to, now) == expected


def test_a_time_that_comes_twice_at_the_end_of_summer_time_is_kept_once() -> None:
    night = [scheduled("run", "02:30")]
    first = at("2026-10-25T02:30").astimezone(UTC)
    again = at("2026-10-25T02:30", fold=1)
    before = {"run": Past(at("2026-10-24T02:30"))}
    assert [each.moment for each in due_runs(night, before, HOURS, first)] == [first]
    assert due_runs(night, {"run": Past(first)}, HOURS, again) == []


def test_a_time_that_summer_time_skips_is_kept_an_hour_later() -> None:
    assert due("02:30", "2026-03-28T02:30", "2026-03-29T03:29") == ""
    assert due("02:30", "2026-03-28T02:30", "2026-03-29T03:31") == "Sun 03:30"


def test_a_clock_that_is_set_back_brings_no_run_twice() -> None:
    assert due("21:00", "2026-11-17T21:00", "2026-11-17T20:30") == ""
    assert due("21:00", "2026-11-17T21:00", "2026-11-17T21:00") == ""
    assert due("every 5 min", "2026-11-17T11:00", "2026-11-17T10:30") == ""


def test_a_clock_that_had_been_years_ahead_does_not_stop_the_runs_for_years() -> None:
    each = scheduled("run", "21:00")
    now = at("2026-11-17T10:00")
    past = begun([each], {"run": Past(at("2031-01-01T21:00"))}, now)
    assert past == {"run": Past(now.astimezone(UTC) - GRACE)}
    assert due_runs([each], past, HOURS, at("2026-11-17T21:00"))


def test_a_run_that_is_new_to_the_schedule_counts_from_now() -> None:
    each, now = scheduled("run", "21:00"), at("2026-11-17T10:00")
    assert due_runs([each], begun([each], {}, now), HOURS, now) == []
    assert due_runs([each], begun([each], {}, now), HOURS, at("2026-11-18T07:00"))
    just_after = at("2026-11-17T21:04")
    assert due_runs([each], begun([each], {}, just_after), HOURS, just_after)


@pytest.mark.parametrize(
    ("minutes", "held", "held_now", "expected"),
    [
        (14, False, False, ""),
        (15, False, False, "Tue 21:00"),
        (1, True, False, "Tue 21:00"),  # closed meanwhile: at once
        (59, True, True, ""),
        (60, True, True, "Tue 21:00"),
    ],
)
def test_a_run_that_could_not_be_made_is_tried_again_after_a_while(
    minutes: int, held: bool, held_now: bool, expected: str
) -> None:
    now = at("2026-11-17T23:00")
    past = {"run": Past(at("2026-11-16T21:00"), now - timedelta(minutes=minutes), held)}
    found = due_runs([scheduled("run", "21:00")], past, HOURS, now, held_now=held_now)
    shown = [each.moment.astimezone(BERLIN).strftime("%a %H:%M") for each in found]
    assert shown == ([expected] if expected else [])


def test_the_longest_overdue_comes_first_and_what_comes_often_last() -> None:
    runs = [
        scheduled("response", "every 5 min"),
        scheduled("nightly", "21:00"),
        scheduled("weekly", "fri 18:30"),
    ]
    now = at("2026-11-21T10:00")
    past = {each.run: Past(at("2026-11-19T21:00")) for each in runs}
    assert [each.run for each in due_runs(runs, past, HOURS, now)] == [
        "weekly",
        "nightly",
        "response",
    ]


def test_a_run_whose_jobs_another_just_did_is_not_made_as_well() -> None:
    often = Scheduled("response", ("highlight_sla",), times_of("every 5 min"))
    nightly = Scheduled("nightly", ("validate_rows", "highlight_sla"), times_of("10:00"))
    now = at("2026-11-17T10:00")
    past = {each.run: Past(at("2026-11-17T09:00")) for each in (often, nightly)}
    first, second = due_runs([often, nightly], past, HOURS, now)
    assert (first.run, second.run) == ("nightly", "response")
    assert is_covered(second, [first])
    assert not is_covered(first, [second])
    assert not is_covered(second, [])


@pytest.mark.parametrize(
    ("when", "now", "expected"),
    [
        ("21:00", "2026-11-17T21:00", "Wed 21:00"),
        ("fri 18:30", "2026-11-20T18:30", "Fri 18:30"),
        ("every 5 min", "2026-11-17T11:07", "Tue 11:10"),
        ("every 5 min", "2026-11-14T17:56", "Mon 09:00"),
        ("every 5 min, day and night", "2026-11-14T23:56", "Sun 00:00"),
    ],
)
def test_people_are_told_what_comes_next(when: str, now: str, expected: str) -> None:
    found = next_moment(scheduled("run", when), HOURS, at(now))
    assert found is not None
    assert found.astimezone(BERLIN).strftime("%a %H:%M") == expected


WHENS: st.SearchStrategy[When] = st.one_of(
    st.builds(At, st.times(), st.frozensets(st.integers(0, 6), min_size=1)),
    st.builds(
        Every, st.integers(1, 720).map(lambda minutes: timedelta(minutes=minutes)), st.booleans()
    ),
)
NOWS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))


@given(WHENS, NOWS, st.timedeltas(timedelta(), timedelta(days=20)))
def test_no_moment_is_seen_to_before_it_came_and_none_twice(
    when: When, now: datetime, later: timedelta
) -> None:
    each = Scheduled("run", (), (when,))
    seen_to = now - timedelta(days=30)
    for moment in (now, now + later):
        for found in due_runs([each], {"run": Past(seen_to)}, HOURS, moment):
            assert seen_to < found.moment <= moment
            seen_to = found.moment
        assert due_runs([each], {"run": Past(seen_to)}, HOURS, moment) == []


@given(WHENS, NOWS)
def test_a_moment_that_was_announced_comes(when: When, now: datetime) -> None:
    each = Scheduled("run", (), (when,))
    announced = next_moment(each, HOURS, now)
    assert announced is not None
    assert announced > now
    found = due_runs([each], {"run": Past(now)}, HOURS, announced)
    assert [due.moment for due in found] == [announced] or (
        isinstance(when, Every) and found[0].moment <= announced
    )


def test_midnight_is_a_time_like_any_other() -> None:
    assert str(At(time(0))) == "00:00"
    assert due("00:00", "2026-11-17T00:00", "2026-11-18T00:00") == "Wed 00:00"
