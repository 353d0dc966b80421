"""Everything the tool thinks of one lead, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np

from jobs.runner import Reading, findings
from sheetsync.config import Settings
from sheetsync.errors import LeadUnknown
from sheetsync.findings import Finding
from sheetsync.rules import follow_up, response


@dataclass(frozen=True)
class Explanation:
    """One row of a lead: its title and place, then headed lists of sentences."""

    lead_id: str
    title: str
    place: str
    sections: tuple[tuple[str, tuple[str, ...]], ...]

    def as_json(self) -> dict[str, Any]:
        """The stable machine form."""
        return {
            "location": self.place,
            "sections": {heading: list(lines) for heading, lines in self.sections},
        }


def explanations(
    reading: Reading, lead_id: str, settings: Settings, now: datetime
) -> list[Explanation]:
    """Explain every row of a lead by its id: several where a copied row brought the id along.

    Letter case does not matter. Raises `LeadUnknown` with the nearest ids.
    """
    ids = reading.leads.frame["lead_id"].str.casefold()
    positions = np.flatnonzero((ids == lead_id.strip().casefold()).to_numpy(dtype=bool)).tolist()
    if not positions:
        raise LeadUnknown(
            f"no lead has the id {lead_id!r}",
            where=f"{reading.snapshot.workbook} · {reading.snapshot.lead_tab.title}",
            hint=_nearest(reading, lead_id),
        )
    found = findings(reading, settings, now)
    return [_of_row(reading, position, found, settings, now) for position in positions]


def _of_row(
    reading: Reading, position: int, found: Sequence[Finding], settings: Settings, now: datetime
) -> Explanation:
    leads, row = reading.leads, int(reading.snapshot.rows[position])
    lead = leads.frame.iloc[position]
    mine = [finding for finding in found if finding.location.row == row]
    said = [f"{f.severity}: {f.message} {f.hint} ({f.location.cell})" for f in mine]
    return Explanation(
        lead_id=lead["lead_id"],
        title=f"{lead['lead_id']} · {lead['status'] or settings.stages[0].name}",
        place=str(reading.snapshot.location(position)),
        sections=(
            ("Response", tuple(response.explain(leads, position, settings, now, reading.since))),
            ("Follow-up", tuple(follow_up.explain(leads, position, settings, now))),
            ("Findings", tuple(said) or ("Nothing to mend.",)),
        ),
    )


def _nearest(reading: Reading, lead_id: str) -> str:
    from rapidfuzz import process

    near = process.extract(lead_id, reading.leads.frame["lead_id"].tolist(), limit=3)
    ids = [match[0] for match in near if match[0]]
    return f"Nearest: {', '.join(ids)}." if ids else "The sheet has no leads yet."
