"""What is kept of a read, being packed: of many leads on a second processor, while the workbook is
written."""

from __future__ import annotations

from sheetsync.journal import blocks
from sheetsync.journal.as_written import cells_as_written, keys_as_written
from sheetsync.journal.blocks import Changes, Digests
from sheetsync.journal.compared import Compared
from sheetsync.journal.last_read import columns_packed
from sheetsync.plan import Plan
from sheetsync.second_process import Beside, LostError, begun
from sheetsync.snapshot import Snapshot

MANY_LEADS = 20_000
"""Of more, packing takes longer than copying the process."""


class Packing:
    """The blocks of one read, with a plan written on it, beside those the journal had before."""

    def __init__(
        self, found: Compared, snapshot: Snapshot, plan: Plan | None, before: Digests
    ) -> None:
        """``before`` are the digests of the blocks as they are now."""
        self.plan = plan
        self._found, self._snapshot, self._before = found, snapshot, before
        self._beside: Beside[Changes] | None = None

    def begin(self) -> None:
        """Begin beside this process, where that is worth it."""
        if len(self._snapshot) > MANY_LEADS:
            self._beside = begun(lambda: self._changes(self._before))

    def changes(self, before: Digests) -> Changes:
        """What is to be written where the blocks are these by now; to be asked for once."""
        beside, self._beside = self._beside, None
        if beside is not None and before == self._before:
            try:
                return beside.result()
            except LostError:
                pass
        return self._changes(before)

    def _changes(self, before: Digests) -> Changes:
        found, snapshot = self._found, self._snapshot
        facts = found.facts_as_written(keys_as_written(found.now.key, snapshot, self.plan))
        cells = cells_as_written(snapshot, self.plan)
        return blocks.changes(columns_packed(facts, found.comparison.observed, cells), before)
