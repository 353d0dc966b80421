"""Answers in a customer's own words: when they need it, what they would spend.

They answer the question, so nobody has to mend them; they are not one date or one amount, so
nothing is reckoned with them.
"""

from __future__ import annotations

import re
from math import isnan

from sheetsync.values.date_text import Unread, read_text
from sheetsync.values.numbers import DecimalMark, read_amount

_SPAN = re.compile(
    r"\b\d+\s*(?:(?:-|–|to|or)\s*\d+\s*)?\+?\s*"
    r"(?:hours?|hrs?|days?|weeks?|wks?|months?|mths?|years?|yrs?|tage|wochen|monate)\b"
    r"|\bq[1-4]\b|\b(?:mid|early|late|end|start|beginning|first|last|1st|2nd|3rd|4th)\b",
    re.I,
)
_RANGE = re.compile(r"\s*(?:-|–|—|\bto\b|\bor\b|\bbis\b)\s*", re.I)
_ABOUT = re.compile(
    r"^(?:under|below|upto|up to|within|less than|max\.?|maximum|above|over|more than|min\.?"
    r"|minimum|around|about|approx\.?|approximately|near|nearly|ca\.?|circa|between|from|[~<>≤≥])"
    r"\s*|\s*(?:\?+|\+|max\.?|approx\.?|or less|or more|\+?\s*gst|plus gst|per .*|/ ?[a-z].*)$",
    re.I,
)


def is_spoken_date(text: str) -> bool:
    """*asap*, *next month*, *2-3 weeks*, *mid January*, *Nov 2026*; not *31/02/2026*."""
    if not any(c.isdecimal() for c in text):
        return True
    read = read_text(text, "YMD")
    if isinstance(read, Unread) and read.problem == "no_day":
        return True
    return _SPAN.search(text) is not None and not re.search(r"\d[-/.]\d+[-/.]\d", text)


def is_spoken_amount(text: str, mark: DecimalMark, language: str = "") -> bool:
    """*negotiable*, *5-6 lakh*, *under 50k*, *2 lakh+*; not *12,34,x*."""
    if not any(c.isdecimal() for c in text):
        return True
    ends = _RANGE.split(_ABOUT.sub("", _ABOUT.sub("", text.strip())))
    return len(ends) <= 2 and all(_is_amount(end, mark, language) for end in ends)


def _is_amount(text: str, mark: DecimalMark, language: str) -> bool:
    amount = read_amount(text, mark, language)
    return amount is not None and not isnan(amount)
