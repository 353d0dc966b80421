"""What a person knows of the lead sheet they work on: where their rows and columns are by now, and
what they have put where.

It is known by the mark of a row and the header of a column, wherever both move.
"""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any, NamedTuple

from sheetsync.schema import FIELD, MACHINE_FIELDS
from tests.google.a1 import Area, write_area
from tests.google.desk import Desk
from tests.google.errors import Json
from tests.google.our_marks import lead_sheet, our_tabs
from tests.google.spreadsheet import Cell, Sheet

MARK = "Mark"
HEADERS = [
    "Lead ID", "Name", "Phone", "Status", "Next action", "Next action date", MARK, "Their own",
]  # fmt: skip
MACHINE = {FIELD[name].header for name in MACHINE_FIELDS}
ASIDE = "Typed as a run wrote (sheetsync)"
OTHER_NAMES = {
    "Name": "Customer name", "Phone": "Mobile", "Status": "Stage", "Next action": "To do",
    "Next action date": "Follow up date", "Their own": "Remarks 2",
}  # fmt: skip


def leads(how_many: int) -> list[list[Any]]:
    """Rows as people type them, each with a day of its own that has passed."""
    rows: list[list[Any]] = [HEADERS]
    for n in range(1, how_many + 1):
        day = date(2026, 11, n)
        rows.append([None, f"Name {n}", f"98765432{n:02d}", "New", "Send it", day, f"m{n}", None])
    return rows


class Known(NamedTuple):
    """What a person has put into one cell: a value, a note, a colour; None where they did not."""

    value: Any = None
    note: Any = None
    colour: Any = None

    @classmethod
    def of(cls, cell: Cell) -> Known:
        """All that there is in a cell."""
        return cls(cell.value, cell.note or None, (cell.format or {}).get("backgroundColor"))


class Memory:
    """Of somebody at a desk. ``known`` holds their cells by mark and header; ``notes`` are words
    they left on report tabs; ``given`` are Lead IDs that they typed or copied."""

    def __init__(self, desk: Desk, how_many: int) -> None:
        self.desk = desk
        self.known: dict[str, dict[str, Known]] = {}
        self.notes: set[str] = set()
        self.given: set[Any] = set()
        self._numbers = count(how_many + 1)
        for mark, row in self.rows().items():
            filled = {h: self.lead.cell(row, c) for h, c in self.headers().items()}
            self.known[mark] = {h: Known(cell.value) for h, cell in filled.items() if cell.value}

    @property
    def lead(self) -> Sheet:
        """The tab of leads as it is now."""
        return lead_sheet(self.desk.file.spreadsheet)

    def headers(self) -> dict[str, int]:
        """Each header's column, from 0."""
        cells = self.lead.rows[0].cells
        return {str(cells[c].value): c for c in sorted(cells) if cells[c].value is not None}

    def rows(self) -> dict[str, int]:
        """The row of each mark, from 0."""
        column = self.headers()[MARK]
        marks = [(row, self.lead.cell(row, column).value) for row in range(1, len(self.lead.rows))]
        found = {str(mark): row for row, mark in marks if mark is not None}
        assert len(found) == sum(mark is not None for _, mark in marks), "a mark stands twice"
        return found

    def finds_aside(self) -> None:
        """What they typed into a cell they find on a tab that a run has left them, and leave it
        there."""
        words = words_on([tab for tab in self._sheets() if tab.title.startswith(ASIDE)])
        for mark, row in self.rows().items():
            for header, known in self.known[mark].items():
                found = self.lead.cell(row, self.headers()[header]).value
                if found != known.value and str(known.value) in words:
                    self._remember(mark, header, value=None)

    def _sheets(self) -> list[Sheet]:
        return self.desk.file.spreadsheet.sheets

    def _report(self, number: int) -> Sheet | None:
        tabs = our_tabs(self.desk.file.spreadsheet)
        return tabs[number % len(tabs)] if tabs else None

    def _note(self) -> str:
        note = f"note {next(self._numbers)}"
        self.notes.add(note)
        return note

    def _header(self, number: int) -> str:
        headers = list(self.headers())
        return headers[number % len(headers)]

    def _cell(self, row: int, column: int) -> tuple[str, str]:
        """A mark and a header, never that of the marks."""
        marks = list(self.rows())
        headers = [header for header in self.headers() if header != MARK]
        return marks[row % len(marks)], headers[column % len(headers)]

    def _place(self, row: int, column: int) -> str:
        return write_area(self.lead.title, Area(row, column, row + 1, column + 1))

    def _column(self, header: str) -> int | None:
        headers = self.headers()
        return headers.get(header, headers.get(OTHER_NAMES.get(header, "")))

    def _type_under(self, header: str, row: int, text: str) -> None:
        column = self._column(header)
        assert column is not None
        self.desk.person.type(self._place(row, column), text)

    def _value_under(self, header: str, row: int) -> Any:
        column = self._column(header)
        assert column is not None
        return self.lead.cell(row, column).value

    def _remember(self, mark: str, header: str, **parts: Any) -> None:
        shown = next((h for h in (header, OTHER_NAMES.get(header, "")) if h in self.headers()), "")
        words = self.known[mark]
        words[shown] = words.get(shown, Known())._replace(**parts)

    def _add_rule(self, sheet: Sheet, word: str, index: int, column: int) -> None:
        place = {"sheetId": sheet.id, "startRowIndex": 1, "startColumnIndex": column}
        formula = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": f'=$A2="{word}"'}]}
        look = {"textFormat": {"italic": True}}
        rule = {"ranges": [place], "booleanRule": {"condition": formula, "format": look}}
        self._do({"addConditionalFormatRule": {"rule": rule, "index": index}})

    def _do(self, request: Json) -> None:
        self.desk.person._do(request)


def words_on(sheets: list[Sheet]) -> set[str]:
    """All that is said on these tabs: in cells, notes, titles of charts and colour rules."""
    cells = [cell for sheet in sheets for row in sheet.rows for cell in row.cells.values()]
    said = {str(cell.value) for cell in cells} | {cell.note for cell in cells}
    for sheet in sheets:
        said |= {chart["spec"].get("title", "") for chart in sheet.objects["charts"]}
        said |= {
            rule_formula(r).partition('"')[2][:-1] for r in sheet.objects["conditionalFormats"]
        }
    return said


def rule_formula(rule: Json) -> str:
    """The formula of a colour rule."""
    condition = rule.get("booleanRule", {}).get("condition", {})
    return str(condition.get("values", [{}])[0].get("userEnteredValue", ""))
