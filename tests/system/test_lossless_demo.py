"""A run changes only the members it may: the demo workbook before, after one run, after two."""

from __future__ import annotations

import struct
import zipfile
from datetime import date
from pathlib import Path

import pytest

from tests.system.conftest import NOW, Run

FIRST_RUN_MAY_CHANGE = {
    "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml",
    "docProps/app.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/_rels/sheet1.xml.rels",
    "xl/tables/table1.xml",
}  # fmt: skip


def raw_members(path: Path) -> dict[str, bytes]:
    """Every member as it lies in the file: still compressed."""
    with zipfile.ZipFile(path) as package, path.open("rb") as file:
        members = {}
        for info in package.infolist():
            file.seek(info.header_offset)
            header = file.read(30)
            name, extra = struct.unpack("<HH", header[26:30])
            file.seek(info.header_offset + 30 + name + extra)
            members[info.filename] = file.read(info.compress_size)
    return members


def changed(before: Path, after: Path) -> set[str]:
    """Members that differ, appeared or went."""
    old, new = raw_members(before), raw_members(after)
    return {name for name in {*old, *new} if old.get(name) != new.get(name)}


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """The demo before any run."""
    from jobs.demo import leads, workbook
    from sheetsync.config.starter import starter_config

    folder = tmp_path / "fresh"
    folder.mkdir()
    text = starter_config("general", date(2026, 9, 22), "leads.xlsx")
    (folder / "config.yaml").write_text(text, encoding="utf-8")
    workbook.write(folder / "leads.xlsx", leads.make(7, date(2026, 11, 21)))
    return folder


def test_a_run_changes_only_the_members_it_may(run: Run, fresh: Path) -> None:
    book, before, once = fresh / "leads.xlsx", fresh / "before.xlsx", fresh / "once.xlsx"
    before.write_bytes(book.read_bytes())
    run("run", "nightly", "weekly", "--now", NOW, cwd=fresh)
    once.write_bytes(book.read_bytes())

    first = changed(before, book)
    old = set(raw_members(before))
    assert first & old <= FIRST_RUN_MAY_CHANGE
    assert all(name.startswith("xl/") for name in first - old)

    run("run", "nightly", "weekly", "--now", "2026-11-23T20:00", cwd=fresh)
    ours = first - old
    second = changed(once, book)
    assert second
    assert second <= {"xl/worksheets/sheet1.xml", *ours}


def test_the_same_seed_and_day_give_the_same_workbook(tmp_path: Path) -> None:
    from jobs.demo import leads, workbook

    one, two, other = (tmp_path / f"{name}.xlsx" for name in ("one", "two", "other"))
    workbook.write(one, leads.make(7, date(2026, 11, 21)))
    workbook.write(two, leads.make(7, date(2026, 11, 21)))
    workbook.write(other, leads.make(8, date(2026, 11, 21)))
    assert one.read_bytes() == two.read_bytes()
    assert one.read_bytes() != other.read_bytes()
