"""The automatic reply to somebody who wrote while nobody was there."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import datetime

from sheetsync.config import Settings
from sheetsync.messages.message import Message, Recipient
from sheetsync.messages.render import Rendered, render
from sheetsync.moments import day_text
from sheetsync.rules.acknowledge import Reply
from sheetsync.rules.acknowledge_words import AN_ADDRESS, IN_A_NAME

LONGEST_NAME = 40


def acknowledgement(
    reply: Reply, name: str, settings: Settings, now: datetime
) -> tuple[Message, Rendered]:
    """The reply, and how it was made. Of what the lead wrote nothing but a name is said back."""
    assert settings.messages or settings.acknowledge
    opens = reply.opens.astimezone(settings.timezone)
    sender = settings.messages.sender if settings.messages else None
    words = {
        "heading": "Thank you for your enquiry",
        "name": said_name(name),
        "business": sender.name if sender else "",
        "opens_day": _day(opens, now.astimezone(settings.timezone)),
        "opens_at": f"{opens.hour:02}:{opens.minute:02}",
    }
    folder = settings.messages.templates if settings.messages else settings.path.parent / "messages"
    said = render("acknowledgement", words, folder)
    message = Message(
        key=key_of(reply.lead_id),
        kind="acknowledgement",
        to=_recipient(reply, said_name(name), settings),
        subject=said.subject,
        text=said.text,
        html=said.html if reply.way == "email" else "",
        lead_ids=(reply.lead_id,),
    )
    return message, said


def key_of(lead_id: str) -> str:
    """By which it is known that a lead had its reply."""
    return f"ack:{lead_id}"


def _recipient(reply: Reply, name: str, settings: Settings) -> Recipient:
    if reply.way == "email":
        return Recipient(name, reply.address)
    assert settings.acknowledge is not None
    return replace(Recipient(name, chat=settings.acknowledge.chat), phone=reply.address)


def said_name(name: str) -> str:
    """A name as somebody may be called by; "" for what is none: whoever fills in a form could have
    us send their own words to anybody."""
    plain = " ".join(name.split())
    is_one = all(c in IN_A_NAME or unicodedata.category(c)[0] in "LM" for c in plain)
    short = len(plain) <= LONGEST_NAME
    return plain if is_one and short and not AN_ADDRESS.search(plain) else ""


def _day(opens: datetime, now: datetime) -> str:
    """``today``, ``tomorrow``, or ``on Mon 23 Nov``."""
    days = (opens.date() - now.date()).days
    return {0: "today", 1: "tomorrow"}.get(days) or f"on {day_text(opens, now.year)}"
