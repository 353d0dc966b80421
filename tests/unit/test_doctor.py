"""What the doctor notes of a config and a sheet in which something is amiss."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from jobs.doctor.diagnose import diagnose
from sheetsync.stores.base import Diagnosis

CONFIG = "workbook: leads.xlsx\ntimezone: Asia/Kolkata\nhours:\n  mon: 09:00-18:00\n"

pytestmark = pytest.mark.usefixtures("state_dir")


def doctor(folder: Path, *rows: list[Any], config: str = "") -> dict[str, Diagnosis]:
    """The doctor's lines by subject, in November 2026."""
    book = openpyxl.Workbook(write_only=True)
    tab = book.create_sheet("Leads")
    for row in rows:
        tab.append(row)
    book.save(folder / "leads.xlsx")
    (folder / "config.yaml").write_text(CONFIG + config, encoding="utf-8")
    lines = diagnose(folder / "config.yaml", datetime(2026, 11, 21, 20))
    return {line.subject: line for line in lines}


def test_a_name_in_two_columns_names_both(tmp_path: Path) -> None:
    said = doctor(tmp_path, ["First name", "Last name", "Status"], ["Asha", "Rao", "New"])
    assert said["Name"].message.startswith("columns A 'First name' and B 'Last name', ")


def test_a_day_to_come_from_which_late_replies_count_is_told(tmp_path: Path) -> None:
    rows = [["Name", "Status"], ["Asha", "New"]]
    assert "Since" not in doctor(tmp_path, *rows, config="since: 2026-11-21\n")
    said = doctor(tmp_path, *rows, config="since: 2027-01-04\n")["Since"]
    assert (said.state, said.message) == (
        "note", "4 Jan 2027 has not come yet: until then no lead is called breached",
    )  # fmt: skip


def test_our_column_under_another_name_is_told(tmp_path: Path) -> None:
    texts = ["Email: not an address · Owner: missing", None, "Owner: missing"]
    rows = [["Asha", "New", text] for text in texts]
    said = doctor(tmp_path, ["Name", "Status", "My issues"], *rows)["Renamed"]
    assert said.state == "note"
    assert said.message == (
        "column C 'My issues' holds what sheetsync once wrote into Issues (auto); it is never "
        "brought up to date"
    )
    assert said.remedy == "Name it Issues (auto) again, or delete it."


def test_where_our_column_is_there_again_the_old_one_is_to_be_deleted(tmp_path: Path) -> None:
    header = ["Name", "Status", "Follow-up", "Follow-up (auto)"]
    said = doctor(tmp_path, header, ["Asha", "New", "Overdue since Thu 12 Nov", None])["Renamed"]
    assert said.remedy == "Delete it: Follow-up (auto) in column D says what is true now."


@pytest.mark.parametrize("text", ["Unknown", "None planned", "called, no reply", 12, None])
def test_a_column_of_the_teams_own_words_is_theirs(tmp_path: Path, text: Any) -> None:
    said = doctor(tmp_path, ["Name", "Status", "Follow-up"], ["Asha", "New", text])
    assert "Renamed" not in said


def test_a_status_column_nobody_can_be_sure_of_is_offered(tmp_path: Path) -> None:
    header = ["Fecha", "Nombre", "Teléfono", "Ciudad", "Estado"]
    said = doctor(tmp_path, header, ["1/11/2026", "Ana", "612", "Madrid", "Nuevo"])["Columns"]
    assert said.state == "problem"
    assert 'Is it "Estado"?' in said.remedy
    assert 'columns:\n  status: "Estado"' in said.remedy


def test_the_unused_headers_are_named_where_a_column_is_missing(tmp_path: Path) -> None:
    said = doctor(tmp_path, ["Name", "Phone", "How far", "Colour"], ["Ana", 1, "New", 2])["Columns"]
    assert 'Headers not used otherwise: "How far", "Colour".' in said.remedy
