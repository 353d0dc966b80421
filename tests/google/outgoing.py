"""Messages as Google sends them: what is nought, false or empty by default is left out.

Not everywhere, though: a sheet's own id and index, the ends of a range and a metadata location are
always there. The recordings show GridRange, DimensionRange and colours; the rest is unconfirmed.
"""

from __future__ import annotations

from typing import Any

from tests.google.errors import Json

# Left out at nought or false wherever they stand.
LEFT_OUT = {
    "warningOnly",
    "requestingUserCanEdit",
    "hidden",
    "hiddenByUser",
    "hiddenByFilter",
    "hideGridlines",
    "collapsed",
    "dimensionIndex",
    "rowIndex",
    "frozenRowCount",
    "frozenColumnCount",
    "offsetXPixels",
    "offsetYPixels",
    "strict",
    "showCustomUi",
    "rightToLeft",
}

# These carry a nought: a sheet's own properties, and the place a metadata entry hangs on.
KEEPS_SHEET_ID = ("title", "locationType")


def as_sent(message: Any) -> Any:
    if isinstance(message, list):
        return [as_sent(item) for item in message]
    if not isinstance(message, dict):
        return message
    return {
        name: as_sent(value) for name, value in message.items() if _is_sent(name, value, message)
    }


def _is_sent(name: str, value: Any, message: Json) -> bool:
    if value is None:
        return False
    if name in LEFT_OUT:
        return bool(value)
    if name == "sheetId" and value == 0:
        return any(keeper in message for keeper in KEEPS_SHEET_ID)
    return name != "columnIndex" or value != 0
