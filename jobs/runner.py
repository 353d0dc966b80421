"""One run: read once, let every job say what should be true, plan, write once.

Jobs stay pure because this is what reads for them and writes what they wish.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from jobs.arrivals import arrivals, with_arrivals
from jobs.registry import Job
from jobs.remembering import Remembering
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

if TYPE_CHECKING:
    from jobs.delivery.view import Delivery
    from sheetsync.journal import Journal

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
    delivery: Delivery | None = None

    @property
    def undelivered(self) -> bool:
        """Whether something that was to be sent did not go out."""
        return self.delivery is not None and self.delivery.failed


def read(
    store: Store, settings: Settings, now: datetime, remembering: Remembering | None = None
) -> Reading:
    """Read the sheet and give it its types. Raises what the store and `parse` raise."""
    snapshot = store.read()
    given = remembering.highest_number() if remembering else 0
    leads = _with_ids(parse(snapshot, settings), snapshot, given)
    if remembering is not None:
        memory = remembering.memory(leads, snapshot)
        leads = with_arrivals(replace(leads, memory=memory), snapshot)
    since = settings.since or snapshot.seen.set_up_on or now.astimezone(settings.timezone).date()
    return Reading(snapshot, leads, since)


def _with_ids(leads: Leads, snapshot: Snapshot, given: int) -> Leads:
    """Give each lead without an id the one it will get, so that reports can name it; ``given`` is
    the highest number remembered elsewhere than in the sheet.

    Where the sheet, or a cell of it, cannot take Lead IDs, leads keep no id.
    """
    no_column = "lead_id" not in snapshot.headers and room_beside(snapshot).refusal
    if no_column or snapshot.lead_tab.is_protected:
        return leads
    ids = leads.frame["lead_id"].to_numpy(dtype=object).copy()
    column = snapshot.headers.column("lead_id") or 0
    barred = snapshot.lead_tab.is_barred(snapshot.rows, column)
    blank = (ids == "") & ~snapshot.formulas("lead_id") & ~barred
    number = max(given, lead_numbers.highest(snapshot))
    ids[blank] = own_ids.ids_after(number, int(blank.sum()))
    return replace(leads, frame=leads.frame.assign(lead_id=ids))


def findings(reading: Reading, settings: Settings, now: datetime) -> Findings:
    """Everything wrong or worth doing in a reading, by row, most serious first."""
    hits = all_hits(reading.leads, settings, now)
    return findings_of(hits, reading.snapshot, reading.leads, settings)


def make_plan(
    reading: Reading,
    jobs: Sequence[Job],
    settings: Settings,
    now: datetime,
    *,
    force: bool = False,
) -> Plan:
    """What these jobs would change. Raises `GuardRefused` where the reading looks absurd, unless
    that is to be taken for right."""
    if not force:
        guard.check(reading.snapshot, reading.leads.memory)
    leads = reading.leads
    ids = leads.frame["lead_id"].to_numpy(dtype=object)
    wished = Outcome(cells={"lead_id": ids, **arrivals(leads, reading.snapshot)})
    outcomes = _outcomes(jobs, reading, settings, now)
    hits = tuple(hit for outcome in outcomes for hit in outcome.hits)
    findings = findings_of(hits, reading.snapshot, leads, settings)
    return diff(reading.snapshot, leads, [wished, *outcomes], settings, now, findings)


def _outcomes(
    jobs: Sequence[Job], reading: Reading, settings: Settings, now: datetime
) -> list[Outcome]:
    """What each job wishes. Of many leads, the first judges beside the others."""

    def wished(some: Sequence[Job]) -> list[Outcome]:
        return [job.run(reading.leads, settings, now, reading.since) for job in some]

    large = len(jobs) > 1 and len(reading.leads) > MANY_LEADS
    first, others = both(lambda: wished(jobs[:1]), lambda: wished(jobs[1:]), large=large)
    return [*first, *others]


def plan(
    store: Store,
    jobs: Sequence[Job],
    settings: Settings,
    now: datetime,
    *,
    journal: Journal | None = None,
) -> Result:
    """Read and plan, writing nothing. Raises what `run` would be refused with, too."""
    remembering = Remembering(journal, settings, now, writes=False)
    result = _planned(store, jobs, settings, now, remembering)
    store.rehearse(result.plan)
    return result


def _planned(
    store: Store,
    jobs: Sequence[Job],
    settings: Settings,
    now: datetime,
    remembering: Remembering,
    *,
    force: bool = False,
) -> Result:
    for job in jobs:
        _ = job.run  # is loaded while a large workbook is read beside
    reading = read(store, settings, now, remembering)
    return Result(reading, make_plan(reading, jobs, settings, now, force=force), receipt=None)


def run(
    store: Store,
    jobs: Sequence[Job],
    settings: Settings,
    now: datetime,
    *,
    journal: Journal | None = None,
    force: bool = False,
    called: Sequence[str] = (),
) -> Result:
    """Read, plan and write; plan again when somebody saved in between. The journal is asked and
    told, the names it was ``called`` by too; ``force`` takes a sheet the guard would refuse for
    right.

    Raises `WorkbookChanged` when that happened three times in a row, and whatever the store
    refuses with; the sheet is then as people left it. Where it refuses because people are at work
    on it, the report tabs are set aside, and the error says where.
    """
    remembering = Remembering(journal, settings, now)
    names = [job.name for job in jobs]
    with store.exclusive(), remembering.run(called or names) as ending:
        result = _written(store, jobs, settings, now, remembering, force=force)
        ending.outcome, ending.receipt = "done", result.receipt
        ending.version = result.plan.version
        # The sheet says it all now, so nothing need stand beside it.
        store.take_back()
    warnings = [*store.warnings(), *remembering.warnings(result.reading.leads.memory)]
    return replace(result, warnings=tuple(warnings))


def _written(
    store: Store,
    jobs: Sequence[Job],
    settings: Settings,
    now: datetime,
    remembering: Remembering,
    *,
    force: bool,
) -> Result:
    """Plan and write until both meet one version. A read whose write failed was a read, too."""
    for attempt in range(1, TRIES + 1):
        result = _planned(store, jobs, settings, now, remembering, force=force)
        leads, snapshot = result.reading.leads, result.reading.snapshot
        as_right = force and guard.misses(leads.memory)
        if result.plan.is_empty:
            remembering.record(leads, snapshot, as_right=as_right)
            return replace(result, tries=attempt)
        remembering.begin_to_record(leads, snapshot, result.plan)
        try:
            receipt = _applied(store, result.plan, jobs, now)
        except WorkbookChanged:
            if attempt == TRIES:
                raise
        except SheetsyncError as reason:
            if isinstance(reason, (WorkbookOpen, WorkbookJustSaved)):
                _set_aside(store, result.plan, reason, now)
                reason.reading = result.reading
            remembering.record(leads, snapshot, as_right=as_right)
            raise
        else:
            remembering.record(
                leads, snapshot, result.plan, stands=receipt.version, as_right=as_right
            )
            return replace(result, receipt=receipt, tries=attempt)
    raise AssertionError("unreachable")


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
