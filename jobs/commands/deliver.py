"""``sheetsync deliver``: send the messages that wait."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from jobs.commands.options import config_option, json_option, now_option, volume_options


@click.command()
@config_option
@now_option
@json_option
@volume_options
def deliver(config: Path, now: datetime | None, as_json: bool, verbose: bool, quiet: bool) -> None:
    """Send the messages that wait: after quiet hours, or after a mail server was away.

    Every run does so too. Exits 26 when a message did not go out.

    \b
    Example: sheetsync deliver
    """
    from jobs.delivery.deliver import deliver_alone
    from jobs.delivery.view import NOTHING
    from jobs.opening import aware
    from jobs.terminal.screen import Screen
    from sheetsync.config import load
    from sheetsync.errors import DeliveryFailed
    from sheetsync.journal import Journal, journal_path

    settings = load(config)
    moment = aware(now, settings)
    done = NOTHING
    if journal_path(settings).is_file():  # only a run begins one
        with Journal.open(journal_path(settings), moment) as journal:
            done = deliver_alone(settings, journal, moment)
    Screen(verbose=verbose, quiet=quiet, as_json=as_json).delivery(done)
    if done.failed:
        raise SystemExit(DeliveryFailed.exit_code)
