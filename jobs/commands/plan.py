"""``sheetsync plan``: what a job or run would change."""

from __future__ import annotations

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
from jobs.opening import journal_beside, open_sheet


@click.command(cls=ListsJobs)
@names_argument
@config_option
@now_option
@json_option
@volume_options
def plan(
    names: tuple[str, ...],
    config: Path,
    now: datetime | None,
    as_json: bool,
    verbose: bool,
    quiet: bool,
) -> None:
    """Show what a job or run would change; write nothing.

    Cell by cell and tab by tab. NAME is a job or a run named in config.yaml (nightly, weekly).

    \b
    Example: sheetsync plan nightly
             sheetsync plan flag_overdue highlight_sla --json
    """
    settings, store, moment = open_sheet(config, now)
    from jobs import registry, runner
    from jobs.terminal.screen import Screen

    journal = journal_beside(settings)
    result = runner.plan(store, registry.select(names, settings), settings, moment, journal=journal)
    Screen(verbose=verbose, quiet=quiet, as_json=as_json).plan(result)
