"""The requests that make a tab the lead tab: every field a column, dressed and explained."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from sheetsync import highlights as rules
from sheetsync.cells import Area
from sheetsync.config import Settings
from sheetsync.schema import FIELDS, Field
from sheetsync.stores import lead_columns
from sheetsync.stores.google import highlights
from sheetsync.stores.google.message import Json, grid_range
from sheetsync.stores.google.template import looks_of_cells
from sheetsync.tabs import looks

ROWS = 1000
"""As many as Google gives a new tab; people add more below as they do everywhere."""

GRID = {
    "rowCount": ROWS,
    "columnCount": len(FIELDS),
    "frozenRowCount": 1,
    "frozenColumnCount": lead_columns.frozen_columns(),
    "hideGridlines": True,
}

_ALL = Area(1, 1, ROWS, len(FIELDS))
_PROTECTED = "Written by sheetsync: please do not type here, mend what it names."


def lead_tab(
    sheet_id: int, settings: Settings, words: Mapping[str, str], locale: str
) -> Iterator[Json]:
    """For a blank tab of the size `GRID`. ``words`` gives for a choice field the range its
    dropdown offers."""
    for column, field in enumerate(FIELDS, 1):
        yield _body(sheet_id, column, field, settings)
        yield looks_of_cells.column_width(sheet_id, column, lead_columns.width(field, settings))
        if condition := _condition(field, words):
            yield _validation(sheet_id, column, field, condition)
    headers = [_header(field, settings) for field in FIELDS]
    yield looks_of_cells.cells_at(sheet_id, 1, 1, [headers])
    yield looks_of_cells.row_height(sheet_id, 1, 1, lead_columns.HEADER_POINTS)
    yield looks_of_cells.row_height(sheet_id, 2, ROWS, lead_columns.ROW_POINTS)
    yield {"setBasicFilter": {"filter": {"range": grid_range(sheet_id, _ALL)}}}
    yield from _protections(sheet_id)
    yield from _highlights(sheet_id, settings, locale)


def _body(sheet_id: int, column: int, field: Field, settings: Settings) -> Json:
    """The look of a column below its header."""
    is_machine = field.who == "machine"
    look = looks_of_cells.look(
        fill=looks.MACHINE_FILL if is_machine else "",
        ink=looks.QUIET if is_machine else looks.INK,
        at_right=lead_columns.is_figure(field),
        line_below=looks.RULE_LINE,
    )
    shown = looks_of_cells.shown_as(_pattern(field, settings))
    cell = {"userEnteredFormat": {**look, "wrapStrategy": "CLIP", **shown}}
    return {
        "repeatCell": {
            "range": _below_header(sheet_id, column),
            "cell": cell,
            "fields": "userEnteredFormat",
        }
    }


def _pattern(field: Field, settings: Settings) -> str:
    """Of a date that may have a time none: as typed it shows both, and no format shows the time
    only where there is one."""
    may_have_time = field.type == "date_or_datetime"
    return "" if may_have_time else lead_columns.number_format(field, settings)


def _header(field: Field, settings: Settings) -> Json:
    look = looks_of_cells.look(
        fill=lead_columns.header_fill(field), ink=looks.PAPER, bold=True, wraps=True
    )
    return looks_of_cells.cell(lead_columns.header(field, settings), look, field.prompt)


def _condition(field: Field, words: Mapping[str, str]) -> Json:
    """What a column takes without a mark in the cell's corner; nothing is forbidden, the sheet is
    the team's."""
    if field.name in words:
        return {"type": "ONE_OF_RANGE", "values": [{"userEnteredValue": words[field.name]}]}
    if field.type in ("date", "datetime", "date_or_datetime"):
        return {"type": "DATE_IS_VALID"}
    if field.type == "count":
        return {"type": "NUMBER_GREATER_THAN_EQ", "values": [{"userEnteredValue": "0"}]}
    return {}


def _validation(sheet_id: int, column: int, field: Field, condition: Json) -> Json:
    prompt = {"inputMessage": field.prompt} if field.prompt else {}
    drops_down = {"showCustomUi": True} if condition["type"] == "ONE_OF_RANGE" else {}
    rule = {"condition": condition, "strict": False, **drops_down, **prompt}
    return {"setDataValidation": {"range": _below_header(sheet_id, column), "rule": rule}}


def _protections(sheet_id: int) -> Iterator[Json]:
    """Google asks before it lets people type into a machine column, header included: these
    columns are known by their exact names."""
    numbered = enumerate(FIELDS, 1)
    for who, side_by_side in groupby(numbered, key=lambda each: each[1].who):
        columns = [column for column, _ in side_by_side]
        if who == "machine":
            place = {
                "sheetId": sheet_id,
                "startColumnIndex": columns[0] - 1,
                "endColumnIndex": columns[-1],
            }
            asked = {"range": place, "description": _PROTECTED, "warningOnly": True}
            yield {"addProtectedRange": {"protectedRange": asked}}


def _highlights(sheet_id: int, settings: Settings, locale: str) -> list[Json]:
    """The rules a first run would make, so that it finds them there."""
    columns = {field.name: column for column, field in enumerate(FIELDS, 1)}
    ours = rules.resolve(rules.BY_NAME, columns, 2, rules.closed_words(settings))
    blank = {"properties": {"sheetId": sheet_id, "gridProperties": GRID}}
    return highlights.requests(blank, ours, locale)


def _below_header(sheet_id: int, column: int) -> Json:
    return grid_range(sheet_id, Area(2, column, ROWS, column))
