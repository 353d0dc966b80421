"""One `batchUpdate`: what it may hold, that it is done whole or not at all, and what it answers."""

from __future__ import annotations

from typing import Any

import pytest

from sheetsync.errors import EditRefused, SheetsyncError, WorkbookChanged, WorkbookMissing
from sheetsync.stores.google.connection import Connection
from sheetsync.stores.google.message import Json, a1_range, properties_of, sheet_id_of
from tests.live.tab import Tab

pytestmark = pytest.mark.live


def changed(tab: Tab, **what: Any) -> Json:
    """The request that gives the tab other properties."""
    properties = {"sheetId": tab.id, **what}
    return {"updateSheetProperties": {"properties": properties, "fields": ",".join(what)}}


def test_a_batch_with_one_mistake_changes_nothing(tab: Tab) -> None:
    with pytest.raises(WorkbookChanged):
        tab.do(tab.entering(1, 1, [["x"]]), {"deleteSheet": {"sheetId": 2_000_000_001}})
    assert tab.values() == []


def test_its_answer_shows_the_cells_that_were_asked_for_as_they_are_afterwards(tab: Tab) -> None:
    tab.do(tab.entering(1, 1, [["a", "b", "c"], ["d", "e", "f"]]))
    said = tab.connection.batch_update(
        [tab.entering(2, 1, [["now"]])],
        response_ranges=[a1_range(tab.title, "A1:A"), a1_range(tab.title, "C2:C2")],
        fields="replies,updatedSpreadsheet(sheets(properties.sheetId,"
        "data(startRow,startColumn,rowData.values(effectiveValue))))",
    )
    sheets = said["updatedSpreadsheet"]["sheets"]
    (shown,) = (s for s in sheets if sheet_id_of(properties_of(s)) == tab.id)
    first, last = shown["data"]
    texts = [row["values"][0]["effectiveValue"]["stringValue"] for row in first["rowData"][:2]]
    assert texts == ["a", "now"]
    assert (last["startRow"], last["startColumn"]) == (1, 2)
    assert last["rowData"][0]["values"][0]["effectiveValue"] == {"stringValue": "f"}


def test_a_tab_can_be_made_filled_and_named_in_one_batch_by_an_id_of_our_choice(tab: Tab) -> None:
    wanted = tab.id + 1
    corner = {"sheetId": wanted, "rowIndex": 0, "columnIndex": 0}
    filled = [{"values": [{"userEnteredValue": {"stringValue": "x"}}]}]
    named = {"sheetId": wanted, "title": f"{tab.title} made"}
    tab.do(
        {"addSheet": {"properties": {"sheetId": wanted, "title": f"{tab.title} passing"}}},
        {"updateCells": {"start": corner, "rows": filled, "fields": "userEnteredValue"}},
        {"updateSheetProperties": {"properties": named, "fields": "title"}},
    )
    assert tab.connection.values([a1_range(f"{tab.title} made")]) == [[["x"]]]


def test_a_title_that_becomes_free_in_a_batch_can_be_taken_in_it(tab: Tab) -> None:
    title = tab.title
    added = {"addSheet": {"properties": {"title": title}}}
    replies = tab.do(changed(tab, title=f"{title} before"), added)
    assert replies[1]["addSheet"]["properties"]["title"] == title


def test_two_tabs_never_bear_one_title(tab: Tab) -> None:
    with pytest.raises(EditRefused):
        tab.do({"addSheet": {"properties": {"title": tab.title.upper()}}})


def test_not_all_rows_can_be_frozen(tab: Tab) -> None:
    with pytest.raises(EditRefused):
        tab.do(changed(tab, gridProperties={"rowCount": 2, "frozenRowCount": 2}))


def test_a_chart_bears_the_id_we_choose_and_keeps_it_when_it_is_drawn_anew(tab: Tab) -> None:
    tab.do(tab.entering(1, 1, [["Week", "Leads"], ["W46", 3], ["W47", 5]]))
    chart, corner = tab.id % 1_000_000, {"sheetId": tab.id, "rowIndex": 4, "columnIndex": 3}
    place = {"overlayPosition": {"anchorCell": corner}}
    drawn = {"chartId": chart, "spec": spec(tab, "Leads"), "position": place}
    tab.do({"addChart": {"chart": drawn}})
    tab.do({"updateChartSpec": {"chartId": chart, "spec": spec(tab, "New leads")}})
    asked = "charts(chartId,spec(title),position(overlayPosition(anchorCell)))"
    (found,) = tab.about(asked)["charts"]
    assert found["chartId"] == chart
    assert found["spec"]["title"] == "New leads"
    assert found["position"]["overlayPosition"]["anchorCell"]["rowIndex"] == 4


def spec(tab: Tab, title: str) -> Json:
    """A chart of the second column by the first."""
    words, numbers = ({"sourceRange": {"sources": [tab.place(1, at, 3, at)]}} for at in (1, 2))
    basic = {
        "chartType": "COLUMN",
        "headerCount": 1,
        "domains": [{"domain": words}],
        "series": [{"series": numbers, "targetAxis": "LEFT_AXIS"}],
    }
    return {"title": title, "basicChart": basic}


def test_a_table_takes_its_names_from_the_headers_and_grows_only_when_told(tab: Tab) -> None:
    tab.do(tab.entering(1, 1, [["Name", "Status"], ["Asha", "New"]]))
    table = {"name": f"T{tab.id}", "range": tab.place(1, 1, 2, 2)}
    (reply,) = tab.do({"addTable": {"table": table}})
    made = reply["addTable"]["table"]
    assert [each["columnName"] for each in made["columnProperties"]] == ["Name", "Status"]
    tab.edit(3, 1, "Ravi")
    (read,) = tab.about("tables(tableId,range)")["tables"]
    assert read["range"]["endRowIndex"] == 2
    tab.edit(1, 3, "Follow-up (auto)")
    wide = {"tableId": read["tableId"], "range": tab.place(1, 1, 3, 3)}
    tab.do({"updateTable": {"table": wide, "fields": "range"}})
    (read,) = tab.about("tables(tableId,range,columnProperties)")["tables"]
    assert read["range"]["endRowIndex"] == 3
    names = [each["columnName"] for each in read["columnProperties"]]
    assert names[:2] == ["Name", "Status"]
    assert len(names) == 3
    assert tab.values("C1") == [[names[2]]]


@pytest.mark.parametrize("cells", ["A1:ZZZ9", "A1:A2000000"])
def test_cells_a_tab_has_not_are_told_as_a_change_of_the_tab(tab: Tab, cells: str) -> None:
    with pytest.raises(WorkbookChanged):
        tab.values(cells)


def test_so_is_a_tab_that_is_gone(tab: Tab, connection: Connection) -> None:
    with pytest.raises(WorkbookChanged):
        connection.values([a1_range(f"{tab.title} never was")])
    with pytest.raises(WorkbookChanged):
        connection.batch_update([{"deleteSheet": {"sheetId": 2_000_000_001}}])


def test_more_than_ten_million_cells_are_refused_and_said(tab: Tab) -> None:
    with pytest.raises(EditRefused, match="ten million cells"):
        tab.do({"appendDimension": {"sheetId": tab.id, "dimension": "ROWS", "length": 500_000}})


def test_a_spreadsheet_that_is_not_there_is_told_as_missing(connection: Connection) -> None:
    from dataclasses import replace

    elsewhere = Connection(replace(connection.sheet, id="1" + "x" * 43))
    with pytest.raises(WorkbookMissing):
        elsewhere.get("properties.title")


def test_the_only_tab_people_see_cannot_be_hidden(tab: Tab, connection: Connection) -> None:
    sheets = connection.get("sheets.properties(sheetId,hidden)")["sheets"]
    ids = [sheet_id_of(properties_of(sheet)) for sheet in sheets]
    hide = [
        {
            "updateSheetProperties": {
                "properties": {"sheetId": each, "hidden": True},
                "fields": "hidden",
            }
        }
        for each in ids
    ]
    with pytest.raises(SheetsyncError):
        connection.batch_update(hide)
