"""What a lead is worth, for ordering and for saying how much money is at stake."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

_WORTH = ("quote_value", "order_value", "budget")
"""The first that is filled counts: a quote is firmer than the budget somebody named."""


def total(amounts: npt.NDArray[np.float64]) -> float:
    """A sum to the cent: the same whatever order the rows stand in."""
    return round(float(amounts.sum()), 2)


def worth(frame: pd.DataFrame) -> npt.NDArray[np.float64]:
    """Money per lead, in the business's currency; 0 where nothing is known or it is negative."""
    value = np.full(len(frame), np.nan)
    for field in _WORTH:
        amounts = frame[field].to_numpy(dtype=np.float64)
        value = np.where(np.isnan(value), amounts, value)
    return np.where(value > 0, value, 0.0)


def quoted(frame: pd.DataFrame) -> npt.NDArray[np.float64]:
    """The quote alone; 0 where there is none or it is negative."""
    amounts = frame["quote_value"].to_numpy(dtype=np.float64)
    return np.where(amounts > 0, amounts, 0.0)
