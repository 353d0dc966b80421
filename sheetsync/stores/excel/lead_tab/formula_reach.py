"""Whether a formula could read certain columns of a tab: in doubt it could."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from sheetsync.cells import column_number

_QUOTED = re.compile(r'"[^"]*"')
_REFERENCE = re.compile(
    r"(?P<tab>(?:'(?:[^']|'')+'|[^\W\d][\w.]*(?::[^\W\d][\w.]*)?)!)?"
    r"(?:\$?(?P<first>[A-Z]{1,3})\$?[0-9]+(?::\$?(?P<last>[A-Z]{1,3})\$?[0-9]+)?(?![\w(.])"
    r"|\$?(?P<from>[A-Z]{1,3}):\$?(?P<to>[A-Z]{1,3})(?![\w(.])"
    r"|\$?[0-9]+:\$?[0-9]+)",
    re.IGNORECASE,
)
_ITEM = re.compile(r"\[([^\[\]]*)\]")
_WORD = re.compile(r"[^\W\d]\w*(?:\.\w+)*")
_FAR_READERS = ("INDIRECT(", "OFFSET(", "ANCHORARRAY(", "#REF!", "]:[")
"""What reads cells that the formula does not name."""
_OPEN_RANGE = re.compile(r"\)\s*:|:\s*[A-Z_.]+\(|[0-9]\s*:\s*[^,()]*!", re.IGNORECASE)
"""A range one end of which is worked out by a function, or named with its tab again."""

_DEEPEST = 5


@dataclass(frozen=True)
class Columns:
    """Columns of a tab: numbers from 1, and their headers, case-folded. ``names`` are the
    workbook's defined names, case-folded, with what each stands for."""

    title: str
    numbers: frozenset[int]
    headers: frozenset[str]
    names: Mapping[str, str] = field(default_factory=dict)


def could_read(
    formula: str, columns: Columns, *, on_tab: bool, shift: int = 0, deep: int = 0
) -> bool:
    """Whether a formula could read one of the columns.

    ``on_tab`` says that it stands on their tab; ``shift`` by how many columns its relative
    references may be moved (a formula shared to the right).
    """
    bare = re.sub(r"\s*:\s*", ":", _QUOTED.sub('""', formula))
    upper = bare.upper()
    if deep > _DEEPEST or _OPEN_RANGE.search(bare) or any(each in upper for each in _FAR_READERS):
        return True
    return (
        _by_item(bare, columns)
        or any(_by_reference(each, columns, on_tab, shift) for each in _REFERENCE.finditer(bare))
        or any(
            could_read(columns.names[word], columns, on_tab=on_tab, deep=deep + 1)
            for word in {each.casefold() for each in _WORD.findall(bare)} & columns.names.keys()
        )
    )


def _by_item(formula: str, columns: Columns) -> bool:
    """By a table's column: ``Leads[Owner]``, ``Leads[[#Totals],[Owner]]``; ``Leads[]`` is all."""
    items = [each.lstrip("@").strip().casefold() for each in _ITEM.findall(formula)]
    if not items:
        return False
    named = {each for each in items if each and not each.startswith("#")}
    return not named or bool(named & columns.headers)


def _by_reference(found: re.Match[str], columns: Columns, on_tab: bool, shift: int) -> bool:
    if not _is_there(found["tab"], columns.title, on_tab):
        return False
    first, last = found["first"] or found["from"], found["last"] or found["to"]
    if not first:  # whole rows
        return True
    edges = [column_number(first), column_number(last or first)]
    return any(min(edges) <= each <= max(edges) + shift for each in columns.numbers)


def _is_there(tab: str | None, title: str, on_tab: bool) -> bool:
    """Whether a reference with this tab in front of it could be to the tab of that title."""
    if not tab:
        return on_tab
    name = tab[:-1].strip("'").replace("''", "'").casefold()
    return ":" in name or name == title.casefold()
