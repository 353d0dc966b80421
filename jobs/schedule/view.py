"""The schedule in words."""

from __future__ import annotations

from datetime import datetime

from jobs.schedule.due import Due, next_moment
from jobs.terminal.lines import escape
from sheetsync.config import Settings
from sheetsync.config.schedule import Scheduled
from sheetsync.moments import moment_text


def beginning(settings: Settings, now: datetime) -> str:
    """What is watched, when each run comes next, and how to end."""
    sheet = settings.workbook or (settings.google and settings.google.url)
    lines = [f"Watching {escape(str(sheet))}. Ctrl+C ends, after the run in hand."]
    lines += [f"  {escape(str(each))}{_next(each, settings, now)}" for each in settings.schedule]
    return "\n".join(lines)


def heading(due: Due, now: datetime) -> str:
    """The line above what a run has to say."""
    local = due.moment.astimezone(now.tzinfo)
    late = (now - due.moment).total_seconds() > 600 and not due.scheduled.is_often
    was_due = f", was due {moment_text(local, now.year)}" if late else ""
    return f"[bold]{moment_text(now, now.year)} · {escape(due.run)}[/]{was_due}"


def _next(scheduled: Scheduled, settings: Settings, now: datetime) -> str:
    moment = next_moment(scheduled, settings.hours, now)
    if moment is None:
        return ""
    local = moment.astimezone(settings.timezone)
    return f" (next {moment_text(local, now.year)})"
