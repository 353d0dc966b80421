"""Rounding as spreadsheets show it, so that a sentence and the cell beside it never disagree."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


def whole(value: float) -> int:
    """The whole number a cell without decimals shows: halves go away from zero, and of the value
    its first 15 digits count, as in Excel (``round`` would go to the even one: 2.5 to 2)."""
    return int(Decimal(f"{value:.15g}").quantize(Decimal(1), ROUND_HALF_UP))


def percent_text(share: float) -> str:
    """``13%`` for 0.125."""
    return f"{whole(float(Decimal(f'{share:.15g}') * 100))}%"
