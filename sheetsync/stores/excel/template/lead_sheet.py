"""The empty lead workbook: every field a column, with what people need to fill it in well.

It is the same for the same settings, byte for byte: no clock, no name of a person or machine.
"""

from __future__ import annotations

import io
import re
import zipfile
from copy import copy
from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from sheetsync import highlights
from sheetsync.cells import LAST_ROW
from sheetsync.config import Settings, preset_settings
from sheetsync.plan import HighlightRule
from sheetsync.schema import FIELDS, Field
from sheetsync.stores import lead_columns
from sheetsync.stores.excel.package import xml_part
from sheetsync.stores.excel.template.pages import ListRange, add_lists, add_read_me
from sheetsync.tabs import looks, number_formats

__all__ = [
    "build_template", "dress_row", "finished", "preset_settings", "template_bytes",
    "write_template",
]  # fmt: skip

TABLE_NAME = "Leads"
READY_ROWS = 200
"""Rows the table has from the start; it grows when somebody types below them."""

MADE_AT = datetime.fromisoformat("2026-01-01T00:00:00")
_FONT_ORDER = (
    "b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color",
    "name", "family", "charset", "scheme",
)  # fmt: skip
_NOT_LISTED = "This is not one of the usual words. Keep it all the same?"
_NOT_A_DATE = "Excel does not read this as a date. Keep it all the same?"
_NOT_A_COUNT = "This should be a whole number: 0, 1, 2 … Keep it all the same?"


def build_template(settings: Settings) -> Any:
    """The workbook as an openpyxl ``Workbook``, ready for rows to be added."""
    book = Workbook()
    _plain_type(book)
    leads: Any = book.active
    leads.title = settings.tab
    lists = add_lists(book, settings)
    add_read_me(book, settings)
    book.move_sheet(book.worksheets[1], 1)
    for column, field in enumerate(FIELDS, 1):
        _column(leads, column, field, settings)
        _validation(leads, column, field, lists.get(field.name))
    _view(leads)
    _table(leads)
    _highlights(leads, settings)
    _properties(book)
    return book


def template_bytes(settings: Settings) -> bytes:
    """The workbook as a file."""
    out = io.BytesIO()
    build_template(settings).save(out)
    return finished(out.getvalue())


def write_template(path: Path, settings: Settings) -> None:
    """Write the workbook; an existing file is replaced."""
    path.write_bytes(template_bytes(settings))


def dress_row(sheet: Any, row: int) -> None:
    """Give the cells of a row the formats of their columns, as a program does when people type."""
    for column in range(1, len(FIELDS) + 1):
        letter = get_column_letter(column)
        sheet.cell(row, column)._style = copy(sheet.column_dimensions[letter]._style)


def finished(data: bytes) -> bytes:
    """A workbook of openpyxl's with its times fixed, so that the same content gives the same file,
    and with its styles in the order strict readers want."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as found, zipfile.ZipFile(out, "w") as made:
        for name in found.namelist():
            member = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 0
            made.writestr(member, _mended(name, found.read(name)))
    return out.getvalue()


def _mended(name: str, data: bytes) -> bytes:
    if name == "docProps/core.xml":
        return _untimed(data)
    return _fonts_in_order(data) if name == "xl/styles.xml" else data


def _fonts_in_order(data: bytes) -> bytes:
    """openpyxl writes what a font is made of in another order than the format's schema asks."""
    root = xml_part.parse(data, "styles")
    for font in root.iter("{*}font"):
        font[:] = sorted(font, key=lambda each: _FONT_ORDER.index(xml_part.local(each)))
    return xml_part.serialise(root)


def _untimed(data: bytes) -> bytes:
    fixed = f"{MADE_AT:%Y-%m-%dT%H:%M:%SZ}".encode()
    return re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>" + fixed, data)


def _plain_type(book: Any) -> None:
    """The font of cells without a format, free of the theme."""
    normal: NamedStyle = book._named_styles["Normal"]
    normal.font = Font(name=looks.FONT, size=looks.TEXT_SIZE, color=looks.INK)


def _properties(book: Any) -> None:
    book.properties.creator = "sheetsync"
    book.properties.title = "Lead sheet"
    book.properties.created = MADE_AT
    book.active = 0


def _column(sheet: Any, column: int, field: Field, settings: Settings) -> None:
    """The look of a whole column, and its header."""
    dimension = sheet.column_dimensions[get_column_letter(column)]
    dimension.width = lead_columns.width(field, settings)
    ink = looks.QUIET if field.who == "machine" else looks.INK
    dimension.font = Font(name=looks.FONT, size=looks.TEXT_SIZE, color=ink)
    dimension.alignment = _alignment(field)
    dimension.number_format = lead_columns.number_format(field, settings) or "General"
    dimension.border = Border(bottom=Side("thin", color=looks.RULE_LINE))
    if field.who == "machine":
        dimension.fill = PatternFill("solid", fgColor=looks.MACHINE_FILL)
    header = sheet.cell(1, column, lead_columns.header(field, settings))
    header.font = Font(name=looks.FONT, size=looks.TEXT_SIZE, color=looks.PAPER, bold=True)
    header.fill = PatternFill("solid", fgColor=lead_columns.header_fill(field))
    header.alignment = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
    header.border = Border(right=Side("thin", color=looks.PAPER))


def _alignment(field: Field) -> Alignment:
    if lead_columns.is_figure(field):
        return Alignment(horizontal="right", vertical="center")
    return Alignment(horizontal="left", vertical="center", indent=1)


def _view(sheet: Any) -> None:
    frozen = lead_columns.frozen_columns()
    sheet.freeze_panes = f"{get_column_letter(frozen + 1)}2"
    sheet.sheet_view.showGridLines = False
    sheet.sheet_view.zoomScale = 100
    sheet.sheet_format.defaultRowHeight = lead_columns.ROW_POINTS
    sheet.sheet_format.customHeight = True
    sheet.row_dimensions[1].height = lead_columns.HEADER_POINTS
    sheet.print_title_rows = "1:1"
    sheet.print_title_cols = f"A:{get_column_letter(frozen)}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth = 4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _table(sheet: Any) -> None:
    last = get_column_letter(len(FIELDS))
    sheet.add_table(Table(displayName=TABLE_NAME, ref=f"A1:{last}{READY_ROWS + 1}"))


def _validation(sheet: Any, column: int, field: Field, words: ListRange | None) -> None:
    rule = _rule(field, words)
    if not rule and not field.prompt:
        return
    letter = get_column_letter(column)
    validation = DataValidation(allow_blank=True, **rule)
    if field.prompt:
        validation.showInputMessage = True
        validation.promptTitle, validation.prompt = field.header[:32], field.prompt[:255]
    validation.add(f"{letter}2:{letter}{LAST_ROW}")
    sheet.add_data_validation(validation)


def _rule(field: Field, words: ListRange | None) -> dict[str, Any]:
    """What a column takes without asking back; nothing is forbidden, the sheet is the team's."""
    if words is not None:
        return {"type": "list", "formula1": words.formula, **_ask(field, _NOT_LISTED)}
    if field.type in ("date", "datetime", "date_or_datetime"):
        limit = {"operator": "greaterThan", "formula1": "32874"}  # 1 January 1990
        return {"type": "date", **limit, **_ask(field, _NOT_A_DATE)}
    if field.type == "count":
        limit = {"operator": "greaterThanOrEqual", "formula1": "0"}
        return {"type": "whole", **limit, **_ask(field, _NOT_A_COUNT)}
    return {}


def _ask(field: Field, question: str) -> dict[str, Any]:
    return {
        "errorStyle": "warning",
        "showErrorMessage": True,
        "errorTitle": field.header[:32],
        "error": question,
    }


def _highlights(sheet: Any, settings: Settings) -> None:
    """The rules a first run would make, so that it finds them there; then the time of a date
    that has one, which the date format alone would hide."""
    columns = {field.name: number for number, field in enumerate(FIELDS, 1)}
    closed = highlights.closed_words(settings)
    rules = highlights.resolve(highlights.BY_NAME, columns, 2, closed)
    for priority, rule in enumerate(rules, 1):
        sheet.conditional_formatting.add(_range(rule), _conditional(rule, priority))
    for field in (f for f in FIELDS if f.type == "date_or_datetime"):
        letter = get_column_letter(columns[field.name])
        shows_time = NumberFormat(170, f"{number_formats.DATE} hh:mm")
        formula = f"AND(ISNUMBER({letter}2),MOD({letter}2,1)>0)"
        look = DifferentialStyle(numFmt=shows_time)
        time_rule = Rule("expression", dxf=look, priority=len(rules) + 1, formula=[formula])
        sheet.conditional_formatting.add(f"{letter}2:{letter}{LAST_ROW}", time_rule)


def _range(rule: HighlightRule) -> str:
    first, last = get_column_letter(rule.first_column), get_column_letter(rule.last_column)
    return f"{first}{rule.first_row}:{last}{LAST_ROW}"


def _conditional(rule: HighlightRule, priority: int) -> Rule:
    look = looks.EMPHASIS[rule.emphasis]
    ink, paint = (f"FF{colour}" if colour else None for colour in (look.ink, look.fill))
    fill = PatternFill("solid", fgColor=paint, bgColor=paint) if paint else None
    font = Font(name=None, size=None, color=ink, bold=look.bold or None)
    style = DifferentialStyle(font=font, fill=fill)
    return Rule("expression", dxf=style, priority=priority, formula=[rule.formula])
