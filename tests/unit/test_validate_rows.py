"""The Issues column and the Issues tab. It is Friday 20 November 2026 in Kolkata."""

import random
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from jobs.lists import MOST_ROWS
from jobs.validate_rows import NAME, run
from sheetsync.checks import CHECKS
from sheetsync.lead_tab import TableRange
from sheetsync.leads import parse
from sheetsync.outcome import Outcome
from sheetsync.rules.checks import all_hits
from sheetsync.rules.issues_text import ISSUES_GRAMMAR, LONGEST, joined
from sheetsync.snapshot import build
from sheetsync.tabs import Figures, ReportTab, RowLink, Table
from tests import builders
from tests.good_lead import GOOD, NOW

SINCE = date(2026, 11, 1)
BAD = GOOD | {"phone": "98765 43210", "email": "raj", "owner": None, "source": None}


def outcome(*leads: dict[str, Any], **options: Any) -> Outcome:
    numbered = [{"lead_id": f"L-{n:06}", "name": f"Person {n}", "phone": f"98765 {n:05}"} | lead
                for n, lead in enumerate(leads, start=1)]  # fmt: skip
    return of(builders.leads_tab(numbered), **options)


def of(tab: Any, **options: Any) -> Outcome:
    given = builders.settings(**options)
    return run(parse(build(tab, builders.seen(), given), given), given, NOW, SINCE)


def texts(found: Outcome) -> list[str | None]:
    return list(found.cells["issues"])


def tab_of(found: Outcome) -> ReportTab:
    return found.tabs[0]


def table(found: Outcome, title: str) -> Table:
    return next(b for b in tab_of(found).blocks if isinstance(b, Table) and b.title == title)


def test_the_job_owns_the_issues_column_its_tab_and_its_highlight() -> None:
    found = outcome(BAD)
    assert NAME == "validate_rows"
    assert list(found.cells) == ["issues"]
    assert ([tab.key for tab in found.tabs], found.highlights) == (["issues"], ("issues",))


def test_rows_below_the_table_stand_first_in_the_tab_and_are_counted_apart() -> None:
    table_range = TableRange("Leads", 1, 2, 1, len(builders.HEADERS))
    leads = [{"lead_id": "L-000001", "name": "Person 1", **GOOD}, {"name": "Mo"}, {"name": "Al"}]
    tab = builders.leads_tab(leads, table=table_range)
    found = of(tab)
    assert tab_of(found).summary == (
        "2 rows stand below the table and are not counted. Every lead is in order."
    )
    line = table(found, "To mend").rows[0]
    assert line[:5] == (None, None, None, "Error", "The sheet")
    assert str(line[6]).startswith("A3:")
    assert table(found, "By kind").rows == (
        ("Error", "The sheet", "rows below the table, not counted", 2),
    )
    assert texts(found) == [None]
    assert not table(of(tab, checks={"outside-table": "off"}), "To mend").rows


def test_errors_come_first_then_warnings_and_advice_is_left_to_the_tab() -> None:
    found = outcome(BAD, GOOD | {"phone": "98765 43299"})
    assert texts(found) == ["Email: not an address · Owner: missing", None]
    assert "Source" in {row[4] for row in table(found, "To mend").rows}


def test_columns_are_called_what_the_sheet_calls_them() -> None:
    rows: list[list[Any]] = [["Customer", "Mail id", "Sales rep", "Status"]]
    rows += [["Raj", "raj", None, "New"]]
    assert texts(of(builders.lead_tab(rows))) == ["Mail id: not an address · Sales rep: missing"]


def test_other_leads_are_named_by_id() -> None:
    twin = GOOD | {"phone": "98765 43210"}
    first = twin | {"received_at": datetime(2026, 11, 1, 10, 0)}
    assert texts(outcome(twin, first)) == ["Phone: same as L-000002", None]


def test_a_check_that_is_made_advice_or_switched_off_leaves_the_column() -> None:
    assert texts(outcome(BAD, checks={"email-invalid": "advice", "owner-missing": "off"})) == [None]


def test_a_long_text_is_cut_between_pieces_and_counts_the_rest() -> None:
    pieces = [f"A rather long header number {n}: not a date" for n in range(12)]
    text = joined(pieces)
    assert len(text) <= LONGEST
    assert text.endswith(" · and 7 more")
    assert ISSUES_GRAMMAR.fullmatch(text)
    assert joined(["Owner: missing", "Owner: missing"]) == "Owner: missing"


def test_what_people_type_into_the_issues_column_is_not_taken_for_ours() -> None:
    for text in ("call him", "Note: call him", "Email: not an address, ask", "missing",
                 "and 3 more", "Owner: missing · see notes"):  # fmt: skip
        assert not ISSUES_GRAMMAR.fullmatch(text)


def test_headers_with_our_own_signs_do_not_break_the_grammar() -> None:
    rows: list[list[Any]] = [["Name", "E·mail: id\n(work)", "Status"], ["Raj", "raj", "New"]]
    found = of(builders.lead_tab(rows), columns={"email": "E·mail: id (work)"})
    text = texts(found)[0]
    assert text is not None
    assert ISSUES_GRAMMAR.fullmatch(text)


def test_the_tab_counts_by_kind_and_lists_the_most_serious_first() -> None:
    found = outcome(BAD, BAD | {"phone": "12"}, GOOD | {"phone": "98765 43299"})
    tiles = tab_of(found).blocks[0]
    assert isinstance(tiles, Figures)
    assert [tile.value for tile in tiles.tiles] == [3, 2, 2, 1 / 3]
    kinds = table(found, "By kind").rows
    assert kinds[0] == ("Error", "Email", "not an address", 2)
    rows = table(found, "To mend").rows
    assert [row[3] for row in rows] == ["Error"] * 3 + ["Warning"] * 2 + ["Advice"] * 2
    assert rows[0][0] == RowLink("L-000002")
    assert rows[0][6] == "12"


def test_a_sheet_in_order_says_so() -> None:
    found = outcome(GOOD | {"phone": "98765 43210"})
    assert tab_of(found).summary == "Every lead is in order."
    assert table(found, "To mend").rows == ()


def test_the_list_stops_at_two_thousand_rows_and_counts_the_rest() -> None:
    found = outcome(*[{"owner": None, "status": "New"}] * (MOST_ROWS // 2))
    listed = table(found, "To mend")
    assert len(listed.rows) == MOST_ROWS
    assert listed.more == sum(map(len, found.hits)) - MOST_ROWS > 0


cells = st.one_of(
    st.none(), st.sampled_from(["-", "NA", "x", "98765 43210", "raj@x.in", "raj@gmial.com", "New",
                                "Won", "lost", "Qouted", "13/11/2026", "soon", "1.2L", "call"]),
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)), st.integers(-9, 99),
    st.dates(date(2026, 1, 1), date(2027, 1, 1)),
)  # fmt: skip
FIELDS = (
    "received_at",
    "source",
    "phone",
    "email",
    "status",
    "owner",
    "next_action",
    "closed_on",
    "next_action_date",
    "order_value",
    "margin",
    "last_contact_at",
    "first_response_at",
)
lead_rows = st.lists(
    st.fixed_dictionaries(dict.fromkeys(FIELDS, cells)
                          | {"lead_id": st.sampled_from(["L-1", "L-2", "L-3", "A/4", "A/5"])}),
    max_size=6,
)  # fmt: skip


@given(lead_rows, st.randoms(use_true_random=False))
@settings(max_examples=20, deadline=None)
def test_sorting_the_sheet_changes_no_leads_text_and_nothing_in_the_tab(
    leads: list[dict[str, Any]], chance: random.Random
) -> None:
    named = [lead | {"name": f"Person {n}"} for n, lead in enumerate(leads)]
    order = list(range(len(named)))
    chance.shuffle(order)
    before = of(builders.leads_tab(named))
    after = of(builders.leads_tab([named[i] for i in order]))
    assert [texts(before)[i] for i in order] == texts(after)
    assert tab_of(before) == tab_of(after)


@given(lead_rows)
@settings(max_examples=20, deadline=None)
def test_whatever_is_written_matches_the_grammar_and_is_not_too_long(
    leads: list[dict[str, Any]],
) -> None:
    found = outcome(*leads)
    for text in filter(None, texts(found)):
        assert ISSUES_GRAMMAR.fullmatch(text)
        assert len(text) <= LONGEST + 20


def test_all_hits_are_of_known_checks_and_of_fields_with_a_place() -> None:
    given = builders.settings()
    snapshot = builders.snapshot([BAD | {"name": "Raj", "next_action_date": "soon"}], given)
    hits = all_hits(parse(snapshot, given), given, NOW.astimezone(ZoneInfo("UTC")))
    assert {hit.code for hit in hits} <= set(CHECKS)
    assert all(np.all(np.diff(hit.at) > 0) for hit in hits)
