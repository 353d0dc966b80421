"""A filter over all columns of the grid, as a click on the corner and *Filter* makes one: our
columns stand right beside the leads, inside it, and sort along."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from jobs import registry, runner
from sheetsync.config import Settings
from sheetsync.stores.base import Store
from sheetsync.stores.excel.store import ExcelStore
from sheetsync.stores.google.store import GoogleStore
from tests import builders
from tests.google.desk import Desk
from tests.google.errors import Json

NOW = datetime(2026, 11, 21, 20, 0, tzinfo=builders.settings().timezone)
ROWS: list[list[Any]] = [
    ["Lead ID", "Name", "Phone", "Status"],
    ["L-000001", "Asha", "9876543201", "New"],
    [None, "Ravi", "9876543202", "Contacted"],
]
OURS = ["Issues (auto)", "Response (auto)", "Follow-up (auto)"]


def run(store: Store, settings: Settings) -> runner.Result:
    return runner.run(store, registry.select(["nightly"], settings), settings, NOW)


@pytest.mark.parametrize("reach", [{}, {"endRowIndex": 1000, "endColumnIndex": 26}])
def test_at_google_they_stand_beside_the_leads_and_the_filter_stays_as_it_is(reach: Json) -> None:
    with Desk(ROWS) as desk:
        desk.person._do({"setBasicFilter": {"filter": {"range": {"sheetId": 0, **reach}}}})
        before = desk._sheet().basic_filter
        settings = desk.settings()
        run(GoogleStore(settings), settings)
        assert desk.cells()[0] == [*ROWS[0], *OURS]
        assert len(desk._sheet().columns) == 26
        assert desk._sheet().basic_filter == before
        assert run(GoogleStore(settings), settings).plan.is_empty


def test_in_excel_they_stand_beside_the_leads_and_the_filter_stays_as_it_is(
    tmp_path: Path,
) -> None:
    path = tmp_path / "leads.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Leads"
    for row in ROWS:
        sheet.append(row)
    sheet.auto_filter.ref = "A1:Z3"
    book.save(path)
    settings = replace(builders.settings(), workbook=path)
    run(ExcelStore(settings), settings)
    written = openpyxl.load_workbook(path)["Leads"]
    assert [cell.value for cell in written[1]][:7] == [*ROWS[0], *OURS]
    assert written.auto_filter.ref == "A1:Z3"
    assert run(ExcelStore(settings), settings).plan.is_empty
