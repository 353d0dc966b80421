"""Amounts and counts as people write them: ``₹1,20,000``, ``1.2L``, ``80k``, ``Rs. 5,000/-``.

Which of dot and comma marks decimals follows the locale. Where both stand in one number the last
one does, since nothing else is possible. A lone mark before exactly three digits that the locale
takes for the decimal one (``1.200`` in English) has two readings and is not read.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
import numpy.typing as npt

from sheetsync.lead_tab import BoolArray, ObjectArray
from sheetsync.values import kinds
from sheetsync.values.words import says_nothing

DecimalMark = Literal[".", ","]

_COMMA_LANGUAGES = (
    "az be bg bs ca cs da de el es et eu fi fr gl hr hu hy id is it ka kk lt lv mk nb nl nn no pl "
    "pt ro ru sk sl sq sr sv tr uk uz vi"
)
_DOT_PLACES = frozenset({
    "de_CH", "de_LI", "it_CH", "es_MX", "es_US", "es_GT", "es_HN", "es_NI", "es_PA", "es_PE",
    "es_PR", "es_SV", "es_DO", "en_ZA",
})  # fmt: skip

TOO_MUCH = 1e15
"""No money and no count, but a slip of the keys; beyond it a spreadsheet keeps no single digits."""

MULTIPLIERS: dict[str, float] = {
    **dict.fromkeys(("k", "thousand", "tsd"), 1e3),
    **dict.fromkeys(("l", "lac", "lacs", "lakh", "lakhs", "lak", "lkh"), 1e5),
    **dict.fromkeys(("m", "mn", "mio", "mln", "million", "millions"), 1e6),
    **dict.fromkeys(("cr", "crs", "crore", "crores"), 1e7),
    **dict.fromkeys(("b", "bn", "billion"), 1e9),
}
OWN_MULTIPLIERS: dict[str, dict[str, float]] = {"es": {"mil": 1e3}, "pt": {"mil": 1e3}}
"""Words of one language alone: to an English reader *5 mil* is five million."""

_CURRENCY = (
    r"(?:rs\.?|re\.?|inr|rupees?|usd|us\$|a\$|c\$|s\$|hk\$|r\$|dollars?|eur|euros?|gbp|pounds?|aed"
    r"|dhs?\.?|dirhams?|sar|sr|qar|kwd|bhd|omr|egp|pkr|bdt|lkr|npr|myr|rm|sgd|hkd|aud|cad|nzd|chf"
    r"|fr\.|sek|nok|dkk|kr\.?|pln|zł|czk|kč|huf|ft|try|tl|zar|r|ngn|kes|ksh|ghs|idr|rp\.?|php|thb"
    r"|vnd|cny|rmb|jpy|yen|krw|mxn|brl|ars|clp|cop|[$€£¥₹₨₩₦₫₱₺₽฿৳])"
)
_AMOUNT = re.compile(
    rf"(?P<open>\()?\s*(?P<sign>[-+−–])?\s*(?:{_CURRENCY}\s*)?(?P<sign2>[-+−–])?\s*"
    r"(?P<digits>\d(?:[\d.,'’\s]*\d)?|[.,]\d+)\.?\s*"
    rf"(?P<times>[a-z]+)?\.?\s*(?:{_CURRENCY})?\s*(?:/?\s*[-=–])?\s*(?:only)?\.?\s*(?P<close>\))?"
)
_SCIENTIFIC = re.compile(r"[-+]?\d+(?:\.\d+)?e[-+]?\d+")
_COUNT = re.compile(
    r"(?:x\s*)?(\d{1,6})(?:\s*(?:x|×|times?|calls?|attempts?|follow[- ]?ups?|fups?|tries"
    r"|messages?|msgs?|mails?|e-?mails?|st|nd|rd|th))?\.?"
)


@dataclass(frozen=True)
class Amounts:
    """One entry a cell: float64, NaN where blank or unreadable."""

    value: npt.NDArray[np.float64]
    unreadable: BoolArray


def decimal_mark(locale: str) -> DecimalMark:
    """What stands before decimals in a locale such as ``en_IN`` or ``de``."""
    place = locale.replace("-", "_").partition(".")[0]
    if place in _DOT_PLACES:
        return "."
    return "," if language_of(locale) in _COMMA_LANGUAGES.split() else "."


def language_of(locale: str) -> str:
    """The language of a locale: ``pt`` of ``pt-BR``."""
    return re.split("[-_.]", locale)[0].lower()


def read_amounts(values: ObjectArray, mark: DecimalMark, language: str = "") -> Amounts:
    """Read a column of money."""
    return _read(values, lambda text: read_amount(text, mark, language))


def read_counts(values: ObjectArray, mark: DecimalMark, language: str = "") -> Amounts:
    """Read a column of whole numbers; a fraction is unreadable, a number below 0 is read."""
    found = _read(values, lambda text: _read_count(text, mark, language))
    broken = found.value % 1 > 0
    return Amounts(np.where(broken, np.nan, found.value), found.unreadable | broken)


def _read(values: ObjectArray, read: Callable[[str], float | None]) -> Amounts:
    kind = kinds.kinds(values)
    value = np.full(len(values), np.nan)
    is_number, is_text = kind == kinds.NUMBER, kind == kinds.TEXT
    value[is_number] = values[is_number].astype(np.float64)
    found = kinds.per_distinct(values[is_text], read)
    value[is_text] = [math.nan if one is None else one for one in found]
    unreadable = ~np.isin(kind, (kinds.NOTHING, kinds.NUMBER, kinds.TEXT, kinds.ERROR))
    unreadable[is_text] = [one is not None and math.isnan(one) for one in found]
    unreadable |= (np.abs(value) >= TOO_MUCH) | (is_number & np.isnan(value))
    return Amounts(np.where(unreadable, np.nan, value), unreadable)


@lru_cache(maxsize=65_536)
def read_amount(text: str, mark: DecimalMark, language: str = "") -> float | None:
    """One amount; None where the text stands for "no value", NaN where it cannot be read."""
    text = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    if says_nothing(text):
        return None
    if _SCIENTIFIC.fullmatch(text):
        return float(text)
    found = _AMOUNT.fullmatch(text)
    if found is None or bool(found["open"]) != bool(found["close"]):
        return math.nan
    times = _times(found["times"], language)
    plain = _plain_digits(found["digits"], mark, times != 1.0)
    if times is None or plain is None:
        return math.nan
    negative = found["open"] or (found["sign"] or found["sign2"] or "+") != "+"
    return round(float(plain) * times, 6) * (-1 if negative else 1)


def _times(word: str | None, language: str) -> float | None:
    """What the word after the digits multiplies them by; None where nobody can tell."""
    if word is None or word == "only":
        return 1.0
    known = MULTIPLIERS | OWN_MULTIPLIERS.get(language, {})
    return known.get(word, 1.0 if re.fullmatch(_CURRENCY, word) else None)


def _read_count(text: str, mark: DecimalMark, language: str) -> float | None:
    found = _COUNT.fullmatch(text.strip().casefold())
    return float(found[1]) if found else read_amount(text, mark, language)


def _plain_digits(text: str, mark: DecimalMark, multiplied: bool) -> str | None:
    """Digits with a dot before the decimals; None where the grouping is none or unclear."""
    marks = [c for c in text if c in ".,"]
    if len(set(marks)) == 2:
        return _split(text, marks[-1]) if marks.count(marks[-1]) == 1 else None
    if len(marks) != 1:
        return _ungrouped(text)
    if _has_two_readings(text, marks[0], mark, multiplied):
        return None
    if marks[0] == mark:
        return _split(text, mark)
    # A dot that cannot group thousands marks decimals everywhere: software writes 1200.50.
    return _ungrouped(text) or (_split(text, ".") if marks[0] == "." else None)


def _has_two_readings(text: str, found: str, mark: DecimalMark, multiplied: bool) -> bool:
    """``1.200``: twelve hundred to some, one and a fifth to others. ``0.125`` and ``1.250 cr`` are
    clear where a dot marks decimals."""
    whole, _, decimals = text.partition(found)
    groups = len(decimals) == 3 and 1 <= len(whole) <= 3 and whole[0] != "0"
    by_locale = "decimals" if found == mark else "groups"
    return groups and (by_locale == "decimals") != multiplied and (found == "." or not multiplied)


def _split(text: str, mark: str) -> str | None:
    whole, _, decimals = text.partition(mark)
    plain = _ungrouped(whole)
    return None if plain is None or not decimals.isdecimal() else f"{plain}.{decimals}"


def _ungrouped(whole: str) -> str | None:
    """The digits before the decimals, if their groups are thousands or lakhs."""
    groups = re.split(r"[.,'’\s]+", whole)
    if len(groups) == 1:
        return whole or "0"
    marks = {c for c in whole if not c.isdecimal()}
    first, *middle, last = groups
    sizes = {len(group) for group in middle}
    thousands = sizes <= {3} and 1 <= len(first) <= 3
    lakhs = sizes <= {2} and 1 <= len(first) <= 2
    grouped = len(last) == 3 and first[:1] not in ("", "0") and (thousands or lakhs)
    return "".join(groups) if grouped and len(marks) == 1 else None
