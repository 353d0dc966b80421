"""The key ``schedule:`` of config.yaml: when each run is due.

A run is due at times of day (`At`), or again and again (`Every`). Times are those of the business's
wall clock. Every function that reads text raises ``ValueError(what, hint)``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any

from sheetsync.config.keys import text
from sheetsync.config.problems import as_written
from sheetsync.config.values import WEEKDAYS, clock, duration, spans, weekdays

EXAMPLE = 'write e.g. every 5 min, "21:00", or "fri 18:30"'
OFF = frozenset({"off", "never", "none"})
SHORTEST, LONGEST = timedelta(minutes=1), timedelta(hours=12)

RESPONSE = "response"
RESPONSE_JOBS = ("highlight_sla",)
"""The run that there is even where ``runs:`` does not list it."""

_EVERY = re.compile(r"every\s+(.+)", re.I)
_ALWAYS = re.compile(r",?\s*(?:day and night|always|24/7|round the clock)$", re.I)
_DAILY = re.compile(r"(?:every\s*day|daily)\s+(?:at\s+)?", re.I)
_AT = re.compile(r"(?:(?P<days>[^\d]*?[a-z.])\s+(?:at\s+)?)?(?P<clock>\d.*)", re.I)


@dataclass(frozen=True)
class At:
    """Due at a time of day; ``days`` count from Monday = 0."""

    clock: time
    days: frozenset[int] = frozenset(range(7))

    def __str__(self) -> str:
        """As it is written in config.yaml."""
        said = f"{self.clock:%H:%M}"
        return said if len(self.days) == len(WEEKDAYS) else f"{spans(self.days)} {said}"


@dataclass(frozen=True)
class Every:
    """Due again and again: in business hours, or ``always``."""

    interval: timedelta
    always: bool = False

    def __str__(self) -> str:
        """As it is written in config.yaml."""
        minutes = int(self.interval.total_seconds()) // 60
        length = f"{minutes // 60} h" if minutes % 60 == 0 else f"{minutes} min"
        return f"every {length}" + (", day and night" if self.always else "")


When = At | Every


@dataclass(frozen=True)
class Scheduled:
    """A run by its name, its jobs, and when it is due."""

    run: str
    jobs: tuple[str, ...]
    times: tuple[When, ...]

    @property
    def is_often(self) -> bool:
        """Whether it only comes again and again, so that one more or less matters little."""
        return all(isinstance(when, Every) for when in self.times)

    def __str__(self) -> str:
        return f"{self.run} {' and '.join(map(str, self.times))}"


def times_of(value: Any) -> tuple[When, ...]:
    """When a run is due, as text or a list of texts; none where it is switched off."""
    if value is None or value is False or value == []:
        return ()
    if isinstance(value, list):
        return tuple(dict.fromkeys(when_of(_text(item)) for item in value))
    word = _text(value)
    return () if word.casefold() in OFF else (when_of(word),)


def when_of(word: str) -> When:
    """``every 5 min``, ``every 5 min, day and night``, ``21:00``, ``fri 18:30``."""
    word = _DAILY.sub("", word.strip())
    if often := _EVERY.fullmatch(word):
        return _every(often[1])
    found = _AT.fullmatch(word)
    if not found:
        raise ValueError(f"cannot read {word!r} as times of a run", EXAMPLE)
    days = weekdays(found["days"]) if found["days"] else range(7)
    return At(_clock(found["clock"]), frozenset(days))


def schedule_of(
    given: Mapping[str, tuple[When, ...]],
    runs: Mapping[str, tuple[str, ...]],
    jobs: Iterable[str],
    usual_times: Mapping[str, tuple[When, ...]],
) -> tuple[Scheduled, ...]:
    """Every run that is due at some time: as given, else as usual where there is such a run."""
    known = {RESPONSE: RESPONSE_JOBS, **{job: (job,) for job in jobs}, **runs}
    usual = {name: times for name, times in usual_times.items() if name in known}
    return tuple(
        Scheduled(name, tuple(known[name]), times)
        for name, times in {**usual, **given}.items()
        if times and name in known
    )


def usual_times(review_day: int, *, acknowledges: bool = False) -> dict[str, tuple[When, ...]]:
    """When the runs everybody has are due where config.yaml does not say. Who is to be
    acknowledged writes while nobody is there, so the sheet is looked at then, too."""
    return {
        RESPONSE: (Every(timedelta(minutes=5), always=acknowledges),),
        "nightly": (At(time(21)),),
        "weekly": (At(time(18, 30), frozenset({review_day})),),
    }


def _text(value: Any) -> str:
    """YAML reads an unquoted 21:00 as text, and 21 as a number."""
    if isinstance(value, int) and not isinstance(value, bool):
        raise ValueError(f"{as_written(value)} is not a time", f'write "{value}:00" in quotes')
    return text(value)


def _clock(said: str) -> time:
    try:
        return clock(said)
    except ValueError as error:
        raise ValueError(error.args[0], EXAMPLE) from None


def _every(said: str) -> Every:
    length = _ALWAYS.sub("", said)
    interval = duration(length if re.match(r"\s*\d", length) else f"1 {length}")
    if not SHORTEST <= interval <= LONGEST:
        raise ValueError(f"every {length} cannot be kept", "write from every 1 min to every 12 h")
    if interval.total_seconds() % 60:
        raise ValueError(f"every {length} cannot be kept", "write whole minutes")
    return Every(interval, always=length != said)
