"""When the owner is told that somebody keeps the file to themselves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice, takewhile

from sheetsync.errors import WorkbookJustSaved, WorkbookOpen
from sheetsync.journal import Run

SKIPS = 3
"""So many runs in a row; told once, however many follow."""

HELD = frozenset({WorkbookOpen.kind, WorkbookJustSaved.kind})


@dataclass(frozen=True)
class HeldStretch:
    """Runs in a row that could not write because people were at work in the file."""

    since: datetime

    @property
    def about(self) -> str:
        """What tells this occasion from another."""
        return self.since.isoformat()


def held_alert_due(runs: Iterable[Run]) -> HeldStretch | None:
    """Whether the last of these runs (newest first) is the one to tell the owner after."""
    stretch = list(islice(takewhile(lambda run: run.outcome in HELD, runs), SKIPS + 1))
    return HeldStretch(stretch[-1].started) if len(stretch) == SKIPS else None
