"""``sheetsync explain``: everything the tool thinks of one lead."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from jobs.commands.options import config_option, json_option, now_option
from jobs.opening import read_sheet


@click.command()
@click.argument("lead_id", metavar="LEAD_ID")
@config_option
@now_option
@json_option
def explain(lead_id: str, config: Path, now: datetime | None, as_json: bool) -> None:
    """Say everything the tool thinks of one lead, and why.

    \b
    Example: sheetsync explain L-000123
    """
    from jobs.explain import explanations
    from jobs.terminal.screen import Screen

    settings, reading, moment = read_sheet(config, now)
    Screen(as_json=as_json).explanations(explanations(reading, lead_id, settings, moment))
