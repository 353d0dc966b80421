"""``sheetsync restore``: put a lead back whose row is gone from the sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jobs.commands.options import config_option, json_option, now_option, volume_options
from jobs.terminal.lines import escape, plural

if TYPE_CHECKING:
    from jobs.terminal.screen import Screen
    from sheetsync.config import Settings
    from sheetsync.journal import Book
    from sheetsync.memory import Vanished
    from sheetsync.restore import Restoration
    from sheetsync.snapshot import Snapshot
    from sheetsync.stores.base import Receipt, Store

TRIES = 3
"""How often it is planned again because somebody saved in between."""


@dataclass(frozen=True)
class Restored:
    """The lead, what was planned of it, and what was written."""

    lead: Vanished
    restoration: Restoration
    receipt: Receipt


@click.command()
@click.argument("lead_id", metavar="LEAD_ID")
@config_option
@now_option
@json_option
@volume_options
def restore(
    lead_id: str, config: Path, now: datetime | None, as_json: bool, verbose: bool, quiet: bool
) -> None:
    """Put a lead back whose row is gone from the sheet.

    Below the last lead, with what its cells held when last read. The columns that sheetsync writes
    are filled by the next run. Goes back 30 days; a lead that is in the sheet is never touched.

    \b
    Example: sheetsync restore L-000123
    """
    from jobs.opening import open_sheet
    from jobs.terminal.screen import Screen
    from sheetsync.journal import Journal, journal_path

    screen = Screen(verbose=verbose, quiet=quiet, as_json=as_json)
    settings, store, moment = open_sheet(config, now)
    path = journal_path(settings)
    if not path.is_file():
        raise _nothing_remembered(store.name, lead_id)
    with Journal.open(path, moment) as journal:
        book = journal.book(settings)
        with screen.working(f"Putting {lead_id} back into {store.name}"):
            restored = restore_lead(store, book, lead_id, settings, moment)
    if as_json:
        screen.json(_as_json(restored))
    else:
        _show(store.name, restored, screen)


def restore_lead(
    store: Store, book: Book, lead_id: str, settings: Settings, now: datetime
) -> Restored:
    """Append a vanished lead again, and note it. Raises `LeadUnknown` where none of that id is
    remembered, `EditRefused` where it is in the sheet or no row can be added safely, and what the
    store refuses with; the sheet is then as people left it."""
    from sheetsync.errors import WorkbookChanged
    from sheetsync.journal.sheet_read import columns_of
    from sheetsync.restore import restore as planned

    with store.exclusive():
        for attempt in range(1, TRIES + 1):
            snapshot = store.read()
            lead = _remembered(book, lead_id, snapshot, settings, now)
            restoration = planned(lead, snapshot, columns_of(snapshot))
            try:
                receipt = store.apply(restoration.plan)
            except WorkbookChanged:
                if attempt == TRIES:
                    raise
            else:
                book.happened(lead.lead_id, "restored", now)
                return Restored(lead, restoration, receipt)
    raise AssertionError("unreachable")


def _remembered(
    book: Book, lead_id: str, snapshot: Snapshot, settings: Settings, now: datetime
) -> Vanished:
    from sheetsync.errors import LeadUnknown
    from sheetsync.leads import parse
    from sheetsync.restore import refuse_if_there

    refuse_if_there(lead_id.strip(), snapshot)
    gone = book.memory(parse(snapshot, settings), snapshot, now).vanished
    wanted = lead_id.strip().casefold()
    for each in gone:
        if each.lead_id and each.lead_id.casefold() == wanted:
            return each
    raise LeadUnknown(
        f"no lead {lead_id!r} is known to be gone from the sheet",
        where=f"{snapshot.workbook} · {snapshot.lead_tab.title}",
        hint=_those_gone(gone),
    )


def _those_gone(gone: Sequence[Vanished]) -> str:
    ids = [each.lead_id for each in gone if each.lead_id]
    if not ids:
        return "None is: in the last 30 days no row went away between two runs."
    more = f" and {len(ids) - 5:,} more" if len(ids) > 5 else ""
    return f"Gone in the last 30 days: {', '.join(ids[:5])}{more}."


def _nothing_remembered(name: str, lead_id: str) -> Exception:
    from sheetsync.errors import LeadUnknown

    return LeadUnknown(
        f"nothing is remembered of {lead_id!r}",
        where=name,
        hint="What rows held is remembered from the first run on. An earlier state of the sheet is "
        "in the backups (sheetsync doctor says where) or in its version history.",
    )


def _as_json(restored: Restored) -> dict[str, Any]:
    return {
        "lead_id": restored.lead.lead_id,
        "last_seen": restored.lead.last_seen.isoformat(),
        "receipt": restored.receipt.as_json(),
        "left": [{"column": header, "reason": why} for header, why in restored.restoration.left],
    }


def _show(name: str, restored: Restored, screen: Screen) -> None:
    from sheetsync.moments import date_text

    lead, receipt = restored.lead, restored.receipt
    rows = ", ".join(map(str, receipt.rows))
    screen.say(f"[green]✓[/] {escape(name)}: {escape(lead.lead_id)} stands again, in row {rows}")
    cells = plural(len(restored.restoration.row.cells), "cell")
    screen.say(f"  {cells} as they were when last read, {date_text(lead.last_seen)}")
    for header, why in restored.restoration.left:
        screen.say(f"  [yellow]![/] {escape(header)}: {escape(why)}")
    screen.say("  sheetsync undo does not take the row away; delete it where it is not wanted")
    if screen.verbose and receipt.backup:
        screen.say(f"  Backup: {escape(receipt.backup)}")
