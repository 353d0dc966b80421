"""A plan's requests in batches that Google takes: small enough, each valid on its own."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sheetsync.stores.google.lead_tab.cell_writes import ColumnWrite
from sheetsync.stores.google.message import Json

MOST_BYTES = 1_900_000
"""Google advises 2 MB."""
MOST_REQUESTS = 20_000
"""Google refuses more than 100,000."""


@dataclass(frozen=True)
class Piece:
    """Requests that must go out together, the lead cells they write, and the headers."""

    requests: Sequence[Json]
    writes: Sequence[ColumnWrite] = ()
    headers: Sequence[ColumnWrite] = ()


def batches(pieces: Iterable[Piece], limit: int = MOST_BYTES) -> list[Piece]:
    """As few batches as may be, in order. One piece that is too large by itself goes alone."""
    found: list[Piece] = []
    requests: list[Json] = []
    writes: list[ColumnWrite] = []
    headers: list[ColumnWrite] = []
    size = 0
    for piece in pieces:
        more = len(json.dumps(piece.requests))
        too_much = size + more > limit or len(requests) + len(piece.requests) > MOST_REQUESTS
        if requests and too_much:
            found.append(Piece(requests, writes, headers))
            requests, writes, headers, size = [], [], [], 0
        requests = [*requests, *piece.requests]
        writes = [*writes, *piece.writes]
        headers = [*headers, *piece.headers]
        size += more
    return [*found, Piece(requests, writes, headers)] if requests else found
