"""A team types on where the Excel table ends, in a program that does not grow it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.system.conftest import NOW, Run


@pytest.fixture
def shop(run: Run, tmp_path: Path) -> Path:
    """A new shop's folder with one lead in the table and two below it, and a month title."""
    run("init", "shop")
    sheet = openpyxl.load_workbook(tmp_path / "shop" / "leads.xlsx")
    leads = sheet["Leads"]
    columns = {cell.value: cell.column for cell in leads[1]}
    last = int(str(next(iter(leads.tables.values())).ref).rpartition(":")[2].lstrip("ABCDEFGH"))
    for row, name in (
        (2, "Asha"),
        (3, "--- November 2026 ---"),
        (last + 1, "Mo"),
        (last + 2, "Al"),
    ):
        _type(leads, row, columns["Name"], name)
    sheet.save(tmp_path / "shop" / "leads.xlsx")
    return tmp_path / "shop"


def _type(sheet: Worksheet, row: int, column: Any, value: Any) -> None:
    sheet.cell(row=row, column=column, value=value)


def test_check_says_which_rows_do_not_count_and_how_to_mend_it(run: Run, shop: Path) -> None:
    found = json.loads(run("check", "--json", "--now", NOW, cwd=shop, expect=1).stdout)
    assert found["leads"] == 1
    first = found["findings"][0]
    assert (first["code"], first["severity"], first["lead_id"]) == ("outside-table", "error", "")
    assert first["cell"].startswith("A202:")
    assert first["message"].startswith("These 2 rows stand below the table ")
    assert first["hint"].startswith("In Excel, drag the corner")


def test_check_names_the_skipped_rows_when_asked_for_more(run: Run, shop: Path) -> None:
    said = run("check", "-v", "--now", NOW, cwd=shop, expect=1).stdout
    assert "1 title or separator (row 3)" in " ".join(said.split())
    assert "2 rows below the table (rows 202–203)" in " ".join(said.split())


def test_the_doctor_calls_it_a_problem(run: Run, shop: Path) -> None:
    said = " ".join(run("doctor", "--now", NOW, cwd=shop, expect=None).stdout.split())
    assert "Below the table A202:" in said
    assert "1 problem" in said
    assert "1 title or separator (row 3)" in said


def test_a_run_writes_nothing_there_and_puts_it_first_in_the_issues_tab(
    run: Run, shop: Path
) -> None:
    run("run", "nightly", "--now", NOW, cwd=shop)
    book = openpyxl.load_workbook(shop / "leads.xlsx")
    assert [cell.value for cell in book["Leads"][202] if cell.value] == ["Mo"]
    texts = [str(cell.value) for row in book["Issues"].iter_rows() for cell in row if cell.value]
    assert any(
        text.startswith("2 rows stand below the table and are not counted") for text in texts
    )
    assert any(text.startswith("A202:") for text in texts)
    assert "No changes" in run("plan", "nightly", "--now", NOW, cwd=shop).stdout


def test_rows_the_table_takes_in_later_came_nobody_knows_when(run: Run, shop: Path) -> None:
    run("run", "nightly", "--now", "2026-11-20T21:00", cwd=shop)
    book = openpyxl.load_workbook(shop / "leads.xlsx")
    sheet = book["Leads"]
    columns: dict[Any, Any] = {cell.value: cell.column for cell in sheet[1]}
    table = next(iter(sheet.tables.values()))
    corner, last = table.ref.split(":")
    column = last.rstrip("0123456789")
    row = int(last.removeprefix(column))
    table.ref = table.autoFilter.ref = f"{corner}:{column}{row + 3}"
    _type(sheet, row + 3, columns["Name"], "Zoe, typed since")
    book.save(shop / "leads.xlsx")
    run("run", "nightly", "--now", "2026-11-21T21:00", cwd=shop)
    after = openpyxl.load_workbook(shop / "leads.xlsx")["Leads"]
    received = [after.cell(row + at, columns["Received at"]).value for at in (1, 2, 3)]
    assert [moment is not None for moment in received] == [False, False, True]
    assert after.cell(row + 1, columns["Lead ID"]).value
