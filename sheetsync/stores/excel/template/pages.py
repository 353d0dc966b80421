"""The two pages beside the lead tab of the template: the words of its dropdowns, and a read-me."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from sheetsync.config import Settings
from sheetsync.schema import FIELDS
from sheetsync.stores.excel.report_tabs.formulas import quoted_title
from sheetsync.stores.read_me import (
    LISTS_SUMMARY,
    LISTS_TITLE,
    SPARE_WORDS,
    SUMMARY,
    TITLE,
    Line,
    sections,
)
from sheetsync.tabs import looks
from sheetsync.tabs.measure import height_for

_FIRST_WORD_ROW = 5
_SENTENCE_WIDTH = 96


@dataclass(frozen=True)
class ListRange:
    """Where the words of a dropdown stand; the dropdown grows with the words added there."""

    title: str
    column: int

    @property
    def formula(self) -> str:
        """The range from the first word to the last one there is."""
        letter = get_column_letter(self.column)
        first = f"{quoted_title(self.title)}!${letter}${_FIRST_WORD_ROW}"
        words = f"{first}:${letter}${_FIRST_WORD_ROW + SPARE_WORDS}"
        return f"{first}:INDEX({words},COUNTA({words}))"


def add_lists(book: Any, settings: Settings) -> dict[str, ListRange]:
    """A tab with the words of each choice field, a column each; returns where they stand.

    A field without words yet (a team nobody has named) has its column, to be filled in there.
    """
    sheet = book.create_sheet(LISTS_TITLE)
    _page(sheet, LISTS_TITLE, LISTS_SUMMARY)
    ranges: dict[str, ListRange] = {}
    named = [field for field in FIELDS if field.type == "choice"]
    for column, field in enumerate(named, 2):
        ranges[field.name] = ListRange(sheet.title, column)
        header = settings.columns.get(field.name, field.header)
        _list(sheet, column, header, settings.choices.get(field.name, ()))
    return ranges


def _list(sheet: Any, column: int, header: str, words: Sequence[str]) -> None:
    sheet.column_dimensions[get_column_letter(column)].width = max(
        [16, *(len(word) + 5 for word in words)]
    )
    cell = sheet.cell(_FIRST_WORD_ROW - 1, column, header)
    cell.font = _font(bold=True, color=looks.ACCENT_DARK)
    cell.fill = _fill(looks.HEADER_FILL)
    cell.border = Border(bottom=Side("thin", color=looks.ACCENT))
    cell.alignment = Alignment(horizontal="left", vertical="center", indent=1)
    for row, word in enumerate(words, _FIRST_WORD_ROW):
        cell = sheet.cell(row, column, word)
        cell.font = _font()
        cell.border = Border(bottom=Side("thin", color=looks.RULE_LINE))
        cell.alignment = Alignment(horizontal="left", vertical="center", indent=1)


_AT_NIGHT = Line(
    "In the evening", "Close the workbook: it is never written while somebody has it open."
)


def add_read_me(book: Any, settings: Settings) -> None:
    """A tab that says in plain words how the sheet works."""
    sheet = book.create_sheet(TITLE)
    _page(sheet, TITLE, SUMMARY)
    sheet.page_setup.orientation = "portrait"
    sheet.column_dimensions["B"].width = 20
    sheet.column_dimensions["C"].width = _SENTENCE_WIDTH
    row = 4
    for section in sections(settings, _AT_NIGHT):
        row = _title(sheet, row, section.title)
        for line in section.lines:
            _line(sheet, row, line)
            row += 1
        row += 1


def _page(sheet: Any, heading: str, summary: str) -> None:
    sheet.sheet_view.showGridLines = False
    sheet.sheet_format.defaultRowHeight = 18
    sheet.sheet_format.customHeight = True
    sheet.column_dimensions["A"].width = 3
    sheet.cell(1, 2, heading).font = _font(
        size=looks.HEADING_SIZE, bold=True, color=looks.ACCENT_DARK
    )
    sheet.row_dimensions[1].height = 36
    sheet.cell(1, 2).alignment = Alignment(vertical="center")
    sheet.cell(2, 2, summary).font = _font(color=looks.QUIET)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 1
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _title(sheet: Any, row: int, text: str) -> int:
    cell = sheet.cell(row, 2, text)
    cell.font = _font(size=looks.TITLE_SIZE, bold=True, color=looks.ACCENT_DARK)
    cell.alignment = Alignment(vertical="center")
    sheet.row_dimensions[row].height = 26
    return row + 1


def _line(sheet: Any, row: int, line: Line) -> None:
    cell = sheet.cell(row, 2, line.label)
    if line.fill:
        cell.fill = _fill(line.fill)
        cell.border = Border(bottom=Side("medium", color=looks.PAPER))
    cell.font = _font(bold=True, color=line.ink)
    cell.alignment = Alignment(horizontal="left", vertical="center", indent=1)
    _sentence(sheet, row, line.text)


def _sentence(sheet: Any, row: int, text: str) -> None:
    cell = sheet.cell(row, 3, text)
    cell.font = _font()
    cell.alignment = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
    sheet.row_dimensions[row].height = height_for([(text, _SENTENCE_WIDTH)])


def _font(*, size: float = looks.TEXT_SIZE, bold: bool = False, color: str = looks.INK) -> Font:
    return Font(name=looks.FONT, size=size, bold=bold, color=color)


def _fill(colour: str) -> PatternFill:
    return PatternFill("solid", fgColor=colour)
