"""How the columns of an empty lead sheet look in every store: headers, widths, formats, colours."""

from __future__ import annotations

from sheetsync.config import Settings
from sheetsync.schema import FIELDS, FILLED, Field, Who
from sheetsync.tabs import looks, number_formats

HEADER_POINTS = 36
ROW_POINTS = 18

_HEADER_FILL: dict[Who, str] = {
    "person": looks.ACCENT,
    "fill": looks.ACCENT_SOFT,
    "machine": looks.MACHINE_INK,
}
_FROZEN_AFTER = "name"
_DATETIME = "d mmm yyyy hh:mm"
_TEXT = "@"
_LEAST_WIDTH: dict[str, float] = {
    "date": 17.5, "date_or_datetime": 21.5, "datetime": 19.5, "money": 15,
}  # fmt: skip


def header(field: Field, settings: Settings) -> str:
    """The business's own word for it, else ours."""
    return settings.columns.get(field.name, field.header)


def header_fill(field: Field) -> str:
    """The colour that says who writes a column today: a field that may be filled is people's
    until a run fills it."""
    is_filled = field.who != "fill" or field.name in FILLED
    return _HEADER_FILL[field.who if is_filled else "person"]


def width(field: Field, settings: Settings) -> float:
    """In characters: enough for what the column holds, and for its header in two lines at most."""
    words = header(field, settings).split()
    longest = max(max(map(len, words)) + 6, len(" ".join(words)) / 2 + 6)
    return max(field.width, longest, _LEAST_WIDTH.get(field.type, 0))


def number_format(field: Field, settings: Settings) -> str:
    """The pattern its values show in, "" where they show as they are."""
    formats = {
        "date": number_formats.DATE,
        "date_or_datetime": number_formats.DATE,
        "datetime": _DATETIME,
        "money": number_formats.money(settings.currency, settings.locale),
        "count": "0",
        "phone": _TEXT,
    }
    return formats.get(field.type, "")


def is_figure(field: Field) -> bool:
    """Whether its values stand at the right."""
    return field.type in ("money", "count")


def frozen_columns() -> int:
    """How many stay in view when the sheet is moved sideways."""
    return [field.name for field in FIELDS].index(_FROZEN_AFTER) + 1
