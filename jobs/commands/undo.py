"""``sheetsync undo``: put back what stood in the cells that the last run wrote."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jobs.commands.options import config_option, json_option, volume_options
from jobs.terminal.lines import escape, plural

if TYPE_CHECKING:
    from jobs.terminal.screen import Screen
    from sheetsync.stores.base import Receipt, Store
    from sheetsync.undo import Record, Reversal

TRIES = 3
"""How often it is planned again because somebody saved in between."""


@dataclass(frozen=True)
class Undone:
    """The run that was undone, what could be put back and what could not. ``receipt`` is None
    where nothing had to be written; ``earlier`` is the run that another undo would reverse."""

    record: Record
    reversal: Reversal
    receipt: Receipt | None
    earlier: Record | None


@click.command()
@config_option
@json_option
@volume_options
def undo(config: Path, as_json: bool, verbose: bool, quiet: bool) -> None:
    """Put back what stood in the cells that the last run wrote.

    A cell that says something else by now is left and named. Columns that the run added stay,
    empty; report tabs and colour rules stay as they are. Once more, and the run before is undone.

    \b
    Example: sheetsync undo
    """
    from jobs.opening import open_sheet
    from jobs.terminal.screen import Screen

    screen = Screen(verbose=verbose, quiet=quiet, as_json=as_json)
    _, store, _ = open_sheet(config, None)
    with screen.working(f"Undoing the last run on {store.name}"):
        undone = undo_last(store)
    if as_json:
        screen.json(_as_json(undone))
    else:
        _show(store.name, undone, screen)


def undo_last(store: Store) -> Undone | None:
    """Undo the last run that is remembered; None where there is none.

    It is planned, written and backed up as a run is, but leaves no record of its own. Raises what
    the store refuses with; the sheet is then as people left it, and the record stays.
    """
    with store.exclusive():
        record = store.last_record()
        if record is None:
            return None
        reversal, receipt = _put_back(store, record)
        store.forget(record)
        return Undone(record, reversal, receipt, store.last_record())


def _put_back(store: Store, record: Record) -> tuple[Reversal, Receipt | None]:
    from sheetsync.errors import WorkbookChanged
    from sheetsync.undo import reverse

    for attempt in range(1, TRIES + 1):
        reversal = reverse(record, store.read())
        if reversal.plan.is_empty:
            return reversal, None
        try:
            return reversal, store.apply(reversal.plan)
        except WorkbookChanged:
            if attempt == TRIES:
                raise
    raise AssertionError("unreachable")


def _as_json(undone: Undone | None) -> dict[str, Any]:
    if undone is None:
        return {"undone": None}
    record = undone.record
    return {
        "undone": {"at": record.at.isoformat(), "jobs": list(record.jobs)},
        "put_back": undone.reversal.cells,
        "receipt": undone.receipt.as_json() if undone.receipt else None,
        "left": [conflict.__dict__ for conflict in undone.reversal.left],
        "columns_kept": _headers(record),
        "tabs_kept": list(record.tabs),
        "earlier": undone.earlier.at.isoformat() if undone.earlier else None,
    }


def _show(name: str, undone: Undone | None, screen: Screen) -> None:
    from jobs.terminal.receipt_view import left_alone_lines

    if undone is None:
        screen.say(f"{escape(name)}: there is no run to undo.")
        return
    screen.say(f"{_mark(undone)} {escape(name)}: {_outcome(undone)}")
    for line in _lines(undone, verbose=screen.verbose):
        screen.say(f"  {escape(line)}")
    for line in left_alone_lines(_once_each(undone.reversal), verbose=screen.verbose):
        screen.say(f"  [yellow]![/] {escape(line)}")
    if undone.earlier is not None:
        screen.say(f"  sheetsync undo once more undoes {_run(undone.earlier)}.")


def _mark(undone: Undone) -> str:
    return "[yellow]![/]" if undone.receipt is None else "[green]✓[/]"


def _outcome(undone: Undone) -> str:
    run = _run(undone.record)
    if undone.receipt is not None:
        return f"{run} is undone"
    return f"nothing that {run} wrote " + (
        "was put back" if undone.record.cells else "can be put back: it wrote no cells"
    )


def _lines(undone: Undone, *, verbose: bool) -> Iterator[str]:

    record, receipt = undone.record, undone.receipt
    if receipt is not None:
        yield f"{plural(receipt.cells, 'cell')} put back; the next run writes them again"
    if record.new_columns:
        yield f"Columns it added stay, empty: {', '.join(_headers(record))}"
    if record.tabs:
        yield "Report tabs and colour rules stay as they are"
    if receipt is not None and receipt.changed_members:
        yield f"{plural(receipt.untouched, 'part')} of the file left byte for byte"
        if verbose and receipt.backup:
            yield f"Backup: {receipt.backup}"


def _headers(record: Record) -> list[str]:
    from sheetsync.schema import FIELD

    return [FIELD[field].header for field in record.new_columns]


def _once_each(reversal: Reversal) -> list[Any]:
    """A row that is gone is named once, not once a column."""
    return list({(each.place, each.reason): each for each in reversal.left}.values())


def _run(record: Record) -> str:
    from sheetsync.moments import date_text

    when = f"{date_text(record.at)} {record.at:%H:%M}"
    return f"the run of {when} ({', '.join(record.jobs)})"
