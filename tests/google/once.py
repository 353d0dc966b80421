"""Working a thing out once for each object: cells, and what is said of them, are shared widely."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Once:
    """A function of things that never change; the same object gives the same result again."""

    def __init__(self, work: Callable[[Any], Any]) -> None:
        self._work = work
        self._known: dict[int, tuple[Any, Any]] = {}

    def __call__(self, thing: Any) -> Any:
        found = self._known.get(id(thing))
        if found is None:
            # The thing is held too, so that no other one can come to bear its id.
            found = self._known[id(thing)] = thing, self._work(thing)
        return found[1]
