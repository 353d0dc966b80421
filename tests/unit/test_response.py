"""Response states. The shop is open Monday to Saturday 09:00–18:00 in Kolkata."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from sheetsync.rules import follow_up, response
from tests.builders import hours, settings
from tests.leads_frame import leads_of

SETTINGS = settings()
SINCE = date(2026, 10, 1)
# Monday 16 November 2026; the runs are made that Saturday evening.
MON, TUE, WED, FRI, SAT, SUN = (date(2026, 11, 16) + timedelta(days=n) for n in (0, 1, 2, 4, 5, 6))
NEXT_MON = date(2026, 11, 23)


def at(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock))


def aware(day: date, clock: str, given: Any = SETTINGS) -> datetime:
    return at(day, clock).replace(tzinfo=given.timezone)


NOW = aware(SAT, "20:00")


def assessed(
    *rows: Mapping[str, Any], now: datetime = NOW, since: date = SINCE, given: Any = SETTINGS
) -> Any:
    return response.assess(leads_of(rows, given), given, now, since)


def text(row: Mapping[str, Any], **options: Any) -> str:
    return str(assessed(row, **options)["text"].iloc[0])


def state(row: Mapping[str, Any], **options: Any) -> str:
    return str(assessed(row, **options)["state"].iloc[0])


def test_each_state_has_its_words() -> None:
    found = assessed(
        {"received_at": at(SUN, "14:00")},
        {"received_at": at(FRI, "12:00")},
        {"received_at": at(FRI, "12:00"), "first_response_at": at(FRI, "12:04")},
        {"received_at": at(MON, "10:00"), "first_response_at": at(TUE, "17:00")},
        {},
    )
    assert found["text"].tolist() == [
        "Due Mon 23 Nov 10:00",
        "Breached, was due Fri 20 Nov 13:00",
        "Met in 4 m",
        "Late by 15 h (waited 31 h)",
        "Unknown",
    ]
    assert found["state"].tolist() == ["due", "breached", "met", "late", "unknown"]


def test_late_counts_business_time_and_waited_the_wall_clock() -> None:
    lead = {"received_at": at(SAT, "17:50"), "first_response_at": at(NEXT_MON, "11:00")}
    assert text(lead, now=aware(NEXT_MON, "12:00")) == "Late by 1 h 10 m (waited 41 h)"


@pytest.mark.parametrize(
    ("priority", "due"),
    [("Hot", "10:10"), ("Normal", "11:00"), ("", "11:00"), ("Lukewarm", "11:00")],
)
def test_hot_is_due_sooner_and_anything_else_is_normal(priority: str, due: str) -> None:
    lead = {"received_at": at(MON, "10:00"), "priority": priority}
    assert text(lead, now=aware(MON, "10:00")) == f"Due Mon 16 Nov {due}"


def test_a_reply_at_the_due_moment_is_met_and_a_second_later_is_late() -> None:
    received = at(MON, "10:00")
    assert text({"received_at": received, "first_response_at": at(MON, "11:00")}) == "Met in 1 h"
    late = {"received_at": received, "first_response_at": at(MON, "11:00:01")}
    assert text(late) == "Late by 1 m (waited 1 h)"


def test_unanswered_is_breached_only_after_the_due_moment() -> None:
    lead = {"received_at": at(MON, "10:00")}
    assert state(lead, now=aware(MON, "11:00")) == "due"
    assert state(lead, now=aware(MON, "11:00:01")) == "breached"


def test_closing_time_is_after_hours() -> None:
    assert text({"received_at": at(SAT, "18:00")}) == "Due Mon 23 Nov 10:00"


def test_a_reply_before_the_clock_started_is_met_at_once() -> None:
    found = assessed({"received_at": at(MON, "07:00"), "first_response_at": at(MON, "07:20")})
    assert found["text"].tolist() == ["Met in 0 m"]
    assert found["business_seconds"].tolist() == [0]
    assert found["waited_seconds"].tolist() == [20 * 60]


def test_a_reply_in_the_evening_after_a_due_moment_at_closing_is_late_by_the_wall_clock() -> None:
    lead = {"received_at": at(MON, "17:00"), "first_response_at": at(MON, "20:00")}
    assert text(lead) == "Late by 2 h (waited 3 h)"


def test_both_clocks_are_given_also_while_nobody_has_replied() -> None:
    found = assessed({"received_at": at(FRI, "17:00")}, now=aware(SAT, "09:30"))
    assert found["business_seconds"].tolist() == [90 * 60]
    assert found["waited_seconds"].tolist() == [16.5 * 3600]
    assert found["answered_at"].isna().all()


class TestADayWithoutATime:
    """Received or answered on a day, nobody knows when: judged by day."""

    def test_a_lead_is_due_at_closing_of_that_day(self) -> None:
        assert text({"received_at": MON}, now=aware(MON, "18:00")) == "Due Mon 16 Nov 18:00"
        assert text({"received_at": MON}) == "Breached, was due Mon 16 Nov 18:00"

    def test_a_lead_of_a_closed_day_is_due_at_closing_of_the_next_open_one(self) -> None:
        assert text({"received_at": SUN}) == "Due Mon 23 Nov 18:00"

    def test_any_reply_of_that_day_is_in_time_even_in_the_evening(self) -> None:
        lead = {"received_at": MON, "first_response_at": at(MON, "21:00")}
        assert text(lead) == "Met the same day"

    def test_a_reply_on_a_closed_day_came_the_same_day_too(self) -> None:
        lead = {"received_at": SUN, "first_response_at": SUN}
        assert text(lead, now=aware(NEXT_MON, "12:00")) == "Met the same day"

    def test_a_reply_between_arrival_and_the_first_open_day_came_before_the_clock(self) -> None:
        given = settings(hours=hours(holidays=lambda _: (NEXT_MON,)))
        lead = {"received_at": SUN, "first_response_at": NEXT_MON}
        assert text(lead, now=aware(NEXT_MON, "12:00"), given=given) == "Met in 0 m"

    def test_a_reply_of_a_later_day_is_late_by_days(self) -> None:
        lead = {"received_at": FRI, "first_response_at": at(NEXT_MON, "09:01")}
        given = aware(NEXT_MON, "12:00")
        assert text(lead, now=given) == "Late by 2 d (waited 3 d)"

    def test_a_reply_without_a_time_is_met_on_the_day_it_was_due(self) -> None:
        received = at(MON, "17:30")
        assert text({"received_at": received, "first_response_at": TUE}) == "Met in 1 d"
        late = {"received_at": received, "first_response_at": WED}
        assert text(late) == "Late by 1 d (waited 2 d)"

    def test_its_waits_are_unknown(self) -> None:
        found = assessed(
            {"received_at": MON, "first_response_at": at(MON, "10:00")},
            {"received_at": at(MON, "10:00"), "first_response_at": MON},
        )
        assert found[["business_seconds", "waited_seconds"]].isna().all(axis=None)
        assert found["by_day"].all()

    def test_a_business_that_closes_at_midnight_judges_by_its_own_day(self) -> None:
        given = settings(hours=hours({n: ((time(0), time(0)),) for n in range(7)}))
        assert state({"received_at": MON, "first_response_at": MON}, given=given) == "met"
        assert state({"received_at": MON, "first_response_at": TUE}, given=given) == "late"


class TestNobodyKnows:
    """What cannot be known is unknown, never breached."""

    @pytest.mark.parametrize(
        "sign",
        [
            {"last_contact_at": at(TUE, "10:00")},
            {"follow_ups": 2},
            {"status": "Contacted"},
            {"status": "Won"},
            {"status": "Lost"},
            {"status": "Contcted"},
            {"unreadable": ("follow_ups",)},
        ],
    )
    def test_signs_that_somebody_answered(self, sign: Mapping[str, Any]) -> None:
        assert text({"received_at": at(MON, "10:00"), **sign}) == "Unknown"

    @pytest.mark.parametrize("sign", [{"follow_ups": 0}, {"status": "New"}, {"status": ""}])
    def test_what_is_no_such_sign(self, sign: Mapping[str, Any]) -> None:
        assert state({"received_at": at(MON, "10:00"), **sign}) == "breached"

    def test_a_closed_lead_keeps_the_state_of_its_first_reply(self) -> None:
        lead = {"received_at": at(MON, "10:00"), "first_response_at": at(MON, "10:05")}
        assert text({**lead, "status": "Lost"}) == "Met in 5 m"

    @pytest.mark.parametrize("field", ["first_response_at", "last_contact_at"])
    def test_a_cell_that_cannot_be_read_may_mean_an_answer(self, field: str) -> None:
        assert state({"received_at": at(MON, "10:00"), "unreadable": (field,)}) == "unknown"

    def test_a_dash_says_that_there_is_no_answer(self) -> None:
        # Filled, without a date, and reading it raised no finding.
        lead = {"received_at": at(MON, "10:00"), "unreadable": ("first_response_at",)}
        leads = replace(leads_of([lead], SETTINGS), hits=())
        assert response.assess(leads, SETTINGS, NOW, SINCE)["state"].tolist() == ["breached"]

    def test_a_reply_after_today_has_not_happened(self) -> None:
        lead = {"received_at": at(MON, "10:00"), "first_response_at": at(NEXT_MON, "10:00")}
        assert state(lead) == "unknown"

    def test_a_reply_later_today_is_taken_as_typed(self) -> None:
        lead = {"received_at": at(SAT, "10:00"), "first_response_at": at(SAT, "10:30")}
        assert text(lead, now=aware(SAT, "10:15")) == "Met in 30 m"

    def test_a_reply_more_than_a_day_before_arrival_contradicts_it(self) -> None:
        received = at(FRI, "10:00")
        for reply in (at(WED, "10:00"), at(date(2026, 2, 3), "10:00"), WED):
            found = assessed({"received_at": received, "first_response_at": reply})
            assert found[["state", "why", "text"]].values.tolist() == [
                ["unknown", "early", "Unknown"]
            ]
        assert state({"received_at": FRI, "first_response_at": WED}) == "unknown"

    def test_a_reply_a_little_before_arrival_is_a_lead_written_down_late(self) -> None:
        received = at(FRI, "10:00")
        for reply in (at(FRI, "08:00"), at(FRI, "10:00") - timedelta(days=1)):
            assert text({"received_at": received, "first_response_at": reply}) == "Met in 0 m"

    def test_a_status_nobody_can_read_may_be_past_the_first_step(self) -> None:
        assert state({"received_at": at(MON, "10:00"), "unreadable": ("status",)}) == "unknown"

    def test_leads_from_before_the_first_day_are_never_breached_but_may_be_late(self) -> None:
        received = at(MON, "10:00")
        assert state({"received_at": received}, since=TUE) == "unknown"
        assert state({"received_at": received}, since=MON) == "breached"
        assert state({"received_at": received}, since=TUE, now=aware(MON, "10:30")) == "due"
        answered = {"received_at": received, "first_response_at": at(WED, "10:00")}
        assert state(answered, since=FRI) == "late"

    @pytest.mark.parametrize("year", [1026, 9999])
    def test_a_slip_of_the_keyboard_in_the_year(self, year: int) -> None:
        slip = at(date(year, 11, 16), "10:00")
        assert text({"received_at": slip}) == "Unknown"
        assert text({"received_at": at(MON, "10:00"), "first_response_at": slip}) == "Unknown"


def test_a_lead_from_the_future_is_simply_due() -> None:
    assert text({"received_at": at(date(2027, 1, 4), "08:00")}) == "Due Mon 4 Jan 2027 10:00"


def test_the_day_is_that_of_the_business_not_of_the_computer() -> None:
    lead = {"received_at": at(MON, "10:00")}
    just_due = datetime(2026, 11, 16, 5, 30, tzinfo=UTC)
    assert state(lead, now=just_due) == "due"
    assert state(lead, now=just_due + timedelta(seconds=1)) == "breached"


def test_no_leads_no_states() -> None:
    assert len(assessed()) == 0


def test_moments_are_local_seconds_and_texts_plain_strings() -> None:
    found = assessed({"received_at": at(SUN, "14:00")})
    for column in ("clock_start", "due_at", "answered_at"):
        assert found[column].dtype == "datetime64[s]"
    assert found["clock_start"].tolist() == [at(NEXT_MON, "09:00")]
    assert all(type(value) is str for value in found["text"].to_numpy(dtype=object))


def test_another_zone_moves_with_its_summer_time() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    given = settings(timezone=berlin, hours=hours(zone="Europe/Berlin"))
    lead = {"received_at": at(date(2026, 10, 24), "17:50")}
    now = datetime(2026, 10, 26, 8, 50, tzinfo=UTC)
    assert text(lead, now=now, given=given) == "Due Mon 26 Oct 09:50"
    assert state(lead, now=now + timedelta(seconds=1), given=given) == "breached"


def test_an_arrival_the_clocks_skipped_is_told_so() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    given = settings(timezone=berlin, hours=hours(zone="Europe/Berlin"))
    row = {"received_at": at(date(2026, 3, 29), "02:30")}
    told = response.explain(leads_of([row], given), 0, given, aware(MON, "10:00", given), SINCE)
    assert told[0] == (
        "Arrived Sun 29 Mar 02:30, an hour the clocks skipped that night, outside business hours."
    )


def test_on_the_last_evening_of_a_year_dates_are_said_as_on_the_next_morning() -> None:
    lead = {"received_at": at(date(2026, 10, 31), "10:00"), "first_response_at": None}
    evening = aware(date(2026, 12, 31), "23:30")
    assert text(lead, now=evening) == "Breached, was due Sat 31 Oct 2026 11:00"
    leads = leads_of([lead], SETTINGS)
    assert follow_up.assess(leads, SETTINGS, evening)["text"][0] == "Idle since Sat 31 Oct 2026"
    told = response.explain(leads, 0, SETTINGS, evening, SINCE)
    assert told[0] == "Arrived Sat 31 Oct 2026 10:00."


def test_the_grammar_knows_our_words_and_no_others() -> None:
    known = ("Due Mon 23 Nov 10:00", "Breached, was due Mon 23 Nov 2025 10:00", "Met in 4 m",
             "Late by 1 h 10 m (waited 31 h)", "Unknown", "Met in 1 d",
             "Met the same day")  # fmt: skip
    typed = ("", "due Mon 23 Nov 10:00", "Due Mon 23 Nov", "Met in 4 m!", "Late", "unknown",
             "Due Mon 32 Nov 10:00", "called him", "Late by 90 m (waited 31 h)")  # fmt: skip
    assert all(response.RESPONSE_GRAMMAR.fullmatch(words) for words in known)
    assert not any(response.RESPONSE_GRAMMAR.fullmatch(words) for words in typed)


moments = st.one_of(
    st.none(),
    st.datetimes(at(date(2024, 1, 1), "00:00"), at(date(2028, 1, 1), "00:00")),
    st.dates(date(2026, 10, 1), date(2026, 12, 31)),
)
rows = st.fixed_dictionaries(
    {
        "received_at": moments,
        "first_response_at": moments,
        "priority": st.sampled_from(["", "Hot", "Normal"]),
        "status": st.sampled_from(["", "New", "Won", "?"]),
    }
)


@hypothesis_settings(max_examples=50, deadline=None)
@given(st.lists(rows, max_size=20), st.integers(0, 59))
def test_every_text_is_ours_and_a_minute_changes_only_states(
    sheet: list[dict[str, Any]], minutes: int
) -> None:
    leads = leads_of(sheet, SETTINGS)
    before = response.assess(leads, SETTINGS, NOW, SINCE)
    after = response.assess(leads, SETTINGS, NOW + timedelta(minutes=minutes), SINCE)
    assert all(response.RESPONSE_GRAMMAR.fullmatch(words) for words in before["text"])
    assert set(before["state"]) <= set(response.STATES)
    changed = before["text"] != after["text"]
    assert (before["state"][changed] != after["state"][changed]).all()
    assert ((before["why"] != "") == (before["state"] == "unknown")).all()


class TestExplained:
    """Step by step for one lead, and as one sentence for the tab."""

    def explain(self, row: Mapping[str, Any], **options: Any) -> list[str]:
        leads = leads_of([row], SETTINGS)
        return response.explain(
            leads, 0, SETTINGS, options.get("now", NOW), options.get("since", SINCE)
        )

    def sentence(self, row: Mapping[str, Any], now: datetime = NOW) -> str:
        leads = leads_of([row], SETTINGS)
        found = response.assess(leads, SETTINGS, now, SINCE)
        return response.sentences(leads, found, np.array([0]), SETTINGS, now)[0]

    def test_a_breach(self) -> None:
        lead = {"received_at": at(FRI, "18:30"), "owner": "Asha", "priority": "Hot"}
        assert self.sentence(lead) == (
            "Arrived Fri 20 Nov 18:30, outside business hours; the clock started Sat 21 Nov 09:00; "
            "a first reply was due Sat 21 Nov 09:10 (Hot: 10 m of business time); "
            "nobody has replied yet, Asha is responsible."
        )

    def test_a_late_reply(self) -> None:
        lead = {"received_at": at(MON, "10:00"), "first_response_at": at(TUE, "17:00"),
                "owner": "Ravi"}  # fmt: skip
        assert self.sentence(lead) == (
            "Arrived Mon 16 Nov 10:00; the clock started at once; a first reply was due "
            "Mon 16 Nov 11:00 (1 h of business time); the reply came Tue 17 Nov 17:00, owner Ravi: "
            "late by 15 h (waited 31 h)."
        )

    def test_a_day_without_a_time(self) -> None:
        assert self.sentence({"received_at": FRI}) == (
            "Arrived Fri 20 Nov, no time of day given; the clock started Fri 20 Nov 09:00; "
            "a first reply was due by closing, Fri 20 Nov 18:00; "
            "nobody has replied yet, nobody owns it."
        )

    def test_steps_of_a_lead_that_is_due(self) -> None:
        assert self.explain({"received_at": at(SUN, "14:00"), "owner": "Asha"}) == [
            "Arrived Sun 22 Nov 14:00, outside business hours.",
            "The clock started Mon 23 Nov 09:00.",
            "A first reply is due Mon 23 Nov 10:00 (1 h of business time).",
            "Nobody has replied yet, Asha is responsible.",
            "State: due.",
        ]

    def test_why_it_is_unknown(self) -> None:
        assert self.explain({}) == [response.WHY_UNKNOWN["received"], "State: unknown."]
        steps = self.explain({"received_at": at(MON, "10:00"), "status": "Quoted"})
        assert steps[-2:] == [response.WHY_UNKNOWN["answered"], "State: unknown."]
        old = self.explain({"received_at": at(MON, "10:00")}, since=FRI)
        assert old[-2:] == [response.WHY_UNKNOWN["before"], "State: unknown."]
