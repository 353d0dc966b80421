"""The highest Lead ID number ever given, remembered in the sheet itself.

A number is not used again after its row was deleted. The sheet has no memory of its own, so a
colour rule that never applies carries the number in its marker: it lies in the lead tab's own
part, and survives sorting, Excel and LibreOffice as our other rules do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from sheetsync.plan import HighlightRule
from sheetsync.snapshot import Snapshot

NAME = "last-number"
_RULE = re.compile(rf"{NAME}\.(\d+)")


def remembered(rule_names: Iterable[str]) -> int:
    """The number that our rules remember, 0 where none does."""
    found = (_RULE.fullmatch(name) for name in rule_names)
    return max((int(match[1]) for match in found if match), default=0)


def highest(snapshot: Snapshot) -> int:
    """The highest number in use or remembered, rows that are no leads included."""
    return max(snapshot.highest_lead_number, remembered(snapshot.seen.highlights))


def rule(number: int, column: int, first_row: int) -> HighlightRule:
    """The rule that remembers a number, over the Lead ID column; it never colours anything."""
    formula = f'AND(0,N("sheetsync:{NAME}.{number}")=0)'
    return HighlightRule(f"{NAME}.{number}", formula, first_row, column, column, "")
