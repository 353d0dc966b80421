"""``sheetsync doctor``: whether everything is in place."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from jobs.commands.options import config_option, json_option, now_option


@click.command()
@config_option
@now_option
@json_option
def doctor(config: Path, now: datetime | None, as_json: bool) -> None:
    """Look whether everything is in place, and what each column is.

    Config, workbook or the way to Google, headers, locks, time zone: each problem with its remedy.

    \b
    Example: sheetsync doctor
    """
    from jobs.doctor.diagnose import diagnose
    from jobs.terminal.screen import Screen

    problems = Screen(as_json=as_json).diagnoses(diagnose(config, now))
    if problems:
        raise SystemExit(1)
