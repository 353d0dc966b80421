"""What of a spreadsheet belongs to people, taken down at one moment to be held against a later one.

Report tabs of ours are left out; the words people left on those are remembered by `Memory`.
"""

from __future__ import annotations

from typing import Any

from tests.google.memory_of import MACHINE, MARK, Known, Memory, rule_formula, words_on
from tests.google.our_marks import copy_tabs, is_ours, lead_sheet, our_tabs, unfinished_tabs
from tests.google.spreadsheet import Sheet, Spreadsheet

MAY_FILL = MACHINE | {"Lead ID", "Next action", "Next action date", "To do", "Follow up date"}
"""The headers under which a run may write where nobody has."""


def taken_down(book: Spreadsheet) -> dict[str, Any]:
    """Everything of people's that no run may change, whatever they are called by."""
    lead = lead_sheet(book)
    ours = [*our_tabs(book), *unfinished_tabs(book), *copy_tabs(book), lead]
    theirs = [sheet for sheet in book.sheets if sheet not in ours]
    return {
        "lead tab": _of_lead_tab(lead),
        **{f"their tab {sheet.title}": _whole(sheet) for sheet in theirs},
    }


def _of_lead_tab(lead: Sheet) -> dict[str, Any]:
    headers = {c: cell.value for c, cell in lead.rows[0].cells.items() if cell.value is not None}
    rules = [rule for rule in lead.objects["conditionalFormats"] if not is_ours(rule)]
    mark = next(c for c, header in headers.items() if header == MARK)
    return {
        "title": lead.title,
        "rows": [lead.cell(row, mark).value for row in range(1, len(lead.rows))],
        "columns": {
            c: header for c, header in headers.items() if header not in MACHINE | {"Lead ID"}
        },
        "rules": [rule_formula(rule) for rule in rules],
        "protected": [p["protectedRangeId"] for p in lead.objects["protectedRanges"]],
        "filter": _filtered(lead),
        "views": lead.objects["filterViews"],
        "hidden": [row.line.hidden for row in lead.rows],
    }


def _filtered(lead: Sheet) -> Any:
    """A filter may grow with the table; what it hides stays."""
    found = lead.basic_filter or {}
    specs = [{"columnIndex": 0, **spec} for spec in found.get("filterSpecs", ())]
    return specs, found.get("range", {}).get("startRowIndex")


def _whole(sheet: Sheet) -> Any:
    cells = [dict(row.cells) for row in sheet.rows]
    return cells, sheet.objects, sheet.basic_filter


def trouble(team: Memory, before: dict[str, Any], *, quiet: bool) -> list[str]:
    """What a run has done that it must not. With ``quiet`` nobody came between, and nothing of its
    own may stand astray either."""
    book = team.desk.file.spreadsheet
    now = taken_down(book)
    gone = before.keys() - now.keys()
    changed = [
        f"{name} · {part}: {old!r} → {now[name][part]!r}"
        for name in ("lead tab",)
        for part, old in before[name].items()
        if now[name][part] != old
    ]
    changed += [
        f"{n} changed" for n in before.keys() & now.keys() - {"lead tab"} if before[n] != now[n]
    ]
    seen = [sheet for sheet in book.sheets if sheet not in copy_tabs(book)]
    lost = team.notes - words_on(seen)
    blank = [tab.title for tab in our_tabs(book) if not any(row.cells for row in tab.rows)]
    return [
        *(f"{name} is gone" for name in gone),
        *changed,
        *_cells(team),
        *(f"lost from a report: {note}" for note in lost),
        *(f"{title} is blank" for title in blank),
        *(_astray(team) if quiet else ()),
    ]


def _cells(team: Memory) -> list[str]:
    """Every cell people filled holds that, and what only they may fill holds nothing else."""
    found = []
    for mark, row in team.rows().items():
        words = team.known.get(mark, {})
        for header, column in team.headers().items():
            now, known = Known.of(team.lead.cell(row, column)), words.get(header, Known())
            if any(k is not None and k != n for k, n in zip(known, now, strict=True)):
                found.append(f"{mark} · {header}: {known} → {now}")
            elif known.value is None and now.value is not None and header not in MAY_FILL:
                found.append(f"{mark} · {header} was written: {now.value!r}")
    return [*found, *(f"{mark} is gone" for mark in team.known.keys() - team.rows().keys())]


def _astray(team: Memory) -> list[str]:
    """What runs wrote beside no lead, and what they left half-done."""
    headers, lead = team.headers(), team.lead
    blank = set(range(1, len(lead.rows))) - set(team.rows().values())
    found = [
        f"astray on row {row + 1} · {header}: {lead.cell(row, column).value!r}"
        for row in sorted(blank)
        for header, column in headers.items()
        if lead.cell(row, column).value is not None
    ]
    return found + [
        f"{tab.title} is unfinished" for tab in unfinished_tabs(team.desk.file.spreadsheet)
    ]
