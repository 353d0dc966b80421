"""What changed since the last message: newly overdue, new breaches, mended.

What was said is kept as sets of leads (`Said`), so that the next message knows what it need not
tell again. The journal keeps it; here it is only data.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import numpy as np

from sheetsync.messages.cards import one_line
from sheetsync.messages.standing import Positions, Standing
from sheetsync.tabs import Emphasis

MOST_NAMES = 6

OWNER_SAID = "owner-message"
"""The name under which the journal keeps what the owner was told last."""


@dataclass(frozen=True)
class Said:
    """What a message said: when, which leads were overdue and which unanswered, and the last week
    whose figures went out."""

    at: datetime
    overdue: frozenset[str]
    waiting: frozenset[str]
    week: str = ""

    @classmethod
    def of(cls, standing: Standing, week: str) -> Said:
        """What a message about this says."""
        names = standing.names
        overdue = frozenset(names[standing.among("overdue")].tolist())
        return cls(standing.now, overdue, frozenset(names[standing.waiting].tolist()), week)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any] | None) -> Said | None:
        """What was kept; None where nothing was, or nothing we can read."""
        try:
            assert kept is not None
            overdue, waiting = frozenset(kept["overdue"]), frozenset(kept["waiting"])
            at = datetime.fromisoformat(kept["at"])
            return cls(at, overdue, waiting, str(kept.get("week", ""))) if at.tzinfo else None
        except (AssertionError, KeyError, TypeError, ValueError):
            return None

    def as_json(self) -> dict[str, Any]:
        """What the journal keeps."""
        return {
            "at": self.at.isoformat(),
            "overdue": sorted(self.overdue),
            "waiting": sorted(self.waiting),
            "week": self.week,
        }


@dataclass(frozen=True)
class Changed:
    """A lead of which something is to be told: whom people think of, and what came of it."""

    name: str
    lead_id: str
    outcome: str = ""

    def __str__(self) -> str:
        named = " ".join(filter(None, (self.name, self.lead_id))) or "a lead without a name"
        return f"{named} ({self.outcome})" if self.outcome else named


@dataclass(frozen=True)
class Change:
    """One kind of change: how many leads, the first of them by name, and how many more."""

    title: str
    emphasis: Emphasis
    count: int
    leads: tuple[Changed, ...]

    @property
    def more(self) -> int:
        """How many are not named."""
        return self.count - len(self.leads)


def changes(before: Said, standing: Standing) -> tuple[Change, ...]:
    """What is different from what was said before; only what there is any of."""
    overdue = _not_in(before.overdue, standing, standing.among("overdue"))
    waiting = _not_in(before.waiting, standing, standing.waiting)
    mended = _mended(before, standing)
    found = (
        Change("Newly overdue", "overdue", len(overdue), _named(standing, overdue)),
        Change("Newly past the response target", "breached", len(waiting),
               _named(standing, waiting)),
        Change("Mended", "good", len(mended), tuple(
            replace(_lead(standing, place), outcome=_outcome(standing, place, before))
            for place in mended[:MOST_NAMES]
        )),
        _gone(before, standing),
    )  # fmt: skip
    return tuple(change for change in found if change.count)


def _not_in(said: frozenset[str], standing: Standing, positions: Positions) -> Positions:
    names = standing.names[positions].tolist()
    fresh: Positions = positions[np.array([name not in said for name in names], dtype=bool)]
    return fresh


def _named(standing: Standing, positions: Positions) -> tuple[Changed, ...]:
    return tuple(_lead(standing, place) for place in positions[:MOST_NAMES].tolist())


def _mended(before: Said, standing: Standing) -> list[int]:
    """Leads that were overdue or unanswered and are not now."""
    troubled = before.overdue | before.waiting
    still = set(np.r_[standing.among("overdue"), standing.waiting].tolist())
    names = enumerate(standing.names.tolist())
    return [place for place, name in names if name in troubled and place not in still]


def _outcome(standing: Standing, place: int, before: Said) -> str:
    """What came of a lead that was overdue or unanswered."""
    kind = str(standing.leads.frame["stage_kind"].iloc[place])
    if kind != "open":
        return kind
    if standing.names[place] not in before.overdue:
        return "answered"
    said = {"due": "next date set", "today": "planned for today", "stale_plan": "contacted"}
    return said.get(standing.states[place], "date changed")


def _gone(before: Said, standing: Standing) -> Change:
    """Rows that vanished since; what they held is in their content."""
    memory = standing.leads.memory
    vanished = memory.vanished if memory else ()
    fresh = [one for one in vanished if one.last_seen >= before.at]
    named = (
        Changed(one_line(str(one.content.get("name") or "")), one.lead_id)
        for one in fresh[:MOST_NAMES]
    )
    return Change("Gone from the sheet", "idle", len(fresh), tuple(named))


def _lead(standing: Standing, position: int) -> Changed:
    lead = standing.leads.frame.iloc[position]
    name, company, lead_id = (one_line(str(lead[f])) for f in ("name", "company", "lead_id"))
    return Changed(name or company, lead_id)
