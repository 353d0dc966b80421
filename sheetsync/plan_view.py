"""A plan as text and as JSON. The JSON form is stable; new keys may be added, none renamed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any

from sheetsync.lead_tab import CellError
from sheetsync.plan import CellChange, Plan
from sheetsync.schema import FIELD


def as_json(plan: Plan) -> dict[str, Any]:
    """Everything a plan would do, as plain JSON values."""
    return {
        "changes": [_change(change) for column in plan.columns for change in column.cells()],
        "tabs": [
            {
                "key": change.tab.key,
                "title": change.title,
                "action": "rewrite" if change.replaces else "add",
                "keep_as": change.keep_as or None,
            }
            for change in plan.tabs
        ]
        + [{"key": None, "title": title, "action": "hide", "keep_as": None} for title in plan.hide],
        "columns": [
            {"field": new.field.name, "header": new.field.header} for new in plan.new_columns
        ],
        "highlights": [rule.name for rule in plan.highlights],
        "findings": [finding.as_json() for finding in plan.findings],
        "conflicts": [conflict.__dict__ for conflict in plan.conflicts],
    }


def _change(change: CellChange) -> dict[str, Any]:
    return {
        "lead_id": change.lead_id,
        "field": change.field,
        "cell": change.cell,
        "old": plain(change.old),
        "new": plain(change.new),
    }


def plain(value: object) -> Any:
    """A cell value as JSON can hold it."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, CellError):
        return value.code
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return str(value)


def counts(plan: Plan) -> dict[str, int]:
    """How many cells, columns, tabs, rules and conflicts a plan has."""
    return {
        "cells": sum(len(column) for column in plan.columns),
        "columns": len(plan.new_columns),
        "tabs": len(plan.tabs) + len(plan.hide),
        "highlights": len(plan.highlights),
        "conflicts": len(plan.conflicts),
    }


def lines(plan: Plan, most: int = 40) -> Iterator[str]:
    """A plan for reading: at most so many cells of each column, then how many more."""
    if plan.is_empty:
        yield "No changes."
    for new in plan.new_columns:
        yield f"+ column  {new.field.header}"
    for column in plan.columns:
        yield f"~ {FIELD[column.field].header}: {len(column):,} cell{'s' * (len(column) != 1)}"
        for change in islice(column.cells(), most):
            told = f"{_said(change.old)} → {_said(change.new)}"
            yield f"    {change.cell:<8} {change.lead_id:<10} {told}"
        if len(column) > most:
            yield f"    … and {len(column) - most:,} more"
    if plan.highlights:
        yield f"~ highlights: {len(plan.highlights)} rules"
    for tab in plan.tabs:
        yield f"{'~' if tab.replaces else '+'} tab     {tab.title}"
        if tab.keep_as:
            yield f"    somebody typed into it: their version is kept as {tab.keep_as!r}"
    for title in plan.hide:
        yield f"- hide    {title}"
    for conflict in plan.conflicts[:most]:
        yield f"! {conflict.place}: {conflict.reason}"
    if len(plan.conflicts) > most:
        yield f"! … and {len(plan.conflicts) - most:,} more left alone"


def _said(value: object) -> str:
    said = plain(value)
    return "(blank)" if said in (None, "") else str(said)
