"""The journal's file: opened, brought up to date, and set aside where it is damaged.

Whatever is wrong with it never stops a run: the run then remembers in memory alone, and says so.
"""

from __future__ import annotations

import os
import sqlite3
import uuid
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType

from sheetsync.config import Settings
from sheetsync.journal.book import Book
from sheetsync.journal.database import NewerError, bring_up_to_date, transaction
from sheetsync.journal.ddl import ON_COPY
from sheetsync.journal.moments import stored
from sheetsync.journal.places import place_of
from sheetsync.memory import Note

SECONDS_TO_WAIT = 10.0
_BESIDE = ("", "-wal", "-shm")
"""The endings of the files a journal consists of while it is open."""

DELETE_IT = "Nothing is to be done. What it remembered is lost; runs go on remembering from now."


def journal_path(settings: Settings) -> Path:
    """Where the journal of a config lies: beside it."""
    return settings.path.with_name(f"{settings.path.stem}.journal.db")


class Journal:
    """An open journal; a context manager. ``notes`` say what people should know of it; ``copied``
    whether it was just found to be a copy of another that still stands; ``kept`` whether what is
    remembered now outlives this process."""

    def __init__(self, connection: sqlite3.Connection, path: Path, notes: tuple[Note, ...]) -> None:
        self.connection = connection
        self.path = path
        self.notes = notes
        self.copied = False
        self.kept = True

    @classmethod
    def open(cls, path: Path, now: datetime) -> Journal:
        """The journal at a path, made where there is none. Never raises for what is there."""
        try:
            return cls._opened(path, now, ())
        except NewerError:
            remedy = "Update sheetsync on this machine."
            return cls._in_memory(path, now, Note(f"{path.name}: a newer sheetsync made it, so "
                                  "this run neither used nor changed it", remedy))  # fmt: skip
        except sqlite3.DatabaseError as reason:
            if _is_damage(reason):
                return cls._afresh(path, now)
            return cls._in_memory(path, now, _cannot_be_kept(path, str(reason)))
        except OSError as reason:
            return cls._in_memory(path, now, _cannot_be_kept(path, reason.strerror or str(reason)))

    @classmethod
    def look(cls, path: Path) -> Journal | None:
        """The journal at a path for commands that write nothing: a copy in memory of what it
        says, None where there is none that can be read."""
        if not path.is_file():
            return None
        journal = cls._blank(path, ())
        journal.kept = False
        try:
            found = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
            try:
                found.backup(journal.connection)
            finally:
                found.close()
            bring_up_to_date(journal.connection)
        except (sqlite3.Error, NewerError):
            journal.close()
            return None
        return journal

    def book(self, settings: Settings) -> Book:
        """The memory of the workbook or spreadsheet that a config names."""
        return Book(self.connection, place_of(settings), settings.timezone, self.notes)

    def begin_again(self, reason: sqlite3.DatabaseError, now: datetime) -> bool:
        """Where work on it showed that the file is damaged: move it aside and begin another, in
        this very object. False where it is something else that went wrong."""
        if not self.kept or not _is_damage(reason):
            return False
        self.close()
        other = self._afresh(self.path, now)
        self.connection, self.notes = other.connection, (*self.notes, *other.notes)
        self.kept, self.copied = other.kept, other.copied
        return True

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @classmethod
    def _blank(cls, path: Path, notes: tuple[Note, ...]) -> Journal:
        return cls(sqlite3.connect(":memory:", isolation_level=None), path, notes)

    @classmethod
    def _in_memory(cls, path: Path, now: datetime, note: Note) -> Journal:
        """For this run alone; with what the file says, where it can be read."""
        journal = cls.look(path) or cls._blank(path, ())
        journal.notes = (note,)
        journal.kept = False
        bring_up_to_date(journal.connection)
        journal._settle(now)
        return journal

    @classmethod
    def _opened(cls, path: Path, now: datetime, notes: tuple[Note, ...]) -> Journal:
        _make_private(path)
        connection = sqlite3.connect(path, timeout=SECONDS_TO_WAIT, isolation_level=None)
        try:
            with suppress(sqlite3.OperationalError):  # a network drive may know no shared memory
                connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            bring_up_to_date(connection)
            journal = cls(connection, path, notes)
            journal._settle(now)
        except BaseException:
            connection.close()
            raise
        return journal

    @classmethod
    def _afresh(cls, path: Path, now: datetime) -> Journal:
        """Move a damaged journal aside and begin another."""
        aside = _free_name(path, now)
        try:
            for ending in _BESIDE:
                with suppress(FileNotFoundError):
                    Path(f"{path}{ending}").replace(f"{aside}{ending}")
            what = f"{path.name} was damaged; it is now {aside.name} and a new one was begun"
            return cls._opened(path, now, (Note(what, DELETE_IT),))
        except (OSError, sqlite3.Error) as reason:
            return cls._in_memory(path, now, _cannot_be_kept(path, str(reason)))

    def _settle(self, now: datetime) -> None:
        """Know its own id and place; notice that it is a copy."""
        here = str(self.path.absolute())
        known = dict(self.connection.execute("SELECT name, value FROM meta"))
        if not known:
            self._say(id=uuid.uuid4().hex, place=here, begun=stored(now))
        elif known.get("place") != here:
            if not self.kept or not _stands(Path(known.get("place", "")), self.path, known["id"]):
                self._say(place=here)
                return
            self.copied = True
            self.notes += (
                Note(
                    f"{self.path.name} is a copy of {known['place']}, which still stands: what "
                    "waits to be sent is left to that one",
                    "If the other is no longer used, delete it.",
                ),
            )
            with transaction(self.connection):
                for statement in ON_COPY:
                    self.connection.execute(statement)
                self._say(id=uuid.uuid4().hex, place=here, begun=stored(now))

    def _say(self, **said: str) -> None:
        self.connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", said.items())


def _make_private(path: Path) -> None:
    """It holds names and phones: only its owner may look into it."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def _is_damage(reason: sqlite3.DatabaseError) -> bool:
    """As opposed to a file that is locked, or a disk that is full."""
    return not isinstance(reason, sqlite3.OperationalError) or "no such" in str(reason)


def _cannot_be_kept(path: Path, why: str) -> Note:
    return Note(
        f"{path} cannot be written ({why}): what this run saw is not remembered",
        "Let this user write in that folder.",
    )


def _free_name(path: Path, now: datetime) -> Path:
    stem = path.name.removesuffix(".db")
    for number in range(1, 1000):
        more = f"-{number}" if number > 1 else ""
        name = path.with_name(f"{stem}.damaged-{now:%Y-%m-%d}{more}.db")
        if not name.exists():
            return name
    return name


def _stands(other: Path, ours: Path, journal_id: str) -> bool:
    """Whether the journal that this one says it is still lies there, as another file."""
    try:
        if not other.is_file() or other.samefile(ours):
            return False
        found = sqlite3.connect(f"{other.absolute().as_uri()}?mode=ro", uri=True)
    except (OSError, ValueError, sqlite3.Error):
        return False
    try:
        said = found.execute("SELECT value FROM meta WHERE name = 'id'").fetchone()
    except sqlite3.Error:
        return False
    finally:
        found.close()
    return bool(said and said[0] == journal_id)
