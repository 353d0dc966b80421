"""Cells as messages: CellData and ExtendedValue, in both directions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.google.colours import settle_colours
from tests.google.errors import Json, NotEmulated, invalid
from tests.google.fields_mask import Mask, merge
from tests.google.spreadsheet import EMPTY, Cell, Formula, Value

MOST_CHARACTERS = 50_000

RICH = ("textFormatRuns", "chipRuns")

# What Google works out by itself; a client that sends it is not heard.
READ_ONLY = {"effectiveValue", "effectiveFormat", "formattedValue", "hyperlink"}


def as_number(number: float) -> float:
    """Whole numbers go out without a point."""
    return int(number) if float(number).is_integer() and abs(number) < 1e15 else number


def read_value(extended: Json | None) -> Value:
    """An ExtendedValue as entered. Nothing is parsed: text beginning with = stays text."""
    if not extended:
        return None
    if len(extended) > 1:
        raise invalid("ExtendedValue may hold one kind of value only.")
    ((kind, value),) = extended.items()
    if kind == "formulaValue":
        if not value.startswith("="):
            raise invalid("formulaValue must start with '='.")
        return Formula(value)
    if kind == "errorValue":
        raise invalid("errorValue is read-only.")
    return checked(value)


def checked(value: Any) -> Value:
    """A bare value from a request, held against what a cell may hold."""
    if value == "" or value is None:
        return None
    if isinstance(value, str):
        if len(value) > MOST_CHARACTERS:
            raise invalid(
                f"Your input contains more than the maximum of {MOST_CHARACTERS} characters "
                "in a single cell."
            )
        return value
    if isinstance(value, bool | int | float):
        return value
    raise invalid(f"Invalid values: cannot be put in a cell: {value!r}")


def write_value(value: Any) -> Json:
    if isinstance(value, Formula):
        return {"formulaValue": value.text}
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, int | float):
        return {"numberValue": as_number(value)}
    if isinstance(value, FormulaError):
        return {"errorValue": {"type": ERROR_KINDS[value], "message": f"The formula gave {value}."}}
    return {"stringValue": value}


ERROR_KINDS = {
    "#N/A": "N_A",
    "#REF!": "REF",
    "#DIV/0!": "DIVIDE_BY_ZERO",
    "#VALUE!": "VALUE",
    "#NAME?": "NAME",
    "#NUM!": "NUM",
    "#ERROR!": "ERROR",
}


class FormulaError(str):
    """What a formula gave instead of a value: `#N/A` and its like."""

    __slots__ = ()


def change_cell(cell: Cell, data: Json, mask: Mask) -> Cell:
    """The cell with what the mask names taken from a CellData."""
    if not mask or "*" in mask:
        mask = {name: {} for name in CHANGES}
    for name in mask:
        if name not in CHANGES and name not in READ_ONLY:
            raise NotEmulated(f"cell field {name}")
    for name, change in CHANGES.items():
        if name in mask:
            cell = change(cell, data, mask[name])
    return EMPTY if cell.is_blank else cell


def _change_value(cell: Cell, data: Json, mask: Mask) -> Cell:
    # A new value takes chips and runs of format inside the old text with it.
    return cell._replace(value=read_value(data.get("userEnteredValue")), rich=None)


def _change_format(cell: Cell, data: Json, mask: Mask) -> Cell:
    wished = data.get("userEnteredFormat") or {}
    if not wished and not cell.format:
        return cell
    merged = settle_colours(merge(cell.format or {}, wished, _with_twins(mask)))
    return cell._replace(format=merged or None)


def _with_twins(mask: Mask) -> Mask:
    """A mask that names a colour clears what Google keeps beside it too."""
    widened = {name: _with_twins(inner) for name, inner in mask.items()}
    for old, new in (
        ("backgroundColor", "backgroundColorStyle"),
        ("foregroundColor", "foregroundColorStyle"),
    ):
        for given, twin in ((old, new), (new, old)):
            if given in widened:
                widened.setdefault(twin, {})
    return widened


def _change_note(cell: Cell, data: Json, mask: Mask) -> Cell:
    return cell._replace(note=data.get("note") or "")


def _change_validation(cell: Cell, data: Json, mask: Mask) -> Cell:
    return cell._replace(validation=data.get("dataValidation") or None)


def _change_rich(name: str) -> Callable[[Cell, Json, Mask], Cell]:
    def change(cell: Cell, data: Json, mask: Mask) -> Cell:
        rich = {k: v for k, v in (cell.rich or {}).items() if k != name}
        if data.get(name):
            rich[name] = data[name]
        return cell._replace(rich=rich or None)

    return change


CHANGES: dict[str, Callable[[Cell, Json, Mask], Cell]] = {
    "userEnteredValue": _change_value,
    "userEnteredFormat": _change_format,
    "note": _change_note,
    "dataValidation": _change_validation,
    **{name: _change_rich(name) for name in RICH},
}
