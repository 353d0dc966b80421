"""Leads whose rows are gone since they were last read: findings about the sheet, with what stood
there and the way back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from sheetsync.cells import Location
from sheetsync.checks import CHECKS
from sheetsync.config import Settings
from sheetsync.findings import Finding
from sheetsync.known_cells import looked_at
from sheetsync.leads import Leads
from sheetsync.leads.columns import Reading, read_field
from sheetsync.memory import Vanished
from sheetsync.moments import date_text
from sheetsync.rules.money_text import money_text
from sheetsync.rules.severity import severity_of
from sheetsync.rules.value_of import worth
from sheetsync.schema import FIELD
from sheetsync.values.kinds import as_objects

CODE = "lead-vanished"

_TOLD = ("name", "company", "need", "status", "owner")
_MONEY = ("quote_value", "order_value", "budget")
_LONGEST = 40


def vanished(leads: Leads) -> tuple[Vanished, ...]:
    """Those remembered, newest first; none without a memory."""
    return leads.memory.vanished if leads.memory else ()


def vanished_shown(leads: Leads, settings: Settings) -> tuple[Vanished, ...]:
    """Those to speak of: none where the check is switched off."""
    return () if settings.checks.get(CODE) == "off" else vanished(leads)


def vanished_frame(gone: Sequence[Vanished], settings: Settings) -> pd.DataFrame:
    """What their rows last held, typed as the leads frame is: a few of its columns."""
    reading = Reading(settings)
    for name in (*_TOLD, *_MONEY):
        cells = as_objects((each.content.get(name) for each in gone), len(gone))
        read_field(reading, FIELD[name], looked_at(cells))
    return pd.DataFrame({name: pd.Series(v, dtype=v.dtype) for name, v in reading.columns.items()})


def vanished_findings(
    leads: Leads, workbook: str, tab: str, settings: Settings
) -> Iterator[Finding]:
    """One finding a lead; it has no cell any more."""
    gone, severity = vanished_shown(leads, settings), severity_of(CODE, settings)
    where = Location(workbook, tab)
    for each, (message, hint) in zip(gone, vanished_words(gone, settings), strict=True):
        yield Finding(CODE, severity, each.lead_id, "lead_id", where, message, hint)


def vanished_words(gone: Sequence[Vanished], settings: Settings) -> list[tuple[str, str]]:
    """For each what is wrong, and what to do about it."""
    check = CHECKS[CODE]
    return [
        (
            check.message.format(
                lead=each.lead_id or "A lead", seen=_seen(each, settings), content=content
            ),
            (check.hint if each.lead_id else check.plain).format(lead=each.lead_id),
        )
        for each, content in zip(gone, last_contents(gone, settings), strict=True)
    ]


def last_contents(gone: Sequence[Vanished], settings: Settings) -> list[str]:
    """``Asha Rao, Rao Interiors, Modular kitchen, Quoted, Ravi, ₹1,20,000`` of each."""
    if not gone:
        return []
    frame = vanished_frame(gone, settings)
    texts = zip(*(frame[name].tolist() for name in _TOLD), strict=True)
    money = [money_text(amount, settings) if amount else "" for amount in worth(frame).tolist()]
    return [
        ", ".join(text[:_LONGEST] for text in (*words, amount) if text) or "nothing we can name"
        for words, amount in zip(texts, money, strict=True)
    ]


def money_in(gone: Sequence[Vanished], settings: Settings) -> tuple[int, float]:
    """How many of them were open, and what they were quoted."""
    if not gone:
        return 0, 0.0
    frame = vanished_frame(gone, settings)
    is_open = (frame["stage_kind"] == "open").to_numpy(dtype=bool)
    quotes = np.nan_to_num(frame["quote_value"].to_numpy(dtype=np.float64)[is_open])
    return int(is_open.sum()), round(float(quotes[quotes > 0].sum()), 2)


def _seen(each: Vanished, settings: Settings) -> str:
    local = each.last_seen.astimezone(settings.timezone)
    return f"{date_text(local)} {local:%H:%M}"
