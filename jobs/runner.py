"""One run: read once, let every job say what should be true, plan, write once.

Jobs stay pure because this is what reads for them and writes what they wish.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime

from jobs.registry import Job
from sheetsync import guard, lead_numbers, own_ids, undo
from sheetsync.config import Settings
from sheetsync.diff import diff
from sheetsync.errors import SheetsyncError, WorkbookChanged, WorkbookJustSaved, WorkbookOpen
from sheetsync.findings import Findings
from sheetsync.leads import Leads, parse
from sheetsync.outcome import Outcome
from sheetsync.plan import Plan
from sheetsync.room_beside import room_beside
from sheetsync.rules.checks import all_hits
from sheetsync.rules.findings_view import findings_of
from sheetsync.second_process import both
from sheetsync.snapshot import Snapshot
from sheetsync.stores.base import Diagnosis, Receipt, Store

TRIES = 3
"""How often a run plans again because somebody saved between its read and its write."""


MANY_LEADS = 20_000
"""Of more, one job judges beside the others: see `sheetsync.second_process`."""


@dataclass(frozen=True)
class Reading:
    """A snapshot and its leads, each with the id it has or will get; ``since`` as in config, else
    the day of the first run."""

    snapshot: Snapshot
    leads: Leads
    since: date


@dataclass(frozen=True)
class Result:
    """What a run did. ``receipt`` is None where nothing had to be written; ``warnings`` are about
    what stands beside the sheet."""

    reading: Reading
    plan: Plan
    receipt: Receipt | None
    tries: int = 1
    warnings: tuple[Diagnosis, ...] = ()


def read(store: Store, settings: Settings, now: datetime) -> Reading:
    """Read the sheet and give it its types. Raises what the store and `parse` raise."""
    snapshot = store.read()
    leads = _with_ids(parse(snapshot, settings), snapshot)
    since = settings.since or snapshot.seen.set_up_on or now.astimezone(settings.timezone).date()
    return Reading(snapshot, leads, since)


def _with_ids(leads: Leads, snapshot: Snapshot) -> Leads:
    """Give each lead without an id the one it will get, so that reports can name it.

    Where the sheet, or a cell of it, cannot take Lead IDs, leads keep no id.
    """
    no_column = "lead_id" not in snapshot.headers and room_beside(snapshot).refusal
    if no_column or snapshot.lead_tab.is_protected:
        return leads
    ids = leads.frame["lead_id"].to_numpy(dtype=object).copy()
    column = snapshot.headers.column("lead_id") or 0
    locked = snapshot.lead_tab.is_locked(snapshot.rows, column)
    blank = (ids == "") & ~snapshot.formulas("lead_id") & ~locked
    ids[blank] = own_ids.ids_after(lead_numbers.highest(snapshot), int(blank.sum()))
    return replace(leads, frame=leads.frame.assign(lead_id=ids))


def findings(reading: Reading, settings: Settings, now: datetime) -> Findings:
    """Everything wrong or worth doing in a reading, by row, most serious first."""
    hits = all_hits(reading.leads, settings, now)
    return findings_of(hits, reading.snapshot, reading.leads, settings)


def make_plan(reading: Reading, jobs: Sequence[Job], settings: Settings, now: datetime) -> Plan:
    """What these jobs would change. Raises `GuardRefused` where the reading looks absurd."""
    guard.check(reading.snapshot)
    leads = reading.leads
    wished_ids = Outcome(cells={"lead_id": leads.frame["lead_id"].to_numpy(dtype=object)})
    outcomes = _outcomes(jobs, reading, settings, now)
    hits = tuple(hit for outcome in outcomes for hit in outcome.hits)
    findings = findings_of(hits, reading.snapshot, leads, settings)
    return diff(reading.snapshot, leads, [wished_ids, *outcomes], settings, now, findings)


def _outcomes(
    jobs: Sequence[Job], reading: Reading, settings: Settings, now: datetime
) -> list[Outcome]:
    """What each job wishes. Of many leads, the first judges beside the others."""

    def wished(some: Sequence[Job]) -> list[Outcome]:
        return [job.run(reading.leads, settings, now, reading.since) for job in some]

    large = len(jobs) > 1 and len(reading.leads) > MANY_LEADS
    first, others = both(lambda: wished(jobs[:1]), lambda: wished(jobs[1:]), large=large)
    return [*first, *others]


def plan(store: Store, jobs: Sequence[Job], settings: Settings, now: datetime) -> Result:
    """Read and plan, writing nothing. Raises what `run` would be refused with, too."""
    result = _planned(store, jobs, settings, now)
    store.rehearse(result.plan)
    return result


def _planned(store: Store, jobs: Sequence[Job], settings: Settings, now: datetime) -> Result:
    for job in jobs:
        _ = job.run  # is loaded while a large workbook is read beside
    reading = read(store, settings, now)
    return Result(reading, make_plan(reading, jobs, settings, now), receipt=None)


def run(store: Store, jobs: Sequence[Job], settings: Settings, now: datetime) -> Result:
    """Read, plan and write; plan again when somebody saved in between.

    Raises `WorkbookChanged` when that happened three times in a row, and whatever the store
    refuses with; the sheet is then as people left it. Where it refuses because people are at work
    on it, the report tabs are set aside, and the error says where.
    """
    with store.exclusive():
        for attempt in range(1, TRIES + 1):
            result = _planned(store, jobs, settings, now)
            if result.plan.is_empty:
                return _finished(store, replace(result, tries=attempt))
            try:
                receipt = _applied(store, result.plan, jobs, now)
            except WorkbookChanged:
                if attempt == TRIES:
                    raise
            except (WorkbookOpen, WorkbookJustSaved) as reason:
                _set_aside(store, result.plan, reason, now)
                raise
            else:
                return _finished(store, replace(result, receipt=receipt, tries=attempt))
    raise AssertionError("unreachable")


def _finished(store: Store, result: Result) -> Result:
    """The sheet says it all now, so nothing need stand beside it."""
    store.take_back()
    return replace(result, warnings=tuple(store.warnings()))


def _set_aside(store: Store, plan: Plan, reason: SheetsyncError, now: datetime) -> None:
    """Put the report tabs where people find them, and add to the reason what they should know."""
    aside = store.set_aside(plan, reason.what, now)
    reason.side_file = aside.path
    notes = [aside.said, *(f"{each.message}. {each.remedy}" for each in store.warnings())]
    for note in filter(None, notes):
        reason.add_note(note)


def _applied(store: Store, plan: Plan, jobs: Sequence[Job], now: datetime) -> Receipt:
    """Write a plan, remembered beforehand so that it can be undone."""
    record = undo.record_of(plan, tuple(job.name for job in jobs), now)
    store.remember(record)
    try:
        return store.apply(plan)
    except SheetsyncError:
        with suppress(SheetsyncError):
            store.forget(record)
        raise
