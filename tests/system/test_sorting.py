"""When a person sorts, every machine cell, colour and link stays with its lead."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.system.conftest import NOW, Run

OURS = ("Issues (auto)", "Response (auto)", "Follow-up (auto)")


def machine_cells(path: Path) -> dict[str, tuple[object, ...]]:
    """Lead ID and what our columns say of it."""
    sheet = openpyxl.load_workbook(path, data_only=True)["Leads"]
    rows = list(sheet.iter_rows(values_only=True))
    at = [rows[0].index(title) for title in ("Lead ID", "Name", *OURS)]
    return {
        f"{row[at[0]]} {row[at[1]]}": tuple(row[column] for column in at[2:])
        for row in rows[1:]
        if row[at[1]]
    }


def _reverse_rows(path: Path) -> None:
    """Sort by rewriting the sheet's XML: the data rows of the table in reverse order."""
    with zipfile.ZipFile(path) as package:
        parts = {info.filename: package.read(info) for info in package.infolist()}
    xml = parts["xl/worksheets/sheet1.xml"].decode()
    rows = re.findall(r"<row .*?</row>", xml, re.DOTALL)
    header, data, totals = rows[0], rows[1:-1], rows[-1]
    moved = [_renumbered(row, number) for number, row in enumerate(reversed(data), start=2)]
    start, end = xml.index(rows[0]), xml.index("</sheetData>")
    parts["xl/worksheets/sheet1.xml"] = (
        xml[:start] + "".join([header, *moved, totals]) + xml[end:]
    ).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data_ in parts.items():
            package.writestr(name, data_)


def _renumbered(row: str, number: int) -> str:
    row = re.sub(r'(<row [^>]*?\br=")\d+', rf"\g<1>{number}", row, count=1)
    return re.sub(r'(<c [^>]*?\br="[A-Z]+)\d+', rf"\g<1>{number}", row)


def test_a_sort_leaves_every_machine_cell_with_its_lead(run: Run, demo: Path) -> None:
    book = demo / "leads.xlsx"
    before = machine_cells(book)
    _reverse_rows(book)
    assert machine_cells(book) == before
    assert "No changes" in run("plan", "nightly", "--now", NOW, cwd=demo).stdout


@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_sort_saved_by_libreoffice_keeps_cells_colours_and_links(
    run: Run, demo: Path, tmp_path: Path
) -> None:
    book = demo / "leads.xlsx"
    before = machine_cells(book)
    _reverse_rows(book)
    _resave(book, tmp_path)
    assert machine_cells(book) == before
    sheet = openpyxl.load_workbook(book)["Leads"]
    assert _marked_rules(sheet) >= {"sheetsync:overdue"}
    _every_link_leads_to_its_row(book)
    run("run", "nightly", "--now", NOW, cwd=demo)
    assert machine_cells(book) == before
    assert "No changes" in run("plan", "nightly", "--now", NOW, cwd=demo).stdout


def _resave(book: Path, folder: Path) -> None:
    """Let LibreOffice open, recalculate and save it as .xlsx."""
    out = folder / "resaved"
    subprocess.run(
        [
            "soffice",
            "--headless",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--convert-to",
            "xlsx:Calc MS Excel 2007 XML",
            "--outdir",
            str(out),
            str(book),
        ],
        check=True,
        capture_output=True,
        timeout=170,
    )
    shutil.copyfile(out / book.name, book)


def _marked_rules(sheet: Worksheet) -> set[str]:
    found = set()
    for block in sheet.conditional_formatting:
        for rule in block.rules:
            found |= set(re.findall(r'N\("(sheetsync:[^".]+)', "".join(rule.formula)))
    return found


def _every_link_leads_to_its_row(path: Path) -> None:
    values = openpyxl.load_workbook(path, data_only=True)
    ids = [cell.value for cell in values["Leads"]["A"]]
    tab = values["Overdue"]
    shown = [cell.value for cell in tab["B"] if str(cell.value or "").startswith("L-")]
    assert shown
    assert set(shown) <= set(ids)
    formulas = openpyxl.load_workbook(path)["Overdue"]
    links = [cell.value for cell in formulas["B"] if str(cell.value).startswith("=HYPERLINK")]
    assert len(links) == len(shown)
    assert all("MATCH(" in str(link) for link in links)
