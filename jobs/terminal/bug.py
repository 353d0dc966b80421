"""What is said and kept where the fault is ours."""

from __future__ import annotations

import traceback
from pathlib import Path

import click


def report_bug(error: Exception) -> None:
    """Own up to a bug without a traceback; the details go where a developer can ask for them."""
    # The stack alone: the error's own words may quote what a person typed.
    stack = "".join(traceback.format_tb(error.__traceback__))
    click.echo(
        f"✗ sheetsync met a bug of its own ({type(error).__name__}). Your workbook is whole: a run "
        "writes it in one step or not at all.",
        err=True,
    )
    try:
        kept = _keep_details(f"{type(error).__name__}\n{stack}")
        click.echo(f"  Details without personal data: {kept}", err=True)
    except (OSError, RuntimeError):  # RuntimeError: there is no home folder
        click.echo(f"  Details without personal data:\n{stack}", err=True)


def _keep_details(text: str) -> Path:
    from sheetsync.stores.own_files import state_folder

    path = state_folder() / "last-bug.txt"
    path.write_text(text, encoding="utf-8")
    return path
