"""A workbook of fifty leads and a run that always has something to write to it, for proofs that
count how often and where a write was cut off."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from sheetsync.plan import ColumnChanges, Plan
from sheetsync.snapshot import Snapshot
from sheetsync.stores.excel.store import ExcelStore
from tests import builders
from tests.lead_book import lead_book

HEADERS = ["Lead ID", "Name", "Phone", "Status", "Next action date", "Follow-up (auto)", "Theirs"]
TEXTS = ("Due Sat 21 Nov", "Overdue since Thu 12 Nov")
LEADS = 50


def make(path: Path) -> Path:
    """Write the workbook, as people keep it, with nothing of ours in it yet."""
    leads = [
        [f"L-{n:06d}", f"Name {n}", f"98765432{n:02d}", "New", None, None, "keep"]
        for n in range(1, LEADS + 1)
    ]
    book = lead_book([HEADERS, *leads])
    book.create_sheet("Prices").append(["Item", 12])
    book.save(path)
    return path


def store_of(path: Path) -> ExcelStore:
    """Its store."""
    return ExcelStore(replace(builders.settings(), workbook=path))


def planned(snapshot: Snapshot) -> Plan:
    """A plan that gives every lead the follow-up text it does not have now."""
    found = snapshot.values("follow_up")
    text = TEXTS[found[0] == TEXTS[0]]
    column = snapshot.headers.column("follow_up")
    assert column is not None
    ids = snapshot.values("lead_id")
    new = np.full(len(ids), text, dtype=object)
    change = ColumnChanges("follow_up", column, snapshot.rows, ids, ids, found, new)
    return Plan(snapshot.version, columns=(change,))


def run(path: Path) -> None:
    """Read, plan and write once, as a run does."""
    store = store_of(path)
    with store.exclusive():
        store.apply(planned(store.read()))


def versions(path: Path) -> set[bytes]:
    """The two contents that runs turn the workbook into by turns. It is left as the second."""
    found = []
    for _ in range(4):
        run(path)
        found.append(path.read_bytes())
    assert found[:2] == found[2:], "equal plans make equal files"
    return set(found)
