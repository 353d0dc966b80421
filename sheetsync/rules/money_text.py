"""Money inside a sentence, as the cells of the same business show it: to the owner rounded, to a
customer to the cent."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from sheetsync.config import Settings
from sheetsync.rules.rounding import whole
from sheetsync.tabs.number_formats import money

_SYMBOL = re.compile(r'"([^"]*)"( ?)')


def money_text(amount: float, settings: Settings) -> str:
    """``₹1,20,000``, ``CHF 1,200``, ``1 200 €``: without decimals."""
    units = whole(abs(amount))
    return _said(units, "", amount < 0 and units > 0, settings)


def exact_money_text(amount: float, settings: Settings) -> str:
    """``₹1,20,000``, ``CHF 1,200.50``, ``1 200,50 €``: no amount named to a customer is rounded."""
    places = 3 if settings.currency in _OF_THOUSANDTHS else 2
    exact = Decimal(f"{abs(amount):.15g}").quantize(Decimal(10) ** -places, ROUND_HALF_UP)
    units, _, cents = f"{exact:f}".partition(".")
    return _said(int(units), cents if int(cents) else "", amount < 0 and exact > 0, settings)


def _said(units: int, cents: str, below_zero: bool, settings: Settings) -> str:
    symbol, gap, last, by_lakhs = _shape(settings.currency, settings.locale)
    digits = _lakhs(units) if by_lakhs else f"{units:,}"
    sign = "-" if below_zero else ""
    if last:
        cents = f",{cents}" if cents else ""
        return f"{sign}{digits.replace(',', _NO_BREAK)}{cents}{_NO_BREAK}{symbol}"
    return f"{sign}{symbol}{gap}{digits}{'.' if cents else ''}{cents}"


_OF_THOUSANDTHS = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})
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
