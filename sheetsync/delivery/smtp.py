"""One mail server, spoken to over one connection for all messages of a run.

What the server or its settings are at fault for (no connection, certificate, log-in, 4xx) is tried
again later, for nothing is wrong with the message; a 5xx about the message or its recipient is
final. Only a connection that ends after all of a message was handed over leaves it unclear.
"""

from __future__ import annotations

import smtplib
import socket
import ssl
from email.message import EmailMessage
from types import TracebackType
from typing import Self

from sheetsync.config.messages import Mailbox, Smtp, is_this_machine
from sheetsync.config.secrets import SecretUnreadable
from sheetsync.delivery import refusals
from sheetsync.delivery.attempt import SENT, WITHHELD, Attempt, Begin
from sheetsync.delivery.mail import POLICY, sendable
from sheetsync.delivery.patient import PatientSmtp, PatientSmtpOverTls

PATIENCE = 20.0
"""Seconds a server may be silent; a whole answer may take three times as long."""


class _Failed(Exception):
    """This try is over, with what it came to."""

    def __init__(self, attempt: Attempt) -> None:
        super().__init__(attempt.said)
        self.attempt = attempt


class MailServer:
    """Sends mails; connects at the first. Where connecting fails, or the server falls silent, no
    further try is made."""

    def __init__(self, route: Smtp, sender: Mailbox, patience: float = PATIENCE) -> None:
        self.route, self.sender, self.patience = route, sender, patience
        self._connection: smtplib.SMTP | None = None
        self._out_of_reach: Attempt | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        self._hang_up(politely=kind is None)

    def send(self, mail: EmailMessage, to: str, begin: Begin) -> Attempt:
        """Try once to hand over a mail. Raises nothing a network or server may cause."""
        if self._out_of_reach is not None:
            return self._out_of_reach
        try:
            return self._sent(mail, sendable(to), begin)
        except _Failed as failed:
            return failed.attempt

    def check(self) -> Attempt:
        """Connect and log in, sending nothing."""
        try:
            self._connected()
        except _Failed as failed:
            return failed.attempt
        return SENT

    def _sent(self, mail: EmailMessage, to: str, begin: Begin) -> Attempt:
        connection = self._connected()
        try:
            options = _options(connection, to, sendable(self.sender.email))
            self._step(connection.mail(sendable(self.sender.email), options), refusals.of_sender)
            self._step(connection.rcpt(to), refusals.of_recipient)
            self._step(connection.docmd("DATA"), refusals.of_content, wanted=354)
            if not begin():
                self._hang_up(politely=False)
                return WITHHELD
            connection.send(_payload(mail, utf8=bool(options)))
        except (OSError, smtplib.SMTPException) as error:
            self._fallen_out(error)
            raise _Failed(refusals.cut_off(self.route, error)) from None
        return self._answer(connection)

    def _answer(self, connection: smtplib.SMTP) -> Attempt:
        """What the server says to a whole message: until then nobody knows who has it."""
        try:
            code, said = connection.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self._fallen_out(error)
            return refusals.no_answer(self.route)
        return SENT if code == 250 else refusals.of_content(code, said)

    def _fallen_out(self, error: Exception) -> None:
        """Let go of the connection; a server that was waited for in vain is not asked again."""
        self._hang_up(politely=False)
        reason = error if isinstance(error, TimeoutError) else error.__context__
        if isinstance(reason, TimeoutError):
            self._out_of_reach = refusals.unreachable(self.route, reason)

    def _step(self, reply: tuple[int, bytes], refused: refusals.Refusal, wanted: int = 250) -> None:
        code, said = reply
        if code == wanted or (wanted == 250 and code == 251):
            return
        self._start_over()
        raise _Failed(refused(code, said))

    def _start_over(self) -> None:
        """Ready for the next message; a connection that is not is let go."""
        try:
            assert self._connection is not None
            self._connection.rset()
        except (OSError, smtplib.SMTPException):
            self._hang_up(politely=False)

    def _connected(self) -> smtplib.SMTP:
        if self._connection is None:
            try:
                self._connection = self._connect()
            except _Failed as failed:
                self._out_of_reach = failed.attempt
                raise
        return self._connection

    def _connect(self) -> smtplib.SMTP:
        route = self.route
        try:
            connection = self._opened()
        except smtplib.SMTPConnectError as error:
            raise _Failed(refusals.of_server(error.smtp_code, _bytes(error.smtp_error))) from None
        except (OSError, smtplib.SMTPException) as error:
            raise _Failed(refusals.unreachable(route, error)) from None
        try:
            self._secured(connection)
            self._logged_in(connection)
        except _Failed:
            connection.close()
            raise
        except (OSError, smtplib.SMTPException) as error:
            connection.close()
            raise _Failed(refusals.unreachable(route, error)) from None
        return connection

    def _opened(self) -> smtplib.SMTP:
        route, name = self.route, _own_name(self.sender)
        if route.security == "tls":
            context = ssl.create_default_context()
            return PatientSmtpOverTls(
                route.host, route.port, name, timeout=self.patience, context=context
            )
        return PatientSmtp(route.host, route.port, name, timeout=self.patience)

    def _secured(self, connection: smtplib.SMTP) -> None:
        connection.ehlo_or_helo_if_needed()
        if self.route.security != "starttls":
            return
        if not connection.has_extn("starttls"):
            raise _Failed(refusals.no_starttls(self.route))
        connection.starttls(context=ssl.create_default_context())
        connection.ehlo()

    def _logged_in(self, connection: smtplib.SMTP) -> None:
        route = self.route
        if not route.user:
            return
        if route.security == "none" and not is_this_machine(route.host):
            raise _Failed(refusals.plain_password(route))
        try:
            connection.login(route.user, route.password.read() if route.password else "")
        except SecretUnreadable as error:
            what = f"the mail server's password, {error.where}, {error.what}"
            raise _Failed(Attempt("later", what, error.hint)) from None
        except smtplib.SMTPAuthenticationError as error:
            raise _Failed(refusals.of_log_in(error.smtp_code, route)) from None
        except smtplib.SMTPNotSupportedError:
            raise _Failed(refusals.no_log_in(route)) from None

    def _hang_up(self, *, politely: bool = True) -> None:
        connection, self._connection = self._connection, None
        if connection is None:
            return
        try:
            if politely:
                connection.quit()
        except (OSError, smtplib.SMTPException):
            pass
        finally:
            connection.close()


def _payload(mail: EmailMessage, *, utf8: bool) -> bytes:
    """The message as it goes over the wire: dots doubled, and the dot that ends it."""
    data = mail.as_bytes(policy=POLICY.clone(utf8=utf8))
    data = data if data.endswith(b"\r\n") else data + b"\r\n"
    dotted = b"\r\n".join(b"." + x if x.startswith(b".") else x for x in data.split(b"\r\n"))
    return dotted + b".\r\n"


def _options(connection: smtplib.SMTP, *addresses: str) -> list[str]:
    """What a name with letters beyond ASCII before the @ needs."""
    if all(address.isascii() for address in addresses):
        return []
    if not connection.has_extn("smtputf8"):
        raise _Failed(refusals.no_smtputf8())
    return ["SMTPUTF8", "BODY=8BITMIME"]


def _own_name(sender: Mailbox) -> str | None:
    """What we call ourselves: this machine's name where it has a full one, else the domain we
    write from; some servers refuse a bare name."""
    name = socket.gethostname()
    return name if "." in name else sendable(sender.email).rpartition("@")[2] or None


def _bytes(said: bytes | str) -> bytes:
    return said if isinstance(said, bytes) else said.encode()
