"""What waits and speaks of a person does not go out; an acknowledgement is still sent only once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from sheetsync.delivery import Attempt
from sheetsync.errors import WorkbookOpen
from sheetsync.forgetting import Person
from sheetsync.forgetting.in_letters import Dropped, forget
from sheetsync.journal import Journal
from sheetsync.messages.message import Message, Recipient
from sheetsync.outbox import Outbox

NIGHT = datetime(2026, 11, 20, 21, 0, tzinfo=ZoneInfo("Asia/Kolkata"))
OWNER, HER = Recipient("Meera", "meera@shop.example"), Recipient("Zubeida", "zubeida@home.example")
PERSON = Person("L-000003", "IN").learn([{"name": "Zubeida Thorne", "email": HER.email}])


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with Journal.open(tmp_path / "config.journal.db", NIGHT) as one:
        yield one


def queue(journal: Journal, folder: Path, *messages: Message) -> Outbox:
    outbox = Outbox(journal, folder)
    for one in messages:
        assert outbox.queue(one, NIGHT, book=1)
    return outbox


def owner_message(text: str, *ids: str) -> Message:
    return Message(f"nightly:{text}", "owner", OWNER, "Overdue", text, lead_ids=ids)


ACKNOWLEDGEMENT = Message("ack:L-000003", "acknowledgement", HER, "Thank you", "Dear Zubeida")


def forgotten(journal: Journal, folder: Path, now: datetime = NIGHT) -> Dropped:
    return forget(PERSON, PERSON.traces, journal, folder, now, book=1)


def kept(journal: Journal) -> list[tuple[str, str, bool, bool]]:
    """Key and state of each letter, whether an address and words are left."""
    rows = journal.connection.execute("SELECT key, state, whom, body FROM outbox ORDER BY id")
    return [(key, state, bool(whom), body is not None) for key, state, whom, body in rows]


def test_messages_that_name_the_lead_or_the_person_are_dropped(
    journal: Journal, tmp_path: Path
) -> None:
    queue(
        journal, tmp_path,
        owner_message("L-000003 is overdue"), owner_message("other", "L-000003", "L-000004"),
        owner_message("Call ZUBEIDA thorne"), owner_message("L-0000031"),
    )  # fmt: skip
    assert forgotten(journal, tmp_path).others == 3
    assert [key for key, *_ in kept(journal)] == ["nightly:L-0000031", "ack:L-000003"]


def test_her_own_never_goes_out_and_none_is_made_later(journal: Journal, tmp_path: Path) -> None:
    outbox = queue(journal, tmp_path, ACKNOWLEDGEMENT)
    assert forgotten(journal, tmp_path) == Dropped(own=1)
    assert kept(journal) == [("ack:L-000003", "withheld", False, False)]
    assert "ack:L-000003" in outbox.acknowledged(1)
    assert not outbox.queue(ACKNOWLEDGEMENT, NIGHT, book=1)


def test_of_one_that_was_sent_the_hash_of_the_address_stays_for_a_day(
    journal: Journal, tmp_path: Path
) -> None:
    outbox = queue(journal, tmp_path, ACKNOWLEDGEMENT)
    letters = outbox.due(NIGHT)
    assert outbox.begin(letters)
    outbox.settle(letters, Attempt("sent"), NIGHT)
    assert forgotten(journal, tmp_path, NIGHT + timedelta(hours=2)).address_kept
    assert len(outbox.acknowledged_lately(NIGHT + timedelta(hours=3))) == 1
    outbox.tidy(NIGHT + timedelta(hours=25))
    assert kept(journal) == [("ack:L-000003", "sent", False, False)]


def test_while_messages_are_being_sent_it_waits_its_turn(journal: Journal, tmp_path: Path) -> None:
    outbox = queue(journal, tmp_path, ACKNOWLEDGEMENT)
    with outbox.exclusive(), pytest.raises(WorkbookOpen):
        forgotten(journal, tmp_path)
