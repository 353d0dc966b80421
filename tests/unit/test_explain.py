"""Everything thought of one lead: each of its rows in turn."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from jobs import runner
from jobs.explain import Explanation, explanations
from sheetsync.errors import LeadUnknown
from sheetsync.stores.memory import MemoryStore
from tests import builders

SHOP = builders.settings()
NOW = datetime(2026, 11, 21, 20, tzinfo=SHOP.timezone)
ROWS: list[list[Any]] = [
    ["Lead ID", "Received at", "Name", "Phone", "Status"],
    ["L-000001", datetime(2026, 11, 18, 10), "Asha Rao", "9876543210", "New"],
    ["L-000002", datetime(2026, 11, 19, 10), "Ravi", "98200 12345", "New"],
    ["L-000001", datetime(2026, 11, 20, 11), "Meera", "12", "Won"],
]


def explained(lead_id: str) -> list[Explanation]:
    reading = runner.read(MemoryStore(ROWS, SHOP), SHOP, NOW)
    return explanations(reading, lead_id, SHOP, NOW)


def section(row: Explanation, heading: str) -> str:
    return " ".join(dict(row.sections)[heading])


def test_a_lead_of_one_row_is_explained_once_whatever_the_case() -> None:
    (row,) = explained(" l-000002 ")
    assert row.title == "L-000002 · New"
    assert row.place.endswith("row 3")


def test_each_row_of_a_copied_id_is_explained_with_its_own_findings() -> None:
    first, copy = explained("L-000001")
    assert (first.title, copy.title) == ("L-000001 · New", "L-000001 · Won")
    assert first.place != copy.place
    assert "not a phone number" in section(copy, "Findings")
    assert "not a phone number" not in section(first, "Findings")
    assert "copied" in section(copy, "Findings")
    assert section(copy, "Follow-up") != section(first, "Follow-up")


def test_an_id_nobody_has_names_the_nearest() -> None:
    with pytest.raises(LeadUnknown) as caught:
        explained("L-00002")
    assert "L-000002" in caught.value.hint


def refused(rows: list[list[Any]], lead_id: str) -> str:
    reading = runner.read(MemoryStore(rows, SHOP), SHOP, NOW)
    with pytest.raises(LeadUnknown) as caught:
        explanations(reading, lead_id, SHOP, NOW)
    return caught.value.hint


def test_only_ids_that_stand_in_the_sheet_are_named() -> None:
    """After an undo leads have none; the next run would give them some."""
    without = [ROWS[0], ROWS[1], [None, *ROWS[2][1:]], [None, *ROWS[3][1:]]]
    assert refused(without, "L-000009") == "Nearest: L-000001."
    none = [ROWS[0], *([None, *row[1:]] for row in ROWS[1:])]
    assert refused(none, "L-000009") == (
        "No lead has an id yet: the next run gives each lead one (sheetsync run nightly)."
    )
    assert refused([ROWS[0]], "L-000009") == "The sheet has no leads yet."
