"""Where a service carries the workbook away, a run waits until nobody has saved it for a while."""

from __future__ import annotations

import os
import shutil
import time
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from jobs import registry, runner, start
from sheetsync.config import Settings, load
from sheetsync.errors import WorkbookJustSaved
from sheetsync.stores.excel.store import ExcelStore
from tests import builders
from tests.lead_book import lead_book

NOW = datetime(2026, 11, 21, 20, 0, tzinfo=builders.settings().timezone)


@pytest.fixture
def synced(tmp_path: Path) -> Path:
    (tmp_path / "OneDrive - Acme").mkdir()
    path = tmp_path / "OneDrive - Acme" / "leads.xlsx"
    lead_book([["Name", "Phone", "Status"], ["Asha Rao", "9876543210", "New"]]).save(path)
    return path


def settings_for(path: Path, quiet_minutes: int | None = None) -> Settings:
    usual = builders.settings(since=date(2026, 10, 1))
    return replace(usual, workbook=path, quiet_minutes=quiet_minutes)


def run(settings: Settings) -> runner.Result:
    jobs = registry.select(["nightly"], settings)
    return runner.run(ExcelStore(settings), jobs, settings, NOW)


def saved(path: Path, minutes_ago: float) -> None:
    then = time.time() - 60 * minutes_ago
    os.utime(path, (then, then))


def test_what_was_just_saved_in_a_synced_folder_is_left_alone(synced: Path) -> None:
    before = synced.read_bytes()
    saved(synced, minutes_ago=4.5)
    with pytest.raises(WorkbookJustSaved) as refused:
        run(settings_for(synced))
    assert synced.read_bytes() == before
    assert refused.value.exit_code == 22
    assert "saved 4 minutes ago, and OneDrive carries it" in refused.value.what
    assert "quiet for 15 minutes" in refused.value.hint
    assert refused.value.side_file == str(synced.with_name("leads – sheetsync report.xlsx"))


def test_it_is_written_once_it_has_been_quiet(synced: Path) -> None:
    saved(synced, minutes_ago=15.1)
    assert run(settings_for(synced)).receipt is not None


def test_the_message_says_from_when_a_run_may_write(synced: Path) -> None:
    then = datetime(2026, 11, 21, 23, 50, 30, tzinfo=NOW.tzinfo).timestamp()
    os.utime(synced, (then, then))
    minutes = int((time.time() - then) // 60) + 2
    with pytest.raises(WorkbookJustSaved, match=r"Run again after \w{3} \d+ \w{3}"):
        run(settings_for(synced, quiet_minutes=max(minutes, 5)))


@pytest.mark.parametrize(("minutes", "refused"), [(0, False), (3, False), (5, True), (60, True)])
def test_config_decides_how_long(synced: Path, minutes: int, refused: bool) -> None:
    saved(synced, minutes_ago=4)
    settings = settings_for(synced, quiet_minutes=minutes)
    if refused:
        with pytest.raises(WorkbookJustSaved):
            run(settings)
    else:
        assert run(settings).receipt is not None


def test_elsewhere_a_run_writes_at_once_unless_config_says_otherwise(
    synced: Path, tmp_path: Path
) -> None:
    plain = shutil.move(synced, tmp_path / "leads.xlsx")
    saved(plain, minutes_ago=0)
    with pytest.raises(WorkbookJustSaved, match=r"saved just now; nothing"):
        run(settings_for(plain, quiet_minutes=10))
    assert run(settings_for(plain)).receipt is not None


def test_what_a_run_wrote_itself_may_be_written_again_at_once(synced: Path) -> None:
    settings = settings_for(synced)
    saved(synced, minutes_ago=20)
    run(settings)
    weekly = registry.select(["weekly"], settings)
    assert runner.run(ExcelStore(settings), weekly, settings, NOW).receipt is not None


def test_what_a_person_saved_after_a_run_is_left_alone_again(synced: Path) -> None:
    saved(synced, minutes_ago=20)
    run(settings_for(synced))
    book = openpyxl.load_workbook(synced)
    book["Leads"]["B2"] = "98200 12345"
    book["Leads"]["C2"] = "Lost"
    book.save(synced)
    with pytest.raises(WorkbookJustSaved):
        run(settings_for(synced))


def test_a_run_with_nothing_to_write_waits_for_nobody(synced: Path) -> None:
    saved(synced, minutes_ago=20)
    run(settings_for(synced))
    saved(synced, minutes_ago=0)
    assert run(settings_for(synced)).receipt is None


def test_a_time_in_the_future_counts_from_when_the_file_came_here(synced: Path) -> None:
    saved(synced, minutes_ago=-60 * 24 * 365)
    with pytest.raises(WorkbookJustSaved, match="saved just now"):
        run(settings_for(synced))


def test_a_new_sheet_in_a_synced_folder_can_be_run_at_once(tmp_path: Path) -> None:
    config, _ = start.init(tmp_path / "Dropbox", "general", NOW.date())
    settings = load(config)
    assert run(settings) is not None


def test_a_workbook_that_vanishes_meanwhile_is_told_as_ever(synced: Path) -> None:
    settings = settings_for(synced)
    store = ExcelStore(settings)
    plan = runner.plan(store, registry.select(["nightly"], settings), settings, NOW).plan
    synced.unlink()
    with pytest.raises(Exception, match=r"leads\.xlsx: somebody saved it"):
        store.apply(plan)
