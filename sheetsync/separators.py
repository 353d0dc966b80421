"""Texts that divide a sheet instead of naming a lead: month titles, weeks, years, totals, lines.

Only said of a cell that stands alone in its row; what else the row holds is `lead_rows`'s to see.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Literal

from sheetsync.values.months import MONTHS, WEEKDAYS, plain

Separator = Literal["", "title", "total", "name"]
"""What a text is: no separator; a title or a line; a total; one word that may also be somebody's
name (*April*, *June*, *Suma*)."""

LONGEST = 40
_FIRST_YEAR, _LAST_YEAR = 1990, 2099

_TOTALS = frozenset({
    "total", "totals", "grand total", "sub total", "subtotal", "sum", "overall total", "end",
    "total leads", "month total", "total for the month", "average", "avg", "mean", "count",
    "gesamt", "summe", "gesamtsumme", "durchschnitt", "schnitt", "zwischensumme", "anzahl",
    "total general", "promedio", "total geral", "média", "total général", "moyenne",
    "totaal", "gemiddelde", "totale", "toplam", "ortalama", "итого", "всего", "среднее",
    "المجموع", "الإجمالي", "المتوسط", "jumlah", "rata rata", "tổng", "tổng cộng", "कुल", "औसत",
    "razem", "合計", "合计", "平均",
})  # fmt: skip
_SHORT_MONTHS = frozenset({"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "sept",
                           "oct", "nov", "dec"})  # fmt: skip
_MONTHS = frozenset(" ".join(MONTHS.values()).split()) | {"sept", "janv", "févr", "juil"}
_DAYS = frozenset([
    "mon", "tue", "tues", "wed", "wednes", "thu", "thur", "thurs", "fri", "sat", "sun",
    *" ".join(WEEKDAYS.values()).split(),
])  # fmt: skip
_ALONE = _SHORT_MONTHS | _MONTHS | _DAYS | {"suma"}

_DATED = _MONTHS | {plain(name) for name in _MONTHS} | {name[:3] for name in _MONTHS}
"""Months as they are written beside a number: whole, without accents, or by three letters.
*Marc* only begins like one."""
_SPANS = _DATED | _DAYS | {
    "week", "wk", "w", "kw", "woche", "semana", "semaine", "settimana", "q", "qtr", "quarter",
    "quartal", "trimestre", "fy", "year", "jahr",
}  # fmt: skip
_JOINTS = frozenset({"of", "de", "del", "do", "to", "till", "bis", "au", "the", "st", "nd", "rd",
                     "th", "er", "and"})  # fmt: skip
_TOTAL_WORDS = _TOTALS - {"end", "mean", "count", "schnitt", "anzahl"}
_BESIDE = (
    "grand sub overall lead leads enquiry enquiries inquiry inquiries customer customers contact "
    "contacts entry entries row rows new open won lost closed count no nos number of for the per "
    "this month year week day to till date amount amt value sales rs inr usd eur gbp aed cr "
    "anfragen kunden"
)
_BESIDE_A_TOTAL = _TOTAL_WORDS | _DATED | frozenset(_BESIDE.split())
_VOCABULARY = _SPANS | _JOINTS | _BESIDE_A_TOTAL

_SIGNS = " \t\r\n:;-–—―=*#._~|/\\•·>+<→←()[]{}'\""
_TOKENS = re.compile(r"\d+|[^\W\d_]+(?:[\u0900-\u097f]+[^\W\d_]*)*")
_YEARS = re.compile(r"(?:19|20)\d\d(?:\s?[-–/]\s?(?:(?:19|20)?\d\d))?")
_DATE = re.compile(r"\d{1,4}([-/.])\d{1,2}\1(?:\d{4}|\d{1,2})")


@lru_cache(maxsize=4096)
def separator(text: str) -> Separator:
    """What a text that stands alone says."""
    if len(text) > LONGEST:
        return ""
    text = text.casefold().strip(_SIGNS)
    if text in _TOTALS:
        return "total"
    if text in _ALONE:
        return "name"
    if not text or (text[0].isdecimal() and _is_plain_date(text)):
        return "title"
    tokens = _TOKENS.findall(text)
    if any(not token.isdecimal() and token not in _VOCABULARY for token in tokens):
        return ""
    numbers = [token for token in tokens if token.isdecimal()]
    words = [token for token in tokens if not token.isdecimal()]
    if not _TOTAL_WORDS.isdisjoint(words):
        return "total" if _BESIDE_A_TOTAL.issuperset(words) else ""
    return "title" if _is_span(words, numbers) else ""


def cell_separator(cell: object, names_somebody: bool) -> Separator:
    """The same of a cell. A real date is a title; a number one where it can be a year and the
    column ``names_somebody``: elsewhere *2026* may be part of a phone number."""
    if isinstance(cell, date):
        return "title"
    if isinstance(cell, str):
        return separator(cell)
    is_number = isinstance(cell, int) and not isinstance(cell, bool)
    return "title" if names_somebody and is_number and _is_year(str(cell)) else ""


def _is_year(text: str) -> bool:
    return text.isdecimal() and len(text) == 4 and _FIRST_YEAR <= int(text) <= _LAST_YEAR


def _is_span(words: Sequence[str], numbers: Sequence[str]) -> bool:
    """A month, week, quarter, weekday or year with its number: ``Nov-26``, ``Week 47``,
    ``Sun 15 Nov``, ``FY 2026-27``; not *Novotel 2026*, nor *Week End*."""
    if not words or not numbers or not all(len(n) <= 2 or _is_year(n) for n in numbers):
        return False
    named = [word for word in words if word not in _JOINTS]
    return bool(named) and _SPANS.issuperset(named)


def _is_plain_date(text: str) -> bool:
    """``2026``, ``2026-27``, ``16.11.2026``."""
    if _DATE.fullmatch(text):
        return True
    return _YEARS.fullmatch(text) is not None and _is_year(text[:4])
