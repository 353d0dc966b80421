"""A process that queues and sends, one night after the other, for tests that kill it. In a module
of its own, so that what starts it loads nothing else."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from sheetsync.config import Settings, preset_settings
from sheetsync.config.acknowledge import Acknowledge
from sheetsync.config.messages import Mailbox, Messages, Recipient, Smtp
from sheetsync.journal import Journal
from sheetsync.messages.message import Kind, Message
from sheetsync.outbox import Outbox
from sheetsync.outbox.posting import post


def at_work(folder: Path, port: int, state: Path, link: Any, only: int | None = None) -> None:
    """Queue and send, one night after the other."""
    os.environ["SHEETSYNC_STATE_DIR"] = str(state)
    settings = settings_for(folder, port)
    link.send("ready")
    for _ in count() if only is None else range(only):
        with Journal.open(folder / "config.journal.db", datetime.now(UTC)) as journal:
            night(journal, settings)
    link.send("done")


def night(journal: Journal, settings: Settings) -> None:
    """What a run queues and sends: a message to the owner, a list, a reply to a lead."""
    outbox, now = Outbox(journal, settings.path.parent), datetime.now(UTC)
    (number,) = journal.connection.execute("SELECT count(*) FROM outbox").fetchone()
    whom: dict[Kind, str] = {"owner": "meera", "team": "asha", "acknowledgement": f"lead{number}"}
    for kind, to in whom.items():
        outbox.queue(message(kind, f"{kind}-{number}-", to), now, book=1)
    post(outbox, settings, now)


def message(kind: Kind, token: str, to: str) -> Message:
    return Message(token, kind, Recipient(to, f"{to}@shop.example"), token, f"It is {token}.")


def settings_for(folder: Path, port: int) -> Settings:
    sender, smtp = Mailbox("leads@shop.example"), Smtp("localhost", port, "none")
    messages = Messages(sender=sender, smtp=smtp, most_a_day=10**6)
    return replace(
        preset_settings("general"),
        path=folder / "config.yaml",
        messages=messages,
        acknowledge=Acknowledge(email=True),
    )
