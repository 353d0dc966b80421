"""What is remembered between two looks at the schedule, as the journal keeps it: small JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from jobs.schedule.due import Past

SCHEDULE, LOOKED = "schedule", "looked"
"""The names they are remembered under."""


class Remembers(Protocol):
    """What keeps small notes about one sheet: a journal's book."""

    def remembered(self, name: str) -> Any | None:
        """The note of that name."""

    def remember(self, name: str, value: Any) -> None:
        """Keep a note in place of the one before."""


@dataclass(frozen=True)
class Looked:
    """The last look at a sheet that found nothing to write: what told its version then, the config
    it was judged by, and until when nothing becomes due by itself."""

    stamp: str
    config: str
    at: datetime
    until: datetime

    def still_holds(self, stamp: str, config: str, now: datetime) -> bool:
        """Whether another look would find the same. An empty stamp tells nothing."""
        same = bool(stamp) and (stamp, config) == (self.stamp, self.config)
        return same and self.at <= now < self.until


def past_runs(book: Remembers) -> dict[str, Past]:
    """What is remembered of each run; nothing where it cannot be understood."""
    return {
        run: past
        for run, said in _mapping(book.remembered(SCHEDULE)).items()
        if (past := _past(_mapping(said))) is not None
    }


def remember_runs(book: Remembers, past: Mapping[str, Past]) -> None:
    """Keep it."""
    said = {
        run: {"seen_to": each.seen_to.isoformat()}
        | ({"tried": each.tried.isoformat(), "held": each.held} if each.tried else {})
        for run, each in past.items()
    }
    book.remember(SCHEDULE, said)


def last_look(book: Remembers, run: str) -> Looked | None:
    """The last look that run had."""
    said = _mapping(_mapping(book.remembered(LOOKED)).get(run))
    at, until = _moment(said.get("at")), _moment(said.get("until"))
    if at is None or until is None:
        return None
    return Looked(str(said.get("stamp", "")), str(said.get("config", "")), at, until)


def remember_look(book: Remembers, run: str, looked: Looked | None) -> None:
    """Keep it, or nothing where something was written: the next look tells what stands there."""
    looks = {name: said for name, said in _mapping(book.remembered(LOOKED)).items() if name != run}
    if looked is not None:
        looks[run] = {
            "stamp": looked.stamp,
            "config": looked.config,
            "at": looked.at.isoformat(),
            "until": looked.until.isoformat(),
        }
    book.remember(LOOKED, looks)


def _past(said: Mapping[str, Any]) -> Past | None:
    seen_to = _moment(said.get("seen_to"))
    tried = _moment(said.get("tried"))
    return Past(seen_to, tried, bool(said.get("held"))) if seen_to else None


def _moment(said: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(said))
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _mapping(said: Any) -> Mapping[str, Any]:
    return said if isinstance(said, dict) else {}
