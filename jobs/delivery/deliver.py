"""What is said after a run, and what still waits to be said: composed, queued, sent.

Nothing here fails a run: what did not go out is told, and tried again the next time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, cast

from jobs.delivery.view import NOTHING, Delivery

if TYPE_CHECKING:
    from jobs.runner import Reading, Result
    from sheetsync.config import Settings
    from sheetsync.errors import SheetsyncError
    from sheetsync.journal import Journal
    from sheetsync.messages.message import Message
    from sheetsync.outbox import Outbox

NOT_WRITTEN = "The sheet itself could not be brought up to date"


def after_run(
    result: Result, names: Sequence[str], settings: Settings, journal: Journal | None, now: datetime
) -> Delivery:
    """Make and queue what a run has to say, then send what is due; never raises."""
    if journal is None or not (settings.messages or settings.acknowledge):
        return NOTHING
    notes: list[str] = []
    broken = False
    for compose in (_reports, _acknowledgements):
        try:
            notes += compose(result, names, settings, journal, now)
        except Exception as error:  # noqa: BLE001 - the sheet is written: this may not fail the run
            broken = True
            notes.append(_could_not(error))
    sent = deliver_waiting(settings, journal, now)
    return replace(sent, notes=(*notes, *sent.notes), broken=broken or sent.broken)


def after_trouble(
    compose: Callable[[], Message | None],
    error: SheetsyncError,
    names: Sequence[str],
    settings: Settings,
    journal: Journal | None,
    now: datetime,
) -> Delivery:
    """Queue an alert where there is to be one, and what a nightly run has to say all the same where
    only its writing was in somebody's way; then send what is due. Never raises."""
    if journal is None or not (settings.messages or settings.acknowledge):
        return NOTHING
    try:
        alert = compose()
        if alert is not None:
            _outbox(settings, journal).queue(alert, now, book=journal.book(settings).id)
        if error.reading is not None:
            reading, why = cast("Reading", error.reading), f"{NOT_WRITTEN}: {error.what}."
            _queue_reports(reading, names, settings, journal, now, why)
            _withdraw(reading, settings, journal, now)
    except Exception as reason:  # noqa: BLE001 - what stopped the run is to be told, not this
        return Delivery(notes=(_could_not(reason),), broken=True)
    return deliver_waiting(settings, journal, now)


def deliver_alone(settings: Settings, journal: Journal, now: datetime) -> Delivery:
    """`deliver_waiting` where no run was made that told of the journal: one that was damaged took
    along what waited. Of one that cannot be kept the runs tell."""
    done = deliver_waiting(settings, journal, now)
    said = journal.notes if journal.kept else ()
    return replace(done, notes=(*(f"{each.message}. {each.remedy}" for each in said), *done.notes))


def deliver_waiting(settings: Settings, journal: Journal, now: datetime) -> Delivery:
    """Send what is due; quick where nothing is. Never raises."""
    try:
        outbox = _outbox(settings, journal)
        if not outbox.has_waiting():
            return NOTHING
        from sheetsync.outbox.posting import post

        posted = post(outbox, settings, now)
        return Delivery(tuple(posted), outbox.count_waiting())
    except Exception as error:  # noqa: BLE001 - the sheet is written: this may not fail the run
        return Delivery(notes=(_could_not(error),), broken=True)


def _outbox(settings: Settings, journal: Journal) -> Outbox:
    from sheetsync.outbox import Outbox

    return Outbox(journal, settings.path.parent)


def _could_not(error: Exception) -> str:
    """The kind alone: an error's own words may quote what a person typed."""
    return f"Messages could not be made or kept ({type(error).__name__})."


def _reports(
    result: Result, names: Sequence[str], settings: Settings, journal: Journal, now: datetime
) -> tuple[str, ...]:
    return _queue_reports(result.reading, names, settings, journal, now)


def _queue_reports(
    reading: Reading,
    names: Sequence[str],
    settings: Settings,
    journal: Journal,
    now: datetime,
    but: str = "",
) -> tuple[str, ...]:
    """The owner's message and the team's lists, after a run that looks at follow-ups by name;
    ``but`` is said above each."""
    if settings.messages is None or not any(is_nightly(name, settings) for name in names):
        return ()
    from jobs.delivery.messages import messages_after
    from sheetsync.journal.database import transaction
    from sheetsync.messages.changes import OWNER_SAID
    from sheetsync.outbox.parcel import with_note

    book, outbox = journal.book(settings), _outbox(settings, journal)
    composed = messages_after(reading, settings, now, book.remembered(OWNER_SAID))
    said = [with_note(each, but) if but else each for each in composed.messages]
    with transaction(journal.connection):
        queued = [(each.kind, outbox.queue(each, now, book=book.id)) for each in said]
        told = "owner" if settings.messages.owner else "team"
        if (told, True) in queued:  # else what is new since would be lost
            book.remember(OWNER_SAID, dict(composed.said))
    return composed.notes


def is_nightly(name: str, settings: Settings) -> bool:
    """A run, not a job alone, that brings the Overdue tab up to date."""
    return "flag_overdue" in settings.runs.get(name, ())


def _acknowledgements(
    result: Result, _: Sequence[str], settings: Settings, journal: Journal, now: datetime
) -> tuple[str, ...]:
    """Replies to those who wrote while nobody was there."""
    if settings.acknowledge is None:
        return ()
    from jobs.delivery.acknowledging import queue_replies

    _withdraw(result.reading, settings, journal, now)
    return queue_replies(result, settings, journal, _outbox(settings, journal), now)


def _withdraw(reading: Reading, settings: Settings, journal: Journal, now: datetime) -> None:
    from jobs.delivery.acknowledging import withdraw_replies

    withdraw_replies(reading, settings, journal, _outbox(settings, journal), now)
