"""What the sync layer logs, as lines on the screen: that Google is asked again, and when."""

from __future__ import annotations

import logging

import click

LOG = logging.getLogger("sheetsync")


class _Line(logging.Handler):
    """Beside the output, which a program may be reading."""

    def emit(self, record: logging.LogRecord) -> None:
        click.echo(f"  {record.getMessage()}", err=True)


def show_log_lines() -> None:
    """From now on; once is enough."""
    LOG.setLevel(logging.INFO)
    LOG.handlers = [_Line()]
