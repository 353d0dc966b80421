"""One look at the schedule: make the runs that are due, and remember how they went.

What a run is, what tells a sheet's version and whether somebody holds it come as `Hands`, so that
a test may drive a fortnight of turns by a clock of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from jobs.schedule.due import Due, Past, begun, due_runs, is_covered
from jobs.schedule.memory import (
    Looked,
    Remembers,
    last_look,
    past_runs,
    remember_look,
    remember_runs,
)
from sheetsync.config import Settings
from sheetsync.errors import (
    GoogleUnreachable,
    OutcomeUnknown,
    SheetsyncError,
    WorkbookChanged,
    WorkbookJustSaved,
    WorkbookMissing,
    WorkbookOpen,
    WriteFailed,
)

if TYPE_CHECKING:
    from jobs.runner import Result

PASSING = (
    GoogleUnreachable, OutcomeUnknown, WorkbookChanged, WorkbookJustSaved, WorkbookMissing,
    WorkbookOpen, WriteFailed,
)  # fmt: skip
"""What passes by itself: such a run is tried again. Any other waits for its next time, as nothing
will be different before somebody mends it."""


@dataclass(frozen=True)
class Hands:
    """What a turn needs of the world. ``run`` makes a run of that name; ``version`` tells the
    sheet's version without reading it, "" where it cannot; ``judged_by`` what else a look depends
    on; ``is_held`` whether somebody has the file open; ``is_ending`` whether to begin no more."""

    run: Callable[[str, datetime], Result]
    version: Callable[[], str] = lambda: ""
    judged_by: str = ""
    is_held: Callable[[], bool] = lambda: False
    is_ending: Callable[[], bool] = lambda: False


@dataclass(frozen=True)
class Made:
    """A run that was due, and what came of it: a result, an error, or neither where the sheet had
    not changed since it was last looked at."""

    due: Due
    result: Result | None = None
    error: SheetsyncError | None = None

    @property
    def went_well(self) -> bool:
        """Whether its work is done."""
        return self.error is None


def turn(
    settings: Settings, book: Remembers, hands: Hands, clock: Callable[[], datetime]
) -> Iterator[Made]:
    """Make each run that is due, and tell of it when it is over."""
    now = clock()
    past = begun(settings.schedule, past_runs(book), now)
    due = due_runs(settings.schedule, past, settings.hours, now, held_now=hands.is_held())
    if past != past_runs(book):
        remember_runs(book, past)
    done: list[Due] = []
    for each in due:
        if hands.is_ending():
            return
        if is_covered(each, done):
            past[each.run] = Past(each.moment)
            remember_runs(book, past)
            continue
        version = hands.version() if each.scheduled.is_often else ""
        made = _unchanged(each, book, version, hands.judged_by, clock())
        if made is None:
            before = past[each.run]
            # Remembered before it begins: what it brings down does not try it for ever.
            past[each.run] = Past(before.seen_to, clock().astimezone(UTC))
            remember_runs(book, past)
            made = _made(each, settings, book, version, hands, clock())
            past[each.run] = _past_after(made, before, clock())
        else:
            past[each.run] = Past(each.moment)
        remember_runs(book, past)
        done += [each] if made.went_well else []
        yield made
        if isinstance(made.error, PASSING):  # the others would meet the same
            for other in due[due.index(each) + 1 :]:
                past[other.run] = _past_after(replace(made, due=other), past[other.run], clock())
            remember_runs(book, past)
            return


def _unchanged(
    due: Due, book: Remembers, version: str, judged_by: str, now: datetime
) -> Made | None:
    """That there is nothing to do, where a run that comes often would find what the last found."""
    looked = last_look(book, due.run) if due.scheduled.is_often else None
    if looked and looked.still_holds(version, judged_by, now):
        return Made(due)
    return None


def _made(
    due: Due, settings: Settings, book: Remembers, version: str, hands: Hands, now: datetime
) -> Made:
    try:
        result = hands.run(due.run, now)
    except SheetsyncError as error:
        return Made(due, error=error)
    if due.scheduled.is_often:
        remember_look(book, due.run, _look(result, settings, version, hands.judged_by, now))
    return Made(due, result)


def _look(
    result: Result, settings: Settings, version: str, judged_by: str, now: datetime
) -> Looked | None:
    """What a run that wrote nothing tells the next one. After one that wrote, what stands there is
    not known before it is read again: somebody may have saved since."""
    from sheetsync.rules.next_moment import next_moment

    if not version or result.receipt is not None:
        return None
    reading = result.reading
    until = next_moment(reading.leads, settings, now, reading.since)
    return Looked(version, judged_by, now, until)


def _past_after(made: Made, before: Past, now: datetime) -> Past:
    if made.went_well:
        return Past(made.due.moment)
    passes = isinstance(made.error, PASSING)
    if not (passes or made.due.scheduled.is_often):
        return Past(made.due.moment)
    seen_to = made.due.moment if made.due.scheduled.is_often else before.seen_to
    return Past(seen_to, now.astimezone(UTC), held=isinstance(made.error, WorkbookOpen))
