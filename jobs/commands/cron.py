"""``sheetsync cron``: the lines that make this machine look at the schedule."""

from __future__ import annotations

from pathlib import Path

import click

from jobs.commands.options import config_option


@click.command()
@click.option(
    "--only",
    type=click.Choice(["crontab", "systemd", "launchd", "windows"]),
    help="Only the lines for this scheduler, without the words around them.",
)
@config_option
def cron(config: Path, only: str | None) -> None:
    """Print what makes this machine make the runs: crontab, systemd, launchd or Task Scheduler.

    Writes nothing. One of them is enough; each looks every five minutes whether a run is due by
    schedule: in config.yaml, and ends.

    \b
    Example: sheetsync cron
             sheetsync cron --only crontab
    """
    from jobs.schedule.cron_lines import HOW, LINES, in_order, notes, this_machine
    from sheetsync.config import load

    load(config)
    machine = this_machine(config)
    if only:
        click.echo(LINES[only](machine))
        return
    for kind in in_order(machine.system):
        click.echo(f"# {HOW[kind].format(name=machine.name)}")
        click.echo(LINES[kind](machine) + "\n")
    for note in notes(machine):
        click.echo(f"# Mind: {note}")
