"""The report tabs of a run as a workbook of their own, for when they cannot go into the sheet's."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from xlsxwriter import Workbook

from sheetsync.config import Settings
from sheetsync.plan import TabChange
from sheetsync.snapshot import Snapshot
from sheetsync.stores.excel.package.package import Package
from sheetsync.stores.excel.package.workbook_part import WorkbookPart
from sheetsync.stores.excel.report_tabs.tab_parts import write_tabs
from sheetsync.stores.excel.safety.places import real
from sheetsync.stores.excel.safety.side_seal import sealed
from sheetsync.tabs import Block, Note, ReportTab, RowLink, TabCell, Table

ABOUT = "About this file"


def side_contents(
    reports: Sequence[ReportTab],
    snapshot: Snapshot,
    settings: Settings,
    workbook: Path,
    why: str,
    when: str,
) -> bytes:
    """A whole workbook with these tabs, and one that says why it is there.

    ``why`` is what keeps the tabs out of ``workbook`` itself, ``when`` the moment of the run.
    """
    tabs = [*reports, _about(snapshot.workbook, why, when)]
    return sealed(_package_of(tabs, snapshot, settings), real(workbook).name)


def workbook_of(reports: Sequence[ReportTab], snapshot: Snapshot, settings: Settings) -> bytes:
    """A whole workbook with these tabs alone, to be sent to somebody."""
    out = io.BytesIO()
    _package_of(reports, snapshot, settings).save(out)
    return out.getvalue()


def _package_of(reports: Sequence[ReportTab], snapshot: Snapshot, settings: Settings) -> Package:
    package = Package(_blank(), snapshot.workbook)
    first, *others = map(_with_plain_ids, reports)
    changes = [TabChange(first, first.title, replaces=ABOUT)]
    changes += [TabChange(tab, tab.title) for tab in others]
    write_tabs(package, WorkbookPart(package), changes, settings, snapshot)
    return package


def _blank() -> bytes:
    """A workbook with one tab, whose place the first report takes."""
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True})
    book.calc_on_load = False  # else Excel asks whoever only looked whether to save
    book.add_worksheet(ABOUT)
    book.close()
    return out.getvalue()


def _about(workbook: str, why: str, when: str) -> ReportTab:
    return ReportTab(
        key="about",
        title=ABOUT,
        heading=f"Report tabs of {workbook}",
        summary=f"As of {when}",
        blocks=(
            Note(f"They stand here because {workbook} could not be written: {why}."),
            Note(f"Each run that cannot write to {workbook} writes this file anew; the next one "
                 "that can takes it away. If you change it, it stays and is yours."),
            Note(f"The Lead IDs are no links here: look for them in {workbook} (Ctrl+F)."),
        ),
    )  # fmt: skip


def _with_plain_ids(tab: ReportTab) -> ReportTab:
    """Lead IDs as text: a link into another file knows rows by number only, and they move."""
    return replace(tab, blocks=tuple(map(_plain, tab.blocks)))


def _plain(block: Block) -> Block:
    if not isinstance(block, Table):
        return block
    return replace(block, rows=tuple(tuple(map(_text_of, row)) for row in block.rows))


def _text_of(cell: TabCell) -> TabCell:
    return cell.lead_id if isinstance(cell, RowLink) else cell
