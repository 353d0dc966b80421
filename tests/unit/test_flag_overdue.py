"""The Overdue tab and the Follow-up column."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import numpy as np

from jobs import flag_overdue
from sheetsync.outcome import Outcome
from sheetsync.rules.contact_links import phone_link, whatsapp_url
from sheetsync.tabs import LONGEST_URL, Figures, ReportTab, RowLink, Table, WebLink
from tests.builders import settings
from tests.leads_frame import leads_of

SHOP = settings()
FRIDAY_NIGHT = datetime(2026, 11, 20, 22, tzinfo=ZoneInfo("Asia/Kolkata"))
SINCE = date(2026, 1, 1)

OVERDUE = {"lead_id": "L-1", "name": "Priya Nair", "next_action_date": date(2026, 11, 12)}
TODAY = {"lead_id": "L-2", "name": "Ravi", "next_action_date": date(2026, 11, 21)}
IDLE = {"lead_id": "L-3", "name": "Meena", "received_at": datetime(2026, 10, 30, 9)}
UNPLANNED = {"lead_id": "L-4", "name": "Dev"}
DUE = {"lead_id": "L-5", "name": "Zoya", "next_action_date": date(2026, 12, 1)}
WON = {"lead_id": "L-6", "name": "Omar", "status": "Won"}


def outcome(*rows: dict[str, Any], now: datetime = FRIDAY_NIGHT) -> Outcome:
    return flag_overdue.run(leads_of(rows, SHOP), SHOP, now, SINCE)


def tab(*rows: dict[str, Any]) -> ReportTab:
    return outcome(*rows).tabs[0]


def table(made: ReportTab) -> Table:
    return next(block for block in made.blocks if isinstance(block, Table))


def listed(made: ReportTab) -> list[str]:
    links = [row[0] for row in table(made).rows]
    return [link.lead_id if isinstance(link, RowLink) else "" for link in links]


def test_every_open_lead_gets_its_text_and_a_closed_one_none() -> None:
    cells = outcome(OVERDUE, TODAY, IDLE, UNPLANNED, DUE, WON).cells["follow_up"]
    assert cells.tolist() == [
        "Overdue since Thu 12 Nov",
        "Due Sat 21 Nov",
        "Idle since Fri 30 Oct",
        "None planned",
        "Due Tue 1 Dec",
        None,
    ]


def test_the_tab_lists_overdue_then_today_then_idle_then_unplanned_and_no_more() -> None:
    made = tab(DUE, UNPLANNED, IDLE, WON, TODAY, OVERDUE)
    assert listed(made) == ["L-1", "L-2", "L-3", "L-4"]
    assert table(made).emphasis == ("overdue", "today", "idle", "idle")


def test_the_most_valuable_come_first_then_the_most_late() -> None:
    rows = [
        OVERDUE | {"lead_id": "late"},
        OVERDUE | {"lead_id": "later", "next_action_date": date(2026, 11, 2)},
        OVERDUE | {"lead_id": "big", "quote_value": 500_000.0},
        OVERDUE | {"lead_id": "budget", "budget": 90_000.0},
    ]
    assert listed(tab(*rows)) == ["big", "budget", "later", "late"]


def test_the_order_of_rows_in_the_sheet_does_not_matter() -> None:
    rows = [OVERDUE | {"lead_id": f"L-{n}"} for n in range(30)] + [TODAY, IDLE, UNPLANNED]
    order = np.random.default_rng(7).permutation(len(rows))
    assert tab(*rows) == tab(*[rows[at] for at in order])


def test_a_rerun_minutes_later_writes_the_same_tab() -> None:
    later = FRIDAY_NIGHT.replace(minute=17)
    rows = (OVERDUE, TODAY, IDLE)
    assert outcome(*rows).tabs == outcome(*rows, now=later).tabs


def test_the_phone_opens_a_chat_with_the_suggested_message() -> None:
    made = tab(OVERDUE | {"phones": ("+919876543210", "+912212345678"), "phone": "98765 43210"})
    row = table(made).rows[0]
    link, message = row[5], row[-1]
    assert isinstance(link, WebLink)
    assert link.text == "+919876543210"
    assert urlsplit(link.url).path == "/919876543210"
    assert parse_qs(urlsplit(link.url).query)["text"] == [message]


def test_a_phone_nobody_can_read_stands_as_typed_but_not_what_says_nothing() -> None:
    assert phone_link((), "ask Ravi", "Hello") == "ask Ravi"
    assert phone_link((), "", "Hello") is None
    assert phone_link((), "NA", "Hello") is None
    assert table(tab(OVERDUE | {"company": "-"})).rows[0][4] is None


def test_since_has_the_time_where_the_plan_has_one() -> None:
    at = datetime(2026, 11, 12, 14, 30)
    assert table(tab(OVERDUE | {"next_action_date": at})).rows[0][2] == at
    since = table(tab(OVERDUE)).rows[0][2]
    assert type(since) is date


def test_the_tile_says_what_the_column_of_overdue_leads_adds_up_to() -> None:
    made = tab(OVERDUE | {"quote_value": 40_000.0}, OVERDUE | {"budget": 90_000.0},
               TODAY | {"quote_value": 7_000.0})  # fmt: skip
    column = [c.header for c in table(made).columns].index("Quote or budget")
    tile = next(block for block in made.blocks if isinstance(block, Figures)).tiles[-1]
    assert tile.value == sum(row[column] or 0 for row in table(made).rows[:2]) == 130_000  # type: ignore[misc]
    assert tile.note == "₹40,000 quoted, of ₹47,000 in open quotes"


def test_a_message_too_long_for_a_link_is_left_out_whole() -> None:
    long = "नमस्ते " * 60
    assert whatsapp_url("+919876543210", long) == "https://wa.me/919876543210"
    assert len(whatsapp_url("+919876543210", "Hello & welcome? 100 %")) < LONGEST_URL


def test_the_summary_counts_and_says_what_is_at_stake() -> None:
    made = tab(OVERDUE | {"quote_value": 1_240_000.0}, OVERDUE, TODAY, IDLE)
    assert made.summary == ("2 overdue · 1 due today · 1 idle · ₹12,40,000 in open quotes overdue")
    assert made.heading == "Follow-ups as at Sat 21 Nov 2026"


def test_the_tiles_name_who_has_most_to_do() -> None:
    rows = [OVERDUE | {"owner": owner} for owner in ("Asha", "Asha", "Ravi", "")]
    tiles = next(block for block in tab(*rows).blocks if isinstance(block, Figures)).tiles
    assert (tiles[0].value, tiles[0].note) == (4, "Asha 2 · Ravi 1 · nobody 1")


def test_two_thousand_rows_are_shown_and_the_rest_counted() -> None:
    made = tab(*[OVERDUE | {"lead_id": f"L-{n}"} for n in range(2003)])
    assert (len(table(made).rows), table(made).more) == (2000, 3)


def test_nothing_to_do_is_said_in_words() -> None:
    made = tab(DUE, WON)
    assert made.summary == "Every open lead has a next date to come."
    assert table(made).rows == ()


def test_a_sheet_without_leads_is_no_trouble() -> None:
    empty = flag_overdue.run(leads_of([], SHOP), SHOP, FRIDAY_NIGHT, SINCE)
    assert len(empty.cells["follow_up"]) == 0
