"""What two versions of a workbook differ in, and whether a run may have done it."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from openpyxl.chart import BarChart, Reference

from jobs import registry, runner
from jobs.commands.untouched import untouched
from sheetsync.errors import NotAWorkbook
from sheetsync.stores.excel.package.package import Package
from sheetsync.stores.excel.safety.untouched import Comparison, compare
from sheetsync.stores.excel.store import ExcelStore
from tests import builders
from tests.lead_book import lead_book

NOW = datetime(2026, 11, 21, 20, 0, tzinfo=builders.settings().timezone)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    book = lead_book([
        ["Name", "Phone", "Status", "Next action", "Next action date"],
        ["Asha Rao", "9876543210", "New", "Send layouts", datetime(2026, 11, 18)],
    ])  # fmt: skip
    prices = book.create_sheet("Prices")
    prices.append(["Item", 12])
    chart = BarChart()
    chart.add_data(Reference(prices, min_col=2, min_row=1))
    prices.add_chart(chart, "D2")
    book.save(tmp_path / "leads.xlsx")
    return tmp_path / "leads.xlsx"


def nightly(path: Path) -> None:
    settings = replace(builders.settings(), workbook=path)
    jobs = registry.select(["nightly", "weekly"], settings)
    runner.run(ExcelStore(settings), jobs, settings, NOW)


def compared(before: Path, after: Path) -> Comparison:
    return compare(Package(before.read_bytes(), "before"), Package(after.read_bytes(), "after"))


def kept(path: Path) -> Path:
    return Path(shutil.copy(path, path.with_name("before.xlsx")))


def rewrite(path: Path, name: str, how: Callable[[bytes], bytes]) -> None:
    package = Package(path.read_bytes(), "")
    package.replace(name, how(package.read(name)))
    with path.open("wb") as out:
        package.save(out)


def test_a_first_run_differs_only_in_what_is_ours(path: Path) -> None:
    before = kept(path)
    nightly(path)
    found = compared(before, path)
    assert found.strays == []
    assert {member.name for member in found.of("changed")} == {
        "[Content_Types].xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/workbook.xml",
        "xl/worksheets/sheet1.xml",
    }  # fmt: skip
    unchanged = {member.name for member in found.of("unchanged") if member.raw}
    assert {"xl/worksheets/sheet2.xml", "xl/charts/chart1.xml"} <= unchanged
    assert all(member.part_of.startswith("report tab") for member in found.of("added"))


def test_a_later_run_may_rewrite_our_tabs_and_keep_what_was_typed_there(path: Path) -> None:
    nightly(path)
    book = openpyxl.load_workbook(path)
    book["Overdue"]["B20"] = "ring him first"
    book.save(path)
    before = kept(path)
    nightly(path)
    found = compared(before, path)
    assert found.strays == []
    assert "report tab Overdue (edited 21 Nov 2026)" in {m.part_of for m in found.of("added")}


def test_a_members_other_compression_is_no_difference_in_what_it_says(path: Path) -> None:
    before = kept(path)
    with zipfile.ZipFile(before) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    found = compared(before, path)
    assert len(found.of("unchanged")) == len(found.members)
    assert not any(member.raw for member in found.members)


@pytest.mark.parametrize("name", ["xl/charts/chart1.xml", "xl/worksheets/sheet2.xml"])
def test_a_change_to_what_is_a_persons_is_found(path: Path, name: str) -> None:
    nightly(path)
    before = kept(path)
    rewrite(path, name, lambda text: text.replace(b"</", b" </", 1))
    assert [member.name for member in compared(before, path).strays] == [name]


def test_a_persons_new_tab_is_found(path: Path) -> None:
    nightly(path)
    before = kept(path)
    book = openpyxl.load_workbook(path)
    book.create_sheet("Mine")
    book.save(path)
    assert "xl/worksheets/sheet8.xml" in {m.name for m in compared(before, path).strays}


def test_a_report_tab_in_the_place_of_a_persons_tab_is_found(path: Path) -> None:
    nightly(path)
    before = kept(path)
    book = openpyxl.load_workbook(path)
    del book["Prices"]  # the next tab, one of ours, is then saved as the part it had
    book.save(path)
    strays = {member.name: member.fate for member in compared(before, path).strays}
    assert strays["xl/worksheets/sheet2.xml"] == "changed"
    assert strays["xl/charts/chart1.xml"] in ("changed", "removed")


# --- the command ----------------------------------------------------------------------------------


def command(*words: str | Path) -> Result:
    return CliRunner().invoke(untouched, [str(word) for word in words])


def test_the_command_says_how_much_is_untouched_and_exits_0(path: Path) -> None:
    before = kept(path)
    nightly(path)
    said = command(before, path)
    assert said.exit_code == 0
    count = len(compared(before, path).of("unchanged"))
    assert said.output.startswith(f"unchanged  {count} members, {count} of them")
    assert "xl/worksheets/sheet1.xml  lead tab Leads" in said.output
    assert "✓ Nothing differs that a run may not write." in said.output


def test_the_command_names_what_no_run_may_touch_and_exits_1(path: Path) -> None:
    before = kept(path)
    rewrite(path, "xl/charts/chart1.xml", lambda text: text + b" ")
    said = command(before, path)
    assert said.exit_code == 1
    assert "xl/charts/chart1.xml  not for a run to touch" in said.output


def test_the_command_speaks_to_programs(path: Path) -> None:
    before = kept(path)
    nightly(path)
    said = json.loads(command(before, path, "--json").output)
    assert said["only_ours"] is True
    chart = next(each for each in said["members"] if each["name"] == "xl/charts/chart1.xml")
    assert (chart["fate"], chart["raw_identical"]) == ("unchanged", True)
    assert chart["sha256_before"] == chart["sha256_after"]


def test_a_missing_file_and_one_that_is_no_workbook_are_told(path: Path, tmp_path: Path) -> None:
    missing = command(tmp_path / "none.xlsx", path)
    assert missing.exit_code == 2
    assert "none.xlsx' does not exist" in missing.output
    text = tmp_path / "text.xlsx"
    text.write_text("Name,Phone")
    assert isinstance(command(text, path).exception, NotAWorkbook)
