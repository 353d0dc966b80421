"""What shows only when reads of the sheet are compared."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sheetsync.config import Settings
from sheetsync.findings import Hits
from sheetsync.leads import Leads
from sheetsync.rules.facts import hits, is_open

AGAIN_AND_AGAIN = 3
"""A next step moved later so often in a row is not going to happen by itself."""


def pushed_back(leads: Leads, settings: Settings, now: datetime) -> Iterable[Hits]:
    """Open leads whose next action date was moved later again and again, with nobody in touch
    between."""
    if leads.memory is None or "next_action_date" not in leads.fields:
        return
    times = leads.memory.pushed_back
    where = is_open(leads) & (times >= AGAIN_AND_AGAIN)
    yield from hits("date-pushed-back", "next_action_date", where, times=times[where])
