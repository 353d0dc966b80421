"""A snapshot as typed leads: every cell gets its type, and what cannot be read is reported."""

from datetime import date, datetime, time
from typing import Any

import numpy as np
import pytest

from sheetsync.lead_tab import CellError
from sheetsync.leads import Leads, parse
from sheetsync.schema import FIELDS
from sheetsync.snapshot import build
from tests import builders


def leads(*rows: dict[str, Any], **options: Any) -> Leads:
    settings = builders.settings(**options)
    named = [{"name": f"Person {n}", **row} for n, row in enumerate(rows)]
    return parse(builders.snapshot(named, settings), settings)


def reported(found: Leads) -> list[tuple[str, str, int]]:
    return sorted((hit.code, hit.field, int(at)) for hit in found.hits for at in hit.at)


def test_every_column_the_contract_names_is_there_with_its_type() -> None:
    frame = leads({}).frame
    for field in FIELDS:
        kind = frame[field.name].dtype
        if field.type in ("date", "datetime", "date_or_datetime"):
            assert kind == "datetime64[s]"
            assert frame[f"{field.name}_has_time"].dtype == bool
        else:
            assert kind == (np.float64 if field.type in ("money", "count") else object)
    assert {"key", "ambiguous", "stage", "stage_kind", "stage_rank", "phones"} <= set(frame)


def test_a_messy_lead_is_read_as_meant() -> None:
    lead = leads({
        "received_at": "13/11/2026 4:30 pm", "source": "insta", "phone": "98765 43210 / 9876543211",
        "email": " Raj@X.in", "status": "✅ won", "owner": "AM", "first_response_at": time(16, 45),
        "next_action_date": date(2026, 11, 20), "quote_value": "₹1,20,000", "follow_ups": "3 calls",
        "notes": 5.0,
    }).frame.iloc[0]  # fmt: skip
    assert lead["received_at"] == datetime(2026, 11, 13, 16, 30)
    assert lead["first_response_at"] == datetime(2026, 11, 13, 16, 45)
    assert (lead["next_action_date_has_time"], lead["received_at_has_time"]) == (False, True)
    assert lead["phones"] == ("+919876543210", "+919876543211")
    assert (lead["email"], lead["source"], lead["owner"]) == ("raj@x.in", "Instagram", "Asha")
    assert (lead["status"], lead["stage"], lead["stage_kind"], lead["stage_rank"]) == (
        "✅ won", "Won", "won", 4,
    )  # fmt: skip
    assert (lead["quote_value"], lead["follow_ups"], lead["notes"]) == (120_000, 3, "5")


def test_what_cannot_be_read_is_blank_in_the_frame_and_reported() -> None:
    found = leads({
        "received_at": "soon", "phone": "12345", "email": "raj@gmail,com", "quote_value": "lots",
        "status": "Qouted", "source": "Referal", "owner": "Zed", "lost_reason": "hi price",
    })  # fmt: skip
    assert [entry[:2] for entry in reported(found)] == [
        ("date-unreadable", "received_at"), ("email-invalid", "email"),
        ("lost-reason-unknown", "lost_reason"), ("number-unreadable", "quote_value"),
        ("owner-unknown", "owner"), ("phone-invalid", "phone"), ("source-unknown", "source"),
        ("status-unknown", "status"),
    ]  # fmt: skip
    lead = found.frame.iloc[0]
    assert (lead["phone"], lead["phones"], lead["email"]) == ("12345", (), "")
    assert (lead["stage"], lead["stage_kind"], lead["stage_rank"]) == ("", "open", -1)
    nearest = {h.code: h.details["nearest"][0] for h in found.hits if "nearest" in h.details}
    assert nearest["source-unknown"] == "Referral"
    assert nearest["status-unknown"] == "Quoted"


@pytest.mark.parametrize(("word", "stage", "kind"), [
    ("", "New", "open"), ("-", "New", "open"), ("  QUALIFIED ", "Qualified", "open"),
    ("📞 Contacted", "Contacted", "open"), ("closed WON", "Won", "won"), ("2. Contacted",
    "Contacted", "open"), ("Junk", "", "lost"), ("Sold", "", "won"), ("Booked", "", "open"),
    ("Wobble", "", "open"),
])  # fmt: skip
def test_status_words(word: str, stage: str, kind: str) -> None:
    lead = leads({"status": word}).frame.iloc[0]
    assert (lead["stage"], lead["stage_kind"]) == (stage, kind)


def test_words_that_may_mean_more_than_one_thing_are_asked_about() -> None:
    (hit,) = leads({"status": "Booked"}).hits
    assert "Say which" in hit.details["why"][0]


def test_a_dash_in_a_choice_is_nothing() -> None:
    found = leads({"source": "-", "owner": "unassigned", "lost_reason": "NA"})
    assert not found.hits
    assert found.frame[["source", "owner", "lost_reason"]].iloc[0].tolist() == ["", "", ""]


def test_formula_errors_are_reported_once_and_not_as_unreadable() -> None:
    found = leads({"received_at": CellError("#N/A"), "phone": CellError("#REF!")})
    assert reported(found) == [("formula-error", "phone", 0), ("formula-error", "received_at", 0)]


def test_filled_means_a_value_an_error_or_a_formula() -> None:
    rows: list[list[Any]] = [["Name", "Owner", "City", "Status"]]
    rows += [["A", None, "-"], ["B", "", CellError("#N/A")]]
    settings = builders.settings()
    tab = builders.lead_tab(rows, formulas=[(3, 2)])
    found = parse(build(tab, builders.seen(), settings), settings)
    assert found.filled["owner"].tolist() == [False, True]
    assert found.filled["city"].tolist() == [True, True]
    assert found.filled["phone"].tolist() == [False, False]
    assert found.fields == {"name", "owner", "city", "status"}


def test_headers_are_kept_as_the_sheet_shows_them() -> None:
    settings = builders.settings()
    tab = builders.lead_tab([["Customer  Name", "Mobile\nNo", "Status"], ["A", "98765 43210"]])
    found = parse(build(tab, builders.seen(), settings), settings)
    assert dict(found.headers) == {
        "name": "Customer Name", "phone": "Mobile No", "status": "Status",
    }  # fmt: skip


def test_first_and_last_name_make_one_name() -> None:
    settings = builders.settings()
    rows: list[list[Any]] = [["First name", "Last name", "Status"]]
    rows += [["Raj", "Rao", "New"], ["Mo", None, "New"]]
    tab = builders.lead_tab(rows)
    found = parse(build(tab, builders.seen(), settings), settings)
    assert found.frame["name"].tolist() == ["Raj Rao", "Mo"]
    assert found.filled["name"].tolist() == [True, True]


def test_a_customers_own_words_are_no_mistake() -> None:
    found = leads({"needed_by": "next month", "budget": "5-6 lakh"}, {"needed_by": "31/02/2026"})
    assert reported(found) == [("date-unreadable", "needed_by", 1)]


def test_no_leads_are_read_as_none() -> None:
    settings = builders.settings()
    tab = builders.lead_tab([["Name", "Phone", "Status"]])
    found = parse(build(tab, builders.seen(), settings), settings)
    assert (len(found), found.hits) == (0, ())
