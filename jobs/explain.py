"""Everything the tool thinks of one lead, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jobs.runner import Reading, findings, position_of
from sheetsync.config import Settings
from sheetsync.errors import LeadUnknown
from sheetsync.rules import follow_up, response


@dataclass(frozen=True)
class Explanation:
    """A lead's title and place, then headed lists of sentences."""

    lead_id: str
    title: str
    place: str
    sections: tuple[tuple[str, tuple[str, ...]], ...]

    def as_json(self) -> dict[str, Any]:
        """The stable machine form."""
        return {
            "lead_id": self.lead_id,
            "location": self.place,
            "sections": {heading: list(lines) for heading, lines in self.sections},
        }


def explanation(reading: Reading, lead_id: str, settings: Settings, now: datetime) -> Explanation:
    """Explain a lead by its id. Raises `LeadUnknown` with the nearest ids."""
    position = position_of(reading, lead_id)
    if position is None:
        raise LeadUnknown(
            f"no lead has the id {lead_id!r}",
            where=f"{reading.snapshot.workbook} · {reading.snapshot.lead_tab.title}",
            hint=_nearest(reading, lead_id),
        )
    leads = reading.leads
    lead = leads.frame.iloc[position]
    found = [f for f in findings(reading, settings, now) if f.lead_id == lead["lead_id"]]
    said = [f"{f.severity}: {f.message} {f.hint} ({f.location.cell})" for f in found]
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
