"""What a nightly run has to say: the owner's message and each salesperson's own list.

Nothing is sent here: whoever calls it queues what comes back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jobs import flag_overdue, highlight_sla
from jobs.runner import Reading
from jobs.weekly.tab import headline
from sheetsync.config import Settings
from sheetsync.messages.changes import Said
from sheetsync.messages.message import Attachment, Message
from sheetsync.messages.owner import owner_message
from sheetsync.messages.standing import Standing
from sheetsync.messages.team import team_messages
from sheetsync.messages.week_part import WeekPart, week_part
from sheetsync.messages.workbook import attached
from sheetsync.rules import follow_up, response
from sheetsync.rules.week.figures import figures
from sheetsync.rules.week.period import Week, week_of


@dataclass(frozen=True)
class Composed:
    """Messages to queue; ``said`` is what the next ones compare with, to be kept once the owner's
    message is queued; ``notes`` are about templates that could not be used."""

    messages: tuple[Message, ...]
    said: Mapping[str, Any]
    notes: tuple[str, ...] = ()


def messages_after(
    reading: Reading, settings: Settings, now: datetime, said: Mapping[str, Any] | None
) -> Composed:
    """All messages after a nightly run; ``said`` is what was kept of the last ones."""
    standing = standing_of(reading, settings, now)
    before = Said.from_json(said)
    ended = _ended_week(standing)
    week = ended if _is_to_tell(ended, standing, before) else None
    found = team_messages(standing)
    if settings.messages and settings.messages.owner:
        part = _week(standing, week) if week else None
        overdue = _overdue(reading, standing) if len(standing.listed) else None
        found = [owner_message(standing, before, part, overdue), *found]
    return Composed(
        messages=tuple(message for message, _ in found),
        said=Said.of(standing, ended.name).as_json(),
        notes=tuple(dict.fromkeys(rendered.note for _, rendered in found if rendered.note)),
    )


def standing_of(reading: Reading, settings: Settings, now: datetime) -> Standing:
    """The rules' judgement of a reading, most urgent first."""
    leads = reading.leads
    follow = follow_up.assess(leads, settings, now)
    answered = response.assess(leads, settings, now, reading.since)
    waiting = answered["state"].to_numpy(dtype=object) == "breached"
    return Standing(
        leads=leads,
        follow_up=follow,
        response=answered,
        listed=flag_overdue.by_urgency(leads.frame, follow),
        waiting=highlight_sla.by_urgency(leads.frame, answered, waiting),
        settings=settings,
        now=now,
        sheet=reading.snapshot.workbook,
    )


def _overdue(reading: Reading, standing: Standing) -> Attachment:
    """The Overdue tab as a workbook, named after the day it is for."""
    tab = flag_overdue.overdue_tab(
        standing.leads, standing.follow_up, standing.settings, standing.now
    )
    name = f"Overdue {standing.day.isoformat()}.xlsx"
    return attached(tab, name, reading.snapshot, standing.settings)


def _ended_week(standing: Standing) -> Week:
    """The last week that is over: on its review day, from closing on."""
    week = week_of(standing.now, standing.settings)
    is_open_yet = week.end == standing.local.date() == standing.day
    return week.before() if is_open_yet else week


def _is_to_tell(week: Week, standing: Standing, before: Said | None) -> bool:
    """Whether its figures are news: it ended since the last message, or today."""
    if before and before.week:
        return week.name > before.week
    return week.end == standing.local.date()


def _week(standing: Standing, week: Week) -> WeekPart:
    found = figures(standing.leads, standing.response, standing.settings, standing.now, week)
    return week_part(found, headline(found, standing.settings), standing.settings)
