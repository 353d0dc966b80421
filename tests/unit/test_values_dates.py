"""Dates and times as people write them. The business is in Kolkata and writes the day first."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetsync.lead_tab import CellError
from sheetsync.values.dates import Dates, read_dates

ZONE = ZoneInfo("Asia/Kolkata")
NOV_13 = "2026-11-13T00:00:00"


def read(*cells: Any, order: str = "DMY", days: Any = None, date1904: bool = False) -> Dates:
    values = np.empty(len(cells), dtype=object)
    values[:] = cells
    return read_dates(values, order, ZONE, days, date1904=date1904)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", [
    "13/11/2026", "13-11-26", "13.11.2026", "13 11 2026", "13 / 11 / 2026", "13/11-2026",
    "2026-11-13", "2026/11/13", "20261113", "13 Nov 2026", "13-Nov-26", "Nov 13, 2026",
    "13th November 2026", "13. November 2026", "Fri, 13 Nov 2026", "Friday 13/11/2026",
    "13/11/2026 Fri", "13 de noviembre de 2026", "13 Nov '26", "2026年11月13日",
    "\u200e13/11/2026 ", "13/11/2026 00:00",
])  # fmt: skip
def test_a_day_is_read_in_every_shape_people_give_it(text: str) -> None:
    found = read(text)
    assert (str(found.at[0]), found.has_time[0], found.problem[0]) == (NOV_13, False, "")


@pytest.mark.parametrize(("text", "clock"), [
    ("13/11/2026 4:30 pm", "16:30:00"), ("13.11.2026 16.30", "16:30:00"),
    ("13/11/2026, 16:30", "16:30:00"), ("4:30pm 13/11/2026", "16:30:00"),
    ("13 Nov 2026 at 4pm", "16:00:00"), ("13/11/2026 12:05 AM", "00:05:00"),
    ("13.11.2026 16:30 Uhr", "16:30:00"), ("13/11/2026 1630 hrs", "16:30:00"),
    ("2026-11-13T10:00:00+05:30", "10:00:00"), ("2026-11-13T04:30:00Z", "10:00:00"),
    ("2026-11-13T04:30:00.000Z", "10:00:00"), ("13/11/2026 10:00 IST", "10:00:00"),
    ("Fri Nov 13 2026 10:00:00 GMT+0530 (India Standard Time)", "10:00:00"),
])  # fmt: skip
def test_a_time_may_follow_or_lead_and_a_zone_is_moved_to_ours(text: str, clock: str) -> None:
    found = read(text)
    assert (str(found.at[0]), found.has_time[0]) == (f"2026-11-13T{clock}", True)


@pytest.mark.parametrize("text", [
    "Fri 12 Nov 2026", "Friday, 12/11/2026", "12 Nov 2026 Fri", "12/11/2026 (Fri)",
    "Fr. 12.11.2026", "vendredi 12 novembre 2026", "Fri 12 Nov 2026 10:00",
    "Di 12.11.2026", "12 Nov 2026 10:00 (Fri)", "Fri, 12 Nov 2026 22:00 UTC",
])  # fmt: skip
def test_a_weekday_that_is_not_the_dates_own_leaves_it_unread(text: str) -> None:
    found = read(text)
    assert (str(found.at[0]), found.problem[0]) == ("NaT", "weekday")
    assert found.meant[0] == "12 Nov 2026 is a Thursday"


@pytest.mark.parametrize("text", [
    "Thu 12 Nov 2026", "Thurs, 12 Nov 2026", "12/11/2026 (Thu)", "Do 12.11.2026",
    "jeudi 12 novembre 2026", "jue. 12/11/2026", "giovedì 12/11/2026", "12/11/2026 (urgent)",
    "thur 12/11/2026",
])  # fmt: skip
def test_a_weekday_of_the_date_in_any_language_says_nothing_new(text: str) -> None:
    assert str(read(text).at[0]) == "2026-11-12T00:00:00"


def test_a_weekday_is_that_of_the_date_in_the_zone_it_names() -> None:
    assert str(read("Thu, 12 Nov 2026 22:00 UTC").at[0]) == "2026-11-13T03:30:00"


def test_midnight_of_another_zone_is_a_time_of_day() -> None:
    found = read("2026-11-12T18:30:00Z")
    assert (str(found.at[0]), found.has_time[0]) == (NOV_13, True)


@pytest.mark.parametrize(("text", "problem"), [
    ("13 Nov", "no_year"), ("13/11", "no_year"), ("11.13", "no_year"), ("Nov 2026", "no_day"),
    ("31/02/2026", "no_such_day"), ("11/13/2026", "order"), ("tomorrow", "no_date"),
    ("asap", "no_date"), ("5/5/5", "no_date"), ("13/11/2026 25:00", "no_date"),
    ("13/11/2026 10:00 EST", "zone"), ("13/11/1926", ""), ("10:30", "time_alone"),
    ("Mon 10:30", "no_date"), ("call on 13/11/2026", "no_date"),
])  # fmt: skip
def test_what_would_be_a_guess_is_not_read_and_says_why(text: str, problem: str) -> None:
    assert read(text).problem[0] == (problem or "year")


def test_an_exchanged_day_and_month_names_the_date_meant() -> None:
    assert read("11/13/2026").meant[0] == "13 Nov 2026"
    assert str(read("11/13/2026", order="MDY").at[0]) == NOV_13


def test_with_the_year_first_configured_an_ambiguous_order_is_not_read() -> None:
    assert read("05/11/2026", order="YMD").problem[0] == "order_unclear"
    assert str(read("13/11/2026", order="YMD").at[0]) == NOV_13
    assert str(read("26-11-13", order="YMD").at[0]) == NOV_13


@pytest.mark.parametrize("cell", [None, "", " ", "-", "NA", "n/a", "nil", "tbd", CellError("#N/A")])
def test_nothing_is_neither_read_nor_reported(cell: Any) -> None:
    found = read(cell)
    assert np.isnat(found.at[0])
    assert not found.unreadable[0]


def test_serial_numbers_count_from_the_end_of_1899() -> None:
    found = read(46339, 46339.0, 46339.4375)
    assert [str(one) for one in found.at] == [NOV_13, NOV_13, "2026-11-13T10:30:00"]
    assert found.has_time.tolist() == [False, False, True]


def test_serial_numbers_count_from_1904_where_the_workbook_does() -> None:
    found = read(44877, 44877.4375, "13/11/2026", datetime(2026, 11, 13), 20261113, date1904=True)
    assert [str(one) for one in found.at] == [NOV_13, "2026-11-13T10:30:00", *[NOV_13] * 3]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("date1904", [True, False])
@pytest.mark.parametrize("number", [
    15, 2026, 9_876_543_210, -3, float("nan"), float("inf"), -float("inf"), 1e308, True,
])  # fmt: skip
def test_numbers_that_are_no_sensible_day_are_reported(number: float, date1904: bool) -> None:
    assert read(number, date1904=date1904).unreadable[0]


def test_real_dates_are_rounded_to_seconds() -> None:
    found = read(datetime(2026, 11, 13, 9, 59, 59, 700_000), date(2026, 11, 13))
    assert str(found.at[0]) == "2026-11-13T10:00:00"
    assert found.has_time.tolist() == [True, False]


def test_excels_day_nought_is_no_date() -> None:
    assert read(datetime(1900, 1, 1), datetime(9999, 1, 1)).problem.tolist() == ["year", "year"]


def test_a_time_alone_means_the_day_given_for_it() -> None:
    days = np.array(["2026-11-13T08:00:00", "NaT"], dtype="datetime64[s]")
    for cell in (time(10, 30), timedelta(hours=10.5), "10:30", "10:30 am", 10.5 / 24):
        found = read(cell, cell, days=days)
        assert str(found.at[0]) == "2026-11-13T10:30:00"
        assert found.has_time[0]
        assert found.problem[1] == "time_alone"


def test_only_text_with_day_and_month_as_numbers_is_marked_so() -> None:
    found = read("13/11/2026", "13 Nov 2026", "2026-11-13", date(2026, 11, 13))
    assert found.by_numbers.tolist() == [True, False, False, False]


@given(st.datetimes(datetime(1970, 1, 1), datetime(2069, 12, 31)), st.sampled_from(
    ["%d/%m/%Y %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%d %B %Y %I:%M:%S %p", "%b %d, %Y %H:%M:%S"]
))  # fmt: skip
def test_what_a_program_writes_reads_back_the_same(moment: datetime, shape: str) -> None:
    found = read(moment.strftime(shape))
    assert found.at[0] == np.datetime64(moment.replace(microsecond=0), "s")


@given(st.lists(st.one_of(
    st.none(), st.text(), st.integers(), st.floats(), st.booleans(), st.datetimes(), st.dates(),
    st.times(), st.timedeltas(), st.from_regex(r"[0-9]{1,4}[-/. ][0-9a-z]{1,9}[-/. ][0-9]{1,4}"),
)))  # fmt: skip
def test_no_cell_can_break_a_column(cells: list[Any]) -> None:
    found = read(*cells)
    assert len(found.at) == len(cells)
    assert not (found.unreadable & ~np.isnat(found.at)).any()
