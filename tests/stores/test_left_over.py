"""A run killed around the exchange leaves a file beside the workbook. The next run knows whose it
is: ours goes, a person's goes back or stays in sight."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sheetsync.stores.excel.package.version import version_of
from sheetsync.stores.excel.safety import backups, temporary
from sheetsync.stores.excel.safety.left_over import clear_away

READ, OURS, THEIRS = b"what the run read", b"what the run wrote", b"what a person saved"


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """A workbook whose version before the run is among the backups."""
    path = tmp_path / "shop" / "leads.xlsx"
    path.parent.mkdir()
    path.write_bytes(OURS)
    backups.keep(path, READ, datetime(2026, 11, 20, tzinfo=UTC))
    return path


@pytest.fixture
def left(workbook: Path) -> Callable[[bytes], Path]:
    """A file that a run left which had finished writing, with this content by now."""

    def leave(content: bytes) -> Path:
        handle, path = temporary.make(workbook)
        os.close(handle)
        path = temporary.finished(path, version_of(OURS))
        path.write_bytes(content)
        return path

    return leave


def beside(workbook: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in workbook.parent.iterdir()}


@pytest.mark.parametrize("content", [READ, OURS])
def test_our_own_and_what_is_kept_anyway_goes(
    workbook: Path, left: Callable[[bytes], Path], content: bytes
) -> None:
    left(content)
    clear_away(workbook)
    assert beside(workbook) == {"leads.xlsx": OURS}


def test_a_save_that_came_out_and_was_not_put_back_goes_back(
    workbook: Path, left: Callable[[bytes], Path]
) -> None:
    left(THEIRS)
    clear_away(workbook)
    assert beside(workbook) == {"leads.xlsx": THEIRS}


def test_such_a_save_stays_in_sight_where_people_went_on_since(
    workbook: Path, left: Callable[[bytes], Path]
) -> None:
    left(THEIRS)
    workbook.write_bytes(b"saved over ours")
    clear_away(workbook)
    assert beside(workbook) == {
        "leads.xlsx": b"saved over ours",
        "leads (recovered by sheetsync).xlsx": THEIRS,
    }


def test_the_same_holds_for_a_version_put_aside_where_files_cannot_be_exchanged(
    workbook: Path, left: Callable[[bytes], Path]
) -> None:
    new = left(THEIRS)
    new.rename(new.with_name(f"{new.name}.old"))
    clear_away(workbook)
    assert beside(workbook) == {"leads.xlsx": THEIRS}


def test_what_was_never_finished_goes_whatever_it_holds(workbook: Path) -> None:
    handle, _ = temporary.make(workbook)
    os.write(handle, b"the beginning of something")
    os.close(handle)
    clear_away(workbook)
    assert beside(workbook) == {"leads.xlsx": OURS}
