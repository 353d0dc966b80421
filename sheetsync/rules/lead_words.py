"""A lead's own data as words for a sentence: the names that ladder templates may use.

Templates come from the config, so they are filled from a plain table of words; a name with an
index or attribute in it is simply not in that table.
"""

from __future__ import annotations

import string
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from sheetsync.config import Settings
from sheetsync.moments import date_text
from sheetsync.rules.money_text import exact_money_text
from sheetsync.values.words import says_nothing

_TEXTS = (
    "name", "company", "city", "branch", "need", "quantity", "decision_maker", "source", "owner",
    "segment",
)  # fmt: skip
_MONEY = ("budget", "quote_value", "order_value")
_DATES = ("needed_by",)
_GREETING = "first_name"

NAMES = (*_TEXTS, _GREETING, *_MONEY, *_DATES)
"""All that templates may use."""

_TITLES = frozenset({"mr", "mrs", "ms", "miss", "dr", "prof", "shri", "smt", "sir", "madam"})

LONGEST_WORDS = 80
"""A text longer than this is a story, not something to quote back in one line."""


def lead_words(
    frame: pd.DataFrame,
    positions: npt.NDArray[np.intp],
    settings: Settings,
    today: date,
    names: Collection[str] = NAMES,
) -> list[dict[str, str]]:
    """For each lead asked for, the words it has, of those with these names: texts that say
    something, money above nothing, dates from ``today`` on (nobody is reminded of a day gone by).
    """
    known = [name for name in NAMES if name in names]
    columns = [_said(name, frame, positions, settings, today) for name in known]
    rows = zip(*columns, strict=True) if columns else [()] * len(positions)
    return [{name: text for name, text in zip(known, row, strict=True) if text} for row in rows]


def _said(
    name: str,
    frame: pd.DataFrame,
    positions: npt.NDArray[np.intp],
    settings: Settings,
    today: date,
) -> list[str]:
    """One word of each lead; "" where it has none."""
    values = frame["name" if name == _GREETING else name].iloc[positions].tolist()
    if name in _MONEY:
        return [exact_money_text(value, settings) if value > 0 else "" for value in values]
    if name in _DATES:
        return [_day(value, today) for value in values]
    texts = list(map(_tidy, values))
    return [first_name(text) for text in texts] if name == _GREETING else texts


def names_in(templates: Iterable[str]) -> set[str]:
    """The names these templates use."""
    return {name for template in templates for _, name in _parts(template) if name is not None}


def fill_first(templates: Iterable[str], words: Mapping[str, str]) -> str:
    """The first template all of whose words are known, filled; "" where none is."""
    for template in templates:
        parts = _parts(template)
        if all(name in words for _, name in parts if name is not None):
            return "".join(text + words.get(name or "", "") for text, name in parts)
    return ""


@lru_cache(maxsize=256)
def _parts(template: str) -> tuple[tuple[str, str | None], ...]:
    """The pieces of a template: each a text and the name that follows, None where none does."""
    return tuple((text, name) for text, name, _, _ in string.Formatter().parse(template))


@lru_cache(maxsize=16_384)
def _tidy(text: str) -> str:
    text = " ".join(text.split()).rstrip(".,;")
    return "" if says_nothing(text) or len(text) > LONGEST_WORDS else text


def first_name(name: str) -> str:
    """How to greet somebody: the first word, or the whole name where that is a title or initial."""
    first, _, rest = name.partition(" ")
    short = first.rstrip(".").casefold()
    return name if rest and (short in _TITLES or len(short) < 2) else first


def _day(moment: pd.Timestamp, today: date) -> str:
    if pd.isna(moment) or moment.date() < today:
        return ""
    return date_text(moment.date())
