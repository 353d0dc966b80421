"""What a job says should be true. Jobs return it; only `sheetsync.diff.diff` acts on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sheetsync.findings import Hits
from sheetsync.lead_tab import ObjectArray
from sheetsync.tabs import ReportTab


@dataclass(frozen=True)
class Outcome:
    """``cells`` maps a machine (or fill) field to the wished value for every lead, in the order
    of the frame; None wishes a machine cell empty. ``highlights`` names rules of
    `sheetsync.highlights` the job needs."""

    hits: tuple[Hits, ...] = ()
    cells: Mapping[str, ObjectArray] = field(default_factory=dict)
    tabs: tuple[ReportTab, ...] = ()
    highlights: tuple[str, ...] = ()
