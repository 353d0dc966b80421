"""Phone cells as people fill them. The business is in India."""

import random
from typing import Any

import numpy as np
import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetsync.lead_tab import CellError
from sheetsync.values.phone_rules import is_surely_none, library_e164, quick_e164, region
from sheetsync.values.phones import read_phone, read_phones

ONE, TWO = "+919876543210", "+919876543211"


def read(cell: Any, home: str = "IN") -> tuple[tuple[str, ...], str]:
    values = np.empty(1, dtype=object)
    values[0] = cell
    found = read_phones(values, home)
    return found.numbers[0], found.problem[0]


@pytest.mark.parametrize("cell", [
    "9876543210", "98765 43210", "98765-43210", "+91 98765-43210", "(+91) 98765 43210",
    "09876543210", "919876543210", "0091 98765 43210", "p:+919876543210", "l:9876543210",
    "Mob: 98765 43210", "tel:+91-98765-43210", "98765 43210 (wife)", "Ramesh 9876543210",
    "9876543210 ext 12", "9876543210 / 11", 9876543210, 9876543210.0, 919876543210,
    "9.876543210E+09", "\u202a98765\u00a043210\u202c",
])  # fmt: skip
def test_one_number_in_any_shape(cell: Any) -> None:
    assert read(cell) == ((ONE,), "")


@pytest.mark.parametrize("cell", [
    "9876543210 / 9876543211", "9876543210, 9876543211", "9876543210\n9876543211",
    "9876543210 or 9876543211", "9876543210 & 9876543211", "9876543210 9876543211",
    "9876543210-9876543211", "+91-9876543210/9876543211", "p:+919876543210; 9876543211",
])  # fmt: skip
def test_two_numbers_in_a_cell(cell: str) -> None:
    assert read(cell) == ((ONE, TWO), "")


def test_numbers_of_other_countries_keep_theirs() -> None:
    assert read("+1 (415) 555-2671") == (("+14155552671",), "")
    assert read("+44 (0)20 7946 0958") == (("+442079460958",), "")
    assert read("7911 123456", "GB") == (("+447911123456",), "")


@pytest.mark.parametrize(("cell", "problem"), [
    ("9.87E+09", "mangled"), ("9.87654321e9", "mangled"), (1e20, "mangled"),
    ("12345", "short"), ("987654321", "no_such_number"), (987654321, "zero_lost"),
    ("call me", "no_phone"), ("raj@x.com", "email"), (True, "no_phone"),
])  # fmt: skip
def test_what_cannot_be_called_says_why(cell: Any, problem: str) -> None:
    assert read(cell) == ((), problem)


def test_one_good_number_of_two_is_kept_and_the_other_reported() -> None:
    assert read("9876543210/12345678") == ((ONE,), "one_of_two")


@pytest.mark.parametrize("cell", [None, "", "NA", "-", "no phone", 0, CellError("#N/A")])
def test_nothing_is_neither_read_nor_reported(cell: Any) -> None:
    assert read(cell) == ((), "")


@pytest.mark.parametrize("home", ["IN", "US", "GB", "DE", "IT", "BR", "AE", "MX", "AU", "SG", "RU"])
def test_the_quick_way_never_disagrees_with_the_library(home: str) -> None:
    chance, rules = random.Random(home), region(home)
    assert rules is not None
    kinds = range(11)
    examples = [phonenumbers.example_number_for_type(home, kind) for kind in kinds]
    nationals = [str(one.national_number) for one in examples if one]
    quick = 0
    for _ in range(120):
        example = chance.choice(nationals)
        kept = chance.randint(0, len(example) - 2)
        digits = example[:kept] + "".join(chance.choices("0123456789", k=len(example) - kept))
        digits = digits[: chance.choice((-1, None, None, None))] + chance.choice(("", "", "", "7"))
        for before in ("", "0", "1", f"+{rules.code}", rules.code, f"00{rules.code}", "+"):
            found = quick_e164(before + digits, rules)
            quick += found is not None
            assert found in (None, library_e164(before + digits, home))
            if is_surely_none(before + digits, rules):
                assert library_e164(before + digits, home) is None
    assert quick > 30


@pytest.mark.parametrize(("home", "typed", "number"), [
    ("CO", "0321 1234567", "+573211234567"), ("HK", "00852 2121 0463", "+85221210463"),
])  # fmt: skip
def test_a_number_in_which_the_library_sees_a_carriers_code_is_read_as_it_is_written(
    home: str, typed: str, number: str
) -> None:
    assert library_e164(typed, home) is None
    assert read_phone(typed, home, region(home)) == ((number,), "")


SHAPES = st.one_of(
    st.from_regex(r"(\+91 ?|0|\+1 ?|\+55 ?11 ?)?[6-9][0-9]{4}[ -]?[0-9]{5}(\n[6-9][0-9]{9})?"),
    st.text("+0159 -()/\n\r\0\u2028x", max_size=14),
)


@given(st.lists(SHAPES), st.sampled_from(["IN", "US", "BR", "ZZ"]))
def test_a_column_read_at_once_says_what_its_cells_say_alone(texts: list[str], home: str) -> None:
    found = read_phones(np.array([*texts, None], dtype=object), home)
    alone = [read_phone(text, home, region(home)) for text in texts]
    # Without the region's patterns the library alone judges.
    by_library = [read_phone(text, home, None)[0] for text in texts]
    assert list(zip(found.numbers, found.problem, strict=True)) == [*alone, ((), "")]
    assert found.numbers.tolist() == [*by_library, ()]


@given(st.lists(st.one_of(st.none(), st.text(), st.integers(), st.floats(), st.booleans(),
                          st.dates(), st.from_regex(r"[+(]?[0-9 ()/-]{5,25}"))), st.sampled_from(
    ["IN", "US", "ZZ"]))  # fmt: skip
def test_no_cell_can_break_a_column(cells: list[Any], home: str) -> None:
    for cell in cells:
        numbers, _ = read(cell, home)
        assert all(number.startswith("+") for number in numbers)
