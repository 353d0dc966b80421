"""The journal's database: transactions, and the steps that bring an older file up to date."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sheetsync.journal.ddl import STEPS


class NewerError(Exception):
    """A newer sheetsync made it."""


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All of it or nothing, whatever happens meanwhile; inside another, part of that one."""
    if connection.in_transaction:
        yield
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def bring_up_to_date(connection: sqlite3.Connection) -> None:
    """Do the steps that are missing, each with its number in one transaction."""
    if _version(connection) > len(STEPS):
        raise NewerError
    while _version(connection) < len(STEPS):
        with transaction(connection):
            version = _version(connection)  # another process may have done it meanwhile
            if version < len(STEPS):
                for statement in STEPS[version]:
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {version + 1}")


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
