"""A message as an e-mail: text, the same in HTML, pictures inside it, files that go along."""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from sheetsync.config.messages import Mailbox
from sheetsync.messages.message import Attachment, Message

POLICY = SMTP.clone(cte_type="7bit")
"""Every server takes seven bits; lines end as SMTP wants them."""


def email_of(message: Message, sender: Mailbox, message_id: str, now: datetime) -> EmailMessage:
    """The e-mail; with the same ``message_id`` programs take a repetition for what it is."""
    mail = EmailMessage(policy=POLICY)
    mail["From"] = _address(sender.name, sender.email)
    mail["To"] = _address(message.to.name, message.to.email)
    mail["Subject"] = one_line(message.subject)
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = message_id
    is_reply = message.kind == "acknowledgement"
    mail["Auto-Submitted"] = "auto-replied" if is_reply else "auto-generated"
    if is_reply:
        mail["X-Auto-Response-Suppress"] = "All"
    mail.set_content(message.text)
    if message.html:
        _add_html(mail, message)
    for file in message.attachments:
        if not file.content_id:
            main, sub = _kind(file)
            mail.add_attachment(file.content, main, sub, filename=one_line(file.name))
    return mail


def _add_html(mail: EmailMessage, message: Message) -> None:
    mail.add_alternative(message.html, subtype="html")
    html = list(mail.iter_parts())[-1]
    assert isinstance(html, EmailMessage)
    for picture in message.attachments:
        if picture.content_id:
            main, sub = _kind(picture)
            name, cid = one_line(picture.name), f"<{picture.content_id}>"
            html.add_related(
                picture.content, main, sub, filename=name, cid=cid, disposition="inline"
            )


def _kind(file: Attachment) -> tuple[str, str]:
    main, _, sub = file.media_type.partition("/")
    return main, sub or "octet-stream"


def message_id(digest: str, sender: Mailbox) -> str:
    """An id that is the same for the same message, and tells nothing of it."""
    code = base64.b32encode(hashlib.sha256(digest.encode()).digest()[:20]).decode().lower()
    return f"<{code}@{sendable(sender.email).rpartition('@')[2]}>"


def one_line(text: str) -> str:
    """A header's text: a line break in it would begin another header."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def sendable(address: str) -> str:
    """An address with its domain in ASCII, as every server takes it."""
    local, _, domain = address.rpartition("@")
    try:
        return f"{local}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        return address


def _address(name: str, email: str) -> Address:
    local, _, domain = sendable(email).rpartition("@")
    return Address(one_line(name), local, domain)
