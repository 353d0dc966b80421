"""Which rows hold leads, and what the other rows are that hold something."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sheetsync.headers import HeaderMap
from sheetsync.lead_tab import BoolArray, CellError, IntArray, LeadTab, ObjectArray, TableRange
from sheetsync.other_rows import OtherRows, other_rows
from sheetsync.row_cells import Places, by_formula, shows, silent, typed_in
from sheetsync.schema import FIELD, LEAD_MARKS
from sheetsync.separators import cell_separator

_ONLY_A_LEAD_HAS = ("status", "owner", "source", "next_action", "received_at")


@dataclass(frozen=True)
class LeadRows:
    """The sheet rows that hold leads (from 1, ascending), and the others that are not empty."""

    rows: IntArray
    others: OtherRows


def find_lead_rows(lead_tab: LeadTab, headers: HeaderMap, table: TableRange | None) -> LeadRows:
    """Tell leads from other rows below the header. The sheet has a column for at least one of the
    marks.

    A lead shows a value in name, company, phone, e-mail or need, inside the table where there is
    one. Totals, month titles and a repeated header row are no leads.
    """
    marks = _marks(headers)
    shown = {column: shows(lead_tab, column, headers.row) for column in marks}
    like_lead: BoolArray = np.any([*shown.values()], axis=0)
    like_lead |= _broken(lead_tab, headers, marks, ~like_lead)
    why = _separators(lead_tab, headers, shown)
    why[_repeated_headers(lead_tab, headers, marks, like_lead)] = "header"
    is_lead = like_lead & (why == "")
    if table is not None:
        inside = np.arange(headers.row, lead_tab.height) < table.last_row
        why[_outside(lead_tab, headers, shown, table, is_lead & ~inside)] = "outside"
        if table.has_totals:
            why[table.last_row - headers.row : table.last_row - headers.row + 1] = "total"
        is_lead &= inside
    rows = np.flatnonzero(is_lead).astype(np.int64) + headers.row + 1
    return LeadRows(rows, other_rows(lead_tab, headers.row, is_lead, why, table))


def _marks(headers: HeaderMap) -> tuple[int, ...]:
    """The columns a value in which makes a lead."""
    marks = {headers.column(name) for name in LEAD_MARKS}.union(headers.parts.get("name", ()))
    return tuple(sorted(column for column in marks if column))


def _repeated_headers(
    lead_tab: LeadTab, headers: HeaderMap, marks: Sequence[int], is_lead: BoolArray
) -> BoolArray:
    """Rows that say the headers again: where a month begins, or after a paste."""
    first, size = headers.row, len(is_lead)
    texts = {m.column: m.header for m in headers.columns.values()} | dict(headers.unknown)
    repeated = np.zeros(size, dtype=bool)
    for column in marks:
        header = lead_tab.columns[column - 1][first - 1]
        cells = lead_tab.columns[column - 1][first : first + size]
        for at in np.flatnonzero(_equal(cells, header) & is_lead & ~repeated):
            row = {c: _plain(lead_tab.columns[c - 1][first + at]) for c in texts}
            there = {c for c, text in row.items() if text}
            same = {c for c in there if row[c] == _plain(texts[c])}
            repeated[at] = len(same) * 2 > len(there) and len(same) >= min(2, len(texts))
    return repeated


def _equal(cells: ObjectArray, value: object) -> BoolArray:
    return np.asarray(cells == np.array(value, dtype=object)).astype(bool)


def _plain(cell: object) -> str:
    text = cell if isinstance(cell, str) else "" if cell is None else "·"
    return " ".join(text.split()).casefold()


def _broken(
    lead_tab: LeadTab, headers: HeaderMap, marks: Sequence[int], among: BoolArray
) -> BoolArray:
    """Rows whose marks show nothing but an error, or hold a formula whose result is not stored.

    An error somebody pasted, or one beside something typed, was meant to be a lead. Formulas alone
    were filled down below the last one.
    """
    first, found = headers.row, np.zeros(len(among), dtype=bool)
    at = np.flatnonzero(among)
    computed = np.zeros(len(at), dtype=bool)
    for column in marks:
        cells = lead_tab.columns[column - 1][first:][at]
        formula = by_formula(lead_tab, column, first)[at]
        error = pd.notna(cells)
        error[error] = [isinstance(cell, CellError) for cell in cells[error]]
        found[at[error & ~formula]] = True
        computed |= formula & (error | pd.isna(cells))
    left = at[computed & ~found[at]]
    found[left] = typed_in(lead_tab, headers, left)
    return found


def _separators(
    lead_tab: LeadTab, headers: HeaderMap, shown: Mapping[int, BoolArray]
) -> ObjectArray:
    """Which rows are totals or titles, and which: one such text alone among the marks (formulas
    that count or sum aside), and nothing beside it that only a lead has."""
    first = headers.row
    typed = {column: has & ~by_formula(lead_tab, column, first) for column, has in shown.items()}
    bare = np.flatnonzero(np.sum([*typed.values()], axis=0) == 1)
    for column in [headers.column(name) for name in _ONLY_A_LEAD_HAS]:
        if column is not None and column not in shown:
            bare = bare[silent(lead_tab, column, first, bare)]
    why = np.full(lead_tab.height - first, "", dtype=object)
    who = _name_columns(headers)
    for column, has in typed.items():
        rows = bare[has[bare]]
        cells = lead_tab.columns[column - 1][first:][rows].tolist()
        why[rows] = [cell_separator(cell, column in who) for cell in cells]
        rows = rows[why[rows] == "name"]
        why[rows[~_alone(lead_tab, headers, column, rows)]] = ""
    return why


def _name_columns(headers: HeaderMap) -> frozenset[int]:
    who = {headers.column("name"), headers.column("company"), *headers.parts.get("name", ())}
    return frozenset(column for column in who if column is not None)


def _alone(lead_tab: LeadTab, headers: HeaderMap, own: int, at: Places) -> BoolArray:
    """Whether no other cell of the row says anything, ours and Lead IDs aside: *April* beside a
    city or a remark is somebody called so."""
    ours = {m.column for m in headers.columns.values()
            if m.field == "lead_id" or FIELD[m.field].who == "machine"}  # fmt: skip
    alone = np.ones(len(at), dtype=bool)
    for column in range(1, len(lead_tab.columns) + 1):
        if column != own and column not in ours and len(at):
            alone &= silent(lead_tab, column, headers.row, at)
    return alone


def _outside(
    lead_tab: LeadTab,
    headers: HeaderMap,
    shown: Mapping[int, BoolArray],
    table: TableRange,
    below: BoolArray,
) -> Places:
    """The rows below a table that people surely mean to be leads.

    Directly under it a name is enough. Beyond a gap people keep notes too: there two cells must be
    filled in. What stands in another table, a pivot or merged cells is something else.
    """
    first = headers.row
    typed = [has & ~by_formula(lead_tab, column, first) for column, has in shown.items()]
    at = np.flatnonzero(below & np.any(typed, axis=0))
    for _, area in lead_tab.in_the_way:
        if area.meets_columns(table.first_column, table.last_column):
            at = at[(at + first + 1 < area.first_row) | (at + first + 1 > area.last_row)]
    next_rows = table.last_row - first + np.arange(len(at))
    adjoining = (at == next_rows) & (not table.has_totals)
    found: Places = at[adjoining | typed_in(lead_tab, headers, at, least=2)]
    return found
