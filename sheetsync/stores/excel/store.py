"""The Excel store: read a workbook, patch its package, exchange it for the version read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from sheetsync import snapshot as snapshots
from sheetsync.config import Settings
from sheetsync.errors import BrokenPackage, WorkbookChanged
from sheetsync.plan import Plan
from sheetsync.second_process import LostError
from sheetsync.snapshot import Snapshot
from sheetsync.stores.base import Diagnosis, Receipt, SetAside
from sheetsync.stores.excel.lead_tab.lead_sheet import apply_to_lead_sheet
from sheetsync.stores.excel.package.package import Package
from sheetsync.stores.excel.package.version import version_of
from sheetsync.stores.excel.package.workbook_part import WorkbookPart
from sheetsync.stores.excel.reading import workbook as reading
from sheetsync.stores.excel.reading.ahead import Ahead
from sheetsync.stores.excel.report_tabs.tab_parts import write_tabs
from sheetsync.stores.excel.safety import backups, side_file, surroundings
from sheetsync.stores.excel.safety.edit_guard import prove, refuse_unsafe
from sheetsync.stores.excel.safety.left_over import clear_away
from sheetsync.stores.excel.safety.lock import our_lock, refuse_if_open
from sheetsync.stores.excel.safety.places import name_for
from sheetsync.stores.excel.safety.quiet import refuse_if_just_saved, remember_own
from sheetsync.stores.excel.safety.replace import (
    as_errors,
    put_in_place,
    read_whole,
    unless_it_vanishes,
)
from sheetsync.stores.excel.setting_aside import set_aside
from sheetsync.stores.own_files import as_write_failed, own_records
from sheetsync.stores.records import Records
from sheetsync.undo import Record


class ExcelStore:
    """The workbook ``settings.workbook``, its leads on the tab ``settings.tab``."""

    def __init__(self, settings: Settings, ahead: Ahead | None = None) -> None:
        """``ahead`` is the reading of that workbook, where it was begun already."""
        self.settings = settings
        assert settings.workbook is not None, "open_store knows a store for every config"
        self.path = Path(settings.workbook)
        self._ahead = ahead
        self._last: Snapshot | None = None

    @property
    def name(self) -> str:
        """The file's name."""
        return self.path.name

    def read(self) -> Snapshot:
        """Read one saved state of the workbook.

        Raises what `Package`, `reading.read` and `snapshot.build` raise, and `WorkbookMissing` or
        `PermissionRefused`.
        """
        self._last = self._snapshot(read_whole(self.path))
        return self._last

    def rehearse(self, plan: Plan) -> None:
        """Make the new version in memory and let go of it. Says nothing where somebody has saved
        since the plan was made: it is of no use then."""
        data = b"" if plan.is_empty else read_whole(self.path)
        if data and version_of(data) == plan.version:
            self._patched(data, plan)

    def apply(self, plan: Plan) -> Receipt:
        """Write a plan made from the version that stands there, or raise and leave it as it is."""
        if plan.is_empty and plan.set_up_on is None:
            return Receipt(self.name)
        self._refuse_unless_left_alone()
        data = read_whole(self.path)
        if version_of(data) != plan.version:
            raise WorkbookChanged(
                "somebody saved it since it was read; nothing was written",
                where=self.name,
                hint="Run again.",
            )
        package = self._patched(data, plan)
        backup = self._keep(data)
        refuse_if_open(self.path, self.settings.timezone)
        new = put_in_place(self.path, package.save, lambda written: prove(written, package), data)
        remember_own(self.path, new)
        return _receipt(self.name, plan, package, backup, new)

    def set_aside(self, plan: Plan, why: str, now: datetime) -> SetAside:
        """Write the side file."""
        snapshot = self._last or self.read()
        return set_aside(plan, snapshot, self.settings, self.path, why, now)

    def take_back(self) -> None:
        """Remove the side file."""
        with suppress(OSError):
            side_file.take_away(self.path)

    def warnings(self) -> list[Diagnosis]:
        """Conflict copies, and side files that people changed."""
        return list(surroundings.beside(self.path))

    def remember(self, record: Record) -> None:
        """Keep it beside the backups."""
        with self._records("no record of what is written could be kept ({why}){so}") as records:
            records.keep(record)

    def last_record(self) -> Record | None:
        """The newest that can be read."""
        with self._records("the records of what runs wrote cannot be read ({why}){so}") as records:
            return records.last()

    def forget(self, record: Record) -> None:
        """Drop it."""
        with self._records("the record of a run could not be removed ({why})") as records:
            records.drop(record)

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Hold the lock of this workbook; raises `WorkbookOpen` when another run keeps it."""
        with our_lock(self.path):
            with suppress(OSError):  # what cannot be moved now waits
                clear_away(self.path)
            yield

    def diagnose(self) -> list[Diagnosis]:
        """What surrounds the workbook."""
        return surroundings.diagnose(self.path, self.settings.quiet_minutes)

    def _refuse_unless_left_alone(self) -> None:
        refuse_if_open(self.path, self.settings.timezone)
        with as_errors(self.path), unless_it_vanishes(self.path):
            refuse_if_just_saved(self.path, self.settings.quiet_minutes, self.settings.timezone)

    def _snapshot(self, data: bytes) -> Snapshot:
        with _named(self.name):
            package = Package(data, self.name)
            package.check()
            lead_tab, seen = reading.read(data, package, self.settings.tab, self._ahead)
        return snapshots.build(lead_tab, seen, self.settings)

    def _patched(self, data: bytes, plan: Plan) -> Package:
        """The package with the whole plan laid over it, nothing written yet."""
        with _named(self.name):
            try:
                return self._patch(Package(data, self.name), data, plan)
            except LostError:
                return self._patch(Package(data, self.name, alone=True), data, plan)

    def _patch(self, package: Package, data: bytes, plan: Plan) -> Package:
        refuse_unsafe(package, plan)
        workbook = WorkbookPart(package)
        snapshot = self._last
        if snapshot is None or snapshot.version != plan.version:
            snapshot = self._snapshot(data)
        if plan.columns or plan.new_columns or plan.appended or plan.highlights:
            sheet = reading.choose_tab(workbook, self.settings.tab)
            apply_to_lead_sheet(package, sheet.part, snapshot, plan)
        write_tabs(
            package, workbook, plan.tabs, self.settings, snapshot, new_columns=plan.new_columns
        )
        for title in plan.hide:
            workbook.hide(title)
        if plan.set_up_on is not None:
            workbook.remember_set_up(plan.set_up_on)
        package.settle()
        return package

    def _records(self, trouble: str) -> AbstractContextManager[Records]:
        return own_records(name_for(self.path), self.name, trouble)

    def _keep(self, data: bytes) -> Path:
        """Keep the version about to be replaced."""
        trouble = "no copy of the earlier version could be kept ({why}){so}"
        with as_write_failed(self.name, trouble):
            with unless_it_vanishes(self.path):
                saved_at = datetime.fromtimestamp(self.path.stat().st_mtime, UTC)
            return backups.keep(self.path, data, saved_at)


@contextmanager
def _named(workbook: str) -> Iterator[None]:
    """What finds a cell or a text broken may not know whose it is."""
    try:
        yield
    except BrokenPackage as error:
        error.where = error.where or workbook
        raise


def _receipt(name: str, plan: Plan, package: Package, backup: Path, version: str) -> Receipt:
    return Receipt(
        workbook=name,
        cells=sum(len(column) for column in plan.columns),
        columns=tuple(new.field.header for new in plan.new_columns),
        tabs=tuple(change.title for change in plan.tabs),
        kept=tuple(change.keep_as for change in plan.tabs if change.keep_as),
        changed_members=tuple(package.changed),
        untouched=package.untouched,
        backup=str(backup),
        version=version,
        rows=tuple(new.row for new in plan.appended),
    )
