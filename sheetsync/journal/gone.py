"""Rows that are gone: kept with what they held, so that they can be spoken of and put back."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

import numpy as np

from sheetsync.identity import cell_text
from sheetsync.journal.cells import marked, unmarked
from sheetsync.journal.last_read import LastRead
from sheetsync.journal.moments import aware, stored
from sheetsync.journal.same_leads import said_in
from sheetsync.journal.sheet_read import OBSERVED, Observed, SheetRead
from sheetsync.lead_tab import CellValue, IntArray
from sheetsync.memory import VANISHED_DAYS, Vanished
from sheetsync.schema import TYPED_BY_PEOPLE

Why = Literal["vanished", "older-file"]


@dataclass(frozen=True)
class Gone:
    """A lead that is gone; ``why`` is ``older-file`` where an older version of the workbook was
    put back, which has not got it yet."""

    lead: str
    last_seen: datetime
    why: Why
    content: dict[str, CellValue]
    formulas: frozenset[str]
    observed: Observed

    @property
    def vanished(self) -> Vanished:
        """As rules see it."""
        lead_id = self.lead.partition("~")[0]
        return Vanished(lead_id, self.last_seen, self.content, self.formulas)


def of_last_read(last: LastRead, at: IntArray, why: Why) -> list[Gone]:
    """The leads at these positions of the last read, as gone."""
    return [
        Gone(key, last.at, why, content, formulas, last.observed.one(position))
        for position, key, (content, formulas) in zip(
            at.tolist(), last.sheet.key[at].tolist(), last.contents(at), strict=True
        )
    ]


def returned(gone: Iterable[Gone], now: SheetRead, at: IntArray) -> dict[int, Gone]:
    """Which of the rows at these positions are leads that were gone: by Lead ID, or by what
    people typed."""
    ids = {each.lead: each for each in gone}
    names = tuple(name for name in TYPED_BY_PEOPLE if name in now.columns)
    prints = {_print(each, names): each for each in gone}
    found = {}
    for place, lead_id, said in zip(
        at.tolist(), now.ids[at].tolist(), said_in(now, at, names).tolist(), strict=True
    ):
        one = ids.get(lead_id) if lead_id else None
        one = one or (prints.get(said) if said else None)
        if one is not None and ids.pop(one.lead, None) is not None:
            found[place] = one
    return found


def _print(gone: Gone, names: tuple[str, ...]) -> str:
    """What `same_leads.said_in` says of it."""
    said = [cell_text(gone.content.get(name)) for name in names]
    return "\x1f".join(said) if any(said) else ""


def load(connection: sqlite3.Connection, book: int | None, now: datetime) -> list[Gone]:
    """Those that are gone and not too long ago, newest first."""
    found = connection.execute(
        "SELECT lead, last_seen, why, content, facts FROM gone WHERE book = ? AND last_seen >= ?"
        " ORDER BY last_seen DESC, rowid",
        (book, _oldest(now)),
    )
    return [_read(*row) for row in found]


def keep(connection: sqlite3.Connection, book: int, gone: Iterable[Gone], now: datetime) -> None:
    """Keep those newly gone, and let go of what is too old."""
    connection.executemany(
        "INSERT OR REPLACE INTO gone VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(book, each.lead, stored(each.last_seen), stored(now), each.why, *_said(each))
         for each in gone],
    )  # fmt: skip
    connection.execute("DELETE FROM gone WHERE book = ? AND last_seen < ?", (book, _oldest(now)))


def let_go(connection: sqlite3.Connection, book: int, gone: Iterable[Gone]) -> None:
    """They are back."""
    connection.executemany(
        "DELETE FROM gone WHERE book = ? AND lead = ?", [(book, each.lead) for each in gone]
    )


def _oldest(now: datetime) -> str:
    return stored(now - timedelta(days=VANISHED_DAYS))


def _said(gone: Gone) -> tuple[str, str]:
    content = {name: marked(cell) for name, cell in gone.content.items()}
    said = {"cells": content, "formulas": sorted(gone.formulas)}
    facts = {name: int(getattr(gone.observed, name)[0]) for name in OBSERVED}
    return json.dumps(said, ensure_ascii=True), json.dumps(facts)


def _read(lead: str, last_seen: str, why: Why, content: str, facts: str) -> Gone:
    said, known = json.loads(content), json.loads(facts)
    observed = {name: np.array([known[name]], dtype=np.int64) for name in OBSERVED}
    cells = {name: unmarked(text) for name, text in said["cells"].items()}
    return Gone(
        lead, aware(last_seen), why, cells, frozenset(said["formulas"]), Observed(**observed)
    )
