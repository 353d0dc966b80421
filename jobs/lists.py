"""What the lists of all report tabs have in common: how long they get, whose leads they hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sheetsync.tabs import Column, TabCell
from sheetsync.values.words import says_nothing

MOST_ROWS = 2000
"""A longer list helps nobody; the rest is counted."""

WORTH = Column("Quote or budget", "money", 13)
"""What `rules.value_of.worth` finds: the quote, else the order, else the budget."""


def typed(texts: Iterable[str]) -> list[TabCell]:
    """What people typed, None where it stands for nothing (``NA``, ``-``)."""
    return [None if not text or says_nothing(text) else text for text in texts]


def by_owner(owners: Iterable[str], most: int = 3) -> str:
    """``Asha 12 · Ravi 9 · nobody 3``: who has most of the leads whose owners these are."""
    counts = Counter(owner or "nobody" for owner in owners)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    rest = len(ranked) - most
    said = [f"{owner} {count:,}" for owner, count in ranked[:most]]
    return " · ".join([*said, f"{rest} more"] if rest > 0 else said)
