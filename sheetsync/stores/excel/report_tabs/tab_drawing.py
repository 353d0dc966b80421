"""Draw placed tabs into a scratch workbook, whose parts are then moved into a person's workbook.

XlsxWriter draws: its charts carry the values they show, so that previews are not blank.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from xlsxwriter import Workbook

from sheetsync.cells import Area
from sheetsync.config import Settings
from sheetsync.stores.excel.report_tabs.chart_drawing import chart_type, draw_chart
from sheetsync.stores.excel.report_tabs.formulas import row_link
from sheetsync.stores.excel.report_tabs.tab_palette import StyleKey, palette, style_of
from sheetsync.tabs import LONGEST_URL, Kind, RowLink, WebLink, looks, number_formats
from sheetsync.tabs.grid import ROW_POINTS, Placed, PlacedCell
from sheetsync.tabs.row_links import LeadIds

PROMPT_TITLE = "Written by sheetsync"
PROMPT = "This tab is rewritten on every run; notes typed here are kept in a dated copy. Ref {}"
PALETTE_TITLE = "sheetsync palette, never kept"
_MARGINS = {"left": 0.4, "right": 0.4, "top": 0.5, "bottom": 0.6}


@dataclass(frozen=True)
class Drawing:
    """A tab to draw: the title it will have, its grid, and the digest it carries."""

    title: str
    placed: Placed
    digest: str


def draw(
    drawings: Sequence[Drawing], lead_ids: LeadIds, settings: Settings, *, date1904: bool = False
) -> bytes:
    """A workbook whose first sheet wears every format there is, and whose others are the tabs.

    The same input gives the same worksheets, drawings, charts and styles, byte for byte.
    """
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True, "strings_to_urls": False, "date_1904": date1904})
    styles = _register(book, book.add_worksheet(PALETTE_TITLE), settings)
    formats = number_formats.by_kind(settings.currency, settings.locale)
    for drawing in drawings:
        sheet = book.add_worksheet(drawing.title)
        _TabPainter(book, sheet, styles, lead_ids).paint(drawing, formats)
    book.close()
    return out.getvalue()


def _register(book: Any, sheet: Any, settings: Settings) -> dict[StyleKey, Any]:
    styles = {}
    for row, (key, properties) in enumerate(palette(settings.currency, settings.locale).items()):
        styles[key] = book.add_format(dict(properties))
        sheet.write_blank(row, 0, None, styles[key])
    return styles


class _TabPainter:
    def __init__(
        self, book: Any, sheet: Any, styles: Mapping[StyleKey, Any], lead_ids: LeadIds
    ) -> None:
        self.book, self.sheet, self.styles, self.lead_ids = book, sheet, styles, lead_ids
        # Row links need none of the dozens of replacements XlsxWriter makes in every formula.
        sheet._prepare_formula = lambda formula, *_: formula.removeprefix("=")

    def paint(self, drawing: Drawing, formats: Mapping[Kind, str]) -> None:
        placed = drawing.placed
        self._view(placed)
        self._grid(placed)
        for cell in placed.cells:
            self._cell(cell, self.styles[style_of(cell)])
        for area in placed.merges:
            self._join(area, placed)
        self._prompt(drawing.digest)
        self._print_setup(placed)
        for chart in placed.charts:
            drawn = self.book.add_chart(chart_type(chart))
            draw_chart(drawn, chart, drawing.title, formats)
            drawn.set_size({"width": chart.width, "height": chart.height})
            options = {
                "x_offset": chart.left,
                "object_position": 2,
                "description": chart.chart.title,
            }
            self.sheet.insert_chart(chart.row - 1, 0, drawn, options)

    def _view(self, placed: Placed) -> None:
        self.sheet.hide_gridlines(2)
        self.sheet.set_tab_color(f"#{looks.ACCENT}")
        self.sheet.set_zoom(100)
        if placed.freeze_row:
            self.sheet.freeze_panes(placed.freeze_row, 0)
        self.sheet.set_selection(placed.freeze_row or 2, 0, placed.freeze_row or 2, 0)

    def _grid(self, placed: Placed) -> None:
        self.sheet.set_default_row(ROW_POINTS)
        for column, width in enumerate(placed.widths):
            self.sheet.set_column(column, column, width)
        for row, points in placed.heights:
            self.sheet.set_row(row - 1, points)
        if placed.filter:
            self.sheet.autofilter(*_corners(placed.filter))

    def _cell(self, cell: PlacedCell, style: Any) -> None:
        row, column, value = cell.row - 1, cell.column - 1, cell.value
        if value is None:
            self.sheet.write_blank(row, column, None, style)
        elif isinstance(value, RowLink):
            self._row_link(row, column, value.lead_id, style)
        elif isinstance(value, WebLink):
            self._web_link(row, column, value, style)
        elif isinstance(value, str):
            self.sheet.write_string(row, column, _plain(value), style)
        elif isinstance(value, datetime | date):
            self.sheet.write_datetime(row, column, value, style)
        else:
            self.sheet.write_number(row, column, value, style)

    def _row_link(self, row: int, column: int, lead_id: str, style: Any) -> None:
        ids = self.lead_ids
        formula = row_link(lead_id, ids.title, ids.column) if ids.column else ""
        if formula:
            self.sheet.write_formula(row, column, formula, style, lead_id)
        else:
            self.sheet.write_string(row, column, lead_id, style)

    def _web_link(self, row: int, column: int, link: WebLink, style: Any) -> None:
        url = shortened(link.url)
        if not url or self.sheet.write_url(row, column, url, style, _plain(link.text)) != 0:
            self.sheet.write_string(row, column, _plain(link.text), style)

    def _join(self, area: Area, placed: Placed) -> None:
        """Merge without touching the first cell, which is written already."""
        first = next(
            cell
            for cell in placed.cells
            if (cell.row, cell.column) == (area.first_row, area.first_column)
        )
        style = self.styles[style_of(first)]
        for column in range(area.first_column, area.last_column):
            self.sheet.write_blank(area.first_row - 1, column, None, style)
        self.sheet.merge.append(list(_corners(area)))

    def _prompt(self, digest: str) -> None:
        prompt = {"validate": "any", "input_title": PROMPT_TITLE}
        self.sheet.data_validation("A1", {**prompt, "input_message": PROMPT.format(digest)})

    def _print_setup(self, placed: Placed) -> None:
        self.sheet.set_h_pagebreaks([row - 1 for row in placed.page_starts])
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(**_MARGINS)
        self.sheet.set_footer("&L&8&K7B8794&A&R&8&K7B8794&P / &N")


def _plain(text: str) -> str:
    """XlsxWriter takes text that begins so for markup of its own; a blank before it prevents it."""
    return f" {text}" if text.startswith("<r>") else text


def _corners(area: Area) -> tuple[int, int, int, int]:
    return area.first_row - 1, area.first_column - 1, area.last_row - 1, area.last_column - 1


def shortened(url: str) -> str:
    """An address no longer than Excel opens, cut where no escaped character is torn apart."""
    if len(url) <= LONGEST_URL:
        return url
    cut = url[:LONGEST_URL]
    percent = cut.rfind("%", len(cut) - 2)
    cut = cut[:percent] if percent >= 0 else cut
    # A character of several bytes is several escapes: 10xxxxxx continue, 11xxxxxx begin.
    while cut[-3:-2] == "%" and int(cut[-2:], 16) >= 0x80:
        begins = int(cut[-2:], 16) >= 0xC0
        cut = cut[:-3]
        if begins:
            break
    return cut
