"""What one account protects from another; skipped without a second key."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from sheetsync.errors import EditRefused
from sheetsync.stores.google.connection import Connection
from sheetsync.stores.google.message import Json
from tests.live.tab import Tab

pytestmark = pytest.mark.live


@pytest.fixture
def protected(tab: Tab, colleague: Connection) -> Iterator[Tab]:
    """The tab with a column that the colleague alone, and the owner, may edit."""
    column = {"sheetId": tab.id, "startColumnIndex": 1, "endColumnIndex": 2}
    about = {"range": column, "warningOnly": False, "editors": {"users": [colleague.robot]}}
    said = colleague.batch_update([{"addProtectedRange": {"protectedRange": about}}])
    made = said["replies"][0]["addProtectedRange"]["protectedRange"]["protectedRangeId"]
    yield tab
    colleague.batch_update([{"deleteProtectedRange": {"protectedRangeId": made}}])


def test_what_is_protected_from_us_is_not_said_to_be_ours_to_edit(protected: Tab) -> None:
    asked = "protectedRanges(range,warningOnly,requestingUserCanEdit)"
    (found,) = protected.about(asked)["protectedRanges"]
    assert not found.get("requestingUserCanEdit")
    assert not found.get("warningOnly")


def test_whoever_protected_it_is_told_that_they_may(protected: Tab, colleague: Connection) -> None:
    asked = "sheets.protectedRanges.requestingUserCanEdit"
    said = [
        s["protectedRanges"] for s in colleague.get(asked)["sheets"] if s.get("protectedRanges")
    ]
    assert said == [[{"requestingUserCanEdit": True}]]


def rule_over(tab: Tab, column: int) -> Json:
    """The request for a colour rule over three rows of a column."""
    condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": "=TRUE"}]}
    look = {"condition": condition, "format": {"textFormat": {"bold": True}}}
    reach = tab.place(2, column, 4, column)
    rule = {"ranges": [reach], "booleanRule": look}
    return {"addConditionalFormatRule": {"rule": rule, "index": 0}}


REFUSED: dict[str, Callable[[Tab], Json]] = {
    "a value": lambda tab: tab.entering(2, 2, [["x"]]),
    "a look": lambda tab: {
        "repeatCell": {"range": tab.place(2, 2, 2, 2), "cell": {}, "fields": "userEnteredFormat"}
    },
    "a sort": lambda tab: {
        "sortRange": {"range": tab.place(2, 1, 9, 3), "sortSpecs": [{"dimensionIndex": 0}]}
    },
    "a colour rule": lambda tab: rule_over(tab, 2),
    "its removal": lambda tab: {"deleteSheet": {"sheetId": tab.id}},
}


@pytest.mark.parametrize("what", REFUSED)
def test_there_the_others_are_refused(protected: Tab, what: str) -> None:
    with pytest.raises(EditRefused, match="protected"):
        protected.do(REFUSED[what](protected))


def test_beside_it_they_are_not(protected: Tab) -> None:
    protected.do(protected.entering(2, 1, [["x"]]), rule_over(protected, 1))


def test_one_protected_cell_fails_the_whole_batch(protected: Tab) -> None:
    with pytest.raises(EditRefused):
        protected.do(protected.entering(2, 1, [["x"]]), protected.entering(2, 2, [["y"]]))
    assert protected.values() == []
