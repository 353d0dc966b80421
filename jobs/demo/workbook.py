"""The demo leads as a team would keep them: their own order, words, colours, totals and a chart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from jobs.demo.leads import Lead
from sheetsync.schema import FIELD

TAB = "Leads"
CHART_TAB = "Enquiries by source"

# Their own order: status was moved to the front, some columns were renamed, one is theirs alone.
COLUMNS: tuple[tuple[str, str], ...] = tuple(
    (
        name,
        {"phone": "Mobile no.", "received_at": "Enquiry date", "owner": "Handled by"}.get(
            name, FIELD[name].header if name in FIELD else "Catalogue sent?"
        ),
    )
    for name in (
        "lead_id",
        "received_at",
        "status",
        "name",
        "company",
        "phone",
        "email",
        "city",
        "source",
        "priority",
        "segment",
        "need",
        "quantity",
        "needed_by",
        "budget",
        "decision_maker",
        "owner",
        "catalogue",
        "first_response_at",
        "last_contact_at",
        "follow_ups",
        "next_action",
        "next_action_date",
        "quote_value",
        "order_value",
        "margin",
        "collected",
        "collected_on",
        "closed_on",
        "lost_reason",
        "notes",
    )
)
PAGES_WIDE = 4
"""So many columns cannot be read on one sheet of paper."""
SUMMED = ("order_value", "collected")
CREATED = datetime(2026, 1, 5, 9, 0)


def write(path: Path, leads: Sequence[Lead]) -> None:
    """Write the workbook. The same leads give the same bytes."""
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "dd mmm yyyy"})
    book.set_properties({"title": "Leads", "author": "Kaveri Kitchens", "created": CREATED})
    sheet = book.add_worksheet(TAB)
    formats = {
        "date": book.add_format({"num_format": "dd mmm yyyy"}),
        "datetime": book.add_format({"num_format": "dd mmm yyyy hh:mm"}),
        "money": book.add_format({"num_format": "#,##0"}),
        "month": book.add_format({"bold": True, "font_color": "#7B8794"}),
        "head": book.add_format(
            {
                "bold": True,
                "font_color": "#FFFFFF",
                "bg_color": "#3B5B7A",
                "text_wrap": True,
                "valign": "vcenter",
            }
        ),
    }
    rows = list(_with_month_rows(leads))
    for index, row in enumerate(rows, start=1):
        _write_row(sheet, index, row, formats)
    _add_table(sheet, len(rows), formats)
    _write_totals(sheet, len(rows) + 1, leads, formats)
    sheet.freeze_panes(1, 4)
    sheet.set_row(0, 32)
    sheet.repeat_rows(0)
    sheet.repeat_columns(0, 3)
    _set_page(sheet, PAGES_WIDE)
    _add_chart_tab(book, leads)
    try:
        book.close()
    except FileCreateError as error:
        raise error.args[0] from None  # the OSError it hides


def _with_month_rows(leads: Sequence[Lead]) -> Iterator[Lead | str]:
    """The rows as they stand: a line with the month's name where a month begins."""
    month = ""
    for lead in leads:
        arrived = lead["received_at"]
        if isinstance(arrived, date) and f"{arrived:%B %Y}" != month:
            month = f"{arrived:%B %Y}"
            yield f"— {month} —"
        yield lead


def _write_row(sheet: Any, index: int, row: Lead | str, formats: dict[str, Any]) -> None:
    if isinstance(row, str):
        sheet.write_string(index, 0, row, formats["month"])
        return
    for column, (field, _) in enumerate(COLUMNS):
        value = row.get(field)
        if field == "catalogue":
            value = "Yes" if row.get("follow_ups") else None
        if value is None:
            continue
        if isinstance(value, datetime):
            sheet.write_datetime(index, column, value, formats["datetime"])
        elif isinstance(value, date):
            sheet.write_datetime(index, column, value, formats["date"])
        elif isinstance(value, str):
            sheet.write_string(index, column, value)
        else:
            money = field in FIELD and FIELD[field].type == "money"
            sheet.write_number(index, column, value, formats["money"] if money else None)


def _add_table(sheet: Any, height: int, formats: dict[str, Any]) -> None:
    """An Excel table with filters and a totals row, as Excel's own button makes it."""
    columns: list[dict[str, Any]] = [
        {"header": header, "header_format": formats["head"]} for _, header in COLUMNS
    ]
    columns[0]["total_string"] = "Total"
    for number, (field, _) in enumerate(COLUMNS):
        if field in SUMMED:
            columns[number] |= {"total_function": "sum", "format": formats["money"]}
    sheet.add_table(
        0,
        0,
        height + 1,
        len(COLUMNS) - 1,
        {
            "name": TAB,
            "columns": columns,
            "total_row": True,
            "style": "Table Style Light 1",
        },
    )
    for number, (field, _) in enumerate(COLUMNS):
        sheet.set_column(number, number, FIELD[field].width if field in FIELD else 13)


def _write_totals(sheet: Any, row: int, leads: Sequence[Lead], formats: dict[str, Any]) -> None:
    """The sums as Excel writes them: the table named, which other programs need, and the value
    kept beside the formula."""
    for number, (field, header) in enumerate(COLUMNS):
        if field in SUMMED:
            amounts = (lead.get(field) for lead in leads)
            total = sum(amount for amount in amounts if isinstance(amount, int | float))
            formula = f"=SUBTOTAL(109,{TAB}[{header}])"
            sheet.write_formula(row, number, formula, formats["money"], round(total))


def _add_chart_tab(book: Any, leads: Sequence[Lead]) -> None:
    """Their own overview: counts by formula, and a chart over them."""
    sheet = book.add_worksheet(CHART_TAB)
    count = Counter(lead["source"] for lead in leads)
    sheet.write_row(0, 0, ("Source", "Enquiries"))
    sources = [source for source, _ in count.most_common() if source][:8]
    for row, source in enumerate(sources, start=1):
        sheet.write_string(row, 0, source)
        sheet.write_formula(row, 1, f"=COUNTIF(Leads[Source],A{row + 1})", None, count[source])
    chart = book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": "Enquiries",
            "categories": [CHART_TAB, 1, 0, len(sources), 0],
            "values": [CHART_TAB, 1, 1, len(sources), 1],
            "fill": {"color": "#3B5B7A"},
        }
    )
    chart.set_title({"name": "Where our enquiries come from"})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True})
    chart.set_x_axis({"major_gridlines": {"visible": False}})
    sheet.insert_chart("D2", chart)
    sheet.set_column(0, 0, 26)
    _set_page(sheet)


def _set_page(sheet: Any, pages_wide: int = 1) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(pages_wide, 0)
