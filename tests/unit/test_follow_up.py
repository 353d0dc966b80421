"""Follow-up states, at their boundaries. The shop is open Mon–Sat 09:00–18:00, Kolkata time."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from sheetsync.config import LadderStep
from sheetsync.rules.follow_up import FOLLOW_UP_GRAMMAR, assess, explain, judged_at
from tests.builders import hours, settings
from tests.leads_frame import leads_of

KOLKATA = ZoneInfo("Asia/Kolkata")
SHOP = settings()


def at(day: int, clock: str = "11:00", month: int = 11, year: int = 2026) -> datetime:
    """A moment of November 2026 (the 16th and the 23rd are Mondays) in the shop's zone."""
    return datetime.combine(date(year, month, day), time.fromisoformat(clock), KOLKATA)


def local(day: int, clock: str, month: int = 11) -> datetime:
    return at(day, clock, month).replace(tzinfo=None)


def day(number: int, month: int = 11, year: int = 2026) -> date:
    return date(year, month, number)


def state_of(now: datetime, **lead: Any) -> tuple[str, str | None]:
    row = assess(leads_of([{"name": "Priya", **lead}], SHOP), SHOP, now).iloc[0]
    return row["state"], row["text"]


def test_a_date_counts_until_the_end_of_that_day() -> None:
    lead = {"next_action_date": day(20)}
    assert state_of(at(19), **lead) == ("due", "Due Fri 20 Nov")
    assert state_of(at(20, "17:59"), **lead) == ("today", "Due Fri 20 Nov")
    assert state_of(at(21, "09:00"), **lead) == ("overdue", "Overdue since Fri 20 Nov")


def test_a_date_with_a_time_counts_until_that_time() -> None:
    lead = {"next_action_date": local(20, "15:00")}
    assert state_of(at(20, "15:00"), **lead) == ("today", "Due Fri 20 Nov 15:00")
    assert state_of(at(20, "15:01"), **lead) == ("overdue", "Overdue since Fri 20 Nov 15:00")


def test_a_run_after_closing_judges_as_at_the_next_opening() -> None:
    assert judged_at(SHOP, at(20, "22:00")).item() == local(21, "09:00")
    assert judged_at(SHOP, at(21, "22:00")).item() == local(23, "09:00")
    assert judged_at(SHOP, at(23, "07:00")).item() == local(23, "09:00")
    assert state_of(at(20, "22:00"), next_action_date=day(20))[0] == "overdue"
    assert state_of(at(20, "22:00"), next_action_date=day(21))[0] == "today"
    assert state_of(at(20, "22:00"), next_action_date=local(21, "08:30"))[0] == "overdue"


def test_a_holiday_is_not_an_opening() -> None:
    shop = settings(hours=hours(holidays=lambda _year: [date(2026, 11, 21)]))
    assert judged_at(shop, at(20, "18:00")).item() == local(23, "09:00")


@pytest.mark.parametrize(
    ("status", "last_fine", "first_idle"),
    [("New", 17, 18), ("Contacted", 19, 20), ("Qualified", 21, 23), ("Quoted", 24, 25)],
)
def test_a_lead_is_idle_after_more_business_days_than_its_stage_allows(
    status: str, last_fine: int, first_idle: int
) -> None:
    lead = {"status": status, "last_contact_at": local(16, "10:00")}
    assert state_of(at(last_fine), **lead) == ("none_planned", "None planned")
    assert state_of(at(first_idle), **lead) == ("idle", "Idle since Mon 16 Nov")


def test_without_a_contact_idleness_counts_from_the_first_response_or_the_arrival() -> None:
    assert state_of(at(20), received_at=local(16, "10:00"))[1] == "Idle since Mon 16 Nov"
    lead = {"received_at": local(2, "10:00"), "first_response_at": local(16, "10:00")}
    assert state_of(at(20), **lead)[1] == "Idle since Mon 16 Nov"


def test_a_planned_action_means_a_lead_is_not_idle() -> None:
    lead = {"last_contact_at": local(2, "10:00"), "next_action_date": day(30)}
    assert state_of(at(20), **lead) == ("due", "Due Mon 30 Nov")


def test_an_action_without_a_date_does_not_keep_a_lead_from_being_idle() -> None:
    lead = {"last_contact_at": local(2, "10:00"), "next_action": "Send the catalogue"}
    assert state_of(at(20), **lead)[0] == "idle"


def test_a_plan_nobody_can_read_is_neither_idle_nor_overdue() -> None:
    lead = {"last_contact_at": local(2, "10:00"), "unreadable": ("next_action_date",)}
    assert state_of(at(20), **lead) == ("unreadable", "Unreadable date")
    assert state_of(at(20), **lead, status="Won")[0] == ""


def test_a_stage_we_do_not_know_is_never_idle() -> None:
    lead = {"status": "Simmering", "last_contact_at": local(2, "10:00")}
    assert state_of(at(20), **lead)[0] == "none_planned"


def test_a_lead_that_says_nothing_has_none_planned() -> None:
    assert state_of(at(20)) == ("none_planned", "None planned")


def test_contact_on_or_after_the_planned_day_means_the_next_date_is_missing() -> None:
    text = "Contacted Fri 20 Nov, set the next date"
    for plan in (day(18), day(20), local(20, "17:00")):
        assert state_of(at(23), next_action_date=plan, last_contact_at=day(20))[1] == text
    later = {"next_action_date": day(21), "last_contact_at": day(20)}
    assert state_of(at(23), **later)[0] == "overdue"


def test_two_times_on_one_day_are_compared_by_the_clock() -> None:
    plan = {"next_action_date": local(20, "15:00")}
    early = state_of(at(23), **plan, last_contact_at=local(20, "14:59"))
    done = state_of(at(23), **plan, last_contact_at=local(20, "15:00"))
    assert (early[0], done[0]) == ("overdue", "stale_plan")


def test_a_contact_typed_for_a_day_to_come_has_not_happened() -> None:
    lead = {"next_action_date": day(18), "last_contact_at": date(2027, 11, 20)}
    assert state_of(at(20), **lead) == ("overdue", "Overdue since Wed 18 Nov")


@pytest.mark.parametrize("status", ["Won", "Lost"])
def test_a_closed_lead_has_nothing_to_follow_up(status: str) -> None:
    assert state_of(at(20), status=status, next_action_date=day(2)) == ("", None)


def test_another_year_is_said() -> None:
    lead = {"next_action_date": date(2025, 11, 12)}
    assert state_of(at(20), **lead)[1] == "Overdue since Wed 12 Nov 2025"
    lead = {"next_action_date": date(2027, 1, 4)}
    assert state_of(at(20), **lead)[1] == "Due Mon 4 Jan 2027"


def test_no_leads_are_no_trouble() -> None:
    assert len(assess(leads_of([], SHOP), SHOP, at(20))) == 0


def test_an_explanation_names_the_plan_the_quiet_and_the_moment_judged() -> None:
    lead = {
        "status": "Quoted",
        "last_contact_at": local(2, "10:00"),
        "next_action_date": day(12),
    }
    step = LadderStep(1, "proof", ("Send a sample photo",), ("A sample photo for you",))
    shop = settings(ladder=(step,))
    said = explain(leads_of([lead], shop), 0, shop, at(20, "22:00"))
    assert said == [
        "Overdue since Thu 12 Nov.",
        "Judged as at Sat 21 Nov 09:00, when the business next opens.",
        "The next action is planned for Thu 12 Nov.",
        "Last heard of on Mon 2 Nov, 17 business days ago; Quoted allows 7.",
        "The follow-up ladder proposes for Sat 21 Nov: Send a sample photo",
    ]
    assert explain(leads_of([{"status": "Won"}], SHOP), 0, SHOP, at(20)) == [
        "The lead is closed: there is nothing to follow up."
    ]


moments = st.none() | st.one_of(
    st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    st.datetimes(datetime(2026, 10, 1), datetime(2026, 12, 31)).map(
        lambda moment: moment.replace(second=0, microsecond=0)
    ),
)
any_lead = st.fixed_dictionaries(
    {
        "status": st.sampled_from(["", "New", "Contacted", "Quoted", "Won", "Lost", "Simmering"]),
        "received_at": moments,
        "first_response_at": moments,
        "last_contact_at": moments,
        "next_action_date": moments,
    }
)
any_now = st.datetimes(datetime(2026, 11, 1), datetime(2026, 11, 30)).map(
    lambda moment: moment.replace(tzinfo=KOLKATA)
)


@given(st.lists(any_lead, max_size=8), any_now)
@hypothesis_settings(max_examples=60, deadline=None)
def test_whatever_it_says_is_in_its_grammar_and_open_leads_always_hear_something(
    rows: list[dict[str, Any]], now: datetime
) -> None:
    leads = leads_of(rows, SHOP)
    said = assess(leads, SHOP, now)
    is_open = leads.frame["stage_kind"] == "open"
    assert ((said["state"] != "") == is_open).all()
    assert (said["text"].notna() == is_open).all()
    assert all(FOLLOW_UP_GRAMMAR.fullmatch(text) for text in said["text"][is_open])


@pytest.mark.parametrize(
    "lead",
    [
        {"next_action_date": day(12)},
        {"next_action_date": date(2026, 12, 30)},
        {"last_contact_at": local(2, "10:00")},
        {"next_action_date": day(12), "last_contact_at": day(13)},
        {},
    ],
)
def test_the_text_stays_the_same_day_after_day_while_nothing_happens(lead: dict[str, Any]) -> None:
    assert len({state_of(at(number), **lead) for number in range(16, 29)}) == 1


@pytest.mark.parametrize(
    "typed", ["", "Overdue", "Call back Thu 12 Nov", "Due tomorrow", "None planned yet",
              "Idle since Fri 30 Oct 15:00", "Overdue since Thu 32 Nov"],
)  # fmt: skip
def test_what_people_type_is_not_in_the_grammar(typed: str) -> None:
    assert FOLLOW_UP_GRAMMAR.fullmatch(typed) is None
