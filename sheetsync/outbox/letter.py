"""A message on one way to its recipient, as the outbox keeps it until it is sent."""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from sheetsync.config.messages import Recipient
from sheetsync.config.secrets import Secret
from sheetsync.messages.message import Attachment, Kind, Message

Way = Literal["email", "chat"]

REPEATABLE: frozenset[Kind] = frozenset({"owner", "team", "alert"})
"""What goes out once more where nobody knows whether it did; a lead gets nothing twice."""


@dataclass(frozen=True)
class Letter:
    """A row of the outbox that waits. ``uid`` stays the same from try to try; ``may_repeat``: an
    earlier try broke off, and it may have arrived."""

    id: int
    way: Way
    uid: str
    whom: str
    message: Message
    queued: datetime
    tries: int = 0
    may_repeat: bool = False

    @property
    def kind(self) -> Kind:
        """What its message is."""
        return self.message.kind


def ways_to(recipient: Recipient) -> tuple[Way, ...]:
    """All the ways a recipient is written to."""
    ways: tuple[tuple[Way, Any], ...] = (("email", recipient.email), ("chat", recipient.chat))
    return tuple(way for way, there in ways if there)


def whom(way: Way, to: Recipient) -> str:
    """Tells one address from another without telling the address."""
    address = to.email.casefold() if way == "email" else to.phone or str(to.chat)
    return hashlib.sha256(f"sheetsync:{way}:{address}".encode()).hexdigest()[:32]


def packed(message: Message) -> bytes:
    """A message as the journal keeps it. Of a secret only its place is kept."""
    said = {
        "key": message.key,
        "kind": message.kind,
        "to": _packed_recipient(message.to),
        "subject": message.subject,
        "text": message.text,
        "html": message.html,
        "attachments": [
            asdict(one) | {"content": base64.b64encode(one.content).decode()}
            for one in message.attachments
        ],
        "lead_ids": message.lead_ids,
    }
    return zlib.compress(json.dumps(said, ensure_ascii=False).encode())


def unpacked(data: bytes, folder: Path) -> Message:
    """The message again; ``folder`` is the config's own, where the files of secrets are seen from
    even after it moved."""
    said = json.loads(zlib.decompress(data))
    attachments = (
        Attachment(**(one | {"content": base64.b64decode(one["content"])}))
        for one in said["attachments"]
    )
    return Message(
        **said
        | {
            "to": _unpacked_recipient(said["to"], folder),
            "attachments": tuple(attachments),
            "lead_ids": tuple(said["lead_ids"]),
        }
    )


def digest(data: bytes) -> str:
    """What remains of a message once it is sent."""
    return hashlib.sha256(data).hexdigest()


def _packed_recipient(to: Recipient) -> dict[str, Any]:
    chat = to.chat.place if to.chat else None
    return {"name": to.name, "email": to.email, "chat": chat, "phone": to.phone}


def _unpacked_recipient(said: dict[str, Any], folder: Path) -> Recipient:
    chat = Secret(said["chat"], folder) if said["chat"] else None
    return Recipient(said["name"], said["email"], chat, said["phone"])
