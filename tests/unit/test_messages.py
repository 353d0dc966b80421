"""What the owner and the team are told after a nightly run."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import openpyxl
import pytest

from jobs.delivery.messages import Composed, messages_after
from jobs.runner import Reading
from sheetsync.config import GoogleSheet, Messages, Person, Recipient, Secret, Settings
from sheetsync.leads import parse
from sheetsync.memory import Vanished
from sheetsync.messages.alerts import alert
from sheetsync.messages.changes import Said
from sheetsync.messages.message import Message
from tests import builders
from tests.memories import nothing_remembered

ZONE = ZoneInfo("Asia/Kolkata")
THURSDAY = datetime(2026, 11, 19, 21, 0, tzinfo=ZONE)
FRIDAY = datetime(2026, 11, 20, 21, 0, tzinfo=ZONE)
ASHA = Person("Asha", email="asha@example.com")

OVERDUE = {
    "lead_id": "L-000001", "name": "Ravi <b>& Sons", "phone": "9876543210", "status": "Quoted",
    "owner": "Asha", "need": "Two wardrobes", "quote_value": 120_000, "next_action": "Call him",
    "received_at": datetime(2026, 11, 2, 10), "first_response_at": datetime(2026, 11, 2, 10, 5),
    "last_contact_at": datetime(2026, 11, 2, 10, 5), "next_action_date": date(2026, 11, 12),
}  # fmt: skip
WAITING = {
    "lead_id": "L-000002", "name": "Lakshmi", "phone": "9876543211", "status": "New",
    "owner": "Ravi", "received_at": datetime(2026, 11, 18, 10), "next_action": "Call her",
    "next_action_date": date(2026, 12, 12),
}  # fmt: skip


def _settings(**overrides: Any) -> Settings:
    owner = Recipient("Meera", "meera@example.com")
    messages = Messages(owner=owner, templates=Path("nowhere"))
    team = (ASHA, Person("Ravi"), Person("Meera"))
    return builders.settings(**{"messages": messages, "team": team, **overrides})


def _after(
    leads: Sequence[Mapping[str, Any]],
    now: datetime = THURSDAY,
    said: Mapping[str, Any] | None = None,
    settings: Settings | None = None,
) -> Composed:
    given = settings or _settings()
    snapshot = builders.snapshot(leads, given)
    reading = Reading(snapshot, parse(snapshot, given), date(2026, 11, 1))
    return messages_after(reading, given, now, said)


def _owners(composed: Composed) -> Message:
    return next(each for each in composed.messages if each.kind == "owner")


def test_the_subject_says_what_waits() -> None:
    message = _owners(_after([OVERDUE, WAITING]))
    assert message.subject == "Fri 20 Nov: 1 overdue, 1 without a first reply"
    assert (
        _owners(_after([WAITING])).subject == "Fri 20 Nov: nothing overdue, 1 without a first reply"
    )


def test_text_and_html_say_the_same_things() -> None:
    message = _owners(_after([OVERDUE, WAITING]))
    for said in (
        "Leads for Fri 20 Nov", "Overdue since Thu 12 Nov", "₹1,20,000", "L-000001", "Call him",
        "Two wardrobes", "+919876543210", "https://wa.me/919876543210", "Waiting since Wed 18 Nov",
        "This is the first message", "Overdue 2026-11-20.xlsx", "sorry for the slow reply",
    ):  # fmt: skip
        assert said in message.text
        assert said in message.html


def test_what_people_typed_is_escaped() -> None:
    message = _owners(_after([OVERDUE]))
    assert "Ravi &lt;b&gt;&amp; Sons" in message.html
    assert "<b>" not in message.html
    assert "Ravi <b>& Sons" in message.text


def test_nothing_in_the_html_is_loaded_from_elsewhere() -> None:
    html = _owners(_after([OVERDUE, WAITING], FRIDAY)).html
    assert html.count("src=") == html.count('src="cid:week"') == 1
    assert not any(word in html for word in ("<link", "@import", "url(", "<script"))


def test_what_changed_since_the_last_message_comes_first() -> None:
    before = _after([{**OVERDUE, "next_action_date": date(2026, 12, 1)}, WAITING], THURSDAY).said
    answered = {**WAITING, "status": "Contacted", "first_response_at": datetime(2026, 11, 20, 9)}
    text = _owners(_after([OVERDUE, answered], FRIDAY, before)).text
    assert "Since Thu 19 Nov 21:00" in text
    assert "1 newly overdue: Ravi <b>& Sons L-000001" in text
    assert "1 mended: Lakshmi L-000002 (answered)" in text
    assert text.index("newly overdue") < text.index("Overdue since")


@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        ({"status": "Won", "closed_on": date(2026, 11, 20)}, "won"),
        ({"status": "Lost", "closed_on": date(2026, 11, 20)}, "lost"),
        ({"next_action_date": date(2026, 12, 1)}, "next date set"),
        ({"last_contact_at": datetime(2026, 11, 20, 9)}, "contacted"),
    ],
)
def test_mended_leads_say_what_came_of_them(change: Mapping[str, Any], outcome: str) -> None:
    before = _after([OVERDUE], THURSDAY).said
    text = _owners(_after([{**OVERDUE, **change}], FRIDAY, before)).text
    assert f"1 mended: Ravi <b>& Sons L-000001 ({outcome})" in text


def test_a_second_message_without_a_change_says_so() -> None:
    before = _after([OVERDUE, WAITING], THURSDAY).said
    assert "Nothing changed." in _owners(_after([OVERDUE, WAITING], FRIDAY, before)).text


def test_rows_that_vanished_are_told() -> None:
    settings = _settings()
    snapshot = builders.snapshot([WAITING], settings)
    gone = Vanished("L-000001", THURSDAY, {"name": "Ravi"})
    memory = replace(nothing_remembered(1), last_read=THURSDAY, vanished=(gone,))
    leads = replace(parse(snapshot, settings), memory=memory)
    said = Said(THURSDAY, frozenset({"L-000001"}), frozenset(), "2026-W46").as_json()
    composed = messages_after(Reading(snapshot, leads, date(2026, 11, 1)), settings, FRIDAY, said)
    assert "1 gone from the sheet: Ravi L-000001" in _owners(composed).text


@pytest.mark.parametrize("kept", [None, {}, {"at": "yesterday"}, {"at": 3, "overdue": None}])
def test_what_was_kept_and_cannot_be_read_makes_it_a_first_message(kept: Any) -> None:
    assert "This is the first message" in _owners(_after([OVERDUE], FRIDAY, kept)).text


def test_the_overdue_tab_comes_along_as_a_coloured_workbook() -> None:
    message = _owners(_after([OVERDUE, WAITING]))
    book = openpyxl.load_workbook(io.BytesIO(message.attachments[0].content))
    assert book.sheetnames == ["Overdue"]
    sheet = book["Overdue"]
    row = next(cell.row for cell in sheet["B"] if cell.value == "L-000001")
    assert sheet.cell(row, 2).fill.start_color.rgb == "FFFDF0EF"
    links = [cell.hyperlink.target for cell in sheet[row] if cell.hyperlink]
    assert [link.partition("?")[0] for link in links if link] == ["https://wa.me/919876543210"]


def test_the_week_goes_out_after_closing_on_the_review_day_with_a_picture() -> None:
    message = _owners(_after([OVERDUE], FRIDAY))
    picture = next(each for each in message.attachments if each.content_id)
    assert picture.content.startswith(b"\x89PNG")
    assert f'src="cid:{picture.content_id}"' in message.html
    assert "Week 2026-W47" in message.text
    assert "W47: 0 new" in message.text, "the picture in words"
    assert message.subject.endswith("and the week")


@pytest.mark.parametrize(
    ("first", "now", "week"),
    [
        (THURSDAY, datetime(2026, 11, 20, 6, 0), None),  # Friday is not over
        (THURSDAY, datetime(2026, 11, 21, 2, 0), "2026-W47"),  # missed on Friday, caught up
        (FRIDAY, datetime(2026, 11, 21, 21, 0), None),  # told already
        (FRIDAY, datetime(2026, 12, 1, 21, 0), "2026-W48"),
    ],
)
def test_a_week_is_told_once_and_made_up_for(
    first: datetime, now: datetime, week: str | None
) -> None:
    before = _after([OVERDUE], first).said
    text = _owners(_after([OVERDUE], now.replace(tzinfo=ZONE), before)).text
    assert (f"Week {week}" in text) if week else ("Week 2026" not in text)


def test_everyone_with_an_address_gets_their_own_list() -> None:
    composed = _after([OVERDUE, WAITING, {**OVERDUE, "lead_id": "L-000003", "owner": "Ravi"}])
    [message] = [each for each in composed.messages if each.kind == "team"]
    assert message.to == Recipient("Asha", "asha@example.com")
    assert message.lead_ids == ("L-000001",)
    assert "L-000002" not in message.html + message.text
    assert message.subject == "Fri 20 Nov: 1 overdue"


def test_whoever_has_nothing_to_do_gets_no_message() -> None:
    assert [each.kind for each in _after([WAITING]).messages] == ["owner"]


def test_the_team_can_be_left_out() -> None:
    messages = Messages(owner=Recipient("Meera", "meera@example.com"), team=False)
    composed = _after([OVERDUE], settings=_settings(messages=messages))
    assert [each.kind for each in composed.messages] == ["owner"]


def test_the_team_gets_its_lists_without_an_owner_too() -> None:
    composed = _after([OVERDUE], settings=_settings(messages=Messages()))
    assert [each.kind for each in composed.messages] == ["team"]


def test_one_message_an_evening_and_person_has_one_key() -> None:
    keys = [each.key for each in _after([OVERDUE]).messages]
    evening = "nightly:2026-11-19:2026-11-20"
    assert keys == [f"{evening}:owner", f"{evening}:team:Asha"]
    later = THURSDAY + timedelta(minutes=15)
    assert [each.key for each in _after([OVERDUE], later).messages] == keys


def test_a_run_made_up_for_in_the_morning_does_not_take_the_evenings_message() -> None:
    morning, evening = (THURSDAY.replace(hour=hour) for hour in (8, 21))
    keys = {_owners(_after([OVERDUE], now)).key for now in (morning, evening)}
    assert len(keys) == 2


def test_the_link_is_the_spreadsheets_own_or_the_one_in_the_config() -> None:
    google = _settings(workbook=None, google=GoogleSheet("a" * 30))
    assert "https://docs.google.com/spreadsheets/d/" in _owners(_after([], settings=google)).text
    messages = Messages(Recipient("Meera", "m@example.com"), link="https://example.com/leads")
    linked = _owners(_after([], settings=_settings(messages=messages)))
    assert 'href="https://example.com/leads"' in linked.html
    assert "Open the sheet" not in _owners(_after([])).html


def test_an_empty_sheet_makes_a_calm_message() -> None:
    message = _owners(_after([], FRIDAY))
    assert message.subject.startswith("Sat 21 Nov: nothing overdue")
    assert "Nobody waits" in message.text
    assert "Nobody waits" in message.html
    assert not [each for each in message.attachments if each.name.endswith(".xlsx")]


def test_a_long_list_stays_below_what_mail_programs_cut_off() -> None:
    long = {**OVERDUE, "need": "Kitchen & <wardrobe> " * 20, "next_action": "Ask '\"' " * 60}
    leads = [{**long, "lead_id": f"L-{n:06d}"} for n in range(1, 301)]
    waiting = (
        {**WAITING, "need": long["need"], "owner": "Asha", "lead_id": f"W-{n}"} for n in range(300)
    )
    composed = _after([*leads, *waiting])
    for message in composed.messages:
        assert len(message.html.encode()) < 100_000
    assert "And 280 more" in _owners(composed).text
    [asha] = [each for each in composed.messages if each.kind == "team"]
    assert "And 260 more, in the sheet" in asha.text
    assert "Overdue: 300" in asha.text, "those not shown are counted"


def test_chat_addresses_are_never_in_a_message() -> None:
    chat = Secret("env:CHAT")
    settings = _settings(team=(Person("Asha", chat=chat),))
    [_, team] = _after([OVERDUE], settings=settings).messages
    assert team.to.chat == chat
    assert "env:CHAT" not in team.text + team.html


def test_an_alert_says_what_happened_and_what_to_do() -> None:
    said = alert("guard", "12 of 30 leads are gone", _settings(), FRIDAY, hint="Run with --force.")
    assert said is not None
    assert (said.kind, said.key) == ("alert", "alert:guard:2026-11-20")
    assert said.subject == "A run was stopped: the lead sheet looks wrong"
    for part in ("12 of 30 leads are gone", "Run with --force.", "Nothing was written"):
        assert part in said.text
        assert part in said.html


def test_there_is_no_alert_where_nobody_is_to_be_told() -> None:
    assert alert("failed", "x", builders.settings(), FRIDAY) is None


def test_the_same_leads_in_another_order_make_the_same_message() -> None:
    leads = [{**OVERDUE, "lead_id": f"L-{n:06d}", "quote_value": 100 * n} for n in range(1, 30)]
    order = np.random.default_rng(1).permutation(len(leads))
    shuffled = [leads[place] for place in order]
    assert _owners(_after(leads)).text == _owners(_after(shuffled)).text
