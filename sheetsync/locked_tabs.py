"""Tabs that people protected: what a run leaves alone, and says so.

In an Excel file it is the list of tabs: cells are written, no tab is added or hidden. In a Google
spreadsheet it can be a report tab of ours.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from sheetsync.lead_tab import LeadTab
from sheetsync.plan import Conflict, Plan, TabChange
from sheetsync.snapshot import TabSeen

REMEDY = "In Excel: Review → Protect Workbook, switch it off, and save."
_LOCKED = f"the workbook's structure is protected. {REMEDY}"
_IN_GOOGLE = (
    "In Google Sheets: Data → Protect sheets and ranges; remove the protection, or let the account "
    "that runs this edit it."
)
_TAB_LOCKED = f"somebody protected this tab. {_IN_GOOGLE}"
_IN_EXCEL = "In Excel: Review → Unprotect Sheet, and save."


def unprotect(lead_tab: LeadTab) -> str:
    """What to do about cells of the lead tab that people protected; parts of it they can protect
    in a Google spreadsheet only."""
    return _IN_GOOGLE if lead_tab.locked else _IN_EXCEL


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


def without_locked_tabs(plan: Plan, seen: Sequence[TabSeen]) -> Plan:
    """The plan without the report tabs that people protected from us, each told as a conflict."""
    locked = {tab.title for tab in seen if tab.locked}
    if not locked:
        return plan
    return replace(
        plan,
        tabs=tuple(change for change in plan.tabs if change.replaces not in locked),
        hide=tuple(title for title in plan.hide if title not in locked),
        conflicts=(*plan.conflicts, *_protected(plan, locked)),
    )


def _protected(plan: Plan, locked: Collection[str]) -> Iterator[Conflict]:
    for change in plan.tabs:
        if change.replaces in locked:
            yield Conflict("", "", "", f"not rewritten: {_TAB_LOCKED}", tab=change.replaces)
    for title in plan.hide:
        if title in locked:
            yield Conflict("", "", "", f"not hidden: {_TAB_LOCKED}", tab=title)
