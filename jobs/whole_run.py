"""All that belongs to one run, the same whether a person, cron or `watch` begins it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from jobs import registry, runner
from jobs.delivery import deliver
from jobs.delivery.alerts import alert_of
from jobs.delivery.view import trouble_lines
from jobs.runner import Result
from sheetsync.config import Settings
from sheetsync.errors import SheetsyncError
from sheetsync.journal import Journal
from sheetsync.messages.message import Message
from sheetsync.stores.base import Store


def whole_run(
    settings: Settings,
    store: Store,
    names: Sequence[str],
    now: datetime,
    *,
    force: bool = False,
    journal: Journal | None = None,
) -> Result:
    """Make the run of these names (of jobs and runs), then send what it has to say. Raises what
    `runner.run` raises; what cannot be sent fails nothing."""
    try:
        jobs = registry.select(names, settings)
        result = runner.run(store, jobs, settings, now, journal=journal, force=force, called=names)
    except SheetsyncError as error:
        _tell_of(error, settings, names, journal, now)
        raise
    return replace(result, delivery=deliver.after_run(result, names, settings, journal, now))


def _tell_of(
    error: SheetsyncError,
    settings: Settings,
    names: Sequence[str],
    journal: Journal | None,
    now: datetime,
) -> None:
    """Send the owner what an error calls for, and what waits; what fails is said with the error."""
    if journal is None:
        return
    nightly = any(deliver.is_nightly(name, settings) for name in names)

    def alert() -> Message | None:
        return alert_of(error, settings, journal, now, is_nightly=nightly)

    delivery = deliver.after_trouble(alert, error, names, settings, journal, now)
    for line in trouble_lines(delivery):
        error.add_note(line)
