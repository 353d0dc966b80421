"""What our own text can look like, by machine column. Anything else was typed by a person."""

from __future__ import annotations

import re

import numpy as np

from sheetsync.lead_tab import BoolArray, ObjectArray
from sheetsync.rules.follow_up import FOLLOW_UP_GRAMMAR
from sheetsync.rules.issues_text import ISSUES_GRAMMAR
from sheetsync.rules.response_text import RESPONSE_GRAMMAR

GRAMMARS: dict[str, re.Pattern[str]] = {
    "issues": ISSUES_GRAMMAR,
    "response": RESPONSE_GRAMMAR,
    "follow_up": FOLLOW_UP_GRAMMAR,
}
"""The pattern that the whole of a machine cell's text must match, by field."""


def is_machine_text(field: str, values: ObjectArray) -> BoolArray:
    """Which values a machine column may hold by our own hand; for other fields none."""
    grammar = GRAMMARS.get(field)
    if grammar is None:
        return np.zeros(len(values), dtype=bool)
    texts = values.tolist()
    known = {
        text: isinstance(text, str) and grammar.fullmatch(text.strip()) is not None
        for text in set(texts)
    }
    return np.fromiter(map(known.__getitem__, texts), dtype=bool, count=len(texts))


def ours_by_texts(values: ObjectArray) -> str | None:
    """The machine field whose texts most filled cells of a column hold; None where none is. Words
    that a team may well use itself (*Unknown*, *None planned*) prove nothing alone."""
    filled = values[[value is not None and value != "" for value in values.tolist()]]
    for field in GRAMMARS:
        ours = is_machine_text(field, filled)
        telling = any(_TELLING.search(text) for text in filled[ours].tolist())
        if telling and ours.sum() * 2 > len(filled):
            return field
    return None


_TELLING = re.compile(r"\d|: ")
