"""From what a command was told (``--config``, ``--now``) to settings, store and moment."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from jobs.terminal.ending import watch, watch_sent

if TYPE_CHECKING:
    from jobs.runner import Reading
    from sheetsync.config import Settings
    from sheetsync.journal import Journal
    from sheetsync.stores.base import Store
    from sheetsync.stores.excel.reading.ahead import Ahead


def open_sheet(config: Path, now: datetime | None) -> tuple[Settings, Store, datetime]:
    """Settings, the store they name, and the moment to judge at, aware."""
    from sheetsync.stores.excel.reading import guess

    guessed = guess.begun(config)  # loading what understands the config takes longer than this
    from sheetsync.config import load

    settings = load(config)
    return settings, store_of(settings, guessed), aware(now, settings)


def store_of(settings: Settings, guessed: Ahead | None = None) -> Store:
    """The store that settings name, watched in case somebody stops the command."""
    from sheetsync.stores.open import open_store

    store = open_store(settings, guessed)
    _watch(settings, store)
    return store


def read_sheet(config: Path, now: datetime | None) -> tuple[Settings, Reading, datetime]:
    """The same, with the sheet read."""
    from jobs import runner
    from jobs.remembering import Remembering

    settings, store, moment = open_sheet(config, now)
    remembering = Remembering(journal_beside(settings), settings, moment, writes=False)
    return settings, runner.read(store, settings, moment, remembering), moment


def journal_beside(settings: Settings) -> Journal | None:
    """What the journal says, for commands that write nothing; None where there is none."""
    from sheetsync.journal import Journal, journal_path

    return Journal.look(journal_path(settings))


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
