"""Who a row is, wherever it stands; which of two rows with one id is the newer; new ids."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetsync.identity import duplicate_ids, id_texts, row_keys
from sheetsync.known_cells import looked_at
from sheetsync.lead_tab import CellError, ObjectArray
from sheetsync.own_ids import highest_number, ids_after
from sheetsync.snapshot import build
from tests import builders

ASHA = {"name": "Asha", "phone": "98765 43210", "status": "New"}
RAVI = {"name": "Ravi", "phone": "91234 56789", "status": "New"}


def objects(*cells: Any) -> ObjectArray:
    """An object array of these cells."""
    array = np.empty(len(cells), dtype=object)
    array[:] = cells
    return array


def keys_of(*leads: dict[str, Any]) -> tuple[list[str], list[bool]]:
    """The keys of leads, and which are ambiguous."""
    keys, ambiguous = row_keys(builders.snapshot(leads))
    return keys.tolist(), ambiguous.tolist()


@pytest.mark.parametrize("lead_id", ["L-000123", "ENQ/24/17", "४२", "1"])
def test_a_unique_id_is_the_key(lead_id: str) -> None:
    assert keys_of({**ASHA, "lead_id": f" {lead_id} "}) == ([lead_id], [False])


def test_an_id_read_as_a_number_is_the_text_people_typed() -> None:
    cells = objects(123.0, 123, "123 ", None, "  ", CellError("#REF!"), float("nan"), 1.5)
    assert id_texts(looked_at(cells)).tolist() == ["123", "123", "123", "", "", "", "", "1.5"]


def test_rows_without_an_id_are_known_by_what_people_typed() -> None:
    (asha, ravi), ambiguous = keys_of(ASHA, RAVI)
    assert asha != ravi
    assert keys_of(RAVI, {**ASHA, "status": "Won", "notes": "x"})[0] == [ravi, asha]
    assert ambiguous == [False, False]


def test_a_number_and_its_float_are_the_same_thing_typed() -> None:
    first, second = ({**ASHA, "phone": phone} for phone in (9876543210, 9876543210.0))
    assert keys_of(first)[0] == keys_of(second)[0]


def test_rows_without_an_id_that_say_the_same_get_keys_by_order() -> None:
    keys, ambiguous = keys_of(ASHA, RAVI, ASHA, ASHA)
    assert keys[2] == f"{keys[0]}#2"
    assert keys[3] == f"{keys[0]}#3"
    assert ambiguous == [False] * 4


def test_a_copied_row_is_known_by_id_and_what_people_typed() -> None:
    keys, ambiguous = keys_of({**ASHA, "lead_id": "L-1"}, {**RAVI, "lead_id": "L-1"}, ASHA)
    assert len(set(keys)) == 3
    assert all(key.startswith("L-1~") for key in keys[:2])
    assert ambiguous == [False] * 3


def test_a_copy_that_says_the_same_is_ambiguous_and_so_is_its_original() -> None:
    copied = {**ASHA, "lead_id": "L-1"}
    keys, ambiguous = keys_of(copied, {**RAVI, "lead_id": "L-2"}, copied)
    assert keys[0] == keys[2]
    assert ambiguous == [True, False, True]


def test_both_parts_of_a_name_tell_rows_apart() -> None:
    rows = [["First name", "Last name", "Status"], ["Asha", "Rao", "New"], ["Asha", "Nair", "New"]]
    tab = builders.lead_tab(rows)
    keys, _ = row_keys(build(tab, builders.seen(), builders.settings()))
    assert keys[0].removesuffix("#2") != keys[1].removesuffix("#2")


LEADS = st.fixed_dictionaries({
    "lead_id": st.sampled_from([None, "A", "B", 7, 7.0]),
    "name": st.sampled_from(["Asha", "Ravi"]), "city": st.sampled_from([None, "Pune"]),
})  # fmt: skip


@given(st.lists(LEADS, min_size=1, max_size=8), st.randoms())
@settings(deadline=None)
def test_keys_follow_the_rows_when_people_sort(leads: list[dict[str, Any]], random: Any) -> None:
    shuffled = random.sample(leads, len(leads))
    before, after = keys_of(*leads), keys_of(*shuffled)
    assert sorted(zip(*before, strict=True)) == sorted(zip(*after, strict=True))
    certain = [key for key, ambiguous in zip(*before, strict=True) if not ambiguous]
    assert len(certain) == len(set(certain))


def newer(ids: list[str], received: list[str] | None = None) -> list[tuple[int, int]]:
    """Pairs of newer row and original."""
    times = None if received is None else np.array(received, dtype="datetime64[s]")
    found = duplicate_ids(objects(*ids), times)
    return list(zip(found.newer.tolist(), found.original.tolist(), strict=True))


def test_of_two_rows_with_one_id_the_later_received_is_the_newer() -> None:
    assert newer(["A", "B", "A"], ["2026-11-20", "2026-11-20", "2026-11-19"]) == [(0, 2)]


@pytest.mark.parametrize("received", [None, ["NaT", "2026-11-19"], ["2026-11-19", "2026-11-19"]])
def test_where_that_cannot_be_compared_the_lower_row_is_the_newer(
    received: list[str] | None,
) -> None:
    assert newer(["A", "A"], received) == [(1, 0)]


def test_all_but_the_oldest_are_reported_and_blank_ids_are_not() -> None:
    assert newer(["", "A", "", "A", "A"]) == [(3, 1), (4, 1)]
    assert newer(["", ""]) == newer([]) == []


@pytest.mark.parametrize(
    ("existing", "floor", "expected"),
    [([], 0, "L-000001"), (["L-000009", "ENQ/24/17", None, 5000], 0, "L-000010"),
     (["L-000009"], 41, "L-000042"), ([" l-12 "], 0, "L-000013"), (["L-1234567"], 0, "L-1234568"),
     (["L-12a", "XL-90", "L-99999999999999"], 3, "L-000004")],
)  # fmt: skip
def test_new_ids_continue_after_the_highest_ever_seen(
    existing: list[Any], floor: int, expected: str
) -> None:
    assert ids_after(max(highest_number(existing), floor), 1) == [expected]


def test_as_many_new_ids_as_asked_for() -> None:
    assert ids_after(0, 3) == ["L-000001", "L-000002", "L-000003"]
    assert ids_after(1, 0) == []
