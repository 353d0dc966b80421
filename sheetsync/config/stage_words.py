"""What a status word says of a lead: still open, won, lost, or too little to tell.

Words that mean a sale to one business and an appointment or a dead end to the next (Closed,
Completed, Booked, Deal, Hot, Warm, Cold) are ``unclear``: ask, never guess.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Literal

from rapidfuzz import process
from rapidfuzz.distance import OSA

from sheetsync.config.stage_vocabulary import (
    ALONE,
    DEPENDS,
    LOST,
    NOT_YET,
    OPEN,
    SAME_STAGE,
    UNCLEAR,
    WEAK_OPEN,
    WON,
)

WordKind = Literal["open", "won", "lost", "unclear"]

_LONGEST = 5
_CLOSING = frozenset({"closed", "close", "closure", "deal closed", "closed deal"})
_NUMBERING = re.compile(r"^(?:stage|step|status|phase)?\s*\d{1,2}\s*[a-z]?\s*[.):\-–]\s*", re.I)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_YET = frozenset({"yet", "until", "till", "unless"})
_NOT = frozenset(
    {"not", "no", "non", "never", "didnt", "dont", "wont", "cannot", "without", "dis", "un"}
)


def normal(word: str) -> str:
    """Lower case, plain letters, single blanks; without emoji, signs, numbering, percentages."""
    word = _NUMBERING.sub("", unicodedata.normalize("NFKC", word).strip())
    word = unicodedata.normalize("NFKD", _CAMEL.sub(" ", word).casefold())
    return " ".join("".join(map(_letter, word)).split())


def _letter(sign: str) -> str:
    if unicodedata.combining(sign) or sign in "'’`":
        return ""
    if sign == "đ":
        return "d"
    return sign if unicodedata.category(sign)[0] in "LM" else " "


@cache
def kind_of(word: str) -> WordKind | None:
    """The kind of a status word; ``unclear`` where it may mean more than one; None where it is
    not known."""
    plain = normal(word)
    if not plain:
        return "unclear" if word.strip() else None
    for known, phrases in _EXACT:
        if plain in phrases:
            return known
    words = _corrected(plain)
    kind = _weighed([phrase for phrase in _found(words) if phrase not in ALONE])
    doubt = NOT_YET if kind == "won" else _YET if kind == "lost" else frozenset()
    return "unclear" if doubt.intersection(words) else kind


@cache
def same_stage(name: str) -> tuple[str, ...]:
    """Other spellings that unmistakably mean the stage of that name."""
    plain = normal(name)
    for names in SAME_STAGE:
        if plain in {normal(known) for known in names}:
            return tuple(known for known in names if normal(known) != plain)
    return ()


def _corrected(plain: str) -> list[str]:
    """The words, with slips of one letter mended and phrases written as one word parted."""
    words = [_mended(word) for word in plain.split()]
    return " ".join(_JOINED.get(word, word) for word in words).split()


def _mended(word: str) -> str:
    """The known word that a long word is one slip away from; itself where that is not certain."""
    if len(word) < 6 or word in _WORDS or word in _JOINED:
        return word
    near = process.extract(word, _LONG_WORDS, scorer=OSA.distance, score_cutoff=1, limit=2)
    return str(near[0][0]) if len(near) == 1 else word


def _found(words: list[str]) -> list[str]:
    """The known phrases in a row of words, longest first at each place; one with ``not`` before
    it that is no phrase together with it becomes ``?``."""
    found: list[str] = []
    at = free = 0
    while at < len(words):
        for length in range(min(_LONGEST, len(words) - at), 0, -1):
            phrase = " ".join(words[at : at + length])
            if phrase in _ALL:
                denied = _NOT.intersection(words[max(at - 2, free) : at])
                found.append("?" if denied else phrase)
                free = at = at + length
                break
        else:
            at += 1
    return found


def _weighed(found: list[str]) -> WordKind | None:
    """Of all that was found the strongest word decides; what contradicts decides nothing."""
    opened = [phrase for phrase in found if phrase in OPEN]
    strong = bool(set(opened) - WEAK_OPEN)
    vague = UNCLEAR.intersection(found)
    closed = {kind for kind, phrases in _CLOSED if any(f in phrases for f in found)}
    if "?" in found or len(closed) == 2:
        return "unclear"
    if closed:
        certain = any(f in LOST | WON and f not in DEPENDS for f in found)
        doubt = strong or (vague and "won" in closed)
        return closed.pop() if certain or not doubt else "unclear"
    if strong and not _CLOSING & vague:
        return "open"
    return "unclear" if vague else "open" if opened else None


_EXACT: tuple[tuple[WordKind, frozenset[str]], ...] = (
    ("unclear", UNCLEAR), ("lost", LOST), ("won", WON), ("open", OPEN),
)  # fmt: skip
_CLOSED: tuple[tuple[WordKind, frozenset[str]], ...] = (("lost", LOST), ("won", WON))
_ALL = LOST | WON | OPEN | UNCLEAR
_WORDS = frozenset(word for phrase in _ALL for word in phrase.split())
_LONG_WORDS = sorted(word for word in _WORDS if len(word) >= 6)
_JOINED = {
    phrase.replace(" ", ""): phrase
    for phrase in sorted(_ALL)
    if " " in phrase and phrase.replace(" ", "") not in _WORDS
}
