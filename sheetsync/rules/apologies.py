"""What to write to somebody who still waits for a first reply."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import numpy.typing as npt

from sheetsync.config import Settings
from sheetsync.leads import Leads
from sheetsync.rules.judged import judged_day
from sheetsync.rules.lead_words import fill_first, lead_words, names_in

APOLOGIES = (
    "Hello {first_name}, thank you for asking us about {need}, and sorry for the slow reply. "
    "When may I call you?",
    "Hello {first_name}, thank you for your enquiry, and sorry for the slow reply. "
    "When may I call you?",
    "Hello, thank you for asking us about {need}, and sorry for the slow reply. "
    "When may I call you?",
    "Hello, thank you for your enquiry, and sorry for the slow reply. When may I call you?",
)
"""The first one whose words are all known."""


def apologies(
    leads: Leads, positions: npt.NDArray[np.intp], settings: Settings, now: datetime
) -> list[str]:
    """A text to each customer asked for, ready to send."""
    day, names = judged_day(settings, now), names_in(APOLOGIES)
    words = lead_words(leads.frame, positions, settings, day, names)
    return [fill_first(APOLOGIES, known) for known in words]
