"""Whether something concrete happens next with every open lead."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

import numpy as np

from sheetsync.config import Settings
from sheetsync.findings import Hits
from sheetsync.lead_tab import BoolArray
from sheetsync.leads import Leads
from sheetsync.rules import follow_up
from sheetsync.rules.facts import Shown, day_word, hits, is_open, missing, words
from sheetsync.rules.ladder import next_question
from sheetsync.values.words import fold

MOST_SUGGESTED = 5000
"""A better step is worked out for so many leads; nobody reads more in one go."""

_VERB = (
    r"follow(?:ing)?[ -]?ups?|fup|fu|f u|call(?:ing)?|ring|phone|ping|check(?:ing)?(?: in)?"
    r"|touch base|remind(?:er)?|chase|contact|mail|e ?mail|message|msg|text|whats ?app|wa|sms"
    r"|talk|speak|connect|reply|respond|revert|update|wait(?:ing)?|pending|nothing|visit|meet"
)
_AROUND = (
    r"(?:again|back|him|her|them|it|client|customer|lead|party|once|later|soon|today|tomorrow"
    r"|tmrw|asap|now|please|pls|need(?:ed|s)?|required|to|do|done|with|the|up|for|on|over|by|of"
    r"|status|call|reply|response|update|due|must|will|be|and|or|next|daily|regular(?:ly)?|in|\d+)"
)
_WEAK = re.compile(
    rf"(?:{_AROUND} )*(?:{_VERB})(?: (?:{_AROUND}|{_VERB}))*"
    r"|(?:is there |do you have )?any (?:update|news|progress|feedback|response|reply)s?"
    r"(?: (?:on this|please|pls|sir|madam|yet))*"
    r"|just checking(?: in)?|same|as above|ok|yes|no|done|in progress|ongoing|in process|tbd|n a"
    r"|na|none|nil|not interested|no reply|no response|rnr|dnp|ringing|busy|not picking(?: up)?"
)
"""Folded texts that say no more than "do something"."""


def planned(leads: Leads, settings: Settings, now: datetime) -> Iterable[Hits]:
    """Open leads with no next action, or no day for it."""
    without = is_open(leads) & missing(leads, "next_action")
    yield from hits("next-action-missing", "next_action", without)
    undated = is_open(leads) & missing(leads, "next_action_date")
    yield from hits("next-action-date-missing", "next_action_date", undated)


def concrete(leads: Leads, settings: Settings, now: datetime) -> Iterable[Hits]:
    """Next actions such as *any update?*, with a better one from the lead's own data."""
    typed = words(leads, "next_action")
    weak = {text: is_weak(text) for text in set(typed.tolist())}
    found = is_open(leads) & np.array([weak[text] for text in typed.tolist()], dtype=bool)
    better = _better(leads, found, settings, now)
    yield from hits("weak-next-action", "next_action", found, value=typed[found], better=better)


def is_weak(text: str) -> bool:
    """Whether a next action says no more than that something should be done."""
    return bool(text) and _WEAK.fullmatch(fold(text)) is not None


def idle(leads: Leads, settings: Settings, now: datetime) -> Iterable[Hits]:
    """Leads nobody was in touch with for longer than their stage allows, with nothing planned."""
    found, since = follow_up.idle(leads, settings, now)
    there = [field for field in ("last_contact_at", "status", "name") if field in leads.fields]
    better = _better(leads, found, settings, now)
    field = there[0] if there else "last_contact_at"
    yield from hits("idle", field, found, since=Shown(day_word, since[found]), better=better)


def _better(leads: Leads, where: BoolArray, settings: Settings, now: datetime) -> list[str]:
    """A next step for each marked lead; "" beyond `MOST_SUGGESTED`."""
    at = np.flatnonzero(where)
    if not len(at):
        return []
    steps = next_question(leads, at[:MOST_SUGGESTED], settings, now)
    ended = [step if step.endswith((".", "?", "!")) else f"{step}." for step in steps]
    return ended + [""] * (len(at) - len(steps))
