"""A table's columns when columns of the sheet are inserted in it or deleted from it."""

from __future__ import annotations

from tests.google.errors import Json
from tests.google.spreadsheet import Sheet


def columns_inserted(sheet: Sheet, at: int, number: int) -> None:
    """Called before the places are shifted, so ranges are still the old ones."""
    for table in sheet.objects["tables"]:
        start, end = table["range"]["startColumnIndex"], table["range"]["endColumnIndex"]
        if start < at < end:
            old = _by_index(table)
            moved = {i + number if i >= at - start else i: c for i, c in old.items()}
            for new in range(at - start, at - start + number):
                moved[new] = {"columnName": _free_name(moved, new)}
            _put(table, moved)


def columns_deleted(sheet: Sheet, first: int, last: int) -> None:
    for table in sheet.objects["tables"]:
        start = table["range"]["startColumnIndex"]
        kept = {
            i - max(0, min(start + i, last) - max(first, start)) if start + i >= first else i: c
            for i, c in _by_index(table).items()
            if not first <= start + i < last
        }
        _put(table, kept)


def _by_index(table: Json) -> dict[int, Json]:
    return {c.get("columnIndex", 0): c for c in table.get("columnProperties", [])}


def _put(table: Json, columns: dict[int, Json]) -> None:
    table["columnProperties"] = [
        {**columns[index], "columnIndex": index} for index in sorted(columns)
    ]


def _free_name(columns: dict[int, Json], index: int) -> str:
    taken = {column.get("columnName") for column in columns.values()}
    number = index + 1
    while f"Column {number}" in taken:
        number += 1
    return f"Column {number}"
