"""``sheetsync init`` and ``sheetsync template``: a config and an empty lead workbook."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from jobs.commands.options import (
    google_options,
    new_workbook_argument,
    now_option,
    preset_option,
)
from jobs.terminal.ending import watch


@click.command()
@click.argument("directory", metavar="[DIR]", type=click.Path(path_type=Path), default=".")
@preset_option
@google_options
@now_option
def init(
    directory: Path,
    preset: str,
    google: str | None,
    credentials: Path | None,
    now: datetime | None,
) -> None:
    """Write a commented config.yaml and an empty lead workbook.

    Into DIR, or here where none is named. Never overwrites. With --google, a blank spreadsheet
    at Google is prepared in place of the workbook; one that holds anything is left as it is.

    \b
    Example: sheetsync init
             sheetsync init shop --preset real_estate
             sheetsync init --google ADDRESS --credentials key.json
    """
    from jobs import start
    from jobs.terminal.invoked import command_line

    today = (now or datetime.now().astimezone()).date()
    if credentials is not None and google is None:
        raise click.UsageError("--credentials goes with --google")
    if google is None:
        watch(directory / start.WORKBOOK_NAME)
        made = start.init(directory, preset, today)
        said = [f"Made {path}" for path in made]
    else:
        made, said = start.init_google(directory, preset, today, google, credentials)
    for line in said:
        click.echo(line)
    config = made[0]
    there = [] if config.parent == Path() else ["--config", str(config)]
    click.echo(f"Next: put your team, hours and time zone into {config}, then:")
    click.echo(f"  {command_line('doctor', *there)}")


@click.command()
@new_workbook_argument
@preset_option
def template(out: Path, preset: str) -> None:
    """Write the empty lead workbook alone. Never overwrites.

    \b
    Example: sheetsync template leads.xlsx --preset trade
    """
    from jobs import start

    watch(out)
    click.echo(f"Made {start.template(out, preset)}")
