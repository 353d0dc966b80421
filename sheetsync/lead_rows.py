"""Which rows hold leads, and how many others hold something."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from sheetsync.headers import HeaderMap
from sheetsync.lead_tab import BoolArray, IntArray, LeadTab, ObjectArray, TableRange
from sheetsync.schema import LEAD_MARKS

_TOTALS = frozenset({
    "total", "totals", "grand total", "sub total", "subtotal", "sum", "overall total",
    "total leads", "gesamt", "summe", "gesamtsumme", "total general", "suma", "totaal", "totale",
    "toplam", "итого", "всего", "المجموع", "الإجمالي", "jumlah", "tổng", "tổng cộng", "कुल", "razem",
    "合計", "合计", "total geral", "total général", "end", "month total", "total for the month",
})  # fmt: skip
_MONTH = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    "sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|"
    "januar|februar|märz|mai|juni|juli|oktober|dezember|"
    "janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre|"
    "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|"
    "janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|novembro|dezembro|"
    "gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre|"
    "januari|februari|maart|mei|augustus|agustus|desember|maret"
)
_SEPARATOR = re.compile(
    rf"(?:(?:{_MONTH})[\s.,'’/-]*(?:(?:of|de|del)\s+)?(?:\d{{4}}|\d{{2}})?"
    r"|(?:\d{4}[\s/-])?q[1-4](?:[\s/-]*\d{4})?|(?:week|wk|kw|w)[\s-]*\d{1,2}(?:[\s/,-]+\d{2,4})?)",
    re.IGNORECASE,
)
_ONLY_A_LEAD_HAS = ("status", "owner", "source", "next_action", "received_at")


def find_lead_rows(
    lead_tab: LeadTab, headers: HeaderMap, table: TableRange | None
) -> tuple[IntArray, int]:
    """The sheet rows that hold leads (from 1, ascending), and how many other rows below the
    header are not empty. The sheet has a column for at least one of the marks.

    A lead shows a value in name, company, phone, e-mail or need, inside the table where there is
    one. Totals, month titles and a repeated header row are no leads.
    """
    first = headers.row
    last = lead_tab.height if table is None else min(table.last_row, lead_tab.height)
    marks = _marks(headers)
    shown = [_shows(lead_tab, column, first, last) for column in marks]
    is_lead: BoolArray = np.any(shown, axis=0)
    is_lead &= ~_repeated_headers(lead_tab, headers, marks, is_lead)
    is_lead &= ~_separators(lead_tab, headers, dict(zip(marks, shown, strict=True)))
    rows = np.flatnonzero(is_lead).astype(np.int64) + first + 1
    return rows, _other_rows(lead_tab, first, rows)


def _marks(headers: HeaderMap) -> tuple[int, ...]:
    """The columns a value in which makes a lead."""
    marks = {headers.column(name) for name in LEAD_MARKS}.union(headers.parts.get("name", ()))
    return tuple(sorted(column for column in marks if column))


def _shows(lead_tab: LeadTab, column: int, first: int, last: int) -> BoolArray:
    """Whether a cell shows something a person put there (rows after ``first`` up to ``last``).

    An unticked box, an error, and a formula that shows nothing or 0 are not enough: such cells
    are often filled down far below the last lead.
    """
    cells = lead_tab.columns[column - 1][first:last]
    shown = pd.notna(cells)
    at = np.flatnonzero(shown)
    there = cells[at].tolist()
    if set(map(type, there)) <= {str}:  # by far the commonest, and three times as fast
        shown[at] = [bool(text) and not text.isspace() for text in there]
    else:
        shown[at] = [_is_mark(cell) for cell in there]
    by_formula = np.flatnonzero(shown & _by_formula(lead_tab, column, first, len(cells)))
    shown[by_formula] = [cells[i] != 0 for i in by_formula]
    return shown


def _is_mark(cell: object) -> bool:
    if isinstance(cell, str):
        return cell != "" and not cell.isspace()
    return cell is not False and not hasattr(cell, "code")


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


def _separators(lead_tab: LeadTab, headers: HeaderMap, shown: dict[int, BoolArray]) -> BoolArray:
    """Totals and month titles: one such word alone among the marks (formulas that count or sum
    aside), and nothing beside it that only a lead has."""
    typed = {column: has & ~_by_formula(lead_tab, column, headers.row, len(has))
             for column, has in shown.items()}  # fmt: skip
    bare = np.flatnonzero(np.sum([*typed.values()], axis=0) == 1) + headers.row
    for column in [headers.column(name) for name in _ONLY_A_LEAD_HAS]:
        if column is not None and column not in shown:
            bare = bare[[_says_nothing(cell) for cell in lead_tab.columns[column - 1][bare]]]
    found = np.zeros(len(next(iter(shown.values()))), dtype=bool)
    for column, has in typed.items():
        rows = bare[has[bare - headers.row]]
        words = lead_tab.columns[column - 1][rows].tolist()
        found[rows - headers.row] = [_is_separator(word) for word in words]
    return found


def _by_formula(lead_tab: LeadTab, column: int, first: int, size: int) -> BoolArray:
    formulas = lead_tab.formulas[column - 1]
    return np.zeros(size, dtype=bool) if formulas is None else formulas[first : first + size]


def _is_separator(cell: object) -> bool:
    if isinstance(cell, date):
        return True
    if not isinstance(cell, str) or len(cell) > 32:
        return False
    text = cell.strip(" \t\r\n:-–—=*#.").casefold()
    return text in _TOTALS or _SEPARATOR.fullmatch(text) is not None


def _says_nothing(cell: object) -> bool:
    """Neither text nor a date stands there; sums and boxes of a totals row say nothing."""
    return cell is None or isinstance(cell, (int, float)) or not _is_mark(cell)


def _other_rows(lead_tab: LeadTab, first: int, rows: IntArray) -> int:
    """How many rows below the header hold anything without being a lead."""
    rest = np.ones(max(lead_tab.height - first, 0), dtype=bool)
    rest[rows - first - 1] = False
    if not rest.any():
        return 0
    filled = np.zeros_like(rest)
    for cells, formulas in zip(lead_tab.columns, lead_tab.formulas, strict=True):
        below = cells[first:]
        there = np.flatnonzero(rest & ~filled & pd.notna(below))
        filled[there] = [not isinstance(c, str) or bool(c.strip()) for c in below[there]]
        if formulas is not None:
            filled |= formulas[first:]
    return int((filled & rest).sum())
