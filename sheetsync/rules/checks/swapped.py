"""Dates whose day and month Excel may have exchanged.

Where people write the day first and their Excel takes the month first, ``5/11/2026`` becomes the
real date 11 May, while ``13/11/2026``, which has no month 13, stays text. (The other way round
it is the same: the cells that stay text are always those with a day after the 12th.)

The mark of it in a column is text dates, every one with a day after the 12th, beside real dates.
Without that mark nobody is accused. With it, a real date up to the 12th that is another one when
exchanged, and has then not yet come if it must lie in the past, is reported when

- it lies in the future although it speaks of the past, and exchanged it does not; or
- it comes before the day the lead was received and exchanged it does not; or
- no real date of the column has a day after the 12th, and either there are many of them (five,
  beside three texts: once in a hundred by chance), or the date lies more than 45 days from every
  text date and exchanged within 15 days of one.

Nothing depends on the order of rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import numpy as np
import numpy.typing as npt

from sheetsync.config import Settings
from sheetsync.findings import Hits
from sheetsync.lead_tab import BoolArray
from sheetsync.leads import Leads
from sheetsync.rules.checks.values import NEVER_AHEAD
from sheetsync.rules.facts import Shown, day_word, days, hits, today

FIELDS = (*NEVER_AHEAD, "next_action_date", "needed_by")
MANY_REAL, MANY_TEXT = 5, 3
FAR_DAYS, NEAR_DAYS = 45, 15
_LAST_MONTH = 12

Days = npt.NDArray[np.datetime64]


def maybe_swapped(leads: Leads, settings: Settings, now: datetime) -> Iterable[Hits]:
    """Real dates beside text that only a month-first Excel leaves so."""
    if settings.date_order == "YMD":
        return
    for field in FIELDS:
        day = days(leads, field)
        by_numbers = np.asarray(leads.frame[f"{field}_by_numbers"], dtype=bool)
        texts = day[by_numbers]
        if not len(texts) or (_day_of_month(texts) <= _LAST_MONTH).any():
            continue
        exchanged = _exchanged(day)
        wrong = ~by_numbers & _is_suspect(leads, field, day, exchanged, texts, today(settings, now))
        text = settings.date_order == "DMY"
        shown = f"{texts[0].item():{'%d/%m/%Y' if text else '%m/%d/%Y'}}"
        yield from hits(
            "date-maybe-swapped", field, wrong,
            value=Shown(day_word, day[wrong]),
            meant=Shown(day_word, exchanged[wrong]),
            text=[shown] * int(wrong.sum()),
        )  # fmt: skip


def _is_suspect(
    leads: Leads, field: str, day: Days, exchanged: Days, texts: Days, today: np.datetime64
) -> BoolArray:
    past = field in NEVER_AHEAD
    possible = ~np.isnat(exchanged) & (exchanged != day)
    possible &= (exchanged <= today) | (not past)
    too_late = (day > today) & past
    received = days(leads, "received_at")
    too_early = (day < received) & (exchanged >= received) & (field != "received_at")
    by_column = _by_column(leads, field, day, exchanged, texts)
    return np.asarray(possible & (too_late | too_early | by_column), dtype=bool)


def _by_column(leads: Leads, field: str, day: Days, exchanged: Days, texts: Days) -> BoolArray:
    """What the column as a whole says: all its real dates look exchanged, or this one stands far
    from the text dates."""
    real = ~np.isnat(day) & ~np.asarray(leads.frame[f"{field}_by_numbers"], dtype=bool)
    if (_day_of_month(day[real]) > _LAST_MONTH).any():
        return np.zeros(len(day), dtype=bool)
    if real.sum() >= MANY_REAL and len(texts) >= MANY_TEXT:
        return np.asarray(real)
    far = _distance(day, texts) > FAR_DAYS
    return np.asarray(far & (_distance(exchanged, texts) <= NEAR_DAYS))


def _day_of_month(day: Days) -> npt.NDArray[np.int64]:
    return np.asarray((day - day.astype("datetime64[M]")).astype(np.int64) + 1)


def _exchanged(day: Days) -> Days:
    """The dates with day and month exchanged; NaT where that is no date."""
    year = day.astype("datetime64[Y]")
    month = (day.astype("datetime64[M]") - year).astype(np.int64)
    number = _day_of_month(day)
    able = ~np.isnat(day) & (number <= _LAST_MONTH)
    moved = year[able].astype("datetime64[M]") + (number[able] - 1)
    found = np.full(len(day), np.datetime64("NaT", "D"))
    found[able] = moved.astype("datetime64[D]") + month[able]
    return found


def _distance(day: Days, texts: Days) -> npt.NDArray[np.int64]:
    """Days to the nearest text date; very many for NaT."""
    known = np.unique(texts)
    place = np.searchsorted(known, day)
    before = known[np.clip(place - 1, 0, len(known) - 1)]
    after = known[np.clip(place, 0, len(known) - 1)]
    apart = np.minimum(np.abs(day - before), np.abs(day - after)).astype(np.int64)
    return np.where(np.isnat(day), np.iinfo(np.int64).max, apart)
