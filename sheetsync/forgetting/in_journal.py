"""The journal: the last read, rows that are gone, the story, and what else speaks of a person."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from sheetsync.forgetting.person import Content, Person
from sheetsync.journal import blocks, forgotten, last_read
from sheetsync.journal.cells import BLOCK, packed, unmarked, unpacked
from sheetsync.journal.database import transaction
from sheetsync.journal.sheet_read import TEXT_FACTS
from sheetsync.known_cells import looked_at
from sheetsync.lead_tab import BoolArray, IntArray, ObjectArray

_CELL = "cell:"
_TEXTS = (_CELL, *(f"fact:{name}" for name in TEXT_FACTS))


@dataclass(frozen=True)
class Erased:
    """What the journal held: leads of the last read, rows that are gone, lines of a story, and
    things remembered for other parts of the program."""

    read: int = 0
    gone: int = 0
    lines: int = 0
    notes: int = 0

    def __add__(self, other: Erased) -> Erased:
        return Erased(
            *(one + more for one, more in zip(_counts(self), _counts(other), strict=True))
        )


def _counts(erased: Erased) -> tuple[int, ...]:
    return erased.read, erased.gone, erased.lines, erased.notes


def learned(person: Person, connection: sqlite3.Connection, book: int | None) -> Person:
    """Known by what is remembered of the leads that have their Lead ID, too."""
    last = last_read.load(connection, book)
    found: list[Content] = []
    if last is not None:
        keys = last.sheet.key.tolist()
        at = np.array([p for p, key in enumerate(keys) if person.is_key(key)], dtype=np.int64)
        found += [held for held, _ in last.contents(at)]
    found += [held for key, held in _gone(connection, book) if person.is_key(key)]
    return person.learn(each for each in found if each)


def is_known(person: Person, connection: sqlite3.Connection, book: int | None) -> bool:
    """Whether anything at all is remembered under their Lead ID."""
    if any(person.is_key(key) for key in _told_of(connection, book)):
        return True
    known = forgotten.ids(connection, book)
    return person.known or person.lead_id.casefold() in known


def other_ids(person: Person, connection: sqlite3.Connection, book: int | None) -> Iterator[str]:
    """Lead IDs of rows that are gone and had the same phone or e-mail."""
    for key, held in _gone(connection, book):
        if not key.startswith("~") and not person.is_key(key) and person.is_reached_as(held):
            yield key.partition("~")[0]


def forget(
    person: Person, connection: sqlite3.Connection, book: int, standing: Collection[str]
) -> Erased:
    """Erase them from every book: in others, where Lead IDs may be somebody else's, what is theirs
    by phone or e-mail as well. ``standing`` are the keys and Lead IDs in the sheet now: of those
    leads the last read keeps that and no cell, so that the next run does not take them for new."""
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA temp_store = MEMORY")
    done = Erased()
    with transaction(connection):
        for (each,) in connection.execute("SELECT id FROM book").fetchall():
            done += _Erasing(connection, each, person, is_own=each == book).done(standing)
        forgotten.add(connection, book, person.lead_id)
    return done


def sweep(connection: sqlite3.Connection) -> bool:
    """Leave nothing of it in free pages and in the write-ahead log; False where another process
    has the journal open, so that the log could not be emptied."""
    connection.execute("VACUUM")
    busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def set_aside(journal: Path) -> list[Path]:
    """Journals that were damaged and moved aside: nobody can look into them."""
    stem = journal.name.removesuffix(".db")
    return [
        path
        for path in sorted(journal.parent.iterdir())
        if path.name.startswith(f"{stem}.damaged-") and ".db" in path.suffix
    ]


class _Erasing:
    """One book at work."""

    def __init__(
        self, connection: sqlite3.Connection, book: int, person: Person, *, is_own: bool
    ) -> None:
        self._db, self._book, self._person, self._is_own = connection, book, person, is_own

    def done(self, standing: Collection[str]) -> Erased:
        """Erase, and count."""
        read = self._from_last_read(standing)
        gone = [key for key, held in _gone(self._db, self._book) if self._is_lead(key, held)]
        self._delete("gone", gone)
        keys = {*read, *gone}
        if self._is_own:
            keys |= {key for key in _told_of(self._db, self._book) if self._person.is_key(key)}
        lines = self._delete("event", keys) + self._delete("folded", keys)
        notes = self._from_notes(keys)
        return Erased(len(read), len(gone), lines, notes)

    def _is_lead(self, key: str, held: Content) -> bool:
        if self._is_own or key.startswith("~"):
            return self._person.is_lead(key, held)
        return self._person.is_key(key) and self._person.is_same(held)

    def _delete(self, table: str, keys: Iterable[str]) -> int:
        before = self._db.total_changes
        self._db.executemany(
            f"DELETE FROM {table} WHERE book = ? AND lead = ?", [(self._book, key) for key in keys]
        )
        return self._db.total_changes - before

    def _from_last_read(self, standing: Collection[str]) -> list[str]:
        last = last_read.load(self._db, self._book)
        if last is None:
            return []
        keys = last.sheet.key.tolist()
        maybe = [at for at, key in enumerate(keys) if self._person.is_key(key) or key[:1] == "~"]
        found = last.contents(np.array(maybe, dtype=np.int64))
        held = {
            at: content
            for at, (content, _) in zip(maybe, found, strict=True)
            if self._is_lead(keys[at], content)
        }
        stays = [at for at in held if self._is_own and _stands(keys[at], standing)]
        if stays:
            self._blank(np.array(stays, dtype=np.int64))
        lost = [at for at in held if at not in stays]
        if lost:
            self._take_out(np.array(lost, dtype=np.int64))
        last_read.is_altered(self._db, self._book)
        return [keys[at] for at in held if held[at] or at in lost]

    def _blank(self, at: IntArray) -> None:
        """Empty their cells, block by block."""
        for name in blocks.names(self._db, self._book):
            if not name.startswith(_CELL):
                continue
            for part in np.unique(at // BLOCK).tolist():
                values, formulas = unpacked(blocks.read(self._db, self._book, name, [part])[0])
                here = at[at // BLOCK == part] % BLOCK
                values[here], formulas[here] = None, False
                (data,) = packed(looked_at(values), formulas)
                blocks.replace(self._db, self._book, name, part, data)

    def _take_out(self, at: IntArray) -> None:
        """Let their rows go."""
        names = blocks.names(self._db, self._book)
        columns = {name: self._without(name, at) for name in names}
        before = blocks.digests(self._db, self._book)
        blocks.write(self._db, self._book, blocks.changes(columns, before))
        self._db.execute(
            "UPDATE read SET leads = leads - ?2 WHERE id = (SELECT max(id) FROM read"
            " WHERE book = ?1)",
            (self._book, len(at)),
        )

    def _without(self, name: str, at: IntArray) -> list[bytes]:
        found = blocks.read(self._db, self._book, name)
        if not name.startswith(_TEXTS):
            numbers = np.delete(np.frombuffer(b"".join(found), dtype=np.int64), at)
            return list(last_read.packed_numbers(numbers))
        values, formulas = _together([unpacked(data) for data in found])
        return list(packed(looked_at(np.delete(values, at)), np.delete(formulas, at)))

    def _from_notes(self, keys: Collection[str]) -> int:
        """Lists of leads that other parts keep, such as those a message told of."""
        theirs = {*keys, *(key.partition("~")[0] for key in keys), self._person.lead_id} - {""}
        changed = 0
        for name, value in self._db.execute(
            "SELECT name, value FROM remembered WHERE book = ? AND name != ?",
            (self._book, forgotten.NAME),
        ).fetchall():
            said = json.loads(value)
            left = _without_any(said, theirs) if self._is_own else said
            if left != said:
                self._db.execute(
                    "UPDATE remembered SET value = ? WHERE book = ? AND name = ?",
                    (json.dumps(left), self._book, name),
                )
                changed += 1
        return changed


def _stands(key: str, standing: Collection[str]) -> bool:
    """Whether the row is in the sheet; ``standing`` holds keys and Lead IDs."""
    return key in standing or (key.partition("~")[0] or key) in standing


def _together(parts: list[tuple[ObjectArray, BoolArray]]) -> tuple[ObjectArray, BoolArray]:
    values, formulas = zip(*parts, strict=True)
    return np.concatenate(values), np.concatenate(formulas)


def _without_any(said: Any, theirs: Collection[str]) -> Any:
    if isinstance(said, list):
        return [_without_any(each, theirs) for each in said if not _is_any(each, theirs)]
    if isinstance(said, dict):
        return {
            name: _without_any(each, theirs) for name, each in said.items() if name not in theirs
        }
    return said


def _is_any(said: Any, theirs: Collection[str]) -> bool:
    return isinstance(said, str) and said in theirs


def _gone(connection: sqlite3.Connection, book: int | None) -> Iterator[tuple[str, Content]]:
    found = connection.execute("SELECT lead, content FROM gone WHERE book = ?", (book,)).fetchall()
    for key, content in found:
        cells = json.loads(content)["cells"]
        yield key, {name: unmarked(text) for name, text in cells.items()}


def _told_of(connection: sqlite3.Connection, book: int | None) -> set[str]:
    said = (
        "SELECT lead FROM event WHERE book = ?1 UNION SELECT lead FROM folded WHERE book = ?1"
        " UNION SELECT lead FROM gone WHERE book = ?1"
    )
    return {key for (key,) in connection.execute(said, (book,))}
