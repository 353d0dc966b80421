"""What says of a lead that no machine may write to it, as people put it. Data: add to it freely;
a reply too few does no harm."""

from __future__ import annotations

import re

_DO_NOT = (
    r"\b(?:do\s*not\s*|(?:don'?t|never|no(?:t\s+to\s+be)?|stop)\s+)(?:more\s+)?"
    r"(?:contact|call|disturb|message|mail|e-?mail|write|whats\s*app|reply|text|phone)\w*"
)
_SHORT = r"\b(?:dnc|dnd|ndnc|dncr|gdpr)\b"
_OUT = (
    r"\b(?:opt(?:ed)?[\s-]*out|unsubscribed?|black-?list\w*|blocked|remove\s+(?:me|him|her|them))\b"
)
_STOP = r"^stop\W*$"
_JUNK = r"<?\btest\s+lead\b|\b(?:spam|junk|fake|bogus)\b"
_ELSEWHERE = (
    r"nicht\s+(?:kontaktieren|anrufen|anschreiben)|keine?\s+(?:kontakt|werbung|anrufe)|"
    r"no\s+(?:contactar|llamar|molestar)|n[ãa]o\s+(?:contatar|contactar|ligar|perturbe)|"
    r"ne\s+(?:pas|plus)\s+(?:contacter|appeler|d[ée]ranger)|non\s+(?:contattare|chiamare)|"
    r"संपर्क\s+न|कॉल\s+न"
)
DO_NOT_CONTACT = re.compile("|".join((_DO_NOT, _SHORT, _OUT, _STOP, _JUNK, _ELSEWHERE)))
"""Anywhere in a cell of the row, whatever the column."""

BARRING_HEADER = re.compile(rf"{_DO_NOT}|{_SHORT}|{_OUT}")
"""The header of a column that bars a lead where its cell says yes, or anything but no."""

ASKING_HEADER = re.compile(
    r"\b(?:opt(?:ed)?[\s-]*in|contactable|subscribed|consent\w*|einwilligung|permission|(?:may|can|ok(?:ay)?\s+to)\s+"
    r"(?:we\s+)?(?:contact|call|mail|e-?mail|message|whats\s*app))\b"
)
"""The header of a column that bars a lead where its cell says no."""

NO = frozenset({"no", "n", "false", "0", "nein", "não", "nao", "non", "नहीं", "✗", "✘", "❌", "off"})
SAYS_NO = re.compile(r"(?:no|not|never|nein|declined|denied|refused|revoked|withdr[ae]wn?)\b")
"""How a cell begins that says no at greater length."""
SAYS_NOTHING = frozenset({"", "-", "–", "—", "na", "n/a", "none", "nil", "null"})

NOBODY_READS = re.compile(
    r"^(?:no|not|do-?not|never)[-_.]?reply|^(?:mailer-daemon|postmaster|bounces?|abuse|daemon)\b"
)
"""Mailboxes that answer by machine, or not at all."""

CHAT_SOURCES = re.compile(r"whats\s*app|telegram|sms|messenger|instagram|\bchat\b")
"""Where a lead that came from there has a phone, it is written to there."""

IN_A_NAME = frozenset(" .'’-")
"""What stands in names besides letters."""

AN_ADDRESS = re.compile(r"[^\s.]{2}\.[^\s]")
"""A dot within a word, as the names of sites have it."""
