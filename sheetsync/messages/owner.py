"""The owner's message: what changed, what waits, on review days how the week went."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sheetsync.messages.cards import Section, follow_ups, unanswered
from sheetsync.messages.changes import Change, Said, changes
from sheetsync.messages.message import Attachment, Message
from sheetsync.messages.render import Rendered, render
from sheetsync.messages.sheet import sheet_link
from sheetsync.messages.standing import Positions, Standing
from sheetsync.messages.week_part import PICTURE_ID, WeekPart
from sheetsync.tabs import Emphasis

MOST_OVERDUE = 20
MOST_OTHERS = 8
"""So many leads are shown; all are in the workbook that comes along."""


@dataclass(frozen=True)
class Tile:
    """One number worth seeing first."""

    label: str
    value: int
    note: str
    emphasis: Emphasis


def owner_message(
    standing: Standing,
    before: Said | None,
    week: WeekPart | None,
    attachment: Attachment | None,
) -> tuple[Message, Rendered]:
    """The message after a nightly run; ``before`` is what the last one said."""
    messages = standing.settings.messages
    assert messages is not None
    assert messages.owner is not None
    words = _words(standing, before, week, attachment)
    said = render("owner", words, messages.templates)
    message = Message(
        key=f"{standing.occasion}:owner",
        kind="owner",
        to=messages.owner,
        subject=said.subject,
        text=said.text,
        html=said.html,
        attachments=tuple(part for part in (attachment, _picture(week)) if part),
        lead_ids=lead_ids(words["sections"]),
    )
    return message, said


def lead_ids(sections: tuple[Section, ...]) -> tuple[str, ...]:
    """The leads a message shows."""
    return tuple(dict.fromkeys(c.lead_id for s in sections for c in s.cards if c.lead_id))


def _picture(week: WeekPart | None) -> Attachment | None:
    if week is None:
        return None
    return Attachment(f"week-{week.name}.png", "image/png", week.picture, PICTURE_ID)


def _words(
    standing: Standing, before: Said | None, week: WeekPart | None, attachment: Attachment | None
) -> dict[str, Any]:
    """All that the templates may say."""
    changed: tuple[Change, ...] = changes(before, standing) if before else ()
    newly = sum(change.count for change in changed if change.title == "Newly overdue")
    return {
        **shared_words(standing),
        "heading": f"Leads for {standing.day_said}",
        "tiles": tiles(standing),
        "newly_overdue": newly,
        "before": standing.moment_said(before.at) if before else "",
        "changes": changed,
        "sections": _sections(standing),
        "week": week,
        "attachment": attachment.name if attachment else "",
    }


def shared_words(standing: Standing) -> Mapping[str, Any]:
    """What every message about the sheet may say."""
    return {
        "day": standing.day_said,
        "sheet": standing.sheet,
        "as_at": standing.moment_said(standing.now),
        "overdue": len(standing.among("overdue")),
        "waiting": len(standing.waiting),
        "link": sheet_link(standing.settings),
        "note": "",
    }


def tiles(standing: Standing) -> tuple[Tile, ...]:
    """The four numbers a message opens with."""
    overdue, waiting = standing.among("overdue"), standing.waiting
    today, idle = standing.among("today"), _unplanned(standing)
    return (
        Tile("Overdue", len(overdue), _in_quotes(standing, overdue), _or_good(overdue, "overdue")),
        Tile("No first reply", len(waiting), "past the target", _or_good(waiting, "breached")),
        Tile("Due today", len(today), _in_quotes(standing, today), ""),
        Tile("Idle or unplanned", len(idle), _in_quotes(standing, idle), _or_good(idle, "idle")),
    )


def _unplanned(standing: Standing) -> Positions:
    return standing.among("stale_plan", "idle", "unreadable", "none_planned")


def _or_good(positions: Positions, emphasis: Emphasis) -> Emphasis:
    return emphasis if len(positions) else "good"


def _in_quotes(standing: Standing, positions: Positions) -> str:
    said = standing.quotes_said(positions)
    return f"{said} quoted" if said else ""


def _sections(standing: Standing) -> tuple[Section, ...]:
    found = (
        unanswered("Waiting for a first reply", standing, standing.waiting, MOST_OTHERS),
        follow_ups("Overdue", standing, standing.among("overdue"), MOST_OVERDUE),
        follow_ups("Due today", standing, standing.among("today"), MOST_OTHERS),
    )
    return tuple(section for section in found if section.count)
