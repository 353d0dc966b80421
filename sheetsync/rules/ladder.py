"""The follow-up ladder: which step comes next, when, and what to ask or write.

Texts are templates of the preset over the lead's own data; of a step's texts the first whose
words are all known is taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetsync.config import LadderStep, Settings
from sheetsync.leads import Leads
from sheetsync.moments import day_texts
from sheetsync.rules.judged import judged_at, judged_day, past
from sheetsync.rules.lead_words import fill_first, lead_words, names_in
from sheetsync.rules.quoted import is_quoted

Days = npt.NDArray[np.datetime64]
Positions = npt.NDArray[np.intp]

_STANDING = ("received_at", "last_contact_at", "first_response_at", "segment", "stage_kind")
"""What a lead's place on the ladder follows from."""

NO_STEP = -1
NO_DAY = np.datetime64("NaT", "D")

PLAIN_QUESTION = "Ask what is still open, and agree the next step and its date"
PLAIN_MESSAGE = "Hello, is there anything you still need from us to decide?"


def next_step(leads: Leads, settings: Settings, now: datetime) -> pd.DataFrame:
    """One row a lead: ``step`` and ``date`` (local midnight, ``datetime64[s]``).

    ``step`` indexes `steps`; it is `NO_STEP` with NaT for closed leads and for leads that have
    come to the end. The step is the first whose day exceeds the days elapsed at the last contact:
    three calls on day 0 do not skip to day 7.
    """
    frame = leads.frame
    step, arrived, contact = _standing(frame, settings, now)
    date = _planned(step, arrived, contact, settings)
    date = np.maximum(date, next_business_day(settings, now))
    on = step != NO_STEP
    rolled = np.full(len(frame), NO_DAY)
    rolled[on] = settings.hours.add_business_days(date[on], np.zeros(int(on.sum()), dtype=np.int64))
    return pd.DataFrame({"step": step, "date": rolled.astype("datetime64[s]")}, index=frame.index)


def steps(settings: Settings) -> tuple[LadderStep, ...]:
    """The ladder and, above it, the monthly check-in where there is one: once a month while a
    B2B lead is real but delayed."""
    return (*settings.ladder, settings.check_in) if settings.check_in else settings.ladder


def next_business_day(settings: Settings, now: datetime) -> np.datetime64:
    """The first business day after today."""
    tomorrow = now.astimezone(settings.timezone).date() + timedelta(days=1)
    days = np.array([tomorrow], dtype="datetime64[D]")
    return np.datetime64(settings.hours.add_business_days(days, np.zeros(1, dtype=np.int64))[0])


def next_question(
    leads: Leads, positions: Positions, settings: Settings, now: datetime
) -> list[str]:
    """A concrete next action for each lead asked for, drawn from its own data."""
    return [
        fill_first(step.question if step else (), words) or PLAIN_QUESTION
        for step, words in _spoken(leads, positions, settings, now)
    ]


def next_message(
    leads: Leads, positions: Positions, settings: Settings, now: datetime
) -> list[str]:
    """A text to the customer for each lead asked for, ready to send."""
    return [
        fill_first(step.message if step else (), words) or PLAIN_MESSAGE
        for step, words in _spoken(leads, positions, settings, now)
    ]


def explain(leads: Leads, position: int, settings: Settings, now: datetime) -> str:
    """What the ladder proposes for one open lead, in a sentence."""
    due = next_step(leads, settings, now).iloc[position]
    if due["step"] == NO_STEP:
        return "The follow-up ladder has come to its end."
    year = judged_day(settings, now).year
    day = day_texts(np.array([due["date"]], dtype="datetime64[s]"), year)[0]
    action = next_question(leads, np.array([position]), settings, now)[0]
    return f"The follow-up ladder proposes for {day}: {action}"


def _spoken(
    leads: Leads, positions: Positions, settings: Settings, now: datetime
) -> list[tuple[LadderStep | None, dict[str, str]]]:
    """The step each lead stands at, and the words it has to fill it with. Past the end of the
    ladder its last step serves; None where there is no ladder at all."""
    ladder = steps(settings)
    last = settings.ladder[-1] if settings.ladder else None
    places, _, _ = _standing(leads.frame[[*_STANDING]].iloc[positions], settings, now)
    used = names_in(text for step in ladder for text in (*step.question, *step.message))
    today = judged_day(settings, now)
    words = lead_words(leads.frame, positions, settings, today, used | {"quote_value"})
    priced = np.array(["quote_value" in each for each in words], dtype=bool)
    has_quote = priced | is_quoted(leads, settings)[positions]
    places = np.where((places == 0) & has_quote, _after_quote(settings.ladder), places).tolist()
    chosen = [last if place == NO_STEP else ladder[place] for place in places]
    return list(zip(chosen, words, strict=True))


def _after_quote(ladder: Sequence[LadderStep]) -> int:
    """The first step that speaks of the quote, else the second: what the first one asks for, a
    quote has answered."""
    speaks = ["{quote_value}" in " ".join((*step.question, *step.message)) for step in ladder]
    return speaks.index(True) if any(speaks) else min(1, len(ladder) - 1)


def _standing(
    frame: pd.DataFrame, settings: Settings, now: datetime
) -> tuple[npt.NDArray[np.int64], Days, Days]:
    """The step each lead stands at, the day it arrived and the day of the last contact."""
    judged = judged_at(settings, now)
    contact = _last_contact(frame, judged)
    arrived = _first_of(frame, ("received_at",), contact, judged)
    return _steps_due(arrived, contact, frame, settings), arrived, contact


def _last_contact(frame: pd.DataFrame, judged: np.datetime64) -> Days:
    return _first_of(frame, ("last_contact_at", "first_response_at"), None, judged)


def _first_of(
    frame: pd.DataFrame, fields: tuple[str, ...], otherwise: Days | None, judged: np.datetime64
) -> Days:
    """The day in the first of those fields that has one, days to come left out."""
    found = np.full(len(frame), NO_DAY)
    for field in fields:
        moments = past(frame[field].to_numpy(dtype="datetime64[s]"), judged)
        found = np.where(np.isnat(found), moments.astype("datetime64[D]"), found)
    return found if otherwise is None else np.where(np.isnat(found), otherwise, found)


def _steps_due(
    arrived: Days, contact: Days, frame: pd.DataFrame, settings: Settings
) -> npt.NDArray[np.int64]:
    days = np.array([step.day for step in settings.ladder], dtype=np.int64)
    known = ~np.isnat(contact)
    elapsed = np.where(known, (contact - arrived).astype(np.int64), -1)
    elapsed = np.where(known, np.maximum(elapsed, 0), -1)
    step = np.searchsorted(days, elapsed, side="right").astype(np.int64)
    monthly = _is(frame, "segment", "B2B") & (settings.check_in is not None)
    step = np.where((step == len(days)) & ~monthly, NO_STEP, step)
    return np.where(_is(frame, "stage_kind", "open"), step, NO_STEP)


def _is(frame: pd.DataFrame, field: str, word: str) -> npt.NDArray[np.bool_]:
    return np.asarray(frame[field].to_numpy(dtype=object) == word, dtype=bool)


def _planned(step: npt.NDArray[np.int64], arrived: Days, contact: Days, settings: Settings) -> Days:
    """The day the step falls on: counted from the enquiry, the check-in from the last contact."""
    days = np.array([*(one.day for one in steps(settings)), 0], dtype="timedelta64[D]")
    start = np.where(step == len(settings.ladder), contact, arrived)
    planned = start + days[step]
    return np.where(np.isnat(planned), np.datetime64(0, "D"), planned)
