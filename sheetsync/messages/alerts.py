"""Alerts: what the owner must know at once, because a run could not do its work."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, NamedTuple

from sheetsync.config import Settings
from sheetsync.messages.message import Message
from sheetsync.messages.render import render
from sheetsync.messages.sheet import sheet_link, sheet_name
from sheetsync.moments import moment_text

Reason = Literal["guard", "held", "delivery", "failed"]


class Wording(NamedTuple):
    """How an alert begins, and what follows from it."""

    heading: str
    so: str


WORDINGS: dict[Reason, Wording] = {
    "guard": Wording(
        "A run was stopped: the lead sheet looks wrong",
        "Nothing was written. The next runs will stop too, until the sheet is as it was or "
        "somebody says that it is right.",
    ),
    "held": Wording(
        "The lead sheet could not be updated three times in a row",
        "Nothing was written, so colours and report tabs are as old as the last run that could. "
        "The next run after it is closed brings everything up to date.",
    ),
    "delivery": Wording(
        "Messages do not go out",
        "They are kept and tried again with each run.",
    ),
    "failed": Wording(
        "A run could not do its work",
        "Nothing was written. The next run tries again.",
    ),
}


def alert(
    reason: Reason, what: str, settings: Settings, now: datetime, *, hint: str = "", about: str = ""
) -> Message | None:
    """An alert to the owner; None where nobody is to be told.

    ``what`` says what happened (an error's own words), ``hint`` what to do. ``about`` tells two
    occasions of one day apart; without it there is one alert of a kind a day.
    """
    messages = settings.messages
    if messages is None or messages.owner is None:
        return None
    local = now.astimezone(settings.timezone)
    wording = WORDINGS[reason]
    words = {
        "heading": wording.heading,
        "what": what.strip().splitlines(),
        "hint": hint.strip().splitlines(),
        "so": wording.so,
        "as_at": moment_text(local, local.year),
        "sheet": sheet_name(settings),
        "link": sheet_link(settings),
        "note": "",
    }
    said = render("alert", words, messages.templates)
    occasion = ":".join(filter(None, (str(local.date()), about)))
    return Message(
        key=f"alert:{reason}:{occasion}",
        kind="alert",
        to=messages.owner,
        subject=said.subject,
        text=said.text,
        html=said.html,
    )
