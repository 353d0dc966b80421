"""The demo's mail: two evenings, a day's work between them, and what the owner was sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from jobs.demo import kept_mail
from jobs.demo.catcher import Catcher
from jobs.terminal.lines import escape
from sheetsync.config import Messages, Recipient, Settings
from sheetsync.config.messages import Mailbox, Smtp
from sheetsync.plan import ColumnChanges, Plan

if TYPE_CHECKING:
    from email.message import EmailMessage

    from jobs.runner import Result
    from jobs.terminal.screen import Screen
    from sheetsync.stores.base import Store

OWNER = Recipient("Meera", "meera@sunrise.example")
SENDER = Mailbox("leads@sunrise.example", "Sunrise Kitchens")
HOUR = time(21, 0)
DONE = 3
"""So many overdue leads the demo's team deals with between the evenings."""

FOLDER = "mail"
LINES_SHOWN = 64


def last_evening(now: datetime, review_day: int) -> datetime:
    """The evening of the last review day: then the week's figures come along."""
    back = (now.weekday() - review_day) % 7
    evening = datetime.combine(now.date() - timedelta(days=back), HOUR, now.tzinfo)
    return evening if evening <= now else evening - timedelta(days=7)


def two_evenings(
    store: Store, settings: Settings, moment: datetime, names: Sequence[str]
) -> tuple[list[Result], list[EmailMessage]]:
    """The nightly of the evening before, a day's work, the runs of this evening; what they did,
    and the mail of this evening."""
    from jobs.whole_run import whole_run
    from sheetsync.journal import Journal, journal_path

    with Catcher() as post, Journal.open(journal_path(settings), moment) as journal:
        mailed = with_mail(settings, post.port)
        before = moment - timedelta(days=1)
        first = whole_run(mailed, store, names[:1], before, journal=journal)
        work(store, first, moment)
        seen = len(post.mails)
        results = [whole_run(mailed, store, [name], moment, journal=journal) for name in names]
    return results, post.mails[seen:]


def with_mail(settings: Settings, port: int) -> Settings:
    """The same business, with addresses and our own mail server."""
    team = tuple(
        replace(person, email=f"{person.name.lower()}@sunrise.example") for person in settings.team
    )
    route = Smtp("127.0.0.1", port, "none")
    return replace(settings, team=team, messages=Messages(OWNER, SENDER, route, most_a_day=50))


def work(store: Store, first: Result, now: datetime) -> None:
    """Set a next date for a few overdue leads, as their owners would."""
    follow_ups = next(each for each in first.plan.columns if each.field == "follow_up")
    overdue = [str(text).startswith("Overdue") for text in follow_ups.new]
    rows = follow_ups.rows[np.array(overdue, dtype=bool)][:DONE]
    with store.exclusive():
        snapshot = store.read()
        column = snapshot.headers.column("next_action_date")
        assert column is not None
        at = np.searchsorted(snapshot.rows, rows)
        ids = snapshot.values("lead_id")[at]
        found = snapshot.values("next_action_date")[at]
        days = [now.date() + timedelta(days=3 + number) for number in range(len(at))]
        dates = np.array(days, dtype=object)
        change = ColumnChanges("next_action_date", column, rows, ids, ids, found, dates)
        store.apply(Plan(snapshot.version, columns=(change,)))


def show(mails: Sequence[EmailMessage], directory: Path, screen: Screen) -> None:
    """The owner's message on the screen, all messages as files beside the workbook."""
    folder = directory / FOLDER
    written: list[Path] = []
    for mail in mails:
        to = str(mail["To"]).partition("<")[0].strip() or "somebody"
        is_owner = to == OWNER.name
        paths = kept_mail.keep(mail, folder, "owner" if is_owner else to.lower())
        written += paths if is_owner else paths[:1]
        if is_owner:
            _say(mail, screen)
    screen.say("")
    screen.say(f"{len(mails)} messages went to a mail server on this computer. To look at them:")
    for path in written:
        screen.say(f"  {escape(str(path))}")


def _say(mail: EmailMessage, screen: Screen) -> None:
    lines = kept_mail.text(mail).rstrip().splitlines()
    for header in ("From", "To", "Subject"):
        screen.say(f"  [bold]{header + ':':<9}[/]{escape(str(mail[header]).strip())}")
    screen.say("")
    for line in lines[:LINES_SHOWN]:
        screen.say(f"  {escape(line)}" if line else "")
    if len(lines) > LINES_SHOWN:
        screen.say(f"  [dim]… and {len(lines) - LINES_SHOWN} lines more, in owner.txt[/]")
