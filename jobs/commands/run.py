"""``sheetsync run``: make a job or run, and say what it did."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import datetime
from pathlib import Path

import click

from jobs.commands.options import (
    ListsJobs,
    config_option,
    json_option,
    names_argument,
    now_option,
    volume_options,
)
from jobs.opening import open_sheet


@click.command(cls=ListsJobs)
@names_argument
@config_option
@now_option
@json_option
@click.option(
    "--force",
    is_flag=True,
    help="Go on where the guard stopped a run: leads or columns that are gone went on purpose.",
)
@click.option(
    "--no-journal",
    is_flag=True,
    help="Neither use nor write the journal this time; nothing is sent either.",
)
@volume_options
def run(
    names: tuple[str, ...],
    config: Path,
    now: datetime | None,
    as_json: bool,
    force: bool,
    no_journal: bool,
    verbose: bool,
    quiet: bool,
) -> None:
    """Do what `plan` shows. Exits 0 when the work was done, whatever it found.

    NAME is a job or a run named in config.yaml (nightly, weekly).

    \b
    Example: sheetsync run nightly
             sheetsync run weekly_summary --now 2026-11-20T18:30
    """
    settings, store, moment = open_sheet(config, now)  # begins to read while the rest is loaded
    from jobs.schedule.heartbeat import beating
    from jobs.terminal.screen import Screen
    from jobs.whole_run import whole_run
    from sheetsync.errors import DeliveryFailed
    from sheetsync.journal import Journal, journal_path

    screen = Screen(verbose=verbose, quiet=quiet, as_json=as_json)
    path = journal_path(settings)
    with (
        nullcontext() if no_journal else Journal.open(path, moment) as journal,
        beating(settings.heartbeat) as ending,
        screen.working(f"Running {' '.join(names)} on {store.name}"),
    ):
        result = whole_run(settings, store, names, moment, force=force, journal=journal)
        ending.went_well = not result.undelivered
    screen.receipt(result)
    if result.undelivered:
        raise SystemExit(DeliveryFailed.exit_code)
