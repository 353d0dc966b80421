"""Typed leads for tests of rules, without a sheet: only what a test cares about is given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd

from sheetsync.config import Settings
from sheetsync.findings import Hits
from sheetsync.leads import Leads
from sheetsync.schema import FIELDS

_MOMENTS = {f.name for f in FIELDS if f.type in ("date", "datetime", "date_or_datetime")}
_NUMBERS = {f.name for f in FIELDS if f.type in ("money", "count")}


def leads_of(rows: Sequence[Mapping[str, Any]], settings: Settings) -> Leads:
    """Leads from plain values by field name. A ``date`` has no time of day, a ``datetime`` has;
    ``unreadable=("next_action_date",)`` marks cells that hold what nobody can read."""
    columns = {field.name: [row.get(field.name) for row in rows] for field in FIELDS}
    frame = pd.DataFrame(index=pd.RangeIndex(len(rows)))
    filled = {}
    for name, values in columns.items():
        known = [value not in (None, "") for value in values]
        unreadable = [name in row.get("unreadable", ()) for row in rows]
        filled[name] = np.array(known, dtype=bool) | np.array(unreadable, dtype=bool)
        if name in _MOMENTS:
            frame[name] = np.array([_moment(value) for value in values], dtype="datetime64[s]")
            frame[f"{name}_has_time"] = [isinstance(value, datetime) for value in values]
        elif name in _NUMBERS:
            frame[name] = np.array([np.nan if v is None else v for v in values], dtype=float)
        else:
            frame[name] = pd.Series([value or "" for value in values], dtype=object)
    frame["key"] = frame["lead_id"]
    frame["ambiguous"] = False
    frame["phones"] = pd.Series([row.get("phones", ()) for row in rows], dtype=object)
    _add_stages(frame, settings)
    return Leads(frame, tuple(_unreadable(rows)), filled, frozenset(columns))


def _unreadable(rows: Sequence[Mapping[str, Any]]) -> Iterator[Hits]:
    for field in sorted({name for row in rows for name in row.get("unreadable", ())}):
        at = [place for place, row in enumerate(rows) if field in row.get("unreadable", ())]
        yield Hits("date-unreadable", np.array(at, dtype=np.intp), field)


def _moment(value: date | None) -> Any:
    return np.datetime64("NaT") if value is None else np.datetime64(value, "s")


def _add_stages(frame: pd.DataFrame, settings: Settings) -> None:
    rank = {stage.name: at for at, stage in enumerate(settings.stages)}
    kind = {stage.name: stage.kind for stage in settings.stages}
    word = frame["status"].replace("", settings.stages[0].name)
    frame["stage"] = [name if name in rank else "" for name in word]
    frame["stage_kind"] = [kind.get(name, "open") for name in word]
    frame["stage_rank"] = [rank.get(name, -1) for name in word]
