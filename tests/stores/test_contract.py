"""What every store must do alike. A new store joins by adding itself to ``STORES``.

With `pytest -m live` a real Google spreadsheet does (`tests/live`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment

from jobs import registry, runner
from sheetsync.errors import GuardRefused, WorkbookChanged, WorkbookOpen
from sheetsync.stores.base import Store
from sheetsync.stores.memory import MemoryStore
from tests import builders
from tests.lead_book import lead_book

NOW = datetime(2026, 11, 21, 20, 0, tzinfo=builders.settings().timezone)
HEADERS = [
    "Lead ID",
    "Received at",
    "Name",
    "Phone",
    "Status",
    "Owner",
    "Next action",
    "Next action date",
    "Their own",
]
ROWS: list[list[Any]] = [
    HEADERS,
    [
        "L-000001",
        datetime(2026, 11, 19, 10, 0),
        "Asha Rao",
        "9876543210",
        "New",
        "Asha",
        None,
        None,
        "keep",
    ],
    [
        None,
        datetime(2026, 11, 20, 11, 0),
        "Ravi",
        "98200 12345",
        "Contacted",
        None,
        "Send layouts",
        datetime(2026, 11, 18),
        7,
    ],
    ["November"],
    ["ENQ/24/17", datetime(2026, 11, 2, 9, 30), "Meera", None, "Won", "Meera", None, None, None],
]
Edit = Callable[[int, int, Any], None]


@dataclass
class Desk:
    """A store and the person who types in its sheet, opens and closes it. ``aside`` lists the
    titles of the report tabs that stand apart from it. ``hold`` is None where people cannot keep
    others out: then the unit of conflict is a cell, and not the whole sheet."""

    store: Store
    edit: Edit
    cells: Callable[[], list[list[Any]]]
    hold: Callable[[str], None] | None
    aside: Callable[[], set[str]]


def memory_desk(_folder: Path, rows: list[list[Any]], _stack: ExitStack | None = None) -> Desk:
    rows = [list(row) for row in rows]
    store = MemoryStore(rows, builders.settings(since=date(2026, 10, 1)))

    def edit(row: int, column: int, value: Any) -> None:
        cells = store.rows[row - 1]
        cells.extend([None] * (column - len(cells)))
        cells[column - 1] = value

    def hold(who: str) -> None:
        store.held_by = who

    def aside() -> set[str]:
        return {tab.title for tab in store.aside.values()}

    return Desk(store, edit, lambda: store.rows, hold, aside)


def excel_desk(folder: Path, rows: list[list[Any]], _stack: ExitStack | None = None) -> Desk:
    from sheetsync.stores.excel.store import ExcelStore

    path = folder / "leads.xlsx"
    lead_book(rows).save(path)
    settings = replace(builders.settings(since=date(2026, 10, 1)), workbook=path)

    def edit(row: int, column: int, value: Any) -> None:
        book = openpyxl.load_workbook(path)
        book["Leads"].cell(row, column).value = value
        book.save(path)

    def cells() -> list[list[Any]]:
        book = openpyxl.load_workbook(path)
        return [list(row) for row in book["Leads"].iter_rows(values_only=True)]

    def hold(who: str) -> None:
        mark = path.with_name(f"~${path.name}")
        mark.unlink(missing_ok=True)
        if who:
            mark.write_bytes(bytes([len(who)]) + who.encode())

    def aside() -> set[str]:
        files = [found for found in folder.glob("*.xlsx") if found.name[:2] != "~$"]
        files.remove(path)
        return {title for file in files for title in openpyxl.load_workbook(file).sheetnames}

    return Desk(ExcelStore(settings), edit, cells, hold, aside)


def google_desk(_folder: Path, rows: list[list[Any]], stack: ExitStack) -> Desk:
    from sheetsync.stores.google.store import GoogleStore
    from tests.google.desk import Desk as GoogleDesk

    there = stack.enter_context(GoogleDesk(rows))
    store = GoogleStore(there.settings(since=date(2026, 10, 1)))
    return Desk(store, there.edit, there.cells, None, lambda: set())


def live_desk(_folder: Path, rows: list[list[Any]], stack: ExitStack) -> Desk:
    from sheetsync.stores.google.store import GoogleStore
    from tests.live.desk import live_desk as on_live_spreadsheet

    there = stack.enter_context(on_live_spreadsheet(rows))
    settings = replace(there.settings, since=date(2026, 10, 1))
    store = GoogleStore(settings, there.store_connection)
    return Desk(store, there.tab.edit, there.tab.cells, None, lambda: set())


STORES = {"memory": memory_desk, "excel": excel_desk, "google": google_desk, "live": live_desk}
EVERY_STORE = [
    pytest.param(name, marks=pytest.mark.live) if name == "live" else name for name in STORES
]


@pytest.fixture(params=EVERY_STORE)
def make_desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Any]:
    with ExitStack() as stack:
        yield lambda rows=ROWS: STORES[request.param](tmp_path, rows, stack)


def settings_of(desk: Desk) -> Any:
    return desk.store.settings  # type: ignore[attr-defined]


def run(desk: Desk, *names: str) -> runner.Result:
    settings = settings_of(desk)
    return runner.run(desk.store, registry.select(names or ["nightly"], settings), settings, NOW)


def column(desk: Desk, header: str) -> list[Any]:
    rows = desk.cells()
    at = rows[0].index(header)
    return [row[at] if at < len(row) else None for row in rows[1:]]


def clear_row(desk: Desk, row: int) -> None:
    for at, value in enumerate(list(desk.cells()[row - 1]), 1):
        if value is not None:
            desk.edit(row, at, None)


def test_a_run_fills_blank_ids_and_adds_our_columns_at_the_right(make_desk: Any) -> None:
    desk = make_desk()
    result = run(desk)
    assert result.receipt.columns == ("Issues (auto)", "Response (auto)", "Follow-up (auto)")
    assert desk.cells()[0][: len(HEADERS)] == HEADERS
    assert column(desk, "Lead ID")[:4] == ["L-000001", "L-000002", "November", "ENQ/24/17"]
    assert column(desk, "Follow-up (auto)")[1] == "Overdue since Wed 18 Nov"
    assert column(desk, "Their own")[:2] == ["keep", 7]


def test_a_second_run_writes_nothing(make_desk: Any) -> None:
    desk = make_desk()
    run(desk, "nightly", "weekly")
    again = run(desk, "nightly", "weekly")
    assert again.plan.is_empty
    assert again.receipt is None


def test_a_plan_made_from_an_older_reading_is_refused_where_the_sheet_is_one(
    make_desk: Any,
) -> None:
    desk = make_desk()
    if desk.hold is None:
        pytest.skip("what still fits is written, cell by cell")
    settings = settings_of(desk)
    jobs = registry.select(["nightly"], settings)
    stale = runner.plan(desk.store, jobs, settings, NOW)
    desk.edit(2, 3, "Asha Rao-Mehta")
    with pytest.raises(WorkbookChanged):
        desk.store.apply(stale.plan)
    assert desk.cells()[1][2] == "Asha Rao-Mehta"
    assert len(desk.cells()[0]) == len(HEADERS)


def test_what_is_typed_between_read_and_write_survives_and_the_run_goes_on(make_desk: Any) -> None:
    desk = make_desk()
    apply, saved = desk.store.apply, []

    def somebody_saves_first(plan: Any) -> Any:
        if not saved:
            saved.append(True)
            desk.edit(3, 3, "Ravi Kumar")
        return apply(plan)

    desk.store.apply = somebody_saves_first
    result = run(desk)
    assert result.tries == (1 if desk.hold is None else 2)
    assert desk.cells()[2][2] == "Ravi Kumar"
    assert column(desk, "Lead ID")[1] == "L-000002"


def test_while_somebody_has_it_open_the_report_tabs_stand_apart(make_desk: Any) -> None:
    desk = make_desk()
    if desk.hold is None:
        pytest.skip("people and runs work in it at once")
    before = desk.cells()
    desk.hold("Priya")
    with pytest.raises(WorkbookOpen, match="Priya") as refused:
        run(desk)
    assert desk.cells() == before
    assert desk.aside() >= {"Overdue", "Response breaches", "Issues"}
    assert refused.value.side_file
    desk.hold("")
    assert run(desk).receipt is not None
    assert desk.aside() == set()


def test_a_run_with_nothing_to_write_cares_for_nobody_who_has_it_open(make_desk: Any) -> None:
    desk = make_desk()
    if desk.hold is None:
        pytest.skip("people and runs work in it at once")
    run(desk)
    desk.hold("Priya")
    assert run(desk).plan.is_empty
    assert desk.aside() == set()


def test_links_to_rows_follow_the_lead_id_column(make_desk: Any) -> None:
    desk = make_desk()
    run(desk)
    ids = [row[0] for row in desk.cells()]
    moved_to = len(desk.cells()[0]) + 1
    for row, lead_id in enumerate(ids, 1):
        desk.edit(row, 1, None)
        desk.edit(row, moved_to, lead_id)
    changes = {change.tab.key: change for change in run(desk).plan.tabs}
    assert "overdue" in changes
    assert not any(change.keep_as for change in changes.values())
    assert run(desk).plan.is_empty


def test_what_a_person_types_into_a_machine_cell_stays_and_is_reported(make_desk: Any) -> None:
    desk = make_desk()
    run(desk)
    at = desk.cells()[0].index("Follow-up (auto)") + 1
    desk.edit(2, at, "spoke to her husband")
    result = run(desk)
    assert column(desk, "Follow-up (auto)")[0] == "spoke to her husband"
    assert any(finding.code == "machine-cell-typed" for finding in result.plan.findings)
    assert any(conflict.field == "follow_up" for conflict in result.plan.conflicts)


def test_a_state_leaves_the_cell_when_its_cause_is_mended(make_desk: Any) -> None:
    desk = make_desk()
    run(desk)
    assert column(desk, "Follow-up (auto)")[0]
    desk.edit(2, 5, "Lost")
    run(desk)
    assert column(desk, "Follow-up (auto)")[0] is None


def test_rows_whose_names_were_all_cleared_stop_the_run(make_desk: Any) -> None:
    desk = make_desk()
    run(desk)
    for row in (2, 3, 5):
        desk.edit(row, 3, None)
        desk.edit(row, 4, None)
    before = desk.cells()
    with pytest.raises(GuardRefused):
        run(desk)
    assert desk.cells() == before


def test_a_sheet_whose_rows_were_all_deleted_stops_the_run(make_desk: Any) -> None:
    desk = make_desk()
    run(desk)
    for row in range(2, len(desk.cells()) + 1):
        clear_row(desk, row)
    before = desk.cells()
    with pytest.raises(GuardRefused, match="there were leads"):
        run(desk)
    assert desk.cells() == before
    desk.edit(2, 3, "Devi")
    assert run(desk).receipt is not None
    assert column(desk, "Lead ID")[0] == "L-000003"


def test_an_empty_sheet_is_a_fine_start(make_desk: Any) -> None:
    desk = make_desk(ROWS[:1])
    run(desk)
    assert run(desk).plan.is_empty


def test_so_is_one_whose_lead_ids_are_numbered_in_advance(make_desk: Any) -> None:
    desk = make_desk([HEADERS, *([f"L-{n:06d}"] + [None] * (len(HEADERS) - 1) for n in range(9))])
    run(desk)
    assert run(desk).plan.is_empty


def test_an_endless_lead_id_does_not_make_a_report_look_typed_into(make_desk: Any) -> None:
    desk = make_desk([HEADERS, ['"*?' * 60, *ROWS[2][1:]], ['"*' * 60, *ROWS[2][1:]]])
    run(desk)
    assert run(desk).plan.is_empty


def test_a_comment_in_a_report_tab_is_kept_under_a_dated_name(tmp_path: Path) -> None:
    desk = excel_desk(tmp_path, ROWS)
    run(desk)
    path = settings_of(desk).workbook
    book = openpyxl.load_workbook(path)
    book["Overdue"]["D11"].comment = Comment("ring him after 5", "Asha")
    book.save(path)
    assert run(desk).receipt.kept == ("Overdue (edited 21 Nov 2026)",)
    kept = openpyxl.load_workbook(path)["Overdue (edited 21 Nov 2026)"]
    assert kept["D11"].comment.text == "ring him after 5"
    assert run(desk).plan.is_empty


def test_a_protected_lead_tab_is_left_alone_and_reports_are_written(tmp_path: Path) -> None:
    desk = excel_desk(tmp_path, ROWS)
    path = settings_of(desk).workbook
    book = openpyxl.load_workbook(path)
    book["Leads"].protection.sheet = True
    book.save(path)
    before = desk.cells()
    result = run(desk)
    assert desk.cells() == before
    assert "Overdue" in result.receipt.tabs
    assert all("protected" in conflict.reason for conflict in result.plan.conflicts)
    assert run(desk).plan.is_empty
