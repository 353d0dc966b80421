"""The command line: words in, words out. All thinking happens below."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from sheetsync import __version__
from sheetsync.errors import SheetsyncError

if TYPE_CHECKING:
    from jobs.runner import Reading
    from sheetsync.config import Settings
    from sheetsync.stores.base import Store

Command = TypeVar("Command", bound=Callable[..., Any])

YEARS = range(1970, 2200)
"""Of these a moment may be; calendars of holidays and of spreadsheets reach no further."""

EXIT_CODES = """
Exit codes: 0 done · 1 check found errors · 2 wrong command line · 3 config · 4 workbook missing ·
5 no permission · 6 not a workbook · 7 encrypted · 8 old format · 9 damaged file · 10 tab missing ·
11 no header row · 12 column missing · 13 columns ambiguous · 14 somebody has it open ·
15 write failed · 16 guard · 17 changed while writing · 18 edit refused · 19 no such lead ·
20 already there · 21 no such job or run · 70 a bug
"""


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


def _preset_option(command: Command) -> Command:
    return click.option(
        "--preset",
        default="general",
        show_default=True,
        callback=_preset,
        metavar="NAME",
        help="The kind of business: general, trade, real_estate, hospitality, education, services.",
    )(command)


def _config_option(command: Command) -> Command:
    return click.option(
        "--config",
        "config",
        type=click.Path(path_type=Path),
        default=Path("config.yaml"),
        show_default=True,
        help="The config file; its folder is where the workbook is looked for.",
    )(command)


def _now_option(command: Command) -> Command:
    return click.option(
        "--now",
        "now",
        metavar="ISO-8601",
        callback=_moment,
        help="Judge as at this moment instead of the clock's, to reproduce a run.",
    )(command)


def _volume_options(command: Command) -> Command:
    command = click.option("-v", "--verbose", is_flag=True, help="Say more.")(command)
    return click.option("-q", "--quiet", is_flag=True, help="Say only what went wrong.")(command)


def _json_option(command: Command) -> Command:
    return click.option(
        "--json", "as_json", is_flag=True, help="Print one JSON object, for programs."
    )(command)


def _open(config: Path, now: datetime | None) -> tuple[Settings, Store, datetime]:
    from sheetsync.config import load
    from sheetsync.stores.open import open_store

    settings = load(config)
    return settings, open_store(settings), _aware(now, settings)


def _aware(now: datetime | None, settings: Settings) -> datetime:
    if now is None:
        return datetime.now(settings.timezone).replace(microsecond=0)
    return now if now.tzinfo else now.replace(tzinfo=settings.timezone)


def _read(config: Path, now: datetime | None) -> tuple[Settings, Reading, datetime]:
    from jobs import runner

    settings, store, moment = _open(config, now)
    return settings, runner.read(store, settings, moment), moment


class _ListsJobs(click.Command):
    """A command whose help ends with what each job does."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """After the options, the jobs."""
        from jobs.registry import JOBS

        with formatter.section("Jobs"):
            formatter.write_dl([(job.name, job.says) for job in JOBS])


@click.group(
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


@cli.command()
@click.argument("directory", metavar="[DIR]", type=click.Path(path_type=Path), default="demo")
@click.option("--seed", default=7, show_default=True, help="Another seed, other leads.")
@_now_option
@_volume_options
def demo(directory: Path, seed: int, now: datetime | None, verbose: bool, quiet: bool) -> None:
    """Make a messy lead workbook in DIR, run the nightly and the weekly jobs on it, show both.

    \b
    Example: sheetsync demo
             sheetsync demo trial --now 2026-11-21T20:00
    """
    from jobs import demo as demos
    from jobs.screen import Screen

    demos.show(directory, seed, now, Screen(verbose=verbose, quiet=quiet))


@cli.command()
@click.argument("directory", metavar="[DIR]", type=click.Path(path_type=Path), default=".")
@_preset_option
@_now_option
def init(directory: Path, preset: str, now: datetime | None) -> None:
    """Write a commented config.yaml and an empty lead workbook into DIR. Never overwrites.

    \b
    Example: sheetsync init
             sheetsync init shop --preset real_estate
    """
    from jobs import start

    made = start.init(directory, preset, (now or datetime.now().astimezone()).date())
    for path in made:
        click.echo(f"Made {path}")
    click.echo("Next: put your team, hours and time zone into config.yaml, then: sheetsync doctor")


@cli.command()
@click.argument("out", metavar="OUT.xlsx", type=click.Path(path_type=Path))
@_preset_option
def template(out: Path, preset: str) -> None:
    """Write the empty lead workbook alone. Never overwrites.

    \b
    Example: sheetsync template leads.xlsx --preset trade
    """
    from jobs import start

    click.echo(f"Made {start.template(out, preset)}")


@cli.command()
@_config_option
@_now_option
@_json_option
@_volume_options
def check(config: Path, now: datetime | None, as_json: bool, verbose: bool, quiet: bool) -> None:
    """Read the sheet and list what is wrong, with the cell and how to mend it. Writes nothing.

    Exits 1 when there are errors.

    \b
    Example: sheetsync check
             sheetsync check --json
    """
    from jobs.runner import findings
    from jobs.screen import Screen

    settings, reading, moment = _read(config, now)
    found = findings(reading, settings, moment)
    screen = Screen(verbose=verbose, quiet=quiet, as_json=as_json)
    screen.findings(reading, found)
    if any(finding.severity == "error" for finding in found):
        raise SystemExit(1)


@cli.command(cls=_ListsJobs)
@click.argument("names", metavar="NAME...", nargs=-1, required=True)
@_config_option
@_now_option
@_json_option
@_volume_options
def plan(
    names: tuple[str, ...],
    config: Path,
    now: datetime | None,
    as_json: bool,
    verbose: bool,
    quiet: bool,
) -> None:
    """Show what a job or run would change, cell by cell and tab by tab. Writes nothing.

    \b
    Example: sheetsync plan nightly
             sheetsync plan flag_overdue highlight_sla --json
    """
    from jobs import registry, runner
    from jobs.screen import Screen

    settings, store, moment = _open(config, now)
    result = runner.plan(store, registry.select(names, settings), settings, moment)
    Screen(verbose=verbose, quiet=quiet, as_json=as_json).plan(result)


@cli.command(cls=_ListsJobs)
@click.argument("names", metavar="NAME...", nargs=-1, required=True)
@_config_option
@_now_option
@_json_option
@_volume_options
def run(
    names: tuple[str, ...],
    config: Path,
    now: datetime | None,
    as_json: bool,
    verbose: bool,
    quiet: bool,
) -> None:
    """Do what `plan` shows. Exits 0 when the work was done, whatever it found.

    NAME is a job or a run named in config.yaml (nightly, weekly).

    \b
    Example: sheetsync run nightly
             sheetsync run weekly_summary --now 2026-11-20T18:30
    """
    from jobs import registry, runner
    from jobs.screen import Screen

    screen = Screen(verbose=verbose, quiet=quiet, as_json=as_json)
    settings, store, moment = _open(config, now)
    with screen.working(f"Running {' '.join(names)} on {store.name}"):
        result = runner.run(store, registry.select(names, settings), settings, moment)
    screen.receipt(result)


@cli.command()
@click.argument("lead_id", metavar="LEAD_ID")
@_config_option
@_now_option
@_json_option
def explain(lead_id: str, config: Path, now: datetime | None, as_json: bool) -> None:
    """Say everything the tool thinks of one lead, and why.

    \b
    Example: sheetsync explain L-000123
    """
    from jobs.explain import explanations
    from jobs.screen import Screen

    settings, reading, moment = _read(config, now)
    Screen(as_json=as_json).explanations(explanations(reading, lead_id, settings, moment))


@cli.command()
@_config_option
@_now_option
@_json_option
def doctor(config: Path, now: datetime | None, as_json: bool) -> None:
    """Look whether everything is in place: config, workbook, headers, locks, time zone.

    \b
    Example: sheetsync doctor
    """
    from jobs.doctor import diagnose
    from jobs.screen import Screen

    problems = Screen(as_json=as_json).diagnoses(diagnose(config, now))
    if problems:
        raise SystemExit(1)


def main() -> None:
    """Run the command line; people meet messages here, never tracebacks."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    _unwind_when_asked_to_end()
    try:
        cli(prog_name="sheetsync", standalone_mode=False)
    except click.exceptions.Abort:
        raise SystemExit(130) from None
    except click.ClickException as error:
        error.show()
        raise SystemExit(error.exit_code) from None
    except SheetsyncError as error:
        _say_error(error)
        raise SystemExit(error.exit_code) from None
    except BrokenPipeError:
        raise SystemExit(0) from None
    except Exception as error:  # noqa: BLE001 - the last line between a bug and a person
        from jobs.screen import report_bug

        report_bug(error)
        raise SystemExit(70) from None


def _unwind_when_asked_to_end() -> None:
    """Let an ended run take its temporary file along, as one stopped by Ctrl+C does."""

    def end(number: int, _: object) -> None:
        raise SystemExit(128 + number)

    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, end)


def _say_error(error: SheetsyncError) -> None:
    from jobs.screen import Screen

    Screen(as_json="--json" in sys.argv).error(error)


if __name__ == "__main__":
    main()
