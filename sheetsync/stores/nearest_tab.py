"""Which tab is meant where none has the title that config names."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rapidfuzz import fuzz

from sheetsync.errors import ColumnMissing, ColumnsAmbiguous, SheetsyncError
from sheetsync.headers.row import find
from sheetsync.lead_tab import LeadTab

MOST_READ = 30
"""So many tabs are looked into at most: this is for a message."""
_LISTED = 8


def hint(title: str, tabs: Mapping[str, Callable[[], LeadTab]]) -> str:
    """What to write instead: the tab with the most headers of a lead sheet, else the one whose
    title is nearest. ``tabs`` are people's worksheets by title, each with what reads it."""
    if not tabs:
        return "The workbook has no worksheet to read leads from."
    headers = {name: _headers(read) for name, read in [*tabs.items()][:MOST_READ]}
    likeness = {name: fuzz.WRatio(title.casefold(), name.casefold()) for name in tabs}
    ranked = sorted(tabs, key=lambda name: (headers.get(name, 0), likeness[name]), reverse=True)
    more = f" and {len(ranked) - _LISTED} more" * (len(ranked) > _LISTED)
    listed = ", ".join(ranked[:_LISTED]) + more
    return f"It has {listed}. Set `tab: {ranked[0]}` in config.yaml if that is the one."


def _headers(read: Callable[[], LeadTab]) -> int:
    """How many known headers a tab has; 0 where it has no header row of a lead sheet."""
    try:
        return len(find(read(), {}, "").columns)
    except (ColumnsAmbiguous, ColumnMissing):
        return 1
    except SheetsyncError:
        return 0
