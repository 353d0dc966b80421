"""Report tabs on a Google spreadsheet: written, known again, rewritten where they are, kept."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs import registry, runner
from sheetsync.plan import Plan, TabChange
from sheetsync.snapshot import Snapshot, TabSeen
from sheetsync.stores.google.connection import Connection
from sheetsync.stores.google.message import Json, a1_range, properties_of, title_of
from sheetsync.stores.google.reading import fields
from sheetsync.stores.google.report_tabs import reading
from sheetsync.stores.google.report_tabs.digests import found_digest, written_digest
from sheetsync.stores.google.report_tabs.marker import KEY
from sheetsync.stores.google.report_tabs.payload import packed, size_of
from sheetsync.stores.google.report_tabs.values import address, row_link, serial, written_value
from sheetsync.stores.google.report_tabs.writing import tab_requests
from sheetsync.stores.google.store import GoogleStore
from sheetsync.stores.memory import MemoryStore
from sheetsync.tabs import Note, ReportTab, RowLink, WebLink
from sheetsync.tabs.layout import is_outdated, lay_out, was_typed_into
from sheetsync.tabs.row_links import LeadIds
from tests import builders
from tests.google.desk import Desk
from tests.google.person import Person
from tests.google.server import GoogleServer
from tests.google.world import File
from tests.report_tabs import overdue, tab, table, week

LEADS = [["Lead ID", "Name", "Phone", "Status"], ["L-000001", "Priya", "98200 12345", "New"]]
IDS = LeadIds("Leads", 1)
CELLS = "properties(locale),sheets(properties,merges,basicFilter,conditionalFormats,charts,data)"


@pytest.fixture(autouse=True)
def leads(ana: Person) -> None:
    """A lead tab, with nothing of ours beside it."""
    ana.rename_tab("Sheet1", "Leads")
    ana.paste("Leads!A1", LEADS)


def snapshot() -> Snapshot:
    return MemoryStore([list(row) for row in LEADS], builders.settings()).read()


def spreadsheet(connection: Connection) -> Json:
    return connection.get(fields.SPREADSHEET)


def seen(connection: Connection, *, formulas: bool = False) -> tuple[TabSeen, ...]:
    """What a run's two reads make of our tabs."""
    there = spreadsheet(connection)
    return reading.tabs_seen(there, rows_of(connection, there, formulas=formulas))


def rows_of(connection: Connection, there: Json, *, formulas: bool = False) -> dict[int, Any]:
    ids = reading.known_tabs(there)
    titles = {properties_of(s).get("sheetId", 0): title_of(s) for s in there["sheets"]}
    ranges = [a1_range(titles[each]) for each in ids]
    found = connection.values(ranges, formulas=formulas) if ranges else []
    return dict(zip(ids, found, strict=True))


def requests(
    connection: Connection, *changes: TabChange, hide: Sequence[str] = (), **how: Any
) -> list[list[Json]]:
    plan = Plan("", tabs=changes, hide=tuple(hide))
    return tab_requests(plan, spreadsheet(connection), builders.settings(), snapshot(), 0, **how)


def write(connection: Connection, *changes: TabChange, **how: Any) -> None:
    """Batch by batch, as the store does."""
    for batch in packed(requests(connection, *changes, **how)):
        connection.batch_update(batch)


def shown(connection: Connection, title: str) -> Json:
    """All there is on a tab."""
    found = connection.get(CELLS, [a1_range(title)])["sheets"]
    return next(sheet for sheet in found if title_of(sheet) == title)


def cells_of(connection: Connection, title: str) -> list[Json]:
    rows = shown(connection, title)["data"][0]["rowData"]
    return [each for row in rows for each in row.get("values", [])]


def cell(sheet: Json, row: int, column: int) -> Json:
    found: Json = sheet["data"][0]["rowData"][row - 1]["values"][column - 1]
    return found


def titles(connection: Connection) -> list[str]:
    return [title_of(sheet) for sheet in connection.get("sheets(properties)")["sheets"]]


def new(report: ReportTab) -> TabChange:
    return TabChange(report, report.title)


def again(report: ReportTab, **changes: Any) -> TabChange:
    return replace(TabChange(report, report.title, replaces=report.title), **changes)


@pytest.mark.parametrize("report", [overdue(), week(), tab(), tab(Note(" padded "))])
def test_what_was_written_is_found_as_it_was_written(
    connection: Connection, report: ReportTab
) -> None:
    write(connection, new(report))
    for formulas in (False, True):
        (found,) = seen(connection, formulas=formulas)
        assert (found.key, found.title) == (report.key, report.title)
        assert not was_typed_into(found)
        assert not is_outdated(report, found, str(IDS))


def test_a_tab_shows_its_texts_numbers_days_and_links(connection: Connection, ana: Person) -> None:
    write(connection, new(overdue(2)))
    heading, *_, header, first, _, more = [row for row in ana.sees("Overdue") if row]
    assert heading == ["", "Overdue follow-ups"]
    assert header[1:5] == ["Lead", "Name", "Overdue since", "Days"]
    assert first[1:7] == [
        "L-000001", "Priya 0", "Sun 1 Nov 2026", "0", "₹1,85,000", "+91 98200 12345"
    ]  # fmt: skip
    assert first[8] == "Fri 30 Oct 17:05"
    assert more == ["", "and 13 more"]


def test_a_lead_named_like_a_formula_stays_text(connection: Connection) -> None:
    wicked = ('=IMPORTXML("http://x")', "+1", "'quoted", "1/2", "TRUE")
    report = tab(table(wicked))
    write(connection, new(report))
    held = cells_of(connection, "Issues")
    found = [c["userEnteredValue"] for c in held if "userEnteredValue" in c]
    assert [{"stringValue": text} for text in wicked] == found[-5:]
    assert not was_typed_into(seen(connection)[0])


def test_a_web_address_is_the_link_of_its_text(connection: Connection) -> None:
    link = WebLink("+91 98200 12345", 'https://wa.me/919820012345?text="hello" =A1')
    write(connection, new(tab(table((link,)))))
    value = {"stringValue": link.text}
    (found,) = (c for c in cells_of(connection, "Issues") if c.get("userEnteredValue") == value)
    text = found["userEnteredFormat"]["textFormat"]
    assert text["link"]["uri"] == "https://wa.me/919820012345?text=%22hello%22%20=A1"
    assert text["underline"]
    assert found["userEnteredFormat"]["hyperlinkDisplayType"] == "LINKED"


@pytest.mark.parametrize(("locale", "mark"), [("en_US", ","), ("de_DE", ";"), ("en_IN", ",")])
def test_a_row_link_is_parted_as_the_locale_has_it(
    connection: Connection, file: File, ana: Person, locale: str, mark: str
) -> None:
    file.spreadsheet.locale = locale
    write(connection, new(tab(table((RowLink("L-000001"), "x")))))
    assert ["", "L-000001", "x"] in ana.sees("Issues")
    assert row_link("L,1", IDS, 7, locale) == (
        f"""=HYPERLINK("#gid=7&range=A"&MATCH("L,1"{mark}'Leads'!A:A{mark}0){mark}"L,1")"""
    )


def test_a_row_link_leads_to_its_row_after_sorting_and_moving(
    connection: Connection, ana: Person
) -> None:
    write(connection, new(tab(table((RowLink("L-000001"), "x")))))
    ana.insert_rows("Leads", before=2)
    ana.move_column("Leads", "Lead ID", before="Phone")
    ana.rename_tab("Leads", "Our leads")
    target, place = formula_of(connection).split('"&')
    ana.type("Our leads!H1", "=" + place.rpartition(",")[0])
    assert ana.sees("Our leads")[0][-1] == "3"
    assert target == '=HYPERLINK("#gid=0&range=A'


def formula_of(connection: Connection) -> str:
    (row,) = (row for row in connection.values(["Issues"], formulas=True)[0] if "x" in row)
    return str(row[1])


def test_ids_of_digits_are_sought_as_numbers_and_as_texts() -> None:
    formula = row_link("00123", IDS, 0, "en_US")
    assert """IFERROR(MATCH(123,'Leads'!A:A,0),MATCH("00123",'Leads'!A:A,0))""" in formula
    assert "~*" in row_link("L*", IDS, 0, "en_US")
    assert '""' in row_link('L"1', IDS, 0, "en_US")


def test_where_there_are_no_lead_ids_a_link_is_plain_text() -> None:
    nowhere = LeadIds("Leads", 0)
    assert written_value(RowLink("L-1"), nowhere) == "L-1"
    assert written_digest(tab(table((RowLink("L-1"),))), nowhere, lay_out(tab())) != ""


def test_addresses_are_never_torn_within_a_character() -> None:
    for length in range(2070, 2090):
        cut = address("https://x/" + "a" * (length - 10) + "%E2%82%AC" * 3)
        assert len(cut) <= 2079
        assert cut.replace("%E2%82%AC", "").count("%") == 0


@given(st.datetimes(datetime(1904, 1, 1), datetime(2200, 1, 1)))
def test_moments_are_numbers_of_days(moment: datetime) -> None:
    second = moment.replace(microsecond=0)
    whole = serial(second.date())
    assert (second - datetime(1899, 12, 30)).days == whole
    assert round((serial(second) - whole) * 86_400) == second.hour * 3600 + second.minute * 60 + (
        second.second
    )


@given(
    st.lists(
        st.one_of(
            st.text(max_size=12), st.integers(-(10**9), 10**9), st.floats(-1e9, 1e9), st.none(),
            st.dates(date(1904, 1, 1)), st.datetimes(datetime(1904, 1, 1)),
        ),
        min_size=1,
        max_size=5,
    )
)  # fmt: skip
def test_any_values_have_one_digest_written_and_read(row: list[Any]) -> None:
    report = tab(table(tuple(row)))
    placed = lay_out(report)
    rows: list[list[Any]] = [[""] * placed.size[1] for _ in range(placed.size[0])]
    for each in placed.cells:
        rows[each.row - 1][each.column - 1] = written_value(each.value, IDS) or ""
    zero = {each.row: each for each in placed.cells if each.value == 0}
    for each in placed.cells:
        if each.value == 0 and zero:
            rows[each.row - 1][each.column - 1] = 0
    assert found_digest(rows) == written_digest(report, IDS, placed).partition(".")[0]


def test_the_grid_is_as_large_as_what_is_on_it(connection: Connection) -> None:
    write(connection, new(overdue(5)), new(week()))
    grid = shown(connection, "Overdue")["properties"]["gridProperties"]
    placed = lay_out(overdue(5))
    assert (grid["rowCount"], grid["columnCount"]) == placed.size
    assert grid["frozenRowCount"] == placed.freeze_row
    assert grid["hideGridlines"]


def test_rows_and_columns_have_the_pixels_of_the_layout(connection: Connection) -> None:
    write(connection, new(overdue(3)))
    data = shown(connection, "Overdue")["data"][0]
    placed = lay_out(overdue(3))
    widths = [column["pixelSize"] for column in data["columnMetadata"]]
    assert widths == [int(width * 7 + 5) for width in placed.widths]
    heights = dict(placed.heights)
    assert [row["pixelSize"] for row in data["rowMetadata"]] == [
        int(heights.get(row, 18) * 4 / 3) for row in range(1, placed.size[0] + 1)
    ]


def test_a_tab_has_its_joined_cells_filter_tint_and_prompt(connection: Connection) -> None:
    write(connection, new(overdue(3)))
    sheet, placed = shown(connection, "Overdue"), lay_out(overdue(3))
    assert len(sheet["merges"]) == len(placed.merges)
    assert placed.filter is not None
    assert sheet["basicFilter"]["range"]["startRowIndex"] == placed.filter.first_row - 1
    assert "rewritten on every run" in cell(sheet, 1, 1)["dataValidation"]["inputMessage"]
    first = placed.bodies[0].first_row
    looks = [c["userEnteredFormat"] for c in sheet["data"][0]["rowData"][first - 1]["values"][1:]]
    assert len({json.dumps(look["backgroundColor"]) for look in looks}) == 1
    assert [look.get("wrapStrategy") for look in looks][6] == "WRAP"
    assert looks[2]["numberFormat"] == {"type": "DATE", "pattern": "ddd d mmm yyyy"}


def test_a_second_writing_keeps_the_sheet_its_charts_and_their_ids(
    connection: Connection, ana: Person
) -> None:
    write(connection, new(week()))
    before = shown(connection, "Week 2026-W47")
    ana.move_tab("Week 2026-W47", 0)
    ana.hide_rows("Week 2026-W47", 3)
    write(connection, again(week((40, 20, 9))))
    after = shown(connection, "Week 2026-W47")
    assert after["properties"]["sheetId"] == before["properties"]["sheetId"]
    assert [c["chartId"] for c in after["charts"]] == [c["chartId"] for c in before["charts"]]
    assert not any(row.get("hiddenByUser") for row in after["data"][0]["rowMetadata"])
    assert titles(connection) == ["Week 2026-W47", "Leads"]
    (found,) = seen(connection)
    assert not was_typed_into(found)
    assert not is_outdated(week((40, 20, 9)), found, str(IDS))


def test_formulas_that_point_at_a_tab_outlive_a_shorter_report(
    connection: Connection, ana: Person
) -> None:
    write(connection, new(overdue(30)))
    ana.type("Leads!H1", "=Overdue!C30")
    write(connection, again(overdue(3)))
    assert connection.values(["Leads!H1"], formulas=True) == [[["=Overdue!C30"]]]
    assert len(ana.sees("Overdue")) < 20


def test_a_tab_is_known_by_its_mark_when_renamed_and_not_when_copied(
    connection: Connection, ana: Person
) -> None:
    write(connection, new(overdue(3)))
    ana.rename_tab("Overdue", "Too late")
    ana.duplicate_tab("Too late", "My copy")
    (found,) = seen(connection)
    assert found.title == "Too late"
    write(connection, TabChange(overdue(4), "Too late", replaces="Too late"))
    assert titles(connection) == ["Leads", "Too late", "My copy"]
    assert len(seen(connection)) == 1


def test_metadata_that_went_along_with_a_copy_does_not_make_it_ours(
    connection: Connection, file: File, ana: Person
) -> None:
    write(connection, new(overdue(3)))
    ana.duplicate_tab("Overdue", "My copy")
    (entry,) = (m for m in file.spreadsheet.metadata if m["metadataKey"] == KEY)
    copy = file.spreadsheet.sheet_titled("My copy")
    assert copy is not None
    location = {**entry["location"], "sheetId": copy.id}
    file.spreadsheet.metadata.append({**entry, "metadataId": 5, "location": location})
    ana.move_tab("My copy", 0)
    assert [tab.title for tab in seen(connection)] == ["Overdue"]


def typing(ana: Person) -> None:
    ana.type("Overdue!C9", "called him, no reply")


def annotating(ana: Person) -> None:
    ana.note("Overdue!C9", "ask Ravi")


def adding_a_formula(ana: Person) -> None:
    ana.type("Overdue!F14", '=""')


def colouring(ana: Person) -> None:
    place = {"sheetId": tab_id(ana, "Overdue")}
    condition = {"type": "NOT_BLANK"}
    rule = {"ranges": [place], "booleanRule": {"condition": condition, "format": {}}}
    ana._do({"addConditionalFormatRule": {"rule": rule, "index": 0}})


def drawing(ana: Person) -> None:
    place = {"sheetId": tab_id(ana, "Overdue"), "startColumnIndex": 2, "endColumnIndex": 3}
    source = {"sourceRange": {"sources": [place]}}
    basic = {"chartType": "BAR", "series": [{"series": source}]}
    anchor = {"anchorCell": {"sheetId": place["sheetId"]}}
    chart = {
        "spec": {"title": "Mine", "basicChart": basic},
        "position": {"overlayPosition": anchor},
    }
    ana._do({"addChart": {"chart": chart}})


def tab_id(person: Person, title: str) -> int:
    sheet = person.file.spreadsheet.sheet_titled(title)
    assert sheet is not None
    return sheet.id


@pytest.mark.parametrize("work", [typing, annotating, adding_a_formula, colouring, drawing])
def test_what_somebody_put_on_a_tab_is_kept_under_another_title(
    connection: Connection, ana: Person, work: Any
) -> None:
    write(connection, new(overdue(4)))
    (before,) = seen(connection)
    work(ana)
    (found,) = seen(connection)
    assert was_typed_into(found)
    assert not was_typed_into(before)
    kept = shown(connection, "Overdue")
    write(connection, again(overdue(2), keep_as="Overdue (edited 21 Nov 2026)"))
    assert titles(connection) == ["Leads", "Overdue", "Overdue (edited 21 Nov 2026)"]
    copy = shown(connection, "Overdue (edited 21 Nov 2026)")
    for what in ("charts", "conditionalFormats", "merges"):
        assert len(copy.get(what, [])) == len(kept.get(what, []))
    of_kept, of_copy = (each["data"][0]["rowData"] for each in (kept, copy))
    assert of_copy[1:] == of_kept[1:]
    assert "dataValidation" not in (of_copy[0]["values"] or [{}])[0]
    (found,) = seen(connection)
    assert found.title == "Overdue"
    assert not was_typed_into(found)
    assert "conditionalFormats" not in shown(connection, "Overdue")


def test_sorting_and_filtering_a_report_is_not_typing_into_it(
    connection: Connection, ana: Person
) -> None:
    report = tab(table(("b", 1), ("a", 2), filters=True))
    write(connection, new(report))
    sheet = shown(connection, "Issues")
    place = {**sheet["basicFilter"]["range"]}
    place["startRowIndex"] += 1
    spec = {"dimensionIndex": 1, "sortOrder": "ASCENDING"}
    ana._do({"sortRange": {"range": place, "sortSpecs": [spec]}})
    assert [row[1] for row in ana.sees("Issues") if len(row) > 2][-2:] == ["a", "b"]
    assert not was_typed_into(seen(connection)[0])


def test_what_is_typed_after_the_read_is_noticed_before_the_write(
    connection: Connection, ana: Person
) -> None:
    write(connection, new(overdue(3)))
    there, (found,) = spreadsheet(connection), seen(connection)
    assert reading.typed_since([found], there, rows_of(connection, there, formulas=True)) == []
    typing(ana)
    values = rows_of(connection, there, formulas=True)
    assert reading.typed_since([found], there, values) == ["Overdue"]


def test_new_tabs_stand_last_and_kept_copies_behind_them(
    connection: Connection, ana: Person
) -> None:
    ana.add_tab("Notes")
    write(connection, new(overdue(2)))
    write(connection, again(overdue(3), keep_as="Overdue (edited)"), new(week()))
    assert titles(connection) == ["Leads", "Notes", "Overdue", "Overdue (edited)", "Week 2026-W47"]


def test_old_weeks_are_hidden_but_never_the_last_tab_in_sight(connection: Connection) -> None:
    write(connection, new(overdue(2)), hide=["Leads"])
    assert not requests(connection, hide=["Leads", "Overdue"])
    write(connection, hide=["Overdue"])
    (found,) = seen(connection)
    assert found.hidden
    assert not requests(connection, hide=["Leads"])


def test_a_large_tab_grows_out_of_sight_and_shows_whole(
    connection: Connection, ana: Person
) -> None:
    write(connection, new(overdue(2)))
    before = shown(connection, "Overdue")["properties"]["sheetId"]
    groups = requests(connection, again(overdue(400)), largest=90_000)
    assert len(groups) > 3
    assert all(size_of(group) < 99_000 for group in groups)
    old = ana.sees("Overdue")
    for group in groups:
        assert ana.sees("Overdue") == old
        connection.batch_update(group)
    assert titles(connection) == ["Leads", "Overdue"]
    sheet = shown(connection, "Overdue")
    assert sheet["properties"]["sheetId"] == before
    (found,) = seen(connection)
    assert not was_typed_into(found)
    assert not is_outdated(overdue(400), found, str(IDS))
    link = cell(sheet, lay_out(overdue(400)).bodies[0].first_row + 399, 7)
    assert link["hyperlink"].startswith("https://wa.me/")


def test_a_large_new_tab_is_hidden_until_it_is_whole(connection: Connection, ana: Person) -> None:
    groups = requests(connection, new(overdue(300)), largest=60_000)
    for group in groups[:-1]:
        connection.batch_update(group)
        (ours,) = (s for s in connection.get("sheets(properties)")["sheets"][1:])
        assert ours["properties"]["hidden"]
        assert ours["properties"]["title"] != "Overdue"
        assert seen(connection) == ()
    connection.batch_update(groups[-1])
    (found,) = seen(connection)
    assert (found.title, found.hidden, was_typed_into(found)) == ("Overdue", False, False)


def test_what_a_run_that_died_left_behind_goes_with_the_next(
    connection: Connection, file: File
) -> None:
    connection.batch_update(requests(connection, new(overdue(300)), largest=60_000)[0])
    assert len(titles(connection)) == 2
    write(connection, new(overdue(3)))
    assert titles(connection) == ["Leads", "Overdue"]
    kinds = [entry["metadataKey"] for entry in file.spreadsheet.metadata]
    assert kinds == [KEY]


def test_a_full_report_is_a_few_requests_for_its_looks(connection: Connection) -> None:
    (group,) = requests(connection, new(overdue(1000)))
    looks = [r for r in group if "repeatCell" in r]
    assert len(looks) < 60
    assert size_of(group) < 1_900_000


def test_writing_the_same_twice_gives_the_same_requests(connection: Connection) -> None:
    assert requests(connection, new(week())) == requests(connection, new(week()))


def test_a_tab_with_foreign_metadata_is_nobodys_business_of_ours(
    connection: Connection, google: GoogleServer
) -> None:
    for value in ("", "overdue", "[]", "{}", '{"key":"overdue"}', '{"key":"x","sheet":"y"}'):
        entry = {
            "metadataKey": KEY, "metadataValue": value, "visibility": "DOCUMENT",
            "location": {"sheetId": 0},
        }  # fmt: skip
        connection.batch_update([{"createDeveloperMetadata": {"developerMetadata": entry}}])
    assert seen(connection) == ()


# --- through runs ---------------------------------------------------------------------------------

NOW = datetime(2026, 11, 20, 20, 0, tzinfo=builders.settings().timezone)
"""A review day, after closing."""
HEADERS = ["Lead ID", "Received at", "Name", "Phone", "Status", "Next action", "Next action date"]


@pytest.fixture
def desk() -> Iterator[Desk]:
    """A spreadsheet after its first night and the week's review."""
    days = [(datetime(2026, 11, n), datetime(2026, 11, n + 8)) for n in range(2, 10)]
    rows = [
        [None, since, f"Lead {n}", f"98200 1234{n}", "Won" if n == 7 else "Contacted", "Call", due]
        for n, (since, due) in enumerate(days)
    ]
    with Desk([HEADERS, *rows]) as desk:
        run(desk)
        yield desk


def run(desk: Desk) -> runner.Result:
    settings = desk.settings(since=date(2026, 10, 1))
    jobs = registry.select(["nightly", "weekly"], settings)
    return runner.run(GoogleStore(settings), jobs, settings, NOW)


def test_a_second_run_has_nothing_to_write_and_reads_twice(desk: Desk) -> None:
    assert {"Overdue", "Week 2026-W47"} < set(desk.titles)
    before = len(desk.calls())
    assert run(desk).plan.is_empty
    assert desk.calls(before) == ["read", "read"]


def test_every_chart_of_the_week_is_drawn(desk: Desk) -> None:
    drawn = [c for s in desk.file.spreadsheet.sheets for c in s.objects["charts"]]
    wished = [c.chart.title for tab in run(desk).plan.reports for c in lay_out(tab).charts]
    assert sorted(chart["spec"]["title"] for chart in drawn) == sorted(wished)
    assert len(wished) > 1


def test_a_run_rewrites_a_tab_that_somebody_renamed_and_keeps_what_they_typed(desk: Desk) -> None:
    desk.person.rename_tab("Overdue", "Too late!")
    assert run(desk).plan.is_empty
    desk.person.type("Too late!!C4", "rang him")
    result = run(desk)
    assert [change.keep_as for change in result.plan.tabs] == ["Too late! (edited 20 Nov 2026)"]
    assert desk.titles[-1] == "Too late! (edited 20 Nov 2026)"
    assert desk.cells("Too late! (edited 20 Nov 2026)")[3][2] == "rang him"
    assert run(desk).plan.is_empty


def test_a_tab_somebody_protected_is_left_alone_and_told(desk: Desk) -> None:
    desk.person.protect("Overdue")
    desk.edit(3, 3, "A new name")
    result = run(desk)
    told = {each.tab: each.reason for each in result.plan.conflicts}
    assert told["Overdue"].startswith("not rewritten: somebody protected this tab.")
    assert "Overdue" not in [change.title for change in result.plan.tabs]
    assert "A new name" not in str(desk.cells("Overdue"))


def test_a_tab_somebody_removed_comes_back(desk: Desk) -> None:
    desk.person.delete_tab("Overdue")
    assert run(desk).receipt is not None
    assert desk.titles[-1] == "Overdue"


def test_what_people_coloured_goes_with_the_copy_and_does_not_come_back(desk: Desk) -> None:
    colouring(desk.person)
    assert [change.keep_as for change in run(desk).plan.tabs] == ["Overdue (edited 20 Nov 2026)"]
    rules = {s.title: s.objects["conditionalFormats"] for s in desk.file.spreadsheet.sheets}
    assert len(rules["Overdue (edited 20 Nov 2026)"]) == 1
    assert rules["Overdue"] == []
    assert run(desk).plan.is_empty
