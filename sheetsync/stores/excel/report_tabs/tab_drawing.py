"""Draw what surrounds the rows of placed tabs, and their charts, into a scratch workbook.

XlsxWriter draws: its charts carry the values they show, so that previews are not blank. The rows
are not its business (`tab_rows`): it would take as long for them as all else together.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter import Workbook

from sheetsync.cells import Area
from sheetsync.config import Settings
from sheetsync.stores.excel.report_tabs.chart_drawing import chart_type, draw_chart
from sheetsync.stores.excel.report_tabs.reference import PROMPT
from sheetsync.stores.excel.report_tabs.tab_palette import palette
from sheetsync.tabs import Kind, looks, number_formats
from sheetsync.tabs.grid import CHART_DROP, ROW_POINTS, Placed

PROMPT_TITLE = "Written by sheetsync"
PALETTE_TITLE = "sheetsync palette, never kept"
_MARGINS = {"left": 0.4, "right": 0.4, "top": 0.5, "bottom": 0.6}


@dataclass(frozen=True)
class Drawing:
    """A tab to draw: the title it will have, its grid, the digest it carries, and the name by
    which macros know it ("" for none)."""

    title: str
    placed: Placed
    digest: str
    code_name: str = ""


def draw(drawings: Sequence[Drawing], settings: Settings, *, date1904: bool = False) -> bytes:
    """A workbook whose first sheet wears every format of the palette, one a row, and whose others
    are the tabs without their rows.

    The same input gives the same worksheets, drawings, charts and styles, byte for byte.
    """
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True, "date_1904": date1904})
    _wear_all(book, book.add_worksheet(PALETTE_TITLE), settings)
    formats = number_formats.by_kind(settings.currency, settings.locale)
    for drawing in drawings:
        _frame(book, book.add_worksheet(drawing.title), drawing)
        _charts(book, drawing, formats, date1904)
    book.close()
    return out.getvalue()


def _wear_all(book: Any, sheet: Any, settings: Settings) -> None:
    for row, properties in enumerate(palette(settings.currency, settings.locale).values()):
        sheet.write_blank(row, 0, None, book.add_format(dict(properties)))


def _frame(book: Any, sheet: Any, drawing: Drawing) -> None:
    placed = drawing.placed
    sheet.vba_codename = drawing.code_name or None
    _view(sheet, placed)
    sheet.set_default_row(ROW_POINTS)
    for column, width in enumerate(placed.widths):
        sheet.set_column(column, column, width)
    if placed.filter:
        sheet.autofilter(*_corners(placed.filter))
    sheet.merge.extend(list(_corners(area)) for area in placed.merges)
    prompt = {"input_title": PROMPT_TITLE, "input_message": PROMPT.format(drawing.digest)}
    sheet.data_validation("A1", {"validate": "any", **prompt})
    _print_setup(sheet, placed)


def _view(sheet: Any, placed: Placed) -> None:
    sheet.hide_gridlines(2)
    sheet.set_tab_color(f"#{looks.ACCENT}")
    sheet.set_zoom(100)
    if placed.freeze_row:
        sheet.freeze_panes(placed.freeze_row, 0)
    sheet.set_selection(placed.freeze_row or 2, 0, placed.freeze_row or 2, 0)


def _print_setup(sheet: Any, placed: Placed) -> None:
    sheet.set_h_pagebreaks([row - 1 for row in placed.page_starts])
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(**_MARGINS)
    sheet.set_footer("&L&8&K7B8794&A&R&8&K7B8794&P / &N")


def _charts(book: Any, drawing: Drawing, formats: Mapping[Kind, str], date1904: bool) -> None:
    sheet, placed = book.worksheets()[-1], drawing.placed
    for row, points in placed.heights if placed.charts else ():
        sheet.set_row(row - 1, points)  # only to know how many rows a chart covers
    for chart in placed.charts:
        drawn = book.add_chart(chart_type(chart))
        draw_chart(drawn, chart, drawing.title, formats, date1904=date1904)
        drawn.set_size({"width": chart.width, "height": chart.height})
        options = {
            "x_offset": chart.left,
            "y_offset": CHART_DROP,
            "object_position": 2,
            "description": chart.chart.title,
        }
        sheet.insert_chart(chart.row - 1, 0, drawn, options)


def _corners(area: Area) -> tuple[int, int, int, int]:
    return area.first_row - 1, area.first_column - 1, area.last_row - 1, area.last_column - 1
