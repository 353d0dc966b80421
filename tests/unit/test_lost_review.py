"""The lost review: the stated reason, and what the row itself shows."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from jobs.weekly.lost_review import lost_review_tab
from sheetsync.rules import response
from sheetsync.rules.week.period import Week
from sheetsync.tabs import ReportTab, RowLink, Table
from tests.builders import settings
from tests.leads_frame import leads_of

SHOP = settings()
FRIDAY = datetime(2026, 11, 20, 17, tzinfo=ZoneInfo("Asia/Kolkata"))
WEEK = Week(date(2026, 11, 14), date(2026, 11, 20))
ARRIVED = datetime(2026, 11, 4, 10)


def lost(**lead: Any) -> dict[str, Any]:
    return {
        "lead_id": "L-1",
        "name": "Priya",
        "status": "Lost",
        "received_at": ARRIVED,
        "first_response_at": ARRIVED + timedelta(hours=31),
        "follow_ups": 1,
        "quote_value": 40_000.0,
        "lost_reason": "High price",
        "closed_on": date(2026, 11, 16),
    } | lead


def review(*rows: dict[str, Any]) -> ReportTab:
    leads = leads_of(rows, SHOP)
    return lost_review_tab(
        leads, response.assess(leads, SHOP, FRIDAY, date(2026, 1, 1)), SHOP, WEEK
    )


def each(made: ReportTab) -> Table:
    return next(b for b in made.blocks if isinstance(b, Table) and "Each lost" in b.title)


def test_the_rows_own_evidence_stands_beside_the_stated_reason() -> None:
    row = each(review(lost())).rows[0]
    assert row[4:7] == (
        "High price",
        "First reply took 31 h, 1 follow-up, quoted, closed 12 days after it came",
        "Late response or Poor follow-up",
    )


def test_evidence_that_agrees_with_the_stated_reason_raises_no_doubt() -> None:
    prompt = lost(first_response_at=ARRIVED + timedelta(minutes=4), follow_ups=5)
    assert each(review(prompt)).rows[0][6] is None
    late = lost(lost_reason="Late response", follow_ups=4)
    assert each(review(late)).rows[0][6] is None


def test_a_reply_in_time_after_a_closed_weekend_was_not_late() -> None:
    saturday = datetime(2026, 11, 14, 17, 50)
    over_sunday = {"received_at": saturday, "first_response_at": saturday + timedelta(hours=39)}
    row = each(review(lost(**over_sunday, follow_ups=5))).rows[0]
    assert row[5].startswith("First reply took 39 h")
    assert row[6] is None


def test_what_nobody_wrote_down_is_not_made_up() -> None:
    bare = lost(first_response_at=None, follow_ups=None, quote_value=None, received_at=None)
    assert each(review(bare)).rows[0][5:7] == ("No first reply written down, never quoted", None)


def test_only_leads_closed_in_the_week_are_reviewed_the_most_valuable_first() -> None:
    made = review(
        lost(lead_id="small"),
        lost(lead_id="big", quote_value=90_000.0),
        lost(lead_id="early", closed_on=date(2026, 11, 13)),
        lost(lead_id="proof", lost_reason="Weak proof"),
        lost(lead_id="won", status="Won"),
    )
    ids = [row[0].lead_id for row in each(made).rows if isinstance(row[0], RowLink)]
    assert ids == ["big", "proof", "small"]
    assert made.summary.startswith("3 leads lost, worth ₹1,70,000.")
    assert (made.key, made.title) == ("lost_review:2026-W47", "Lost review 2026-W47")


def test_a_week_without_losses_says_so() -> None:
    made = review()
    assert made.summary == "No lead was lost in this week."
    assert each(made).rows == ()
