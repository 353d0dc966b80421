"""Leads as a message shows them: one card each, said so that somebody can act on a phone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from sheetsync.messages.standing import Positions, Standing
from sheetsync.moments import moment_texts
from sheetsync.rules import ladder
from sheetsync.rules.apologies import apologies
from sheetsync.rules.contact_links import phone_link
from sheetsync.rules.money_text import money_text
from sheetsync.rules.value_of import worth
from sheetsync.tabs import Emphasis, WebLink
from sheetsync.values.words import says_nothing


@dataclass(frozen=True)
class Card:
    """One lead in words; each is "" where the sheet does not say."""

    lead_id: str
    name: str
    company: str
    owner: str
    state: str
    detail: str
    emphasis: Emphasis
    status: str
    need: str
    next_action: str
    worth: str
    phone: str
    chat_url: str
    suggested: str

    @property
    def title(self) -> str:
        """Whom people think of."""
        return self.name or self.company or self.phone or self.lead_id

    @property
    def subtitle(self) -> str:
        """The company, where the title is a person."""
        return self.company if self.name else ""


@dataclass(frozen=True)
class Section:
    """Cards under a title; ``more`` counts those left out, ``count`` all."""

    title: str
    emphasis: Emphasis
    cards: tuple[Card, ...]
    count: int
    note: str = ""

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.cards)


STATE_EMPHASIS: dict[str, Emphasis] = {
    "overdue": "overdue",
    "today": "today",
    "stale_plan": "idle",
    "idle": "idle",
    "unreadable": "idle",
    "none_planned": "idle",
}


def follow_ups(title: str, standing: Standing, positions: Positions, most: int) -> Section:
    """Leads to follow up."""
    shown = positions[:most]
    states = standing.states[shown]
    said = standing.follow_up["text"].iloc[shown].tolist()
    emphasis: Emphasis = STATE_EMPHASIS[standing.states[positions[0]]] if len(positions) else ""
    looks = [STATE_EMPHASIS[state] for state in states]
    messages = ladder.next_message(standing.leads, shown, standing.settings, standing.now)
    cards = _cards(standing, shown, looks, said, [""] * len(said), messages)
    return Section(title, emphasis, cards, len(positions), standing.quotes_said(positions))


def unanswered(title: str, standing: Standing, positions: Positions, most: int) -> Section:
    """Leads that nobody answered within the target."""
    shown = positions[:most]
    said = standing.response["text"].iloc[shown].tolist()
    received = standing.leads.frame.iloc[shown]
    came = moment_texts(
        received["received_at"].to_numpy(dtype="datetime64[s]"),
        standing.local.year,
        received["received_at_has_time"].to_numpy(dtype=bool),
    )
    waits = [f"Waiting since {moment}" for moment in came]
    due = [text.replace("Breached, was due", "Reply was due") for text in said]
    messages = apologies(standing.leads, shown, standing.settings, standing.now)
    cards = _cards(standing, shown, ["breached"] * len(shown), waits, due, messages)
    return Section(title, "breached", cards, len(positions))


def _cards(
    standing: Standing,
    shown: Positions,
    emphasis: Sequence[Emphasis],
    states: Sequence[str],
    details: Sequence[str],
    messages: Sequence[str],
) -> tuple[Card, ...]:
    frame = standing.leads.frame.iloc[shown]
    money = [money_text(one, standing.settings) if one else "" for one in worth(frame).tolist()]
    chats = map(phone_link, frame["phones"], frame["phone"], messages)
    return tuple(
        Card(
            **_typed(lead), emphasis=look, state=state, detail=detail, suggested=message,
            worth=amount,
            phone=chat.text if isinstance(chat, WebLink) else str(chat or ""),
            chat_url=chat.url if isinstance(chat, WebLink) else "",
        )
        for (_, lead), look, state, detail, message, amount, chat in zip(
            frame.iterrows(), emphasis, states, details, messages, money, chats, strict=True
        )
    )  # fmt: skip


_AS_TYPED = ("lead_id", "name", "company", "owner", "status", "need", "next_action")
LONGEST = 160
"""A longer text is a story; in a list its beginning is enough."""


def _typed(lead: pd.Series) -> dict[str, str]:
    said = {field: one_line(str(lead[field])) for field in _AS_TYPED}
    return said | {"status": lead["stage"] or said["status"]}


def one_line(typed: str) -> str:
    """What somebody typed, on one line; "" where it stands for nothing."""
    said = " ".join(typed.split())
    if not said or says_nothing(said):
        return ""
    return said if len(said) <= LONGEST else said[:LONGEST].rsplit(" ", 1)[0] + " …"
