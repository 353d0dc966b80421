"""What people do between two calls of the robot.

server.script.after("values.batchGet", lambda: person.sort("Leads", "Status"))
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from tests.google.discovery import Method
from tests.google.errors import ApiError, NotEmulated
from tests.google.faults import names

Action = Callable[[], object]


class _Cue(NamedTuple):
    when: str
    on: str
    action: Action


@dataclass
class Script:
    """Each cue is played once, in the order written, before or after the first call it names."""

    cues: list[_Cue] = field(default_factory=list)

    def before(self, on: str, action: Action) -> None:
        self.cues.append(_Cue("before", on, action))

    def after(self, on: str, action: Action) -> None:
        self.cues.append(_Cue("after", on, action))

    def play(self, when: str, method: Method) -> None:
        """Only the first cue waiting for this moment: the next one waits for the next call."""
        for cue in self.cues:
            if cue.when == when and names(cue.on, method):
                self.cues.remove(cue)
                _act(cue.action)
                return


def _act(action: Action) -> None:
    """What fails here is the test's own doing: never an answer to the robot."""
    try:
        action()
    except (ApiError, AssertionError, LookupError) as problem:
        raise NotEmulated(f"what the script did: {problem}") from problem
