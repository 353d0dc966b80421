"""Copies that a batch makes before it writes: what `stores/google/copy_before.py` rests on."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sheetsync.errors import SheetsyncError
from sheetsync.stores.google.message import Json, a1_range, properties_of, sheet_id_of
from sheetsync.stores.google.reading.fields import AFTER_WRITING
from sheetsync.stores.google.refusals import refused_request
from tests.live.tab import Tab

pytestmark = pytest.mark.live

ROWS: list[list[Any]] = [
    ["Name", "Said"],
    ["Asha", "'=1+1"],
    ["Ravi", "=A3&A2"],
    ["Meera", True],
    ["Noor", date(2026, 11, 10)],
    ["Zoya", None],
]
ENTERED = [
    {"stringValue": "Said"},
    {"stringValue": "=1+1"},
    {"formulaValue": "=A3&A2"},
    {"boolValue": True},
    {"numberValue": 46336},
    None,
]


def hidden_tab(tab: Tab) -> tuple[int, str, Json]:
    """The id and title of one beside it, and the request that makes it."""
    made, title = tab.id + 1, f"{tab.title} before"
    grid = {"rowCount": 8, "columnCount": 3}
    properties = {"sheetId": made, "title": title, "hidden": True, "gridProperties": grid}
    return made, title, {"addSheet": {"properties": properties}}


def pasted(source: Json, made: int, kind: str = "PASTE_FORMULA") -> Json:
    """The request that copies cells to the same place on another tab."""
    there = {**source, "sheetId": made}
    return {"copyPaste": {"source": source, "destination": there, "pasteType": kind}}


def answered(tab: Tab, ranges: list[str], *requests: Json) -> dict[int, Json]:
    """The tabs that the answer to a batch shows, by id."""
    fields = f"replies,updatedSpreadsheet({AFTER_WRITING})"
    said = tab.connection.batch_update(requests, response_ranges=ranges, fields=fields)
    return {sheet_id_of(properties_of(s)): s for s in said["updatedSpreadsheet"]["sheets"]}


def entered(sheet: Json) -> list[Json | None]:
    """What is entered in the first column of what is shown."""
    rows = sheet["data"][0].get("rowData", [])
    return [(row.get("values") or [{}])[0].get("userEnteredValue") for row in rows]


def test_the_answer_shows_a_copy_as_it_was_made_and_what_was_written_over_it_since(
    tab: Tab,
) -> None:
    tab.do(tab.entering(1, 1, ROWS))
    made, title, added = hidden_tab(tab)
    over = tab.entering(2, 2, [["ours"]] * 5)
    ranges = [a1_range(title, "B1:B6"), a1_range(tab.title, "B2:B6")]
    shown = answered(tab, ranges, added, pasted(tab.place(1, 2, 6, 2), made), over)
    found = entered(shown[made])
    assert found + [None] * (6 - len(found)) == ENTERED
    assert entered(shown[tab.id]) == [{"stringValue": "ours"}] * 5


def test_cells_that_are_joined_in_part_can_be_copied_and_are_not_joined_there(tab: Tab) -> None:
    tab.do(tab.entering(1, 1, ROWS))
    tab.do({"mergeCells": {"range": tab.place(2, 1, 3, 2), "mergeType": "MERGE_ALL"}})
    made, title, added = hidden_tab(tab)
    copied = pasted(tab.place(2, 1, 6, 1), made)
    shown = answered(tab, [a1_range(title, "A2:A6")], added, copied)
    assert entered(shown[made])[0] == {"stringValue": "Asha"}
    assert entered(shown[made])[2:] == [{"stringValue": n} for n in ("Meera", "Noor", "Zoya")]
    found = tab.connection.get("sheets(properties.sheetId,merges)")["sheets"]
    assert [sheet_id_of(properties_of(s)) for s in found if s.get("merges")] == [tab.id]


def test_the_answer_says_which_rows_a_filter_hides(tab: Tab) -> None:
    tab.do(tab.entering(1, 1, ROWS))
    spec = {"columnIndex": 0, "filterCriteria": {"hiddenValues": ["Ravi"]}}
    wished = {"range": tab.place(1, 1, 6, 2), "filterSpecs": [spec]}
    tab.do({"setBasicFilter": {"filter": wished}})
    shown = answered(tab, [a1_range(tab.title, "A2:A6")], tab.entering(8, 1, [["x"]]))
    rows = shown[tab.id]["data"][0]["rowMetadata"]
    assert [bool(row.get("hiddenByFilter")) for row in rows] == [False, True, False, False, False]


def test_rows_that_people_hide_are_copied(tab: Tab) -> None:
    tab.do(tab.entering(1, 1, ROWS))
    hide = {"properties": {"hiddenByUser": True}, "fields": "hiddenByUser"}
    tab.do({"updateDimensionProperties": {"range": tab.lines("ROWS", 3), **hide}})
    made, title, added = hidden_tab(tab)
    shown = answered(tab, [a1_range(title, "A1:A6")], added, pasted(tab.place(1, 1, 6, 1), made))
    assert entered(shown[made]) == [{"stringValue": row[0]} for row in ROWS]


def test_a_hidden_tab_can_be_emptied_and_made_smaller_though_rows_are_frozen(tab: Tab) -> None:
    made, title, added = hidden_tab(tab)
    frozen = {"sheetId": made, "gridProperties": {"frozenRowCount": 3}}
    tab.do(
        added,
        {
            "updateSheetProperties": {
                "properties": frozen,
                "fields": "gridProperties.frozenRowCount",
            }
        },
    )
    grid = {"sheetId": made, "gridProperties": {"rowCount": 2, "columnCount": 1}}
    fields = "gridProperties(rowCount,columnCount,frozenRowCount,frozenColumnCount)"
    tab.do(
        {"updateCells": {"range": {"sheetId": made}, "fields": "userEnteredValue"}},
        {"updateSheetProperties": {"properties": grid, "fields": fields}},
    )
    assert tab.connection.values([a1_range(title)]) == [[]]


def test_a_refusal_names_the_request_it_is_of(tab: Tab) -> None:
    with pytest.raises(SheetsyncError) as refusal:
        tab.do(tab.entering(1, 1, [["x"]]), pasted(tab.place(1, 1, 2, 1), 2_000_000_001))
    assert refused_request(refusal.value) == (1, "copyPaste")
