"""The same leads in an Excel workbook and in a Google spreadsheet: every command says the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from jobs import registry, runner
from jobs.explain import explanations
from sheetsync import plan_view
from sheetsync.config import Settings
from sheetsync.stores.base import Store
from sheetsync.stores.excel.store import ExcelStore
from sheetsync.stores.google.store import GoogleStore
from tests import builders
from tests.google.desk import Desk
from tests.stores.google.test_google_store import NOW, ROWS, do, leads

MORE: list[list[Any]] = [
    *ROWS,
    [None, None, None, None, None, None],
    ["L-000007", "Meera", "12", "Contcated", "call", date(2026, 11, 20)],
    ["L-000007", "Kiran", "98200 12345", "Quoted", None, datetime(2026, 12, 1, 15, 30)],
    ["TOTAL", None, None, None, None, None],
]


@dataclass(frozen=True)
class Both:
    """Each settings with a store of its own."""

    excel: tuple[Settings, Store]
    google: tuple[Settings, Store]
    desk: Desk
    path: Path

    def __iter__(self) -> Iterator[tuple[Settings, Store]]:
        return iter((self.excel, self.google))


@pytest.fixture
def both(tmp_path: Path) -> Iterator[Both]:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Leads"
    for row in MORE:
        sheet.append([each.removeprefix("'") if isinstance(each, str) else each for each in row])
    sheet["B4"].data_type = "s"
    book.save(tmp_path / "Our leads.xlsx")
    with Desk(MORE) as desk:
        since = date(2026, 10, 1)
        there = desk.settings(since=since)
        here = replace(builders.settings(since=since), workbook=tmp_path / "Our leads.xlsx")
        excel, google = (here, ExcelStore(here)), (there, GoogleStore(there))
        yield Both(excel, google, desk, tmp_path / "Our leads.xlsx")


def jobs(settings: Settings) -> Any:
    return registry.select(["nightly", "weekly"], settings)


def without_the_name(said: object) -> object:
    """What is said, as JSON, but for what the workbook is called."""
    return json.loads(json.dumps(said).replace("Our leads.xlsx", "Our leads"))


def test_check_finds_the_same_at_the_same_cells(both: Both) -> None:
    said = []
    for settings, store in both:
        found = runner.findings(runner.read(store, settings, NOW), settings, NOW)
        said.append(without_the_name([each.as_json() for each in found]))
    assert said[0] == said[1]
    assert said[0]


def test_plan_shows_the_same_changes_tabs_and_findings(both: Both) -> None:
    said = [plan_view.as_json(runner.plan(s, jobs(c), c, NOW).plan) for c, s in both]
    assert without_the_name(said[0]) == without_the_name(said[1])


def test_explain_tells_the_same_of_every_lead(both: Both) -> None:
    said = []
    for settings, store in both:
        reading = runner.read(store, settings, NOW)
        ids = dict.fromkeys(reading.leads.frame["lead_id"])
        told = [explanations(reading, each, settings, NOW) for each in ids]
        said.append(without_the_name([row.as_json() for rows in told for row in rows]))
    assert said[0] == said[1]


def test_a_run_writes_the_same_cells_and_tabs_of_the_same_titles(both: Both) -> None:
    for settings, store in both:
        runner.run(store, jobs(settings), settings, NOW)
    book = openpyxl.load_workbook(both.path)
    visible = [t for t in both.desk.titles if not both.desk._sheet(t).properties.get("hidden")]
    assert book.sheetnames == visible
    ours = [[row[0], *row[6:]] for row in both.desk.cells()]
    theirs = [[row[0], *row[6:]] for row in book["Leads"].iter_rows(values_only=True)]
    assert [[each or None for each in row] for row in ours] == theirs
    for settings, store in both:
        assert runner.run(store, jobs(settings), settings, NOW).plan.is_empty


# What only a Google spreadsheet has


@pytest.fixture
def desk() -> Iterator[Desk]:
    with Desk(ROWS) as desk:
        yield desk


def run(desk: Desk) -> runner.Result:
    settings = desk.settings(since=date(2026, 10, 1))
    store = GoogleStore(settings)
    return runner.run(store, registry.select(["nightly"], settings), settings, NOW)


def test_rows_people_hid_or_filtered_away_are_leads_all_the_same(desk: Desk) -> None:
    desk.person.filter("Leads", "Status", ["Won"])
    desk.person.hide_rows("Leads", 3)
    run(desk)
    rows = desk.cells()
    at = rows[0].index("Follow-up (auto)")
    assert [row[0] for row in rows[1:]] == ["L-000001", "L-000002", "L-000003"]
    assert rows[2][at] == "None planned"
    assert leads(desk).rows[2].line.hidden
    assert run(desk).plan.is_empty


def test_filter_views_and_chips_stay_as_they_are(desk: Desk) -> None:
    desk.person.add_filter_view("Leads", "Mine")
    chip = {"startIndex": 0, "chip": {"personProperties": {"email": "asha@example.com"}}}
    place = {"sheetId": 0, "rowIndex": 1, "columnIndex": 4}
    cell = {"userEnteredValue": {"stringValue": "@"}, "chipRuns": [chip]}
    fields = "userEnteredValue,chipRuns"
    do(desk, updateCells={"start": place, "rows": [{"values": [cell]}], "fields": fields})
    views = [dict(each) for each in leads(desk).objects["filterViews"]]
    run(desk)
    assert leads(desk).objects["filterViews"] == views
    assert leads(desk).cell(1, 4).rich == {"chipRuns": [chip]}
    assert desk.cells()[1][4] == "@"


def test_a_tab_of_a_persons_own_with_the_title_of_a_report_is_never_replaced(desk: Desk) -> None:
    desk.person.add_tab("Overdue")
    desk.person.type("Overdue!A1", "my own list")
    before = desk._sheet("Overdue").id
    run(desk)
    assert desk.cells("Overdue") == [["my own list"]]
    assert desk._sheet("Overdue").id == before
    assert "Overdue (sheetsync)" in desk.titles
    assert run(desk).plan.is_empty
