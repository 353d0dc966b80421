"""``sheetsync check``: what is wrong in the sheet, and how to mend it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from jobs.commands.options import config_option, json_option, now_option, volume_options
from jobs.opening import read_sheet


@click.command()
@config_option
@now_option
@json_option
@volume_options
def check(config: Path, now: datetime | None, as_json: bool, verbose: bool, quiet: bool) -> None:
    """List what is wrong in the sheet, with the cell and how to mend it.

    Writes nothing. Exits 1 when there are errors.

    \b
    Example: sheetsync check
             sheetsync check --json
    """
    from jobs.runner import findings
    from jobs.terminal.screen import Screen

    settings, reading, moment = read_sheet(config, now)
    found = findings(reading, settings, moment)
    screen = Screen(verbose=verbose, quiet=quiet, as_json=as_json)
    screen.findings(reading, found)
    if any(finding.severity == "error" for finding in found):
        raise SystemExit(1)
