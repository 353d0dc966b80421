"""Hits as findings: the texts filled in, the place named, in the order people work through."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from string import Formatter

import numpy as np

from sheetsync.cells import Location
from sheetsync.checks import CHECKS
from sheetsync.config import Settings
from sheetsync.findings import SEVERITIES, Finding, Findings, Hits, Severity
from sheetsync.leads import Leads
from sheetsync.rules.facts import header, words
from sheetsync.rules.outside_table import outside_findings
from sheetsync.rules.severity import severity_of, without_off
from sheetsync.rules.vanished import vanished_findings
from sheetsync.schema import FIELDS
from sheetsync.snapshot import Snapshot

LONGEST_VALUE = 60
"""So much of a cell is quoted."""

_FIELD_ORDER = {field.name: place for place, field in enumerate(FIELDS)}


@dataclass(frozen=True)
class Said:
    """What is said of one lead: the message and what to do."""

    message: str
    hint: str


class _Known(dict[str, str]):
    """Details by name; one that is not there is blank."""

    def __missing__(self, name: str) -> str:
        return ""


def findings_of(
    hits: Iterable[Hits], snapshot: Snapshot, leads: Leads, settings: Settings
) -> Findings:
    """All findings: those about the sheet, then by row and most serious first; those of checks
    switched off left out."""
    known = without_off(hits, settings)
    where = (snapshot.workbook, snapshot.lead_tab.title)
    of_sheet = [
        *outside_findings(leads.outside, *where, settings),
        *vanished_findings(leads, *where, settings),
    ]
    counts: Counter[Severity] = Counter(finding.severity for finding in of_sheet)
    for hit in known:
        counts[severity_of(hit.code, settings)] += len(hit)
    return Findings(counts, lambda: [*of_sheet, *_in_order(known, snapshot, leads, settings)])


def _in_order(
    hits: Sequence[Hits], snapshot: Snapshot, leads: Leads, settings: Settings
) -> list[Finding]:
    if not hits:
        return []
    found = [one for hit in hits for one in _findings(hit, snapshot, leads, settings)]
    sizes = [len(hit) for hit in hits]
    severity = [SEVERITIES.index(severity_of(hit.code, settings)) for hit in hits]
    place = [_FIELD_ORDER[hit.field] for hit in hits]
    at = np.concatenate([hit.at for hit in hits])
    order = np.lexsort((np.repeat(place, sizes), np.repeat(severity, sizes), at))
    return [found[i] for i in order.tolist()]


def _findings(hit: Hits, snapshot: Snapshot, leads: Leads, settings: Settings) -> Iterator[Finding]:
    severity = severity_of(hit.code, settings)
    ids = words(leads, "lead_id")[hit.at].tolist()
    rows = snapshot.rows[hit.at].tolist()
    column = snapshot.headers.column(hit.field)
    book, tab = snapshot.workbook, snapshot.lead_tab.title
    for row, lead_id, said in zip(rows, ids, said_of(hit, leads), strict=True):
        where = Location(book, tab, row, column)
        yield Finding(hit.code, severity, lead_id, hit.field, where, said.message, said.hint)


def said_of(hit: Hits, leads: Leads, indexes: Iterable[int] | None = None) -> list[Said]:
    """The texts of a hit, for all its leads or those at the given places of ``hit.at``."""
    chosen = range(len(hit)) if indexes is None else indexes
    title = header(leads, hit.field)
    used = _names(CHECKS[hit.code].message + CHECKS[hit.code].hint)
    details = [(name, hit.details[name]) for name in used if name in hit.details]
    known: dict[tuple[str, ...], Said] = {}
    found = []
    for index in chosen:
        values = tuple(str(column[index]) for _, column in details)
        if values not in known:
            named = zip((name for name, _ in details), values, strict=True)
            known[values] = _said(hit.code, title, dict(named))
        found.append(known[values])
    return found


def _said(code: str, title: str, details: dict[str, str]) -> Said:
    check, known = CHECKS[code], _Known(details, header=title)
    if len(known["value"]) > LONGEST_VALUE:
        known["value"] = f"{known['value'][:LONGEST_VALUE].rstrip()}…"
    hint = check.hint
    if check.plain and not all(known[name] for name in _names(hint)):
        hint = check.plain
    return Said(check.message.format_map(known).strip(), hint.format_map(known).strip())


@lru_cache(maxsize=256)
def _names(template: str) -> tuple[str, ...]:
    return tuple(name for _, name, _, _ in Formatter().parse(template) if name)
