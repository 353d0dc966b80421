"""A person at work on a lead sheet: everything people do to one, made of any numbers.

Every act takes them as far as they make sense; where they make none, nothing is done.
"""

from __future__ import annotations

from collections.abc import Callable

from tests.google.a1 import Area, write_area
from tests.google.memory_of import MACHINE, MARK, OTHER_NAMES, Memory, words_on

Act = Callable[["Colleague", int, int, str], None]


class Colleague(Memory):
    """Works at a desk and remembers what they did."""

    # ---- on the lead tab

    def types(self, row: int, column: int, text: str) -> None:
        """Anything into any cell; nothing clears it."""
        mark, header = self._cell(row, column)
        place = self._place(self.rows()[mark], self.headers()[header])
        self.desk.person.type(place, text)
        value = self.lead.cell(self.rows()[mark], self.headers()[header]).value
        self._remember(mark, header, value=value)
        if header == "Lead ID":
            self.given.add(value)

    def notes_beside_a_cell(self, row: int, column: int, _text: str) -> None:
        mark, header = self._cell(row, column)
        note = f"note {next(self._numbers)}"
        self.desk.person.note(self._place(self.rows()[mark], self.headers()[header]), note)
        self._remember(mark, header, note=note)

    def colours_a_cell(self, row: int, column: int, _text: str) -> None:
        mark, header = self._cell(row, column)
        colour = {"red": 1.0}
        area = Area(self.rows()[mark], self.headers()[header], 0, 0)
        place = self.lead.grid_range(area._replace(bottom=area.top + 1, right=area.left + 1))
        cell = {"userEnteredFormat": {"backgroundColor": colour}}
        fields = "userEnteredFormat.backgroundColor"
        self._do({"repeatCell": {"range": place, "cell": cell, "fields": fields}})
        self._remember(mark, header, colour=colour)

    def adds_a_lead(self, row: int, column: int, text: str) -> None:
        mark = f"m{next(self._numbers)}"
        at = 1 + row % (len(self.lead.rows) - 1)
        self.desk.person.insert_rows(self.lead.title, at + 1)
        self.known[mark] = {}
        day = f"11/{1 + column % 19}/2026"
        for header, said in ((MARK, mark), ("Name", f"New {text}"), ("Next action date", day)):
            self._type_under(header, at, said)
            self._remember(mark, header, value=self._value_under(header, at))

    def inserts_a_blank_row(self, row: int, _column: int, _text: str) -> None:
        self.desk.person.insert_rows(self.lead.title, 2 + row % (len(self.lead.rows) - 1))

    def deletes_a_row(self, row: int, _column: int, _text: str) -> None:
        """Never one of the last three leads: without any, no run would go on."""
        if len(self.rows()) > 3:
            mark, _ = self._cell(row, 0)
            self.desk.person.delete_rows(self.lead.title, self.rows()[mark] + 1)
            del self.known[mark]

    def moves_a_row(self, row: int, column: int, _text: str) -> None:
        mark, _ = self._cell(row, 0)
        to = 2 + column % (len(self.lead.rows) - 1)
        self.desk.person.move_rows(self.lead.title, self.rows()[mark] + 1, to)

    def copies_a_row(self, row: int, column: int, _text: str) -> None:
        """With its Lead ID and what a run wrote; only the mark is made new."""
        at = 1 + column % (len(self.lead.rows) - 1)
        self.desk.person.insert_rows(self.lead.title, at + 1)
        mark, _ = self._cell(row, 0)
        self.desk.person.copy_row(self.lead.title, self.rows()[mark] + 1, at + 1)
        copy = f"m{next(self._numbers)}"
        self._type_under(MARK, at, copy)
        self.known[copy] = {**self.known[mark], MARK: self.known[mark][MARK]._replace(value=copy)}
        self.given.add(self._value_under("Lead ID", at))

    def sorts(self, row: int, column: int, _text: str) -> None:
        header = self._header(column)
        self.desk.person.sort(self.lead.title, header, descending=bool(row % 2))

    def inserts_a_column(self, row: int, column: int, text: str) -> None:
        """Of their own, with one value in it."""
        at = self.headers()[self._header(column)]
        self.desk.person.insert_column(self.lead.title, before=self._header(column))
        self._name_a_column(at, row, text)

    def fills_a_column_at_the_end(self, row: int, _column: int, text: str) -> None:
        at = max(self.headers().values()) + 1
        if at < len(self.lead.columns):
            self._name_a_column(at, row, text)

    def _name_a_column(self, at: int, row: int, text: str) -> None:
        header = f"Of ours {next(self._numbers)}"
        self.desk.person.type(self._place(0, at), header)
        mark, _ = self._cell(row, 0)
        self.desk.person.type(self._place(self.rows()[mark], at), text)
        self._remember(mark, header, value=self.lead.cell(self.rows()[mark], at).value)

    def moves_a_column(self, row: int, column: int, _text: str) -> None:
        """Anywhere, machine columns too."""
        first, before = self._header(column), self._header(row)
        if first != before:
            self.desk.person.move_column(self.lead.title, first, before)

    def deletes_a_column(self, _row: int, column: int, _text: str) -> None:
        """One of their own, or one of a run's."""
        mine = [h for h in self.headers() if h in MACHINE or h.startswith("Of ours")]
        if mine:
            header = mine[column % len(mine)]
            self.desk.person.delete_column(self.lead.title, header)
            for words in self.known.values():
                words.pop(header, None)

    def renames_a_header(self, _row: int, column: int, _text: str) -> None:
        """To another name that is found as well."""
        header = self._header(column)
        if header in OTHER_NAMES:
            self.desk.person.rename_header(self.lead.title, header, OTHER_NAMES[header])
            for words in self.known.values():
                if header in words:
                    words[OTHER_NAMES[header]] = words.pop(header)

    def renames_the_lead_tab(self, _row: int, _column: int, _text: str) -> None:
        """Once a run has written to it: before, nobody could know which tab is meant."""
        metadata = self.desk.file.spreadsheet.metadata
        if any(each["metadataKey"] == "sheetsync.lead_tab" for each in metadata):
            title = "Leads" if self.lead.title != "Leads" else "Pipeline"
            self.desk.person.rename_tab(self.lead.title, title)

    def hides_a_row(self, row: int, _column: int, _text: str) -> None:
        self.desk.person.hide_rows(self.lead.title, 2 + row % (len(self.lead.rows) - 1))

    def filters(self, row: int, _column: int, _text: str) -> None:
        self.desk.person.filter(self.lead.title, "Lead ID", hide=[f"L-00000{row % 9}"])

    def unfilters(self, _row: int, _column: int, _text: str) -> None:
        self.desk.person.unfilter(self.lead.title)

    def adds_a_filter_view(self, _row: int, _column: int, _text: str) -> None:
        self.desk.person.add_filter_view(self.lead.title, f"View {next(self._numbers)}")

    def protects(self, row: int, column: int, _text: str) -> None:
        """A column, or some rows of it; now and then only with a warning."""
        at = self.headers()[self._header(column)]
        area = Area(row % 3, at, len(self.lead.rows), at + 1)
        place = write_area(self.lead.title, area)
        self.desk.person.protect(place, warning_only=row % 4 == 0)

    def unprotects(self, row: int, _column: int, _text: str) -> None:
        there = [p for s in self._sheets() for p in s.objects["protectedRanges"]]
        if there:
            wanted = there[row % len(there)]["protectedRangeId"]
            self._do({"deleteProtectedRange": {"protectedRangeId": wanted}})

    def adds_a_rule(self, row: int, column: int, _text: str) -> None:
        rules = self.lead.objects["conditionalFormats"]
        self._add_rule(self.lead, f"rule {next(self._numbers)}", row % (len(rules) + 1), column % 3)

    def deletes_a_rule(self, row: int, _column: int, _text: str) -> None:
        """Anybody's."""
        if rules := self.lead.objects["conditionalFormats"]:
            place = {"sheetId": self.lead.id, "index": row % len(rules)}
            self._do({"deleteConditionalFormatRule": place})

    # ---- on other tabs

    def adds_a_tab(self, row: int, _column: int, text: str) -> None:
        """Sometimes under a title that a report would bear."""
        titles = ["Overdue", "Issues", "Response breaches", f"Own {next(self._numbers)}"]
        free = [t for t in titles if self.desk.file.spreadsheet.sheet_titled(t) is None]
        title = free[row % len(free)]
        self.desk.person.add_tab(title)
        self.desk.person.type(write_area(title, Area(0, 0, 1, 1)), text or "mine")

    def types_into_a_report(self, row: int, column: int, _text: str) -> None:
        if tab := self._report(column):
            sheet_row, sheet_column = row % len(tab.rows), column % len(tab.columns)
            self.notes.discard(str(tab.cell(sheet_row, sheet_column).value))
            place = Area(sheet_row, sheet_column, sheet_row + 1, sheet_column + 1)
            self.desk.person.type(write_area(tab.title, place), self._note())

    def notes_on_a_report(self, row: int, column: int, _text: str) -> None:
        if tab := self._report(column):
            at = row % len(tab.rows)
            self.notes.discard(tab.cell(at, 1).note)
            self.desk.person.note(write_area(tab.title, Area(at, 1, at + 1, 2)), self._note())

    def draws_on_a_report(self, _row: int, column: int, _text: str) -> None:
        if tab := self._report(column):
            area = {"sources": [tab.grid_range(Area(0, 1, 2, 2))]}
            series = [{"series": {"sourceRange": area}}]
            spec = {"title": self._note(), "basicChart": {"chartType": "LINE", "series": series}}
            corner = {"sheetId": tab.id, "rowIndex": 0, "columnIndex": 0}
            position = {"overlayPosition": {"anchorCell": corner}}
            self._do({"addChart": {"chart": {"spec": spec, "position": position}}})

    def colours_a_report(self, _row: int, column: int, _text: str) -> None:
        if tab := self._report(column):
            self._add_rule(tab, self._note(), 0, 0)

    def protects_a_report(self, _row: int, column: int, _text: str) -> None:
        if tab := self._report(column):
            self.desk.person.protect(write_area(tab.title, tab.whole))

    def renames_a_report(self, _row: int, column: int, _text: str) -> None:
        if tab := self._report(column):
            self.desk.person.rename_tab(tab.title, f"Report {next(self._numbers)}")

    def moves_a_report(self, row: int, column: int, _text: str) -> None:
        if tab := self._report(column):
            self.desk.person.move_tab(tab.title, row % len(self._sheets()))

    def duplicates_a_report(self, _row: int, column: int, _text: str) -> None:
        if tab := self._report(column):
            self.desk.person.duplicate_tab(tab.title, f"Copy {next(self._numbers)}")

    def deletes_a_report(self, _row: int, column: int, _text: str) -> None:
        if tab := self._report(column):
            self.desk.person.delete_tab(tab.title)
            self.notes &= words_on(self._sheets())


ON_ROWS: tuple[Act, ...] = (
    Colleague.adds_a_lead, Colleague.inserts_a_blank_row, Colleague.deletes_a_row,
    Colleague.moves_a_row, Colleague.copies_a_row, Colleague.sorts, Colleague.sorts,
    Colleague.hides_a_row,
)  # fmt: skip
ON_COLUMNS: tuple[Act, ...] = (
    Colleague.inserts_a_column, Colleague.fills_a_column_at_the_end, Colleague.moves_a_column,
    Colleague.deletes_a_column, Colleague.renames_a_header,
)  # fmt: skip
IN_CELLS: tuple[Act, ...] = (
    Colleague.types, Colleague.types, Colleague.notes_beside_a_cell, Colleague.colours_a_cell,
)  # fmt: skip
ON_THE_TAB: tuple[Act, ...] = (
    Colleague.renames_the_lead_tab, Colleague.filters, Colleague.unfilters,
    Colleague.adds_a_filter_view, Colleague.protects, Colleague.unprotects, Colleague.unprotects,
    Colleague.adds_a_rule, Colleague.deletes_a_rule,
)  # fmt: skip
ON_REPORTS: tuple[Act, ...] = (
    Colleague.adds_a_tab, Colleague.types_into_a_report, Colleague.notes_on_a_report,
    Colleague.draws_on_a_report, Colleague.colours_a_report, Colleague.protects_a_report,
    Colleague.renames_a_report, Colleague.moves_a_report, Colleague.duplicates_a_report,
    Colleague.deletes_a_report,
)  # fmt: skip
ACTS = ON_ROWS + ON_COLUMNS + IN_CELLS + ON_THE_TAB + ON_REPORTS
