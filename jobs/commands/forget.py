"""``sheetsync forget``: remove a person from all that is ours, and say what cannot be reached."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jobs.commands.options import config_option, json_option, now_option, volume_options

if TYPE_CHECKING:
    from sheetsync.config import Settings
    from sheetsync.stores.base import Store


@click.command()
@click.argument("lead_id", metavar="LEAD_ID")
@config_option
@now_option
@click.option("--yes", is_flag=True, help="Do not ask first; for scripts.")
@json_option
@volume_options
def forget(
    lead_id: str,
    config: Path,
    now: datetime | None,
    yes: bool,
    as_json: bool,
    verbose: bool,
    quiet: bool,
) -> None:
    """Remove a person from all that sheetsync keeps, by Lead ID.

    From the journal, waiting messages, undo records and backups. The sheet is yours: delete the
    row there first. Says what it cannot reach. Asks before it does anything; cannot be undone.

    \b
    Example: sheetsync forget L-000123
    """
    if not yes and not sys.stdin.isatty():
        raise click.UsageError("forget asks first, and nobody can answer here: add --yes")
    from jobs.opening import open_sheet
    from jobs.terminal import forgotten_view
    from jobs.terminal.screen import Screen
    from sheetsync.forgetting.everywhere import forget_lead

    screen = Screen(verbose=verbose, quiet=quiet, as_json=as_json)
    settings, store, moment = open_sheet(config, now)
    if not yes:
        click.confirm(_question(store, settings, lead_id.strip()), abort=True, err=True)
    with screen.working(f"Forgetting {lead_id.strip()}"):
        done = forget_lead(store, settings, lead_id.strip(), moment)
    if as_json:
        screen.json(forgotten_view.as_json(done))
        return
    for line in forgotten_view.lines(store.name, done):
        screen.say(line)


def _question(store: Store, settings: Settings, lead_id: str) -> str:
    from jobs.opening import journal_beside
    from sheetsync.forgetting.known import learn

    journal = journal_beside(settings)
    known = learn(store, settings, lead_id, journal)
    who = ", ".join(sorted(known.person.contact.called)) or "of whom little is known"
    rows = f" It still stands in {', '.join(known.rows)}." if known.rows else ""
    return (
        f"{lead_id} ({who}): remove from journal, waiting messages, undo records and backups?"
        f"{rows} This cannot be undone."
    )
