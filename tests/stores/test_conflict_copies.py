"""Copies that a service made of two saves at once are told, and never touched."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from sheetsync.stores.excel.safety.conflict_copies import conflict_copies
from sheetsync.stores.excel.safety.surroundings import beside


def found(folder: Path, name: str, workbook: str = "leads.xlsx") -> bool:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / workbook).touch()
    (folder / name).write_bytes(b"somebody's work")
    copies = conflict_copies(folder / workbook)
    assert (folder / name).read_bytes() == b"somebody's work"
    return copies == [folder / name]


@pytest.mark.parametrize(
    "name",
    [
        "leads (conflicted copy 2026-11-20).xlsx",
        "leads (Priya's conflicted copy 2026-11-21).xlsx",
        "leads (Priya's conflicted copy 2026-11-21 (1)).xlsx",
        "leads (In Konflikt stehende Kopie von Priya 2026-11-21).xlsx",
        "leads (Copie en conflit de Priya 2026-11-21).xlsx",
        "leads.sync-conflict-20261121-101500-ABCDEFG.xlsx",
        "leads_conflict-20261121-101500.xlsx",
        "leads (recovered by sheetsync 2).xlsx",
        "LEADS (Case Conflict).XLSX",
    ],
)
def test_what_only_a_service_would_call_a_file_counts_everywhere(tmp_path: Path, name: str) -> None:
    assert found(tmp_path, name)


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("OneDrive - Acme", "leads-LAPTOP.xlsx"),
        ("OneDrive - Acme", "leads-DESKTOP-8AK2P1.xlsx"),
        ("OneDrive - Acme", "leads-ASHA-PC-2.xlsx"),
        ("OneDrive - Acme", "leads-Asha-MacBook-Pro.xlsx"),
        ("OneDrive - Acme", f"leads-{socket.gethostname().partition('.')[0]}.xlsx"),
        ("GoogleDrive-a@b.in/My Drive", "leads (1).xlsx"),
        ("Mobile Documents/com~apple~CloudDocs", "leads 2.xlsx"),
    ],
)
def test_names_a_person_might_choose_count_where_that_service_gives_them(
    tmp_path: Path, folder: str, name: str
) -> None:
    assert found(tmp_path / folder, name)
    assert not found(tmp_path / "Documents", name)


@pytest.mark.parametrize(
    "name",
    [
        "leads2 (conflicted copy 2026-11-20).xlsx",
        "leads-2025.xlsx",
        "leads-JAN.xlsx",
        "leads-winter.xlsx",
        "leads (old).xlsx",
        "leads – sheetsync report.xlsx",
        "leads – sheetsync report-LAPTOP.xlsx",
        "leads (conflicted copy 2026-11-20).txt",
        "~$leads.xlsx",
    ],
)
@pytest.mark.parametrize("folder", ["Documents", "OneDrive", "Dropbox"])
def test_other_files_are_nobodys_conflict(tmp_path: Path, folder: str, name: str) -> None:
    assert not found(tmp_path / folder, name)


def test_a_workbook_that_is_itself_named_like_a_copy_has_none(tmp_path: Path) -> None:
    name = "leads (conflicted copy 2026-11-20).xlsx"
    assert not found(tmp_path, "leads.xlsx", workbook=name)


def test_what_to_do_is_said_with_the_name_of_each(tmp_path: Path) -> None:
    workbook = tmp_path / "leads.xlsx"
    for name in (workbook.name, "leads (conflicted copy 2).xlsx", "leads (conflicted copy).xlsx"):
        (tmp_path / name).touch()
    told = list(beside(workbook))
    assert [line.state for line in told] == ["problem", "problem"]
    assert told[0].message.startswith("leads (conflicted copy 2).xlsx stands beside leads.xlsx")
    assert "bring over what is only in the copy" in told[0].remedy
