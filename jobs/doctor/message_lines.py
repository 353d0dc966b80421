"""What `doctor` says of messages: the way out, and what did not get there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from jobs.delivery.view import CALLED
from sheetsync.config import Settings
from sheetsync.config.messages import Messages
from sheetsync.config.schedule import Every
from sheetsync.config.secrets import Secret, SecretUnreadable
from sheetsync.moments import moment_text
from sheetsync.stores.base import Diagnosis

if TYPE_CHECKING:
    from sheetsync.journal import Journal
    from sheetsync.outbox import Waiting

PATIENCE = 8.0
"""Seconds a mail server may take here."""

SPOKEN_OF = timedelta(days=14)
"""So long a message that was given up is told of."""

SHOWN = 5


def message_lines(
    settings: Settings, journal: Journal | None, now: datetime
) -> Iterator[Diagnosis]:
    """A line for each way out, and for the outbox; nothing where no messages are configured."""
    if settings.messages is None and settings.acknowledge is None:
        return
    yield from _mail_line(settings.messages)
    yield from _chat_lines(settings)
    yield from _template_lines(settings.messages)
    yield from _acknowledge_line(settings)
    if journal is not None:
        yield from _outbox_lines(settings, journal, now)


def _mail_line(messages: Messages | None) -> Iterator[Diagnosis]:
    """Whether the mail server lets us in; nothing is sent."""
    if messages is None or messages.smtp is None or messages.sender is None:
        return
    from sheetsync.delivery.smtp import MailServer

    smtp = messages.smtp
    with MailServer(smtp, messages.sender, PATIENCE) as server:
        tried = server.check()
    if tried.state != "sent":
        yield Diagnosis("Mail server", "problem", tried.said, tried.remedy)
        return
    taken = f"takes the log-in of {smtp.user}" if smtp.user else "answers"
    yield Diagnosis("Mail server", "ok", f"{smtp.host}:{smtp.port} {taken}")


def _chat_lines(settings: Settings) -> Iterator[Diagnosis]:
    for secret in dict.fromkeys(_chats(settings)):
        try:
            secret.read()
        except SecretUnreadable as error:
            yield Diagnosis("Chat", "problem", f"{error.where} {error.what}", error.hint)
        else:
            yield Diagnosis("Chat", "ok", f"an address is in {secret}")


def _template_lines(messages: Messages | None) -> Iterator[Diagnosis]:
    """Templates of the owner's that do not work; ours are used in their place."""
    if messages is None or not messages.templates.is_dir():
        return
    from sheetsync.messages.render import broken_templates

    broken = broken_templates(messages.templates)
    remedy = "Mend it, or take it away; until then our own wording is used."
    yield from (Diagnosis("Template", "problem", said, remedy) for said in broken)
    if not broken:
        yield Diagnosis("Template", "ok", f"your own wordings in {messages.templates}")


def _chats(settings: Settings) -> Iterator[Secret]:
    messages, acknowledge = settings.messages, settings.acknowledge
    people = (messages and messages.owner, *settings.team, acknowledge)
    yield from (one.chat for one in people if one and one.chat)


def _acknowledge_line(settings: Settings) -> Iterator[Diagnosis]:
    keys = settings.acknowledge
    if keys is None:
        return
    ways = " and ".join([*(["e-mail"] if keys.email else []), *(["chat"] if keys.chat else [])])
    said = f"leads received outside business hours get one automatic reply by {ways}"
    if _looks_at_night(settings):
        yield Diagnosis("Acknowledgement", "ok", said)
        return
    remedy = 'Write response: "every 5 min, day and night" below schedule: in config.yaml.'
    but = f"{said}, but only a run finds them, and none comes again and again at night"
    yield Diagnosis("Acknowledgement", "note", but, remedy)


def _looks_at_night(settings: Settings) -> bool:
    """Whether some run comes every few minutes whatever the hour."""
    times = (when for scheduled in settings.schedule for when in scheduled.times)
    return any(isinstance(when, Every) and when.always for when in times)


def _outbox_lines(settings: Settings, journal: Journal, now: datetime) -> Iterator[Diagnosis]:
    from sheetsync.outbox import Outbox

    outbox = Outbox(journal, settings.path.parent)
    kept = outbox.waiting(now - SPOKEN_OF)
    troubled = [one for one in kept if one.trouble]
    yield from (_trouble_line(one, settings) for one in troubled[-SHOWN:])
    if len(troubled) > SHOWN:
        yield Diagnosis("Messages", "note", f"{len(troubled) - SHOWN} earlier ones failed as well")
    quiet = len(kept) - len(troubled)
    last = outbox.last_sent()
    if quiet:
        yield Diagnosis("Messages", "ok", f"{quiet} wait to be sent")
    elif not troubled:
        went = f"the last went out {_moment(last, settings)}" if last else "none was sent yet"
        yield Diagnosis("Messages", "ok", went)


def _trouble_line(one: Waiting, settings: Settings) -> Diagnosis:
    """One that did not get there."""
    about = f" ({', '.join(one.lead_ids)})" if one.lead_ids else ""
    to = f" to {one.name}" if one.kind == "team" else about
    queued = _moment(one.queued, settings)
    if one.state == "given-up":
        then = "it is not tried again"
    else:
        tries = f"{one.tries} tries" if one.tries > 1 else "1 try"
        then = f"{tries}, the next {_moment(one.next_try, settings)}"
    what = f"{CALLED[one.kind]}{to} of {queued} did not go out: {one.trouble} ({then})"
    is_over = one.state == "given-up" and one.kind == "acknowledgement"
    return Diagnosis("Messages", "note" if is_over else "problem", what, one.remedy)


def _moment(moment: datetime, settings: Settings) -> str:
    local = moment.astimezone(settings.timezone)
    return moment_text(local, local.year)
