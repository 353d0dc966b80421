"""What a failed call to Google means, and how long to wait before it is sent again. No clocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

Kind = Literal["unsent", "quota", "busy", "failing", "lost", "untrusted", "refused"]

PATIENCE = 240.0
"""No call takes longer than this, its waits and everything it is sent again for included, in
seconds."""

FIRST_WAIT = 1.0
LONGEST_WAIT = 32.0


class Rule(NamedTuple):
    """``tries``: how often in all it is sent before we give up. ``maybe_done``: Google may have
    carried it out all the same."""

    tries: int
    maybe_done: bool


RULES: dict[Kind, Rule] = {
    "unsent": Rule(tries=5, maybe_done=False),  # no network, or no token: it never left
    "quota": Rule(tries=9, maybe_done=False),  # outlasts the minute that quotas are counted in
    "busy": Rule(tries=6, maybe_done=False),  # 409: given up for another's change, which is all
    "failing": Rule(tries=6, maybe_done=True),  # 5xx
    "lost": Rule(tries=4, maybe_done=True),  # cut, too slow, or no answer of Google's
    "untrusted": Rule(tries=1, maybe_done=False),  # somebody else's certificate
    "refused": Rule(tries=1, maybe_done=False),  # a no that stays a no
}


@dataclass(frozen=True)
class Trouble:
    """What came in place of an answer. ``said`` is for the log: nothing personal."""

    kind: Kind
    said: str
    retry_after: float | None = None


def maybe_done(trouble: Trouble) -> bool:
    """Whether Google may have carried the call out."""
    return RULES[trouble.kind].maybe_done


def wait_before_next(
    trouble: Trouble, tried: int, chance: float, *, safe_twice: bool
) -> float | None:
    """How many seconds to wait before a call is sent again that was ``tried`` so often; None to
    give up. ``chance`` is a random number from 0 to 1."""
    rule = RULES[trouble.kind]
    if tried >= rule.tries or (rule.maybe_done and not safe_twice):
        return None
    if trouble.retry_after is not None:
        return trouble.retry_after + chance
    grown = min(FIRST_WAIT * 2.0 ** (tried - 1), LONGEST_WAIT)
    # Never less than half, so that a wait is one; spread, so that many do not come back at once.
    return grown * (0.5 + chance / 2)
