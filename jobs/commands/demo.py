"""``sheetsync demo``: a made-up lead workbook, and what the jobs make of it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from jobs.commands.options import now_option, volume_options
from jobs.terminal.ending import watch


@click.command()
@click.argument("directory", metavar="[DIR]", type=click.Path(path_type=Path), default="demo")
@click.option("--seed", default=7, show_default=True, help="Another seed, other leads.")
@click.option(
    "--mail",
    is_flag=True,
    help="Also send the owner's message and the team's lists, to a mail server of our own on this "
    "computer, and show them.",
)
@now_option
@volume_options
def demo(
    directory: Path, seed: int, mail: bool, now: datetime | None, verbose: bool, quiet: bool
) -> None:
    """Make a messy lead workbook and see what the jobs make of it.

    Both go into DIR: the workbook, and a config.yaml to play with. Never overwrites. With --mail
    it is the evening of the last Friday, when the week's figures go out too.

    \b
    Example: sheetsync demo
             sheetsync demo trial --now 2026-11-21T20:00
             sheetsync demo trial --mail
    """
    from jobs import demo as demos
    from jobs.start import WORKBOOK_NAME
    from jobs.terminal.screen import Screen

    watch(directory / WORKBOOK_NAME)
    demos.show(directory, seed, now, Screen(verbose=verbose, quiet=quiet), mail=mail)
