"""The follow-up ladder. The shop is open Mon–Sat 09:00–18:00, Kolkata time."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from sheetsync.config import LadderStep
from sheetsync.rules.ladder import (
    NO_STEP,
    PLAIN_MESSAGE,
    next_message,
    next_question,
    next_step,
    steps,
)
from sheetsync.rules.lead_words import fill_first, first_name, lead_words, names_in
from sheetsync.rules.money_text import exact_money_text, money_text
from tests.builders import hours, settings
from tests.leads_frame import leads_of

KOLKATA = ZoneInfo("Asia/Kolkata")
SHOP = settings(
    ladder=(
        LadderStep(0, "qualify", ("Ask {first_name} how many {need}", "Ask what is needed"),
                   ("Hello {first_name}, how many {need} do you need?", "How many?")),
        LadderStep(1, "proof", ("Send a sample photo",), ("A sample photo for you",)),
        LadderStep(3, "objection", ("Ask about the quote of {quote_value}", "Ask what is open"),
                   ("Is {quote_value} within your budget?", "What is still open?")),
        LadderStep(7, "deadline", ("Confirm {needed_by}", "Ask by when"),
                   ("Still on for {needed_by}?", "By when?")),
        LadderStep(14, "close", ("Ask whether to keep it open",), ("Shall I keep it open?",)),
    ),
    check_in=LadderStep(30, "check-in", ("Ask for which month",), ("Is the plan still on?",)),
)  # fmt: skip


def at(day: int, clock: str = "11:00") -> datetime:
    """A moment of November 2026 (the 16th is a Monday) in the shop's zone."""
    return datetime.combine(date(2026, 11, day), time.fromisoformat(clock), KOLKATA)


def local(day: int, clock: str = "10:00") -> datetime:
    return at(day, clock).replace(tzinfo=None)


def step_of(now: datetime, **lead: Any) -> tuple[int, date | None]:
    row = next_step(leads_of([lead], SHOP), SHOP, now).iloc[0]
    return int(row["step"]), None if str(row["date"]) == "NaT" else row["date"].date()


def test_a_lead_nobody_was_in_touch_with_starts_at_day_0() -> None:
    assert step_of(at(16), received_at=local(16)) == (0, date(2026, 11, 17))


def test_three_calls_on_day_0_do_not_skip_to_day_7() -> None:
    lead = {"received_at": local(16), "last_contact_at": local(16, "17:00"), "follow_ups": 3}
    assert step_of(at(16, "17:30"), **lead) == (1, date(2026, 11, 17))


@pytest.mark.parametrize(
    ("contacted", "step", "due"),
    [(17, 2, 19), (18, 2, 19), (19, 3, 23), (22, 3, 23), (23, 4, 30), (29, 4, 30)],
)
def test_the_next_step_is_the_first_whose_day_exceeds_the_days_elapsed(
    contacted: int, step: int, due: int
) -> None:
    lead = {"received_at": local(16), "last_contact_at": local(contacted)}
    now = at(contacted, "17:00")
    assert step_of(now, **lead) == (step, date(2026, 11, due))


def test_a_date_that_has_gone_by_becomes_the_next_business_day() -> None:
    lead = {"received_at": local(2), "last_contact_at": local(2)}
    assert step_of(at(20), **lead) == (1, date(2026, 11, 21))
    assert step_of(at(21), **lead) == (1, date(2026, 11, 23))
    assert step_of(at(21, "22:00"), **lead) == (1, date(2026, 11, 23))


def test_a_date_on_a_closed_day_moves_to_the_next_open_one() -> None:
    shop = settings(hours=hours(holidays=lambda _year: [date(2026, 11, 19)]), ladder=SHOP.ladder)
    leads = leads_of([{"received_at": local(16), "last_contact_at": local(17)}], shop)
    assert next_step(leads, shop, at(17, "12:00"))["date"][0].date() == date(2026, 11, 20)


def test_past_the_ladder_b2b_leads_get_a_monthly_check_in_and_others_nothing() -> None:
    lead = {"received_at": datetime(2026, 10, 1), "last_contact_at": local(16)}
    assert step_of(at(17), **lead) == (NO_STEP, None)
    step, due = step_of(at(17), segment="B2B", **lead)
    assert steps(SHOP)[step] is SHOP.check_in
    assert due == date(2026, 12, 16)


@pytest.mark.parametrize("status", ["Won", "Lost"])
def test_a_closed_lead_has_no_next_step(status: str) -> None:
    assert step_of(at(16), received_at=local(16), status=status) == (NO_STEP, None)


def test_a_lead_without_dates_starts_at_the_beginning() -> None:
    assert step_of(at(16)) == (0, date(2026, 11, 17))


def test_a_contact_typed_for_a_day_to_come_has_not_happened() -> None:
    lead = {"received_at": local(16), "last_contact_at": datetime(2027, 11, 1)}
    assert step_of(at(16), **lead)[0] == 0


one_lead = st.fixed_dictionaries(
    {
        "received_at": st.none() | st.dates(date(2026, 9, 1), date(2026, 12, 1)),
        "last_contact_at": st.none() | st.dates(date(2026, 9, 1), date(2026, 12, 1)),
        "segment": st.sampled_from(["", "B2B", "B2C"]),
    }
)


@given(st.lists(one_lead, max_size=6), st.integers(1, 29))
@hypothesis_settings(max_examples=60, deadline=None)
def test_a_suggested_date_is_always_an_open_day_after_today(
    rows: list[dict[str, Any]], today: int
) -> None:
    found = next_step(leads_of(rows, SHOP), SHOP, at(today))["date"].dropna()
    days = found.to_numpy(dtype="datetime64[D]")
    assert (days > np.datetime64(date(2026, 11, today))).all()
    assert (SHOP.hours.add_business_days(days, np.array(0)) == days).all()


def texts(now: datetime, **lead: Any) -> tuple[str, str]:
    leads, positions = leads_of([lead], SHOP), np.array([0])
    return (
        next_question(leads, positions, SHOP, now)[0],
        next_message(leads, positions, SHOP, now)[0],
    )


def test_texts_are_drawn_from_the_leads_own_data() -> None:
    lead = {"name": "Priya Nair", "need": "tote bags", "received_at": local(16)}
    assert texts(at(16), **lead) == (
        "Ask Priya how many tote bags",
        "Hello Priya, how many tote bags do you need?",
    )


def test_a_text_whose_words_are_missing_gives_way_to_the_next() -> None:
    assert texts(at(16), name="Priya Nair", need="NA") == ("Ask what is needed", "How many?")


def test_money_and_dates_read_as_the_business_writes_them() -> None:
    lead = {"received_at": local(16), "last_contact_at": local(17), "quote_value": 120_000.0}
    assert texts(at(17), **lead)[0] == "Ask about the quote of ₹1,20,000"
    lead = {"received_at": local(16), "last_contact_at": local(20), "needed_by": date(2026, 12, 4)}
    assert texts(at(20), **lead)[1] == "Still on for 4 Dec 2026?"


@pytest.mark.parametrize(
    ("lead", "said"),
    [
        ({"quote_value": 50_000.0}, "Is ₹50,000 within your budget?"),
        ({"status": "Quoted"}, "What is still open?"),
        ({"status": "Quoted", "quote_value": 50_000.0}, "Is ₹50,000 within your budget?"),
        ({"status": "Qualified"}, "How many?"),
    ],
)
def test_who_has_a_quote_is_not_asked_what_it_takes_to_make_one(
    lead: dict[str, Any], said: str
) -> None:
    """Nobody wrote down a contact, so the ladder itself stands at its first step."""
    assert texts(at(16), received_at=local(16), **lead)[1] == said


def test_a_ladder_that_speaks_of_no_quote_goes_on_to_its_second_step() -> None:
    shop = settings(ladder=SHOP.ladder[:2], check_in=None)
    leads = leads_of([{"status": "Quoted"}], shop)
    assert next_message(leads, np.array([0]), shop, at(16)) == ["A sample photo for you"]


def test_nobody_is_reminded_of_a_day_gone_by() -> None:
    lead = {"received_at": local(16), "last_contact_at": local(20), "needed_by": date(2026, 11, 19)}
    assert texts(at(20), **lead) == ("Ask by when", "By when?")


def test_without_a_ladder_plain_words_serve() -> None:
    shop, leads = settings(ladder=(), check_in=None), leads_of([{"segment": "B2B"}], SHOP)
    assert next_step(leads, shop, at(16))["step"].tolist() == [NO_STEP]
    assert next_message(leads, np.array([0]), shop, at(16)) == [PLAIN_MESSAGE]


def test_at_the_end_of_the_ladder_its_last_text_serves() -> None:
    lead = {"received_at": datetime(2026, 10, 1), "last_contact_at": local(16)}
    assert texts(at(17), **lead)[1] == "Shall I keep it open?"


def test_a_template_reaches_nothing_but_the_leads_words() -> None:
    assert fill_first(["{name.__class__}", "{name[0]}", "plain"], {"name": "Priya"}) == "plain"
    assert fill_first(["{name} {{ok}}"], {"name": "Priya"}) == "Priya {ok}"


@pytest.mark.parametrize("nothing", ["-", "NA", "tbd", "unknown", "Not given"])
def test_a_cell_that_says_there_is_nothing_is_no_word_to_quote(nothing: str) -> None:
    frame = leads_of([{"name": "Priya", "need": nothing}], SHOP).frame
    said = lead_words(frame, np.array([0]), SHOP, date(2026, 11, 16))[0]
    assert said == {"name": "Priya", "first_name": "Priya"}


def test_words_nobody_asks_for_are_not_made() -> None:
    leads = leads_of([{"name": "Priya Nair", "need": "Chairs"}, {"name": "NA"}], SHOP)
    asked = names_in(["Hello {first_name}, {{ok}}", "About {need}"]) - {"need"}
    said = lead_words(leads.frame, np.array([0, 1]), SHOP, date(2026, 11, 16), asked)
    assert said == [{"first_name": "Priya"}, {}]
    assert lead_words(leads.frame, np.array([0, 1]), SHOP, date(2026, 11, 16), ()) == [{}, {}]


@pytest.mark.parametrize(
    ("name", "greeted"),
    [("Priya Nair", "Priya"), ("Dr. Anita Rao", "Dr. Anita Rao"), ("K. Ramesh", "K. Ramesh"),
     ("محمد علي", "محمد"), ("Priya", "Priya"), ("", "")],
)  # fmt: skip
def test_people_are_greeted_by_their_first_name(name: str, greeted: str) -> None:
    assert first_name(name) == greeted


def test_a_quote_is_named_to_the_cent() -> None:
    lead = {"received_at": local(16), "last_contact_at": local(17), "quote_value": 1234.5}
    assert texts(at(17), **lead)[1] == "Is ₹1,234.50 within your budget?"


@pytest.mark.parametrize(
    ("amount", "currency", "locale", "said"),
    [
        (120_000, "INR", "en_IN", "₹1,20,000"),
        (1_234_567.899, "INR", "en_IN", "₹12,34,567.90"),
        (999.999, "USD", "en_US", "$1,000"),
        (0.05, "USD", "en_US", "$0.05"),
        (-1_500.25, "USD", "en_US", "-$1,500.25"),
        (1_234.5, "EUR", "de_DE", "1 234,50 €"),
        (1_234.125, "KWD", "en_KW", "KWD 1,234.125"),
    ],
)
def test_money_to_a_customer_is_never_rounded(
    amount: float, currency: str, locale: str, said: str
) -> None:
    shown = exact_money_text(amount, settings(currency=currency, locale=locale))
    assert shown.replace("\N{NO-BREAK SPACE}", " ") == said


@pytest.mark.parametrize(
    ("amount", "currency", "locale", "said"),
    [
        (120_000, "INR", "en_IN", "₹1,20,000"),
        (999, "INR", "en_IN", "₹999"),
        (12_345_678.4, "INR", "en_IN", "₹1,23,45,678"),
        (-1_500, "USD", "en_US", "-$1,500"),
        (1_200, "EUR", "de_DE", "1\N{NO-BREAK SPACE}200\N{NO-BREAK SPACE}€"),
        (0, "GBP", "en_GB", "£0"),
    ],
)
def test_money_in_a_sentence(amount: float, currency: str, locale: str, said: str) -> None:
    assert money_text(amount, settings(currency=currency, locale=locale)) == said
