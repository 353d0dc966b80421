"""How much is sent at once: Google advises about 2 MB, and wants a request to take seconds."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from sheetsync.stores.google.message import Json

LARGEST = 1_900_000


def size_of(requests: Sequence[Json]) -> int:
    """The bytes of requests as they are sent."""
    return len(json.dumps(requests))


def packed(groups: Iterable[Sequence[Json]], limit: int = LARGEST) -> list[list[Json]]:
    """The groups in order, as few batches as hold them; none is divided, however large."""
    batches: list[list[Json]] = []
    room = 0
    for group in groups:
        size = size_of(group)
        if not batches or size > room:
            batches.append([])
            room = limit
        batches[-1] += group
        room -= size
    return batches
