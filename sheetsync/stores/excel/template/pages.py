"""The two pages beside the lead tab of the template: the words of its dropdowns, and a read-me."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from sheetsync.config import Settings
from sheetsync.schema import FIELD, FIELDS, FILLED
from sheetsync.stores.excel.report_tabs.formulas import quoted_title
from sheetsync.tabs import Emphasis, looks
from sheetsync.tabs.measure import height_for

LISTS_TITLE = "Lists"
READ_ME_TITLE = "Read me"
_FIRST_WORD_ROW = 5
_SPARE_WORDS = 40
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
        words = f"{first}:${letter}${_FIRST_WORD_ROW + _SPARE_WORDS}"
        return f"{first}:INDEX({words},COUNTA({words}))"


def add_lists(book: Any, settings: Settings) -> dict[str, ListRange]:
    """A tab with the words of each choice field, a column each; returns where they stand.

    A field without words yet (a team nobody has named) has its column, to be filled in there.
    """
    sheet = book.create_sheet(LISTS_TITLE)
    _page(sheet, "Lists", "The words the dropdowns offer. A word added below its list is offered "
          "at once; tell config.yaml too, so that the checks know it.")  # fmt: skip
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


_HEADERS: tuple[tuple[str, str, str], ...] = (
    (looks.ACCENT, "Yours", "You fill these in. Nobody else writes there."),
    (looks.ACCENT_SOFT, "Yours, or filled",
     f"{', '.join(FIELD[name].header for name in FILLED)}: leave it blank and the nightly run "
     "fills it; what you write stays."),
    (looks.MACHINE_INK, "Automatic",
     "Written by the nightly run. Do not type there: read them, and mend what they name."),
)  # fmt: skip
_COLOURS: tuple[tuple[Emphasis, str, str], ...] = (
    ("overdue", "Red row",
     "The next action is overdue. Do it, or type a new date: the red goes at once."),
    ("breached", "Red cells", "Nobody has replied in time. Reply, then fill in First response at."),
    ("today", "Green", "To be done today."),
    ("idle", "Yellow", "Something is missing: no next action, no contact for too long, "
     "or a cell that cannot be read. The automatic columns say which."),
)  # fmt: skip
_STEPS: tuple[tuple[str, str], ...] = (
    ("A new enquiry", "One row each, from the first free row down. Name, phone, e-mail, company "
     "or need is enough to begin with."),
    ("Your first reply", "Its time goes into First response at. An automatic acknowledgement "
     "does not count."),
    ("An open lead", "Has one owner, a next action and its date. That is what keeps leads "
     "from being forgotten."),
    ("The end", "Set the status and Closed on, with the order value when it is won or the reason "
     "when it is lost."),
)  # fmt: skip
_FREEDOMS: tuple[tuple[str, str], ...] = (
    ("Make it yours", "Sort, filter, hide, move and rename columns, and add your own: columns are "
     "found by name, and yours are never touched. Only the automatic ones keep their names."),
    ("In the evening", "Close the workbook: it is never written while somebody has it open."),
    ("Green tabs", "Overdue, Issues, Week … are written anew on every run. Notes typed there are "
     "kept in a dated copy."),
)  # fmt: skip


def add_read_me(book: Any, settings: Settings) -> None:
    """A tab that says in plain words how the sheet works."""
    sheet = book.create_sheet(READ_ME_TITLE)
    _page(sheet, "Read me", "How this lead sheet works, in two minutes.")
    sheet.page_setup.orientation = "portrait"
    sheet.column_dimensions["B"].width = 20
    sheet.column_dimensions["C"].width = _SENTENCE_WIDTH
    row = _labelled(sheet, 4, "What to do", _STEPS)
    row = _title(sheet, row, "The steps of a lead")
    _labels(sheet, row, "Status", _stages(settings))
    row = _title(sheet, row + 2, "Whose column is it?")
    for fill, name, meaning in _HEADERS:
        _swatch(sheet, row, name, meaning, _fill(fill), _font(bold=True, color=looks.PAPER))
        row += 1
    row = _title(sheet, row + 1, "What the colours mean")
    for emphasis, name, meaning in _COLOURS:
        look = looks.EMPHASIS[emphasis]
        _swatch(sheet, row, name, meaning, _fill(look.fill), _font(bold=True, color=look.ink))
        row += 1
    row = _title(sheet, row + 1, "What the automatic columns say")
    for name in ("issues", "response", "follow_up"):
        meaning = FIELD[name].prompt.removeprefix("Written by sheetsync").lstrip(":, ")
        shown = meaning[:1].upper() + meaning[1:]
        machine = _fill(looks.MACHINE_FILL), _font(bold=True, color=looks.QUIET)
        _swatch(sheet, row, FIELD[name].header, shown, *machine)
        row += 1
    _labelled(sheet, row + 1, "Good to know", _FREEDOMS)


def _stages(settings: Settings) -> str:
    open_ones = " → ".join(s.name for s in settings.stages if s.kind == "open")
    closed = " or ".join(s.name for s in settings.stages if s.kind != "open")
    return f"{open_ones} → {closed}" if closed else open_ones


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


def _labelled(sheet: Any, row: int, title: str, lines: Sequence[tuple[str, str]]) -> int:
    row = _title(sheet, row, title)
    for label, text in lines:
        _labels(sheet, row, label, text)
        row += 1
    return row + 1


def _labels(sheet: Any, row: int, label: str, text: str) -> None:
    cell = sheet.cell(row, 2, label)
    cell.font = _font(bold=True, color=looks.ACCENT)
    cell.alignment = Alignment(horizontal="left", vertical="center", indent=1)
    _sentence(sheet, row, text)


def _swatch(sheet: Any, row: int, name: str, meaning: str, fill: Any, font: Any) -> None:
    cell = sheet.cell(row, 2, name)
    cell.fill, cell.font = fill, font
    cell.alignment = Alignment(horizontal="left", vertical="center", indent=1)
    cell.border = Border(bottom=Side("medium", color=looks.PAPER))
    _sentence(sheet, row, meaning)


def _sentence(sheet: Any, row: int, text: str) -> None:
    cell = sheet.cell(row, 3, text)
    cell.font = _font()
    cell.alignment = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
    sheet.row_dimensions[row].height = height_for([(text, _SENTENCE_WIDTH)])


def _font(*, size: float = looks.TEXT_SIZE, bold: bool = False, color: str = looks.INK) -> Font:
    return Font(name=looks.FONT, size=size, bold=bold, color=color)


def _fill(colour: str) -> PatternFill:
    return PatternFill("solid", fgColor=colour)
