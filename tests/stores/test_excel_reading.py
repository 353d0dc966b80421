"""Cells are read as people see them, and what no reader shows is found in the sheet's XML."""

from __future__ import annotations

import io
import re
import time as clock
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np
import openpyxl
import pytest
import xlsxwriter

from sheetsync import leads, snapshot
from sheetsync.errors import EditRefused, TabMissing
from sheetsync.lead_tab import CellError, LeadTab, TableRange
from sheetsync.stores.excel.package.package import Package
from sheetsync.stores.excel.package.workbook_part import WorkbookPart
from sheetsync.stores.excel.reading import workbook as reading
from tests import builders
from tests.stores.test_excel_package import MAIN, parts, zipped

Build = Callable[[Any, Any], None]


def built(build: Build, **options: Any) -> Package:
    """A workbook whose Leads tab ``build`` writes, given the book and the sheet."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, options)
    build(book, book.add_worksheet("Leads"))
    book.close()
    return Package(out.getvalue(), "leads.xlsx")


def lead_tab(package: Package) -> LeadTab:
    return reading.lead_tab(package, reading.choose_tab(WorkbookPart(package), "Leads"))


def of_xml(rows: str, prefix: str = "") -> LeadTab:
    """The tab made of these rows as XML."""
    tag = f"{prefix}:" if prefix else ""
    name = f"xmlns:{prefix}" if prefix else "xmlns"
    inside = f"<{tag}sheetData>{rows}</{tag}sheetData>"
    sheet = f'<{tag}worksheet {name}="{MAIN}">{inside}</{tag}worksheet>'
    return lead_tab(Package(zipped(parts(sheet=sheet)), "leads.xlsx"))


def cells(tab: LeadTab) -> list[list[Any]]:
    return [list(column) for column in tab.columns]


def in_formulas(tab: LeadTab) -> set[tuple[int, int]]:
    return {
        (int(row) + 1, number)
        for number, mask in enumerate(tab.formulas, 1)
        if mask is not None
        for row in np.flatnonzero(mask)
    }


def test_values_come_as_people_typed_them() -> None:
    def build(book: Any, sheet: Any) -> None:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        hour = book.add_format({"num_format": "hh:mm"})
        span = book.add_format({"num_format": "[h]:mm"})
        for row, value in enumerate(["नमस्ते 🙂", "שלום", 9876543210, 2.5, True, "NA"]):
            sheet.write(row, 1, value)
        sheet.write_datetime(6, 1, datetime(2026, 11, 21), day)
        sheet.write_number(7, 1, 46347.39583333, moment)
        sheet.write_number(8, 1, 0.39583333, hour)
        sheet.write_number(9, 1, 1.25, span)
        sheet.write_datetime(10, 1, datetime(2026, 11, 21), moment)

    tab = lead_tab(built(build))
    assert cells(tab) == [
        [None] * 11,
        ["नमस्ते 🙂", "שלום", 9876543210, 2.5, True, "NA", date(2026, 11, 21),
         datetime(2026, 11, 21, 9, 30), time(9, 30), timedelta(hours=30),
         date(2026, 11, 21)],
    ]  # fmt: skip
    assert type(tab.columns[1][2]) is int
    assert tab.height == 11


def test_dates_of_1904_workbooks_are_the_same_days() -> None:
    def build(book: Any, sheet: Any) -> None:
        sheet.write_datetime(0, 0, datetime(2026, 11, 21, 8, 5), book.add_format(
            {"num_format": "dd/mm/yyyy hh:mm"}))  # fmt: skip

    package = built(build, date_1904=True)
    assert WorkbookPart(package).date1904
    assert cells(lead_tab(package)) == [[datetime(2026, 11, 21, 8, 5)]]


@pytest.mark.parametrize("date1904", [True, False])
def test_a_date_that_lost_its_format_is_the_same_day_in_1904_workbooks(date1904: bool) -> None:
    def build(book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["Name", "Status", "Received at", "Quote value"])
        sheet.write_row(1, 0, ["Asha", "New"])
        sheet.write_datetime(1, 2, datetime(2026, 11, 21, 8, 5))
        sheet.write_number(1, 3, 46000)

    package = built(build, date_1904=date1904)
    frame = leads.parse(
        snapshot.build(lead_tab(package), builders.seen(), builders.settings()),
        builders.settings(),
    ).frame
    assert str(frame["received_at"].iloc[0]) == "2026-11-21 08:05:00"
    assert frame["quote_value"].iloc[0] == 46000


def test_formulas_errors_and_blanks_are_told_apart() -> None:
    tab = of_xml(
        '<row r="1"><c r="A1"><v>1</v></c>'
        '<c r="B1"><f>A1*2</f><v>2</v></c>'
        '<c r="C1" t="str"><f>IF(A1&gt;5,"x","")</f><v></v></c>'
        '<c r="D1" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
        '<c r="E1" t="e"><v>#N/A</v></c>'
        '<c r="F1"><f>NOW()</f></c>'
        '<c r="G1" s="0"/></row>'
    )
    assert [column[0] for column in tab.columns] == [
        1, 2, "", CellError("#DIV/0!"), CellError("#N/A"), None,
    ]  # fmt: skip
    assert in_formulas(tab) == {(1, 2), (1, 3), (1, 4), (1, 6)}


@pytest.mark.parametrize("beside", ["", "<c r='B1'><v>5</v></c>"])  # odd: for the slower reader
@pytest.mark.parametrize("value", ["<v></v>", "<v/>", "<v />", ""])
@pytest.mark.parametrize("kind", ["", ' t="n"', ' s="0"', ' t="b"'])
def test_a_formula_with_an_empty_number_has_no_stored_result(
    kind: str, value: str, beside: str
) -> None:
    tab = of_xml(f'<row r="1"><c r="A1"{kind}><f>NOW()</f>{value}</c>{beside}</row>')
    assert tab.columns[0][0] is None
    assert (1, 1) in in_formulas(tab)


@pytest.mark.parametrize("value", ["<v></v>", "<v/>", '<v xml:space="preserve"></v>'])
def test_a_formula_with_an_empty_text_shows_nothing(value: str) -> None:
    tab = of_xml(f'<row r="1"><c r="A1" t="str"><f>IF(1,"")</f>{value}</c></row>')
    assert tab.columns[0][0] == ""


def test_a_cell_with_metadata_counts_as_a_formula() -> None:
    tab = of_xml('<row r="1"><c r="A1" vm="1"><v>1</v></c><c r="B1" cm="1"><v>2</v></c></row>')
    assert in_formulas(tab) == {(1, 1), (1, 2)}


def test_every_cell_an_array_formula_fills_counts_as_a_formula() -> None:
    tab = of_xml(
        '<row r="1"><c r="A1"><f t="array" ref="A1:B2">X1:Y2</f><v>1</v></c><c r="B1"><v>2</v></c>'
        '</row><row r="2"><c r="A2"><v>3</v></c><c r="B2"><v>4</v></c><c r="C2"><v>5</v></c></row>'
        '<row r="3"><c r="A3"><f t="shared" ref="A3:A4" si="0">C2</f><v>5</v></c></row>'
        '<row r="4"><c r="A4"><f t="shared" si="0"/><v>5</v></c></row>'
    )
    assert in_formulas(tab) == {(1, 1), (1, 2), (2, 1), (2, 2), (3, 1), (4, 1)}


def test_text_that_looks_like_xml_is_only_text() -> None:
    tab = of_xml(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>t="e" &lt;f&gt;</t></is></c>'
        '<!-- <c r="B1"><f>1</f></c> --><c r="B1" t="inlineStr"><is><t>b</t></is></c></row>'
    )
    assert [column[0] for column in tab.columns] == ['t="e" <f>', "b"]
    assert in_formulas(tab) == set()


@pytest.mark.parametrize("prefix", ["", "x"])
def test_prefixed_sheets_and_cells_without_references_are_read(prefix: str) -> None:
    plain = (
        "<row><c><v>1</v></c><c><f>A1</f><v>1</v></c></row>"
        '<row r="4"><c><v>2</v></c><c r="D4"><v>3</v></c><c t="e"><v>#REF!</v></c></row>'
    )
    tag = f"{prefix}:" if prefix else ""
    tab = of_xml(re.sub(r"<(/?)", rf"<\1{tag}", plain), prefix)
    assert [column[3] for column in tab.columns] == [2, None, None, 3, CellError("#REF!")]
    assert in_formulas(tab) == {(1, 2)}


def test_an_empty_tab_has_no_columns() -> None:
    assert of_xml("").columns == ()


def test_a_million_empty_formatted_rows_cost_little() -> None:
    rows = "".join(f'<row r="{n}" s="1" customFormat="1"/>' for n in range(3, 1_048_577))
    sheet = (
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
        f"{rows}</sheetData></worksheet>"
    )
    package = Package(zipped(parts(sheet=sheet)), "leads.xlsx")
    start = clock.process_time()
    tab = lead_tab(package)
    assert clock.process_time() - start < 4
    assert cells(tab) == [[1]]


def test_a_stray_value_in_the_last_corner_is_named() -> None:
    package = Package(zipped(parts(
        sheet=f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    )), "leads.xlsx")  # fmt: skip
    with pytest.raises(EditRefused, match="XFD1048576"):
        lead_tab(package)


def test_hidden_columns_are_known() -> None:
    def build(_book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["Name", "Phone", "Email", "City"])
        sheet.set_column(1, 2, None, None, {"hidden": True})
        sheet.set_column(9, 16_383, None, None, {"hidden": True})

    assert lead_tab(built(build)).hidden_columns == {2, 3}


# --- tables, and whether columns may be added ----------------------------------------------------


def with_table(sheet: Any, **options: Any) -> None:
    columns = [{"header": "Name"}, {"header": "Phone"}]
    sheet.add_table(2, 1, 5, 2, {"name": "LeadTable", "columns": columns, **options})


def test_a_table_is_found_with_its_totals_row_left_out() -> None:
    tab = lead_tab(built(lambda _, sheet: with_table(sheet, total_row=True)))
    assert tab.table == TableRange(
        "LeadTable", 3, 5, 2, 3, has_totals=True, columns=("Name", "Phone")
    )
    assert tab.append_refusal == ""


def test_of_several_tables_the_largest_is_meant() -> None:
    def build(_book: Any, sheet: Any) -> None:
        sheet.add_table(0, 5, 1, 5, {"name": "Small"})
        with_table(sheet)

    table = lead_tab(built(build)).table
    assert table is not None
    assert table.name == "LeadTable"


def no_header(_book: Any, sheet: Any) -> None:
    sheet.write_row(1, 1, ["Name", "Phone"])
    with_table(sheet, header_row=False)


def protected(_book: Any, sheet: Any) -> None:
    sheet.write(0, 0, "Name")
    sheet.protect()


REFUSALS: dict[str, Build] = {"no header row": no_header, "protected": protected}


@pytest.mark.parametrize("reason", REFUSALS)
def test_no_column_is_ever_added_to_such_a_tab(reason: str) -> None:
    assert reason in lead_tab(built(REFUSALS[reason])).append_refusal


def test_what_a_new_column_could_run_into_is_known() -> None:
    def build(_book: Any, sheet: Any) -> None:
        with_table(sheet)
        sheet.merge_range(3, 4, 3, 8, None)
        sheet.add_table(6, 4, 7, 4, {"name": "Other"})

    found = {what: str(area) for what, area in lead_tab(built(build)).in_the_way}
    assert found == {"the table Other stands": "E7:E8", "cells are merged": "E4:I4"}


def test_the_range_of_a_filter_is_known() -> None:
    def build(_book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["Name", "Phone"])
        sheet.autofilter(0, 0, 9, 1)

    assert str(lead_tab(built(build)).filter_range) == "A1:B10"


def test_a_table_filled_by_a_query_is_not_grown() -> None:
    package = built(lambda _, sheet: with_table(sheet))
    table = package.read("xl/tables/table1.xml")
    package.replace(
        "xl/tables/table1.xml", table.replace(b"<table ", b'<table tableType="queryTable" ')
    )
    assert "query" in lead_tab(package).append_refusal


# --- choosing the tab ----------------------------------------------------------------------------


def test_the_tab_is_found_whatever_its_letter_case() -> None:
    workbook = WorkbookPart(built(lambda _, __: None))
    assert reading.choose_tab(workbook, "leads ").title == "Leads"


def test_a_missing_tab_names_those_there_are_nearest_first() -> None:
    out = io.BytesIO()
    book = openpyxl.Workbook()
    for title in ("Accounts", "Lead tracker", "Zebra"):
        book.create_sheet(title)
    book.create_chartsheet("Leads chart")
    book.save(out)
    with pytest.raises(TabMissing, match=r"no tab called Leads") as refusal:
        reading.choose_tab(WorkbookPart(Package(out.getvalue(), "leads.xlsx")), "Leads")
    assert refusal.value.where == "leads.xlsx"
    assert "It has Lead tracker" in refusal.value.hint
    assert "chart" not in refusal.value.hint


def test_the_tab_with_the_headers_of_a_lead_sheet_comes_before_one_of_a_nearer_title() -> None:
    out = io.BytesIO()
    book = openpyxl.Workbook()
    book.worksheets[0].title = "Leads chart"
    book.worksheets[0].append(["Month", "Count"])
    book.create_sheet("2026").append(["Name", "Phone", "Status", "Owner"])
    book.save(out)
    with pytest.raises(TabMissing) as refusal:
        reading.choose_tab(WorkbookPart(Package(out.getvalue(), "leads.xlsx")), "Leads")
    assert refusal.value.hint == (
        "It has 2026, Leads chart. Set `tab: 2026` in config.yaml if that is the one."
    )
