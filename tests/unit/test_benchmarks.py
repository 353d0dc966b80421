"""The benchmark's parts at tiny sizes: that they do their work, never how fast."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import warnings
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
import python_calamine

from benchmarks import baseline, floor, nightly, plot, process_cost, workbook

ROWS = 60
MACHINE = ["Issues (auto)", "Response (auto)", "Follow-up (auto)"]


@pytest.fixture(scope="module")
def leads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook of `ROWS` leads. Read only: copy it to change it."""
    path = tmp_path_factory.mktemp("benchmark") / "leads.xlsx"
    workbook.build(path, ROWS, seed=7)
    return path


@pytest.fixture
def copy(leads: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(leads, tmp_path / "leads.xlsx"))


def rows_of(path: Path, tab: str = "Leads") -> list[list[Any]]:
    book = python_calamine.CalamineWorkbook.from_path(str(path))
    return book.get_sheet_by_name(tab).to_python()


def test_a_workbook_has_22_columns_and_one_row_a_lead(leads: Path) -> None:
    rows = rows_of(leads)
    assert len(rows[0]) == 22
    assert len(rows) == ROWS + 1


def test_the_same_rows_and_seed_give_the_same_leads() -> None:
    one, again = workbook.leads(ROWS, 7), workbook.leads(ROWS, 7)
    assert all(one[name].tolist() == again[name].tolist() for name in one)
    other = workbook.leads(ROWS, 8)
    assert one["Name"].tolist() != other["Name"].tolist()


def test_a_workbook_holds_what_a_teams_own_would(leads: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sheet = openpyxl.load_workbook(leads)["Leads"]
    assert sheet.tables["Leads"].ref == f"A1:V{ROWS + 1}"
    assert len(sheet.data_validations.dataValidation) == 4
    assert len(sheet.conditional_formatting) >= 3


def test_a_workbook_shares_its_strings_and_states_its_spans_as_excel_does(leads: Path) -> None:
    with zipfile.ZipFile(leads) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
        assert "xl/sharedStrings.xml" in archive.namelist()
    assert b'spans="1:22"' in sheet
    assert b"inlineStr" not in sheet


def test_about_one_lead_in_ten_has_something_careless_in_it() -> None:
    clean, phones = workbook.leads(2000, 7), workbook.leads(2000, 7)["Mobile no."].tolist()
    untidy = [one for one in phones if not re.fullmatch(r"\+91 \d{5} \d{5}", str(one))]
    assert 20 <= len(untidy) <= 80
    assert len(set(phones)) > 1900
    assert any(isinstance(cell, str) for cell in clean["Enquiry date"].tolist())


def test_the_script_writes_the_three_columns_and_three_tabs(copy: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        baseline.main(str(copy))
    rows = rows_of(copy)
    assert rows[0][-3:] == MACHINE
    assert all(row[0] for row in rows)
    for tab in ("Overdue", "Response breaches", "Issues"):
        assert rows_of(copy, tab)


def test_the_floor_changes_no_part_of_the_workbook(leads: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    floor.main([str(leads), str(out)])
    assert floor.read(leads.read_bytes()) == ROWS + 1
    # The stated sizes are the old ones, so a reader of zip files would stumble: compare lengths.
    assert out.stat().st_size > leads.stat().st_size // 2


def test_a_process_that_fails_is_no_measurement(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "raise SystemExit('no such thing')"]
    with pytest.raises(SystemExit, match="no such thing"):
        process_cost.cost_of(command, {}, tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="only os.wait4 tells what a child used")
def test_memory_and_processor_time_are_those_of_the_process_alone(tmp_path: Path) -> None:
    hungry = process_cost.cost_of([sys.executable, "-c", "b'x' * 900_000_000"], {}, tmp_path)
    modest = process_cost.cost_of([sys.executable, "-c", "pass"], {}, tmp_path)
    assert hungry.megabytes > 890
    assert modest.megabytes < hungry.megabytes
    assert modest.processor > 0


def test_ratios_are_taken_within_a_round() -> None:
    rounds = [costs(first=1, baseline=20), costs(first=10, baseline=200)]
    found = nightly.summary(1000, rounds)
    assert found["ratios"]["baseline/first"]["seconds"] == {"median": 20, "least": 20, "most": 20}
    assert "20.00 (20.00-20.00) times as fast" in nightly.told(found)


def test_a_plot_draws_every_line_and_names_it() -> None:
    lines: dict[str, plot.Points] = {"one": [(1000, 0.5), (100_000, 9)]}
    lines["other & more"] = [(1000, 2), (100_000, 80)]
    tree = ElementTree.fromstring(plot.svg(lines))
    assert len(tree.findall(".//{*}polyline")) == 2
    texts = [element.text for element in tree.findall(".//{*}text")]
    assert "other & more: 80.0 s" in texts


@pytest.mark.slow
def test_the_whole_benchmark_runs_at_a_tiny_size(tmp_path: Path) -> None:
    command = [sys.executable, "benchmarks/nightly.py", "--rows", "40", "--runs", "1", "--json"]
    said = subprocess.run(
        [*command, "--folder", str(tmp_path), "--plot", str(tmp_path / "plot.svg")],
        cwd=Path(__file__).parents[2], check=True, capture_output=True, text=True,
    )  # fmt: skip
    (size,) = json.loads(said.stdout)["sizes"]
    assert set(size["costs"]) == set(nightly.NAMES)
    assert (tmp_path / "plot.svg").exists()


def costs(**seconds: float) -> nightly.Round:
    return {name: process_cost.Cost(seconds.get(name, 1), 1, 1) for name in nightly.NAMES}
