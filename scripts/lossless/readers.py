"""Cells as two other libraries see them: python-calamine, and openpyxl in its read-only mode."""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import openpyxl
import python_calamine

from scripts.lossless.book import Book
from scripts.lossless.terrain import cells

LARGEST_GRID = 30_000_000
"""calamine holds the whole rectangle between the first and the last cell."""

Cells = Mapping[tuple[int, int], object]


@dataclass(frozen=True)
class Seen:
    """The filled cells of each tab, or why a tab (or, under "", the whole file) was not read."""

    tabs: Mapping[str, Cells]
    unread: Mapping[str, str]


def by_calamine(data: bytes) -> Seen:
    """Values as calamine gives them."""
    tabs: dict[str, Cells] = {}
    unread: dict[str, str] = {}
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except BaseException as reason:  # noqa: BLE001 - a panic of the library is no Exception
        return Seen({}, {"": _said(reason)})
    wide = _too_wide(data)
    for title in workbook.sheet_names:
        if title in wide:
            unread[title] = "too wide a range"
            continue
        try:
            rows = workbook.get_sheet_by_name(title).to_python(skip_empty_area=False)
        except BaseException as reason:  # noqa: BLE001 - likewise
            unread[title] = _said(reason)
            continue
        tabs[title] = {
            (row, column): value
            for row, line in enumerate(rows, 1)
            for column, value in enumerate(line, 1)
            if value != ""
        }
    return Seen(tabs, unread)


def by_openpyxl(data: bytes, *, formulas: bool) -> Seen:
    """Values, or formulas where there are any, as openpyxl streams them."""
    tabs: dict[str, Cells] = {}
    unread: dict[str, str] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            workbook = openpyxl.load_workbook(
                io.BytesIO(data), read_only=True, data_only=not formulas, keep_links=False
            )
        except Exception as reason:  # noqa: BLE001 - it raises all kinds
            return Seen({}, {"": _said(reason)})
        for sheet in workbook.worksheets:
            try:
                tabs[sheet.title] = _streamed(sheet)
            except Exception as reason:  # noqa: BLE001 - likewise
                unread[sheet.title] = _said(reason)
        workbook.close()
    return Seen(tabs, unread)


def _streamed(sheet: Any) -> Cells:
    sheet.reset_dimensions()
    found: dict[tuple[int, int], object] = {}
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is not None:
                found[cell.row, cell.column] = _plain(cell.value)
    return found


def _plain(value: object) -> object:
    """Array formulas and data tables by what they say."""
    if type(value).__module__.startswith("openpyxl"):
        return (type(value).__name__, tuple(sorted(map(repr, vars(value).items()))))
    return value


def _too_wide(data: bytes) -> set[str]:
    book, found = Book(data), set()
    for tab in book.tabs:
        if tab.kind != "worksheet" or not tab.part:
            continue
        height = width = 0
        for row, column, _ in cells(book.sound_tree(tab.part)):
            height, width = row, max(width, column)
        if height * width > LARGEST_GRID:
            found.add(tab.title)
    return found


def _said(reason: BaseException) -> str:
    if isinstance(reason, KeyboardInterrupt | MemoryError):
        raise reason
    return f"{type(reason).__name__}: {reason}"[:200]
