"""While somebody has the workbook open, a run's report tabs go to a file beside it."""

from __future__ import annotations

import io
import os
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from jobs import registry, runner
from sheetsync.config import Settings
from sheetsync.errors import WorkbookOpen
from sheetsync.stores.excel.safety import side_file
from sheetsync.stores.excel.safety.side_seal import is_intact
from sheetsync.stores.excel.safety.surroundings import diagnose
from sheetsync.stores.excel.store import ExcelStore
from sheetsync.stores.own_files import state_folder
from tests import builders
from tests.lead_book import lead_book
from tests.through_libreoffice import through_libreoffice

NOW = datetime(2026, 11, 21, 20, 0, tzinfo=builders.settings().timezone)
SIDE = "leads – sheetsync report.xlsx"
SECOND = "leads – sheetsync report 2.xlsx"
ROWS: list[list[Any]] = [
    ["Lead ID", "Received at", "Name", "Phone", "Status", "Next action", "Next action date"],
    ["L-000001", datetime(2026, 11, 2), "Asha Rao", "9876543210", "New", "Call", date(2026, 11, 5)],
    [None, datetime(2026, 11, 3), "Ravi", "", "Contacted", "Send layouts", date(2026, 11, 6)],
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the team keeps its workbook."""
    (tmp_path / "sales").mkdir()
    lead_book(ROWS).save(tmp_path / "sales" / "leads.xlsx")
    return tmp_path / "sales"


def settings_of(folder: Path, name: str = "leads.xlsx") -> Settings:
    return replace(builders.settings(since=date(2026, 10, 1)), workbook=folder / name)


def run(folder: Path, *names: str, name: str = "leads.xlsx") -> runner.Result:
    settings = settings_of(folder, name)
    jobs = registry.select(names or ["nightly", "weekly"], settings)
    return runner.run(ExcelStore(settings), jobs, settings, NOW)


def opened(path: Path) -> Path:
    mark = path.with_name(f"~${path.name}")
    mark.write_bytes(b"\x05Priya")
    return mark


def held(folder: Path, *names: str) -> WorkbookOpen:
    """A run while Priya has the workbook open."""
    mark = opened(folder / "leads.xlsx")
    with pytest.raises(WorkbookOpen, match="Priya") as refused:
        run(folder, *names)
    mark.unlink()
    return refused.value


def listed(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def typed_into(path: Path) -> bytes:
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["A30"] = "rang him, wants blue"
    book.save(path)
    return path.read_bytes()


def cells_of(path: Path) -> Iterator[Any]:
    for sheet in openpyxl.load_workbook(path).worksheets:
        for row in sheet.iter_rows():
            yield from (cell.value for cell in row if cell.value is not None)


def test_the_report_tabs_go_to_a_file_beside_it_and_the_workbook_is_untouched(folder: Path) -> None:
    before = (folder / "leads.xlsx").read_bytes()
    told = held(folder)
    assert (folder / "leads.xlsx").read_bytes() == before
    assert listed(folder) == [SIDE, "leads.xlsx"]
    assert told.exit_code == 14
    assert told.side_file == str(folder / SIDE)
    assert told.__notes__ == [f"Its report tabs are in {SIDE}, beside it."]
    titles = openpyxl.load_workbook(folder / SIDE).sheetnames
    assert {"Overdue", "Response breaches", "Issues", "Week 2026-W47"} < set(titles)
    assert titles[-1] == "About this file"


def test_all_tabs_are_in_it_even_those_the_workbook_has_already(folder: Path) -> None:
    run(folder)
    book = openpyxl.load_workbook(folder / "leads.xlsx")
    book["Leads"]["E2"] = "Lost"
    book.save(folder / "leads.xlsx")
    held(folder, "nightly")
    titles = set(openpyxl.load_workbook(folder / SIDE).sheetnames)
    assert titles == {"Overdue", "Response breaches", "Issues", "About this file"}


def test_it_says_what_it_is_and_for_how_long(folder: Path) -> None:
    held(folder)
    about = openpyxl.load_workbook(folder / SIDE)["About this file"]
    said = " ".join(str(v) for row in about.iter_rows(values_only=True) for v in row if v)
    assert "Report tabs of leads.xlsx" in said
    assert "As of Sat 21 Nov 20:00" in said
    assert "Priya (Excel) has it open" in said


def test_lead_ids_are_text_there_and_no_formula_reaches_for_a_tab_that_is_not(folder: Path) -> None:
    held(folder)
    values = list(cells_of(folder / SIDE))
    assert "L-000001" in values
    assert "L-000002" in values
    assert not [value for value in values if str(value).startswith("=")]


def test_whoever_only_looks_at_it_is_not_asked_whether_to_save(folder: Path) -> None:
    held(folder)
    with zipfile.ZipFile(folder / SIDE) as package:
        assert b'fullCalcOnLoad="1"' not in package.read("xl/workbook.xml")


def test_the_next_run_that_cannot_write_puts_a_newer_one_in_its_place(folder: Path) -> None:
    held(folder, "nightly")
    first = (folder / SIDE).read_bytes()
    held(folder)
    assert listed(folder) == [SIDE, "leads.xlsx"]
    assert (folder / SIDE).read_bytes() != first


def test_the_next_run_that_can_write_takes_it_away(folder: Path) -> None:
    held(folder)
    assert run(folder).receipt is not None
    assert listed(folder) == ["leads.xlsx"]


def test_so_does_a_run_that_finds_all_of_it_in_the_workbook(folder: Path) -> None:
    held(folder)
    aside = (folder / SIDE).read_bytes()
    run(folder)
    (folder / SIDE).write_bytes(aside)
    assert run(folder).receipt is None
    assert listed(folder) == ["leads.xlsx"]


def test_what_a_person_changed_in_it_is_never_overwritten_nor_removed(folder: Path) -> None:
    held(folder)
    theirs = typed_into(folder / SIDE)
    told = held(folder)
    assert told.side_file == str(folder / SECOND)
    assert any(f"{SIDE} was changed by somebody" in note for note in told.__notes__)
    held(folder)
    assert listed(folder) == [SECOND, SIDE, "leads.xlsx"]
    result = run(folder)
    assert listed(folder) == [SIDE, "leads.xlsx"]
    assert (folder / SIDE).read_bytes() == theirs
    assert [warning.subject for warning in result.warnings] == ["Side file"]


def test_a_file_of_somebodys_own_by_that_name_is_left(folder: Path) -> None:
    (folder / SIDE).write_bytes(b"a person's notes")
    assert held(folder).side_file == str(folder / SECOND)
    run(folder)
    assert (folder / SIDE).read_bytes() == b"a person's notes"
    assert listed(folder) == [SIDE, "leads.xlsx"]


def test_a_save_in_the_very_instant_of_the_exchange_is_put_back(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held(folder)
    exchange, theirs = side_file.exchange, []

    def after_a_save(new: Path, standing: Path) -> None:
        if not theirs:
            theirs.append(typed_into(standing))
        exchange(new, standing)

    monkeypatch.setattr(side_file, "exchange", after_a_save)
    assert held(folder).side_file == str(folder / SECOND)
    assert (folder / SIDE).read_bytes() == theirs[0]
    assert listed(folder) == [SECOND, SIDE, "leads.xlsx"]


def test_one_that_is_open_itself_is_left_and_said_to_be_older(folder: Path) -> None:
    held(folder, "nightly")
    before = (folder / SIDE).read_bytes()
    mark = opened(folder / SIDE)
    told = held(folder)
    assert told.__notes__ == [f"Priya (Excel) has {SIDE} open, so it shows an earlier run."]
    run(folder)
    assert (folder / SIDE).read_bytes() == before
    mark.unlink()
    run(folder)
    assert listed(folder) == ["leads.xlsx"]


def test_a_mark_without_a_side_file_keeps_none_away(folder: Path) -> None:
    opened(folder / SIDE)
    assert held(folder).side_file == str(folder / SIDE)
    assert (folder / SIDE).exists()


@pytest.mark.skipif(sys.platform == "win32", reason="modes are a POSIX thing")
def test_where_the_folder_takes_no_file_it_goes_to_our_own(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = side_file.temporary.make

    def refused(path: Path) -> tuple[int, Path]:
        if path.parent == folder:
            raise PermissionError(13, "Permission denied", str(path))
        return make(path)

    with monkeypatch.context() as patched:
        patched.setattr(side_file.temporary, "make", refused)
        told = held(folder)
    kept = Path(told.side_file)
    assert kept.name == SIDE
    assert kept.is_relative_to(state_folder())
    assert str(kept) in told.__notes__[0]
    run(folder)
    assert not kept.exists()


def test_where_nothing_can_be_put_anywhere_the_run_says_so_and_ends_as_it_would(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_path: Path) -> tuple[int, Path]:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(side_file.temporary, "make", full)
    told = held(folder)
    assert told.side_file == ""
    assert told.__notes__ == [
        "Nor could the report tabs be put elsewhere (No space left on device)."
    ]


def test_beside_a_linked_workbook_it_stands_where_the_file_is(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "link.xlsx").symlink_to(folder / "leads.xlsx")
    mark = opened(folder / "leads.xlsx")
    with pytest.raises(WorkbookOpen) as refused:
        run(tmp_path, name="link.xlsx")
    mark.unlink()
    assert refused.value.side_file == str(folder / SIDE)
    run(folder)
    assert listed(folder) == ["leads.xlsx"]


def test_two_workbooks_of_one_name_keep_their_side_files_apart(folder: Path) -> None:
    held(folder)
    other = folder / "leads.xlsm"
    assert not is_intact(folder / SIDE, other.name)
    side_file.take_away(other)
    assert (folder / SIDE).exists()


@pytest.mark.skipif(sys.platform == "win32", reason="modes are a POSIX thing")
def test_whoever_may_read_the_workbook_may_read_it(folder: Path) -> None:
    (folder / "leads.xlsx").chmod(0o664)
    held(folder)
    assert (folder / SIDE).stat().st_mode & 0o777 == 0o664


def test_a_job_without_report_tabs_leaves_none(folder: Path) -> None:
    settings = settings_of(folder)
    store = ExcelStore(settings)
    plan = runner.plan(store, registry.select(["nightly"], settings), settings, NOW).plan
    assert store.set_aside(replace(plan, reports=()), "why", NOW).path == ""
    assert listed(folder) == ["leads.xlsx"]


def test_a_cut_off_run_leaves_nothing_for_long(folder: Path) -> None:
    handle, left = side_file.temporary.make(folder / SIDE)
    os.close(handle)
    held(folder)
    assert not left.exists()


def test_doctor_names_one_that_somebody_changed(folder: Path) -> None:
    held(folder)
    assert "Side file" not in {line.subject for line in diagnose(folder / "leads.xlsx")}
    typed_into(folder / SIDE)
    (told,) = [line for line in diagnose(folder / "leads.xlsx") if line.subject == "Side file"]
    assert SIDE in told.message


@pytest.mark.libreoffice
def test_libreoffice_opens_it_with_all_its_tabs(folder: Path, tmp_path: Path) -> None:
    held(folder)
    before = openpyxl.load_workbook(folder / SIDE)
    saved = through_libreoffice((folder / SIDE).read_bytes(), tmp_path)
    after = openpyxl.load_workbook(io.BytesIO(saved))
    assert after.sheetnames == before.sheetnames
    for title in before.sheetnames:
        assert {c.value for r in after[title] for c in r} >= {
            cell.value for row in before[title] for cell in row if isinstance(cell.value, str)
        }
    (folder / SIDE).write_bytes(saved)
    assert not is_intact(folder / SIDE, "leads.xlsx")


@pytest.mark.parametrize("damage", [b"", b"PK\x05\x06", b"no workbook at all"])
def test_anything_that_cannot_be_read_is_somebodys(folder: Path, damage: bytes) -> None:
    (folder / SIDE).write_bytes(damage)
    assert not is_intact(folder / SIDE, "leads.xlsx")
