"""The options commands share, each declared once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])

YEARS = range(1970, 2200)
"""Of these a moment may be; calendars of holidays and of spreadsheets reach no further."""


def config_option(command: Command) -> Command:
    """``--config FILE``. Whether it can be read is found out, and said, where it is read."""
    return click.option(
        "--config",
        "config",
        type=click.Path(path_type=Path, readable=False),
        default=Path("config.yaml"),
        show_default=True,
        help="The config file; its folder is where the workbook is looked for.",
    )(command)


def now_option(command: Command) -> Command:
    """``--now ISO-8601``."""
    return click.option(
        "--now",
        "now",
        metavar="ISO-8601",
        callback=_moment,
        help="Judge as at this moment instead of the clock's, to reproduce a run.",
    )(command)


def volume_options(command: Command) -> Command:
    """``-v`` and ``-q``."""
    command = click.option("-v", "--verbose", is_flag=True, callback=_verbose, help="Say more.")(
        command
    )
    return click.option("-q", "--quiet", is_flag=True, help="Say only what went wrong.")(command)


def json_option(command: Command) -> Command:
    """``--json``."""
    return click.option(
        "--json", "as_json", is_flag=True, help="Print one JSON object, for programs."
    )(command)


def preset_option(command: Command) -> Command:
    """``--preset NAME``."""
    return click.option(
        "--preset",
        default="general",
        show_default=True,
        callback=_preset,
        metavar="NAME",
        help="The kind of business: general, trade, real_estate, hospitality, education, services.",
    )(command)


def google_options(command: Command) -> Command:
    """``--google URL`` and ``--credentials FILE``."""
    command = click.option(
        "--credentials",
        type=click.Path(path_type=Path, readable=False),
        metavar="FILE",
        help="With --google: the key file that opens it. Without one, the environment says.",
    )(command)
    return click.option(
        "--google",
        callback=_spreadsheet,
        metavar="URL",
        help="Prepare this blank Google spreadsheet instead of making a workbook.",
    )(command)


def new_workbook_argument(command: Command) -> Command:
    """``OUT.xlsx``."""
    return click.argument(
        "out", metavar="OUT.xlsx", type=click.Path(path_type=Path), callback=_new_workbook
    )(command)


def _verbose(_: click.Context, __: click.Parameter, value: bool) -> bool:
    """Let what is logged be seen from here on."""
    if value:
        from jobs.terminal.log_lines import show_log_lines

        show_log_lines()
    return value


def _moment(_: click.Context, param: click.Parameter, value: str | None) -> datetime | None:
    """An ISO-8601 moment; the business's own zone is meant where none is given."""
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        message = f"{value!r} is not a date and time; write it like 2026-11-21T20:00"
        raise click.BadParameter(message, param=param) from None
    if moment.year not in YEARS:
        message = f"the year must be from {YEARS[0]} to {YEARS[-1]}, not {moment.year}"
        raise click.BadParameter(message, param=param)
    return moment


def _preset(_: click.Context, param: click.Parameter, value: str) -> str:
    from sheetsync.config.preset import preset_names

    if value not in preset_names():
        message = f"{value!r} is not a preset; choose from {', '.join(preset_names())}"
        raise click.BadParameter(message, param=param)
    return value


def _spreadsheet(_: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """The id in an address."""
    from sheetsync.config.google import spreadsheet_id

    if value is None:
        return None
    try:
        return spreadsheet_id(value)
    except ValueError as error:
        what, hint = error.args
        raise click.BadParameter(f"{value!r} {what}; {hint}", param=param) from None


def _new_workbook(_: click.Context, param: click.Parameter, path: Path) -> Path:
    """Excel opens a workbook only under the ending of its format."""
    if path.suffix.casefold() != ".xlsx":
        better = path.parent / f"{path.stem or 'leads'}.xlsx"
        message = f"Excel would not open {str(path)!r}; write {better}"
        raise click.BadParameter(message, param=param)
    return path


def names_argument(command: Command) -> Command:
    """``NAME...``: the jobs or runs that are meant."""
    return click.argument("names", metavar="NAME...", nargs=-1, required=True)(command)


class ListsJobs(click.Command):
    """A command whose help ends with what each job does."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """After the options, the jobs."""
        from jobs.registry import JOBS

        with formatter.section("Jobs"):
            formatter.write_dl([(job.name, job.says) for job in JOBS])
