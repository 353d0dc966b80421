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
from sheetsync.rules import follow_up, remembered, response
from sheetsync.rules.vanished import vanished


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
        _refuse_if_vanished(reading, lead_id)
        raise LeadUnknown(
            f"no lead has the id {lead_id!r}",
            where=f"{reading.snapshot.workbook} · {reading.snapshot.lead_tab.title}",
            hint=_nearest(reading, lead_id),
        )
    found = findings(reading, settings, now)
    return [_of_row(reading, position, found, settings, now) for position in positions]


def _refuse_if_vanished(reading: Reading, lead_id: str) -> None:
    wanted = lead_id.strip().casefold()
    for each in vanished(reading.leads):
        if each.lead_id.casefold() == wanted:
            raise LeadUnknown(
                f"{each.lead_id} is no longer in the sheet",
                where=f"{reading.snapshot.workbook} · {reading.snapshot.lead_tab.title}",
                hint=f"sheetsync restore {each.lead_id} puts it back; sheetsync history "
                f"{each.lead_id} tells its story.",
            )


def _of_row(
    reading: Reading, position: int, found: Sequence[Finding], settings: Settings, now: datetime
) -> Explanation:
    leads, row = reading.leads, int(reading.snapshot.rows[position])
    lead = leads.frame.iloc[position]
    mine = [finding for finding in found if finding.location.row == row]
    known = remembered.explain(leads, position, settings, now)
    said = [f"{f.severity}: {f.message} {f.hint} ({f.location.cell})" for f in mine]
    return Explanation(
        lead_id=lead["lead_id"],
        title=f"{lead['lead_id']} · {lead['status'] or settings.stages[0].name}",
        place=str(reading.snapshot.location(position)),
        sections=(
            ("Response", tuple(response.explain(leads, position, settings, now, reading.since))),
            ("Follow-up", tuple(follow_up.explain(leads, position, settings, now))),
            *([("Remembered", tuple(known))] if known else []),
            ("Findings", tuple(said) or ("Nothing to mend.",)),
        ),
    )


def _nearest(reading: Reading, lead_id: str) -> str:
    from rapidfuzz import process

    ids = dict.fromkeys(filter(None, _standing(reading)))
    if not ids and len(reading.leads):
        return "No lead has an id yet: the next run gives each lead one (sheetsync run nightly)."
    near = [match[0] for match in process.extract(lead_id, list(ids), limit=3)]
    return f"Nearest: {', '.join(near)}." if near else "The sheet has no leads yet."


def _standing(reading: Reading) -> list[str]:
    """The ids as the sheet has them, not those the next run would give."""
    cells = reading.snapshot.values("lead_id")
    blank = [cell is None or (isinstance(cell, str) and not cell.strip()) for cell in cells]
    ids = reading.leads.frame["lead_id"].to_numpy(dtype=object)
    standing: list[str] = ids[~np.array(blank, dtype=bool)].tolist()
    return standing
