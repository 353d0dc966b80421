"""What a cell shows: FORMATTED_VALUE, from the value and its number format."""

from __future__ import annotations

import operator
import re
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from tests.google.errors import Json
from tests.google.locales import Locale
from tests.google.moments import from_serial

_DATE_TOKEN = re.compile(r'"[^"]*"|\\.|am/pm|y+|m+|M+|d+|h+|H+|s+|\.0+|.', re.IGNORECASE)
_NUMBER_TOKEN = re.compile(r'("[^"]*"|\\.|\[[^\]]*\])')
_NUMBER_PART = re.compile(r'("[^"]*"|\\.|\[[^\]]*\]|[^#0?])|([#0?][#0?,.]*)')
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?[0-9.]+)\]")
HOLDS = {
    "<=": operator.le, ">=": operator.ge, "<>": operator.ne, "<": operator.lt, ">": operator.gt,
    "=": operator.eq,
}  # fmt: skip

DEFAULT_PATTERNS = {
    "NUMBER": "#,##0.00",
    "PERCENT": "0.00%",
    "CURRENCY": '"$"#,##0.00',
    "SCIENTIFIC": "0.00E+00",
    "TIME": "h:mm:ss",
}

MOMENTS = ("DATE", "TIME", "DATE_TIME")


def is_moment(number_format: Json | None) -> bool:
    """Whether a number with this format is a date or a time to Google."""
    if not number_format:
        return False
    pattern = re.sub(r'"[^"]*"|\[[^\]]*\]', "", number_format.get("pattern", ""))
    return number_format.get("type") in MOMENTS or bool(re.search(r"[ymdhs]", pattern))


def show(value: Any, number_format: Json | None, locale: Locale) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if not isinstance(value, int | float):
        return str(value)
    kind = (number_format or {}).get("type", "")
    if kind == "TEXT" or not number_format:
        return _plain(value, locale)
    pattern = number_format.get("pattern") or _default(kind, locale)
    if is_moment(number_format):
        return _show_moment(from_serial(value), pattern)
    return _show_number(value, pattern, locale) if pattern else _plain(value, locale)


def _default(kind: str, locale: Locale) -> str:
    if kind == "DATE":
        return locale.date_pattern
    if kind == "DATE_TIME":
        return f"{locale.date_pattern} h:mm:ss"
    return DEFAULT_PATTERNS.get(kind, "")


def _plain(number: float, locale: Locale) -> str:
    if float(number).is_integer() and abs(number) < 1e15:
        return str(int(number))
    text = f"{number:.10g}"
    if "e" in text:
        mantissa, exponent = text.split("e")
        text = f"{mantissa}E{int(exponent):+d}"
    return text.replace(".", locale.decimal)


def _show_moment(moment: datetime, pattern: str) -> str:
    tokens = _DATE_TOKEN.findall(pattern)
    twelve = any(token.lower() == "am/pm" for token in tokens)
    shown = []
    for index, token in enumerate(tokens):
        is_minute = token[0] in "mM" and _beside_clock(tokens, index)
        shown.append(_date_part(moment, token, twelve=twelve, is_minute=is_minute))
    return "".join(shown)


def _beside_clock(tokens: list[str], index: int) -> bool:
    """`m` is minutes after hours or before seconds, months elsewhere."""
    before = next((t for t in reversed(tokens[:index]) if t[0].isalpha()), "")
    after = next((t for t in tokens[index + 1 :] if t[0].isalpha()), "")
    return before[:1].lower() == "h" or (after[:1].lower() == "s")


def _date_part(moment: datetime, token: str, *, twelve: bool, is_minute: bool) -> str:
    letter, width = token[0].lower(), len(token)
    if token.lower() == "am/pm":
        return "AM" if moment.hour < 12 else "PM"
    if letter == "h":
        hour = (moment.hour % 12 or 12) if twelve else moment.hour
        return f"{hour:0{min(width, 2)}d}"
    if is_minute:
        return f"{moment.minute:0{min(width, 2)}d}"
    if letter == "s":
        return f"{moment.second:0{min(width, 2)}d}"
    if letter == "y":
        return f"{moment.year:04d}" if width > 2 else f"{moment.year % 100:02d}"
    if letter == "m":
        return _worded(moment.month, moment.strftime("%B"), width)
    if letter == "d":
        return _worded(moment.day, moment.strftime("%A"), width)
    return token.strip('"').lstrip("\\")


def _worded(number: int, word: str, width: int) -> str:
    if width <= 2:
        return f"{number:0{width}d}"
    return word[:3] if width == 3 else word


def _show_number(number: float, pattern: str, locale: Locale) -> str:
    pattern, number = _section(number, pattern.split(";"))
    bare = _NUMBER_TOKEN.sub("", pattern)
    parts = _parted(pattern)
    if len(parts) == 1:
        return _literal(pattern)
    scaled = number * 100 if "%" in bare else number
    sign = "-" if number < 0 else ""
    if len(parts) > 3 and "E+" not in bare:
        return sign + _among_literals(abs(scaled), parts)
    shown = _digits(scaled, parts[1], bare, locale)
    after = re.sub(r"^E\+0+", "", "".join(parts[2:]))
    return sign + _literal(parts[0]) + shown + _literal(after)


def _parted(pattern: str) -> list[str]:
    """Literals and runs of digits by turns, literals first and last."""
    parts = [""]
    for token in _NUMBER_PART.finditer(pattern):
        if token[2]:
            parts += [token[2], ""]
        else:
            parts[-1] += token[1]
    return parts


def _section(number: float, sections: list[str]) -> tuple[str, float]:
    """The part of a pattern that shows this number, and the number as that part shows it."""
    conditions = [_CONDITION.match(section) for section in sections]
    if any(conditions):
        for section, found in zip(sections, conditions, strict=True):
            if found is None or HOLDS[found[1]](number, float(found[2])):
                return section[found.end() if found else 0 :], number
        return sections[-1], number
    if number < 0 and len(sections) > 1:
        return sections[1], -number
    return (sections[2] if number == 0 and len(sections) > 2 else sections[0]), number


def _among_literals(number: float, parts: list[str]) -> str:
    """Whole numbers whose digits have marks of the pattern's own between them."""
    left, shown = str(Decimal(repr(number)).quantize(Decimal(1), ROUND_HALF_UP)), ""
    for index in range(len(parts) - 1, -1, -1):
        if index % 2 == 0:
            shown = _literal(parts[index]) + shown
            continue
        room = len(left) if index == 1 else parts[index].count("0") + parts[index].count("#")
        shown = left[len(left) - min(room, len(left)) :] + shown
        left = left[: len(left) - min(room, len(left))]
    return shown


def _digits(number: float, digits: str, pattern: str, locale: Locale) -> str:
    decimals = len(digits.partition(".")[2].replace(",", ""))
    if "E+" in pattern:
        return f"{abs(number):.{decimals}E}".replace(".", locale.decimal)
    grouped = "," if "," in digits else ""
    # Halves are rounded away from nought, as people do.
    rounded = Decimal(repr(abs(number))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    shown = f"{rounded:{grouped}.{decimals}f}"
    optional = len(digits) - len(digits.rstrip("#"))
    if "." in digits and optional:
        shown = shown[:-optional] + shown[-optional:].rstrip("0")
    swap = str.maketrans({",": locale.thousands, ".": locale.decimal})
    return shown.rstrip(".").translate(swap)


def _literal(text: str) -> str:
    text = re.sub(r"\[\$([^\]-]*)[^\]]*\]", r"\1", text)
    return re.sub(r"\[[^\]]*\]", "", text).replace('"', "").replace("\\", "")
