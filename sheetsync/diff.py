"""Desired against found: the one place that decides what is written.

A person's cell is never in a plan. A fill cell is, where it is blank; a machine cell, where it
holds nothing or text of ours; a row whose identity is in doubt, never.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import numpy as np

from sheetsync import highlights, lead_numbers
from sheetsync.cells import LAST_ROW, Area
from sheetsync.config import Settings
from sheetsync.findings import Findings
from sheetsync.lead_tab import BoolArray, ObjectArray
from sheetsync.leads import Leads
from sheetsync.locked_tabs import unprotect, without_locked_tabs, without_new_tabs
from sheetsync.outcome import Outcome
from sheetsync.own_ids import highest_number
from sheetsync.plan import (
    ColumnChanges,
    Conflict,
    HighlightRule,
    NewColumn,
    Plan,
    TabChange,
)
from sheetsync.protected_ids import leads_without_ids
from sheetsync.room_beside import Room, room_beside
from sheetsync.rules.machine_text import is_machine_text
from sheetsync.schema import FIELD
from sheetsync.snapshot import Snapshot
from sheetsync.tabs import layout as tab_layout
from sheetsync.tabs.row_links import lead_ids

TITLE_LIMIT = 31
WEEKS_SHOWN = 13

REASONS: dict[str, str] = {
    "locked": "the cell is protected; it was left alone",
    "merged": "merged cells hide this one; it was left alone. Unmerge them: Format → Merge cells",
    "formula": "a formula stands there; it was left alone",
    "typed": "somebody typed there; it was left alone",
    "ambiguous": "several rows have this Lead ID and the same contents; neither was written to",
}


@dataclass(frozen=True)
class _Column:
    field: str
    number: int
    is_new: bool


def diff(
    snapshot: Snapshot,
    leads: Leads,
    outcomes: Sequence[Outcome],
    settings: Settings,
    now: datetime,
    findings: Findings | None = None,
) -> Plan:
    """Compare what the jobs wish with what was read.

    ``now`` is aware; it only dates copies of tabs that people typed into, decides which week tabs
    are old, and is remembered as the day of the first run.
    """
    today = now.astimezone(settings.timezone).date()
    wished = {field: cells for outcome in outcomes for field, cells in outcome.cells.items()}
    room = room_beside(snapshot)
    locked = snapshot.lead_tab.is_protected
    columns = [] if locked else list(_columns(snapshot, wished, room))
    changes, conflicts = [], list(_without_room(snapshot, wished, room))
    conflicts += leads_without_ids(snapshot, leads) if "lead_id" in wished else []
    for column in columns:
        change, left = _column_changes(snapshot, leads, column, wished[column.field])
        changes += [change] if len(change) else []
        conflicts += left
    given = (lead_id for change in changes if change.field == "lead_id" for lead_id in change.new)
    number = max(lead_numbers.highest(snapshot), highest_number(given)) if len(snapshot) else 0
    new_columns = tuple(NewColumn(FIELD[c.field], c.number) for c in columns if c.is_new)
    plan = Plan(
        version=snapshot.version,
        columns=tuple(changes),
        new_columns=new_columns,
        tabs=tuple(_tab_changes(snapshot, outcomes, new_columns, today)),
        highlights=() if locked else _highlights(snapshot, outcomes, new_columns, settings, number),
        hide=tuple(_old_weeks(snapshot, outcomes)),
        findings=findings or Findings(),
        conflicts=tuple(conflicts),
        reports=tuple(tab for outcome in outcomes for tab in outcome.tabs),
    )
    plan = without_locked_tabs(plan, snapshot.seen.report_tabs)
    if snapshot.seen.tabs_locked:
        plan = without_new_tabs(plan)
    if plan.is_empty or snapshot.seen.set_up_on is not None:
        return plan
    return replace(plan, set_up_on=today)


def _columns(
    snapshot: Snapshot, wished: Mapping[str, ObjectArray], room: Room
) -> Iterator[_Column]:
    """Where each wished field stands; missing columns go beside the leads where they may."""
    free = room.column
    for field in FIELD:
        if field not in wished:
            continue
        number = snapshot.headers.column(field)
        if number is not None:
            yield _Column(field, number, is_new=False)
        elif not room.refusal:
            yield _Column(field, free, is_new=True)
            free += 1


def _without_room(
    snapshot: Snapshot, wished: Mapping[str, ObjectArray], room: Room
) -> Iterator[Conflict]:
    """The wished columns that cannot be added, or not be written: only the report tabs will say
    what they would."""
    for field in FIELD:
        if field not in wished or not room.refusal:
            continue
        if snapshot.lead_tab.is_protected:
            if field != "lead_id":  # of which `leads_without_ids` says more
                said = f"{room.refusal}; nothing was written to it. {unprotect(snapshot.lead_tab)}"
                yield Conflict("", field, "", said)
        elif field not in snapshot.headers:
            yield Conflict("", field, "", f"the column cannot be added: {room.refusal}")


def _column_changes(
    snapshot: Snapshot, leads: Leads, column: _Column, wished: ObjectArray
) -> tuple[ColumnChanges, list[Conflict]]:
    found = snapshot.values(column.field)
    blank, nothing = _blank(found), _blank(wished)
    want = wished.copy()
    want[nothing] = None
    if FIELD[column.field].who == "machine":
        differs = np.where(blank, ~nothing, found != want).astype(bool)
    else:
        differs = blank & ~nothing
    barred = {
        "locked": snapshot.lead_tab.is_locked(snapshot.rows, column.number),
        "merged": snapshot.lead_tab.is_under_merge(snapshot.rows, column.number),
        "formula": snapshot.formulas(column.field),
        "typed": _typed(column.field, found, ~blank),
        "ambiguous": leads.frame["ambiguous"].to_numpy(dtype=bool),
    }
    free = differs & ~np.logical_or.reduce(list(barred.values()))
    ids = leads.frame["lead_id"].to_numpy(dtype=object)
    change = ColumnChanges(
        field=column.field,
        column=column.number,
        rows=snapshot.rows[free],
        keys=leads.frame["key"].to_numpy(dtype=object)[free],
        lead_ids=ids[free],
        old=found[free],
        new=want[free],
    )
    return change, list(_conflicts(snapshot, column, ids, differs, barred))


def _conflicts(
    snapshot: Snapshot,
    column: _Column,
    ids: ObjectArray,
    differs: BoolArray,
    barred: Mapping[str, BoolArray],
) -> Iterator[Conflict]:
    told = np.zeros(len(ids), dtype=bool)
    for reason, mask in barred.items():
        for position in np.flatnonzero(differs & mask & ~told):
            cell = snapshot.location(int(position), column.field).cell
            yield Conflict(str(ids[position]), column.field, cell, REASONS[reason])
        told |= mask


def _typed(field: str, found: ObjectArray, filled: BoolArray) -> BoolArray:
    """Filled cells whose text is none of ours."""
    typed = filled.copy()
    typed[filled] = ~is_machine_text(field, found[filled])
    return typed


def _blank(values: ObjectArray) -> BoolArray:
    """No value, or text of blanks alone."""
    blank = np.asarray(values == np.array(None, dtype=object), dtype=bool)
    there = values[~blank].tolist()
    blank[~blank] = [type(cell) is str and (not cell or cell.isspace()) for cell in there]
    return blank


def _highlights(
    snapshot: Snapshot,
    outcomes: Sequence[Outcome],
    new_columns: Sequence[NewColumn],
    settings: Settings,
    number: int,
) -> tuple[HighlightRule, ...]:
    """All our rules when one of those wanted now is missing or differs; else nothing to do."""
    seen = snapshot.seen.highlights
    wanted = {name for outcome in outcomes for name in outcome.highlights}
    kept = {name.partition(".")[0] for name in seen}
    columns = {field: match.column for field, match in snapshot.headers.columns.items()}
    columns |= {new.field.name: new.column for new in new_columns}
    closed = highlights.closed_words(settings)
    first_row = snapshot.headers.row + 1
    rules = highlights.resolve(wanted | kept, columns, first_row, closed)
    if number and "lead_id" in columns:
        rules = (*rules, lead_numbers.rule(number, columns["lead_id"], first_row))
        wanted.add(lead_numbers.NAME)
    locked = {rule.name for rule in rules if _is_locked(snapshot, rule)}
    rules = tuple(rule for rule in rules if rule.name not in locked)
    if number and lead_numbers.rule(number, 1, 1).name in locked:
        wanted.discard(lead_numbers.NAME)
    due = {r.name: r.signature for r in rules if r.name.partition(".")[0] in wanted}
    kept_names = (name for name in seen if name.partition(".")[0] in wanted)
    found = {name: seen[name] for name in kept_names if name not in locked}
    return rules if due != found else ()


def _is_locked(snapshot: Snapshot, rule: HighlightRule) -> bool:
    """Whether it would colour a cell that we may not touch."""
    reach = Area(rule.first_row, rule.first_column, LAST_ROW, rule.last_column)
    return any(each.area.meets(reach) for each in snapshot.lead_tab.locked)


def _tab_changes(
    snapshot: Snapshot,
    outcomes: Sequence[Outcome],
    new_columns: Sequence[NewColumn],
    today: date,
) -> Iterator[TabChange]:
    links_to = str(lead_ids(snapshot, new_columns))
    seen = {tab.key: tab for tab in snapshot.seen.report_tabs}
    taken = [*snapshot.seen.titles]
    for tab in (tab for outcome in outcomes for tab in outcome.tabs):
        there = seen.get(tab.key)
        if there is None:
            title = _free_title(tab.title, taken, " (sheetsync)")
            taken.append(title)
            yield TabChange(tab, title)
            continue
        typed = tab_layout.was_typed_into(there)
        if typed or tab_layout.is_outdated(tab, there, links_to):
            keep_as = ""
            if typed:
                keep_as = _free_title(there.title, taken, f" (edited {today:%d %b %Y})", True)
                taken.append(keep_as)
            yield TabChange(tab, there.title, replaces=there.title, keep_as=keep_as)


def _free_title(wish: str, taken: Iterable[str], suffix: str, always: bool = False) -> str:
    """``wish``, or with the suffix where a tab has that title; then numbered."""
    used = {title.casefold() for title in taken}
    if not always and wish.casefold() not in used:
        return wish
    number, tail = 1, suffix
    while True:
        title = wish[: TITLE_LIMIT - len(tail)] + tail
        if title.casefold() not in used:
            return title
        number += 1
        tail = f"{suffix[:-1]}, {number})"


def _old_weeks(snapshot: Snapshot, outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Titles of week tabs more than 13 weeks before the newest one now written."""
    weeks = [
        w for outcome in outcomes for tab in outcome.tabs if (w := _monday(tab.key)) is not None
    ]
    if not weeks:
        return
    oldest = max(weeks) - timedelta(weeks=WEEKS_SHOWN)
    for tab in snapshot.seen.report_tabs:
        monday = _monday(tab.key)
        if monday is not None and monday < oldest and not tab.hidden:
            yield tab.title


def _monday(key: str) -> date | None:
    """The Monday of the week a tab's key names; None for tabs of no week."""
    kind, _, week = key.partition(":")
    if kind not in {"week", "lost_review"}:
        return None
    year, _, number = week.partition("-W")
    return date.fromisocalendar(int(year), int(number), 1)
