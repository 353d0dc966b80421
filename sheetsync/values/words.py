"""Plain text of cells, and the known word somebody meant."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from sheetsync.lead_tab import CellError, ObjectArray

SAYS_NOTHING: frozenset[str] = frozenset({
    "", "-", "--", "---", "–", "—", "_", ".", "..", "...", "…", "?", "??", "x", "xx", "xxx",
    "na", "n/a", "n.a", "n.a.", "n a", "#n/a", "nil", "none", "null", "nan", "tbd", "tba", "tbc",
    "not available", "not provided", "not given", "not known", "unknown", "not applicable",
    "k.a.", "k. a.", "s/d", "s/n",
})  # fmt: skip
"""What people write in place of a value they do not have, case-folded."""

NEAREST_FROM = 72.0
"""Below this likeness (0 to 100) no known word is offered as the one meant."""

_SHORTEST_SLIP = 3
"""In a word of two letters one wrong letter leaves too little to tell what was meant."""


def says_nothing(text: str) -> bool:
    """Whether a text stands for "no value": ``NA``, ``-``, ``nil``, ``tbd``."""
    return text.strip().casefold() in SAYS_NOTHING


def texts(values: ObjectArray) -> ObjectArray:
    """Every cell as text without outer blanks; "" where blank or an error."""
    return np.fromiter(map(cell_text, values.tolist()), dtype=object, count=len(values))


def cell_text(value: Any) -> str:
    """A cell as a person would type it: 3.0 is ``3``, a date ``2026-11-13``."""
    if type(value) is str:
        return value.strip()
    if value is None or isinstance(value, CellError):
        return ""
    if isinstance(value, bool | np.bool_):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float | np.floating):
        return str(int(value)) if float(value).is_integer() else repr(float(value))
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value).strip()


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """A word without letter case, emoji, punctuation and extra blanks: ``✅ Won!`` → ``won``.

    A word of signs alone stays as it is, so that an emoji can be a stage's name.
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    kept = "".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in plain)
    kept = re.sub("[\ufe00-\ufe0f]", "", kept)
    return " ".join(kept.split()) or plain.strip()


def known_words(words: Iterable[str], spellings: Mapping[str, str] | None = None) -> dict[str, str]:
    """Folded spelling → known word; the words themselves win over other spellings."""
    known = {fold(spelling): word for spelling, word in (spellings or {}).items()}
    return known | {fold(word): word for word in words}


def nearest(word: str, known: Collection[str]) -> str:
    """The known word most like this one; "" where none is like it.

    One slip of the keys comes first: a letter too many, too few or wrong, or two exchanged. In a
    short word (*Nwe*) that is too much for a measure of likeness.
    """
    folded = fold(word)
    slips = [one for one in known if len(folded) >= _SHORTEST_SLIP and _is_slip(folded, fold(one))]
    if slips:
        return min(slips, key=lambda one: (len(fold(one)) != len(folded), one))
    best = process.extractOne(
        folded, known, processor=fold, scorer=fuzz.WRatio, score_cutoff=NEAREST_FROM
    )
    return str(best[0]) if best else ""


def _is_slip(typed: str, meant: str) -> bool:
    return len(meant) >= _SHORTEST_SLIP and OSA.distance(typed, meant, score_cutoff=1) <= 1
