"""What the Excel reader knows of cells without a look at each is true, and changes no result."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

import numpy as np
import pandas as pd
import pytest
import xlsxwriter
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sheetsync.errors import SheetsyncError
from sheetsync.known_cells import BLANK, DAY, MOMENT, NUMBER, OTHER, TEXT, looked_at
from sheetsync.lead_tab import LeadTab
from sheetsync.leads import parse
from sheetsync.schema import FIELDS
from sheetsync.snapshot import Snapshot, build
from sheetsync.stores.excel.package.package import Package
from sheetsync.stores.excel.package.workbook_part import WorkbookPart
from sheetsync.stores.excel.reading import known_columns
from sheetsync.stores.excel.reading.workbook import lead_tab
from tests import builders
from tests.stores.test_quick_reader import CELLS, small_rows, workbook

Row = list[Any]

ORDINARY = {
    "lead_id": "L-000001", "received_at": datetime(2026, 11, 13, 16, 30), "source": "Website",
    "name": "Asha Rao", "phone": "9876543210", "email": "asha@example.com", "status": "New",
    "owner": "Asha", "follow_ups": 2, "next_action_date": date(2026, 11, 20),
    "quote_value": 120_000, "margin": 0.5, "lost_reason": "High price",
}  # fmt: skip
TEXTS = st.sampled_from([
    "Total", "November", "x", "NA", "-", " outer blanks ", "\u00a0", " ", "two\nlines", "R&D <3",
    "_x0041_", "सुनीता", "L-000001", "Insta", "Wno", "Closed", "13/11/2026 4:30 pm", "11/13/2026",
    "10:30", "soon", "₹1,20,000", "$500", "5-6 lakh", "3 calls", "98765 43210 / 9876543211",
    "7.32E+09", "asha@gmial.com", "nobody", "TRUE", "12", "name", "Status",
])  # fmt: skip
NUMBERS = st.sampled_from([
    0, -0.0, 1, -5, 2.5, 46_000, 46_000.75, 0.25, 20_261_113, 9_876_543_210, 1e15, 1e300, 2026,
])  # fmt: skip
MOMENTS = st.sampled_from([
    date(2026, 11, 13), datetime(2026, 11, 13, 10, 5), datetime(2026, 11, 13, 10, 5, 0, 600_000),
    datetime(2026, 11, 13, 23, 59, 59, 700_000), date(1955, 5, 1), datetime(2150, 1, 1, 8),
    date(1969, 12, 31), date(1970, 1, 1), datetime(2119, 12, 31, 23, 59, 59), date(2120, 1, 1),
    date(1900, 1, 15), time(10, 30),
])  # fmt: skip
FORMULAS = st.sampled_from([
    ("=A1", "x"), ("=A1", ""), ("=A1", 0), ("=A1", 7.5), ("=1/0", "#DIV/0!"), ("=A1", " x "),
])  # fmt: skip
TYPED = st.one_of(
    st.none(), st.just("as usual"), st.just("as usual"), st.booleans(),
    TEXTS, NUMBERS, MOMENTS, FORMULAS,
)  # fmt: skip
ROWS = st.lists(st.lists(TYPED, min_size=len(FIELDS), max_size=len(FIELDS)), max_size=5)


def tab_of(rows: list[Row], *, inline: bool, date1904: bool) -> LeadTab:
    """A workbook of our own headers and these rows, as the Excel store reads it."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "constant_memory": inline, "date_1904": date1904}
    )
    sheet = book.add_worksheet("Leads")
    formats: dict[type, Any] = {
        kind: book.add_format({"num_format": text})
        for kind, text in ((date, "dd/mm/yyyy"), (datetime, "dd/mm/yyyy hh:mm"), (time, "hh:mm"))
    }
    for at, row in enumerate([[field.header for field in FIELDS], *rows]):
        for column, (field, cell) in enumerate(zip(FIELDS, row, strict=True)):
            cell = ORDINARY.get(field.name) if cell == "as usual" else cell
            if isinstance(cell, tuple):
                sheet.write_formula(at, column, cell[0], None, cell[1])
            elif type(cell) in formats and not _too_early(cell, date1904):
                sheet.write_datetime(at, column, cell, formats[type(cell)])
            elif isinstance(cell, str):
                sheet.write_string(at, column, cell)
            elif isinstance(cell, (bool, int, float)):
                sheet.write(at, column, cell)
    book.close()
    return lead_tab_in(Package(out.getvalue(), "leads.xlsx"))


def lead_tab_in(package: Package) -> LeadTab:
    leads = WorkbookPart(package).worksheet("Leads")
    assert leads is not None
    return lead_tab(package, leads)


def _too_early(cell: Any, date1904: bool) -> bool:
    return date1904 and not isinstance(cell, time) and cell.year < 1905


def said_of(tab: LeadTab) -> Iterator[Any]:
    """Everything that is made of a lead tab, in a form that compares by value and type."""
    settings = builders.settings()
    snapshot = build(tab, builders.seen(), settings)
    leads = parse(snapshot, settings)
    yield snapshot.rows.tolist()
    yield {why: rows.tolist() for why, rows in snapshot.others.rows.items()}
    for name, column in leads.frame.items():
        yield name, str(column.dtype), list(map(_exactly, column.tolist()))
    for hit in leads.hits:
        yield hit.code, hit.field, hit.at.tolist(), repr(hit.details)
    yield {name: (mask.dtype, mask.tolist()) for name, mask in leads.filled.items()}
    yield {name: mask.tolist() for name, mask in leads.formulas.items()}


def _exactly(value: Any) -> str:
    return "nothing" if value is pd.NaT else f"{type(value).__name__} {value!r}"


@given(ROWS, st.booleans(), st.booleans())
@settings(max_examples=40, deadline=None)
def test_leads_are_the_same_whatever_the_store_knows_of_their_cells(
    rows: list[Row], inline: bool, date1904: bool
) -> None:
    tab = tab_of(rows, inline=inline, date1904=date1904)
    assert tab.known
    assert list(said_of(tab)) == list(said_of(replace(tab, known={})))


@given(small_rows(CELLS), st.booleans())
@settings(max_examples=150, deadline=None)
@example([['<c @ s="2"><v>46000.5</v></c>'], ['<c @ t="str"><f>A1</f><v></v></c>']], False)
def test_what_the_store_knows_of_a_cell_is_so(rows: list[list[str]], date1904: bool) -> None:
    try:
        tab = lead_tab_in(workbook(rows, date1904=date1904))
    except SheetsyncError:  # a cell holds what no cell can: refused, so nothing is said of it
        return
    for column, known in tab.known.items():
        cells = tab.columns[column - 1]
        for row, (kind, cell) in enumerate(zip(known.kind.tolist(), cells.tolist(), strict=True)):
            moment = None if known.moments is None else known.moments[row].item()
            assert _is_so(kind, cell, moment), (kind, cell, moment)


def _is_so(kind: int, cell: Any, moment: datetime | None) -> bool:
    if kind in (MOMENT, DAY):
        kept_as = datetime if kind == MOMENT else date
        return type(cell) is kept_as and moment is not None and _same_moment(cell, moment)
    right = {
        BLANK: cell is None,
        TEXT: type(cell) is str and cell != "" and cell == cell.strip(),
        NUMBER: type(cell) in (int, float) and np.isfinite(cell),
        OTHER: True,
    }
    return moment is None and right[kind]


def _same_moment(cell: date, moment: datetime) -> bool:
    midnight = datetime(cell.year, cell.month, cell.day)
    return moment == (cell if isinstance(cell, datetime) else midnight)


def test_ordinary_columns_are_known_to_the_last_cell() -> None:
    tab = tab_of([["as usual"] * len(FIELDS)] * 3, inline=False, date1904=False)
    of = {field.name: tab.known[column].kind[1:].tolist()
          for column, field in enumerate(FIELDS, 1) if field.name in ORDINARY}  # fmt: skip
    assert of["name"] == of["status"] == of["phone"] == [TEXT] * 3
    assert of["follow_ups"] == of["quote_value"] == of["margin"] == [NUMBER] * 3
    assert (of["received_at"], of["next_action_date"]) == ([MOMENT] * 3, [DAY] * 3)


def test_of_more_columns_of_dates_than_are_kept_nothing_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(known_columns, "_MOST_MOMENTS", 5)
    days = ['<c @ s="2"><v>46000.5</v></c>'] * 3
    tab = lead_tab_in(workbook([days, days]))
    assert [tab.known[column].kind.tolist() for column in (1, 2, 3)] == [
        [MOMENT] * 2, [MOMENT] * 2, [OTHER] * 2,
    ]  # fmt: skip
    assert tab.known[3].moments is None


def test_where_no_store_knows_blanks_and_plain_texts_are_found_by_a_look() -> None:
    cells = builders.lead_tab([[c] for c in (None, "x", " x", "", 5, True, date.max)]).columns[0]
    found = looked_at(cells)
    assert found.known.kind.tolist() == [BLANK, TEXT, OTHER, OTHER, OTHER, OTHER, OTHER]
    assert found.texts(repr).tolist() == ["", "x", "' x'", "''", "5", "True", repr(date.max)]


def test_cells_of_leads_are_one_stretch_or_picked_from_among_other_rows() -> None:
    together: Snapshot = builders.snapshot([{"name": "Asha"}, {"name": "Ravi"}])
    apart = builders.snapshot([{"name": "Asha"}, {"notes": "a remark"}, {"name": "Ravi"}])
    for snapshot in (together, apart):
        assert snapshot.values("name").tolist() == ["Asha", "Ravi"]
        assert snapshot.cells("name").values.tolist() == ["Asha", "Ravi"]
        assert snapshot.cells("city").known.kind.tolist() == [BLANK, BLANK]
