"""A lead sheet held in memory: the smallest honest store, for tests and trying things out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime

import numpy as np

from sheetsync import snapshot as snapshots
from sheetsync.config import Settings
from sheetsync.errors import EditRefused, WorkbookChanged, WorkbookOpen
from sheetsync.lead_tab import CellValue, LeadTab
from sheetsync.plan import Plan
from sheetsync.snapshot import Seen, Snapshot, TabSeen
from sheetsync.stores.base import Diagnosis, Receipt, SetAside
from sheetsync.tabs import ReportTab
from sheetsync.tabs import layout as tab_layout
from sheetsync.tabs.row_links import lead_ids
from sheetsync.undo import Record


@dataclass
class MemoryTab:
    """A report tab: what was written, and whether a person typed into it since."""

    key: str
    title: str
    digest: str
    typed: bool = False
    hidden: bool = False


class MemoryStore:
    """``rows`` is the lead tab from row 1, ragged rows allowed; a person may edit it at will."""

    def __init__(self, rows: list[list[CellValue]], settings: Settings) -> None:
        self.rows = rows
        self.settings = settings
        self.tabs: list[MemoryTab] = []
        self.highlights: dict[str, str] = {}
        self.set_up_on: date | None = None
        self.tabs_locked = False
        self.records: dict[str, Record] = {}
        self.held_by = ""
        self.aside: dict[str, ReportTab] = {}

    @property
    def name(self) -> str:
        """There is no file, so the store names itself."""
        return "memory"

    @property
    def version(self) -> str:
        """Changes with any cell of the lead tab."""
        return hashlib.sha256(repr(self.rows).encode()).hexdigest()

    def read(self) -> Snapshot:
        """The rows as they are now."""
        width = max((len(row) for row in self.rows), default=0)
        columns = tuple(
            np.array(
                [*(row[c] if c < len(row) else None for row in self.rows), None], dtype=object
            )[:-1]
            for c in range(width)
        )
        tab = LeadTab(self.settings.tab, columns, (None,) * width)
        seen = Seen(
            workbook=self.name,
            version=self.version,
            titles=(self.settings.tab, *(tab.title for tab in self.tabs)),
            report_tabs=tuple(map(_seen, self.tabs)),
            highlights=dict(self.highlights),
            set_up_on=self.set_up_on,
            tabs_locked=self.tabs_locked,
        )
        return snapshots.build(tab, seen, self.settings)

    def rehearse(self, plan: Plan) -> None:
        """Rows take anything but a tab that people forbade."""
        if self.tabs_locked and any(not c.replaces or c.keep_as for c in plan.tabs):
            raise EditRefused("no tab can be added", where=self.name)

    def apply(self, plan: Plan) -> Receipt:
        """Write the plan into the rows."""
        if self.held_by:
            raise WorkbookOpen(f"{self.held_by} has it open", where=self.name)
        self.rehearse(plan)
        if plan.version != self.version:
            raise WorkbookChanged("the rows changed since they were read", where=self.name)
        snapshot = self.read()
        links_to = str(lead_ids(snapshot, plan.new_columns))
        for new in plan.new_columns:
            self._put(snapshot.headers.row, new.column, new.field.header)
        for column in plan.columns:
            for row, value in zip(column.rows.tolist(), column.new, strict=True):
                self._put(row, column.column, value)
        for added in plan.appended:
            self.rows.extend([] for _ in range(added.row - len(self.rows)))
            for at, value in added.cells:
                self._put(added.row, at, value)
        for change in plan.tabs:
            if change.keep_as:
                self.tabs.append(MemoryTab("", change.keep_as, ""))
            kept = [tab for tab in self.tabs if tab.key != change.tab.key]
            digest = tab_layout.digest(change.tab, links_to)
            self.tabs = [*kept, MemoryTab(change.tab.key, change.title, digest)]
        self.tabs = [replace(t, hidden=t.hidden or t.title in plan.hide) for t in self.tabs]
        if plan.highlights:
            self.highlights = {rule.name: rule.signature for rule in plan.highlights}
        self.set_up_on = self.set_up_on or plan.set_up_on
        return Receipt(
            workbook=self.name,
            cells=sum(len(column) for column in plan.columns),
            columns=tuple(new.field.header for new in plan.new_columns),
            tabs=tuple(change.title for change in plan.tabs),
            kept=tuple(change.keep_as for change in plan.tabs if change.keep_as),
            rows=tuple(added.row for added in plan.appended),
        )

    def set_aside(self, plan: Plan, why: str, now: datetime) -> SetAside:
        """Keep them beside the rows."""
        self.aside = {tab.key: tab for tab in plan.reports}
        return SetAside("aside", f"{len(self.aside)} report tabs are kept aside.")

    def take_back(self) -> None:
        """Let go of them."""
        self.aside = {}

    def warnings(self) -> list[Diagnosis]:
        """There are no copies of it."""
        return []

    def _put(self, row: int, column: int, value: CellValue) -> None:
        cells = self.rows[row - 1]
        cells.extend([None] * (column - len(cells)))
        cells[column - 1] = value

    def remember(self, record: Record) -> None:
        """Newest last."""
        self.records.pop(record.version, None)
        self.records[record.version] = record

    def last_record(self) -> Record | None:
        """The newest."""
        return next(reversed(self.records.values()), None)

    def forget(self, record: Record) -> None:
        """Drop it."""
        self.records.pop(record.version, None)

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Nobody else can reach it."""
        yield

    def diagnose(self) -> list[Diagnosis]:
        """Nothing surrounds it."""
        return []


def _seen(tab: MemoryTab) -> TabSeen:
    values = tab.digest.partition(".")[0]
    return TabSeen(tab.key, tab.title, tab.digest, "typed" if tab.typed else values, tab.hidden)
