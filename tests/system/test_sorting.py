"""When a person sorts, every machine cell, colour and link stays with its lead."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest

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
    before, rules = machine_cells(book), our_rules(book)
    assert len(rules) > 8
    _reverse_rows(book)
    assert machine_cells(book) == before
    assert our_rules(book) == rules
    assert_every_link_leads_to_its_lead(book)
    assert "No changes" in run("plan", "nightly", "--now", NOW, cwd=demo).stdout


@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_sort_saved_by_libreoffice_keeps_cells_colours_and_links(
    run: Run, demo: Path, tmp_path: Path
) -> None:
    book = demo / "leads.xlsx"
    before, rules = machine_cells(book), our_rules(book)
    _reverse_rows(book)
    _resave(book, tmp_path)
    assert machine_cells(book) == before
    assert our_rules(book) == rules
    assert_every_link_leads_to_its_lead(book)
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


def our_rules(path: Path) -> dict[str, tuple[str, str]]:
    """Our colour rules by name: the cells each colours and its formula, without blanks.

    A rule looks only at cells of the row it colours (``$AH2``), so a rule that still covers every
    row, with the formula of the first, colours each lead by that lead's own cells.
    """
    sheet = openpyxl.load_workbook(path)["Leads"]
    found = {}
    for block in sheet.conditional_formatting:
        for rule in block.rules:
            formula = "".join("".join(rule.formula).split())
            name = re.search(r'N\("sheetsync:([^"]+)"\)', formula)
            if name:
                found[name[1]] = (str(block.sqref), formula)
    return found


def assert_every_link_leads_to_its_lead(path: Path) -> None:
    """Do what a click does: find the cell a link computes, and see that the lead stands there."""
    values = openpyxl.load_workbook(path, data_only=True)
    leads = list(values["Leads"].iter_rows(values_only=True))
    name = leads[0].index("Name")
    links = openpyxl.load_workbook(path)["Overdue"]
    rows = list(values["Overdue"].iter_rows(values_only=True))
    header = next(row for row in rows if row[1] == "Lead")
    followed = 0
    for row, shown in enumerate(rows, start=1):
        link = re.match(
            r'=HYPERLINK\("#\$?\'?Leads\'?!A"&MATCH\("([^"]+)"', str(links.cell(row, 2).value)
        )
        if link is None:
            continue
        target = next(at for at, lead in enumerate(leads) if str(lead[0]) == link[1])
        assert shown[1] == link[1]
        assert shown[header.index("Name")] == leads[target][name]
        followed += 1
    assert followed > 50
