"""What a workbook refuses is told by `plan` already, and costs no more than it must."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.table import Table, TableColumn

from jobs import registry, runner
from sheetsync import plan_view
from sheetsync.errors import EditRefused
from sheetsync.stores.base import Store
from sheetsync.stores.excel.safety import surroundings
from sheetsync.stores.excel.store import ExcelStore
from sheetsync.stores.memory import MemoryStore
from tests import builders
from tests.lead_book import lead_book

NOW = datetime(2026, 11, 21, 20, 0, tzinfo=builders.settings().timezone)
HEADERS = ["Lead ID", "Name", "Phone", "Status", "Next action", "Next action date"]
LEADS: list[list[Any]] = [
    [None, "Asha Rao", "9876543210", "New", None, None],
    [None, "Ravi", "98200 12345", "Contacted", "Send layouts", datetime(2026, 11, 18)],
]
OURS = ["Issues (auto)", "Response (auto)", "Follow-up (auto)"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    lead_book([HEADERS, *LEADS]).save(tmp_path / "leads.xlsx")
    return tmp_path / "leads.xlsx"


def change(path: Path, how: Callable[[Any], None]) -> None:
    book = openpyxl.load_workbook(path)
    how(book)
    book.save(path)


def lock(book: Any) -> None:
    book.security.lockStructure = True


def store_of(path: Path) -> ExcelStore:
    return ExcelStore(replace(builders.settings(), workbook=path))


def plan(store: Store, *names: str) -> runner.Result:
    settings = builders.settings()
    return runner.plan(store, registry.select(names or ["nightly"], settings), settings, NOW)


def run(store: Store, *names: str) -> runner.Result:
    settings = builders.settings()
    return runner.run(store, registry.select(names or ["nightly"], settings), settings, NOW)


# --- a protected list of tabs ---------------------------------------------------------------------


@pytest.fixture(params=["memory", "excel"])
def locked(request: pytest.FixtureRequest, path: Path) -> Store:
    if request.param == "memory":
        store = MemoryStore([list(row) for row in (HEADERS, *LEADS)], builders.settings())
        store.tabs_locked = True
        return store
    change(path, lock)
    return store_of(path)


def test_cells_are_written_and_no_tab_is_added_where_people_protected_the_tabs(
    locked: Store,
) -> None:
    result = run(locked)
    assert result.receipt is not None
    assert (result.receipt.columns, result.receipt.tabs) == (tuple(OURS), ())
    assert plan(locked).plan.is_empty


def test_each_tab_left_out_is_told_with_the_remedy(locked: Store) -> None:
    told = {each.place: each.reason for each in plan(locked).plan.conflicts}
    assert set(told) == {"Overdue", "Response breaches", "Issues"}
    assert all("Review → Protect Workbook" in reason for reason in told.values())
    lines = [*plan_view.lines(plan(locked).plan)]
    assert sum(line.startswith("! Overdue: not added") for line in lines) == 1


def test_report_tabs_that_stand_already_are_rewritten_in_a_protected_workbook(path: Path) -> None:
    run(store_of(path))
    change(path, lambda book: book["Leads"].__setitem__("E3", "Ring him about the layouts"))
    change(path, lock)
    result = run(store_of(path))
    assert result.receipt is not None
    assert result.receipt.tabs == ("Overdue",)
    assert result.plan.conflicts == ()


def test_what_somebody_typed_into_a_report_tab_stays_in_a_protected_workbook(path: Path) -> None:
    run(store_of(path))
    change(path, lambda book: book["Overdue"].__setitem__("B20", "ring him first"))
    change(path, lock)
    conflicts = run(store_of(path)).plan.conflicts
    assert [(each.place, each.reason.partition(":")[0]) for each in conflicts] == [
        ("Overdue", "not rewritten, for somebody typed there")
    ]
    assert openpyxl.load_workbook(path)["Overdue"]["B20"].value == "ring him first"


def test_doctor_says_that_no_tab_can_be_added_and_what_to_do(path: Path) -> None:
    change(path, lock)
    (line,) = [each for each in surroundings.diagnose(path) if each.state == "problem"]
    assert "cells are written" in line.message
    assert "Review → Protect Workbook" in line.remedy


# --- a table that lists more than its header row shows --------------------------------------------


def with_table_that_lists(name: str, path: Path) -> None:
    def add(book: Any) -> None:
        sheet = book["Leads"]
        sheet["G1"] = "Column7"
        table = Table(displayName="Enquiries", ref="A1:G3")
        names = [*HEADERS, name]
        table.tableColumns = [TableColumn(id=n, name=each) for n, each in enumerate(names, 1)]
        sheet.add_table(table)

    change(path, add)


def test_a_table_that_lists_our_column_under_another_header_gets_reports_only(path: Path) -> None:
    with_table_that_lists("issues (AUTO)", path)
    said = plan(store_of(path)).plan
    (told,) = {each.reason for each in said.conflicts}
    assert "its header cell G1" in told
    assert "type Issues (auto) there" in told
    result = run(store_of(path))
    assert result.receipt is not None
    assert result.receipt.columns == ()
    assert "Overdue" in result.receipt.tabs
    assert plan(store_of(path)).plan.is_empty


def test_the_columns_come_once_the_header_says_what_the_table_lists(path: Path) -> None:
    with_table_that_lists("Issues (auto)", path)
    change(path, lambda book: book["Leads"].__setitem__("G1", "Issues (auto)"))
    result = run(store_of(path))
    assert result.receipt is not None
    assert result.receipt.columns == tuple(OURS[1:])


# --- everything else ------------------------------------------------------------------------------


def test_plan_is_refused_with_what_run_would_be_refused_with(path: Path) -> None:
    sign(path)
    before = path.read_bytes()
    with pytest.raises(EditRefused, match="signed") as told:
        plan(store_of(path))
    with pytest.raises(EditRefused) as refused:
        run(store_of(path))
    assert str(told.value) == str(refused.value)
    assert path.read_bytes() == before


def test_a_table_whose_list_does_not_fit_its_range_is_refused_with_what_to_do(path: Path) -> None:
    with_table_that_lists("Theirs", path)
    change(path, lambda book: book["Leads"].tables["Enquiries"].tableColumns.pop())
    with pytest.raises(EditRefused, match="lists 6 columns and spans 7") as refused:
        plan(store_of(path))
    assert "Excel" in refused.value.hint


def test_a_plan_of_a_version_that_was_saved_over_is_not_judged_by_the_new_one(path: Path) -> None:
    store = store_of(path)
    old = plan(store).plan
    sign(path)
    store.rehearse(old)


def sign(path: Path) -> None:
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("_xmlsignatures/sig1.xml", "<Signature/>")
