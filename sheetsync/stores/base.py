"""What every store can do. Jobs never see one; the runner does.

Words: *read* gives a snapshot with a version; *apply* writes a plan made from that version, all
of it or nothing, and raises `WorkbookChanged` when the sheet is no longer at that version.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

from sheetsync.plan import Plan
from sheetsync.snapshot import Snapshot
from sheetsync.undo import Record


@dataclass(frozen=True)
class Receipt:
    """What a run wrote. ``untouched`` counts package members left byte for byte as they were."""

    workbook: str
    cells: int = 0
    columns: tuple[str, ...] = ()
    tabs: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    changed_members: tuple[str, ...] = ()
    untouched: int = 0
    backup: str = ""
    rows: tuple[int, ...] = ()
    """The rows (from 1) that were added."""
    version: str = ""
    """What the sheet is read as from now on, until somebody changes it; "" where nobody knows."""

    def as_json(self) -> dict[str, Any]:
        """The stable machine form."""
        return asdict(self)


@dataclass(frozen=True)
class Diagnosis:
    """One line of ``doctor``: what was looked at, how it is, and the remedy where needed.

    ``bars`` is said of a problem that keeps the sheet from being opened at all.
    """

    subject: str
    state: Literal["ok", "note", "problem"]
    message: str
    remedy: str = ""
    bars: bool = False

    def as_json(self) -> dict[str, str]:
        """The stable machine form."""
        names = ("subject", "state", "message", "remedy")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True)
class SetAside:
    """Where the report tabs of a run are that could not write the sheet: ``path`` is "" where they
    are nowhere. ``said`` tells people so."""

    path: str = ""
    said: str = ""


class Store(Protocol):
    """A lead sheet that can be read and written."""

    @property
    def name(self) -> str:
        """The name people know the workbook by."""

    def read(self) -> Snapshot:
        """Read the lead tab and everything of ours beside it, consistently."""

    def rehearse(self, plan: Plan) -> None:
        """Raise what `apply` would refuse this plan with, as far as the sheet itself shows it;
        writes nothing."""

    def apply(self, plan: Plan) -> Receipt:
        """Write a plan: all of it, or nothing and a `SheetsyncError`."""

    def set_aside(self, plan: Plan, why: str, now: datetime) -> SetAside:
        """Put the reports of a plan where people find them while the sheet cannot be written,
        in place of those set aside before; never raises. For the plan read last."""

    def take_back(self) -> None:
        """Remove what was set aside: the sheet itself says it now. What people changed stays."""

    def warnings(self) -> list[Diagnosis]:
        """What people should know after each run: other copies of the sheet that may hold
        somebody's work."""

    def remember(self, record: Record) -> None:
        """Keep what a run is about to write, so that it can be undone; before it is written, that
        no run goes without. Raises a `SheetsyncError` where that cannot be."""

    def last_record(self) -> Record | None:
        """What the last run wrote that is remembered and not undone."""

    def forget(self, record: Record) -> None:
        """Let go of a record: its run wrote nothing after all, or was undone."""

    def exclusive(self) -> AbstractContextManager[None]:
        """Hold our own lock, so that two runs never meet on one workbook."""

    def diagnose(self) -> list[Diagnosis]:
        """Look at what surrounds the workbook: locks, permissions, synced folders."""
