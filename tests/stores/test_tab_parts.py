"""Report tabs in a person's workbook: added at the end, rewritten in place, read back unharmed."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from sheetsync.headers import ColumnMatch, HeaderMap
from sheetsync.plan import TabChange
from sheetsync.snapshot import Snapshot, TabSeen
from sheetsync.stores.excel.package.package import Package
from sheetsync.stores.excel.package.workbook_part import WorkbookPart
from sheetsync.stores.excel.report_tabs.formulas import row_link
from sheetsync.stores.excel.report_tabs.reference import read_reference
from sheetsync.stores.excel.report_tabs.tab_parts import write_tabs
from sheetsync.stores.excel.report_tabs.tab_rows import shortened
from sheetsync.tabs import LONGEST_URL, Chart, Column, ReportTab, Table
from sheetsync.tabs import layout as tab_layout
from tests import builders
from tests.report_tabs import digest_of_rows, overdue, week
from tests.through_libreoffice import through_libreoffice

Alter = Callable[[openpyxl.Workbook], None]


def lead_workbook(title: str = "Leads", **options: Any) -> bytes:
    """A person's workbook: a lead tab, and a chart tab of their own."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, **options})
    leads = book.add_worksheet(title)
    leads.write_row(0, 0, builders.HEADERS)
    for row in range(1, 60):
        leads.write(row, 0, f"L-{row:06}")
        leads.write(row, 1, f"Lead {row}")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": [title, 1, 1, 5, 1]})
    book.add_worksheet("Theirs").insert_chart("B2", chart)
    book.close()
    return out.getvalue()


def lead_snapshot(title: str = "Leads") -> Snapshot:
    tab = builders.lead_tab([["Lead ID"], ["L-000001"]], title=title)
    headers = HeaderMap(1, {"lead_id": ColumnMatch("lead_id", 1, "Lead ID", "name")}, {}, {})
    return Snapshot(tab, builders.seen(titles=(title,)), headers, np.array([2]))


def change(tab: ReportTab, replaces: str = "", **options: str) -> TabChange:
    return TabChange(tab, options.pop("title", tab.title), replaces, **options)


def written(data: bytes, *changes: TabChange, title: str = "Leads") -> bytes:
    package = Package(data, "leads.xlsx")
    write_tabs(package, WorkbookPart(package), changes, builders.settings(), lead_snapshot(title))
    out = io.BytesIO()
    package.save(out)
    return out.getvalue()


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def sheet_xml(data: bytes, title: str) -> bytes:
    package = Package(data, "leads.xlsx")
    sheet = WorkbookPart(package).find(title)
    assert sheet is not None
    return package.read(sheet.part)


def seen(data: bytes, title: str) -> TabSeen:
    """A tab of ours as the store finds it."""
    xml = sheet_xml(data, title)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name(title)
    formulas = {
        (int(row), openpyxl.utils.column_index_from_string(letters.decode()))
        for letters, row in re.findall(rb'<c r="([A-Z]+)(\d+)"[^>]*><f', xml)
    }
    found = digest_of_rows(rows.to_python(skip_empty_area=False), formulas)
    return TabSeen("", title, read_reference(xml).digest, found)


def edited(data: bytes, alter: Alter) -> bytes:
    """The workbook after a person changed it with a program that keeps prompts."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    alter(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def titles(data: bytes) -> Sequence[str]:
    return openpyxl.load_workbook(io.BytesIO(data)).sheetnames


def test_new_tabs_come_last_and_a_persons_tabs_stay_byte_for_byte() -> None:
    before = lead_workbook()
    after = written(before, change(overdue()), change(week()))
    assert titles(after) == ["Leads", "Theirs", "Overdue", "Week 2026-W47"]
    changed = {name for name, data in parts(before).items() if parts(after)[name] != data}
    assert changed == {
        "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml",
        "docProps/app.xml",
    }  # fmt: skip


def test_a_tab_written_reads_back_as_written() -> None:
    after = written(lead_workbook(), change(overdue()), change(week()))
    for tab in (overdue(), week()):
        assert seen(after, tab.title).written == tab_layout.digest(tab, "Leads!A")
        assert not tab_layout.was_typed_into(seen(after, tab.title))


def test_dates_are_right_in_a_workbook_that_counts_from_1904() -> None:
    after = written(lead_workbook(date_1904=True), change(overdue()))
    assert not tab_layout.was_typed_into(seen(after, "Overdue"))


def test_writing_the_same_tabs_again_changes_no_byte() -> None:
    once = written(lead_workbook(), change(overdue()), change(week()))
    again = written(once, change(overdue(), "Overdue"), change(week(), "Week 2026-W47"))
    assert again == once


def test_a_tab_is_rewritten_in_place_and_nothing_else_changes() -> None:
    once = written(lead_workbook(), change(week()), change(overdue()))
    other = week((7, 8, 9))
    again = written(once, change(other, "Week 2026-W47"))
    before, after = parts(once), parts(again)
    assert before.keys() == after.keys()
    assert {name for name in before if before[name] != after[name]} == {
        "xl/worksheets/sheet3.xml", "xl/charts/chart2.xml",
    }  # fmt: skip
    assert seen(again, "Week 2026-W47").written == tab_layout.digest(other)


def test_no_later_tab_changes_the_styles() -> None:
    once = written(lead_workbook(), change(overdue(0)))
    again = written(once, change(week()))
    assert parts(once)["xl/styles.xml"] == parts(again)["xl/styles.xml"]


def test_charts_that_are_no_longer_there_leave_no_parts_behind() -> None:
    once = written(lead_workbook(), change(week()))
    again = written(once, change(replace(week(), blocks=()), "Week 2026-W47"))
    left = [name for name in parts(again) if "chart" in name or "drawing" in name]
    assert sorted(left) == [
        "xl/charts/chart1.xml", "xl/drawings/_rels/drawing1.xml.rels", "xl/drawings/drawing1.xml",
    ]  # fmt: skip
    assert "Theirs" in titles(again)


def test_charts_carry_the_numbers_they_show() -> None:
    after = parts(written(lead_workbook(), change(week())))
    charts = [data for name, data in after.items() if name.startswith("xl/charts/chart")][1:]
    assert len(charts) == 3
    for chart in charts:
        assert b"'Week 2026-W47'!$" in chart
        assert chart.count(b"<c:pt idx") >= 4


def test_a_tab_takes_its_new_title_and_stays_the_same_tab() -> None:
    once = written(lead_workbook(), change(overdue(5)))
    again = written(once, change(overdue(5), "Overdue", title="Overdue (sheetsync)"))
    ids = [
        [(sheet.sheet_id, sheet.part) for sheet in WorkbookPart(Package(data, "x")).sheets]
        for data in (once, again)
    ]
    assert ids[0] == ids[1]
    assert titles(again)[-1] == "Overdue (sheetsync)"
    assert set(WorkbookPart(Package(again, "x")).marked) == {"overdue"}


def test_what_a_person_typed_is_kept_in_a_tab_that_is_theirs() -> None:
    once = edited(
        written(lead_workbook(), change(overdue(3)), change(week())),
        lambda book: book["Overdue"].__setitem__("C40", "called him on Tuesday"),
    )
    assert tab_layout.was_typed_into(seen(once, "Overdue"))
    kept = "Overdue kept 2026-11-21"
    again = written(once, change(overdue(3), "Overdue", keep_as=kept))
    book = openpyxl.load_workbook(io.BytesIO(again))
    assert book[kept]["C40"].value == "called him on Tuesday"
    assert book["Overdue"]["C40"].value is None
    assert any("wa.me" in (cell.hyperlink.target or "") for cell in _linked(book[kept]))
    assert read_reference(sheet_xml(again, kept)).digest == ""
    assert {s.title for s in WorkbookPart(Package(again, "x")).marked.values()} == {
        "Overdue", "Week 2026-W47",
    }  # fmt: skip


def _linked(sheet: Any) -> list[Any]:
    return [cell for row in sheet.iter_rows() for cell in row if cell.hyperlink]


def test_a_link_leads_to_its_row_by_id_and_to_a_chat_by_address() -> None:
    after = written(lead_workbook(), change(overdue(2)))
    sheet = openpyxl.load_workbook(io.BytesIO(after))["Overdue"]
    formulas = [c.value for r in sheet.iter_rows() for c in r if str(c.value).startswith("=")]
    assert formulas == [
        '=HYPERLINK("#Leads!A"&MATCH("L-000001",Leads!A:A,0),"L-000001")',
        '=HYPERLINK("#Leads!A"&MATCH("L-000002",Leads!A:A,0),"L-000002")',
    ]
    (first, _) = _linked(sheet)
    assert first.hyperlink.target.startswith("https://wa.me/919820012345?text=Hello%20Priya")
    assert b"<v>L-000001</v>" in sheet_xml(after, "Overdue")


@pytest.mark.parametrize(
    ("lead_id", "title", "formula"),
    [
        ("L-1", "Q1", "=HYPERLINK(\"#'Q1'!B\"&MATCH(\"L-1\",'Q1'!B:B,0),\"L-1\")"),
        ("L-1", "Bo's", "=HYPERLINK(\"#'Bo''s'!B\"&MATCH(\"L-1\",'Bo''s'!B:B,0),\"L-1\")"),
        ('A"*', "Leads", '=HYPERLINK("#Leads!B"&MATCH("A""~*",Leads!B:B,0),"A""*")'),
        ("17", "Leads",
         '=HYPERLINK("#Leads!B"&IFERROR(MATCH(17,Leads!B:B,0),MATCH("17",Leads!B:B,0)),"17")'),
        ("x" * 300, "Leads", ""),
    ],
)  # fmt: skip
def test_ids_and_titles_are_quoted_as_formulas_need(lead_id: str, title: str, formula: str) -> None:
    assert row_link(lead_id, title, 2) == formula


def test_an_address_too_long_for_excel_is_cut_between_characters() -> None:
    url = "https://wa.me/91?text=" + "%E2%82%B9" * 400
    short = shortened(url)
    assert len(short) <= LONGEST_URL
    assert (len(short) - len("https://wa.me/91?text=")) % len("%E2%82%B9") == 0
    assert url.startswith(short)


def test_text_that_looks_like_markup_or_a_formula_stays_text() -> None:
    tab = replace(overdue(0), summary="<r>bold</r>", heading="=1+1")
    after = written(lead_workbook(), change(tab))
    assert not tab_layout.was_typed_into(seen(after, "Overdue"))


@pytest.mark.libreoffice
def test_a_tab_is_known_as_unchanged_after_libreoffice_saved_it(tmp_path: Path) -> None:
    once = written(lead_workbook("My Leads"), change(overdue()), change(week()), title="My Leads")
    saved = through_libreoffice(once, tmp_path)
    for tab in (overdue(), week()):
        assert seen(saved, tab.title).written == tab_layout.digest(tab, "My Leads!A")
        assert not tab_layout.was_typed_into(seen(saved, tab.title))
    assert "#N/A" not in str(_rows(saved, "Overdue"))
    again = written(
        saved, change(overdue(5), "Overdue"), change(week((1, 2, 3)), "Week 2026-W47"),
        title="My Leads",
    )  # fmt: skip
    assert not tab_layout.was_typed_into(seen(again, "Overdue"))
    charts = [name for name in parts(again) if name.startswith("xl/charts/chart")]
    assert len(charts) == 4


def _rows(data: bytes, title: str) -> list[list[Any]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return book.get_sheet_by_name(title).to_python(skip_empty_area=False)


def test_bars_that_share_a_name_have_the_colour_of_what_they_mean_and_say_it_without_legend() -> (
    None
):
    rows = (("Asha", 9, 4), ("Ravi", 3, 0))
    table = Table((Column("Owner"), Column("Open", "count"), Column("Overdue", "count")), rows, "O")
    series = ("Open", "Overdue")
    chart = Chart("By owner", "O", "Owner", series, "bar", ("open", "bad"))
    made = written(lead_workbook(), change(ReportTab("t", "T", "T", "", (table, chart))))
    drawn = parts(made)["xl/charts/chart2.xml"].decode()
    assert re.findall(r'(?<=srgbClr val=")(?:4A86C5|A61E1E)', drawn) == ["4A86C5", "A61E1E"]
    said = re.findall('formatCode="#,##0&quot; (\\w+)&quot;', drawn)
    assert said == ["open", "overdue"]
    assert "<c:legend>" not in drawn


def test_the_labels_of_a_bar_say_the_value_and_nothing_else() -> None:
    after = parts(written(lead_workbook(), change(week())))
    charts = [data for name, data in after.items() if name.startswith("xl/charts/")]
    labelled = [chart for chart in charts if b'<c:showVal val="1"/>' in chart]
    assert labelled
    for chart in labelled:
        assert chart.count(b'<c:showVal val="1"/>') == chart.count(b'<c:showCatName val="0"/>')
