"""Rows below the table that look like leads and do not count: findings about the sheet, not about
one lead. Programs other than Excel do not grow a table when somebody types under it."""

from __future__ import annotations

from collections.abc import Iterable

from sheetsync.cells import Location
from sheetsync.checks import CHECKS, OUTSIDE_HINTS
from sheetsync.config import Settings
from sheetsync.findings import Finding
from sheetsync.other_rows import Outside
from sheetsync.rules.severity import severity_of

CODE = "outside-table"


def outside_shown(outside: Iterable[Outside], settings: Settings) -> tuple[Outside, ...]:
    """The stretches to speak of: none where the check is switched off."""
    return () if settings.checks.get(CODE) == "off" else tuple(outside)


def outside_findings(
    outside: Iterable[Outside], workbook: str, tab: str, settings: Settings
) -> list[Finding]:
    """One finding a stretch, at the first cell of each of its rows."""
    severity = severity_of(CODE, settings)
    return [
        Finding(CODE, severity, "", "", _location(one, workbook, tab), *outside_words(one))
        for one in outside_shown(outside, settings)
    ]


def outside_words(one: Outside) -> tuple[str, str]:
    """What is wrong, and what to do about it."""
    alone = one.count == 1
    message = CHECKS[CODE].message.format(
        rows="This row stands" if alone else f"These {one.count:,} rows stand",
        table=one.table,
        count="does not count" if alone else "do not count",
    )
    hint = OUTSIDE_HINTS["totals" if one.past_totals else "corner"].format(
        table=one.table, last=one.area.last_row
    )
    return message, hint


def _location(one: Outside, workbook: str, tab: str) -> Location:
    area = one.area
    end = (area.last_row, area.last_column)
    return Location(workbook, tab, area.first_row, area.first_column, end)
