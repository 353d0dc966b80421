"""Columns of the last read in the database, packed in blocks; only blocks that changed are
written again."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from importlib import import_module
from typing import Any, NamedTuple

_zlib: Any
try:
    _zlib = import_module("isal.isal_zlib")
    _LEVEL = 1
except ImportError:  # no such processor: the same bytes, later
    _zlib, _LEVEL = zlib, 1

Columns = Mapping[str, Iterable[bytes]]
Digests = dict[tuple[str, int], bytes]
"""By a column's name and the number of a block of it."""

_PUT = "INSERT OR REPLACE INTO block VALUES (?, ?, ?, ?, ?)"


class Changes(NamedTuple):
    """What turns the blocks of a book into others: ``put`` holds name, part, digest and packed
    bytes of each that differs, ``drop`` name and part of those no longer there."""

    put: list[tuple[str, int, bytes, bytes]]
    drop: list[tuple[str, int]]


NONE = Changes([], [])


def digests(connection: sqlite3.Connection, book: int | None) -> Digests:
    """What the blocks of a book are known by."""
    found = connection.execute("SELECT name, part, digest FROM block WHERE book = ?", (book,))
    return {(name, part): digest for name, part, digest in found}


def changes(columns: Columns, before: Digests) -> Changes:
    """What makes these the columns of a book whose blocks were known by ``before``."""
    gone, put = dict(before), []
    for name, blocks in columns.items():
        for part, data in enumerate(blocks):
            digest = _digest(data)
            if gone.pop((name, part), None) != digest:
                put.append((name, part, digest, _zlib.compress(data, _LEVEL)))
    return Changes(put, list(gone))


def write(connection: sqlite3.Connection, book: int, changes: Changes) -> None:
    """Make these changes to a book."""
    connection.executemany(_PUT, [(book, *block) for block in changes.put])
    connection.executemany(
        "DELETE FROM block WHERE book = ? AND name = ? AND part = ?",
        [(book, name, part) for name, part in changes.drop],
    )


def replace(connection: sqlite3.Connection, book: int, name: str, part: int, data: bytes) -> None:
    """Write one block anew."""
    connection.execute(_PUT, (book, name, part, _digest(data), _zlib.compress(data, _LEVEL)))


def read(
    connection: sqlite3.Connection, book: int, name: str, parts: Iterable[int] | None = None
) -> list[bytes]:
    """The blocks of a column: all of them, or those asked for, in the order of their numbers."""
    said, given = "SELECT data FROM block WHERE book = ? AND name = ?", (book, name)
    if parts is None:
        found = connection.execute(f"{said} ORDER BY part", given).fetchall()
        return [_inflated(data) for (data,) in found]
    each = (connection.execute(f"{said} AND part = ?", (*given, part)).fetchone() for part in parts)
    return [_inflated(found[0]) for found in each if found is not None]


def names(connection: sqlite3.Connection, book: int) -> list[str]:
    """The columns there are."""
    found = connection.execute("SELECT DISTINCT name FROM block WHERE book = ?", (book,))
    return [name for (name,) in found]


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=16).digest()


def _inflated(data: bytes) -> bytes:
    """Raises `sqlite3.DatabaseError` where it is damaged, as the database itself does."""
    try:
        return bytes(zlib.decompress(data))
    except zlib.error as reason:
        raise sqlite3.DatabaseError(f"a block cannot be unpacked: {reason}") from reason
