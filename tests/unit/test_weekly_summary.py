"""The weekly tab: its figures first, then what it says of them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from jobs import weekly_summary
from jobs.weekly.tab import headline
from sheetsync.rules import response
from sheetsync.rules.week.breakdown import MOST_GROUPS, by_group
from sheetsync.rules.week.figures import WeekFigures, figures
from sheetsync.rules.week.period import week_of
from sheetsync.tabs import Chart, Figures, Note, ReportTab, Table
from sheetsync.tabs.layout import lay_out
from tests.builders import settings
from tests.leads_frame import leads_of

SHOP = settings()
FRIDAY = datetime(2026, 11, 20, 17, tzinfo=ZoneInfo("Asia/Kolkata"))
SINCE = date(2026, 1, 1)


def local(day: int, hour: int = 10, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute)


def well_kept(**lead: Any) -> dict[str, Any]:
    """An open lead with nothing wrong: owned, answered in time, planned."""
    arrived = lead.get("received_at", local(18))
    return {
        "name": "Priya",
        "owner": "Asha",
        "status": "Contacted",
        "received_at": arrived,
        "first_response_at": arrived + timedelta(minutes=5),
        "next_action_date": date(2026, 11, 30),
    } | lead


def won(**lead: Any) -> dict[str, Any]:
    return well_kept(status="Won", closed_on=date(2026, 11, 19)) | lead


def lost(**lead: Any) -> dict[str, Any]:
    return well_kept(status="Lost", closed_on=date(2026, 11, 19)) | lead


def week(*rows: dict[str, Any], now: datetime = FRIDAY) -> WeekFigures:
    leads = leads_of(rows, SHOP)
    answers = response.assess(leads, SHOP, now, SINCE)
    return figures(leads, answers, SHOP, now, week_of(now, SHOP))


def tab(*rows: dict[str, Any], now: datetime = FRIDAY) -> ReportTab:
    return weekly_summary.run(leads_of(rows, SHOP), SHOP, now, SINCE).tabs[0]


def table(made: ReportTab, title: str) -> Table:
    return next(block for block in made.blocks if isinstance(block, Table) and title in block.title)


def test_new_leads_are_those_received_from_saturday_to_the_review_day() -> None:
    arrivals = [local(13, 23, 59), local(14, 0), local(20, 16), local(21, 9)]
    found = week(*[well_kept(received_at=moment) for moment in arrivals])
    assert (found.before.new, found.flow.new) == (1, 2)


def test_the_trend_is_eight_weeks_oldest_first_and_ends_with_this_one() -> None:
    arrivals = (local(25, month=9), local(26, month=9))
    found = week(*[well_kept(received_at=moment) for moment in arrivals])
    assert [flow.week.name for flow in found.trend][::7] == ["2026-W40", "2026-W47"]
    assert [flow.new for flow in found.trend] == [1, 0, 0, 0, 0, 0, 0, 0]


def test_first_replies_are_counted_by_state_and_the_felt_wait_has_a_median() -> None:
    found = week(
        well_kept(),
        well_kept(first_response_at=local(18, 10, 30)),
        well_kept(first_response_at=local(18, 13)),
        well_kept(status="New", first_response_at=None),
        well_kept(first_response_at=None, last_contact_at=local(19)),
        well_kept(status="New", received_at=local(20, 16, 30), first_response_at=None),
    ).flow.attainment
    assert (found.met, found.late, found.breached) == (2, 1, 1)
    assert (found.unknown, found.due, found.judged) == (1, 1, 4)
    assert found.share == 0.5
    assert found.median_wait == 30 * 60


def test_won_and_lost_are_counted_by_the_day_they_were_closed() -> None:
    found = week(
        won(order_value=50_000.0, margin=9_000.0),
        won(closed_on=date(2026, 11, 13), order_value=7_000.0),
        lost(),
        well_kept(closed_on=date(2026, 11, 19)),
    )
    assert (found.flow.won, found.flow.lost, found.before.won) == (1, 1, 1)
    assert (found.flow.order_value, found.flow.margin) == (50_000, 9_000)
    assert found.flow.conversion == 0.5


def test_closed_leads_without_a_date_are_counted_apart() -> None:
    found = week(won(closed_on=None), lost(closed_on=None), lost(closed_on=None), won())
    assert (found.undated_won, found.undated_lost, found.flow.won) == (1, 2, 1)
    one, several = (
        " ".join(block.text for block in tab(*rows).blocks if isinstance(block, Note))
        for rows in ([won(closed_on=None)], [won(closed_on=None), lost(closed_on=None)])
    )
    assert "1 closed lead (1 won, 0 lost) has no Closed on date and so belongs to no week" in one
    assert "2 closed leads (1 won, 1 lost) have no Closed on date and so belong to" in several


def test_money_is_collected_in_the_week_it_came() -> None:
    found = week(
        won(collected=20_000.0, collected_on=date(2026, 11, 20)),
        won(collected=5_000.0, collected_on=date(2026, 11, 21)),
    )
    assert found.flow.collected == 20_000


def test_leaks_are_counted_by_kind_and_each_lead_once_in_all() -> None:
    found = week(
        well_kept(),
        well_kept(owner="", quote_value=300_000.0),
        well_kept(next_action_date=None, quote_value=40_000.0),
        well_kept(owner="", status="New", first_response_at=None, next_action_date=None,
                  received_at=local(2)),
        lost(owner=""),
    ).standing.leakage  # fmt: skip
    assert {leak.name: (leak.leads, leak.money) for leak in found.leaks} == {
        "No owner": (2, 300_000),
        "No next date": (2, 40_000),
        "No reply": (1, 0),
        "Idle": (1, 0),
    }
    assert (found.leads, found.money) == (3, 340_000)


def test_the_headline_names_the_leak_with_most_money_in_it() -> None:
    found = week(well_kept(owner="", quote_value=340_000.0), well_kept(next_action_date=None))
    assert headline(found, SHOP) == ("Biggest leak: 1 open lead nobody owns, ₹3,40,000 in quotes.")


def test_overdue_follow_ups_are_named_where_they_hold_more() -> None:
    late = well_kept(next_action_date=date(2026, 11, 12), quote_value=90_000.0)
    assert headline(week(late, late), SHOP) == (
        "What matters most: 2 follow-ups overdue, ₹1,80,000 in quotes."
    )


def test_where_nothing_leaks_the_headline_says_so() -> None:
    assert headline(week(well_kept(), won()), SHOP) == ("Nothing leaks. 1 lead won, 2 new leads.")


def test_a_lead_still_due_or_of_unknown_reply_is_not_said_to_be_answered() -> None:
    waiting = well_kept(status="New", received_at=local(20, 16, 30), first_response_at=None)
    assert headline(week(waiting), SHOP) == "Nothing leaks. 0 leads won, 1 new lead."


def test_a_lead_leaks_that_has_no_next_date_whatever_its_next_action() -> None:
    found = week(well_kept(next_action_date=None, next_action="Send the offer"),
                 well_kept(next_action_date=None))  # fmt: skip
    assert headline(found, SHOP) == "Biggest leak: 2 open leads without a next date."


def test_a_reply_within_the_minute_has_a_median_wait_too() -> None:
    tiles = next(b for b in tab(well_kept(first_response_at=local(18))).blocks
                 if isinstance(b, Figures)).tiles  # fmt: skip
    answered = next(tile for tile in tiles if tile.label == "Answered in time")
    assert "median wait 0 m" in answered.note


def test_every_stage_is_shown_in_order_and_unknown_ones_last() -> None:
    found = week(well_kept(quote_value=10.0), well_kept(status="Simmering"), won())
    assert found.stages.index.tolist() == [
        "New", "Contacted", "Qualified", "Quoted", "Won", "Lost", "Status not known",
    ]  # fmt: skip
    assert found.stages["leads"].tolist() == [0, 1, 0, 0, 1, 0, 1]
    assert found.stages["pipeline"].sum() == 10


def test_groups_that_differ_only_in_case_are_one_and_the_long_tail_is_put_together() -> None:
    names = ["asha", "Asha", "", *[f"person {n:02}" for n in range(20)]]
    found = by_group(np.array(names, dtype=object), {"n": np.ones(len(names))}, "Nobody")
    assert len(found) == MOST_GROUPS
    assert found.index[0] == "Asha"
    assert found.index[-1] == "11 others"
    assert found["n"].sum() == len(names)


def test_the_tab_is_known_by_its_week_and_draws_its_charts() -> None:
    made = tab(well_kept(quote_value=5.0), won(), lost(lost_reason="High price"))
    assert (made.key, made.title) == ("week:2026-W47", "Week 2026-W47")
    assert made.heading == "Week 2026-W47 · Sat 14 Nov to Fri 20 Nov 2026"
    charts = _charts(made)
    assert len(charts) >= 4
    for chart in charts:
        headers = [column.header for column in table(made, chart.table).columns]
        assert {chart.categories, *chart.series} <= set(headers)


def test_shares_of_few_leads_say_so() -> None:
    row = table(tab(well_kept(source="Ad"), won(source="Ad")), "By source").rows[0]
    assert row[0] == "Ad"
    assert row[-1] == "few leads"


def test_a_sample_that_is_never_small_has_no_column() -> None:
    many = [well_kept(source="Ad")] * 10
    headers = [column.header for column in table(tab(*many), "First replies").columns]
    assert headers == ["Week", "Met", "Late", "Breached", "Due", "Not known", "In time"]


def test_the_first_replies_of_a_week_add_up_to_its_new_leads() -> None:
    waiting = well_kept(status="New", received_at=local(20, 16, 30), first_response_at=None)
    replies = table(tab(waiting, well_kept(), well_kept()), "First replies").rows[-1]
    assert replies[1:6] == (2, 0, 0, 1, 0)


def test_every_chart_stands_beside_its_numbers() -> None:
    rows = [well_kept(quote_value=3_400_000.0), lost(), won(order_value=5_600_000.0)]
    assert len({chart.left for chart in lay_out(tab(*rows)).charts}) == 1


def test_where_one_stage_alone_holds_quotes_the_chart_counts_leads() -> None:
    one = tab(well_kept(quote_value=5.0), well_kept(status="New"))
    two = tab(well_kept(quote_value=5.0), well_kept(status="Quoted", quote_value=7.0))
    assert "Open leads by stage" in [chart.title for chart in _charts(one)]
    assert "Open quotes by stage" in [chart.title for chart in _charts(two)]


def test_the_same_thing_has_the_same_colour_in_every_chart() -> None:
    marks = {
        (name, mark)
        for chart in _charts(tab(well_kept(source="Ad"), won(), lost(lost_reason="High price")))
        for name, mark in zip(chart.series, chart.marks, strict=True)
    }
    assert {("Won", "good"), ("Late", "late"), ("Breached", "bad"), ("Lost", "gone")} <= marks
    assert len({name for name, _ in marks}) == len(marks)


def test_what_is_as_at_today_is_labelled_with_the_day() -> None:
    made = tab(well_kept(), now=FRIDAY.replace(hour=22))
    tiles = next(block for block in made.blocks if isinstance(block, Figures)).tiles
    assert tiles[-1].label == "Open pipeline, 21 Nov"
    assert table(made, "leak").title == "Where leads leak, 21 Nov"


def test_neither_the_order_of_rows_nor_a_rerun_minutes_later_changes_the_tab() -> None:
    rows = [
        well_kept(owner=owner, source=source, quote_value=float(n))
        for n, (owner, source) in enumerate([("Asha", "Ad"), ("", ""), ("Ravi", "Event")] * 4)
    ]
    rows += [lost(lost_reason=reason) for reason in ("High price", "Weak proof", "", "High price")]
    order = np.random.default_rng(3).permutation(len(rows))
    again = tab(*[rows[at] for at in order], now=FRIDAY + timedelta(minutes=9))
    assert tab(*rows) == again  # fmt: skip


@pytest.mark.parametrize("rows", [[], [{"name": "Priya"}], [{"status": "Lost"}]])
def test_a_sheet_with_almost_nothing_in_it_still_gives_a_tab(rows: list[dict[str, Any]]) -> None:
    made = tab(*rows)
    assert made.summary
    assert not any(chart.title.startswith("First replies") for chart in _charts(made))


def _charts(made: ReportTab) -> list[Chart]:
    return [block for block in made.blocks if isinstance(block, Chart)]
