"""The values people write in config.yaml, as text: durations, weekdays, opening hours.

Every function raises `ValueError` with two arguments: what is wrong, and what to write instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import time, timedelta
from itertools import pairwise

from sheetsync.config.problems import nearest

Ranges = tuple[tuple[time, time], ...]

WEEKDAYS: tuple[str, ...] = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)
CLOSED = frozenset({"closed", "close", "off", "-", "none"})
DAY_END = time(0)
"""24:00 as a closing time, which `datetime.time` cannot say (see `BusinessHours`)."""

_UNIT = {"s": 1, "m": 60, "h": 3600}
_AMOUNT = re.compile(
    r"\s*(\d+(?:\.\d+)?)\s*(h(?:ours?|rs?)?|m(?:in(?:ute)?s?)?|s(?:ec(?:ond)?s?)?)\.?\s*(?:and)?",
    re.I,
)
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*([ap]\.?m\.?)?", re.I)
_BETWEEN = re.compile(r"\s*(?:-|–|—|\bto\b|\btill\b)\s*", re.I)


def duration(text: str) -> timedelta:
    """``10 min``, ``1h``, ``1 h 30 m`` as a length of time, longer than nothing."""
    rest, seconds = text.strip(), 0.0
    if re.fullmatch(r"\d+(\.\d+)?", rest):
        raise ValueError(f"{rest} of what?", f"write {rest} min or {rest} h")
    while rest:
        found = _AMOUNT.match(rest)
        if not found:
            what = f"cannot read {text!r} as a length of time"
            raise ValueError(what, "write e.g. 10 min or 1 h")
        seconds += float(found[1]) * _UNIT[found[2][0].lower()]
        rest = rest[found.end() :].strip()
    if seconds <= 0:
        raise ValueError("a target must be longer than nothing", "write e.g. 10 min or 1 h")
    return timedelta(seconds=seconds)


def weekday(text: str) -> int:
    """``mon``, ``Monday``, ``Thurs`` as a number, Monday = 0."""
    word = text.strip().casefold().rstrip(".")
    for number, name in enumerate(WEEKDAYS):
        if len(word) >= 3 and name.startswith(word):
            return number
    short = [name[:3] for name in WEEKDAYS]
    near = nearest(word, WEEKDAYS) or nearest(word, short)
    hint = f"did you mean {near}?" if near else f"write one of {', '.join(short)}"
    raise ValueError(f"{text.strip()!r} is not a day of the week", hint)


def weekdays(text: str) -> tuple[int, ...]:
    """``mon``, ``mon-fri`` (also across the weekend: ``fri-mon``) or ``sat, sun`` as numbers."""
    return tuple(day for part in text.split(",") for day in _span(part))


def spans(days: Iterable[int]) -> str:
    """Weekdays as they are written in config.yaml: ``mon-wed, fri``."""
    runs: list[list[int]] = []
    for day in sorted(set(days)):
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join("-".join(WEEKDAYS[d][:3] for d in sorted({r[0], r[-1]})) for r in runs)


def _span(text: str) -> Iterator[int]:
    ends = [weekday(part) for part in _BETWEEN.split(text.strip(), maxsplit=1)]
    length = (ends[-1] - ends[0]) % 7
    return ((ends[0] + step) % 7 for step in range(length + 1))


def clock(text: str, *, closing: bool = False) -> time:
    """``09:00``, ``9``, ``9.30``, ``6 pm``; 24:00 only as a closing time (`DAY_END`)."""
    found = _CLOCK.fullmatch(text.strip())
    if not found:
        raise ValueError(f"cannot read {text.strip()!r} as a time", "write times like 09:00-18:00")
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3] and 1 <= hour <= 12:
        hour = hour % 12 + (12 if found[3][0] in "pP" else 0)
    if closing and (hour, minute) == (24, 0):
        return DAY_END
    if closing and (hour, minute) == (0, 0):
        raise ValueError("00:00 is the start of the day", "write 24:00 for its end")
    if hour > 23 or minute > 59:
        raise ValueError(f"there is no {text.strip()}", "write times from 00:00 to 24:00")
    return time(hour, minute)


def opening_hours(text: str | Sequence[str]) -> Ranges:
    """``09:00-13:00, 14:00-18:00`` (or a list of such ranges, or ``closed``) in order."""
    parts = text.split(",") if isinstance(text, str) else [p for t in text for p in t.split(",")]
    if len(parts) == 1 and parts[0].strip().casefold() in CLOSED:
        return ()
    ranges = sorted(_range(part) for part in parts)
    for (start, end), (later, later_end) in pairwise(ranges):
        if end == DAY_END or later < end:
            raise ValueError(
                f"{shown(start, end)} and {shown(later, later_end)} overlap", "join them into one"
            )
    return tuple(ranges)


def shown(start: time, end: time) -> str:
    """A range as it is written in config.yaml."""
    return f"{start:%H:%M}-{'24:00' if end == DAY_END else format(end, '%H:%M')}"


def _range(text: str) -> tuple[time, time]:
    ends = _BETWEEN.split(text.strip())
    if len(ends) != 2 or not all(ends):
        raise ValueError(
            f"cannot read {text.strip()!r} as opening hours", "write e.g. 09:00-18:00, or closed"
        )
    start, end = clock(ends[0]), clock(ends[1], closing=True)
    if end == start and end != DAY_END:
        raise ValueError(f"{text.strip()} is no time at all", "write 00:00-24:00 for all day")
    if end < start and end != DAY_END:
        raise ValueError(
            f"{end:%H:%M} is before {start:%H:%M}",
            "write the opening time first; hours past midnight belong to the next day",
        )
    return start, end
