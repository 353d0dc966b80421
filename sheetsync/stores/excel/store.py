"""The Excel store: read a workbook, patch its package, exchange it for the version read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from sheetsync import snapshot as snapshots
from sheetsync.config import Settings
from sheetsync.errors import WorkbookChanged, WriteFailed
from sheetsync.plan import Plan
from sheetsync.snapshot import Snapshot
from sheetsync.stores.base import Diagnosis, Receipt
from sheetsync.stores.excel.lead_tab.lead_sheet import apply_to_lead_sheet
from sheetsync.stores.excel.package.package import Package
from sheetsync.stores.excel.package.workbook_part import WorkbookPart
from sheetsync.stores.excel.reading import workbook as reading
from sheetsync.stores.excel.report_tabs.tab_parts import write_tabs
from sheetsync.stores.excel.safety import backups, surroundings
from sheetsync.stores.excel.safety.edit_guard import prove, refuse_unsafe
from sheetsync.stores.excel.safety.lock import our_lock, refuse_if_open
from sheetsync.stores.excel.safety.replace import put_in_place, read_whole
from sheetsync.stores.excel.safety.temporary import is_abandoned, left_beside


class ExcelStore:
    """The workbook ``settings.workbook``, its leads on the tab ``settings.tab``."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.path = Path(settings.workbook)
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

    def apply(self, plan: Plan) -> Receipt:
        """Write a plan made from the version that stands there, or raise and leave it as it is."""
        if plan.is_empty and plan.set_up_on is None:
            return Receipt(self.name)
        refuse_if_open(self.path)
        data = read_whole(self.path)
        if reading.version_of(data) != plan.version:
            raise WorkbookChanged(
                "somebody saved it since it was read; nothing was written",
                where=self.name,
                hint="Run again.",
            )
        package = self._patched(data, plan)
        backup = self._keep(data)
        refuse_if_open(self.path)
        put_in_place(self.path, package.save, lambda content: prove(content, package), plan.version)
        return _receipt(self.name, plan, package, backup)

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Hold the lock of this workbook; raises `WorkbookOpen` when another run keeps it."""
        with our_lock(self.path):
            self._clear_away()
            yield

    def diagnose(self) -> list[Diagnosis]:
        """What surrounds the workbook."""
        return surroundings.diagnose(self.path)

    def _snapshot(self, data: bytes) -> Snapshot:
        package = Package(data, self.name)
        package.check()
        lead_tab, seen = reading.read(data, package, self.settings.tab)
        return snapshots.build(lead_tab, seen, self.settings)

    def _patched(self, data: bytes, plan: Plan) -> Package:
        """The package with the whole plan laid over it, nothing written yet."""
        package = Package(data, self.name)
        refuse_unsafe(package, plan)
        workbook = WorkbookPart(package)
        snapshot = self._last
        if snapshot is None or snapshot.version != plan.version:
            snapshot = self._snapshot(data)
        if plan.columns or plan.new_columns or plan.highlights:
            sheet = reading.choose_tab(workbook, self.settings.tab)
            apply_to_lead_sheet(package, sheet.part, snapshot, plan)
        write_tabs(
            package, workbook, plan.tabs, self.settings, snapshot, new_columns=plan.new_columns
        )
        for title in plan.hide:
            workbook.hide(title)
        if plan.set_up_on is not None:
            workbook.remember_set_up(plan.set_up_on)
        return package

    def _clear_away(self) -> None:
        """Move what cut-off runs left beside the workbook; what cannot be moved now waits."""
        for left in left_beside(self.path):
            with suppress(OSError):
                if is_abandoned(left):
                    backups.take_in(self.path, left)

    def _keep(self, data: bytes) -> Path:
        """Keep the version about to be replaced."""
        try:
            saved_at = datetime.fromtimestamp(self.path.stat().st_mtime, UTC)
            return backups.keep(self.path, data, saved_at)
        except OSError as reason:
            raise WriteFailed(
                f"no copy of the earlier version could be kept ({reason.strerror}), so nothing "
                "was written",
                where=self.name,
                hint="Free some space, or set SHEETSYNC_STATE_DIR to a folder with some.",
            ) from reason


def _receipt(name: str, plan: Plan, package: Package, backup: Path) -> Receipt:
    return Receipt(
        workbook=name,
        cells=sum(len(column) for column in plan.columns),
        columns=tuple(new.field.header for new in plan.new_columns),
        tabs=tuple(change.title for change in plan.tabs),
        kept=tuple(change.keep_as for change in plan.tabs if change.keep_as),
        changed_members=tuple(package.changed),
        untouched=package.untouched,
        backup=str(backup),
    )
