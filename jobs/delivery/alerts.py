"""What the owner is told at once of a run that could not do its work."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from jobs.schedule.held import HELD, held_alert_due
from sheetsync.errors import (
    GoogleUnreachable,
    GuardRefused,
    OutcomeUnknown,
    SheetsyncError,
    WorkbookChanged,
)

if TYPE_CHECKING:
    from sheetsync.config import Settings
    from sheetsync.journal import Journal
    from sheetsync.messages.message import Message

PASSING = (GoogleUnreachable, OutcomeUnknown, WorkbookChanged)
"""What the next run most likely finds gone."""


def alert_of(
    error: SheetsyncError,
    settings: Settings,
    journal: Journal,
    now: datetime,
    *,
    is_nightly: bool,
) -> Message | None:
    """The alert an error calls for, if any: where the guard stopped a run, when one after another
    found the file held, and when the nightly one failed, of which nobody would hear."""
    if settings.messages is None or settings.messages.owner is None:
        return None
    from sheetsync.messages.alerts import alert

    if isinstance(error, GuardRefused):
        return alert("guard", error.what, settings, now, hint=error.hint)
    if error.kind in HELD:
        stretch = held_alert_due(journal.book(settings).runs())
        if stretch is None:
            return None
        return alert("held", error.what, settings, now, hint=error.hint, about=stretch.about)
    if is_nightly and not isinstance(error, PASSING):
        return alert("failed", error.what, settings, now, hint=error.hint, about=error.kind)
    return None
