"""A message as it is queued and sent: to whom, what it says, what hangs on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sheetsync.config.messages import Recipient

__all__ = ["Attachment", "Kind", "Message", "Recipient"]

Kind = Literal["owner", "team", "alert", "acknowledgement"]


@dataclass(frozen=True)
class Attachment:
    """A file that goes along; with a ``content_id`` it is a picture inside the HTML, named there
    ``cid:`` and that id."""

    name: str
    media_type: str
    content: bytes
    content_id: str = ""


@dataclass(frozen=True)
class Message:
    """One message to one person. ``key`` is its identity: with the same key it is queued once
    (``nightly:2026-11-21:2026-11-23:owner``). ``text`` says all that ``html`` says; ``lead_ids``
    are the leads it is about, for the log."""

    key: str
    kind: Kind
    to: Recipient
    subject: str
    text: str
    html: str = ""
    attachments: tuple[Attachment, ...] = ()
    lead_ids: tuple[str, ...] = ()
