"""Which leads have come as far as a quote."""

from __future__ import annotations

import re

import numpy as np

from sheetsync.config import Settings
from sheetsync.lead_tab import BoolArray
from sheetsync.leads import Leads
from sheetsync.rules.facts import is_open, kind_is

_QUOTED = re.compile(r"quot|proposal|estimate|offer|proforma|rates? (?:sent|given)", re.I)


def is_quoted(leads: Leads, settings: Settings) -> BoolArray:
    """Leads at the stage whose name speaks of a quote or later, won ones included; none where
    the pipeline has no such stage."""
    ranks = [
        rank
        for rank, stage in enumerate(settings.stages)
        if stage.kind == "open" and _QUOTED.search(" / ".join((stage.name, *stage.also)))
    ]
    if not ranks:
        return np.zeros(len(leads), dtype=bool)
    rank = leads.frame["stage_rank"].to_numpy(dtype=np.int64)
    return (is_open(leads) & (rank >= ranks[0])) | kind_is(leads, "won")
