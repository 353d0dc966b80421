"""The week cut by owner, by source, by stage and by lost reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetsync.config import Settings
from sheetsync.rules.value_of import quoted
from sheetsync.rules.week.flow import LeadWeeks
from sheetsync.rules.week.period import TREND_WEEKS

MOST_GROUPS = 12
"""More than this many owners or sources make neither a readable table nor a chart."""

SMALL = 10
"""Shares of fewer leads than this say little; whatever shows them says so."""


def by_group(
    groups: npt.NDArray[np.object_], measures: Mapping[str, npt.NDArray[Any]], blank: str
) -> pd.DataFrame:
    """Sums of each measure per group (to the cent), most of the first measure first, then by name.

    Groups without anything are left out; past `MOST_GROUPS` the rest are put together. Names that
    differ only in case are one group. The index holds the names, ``blank`` for no name.
    """
    names = pd.Series(groups, dtype=object)
    names = names.where(names != "", blank)
    grouped = pd.DataFrame(measures).groupby(_one_spelling(names).to_numpy(), sort=True)
    table = grouped.sum().round(2)
    table = table[(table != 0).any(axis=1)]
    table = table.sort_values(table.columns[0], ascending=False, kind="stable")
    if len(table) <= MOST_GROUPS:
        return table
    kept, rest = table.iloc[: MOST_GROUPS - 1], table.iloc[MOST_GROUPS - 1 :]
    together = rest.sum().to_frame(f"{len(rest)} others").T
    return pd.concat([kept, together])


def _one_spelling(names: pd.Series) -> pd.Series:
    """Each name in the first spelling (by letters) of those equal but for case."""
    spellings = sorted(names.unique())
    first = {name.casefold(): name for name in reversed(spellings)}
    return names.map({name: first[name.casefold()] for name in spellings})


def by_owner(
    frame: pd.DataFrame, response: pd.DataFrame, follow_up: pd.DataFrame, weeks: LeadWeeks
) -> pd.DataFrame:
    """Per owner: open, overdue, idle, pipeline now; new, met, judged, won, lost, order value of
    the week."""
    is_open = _is(frame["stage_kind"], "open")
    state = follow_up["state"]
    measures = {
        "open": is_open,
        "overdue": _is(state, "overdue"),
        "idle": _is(state, "idle"),
        "pipeline": np.where(is_open, quoted(frame), 0.0),
        **_of_the_week(frame, response, weeks),
    }
    return by_group(frame["owner"].to_numpy(dtype=object), measures, "Nobody")


def by_source(frame: pd.DataFrame, response: pd.DataFrame, weeks: LeadWeeks) -> pd.DataFrame:
    """Per source: new, met, judged, won, lost, order value of the week; and of the last eight
    weeks ``new_recent``, ``won_recent``, ``lost_recent``."""
    arrived, closed = _recent(weeks.arrived), _recent(weeks.closed)
    measures = {
        **_of_the_week(frame, response, weeks),
        "new_recent": arrived,
        "won_recent": closed & _is(frame["stage_kind"], "won"),
        "lost_recent": closed & _is(frame["stage_kind"], "lost"),
    }
    return by_group(frame["source"].to_numpy(dtype=object), measures, "Not given")


def by_lost_reason(frame: pd.DataFrame, weeks: LeadWeeks) -> pd.DataFrame:
    """Per reason: leads lost in the last eight weeks, this week's, and the quotes in the former."""
    lost = _is(frame["stage_kind"], "lost")
    recent = lost & _recent(weeks.closed)
    measures = {
        "recent": recent,
        "this_week": lost & (weeks.closed == 0),
        "money": np.where(recent, quoted(frame), 0.0),
    }
    return by_group(frame["lost_reason"].to_numpy(dtype=object), measures, "Not given")


def by_stage(
    frame: pd.DataFrame, follow_up: pd.DataFrame, weeks: LeadWeeks, settings: Settings
) -> pd.DataFrame:
    """Per stage, in the pipeline's order, empty ones too: leads, pipeline (quotes of open ones),
    overdue, idle, ``recent`` (those of the last eight weeks' enquiries that stand there), and
    whether the stage ``is_open``."""
    is_open = _is(frame["stage_kind"], "open")
    measures = pd.DataFrame({
        "leads": np.ones(len(frame), dtype=np.int64),
        "pipeline": np.where(is_open, quoted(frame), 0.0),
        "overdue": _is(follow_up["state"], "overdue"),
        "idle": _is(follow_up["state"], "idle"),
        "recent": _recent(weeks.arrived),
    })  # fmt: skip
    table = measures.groupby(frame["stage"].to_numpy(dtype=object)).sum().round(2)
    kinds = {stage.name: stage.kind for stage in settings.stages}
    order = [*kinds, *([""] if "" in table.index else [])]
    table = table.reindex(order, fill_value=0)
    table["is_open"] = [kinds.get(stage, "open") == "open" for stage in order]
    return table.rename({"": UNKNOWN_STAGE})


UNKNOWN_STAGE = "Status not known"


def _of_the_week(
    frame: pd.DataFrame, response: pd.DataFrame, weeks: LeadWeeks
) -> dict[str, npt.NDArray[Any]]:
    new, closed = weeks.arrived == 0, weeks.closed == 0
    state = response["state"].to_numpy(dtype=object).astype(str)
    won = closed & _is(frame["stage_kind"], "won")
    value = np.nan_to_num(frame["order_value"].to_numpy(dtype=np.float64))
    return {
        "new": new,
        "met": new & (state == "met"),
        "judged": new & np.isin(state, ("met", "late", "breached")),
        "won": won,
        "lost": closed & _is(frame["stage_kind"], "lost"),
        "order_value": np.where(won, value, 0.0),
    }


def _recent(weeks: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    return (weeks >= 0) & (weeks < TREND_WEEKS)


def _is(values: pd.Series, word: str) -> npt.NDArray[np.bool_]:
    return (values == word).to_numpy(dtype=bool)
