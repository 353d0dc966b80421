"""Each salesperson's own list: whom to answer and follow up, in the order to do it."""

from __future__ import annotations

from sheetsync.config import Person
from sheetsync.messages.cards import Section, follow_ups, unanswered
from sheetsync.messages.message import Message, Recipient
from sheetsync.messages.owner import lead_ids, shared_words
from sheetsync.messages.render import Rendered, render
from sheetsync.messages.standing import Standing

MOST = 40
"""Some mail programs cut off what is longer than 100 KB."""

LISTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Waiting for a first reply", ()),
    ("Overdue", ("overdue",)),
    ("Due today", ("today",)),
    ("Set the next date", ("stale_plan",)),
    ("Idle", ("idle",)),
    ("Nothing planned", ("none_planned", "unreadable")),
)
"""The lists of a message, each with its follow-up states; without any, those unanswered."""


def team_messages(standing: Standing) -> list[tuple[Message, Rendered]]:
    """One message for everyone who has an address and something to do."""
    messages = standing.settings.messages
    if messages is None or not messages.team:
        return []
    people = (person for person in standing.settings.team if person.email or person.chat)
    found = (_message(person, standing.of(person.name)) for person in people)
    return [each for each in found if each]


def _message(person: Person, standing: Standing) -> tuple[Message, Rendered] | None:
    messages = standing.settings.messages
    sections = _sections(standing)
    if messages is None or not sections:
        return None
    words = {
        **shared_words(standing),
        "heading": f"Your leads for {standing.day_said}",
        "name": person.name,
        "sections": sections,
        "count": len({*standing.listed.tolist(), *standing.waiting.tolist()}),
    }
    said = render("team", words, messages.templates)
    message = Message(
        key=f"{standing.occasion}:team:{person.name}",
        kind="team",
        to=Recipient(person.name, person.email, person.chat),
        subject=said.subject,
        text=said.text,
        html=said.html,
        lead_ids=lead_ids(sections),
    )
    return message, said


def _sections(standing: Standing) -> tuple[Section, ...]:
    """The lists with something in them; `MOST` leads are shown in all, the most urgent."""
    found, left = [], MOST
    for title, states in LISTS:
        if states:
            section = follow_ups(title, standing, standing.among(*states), left)
        else:
            section = unanswered(title, standing, standing.waiting, left)
        left -= len(section.cards)
        found.append(section)
    return tuple(section for section in found if section.count)
