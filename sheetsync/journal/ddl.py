"""The tables of a journal, as steps from one version to the next.

A released step is never edited: what changes is a further step. ``user_version`` of the file is
the number of steps done. Moments are UTC as ISO texts, so that they sort as texts do; what happened
between two reads is kept with both: ``after`` the one, ``by`` the other.
"""

from __future__ import annotations

META = """
CREATE TABLE meta (                -- what this journal is
    name TEXT PRIMARY KEY,         -- id, place (where it lies), begun
    value TEXT NOT NULL
)"""

BOOK = """
CREATE TABLE book (                -- a workbook or spreadsheet; the other tables name it
    id INTEGER PRIMARY KEY,
    place TEXT NOT NULL UNIQUE     -- its path or id, and its tab
)"""

REMEMBERED = """
CREATE TABLE remembered (          -- small things that parts of the program keep of a book
    book INTEGER NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,           -- JSON
    PRIMARY KEY (book, name)
) WITHOUT ROWID"""

RUN = """
CREATE TABLE run (
    id INTEGER PRIMARY KEY,
    book INTEGER NOT NULL,
    names TEXT NOT NULL,           -- what it was called by, JSON
    started TEXT NOT NULL,
    ended TEXT,                    -- NULL: cut off, or at work
    outcome TEXT,                  -- done, or the kind of error that ended it
    receipt TEXT,                  -- what it wrote, JSON; NULL: nothing
    version TEXT                   -- of the sheet it read
)"""

READ = """
CREATE TABLE read (
    id INTEGER PRIMARY KEY,
    book INTEGER NOT NULL,
    at TEXT NOT NULL,
    version TEXT NOT NULL,         -- of the sheet
    leads INTEGER NOT NULL,        -- how many
    number INTEGER NOT NULL,       -- the highest of a Lead ID that the sheet itself remembers
    stands TEXT NOT NULL,          -- the version it was left in; "" where nobody knows
    columns TEXT                   -- of the last read alone, JSON: header and filled cells of each
)"""

BLOCK = """
CREATE TABLE block (               -- the last read, column by column, in blocks of rows
    book INTEGER NOT NULL,
    name TEXT NOT NULL,            -- cell:…, fact:… or seen:… (last_read.py)
    part INTEGER NOT NULL,
    digest BLOB NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (book, name, part)
)"""

EVENT = """
CREATE TABLE event (               -- what happened to a lead between two reads
    id INTEGER PRIMARY KEY,
    book INTEGER NOT NULL,
    lead TEXT NOT NULL,            -- its key: Lead ID, else a fingerprint
    kind TEXT NOT NULL,
    after TEXT,
    by TEXT NOT NULL,
    old TEXT,
    new TEXT
)"""

FOLDED = """
CREATE TABLE folded (              -- older events, as counts
    book INTEGER NOT NULL,
    lead TEXT NOT NULL,
    kind TEXT NOT NULL,
    count INTEGER NOT NULL,
    first TEXT NOT NULL,
    last TEXT NOT NULL,
    PRIMARY KEY (book, lead, kind)
) WITHOUT ROWID"""

GONE = """
CREATE TABLE gone (                -- rows that are gone
    book INTEGER NOT NULL,
    lead TEXT NOT NULL,
    last_seen TEXT NOT NULL,
    noticed TEXT NOT NULL,
    why TEXT NOT NULL,             -- vanished; older-file: an older version was put back
    content TEXT NOT NULL,         -- what the row held, JSON
    facts TEXT NOT NULL,           -- what was known of it, JSON
    PRIMARY KEY (book, lead)
)"""

OUTBOX = """
CREATE TABLE outbox (              -- a message on one way
    id INTEGER PRIMARY KEY,
    book INTEGER NOT NULL,
    key TEXT NOT NULL,             -- which message it is: none is queued twice
    way TEXT NOT NULL,             -- email, chat
    kind TEXT NOT NULL,            -- owner, team, alert, acknowledgement
    uid TEXT NOT NULL,             -- makes its Message-ID
    whom TEXT NOT NULL,            -- hash of the address
    name TEXT NOT NULL,
    subject TEXT NOT NULL,
    lead_ids TEXT NOT NULL,        -- JSON
    digest TEXT NOT NULL,          -- of the body
    body BLOB,                     -- NULL when nothing more is to be sent
    state TEXT NOT NULL,           -- queued, sending, sent, given-up, withheld (never to be sent),
                                   -- left (to the original of a copied journal)
    queued TEXT NOT NULL,
    not_before TEXT NOT NULL,
    not_after TEXT NOT NULL,
    next_try TEXT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    may_repeat INTEGER NOT NULL DEFAULT 0,  -- it may have gone out before
    ended TEXT,
    parcel INTEGER,                -- the newest of those that went out as one
    trouble TEXT NOT NULL DEFAULT '',
    remedy TEXT NOT NULL DEFAULT '',
    UNIQUE (book, key, way)
)"""

FIRST = (
    META,
    BOOK,
    REMEMBERED,
    RUN,
    "CREATE INDEX run_of_book ON run (book, started)",
    READ,
    "CREATE INDEX read_of_book ON read (book, at)",
    BLOCK,
    EVENT,
    "CREATE INDEX event_of_lead ON event (book, lead)",
    "CREATE INDEX event_by ON event (book, by)",
    FOLDED,
    GONE,
    OUTBOX,
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
