"""What comparing reads told of one lead, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import numpy as np

from sheetsync.config import Settings
from sheetsync.leads import Leads
from sheetsync.memory import Memory
from sheetsync.moments import moment_texts
from sheetsync.rules.judged import judged_day
from sheetsync.wall_clock import Locals


def explain(leads: Leads, position: int, settings: Settings, now: datetime) -> list[str]:
    """When its row and its stage first showed, and how often its next step was put off. Nothing
    where there is no memory, or it holds nothing of this lead."""
    if leads.memory is None:
        return []
    year = judged_day(settings, now).year
    return list(_told(leads.memory, leads, position, year))


def _told(memory: Memory, leads: Leads, position: int, year: int) -> Iterator[str]:
    if at := _moment(memory.appeared_at, position, year):
        before = _moment(memory.appeared_after, position, year)
        yield f"Its row first showed {at}{f', and not yet {before}' if before else ''}."
    if since := _moment(memory.stage_since, position, year):
        stage = str(leads.frame["stage"].iloc[position]) or "Its present status"
        yield f"{stage} first showed {since}."
    times = int(memory.pushed_back[position])
    if times:
        often = "once" if times == 1 else "twice" if times == 2 else f"{times} times in a row"
        yield f"The next action date was moved later {often}, with nobody in touch between."


def _moment(moments: Locals, position: int, year: int) -> str:
    return str(moment_texts(np.asarray(moments[position : position + 1]), year)[0])
