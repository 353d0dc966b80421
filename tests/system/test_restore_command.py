"""`sheetsync restore`: from a row that somebody deleted to the row standing there again."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from jobs.cli import cli
from sheetsync.config import load
from sheetsync.journal import Journal, journal_path
from sheetsync.leads import parse
from sheetsync.stores.open import open_store

HEADERS = ["Lead ID", "Received at", "Name", "Phone", "Status", "Owner", "Quote value", "Double"]
FIRST, SECOND = "2026-11-20T21:00", "2026-11-21T21:00"
CONFIG = """\
workbook: leads.xlsx
timezone: Asia/Kolkata
team: [Asha, Ravi]
"""


def lead(number: int, name: str, quote: float) -> list[Any]:
    received = datetime(2026, 11, 10 + number, 9, 30)
    row = number + 1
    owner = "Asha" if number % 2 else "Ravi"
    return [f"L-{number:06d}", received, name, f"98765 4321{number}", "Quoted", owner, quote,
            f"=G{row}*2"]  # fmt: skip


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A table of four leads with a dropdown, colours and number formats; a list beside it."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Leads"
    sheet.append(HEADERS)
    for number, name in enumerate(["Asha Rao", "Ravi Iyer", "Meera", "Devi Shah"], 1):
        sheet.append(lead(number, name, 1000.0 * number))
    for row in range(2, 6):
        sheet.cell(row, 2).number_format = "d mmm yyyy hh:mm"
        sheet.cell(row, 3).font = Font(bold=True)
        sheet.cell(row, 7).number_format = "#,##0.00"
    sheet.add_table(Table(displayName="Leads", ref="A1:H5"))
    choices = DataValidation(type="list", formula1='"New,Quoted,Won"', allow_blank=True)
    choices.add("E2:E5")
    sheet.add_data_validation(choices)
    yellow = PatternFill("solid", bgColor="FFFF00")
    rule = FormulaRule(formula=["G2>2000"], fill=yellow)  # type: ignore[no-untyped-call]
    sheet.conditional_formatting.add("G2:G5", rule)
    book.save(tmp_path / "leads.xlsx")
    (tmp_path / "config.yaml").write_text(CONFIG)
    return tmp_path


def remember(folder: Path, now: str = FIRST) -> None:
    """What a run does with its read."""
    settings = load(folder / "config.yaml")
    moment = datetime.fromisoformat(now).replace(tzinfo=settings.timezone)
    snapshot = open_store(settings).read()
    with Journal.open(journal_path(settings), moment) as journal:
        journal.book(settings).record(parse(snapshot, settings), snapshot, moment)


def edit(folder: Path, change: Callable[[Any], None]) -> None:
    book = openpyxl.load_workbook(folder / "leads.xlsx")
    change(book["Leads"])
    book.save(folder / "leads.xlsx")


def delete_ravi(sheet: Any) -> None:
    """As Excel does it: the rows below move up and the table shrinks."""
    for column in range(1, sheet.max_column + 1):
        for row in (3, 4) if column != HEADERS.index("Double") + 1 else ():
            sheet.cell(row, column).value = sheet.cell(row + 1, column).value
        sheet.cell(5, column).value = None
    table = sheet.tables["Leads"]
    table.ref = table.autoFilter.ref = f"{table.ref[:-1]}4"
    sheet.data_validations.dataValidation[0].sqref = "E2:E4"
    colours = ConditionalFormattingList()
    for each in sheet.conditional_formatting:
        for rule in each.rules:
            colours.add(str(each.sqref).replace("G2:G5", "G2:G4"), rule)
    sheet.conditional_formatting = colours


def code(said: Result) -> int:
    return getattr(said.exception, "exit_code", said.exit_code)


def command(name: str, folder: Path, *options: str) -> Result:
    said = [name, "--config", str(folder / "config.yaml"), *options]
    return CliRunner().invoke(cli, said)


def restore(folder: Path, lead_id: str = "L-000002", *options: str) -> Result:
    return command("restore", folder, lead_id, "--now", SECOND, *options)


def test_a_deleted_row_stands_again_below_the_last_with_its_looks(shop: Path) -> None:
    remember(shop)
    edit(shop, delete_ravi)
    said = restore(shop)
    assert said.exit_code == 0, said.output
    assert "L-000002 stands again, in row 5" in said.output
    sheet = openpyxl.load_workbook(shop / "leads.xlsx")["Leads"]
    assert [cell.value for cell in sheet[5]][:7] == [
        "L-000002", datetime(2026, 11, 12, 9, 30), "Ravi Iyer", "98765 43212", "Quoted", "Ravi",
        2000,
    ]  # fmt: skip
    assert sheet.tables["Leads"].ref == "A1:H5"
    assert sheet.cell(5, 2).number_format == "d mmm yyyy hh:mm"
    assert sheet.cell(5, 7).number_format == "#,##0.00"
    assert sheet.cell(5, 3).font.b
    assert str(sheet.data_validations.dataValidation[0].sqref) == "E2:E5"
    assert [str(each.sqref) for each in sheet.conditional_formatting] == ["G2:G5"]


def test_a_formula_is_left_out_and_named(shop: Path) -> None:
    remember(shop)
    edit(shop, delete_ravi)
    left = json.loads(restore(shop, "L-000002", "--json").stdout)["left"]
    assert left == [
        {"column": "Double", "reason": "a formula stood there; copy it from another row"}
    ]
    assert openpyxl.load_workbook(shop / "leads.xlsx")["Leads"].cell(5, 8).value is None


def test_runs_name_a_lead_that_vanished_until_it_is_put_back(shop: Path) -> None:
    def nightly(now: str) -> list[str]:
        said = command("run", shop, "nightly", "--now", now, "--json")
        found = json.loads(said.stdout)["findings"]
        return [one["lead_id"] for one in found if one["code"] == "lead-vanished"]

    assert nightly(FIRST) == []
    edit(shop, delete_ravi)
    assert nightly("2026-11-21T08:00") == ["L-000002"]
    assert nightly("2026-11-21T09:00") == ["L-000002"]
    explained = command("explain", shop, "L-000002", "--now", SECOND)
    assert "sheetsync restore L-000002 puts it back" in getattr(explained.exception, "hint", "")
    assert "lead-vanished" in command("check", shop, "--now", SECOND, "--json").output
    assert restore(shop).exit_code == 0
    assert nightly("2026-11-21T22:00") == []
    with Journal.open(shop / "config.journal.db", datetime.now().astimezone()) as journal:
        story = journal.book(load(shop / "config.yaml")).story("L-000002")
    assert {"vanished", "restored"} <= {line.kind for line in story}
    assert code(restore(shop)) == 18


def test_nothing_is_written_for_a_lead_that_is_there_or_that_nobody_knows(shop: Path) -> None:
    remember(shop)
    before = (shop / "leads.xlsx").read_bytes()
    there, unknown = restore(shop, "L-000003"), restore(shop, "L-000099")
    assert (code(there), code(unknown)) == (18, 19)
    assert (shop / "leads.xlsx").read_bytes() == before


def test_without_a_journal_it_says_what_is_remembered_and_makes_none(shop: Path) -> None:
    said = restore(shop)
    assert code(said) == 19
    assert not (shop / "config.journal.db").exists()


def test_an_empty_row_of_the_table_is_taken_and_keeps_its_own_looks(shop: Path) -> None:
    remember(shop)

    def leave_a_row(sheet: Any) -> None:
        delete_ravi(sheet)
        sheet.tables["Leads"].ref = "A1:H5"
        for column in range(1, 9):
            sheet.cell(5, column).font = Font(italic=column == 4)
        sheet.cell(5, 2).number_format = "General"

    edit(shop, leave_a_row)
    assert restore(shop).exit_code == 0
    sheet = openpyxl.load_workbook(shop / "leads.xlsx")["Leads"]
    assert (sheet.cell(5, 3).value, sheet.tables["Leads"].ref) == ("Ravi Iyer", "A1:H5")
    assert sheet.cell(5, 4).font.i
    assert sheet.cell(5, 2).value == datetime(2026, 11, 12, 9, 30)


def test_a_filter_over_the_leads_takes_it_in(shop: Path) -> None:
    def without_table(sheet: Any) -> None:
        del sheet.tables["Leads"]
        sheet.auto_filter.ref = "A1:H5"

    edit(shop, without_table)
    remember(shop)

    def delete(sheet: Any) -> None:
        sheet.delete_rows(3)
        sheet.auto_filter.ref = "A1:H4"

    edit(shop, delete)
    assert restore(shop).exit_code == 0
    book = openpyxl.load_workbook(shop / "leads.xlsx")
    assert book["Leads"].auto_filter.ref == "A1:H5"
    assert book["Leads"].cell(5, 3).value == "Ravi Iyer"
    parts = zipfile.ZipFile(shop / "leads.xlsx")
    assert b"$A$1:$H$5" in parts.read("xl/workbook.xml")


def with_totals(sheet: Any) -> None:
    delete_ravi(sheet)
    sheet.cell(5, 3).value, sheet.cell(5, 7).value = "Total", "=SUBTOTAL(109,Leads[Quote value])"
    sheet.cell(5, 7).font = Font(italic=True)
    table = sheet.tables["Leads"]
    table.ref, table.totalsRowCount = "A1:H5", 1


def test_a_totals_row_moves_down_to_make_room(shop: Path) -> None:
    remember(shop)
    edit(shop, with_totals)
    said = restore(shop)
    assert said.exit_code == 0, said.exception
    sheet = openpyxl.load_workbook(shop / "leads.xlsx")["Leads"]
    assert (sheet.cell(5, 3).value, sheet.cell(6, 3).value) == ("Ravi Iyer", "Total")
    assert sheet.cell(6, 7).value == "=SUBTOTAL(109,Leads[Quote value])"
    assert sheet.cell(6, 7).font.i
    assert not sheet.cell(5, 7).font.i
    table = sheet.tables["Leads"]
    assert (table.ref, table.autoFilter.ref, table.totalsRowCount) == ("A1:H6", "A1:H5", 1)
    snapshot = open_store(load(shop / "config.yaml")).read()
    assert snapshot.rows.tolist() == [2, 3, 4, 5]


@pytest.mark.parametrize("formula", ["=G5*2", "=SUM(G2:$G$5)", "=Leads!G5"])
def test_one_that_a_formula_names_stays_where_it_is(shop: Path, formula: str) -> None:
    remember(shop)

    def named(sheet: Any) -> None:
        with_totals(sheet)
        sheet.parent.create_sheet("Sums")["A1"] = formula

    edit(shop, named)
    before = (shop / "leads.xlsx").read_bytes()
    said = restore(shop)
    assert code(said) == 18
    assert "Insert an empty row of the table above the totals row" in said.exception.hint  # type: ignore[union-attr]
    assert (shop / "leads.xlsx").read_bytes() == before
