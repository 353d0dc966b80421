"""What goes out together: after an outage one digest to each, not every message that waited."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from sheetsync.messages.message import Attachment, Kind, Message
from sheetsync.moments import moment_text
from sheetsync.outbox.letter import REPEATABLE, Letter, Way

MOST_IN_FULL = 5
"""So many earlier messages are added to a digest whole; of those before them, the subjects."""

MAY_REPEAT = "You may have had this message before: sending it broke off, and nobody can tell."

_BODY = re.compile(r"<body[^>]*>", re.IGNORECASE)
_END = re.compile(r"</body\s*>", re.IGNORECASE)
_NOTE = '<p style="margin:16px;padding:12px;border:1px solid #999;font:14px sans-serif">{}</p>'
_EARLIER = '<pre style="margin:16px;font:13px monospace;white-space:pre-wrap">{}</pre>'


@dataclass(frozen=True)
class Parcel:
    """Letters to one address, oldest first, that go out as one message."""

    letters: tuple[Letter, ...]

    @property
    def newest(self) -> Letter:
        """The one that gives the others its subject."""
        return self.letters[-1]

    @property
    def way(self) -> Way:
        """How it goes."""
        return self.newest.way

    @property
    def kind(self) -> Kind:
        """What it is."""
        return self.newest.kind


def parcels(letters: Iterable[Letter]) -> list[Parcel]:
    """Letters by address; what goes to leads each alone."""
    by_address: dict[tuple[str, ...], list[Letter]] = {}
    for letter in letters:
        alone = () if letter.kind in REPEATABLE else (letter.uid,)
        by_address.setdefault((letter.way, letter.whom, *alone), []).append(letter)
    return [Parcel(tuple(each)) for each in by_address.values()]


def message_of(parcel: Parcel, zone: ZoneInfo) -> Message:
    """The one message of a parcel."""
    message = parcel.newest.message
    earlier = parcel.letters[-2::-1]
    if earlier:
        message = _with_earlier(message, earlier, zone)
    if any(letter.may_repeat for letter in parcel.letters):
        message = with_note(message, MAY_REPEAT)
    return message


def _with_earlier(message: Message, earlier: Sequence[Letter], zone: ZoneInfo) -> Message:
    """The newest message, then those before it, newest first."""
    count = len(earlier)
    noun = "message" if count == 1 else "messages"
    note = f"{count} earlier {noun} could not go out until now; below, newest first."
    below = "\n\n".join(
        _said(letter, zone, whole=place < MOST_IN_FULL) for place, letter in enumerate(earlier)
    )
    text = f"{message.text.rstrip()}\n\n\n{below}\n"
    page = _before_end(message.html, _EARLIER.format(html.escape(below))) if message.html else ""
    ids = [lead_id for letter in earlier for lead_id in letter.message.lead_ids]
    files = [file for letter in earlier for file in letter.message.attachments]
    whole = replace(
        message,
        subject=f"{message.subject} (and {count} earlier {noun})",
        text=text,
        html=page,
        attachments=_with_files(message.attachments, files),
        lead_ids=tuple(dict.fromkeys([*message.lead_ids, *ids])),
    )
    return with_note(whole, note)


def _said(letter: Letter, zone: ZoneInfo, *, whole: bool) -> str:
    local = letter.queued.astimezone(zone)
    head = f"--- {moment_text(local, local.year)}: {letter.message.subject}"
    return f"{head}\n\n{letter.message.text.strip()}" if whole else head


def _with_files(own: tuple[Attachment, ...], more: Iterable[Attachment]) -> tuple[Attachment, ...]:
    """Of files of one name the newest; pictures belong to pages that are not shown again."""
    files = {file.name: file for file in own}
    for file in more:
        if not file.content_id:
            files.setdefault(file.name, file)
    return tuple(files.values())


def with_note(message: Message, note: str) -> Message:
    """A sentence above all else."""
    page = _after_start(message.html, _NOTE.format(html.escape(note))) if message.html else ""
    return replace(message, text=f"{note}\n\n{message.text}", html=page)


def _after_start(page: str, more: str) -> str:
    found = _BODY.search(page)
    place = found.end() if found else 0
    return page[:place] + more + page[place:]


def _before_end(page: str, more: str) -> str:
    found = list(_END.finditer(page))
    place = found[-1].start() if found else len(page)
    return page[:place] + more + page[place:]
