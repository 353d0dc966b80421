"""Leads that get no ID because people protected where it would stand: every run says so."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from jobs import registry, runner
from jobs.terminal import receipt_view
from sheetsync.config import Settings
from sheetsync.plan import Conflict
from sheetsync.stores.base import Store
from sheetsync.stores.excel.store import ExcelStore
from sheetsync.stores.google.store import GoogleStore
from tests import builders
from tests.google.desk import Desk

NOW = datetime(2026, 11, 21, 20, 0, tzinfo=builders.settings().timezone)
ROWS: list[list[Any]] = [
    ["Lead ID", "Name", "Phone", "Status", "Next action", "Next action date"],
    ["L-000001", "Asha", "9876543201", "New", "Send the layouts", None],
    [None, "Ravi", "9876543202", "New", None, None],
    [None, "Kiran", "9876543203", "New", None, None],
]


@pytest.fixture
def desk() -> Iterator[Desk]:
    with Desk(ROWS) as desk:
        yield desk


def run(store: Store, settings: Settings) -> runner.Result:
    return runner.run(store, registry.select(["nightly"], settings), settings, NOW)


def told(result: runner.Result) -> list[Conflict]:
    return [each for each in result.plan.conflicts if each.field == "lead_id"]


def said(result: runner.Result) -> str:
    """What a run prints of what it left alone."""
    return "\n".join(receipt_view.left_alone_lines(result.plan.conflicts, verbose=False))


def test_a_protected_lead_id_column_at_google_is_told_with_tab_column_and_remedy(
    desk: Desk,
) -> None:
    desk.person.protect("Leads!A:A")
    settings = desk.settings()
    result = run(GoogleStore(settings), settings)
    (conflict,) = told(result)
    assert conflict.reason.startswith("2 leads get no ID: column A of 'Leads' is protected")
    assert "Data → Protect sheets and ranges" in conflict.reason
    assert "Lead ID: 2 leads get no ID" in said(result)
    (conflict,) = told(run(GoogleStore(settings), settings))  # and every night, until it is mended
    assert "no ID" in conflict.reason


def test_some_protected_id_cells_are_told_by_name(desk: Desk) -> None:
    desk.person.protect("Leads!A3")
    settings = desk.settings()
    (conflict,) = told(run(GoogleStore(settings), settings))
    assert conflict.reason.startswith("1 lead gets no ID: A3 of 'Leads' is protected")


def test_nothing_is_said_of_protected_ids_where_no_lead_lacks_one(desk: Desk) -> None:
    settings = desk.settings()
    run(GoogleStore(settings), settings)
    desk.person.protect("Leads!A:A")
    assert told(run(GoogleStore(settings), settings)) == []


def test_a_whole_tab_protected_at_google_is_told_for_the_ids_too(desk: Desk) -> None:
    desk._sheet()
    desk.person._do({"addProtectedRange": {"protectedRange": {"range": {"sheetId": 0}}}})
    settings = desk.settings()
    (conflict,) = told(run(GoogleStore(settings), settings))
    assert "2 leads get no ID" in conflict.reason
    assert "Data → Protect sheets and ranges" in conflict.reason


def test_a_protected_excel_sheet_is_told_for_the_ids_too_with_the_remedy(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Leads"
    for row in ROWS:
        sheet.append(row)
    sheet.protection.enable()
    book.save(tmp_path / "leads.xlsx")
    settings = replace(builders.settings(), workbook=tmp_path / "leads.xlsx")
    result = run(ExcelStore(settings), settings)
    (conflict,) = told(result)
    assert conflict.reason.startswith("2 leads get no ID: the sheet 'Leads' is protected")
    assert "Review → Unprotect Sheet" in conflict.reason
    others = {each.reason for each in result.plan.conflicts if each.field != "lead_id"}
    assert all("Review → Unprotect Sheet" in reason for reason in others)
    shown = json.loads(json.dumps(receipt_view.receipt_json(result)))["conflicts"]
    assert any(each["field"] == "lead_id" and "no ID" in each["reason"] for each in shown)
