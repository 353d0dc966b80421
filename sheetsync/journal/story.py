"""A lead's story, line by line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sheetsync.moments import date_text, day_text, moment_text


@dataclass(frozen=True)
class Happening:
    """Something that happened between two reads; where ``count`` is more than 0, something that
    happened so often in a time told no more exactly."""

    kind: str
    after: datetime | None
    by: datetime
    old: str
    new: str
    count: int = 0


@dataclass(frozen=True)
class StoryLine:
    """A happening in words: between ``after`` (None where nothing was read before) and ``by``."""

    after: datetime | None
    by: datetime
    kind: str
    old: str
    new: str
    text: str
    count: int = 0

    def as_json(self) -> dict[str, Any]:
        """The stable machine form."""
        return {
            "after": self.after and self.after.isoformat(),
            "by": self.by.isoformat(),
            "kind": self.kind,
            "old": self.old,
            "new": self.new,
            "count": self.count,
            "text": self.text,
        }


def _from_to(what: str) -> Callable[[str, str, int], str]:
    def said(old: str, new: str, _: int) -> str:
        if not old:
            return f"{what}: {new}"
        return f"{what}: {old} → {new}" if new else f"{what}: {old} → blank"

    return said


def _pushed(old: str, new: str, year: int) -> str:
    days = (day_text(date.fromisoformat(day), year) for day in (old, new))
    return "Next action date moved from {} to {}".format(*days)


_WORDS: Mapping[str, Callable[[str, str, int], str]] = {
    "appeared": lambda *_: "First seen",
    "answered": lambda *_: "First seen answered",
    "stage": _from_to("Status"),
    "owner": _from_to("Owner"),
    "contacted": lambda *_: "Last contact at moved on",
    "pushed-back": _pushed,
    "vanished": lambda *_: "Its row was gone",
    "returned": lambda *_: "Its row was back",
    "acknowledged": lambda *_: "Automatic acknowledgement sent",
    "restored": lambda *_: "Its row was put back by sheetsync restore",
}
"""What is said of each kind of happening; of one without words here, its name."""

_COUNTED: Mapping[str, str] = {
    "stage": "changes of status",
    "owner": "changes of owner",
    "contacted": "times somebody was in touch",
    "pushed-back": "times the next action date was moved back",
}


def told(
    happenings: Iterable[Happening], zone: ZoneInfo, now: datetime | None = None
) -> Iterator[StoryLine]:
    """Each happening as a line; times are the business's own."""
    for one in happenings:
        year = (now or one.by).astimezone(zone).year
        text = _counted(one, zone) if one.count else _between(one, zone, year)
        yield StoryLine(one.after, one.by, one.kind, one.old, one.new, text, one.count)


def _between(one: Happening, zone: ZoneInfo, year: int) -> str:
    say = _WORDS.get(one.kind)
    what = say(one.old, one.new, year) if say else one.kind
    by = moment_text(one.by.astimezone(zone), year)
    if one.after is None or one.after >= one.by:
        return f"{by}: {what}"
    return f"{by}: {what} (since {moment_text(one.after.astimezone(zone), year)})"


def _counted(one: Happening, zone: ZoneInfo) -> str:
    """The exact moments are no longer kept; of what happens once, the day is."""
    day = date_text(one.by.astimezone(zone))
    if one.kind in _COUNTED:
        return f"Up to {day}: {one.count} {_COUNTED[one.kind]}"
    say = _WORDS.get(one.kind)
    times = f", {one.count} times" if one.count > 1 else ""
    return f"{day}: {say('', '', 0) if say else one.kind}{times}"
