"""What became of a plan as it was written, and how that is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from sheetsync.stores.base import Diagnosis
from sheetsync.stores.google.lead_tab.cell_writes import LEFT_OUT

_ONE = {**LEFT_OUT, "row": "its row changed or went away", "locked": "somebody had protected it"}


@dataclass
class Written:
    """How many cells stand, how many are left out by a key of `cell_writes.LEFT_OUT`, and how many
    landed astray and could not be put right."""

    cells: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    astray: int = 0
    rows: tuple[int, ...] = ()
    """The rows that were added."""
    kept: list[str] = field(default_factory=list)
    """Tabs that hold what somebody typed into a report as it was rewritten."""
    aside: str = ""
    """The tab that holds what somebody typed as an earlier run was cut off."""


def told(written: Written) -> Iterator[Diagnosis]:
    """What people should know of it."""
    for why, count in written.left_out.items():
        yield Diagnosis(
            "while writing",
            "note",
            f"{_cells(count)} left alone: {(LEFT_OUT if count > 1 else _ONE)[why]} while the run "
            "was at work",
            f"The next run sees to {'them' if count > 1 else 'it'}.",
        )
    if written.astray:
        yield Diagnosis(
            "while writing",
            "note",
            f"rows moved at the moment of writing, and {_cells(written.astray)} not yet put right",
            "The next run sees to them; look through the machine columns of rows without a lead.",
        )
    if written.aside:
        yield Diagnosis(
            "while writing",
            "note",
            "an earlier run was cut off as it wrote, and what somebody typed in that second could "
            f"not be put back: it stands on the tab {written.aside!r}",
            "Look through that tab, then delete it.",
        )


def _cells(count: int) -> str:
    return "1 cell was" if count == 1 else f"{count:,} cells were"
