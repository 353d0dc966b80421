"""A plan applied to the lead tab: cells, new columns, highlights, prompts, tables, filters."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import numpy as np
import openpyxl
import pytest
import xlsxwriter
from lxml import etree
from python_calamine import CalamineWorkbook

from sheetsync.errors import EditRefused
from sheetsync.headers import ColumnMatch, HeaderMap
from sheetsync.lead_tab import LeadTab, TableRange
from sheetsync.plan import ColumnChanges, HighlightRule, NewColumn, Plan
from sheetsync.schema import FIELD
from sheetsync.snapshot import Seen, Snapshot
from sheetsync.stores.excel.lead_tab.formula_reach import Columns, could_read
from sheetsync.stores.excel.lead_tab.lead_sheet import (
    apply_to_lead_sheet,
    highlights_found,
    needs_recalculation,
)
from sheetsync.stores.excel.lead_tab.sheet_xml import ORDER
from sheetsync.stores.excel.package.package import Package
from sheetsync.stores.excel.package.workbook_part import WorkbookPart

SHEET = "xl/worksheets/sheet1.xml"
ROWS: list[list[Any]] = [
    ["Name", "Phone", "Next action date"],
    ["Asha", "+91 98", None],
    ["Ravi", None, 46347],
    ["Meera", "+91 97", None],
]
ISSUES, RESPONSE = FIELD["issues"], FIELD["response"]

Finish = Callable[[Any, Any], None]


def package(
    finish: Finish = lambda book, tab: None,
    rows: Sequence[Sequence[Any]] = ROWS,
    **options: Any,
) -> Package:
    """A workbook with these leads, made by XlsxWriter; ``finish(book, tab)`` adds the rest."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, **options})
    tab = book.add_worksheet("Leads")
    for at, row in enumerate(rows):
        tab.write_row(at, 0, row)
    finish(book, tab)
    book.close()
    return Package(out.getvalue(), "leads.xlsx")


def with_table(book: Any, tab: Any) -> None:
    columns = [{"header": header} for header in ROWS[0]]
    tab.add_table(0, 0, 3, 2, {"name": "LeadTable", "columns": columns})


TABLE = TableRange("LeadTable", 1, 4, 1, 3)


def snapshot(rows: Sequence[Sequence[Any]] = ROWS, **tab: Any) -> Snapshot:
    width = max(len(row) for row in rows)
    columns = []
    for at in range(width):
        column = np.full(len(rows), None, dtype=object)
        column[:] = [row[at] if at < len(row) else None for row in rows]
        columns.append(column)
    given: dict[str, Any] = {"formulas": (None,) * width, **tab}
    names = {"name": 1, "phone": 2, "next_action_date": 3}
    matches = {n: ColumnMatch(n, c, FIELD[n].header, "name") for n, c in names.items()}
    return Snapshot(
        lead_tab=LeadTab(title="Leads", columns=tuple(columns), **given),
        seen=Seen("leads.xlsx", "v1", ("Leads",)),
        headers=HeaderMap(1, matches, {}, {}),
        rows=np.arange(2, len(rows) + 1),
    )


def changes(field: str, column: int, cells: Mapping[int, Any]) -> ColumnChanges:
    new = np.empty(len(cells), dtype=object)
    new[:] = list(cells.values())
    blank = np.full(len(cells), None, dtype=object)
    return ColumnChanges(field, column, np.array(list(cells)), blank, blank, blank, new)


def plan(*columns: ColumnChanges, new: Iterable[tuple[Any, int]] = (), **rest: Any) -> Plan:
    added = tuple(NewColumn(field, column) for field, column in new)
    return Plan("v1", columns=columns, new_columns=added, **rest)


GROWN = plan(
    changes("issues", 4, {2: "Phone: missing", 4: "Email: missing"}),
    changes("response", 5, {3: "Unknown"}),
    new=[(ISSUES, 4), (RESPONSE, 5)],
)


def saved(package: Package) -> bytes:
    out = io.BytesIO()
    package.save(out)
    return out.getvalue()


def applied(package: Package, plan: Plan, snap: Snapshot | None = None) -> Package:
    """The workbook after the plan was applied, saved and opened again."""
    apply_to_lead_sheet(package, SHEET, snap or snapshot(), plan)
    return Package(saved(package), "leads.xlsx")


def values(package: Package) -> list[list[Any]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(saved(package)))
    return book.get_sheet_by_index(0).to_python(skip_empty_area=False)


def root(package: Package, part: str = SHEET) -> Any:
    return etree.fromstring(package.read(part))


def names_in(package: Package) -> list[str]:
    return [etree.QName(each).localname for each in root(package)]


def cell(package: Package, name: str) -> Any:
    found = root(package).xpath(f"//*[local-name()='c'][@r='{name}']")
    return found[0] if found else None


# Cells


def test_cells_of_the_plan_change_and_all_others_stay() -> None:
    new = applied(package(), plan(changes("phone", 2, {3: "+91 96"})))
    assert values(new) == [
        ["Name", "Phone", "Next action date"],
        ["Asha", "+91 98", ""],
        ["Ravi", "+91 96", 46347.0],
        ["Meera", "+91 97", ""],
    ]


def test_a_second_application_changes_no_member() -> None:
    once = applied(package(with_table), GROWN, snapshot(table=TABLE))
    twice = applied(once, GROWN, snapshot(table=TABLE))
    assert once.changed == []
    assert saved(twice) == saved(once)


def test_only_the_members_a_run_may_change_do() -> None:
    before = package(lambda book, tab: book.add_worksheet("Theirs").write("A1", 1))
    apply_to_lead_sheet(before, SHEET, snapshot(), GROWN)
    assert sorted(before.changed) == ["xl/styles.xml", SHEET]


def test_a_date_shows_as_a_date_even_in_a_cell_without_a_format() -> None:
    day, moment = date(2026, 11, 21), datetime(2026, 11, 23, 10, 30)
    new = applied(package(), plan(changes("next_action_date", 3, {2: day, 3: day, 4: moment})))
    assert [row[2] for row in values(new)[1:]] == [day, day, moment]


def test_a_cell_that_shows_days_its_own_way_keeps_it() -> None:
    def finish(book: Any, tab: Any) -> None:
        tab.write_number("C3", 46347, book.add_format({"num_format": "dd/mm/yyyy"}))

    before = package(finish)
    style = cell(before, "C3").get("s")
    new = applied(before, plan(changes("next_action_date", 3, {3: date(2026, 12, 1)})))
    assert cell(new, "C3").get("s") == style


def test_dates_count_from_1904_where_the_workbook_does() -> None:
    new = applied(
        package(date_1904=True), plan(changes("next_action_date", 3, {2: date(2026, 11, 21)}))
    )
    assert "".join(cell(new, "C2").itertext()) == "44885"


def test_a_formula_is_never_overwritten() -> None:
    before = package(lambda book, tab: tab.write_formula("B3", "=A3"))
    with pytest.raises(EditRefused, match=r"leads\.xlsx · Leads.*\n?.*B3"):
        applied(before, plan(changes("phone", 2, {3: "x"})))


# New columns


def test_new_columns_get_headers_looks_widths_and_prompts() -> None:
    new = applied(package(), GROWN)
    assert [row[3:] for row in values(new)] == [
        ["Issues (auto)", "Response (auto)"],
        ["Phone: missing", ""],
        ["", "Unknown"],
        ["Email: missing", ""],
    ]
    book = openpyxl.load_workbook(io.BytesIO(saved(new)))
    tab = book["Leads"]
    assert {tab[name].fill.fgColor.rgb for name in ("D1", "D2", "E1", "E3")} == {"FFEEF2F6"}
    assert tab["D1"].font.color.rgb == "FF1F2933"
    assert tab.column_dimensions["D"].width == ISSUES.width
    prompts = {str(each.sqref): each.prompt for each in tab.data_validations.dataValidation}
    assert prompts == {"D2:D1048576": ISSUES.prompt, "E2:E1048576": RESPONSE.prompt}


def test_a_prompt_joins_the_validations_people_made() -> None:
    def finish(book: Any, tab: Any) -> None:
        tab.data_validation("B2:B9", {"validate": "list", "source": ["a", "b"]})

    new = applied(package(finish), GROWN)
    found = root(new).find("{*}dataValidations")
    assert found.get("count") == "3"
    assert [each.get("sqref") for each in found] == ["B2:B9", "D2:D1048576", "E2:E1048576"]


def test_the_table_grows_over_new_columns() -> None:
    new = applied(package(with_table), GROWN, snapshot(table=TABLE))
    table = root(new, "xl/tables/table1.xml")
    assert table.get("ref") == "A1:E4"
    assert table.find("{*}autoFilter").get("ref") == "A1:E4"
    columns = table.find("{*}tableColumns")
    assert columns.get("count") == "5"
    assert [each.get("name") for each in columns][3:] == ["Issues (auto)", "Response (auto)"]
    assert len({each.get("id") for each in columns}) == 5


def test_a_totals_row_keeps_its_new_cells_empty() -> None:
    def finish(book: Any, tab: Any) -> None:
        columns = [{"header": header} for header in ROWS[0]]
        columns[0]["total_string"] = "Total"
        tab.add_table(0, 0, 4, 2, {"name": "LeadTable", "columns": columns, "total_row": True})

    rows = [*ROWS, ["Total", None, None]]
    snap = snapshot(rows, table=TableRange("LeadTable", 1, 4, 1, 3, has_totals=True))
    new = applied(package(finish), GROWN, snap)
    table = root(new, "xl/tables/table1.xml")
    assert table.get("ref") == "A1:E5"
    assert table.find("{*}autoFilter").get("ref") == "A1:E4"
    assert cell(new, "D5") is None


def test_a_filtered_range_and_its_hidden_name_grow() -> None:
    new = applied(package(lambda book, tab: tab.autofilter("A1:C4")), GROWN)
    assert root(new).find("{*}autoFilter").get("ref") == "A1:E4"
    names = {each.name: each.value for each in WorkbookPart(new).names}
    assert names["_xlnm._FilterDatabase"] == "Leads!$A$1:$E$4"


def test_widths_of_other_columns_stay_when_a_range_is_cut() -> None:
    def finish(book: Any, tab: Any) -> None:
        tab.set_column("A:C", 20)
        tab.set_column("D:XFD", 5, None, {"hidden": True})

    new = applied(package(finish), GROWN)
    columns = [dict(each.attrib) for each in root(new).find("{*}cols")]
    assert [(each["min"], each["max"], each.get("hidden")) for each in columns] == [
        ("1", "3", None),
        ("4", "4", None),
        ("5", "5", None),
        ("6", "16384", "1"),
    ]


def test_elements_stand_in_the_order_programs_insist_on() -> None:
    def finish(book: Any, tab: Any) -> None:
        tab.conditional_format("A1:A9", {"type": "blanks", "format": book.add_format()})
        tab.merge_range("A20:B20", "Merged")
        tab.write_url("A9", "https://example.org")
        tab.set_landscape()

    new = applied(package(finish), plan(*GROWN.columns, new=[(ISSUES, 4), (RESPONSE, 5)],
                                        highlights=RULES))  # fmt: skip
    ranks = [ORDER.index(name) for name in names_in(new)]
    assert ranks == sorted(ranks)


@pytest.mark.parametrize(
    ("finish", "reason"),
    [
        (lambda book, tab: tab.protect(), "protected"),
        (lambda book, tab: tab.merge_range("C2:D2", ""), "merged"),
        (lambda book, tab: tab.add_table("E3:F9"), "Table1"),
    ],
)
def test_no_column_is_added_where_it_would_harm(finish: Finish, reason: str) -> None:
    with pytest.raises(EditRefused, match=reason):
        applied(package(finish), GROWN)


def test_no_column_is_added_over_what_stands_beside_the_data() -> None:
    rows = [[*row, None, "mine" if at == 3 else None] for at, row in enumerate(ROWS)]
    with pytest.raises(EditRefused, match="column E is not empty"):
        applied(package(rows=rows), GROWN, snapshot(rows))


def test_no_column_is_added_where_the_reader_saw_a_reason_not_to() -> None:
    with pytest.raises(EditRefused, match="it is a query"):
        applied(package(), GROWN, snapshot(append_refusal="it is a query"))


def test_a_table_column_of_that_name_is_not_doubled() -> None:
    rows = [["Name", "Phone", "issues (AUTO)"], *ROWS[1:]]

    def finish(book: Any, tab: Any) -> None:
        columns = [{"header": header} for header in rows[0]]
        tab.add_table(0, 0, 3, 2, {"name": "LeadTable", "columns": columns})

    with pytest.raises(EditRefused, match="already"):
        applied(package(finish, rows), GROWN, snapshot(rows, table=TABLE))


# Highlights

RULES = (
    HighlightRule("overdue", 'AND(N("sheetsync:overdue")=0,LEFT($D2,7)="Overdue",$C2<NOW())',
                  2, 1, 5, "overdue"),
    HighlightRule("issues", 'AND(N("sheetsync:issues")=0,LEN($D2)>0,"a & b"<>"")',
                  2, 4, 4, "idle"),
)  # fmt: skip


def test_highlights_are_written_and_found_again_as_the_plan_names_them() -> None:
    new = applied(package(), plan(highlights=RULES))
    assert highlights_found(new.read(SHEET)) == {rule.name: rule.signature for rule in RULES}


def test_highlights_come_after_other_peoples_rules_in_our_order() -> None:
    def finish(book: Any, tab: Any) -> None:
        look = book.add_format({"bg_color": "#FFFF00"})
        tab.conditional_format("A1:A9", {"type": "blanks", "format": look})
        tab.conditional_format("B1:B9", {"type": "duplicate", "format": look})

    before = package(finish)
    theirs = [etree.tostring(each) for each in root(before).findall("{*}conditionalFormatting")]
    new = applied(before, plan(highlights=RULES))
    found = root(new).findall("{*}conditionalFormatting")
    assert [etree.tostring(each) for each in found[:2]] == theirs
    assert [int(each[0].get("priority")) for each in found] == [1, 2, 3, 4]
    assert [each.get("sqref") for each in found[2:]] == ["A2:E1048576", "D2:D1048576"]


def test_highlights_wear_our_colours() -> None:
    new = applied(package(), plan(highlights=RULES))
    tab = openpyxl.load_workbook(io.BytesIO(saved(new)))["Leads"]
    rules = [rule for each in tab.conditional_formatting for rule in each.rules]
    assert [rule.dxf.fill.bgColor.rgb for rule in rules] == ["FFFDE2E1", "FFFFF3C4"]
    assert [rule.formula for rule in rules] == [[rule.formula] for rule in RULES]


def test_a_changed_rule_replaces_ours_and_leaves_one_that_shares_its_range() -> None:
    before = applied(package(), plan(highlights=RULES))
    theirs = '<cfRule type="expression" priority="9"><formula>$A2=1</formula></cfRule>'
    xml = before.read(SHEET).decode()
    xml = xml.replace(
        "</cfRule></conditionalFormatting>", f"</cfRule>{theirs}</conditionalFormatting>", 1
    )
    before.replace(SHEET, xml.encode())
    new = applied(before, plan(highlights=RULES[1:]))
    assert highlights_found(new.read(SHEET)) == {"issues": RULES[1].signature}
    kept, ours = root(new).findall("{*}conditionalFormatting")
    assert [each.get("priority") for each in kept] == ["9"]
    assert ours[0].get("priority") == "10"


@pytest.mark.parametrize("reach", ["A2:E50", "A2:E50 A52:E1048576", "A1:E1048576"])
def test_a_rule_whose_range_was_changed_is_seen_as_changed(reach: str) -> None:
    xml = applied(package(), plan(highlights=RULES)).read(SHEET)
    found = highlights_found(xml.replace(b'"A2:E1048576"', f'"{reach}"'.encode()))
    assert found["overdue"] != RULES[0].signature
    assert found["issues"] == RULES[1].signature


def test_a_doubled_rule_is_seen_as_changed() -> None:
    xml = applied(package(), plan(highlights=RULES)).read(SHEET)
    block = re.search(rb"<conditionalFormatting.*?</conditionalFormatting>", xml)
    assert block is not None
    found = highlights_found(xml.replace(block[0], block[0] * 2))
    assert found["overdue"] != RULES[0].signature


def test_a_sheet_without_our_rules_has_none() -> None:
    assert highlights_found(package().read(SHEET)) == {}
    assert highlights_found(b"<worksheet/>") == {}


# Recalculation


def test_programs_recalculate_only_where_a_formula_might_read_what_changed() -> None:
    edit = plan(changes("phone", 2, {3: "x"}))
    assert b"fullCalcOnLoad" not in blank_calc(package()).read("xl/workbook.xml")
    plain = blank_calc(package())
    assert not needs_recalculation(plain)
    assert b"fullCalcOnLoad" not in applied(plain, edit).read("xl/workbook.xml")

    counted = blank_calc(package(lambda book, tab: tab.write_formula("F9", "=COUNTA(B:B)")))
    assert needs_recalculation(counted)
    assert b'fullCalcOnLoad="1"' in applied(counted, edit).read("xl/workbook.xml")


READS_B = Columns("Leads", frozenset([2]), frozenset(["phone"]), {"people": "Leads!$A$1:$C$9"})


@pytest.mark.parametrize(
    ("formula", "on_tab", "expected"),
    [
        ("SUM(A1:C9)", True, True),
        ("SUM(A1:C9)", False, False),
        ("Leads!$B$2", False, True),
        ("'Leads'!B:B", False, True),
        ("LEADS!A:A", False, False),
        ("'Other tab'!B2+Leads!C3", False, False),
        ("SUM(One:Nine!A1)", False, False),
        ("SUM(One:Nine!B1)", False, True),
        ("SUM(2:2)", True, True),
        ("SUM(Leads!1:3)", False, True),
        ("COUNTA(People)", False, True),
        ("SUBTOTAL(103,LeadTable[Phone])", False, True),
        ("SUBTOTAL(103,LeadTable[Name])", False, False),
        ("SUM(LeadTable[[#Totals],[Name]])", False, False),
        ("ROWS(LeadTable[])", False, True),
        ("SUM(LeadTable[[Name]:[City]])", False, True),
        ('IF(A1="B2",1)', True, False),
        ('INDIRECT("Leads!B2")', False, True),
        ("OFFSET(A1,0,1)", True, True),
        ("LOG10(A1)+BIN2DEC(C1)", True, False),
        ("SUM(Leads!A1:Leads!C3)", False, True),
        ("SUM(A1 : C3)", True, True),
        ("SUM(A1:INDEX(C:C,3))", True, True),
        ("INDEX(Leads!A:A,MATCH(C1,Leads!C:C,0))", False, False),
        ("TODAY()", True, False),
    ],
)
def test_a_formula_reads_what_it_names_or_might_reach(
    formula: str, on_tab: bool, expected: bool
) -> None:
    assert could_read(formula, READS_B, on_tab=on_tab) is expected


def test_a_formula_shared_to_the_right_reads_further() -> None:
    assert not could_read("A1", READS_B, on_tab=True)
    assert could_read("A1", READS_B, on_tab=True, shift=1)


def test_a_total_of_a_column_that_did_not_change_asks_for_no_recalculation() -> None:
    counted = blank_calc(package(lambda book, tab: tab.write_formula("A9", "=COUNTA(A1:A4)")))
    new = applied(counted, plan(changes("phone", 2, {3: "x"})))
    assert b"fullCalcOnLoad" not in new.read("xl/workbook.xml")


def test_nothing_written_asks_for_no_recalculation() -> None:
    counted = blank_calc(package(lambda book, tab: tab.write_formula("F9", "=COUNTA(B:B)")))
    once = applied(counted, plan(changes("phone", 2, {3: "x"})))
    assert b"fullCalcOnLoad" not in applied(
        blank_calc(once), plan(changes("phone", 2, {3: "x"}))
    ).read("xl/workbook.xml")


def test_manual_calculation_is_respected() -> None:
    counted = blank_calc(
        package(lambda book, tab: tab.write_formula("F9", "=B2")), ' calcMode="manual"'
    )
    assert b"fullCalcOnLoad" not in applied(counted, plan(changes("phone", 2, {3: "x"}))).read(
        "xl/workbook.xml"
    )


def test_our_own_tabs_formulas_do_not_count() -> None:
    def finish(book: Any, tab: Any) -> None:
        book.add_worksheet("Overdue").write_formula("A1", "=Leads!A2")

    book = package(finish)
    assert needs_recalculation(book)
    WorkbookPart(book).mark("Overdue", "overdue")
    assert not needs_recalculation(book)


def blank_calc(package: Package, attributes: str = "") -> Package:
    """The workbook with a calculation setting that asks for nothing (XlsxWriter's own does)."""
    xml = re.sub(
        rb"<calcPr[^>]*/>", f"<calcPr{attributes}/>".encode(), package.read("xl/workbook.xml")
    )
    package.replace("xl/workbook.xml", xml)
    return Package(saved(package), "leads.xlsx")


# Whole files


def test_the_result_is_a_sound_package() -> None:
    new = applied(package(with_table), plan(*GROWN.columns, new=[(ISSUES, 4), (RESPONSE, 5)],
                                            highlights=RULES), snapshot(table=TABLE))  # fmt: skip
    data = saved(new)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(archive.read(name))
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book["Leads"].tables["LeadTable"].ref == "A1:E4"
