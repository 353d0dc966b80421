"""From what a command was told (``--config``, ``--now``) to settings, store and moment."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from jobs.ending import watch, watch_sent

if TYPE_CHECKING:
    from jobs.runner import Reading
    from sheetsync.config import Settings
    from sheetsync.stores.base import Store


def open_sheet(config: Path, now: datetime | None) -> tuple[Settings, Store, datetime]:
    """Settings, the store they name, and the moment to judge at, aware."""
    from sheetsync.config import load
    from sheetsync.stores.open import open_store

    settings = load(config)
    store = open_store(settings)
    _watch(settings, store)
    return settings, store, aware(now, settings)


def read_sheet(config: Path, now: datetime | None) -> tuple[Settings, Reading, datetime]:
    """The same, with the sheet read."""
    from jobs import runner

    settings, store, moment = open_sheet(config, now)
    return settings, runner.read(store, settings, moment), moment


def _watch(settings: Settings, store: Store) -> None:
    """In case somebody stops the command."""
    if settings.workbook is not None:
        watch(settings.workbook)
    if settings.google is not None:
        from sheetsync.stores.google.store import GoogleStore

        assert isinstance(store, GoogleStore)
        watch_sent(settings.google.url, lambda: store.connection.writes)


def aware(now: datetime | None, settings: Settings) -> datetime:
    """The moment given, in the business's zone where it names none; else the clock's."""
    if now is None:
        return datetime.now(settings.timezone).replace(microsecond=0)
    return now if now.tzinfo else now.replace(tzinfo=settings.timezone)
