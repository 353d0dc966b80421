"""Money inside a sentence: short, without decimals, as the cells of the same business show it."""

from __future__ import annotations

import re
from functools import lru_cache

from sheetsync.config import Settings
from sheetsync.rules.rounding import whole
from sheetsync.tabs.number_formats import money

_SYMBOL = re.compile(r'"([^"]*)"( ?)')


def money_text(amount: float, settings: Settings) -> str:
    """``₹1,20,000``, ``CHF 1,200``, ``1 200 €``."""
    symbol, gap, last, by_lakhs = _shape(settings.currency, settings.locale)
    units = whole(abs(amount))
    digits = _lakhs(units) if by_lakhs else f"{units:,}"
    sign = "-" if amount < 0 and units else ""
    if last:
        return f"{sign}{digits.replace(',', _NO_BREAK)}{_NO_BREAK}{symbol}"
    return f"{sign}{symbol}{gap}{digits}"


_NO_BREAK = "\N{NO-BREAK SPACE}"


@lru_cache(maxsize=8)
def _shape(currency: str, locale: str) -> tuple[str, str, bool, bool]:
    """Symbol, gap after it, whether it stands last, whether lakhs are grouped: read from the
    number format, so that a sentence and the cell beside it never disagree."""
    pattern = money(currency, locale)
    found = _SYMBOL.search(pattern)
    symbol, gap = found.groups() if found else (currency, " ")
    return symbol, gap, pattern.startswith("#"), pattern.startswith("[")


def _lakhs(units: int) -> str:
    thousands, rest = divmod(units, 1000)
    if not thousands:
        return str(rest)
    pairs: list[str] = []
    while thousands > 99:
        thousands, pair = divmod(thousands, 100)
        pairs.insert(0, f"{pair:02d}")
    return ",".join([str(thousands), *pairs, f"{rest:03d}"])
