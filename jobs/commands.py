"""The commands: each turns its words into calls, and what comes back into words."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from jobs.ending import watch
from jobs.opening import open_sheet, read_sheet
from jobs.options import (
    config_option,
    google_options,
    json_option,
    new_workbook_argument,
    now_option,
    preset_option,
    volume_options,
)


class _ListsJobs(click.Command):
    """A command whose help ends with what each job does."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """After the options, the jobs."""
        from jobs.registry import JOBS

        with formatter.section("Jobs"):
            formatter.write_dl([(job.name, job.says) for job in JOBS])


@click.command()
@click.argument("directory", metavar="[DIR]", type=click.Path(path_type=Path), default="demo")
@click.option("--seed", default=7, show_default=True, help="Another seed, other leads.")
@now_option
@volume_options
def demo(directory: Path, seed: int, now: datetime | None, verbose: bool, quiet: bool) -> None:
    """Make a messy lead workbook and see what the jobs make of it.

    Both go into DIR: the workbook, and a config.yaml to play with. Never overwrites.

    \b
    Example: sheetsync demo
             sheetsync demo trial --now 2026-11-21T20:00
    """
    from jobs import demo as demos
    from jobs.screen import Screen
    from jobs.start import WORKBOOK_NAME

    watch(directory / WORKBOOK_NAME)
    demos.show(directory, seed, now, Screen(verbose=verbose, quiet=quiet))


@click.command()
@click.argument("directory", metavar="[DIR]", type=click.Path(path_type=Path), default=".")
@preset_option
@google_options
@now_option
def init(
    directory: Path,
    preset: str,
    google: str | None,
    credentials: Path | None,
    now: datetime | None,
) -> None:
    """Write a commented config.yaml and an empty lead workbook.

    Into DIR, or here where none is named. Never overwrites. With --google, a blank spreadsheet
    at Google is prepared in place of the workbook; one that holds anything is left as it is.

    \b
    Example: sheetsync init
             sheetsync init shop --preset real_estate
             sheetsync init --google ADDRESS --credentials key.json
    """
    from jobs import start
    from jobs.invoked import command_line

    today = (now or datetime.now().astimezone()).date()
    if credentials is not None and google is None:
        raise click.UsageError("--credentials goes with --google")
    if google is None:
        watch(directory / start.WORKBOOK_NAME)
        made = start.init(directory, preset, today)
        said = [f"Made {path}" for path in made]
    else:
        made, said = start.init_google(directory, preset, today, google, credentials)
    for line in said:
        click.echo(line)
    config = made[0]
    there = [] if config.parent == Path() else ["--config", str(config)]
    click.echo(f"Next: put your team, hours and time zone into {config}, then:")
    click.echo(f"  {command_line('doctor', *there)}")


@click.command()
@new_workbook_argument
@preset_option
def template(out: Path, preset: str) -> None:
    """Write the empty lead workbook alone. Never overwrites.

    \b
    Example: sheetsync template leads.xlsx --preset trade
    """
    from jobs import start

    watch(out)
    click.echo(f"Made {start.template(out, preset)}")


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
    from jobs.screen import Screen

    settings, reading, moment = read_sheet(config, now)
    found = findings(reading, settings, moment)
    screen = Screen(verbose=verbose, quiet=quiet, as_json=as_json)
    screen.findings(reading, found)
    if any(finding.severity == "error" for finding in found):
        raise SystemExit(1)


@click.command(cls=_ListsJobs)
@click.argument("names", metavar="NAME...", nargs=-1, required=True)
@config_option
@now_option
@json_option
@volume_options
def plan(
    names: tuple[str, ...],
    config: Path,
    now: datetime | None,
    as_json: bool,
    verbose: bool,
    quiet: bool,
) -> None:
    """Show what a job or run would change; write nothing.

    Cell by cell and tab by tab. NAME is a job or a run named in config.yaml (nightly, weekly).

    \b
    Example: sheetsync plan nightly
             sheetsync plan flag_overdue highlight_sla --json
    """
    settings, store, moment = open_sheet(config, now)
    from jobs import registry, runner
    from jobs.screen import Screen

    result = runner.plan(store, registry.select(names, settings), settings, moment)
    Screen(verbose=verbose, quiet=quiet, as_json=as_json).plan(result)


@click.command(cls=_ListsJobs)
@click.argument("names", metavar="NAME...", nargs=-1, required=True)
@config_option
@now_option
@json_option
@volume_options
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
    settings, store, moment = open_sheet(config, now)  # begins to read while the rest is loaded
    from jobs import registry, runner
    from jobs.screen import Screen

    screen = Screen(verbose=verbose, quiet=quiet, as_json=as_json)
    with screen.working(f"Running {' '.join(names)} on {store.name}"):
        result = runner.run(store, registry.select(names, settings), settings, moment)
    screen.receipt(result)


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
    from jobs.screen import Screen

    settings, reading, moment = read_sheet(config, now)
    Screen(as_json=as_json).explanations(explanations(reading, lead_id, settings, moment))


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
    from jobs.doctor import diagnose
    from jobs.screen import Screen

    problems = Screen(as_json=as_json).diagnoses(diagnose(config, now))
    if problems:
        raise SystemExit(1)
