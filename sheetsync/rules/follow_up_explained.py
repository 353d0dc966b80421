"""Why a lead's follow-up state is what it is, in sentences."""

from __future__ import annotations

from datetime import datetime

import numpy as np

from sheetsync.config import Settings
from sheetsync.moments import day_texts, moment_texts
from sheetsync.rules.follow_up_facts import Facts


def judged_sentence(facts: Facts, settings: Settings, now: datetime) -> str:
    """As at which moment the lead was judged."""
    local = now.astimezone(settings.timezone).replace(tzinfo=None)
    opening = facts.judged > np.datetime64(local, "s")
    moment = moment_texts(np.array([facts.judged]), facts.year)[0]
    return f"Judged as at {moment}{', when the business next opens' if opening else ''}."


def plan_sentence(facts: Facts, position: int) -> str:
    """What is planned, and when."""
    if not facts.plan_meant[position]:
        return "No next action date is set."
    if np.isnat(facts.plan[position]):
        return "The next action date cannot be read, so nothing is known to be planned."
    at = slice(position, position + 1)
    moment = moment_texts(facts.plan[at], facts.year, facts.plan_timed[at])[0]
    return f"The next action is planned for {moment}."


def quiet_sentence(facts: Facts, position: int, stage: str) -> str:
    """Since when nothing happened, and for how long the stage allows that."""
    if np.isnat(facts.touched[position]):
        return "Nothing says when this lead arrived or was last contacted."
    day = day_texts(facts.touched[position : position + 1], facts.year)[0]
    days, allows = facts.quiet[position], facts.allows[position]
    limit = "" if np.isnan(allows) else f"; {stage} allows {allows:.0f}"
    quiet = "" if np.isnan(days) else f", {days:.0f} business day{'' if days == 1 else 's'} ago"
    return f"Last heard of on {day}{quiet}{limit}."
