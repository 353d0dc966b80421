"""The leads of a reading that are a person's, and what the others say."""

from __future__ import annotations

import numpy as np

from sheetsync.forgetting.person import Content, Person
from sheetsync.forgetting.traces import Traces
from sheetsync.identity import cell_text, row_keys
from sheetsync.journal.sheet_read import cells_now, columns_of
from sheetsync.lead_tab import IntArray
from sheetsync.snapshot import Snapshot


def learned(person: Person, snapshot: Snapshot) -> Person:
    """Known by the rows that have their Lead ID, too."""
    keys = row_keys(snapshot)[0].tolist()
    at = [place for place, key in enumerate(keys) if person.is_key(key)]
    return person.learn(_contents(snapshot, at))


def positions(person: Person, snapshot: Snapshot) -> IntArray:
    """Where their leads are."""
    keys = row_keys(snapshot)[0].tolist()
    maybe = [at for at, key in enumerate(keys) if person.is_key(key) or key.startswith("~")]
    contents = zip(maybe, _contents(snapshot, maybe), strict=True)
    return np.array([at for at, held in contents if person.is_lead(keys[at], held)], dtype=np.int64)


def only_theirs(traces: Traces, snapshot: Snapshot, theirs: IntArray) -> Traces:
    """What no other row of the tab says: a name may be another's, too."""
    others = np.ones(len(snapshot.lead_tab.columns[0]), dtype=bool)
    others[snapshot.rows[theirs] - 1] = False
    said = (
        "\n".join(map(cell_text, column[others].tolist())) for column in snapshot.lead_tab.columns
    )
    return traces.without(traces.found_in("\n".join(said)))


def _contents(snapshot: Snapshot, at: list[int]) -> list[Content]:
    """What the cells of some leads hold."""
    if not at:
        return []
    columns = {
        name: cells_now(snapshot, column)[0].values[at]
        for name, column in columns_of(snapshot).items()
    }
    return [{name: cells[each] for name, cells in columns.items()} for each in range(len(at))]
