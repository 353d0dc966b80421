"""A stop before the absurd: what was read looks as if the sheet had been emptied or torn apart."""

from __future__ import annotations

import numpy as np

from sheetsync import lead_numbers
from sheetsync.errors import GuardRefused
from sheetsync.schema import MACHINE_FIELDS
from sheetsync.snapshot import Snapshot


def check(snapshot: Snapshot) -> None:
    """Raise `GuardRefused` when there are no leads although machine cells, or the remembered
    number, show there were.

    A first fill passes, and so does a sheet nobody has typed into yet, Lead IDs numbered in advance
    included: neither was ever written there. (A missing required column is refused earlier, by
    `snapshot.build`.)
    """
    if len(snapshot):
        return
    if lead_numbers.remembered(snapshot.seen.highlights) or _has_machine_cells(snapshot):
        raise GuardRefused(
            "no row has a name, company, phone, e-mail or need any more, although there were leads "
            "when earlier runs wrote. Nothing was written.",
            where=f"{snapshot.workbook} · {snapshot.lead_tab.title}",
            hint="If rows or columns were cleared by mistake, undo that in the sheet or restore a "
            "backup (sheetsync doctor says where they are). If the sheet was emptied on purpose, "
            "nothing is to be done: runs go on with its first new lead.",
        )


def _has_machine_cells(snapshot: Snapshot) -> bool:
    return any(_has_text_below_header(snapshot, name) for name in MACHINE_FIELDS)


def _has_text_below_header(snapshot: Snapshot, field: str) -> bool:
    column = snapshot.headers.column(field)
    if column is None:
        return False
    below = snapshot.lead_tab.columns[column - 1][snapshot.headers.row :]
    return bool(np.any([isinstance(value, str) and value.strip() != "" for value in below]))
