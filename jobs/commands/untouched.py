"""``sheetsync untouched``: let anyone check what two versions of a workbook differ in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jobs.commands.options import json_option
from jobs.terminal.lines import escape

if TYPE_CHECKING:
    from jobs.terminal.screen import Screen
    from sheetsync.stores.excel.safety.untouched import Comparison

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False, readable=False)


@click.command()
@click.argument("backup", metavar="BACKUP", type=_FILE)
@click.argument("workbook", metavar="WORKBOOK", type=_FILE)
@click.option(
    "--tab",
    metavar="TITLE",
    default="",
    help="The lead tab, where no colour rule of ours shows which it is.",
)
@json_option
def untouched(backup: Path, workbook: Path, tab: str, as_json: bool) -> None:
    """Compare two versions of a workbook, member by member, byte for byte.

    Exits 1 when they differ in more than a run may write: the lead tab, cell styles, the list of
    tabs, and report tabs. Where the backups are, `sheetsync doctor` says.

    \b
    Example: sheetsync untouched leads-before.xlsx leads.xlsx
    """
    from jobs.terminal.screen import Screen
    from sheetsync.stores.excel.package.package import Package
    from sheetsync.stores.excel.safety.replace import read_whole
    from sheetsync.stores.excel.safety.untouched import compare

    before, after = (Package(read_whole(path), str(path)) for path in (backup, workbook))
    found = compare(before, after, tab)
    screen = Screen(as_json=as_json)
    if as_json:
        screen.json(_as_json(found))
    else:
        _show(found, screen)
    if found.strays:
        raise SystemExit(1)


def _as_json(found: Comparison) -> dict[str, Any]:
    return {
        "only_ours": not found.strays,
        "unchanged": len(found.of("unchanged")),
        "members": [member.as_json() for member in found.members],
    }


def _show(found: Comparison, screen: Screen) -> None:
    same = found.of("unchanged")
    raw = sum(member.raw for member in same)
    screen.say(f"unchanged  {_members(len(same))}, {raw:,} of them in their compressed bytes too")
    for fate in ("changed", "added", "removed"):
        for member in found.of(fate):
            whose = escape(member.part_of) or "[red]not for a run to touch[/]"
            screen.say(f"{fate:<10} {escape(member.name)}  [dim]{whose}[/]")
    if found.strays:
        screen.say(f"[red]✗[/] {_members(len(found.strays))} differ that no run may touch.")
    else:
        screen.say("[green]✓[/] Nothing differs that a run may not write.")


def _members(count: int) -> str:
    return f"{count:,} member{'' if count == 1 else 's'}"
