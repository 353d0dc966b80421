"""A figure in a sentence is the one the cell beside it shows."""

from __future__ import annotations

import pytest

from sheetsync.rules.money_text import money_text
from sheetsync.rules.rounding import percent_text, whole
from tests.builders import settings


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.5, 1), (1.5, 2), (2.5, 3), (-2.5, -3), (2.4999, 2), (0.1 + 0.2 + 2.2, 3), (1e12, 10**12)],
)
def test_halves_go_away_from_zero_as_in_a_cell(value: float, shown: int) -> None:
    assert whole(value) == shown


@pytest.mark.parametrize(
    ("share", "shown"), [(0.125, "13%"), (0.285, "29%"), (1 / 3, "33%"), (0, "0%"), (1, "100%")]
)
def test_a_share_in_a_sentence_is_rounded_as_the_cell_is(share: float, shown: str) -> None:
    assert percent_text(share) == shown


def test_money_in_a_sentence_is_rounded_as_the_cell_is() -> None:
    assert money_text(1_20_000.5, settings()) == "₹1,20,001"
