"""What a check found wrong with a written workbook, and what it was told would change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Damage:
    """One thing that is not as it must be. ``kind`` groups them: member, cell, feature, package,
    reader, repeat; ``where`` names a member or ``tab!cell``."""

    kind: str
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.kind} · {self.where}: {self.what}"


@dataclass(frozen=True)
class Expected:
    """What a run was asked to change.

    ``cells`` maps (row, column), from 1, of the tab ``title`` to the value wanted there;
    ``new_columns`` a column to its header, which stands in ``header_row``. ``report_titles`` are
    the tabs that must have appeared.
    """

    title: str
    header_row: int
    cells: Mapping[tuple[int, int], object] = field(default_factory=dict)
    new_columns: Mapping[int, str] = field(default_factory=dict)
    report_titles: tuple[str, ...] = ()
