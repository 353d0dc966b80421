"""What was sent, as lines for people and as JSON for programs; no line names a person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sheetsync.outbox.posting import Posted

GONE = ("sent", "withheld")


@dataclass(frozen=True)
class Delivery:
    """What went out and what did not. ``waiting`` counts what is kept for later; ``notes`` are
    about messages that could not be made, or not kept."""

    posted: tuple[Posted, ...] = ()
    waiting: int = 0
    notes: tuple[str, ...] = ()
    broken: bool = False

    @property
    def failed(self) -> bool:
        """Whether something that was to go out did not."""
        return self.broken or any(one.attempt.state not in GONE for one in self.posted)

    @property
    def says_something(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.posted or self.waiting or self.notes)

    def as_json(self) -> dict[str, Any]:
        """The stable machine form."""
        return {
            "messages": [one.as_json() for one in self.posted],
            "waiting": self.waiting,
            "notes": list(self.notes),
            "failed": self.failed,
        }


NOTHING = Delivery()


def lines(delivery: Delivery) -> Iterator[str]:
    """What went out, without names."""
    for one in delivery.posted:
        if one.attempt.state == "sent":
            yield f"Sent {said(one)}"
    if delivery.waiting:
        noun = "message waits" if delivery.waiting == 1 else "messages wait"
        yield f"{delivery.waiting} {noun} to be sent"


def trouble_lines(delivery: Delivery) -> Iterator[str]:
    """What did not go out, and what to do."""
    for one in delivery.posted:
        if one.attempt.state not in GONE:
            yield f"Not sent: {said(one)}: {one.attempt.said}. {one.attempt.remedy}".rstrip()
    yield from delivery.notes


CALLED = {
    "owner": "the owner's message",
    "team": "a list to the team",
    "alert": "an alert to the owner",
    "acknowledgement": "an acknowledgement",
}


def said(one: Posted) -> str:
    """``the owner's message by email``; a digest says so, an acknowledgement its lead."""
    what = CALLED[one.kind]
    if one.messages > 1:
        whom = "the team" if one.kind == "team" else "the owner"
        what = f"{one.messages} messages to {whom} in one"
    about = f" ({', '.join(one.lead_ids)})" if one.kind == "acknowledgement" else ""
    return f"{what}{about} by {'e-mail' if one.way == 'email' else 'chat'}"
