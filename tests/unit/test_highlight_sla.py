"""The job that fills Response (auto) and writes the Response breaches tab."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from jobs import highlight_sla
from sheetsync.tabs import Figures, Note, ReportTab, RowLink, Table, WebLink
from tests.builders import settings
from tests.leads_frame import leads_of

SETTINGS = settings()
NOW = datetime(2026, 11, 21, 20, 0, tzinfo=SETTINGS.timezone)  # a Saturday evening
SINCE = date(2026, 10, 1)
MONDAY = datetime.fromisoformat("2026-11-16T10:00")


def waiting(lead_id: str, **fields: Any) -> Mapping[str, Any]:
    return {"lead_id": lead_id, "name": "Priya Shah", "received_at": MONDAY, **fields}


def answered(lead_id: str, after: timedelta, **fields: Any) -> Mapping[str, Any]:
    return waiting(lead_id, first_response_at=MONDAY + after, **fields)


def tab(*rows: Mapping[str, Any], now: datetime = NOW) -> ReportTab:
    return highlight_sla.run(leads_of(rows, SETTINGS), SETTINGS, now, SINCE).tabs[0]


def tables(found: ReportTab) -> tuple[Table, Table]:
    first, second = (block for block in found.blocks if isinstance(block, Table))
    return first, second


def column(table: Table, header: str) -> list[Any]:
    place = [column.header for column in table.columns].index(header)
    return [row[place] for row in table.rows]


def ids(table: Table) -> list[str]:
    return [link.lead_id for link in column(table, "Lead")]


def test_every_lead_gets_its_words_and_the_breached_highlight_is_asked_for() -> None:
    leads = leads_of([waiting("L-1"), answered("L-2", timedelta(minutes=4)), {}], SETTINGS)
    outcome = highlight_sla.run(leads, SETTINGS, NOW, SINCE)
    assert outcome.cells["response"].tolist() == [
        "Breached, was due Mon 16 Nov 11:00", "Met in 4 m", "Unknown",
    ]  # fmt: skip
    assert outcome.highlights == ("breached",)
    assert outcome.tabs[0].key == "response_breaches"


def test_hot_ones_come_first_then_the_most_valuable_then_the_latest() -> None:
    found = tab(
        waiting("L-1", quote_value=500.0),
        waiting("L-2", quote_value=90_000.0),
        waiting("L-3", received_at=MONDAY - timedelta(days=3)),
        waiting("L-4"),
        waiting("L-5", priority="Hot"),
    )
    assert ids(tables(found)[0]) == ["L-5", "L-2", "L-1", "L-3", "L-4"]


def test_the_order_of_the_rows_does_not_matter() -> None:
    rows = [waiting(f"L-{n}", quote_value=float(n % 3)) for n in range(9)]
    assert tab(*rows) == tab(*reversed(rows))


def test_a_row_shows_who_waits_since_when_and_how_to_reach_them() -> None:
    found = tab(
        waiting("L-1", company="Acme", source="Website", owner="Asha", need="200 chairs",
                phones=("+919876543210",), phone="98765 43210")
    )  # fmt: skip
    table = tables(found)[0]
    row = dict(zip((c.header for c in table.columns), table.rows[0], strict=True))
    assert row["Lead"] == RowLink("L-1")
    assert (row["Name"], row["Company"], row["Owner"]) == ("Priya Shah", "Acme", "Asha")
    assert (row["Received"], row["Due"]) == (MONDAY, MONDAY + timedelta(hours=1))
    assert row["Replied"] is None
    assert row["Waited"] == "since Mon 16 Nov 10:00"
    assert isinstance(row["Phone"], WebLink)
    assert row["Phone"].url.startswith("https://wa.me/919876543210?text=Hello%20Priya%2C%20")
    assert "200%20chairs" in row["Phone"].url
    assert str(row["What happened"]).startswith("Arrived Mon 16 Nov 10:00; the clock started at")


def test_a_phone_nobody_can_read_is_shown_as_typed() -> None:
    assert column(tables(tab(waiting("L-1", phone="ask Ravi")))[0], "Phone") == ["ask Ravi"]


def test_a_day_without_a_time_is_shown_as_a_day() -> None:
    table = tables(tab(waiting("L-1", received_at=MONDAY.date())))[0]
    assert column(table, "Received") == [MONDAY.date()]
    assert column(table, "Waited") == ["since Mon 16 Nov"]


def test_late_replies_of_the_last_thirty_days_are_a_table_of_their_own() -> None:
    old = MONDAY - timedelta(days=60)
    found = tab(
        answered("L-1", timedelta(hours=31), owner="Asha"),
        answered("L-2", timedelta(minutes=30)),
        waiting("L-3", received_at=old, first_response_at=old + timedelta(hours=5)),
    )
    open_ones, late = tables(found)
    assert open_ones.rows == ()
    assert ids(late) == ["L-1"]
    assert column(late, "Replied") == [MONDAY + timedelta(hours=31)]
    assert column(late, "Waited") == ["31 h"]


def test_a_wait_known_only_in_days_is_said_in_days() -> None:
    found = tab(answered("L-1", timedelta(days=2), received_at=MONDAY.date()))
    assert column(tables(found)[1], "Waited") == ["2 d"]


def test_the_summary_counts_what_the_tables_show() -> None:
    found = tab(
        waiting("L-1"),
        answered("L-2", timedelta(minutes=10)),
        answered("L-3", timedelta(minutes=20)),
        answered("L-4", timedelta(hours=2)),
    )
    assert found.summary == (
        "1 enquiry unanswered past the target · 1 answered late in the last 30 days · "
        "median first reply 20 m"
    )
    tiles = {tile.label: tile.value for tile in _figures(found).tiles}
    assert tiles == {
        "Still waiting": 1, "Answered late": 1, "In time": 0.5, "Median first reply": "20 m",
    }  # fmt: skip


def test_a_sheet_where_all_is_well_says_so() -> None:
    found = tab(answered("L-1", timedelta(minutes=10)))
    assert found.summary.startswith("No enquiries unanswered past the target · none answered late")
    assert [table.rows for table in tables(found)] == [(), ()]


def test_an_empty_sheet_has_a_tab_too() -> None:
    assert [tile.value for tile in _figures(tab()).tiles] == [0, 0, "–", "–"]


def test_a_second_run_minutes_later_writes_the_same_tab() -> None:
    rows = [waiting("L-1"), waiting("L-2", received_at=MONDAY.date()),
            answered("L-3", timedelta(hours=4))]  # fmt: skip
    assert tab(*rows) == tab(*rows, now=NOW + timedelta(minutes=7))


def test_what_could_not_be_judged_is_counted() -> None:
    found = tab(waiting("L-1", status="Quoted"), waiting("L-2", status="Won"), {"lead_id": "L-3"})
    assert found.blocks[-1] == Note(
        "Not judged (Unknown): 1 without a readable Received at · "
        "2 answered at a time nobody wrote down.",
        "muted",
    )


def test_a_sheet_without_a_column_for_arrivals_is_told_what_to_do() -> None:
    leads = leads_of([waiting("L-1", received_at=None)], SETTINGS)
    leads = replace(leads, fields=leads.fields - {"received_at"})
    found = highlight_sla.run(leads, SETTINGS, NOW, SINCE).tabs[0]
    assert Note(highlight_sla.NO_ARRIVALS, "strong") in found.blocks


def test_a_long_list_is_cut_and_the_rest_counted() -> None:
    rows = [waiting(f"L-{n:05}") for n in range(highlight_sla.MOST_ROWS + 5)]
    table = tables(tab(*rows))[0]
    assert (len(table.rows), table.more) == (highlight_sla.MOST_ROWS, 5)


def _figures(found: ReportTab) -> Figures:
    return next(block for block in found.blocks if isinstance(block, Figures))
