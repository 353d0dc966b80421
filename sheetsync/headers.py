"""Which column holds which field: by the config, by name, by alias, then by close spelling."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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

    def __contains__(self, field: object) -> bool:
        return field in self.columns

    def column(self, field: str) -> int | None:
        """The column of a field, counted from 1; None where the sheet has none."""
        match = self.columns.get(field)
        return match.column if match else None
