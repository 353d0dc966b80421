"""The tables of a journal, as steps from one version to the next.

A released step is never edited: what changes is a further step. ``user_version`` of the file is
the number of steps done.
"""

from __future__ import annotations

FIRST = (
    # What this journal is: its id, where it lies, when it was begun.
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    # A workbook or spreadsheet; place is its path or id, and its tab.
    "CREATE TABLE book (id INTEGER PRIMARY KEY, place TEXT NOT NULL UNIQUE)",
    # Small things parts of the program remember of a book, as JSON.
    """CREATE TABLE remembered (
        book INTEGER NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
        PRIMARY KEY (book, name)) WITHOUT ROWID""",
    # Runs. One without an end was cut off, or is at work.
    """CREATE TABLE run (
        id INTEGER PRIMARY KEY, book INTEGER NOT NULL, names TEXT NOT NULL,
        started TEXT NOT NULL, ended TEXT, outcome TEXT, receipt TEXT, version TEXT)""",
    "CREATE INDEX run_of_book ON run (book, started)",
    # Reads: the version read, how many leads, the highest number the sheet itself remembers,
    # whether that run wrote, and for the last read its columns: header and filled cells of each.
    """CREATE TABLE read (
        id INTEGER PRIMARY KEY, book INTEGER NOT NULL, at TEXT NOT NULL, version TEXT NOT NULL,
        leads INTEGER NOT NULL, number INTEGER NOT NULL, wrote INTEGER NOT NULL, columns TEXT)""",
    "CREATE INDEX read_of_book ON read (book, at)",
    # The last read, column by column, in blocks of rows.
    """CREATE TABLE block (
        book INTEGER NOT NULL, name TEXT NOT NULL, part INTEGER NOT NULL,
        digest BLOB NOT NULL, data BLOB NOT NULL, PRIMARY KEY (book, name, part))""",
    # What happened to a lead between two reads, and older things folded to counts.
    """CREATE TABLE event (
        id INTEGER PRIMARY KEY, book INTEGER NOT NULL, lead TEXT NOT NULL, kind TEXT NOT NULL,
        after TEXT, by TEXT NOT NULL, old TEXT, new TEXT)""",
    "CREATE INDEX event_of_lead ON event (book, lead)",
    "CREATE INDEX event_by ON event (book, by)",
    """CREATE TABLE folded (
        book INTEGER NOT NULL, lead TEXT NOT NULL, kind TEXT NOT NULL, count INTEGER NOT NULL,
        first TEXT NOT NULL, last TEXT NOT NULL, PRIMARY KEY (book, lead, kind)) WITHOUT ROWID""",
    # Rows that are gone: what they held, and what was known of them. why: vanished, or older-file
    # where an older version of the workbook was put back.
    """CREATE TABLE gone (
        book INTEGER NOT NULL, lead TEXT NOT NULL, last_seen TEXT NOT NULL, noticed TEXT NOT NULL,
        why TEXT NOT NULL, content TEXT NOT NULL, facts TEXT NOT NULL, PRIMARY KEY (book, lead))""",
    # Messages on one way each (email, chat). state: queued, sending, sent, given-up, left (to the
    # original of a copied journal). body goes when nothing more is to be sent; uid makes its
    # Message-ID; whom is the hash of an address; may_repeat: it may have gone out before.
    """CREATE TABLE outbox (
        id INTEGER PRIMARY KEY, book INTEGER NOT NULL, key TEXT NOT NULL, way TEXT NOT NULL,
        kind TEXT NOT NULL, uid TEXT NOT NULL, whom TEXT NOT NULL, name TEXT NOT NULL,
        subject TEXT NOT NULL, lead_ids TEXT NOT NULL, digest TEXT NOT NULL, body BLOB,
        state TEXT NOT NULL, queued TEXT NOT NULL, not_before TEXT NOT NULL,
        not_after TEXT NOT NULL, next_try TEXT NOT NULL, tries INTEGER NOT NULL DEFAULT 0,
        may_repeat INTEGER NOT NULL DEFAULT 0, ended TEXT, parcel INTEGER,
        trouble TEXT NOT NULL DEFAULT '', remedy TEXT NOT NULL DEFAULT '',
        UNIQUE (book, key, way))""",
    "CREATE INDEX outbox_state ON outbox (state)",
    "CREATE INDEX outbox_whom ON outbox (whom, ended)",
)

STEPS: tuple[tuple[str, ...], ...] = (FIRST,)
"""Step n leads from version n to n + 1."""

ON_COPY: tuple[str, ...] = (
    "UPDATE outbox SET state = 'left', body = NULL WHERE state IN ('queued', 'sending')",
)
"""What is done to a journal that turns out to be a copy, so that the original alone goes on with
what both know of: messages that wait, above all."""
