"""``sheetsync history``: what the journal knows of one lead, line by line."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jobs.commands.options import config_option, json_option, now_option
from jobs.terminal.lines import escape

if TYPE_CHECKING:
    from sheetsync.config import Settings
    from sheetsync.journal.story import StoryLine


@click.command()
@click.argument("lead_id", metavar="LEAD_ID")
@config_option
@now_option
@json_option
def history(lead_id: str, config: Path, now: datetime | None, as_json: bool) -> None:
    """Tell what happened to a lead, as far as runs have seen it.

    From the journal beside the config, which each run adds to; the sheet itself is not read. What
    happened between two runs is told with both.

    \b
    Example: sheetsync history L-000123
    """
    from jobs.opening import aware
    from jobs.terminal.screen import Screen
    from sheetsync.config import load

    settings = load(config)
    lines = story_of(settings, lead_id.strip(), aware(now, settings))
    screen = Screen(as_json=as_json)
    if as_json:
        screen.json({"lead_id": lead_id.strip(), "story": [line.as_json() for line in lines]})
        return
    for line in lines:
        screen.say(escape(line.text))
    if not lines:
        screen.say(f"{escape(lead_id)}: nothing has happened to it since runs remember.")


def story_of(settings: Settings, lead_id: str, now: datetime) -> list[StoryLine]:
    """Its story; empty where nothing happened. Raises `LeadUnknown` where the journal has never
    seen it."""
    from sheetsync.errors import LeadUnknown
    from sheetsync.journal import Journal, journal_path

    path = journal_path(settings)
    journal = Journal.look(path)
    if journal is None:
        raise LeadUnknown(
            "there is no journal yet, so nothing is remembered",
            where=str(path),
            hint="Each run keeps it: sheetsync run nightly.",
        )
    with journal:
        book = journal.book(settings)
        story = book.story(lead_id, now)
        if not story and not book.knows(lead_id):
            raise LeadUnknown(
                f"no run has seen a lead {lead_id}",
                where=str(path),
                hint="The Lead ID column shows every id as it is written.",
            )
        return story
