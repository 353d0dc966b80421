"""Every way out that a config knows: which one a message takes, and what it lacks."""

from __future__ import annotations

from datetime import datetime
from types import TracebackType
from typing import Literal, Self

from sheetsync.config import Settings
from sheetsync.config.secrets import SecretUnreadable
from sheetsync.delivery import chat
from sheetsync.delivery.attempt import Attempt, Begin
from sheetsync.delivery.mail import email_of, message_id
from sheetsync.delivery.smtp import PATIENCE, MailServer
from sheetsync.messages.message import Message

NO_SERVER = Attempt(
    "later", "no mail server is configured", "Write smtp: and from: below messages: in config.yaml."
)


class Ways:
    """Sends messages; one connection to the mail server serves all of them."""

    def __init__(self, settings: Settings, patience: float = PATIENCE) -> None:
        messages = settings.messages
        self._sender = messages.sender if messages else None
        smtp = messages.smtp if messages else None
        self._server = MailServer(smtp, self._sender, patience) if smtp and self._sender else None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._server is not None:
            self._server.__exit__(kind, error, trace)

    def send(
        self, message: Message, way: Literal["email", "chat"], uid: str, now: datetime, begin: Begin
    ) -> Attempt:
        """Try once."""
        if way == "email":
            return self._mail(message, uid, now, begin)
        return _chat(message, begin)

    def _mail(self, message: Message, uid: str, now: datetime, begin: Begin) -> Attempt:
        if self._server is None or self._sender is None:
            return NO_SERVER
        mail = email_of(message, self._sender, message_id(uid, self._sender), now)
        return self._server.send(mail, message.to.email, begin)


def _chat(message: Message, begin: Begin) -> Attempt:
    assert message.to.chat is not None
    try:
        address = message.to.chat.read()
    except SecretUnreadable as error:
        return Attempt("later", f"the chat address, {error.where}, {error.what}", error.hint)
    return chat.send(address, message.subject, message.text, begin, message.to.phone)
