"""Which lead of the last read each row is now.

By its key first; then, of the few left over on both sides, by what else tells one lead from
another. A row that gets a Lead ID, loses it or is copied stays the lead it was.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from sheetsync.journal.sheet_read import RowTexts, SheetRead
from sheetsync.lead_tab import IntArray, ObjectArray
from sheetsync.schema import TYPED_BY_PEOPLE

_END = "\x1f"
Tokens = Callable[[SheetRead, IntArray], ObjectArray]
"""For rows at some positions a text that the same lead has in the other read, "" for none."""


def positions_before(last: SheetRead, now: SheetRead) -> IntArray:
    """For each row its position in the last read, -1 where it was not there."""
    before = _by_key(last.key, now.key)
    for tokens, numbered in _STEPS:
        old = absent(before, len(last))
        new = np.flatnonzero(before < 0)
        if not (len(old) and len(new)):
            break
        mine, theirs = tokens(now, new), tokens(last, old)
        known = {token: int(at) for token, at in _told_apart(theirs, old, numbered)}
        for token, at in _told_apart(mine, new, numbered):
            before[at] = known.get(token, -1)
    return before


def _by_key(old: ObjectArray, new: ObjectArray) -> IntArray:
    """Rows mostly stand where they stood: only what differs is looked up."""
    common = min(len(old), len(new))
    before = np.full(len(new), -1, dtype=np.int64)
    same = np.asarray(old[:common] == new[:common], dtype=bool)
    before[:common][same] = np.flatnonzero(same)
    rest, there = np.flatnonzero(before < 0), absent(before, len(old))
    if len(rest) and len(there):
        found = pd.Index(_numbered(old[there]), dtype=object).get_indexer(
            pd.Index(_numbered(new[rest]), dtype=object)
        )
        before[rest] = np.where(found < 0, -1, there[found])
    return before


def absent(before: IntArray, count: int) -> IntArray:
    """Which of so many positions do not occur among these."""
    missing = np.ones(count, dtype=bool)
    missing[before[before >= 0]] = False
    return np.flatnonzero(missing)


def _numbered(keys: ObjectArray) -> ObjectArray:
    """Keys that several rows share are told apart by their order."""
    series = pd.Series(keys, dtype=object)
    if series.is_unique:
        return keys
    number = series.groupby(series).cumcount().to_numpy()
    again = np.flatnonzero(number)
    keys = keys.copy()
    keys[again] = [f"{keys[at]}{_END}{number[at]}" for at in again]
    return keys


def _told_apart(tokens: ObjectArray, at: IntArray, numbered: bool) -> list[tuple[str, int]]:
    """Tokens and positions; equal ones are numbered in their order, or left out."""
    if numbered:
        pairs = zip(_numbered(tokens).tolist(), at.tolist(), strict=True)
        return [(token, place) for token, place in pairs if token and token[0] != _END]
    once = ~pd.Series(tokens, dtype=object).duplicated(keep=False).to_numpy()
    pairs = zip(tokens[once].tolist(), at[once].tolist(), strict=True)
    return [(token, place) for token, place in pairs if token]


def _id_and_print(read: SheetRead, at: IntArray) -> ObjectArray:
    return _both(read.ids[at], said_in(read, at, TYPED_BY_PEOPLE))


def _id(read: SheetRead, at: IntArray) -> ObjectArray:
    return read.ids[at]


def _print(read: SheetRead, at: IntArray) -> ObjectArray:
    return said_in(read, at, TYPED_BY_PEOPLE)


def _print_without_arrival(read: SheetRead, at: IntArray) -> ObjectArray:
    """A run that filled Received at may have been cut off before it could note so."""
    return said_in(read, at, tuple(name for name in TYPED_BY_PEOPLE if name != "received_at"))


def _contact(read: SheetRead, at: IntArray) -> ObjectArray:
    """Somebody mended a name or a need of a row without an id, or changed its id as well."""
    said = said_in(read, at, ("received_at", "phone", "email"))
    reached = said_in(read, at, ("phone", "email")) != np.array("", dtype=object)
    return np.where(reached, said, np.array("", dtype=object))


_STEPS: tuple[tuple[Tokens, bool], ...] = (
    (_id_and_print, True),
    (_id, True),
    (_print, True),
    (_print_without_arrival, False),
    (_contact, False),
)


def said_in(read: SheetRead | RowTexts, at: IntArray, names: tuple[str, ...]) -> ObjectArray:
    """What the cells of some columns say together, "" where they say nothing."""
    there = [read.texts(name, at).tolist() for name in names if name in read.columns]
    said = np.full(len(at), "", dtype=object)
    if there:
        said[:] = [
            _END.join(map(str.strip, row)) if any(row) else "" for row in zip(*there, strict=True)
        ]
    return said


def _both(one: ObjectArray, other: ObjectArray) -> ObjectArray:
    empty = np.array("", dtype=object)
    whole = (one != empty) & (other != empty)
    return np.where(whole, one + _END + other, empty)
