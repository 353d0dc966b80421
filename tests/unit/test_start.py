"""Starting out: what is made, and what stands in the way, in words."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import click
import pytest

from jobs import demo, start
from jobs.cli import cli
from sheetsync.errors import (
    AlreadyThere,
    PermissionRefused,
    SheetsyncError,
    WorkbookMissing,
    WriteFailed,
)

DAY = date(2026, 11, 21)
Make = Callable[[Path], object]

TEMPLATE: Make = lambda folder: start.template(folder / "x.xlsx", "general")  # noqa: E731
INIT: Make = lambda folder: start.init(folder, "general", DAY)  # noqa: E731
DEMO: Make = lambda folder: demo.make(folder, 7, datetime(2026, 11, 21))  # noqa: E731
each_way = pytest.mark.parametrize("make", [TEMPLATE, INIT, DEMO], ids=["template", "init", "demo"])


@each_way
@pytest.mark.parametrize("below", ["", "sub"])
def test_a_file_where_a_folder_belongs_is_named(make: Make, below: str, tmp_path: Path) -> None:
    (tmp_path / "afile").write_text("hello", encoding="utf-8")
    with pytest.raises(AlreadyThere, match="this is a file, not a folder") as caught:
        make(tmp_path / "afile" / below)
    assert caught.value.where == str(tmp_path / "afile")
    assert (tmp_path / "afile").read_text(encoding="utf-8") == "hello"


def test_a_template_into_a_missing_folder_names_the_folder(tmp_path: Path) -> None:
    with pytest.raises(WorkbookMissing, match="there is no such folder") as caught:
        TEMPLATE(tmp_path / "missing" / "dir")
    assert caught.value.where == str(tmp_path / "missing" / "dir")


@pytest.mark.parametrize("make", [INIT, DEMO], ids=["init", "demo"])
def test_init_and_demo_make_the_folders_they_need(make: Make, tmp_path: Path) -> None:
    make(tmp_path / "new" / "shop")
    made = {path.name for path in (tmp_path / "new" / "shop").iterdir()}
    assert made == {"config.yaml", "leads.xlsx"}


@each_way
def test_what_is_there_is_never_overwritten(make: Make, tmp_path: Path) -> None:
    for name in ("x.xlsx", "leads.xlsx"):
        (tmp_path / name).write_text("mine", encoding="utf-8")
    with pytest.raises(AlreadyThere, match="already there"):
        make(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"x.xlsx", "leads.xlsx"}
    assert (tmp_path / "leads.xlsx").read_text(encoding="utf-8") == "mine"


def test_a_link_that_leads_nowhere_is_there_too(tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").symlink_to(tmp_path / "gone.xlsx")
    with pytest.raises(AlreadyThere):
        TEMPLATE(tmp_path)


@each_way
@pytest.mark.parametrize(
    ("code", "kind", "said"),
    [
        (errno.EACCES, PermissionRefused, "may not be written to"),
        (errno.EROFS, PermissionRefused, "may not be written to"),
        (errno.ENOSPC, WriteFailed, "the disk is full"),
        (errno.EIO, WriteFailed, "cannot be made here"),
    ],
    ids=["refused", "read-only", "full", "other"],
)
def test_whatever_the_system_refuses_is_said_in_words_and_nothing_half_made_stays(
    make: Make,
    code: int,
    kind: type[SheetsyncError],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(path: Path, *_: object, **__: object) -> None:
        path.touch()
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr("sheetsync.stores.excel.template.lead_sheet.write_template", refuse)
    monkeypatch.setattr("jobs.demo.workbook.write", refuse)
    with pytest.raises(kind, match=said):
        make(tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_name_too_long_for_the_disk_is_no_bug(tmp_path: Path) -> None:
    with pytest.raises(WriteFailed, match="cannot be made here"):
        start.template(tmp_path / f"{'x' * 300}.xlsx", "general")


@pytest.mark.parametrize("now", ["9999-12-31", "2200-01-01", "1850-06-01T10:00", "0001-01-01"])
def test_a_moment_no_calendar_reaches_is_refused(now: str) -> None:
    with pytest.raises(click.BadParameter, match="the year must be from 1970 to 2199"):
        cli(["check", "--now", now], standalone_mode=False)


def test_what_is_no_moment_is_told_how_to_write_one() -> None:
    with pytest.raises(click.BadParameter, match=r"'tomorrow' is not a date and time; write it"):
        cli(["check", "--now", "tomorrow"], standalone_mode=False)
