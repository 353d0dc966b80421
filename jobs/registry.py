"""The jobs there are, and what each owns. A job's file, name, config key and argument are one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from sheetsync.errors import RunUnknown

if TYPE_CHECKING:
    from sheetsync.config import Settings
    from sheetsync.leads import Leads
    from sheetsync.outcome import Outcome


class Run(Protocol):
    """A job: a pure function. ``now`` is aware; leads received before ``since`` are never called
    breached."""

    def __call__(self, leads: Leads, settings: Settings, now: datetime, since: date) -> Outcome: ...


@dataclass(frozen=True)
class Job:
    """A job by name. ``owns`` lists the machine fields it alone writes; ``says`` is its line in
    the help."""

    name: str
    owns: tuple[str, ...]
    says: str

    @property
    def run(self) -> Run:
        """The function itself, imported when first asked for."""
        return cast(Run, import_module(f"jobs.{self.name}").run)


JOBS: tuple[Job, ...] = (
    Job("validate_rows", ("issues",), "check every row; fill Issues (auto) and the Issues tab"),
    Job("flag_overdue", ("follow_up",), "fill Follow-up (auto); rewrite the Overdue tab"),
    Job("highlight_sla", ("response",), "fill Response (auto); rewrite Response breaches"),
    Job("weekly_summary", (), "write the tab of the last full business week, with charts"),
)


def select(names: Iterable[str], settings: Settings) -> tuple[Job, ...]:
    """The jobs meant by names of jobs and of runs in config, each once, in the order named.

    Raises `RunUnknown` naming every word that is neither.
    """
    known = {job.name: job for job in JOBS}
    wanted: list[str] = []
    unknown: list[str] = []
    for name in names:
        if name in settings.runs:
            wanted += settings.runs[name]
        elif name in known:
            wanted.append(name)
        else:
            unknown.append(name)
    if unknown:
        raise RunUnknown(
            f"no job or run is called {', '.join(map(repr, unknown))}",
            hint=f"Jobs: {', '.join(known)}. Runs in config.yaml: {', '.join(settings.runs)}.",
        )
    chosen = tuple(known[name] for name in dict.fromkeys(wanted))
    refuse_shared_columns(chosen)
    return chosen


def refuse_shared_columns(jobs: Iterable[Job]) -> None:
    """Two jobs may not own one column: each would undo the other's work. A programming error."""
    owner: dict[str, str] = {}
    for job in jobs:
        for field in job.owns:
            if field in owner:
                raise ValueError(f"{job.name} and {owner[field]} both own {field}")
            owner[field] = job.name
