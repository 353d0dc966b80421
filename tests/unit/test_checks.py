"""What each check finds, and what it lets be. It is Friday 20 November 2026 in Kolkata."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from sheetsync.checks import CHECKS
from sheetsync.findings import Finding, Findings
from sheetsync.lead_tab import CellError, TableRange
from sheetsync.leads import parse
from sheetsync.rules.checks import all_hits
from sheetsync.rules.findings_view import findings_of
from sheetsync.rules.issues_text import ISSUES_GRAMMAR, issue_texts
from sheetsync.schema import FIELD
from sheetsync.snapshot import build
from tests import builders
from tests.good_lead import GOOD, NOW

WON = GOOD | {
    "status": "Won",
    "quote_value": 100,
    "order_value": 100,
    "margin": 20,
    "collected": 100,
    "collected_on": date(2026, 11, 20),
    "closed_on": date(2026, 11, 19),
}
LOST = GOOD | {"status": "Lost", "closed_on": date(2026, 11, 20), "lost_reason": "High price"}


def findings(*leads: dict[str, Any], **options: Any) -> Sequence[Finding]:
    settings = builders.settings(**options)
    numbered = [
        {"lead_id": f"L-{n:06}", "name": f"Person {n}", **lead}
        | ({} if "phone" in lead and lead["phone"] != GOOD["phone"] else {"phone": f"98765 {n:05}"})
        for n, lead in enumerate(leads, start=1)
    ]
    return of(builders.leads_tab(numbered), settings)


def of(tab: Any, settings: Any) -> Findings:
    snapshot = build(tab, builders.seen(), settings)
    leads = parse(snapshot, settings)
    return findings_of(all_hits(leads, settings, NOW), snapshot, leads, settings)


def codes(*leads: dict[str, Any], **options: Any) -> list[tuple[str, str]]:
    return [(f.lead_id, f.code) for f in findings(*leads, **options)]


def code_of(lead: dict[str, Any], **options: Any) -> list[str]:
    return [f.code for f in findings(lead, **options)]


@pytest.mark.parametrize("lead", [GOOD, WON, LOST], ids=["open", "won", "lost"])
def test_a_good_lead_has_no_findings(lead: dict[str, Any]) -> None:
    assert code_of(lead) == []


@pytest.mark.parametrize(("change", "expected"), [
    ({"phone": "NA"}, ["contact-missing"]),
    ({"phone": "NA", "email": "a@b.com"}, []),
    ({"phone": "123"}, ["phone-invalid"]),
    ({"email": "raj@gmail,com"}, ["email-invalid"]),
    ({"status": "Contatced"}, ["status-unknown"]),
    ({"source": "Referal"}, ["source-unknown"]),
    ({"owner": "Zed"}, ["owner-unknown"]),
    ({"priority": "Lukewarm"}, ["priority-unknown"]),
    ({"priority": "hot", "segment": "b2b"}, []),
    ({"priority": "-", "segment": None}, []),
    ({"segment": "Retail"}, ["segment-unknown"]),
    ({"budget": "$500"}, ["currency-other"]),
    ({"budget": "₹500"}, []),
    ({"next_action_date": "soon"}, ["date-unreadable"]),
    ({"budget": "12,34,x"}, ["number-unreadable"]),
    ({"last_contact_at": date(2026, 11, 21)}, ["date-in-future"]),
    ({"last_contact_at": datetime(2026, 11, 20, 23, 30)}, []),
    ({"first_response_at": datetime(2026, 11, 19, 9, 0)}, ["date-order"]),
    ({"first_response_at": datetime(2026, 11, 19, 9, 58)}, []),
    ({"first_response_at": date(2026, 11, 19)}, []),
    ({"needed_by": date(2026, 1, 24)}, ["date-order"]),
    ({"quote_value": -5}, ["amount-negative"]),
    ({"city": CellError("#REF!")}, ["formula-error", "qualification-incomplete"]),
    ({"response": "ask Ravi"}, ["machine-cell-typed"]),
    ({"issues": "Email: not an address · Owner: missing"}, []),
    ({"received_at": None}, ["received-missing"]),
    ({"received_at": date(2026, 11, 19)}, ["received-without-time"]),
    ({"source": None}, ["source-missing"]),
    ({"owner": None}, ["owner-missing"]),
    ({"owner": "-"}, ["owner-missing"]),
    ({"next_action": None}, ["next-action-missing"]),
    ({"next_action": "Any update?"}, ["weak-next-action"]),
    ({"budget": None}, ["qualification-incomplete"]),
    ({"budget": None, "status": "New"}, []),
    ({"needed_by": "next month", "budget": "5-6 lakh"}, []),
    ({"status": "Quoted"}, ["quote-missing"]),
])  # fmt: skip
def test_open_leads(change: dict[str, Any], expected: list[str]) -> None:
    assert sorted(code_of(GOOD | change)) == sorted(expected)


@pytest.mark.parametrize(("change", "expected"), [
    ({"order_value": None}, ["order-value-missing"]),
    ({"quote_value": None}, ["quote-missing"]),
    ({"closed_on": None}, ["closed-on-missing"]),
    ({"margin": 101}, ["margin-exceeds-order"]),
    ({"margin": -1}, []),
    ({"collected": 118}, ["collected-exceeds-order"]),
    ({"collected_on": date(2026, 11, 18)}, ["date-order"]),
    ({"owner": None, "next_action": None, "next_action_date": None}, []),
])  # fmt: skip
def test_won_leads(change: dict[str, Any], expected: list[str]) -> None:
    assert code_of(WON | change) == expected


@pytest.mark.parametrize(("change", "expected"), [
    ({"lost_reason": None}, ["lost-reason-missing"]),
    ({"lost_reason": "pricey"}, ["lost-reason-unknown"]),
    ({"closed_on": None}, ["closed-on-missing"]),
    ({"status": "Junk", "closed_on": None}, ["closed-on-missing", "status-unknown"]),
])  # fmt: skip
def test_lost_leads(change: dict[str, Any], expected: list[str]) -> None:
    assert sorted(code_of(LOST | change)) == expected


def test_an_idle_lead_has_nothing_planned_and_no_contact_for_too_long() -> None:
    old = {"received_at": datetime(2026, 10, 30, 10, 0),
           "first_response_at": datetime(2026, 10, 30, 10, 5)}  # fmt: skip
    assert code_of(GOOD | old) == []
    quiet = code_of(GOOD | old | {"next_action_date": None})
    assert sorted(quiet) == ["idle", "next-action-date-missing"]


@pytest.mark.parametrize("contact", [None, datetime(2026, 10, 30, 10, 0)])
def test_what_the_issues_column_says_of_an_idle_lead_is_true_with_and_without_a_contact(
    contact: datetime | None,
) -> None:
    settings = builders.settings()
    quiet = GOOD | {"received_at": datetime(2026, 10, 30, 9, 0), "first_response_at": None,
                    "last_contact_at": contact, "next_action_date": None}  # fmt: skip
    leads = parse(builders.snapshot([quiet], settings), settings)
    text = issue_texts(all_hits(leads, settings, NOW), leads, settings)[0]
    assert "Last contact at: no contact for too long" in text
    assert ISSUES_GRAMMAR.fullmatch(text)


def test_a_column_the_sheet_lacks_raises_nothing() -> None:
    tab = builders.lead_tab([["Name", "Status"], ["Raj", "Won"], ["Mo", "New"], ["Al", "Lost"]])
    assert not of(tab, builders.settings())


# Duplicates

FIRST = GOOD | {"phone": "98765 43210", "received_at": datetime(2026, 11, 1, 10, 0)}
AGAIN = GOOD | {"phone": "+919876543210 / 98765 43211"}


def test_the_later_of_two_open_leads_with_one_phone_names_the_earlier() -> None:
    found = findings(AGAIN, FIRST)
    assert [(f.code, f.lead_id) for f in found] == [("duplicate-lead", "L-000001")]
    assert "L-000002" in found[0].message
    assert "1 Nov 2026" in found[0].message


def test_a_customer_who_comes_back_after_a_month_is_a_new_enquiry() -> None:
    closed = LOST | {"phone": "98765 43210", "closed_on": date(2026, 11, 19)}
    for days, expected in ((30, ["duplicate-lead"]), (31, [])):
        before = closed | {"received_at": GOOD["received_at"] - timedelta(days=days)}
        assert [c for _, c in codes(before, AGAIN)] == expected


def test_open_leads_are_compared_past_a_closed_one_between_them() -> None:
    closed = LOST | {"phone": "98765 43210", "received_at": datetime(2026, 5, 1, 10, 0),
                     "first_response_at": None}  # fmt: skip
    old = FIRST | {"received_at": datetime(2026, 3, 1, 10, 0), "first_response_at": None}
    assert ("L-000003", "duplicate-lead") in codes(old, closed, AGAIN)


def test_e_mails_are_compared_in_normal_form_and_a_lead_is_reported_once() -> None:
    one = GOOD | {"email": "Raj@X.in", "phone": "98765 43210"}
    two = GOOD | {"email": "raj@x.in", "phone": "98765 43210"}
    assert [c for _, c in codes(one, two)] == ["duplicate-lead"]
    assert [c for _, c in codes(one, two | {"phone": "98765 43219"})] == ["duplicate-lead"]


def test_placeholders_are_nobodys_number() -> None:
    assert codes(GOOD | {"phone": "9999999999"}, GOOD | {"phone": "99999 99999"}) == []


def test_a_copied_row_is_a_copy_and_not_a_duplicate_lead() -> None:
    copy = FIRST | {"lead_id": "L-000001", "name": "Changed",
                    "received_at": FIRST["received_at"] + timedelta(hours=1)}  # fmt: skip
    found = findings(FIRST, copy)
    assert [f.code for f in found] == ["id-duplicate"]
    assert found[0].location.row == 3


def test_where_nothing_tells_which_row_is_the_copy_both_are_reported() -> None:
    copy = FIRST | {"lead_id": "L-000001", "name": "Changed"}
    assert [f.location.row for f in findings(FIRST, copy)] == [2, 3]


# Day and month exchanged by Excel


def received(*cells: Any) -> list[dict[str, Any]]:
    return [GOOD | {"received_at": cell, "first_response_at": None, "needed_by": None}
            for cell in cells]  # fmt: skip


def swapped(*cells: Any, **options: Any) -> list[int]:
    found = findings(*received(*cells), **options)
    return [f.location.row - 1 for f in found if f.code == "date-maybe-swapped" and f.location.row]


def test_text_13_11_beside_a_real_11_may_where_5_november_was_meant() -> None:
    found = findings(*received("13/11/2026", datetime(2026, 5, 11)))
    one = next(f for f in found if f.code == "date-maybe-swapped")
    assert (one.lead_id, "5 Nov 2026" in one.message) == ("L-000002", True)


def test_a_real_date_in_the_future_that_exchanged_has_come_is_suspect() -> None:
    assert swapped("13/11/2026", datetime(2026, 12, 11), datetime(2026, 11, 18)) == [2]


def test_a_whole_column_of_small_days_beside_text_is_suspect() -> None:
    texts = ["13/02/2026", "17/05/2026", "28/09/2026"]
    reals = [datetime(2026, month, 3) for month in (1, 4, 6, 8, 10)]
    assert swapped(*texts, *reals) == [4, 5, 6, 7, 8]
    assert swapped(*texts, *reals[:3], datetime(2026, 9, 20)) == []


@pytest.mark.parametrize("cells", [
    [datetime(2026, 5, 11), datetime(2026, 11, 5)],
    ["13/11/2026", "05/11/2026", datetime(2026, 5, 11)],
    ["13 Nov 2026", datetime(2026, 5, 11)],
    ["13/11/2026", datetime(2026, 11, 11)],
    ["13/11/2026", datetime(2026, 11, 12)],
    ["13/11/2026", datetime(2026, 11, 9)],
    ["13/05/2026", datetime(2026, 5, 11)],
    ["13/11/2026", datetime(2026, 5, 11), datetime(2026, 5, 20)],
], ids=str)  # fmt: skip
def test_without_the_mark_of_it_nobody_is_accused(cells: list[Any]) -> None:
    assert swapped(*cells) == []


# Texts and severities


def test_severities_can_be_set_and_checks_switched_off() -> None:
    lead = GOOD | {"owner": None, "source": None}
    found = findings(lead, checks={"owner-missing": "error", "source-missing": "off"})
    assert [(f.code, f.severity) for f in found] == [("owner-missing", "error")]


def test_findings_go_by_row_then_most_serious_first() -> None:
    bad = GOOD | {"email": "raj", "owner": None, "source": None}
    found = [(f.location.row, f.severity) for f in findings(bad, bad)]
    one = ["error", "warning", "advice"]
    assert found == [(2, s) for s in one] + [(3, s) for s in one]


def test_a_mangled_phone_is_told_what_to_do() -> None:
    found = findings(GOOD | {"phone": "9.87E+09"})[0]
    assert (found.code, found.location.cell) == ("phone-invalid", "F2")
    assert "Format the cell as text" in found.hint


def test_an_unknown_word_names_the_nearest_known_one() -> None:
    assert "Contacted" in findings(GOOD | {"status": "Contatced"})[0].hint
    assert "Referral" in findings(GOOD | {"source": "Referal"})[0].hint


def test_a_weak_next_action_gets_a_better_one_from_the_leads_own_data() -> None:
    found = findings(GOOD | {"next_action": "follow up"})[0]
    assert found.hint.startswith("Better: ")


@pytest.mark.parametrize("text", [
    "any update?", "Follow up", "follow-up", "F/U", "call", "Call back", "ping", "check",
    "call him", "Follow up again tomorrow", "To call", "just checking in", "follow up call",
])  # fmt: skip
def test_weak_next_actions(text: str) -> None:
    assert "weak-next-action" in code_of(GOOD | {"next_action": text})


@pytest.mark.parametrize("text", [
    "Call about the 40 pipes", "Send quote", "Ask whether Friday suits", "Visit site with plumber",
    "Confirm delivery date", "Call back on price of 3 tonnes",
])  # fmt: skip
def test_concrete_next_actions(text: str) -> None:
    assert code_of(GOOD | {"next_action": text}) == []


def test_an_unknown_priority_says_which_are_known_and_how_it_is_judged() -> None:
    found = findings(GOOD | {"priority": "Hto"})[0]
    assert found.message == "“Hto” is none of Hot, Normal, so its reply is timed as Normal."
    assert found.hint == "Did you mean Hot?"
    assert "priority-unknown: off" in findings(GOOD | {"priority": "Lukewarm"})[0].hint


@pytest.mark.parametrize(("typed", "meant"), [("Nwe", "New"), ("Wno", "Won"), ("Qoted", "Quoted")])
def test_one_slip_of_the_keys_is_seen_through_even_in_a_short_word(typed: str, meant: str) -> None:
    found = next(f for f in findings(GOOD | {"status": typed}) if f.code == "status-unknown")
    assert found.hint.startswith(f"Did you mean {meant}?")


def test_an_amount_in_other_money_is_counted_nowhere() -> None:
    settings = builders.settings()
    leads = parse(builders.snapshot([WON | {"order_value": "€900"}], settings), settings)
    assert leads.frame["order_value"].isna().all()
    found = findings(WON | {"order_value": "€900"})
    assert [f.code for f in found] == ["currency-other"]
    assert found[0].hint == "Type the amount in INR."


def formula_cells(shown: Any, *fields: str) -> list[str]:
    """The codes found of a good lead whose cells of these fields are formulas showing that."""
    lead = {"lead_id": "L-000001", "name": "Person 1", **GOOD, **dict.fromkeys(fields, shown)}
    places = [(2, builders.HEADERS.index(FIELD[field].header) + 1) for field in fields]
    tab = builders.leads_tab([lead], formulas=places)
    return [f.code for f in of(tab, builders.settings())]


@pytest.mark.parametrize("field", ["owner", "source", "next_action", "received_at", "phone"])
def test_what_a_formula_leaves_empty_is_not_missing(field: str) -> None:
    assert formula_cells("", field) == []


@pytest.mark.parametrize("field", ["owner", "next_action_date", "received_at", "phone", "status"])
def test_a_formula_without_a_stored_result_is_told_so_and_not_called_missing(field: str) -> None:
    assert formula_cells(None, field) == ["formula-uncached"]


def test_rows_below_the_table_are_one_finding_a_stretch_and_come_first() -> None:
    table = TableRange("Leads", 1, 2, 1, len(builders.HEADERS))
    leads = [{"lead_id": "L-000001", "name": "Person 1", **GOOD, "owner": None},
             {"name": "Mo", "phone": "98765 43211"}, {"name": "Al"}]  # fmt: skip
    tab = builders.leads_tab(leads, table=table)
    found = of(tab, builders.settings())
    assert [f.code for f in found] == ["outside-table", "owner-missing"]
    assert (found[0].severity, found[0].lead_id, found[0].location.cell) == (
        "error", "", "A3:A4",
    )  # fmt: skip
    assert found[0].message == "These 2 rows stand below the table Leads and do not count."
    assert "bottom right of the table down to row 4" in found[0].hint
    assert found.counts["error"] == 1
    off = of(tab, builders.settings(checks={"outside-table": "off"}))
    assert [f.code for f in off] == ["owner-missing"]


def test_one_row_below_a_totals_row_is_told_how_to_move_it() -> None:
    table = TableRange("Leads", 1, 2, 1, len(builders.HEADERS), has_totals=True)
    leads = [{"lead_id": "L-000001", "name": "Person 1", **GOOD}, {"name": "Total"},
             {"name": "Mo", "phone": "98765 43211"}]  # fmt: skip
    found = of(builders.leads_tab(leads, table=table), builders.settings())
    assert found[0].message.startswith("This row stands below the table Leads")
    assert "above the totals row" in found[0].hint


def test_every_text_is_a_sentence_whatever_details_are_known() -> None:
    for check in CHECKS.values():
        assert check.message.endswith(".")
        assert check.short
        assert check.hint.endswith((".", "}", "?"))


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"source": "Xyzzy"}, "sources"),
        ({"status": "Lost", "lost_reason": "Xyzzy"}, "lost_reasons"),
    ],
)
def test_an_unknown_word_is_told_where_it_can_be_made_a_known_one(
    change: dict[str, Any], key: str
) -> None:
    hints = [f.hint for f in findings(GOOD | change) if f.code.endswith("-unknown")]
    assert [hint.partition(" under ")[2] for hint in hints] == [f"{key}: in config.yaml."]


def test_every_message_reads_without_holes() -> None:
    mess = GOOD | {"phone": "12", "email": "x", "status": "Zzz", "source": "Zzz", "owner": "Zzz",
                   "next_action": "call", "budget": "x1y", "collected": -5, "order_value": -6,
                   "margin": 5, "next_action_date": "soon"}  # fmt: skip
    for found in findings(mess, WON | {"closed_on": None}, LOST | {"lost_reason": "qq"}):
        for text in (found.message, found.hint):
            assert "{" not in text
            assert "  " not in text
            assert text == text.strip() != ""


@pytest.mark.parametrize("typed", ["12/05/1950", date(1950, 5, 12), "12 May 2126"])
def test_a_year_that_is_not_read_is_told_which_years_are(typed: Any) -> None:
    found = next(f for f in findings(GOOD | {"closed_on": typed}) if f.field == "closed_on")
    assert (found.code, found.hint) == (
        "date-unreadable",
        "Only dates from 1970 to 2119 are read. Check the year, and type all four digits.",
    )


@pytest.mark.parametrize(
    ("field", "hint"),
    [
        ("follow_ups", "Type one number, such as 0, 1 or 2."),
        ("quote_value", "Type one number, such as 125000, 1,25,000 or 1.25 L."),
    ],
)
def test_a_number_nobody_can_read_is_told_how_one_of_its_kind_looks(field: str, hint: str) -> None:
    found = [f for f in findings(GOOD | {field: "about two"}) if f.code == "number-unreadable"]
    assert [f.hint for f in found] == [hint]
