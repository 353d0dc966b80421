"""A stop before the absurd: what was read looks as if the sheet had been emptied or torn apart."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sheetsync import lead_numbers
from sheetsync.errors import GuardRefused
from sheetsync.memory import Memory, Missing
from sheetsync.schema import MACHINE_FIELDS
from sheetsync.snapshot import Snapshot

SHARE_GONE = 3
"""One lead in so many gone since the last read …"""
LEAST_GONE = 10
"""… and so many at least, are more than people delete in a day."""

GO_ON = (
    "If that was on purpose, go on with: sheetsync run NAME --force. It takes the sheet as it is "
    "now for right."
)


def check(snapshot: Snapshot, memory: Memory | None = None) -> None:
    """Raise `GuardRefused` where leads or columns are suddenly gone.

    What the journal remembers tells most; where there is none, machine cells and the remembered
    number show whether there ever were leads. A first fill passes, and so does a sheet nobody has
    typed into yet, Lead IDs numbered in advance included. (A missing required column is refused
    earlier, by `snapshot.build`.)
    """
    where = f"{snapshot.workbook} · {snapshot.lead_tab.title}"
    missing = memory.missing if memory else Missing()
    if not len(snapshot) and (missing.leads_before or _had_leads(snapshot)):
        raise GuardRefused(
            "no row has a name, company, phone, e-mail or need any more, although there were leads "
            "when earlier runs wrote. Nothing was written.",
            where=where,
            hint="If rows or columns were cleared by mistake, undo that in the sheet or restore a "
            "backup (sheetsync doctor says where they are). If the sheet was emptied on purpose, "
            "nothing is to be done: runs go on with its first new lead."
            + (f" {GO_ON}" if missing.leads_before else ""),
        )
    gone = list(_gone(missing))
    if gone:
        raise GuardRefused(
            f"{' and '.join(gone)}. Nothing was written.",
            where=where,
            hint="If it went by mistake, undo that in the sheet or restore a backup (sheetsync "
            f"doctor says where they are). {GO_ON}",
        )


def misses(memory: Memory | None) -> bool:
    """Whether so much is gone since the last read that a run stops."""
    return memory is not None and any(_gone(memory.missing))


def _gone(missing: Missing) -> Iterator[str]:
    """What is gone, each in words."""
    if missing.gone >= LEAST_GONE and missing.gone * SHARE_GONE >= missing.leads_before:
        named = f" ({', '.join(missing.lead_ids)}{_more(missing)})" if missing.lead_ids else ""
        yield (
            f"{missing.gone:,} of {missing.leads_before:,} leads are gone since the last "
            f"read{named}"
        )
    if missing.headers:
        several = len(missing.headers) > 1
        named = ", ".join(map(repr, missing.headers))
        yield f"the column{'s' * several} {named} {'are' if several else 'is'} gone"


def _more(missing: Missing) -> str:
    return ", …" if missing.gone > len(missing.lead_ids) else ""


def _had_leads(snapshot: Snapshot) -> bool:
    remembered = lead_numbers.remembered(snapshot.seen.highlights)
    return bool(remembered) or _has_machine_cells(snapshot)


def _has_machine_cells(snapshot: Snapshot) -> bool:
    return any(_has_text_below_header(snapshot, name) for name in MACHINE_FIELDS)


def _has_text_below_header(snapshot: Snapshot, field: str) -> bool:
    column = snapshot.headers.column(field)
    if column is None:
        return False
    below = snapshot.lead_tab.columns[column - 1][snapshot.headers.row :]
    return bool(np.any([isinstance(value, str) and value.strip() != "" for value in below]))
