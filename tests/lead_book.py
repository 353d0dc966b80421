"""A workbook that people keep, made from its rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import openpyxl


def lead_book(rows: Iterable[Sequence[Any]]) -> openpyxl.Workbook:
    """These rows on its one tab, ``Leads``; not saved yet."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Leads"
    for row in rows:
        sheet.append(row)
    return book
