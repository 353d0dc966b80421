"""What a header row was taken to mean: the values that `headers.match` makes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

How = Literal["config", "name", "alias", "close"]


@dataclass(frozen=True)
class ColumnMatch:
    """A column taken for a field, and why. ``column`` counts from 1; ``score`` is 0 to 100."""

    field: str
    column: int
    header: str
    how: How
    score: float = 100.0


@dataclass(frozen=True)
class PassedOver:
    """A column that could have been a field and means nothing now, because ``taken`` has it.

    ``empty`` is the column of the two in which nothing stands (they are never both empty where
    that settled it), None where both hold something or nobody looked.
    """

    field: str
    column: int
    header: str
    taken: ColumnMatch
    empty: int | None = None


@dataclass(frozen=True)
class HeaderMap:
    """The header row and what its columns mean.

    ``row`` counts from 1. ``name`` may have ``parts``: a first-name and a last-name column make
    one name. ``unknown`` are the other non-blank headers by column; they are never touched.
    """

    row: int
    columns: Mapping[str, ColumnMatch]
    unknown: Mapping[int, str]
    parts: Mapping[str, tuple[int, ...]]
    """Further columns of a field, in reading order, e.g. ``{"name": (3, 4)}``."""
    passed_over: tuple[PassedOver, ...] = ()
    """Those of the unknown columns that a person may have meant for a field another column has."""

    def __contains__(self, field: object) -> bool:
        return field in self.columns

    def column(self, field: str) -> int | None:
        """The column of a field, counted from 1; None where the sheet has none."""
        match = self.columns.get(field)
        return match.column if match else None


@dataclass(frozen=True)
class Reading:
    """What a row says when it is read as headers, right or wrong.

    ``disputes`` are fields that several columns claim equally well; ``absent`` gives the
    configured header of each field whose header is not there.
    """

    map: HeaderMap
    disputes: Mapping[str, tuple[ColumnMatch, ...]] = field(default_factory=dict)
    absent: Mapping[str, str] = field(default_factory=dict)
