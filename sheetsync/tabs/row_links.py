"""Where the links of report tabs lead: to the row of a lead, found by its id on the lead tab."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sheetsync.cells import column_letters
from sheetsync.plan import NewColumn
from sheetsync.snapshot import Snapshot


@dataclass(frozen=True)
class LeadIds:
    """The lead tab's title and its Lead ID column, from 1 (0 where it has none)."""

    title: str
    column: int

    def __str__(self) -> str:
        return f"{self.title}!{column_letters(self.column)}" if self.column else ""


def lead_ids(snapshot: Snapshot, new_columns: Iterable[NewColumn] = ()) -> LeadIds:
    """Where Lead IDs will be once these columns are added.

    Its text is what tells whether links written earlier still lead there.
    """
    new = {new.field.name: new.column for new in new_columns}
    column = new.get("lead_id") or snapshot.headers.column("lead_id") or 0
    return LeadIds(snapshot.lead_tab.title, column)
