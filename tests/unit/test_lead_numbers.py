"""A Lead ID number is given once: not again after its row is gone."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from jobs import registry, runner
from sheetsync.own_ids import highest_number
from sheetsync.stores.memory import MemoryStore
from tests import builders

SETTINGS = builders.settings(since=date(2026, 11, 1))
NOW = datetime(2026, 11, 21, 20, 0, tzinfo=SETTINGS.timezone)


def run(store: MemoryStore) -> list[Any]:
    runner.run(store, registry.select(["flag_overdue"], SETTINGS), SETTINGS, NOW)
    return [row[0] for row in store.rows[1:]]


def test_the_number_of_a_deleted_row_is_not_used_again() -> None:
    store = MemoryStore(
        [["Lead ID", "Name", "Status"], [None, "Asha", "New"], [None, "Ravi", "New"]], SETTINGS
    )
    assert run(store) == ["L-000001", "L-000002"]
    del store.rows[2]
    store.rows.append([None, "Meera", "New"])
    assert run(store) == ["L-000001", "L-000003"]


def test_numbers_on_rows_that_are_no_leads_count_too() -> None:
    store = MemoryStore(
        [["Lead ID", "Name", "Status"], ["L-000007"], [None, "Asha", "New"]], SETTINGS
    )
    assert run(store) == ["L-000007", "L-000008"]


def test_remembering_is_no_change_the_second_time() -> None:
    store = MemoryStore([["Lead ID", "Name", "Status"], [None, "Asha", "New"]], SETTINGS)
    run(store)
    again = runner.plan(store, registry.select(["flag_overdue"], SETTINGS), SETTINGS, NOW)
    assert again.plan.is_empty


IDS = st.one_of(
    st.from_regex(r" ?[Ll]-[0-9]{6} ?", fullmatch=True),
    st.from_regex(r"[ L-]?[LlM]-[0-9\u0663x ]{0,13}", fullmatch=True),
    st.none(),
    st.integers(),
)


@given(st.lists(IDS))
def test_the_highest_number_is_that_of_all_ids_of_our_own_form(cells: list[object]) -> None:
    found = (
        re.fullmatch(r"\s*[Ll]-(\d{1,12})\s*", cell) for cell in cells if isinstance(cell, str)
    )
    assert highest_number(cells) == max((int(one[1]) for one in found if one), default=0)
