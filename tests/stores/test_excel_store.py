"""The Excel store writes a whole plan over the version it was made from, or nothing at all."""

from __future__ import annotations

import os
import shutil
import sys
import threading
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import BinaryIO

import numpy as np
import openpyxl
import pytest

from jobs import registry, runner
from sheetsync.errors import EditRefused, WorkbookChanged, WorkbookOpen
from sheetsync.plan import ColumnChanges, Plan, TabChange
from sheetsync.snapshot import Snapshot
from sheetsync.stores.excel.package.package import Package
from sheetsync.stores.excel.package.version import version_of
from sheetsync.stores.excel.package.workbook_part import WorkbookPart
from sheetsync.stores.excel.safety import backups, exchange, surroundings, temporary
from sheetsync.stores.excel.safety import replace as replacing
from sheetsync.stores.excel.store import ExcelStore
from sheetsync.stores.excel.template.lead_sheet import preset_settings, write_template
from sheetsync.stores.open import open_store
from sheetsync.tabs import Note, ReportTab
from tests import builders
from tests.lead_book import lead_book

HEADERS = ["Lead ID", "Name", "Phone", "Status", "Next action date", "Follow-up (auto)", "Theirs"]
OVERDUE = ReportTab("overdue", "Overdue", "Overdue", "Nobody today.", (Note("All is well."),))


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    book = lead_book([
        HEADERS,
        ["L-000001", "Asha Rao", "9876543210", "New", None, None, "keep"],
        ["L-000002", "Ravi 🙂", "98200 12345", "Contacted", None, "None planned", "me"],
    ])  # fmt: skip
    book.create_sheet("Prices").append(["Item", 12])
    path = tmp_path / "leads.xlsx"
    book.save(path)
    return path


@pytest.fixture
def store(workbook: Path) -> ExcelStore:
    found = open_store(replace(builders.settings(), workbook=workbook))
    assert isinstance(found, ExcelStore)
    return found


def follow_ups(snapshot: Snapshot, *texts: str | None) -> ColumnChanges:
    """A change of the whole Follow-up column to these texts."""
    ids = snapshot.values("lead_id")
    column = snapshot.headers.column("follow_up")
    assert column is not None
    return ColumnChanges(
        "follow_up", column, snapshot.rows, ids, ids, snapshot.values("follow_up"),
        np.array(texts, dtype=object),
    )  # fmt: skip


def written(snapshot: Snapshot, **more: object) -> Plan:
    change = follow_ups(snapshot, "Due Sat 21 Nov", "Overdue since Thu 12 Nov")
    return Plan(snapshot.version, columns=(change,), **more)  # type: ignore[arg-type]


def of_person(workbook: Path, value: str = "typed by a person") -> None:
    """A person opens the workbook, types, and saves."""
    book = openpyxl.load_workbook(workbook)
    book["Leads"]["G2"] = value
    book.save(workbook)


def in_column(workbook: Path, column: str) -> list[object]:
    sheet = openpyxl.load_workbook(workbook)["Leads"]
    return [cell.value for cell in sheet[column][1:]]


def members(workbook: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(workbook) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def beside(workbook: Path) -> list[str]:
    return sorted(path.name for path in workbook.parent.iterdir())


# --- reading -------------------------------------------------------------------------------------


def state_of(workbook: Path) -> tuple[int, int, int]:
    """What changes when a file is written or replaced; reading it may move its access time."""
    found = workbook.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns


def test_a_snapshot_has_the_leads_and_the_version_of_the_file(
    store: ExcelStore, workbook: Path
) -> None:
    snapshot = store.read()
    assert snapshot.values("name").tolist() == ["Asha Rao", "Ravi 🙂"]
    assert snapshot.version == version_of(workbook.read_bytes())
    assert snapshot.seen.titles == ("Leads", "Prices")
    assert (snapshot.workbook, store.name) == ("leads.xlsx", "leads.xlsx")


def test_reading_changes_nothing(store: ExcelStore, workbook: Path) -> None:
    before = workbook.read_bytes(), workbook.stat().st_mtime_ns
    store.read()
    assert (workbook.read_bytes(), workbook.stat().st_mtime_ns) == before
    assert beside(workbook) == ["leads.xlsx"]


# --- writing -------------------------------------------------------------------------------------


def test_only_the_cells_of_the_plan_change(store: ExcelStore, workbook: Path) -> None:
    before = members(workbook)
    receipt = store.apply(written(store.read()))
    after = members(workbook)
    assert in_column(workbook, "F") == ["Due Sat 21 Nov", "Overdue since Thu 12 Nov"]
    assert in_column(workbook, "G") == ["keep", "me"]
    changed = {name for name in before | after if before.get(name) != after.get(name)}
    assert changed == set(receipt.changed_members) == {"xl/worksheets/sheet1.xml"}
    assert (receipt.cells, receipt.untouched) == (2, len(before) - 1)


def test_nothing_is_left_beside_the_workbook(store: ExcelStore, workbook: Path) -> None:
    store.apply(written(store.read()))
    assert beside(workbook) == ["leads.xlsx"]


def test_an_empty_plan_leaves_the_file_alone(store: ExcelStore, workbook: Path) -> None:
    before = state_of(workbook)
    store.apply(Plan(store.read().version))
    assert state_of(workbook) == before


def test_a_tab_of_ours_is_known_again_and_can_be_hidden(store: ExcelStore, workbook: Path) -> None:
    plan = written(store.read(), tabs=(TabChange(OVERDUE, "Overdue"),))
    assert store.apply(plan).tabs == ("Overdue",)
    (tab,) = store.read().seen.report_tabs
    assert (tab.key, tab.title, tab.hidden) == ("overdue", "Overdue", False)
    assert tab.written.partition(".")[0] == tab.found
    store.apply(Plan(store.read().version, hide=("Overdue",)))
    assert store.read().seen.report_tabs[0].hidden
    assert openpyxl.load_workbook(workbook).sheetnames == ["Leads", "Prices", "Overdue"]


def test_a_tab_somebody_typed_into_no_longer_shows_what_we_wrote(
    store: ExcelStore, workbook: Path
) -> None:
    store.apply(written(store.read(), tabs=(TabChange(OVERDUE, "Overdue"),)))
    package = Package(workbook.read_bytes(), "")
    sheet = WorkbookPart(package).marked["overdue"].part
    text = package.read(sheet).replace(
        b"</sheetData>", b'<row r="99"><c r="A99"><v>5</v></c></row></sheetData>'
    )
    package.replace(sheet, text)
    with workbook.open("wb") as out:
        package.save(out)
    (tab,) = store.read().seen.report_tabs
    assert tab.written.partition(".")[0] != tab.found


def test_the_day_of_the_first_run_is_remembered_once(store: ExcelStore) -> None:
    store.apply(written(store.read(), set_up_on=date(2026, 11, 21)))
    store.apply(Plan(store.read().version, set_up_on=date(2027, 1, 1)))
    assert store.read().seen.set_up_on == date(2026, 11, 21)


# --- people at work ------------------------------------------------------------------------------


def test_a_save_between_read_and_write_survives(store: ExcelStore, workbook: Path) -> None:
    plan = written(store.read())
    of_person(workbook)
    theirs = workbook.read_bytes()
    with pytest.raises(WorkbookChanged, match=r"leads\.xlsx"):
        store.apply(plan)
    assert workbook.read_bytes() == theirs
    assert beside(workbook) == ["leads.xlsx"]


def put_ours(workbook: Path, old: bytes, meanwhile: Callable[[], None] = lambda: None) -> None:
    """Replace the workbook; ``meanwhile`` happens after writing and before the exchange."""

    def save(out: BinaryIO) -> None:
        out.write(b"ours")

    replacing.put_in_place(workbook, save, lambda _content: meanwhile(), old)


def test_a_save_in_the_last_moment_survives(workbook: Path) -> None:
    old = workbook.read_bytes()
    with pytest.raises(WorkbookChanged):
        put_ours(workbook, old, lambda: of_person(workbook))
    assert in_column(workbook, "G") == ["typed by a person", "me"]
    assert beside(workbook) == ["leads.xlsx"]


def saving_during(monkeypatch: pytest.MonkeyPatch, workbook: Path, *saves: bytes) -> None:
    """Let a person save just before each exchange of the two files."""
    real, waiting = exchange.exchange, list(saves)

    def exchange_after_save(new: Path, standing: Path) -> None:
        if waiting:
            workbook.write_bytes(waiting.pop(0))
        real(new, standing)

    monkeypatch.setattr(replacing, "exchange", exchange_after_save)


def test_what_came_out_of_the_exchange_is_put_back_when_it_is_a_persons(
    workbook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = workbook.read_bytes()
    saving_during(monkeypatch, workbook, b"theirs")
    with pytest.raises(WorkbookChanged):
        put_ours(workbook, old)
    assert workbook.read_bytes() == b"theirs"
    assert beside(workbook) == ["leads.xlsx"]


def test_the_newest_of_two_saves_during_the_exchange_stands_and_the_other_is_kept(
    workbook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = workbook.read_bytes()
    saving_during(monkeypatch, workbook, b"first", b"second")
    with pytest.raises(WorkbookChanged):
        put_ours(workbook, old)
    assert workbook.read_bytes() == b"second"
    assert workbook.with_name("leads (recovered by sheetsync).xlsx").read_bytes() == b"first"


def test_what_was_recovered_earlier_is_not_overwritten(
    workbook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for first, second in ((b"mine", b"hers"), (b"his", b"hers"), (b"theirs", b"hers")):
        workbook.write_bytes(b"old")
        saving_during(monkeypatch, workbook, first, second)
        with pytest.raises(WorkbookChanged):
            put_ours(workbook, b"old")
        monkeypatch.undo()
    named = "leads (recovered by sheetsync{}).xlsx"
    recovered = [workbook.with_name(named.format(n)).read_bytes() for n in ("", " 2", " 3")]
    assert recovered == [b"mine", b"his", b"theirs"]
    told = [line.message for line in surroundings.diagnose(workbook)]
    assert sum("recovered by sheetsync" in message for message in told) == 3


@pytest.mark.parametrize("natively", [True, False])
def test_both_ways_of_exchanging_keep_the_old_file(
    tmp_path: Path, natively: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not natively:
        monkeypatch.setattr(exchange, "_exchange_natively", lambda *_: False)
    new, standing = tmp_path / "new", tmp_path / "standing"
    new.write_bytes(b"new")
    standing.write_bytes(b"old")
    exchange.exchange(new, standing)
    assert (new.read_bytes(), standing.read_bytes()) == (b"old", b"new")
    assert beside(standing) == ["new", "standing"]


def test_an_open_workbook_is_left_alone(store: ExcelStore, workbook: Path) -> None:
    plan = written(store.read())
    before = state_of(workbook)
    mark = workbook.with_name(".~lock.leads.xlsx#")
    mark.write_text("Priya,priya,desk-7,21.11.2026 21:58,file:///home/priya;")
    with pytest.raises(WorkbookOpen, match="Priya"):
        store.apply(plan)
    assert state_of(workbook) == before
    mark.unlink()
    assert store.apply(plan).cells == 2


def test_a_workbook_that_vanishes_for_a_moment_is_waited_for(
    store: ExcelStore, workbook: Path
) -> None:
    aside = workbook.rename(workbook.with_suffix(".tmp"))
    threading.Timer(0.15, lambda: aside.rename(workbook)).start()
    assert len(store.read()) == 2


# --- the file itself -----------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
def test_mode_and_extended_attributes_stay(store: ExcelStore, workbook: Path) -> None:
    workbook.chmod(0o640)
    if hasattr(os, "setxattr"):
        os.setxattr(workbook, "user.tag", b"sales")
    store.apply(written(store.read()))
    assert workbook.stat().st_mode & 0o777 == 0o640
    if hasattr(os, "getxattr"):
        assert os.getxattr(workbook, "user.tag") == b"sales"


def test_a_link_stays_a_link_and_its_file_is_written(tmp_path: Path, workbook: Path) -> None:
    folder = tmp_path / "desk"
    folder.mkdir()
    link = folder / "link.xlsx"
    link.symlink_to(workbook)
    store = ExcelStore(replace(builders.settings(), workbook=link))
    store.apply(written(store.read()))
    assert link.is_symlink()
    assert in_column(workbook, "F")[0] == "Due Sat 21 Nov"


def test_the_version_before_is_kept_away_from_the_workbook(
    store: ExcelStore, workbook: Path, state_dir: Path
) -> None:
    before = workbook.read_bytes()
    receipt = store.apply(written(store.read()))
    assert Path(receipt.backup).read_bytes() == before
    assert state_dir in Path(receipt.backup).parents


def left_over(workbook: Path, data: bytes) -> Path:
    """What a run that was killed leaves beside the workbook."""
    handle, left = temporary.make(workbook)
    with os.fdopen(handle, "wb") as out:
        out.write(data)
    return left


def test_a_file_that_a_cut_off_run_never_finished_goes(store: ExcelStore, workbook: Path) -> None:
    left_over(workbook, workbook.read_bytes()[:-200])
    left_over(workbook, b"")
    with store.exclusive():
        assert beside(workbook) == ["leads.xlsx"]
    assert not backups.kept(backups.folder_for(workbook))


def test_a_file_that_another_machine_may_be_writing_stays_for_an_hour(
    store: ExcelStore, workbook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as there:
        there.setattr(temporary.socket, "gethostname", lambda: "desk-7")
        left = left_over(workbook, b"being written")
    with store.exclusive():
        assert left.exists()
    os.utime(left, (0, 0))
    with store.exclusive():
        assert not left.exists()


def test_files_of_other_workbooks_in_the_folder_are_left_alone(
    store: ExcelStore, workbook: Path
) -> None:
    others = [
        left_over(workbook.with_name(name), b"theirs")
        for name in ("leads-2026.xlsx", "leads.xlsm", "l.xlsx", "lea[d]s.xlsx")
    ]
    with store.exclusive():
        assert all(other.exists() for other in others)


def test_a_workbook_with_a_very_long_name_can_be_written(workbook: Path) -> None:
    long = workbook.rename(workbook.with_name("न" * 80 + ".xlsx"))
    store = ExcelStore(replace(builders.settings(), workbook=long))
    store.apply(written(store.read()))
    assert in_column(long, "F")[0] == "Due Sat 21 Nov"


def test_the_backup_of_a_linked_workbook_opens_as_what_it_is(tmp_path: Path) -> None:
    macros = tmp_path / "leads.xlsm"
    macros.write_bytes(b"")
    link = tmp_path / "leads.xlsx"
    link.symlink_to(macros)
    assert backups.keep(link, b"one", datetime(2026, 11, 21, tzinfo=UTC)).suffix == ".xlsm"


# --- workbooks that are not written --------------------------------------------------------------


def edited(workbook: Path, change: Callable[[Package], None]) -> None:
    package = Package(workbook.read_bytes(), "")
    change(package)
    with workbook.open("wb") as out:
        package.save(out)


def sign(package: Package) -> None:
    package.add("_xmlsignatures/sig1.xml", b"<Signature/>", "application/signature")


def lock_structure(package: Package) -> None:
    text = package.read("xl/workbook.xml")
    package.replace(
        "xl/workbook.xml",
        text.replace(b"<workbookProtection/>", b'<workbookProtection lockStructure="1"/>'),
    )


@pytest.mark.parametrize(("change", "reason"), [(sign, "signed"), (lock_structure, "protected")])
def test_signed_and_locked_workbooks_are_refused_untouched(
    store: ExcelStore, workbook: Path, change: Callable[[Package], None], reason: str
) -> None:
    edited(workbook, change)
    plan = written(store.read(), tabs=(TabChange(OVERDUE, "Overdue"),))
    before = shutil.copy(workbook, workbook.parent / "before.xlsx")
    with pytest.raises(EditRefused, match=reason):
        store.apply(plan)
    assert workbook.read_bytes() == Path(before).read_bytes()


def test_a_template_without_a_lead_yet_never_trips_the_guard(tmp_path: Path) -> None:
    settings = replace(preset_settings("general"), workbook=tmp_path / "leads.xlsx")
    write_template(settings.workbook, settings)
    now = datetime(2026, 11, 21, 20, 0, tzinfo=settings.timezone)
    for _night in range(3):
        runner.run(ExcelStore(settings), registry.select(["nightly"], settings), settings, now)


# --- links from report tabs to rows --------------------------------------------------------------


def links_of(workbook: Path, tab: str) -> set[str]:
    """Where the row links of a report tab lead: the tab and column they look Lead IDs up in."""
    cells = (cell for row in openpyxl.load_workbook(workbook)[tab].rows for cell in row)
    formulas = [str(cell.value) for cell in cells if str(cell.value).startswith("=HYPERLINK")]
    return {formula.partition('"#')[2].partition('"')[0] for formula in formulas}


def test_links_to_rows_are_right_again_after_the_lead_tab_got_another_name(
    store: ExcelStore, workbook: Path
) -> None:
    now = datetime(2026, 11, 21, 20, 0, tzinfo=store.settings.timezone)
    runner.run(store, registry.select(["nightly"], store.settings), store.settings, now)
    assert links_of(workbook, "Issues") == {"Leads!A"}
    book = openpyxl.load_workbook(workbook)
    book["Leads"].title = "New enquiries"
    book.save(workbook)
    renamed = ExcelStore(replace(store.settings, tab="New enquiries"))
    jobs = registry.select(["nightly"], renamed.settings)
    assert runner.run(renamed, jobs, renamed.settings, now).plan.tabs
    assert links_of(workbook, "Issues") == {"'New enquiries'!A"}
    assert runner.plan(renamed, jobs, renamed.settings, now).plan.is_empty
