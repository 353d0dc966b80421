"""When a message that waits is tried, and when it is given up."""

from __future__ import annotations

from datetime import datetime, timedelta

from sheetsync.messages.message import Kind

BACK_OFF: tuple[timedelta, ...] = (
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=3),
    timedelta(hours=6),
)
"""How long is waited after the first try, the second …; the last goes for all that follow."""

LIFE: dict[Kind, timedelta] = {
    "owner": timedelta(days=7),
    "team": timedelta(days=3),
    "alert": timedelta(days=3),
    "acknowledgement": timedelta(days=1),
}
"""So long after it was queued a message is still worth sending."""

SAME_ADDRESS = timedelta(days=1)
"""Within so long nobody is acknowledged twice, whatever number of leads they are."""

REMEMBERED = timedelta(days=90)
"""So long it is remembered that a message to the owner or the team was sent; an acknowledgement
for ever."""


def next_try(now: datetime, tries: int) -> datetime:
    """When a message is tried again after so many tries."""
    return now + BACK_OFF[min(max(tries, 1), len(BACK_OFF)) - 1]


def latest_next_try(now: datetime) -> datetime:
    """A next try later than this was reckoned by a clock that has been set back since."""
    return now + BACK_OFF[-1]
