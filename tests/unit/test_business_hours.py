"""Working-time arithmetic: the vectors of the domain, then the edges."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, time
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from sheetsync.business_hours import MISSING, BusinessHours, Instants, Locals

Week = Mapping[int, Sequence[tuple[time, time]]]
HOUR = 3600
# Monday 16 November 2026 begins the week the vectors are laid in.
MONDAY = date(2026, 11, 16)
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def hours(
    week: Week, zone: str = "Asia/Kolkata", holidays: Callable[[int], Iterable[date]] = lambda _: ()
) -> BusinessHours:
    return BusinessHours(week, ZoneInfo(zone), holidays)


def each_day(last: str, *ranges: str) -> Week:
    """``each_day("Sat", "09:00-18:00")``: those ranges on Monday to Saturday; 24:00 ends a day."""
    pairs = [tuple(_time(t) for t in text.split("-")) for text in ranges]
    return {day: [(a, b) for a, b in pairs] for day in range(DAYS.index(last) + 1)}


def _time(text: str) -> time:
    return time.fromisoformat(text.replace("24:00", "00:00"))


def local(*texts: str) -> Locals:
    """ISO times, or ``Tue 12:30`` in the vectors' week (``next Tue`` in the one after)."""
    return np.array([_moment(text) for text in texts], dtype="datetime64[s]")


def _moment(text: str) -> str | np.datetime64:
    word, _, clock = text.removeprefix("next ").partition(" ")
    if word not in DAYS:
        return text
    day = np.datetime64(MONDAY) + DAYS.index(word) + 7 * text.startswith("next ")
    return np.datetime64(f"{day}T{clock}")


def at(business: BusinessHours, *texts: str) -> Instants:
    return business.to_instants(local(*texts))


def days(*texts: str) -> np.ndarray:
    return np.array(texts, dtype="datetime64[D]")


MON_SAT = each_day("Sat", "09:00-18:00")
MON_SAT_HALF = each_day("Sat", "09:30-18:30")
MON_FRI = each_day("Fri", "09:00-18:00")
MON_FRI_LATE = each_day("Fri", "10:00-18:00")
LUNCH = each_day("Fri", "09:00-13:00", "14:00-18:00")
ALWAYS = each_day("Sun", "00:00-24:00")


@pytest.mark.parametrize("zone", ["Asia/Kolkata", "Europe/Berlin", "America/New_York"])
@pytest.mark.parametrize(
    ("week", "target", "received", "due"),
    [
        (MON_SAT, 1 * HOUR, "Sun 14:00", "next Mon 10:00"),
        (MON_SAT, 1 * HOUR, "Sun 22:00", "next Mon 10:00"),
        (MON_SAT, 1 * HOUR, "Sat 17:50", "next Mon 09:50"),
        (MON_SAT, 1 * HOUR, "Mon 07:00", "Mon 10:00"),
        (MON_FRI_LATE, 10 * HOUR, "Wed 15:00", "Thu 17:00"),
        (MON_FRI_LATE, 10 * HOUR, "Wed 20:00", "Fri 12:00"),
        (LUNCH, 1 * HOUR, "Tue 12:30", "Tue 14:30"),
        (LUNCH, 1 * HOUR, "Tue 13:10", "Tue 15:00"),
        (MON_FRI, 1 * HOUR, "Tue 18:00", "Wed 10:00"),
        (MON_SAT_HALF, 600, "Fri 18:25", "Sat 09:35"),
    ],
)
def test_the_vectors_of_the_domain(
    week: Week, target: int, received: str, due: str, zone: str
) -> None:
    business = hours(week, zone)
    found = business.after(at(business, received), np.array([target]))
    assert business.to_local(found).tolist() == local(due).tolist()


def test_a_holiday_is_walked_over() -> None:
    business = hours(MON_SAT_HALF, holidays=lambda year: [date(2026, 11, 21)])
    due = business.after(at(business, "Fri 18:25"), np.array([600]))
    assert business.to_local(due) == local("next Mon 09:35")


def test_a_target_that_just_fits_ends_at_closing_and_one_second_more_does_not() -> None:
    business = hours(MON_FRI)
    due = business.after(at(business, "Tue 17:00", "Tue 17:00"), np.array([HOUR, HOUR + 1]))
    assert business.to_local(due).tolist() == local("Tue 18:00", "Wed 09:00:01").tolist()


def test_opening_time_is_open_and_closing_time_is_not() -> None:
    business = hours(LUNCH)
    moments = at(business, "Tue 08:59:59", "Tue 09:00", "Tue 12:59:59", "Tue 13:00", "Sat 10:00")
    assert business.is_open(moments).tolist() == [False, True, True, False, False]


def test_the_next_opening_of_an_open_moment_is_the_moment_itself() -> None:
    business = hours(LUNCH)
    opening = business.next_opening(at(business, "Tue 12:59", "Tue 13:00", "Fri 18:00"))
    assert (
        business.to_local(opening).tolist()
        == local("Tue 12:59", "Tue 14:00", "next Mon 09:00").tolist()
    )


def test_no_target_at_all_is_due_at_the_next_opening() -> None:
    business = hours(MON_FRI)
    due = business.after(at(business, "Tue 09:00", "Tue 12:00", "Tue 18:00"), np.array(0))
    assert business.to_local(due).tolist() == local("Tue 09:00", "Tue 12:00", "Wed 09:00").tolist()


def test_business_time_between_leaves_out_breaks_nights_and_weekends() -> None:
    business = hours(LUNCH)
    start = at(business, "Tue 12:30", "Fri 17:00", "Sat 10:00", "Tue 12:00")
    end = at(business, "Tue 14:30", "next Mon 10:00", "Sun 23:00", "Tue 11:00")
    assert business.between(start, end).tolist() == [HOUR, 2 * HOUR, 0, 0]


def test_a_business_that_never_closes_counts_like_the_wall_clock() -> None:
    business = hours(ALWAYS)
    start = at(business, "Sat 23:50")
    due = business.after(start, np.array([30 * HOUR]))
    assert business.to_local(due) == local("next Mon 05:50")
    assert business.between(start, due).tolist() == [30 * HOUR]
    assert business.is_open(at(business, "Sun 00:00")).all()


def test_a_range_may_end_at_midnight() -> None:
    business = hours(each_day("Fri", "18:00-24:00"))
    due = business.after(at(business, "Fri 23:30"), np.array([HOUR]))
    assert business.to_local(due) == local("next Mon 18:30")
    assert business.to_local(business.closing(days("2026-11-16"))) == local("Tue 00:00")


def test_a_day_open_through_the_end_of_summer_time_has_an_hour_more() -> None:
    business = hours(ALWAYS, "Europe/Berlin")
    start, end = at(business, "2026-10-25T00:00"), at(business, "2026-10-26T00:00")
    assert business.between(start, end).tolist() == [25 * HOUR]
    assert business.to_local(business.after(start, np.array([3 * HOUR]))) == local(
        "2026-10-25T02:00"
    )


def test_of_two_equal_wall_clock_times_the_earlier_is_meant() -> None:
    business = hours(ALWAYS, "Europe/Berlin")
    twice, once = at(business, "2026-10-25T02:30", "2026-10-25T03:30")
    assert once - twice == 2 * HOUR


def test_a_time_that_summer_time_skips_is_moved_on_by_the_gap() -> None:
    business = hours(ALWAYS, "Europe/Berlin")
    skipped = at(business, "2026-03-29T02:30")
    assert business.to_local(skipped) == local("2026-03-29T03:30")


def test_ranges_that_summer_time_pushes_together_are_counted_once() -> None:
    business = hours({6: [(time(2, 15), time(2, 45)), (time(3), time(4))]}, "Europe/Berlin")
    day = at(business, "2026-03-29T00:00", "2026-03-30T00:00")
    assert business.between(day[:1], day[1:]).tolist() == [HOUR]


def test_a_week_without_hours_never_opens_and_says_so() -> None:
    business = hours({0: [], 3: []})
    moment = at(business, "Tue 12:00")
    assert not business.is_open(moment).any()
    assert business.between(moment, moment + 10**6).tolist() == [0]
    for ask in (
        lambda: business.next_opening(moment),
        lambda: business.after(moment, np.array([60])),
        lambda: business.closing(days("2026-11-17")),
        lambda: business.add_business_days(days("2026-11-17"), np.array([1])),
    ):
        with pytest.raises(ValueError, match="never opens"):
            ask()


def test_holidays_without_end_are_refused_rather_than_searched_for_ever() -> None:
    def all_days(year: int) -> Iterable[date]:
        return (
            date.fromordinal(n)
            for n in range(date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal())
        )

    business = hours(MON_FRI, holidays=all_days)
    with pytest.raises(ValueError, match="check the holidays"):
        business.next_opening(at(business, "Tue 12:00"))


def test_a_closed_season_longer_than_a_year_is_walked_over() -> None:
    def away(year: int) -> Iterable[date]:
        first = max(date(year, 1, 1), date(2026, 11, 1)).toordinal()
        last = min(date(year, 12, 31), date(2029, 2, 1)).toordinal()
        return (date.fromordinal(n) for n in range(first, last + 1))

    business = hours(MON_FRI, holidays=away)
    due = business.after(at(business, "Tue 12:00"), np.array([HOUR]))
    assert business.to_local(due) == local("2029-02-02T10:00")


def test_a_target_of_years_is_reached() -> None:
    business = hours(MON_FRI)
    start = at(business, "Mon 09:00")
    due = business.after(start, np.array([9 * HOUR * 261 * 6]))
    assert business.between(start, due).tolist() == [9 * HOUR * 261 * 6]


def test_missing_times_stay_missing() -> None:
    business = hours(MON_FRI)
    moments = business.to_instants(local("NaT", "Tue 12:00"))
    assert moments[0] == MISSING
    assert np.isnat(business.to_local(moments)[0])
    assert business.next_opening(moments)[0] == MISSING
    assert business.after(moments, np.array([60, 60]))[0] == MISSING
    assert business.between(moments, moments[::-1]).tolist() == [MISSING, MISSING]
    assert business.is_open(moments).tolist() == [False, True]
    assert business.closing(days("NaT"))[0] == MISSING
    assert np.isnat(business.add_business_days(days("NaT"), np.array([1])))[0]
    assert business.business_days_between(days("NaT"), days("2026-11-17")).tolist() == [MISSING]


def test_nothing_asked_is_nothing_answered() -> None:
    business, none = hours(MON_FRI), np.empty(0, dtype=np.int64)
    assert business.after(none, none).shape == business.between(none, none).shape == (0,)
    assert business.closing(days()).shape == business.to_local(none).shape == (0,)


def test_a_slip_of_the_keyboard_in_the_year_counts_as_missing() -> None:
    business = hours(MON_FRI)
    moments = at(business, "9999-12-31T12:00", "1026-11-16T12:00", "Tue 12:00")
    due = business.to_local(business.after(moments, np.array(HOUR)))
    assert np.isnat(due).tolist() == [True, True, False]


def test_closing_is_the_last_of_the_day_or_of_the_next_business_day() -> None:
    business = hours(LUNCH)
    found = business.to_local(business.closing(days("2026-11-17", "2026-11-21")))
    assert found.tolist() == local("Tue 18:00", "next Mon 18:00").tolist()


def test_business_days_are_counted_without_weekends_and_holidays() -> None:
    business = hours(MON_FRI, holidays=lambda year: [date(2026, 11, 19)])
    wednesday, saturday = "2026-11-18", "2026-11-21"
    start = days(wednesday, wednesday, saturday, saturday, saturday)
    later = business.add_business_days(start, np.array([0, 1, 0, 1, 2]))
    assert (
        later.tolist()
        == days(wednesday, "2026-11-20", "2026-11-23", "2026-11-23", "2026-11-24").tolist()
    )
    assert business.business_days_between(start, later).tolist() == [0, 1, 1, 1, 2]
    assert business.business_days_between(later, start).tolist() == [0] * 5


def test_questions_in_any_order_get_the_same_answers() -> None:
    fresh, used = hours(LUNCH, "Europe/Berlin"), hours(LUNCH, "Europe/Berlin")
    for year in ("2031", "1999", "2015"):
        used.is_open(at(used, f"{year}-06-01T12:00"))
    moments = at(fresh, "Tue 12:30", "2031-03-30T02:30", "1998-12-31T23:59")
    target = np.array(5 * HOUR)
    assert used.after(moments, target).tolist() == fresh.after(moments, target).tolist()
