"""Check every row: say in Issues (auto) what to mend there, and list it all in the Issues tab."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import numpy as np
import numpy.typing as npt

from jobs.lists import MOST_ROWS
from sheetsync.checks import CHECKS
from sheetsync.config import Settings
from sheetsync.findings import SEVERITIES, Hits, Severity
from sheetsync.leads import Leads
from sheetsync.outcome import Outcome
from sheetsync.rules.checks import all_hits
from sheetsync.rules.facts import header, id_order, words
from sheetsync.rules.findings_view import LONGEST_VALUE, said_of
from sheetsync.rules.issues_text import issue_texts
from sheetsync.rules.outside_table import CODE as OUTSIDE
from sheetsync.rules.outside_table import outside_shown, outside_words
from sheetsync.rules.severity import severity_of
from sheetsync.rules.vanished import CODE as VANISHED
from sheetsync.rules.vanished import last_contents, vanished_shown, vanished_words
from sheetsync.tabs import (
    Column,
    Emphasis,
    Figure,
    Figures,
    ReportTab,
    RowLink,
    TabCell,
    Table,
)

NAME = "validate_rows"

SEVERITY_WORDS: dict[Severity, str] = {"error": "Error", "warning": "Warning", "advice": "Advice"}
_SHEET = "The sheet"
MOST_VANISHED = 100
_EMPHASIS: dict[Severity, Emphasis] = {"error": "breached", "warning": "idle", "advice": ""}

KIND_COLUMNS = (
    Column("Severity", width=11),
    Column("Field", width=17),
    Column("What", width=26),
    Column("Leads", "count", 9),
)
COLUMNS = (
    Column("Lead", width=11),
    Column("Name", width=20),
    Column("Owner", width=12),
    Column("Severity", width=11),
    Column("Field", width=17),
    Column("What", "wrapped", 44),
    Column("Found", "wrapped", 24),
    Column("Suggestion", "wrapped", 52),
)


def run(leads: Leads, settings: Settings, now: datetime, since: date) -> Outcome:
    """Fill Issues (auto) and write the Issues tab."""
    hits = all_hits(leads, settings, now)
    return Outcome(
        hits=hits,
        cells={"issues": issue_texts(hits, leads, settings)},
        tabs=(_tab(hits, leads, settings),),
        highlights=("issues",),
    )


def _tab(hits: Sequence[Hits], leads: Leads, settings: Settings) -> ReportTab:
    clean = ~_marked(hits, leads, settings)
    to_mend = int((~clean).sum())
    return ReportTab(
        key="issues",
        title="Issues",
        heading="Issues",
        summary=_vanished_summary(leads, settings)
        + _summary(len(leads), to_mend, _left_out(leads, settings)),
        blocks=(
            _tiles(hits, clean, leads, settings),
            _by_kind(hits, leads, settings),
            _findings(hits, leads, settings),
        ),
    )


def _summary(count: int, to_mend: int, left_out: int) -> str:
    said = "Every lead is in order."
    if to_mend:
        said = (
            f"{to_mend:,} of {count:,} {'lead' if count == 1 else 'leads'} to mend. Mend the cell "
            "that a line names; the line goes on the next run."
        )
    if not left_out:
        return said
    rows = "1 row stands" if left_out == 1 else f"{left_out:,} rows stand"
    return f"{rows} below the table and {'is' if left_out == 1 else 'are'} not counted. {said}"


def _vanished_summary(leads: Leads, settings: Settings) -> str:
    gone = len(vanished_shown(leads, settings))
    if not gone:
        return ""
    return f"{'1 lead is' if gone == 1 else f'{gone:,} leads are'} no longer in the sheet. "


def _left_out(leads: Leads, settings: Settings) -> int:
    """How many rows below the table look like leads."""
    return sum(one.count for one in outside_shown(leads.outside, settings))


def _marked(hits: Sequence[Hits], leads: Leads, settings: Settings) -> npt.NDArray[np.bool_]:
    """Leads with an error or a warning."""
    marked = np.zeros(len(leads), dtype=bool)
    for hit in hits:
        if severity_of(hit.code, settings) != "advice":
            marked[hit.at] = True
    return marked


def _tiles(
    hits: Sequence[Hits], clean: npt.NDArray[np.bool_], leads: Leads, settings: Settings
) -> Figures:
    count = dict.fromkeys(SEVERITIES, 0)
    count[severity_of(OUTSIDE, settings)] += len(outside_shown(leads.outside, settings))
    count[severity_of(VANISHED, settings)] += len(vanished_shown(leads, settings))
    for hit in hits:
        count[severity_of(hit.code, settings)] += len(hit)
    share = float(clean.mean()) if len(clean) else 1.0
    return Figures((
        Figure("Errors", count["error"], note="cannot be read, or contradict each other",
               emphasis="breached" if count["error"] else "good"),
        Figure("Warnings", count["warning"], note="a lead may be lost over it",
               emphasis="idle" if count["warning"] else "good"),
        Figure("Advice", count["advice"], note="would make the sheet say more"),
        Figure("Leads in order", share, "percent", note="no error, no warning",
               emphasis="good" if share == 1 else ""),
    ))  # fmt: skip


def _by_kind(hits: Sequence[Hits], leads: Leads, settings: Settings) -> Table:
    """How many leads each kind of finding concerns, most serious and most frequent first."""
    counts: dict[tuple[str, str], int] = {}
    for hit in hits:
        counts[hit.code, hit.field] = counts.get((hit.code, hit.field), 0) + len(hit)
    rows = [(severity_of(code, settings), header(leads, field), _label(code), count)
            for (code, field), count in counts.items()]  # fmt: skip
    if left_out := _left_out(leads, settings):
        rows.append((severity_of(OUTSIDE, settings), _SHEET, _label(OUTSIDE), left_out))
    if gone := len(vanished_shown(leads, settings)):
        rows.append((severity_of(VANISHED, settings), _SHEET, _label(VANISHED), gone))
    rows.sort(key=lambda row: (SEVERITIES.index(row[0]), -row[3], row[1], row[2]))
    return Table(
        columns=KIND_COLUMNS,
        rows=tuple((SEVERITY_WORDS[row[0]], *row[1:]) for row in rows),
        title="By kind",
        emphasis=tuple(_EMPHASIS[row[0]] for row in rows),
        empty="Nothing to mend.",
    )


def _label(code: str) -> str:
    return CHECKS[code].label or CHECKS[code].short


def _findings(hits: Sequence[Hits], leads: Leads, settings: Settings) -> Table:
    """The findings themselves, most serious first. The order owes nothing to the order of rows."""
    which, place = _chosen(hits, leads, settings)
    rows: list[tuple[TabCell, ...]] = [()] * len(which)
    for number in np.unique(which).tolist():
        slots = np.flatnonzero(which == number)
        lines = _lines(hits[number], place[slots], leads, settings)
        for slot, line in zip(slots.tolist(), lines, strict=True):
            rows[slot] = line
    severities = [severity_of(hits[number].code, settings) for number in which.tolist()]
    outside, gone = _outside(leads, settings), _vanished(leads, settings)
    severities = [
        *[severity_of(OUTSIDE, settings)] * len(outside),
        *[severity_of(VANISHED, settings)] * len(gone),
        *severities,
    ]
    unsaid = len(vanished_shown(leads, settings)) - len(gone)
    return Table(
        columns=COLUMNS,
        rows=(*outside, *gone, *rows),
        title="To mend",
        emphasis=tuple(_EMPHASIS[severity] for severity in severities),
        more=sum(map(len, hits)) - len(rows) + unsaid,
        empty="Nothing to mend.",
        filters=True,
    )


def _vanished(leads: Leads, settings: Settings) -> list[tuple[TabCell, ...]]:
    """Lines about leads whose rows are gone, so that no link leads to them; the newest."""
    gone = vanished_shown(leads, settings)[:MOST_VANISHED]
    severity = SEVERITY_WORDS[severity_of(VANISHED, settings)]
    said = zip(gone, vanished_words(gone, settings), last_contents(gone, settings), strict=True)
    return [
        (one.lead_id or None, None, None, severity, _SHEET, message, content[:LONGEST_VALUE], hint)
        for one, (message, hint), content in said
    ]


def _outside(leads: Leads, settings: Settings) -> list[tuple[TabCell, ...]]:
    """Lines about no lead: the rows that are not counted as one."""
    severity = SEVERITY_WORDS[severity_of(OUTSIDE, settings)]
    return [
        (None, None, None, severity, _SHEET, message, str(one.area), hint)
        for one in outside_shown(leads.outside, settings)
        for message, hint in [outside_words(one)]
    ]


def _chosen(
    hits: Sequence[Hits], leads: Leads, settings: Settings
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """For each line of the list, which hit it is of and the place in that hit."""
    if not hits:
        return np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.intp)
    order = {code: rank for rank, code in enumerate(CHECKS)}
    sizes = [len(hit) for hit in hits]
    which = np.repeat(np.arange(len(hits)), sizes)
    place = np.concatenate([np.arange(size) for size in sizes])
    severity = np.repeat([SEVERITIES.index(severity_of(h.code, settings)) for h in hits], sizes)
    code = np.repeat([order[hit.code] for hit in hits], sizes)
    lead = id_order(leads, np.concatenate([hit.at for hit in hits]))
    first = np.lexsort((which, lead, code, severity))[:MOST_ROWS]
    return which[first], place[first]


def _lines(
    hit: Hits, places: npt.NDArray[np.intp], leads: Leads, settings: Settings
) -> list[tuple[TabCell, ...]]:
    at = hit.at[places]
    found = hit.details.get("value", [""] * len(hit))
    severity = SEVERITY_WORDS[severity_of(hit.code, settings)]
    title = header(leads, hit.field)
    return [
        (RowLink(lead_id), name, owner, severity, title, said.message,
         str(found[place])[:LONGEST_VALUE], said.hint)
        for lead_id, name, owner, said, place in zip(
            words(leads, "lead_id")[at], words(leads, "name")[at], words(leads, "owner")[at],
            said_of(hit, leads, places.tolist()), places.tolist(), strict=True,
        )
    ]  # fmt: skip
