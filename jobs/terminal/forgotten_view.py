"""What was forgotten and what is kept, as lines for people and as JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from jobs.terminal.lines import escape, plural

if TYPE_CHECKING:
    from sheetsync.forgetting.everywhere import Forgotten

ID_KEPT = "the Lead ID alone, so that no run calls it vanished or acknowledges it"
ADDRESS_KEPT = "for a day, a hash of the address that was acknowledged, so that it gets no second"


def as_json(done: Forgotten) -> dict[str, Any]:
    """The stable machine form."""
    return {
        "forgotten": done.lead_id,
        "journal": asdict(done.erased),
        "messages": {"own": done.dropped.own, "others": done.dropped.others},
        "undo_records": done.records,
        "backups": asdict(done.backups),
        "side_files": done.side_files,
        "damaged_journals": done.damaged,
        "still_in_sheet": list(done.rows),
        "same_contact": list(done.same_contact),
        "kept": list(_kept(done)),
        "not_reached": list(done.not_reached),
    }


def lines(name: str, done: Forgotten) -> Iterator[str]:
    """For people."""
    yield f"[green]✓[/] {escape(name)}: {escape(done.lead_id)} is forgotten"
    yield from (f"  {escape(line)}" for line in _done(done) if line)
    for line in _kept(done):
        yield f"  [dim]Kept: {escape(line)}[/]"
    if done.same_contact:
        ids = ", ".join(done.same_contact)
        yield f"  [yellow]![/] The same phone or e-mail, not touched: {escape(ids)}"
    for line in done.not_reached:
        yield f"  [yellow]![/] Not reached: {escape(line)}"


def _kept(done: Forgotten) -> Iterator[str]:
    yield ID_KEPT
    if done.dropped.address_kept:
        yield ADDRESS_KEPT


def _done(done: Forgotten) -> Iterator[str]:
    erased, dropped, backups = done.erased, done.dropped, done.backups
    found = [
        "its last read" if erased.read else "",
        "what its row held when it went" if erased.gone else "",
        f"{plural(erased.lines, 'line')} of its story" if erased.lines else "",
        f"{plural(erased.notes, 'list')} that named it" if erased.notes else "",
    ]
    yield f"Journal: {', '.join(filter(None, found)) or 'nothing was left in it'}"
    if dropped.own:
        yield f"Messages: {plural(dropped.own, 'message')} to the person will not go out"
    if dropped.others:
        yield (
            f"Messages: {plural(dropped.others, 'message')} that waited and named the lead will "
            "not go out; the next nightly run makes a new one"
        )
    if done.records:
        yield f"Undo: cells taken out of the records of {plural(done.records, 'run')}"
    yield (
        f"Backups: {backups.rewritten:,} rewritten without it, {backups.deleted:,} deleted"
        f" (no safe way to rewrite them), of {backups.looked_at:,}"
        if backups.rewritten or backups.deleted
        else f"Backups: it is in none of {backups.looked_at:,}"
    )
    if done.side_files:
        yield f"Report workbooks beside it: {done.side_files:,} removed"
    if done.damaged:
        yield f"Damaged journals moved aside: {done.damaged:,} deleted unread"
