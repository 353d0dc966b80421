"""Who gets an automatic reply: those received while nobody was there, in doubt nobody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sheetsync.config import Person, Settings
from sheetsync.config.acknowledge import Acknowledge
from sheetsync.config.messages import Mailbox, Messages, Recipient
from sheetsync.config.secrets import Secret
from sheetsync.messages.acknowledgement import acknowledgement, said_name
from sheetsync.rules.acknowledge import Reply, bars, once_each, replies
from tests import builders
from tests.leads_frame import leads_of
from tests.memories import with_memory

ZONE = ZoneInfo("Asia/Kolkata")
READ_BEFORE = datetime(2026, 11, 20, 20, 0, tzinfo=ZONE)
NOW = datetime(2026, 11, 20, 20, 5, tzinfo=ZONE)  # a Friday evening; Saturday opens at 9
RECEIVED = datetime(2026, 11, 20, 20, 2)
APPEARED = {"appeared_at": "2026-11-20T20:05", "appeared_after": "2026-11-20T20:00"}
RAVI = {
    "lead_id": "L-000007",
    "name": "Ravi Kumar",
    "email": "ravi@home.example",
    "status": "New",
    "received_at": RECEIVED,
}


@pytest.fixture(scope="module")
def settings() -> Settings:
    return builders.settings(
        team=(Person("Asha", email="asha@shop.example"),),
        messages=Messages(Recipient("Meera", "meera@shop.example"), Mailbox("leads@shop.example")),
        acknowledge=Acknowledge(email=True, chat=Secret("env:CHAT")),
    )


def found(
    settings: Settings,
    lead: Mapping[str, Any] = RAVI,
    *,
    now: datetime = NOW,
    memory: Mapping[str, Any] | None = APPEARED,
    last_read: datetime | None = READ_BEFORE,
    row: Mapping[str, Any] | None = None,
) -> list[Reply]:
    leads = leads_of([lead], settings)
    if memory is not None:
        leads = with_memory(leads, [memory], last_read)
    return replies(leads, lambda _: row or {}, settings, now)


def test_a_lead_received_after_closing_gets_one_until_we_open(settings: Settings) -> None:
    opens = datetime(2026, 11, 21, 9, tzinfo=ZONE)
    assert found(settings) == [Reply(0, "L-000007", "email", "ravi@home.example", opens, opens)]


@pytest.mark.parametrize(
    ("why", "change"),
    [
        ("received while somebody is there", {"received_at": datetime(2026, 11, 20, 17, 59)}),
        ("received more than a day ago", {"received_at": datetime(2026, 11, 19, 20, 0)}),
        ("received in the future", {"received_at": datetime(2026, 11, 20, 20, 30)}),
        ("received on a day without a time", {"received_at": date(2026, 11, 20)}),
        ("received nobody can read when", {"received_at": None, "unreadable": ("received_at",)}),
        ("answered", {"first_response_at": datetime(2026, 11, 20, 20, 4)}),
        ("in touch already", {"last_contact_at": date(2026, 11, 20)}),
        ("followed up", {"follow_ups": 1}),
        ("further than the first stage", {"status": "Contacted"}),
        ("lost", {"status": "Lost"}),
        ("in a stage we do not know", {"status": "Parked"}),
        ("without an id", {"lead_id": ""}),
        ("without an address", {"email": ""}),
        ("one of us", {"email": "asha@shop.example"}),
        ("the owner", {"email": "Meera@shop.example"}),
        ("our own mailbox", {"email": "leads@shop.example"}),
        ("a machine", {"email": "no-reply@portal.example"}),
    ],
)
def test_none_goes_to_a_lead(settings: Settings, why: str, change: dict[str, Any]) -> None:
    assert found(settings, RAVI | change) == [], why


def test_none_goes_to_a_row_that_was_there_at_the_first_read(settings: Settings) -> None:
    assert found(settings, memory={}, last_read=READ_BEFORE) == []


def test_none_goes_out_where_nothing_is_remembered(settings: Settings) -> None:
    assert found(settings, memory=None) == []
    assert found(settings, memory=APPEARED, last_read=None) == []


def test_none_goes_to_a_row_that_appeared_more_than_a_day_ago(settings: Settings) -> None:
    sunday = datetime(2026, 11, 22, 12, tzinfo=ZONE)
    late = RAVI | {"received_at": datetime(2026, 11, 21, 23)}
    assert found(settings, late, now=sunday, memory={"appeared_at": "2026-11-21T23:05"})
    assert not found(settings, late, now=sunday, memory={"appeared_at": "2026-11-21T11:59"})


def test_none_goes_out_once_we_are_there_again(settings: Settings) -> None:
    assert found(settings, now=datetime(2026, 11, 21, 8, 59, tzinfo=ZONE))
    assert not found(settings, now=datetime(2026, 11, 21, 9, 0, tzinfo=ZONE))


def test_without_received_at_the_whole_time_between_two_reads_must_be_after_closing(
    settings: Settings,
) -> None:
    undated = RAVI | {"received_at": None}
    assert found(settings, undated)
    since_noon = APPEARED | {"appeared_after": "2026-11-20T12:00"}
    assert not found(settings, undated, memory=since_noon)


def test_a_received_at_that_a_run_filled_tells_no_more_than_a_blank_one(
    settings: Settings,
) -> None:
    filled = RAVI | {"received_at": datetime(2026, 11, 20, 20, 5)}
    assert found(settings, filled)
    since_noon = APPEARED | {"appeared_after": "2026-11-20T12:00"}
    assert not found(settings, filled, memory=since_noon)
    assert found(settings, RAVI, memory=since_noon), "somebody wrote 20:02"


def test_it_goes_the_way_the_lead_came(settings: Settings) -> None:
    both = RAVI | {"phones": ("+919876543210",)}
    assert [reply.way for reply in found(settings, both)] == ["email"]
    (chat,) = found(settings, both | {"source": "WhatsApp"})
    assert (chat.way, chat.address) == ("chat", "+919876543210")
    assert [reply.way for reply in found(settings, both | {"email": ""})] == ["chat"]
    mail_only = replace(settings, acknowledge=Acknowledge(email=True))
    assert [reply.way for reply in found(mail_only, both | {"source": "WhatsApp"})] == ["email"]


def test_two_leads_of_one_address_get_one(settings: Settings) -> None:
    twice = [RAVI, RAVI | {"lead_id": "L-000008", "email": "RAVI@home.example"}]
    leads = with_memory(leads_of(twice, settings), [APPEARED, APPEARED], READ_BEFORE)
    every = replies(leads, lambda _: {}, settings, NOW)
    assert [reply.lead_id for reply in every] == ["L-000007", "L-000008"]
    assert [reply.lead_id for reply in once_each(every)] == ["L-000007"]


@pytest.mark.parametrize(
    "row",
    [
        {"Notes": "Do NOT contact before Diwali"},
        {"Remarks 2": "asked us: don’t call"},
        {"Status": "DNC"},
        {"Next action": "opted-out of mails"},
        {"Do not contact": "x"},
        {"DND": True},
        {"Opt-out": "yes"},
        {"Consent": "No"},
        {"May we e-mail?": False},
        {"Notes": "bitte nicht mehr anrufen, nicht kontaktieren"},
        {"Name": "<test lead: dummy data>"},
        {"do_not_contact": "yes"},
        {"DoNotContact": True},
        {"HasOptedOutOfEmail": True},
        {"email_opt_out": 1},
        {"dnc_flag": "Y"},
        {"Tags": "vip, do-not-contact"},
        {"Tags": "donotcontact"},
        {"Marketing consent": "No, thanks"},
        {"Opt-in": "declined"},
        {"is_contactable": "no"},
        {"Reply": "STOP"},
    ],
)
def test_a_row_that_says_do_not_contact_in_any_cell_gets_none(
    settings: Settings, row: dict[str, Any]
) -> None:
    assert bars(row)
    assert found(settings, row=row) == []


@pytest.mark.parametrize(
    "row",
    [
        {"Notes": "Wants a quote for 40 chairs, call after 5"},
        {"Do not contact": "no"},
        {"DND": False},
        {"Opt-out": ""},
        {"Consent": "yes"},
        {"Notes": None},
        {"Landmark": "Brigadend Road"},
        {"Need": "grand piano, call after 5"},
        {"Landmark": "opposite the bus stop"},
        {"has_opted_out": "-"},
        {"Subscribed": "yes"},
    ],
)
def test_other_rows_do_not_bar_it(settings: Settings, row: dict[str, Any]) -> None:
    assert not bars(row)


def test_it_says_when_we_open_and_that_it_is_automatic(settings: Settings) -> None:
    (reply,) = found(settings)
    message, _ = acknowledgement(reply, "Ravi Kumar", settings, NOW)
    assert (message.key, message.kind) == ("ack:L-000007", "acknowledgement")
    assert message.to == Recipient("Ravi Kumar", "ravi@home.example")
    assert message.text.startswith("Hello Ravi Kumar,")
    assert "open again tomorrow at 09:00" in message.text
    assert "automatic reply" in message.text
    assert "tomorrow at 09:00" in message.html
    assert message.lead_ids == ("L-000007",)


@pytest.mark.parametrize(
    "name", ["Ravi Kumar", "J. R. D'Souza", "María-José", "रवि", "Dr. Iyer", "J.R. Rao"]
)
def test_a_name_is_said_back(name: str) -> None:
    assert said_name(f" {name} ") == name


@pytest.mark.parametrize(
    "name",
    ["Win 1000$ now", "http://evil.example", "www.evil.example", "a@b.example", "x" * 50, ""],
)
def test_what_is_no_name_is_not_said_to_a_stranger(settings: Settings, name: str) -> None:
    assert said_name(name) == ""
    (reply,) = found(settings)
    assert acknowledgement(reply, name, settings, NOW)[0].text.startswith("Hello,")
