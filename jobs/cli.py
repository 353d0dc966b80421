"""The command line: the commands there are. Each is loaded when it is first asked for."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from difflib import get_close_matches
from importlib import import_module
from typing import NoReturn, cast

import click

from jobs.terminal.ending import EXIT_CODES, end_with_code
from sheetsync import __version__

COMMANDS: dict[str, str] = {
    "demo": "jobs.commands.demo:demo",
    "init": "jobs.commands.init:init",
    "template": "jobs.commands.init:template",
    "check": "jobs.commands.check:check",
    "plan": "jobs.commands.plan:plan",
    "run": "jobs.commands.run:run",
    "explain": "jobs.commands.explain:explain",
    "history": "jobs.commands.history:history",
    "doctor": "jobs.commands.doctor:doctor",
    "watch": "jobs.commands.watch:watch",
    "cron": "jobs.commands.cron:cron",
    "deliver": "jobs.commands.deliver:deliver",
    "undo": "jobs.commands.undo:undo",
    "restore": "jobs.commands.restore:restore",
    "forget": "jobs.commands.forget:forget",
    "untouched": "jobs.commands.untouched:untouched",
}
"""Each command by name, in the order the help shows them, and where it stands (module:name)."""


class Commands(click.Group):
    """The commands of `COMMANDS`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command itself, or None where there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        return cast(click.Command, getattr(import_module(module), name))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, but a misspelt command is told the nearest one."""
        near = [] if args[0] in COMMANDS else get_close_matches(args[0], COMMANDS, 1)
        if near:
            ctx.fail(f"there is no command {args[0]!r}; did you mean {near[0]}?")
        return super().resolve_command(ctx, args)


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=EXIT_CODES,
)
@click.version_option(__version__, prog_name="sheetsync")
def cli() -> None:
    """Make the spreadsheet your team keeps its leads in behave like a CRM.

    \b
    Try it:      sheetsync demo
    Start:       sheetsync init
    Every night: sheetsync run nightly
    """


def main() -> NoReturn:
    """The console script."""
    # A command is over before what it leaves in circles matters, and looking for circles among
    # millions of cells takes a fifth of its time.
    gc.disable()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy would start threads nobody uses
    try:
        end_with_code(cli)
    except SystemExit as ended:
        _leave(ended.code)


def _leave(code: object) -> NoReturn:
    """End without taking all that was loaded and read apart, which the system does at once."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):  # closed, or not there at all
            stream.flush()
    os._exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    main()
