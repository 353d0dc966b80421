"""Amounts in other money than the business's own."""

from __future__ import annotations

import numpy as np
import pytest

from sheetsync.values.currencies import foreign, is_foreign


@pytest.mark.parametrize("text", ["$500", "USD 500", "500usd", "US$ 1,200.50", "€500", "500 EUR",
                                  "5 euros", "£5", "AED 5k", "¥ 900"])  # fmt: skip
def test_other_money_is_foreign_to_an_indian_shop(text: str) -> None:
    assert is_foreign(text, "INR")


@pytest.mark.parametrize("text", ["500", "₹500", "Rs. 500/-", "Rs500", "INR 5,000", "₨500", "1.2L",
                                  "80k", "1.5 cr", "500 rupees", "negotiable", "-"])  # fmt: skip
def test_its_own_money_and_bare_numbers_are_not(text: str) -> None:
    assert not is_foreign(text, "INR")


def test_a_sign_shared_by_several_is_ones_own_where_it_may_be() -> None:
    for own in ("USD", "AUD", "MXN", "SGD"):
        assert not is_foreign("$500", own)
    assert is_foreign("US$ 500", "AUD")
    assert not is_foreign("Rs 500", "PKR")
    assert is_foreign("₹500", "PKR")


def test_nothing_is_foreign_where_the_own_money_is_not_known() -> None:
    assert not is_foreign("$500", "")


def test_only_text_can_name_its_money() -> None:
    cells = np.array([500, None, "$500", "₹500", 1.5], dtype=object)
    assert foreign(cells, "INR").tolist() == [False, False, True, False, False]
