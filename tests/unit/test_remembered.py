"""What rules say of leads once reads of the sheet are compared. The shop is open Monday to
Saturday 09:00–18:00 in Kolkata; a Normal lead is due within an hour."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from jobs import highlight_sla, validate_rows
from sheetsync.config import Settings
from sheetsync.leads import Leads, parse
from sheetsync.memory import Vanished
from sheetsync.rules import follow_up, remembered, response
from sheetsync.rules.checks import all_hits
from sheetsync.rules.findings_view import findings_of, said_of
from sheetsync.rules.machine_text import is_machine_text
from sheetsync.rules.response_figures import response_figures
from sheetsync.rules.week.leakage import Leakage, leakage
from sheetsync.tabs import Table
from tests.builders import settings, snapshot
from tests.leads_frame import leads_of
from tests.memories import with_memory

SHOP = settings()
SINCE = date(2026, 10, 1)
MON, THU, FRI, SAT = (date(2026, 11, 16) + timedelta(days=n) for n in (0, 3, 4, 5))
NOW = datetime.combine(SAT, time(20), SHOP.timezone)


def at(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock))


def seen(after: datetime | None, by: datetime) -> dict[str, Any]:
    """An answer that first showed between two reads."""
    return {"answered_after": after or "NaT", "answered_by": by}


# Arrived at 10:00 on Friday and so due at 11:00; somebody answered and wrote no time down.
ASKED = {"received_at": at(FRI, "10:00"), "status": "Contacted", "owner": "Asha"}


def assessed(row: Mapping[str, Any], known: Mapping[str, Any], given: Settings = SHOP) -> Any:
    return response.assess(with_memory(leads_of([row], given), [known]), given, NOW, SINCE).iloc[0]


class TestAnswersNobodyDated:
    """Judged by two reads: the last that showed none, and the first that showed one."""

    def test_met_where_even_the_later_read_is_in_time(self) -> None:
        found = assessed(ASKED, seen(at(FRI, "10:00"), at(FRI, "11:00")))
        assert (found["state"], found["text"]) == ("met", "Met, answered by Fri 20 Nov 11:00")
        assert found["why"] == ""

    def test_late_where_even_the_earlier_read_is_past_due(self) -> None:
        found = assessed(ASKED, seen(at(FRI, "11:01"), at(FRI, "15:00")))
        assert (found["state"], found["text"]) == ("late", "Late, unanswered at Fri 20 Nov 11:01")

    def test_unknown_where_the_due_moment_lies_between(self) -> None:
        found = assessed(ASKED, seen(at(FRI, "11:00"), at(FRI, "11:01")))
        assert (found["state"], found["text"], found["why"]) == ("unknown", "Unknown", "answered")

    def test_unknown_where_nothing_was_observed(self) -> None:
        assert assessed(ASKED, {})["state"] == "unknown"

    def test_met_but_never_late_where_the_row_came_with_its_answer(self) -> None:
        assert assessed(ASKED, seen(None, at(FRI, "10:30")))["state"] == "met"
        assert assessed(ASKED, seen(None, at(SAT, "10:30")))["state"] == "unknown"

    def test_a_first_response_somebody_wrote_down_outweighs_it(self) -> None:
        wrote = ASKED | {"first_response_at": at(FRI, "10:04")}
        assert assessed(wrote, seen(at(FRI, "15:00"), at(FRI, "16:00")))["text"] == "Met in 4 m"

    def test_a_last_contact_in_time_was_only_noted_late(self) -> None:
        known = seen(at(FRI, "15:00"), at(FRI, "16:00"))
        for contact in (at(FRI, "10:30"), at(FRI, "11:00"), FRI):
            assert assessed(ASKED | {"last_contact_at": contact}, known)["state"] == "unknown"
        assert assessed(ASKED | {"last_contact_at": at(FRI, "14:00")}, known)["state"] == "late"

    def test_a_lead_without_a_time_of_day_is_judged_by_day(self) -> None:
        dated = ASKED | {"received_at": FRI}
        assert assessed(dated, seen(at(FRI, "12:00"), at(FRI, "22:00")))["state"] == "met"
        assert assessed(dated, seen(at(FRI, "22:00"), at(SAT, "09:05")))["state"] == "unknown"
        assert assessed(dated, seen(at(SAT, "00:05"), at(SAT, "09:05")))["state"] == "late"

    def test_an_arrival_known_only_by_reads_may_have_been_as_early_as_the_first(self) -> None:
        """Received at is then the read that first showed the row."""
        row = ASKED | {"received_at": at(FRI, "10:00")}
        showed = {"appeared_at": at(FRI, "10:00:20"), "appeared_after": at(THU, "21:00")}
        known = showed | seen(at(FRI, "10:00:20"), at(FRI, "10:30"))
        assert assessed(row, known)["state"] == "unknown"
        showed["appeared_after"] = at(FRI, "09:55")
        assert assessed(row, showed | seen(at(FRI, "10:00:20"), at(FRI, "10:30")))["state"] == "met"

    def test_an_arrival_long_after_the_answer_is_a_slip(self) -> None:
        assert assessed(ASKED, seen(at(MON, "10:00"), at(MON, "11:00")))["state"] == "unknown"

    def test_no_moment_is_made_up(self) -> None:
        found = assessed(ASKED, seen(at(FRI, "10:00"), at(FRI, "10:05")))
        assert found[["answered_at", "business_seconds", "waited_seconds"]].isna().all()

    def test_the_texts_are_our_own(self) -> None:
        texts = [
            assessed(ASKED, known)["text"]
            for known in (seen(at(FRI, "10:00"), at(FRI, "10:05")),
                          seen(at(FRI, "12:00"), at(FRI, "12:05")))
        ]  # fmt: skip
        assert is_machine_text("response", np.array(texts, dtype=object)).all()

    def test_its_sentence_names_both_reads(self) -> None:
        leads = with_memory(leads_of([ASKED], SHOP), [seen(at(FRI, "12:00"), at(FRI, "12:05"))])
        assert response.explain(leads, 0, SHOP, NOW, SINCE)[-2:] == [
            "A reply was first noted between Fri 20 Nov 12:00 and Fri 20 Nov 12:05, owner Asha: "
            "late.",
            "State: late.",
        ]

    def test_figures_and_the_breaches_tab_count_it(self) -> None:
        rows = [ASKED | {"lead_id": "L-000001"}, ASKED | {"lead_id": "L-000002"}]
        known = [seen(at(FRI, "12:00"), at(FRI, "12:05")), seen(at(FRI, "10:00"), at(FRI, "10:05"))]
        leads = with_memory(leads_of(rows, SHOP), known)
        found = response.assess(leads, SHOP, NOW, SINCE)
        figures = response_figures(leads.frame, found, SAT)
        assert (figures.late.sum(), figures.answered.sum()) == (1, 2)
        assert (figures.in_time, figures.judged, figures.median_reply) == (1, 2, None)
        tab = highlight_sla.breaches_tab(leads, found, SHOP, NOW)
        late = next(block for block in tab.blocks if getattr(block, "title", "")[:8] == "Answered")
        assert isinstance(late, Table)
        assert "by Fri 20 Nov 12:05" in late.rows[0]
        assert "more than 2 h" in late.rows[0]

    @hypothesis_settings(max_examples=40, deadline=None)
    @given(st.integers(0, 4000), st.integers(0, 4000), st.integers(0, 600))
    def test_it_never_says_what_an_answer_between_the_reads_would_deny(
        self, start: int, length: int, into: int
    ) -> None:
        after = at(FRI, "09:00") + timedelta(minutes=start)
        by = after + timedelta(minutes=length)
        found = assessed(ASKED, seen(after, by))["state"]
        answered = after + (by - after) * into / 600
        truth = assessed(ASKED | {"first_response_at": answered.replace(microsecond=0)}, {})
        assert found in ("unknown", truth["state"]) or truth["state"] == "unknown"


def pushed_back(row: Mapping[str, Any], times: int | None) -> list[str]:
    """What is said of a lead whose next action date was moved so often."""
    leads = parse(snapshot([{"name": "Devi", **row}]), SHOP)
    if times is not None:
        leads = with_memory(leads, [{"pushed_back": times}])
    hits = [hit for hit in all_hits(leads, SHOP, NOW) if hit.code == "date-pushed-back"]
    return [said.message for hit in hits for said in said_of(hit, leads)]


def test_a_date_moved_later_three_times_in_a_row_is_worth_a_word() -> None:
    assert pushed_back({"status": "Quoted"}, 2) == []
    assert pushed_back({"status": "Quoted"}, 3) == [
        "Next action date was moved later 3 times in a row, with nobody in touch between."
    ]


def test_not_of_a_closed_lead_nor_without_a_memory() -> None:
    assert pushed_back({"status": "Won"}, 5) == []
    assert pushed_back({"status": "Quoted"}, None) == []


GONE = Vanished(
    "L-000123",
    datetime.combine(FRI, time(21), SHOP.timezone),
    {"name": "Asha Rao", "need": "Modular kitchen", "status": "Quoted", "quote_value": 120_000,
     "Their own": "x"},
)  # fmt: skip
LOST = Vanished("L-000124", GONE.last_seen, {"name": "Devi", "status": "Closed lost"})


class TestRowsThatVanished:
    def remembering(self, *gone: Vanished) -> Leads:
        return with_memory(leads_of([ASKED], SHOP), vanished=gone)

    def test_each_is_a_finding_about_the_sheet_with_what_it_held_and_the_way_back(self) -> None:
        sheet = snapshot([{"name": "Asha"}])
        found = findings_of((), sheet, self.remembering(GONE), SHOP)
        assert found.counts["warning"] == 1
        assert (found[0].code, found[0].lead_id) == ("lead-vanished", "L-000123")
        assert (found[0].location.tab, found[0].location.cell) == ("Leads", "")
        assert found[0].message == (
            "L-000123 is no longer in the sheet. When last read, 20 Nov 2026 21:00: Asha Rao, "
            "Modular kitchen, Quoted, ₹1,20,000."
        )
        assert "sheetsync restore L-000123" in found[0].hint

    def test_it_can_be_switched_off(self) -> None:
        off = settings(checks={"lead-vanished": "off"})
        sheet = snapshot([{"name": "Asha"}])
        assert not len(findings_of((), sheet, self.remembering(GONE), off))

    def test_the_issues_tab_names_them(self) -> None:
        leads = with_memory(parse(snapshot([{"name": "Devi"}]), SHOP), vanished=[GONE])
        tab = validate_rows.run(leads, SHOP, NOW, SINCE).tabs[0]
        assert tab.summary.startswith("1 lead is no longer in the sheet. ")
        lines = [row for block in tab.blocks if isinstance(block, Table) for row in block.rows]
        assert any("L-000123" in line for line in lines)
        assert ("Warning", "The sheet", "no longer in the sheet", 1) in lines

    def leaks(self, leads: Leads) -> Leakage:
        found = response.assess(leads, SHOP, NOW, SINCE)
        return leakage(leads, found, follow_up.assess(leads, SHOP, NOW), SHOP)

    def test_open_ones_are_a_leak_with_the_money_in_them(self) -> None:
        before = self.leaks(self.remembering())
        leak = self.leaks(self.remembering(GONE, LOST))
        assert (leak.leaks[-1].name, leak.leaks[-1].leads) == ("Vanished", 1)
        assert leak.leaks[-1].money == 120_000
        assert (leak.leads, leak.money) == (before.leads + 1, before.money + 120_000)

    def test_where_nothing_is_remembered_the_week_speaks_of_none(self) -> None:
        names = [leak.name for leak in self.leaks(leads_of([ASKED], SHOP)).leaks]
        assert "Vanished" not in names


def test_what_reads_told_of_a_lead_is_said_in_sentences() -> None:
    known = {"appeared_at": at(MON, "10:05"), "appeared_after": at(MON, "10:00"),
             "stage_since": at(FRI, "21:00"), "pushed_back": 2}  # fmt: skip
    leads = with_memory(leads_of([ASKED], SHOP), [known])
    assert remembered.explain(leads, 0, SHOP, NOW) == [
        "Its row first showed Mon 16 Nov 10:05, and not yet Mon 16 Nov 10:00.",
        "Contacted first showed Fri 20 Nov 21:00.",
        "The next action date was moved later twice, with nobody in touch between.",
    ]


def test_nothing_is_said_where_nothing_is_remembered() -> None:
    assert remembered.explain(leads_of([ASKED], SHOP), 0, SHOP, NOW) == []
    assert remembered.explain(with_memory(leads_of([ASKED], SHOP)), 0, SHOP, NOW) == []
