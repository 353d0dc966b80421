"""Runs on a desk where people act, and the service fails, at any moment of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple

from tests.google.desk import Desk
from tests.google.discovery import Method
from tests.google.faults import Fault
from tests.google.script import Script


class Placed(NamedTuple):
    """A fault, and which calls it meets: so many of a kind are spared first."""

    fault: Fault
    on: str
    skip: int
    times: int

    def __repr__(self) -> str:
        name = type(self.fault).__name__
        return f"{name} on {self.on} {self.skip + 1}" + (
            f" ×{self.times}" if self.times > 1 else ""
        )


Told = Callable[[int, bool], None]
"""Told the number of a moment, and whether the next thing that happens is a write."""


@dataclass
class Moments(Script):
    """Plays ``at`` before every call that arrives and after every write; what goes wrong there is
    kept, to be raised where the test hears of it."""

    at: Told = lambda moment, writing: None
    past: int = 0
    wrong: list[BaseException] = field(default_factory=list)

    def play(self, when: str, method: Method) -> None:
        """One moment."""
        if when == "after" and not method.is_write:
            return
        moment, self.past = self.past, self.past + 1
        try:
            self.at(moment, when == "before" and method.is_write)
        except BaseException as problem:  # noqa: BLE001 - raised again by `disturbed`
            self.wrong.append(problem)


@dataclass
class Calls:
    """The calls of one stretch: ``answered`` and ``failed`` by kind."""

    answered: Counter[str]
    failed: Counter[str]


@contextmanager
def disturbed(desk: Desk, at: Told, faults: Sequence[Placed] = ()) -> Iterator[Calls]:
    """Whatever is called inside meets people and faults; afterwards all is quiet again."""
    google = desk.google
    first, moments = len(google.seen), Moments(at=at)
    google.application.script = moments
    for placed in faults:
        google.faults.add(placed.fault, on=placed.on, skip=placed.skip, times=placed.times)
    calls = Calls(Counter(), Counter())
    try:
        yield calls
    finally:
        google.application.script = Script()
        google.faults.planned.clear()
        for call in google.seen[first:]:
            (calls.answered if call.status == 200 else calls.failed)[call.kind] += 1
        if moments.wrong:
            raise moments.wrong[0]
