"""Leads that stay without an ID because people protected, or merged, the cells for it.

Nothing is written there, so nothing differs, and without this nobody would hear of it.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sheetsync.cells import a1, column_letters
from sheetsync.lead_tab import BoolArray
from sheetsync.leads import Leads
from sheetsync.locked_tabs import unprotect
from sheetsync.plan import Conflict
from sheetsync.snapshot import Snapshot

_FEW = 3
"""So many cells are named."""
_UNDER = "under merged cells. Unmerge them: Format → Merge cells."


def leads_without_ids(snapshot: Snapshot, leads: Leads) -> Iterator[Conflict]:
    """A conflict for each of the two reasons that there is; it names tab and cells."""
    tab, column = snapshot.lead_tab, snapshot.headers.column("lead_id")
    without = (leads.frame["lead_id"] == "").to_numpy(dtype=bool) & ~snapshot.formulas("lead_id")
    if tab.is_protected:
        yield from _told(without, f"the sheet {tab.title!r} is protected. {unprotect(tab)}")
    elif column is not None:  # whether it can be added is told elsewhere
        locked = tab.is_locked(snapshot.rows, column)
        merged = tab.is_under_merge(snapshot.rows, column) & ~locked
        for barred, why in ((locked, f"protected. {unprotect(tab)}"), (merged, _UNDER)):
            cells = _cells(snapshot, column, without & barred, whole=bool(barred.all()))
            yield from _told(without & barred, f"{cells} {why}")


def _told(without: BoolArray, why: str) -> Iterator[Conflict]:
    count = int(without.sum())
    if count:
        many = f"{count:,} lead{' gets' if count == 1 else 's get'} no ID"
        yield Conflict("", "lead_id", "", f"{many}: {why}")


def _cells(snapshot: Snapshot, column: int, without: BoolArray, *, whole: bool) -> str:
    """``column A of 'Leads' is`` where all its leads are meant, else the cells concerned."""
    title = f"of {snapshot.lead_tab.title!r}"
    cells = [a1(int(row), column) for row in snapshot.rows[np.flatnonzero(without)]]
    if whole and len(snapshot) > 1:
        return f"column {column_letters(column)} {title} is"
    shown = cells[:_FEW] + ([f"{len(cells) - _FEW:,} more"] if len(cells) > _FEW else [])
    if len(shown) < 2:
        return f"{''.join(shown)} {title} is"
    return f"{', '.join(shown[:-1])} and {shown[-1]} {title} are"
