"""Mail goes to a real SMTP server on loopback: what each of its answers, and silences, comes to."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sheetsync.config.messages import Mailbox, Recipient, Smtp
from sheetsync.config.secrets import Secret
from sheetsync.delivery import Attempt
from sheetsync.delivery.mail import email_of, message_id
from sheetsync.delivery.smtp import MailServer
from sheetsync.messages.message import Attachment, Message
from tests.delivery.post_office import (
    PASSWORD,
    USER,
    PostOffice,
    certificate,
    free_port,
    post_office,
    takes_log_in,
    tls_of,
)

NOW = datetime(2026, 11, 20, 21, 0, tzinfo=ZoneInfo("Asia/Kolkata"))
SENDER = Mailbox("leads@shop.example", "Sunrise Kitchens")
MESSAGE = Message(
    key="nightly:2026-11-20:owner",
    kind="owner",
    to=Recipient("Meera Iyer", "meera@shop.example"),
    subject="4 overdue, ₹4,80,000 open",
    text="Overdue since Thu 12 Nov\n.\n.a line that begins with a dot\n",
    html='<p>Overdue</p><img src="cid:week">',
    attachments=(
        Attachment("week.png", "image/png", b"\x89PNG", content_id="week"),
        Attachment("overdue.xlsx", "application/vnd.openxmlformats", b"PK" * 5000),
    ),
    lead_ids=("L-000123",),
)
TLS: dict[str, Any] = {"user": USER, "password": Secret("env:MAIL_PASSWORD")}


@pytest.fixture(autouse=True)
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A certificate this machine trusts, and the password where the config says."""
    path = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    monkeypatch.setenv("MAIL_PASSWORD", PASSWORD)
    return path


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with post_office() as one:
        yield one


def sent(
    route: Smtp, message: Message = MESSAGE, begin: Any = lambda: True, patience: float = 5.0
) -> Attempt:
    mail = email_of(message, SENDER, message_id(message.key, SENDER), NOW)
    with MailServer(route, SENDER, patience) as server:
        return server.send(mail, message.to.email, begin)


# --- what arrives --------------------------------------------------------------------------------


def test_a_message_arrives_with_text_html_the_picture_inside_and_the_file_beside(
    office: PostOffice,
) -> None:
    assert sent(office.route()) == Attempt("sent")
    (mail,) = office.mails
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text
    assert html
    assert text.get_content().splitlines() == MESSAGE.text.splitlines()
    assert html.get_content().strip() == MESSAGE.html
    kinds = [part.get_content_type() for part in mail.walk()]
    assert kinds == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
        "application/vnd.openxmlformats",
    ]
    picture = next(part for part in mail.walk() if part.get_content_type() == "image/png")
    assert picture["Content-ID"] == "<week>"
    (file,) = mail.iter_attachments()
    assert (file.get_filename(), file.get_content()) == ("overdue.xlsx", b"PK" * 5000)


def test_its_head_says_who_when_and_that_a_machine_wrote_it(office: PostOffice) -> None:
    sent(office.route())
    (mail,) = office.mails
    assert mail["From"] == "Sunrise Kitchens <leads@shop.example>"
    assert mail["To"] == "Meera Iyer <meera@shop.example>"
    assert mail["Subject"] == MESSAGE.subject
    assert mail["Date"] == "Fri, 20 Nov 2026 21:00:00 +0530"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"] == message_id(MESSAGE.key, SENDER)
    assert office.raw[0].isascii()


def test_an_acknowledgement_asks_for_no_automatic_answer(office: PostOffice) -> None:
    sent(office.route(), replace(MESSAGE, kind="acknowledgement"))
    (mail,) = office.mails
    assert mail["Auto-Submitted"] == "auto-replied"
    assert mail["X-Auto-Response-Suppress"] == "All"


def test_a_line_break_in_a_subject_or_name_begins_no_header(office: PostOffice) -> None:
    to = Recipient("Eve\r\nBcc: all@shop.example", "eve@shop.example")
    assert sent(office.route(), replace(MESSAGE, to=to, subject="a\r\nBcc: b@c.example")).state == (
        "sent"
    )
    (mail,) = office.mails
    assert mail["Bcc"] is None
    assert mail["Subject"] == "a Bcc: b@c.example"


def test_an_address_in_letters_of_its_own_country_is_reached() -> None:
    to = Recipient("Jörg", "jörg@käse.example")
    with post_office(enable_SMTPUTF8=False) as office:
        refused = sent(office.route(), replace(MESSAGE, to=to))
        assert (refused.state, office.mails) == ("refused", [])
        plain = Recipient("Jörg", "jorg@käse.example")
        assert sent(office.route(), replace(MESSAGE, to=plain)).state == "sent"
        assert office.recipients == ["jorg@xn--kse-qla.example"]
    with post_office(enable_SMTPUTF8=True) as office:
        assert sent(office.route(), replace(MESSAGE, to=to)).state == "sent"
        assert office.recipients == ["jörg@xn--kse-qla.example"]


def test_all_messages_of_a_run_go_over_one_connection(office: PostOffice) -> None:
    mail = email_of(MESSAGE, SENDER, "<1@shop.example>", NOW)
    with MailServer(office.route(), SENDER) as server:
        states = [server.send(mail, MESSAGE.to.email, lambda: True).state]
        office.answers["RCPT"] = ["550 5.1.1 nobody here"]
        states += [server.send(mail, MESSAGE.to.email, lambda: True).state for _ in range(2)]
    assert states == ["sent", "refused", "sent"]
    assert office.connections == 1


# --- TLS and log-in ------------------------------------------------------------------------------


def test_starttls_encrypts_before_anything_is_said(trusted: Path) -> None:
    keys = takes_log_in() | {"auth_require_tls": True, "require_starttls": True}
    with post_office(tls_context=tls_of(trusted), **keys) as office:
        assert sent(office.route("starttls", **TLS)).state == "sent"


def test_tls_from_the_first_byte(trusted: Path) -> None:
    with post_office(ssl_context=tls_of(trusted), **takes_log_in()) as office:
        assert sent(office.route("tls", **TLS)).state == "sent"


def test_a_certificate_of_another_name_or_nobody_we_trust_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    strange = certificate(tmp_path, "elsewhere.example")
    for trust in (strange, tmp_path / "localhost.pem"):
        monkeypatch.setenv("SSL_CERT_FILE", str(trust))
        with post_office(tls_context=tls_of(strange)) as office:
            failed = sent(office.route("starttls"))
        assert failed.state == "later"
        assert "certificate" in failed.said
        assert office.mails == []


def test_without_starttls_on_offer_nothing_is_sent_in_the_open(office: PostOffice) -> None:
    failed = sent(office.route("starttls", **TLS))
    assert failed.said == f"localhost offers no encryption on port {office.port}"
    assert "port: 465" in failed.remedy


def test_a_wrong_password_is_told_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAIL_PASSWORD", "wrong")
    with post_office(**takes_log_in()) as office:
        failed = sent(office.route(**TLS))
    assert failed == Attempt(
        "later",
        "localhost refused the log-in (535)",
        "Look at user: and password: of smtp: in config.yaml; many services want an app password.",
    )


def test_a_password_that_is_not_there_is_told_by_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MAIL_PASSWORD")
    with post_office(**takes_log_in()) as office:
        failed = sent(office.route(**TLS))
    assert failed.said == "the mail server's password, env:MAIL_PASSWORD, is not set"


# --- bad days ------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
def test_greylisting_means_later_and_the_next_try_gets_through(
    office: PostOffice, step: str
) -> None:
    office.answers[step] = ["451 4.7.1 Greylisted, try again in 5 minutes"]
    assert sent(office.route()) == Attempt(
        "later", "the mail server asks to try again later (451 4.7.1)", "It is tried again."
    )
    assert sent(office.route()).state == "sent"


@pytest.mark.parametrize(
    ("step", "answer", "state", "said"),
    [
        ("RCPT", "550 5.1.1 meera@shop.example unknown", "refused",
         "the mail server refused the recipient's address (550 5.1.1)"),
        ("MAIL", "553 5.7.1 not yours", "later",
         "the mail server takes no mail from the address of from: (553 5.7.1)"),
        ("DATA", "554 5.7.1 spam", "refused",
         "the mail server refused the message (554 5.7.1)"),
        ("DATA", "552 too big", "refused",
         "the message is too large for the mail server (552)"),
    ],
)  # fmt: skip
def test_a_refusal_is_final_where_the_message_is_at_fault(
    office: PostOffice, step: str, answer: str, state: str, said: str
) -> None:
    office.answers[step] = [answer]
    failed = sent(office.route())
    assert (failed.state, failed.said) == (state, said)
    assert failed.remedy


def test_a_server_that_is_not_there_is_asked_once_for_all_messages() -> None:
    mail = email_of(MESSAGE, SENDER, "<1@shop.example>", NOW)
    route = Smtp("localhost", free_port(), "none")
    with MailServer(route, SENDER) as server:
        first = server.send(mail, "a@shop.example", lambda: True)
        assert first.state == "later"
        assert first.said == f"localhost:{route.port} does not answer (Connection refused)"
        assert server.send(mail, "b@shop.example", lambda: True) is first


def test_a_connection_cut_in_the_middle_of_a_message_means_later() -> None:
    large = replace(MESSAGE, attachments=(Attachment("x.bin", "a/b", bytes(8_000_000)),))
    with cut_after(b"DATA", 50_000) as port:
        failed = sent(Smtp("localhost", port, "none"), large)
    assert failed.state == "later"
    assert "before the message was through" in failed.said


def test_a_connection_cut_before_the_answer_leaves_it_unclear(office: PostOffice) -> None:
    office.at_data = lambda transport: transport.abort()
    unclear = sent(office.route())
    assert unclear.state == "unclear"
    assert len(office.mails) == 1


def test_a_server_that_falls_silent_is_waited_for_so_long_and_no_longer() -> None:
    with cut_after(b"DATA", 10_000_000) as port:
        mail = email_of(MESSAGE, SENDER, "<1@shop.example>", NOW)
        with MailServer(Smtp("localhost", port, "none"), SENDER, 0.3) as server:
            tries = [server.send(mail, "a@shop.example", lambda: True) for _ in range(2)]
    assert [one.state for one in tries] == ["unclear", "later"]
    assert tries[1].said == f"localhost:{port} does not answer (it took too long)"


@pytest.mark.parametrize("piece", [b"2", b"220-still here\r\n"])
def test_an_answer_that_never_ends_is_waited_for_so_long_and_no_longer(piece: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        ended = threading.Event()

        def talk() -> None:
            connection, _ = server.accept()
            with connection, suppress(OSError):
                while not ended.wait(0.05):
                    connection.sendall(piece)

        talking = threading.Thread(target=talk, daemon=True)
        talking.start()
        attempt = sent(Smtp("127.0.0.1", server.getsockname()[1], "none"), patience=0.2)
        ended.set()
        talking.join()
    assert (attempt.state, "it took too long" in attempt.said) == ("later", True)


def test_it_begins_only_when_the_server_is_ready_for_the_message(office: PostOffice) -> None:
    begun: list[str] = []

    def begin() -> bool:
        begun.append("begun")
        return False

    office.answers["RCPT"] = ["450 busy"]
    sent(office.route(), begin=begin)
    assert begun == []
    withheld = sent(office.route(), begin=begin)
    assert (withheld.state, begun) == ("withheld", ["begun"])
    assert office.mails == []


class cut_after:  # noqa: N801 - reads as a phrase
    """A server that takes a message and goes away after so many of its bytes, saying nothing."""

    def __init__(self, command: bytes, length: int) -> None:
        self.command, self.length = command, length
        self.listener = socket.create_server(("127.0.0.1", 0))

    def __enter__(self) -> int:
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()
        port: int = self.listener.getsockname()[1]
        return port

    def __exit__(self, *_: object) -> None:
        self.thread.join(5)
        self.listener.close()

    def _serve(self) -> None:
        link, _ = self.listener.accept()
        with link:
            link.sendall(b"220 office.example\r\n")
            lines = link.makefile("rb")
            for line in lines:
                if line.strip() == self.command:
                    break
                link.sendall(b"250 OK\r\n")
            link.sendall(b"354 go on\r\n")
            lines.read(self.length)
