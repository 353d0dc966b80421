"""What `doctor` says of the schedule: when runs are due, whether anything looks at it, and whether
the monitor can be told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from jobs.schedule.due import due_runs, next_moment
from jobs.schedule.memory import past_runs
from sheetsync.config import Settings
from sheetsync.config.secrets import SecretUnreadable
from sheetsync.moments import moment_text
from sheetsync.stores.base import Diagnosis

if TYPE_CHECKING:
    from sheetsync.journal import Journal

PATIENCE = timedelta(hours=2)
"""So long after its time a run that nobody tried is told of."""

LOOK = "Let this machine look every five minutes: sheetsync cron prints how."


def schedule_lines(
    settings: Settings, journal: Journal | None, now: datetime
) -> Iterator[Diagnosis]:
    """A line for the schedule, and one for the monitor where there is one."""
    if settings.schedule:
        late = "" if journal is None else _late(settings, journal, now)
        said = f"{'; '.join(map(str, settings.schedule))}{_next(settings, now)}"
        yield Diagnosis("Schedule", "ok", said)
        if late:
            yield Diagnosis("Schedule", "problem", late, LOOK)
    yield from _heartbeat_lines(settings)


def _late(settings: Settings, journal: Journal, now: datetime) -> str:
    """A run that was due and that nothing tried; "" where none was, or nothing ever looked."""
    past = past_runs(journal.book(settings))
    known = [each for each in settings.schedule if each.run in past and not each.is_often]
    for due in due_runs(known, past, settings.hours, now):
        if past[due.run].tried is None and now - due.moment > PATIENCE:
            return f"{due.run} was due {_said(due.moment, settings)}, and nothing has looked since"
    return ""


def _next(settings: Settings, now: datetime) -> str:
    moments = [next_moment(each, settings.hours, now) for each in settings.schedule]
    first = min((moment for moment in moments if moment is not None), default=None)
    return "" if first is None else f"; next {_said(first, settings)}"


def _heartbeat_lines(settings: Settings) -> Iterator[Diagnosis]:
    if settings.heartbeat is None:
        return
    try:
        settings.heartbeat.address()
    except SecretUnreadable as error:
        yield Diagnosis("Heartbeat", "problem", f"{error.where} {error.what}", error.hint)
    else:
        yield Diagnosis("Heartbeat", "ok", "runs at a time of day are told to the monitor")


def _said(moment: datetime, settings: Settings) -> str:
    local = moment.astimezone(settings.timezone)
    return moment_text(local, local.year)
