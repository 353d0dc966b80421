"""Which rows a basic filter hides."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.google.errors import Json, NotEmulated
from tests.google.rendering import Renderer
from tests.google.requests.edit import Edit
from tests.google.spreadsheet import Sheet


def hidden_rows(edit: Edit, sheet: Sheet) -> set[int]:
    assert sheet.basic_filter
    area = sheet.area(sheet.basic_filter["range"])
    renderer = Renderer(edit.draft, edit.now)
    hidden: set[int] = set()
    for column, criteria in _criteria(sheet.basic_filter):
        for row in range(area.top + 1, area.bottom):
            shown = renderer.formatted(sheet, row, column, sheet.cell(row, column))
            if not _passes(shown, criteria):
                hidden.add(row)
    return hidden


def _criteria(basic_filter: Json) -> Iterator[tuple[int, Json]]:
    for spec in basic_filter.get("filterSpecs", []):
        yield spec.get("columnIndex", 0), spec.get("filterCriteria", {})
    for column, criteria in basic_filter.get("criteria", {}).items():
        yield int(column), criteria


def _passes(shown: str, criteria: Json) -> bool:
    if shown in criteria.get("hiddenValues", []):
        return False
    condition = criteria.get("condition")
    if not condition:
        return True
    if condition["type"] not in CONDITIONS:
        raise NotEmulated(f"filtering by {condition['type']}")
    wanted = [value.get("userEnteredValue", "") for value in condition.get("values", [])]
    return CONDITIONS[condition["type"]](shown.lower(), [text.lower() for text in wanted])


CONDITIONS: dict[str, Callable[[str, list[str]], bool]] = {
    "BLANK": lambda shown, _: not shown,
    "NOT_BLANK": lambda shown, _: bool(shown),
    "TEXT_EQ": lambda shown, wanted: shown == wanted[0],
    "TEXT_NOT_EQ": lambda shown, wanted: shown not in wanted,
    "TEXT_CONTAINS": lambda shown, wanted: wanted[0] in shown,
    "TEXT_NOT_CONTAINS": lambda shown, wanted: wanted[0] not in shown,
}
