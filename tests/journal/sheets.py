"""A lead sheet in memory with a journal beside it, for tests: nights pass, people edit."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from jobs import registry, runner
from sheetsync.journal import Journal
from sheetsync.journal.story import StoryLine
from sheetsync.lead_tab import CellValue
from sheetsync.memory import Memory
from sheetsync.schema import FIELDS
from sheetsync.stores.memory import MemoryStore
from tests.builders import HEADERS, settings

SETTINGS = settings()
MONDAY = datetime(2026, 11, 9, 21, 0, tzinfo=SETTINGS.timezone)
PLACE = {field.name: at for at, field in enumerate(FIELDS)}


class Sheet:
    """A store, the journal at a path, and a clock at nine in the evening."""

    def __init__(self, folder: Path, leads: list[dict[str, Any]], **config: Any) -> None:
        self.settings = settings(path=folder / "config.yaml", **config)
        self.path = folder / "config.journal.db"
        self.store = MemoryStore([list(HEADERS), *map(row, leads)], self.settings)
        self.now = MONDAY

    @property
    def rows(self) -> list[list[CellValue]]:
        """The rows of leads, as people edit them."""
        return self.store.rows

    def night(self, *names: str, force: bool = False) -> runner.Result:
        """A day passes, then a run."""
        self.now += timedelta(days=1)
        return self.run(*names, force=force)

    def run(self, *names: str, force: bool = False) -> runner.Result:
        """A run now."""
        jobs = registry.select(names or ("nightly",), self.settings)
        with Journal.open(self.path, self.now) as journal:
            return runner.run(
                self.store, jobs, self.settings, self.now, journal=journal, force=force
            )

    def memory(self) -> Memory:
        """What would be remembered of the sheet as it is now, an hour after the last run."""
        with Journal.open(self.path, self.now) as journal:
            result = runner.plan(
                self.store, [], self.settings, self.now + timedelta(hours=1), journal=journal
            )
        memory = result.reading.leads.memory
        assert memory is not None
        return memory

    def story(self, lead_id: str) -> list[StoryLine]:
        """What the journal tells of a lead."""
        with Journal.open(self.path, self.now) as journal:
            return journal.book(self.settings).story(lead_id, self.now)

    def texts(self, lead_id: str) -> list[str]:
        """The same, as people read it."""
        return [line.text for line in self.story(lead_id)]

    def put(self, at: int, **cells: Any) -> None:
        """Type into the row of a lead (from 1)."""
        for name, value in cells.items():
            line = self.rows[at]
            line.extend([None] * (PLACE[name] + 1 - len(line)))
            line[PLACE[name]] = value

    def cell(self, at: int, name: str) -> CellValue:
        """What stands in the row of a lead (from 1)."""
        line = self.rows[at]
        return line[PLACE[name]] if PLACE[name] < len(line) else None


def row(lead: dict[str, Any]) -> list[CellValue]:
    """A row from values by field."""
    return [lead.get(field.name) for field in FIELDS]


def lead(number: int, **more: Any) -> dict[str, Any]:
    """A lead like many."""
    return {
        "received_at": datetime(2026, 11, 2, 10, 0),
        "name": f"Person {number}",
        "phone": f"98{number:08}",
        "status": "New",
        "owner": "Asha",
    } | more


def leads(count: int) -> list[dict[str, Any]]:
    """So many."""
    return [lead(number) for number in range(1, count + 1)]
