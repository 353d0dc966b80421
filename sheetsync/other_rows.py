"""The rows of the lead tab that are not empty and count as no leads: how many, where, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd

from sheetsync.cells import Area
from sheetsync.lead_tab import BoolArray, IntArray, LeadTab, ObjectArray, TableRange
from sheetsync.separators import cell_separator

WHY: dict[str, tuple[str, str]] = {
    "outside": ("row below the table", "rows below the table"),
    "title": ("title or separator", "titles and separators"),
    "name": (
        "row with nothing but a word such as a month",
        "rows with nothing but a word such as a month",
    ),
    "total": ("total", "totals"),
    "header": ("repeated header", "repeated headers"),
    "other": (
        "row without name, company, phone, e-mail or need",
        "rows without name, company, phone, e-mail or need",
    ),
}
"""Why a row is skipped: the word for one such row and for several."""

MOST_NAMED = 12
_NEAR = 4
"""Rows of one stretch stand less than so many rows apart."""


@dataclass(frozen=True)
class Outside:
    """A stretch of rows below the table that look like leads.

    ``area`` holds the first cell of each row: how far the table reaches to the right changes when
    a run adds columns, and what is said of these rows must not.
    """

    table: str
    area: Area
    count: int
    past_totals: bool = False
    """Whether the table's totals row stands between."""


@dataclass(frozen=True)
class OtherRows:
    """``rows`` gives the sheet rows (from 1, ascending) by a key of `WHY`; ``outside`` what of
    them people surely mean to count."""

    rows: Mapping[str, IntArray] = field(default_factory=dict)
    outside: tuple[Outside, ...] = ()

    def __len__(self) -> int:
        return sum(map(len, self.rows.values()))

    def in_words(self, most: int | None = MOST_NAMED) -> str:
        """``12 titles and separators (rows 9, 17, …), 1 total (row 301)``; "" for none.

        So many rows of a kind are named; all where ``most`` is None.
        """
        said = (f"{len(rows):,} {WHY[why][len(rows) > 1]} ({_named(rows, most)})"
                for why, rows in self._by_kind())  # fmt: skip
        return ", ".join(said)

    def _by_kind(self) -> Iterator[tuple[str, IntArray]]:
        return ((why, self.rows[why]) for why in WHY if len(self.rows.get(why, ())))


def other_rows(
    lead_tab: LeadTab, first: int, is_lead: BoolArray, why: ObjectArray, table: TableRange | None
) -> OtherRows:
    """The rows below the header that hold anything without being a lead. ``why`` is a key of
    `WHY` where that is settled, else "": then it is seen from the first text in the row."""
    filled = np.flatnonzero(_filled(lead_tab, first, ~is_lead)).astype(np.int64)
    reasons = why[filled]
    unsettled = reasons == ""
    reasons[unsettled] = _by_first_text(lead_tab, first, filled[unsettled])
    rows = {reason: filled[reasons == reason] + first + 1 for reason in set(reasons.tolist())}
    if table is None or "outside" not in rows:
        return OtherRows(rows)
    return OtherRows(rows, tuple(_outside(table, each) for each in stretches(rows["outside"])))


def _filled(lead_tab: LeadTab, first: int, among: BoolArray) -> BoolArray:
    """Which of the marked rows hold anything."""
    filled = np.zeros_like(among)
    if not among.any():
        return filled
    for cells, formulas in zip(lead_tab.columns, lead_tab.formulas, strict=True):
        below = cells[first:]
        there = np.flatnonzero(among & ~filled & pd.notna(below))
        filled[there] = [not isinstance(c, str) or bool(c.strip()) for c in below[there]]
        if formulas is not None:
            filled |= formulas[first:]
    return filled & among


def _by_first_text(lead_tab: LeadTab, first: int, rows: IntArray) -> list[str]:
    """Titles and totals may stand in any column; what else a row holds tells nothing."""
    found = np.full(len(rows), "", dtype=object)
    for cells in lead_tab.columns:
        left = np.flatnonzero(found == "")
        below = cells[first:][rows[left]]
        there = pd.notna(below)
        found[left[there]] = [
            cell_separator(cell, False) or "other" if isinstance(cell, (str, date)) else ""
            for cell in below[there]
        ]
    return [why or "other" for why in found]


def _outside(table: TableRange, rows: IntArray) -> Outside:
    area = Area(int(rows[0]), table.first_column, int(rows[-1]), table.first_column)
    return Outside(table.name, area, len(rows), table.has_totals)


def stretches(rows: IntArray) -> list[IntArray]:
    """Rows (ascending) that stand together; a few empty rows between them do not part them."""
    if not len(rows):
        return []
    return np.split(rows, np.flatnonzero(np.diff(rows) >= _NEAR) + 1)


def _named(rows: IntArray, most: int | None) -> str:
    """``rows 2–4, 9, 17``: those next to each other as one."""
    runs = np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1)
    shown = runs[:most]
    said = [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in shown]
    more = f" and {len(rows) - sum(map(len, shown)):,} more" if len(runs) > len(shown) else ""
    return f"row{'s' * (len(rows) > 1)} {', '.join(said)}{more}"
