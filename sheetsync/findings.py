"""Findings: things wrong or worth doing about leads, kept by column until somebody reads them.

A check over 100,000 leads may hit every one of them, so hits are arrays (`Hits`); a `Finding` is
made only for what is shown. The texts live in one table, `sheetsync.checks.CHECKS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as with_default
from functools import cached_property
from typing import Any, Literal, overload

import numpy as np
import numpy.typing as npt

from sheetsync.cells import Location

Severity = Literal["error", "warning", "advice"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "advice")


@dataclass(frozen=True)
class Hits:
    """All leads one check found, as arrays of equal length.

    ``at`` holds positions in the leads frame (0-based, ascending), ``field`` the field whose cell
    is meant, ``details`` the values its texts speak of, one sequence per name.
    """

    code: str
    at: npt.NDArray[np.intp]
    field: str
    details: Mapping[str, Sequence[Any]] = with_default(default_factory=dict)

    def __len__(self) -> int:
        return len(self.at)


@dataclass(frozen=True)
class Finding:
    """One thing wrong or worth doing, about one lead or (without ``lead_id``) about the sheet."""

    code: str
    severity: Severity
    lead_id: str
    field: str
    location: Location
    message: str
    hint: str

    def as_json(self) -> dict[str, Any]:
        """The stable machine form used by every ``--json``."""
        return {
            "code": self.code,
            "severity": self.severity,
            "lead_id": self.lead_id,
            "field": self.field,
            "tab": self.location.tab,
            "cell": self.location.cell,
            "message": self.message,
            "hint": self.hint,
        }


class Findings(Sequence[Finding]):
    """Findings in the order people work through them, made when somebody first looks at one.

    ``counts`` by severity is known without making any: a nightly run over 100,000 leads says how
    many there are and shows none.
    """

    def __init__(
        self,
        counts: Mapping[Severity, int] | None = None,
        make: Callable[[], list[Finding]] = list,
    ) -> None:
        self.counts = dict(counts or {})
        self._make = make

    @cached_property
    def _made(self) -> list[Finding]:
        return self._make()

    def __len__(self) -> int:
        return sum(self.counts.values())

    @overload
    def __getitem__(self, place: int) -> Finding: ...
    @overload
    def __getitem__(self, place: slice) -> list[Finding]: ...
    def __getitem__(self, place: int | slice) -> Finding | list[Finding]:
        return self._made[place]
