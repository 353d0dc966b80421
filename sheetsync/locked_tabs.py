"""A workbook whose list of tabs people protected: cells are written, no tab is added or hidden."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sheetsync.plan import Conflict, Plan, TabChange

REMEDY = "In Excel: Review → Protect Workbook, switch it off, and save."
_LOCKED = f"the workbook's structure is protected. {REMEDY}"


def without_new_tabs(plan: Plan) -> Plan:
    """The plan without what such a workbook refuses, each left out told as a conflict.

    Report tabs that stand already are rewritten, but for one that somebody typed into: their
    version would have to be kept in a tab of its own.
    """
    return replace(
        plan,
        tabs=tuple(change for change in plan.tabs if not _needs_new_tab(change)),
        hide=(),
        conflicts=(*plan.conflicts, *_left_out(plan)),
    )


def _needs_new_tab(change: TabChange) -> bool:
    return not change.replaces or bool(change.keep_as)


def _left_out(plan: Plan) -> Iterator[Conflict]:
    for change in filter(_needs_new_tab, plan.tabs):
        why = "not rewritten, for somebody typed there" if change.keep_as else "not added"
        yield Conflict("", "", "", f"{why}: {_LOCKED}", tab=change.title)
    for title in plan.hide:
        yield Conflict("", "", "", f"not hidden: {_LOCKED}", tab=title)
