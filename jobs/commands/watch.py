"""``sheetsync watch``: make each run when it is due, until somebody ends it; or once, for cron."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from jobs.commands.options import config_option, now_option, volume_options


@click.command()
@click.option("--once", is_flag=True, help="Make what is due now, then end: for cron.")
@config_option
@now_option
@volume_options
def watch(config: Path, once: bool, now: datetime | None, verbose: bool, quiet: bool) -> None:
    """Make each run when it is due: schedule: in config.yaml says when.

    A run that was missed while the machine slept is made up for, once. Ctrl+C ends it, after the
    run in hand.

    \b
    Example: sheetsync watch
             sheetsync watch --once --quiet
    """
    from jobs.opening import aware
    from jobs.schedule.until_asked import UntilAsked
    from jobs.schedule.watch import Watcher, go_on
    from jobs.terminal.screen import Screen
    from sheetsync.config import load

    if now is not None and not once:
        raise click.UsageError("--now goes with --once")
    screen = Screen(verbose=verbose, quiet=quiet)
    watcher = Watcher(config, screen, lambda settings: aware(now, settings))
    with UntilAsked() as asked:
        if once:
            code = watcher.look(load(config), asked)
        else:
            screen.say(watcher.beginning(load(config)))
            code = go_on(lambda: watcher.look_again(asked), asked)
    raise SystemExit(code)
