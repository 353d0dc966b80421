"""Lines for people, marked up as rich does it: ``[bold]…[/]``.

Where nobody watches (cron, a pipe, a file) the marks are left out and rich is not loaded: that
would take longer than all the printing.
"""

from __future__ import annotations

import os
import re
import sys
from functools import cached_property
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.console import Console

_MARK = re.compile(r"(\\*)(\[[a-z#/@][^\[]*?\])")
_CONTROL = dict.fromkeys((7, 8, 11, 12, 13))
"""Signs that ring or move the cursor; rich leaves them out, too."""


class Lines:
    """Prints to the terminal or, with ``stderr``, beside it."""

    def __init__(self, *, stderr: bool = False, quiet: bool = False) -> None:
        self._stderr = stderr
        self._quiet = quiet

    @property
    def is_watched(self) -> bool:
        """Whether a person sees this as it comes, or wishes to have it as if."""
        stream = sys.stderr if self._stderr else sys.stdout
        return stream.isatty() or bool(os.environ.get("FORCE_COLOR"))

    @cached_property
    def console(self) -> Console:
        """What prints with colour, tables and spinners."""
        from rich.console import Console

        return Console(
            stderr=self._stderr, quiet=self._quiet, highlight=False, soft_wrap=True, emoji=False
        )

    def print(self, text: str) -> None:
        """One line."""
        if self.is_watched:
            self.console.print(text)
        elif not self._quiet:
            click.echo(plain(text), err=self._stderr)


def escape(text: str) -> str:
    """Text that is to be shown as it stands, whatever brackets are in it."""
    escaped = _MARK.sub(r"\1\1\\\2", text)
    ends_in_one = escaped.endswith("\\") and not escaped.endswith("\\\\")
    return f"{escaped}\\" if ends_in_one else escaped


def plain(text: str) -> str:
    """A line without its marks, as rich shows it without colour."""
    if "[" not in text:
        return text.translate(_CONTROL)
    shown, position = [], 0
    for match in _MARK.finditer(text):
        shown.append(text[position : match.start()].replace("\\[", "["))
        slashes, escaped = divmod(len(match[1]), 2)
        shown.append("\\" * slashes + (match[2] if escaped else ""))
        position = match.end()
    shown.append(text[position:].replace("\\[", "["))
    return "".join(shown).translate(_CONTROL)


def plural(count: int, noun: str) -> str:
    """``1 cell``, ``2 cells``."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
