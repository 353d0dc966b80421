"""Messages wait in the journal until a real mail server on loopback has taken them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from sheetsync.config import Settings, preset_settings
from sheetsync.config.acknowledge import Acknowledge
from sheetsync.config.messages import Mailbox, Messages, QuietHours, Recipient, Smtp
from sheetsync.config.secrets import Secret
from sheetsync.delivery import Attempt
from sheetsync.journal import Journal
from sheetsync.messages.message import Attachment, Kind, Message
from sheetsync.outbox import Outbox
from sheetsync.outbox.letter import packed, unpacked
from sheetsync.outbox.parcel import MAY_REPEAT
from sheetsync.outbox.posting import Posted, post
from tests.delivery.post_office import PostOffice, free_port, post_office

ZONE = ZoneInfo("Asia/Kolkata")
NIGHT = datetime(2026, 11, 20, 21, 0, tzinfo=ZONE)
OWNER = Recipient("Meera", "meera@shop.example")
ASHA = Recipient("Asha", "asha@shop.example")
LEAD = Recipient("Ravi", "ravi@home.example")


def message(key: str = "night", to: Recipient = OWNER, kind: Kind = "owner") -> Message:
    return Message(key, kind, to, f"About {key}", f"Text of {key}\n", f"<body><p>{key}</p></body>")


@pytest.fixture(scope="module")
def server() -> Iterator[PostOffice]:
    with post_office() as one:
        yield one


@pytest.fixture
def office(server: PostOffice) -> PostOffice:
    server.__dict__.update(PostOffice(port=server.port).__dict__)
    return server


@pytest.fixture
def settings(tmp_path: Path, office: PostOffice) -> Settings:
    messages = Messages(OWNER, Mailbox("leads@shop.example"), office.route())
    return replace(
        preset_settings("general"),
        path=tmp_path / "config.yaml",
        timezone=ZONE,
        messages=messages,
        acknowledge=Acknowledge(email=True),
    )


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with Journal.open(tmp_path / "config.journal.db", NIGHT) as one:
        yield one


@pytest.fixture
def outbox(journal: Journal, tmp_path: Path) -> Outbox:
    return Outbox(journal, tmp_path)


def queue(outbox: Outbox, *messages: Message, at: datetime = NIGHT) -> None:
    for one in messages:
        assert outbox.queue(one, at, book=1)


def states(posted: list[Posted]) -> list[str]:
    return [one.attempt.state for one in posted]


def states_kept(journal: Journal) -> list[tuple[str, bool]]:
    """Of every letter, its state, and whether what it says is still there."""
    rows = journal.connection.execute("SELECT state, body IS NOT NULL FROM outbox ORDER BY id")
    return [(state, bool(there)) for state, there in rows]


def crash_while_sending(outbox: Outbox, now: datetime = NIGHT) -> None:
    assert outbox.begin(outbox.due(now))


# --- once ----------------------------------------------------------------------------------------


def test_a_message_is_sent_once_and_what_it_said_is_not_kept(
    outbox: Outbox, settings: Settings, office: PostOffice, journal: Journal, tmp_path: Path
) -> None:
    queue(outbox, message())
    assert states(post(outbox, settings, NIGHT)) == ["sent"]
    assert post(outbox, settings, NIGHT) == []
    assert [mail["Subject"] for mail in office.mails] == ["About night"]
    assert states_kept(journal) == [("sent", False)]
    assert outbox.last_sent() == NIGHT
    journal.close()
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("config.journal.db*"))
    assert b"Text of night" not in kept


def test_the_same_key_is_queued_once_whatever_became_of_it(
    outbox: Outbox, settings: Settings
) -> None:
    queue(outbox, message())
    assert not outbox.queue(message(), NIGHT, book=1)
    post(outbox, settings, NIGHT)
    assert not outbox.queue(message(), NIGHT, book=1)
    assert outbox.queue(message(), NIGHT, book=2)


def test_a_recipient_with_two_addresses_is_written_to_at_both(outbox: Outbox) -> None:
    both = replace(OWNER, chat=Secret("env:CHAT"))
    queue(outbox, message(to=both))
    assert [letter.way for letter in outbox.due(NIGHT)] == ["email", "chat"]


def test_a_message_comes_out_of_the_journal_as_it_went_in(tmp_path: Path) -> None:
    whole = replace(
        message(to=Recipient("Ä", "a@b.example", Secret("env:CHAT", tmp_path), "+911")),
        attachments=(Attachment("x.png", "image/png", b"\x00\xff", "cid"),),
        lead_ids=("L-000001",),
    )
    assert unpacked(packed(whole), tmp_path) == whole


def test_of_a_lead_the_outbox_keeps_its_id_alone(outbox: Outbox, journal: Journal) -> None:
    reply = replace(message("ack:L-000001", LEAD, "acknowledgement"), lead_ids=("L-000001",))
    queue(outbox, reply)
    no_server = replace(
        preset_settings("general"), timezone=ZONE, acknowledge=Acknowledge(email=True)
    )
    assert states(post(outbox, no_server, NIGHT)) == ["later"]
    kept = journal.connection.execute("SELECT name, subject, lead_ids, whom FROM outbox").fetchone()
    assert kept[:3] == ("", "", '["L-000001"]')
    assert "ravi" not in kept[3]


# --- crashes -------------------------------------------------------------------------------------


def test_after_a_crash_a_message_goes_out_once_more_and_says_so(
    outbox: Outbox, settings: Settings, office: PostOffice
) -> None:
    queue(outbox, message())
    crash_while_sending(outbox)
    assert states(post(outbox, settings, NIGHT)) == ["sent"]
    (mail,) = office.mails
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text
    assert html
    assert text.get_content().startswith(MAY_REPEAT)
    assert html.get_content().startswith("<body><p style=")
    assert MAY_REPEAT in html.get_content()


def test_after_a_second_crash_it_is_given_up_and_not_sent_a_third_time(
    outbox: Outbox, settings: Settings, office: PostOffice, journal: Journal
) -> None:
    queue(outbox, message())
    crash_while_sending(outbox)
    outbox.tidy(NIGHT)
    crash_while_sending(outbox)
    assert post(outbox, settings, NIGHT) == []
    assert states_kept(journal) == [("given-up", False)]
    assert [one.trouble for one in outbox.waiting(NIGHT - timedelta(days=1))] == [
        "sending it broke off, and it may have arrived"
    ]


def test_an_acknowledgement_cut_off_by_a_crash_never_goes_out_again(
    outbox: Outbox, settings: Settings, office: PostOffice, journal: Journal
) -> None:
    queue(outbox, message("ack:L-000001", LEAD, "acknowledgement"))
    crash_while_sending(outbox)
    assert post(outbox, settings, NIGHT) == []
    assert states_kept(journal) == [("given-up", False)]
    assert "ack:L-000001" in outbox.acknowledged(1)


def test_where_no_answer_came_it_is_as_after_a_crash(
    outbox: Outbox, settings: Settings, office: PostOffice, journal: Journal
) -> None:
    office.at_data = lambda transport: transport.abort()
    queue(outbox, message(), message("ack:L-000001", LEAD, "acknowledgement"))
    assert states(post(outbox, settings, NIGHT)) == ["unclear", "unclear"]
    assert [state for state, _ in states_kept(journal)] == ["queued", "given-up"]
    office.at_data = None
    assert states(post(outbox, settings, NIGHT + timedelta(hours=1))) == ["sent"]
    assert [mail["To"] for mail in office.mails] == [
        "Meera <meera@shop.example>", "Ravi <ravi@home.example>", "Meera <meera@shop.example>",
    ]  # fmt: skip
    first, _, again = office.mails
    assert first["Message-ID"] == again["Message-ID"]


def test_two_processes_never_send_at_once(
    outbox: Outbox, settings: Settings, office: PostOffice
) -> None:
    queue(outbox, message())
    with outbox.exclusive() as mine:
        assert mine
        assert post(outbox, settings, NIGHT) == []
    assert states(post(outbox, settings, NIGHT)) == ["sent"]


def test_what_another_process_took_meanwhile_is_not_sent(outbox: Outbox) -> None:
    queue(outbox, message())
    letters = outbox.due(NIGHT)
    assert outbox.begin(letters)
    assert not outbox.begin(letters)


# --- trying again --------------------------------------------------------------------------------


def test_a_failure_is_tried_again_after_longer_and_longer_waits(
    outbox: Outbox, settings: Settings, office: PostOffice
) -> None:
    queue(outbox, message())
    tried, now = [], NIGHT
    while now < NIGHT + timedelta(hours=6):
        office.answers["RCPT"] = ["451 4.7.1 later"]
        tried += [now - NIGHT] if post(outbox, settings, now) else []
        now += timedelta(minutes=5)
    minutes = [wait.total_seconds() / 60 for wait in tried]
    assert minutes == [0, 5, 20, 80, 260]
    (kept,) = outbox.waiting(NIGHT)
    assert (kept.tries, kept.trouble) == (5, "the mail server asks to try again later (451 4.7.1)")


def test_what_the_server_refuses_for_good_is_given_up(
    outbox: Outbox, settings: Settings, office: PostOffice, journal: Journal
) -> None:
    office.answers["RCPT"] = ["550 5.1.1 unknown"]
    queue(outbox, message())
    assert states(post(outbox, settings, NIGHT)) == ["refused"]
    assert post(outbox, settings, NIGHT + timedelta(days=1)) == []
    assert states_kept(journal) == [("given-up", False)]


def test_what_could_not_be_sent_while_it_was_worth_sending_is_given_up(
    outbox: Outbox, settings: Settings, office: PostOffice, journal: Journal
) -> None:
    queue(outbox, message(), message("ack:L-000001", LEAD, "acknowledgement"))
    assert states(post(outbox, settings, NIGHT + timedelta(days=2))) == ["sent"]
    assert post(outbox, settings, NIGHT + timedelta(days=9)) == []
    assert [state for state, _ in states_kept(journal)] == ["sent", "given-up"]


def test_a_clock_set_back_holds_nothing_up(
    outbox: Outbox, settings: Settings, office: PostOffice
) -> None:
    office.answers["RCPT"] = ["451 later"]
    queue(outbox, message())
    post(outbox, settings, NIGHT + timedelta(days=3))
    assert states(post(outbox, settings, NIGHT)) == ["sent"]


def test_a_message_made_while_the_clock_was_wrong_goes_out_now(
    outbox: Outbox, settings: Settings, office: PostOffice
) -> None:
    office.answers["RCPT"] = ["451 later"]
    queue(outbox, message(), at=NIGHT + timedelta(days=365))
    post(outbox, settings, NIGHT + timedelta(days=365))
    assert states(post(outbox, settings, NIGHT)) == ["sent"]


def test_a_message_that_cannot_be_made_holds_up_no_other(
    outbox: Outbox, settings: Settings, office: PostOffice
) -> None:
    queue(outbox, message("bad", Recipient("Bad", "no\ndomain@x\n.example")), message("good"))
    assert states(post(outbox, settings, NIGHT)) == ["refused", "sent"]
    assert [mail["Subject"] for mail in office.mails] == ["About good"]


def test_a_chat_address_that_cannot_be_read_is_told_by_its_place(
    outbox: Outbox, settings: Settings, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CHAT", raising=False)
    queue(outbox, message(to=Recipient("Meera", chat=Secret("env:CHAT"))))
    (posted,) = post(outbox, settings, NIGHT)
    assert posted.attempt.said == "the chat address, env:CHAT, is not set"


def test_replies_that_wait_go_nowhere_once_they_are_switched_off(
    outbox: Outbox, settings: Settings, office: PostOffice
) -> None:
    queue(outbox, message("ack:L-000001", LEAD, "acknowledgement"))
    assert post(outbox, replace(settings, acknowledge=None), NIGHT) == []
    assert office.mails == []


# --- one digest ----------------------------------------------------------------------------------


def test_after_an_outage_each_gets_one_digest(
    outbox: Outbox, settings: Settings, office: PostOffice
) -> None:
    assert settings.messages
    nobody = Smtp("localhost", free_port(), "none")
    away = replace(settings, messages=replace(settings.messages, smtp=nobody))
    for day in range(8):
        at = NIGHT + timedelta(days=day / 2)
        queue(outbox, message(f"owner {day}"), message(f"asha {day}", ASHA, "team"), at=at)
        post(outbox, away, at)
    posted = post(outbox, settings, NIGHT + timedelta(days=4))
    assert [(one.kind, one.messages) for one in posted] == [("owner", 8), ("team", 6)]
    owner = next(mail for mail in office.mails if "Meera" in str(mail["To"]))
    assert owner["Subject"] == "About owner 7 (and 7 earlier messages)"
    body = owner.get_body(("plain",))
    assert body
    text = body.get_content()
    assert text.startswith("7 earlier messages could not go out until now; below, newest first.")
    assert text.index("Text of owner 7") < text.index("--- Mon 23 Nov 21:00: About owner 6")
    assert "Text of owner 2" in text
    assert "Text of owner 1" not in text
    assert "Fri 20 Nov 21:00: About owner 0" in text


def test_of_a_digest_that_is_too_large_the_newest_message_goes_out_alone(
    outbox: Outbox, settings: Settings, office: PostOffice, journal: Journal
) -> None:
    queue(outbox, message("one"), message("two"))
    office.answers["DATA"] = ["552 5.3.4 too large"]
    posted = post(outbox, settings, NIGHT)
    assert [(one.attempt.state, one.messages) for one in posted] == [("refused", 2), ("sent", 1)]
    assert [mail["Subject"] for mail in office.mails] == ["About two"]
    assert states_kept(journal) == [("given-up", False), ("sent", False)]


def test_replies_to_leads_are_never_put_together(
    outbox: Outbox, settings: Settings, office: PostOffice
) -> None:
    queue(outbox, *(message(f"ack:{n}", LEAD, "acknowledgement") for n in range(2)))
    assert [one.messages for one in post(outbox, settings, NIGHT)] == [1, 1]


def test_a_digest_that_was_cut_off_goes_out_once_more_as_a_whole(
    outbox: Outbox, settings: Settings, office: PostOffice
) -> None:
    queue(outbox, message("one"), message("two"))
    crash_while_sending(outbox)
    (posted,) = post(outbox, settings, NIGHT)
    assert (posted.messages, posted.attempt) == (2, Attempt("sent"))


# --- when ----------------------------------------------------------------------------------------


def test_in_quiet_hours_only_replies_to_leads_go_out(
    outbox: Outbox, settings: Settings, office: PostOffice
) -> None:
    assert settings.messages
    quiet = QuietHours(time(21), time(8))
    still = replace(settings, messages=replace(settings.messages, quiet=quiet))
    queue(outbox, message(), message("ack:L-000001", LEAD, "acknowledgement"))
    assert [one.kind for one in post(outbox, still, NIGHT)] == ["acknowledgement"]
    assert post(outbox, still, NIGHT.replace(day=21, hour=7, minute=59)) == []
    assert [one.kind for one in post(outbox, still, NIGHT.replace(day=21, hour=8))] == ["owner"]


def test_nobody_gets_more_than_so_many_messages_a_day(
    outbox: Outbox, settings: Settings, office: PostOffice
) -> None:
    assert settings.messages
    few = replace(settings, messages=replace(settings.messages, most_a_day=2))
    morning = NIGHT.replace(hour=9)
    for hour in range(4):
        at = morning + timedelta(hours=hour)
        queue(outbox, message(f"alert {hour}", kind="alert"), at=at)
        post(outbox, few, at)
    assert len(office.mails) == 2
    assert outbox.count_waiting() == 2
    (posted,) = post(outbox, few, NIGHT.replace(day=21, hour=0, minute=5))
    assert posted.messages == 2


def test_a_journal_that_cannot_be_kept_sends_nothing_old(
    journal: Journal, outbox: Outbox, tmp_path: Path
) -> None:
    queue(outbox, message())
    journal.kept = False
    later = NIGHT + timedelta(hours=1)
    unkept = Outbox(journal, tmp_path)
    queue(unkept, message("this run's"), at=later)
    assert [letter.message.key for letter in unkept.due(later)] == ["this run's"]


def test_a_copied_journal_leaves_what_waits_to_the_original(
    journal: Journal, outbox: Outbox, tmp_path: Path
) -> None:
    queue(outbox, message(), message("ack:L-000001", LEAD, "acknowledgement"))
    journal.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    copy = tmp_path / "copy.journal.db"
    copy.write_bytes(journal.path.read_bytes())
    with Journal.open(copy, NIGHT) as second:
        other = Outbox(second, tmp_path)
        assert not other.has_waiting()
        assert "ack:L-000001" in other.acknowledged(1)
    assert outbox.count_waiting() == 2


def test_sent_messages_are_forgotten_in_time_but_never_that_a_lead_had_its_reply(
    outbox: Outbox, settings: Settings, office: PostOffice, journal: Journal
) -> None:
    queue(outbox, message(), message("ack:L-000001", LEAD, "acknowledgement"))
    post(outbox, settings, NIGHT)
    outbox.tidy(NIGHT + timedelta(days=400))
    assert states_kept(journal) == [("sent", False)]
    assert outbox.acknowledged(1) == {"ack:L-000001"}
