"""How days, moments and durations read."""

from __future__ import annotations

import re
from datetime import date, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetsync import moments


def moment_text(moment: str) -> str:
    return moments.moment_text(datetime.fromisoformat(moment), 2026)


def test_the_year_is_said_only_where_it_is_not_this_one() -> None:
    assert moments.day_text(date(2026, 11, 12), 2026) == "Thu 12 Nov"
    assert moments.day_text(date(2025, 11, 2), 2026) == "Sun 2 Nov 2025"
    assert moment_text("2026-11-23T09:05:59") == "Mon 23 Nov 09:05"
    assert moment_text("2027-01-04T10:00") == "Mon 4 Jan 2027 10:00"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 m"), (59, "0 m"), (60, "1 m"), (3599, "59 m"), (3600, "1 h"), (4200, "1 h 10 m"),
        (24 * 3600 - 1, "23 h 59 m"), (24 * 3600, "24 h"), (31 * 3600 + 1800, "31 h"),
        (100 * 3600 - 1, "99 h"), (100 * 3600, "4 d"), (-5, "0 m"),
    ],
)  # fmt: skip
def test_durations_grow_coarser(seconds: int, text: str) -> None:
    assert moments.duration_text(seconds) == text


def test_business_time_is_never_said_in_days() -> None:
    assert moments.duration_text(130 * 3600, in_days=False) == "130 h"


def test_arrays_read_like_their_values() -> None:
    local = np.array(["2026-11-23T10:00", "NaT", "2026-11-12T00:00"], dtype="datetime64[s]")
    assert moments.moment_texts(local, 2026).tolist() == [
        "Mon 23 Nov 10:00",
        "",
        "Thu 12 Nov 00:00",
    ]
    timed = np.array([True, False, False])
    assert moments.moment_texts(local, 2026, timed).tolist() == [
        "Mon 23 Nov 10:00",
        "",
        "Thu 12 Nov",
    ]
    assert moments.day_texts(local, 2025).tolist() == ["Mon 23 Nov 2026", "", "Thu 12 Nov 2026"]
    assert moments.duration_texts(np.array([240.0, np.nan])).tolist() == ["4 m", ""]


@given(st.datetimes(), st.integers(0, 10**9))
def test_what_is_said_always_matches_the_patterns(moment: datetime, seconds: int) -> None:
    assert re.fullmatch(moments.DAY_PATTERN, moments.day_text(moment, 2026))
    assert re.fullmatch(moments.MOMENT_PATTERN, moments.moment_text(moment, 2026))
    for in_days in (True, False):
        assert re.fullmatch(
            moments.DURATION_PATTERN, moments.duration_text(seconds, in_days=in_days)
        )
