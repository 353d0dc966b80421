"""The command line as its three users meet it: real processes on real files."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from jobs.registry import JOBS
from tests.system.conftest import NOW, Run

ROOT = Path(__file__).parents[2]
COMMANDS = (
    "demo",
    "init",
    "template",
    "check",
    "plan",
    "run",
    "explain",
    "doctor",
    "undo",
    "restore",
    "untouched",
)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_with_an_example(run: Run, command: str) -> None:
    assert f"Example: sheetsync {command}" in run(command, "--help").stdout


def test_the_help_loads_nothing_it_does_not_need() -> None:
    code = (
        "import sys; from jobs.cli import cli; cli(['--help'], standalone_mode=False)\n"
        "print({'numpy', 'pandas', 'pydantic', 'rich', 'openpyxl', 'lxml'} & set(sys.modules))"
    )
    words = [sys.executable, "-c", code]
    said = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    assert said.stdout.splitlines()[-1] == "set()"


def test_the_demo_says_what_was_found_and_what_to_open(finished_demo: Path) -> None:
    said = (finished_demo / "said.txt").read_text(encoding="utf-8")
    assert "overdue" in said
    assert "Open " in said
    assert "leads.xlsx" in said
    assert len(said.splitlines()) <= 14


def test_after_the_demo_a_plan_reports_no_changes(run: Run, finished_demo: Path) -> None:
    for names in (["nightly"], ["weekly"], ["nightly", "weekly"]):
        assert "No changes" in run("plan", *names, "--now", NOW, cwd=finished_demo).stdout


def test_the_demo_never_overwrites(run: Run, demo: Path) -> None:
    before = (demo / "leads.xlsx").read_bytes()
    said = run("demo", str(demo), expect=20)
    assert "already there" in said.stderr
    assert (demo / "leads.xlsx").read_bytes() == before


def test_a_plan_as_json_names_every_cell(run: Run, demo: Path) -> None:
    _type(demo / "leads.xlsx", "Next action date", _overdue_row(demo), "2027-01-04")
    plan = json.loads(run("plan", "nightly", "--json", "--now", NOW, cwd=demo).stdout)
    assert {"changes", "tabs", "findings", "conflicts"} <= set(plan)
    assert plan["changes"]
    assert plan["changes"][0]["new"] == "Due Mon 4 Jan 2027"
    assert all(set(c) == {"lead_id", "field", "cell", "old", "new"} for c in plan["changes"])


def test_check_lists_findings_and_exits_1_when_there_are_errors(run: Run, demo: Path) -> None:
    found = json.loads(run("check", "--json", "--now", NOW, cwd=demo, expect=1).stdout)["findings"]
    errors = [one for one in found if one["severity"] == "error"]
    assert errors
    assert all(one["tab"] == "Leads" and one["cell"] and one["message"] for one in errors)
    said = run("check", "--now", NOW, cwd=demo, expect=1).stdout
    assert f"Leads!{errors[0]['cell']}" in said


def test_a_list_cut_short_names_every_error_before_any_warning(run: Run, demo: Path) -> None:
    said = run("check", "--now", NOW, cwd=demo, expect=1).stdout.splitlines()
    severities = [line.split()[0] for line in said if line.startswith(("error ", "warning "))]
    errors = int(re.search(r"(\d+) errors", said[-1])[1])  # type: ignore[index]
    assert severities[:errors] == ["error"] * errors
    assert set(severities[errors:]) == {"warning"}


def test_check_does_not_touch_the_workbook(run: Run, demo: Path) -> None:
    before = (demo / "leads.xlsx").read_bytes()
    run("check", "--now", NOW, cwd=demo, expect=1)
    run("plan", "nightly", "--now", "2026-12-01T20:00", cwd=demo)
    assert (demo / "leads.xlsx").read_bytes() == before


def test_explain_tells_the_clock_step_by_step(run: Run, demo: Path) -> None:
    said = run("explain", "l-000123", "--now", NOW, cwd=demo).stdout
    assert "L-000123" in said
    for heading in ("Response", "Follow-up", "Findings"):
        assert heading in said
    assert "arrived" in said.lower()


def test_explain_as_json_has_an_entry_for_each_row_of_the_lead(run: Run, demo: Path) -> None:
    said = json.loads(run("explain", "L-000123", "--json", "--now", NOW, cwd=demo).stdout)
    assert said["lead_id"] == "L-000123"
    assert [set(row) for row in said["rows"]] == [{"location", "sections"}]
    assert set(said["rows"][0]["sections"]) == {"Response", "Follow-up", "Findings"}


def test_explain_of_an_unknown_lead_names_the_nearest(run: Run, demo: Path) -> None:
    said = run("explain", "L-00123", "--now", NOW, cwd=demo, expect=19)
    assert "L-000123" in said.stderr


def test_doctor_says_how_each_column_was_found(run: Run, demo: Path) -> None:
    said = run("doctor", "--now", NOW, cwd=demo).stdout
    assert "'Mobile no.'" in said
    assert "Catalogue sent?" in said
    assert "Everything is in place" in said


def test_doctor_ends_with_a_remedy_when_there_is_no_config(run: Run) -> None:
    said = run("doctor", expect=1).stdout
    assert "sheetsync init" in said


@pytest.mark.parametrize(
    ("config", "content", "line"),
    [
        ("workbook: gone.xlsx\n", None, "✗ Workbook  gone.xlsx is not there"),
        ("workbook: leads.xlsx\n", b"", "✗ Contents  the file is empty"),
        ("workbook: leads.xlsx\n", b"hello", "✗ Contents  this is "),
        ("workbook:\n", None, "✗ Config  config.yaml:1  workbook: nothing is written here"),
    ],
)
def test_doctor_counts_one_trouble_once_under_a_name_people_know(
    run: Run, tmp_path: Path, config: str, content: bytes | None, line: str
) -> None:
    (tmp_path / "config.yaml").write_text(config, encoding="utf-8")
    if content is not None:
        (tmp_path / "leads.xlsx").write_bytes(content)
    said = run("doctor", expect=1).stdout
    assert line in said
    assert said.endswith("1 problem.\n")


def test_doctor_lists_each_problem_of_the_config_on_its_own(run: Run, tmp_path: Path) -> None:
    text = "workbook: a.xlsx\ntab: 7\nhours: {mon-fri: 9-18, mon: 10-18}\n"
    (tmp_path / "config.yaml").write_text(text, encoding="utf-8")
    said = run("doctor", expect=1).stdout
    assert said.count("✗ Config") == 2
    assert said.endswith("2 problems.\n")


def test_doctor_calls_a_missing_tab_a_tab(run: Run, demo: Path) -> None:
    config = demo / "config.yaml"
    text = config.read_text(encoding="utf-8").replace("tab: Leads ", "tab: Leeds ")
    config.write_text(text, encoding="utf-8")
    assert (
        "✗ Tab  leads.xlsx: there is no tab called Leeds"
        in run("doctor", cwd=demo, expect=1).stdout
    )


def test_the_totals_of_the_demo_hold_in_every_program(finished_demo: Path) -> None:
    """A formula that names its table, and beside it the value it has."""
    formulas = openpyxl.load_workbook(finished_demo / "leads.xlsx")["Leads"]
    shown = openpyxl.load_workbook(finished_demo / "leads.xlsx", data_only=True)["Leads"]
    header = [cell.value for cell in shown[1]]
    for name in ("Order value", "Collected"):
        column, last = header.index(name) + 1, shown.max_row
        assert formulas.cell(last, column).value == f"=SUBTOTAL(109,Leads[{name}])"
        amounts = [shown.cell(row, column).value for row in range(2, last)]
        total = sum(amount for amount in amounts if isinstance(amount, int | float))
        assert shown.cell(last, column).value == total > 0


def test_a_run_on_an_open_workbook_names_the_side_file_and_exits_with_14(
    run: Run, demo: Path
) -> None:
    (demo / "~$leads.xlsx").write_bytes(b"\x05Priya")
    later = ("run", "nightly", "--now", "2026-12-05T20:00")
    said = run(*later, "-q", cwd=demo, expect=14)
    assert said.stdout == ""
    assert "leads.xlsx: Priya (Excel) has it open; nothing was written to it" in said.stderr
    assert "Its report tabs are in leads – sheetsync report.xlsx, beside it." in said.stderr
    error = json.loads(run(*later, "--json", cwd=demo, expect=14).stdout)["error"]
    assert error["kind"] == "open"
    assert error["side_file"] == str(demo / "leads – sheetsync report.xlsx")
    (demo / "~$leads.xlsx").unlink()
    run(*later, cwd=demo)
    assert not (demo / "leads – sheetsync report.xlsx").exists()


def test_a_run_names_conflict_copies_and_does_its_work(run: Run, demo: Path) -> None:
    copy = demo / "leads (conflicted copy 2026-11-20).xlsx"
    copy.write_bytes(b"somebody's work")
    said = run("run", "nightly", "--now", "2026-11-21T20:00", cwd=demo)
    assert f"! {copy.name} stands beside leads.xlsx" in said.stdout
    told = json.loads(run("run", "nightly", "--json", cwd=demo).stdout)["warnings"]
    assert [each["subject"] for each in told] == ["Conflict copy"]
    assert f"✗ Conflict copy  {copy.name}" in run("doctor", cwd=demo, expect=1).stdout
    assert copy.read_bytes() == b"somebody's work"


def test_the_demo_runs_at_once_in_a_synced_folder_and_a_saved_sheet_waits(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "OneDrive").mkdir()
    run("demo", "--now", NOW, cwd=tmp_path / "OneDrive")
    workbook = tmp_path / "OneDrive" / "demo" / "leads.xlsx"
    book = openpyxl.load_workbook(workbook)
    book.save(workbook)
    later = ("--now", "2026-12-05T20:00")
    said = run("run", "nightly", *later, cwd=workbook.parent, expect=22).stderr
    assert "saved just now, and OneDrive carries it" in said
    assert "Run again after" in said


def test_init_makes_a_working_start_and_never_overwrites(run: Run, tmp_path: Path) -> None:
    run("init", "shop", "--now", NOW)
    assert run("doctor", "--now", NOW, cwd=tmp_path / "shop").returncode == 0
    run("run", "nightly", "weekly", "--now", NOW, cwd=tmp_path / "shop")
    said = run("plan", "nightly", "weekly", "--now", NOW, cwd=tmp_path / "shop").stdout
    assert "No changes" in said
    before = (tmp_path / "shop" / "config.yaml").read_bytes()
    run("init", "shop", expect=20)
    assert (tmp_path / "shop" / "config.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("template", "missing/dir/x.xlsx"), 4, "there is no such folder"),
        (("init", "afile"), 20, "this is a file, not a folder"),
        (("demo", "afile/sub"), 20, "this is a file, not a folder"),
    ],
)
def test_what_cannot_be_made_is_no_bug(
    run: Run, tmp_path: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    (tmp_path / "afile").write_text("hello", encoding="utf-8")
    assert said in run(*words, expect=code).stderr
    assert (tmp_path / "afile").read_text(encoding="utf-8") == "hello"


def test_the_help_of_run_says_what_each_job_does(run: Run) -> None:
    said = run("run", "--help").stdout
    for job in JOBS:
        assert f"{job.name}  " in said
        assert job.says.partition(";")[0] in said


@pytest.mark.parametrize(
    "preset", ["general", "trade", "real_estate", "hospitality", "education", "services"]
)
def test_every_preset_makes_a_workbook(run: Run, tmp_path: Path, preset: str) -> None:
    run("template", f"{preset}.xlsx", "--preset", preset)
    assert openpyxl.load_workbook(tmp_path / f"{preset}.xlsx").sheetnames[0] == "Leads"


def test_an_unknown_preset_or_job_names_the_ones_there_are(run: Run, demo: Path) -> None:
    said = run("template", "x.xlsx", "--preset", "realestate", expect=2).stderr
    assert "'realestate' is not a preset; choose from general" in said
    assert "weekly" in run("run", "nightyl", cwd=demo, expect=21).stderr


def test_errors_are_json_too_when_json_was_asked_for(run: Run) -> None:
    error = json.loads(run("check", "--json", expect=3).stdout)["error"]
    assert error["exit_code"] == 3
    assert error["hint"]


def test_quiet_says_nothing_when_all_is_well(run: Run, demo: Path) -> None:
    said = run("run", "nightly", "-q", "--now", NOW, cwd=demo)
    assert said.stdout == said.stderr == ""


def _overdue_row(demo: Path) -> int:
    sheet = openpyxl.load_workbook(demo / "leads.xlsx")["Leads"]
    return next(row[0].row for row in sheet.iter_rows() if str(row[-1].value)[:7] == "Overdue")


def _type(path: Path, header: str, row: int, value: Any) -> None:
    """A person types into a cell (through openpyxl, which loses charts: only for small tests)."""
    book = openpyxl.load_workbook(path)
    sheet = book["Leads"]
    column = next(cell.column for cell in sheet[1] if cell.value == header)
    sheet.cell(row, column).value = value
    book.save(path)
