"""Running twice changes nothing the second time, whatever the sheet holds and however it is
sorted in between; and nothing a person typed is ever changed."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.worksheet.table import Table

from jobs import registry, runner
from sheetsync.schema import FIELD, FIELDS, MACHINE_FIELDS
from sheetsync.stores.excel.store import ExcelStore
from sheetsync.stores.memory import MemoryStore
from tests import builders

SETTINGS = builders.settings(since=date(2026, 9, 1))
NOW = datetime(2026, 11, 21, 20, 0, tzinfo=SETTINGS.timezone)
JOBS = registry.select(["nightly", "weekly"], SETTINGS)
NIGHTLY = registry.select(["nightly"], SETTINGS)

moments = st.datetimes(datetime(2026, 8, 1), datetime(2026, 12, 5)).map(
    lambda moment: moment.replace(microsecond=0)
)
days = moments.map(datetime.date)
junk = st.sampled_from(
    ["-", "NA", "tomorrow", "31/31/2026", "  ", "#", "Total", "=1+1", 0, -5, 1e12]
)
text = st.text(max_size=12) | st.sampled_from(["Asha", "ASHA", "Pune", "😀", "محمد", "Total", "NA"])
BY_TYPE: dict[str, st.SearchStrategy[Any]] = {
    "text": text,
    "choice": st.sampled_from(
        ["New", "Contacted", "won", "Lost", "Qualifed", "Hot", "Asha", "Insta"]
    ),
    "phone": st.sampled_from(["9876543210", 9876543210.0, "+91 98765 43210 / 022-2765432", "x"]),
    "email": st.sampled_from(["a@example.com", "A@Example.com", "no", "a@b"]),
    "date": days | moments | st.just("13/11/2026"),
    "datetime": moments | days | st.just("13/11/2026 10:00"),
    "date_or_datetime": days | moments,
    "money": st.floats(-1e6, 1e7) | st.sampled_from(["1.2L", "₹1,20,000", "80k", "?"]),
    "count": st.integers(-1, 9) | st.just("3x"),
}
PERSON_FIELDS = [field for field in FIELDS if field.name not in MACHINE_FIELDS]


def cell(kind: str) -> st.SearchStrategy[Any]:
    return st.none() | BY_TYPE[kind] | junk


LEAD_IDS = st.none() | st.sampled_from(["L-000001", "L-000002", "ENQ/24/17", 12.0, "l-000001"])


@st.composite
def sheets(draw: st.DrawFn) -> list[list[Any]]:
    """A title row now and then, headers in any order, rows of anything."""
    must = [FIELD["name"], FIELD["status"]]
    others = [field for field in PERSON_FIELDS if field not in must]
    some = draw(st.lists(st.sampled_from(others), unique=True, max_size=14))
    fields = draw(st.permutations([*must, *some]))
    row = st.tuples(*(LEAD_IDS if f.name == "lead_id" else cell(f.type) for f in fields))
    rows = [list(drawn) for drawn in draw(st.lists(row, min_size=1, max_size=12))]
    if draw(st.booleans()):
        rows.append(deepcopy(rows[0]))
    if draw(st.booleans()):
        rows.insert(0, [])
    title = [["Our leads"]] if draw(st.booleans()) else []
    return [*title, [field.header for field in fields], *rows]


@given(sheets(), st.integers(0, 5))
@hypothesis_settings(max_examples=40, deadline=None)
def test_a_second_run_plans_nothing_even_after_sorting(rows: list[list[Any]], seed: int) -> None:
    typed = deepcopy(rows)
    store = MemoryStore(rows, SETTINGS)
    header = store.read().headers.row
    runner.run(store, JOBS, SETTINGS, NOW)
    _nothing_typed_was_changed(typed, store.rows)

    assert runner.plan(store, JOBS, SETTINGS, NOW).plan.is_empty

    below = store.rows[header:]
    Random(seed).shuffle(below)
    store.rows[header:] = below
    again = runner.plan(store, JOBS, SETTINGS, NOW).plan
    assert not again.columns
    assert not again.new_columns
    assert not again.tabs


@st.composite
def workbooks(draw: st.DrawFn) -> list[list[Any]]:
    """Such a sheet as a program can save it, with a formula here and there."""
    rows = draw(sheets())
    rows = [[_savable(cell) for cell in row] for row in rows]
    header = next(number for number, row in enumerate(rows) if len(row) > 1)
    for row in draw(st.lists(st.sampled_from(range(header + 1, len(rows))), max_size=3)):
        column = draw(st.integers(0, len(rows[header]) - 1))
        rows[row] = rows[row] + [None] * (column + 1 - len(rows[row]))
        rows[row][column] = draw(st.sampled_from(["=1+1", '=""', "=1/0", "=B2", "=TODAY()"]))
    return rows


def _savable(cell: Any) -> Any:
    return ILLEGAL_CHARACTERS_RE.sub("", cell) if isinstance(cell, str) else cell


@given(workbooks())
@hypothesis_settings(max_examples=4, deadline=None)
def test_a_second_run_on_a_workbook_plans_nothing_and_changes_nothing_typed(
    rows: list[list[Any]],
) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "leads.xlsx"
        book = Workbook()
        book.active.title = SETTINGS.tab  # type: ignore[union-attr]
        for row in rows:
            book[SETTINGS.tab].append(row)
        book.save(path)
        typed = _cells(path)
        store = ExcelStore(replace(SETTINGS, workbook=path))
        runner.run(store, NIGHTLY, store.settings, NOW)
        found = _cells(path)
        assert {place: found.get(place) for place in typed} == typed
        assert runner.plan(store, NIGHTLY, store.settings, NOW).plan.is_empty


def test_a_second_run_plans_nothing_after_the_first_made_a_table_wider(tmp_path: Path) -> None:
    path = tmp_path / "leads.xlsx"
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = SETTINGS.tab
    for row in (["Name", "Status"], ["Asha", "New"], ["Ravi", "New"], ["Below", "New"]):
        sheet.append(row)
    sheet.add_table(Table(displayName="Enquiries", ref="A1:B3"))
    book.save(path)
    store = ExcelStore(replace(SETTINGS, workbook=path))
    runner.run(store, NIGHTLY, store.settings, NOW)
    assert load_workbook(path)[SETTINGS.tab].tables["Enquiries"].ref != "A1:B3"
    assert [one.count for one in store.read().others.outside] == [1]
    assert runner.plan(store, NIGHTLY, store.settings, NOW).plan.is_empty


def _cells(path: Path) -> dict[tuple[int, int], Any]:
    """What stands in the lead tab: values, and formulas as they are written."""
    cells = (cell for row in load_workbook(path)[SETTINGS.tab].rows for cell in row)
    # A cell of blanks alone counts as empty.
    return {(c.row, c.column): c.value for c in cells if str(c.value or 0).strip()
            and c.value is not None}  # fmt: skip


def _nothing_typed_was_changed(before: list[list[Any]], after: list[list[Any]]) -> None:
    for old_row, new_row in zip(before, after, strict=True):
        for column, value in enumerate(old_row):
            if value is not None and not (isinstance(value, str) and not value.strip()):
                assert new_row[column] == value


@given(sheets())
@hypothesis_settings(max_examples=15, deadline=None)
def test_what_is_wrong_today_is_gone_from_the_sheet_when_it_is_mended(
    rows: list[list[Any]],
) -> None:
    """Machine cells follow the leads: closing every lead empties Follow-up (auto)."""
    store = MemoryStore(rows, SETTINGS)
    runner.run(store, JOBS, SETTINGS, NOW)
    snapshot = store.read()
    status = snapshot.headers.column("status")
    assert status is not None
    for row in snapshot.rows:
        store.rows[row - 1][status - 1] = "Lost"
    result = runner.run(store, JOBS, SETTINGS, NOW + timedelta(days=1))
    barred = {conflict.cell for conflict in result.plan.conflicts}
    after = store.read()
    for position, text in enumerate(after.values("follow_up")):
        assert text is None or after.location(position, "follow_up").cell in barred
