"""Which leads somebody answered, as far as their own cells tell, whenever it was."""

from __future__ import annotations

import numpy as np

from sheetsync.lead_tab import BoolArray
from sheetsync.leads import Leads
from sheetsync.rules.facts import is_open, says_something, unread


def shows_contact(leads: Leads) -> BoolArray:
    """Leads whose Last contact at, Follow-ups or Status say that somebody was in touch."""
    frame = leads.frame
    return np.asarray(
        says_something(leads, "last_contact_at")
        | (says_something(leads, "follow_ups") & (frame["follow_ups"] != 0).to_numpy(dtype=bool))
        # A word we do not know may well be the business's own for a later stage.
        | (frame["stage_rank"] != 0).to_numpy(dtype=bool)
        | ~is_open(leads)
        | unread(leads, "status")
    )


def shows_answer(leads: Leads) -> BoolArray:
    """The same, and those with anything in First response at."""
    return np.asarray(shows_contact(leads) | says_something(leads, "first_response_at"))
