"""What the Issues column says of a lead: ``Email: not an address · Owner: missing``.

Errors first, then warnings; advice is for the Issues tab. Each piece is the column's header as
the sheet shows it and a few words of the check, so a person knows which cell to mend.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from string import Formatter

import numpy as np

from sheetsync.checks import CHECKS, NO_PHONE, PHONE_SHORTS
from sheetsync.config import Settings
from sheetsync.findings import Hits
from sheetsync.lead_tab import ObjectArray
from sheetsync.leads import Leads
from sheetsync.rules.facts import header
from sheetsync.rules.severity import severity_of
from sheetsync.schema import FIELDS

BETWEEN = " · "
LONGEST = 250
_LONGEST_NAME = 40
_FIELD_ORDER = {field.name: place for place, field in enumerate(FIELDS)}
_CODE_ORDER = {code: place for place, code in enumerate(CHECKS)}

_CAN_BE = {
    "what": "|".join(map(re.escape, sorted({NO_PHONE, *PHONE_SHORTS.values()}))),
    "other": r"[^·\n]+",
}
"""What a detail can look like inside a short text."""


def _pattern(short: str) -> str:
    pieces = Formatter().parse(short)
    return "".join(
        re.escape(text) + (f"(?:{_CAN_BE[name]})" if name else "") for text, name, _, _ in pieces
    )


_SHORTS = "|".join(sorted({_pattern(check.short) for check in CHECKS.values()}))
_PIECE = rf"[^·\n]+: (?:{_SHORTS})"
ISSUES_GRAMMAR = re.compile(rf"{_PIECE}(?:{BETWEEN}{_PIECE})*(?:{BETWEEN}and [1-9]\d* more)?")
"""Exactly what `issue_texts` writes, for ``fullmatch``; any other text was typed by a person."""


def issue_texts(all_hits: Sequence[Hits], leads: Leads, settings: Settings) -> ObjectArray:
    """The text of every lead; None where there is nothing to mend."""
    pieces: list[list[str]] = [[] for _ in range(len(leads))]
    for one in sorted(_shown(all_hits, settings), key=lambda hit: _order(hit, settings)):
        for position, piece in zip(one.at.tolist(), _pieces(one, leads), strict=True):
            pieces[position].append(piece)
    texts = np.full(len(leads), None, dtype=object)
    for position, found in enumerate(pieces):
        if found:
            texts[position] = found[0] if len(found) == 1 else joined(found)
    return texts


def joined(pieces: Sequence[str]) -> str:
    """The pieces as one text of at most `LONGEST` characters; the rest is counted."""
    pieces = list(dict.fromkeys(pieces))
    text = BETWEEN.join(pieces)
    kept = len(pieces)
    while len(text) > LONGEST and kept > 1:
        kept -= 1
        text = BETWEEN.join([*pieces[:kept], f"and {len(pieces) - kept} more"])
    return text


def short_text(hit: Hits, index: int, leads: Leads) -> str:
    """One piece: the header and what is wrong there."""
    details = {name: _tidy(str(hit.details[name][index])) for name in _speaks_of(hit)}
    return f"{_name(hit, leads)}: {CHECKS[hit.code].short.format_map(details)}"


def _name(hit: Hits, leads: Leads) -> str:
    return _tidy(header(leads, hit.field))


def _shown(all_hits: Sequence[Hits], settings: Settings) -> Iterator[Hits]:
    return (hit for hit in all_hits if severity_of(hit.code, settings) in ("error", "warning"))


def _order(hit: Hits, settings: Settings) -> tuple[bool, int, int]:
    mild = severity_of(hit.code, settings) != "error"
    return mild, _FIELD_ORDER[hit.field], _CODE_ORDER[hit.code]


def _pieces(hit: Hits, leads: Leads) -> list[str]:
    if "{" not in CHECKS[hit.code].short:
        return [short_text(hit, 0, leads)] * len(hit)
    return [short_text(hit, index, leads) for index in range(len(hit))]


def _speaks_of(hit: Hits) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(CHECKS[hit.code].short) if name]


def _tidy(text: str) -> str:
    """A header or id that cannot be taken for the sign between two pieces."""
    return " ".join(text.replace("·", "-").split())[:_LONGEST_NAME].rstrip()
