"""Two reads compared: what appeared, what changed, what is gone.

Only what a person changed counts. Where a word is read in another way because the config was
changed, or a column is known by now that was not, nothing happened to the lead: its cell says
what it said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

import numpy as np

from sheetsync.journal.same_leads import absent, positions_before
from sheetsync.journal.sheet_read import Observed, SheetRead, nothing_observed
from sheetsync.lead_tab import BoolArray, IntArray, ObjectArray
from sheetsync.wall_clock import MISSING

Kind = Literal["appeared", "answered", "stage", "owner", "contacted", "pushed-back", "vanished",
               "returned"]  # fmt: skip

_SIGNS_OF_ANSWER = ("first_response_at", "last_contact_at", "follow_ups", "status")
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Events:
    """What happened between the two reads: one kind, at positions of the new read."""

    kind: Kind
    at: IntArray
    old: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    """``before`` gives each row's position in the last read, -1 for new ones; ``gone`` are
    positions of the last read."""

    before: IntArray
    observed: Observed
    events: tuple[Events, ...]
    gone: IntArray


@dataclass(frozen=True)
class _Pair:
    """The rows that both reads have: their positions in each."""

    last: SheetRead
    now: SheetRead
    old: IntArray
    new: IntArray

    def differ(self, name: str) -> BoolArray:
        """Where a fact is another."""
        before, after = getattr(self.last.facts, name), getattr(self.now.facts, name)
        return np.asarray(before[self.old] != after[self.new], dtype=bool)

    def typed(self, where: BoolArray, fields: Iterable[str]) -> BoolArray:
        """Of these, the ones in which a cell of these fields says something else by now."""
        at = np.flatnonzero(where)
        changed = np.zeros(len(at), dtype=bool)
        for name in fields:
            if len(at) and name in self.last.columns and name in self.now.columns:
                old, new = self.old[at], self.new[at]
                changed |= self.last.texts(name, old) != self.now.texts(name, new)
        typed = np.zeros(len(where), dtype=bool)
        typed[at[changed]] = True
        return typed


def compare(
    last: SheetRead,
    now: SheetRead,
    observed: Observed,
    last_read: int,
    this_read: int,
    returned: Callable[[IntArray], dict[int, Observed]] = lambda _: {},
    stood: Callable[[IntArray], set[int]] = lambda _: set(),
) -> Comparison:
    """What this read shows that the last did not; both moments are instants. ``returned`` is
    asked which of the new rows are ones that had gone, and what was known of them; ``stood``
    which were there without being leads."""
    before = positions_before(last, now)
    known = observed.some(before)
    new = np.flatnonzero(before < 0)
    back = returned(new) if len(new) else {}
    for at, what in back.items():
        for name in vars(known):
            getattr(known, name)[at] = getattr(what, name)[0]
    known_before = back.keys() | (stood(new) if len(new) else set())
    fresh = np.array([at for at in new.tolist() if at not in known_before], dtype=np.int64)
    _appeared(known, now, fresh, last_read, this_read)
    both = np.flatnonzero(before >= 0)
    pair = _Pair(last, now, before[both], both)
    events = [
        _none("appeared", fresh),
        _none("returned", np.array(sorted(back), dtype=np.int64)),
        *_changes(known, pair, last_read, this_read),
    ]
    happened = tuple(each for each in events if len(each.at))
    return Comparison(before, known, happened, absent(before, len(last)))


def first_read(now: SheetRead) -> Comparison:
    """Of a sheet nothing is remembered of: what stands there may be of any age."""
    count = len(now)
    blank = np.zeros(0, dtype=np.int64)
    return Comparison(np.full(count, -1, dtype=np.int64), nothing_observed(count), (), blank)


def _appeared(
    known: Observed, now: SheetRead, fresh: IntArray, last_read: int, this_read: int
) -> None:
    known.appeared_at[fresh] = this_read
    known.appeared_after[fresh] = last_read
    known.stage_since[fresh] = this_read
    known.answered_by[fresh] = np.where(now.facts.answered[fresh] == 1, this_read, MISSING)


def _changes(known: Observed, pair: _Pair, last_read: int, this_read: int) -> Iterable[Events]:
    yield _answered(known, pair, last_read, this_read)
    stage = pair.typed(pair.differ("stage"), ["status"])
    known.stage_since[pair.new[stage]] = this_read
    yield _texts("stage", pair, stage, "stage")
    yield _texts("owner", pair, pair.typed(pair.differ("owner"), ["owner"]), "owner")
    contacted = _later(pair, "contact") & pair.typed(pair.differ("contact"), ["last_contact_at"])
    yield _none("contacted", pair.new[contacted])
    yield _pushed_back(known, pair, contacted)


def _answered(known: Observed, pair: _Pair, last_read: int, this_read: int) -> Events:
    """An answer that no cell shows any longer was a slip."""
    now = pair.now.facts.answered[pair.new] == 1
    unsaid = pair.new[~now]
    known.answered_after[unsaid] = known.answered_by[unsaid] = MISSING
    first = pair.typed(pair.differ("answered") & now, _SIGNS_OF_ANSWER)
    at = pair.new[first]
    known.answered_after[at], known.answered_by[at] = last_read, this_read
    return _none("answered", at)


def _pushed_back(known: Observed, pair: _Pair, contacted: BoolArray) -> Events:
    moved = pair.typed(pair.differ("next_day"), ["next_action_date"])
    later = _later(pair, "next_day") & moved & ~contacted
    later &= pair.last.facts.next_day[pair.old] != MISSING
    earlier = moved & _later(_swapped(pair), "next_day")
    earlier &= pair.now.facts.next_day[pair.new] != MISSING
    known.pushed_back[pair.new[later]] += 1
    known.pushed_back[pair.new[contacted | earlier]] = 0
    return Events(
        "pushed-back",
        pair.new[later],
        tuple(map(_day, pair.last.facts.next_day[pair.old[later]].tolist())),
        tuple(map(_day, pair.now.facts.next_day[pair.new[later]].tolist())),
    )


def _later(pair: _Pair, name: str) -> BoolArray:
    """Where a day or moment is later than it was, or there is one by now."""
    before, after = getattr(pair.last.facts, name), getattr(pair.now.facts, name)
    return np.asarray(after[pair.new] > before[pair.old])


def _swapped(pair: _Pair) -> _Pair:
    return replace(pair, last=pair.now, now=pair.last, old=pair.new, new=pair.old)


def _texts(kind: Kind, pair: _Pair, where: BoolArray, name: str) -> Events:
    before: ObjectArray = getattr(pair.last.facts, name)[pair.old[where]]
    after: ObjectArray = getattr(pair.now.facts, name)[pair.new[where]]
    return Events(kind, pair.new[where], tuple(before.tolist()), tuple(after.tolist()))


def _none(kind: Kind, at: IntArray) -> Events:
    return Events(kind, at, ("",) * len(at), ("",) * len(at))


def _day(number: int) -> str:
    return (_EPOCH + timedelta(days=number)).isoformat()
