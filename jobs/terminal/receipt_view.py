"""What a run did, as lines for people and as JSON for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from jobs.terminal.lines import plural
from sheetsync.findings import SEVERITIES

if TYPE_CHECKING:
    from jobs.runner import Result
    from sheetsync.findings import Findings
    from sheetsync.plan import Conflict, Plan
    from sheetsync.stores.base import Receipt

FEW = 5
"""So many cells are named of those left alone for one reason; with -v, all."""


def sheet_line(result: Result) -> str:
    """``leads.xlsx: 305 leads, 6 other rows skipped``."""
    snapshot = result.reading.snapshot
    said = f"{snapshot.workbook}: {plural(len(result.reading.leads), 'lead')}"
    return said + (f", {plural(snapshot.skipped, 'other row')} skipped" if snapshot.skipped else "")


def done_lines(result: Result, *, verbose: bool) -> Iterator[str]:
    """What was written; nothing is said of what was not."""
    receipt, plan = result.receipt, result.plan
    if receipt is None:
        yield "Nothing to change: the sheet already says all of this."
        return
    yield from _written(receipt, plan)
    for title in receipt.kept:
        yield f"Somebody typed into a report tab; it is kept as {title!r}"
    if receipt.changed_members:
        yield (
            f"{plural(receipt.untouched, 'part')} of the file left byte for byte as "
            f"{'it was' if receipt.untouched == 1 else 'they were'}"
        )
    if verbose and receipt.backup:
        yield f"Backup: {receipt.backup}"


def _written(receipt: Receipt, plan: Plan) -> Iterator[str]:
    if receipt.columns:
        yield f"New columns: {', '.join(receipt.columns)}"
    if receipt.cells:
        yield f"{plural(receipt.cells, 'cell')} written"
    if any(rule.emphasis for rule in plan.highlights):  # one that only remembers has no colour
        yield "Colour rules set"
    if receipt.tabs:
        yield f"Tabs written: {', '.join(receipt.tabs)}"
    if plan.hide:
        yield f"Tabs hidden: {', '.join(plan.hide)}"


def warning_lines(result: Result) -> Iterator[str]:
    """What stands beside the sheet and may hold somebody's work."""
    for warning in result.warnings:
        yield f"{warning.message}. {warning.remedy}"


def left_alone_lines(conflicts: Iterable[Conflict], *, verbose: bool) -> Iterator[str]:
    """What was left as it is, a line for each reason: the same cells stand there every night."""
    places: dict[str, list[str]] = {}
    for conflict in conflicts:
        places.setdefault(conflict.reason, []).append(conflict.place)
    for reason, found in places.items():
        shown = found if verbose else found[:FEW]
        more = f" and {len(found) - len(shown):,} more" if len(found) > len(shown) else ""
        yield f"{', '.join(shown)}{more}: {reason}"


def receipt_json(result: Result) -> dict[str, Any]:
    """A run as JSON: the receipt, what was found, what was left alone."""
    from sheetsync import plan_view

    return {
        "written": result.receipt is not None,
        "leads": len(result.reading.leads),
        "skipped": result.reading.snapshot.skipped,
        "tries": result.tries,
        "receipt": result.receipt.as_json() if result.receipt else None,
        "counts": plan_view.counts(result.plan),
        "findings": [finding.as_json() for finding in result.plan.findings],
        "conflicts": [conflict.__dict__ for conflict in result.plan.conflicts],
        "warnings": [warning.as_json() for warning in result.warnings],
        "delivery": result.delivery.as_json() if result.delivery else None,
    }


def said_counts(findings: Findings) -> str:
    """``3 errors, 12 warnings, 40 pieces of advice``."""
    if not findings:
        return "nothing to mend"
    errors, warnings, advice = (findings.counts.get(severity, 0) for severity in SEVERITIES)
    pieces = f"{advice:,} piece{'s' * (advice != 1)} of advice"
    return f"{plural(errors, 'error')}, {plural(warnings, 'warning')}, {pieces}"
