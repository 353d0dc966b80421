"""Two nightly runs on a copy of any workbook, through the store as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from scripts.lossless.book import Book
from scripts.lossless.damage import Expected
from scripts.lossless.edits import Edit, chosen_edits, night_plan, snapshot_of, wanted_cells
from scripts.lossless.terrain import Terrain, terrain_of
from sheetsync import highlights
from sheetsync.config import Settings
from sheetsync.errors import TabMissing
from sheetsync.plan import Plan, TabChange
from sheetsync.room_beside import room_beside
from sheetsync.snapshot import Snapshot
from sheetsync.stores.excel.package.package import Package
from sheetsync.stores.excel.package.workbook_part import WorkbookPart
from sheetsync.stores.excel.reading import workbook as reading
from sheetsync.stores.excel.store import ExcelStore


@dataclass(frozen=True)
class Nights:
    """The file before, after the first run and after the second, and what was asked of it.

    ``repeats`` says what a third run would have changed although nothing had happened. ``notes``
    say which of the usual edits the sheet gave no room for.
    """

    before: bytes
    once: bytes
    twice: bytes
    again: bytes
    expected: Expected
    edits: Sequence[Edit]
    repeats: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default_factory=tuple)


class AnySheetStore(ExcelStore):
    """The store, but for finding the headers: any sheet may be the lead sheet."""

    def __init__(self, settings: Settings, terrain: Terrain) -> None:
        super().__init__(settings)
        self._terrain = terrain

    def _snapshot(self, data: bytes) -> Snapshot:
        package = Package(data, self.name)
        package.check()
        lead_tab, seen = reading.read(data, package, self.settings.tab)
        return snapshot_of(lead_tab, seen, self._terrain)


def first_tab_with_data(data: bytes, where: str) -> str:
    """The title of the first worksheet that holds anything, else of the first there is."""
    package = Package(data, where)
    package.check()
    sheets = WorkbookPart(package).worksheets
    for sheet in sheets:
        tab = reading.lead_tab(package, sheet)
        if any(value is not None for column in tab.columns for value in column):
            return sheet.title
    if not sheets:
        raise TabMissing("it has no worksheet", where=where, hint="Add one.")
    return sheets[0].title


def two_nights(workbook: Path, settings: Settings) -> Nights:
    """Run twice on ``workbook``, which is overwritten. Raises what the store refuses with."""
    before = workbook.read_bytes()
    settings = replace(settings, workbook=workbook, tab=first_tab_with_data(before, workbook.name))
    terrain = _terrain(before, settings.tab)
    store = AnySheetStore(settings, terrain)
    snapshot = store.read()
    edits = chosen_edits(snapshot, terrain)
    plan = night_plan(snapshot, edits, settings, 1)
    store.apply(plan)
    once = workbook.read_bytes()

    second = night_plan(store.read(), edits, settings, 2)
    repeats = [f"a second run would write {what}" for what in _beyond_tabs(second)]
    store.apply(second)
    twice = workbook.read_bytes()

    third = store.read()
    left = night_plan(third, edits, settings, 2)
    repeats += [] if left.is_empty else ["a third run would write a tab again"]
    store.apply(_forced(third, plan, second))
    return Nights(
        before, once, twice, workbook.read_bytes(),
        _expected(plan, snapshot, edits), edits, tuple(repeats), tuple(_notes(snapshot, edits)),
    )  # fmt: skip


def _terrain(data: bytes, title: str) -> Terrain:
    book = Book(data)
    wanted = title.strip().casefold()
    tab = next(
        t for t in book.tabs if t.kind == "worksheet" and t.title.strip().casefold() == wanted
    )
    return terrain_of(book, tab.part)


def _beyond_tabs(plan: Plan) -> list[str]:
    found = [f"column {change.field} ({len(change)} cells)" for change in plan.columns]
    found += [f"a new column {new.field.header}" for new in plan.new_columns]
    return found + (["the highlights"] if plan.highlights else [])


def _forced(snapshot: Snapshot, first: Plan, second: Plan) -> Plan:
    """Everything written once more, though nothing has to be."""
    columns = {name: match.column for name, match in snapshot.headers.columns.items()}
    rules = highlights.resolve(
        ("breached", "overdue", "today", "idle", "issues"), columns, snapshot.headers.row + 1, ()
    )
    tabs = tuple(TabChange(each.tab, each.title, replaces=each.title) for each in second.tabs)
    return replace(
        first, version=snapshot.version, new_columns=(), tabs=tabs,
        highlights=rules if first.highlights else (), set_up_on=None,
    )  # fmt: skip


def _expected(plan: Plan, snapshot: Snapshot, edits: Sequence[Edit]) -> Expected:
    return Expected(
        title=snapshot.lead_tab.title,
        header_row=snapshot.headers.row,
        cells=wanted_cells(plan, snapshot, edits),
        new_columns={new.column: new.field.header for new in plan.new_columns},
        report_titles=tuple(change.title for change in plan.tabs),
    )


def _notes(snapshot: Snapshot, edits: Sequence[Edit]) -> list[str]:
    made = {edit.kind for edit in edits}
    notes = [f"no {kind} cell" for kind in ("text", "number", "date", "blank") if kind not in made]
    if refusal := room_beside(snapshot).refusal:
        notes.append(f"no columns: {refusal}")
    return notes
