"""A demo: a messy lead workbook, the nightly and the weekly run on it, and what they found."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from jobs.demo import leads as demo_leads
from jobs.demo import workbook as demo_workbook
from jobs.start import CONFIG_NAME, WORKBOOK_NAME, making
from jobs.terminal.invoked import command_line
from jobs.terminal.lines import escape

if TYPE_CHECKING:
    from jobs.runner import Result
    from jobs.terminal.screen import Screen
    from sheetsync.config import Settings
    from sheetsync.stores.base import Store

RUNS = ("nightly", "weekly")
REVIEW_DAY = 4
SET_UP_DAYS_AGO = 60
"""The demo pretends the toolkit has been in use for so long, so that breaches show."""


def make(directory: Path, seed: int, now: datetime) -> Path:
    """Write config and workbook into a folder; return the config's path.

    Raises `AlreadyThere` where either exists.
    """
    from sheetsync.config.starter import starter_config

    config, workbook = directory / CONFIG_NAME, directory / WORKBOOK_NAME
    today = now.date()
    text = starter_config("general", today - timedelta(days=SET_UP_DAYS_AGO), WORKBOOK_NAME)
    with making(config, workbook):
        directory.mkdir(parents=True, exist_ok=True)
        config.write_text(text, encoding="utf-8")
        demo_workbook.write(workbook, demo_leads.make(seed, today))
    return config


def show(directory: Path, seed: int, now: datetime | None, screen: Screen, *, mail: bool) -> None:
    """Make the demo, run it, and say what was found and what to open; with ``mail``, what the
    owner and the team were sent, too."""
    from sheetsync.config import load
    from sheetsync.stores.open import open_store

    if mail:
        _refuse_mail_there(directory)
    day = _mail_evening(now) if mail else now
    config = make(directory, seed, day or datetime.now().astimezone())
    settings = load(config)
    store = open_store(settings)
    moment = datetime.now(settings.timezone).replace(microsecond=0) if day is None else day
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=settings.timezone)
    if mail:
        _with_mail(directory, settings, store, moment, screen)
    else:
        _summary(directory, _results(settings, store, moment, screen), screen)


def _results(settings: Settings, store: Store, moment: datetime, screen: Screen) -> list[Result]:
    from jobs import registry, runner

    results = []
    for name in RUNS:
        with screen.working(f"Running {name} on {store.name}"):
            results.append(runner.run(store, registry.select([name], settings), settings, moment))
    return results


def _refuse_mail_there(directory: Path) -> None:
    from jobs.demo.evening import FOLDER
    from sheetsync.errors import AlreadyThere

    if (directory / FOLDER).exists():
        what = f"{directory / FOLDER} is already there; nothing was written"
        raise AlreadyThere(what, hint="Choose another folder, or move what is there away first.")


def _mail_evening(now: datetime | None) -> datetime:
    """The moment of the mail: the one given, else the last Friday evening, so that the week's
    figures come along."""
    from jobs.demo.evening import last_evening

    today = datetime.now().astimezone().replace(tzinfo=None)  # as the demo's own zone has it
    return now or last_evening(today, REVIEW_DAY)


def _with_mail(
    directory: Path, settings: Settings, store: Store, moment: datetime, screen: Screen
) -> None:
    from jobs.demo import evening

    with screen.working(f"Two evenings and a day's work on {store.name}"):
        results, mails = evening.two_evenings(store, settings, moment, RUNS)
    _summary(directory, results, screen)
    screen.say("")
    evening.show(mails, directory, screen)


def _summary(directory: Path, results: list[Result], screen: Screen) -> None:
    from jobs.terminal.receipt_view import said_counts

    nightly, weekly = results[0], results[-1]
    workbook = directory / WORKBOOK_NAME
    screen.say(
        f"[green]✓[/] {escape(str(workbook))}: {len(nightly.reading.leads)} leads in a "
        f"sheet as teams keep them ({nightly.reading.snapshot.skipped} other rows skipped)"
    )
    for heading, lines in _found(nightly):
        screen.say(f"  [bold]{heading:<10}[/] {lines}")
    screen.say(f"  [bold]{'Rows':<10}[/] {said_counts(nightly.plan.findings)}")
    written = [title for r in results if r.receipt for title in r.receipt.tabs]
    if nightly.receipt and weekly.receipt:
        screen.say(
            f"  [bold]{'Written':<10}[/] {nightly.receipt.cells:,} cells in columns marked "
            f"(auto) and Lead ID; tabs {escape(', '.join(written))}"
        )
    screen.say("")
    screen.say(
        f"Open {escape(str(workbook))}: red rows are overdue, and the tabs to the right "
        "say what to do first."
    )
    config = str(directory / CONFIG_NAME)
    screen.say(f"Then: {escape(command_line('plan', 'nightly', '--config', config))}")


def _found(result: Result) -> list[tuple[str, str]]:
    """One line a job: the summary its own tab opens with."""
    names = {"overdue": "Follow-up", "response_breaches": "Response"}
    return [
        (names[change.tab.key], escape(change.tab.summary))
        for change in result.plan.tabs
        if change.tab.key in names
    ]
