"""What goes along when people sort, insert, delete, merge and copy."""

from __future__ import annotations

import pytest

from sheetsync.plan import HighlightRule
from sheetsync.stores.google import highlights
from sheetsync.stores.google.message import Json, metadata_value
from tests.live.spreadsheet import MARK
from tests.live.tab import Tab

pytestmark = pytest.mark.live

OVERDUE = HighlightRule("overdue", '=AND($B2<>"",N("sheetsync:overdue")=0)', 2, 1, 3, "overdue")
ABOUT_RULES = "properties(sheetId,gridProperties),conditionalFormats,protectedRanges"


def highlighted(tab: Tab) -> Tab:
    """The tab with a colour rule of ours on it."""
    tab.do(*highlights.requests(tab.about(ABOUT_RULES), [OVERDUE], "en_US"))
    return tab


def test_numbers_go_before_texts_before_truths_and_blanks_last_either_way(tab: Tab) -> None:
    tab.do(tab.entering(1, 1, [["What"], ["b"], [None], [True], [2], ["A"], [10], [False]]))
    tab.sort(1)
    assert tab.values("A2:A8") == [[2], [10], ["A"], ["b"], [False], [True]]
    tab.sort(1, descending=True)
    assert tab.values("A2:A8") == [[True], [False], ["b"], ["A"], [10], [2]]


def test_a_sorted_row_takes_its_notes_and_looks_along(tab: Tab) -> None:
    tab.do(tab.entering(1, 1, [["Name"], ["Zoya"], ["Asha"]]))
    cell = {"note": "a friend", "userEnteredFormat": {"textFormat": {"bold": True}}}
    fields = "note,userEnteredFormat.textFormat"
    tab.do({"repeatCell": {"range": tab.place(2, 1, 2, 1), "cell": cell, "fields": fields}})
    tab.sort(1)
    above, below = tab.cell_fields("userEnteredValue,note,userEnteredFormat.textFormat", "A2:A3")
    assert "note" not in above[0]
    assert below[0]["note"] == "a friend"
    assert below[0]["userEnteredFormat"]["textFormat"]["bold"]


def test_developer_metadata_of_a_row_stays_where_it_is_when_rows_are_sorted(tab: Tab) -> None:
    tab.do(tab.entering(1, 1, [["Name"], ["Zoya"], ["Asha"]]))
    location = {"dimensionRange": tab.lines("ROWS", 2)}
    entry = {"metadataKey": MARK, "visibility": "DOCUMENT", "location": location}
    tab.do({"createDeveloperMetadata": {"developerMetadata": entry}})
    tab.sort(1)
    rows = tab.about("data.rowMetadata.developerMetadata", "A1:A3")["data"][0]["rowMetadata"]
    assert [bool(row.get("developerMetadata")) for row in rows] == [False, True, False]


def test_a_colour_rule_is_ours_as_it_was_sent(tab: Tab, locale: str) -> None:
    assert highlights.found(highlighted(tab).about(ABOUT_RULES)) == {"overdue": OVERDUE.signature}


def test_it_still_is_when_rows_below_the_headers_are_inserted_deleted_and_moved(
    tab: Tab, locale: str
) -> None:
    highlighted(tab)
    tab.insert_rows(before=5, number=2)
    tab.delete_rows(8)
    source = tab.lines("ROWS", 4, 2)
    tab.do({"moveDimension": {"source": source, "destinationIndex": 9}})
    assert highlights.found(tab.about(ABOUT_RULES)) == {"overdue": OVERDUE.signature}


def test_it_follows_a_column_that_is_inserted_before_it(tab: Tab, locale: str) -> None:
    highlighted(tab).insert_column(before=1)
    ((name, signature),) = highlights.found(tab.about(ABOUT_RULES)).items()
    moved = HighlightRule("overdue", OVERDUE.formula.replace("$B2", "$C2"), 2, 2, 4, "overdue")
    assert (name, signature) == ("overdue", moved.signature)


def test_the_answer_to_a_changed_or_deleted_rule_tells_the_one_that_was_there(
    tab: Tab, locale: str
) -> None:
    highlighted(tab)
    rule = tab.about(ABOUT_RULES)["conditionalFormats"][0]
    (changed,) = tab.do({"updateConditionalFormatRule": {"rule": rule, "index": 0}})
    gone = {"deleteConditionalFormatRule": {"sheetId": tab.id, "index": 0}}
    (deleted,) = tab.do(gone)
    for told in (
        changed["updateConditionalFormatRule"]["oldRule"],
        deleted["deleteConditionalFormatRule"]["rule"],
    ):
        values = told["booleanRule"]["condition"]["values"]
        assert "sheetsync:overdue" in values[0]["userEnteredValue"]


def test_of_merged_cells_the_first_keeps_its_value_and_the_others_lose_theirs(tab: Tab) -> None:
    tab.do(tab.entering(1, 1, [["a", "b"], ["c", "d"]]))
    tab.do({"mergeCells": {"range": tab.place(1, 1, 2, 2), "mergeType": "MERGE_ALL"}})
    tab.do({"unmergeCells": {"range": tab.place(1, 1, 2, 2)}})
    assert tab.values() == [["a"]]


def test_a_filter_that_grows_goes_on_hiding_what_it_hid(tab: Tab) -> None:
    tab.do(tab.entering(1, 1, [["Name", "Status"], ["Asha", "New"], ["Ravi", "Won"]]))
    criteria = {"columnIndex": 1, "filterCriteria": {"hiddenValues": ["Won"]}}
    narrow = {"range": tab.place(1, 1, 3, 2), "filterSpecs": [criteria]}
    tab.do({"setBasicFilter": {"filter": narrow}})
    read = tab.about("basicFilter")["basicFilter"]
    tab.do({"setBasicFilter": {"filter": {**read, "range": tab.place(1, 1, 3, 3)}}})
    wide = tab.about("basicFilter")["basicFilter"]
    assert wide["range"]["endColumnIndex"] == 3
    assert wide["filterSpecs"] == read["filterSpecs"]
    hidden = tab.about("data.rowMetadata.hiddenByFilter", "A1:A3")["data"][0]["rowMetadata"]
    assert [row.get("hiddenByFilter", False) for row in hidden] == [False, False, True]


def test_a_duplicate_of_a_tab_is_told_from_it_whatever_metadata_google_copies(tab: Tab) -> None:
    request = {"sourceSheetId": tab.id, "newSheetName": f"{tab.title} again"}
    (reply,) = tab.do({"duplicateSheet": request})
    copy = reply["duplicateSheet"]["properties"]["sheetId"]
    assert copy != tab.id
    assert marks(tab, copy) in ([], [tab.title])


def marks(tab: Tab, sheet_id: int) -> list[str]:
    """What our mark says on a tab."""
    found = tab.connection.get("sheets(properties.sheetId,developerMetadata)")["sheets"]
    sheets: list[Json] = [s for s in found if s["properties"].get("sheetId", 0) == sheet_id]
    said = [metadata_value(sheet, MARK) for sheet in sheets]
    return [value for value in said if value is not None]


def test_a_renamed_tab_keeps_its_metadata(tab: Tab) -> None:
    tab.rename(f"{tab.title} renamed")
    assert tab.bears(MARK)


def test_taking_away_metadata_that_nothing_carries_is_no_mistake(tab: Tab) -> None:
    lookup = {"developerMetadataLookup": {"metadataKey": "sheetsync.nothing_has_this_key"}}
    tab.do({"deleteDeveloperMetadata": {"dataFilter": lookup}})


def test_metadata_is_changed_by_its_key(tab: Tab) -> None:
    change = {
        "dataFilters": [{"developerMetadataLookup": {"metadataKey": MARK}}],
        "developerMetadata": {"metadataKey": MARK, "metadataValue": "other"},
        "fields": "metadataValue",
    }
    tab.do({"updateDeveloperMetadata": change})
    assert marks(tab, tab.id) == ["other"]
