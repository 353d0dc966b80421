"""What parts the arguments of a formula, by the locale of the spreadsheet.

Google reads every formula that is sent to it as if somebody had typed it there: in a cell, a
dropdown or a format rule alike. Where a comma is the decimal mark, a semicolon parts arguments.
Formulas of ours are written with commas; they hold neither decimals nor arrays.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

Separator = Literal[",", ";"]

_COMMA_COUNTRIES = frozenset({
    "AU", "CH", "CN", "EG", "GB", "HK", "IE", "IL", "IN", "JP", "KR", "MM", "MN", "MX", "PH", "TH",
    "TW", "US",
})  # fmt: skip
_COMMA_LOCALES = frozenset({"en", "en_CA"})
_QUOTED = re.compile(r"""("(?:[^"]|"")*"|'(?:[^']|'')*')""")


def separator(locale: str) -> Separator:
    """The mark between arguments. Where a comma is not known to do, the semicolon: Google takes it
    everywhere and turns it into a comma itself where that is the custom."""
    country = locale.replace("-", "_").rpartition("_")[2]
    return "," if country in _COMMA_COUNTRIES or locale in _COMMA_LOCALES else ";"


def localised(formula: str, locale: str) -> str:
    """A formula written with commas as that locale reads it."""
    mark = separator(locale)
    return _outside_quotes(formula, lambda part: part.replace(",", mark))


def canonical(formula: str) -> str:
    """The same with commas again, whatever the locale was."""
    return _outside_quotes(formula, lambda part: part.replace(";", ","))


def _outside_quotes(formula: str, change: Callable[[str], str]) -> str:
    """With texts and tab titles left as they are."""
    parts = _QUOTED.split(formula)
    parts[::2] = map(change, parts[::2])
    return "".join(parts)
